"""The shared lifecycle of a question and its reply: answered by staff, reopened by who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.read import read_folder
from engine.model.account import Role
from tests.http.test_reviewing import acted, state
from tests.support.journeys import fill, place, reference_of
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import FORM, RULES, config

LIFECYCLE = PurePosixPath("lifecycles/answered.yaml")
ANSWERED = read_folder(Path(__file__).parents[2] / "config")[LIFECYCLE]
USE = "lifecycle: {use: answered, with: {processing_days: 5, processing_source: parking-order}}\n"
REPLY = {"reasons.ar": "لا تحتاج إلى رخصة", "reasons.en": "You need no licence"}


def cited_here(lifecycle: bytes) -> bytes:
    """With sources that the small service has."""
    return lifecycle.replace(b"O10", b"parking-order").replace(b"inference", b"demonstration")


def asking() -> Mapping[PurePosixPath, bytes]:
    """The fishing licence as a question: free, with nothing to issue."""
    files = config()
    form = files[FORM].decode()
    before, after = form[: form.index("lifecycle:")], form[form.index("in_flight:") :]
    rules = files[RULES].decode()
    free = (
        rules[: rules.index("  boat_amount:")]
        + rules[rules.index("rules:\n") : rules.index("fees:")]
    )
    return {
        **files,
        FORM: (before + USE + after[: after.index("issues:")]).encode(),
        RULES: free.encode(),
        LIFECYCLE: ANSWERED.replace(b"O10", b"parking-order").replace(
            b"inference", b"demonstration"
        ),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("asking"), asking()) as made:
        yield made


@pytest.fixture
def reference(sara: Person) -> str:
    shown = fill(sara)
    sara.send(sara.get(place(shown, "/decision")), "/submit")
    return reference_of(shown)


def page(person: Person, reference: str, language: str = "en", rest: str = "") -> Shown:
    return person.get(f"/{language}/applications/{reference}{rest}")


def test_staff_are_asked_for_a_reply_in_both_languages(site: Site, reference: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    shown = reviewer.get(f"/en/staff/applications/{reference}/acts/answer")
    labels = [one.text for one in shown.page.all("label")]
    assert {"Reply in Arabic", "Reply in English"} <= set(labels)
    wrong = acted(reviewer, reference, "answer")
    assert wrong.status == 422
    assert "Write in Arabic: Reply" in wrong.text


@pytest.mark.parametrize(
    ("language", "title", "reply"),
    [("ar", "الرد", "لا تحتاج إلى رخصة"), ("en", "Reply", "You need no licence")],
)
def test_who_asked_reads_the_reply(
    site: Site, reference: str, sara: Person, language: str, title: str, reply: str
) -> None:
    acted(site.staff("reviewer", Role.REVIEWER, "en"), reference, "answer", **REPLY)
    shown = page(sara, reference, language)
    assert shown.page.one("h2", id="reasons").text == title
    assert reply in shown.text


def test_an_answer_is_reopened_with_what_is_still_open(
    site: Site, reference: str, sara: Person
) -> None:
    acted(site.staff("reviewer", Role.REVIEWER, "en"), reference, "answer", **REPLY)
    ask = page(sara, reference, rest="/acts/reopen")
    assert "What is still open" in ask.text
    assert sara.send(ask, "/acts/reopen").status == 422
    sara.send(ask, "/acts/reopen", statement="وبلا قارب؟")
    assert state(site, reference) == "submitted"
    assert not page(sara, reference).page.all("h2", id="reasons")
