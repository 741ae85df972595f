"""Pages with checks across answers, and with choices that earlier answers decide."""

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


def place(person: Person, shown: Shown, **typed: str | None) -> Shown:
    return person.send(shown, "/place", **typed)


def checked_page(person: Person, guests: Shown) -> Shown:
    """No guests and a place: the page that shows everything."""
    shown = person.send(guests, "/guests")
    shown = place(person, shown, place__region="coast", **{"place.activities:none": "yes"})
    shown = place(person, shown, place__region="coast", place__site="beach")
    shown = licence(person, shown, licence__is_local="yes")
    shown = licence(person, shown, licence__is_local="yes", licence__local_date="1/3/2024")
    assert shown.path.endswith("/check"), shown.text
    return shown


def licence(person: Person, shown: Shown, **typed: str | None) -> Shown:
    return person.send(shown, "/licence", **typed)


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
    assert "عمل ميداني" in checked_page(sara, shown).text


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
    checked = checked_page(sara, onward)
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


# Choices -------------------------------------------------------------------------------------


@pytest.fixture
def at_place(sara: Person) -> Shown:
    return sara.send(stay(sara, start(sara)), "/guests")


def options(shown: Shown, name: str) -> list[str]:
    """The codes that a page offers for a question."""
    radios = shown.page.all("input", type="radio", name=f"place.{name}")
    boxes = [
        str(one.get("name")).partition(":")[2] for one in shown.page.all("input", type="checkbox")
    ]
    return [str(one.get("value")) for one in radios] or boxes


def test_a_choice_is_asked_once_earlier_answers_say_what_it_offers(
    sara: Person, at_place: Shown
) -> None:
    assert options(at_place, "region") == ["coast", "desert"]
    assert not at_place.page.all("input", name="place.site")
    shown = place(sara, at_place, place__region="coast", **{"place.activities:hiking": "yes"})
    assert shown.path.endswith("?more=yes")
    assert options(shown, "site") == ["beach", "lagoon"]


def test_a_script_asks_again_for_what_an_answer_offers(sara: Person, at_place: Shown) -> None:
    region = at_place.page.all("input", name="place.region")[0]
    sent = {**sent_by(at_place.form("/place")), "place.region": "desert"}
    text = sara.ask("POST", str(region.get("hx-post")), data=sent).text
    assert "الواحة" in text
    assert "الشاطئ" not in text


def test_an_answer_that_is_no_longer_offered_is_asked_again(sara: Person, at_place: Shown) -> None:
    sent = {"place__region": "coast", "place.activities:diving": "yes"}
    shown = place(sara, place(sara, at_place, **sent), **sent, place__site="lagoon")
    assert shown.path.endswith("/licence")
    back = sara.get(shown.path.replace("/licence", "/place"))
    shown = place(sara, back, place__region="desert")
    assert shown.status == 422
    assert shown.page.one("div", id="error-summary").text.count("غير متاح مع إجاباتك") == 2
    assert options(shown, "site") == ["dunes", "oasis"]


def test_boxes_stand_in_a_fieldset_with_what_excludes_the_others_last(at_place: Shown) -> None:
    fieldset = at_place.page.one("fieldset", id="f-place-activities")
    assert "ماذا ستفعل هناك؟" in fieldset.one("legend").text
    assert "اختر إجابتين على الأكثر" in fieldset.text
    boxes = fieldset.all("input", type="checkbox")
    assert [one.get("name") for one in boxes] == [
        "place.activities:hiking",
        "place.activities:none",
    ]
    assert [one.get("data-excludes") is not None for one in boxes] == [False, True]
    labels = {one.get("for") for one in fieldset.all("label")}
    assert {one.get("id") for one in boxes} == labels


def test_what_excludes_the_others_is_refused_beside_them(sara: Person, at_place: Shown) -> None:
    both = {"place.activities:hiking": "yes", "place.activities:none": "yes"}
    shown = place(sara, at_place, place__region="coast", **both)
    assert shown.status == 422
    summary = shown.page.one("div", id="error-summary")
    assert "«لا شيء مما سبق» مع غيره" in summary.text
    (link,) = summary.all("a")
    first = shown.page.one("input", id=str(link.get("href"))[1:])
    assert first.get("type") == "checkbox"
    checked = [one for one in shown.page.all("input", type="checkbox") if one.get("checked") == ""]
    assert len(checked) == 2


def test_an_answer_of_several_choices_is_said_in_words(sara: Person, at_place: Shown) -> None:
    sent = {"place__region": "coast", "place.activities:diving": "yes"}
    sent |= {"place.activities:hiking": "yes"}
    first = place(sara, at_place, **sent)
    shown = place(sara, first, **sent, place__site="beach")
    back = sara.get(shown.path.replace("/licence", "/place"))
    checked = [one for one in back.page.all("input", type="checkbox") if one.get("checked") == ""]
    assert [one.get("name") for one in checked] == [
        "place.activities:diving",
        "place.activities:hiking",
    ]
    shown = licence(sara, shown, licence__is_local="no")
    shown = licence(sara, shown, licence__is_local="no", licence__foreign_month="3/2024")
    assert "الغوص والمشي" in shown.text


def test_a_page_says_that_earlier_answers_leave_nothing_to_choose(sara: Person) -> None:
    shown = stay(sara, start(sara), stay__tents="20")
    guests = stay(sara, shown, stay__tents="20")
    shown = place(sara, sara.send(guests, "/guests"), place__region="desert")
    assert "لا خيار متاح مع إجاباتك السابقة" in shown.page.one("fieldset", id="f-place-site").text
    shown = place(sara, shown, place__region="desert", **{"place.activities:none": "yes"})
    assert shown.status == 422
    assert "غيّر إجابة سابقة" in shown.page.one("div", id="error-summary").text


# One fact from several fields, and partial dates -----------------------------------------------


@pytest.fixture
def at_licence(sara: Person, at_place: Shown) -> Shown:
    sent = {"place__region": "coast", "place.activities:hiking": "yes"}
    return place(sara, place(sara, at_place, **sent), **sent, place__site="beach")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3/2024", "مارس 2024م، ويُحسب 1 مارس 2024م (20 شعبان 1445هـ)"),
        ("٩/١٤٤٥", "رمضان 1445هـ، ويُحسب 11 مارس 2024م (1 رمضان 1445هـ)"),
        ("مارس ٢٠٢٤", "مارس 2024م، ويُحسب"),
    ],
)
def test_a_month_is_shown_as_typed_with_the_day_that_it_counts_as(
    sara: Person, at_licence: Shown, typed: str, words: str
) -> None:
    shown = licence(sara, at_licence, licence__is_local="no")
    assert "الشهر والسنة، مثل 3/2019 أو 7/1440" in shown.text
    shown = licence(sara, shown, licence__is_local="no", licence__foreign_month=typed)
    assert shown.path.endswith("/check")
    assert words in shown.text
    back = sara.get(shown.path.replace("/check", "/licence"))
    assert back.page.one("input", id="f-licence-foreign-month").get("value") == typed
    assert words in back.text


def test_a_month_is_not_a_date(sara: Person, at_licence: Shown) -> None:
    shown = licence(sara, at_licence, licence__is_local="no")
    shown = licence(sara, shown, licence__is_local="no", licence__foreign_month="1/3/2024")
    assert shown.status == 422
    assert "اكتب الشهر ثم السنة" in shown.page.one("div", id="error-summary").text
