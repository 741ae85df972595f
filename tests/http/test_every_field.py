"""One page with a field of every type: what it shows, takes and refuses, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from engine.definitions.read import read_folder
from tests.support.html import Element
from tests.support.journeys import token_of
from tests.support.papers import pdf
from tests.support.portal import Person, Shown, Site, serving

FIELDS = Path(__file__).parents[1] / "fixtures" / "every-field"
PAPER = ("ورقة.pdf", pdf(), "application/pdf")
GOOD = {
    "survey__name": "نورة",
    "survey__story": "سطر\nوسطر",
    "survey__age_years": "٢٩",
    "survey__budget": "١٬٢٥٠٫٥٠",
    "survey__start_date": "1/1/1446",
    "survey__month": "رجب 1440",
    "survey__is_sure": "yes",
    "survey__zone": "A",
    "survey__other_zone": "",
    "survey__zones:A": "yes",
    "survey__identity": "1000000008",
    "survey__mobile": "+966501234567",
    "survey__email": "someone@example.org",
    "survey__account": "sa03 ٨٠٠٠ 0000 6080 1016 7519",
    "survey__agrees": "yes",
}
WRONG = {
    "survey__name": "Nora",
    "survey__age_years": "-1",
    "survey__budget": "5.00",
    "survey__start_date": "30/2/2026",
    "survey__month": "1/1/2020",
    "survey__is_sure": "perhaps",
    "survey__zone": "Z",
    "survey__zones:A": None,
    "survey__identity": "1000000000",
    "survey__mobile": "12345",
    "survey__email": "someone",
    "survey__account": "SA0380000000608010167591",
    "survey__agrees": None,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("fields"), read_folder(FIELDS)) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str = "ar") -> Shown:
    """A new draft: its only step with questions."""
    shown = person.get(f"/{language}/services/survey")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    response = person.ask("POST", f"{shown.path}/apply", data=sent)
    return person.get(response.headers["location"])


def named(page: Element, name: str) -> list[Element]:
    return [one for tag in ("input", "select", "textarea") for one in page.all(tag, name=name)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_field_has_an_input_with_a_label(sara: Person, language: str) -> None:
    shown = start(sara, language)
    labels = {one.get("for") for one in shown.page.all("label")}
    for name in (*GOOD, "survey__paper"):
        inputs = named(shown.page, name.replace("__", "."))
        assert inputs, name
        assert all(one.get("id") in labels for one in inputs), name


def test_answers_in_any_digits_and_either_calendar_are_taken(sara: Person) -> None:
    shown = sara.send(start(sara), "/questions", {"survey.paper": PAPER}, **GOOD)
    assert shown.path.endswith("/steps/check"), shown.text
    for words in (
        "نورة",
        "29",
        "1,250.50 ريال",
        "7 يوليو 2024",
        "رجب 1440هـ، ويُحسب 8 مارس 2019م",
        "0501234567",
        "\u2066SA03 8000 0000 6080 1016 7519\u2069",
    ):
        assert words in shown.text, words


def test_each_wrong_answer_is_refused_beside_its_field(sara: Person) -> None:
    shown = sara.send(start(sara), "/questions", **{**GOOD, **WRONG})
    assert shown.status == 422
    summary = shown.page.one("div", id="error-summary")
    for label in (
        "الاسم",
        "العمر",
        "الميزانية",
        "تاريخ البداية",
        "المنطقة",
        "رقم الهوية",
        "الجوال",
    ):
        assert label in summary.text, label
    targets = [one.get("href") for one in summary.all("a")]
    assert len(targets) == len(WRONG) + 1, "the file is missing too"
    ids = {one.get("id") for tag in ("input", "select") for one in shown.page.all(tag)}
    assert {str(target)[1:] for target in targets} <= ids


def test_a_hidden_question_is_asked_once_its_answer_matters(sara: Person) -> None:
    first = start(sara)
    assert not named(first.page, "survey.doubt")
    typed = {**GOOD, "survey__is_sure": "no"}
    shown = sara.send(first, "/questions", {"survey.paper": PAPER}, **typed)
    assert shown.path.endswith("/steps/questions?more=yes")
    assert named(shown.page, "survey.doubt")
