"""Pages with checks across answers: what is refused, explained and warned of."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest

from tests.support import camping
from tests.support.html import sent_by
from tests.support.journeys import token_of
from tests.support.portal import Person, Shown, Site, serving

GOOD = {
    "stay__first_date": "1/12/2026",
    "stay__last_date": "3/12/2026",
    "stay__tents": "2",
    "stay__has_fire": "yes",
    "stay__fire_date": "2/12/2026",
}
BABY = {"name": "سعد", "is_child": "yes", "birth_date": "1/6/2026"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("camping"), camping.files()) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str = "ar") -> Shown:
    """A new draft: the page of the stay."""
    shown = person.get(f"/{language}/services/camping")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    response = person.ask("POST", f"{shown.path}/apply", data=sent)
    return person.get(response.headers["location"])


def stay(person: Person, shown: Shown, **changes: str) -> Shown:
    return person.send(shown, "/stay", **{**GOOD, **changes})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_refused_answers_have_an_error_beside_each_and_in_the_summary(
    sara: Person, language: str
) -> None:
    shown = stay(sara, start(sara, language), stay__last_date="30/11/2026")
    assert shown.status == 422
    words = {"ar": "يوم المغادرة قبل يوم الوصول", "en": "The departure is before the arrival"}
    summary = shown.page.one("div", id="error-summary")
    assert summary.text.count(words[language]) == 2
    for name in ("stay-first-date", "stay-last-date"):
        assert words[language] in shown.page.one("p", id=f"f-{name}-error").text
        field = shown.page.one("input", id=f"f-{name}")
        assert field.get("aria-invalid") == "true"
        assert f"f-{name}-error" in (field.get("aria-describedby") or "")


def test_a_corrected_answer_goes_on(sara: Person) -> None:
    shown = stay(sara, start(sara), stay__last_date="30/11/2026")
    assert stay(sara, shown).path.endswith("/steps/guests")


def test_an_explanation_is_asked_before_going_on(sara: Person) -> None:
    shown = stay(sara, start(sara), stay__last_date="20/12/2026")
    assert shown.path.endswith("/steps/stay?more=yes")
    label = shown.page.one("label", **{"for": "f-explain-long-stay"})
    assert "لماذا تحتاج إلى أكثر من أسبوعين؟" in label.text
    long = {"stay__last_date": "20/12/2026"}
    shown = stay(sara, shown, **long)
    assert shown.status == 422
    shown = stay(sara, shown, **long, **{"explain.long-stay": "عمل ميداني"})
    assert shown.path.endswith("/steps/guests")
    checked = sara.get(shown.path.replace("/guests", "/check"))
    assert checked.path.endswith("/guests?first=yes")
    closed = sara.send(shown, "/guests")
    assert closed.path.endswith("/check")
    assert "عمل ميداني" in closed.text


def test_a_script_asks_for_the_explanation_before_the_step_is_saved(sara: Person) -> None:
    shown = start(sara)
    date = shown.page.one("input", id="f-stay-last-date")
    address = date.get("hx-post")
    assert address is not None
    values = sent_by(shown.form("/stay"))
    typed = {name.replace("__", "."): text for name, text in GOOD.items()}
    sent = {**values, **typed, "stay.last_date": "20/12/2026"}
    assert "أكثر من أسبوعين" in sara.ask("POST", address, data=sent).text


def test_a_notice_is_shown_once_and_passed_by_the_button(sara: Person) -> None:
    shown = stay(sara, start(sara), stay__tents="6")
    assert shown.path.endswith("/steps/stay")
    assert shown.status == 200
    assert "المواقع التي تسع أكثر من خمس خيام قليلة" in shown.text
    onward = stay(sara, shown, stay__tents="6")
    assert onward.path.endswith("/steps/guests")
    checked = sara.send(onward, "/guests")
    assert "المواقع التي تسع أكثر من خمس خيام قليلة" in checked.text


def test_an_item_is_checked_on_its_own_page(sara: Person) -> None:
    guests = stay(sara, start(sara))
    form = sara.get(f"{guests.path}/items/new")
    action = str(form.page.one("form", id="step-form").get("action"))
    shown = sara.send(form, action, **{**BABY, "birth_date": "1/6/1990"})
    assert shown.status == 422
    assert shown.page.one("div", id="error-summary").text.count("تاريخ الميلاد لا يوافق العمر") == 2
    shown = sara.send(shown, action, **BABY)
    assert shown.path.endswith("?more=yes")
    shown = sara.send(shown, action, **BABY, **{"explain.very-young": "أمه"})
    assert shown.path == guests.path
    assert "أمه" in shown.text


def test_an_item_warns_in_the_list_of_items(sara: Person) -> None:
    guests = stay(sara, start(sara))
    form = sara.get(f"{guests.path}/items/new")
    action = str(form.page.one("form", id="step-form").get("action"))
    old = {"name": "صالح", "is_child": "no", "birth_date": "1/1/1920"}
    shown = sara.send(form, action, **old)
    assert shown.path == guests.path
    assert "لا توجد خدمات طبية" in shown.text
