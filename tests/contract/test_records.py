"""Every kind of record can be read: its parts are listed, have words, and are told.

Whoever adds a `RecordKind` says in `engine/store/payloads.py` what its payload holds, and puts
`kind-<kind>` and `part-<name>` into `engine/phrases/records.yaml`.
"""

import pytest

from engine.model.words import Language
from engine.operations.audit.telling import kind_words, tell
from engine.phrases.catalogue import phrases
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.payloads import SHAPES, Form, misfits
from tests.support.records import record

EXAMPLES: dict[Form, Json] = {
    Form.TEXT: "ما كُتب",
    Form.CODE: "some_code",
    Form.FLAG: True,
    Form.NUMBER: 3,
    Form.DATE: "2026-11-23",
    Form.INSTANT: "2026-11-23T09:00:00+00:00",
    Form.MONEY: "120.00 SAR",
    Form.REFERENCE: "R-4F7K-9MXD-2H",
    Form.RELEASE: "ab" * 32,
    Form.ACCOUNT: "sara",
    Form.FACTS: {"applicant.age": {"number": "30"}},
    Form.DECISION: {"outcome": "eligible"},
    Form.SNAPSHOT: {"resident": {"answer": "on_record", "attributes": {}}},
    Form.FILES: [{"slot": "documents.identity", "sha256": "cd" * 32}],
    Form.LIST: ["one", {"two": 2}],
}


def example(kind: RecordKind) -> dict[str, Json]:
    return {part.name: EXAMPLES[part.form] for part in SHAPES[kind]}


def test_every_form_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(Form)


@pytest.mark.parametrize("kind", RecordKind)
def test_a_kind_of_record_says_what_it_holds(kind: RecordKind) -> None:
    assert kind in SHAPES, f"engine/store/payloads.py says nothing of {kind}"
    names = [part.name for part in SHAPES[kind]]
    assert names
    assert len(names) == len(set(names))
    for part in SHAPES[kind]:
        assert part.about.endswith("."), part.name


@pytest.mark.parametrize("kind", RecordKind)
def test_a_kind_of_record_and_its_parts_have_words(kind: RecordKind) -> None:
    wanted = {f"records.kind-{kind.replace('_', '-')}"}
    wanted |= {f"records.part-{part.name.replace('_', '-')}" for part in SHAPES[kind]}
    assert wanted - phrases().keys() == set(), "they go into engine/phrases/records.yaml"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", RecordKind)
def test_an_auditor_is_told_every_part_of_a_record(kind: RecordKind, language: Language) -> None:
    payload = example(kind)
    assert misfits(kind, payload) == ()
    told = tell(record(kind, payload), "Asia/Riyadh", language)
    assert told.kind == kind_words(kind, language)
    assert [line.name for line in told.lines] == [part.name for part in SHAPES[kind]]
    for line in told.lines:
        assert line.label
        assert line.value or line.items, line.name


@pytest.mark.parametrize("kind", RecordKind)
def test_of_an_erased_record_the_kind_is_told_and_nothing_else(kind: RecordKind) -> None:
    told = tell(record(kind, None), "Asia/Riyadh", Language.EN)
    assert (told.lines, told.is_erased) == ((), True)
    assert told.kind


def test_a_payload_of_another_shape_is_told_apart() -> None:
    payload = example(RecordKind.PUBLICATION)
    assert misfits(RecordKind.PUBLICATION, {**payload, "more": 1}) == ("more",)
    del payload["who"]
    assert misfits(RecordKind.PUBLICATION, payload) == ("who",)
    assert misfits(RecordKind.PUBLICATION, ["who"]) == ("the payload is no object",)
