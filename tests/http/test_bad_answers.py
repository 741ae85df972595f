"""Bad answers of every type on a page and by the API: refused in words, never a 5xx, nothing else
changed; what is only shown cannot be sent; and codes that were withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from secrets import token_hex

import pytest

from engine.definitions.read import read_folder
from tests.http import test_long_lists as mooring
from tests.http.test_every_field import GOOD, PAPER
from tests.support import boating
from tests.support.bad_answers import CASES, FILES, Refused
from tests.support.journeys import place, reference_of, token_of
from tests.support.portal import Person, Shown, Site, serving

LATER = timedelta(days=90)  # zone C is withdrawn by then


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("bad-answers"), read_folder(FILES)) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str) -> Shown:
    """A new draft: its only step with questions."""
    shown = person.get(f"/{language}/services/survey")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    response = person.ask("POST", f"{shown.path}/apply", data=sent)
    return person.get(response.headers["location"])


def typed(name: str, text: str) -> dict[str, str | None]:
    """The good answers with this one in its place."""
    key = name.replace(".", "__")
    others = {one: None for one in GOOD if one.startswith(f"{key}:")}
    return {**GOOD, **others, key: text}


@pytest.mark.parametrize(("name", "language"), list(zip(CASES, cycle(["ar", "en"]), strict=False)))
def test_a_bad_answer_is_refused_beside_its_field_in_words(
    sara: Person, name: str, language: str
) -> None:
    shown = start(sara, language)
    target = f"f-{name.replace('.', '-').replace('_', '-')}"
    for fault, texts in CASES[name].items():
        for text, wanted in texts.items():
            shown = sara.send(shown, "/questions", **typed(name, text))
            assert shown.status == 422, (fault, text)  # the file is missing in any case
            refused = {
                one.get("href") for one in shown.page.one("div", id="error-summary").all("a")
            }
            is_refused = any(str(one).startswith(f"#{target}") for one in refused)
            assert is_refused is isinstance(wanted, Refused), (fault, text)
            if is_refused:
                assert len(shown.page.one("p", id=f"{target}-error").text) > 10, (fault, text)
            assert len(refused) == 1 + (is_refused and name != "survey.paper"), (fault, text)


# What is only shown --------------------------------------------------------------------------


SHOWN = ("resident.name", "resident.zone", "decision_date", "berth.price", "berth.is_summer")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("tampered"), boating.files()) as made:
        yield made


@pytest.mark.parametrize("name", SHOWN)
def test_a_value_that_is_only_shown_cannot_be_sent(harbour: Site, name: str) -> None:
    """Added to the form by hand: a fact of a register, what is computed, the day itself."""
    person = harbour.signed_in("sara")
    honest, tampered = (
        person.send(mooring.start(person), "/steps/berth", **{**mooring.GULF, **more})
        for more in ({}, {name: "1/1/2030"})
    )
    assert facts_of(tampered) == facts_of(honest)
    reference = reference_of(tampered)
    with harbour.ports.store.begin() as work:
        kept = work.applications.get(reference)
    assert kept is not None
    assert set(kept.step("berth").answers) == {"berth.coast", "berth.months", "berth.first_date"}


@pytest.mark.parametrize("name", ["csrf", "revision", "next", "noticed:x", "accepted"])
def test_what_the_page_itself_sends_is_no_answer(harbour: Site, name: str) -> None:
    person = harbour.signed_in("sara")
    response = person.post(mooring.start(person), "/steps/berth", **{**mooring.GULF, name: "2"})
    assert response.status_code in (303, 403, 409)


def facts_of(shown: Shown) -> list[str]:
    return [one.text for one in shown.page.one("form", id="step-form").all("dd")]


# Codes that were withdrawn -------------------------------------------------------------------


@pytest.fixture
def late(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, read_folder(FILES)) as made:
        yield made


def answered(person: Person, zone: str) -> Shown:
    """The page that follows the questions, or the questions with what was wrong."""
    answers = {
        **GOOD,
        "survey__zone": zone,
        "survey__zones:A": None,
        f"survey__zones:{zone}": "yes",
    }
    return person.send(start(person, "ar"), "/questions", {"survey.paper": PAPER}, **answers)


def test_a_withdrawn_code_stays_readable_where_it_was_submitted(late: Site) -> None:
    sara = late.signed_in("sara")
    check = answered(sara, "C")
    decision = sara.get(place(check, "/decision"))
    submitted = sara.send(decision, "/submit")
    assert submitted.status == 200, submitted.text
    late.clock.now += LATER
    sara = late.signed_in("sara")
    shown = sara.get(place(check))
    assert shown.text.count("المنطقة ج") == 2, shown.text


def test_a_withdrawn_code_is_refused_in_a_new_answer_and_named_in_a_draft(late: Site) -> None:
    sara = late.signed_in("sara")
    draft = answered(sara, "C")
    late.clock.now += LATER
    sara = late.signed_in("sara")
    page = sara.get(place(draft, "/steps/questions"))
    assert "المنطقة ج" in page.page.one("p", id="f-survey-zone-gone").text
    assert not page.page.all("input", name="survey.zone", value="C")
    refused = answered(sara, "C")
    assert refused.status == 422
    assert "لم يعد هذا الخيار متاحًا" in refused.page.one("p", id="f-survey-zone-error").text
    assert "لم يعد هذا الخيار متاحًا" in refused.page.one("p", id="f-survey-zones-error").text
