"""One fragment for two people, on the pages: questions, reasons and documents of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from engine.definitions.read import read_folder
from engine.wording import without_isolates
from tests.support import journeys
from tests.support.papers import pdf
from tests.support.portal import Person, Shown, Site, serving

PARENTS = Path(__file__).parents[1] / "fixtures" / "two-parents"
LEASE = ("lease.pdf", pdf(), "application/pdf")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("parents"), read_folder(PARENTS)) as made:
        yield made


def start(person: Person, language: str) -> Shown:
    shown = person.get(f"/{language}/services/nursery-place")
    response = journeys.apply(person, shown, token_hex(8))
    return person.get(response.headers["location"])


@pytest.mark.parametrize(
    ("language", "mother", "father"),
    [
        ("ar", "بيانات الأم", "بيانات الأب"),
        ("en", "Details of the mother", "Details of the father"),
    ],
)
def test_the_same_questions_are_asked_of_each(
    site: Site, language: str, mother: str, father: str
) -> None:
    sara = site.signed_in("sara", language=language)
    shown = sara.send(start(sara, language), "/child", child__start_date="2026-12-01")
    assert shown.heading == mother
    answers = {"full_name": "سارة", "birth_date": "1990-01-01", "home__zone": "A"}
    typed = {f"mother__{name}": text for name, text in answers.items()}
    shown = sara.send(shown, "/mother-person", **typed)
    shown = sara.send(shown, "/mother-papers", {"documents.mother_lease": LEASE})
    assert shown.heading == father
    typed = {f"father__{name}": text for name, text in answers.items()}
    shown = sara.send(shown, "/father-person", **typed | {"father__birth_date": "2010-01-01"})
    reasons = sara.get(journeys.place(shown, "/decision")).text
    refused = {"ar": "اختر شخصًا آخر غير الأب", "en": "Name somebody else than the father"}
    assert refused[language] in reasons
    assert "{" not in reasons


SAID = {
    "ar": ("يبدأ الطفل في 1 ديسمبر 2026م", "من إخوة الطفل", "سجّلت 3 إخوة: "),
    "en": ("The child starts on 1 December 2026", "is a sibling of the child", "You named 3 "),
}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_texts_say_values_of_their_applicant(site: Site, language: str) -> None:
    sara = site.signed_in("sara", language=language)
    shown = sara.send(start(sara, language), "/child", child__start_date="2026-12-01")
    answers = {"full_name": "سارة", "birth_date": "1990-01-01", "home__zone": "B"}
    for parent in ("mother", "father"):
        typed = {f"{parent}__{name}": text for name, text in answers.items()}
        shown = sara.send(shown, f"/{parent}-person", **typed)
    intro, sentence, advice = SAID[language]
    assert intro in without_isolates(shown.text)
    siblings = journeys.place(shown, "/steps/siblings")
    for name in ("<b>هند</b>", "Adam {child.start_date}", "نورة"):
        form = sara.get(f"{siblings}/items/new")
        action = str(form.page.one("form", id="step-form").get("action"))
        sara.send(form, action, first_name=name, birth_date="2020-01-01")
    shown = sara.send(sara.get(siblings), "/siblings")
    statements = [one.text for one in shown.page.one("ul", class_="statements").all("li")]
    assert len(statements) == 4
    assert all(sentence in one for one in statements[1:])
    assert "<b>هند</b>" in without_isolates(statements[1])
    assert "Adam {child.start_date}" in without_isolates(statements[2])
    reasons = sara.get(journeys.place(shown, "/decision")).text
    assert advice in without_isolates(reasons)
