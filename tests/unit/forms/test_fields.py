from dataclasses import replace
from datetime import date

import pytest

from engine.forms import FieldView, Writer, step_form
from engine.model.application import Application, StepEntry
from engine.model.register import RegisterAnswer
from engine.model.service import Field, FieldType, Script
from engine.model.words import Language
from tests.support.declared import field, step
from tests.support.visits import (
    DAY,
    VISITOR,
    WITHOUT_EMAIL,
    application,
    catalogue,
    catalogue_of,
    desk,
    saved,
    service,
)


def view(
    draft: Application,
    step_id: str,
    name: str,
    language: Language = Language.EN,
    answer: RegisterAnswer = VISITOR,
    day: date = DAY,
) -> FieldView:
    writer = Writer(catalogue(), desk(answer, day).read(draft), language)
    return next(one for one in step_form(writer, step_id).fields if one.name == name)


def declared(*fields: Field) -> tuple[FieldView, ...]:
    """The views of fields on a step of their own."""
    *before, check = service().steps
    found = catalogue_of(replace(service(), steps=(*before, step("only", *fields), check)))
    reading = replace(desk(), catalogue=found).read(application())
    return step_form(Writer(found, reading, Language.EN), "only").fields


def test_a_field_says_its_label_and_hint_in_the_language_asked() -> None:
    found = view(application(), "visit", "visit.guests", Language.AR)
    assert found.label == "«Visit guests»"
    assert found.hint == "من 0 إلى 10"


def test_choices_are_those_offered_on_the_day_in_the_order_of_the_list() -> None:
    offered = view(application(), "visit", "visit.purpose").options
    assert [one.value for one in offered] == ["work", "other"]
    before = view(application(), "visit", "visit.purpose", day=date(2026, 11, 22)).options
    assert [one.value for one in before] == ["work", "other", "filming"]


def test_the_kept_choice_is_chosen() -> None:
    found = view(application(visit=saved(visit__purpose="other")), "visit", "visit.purpose")
    assert [one.value for one in found.options if one.is_chosen] == ["other"]


def test_an_error_leads_to_the_first_of_the_radios() -> None:
    found = view(application(visit=saved(visit__purpose="")), "visit", "visit.purpose")
    assert found.error == "Choose an answer"
    assert found.target == "f-visit-purpose-1"


def test_an_error_of_an_input_leads_to_the_input() -> None:
    found = view(application(visit=saved(visit__guests="x")), "visit", "visit.guests")
    assert found.target == found.id == "f-visit-guests"
    assert found.described_by == "f-visit-guests-hint f-visit-guests-error"
    assert found.text == "x"


def test_a_field_never_answered_is_filled_in_from_the_register() -> None:
    assert view(application(), "contact", "contact.email").text == "n@demo.example"
    assert view(application(), "contact", "contact.email", answer=WITHOUT_EMAIL).text == ""


def test_what_was_typed_is_never_filled_in_over() -> None:
    draft = application(contact=saved(contact__email=""))
    assert view(draft, "contact", "contact.email").text == ""


def test_a_date_is_previewed_in_both_calendars_once_it_is_read() -> None:
    draft = application(visit=saved(visit__day="١/٧/١٤٤٨"))
    found = view(draft, "visit", "visit.day")
    assert found.text == "١/٧/١٤٤٨"
    assert found.preview == "10 December 2026 (1 Rajab 1448 AH)"
    assert view(application(), "visit", "visit.day").preview is None


def test_a_hidden_field_is_not_on_the_page() -> None:
    writer = Writer(catalogue(), desk().read(application()), Language.EN)
    assert "visit.reason" not in {one.name for one in step_form(writer, "visit").fields}


def test_a_field_that_decides_about_another_is_watched() -> None:
    assert view(application(), "visit", "visit.purpose").is_watched
    assert not view(application(), "visit", "visit.guests").is_watched


def test_whether_a_field_is_required_follows_its_condition() -> None:
    without = application(contact=saved(contact__email="", contact__mobile=""))
    assert view(without, "contact", "contact.mobile").is_required
    given = application(contact=saved(contact__email="n@demo.example", contact__mobile=""))
    assert not view(given, "contact", "contact.mobile").is_required


@pytest.mark.parametrize(
    ("kind", "of", "direction", "inputmode"),
    [
        (FieldType.TEXT, None, "auto", None),
        (FieldType.LONG_TEXT, None, "auto", None),
        (FieldType.NUMBER, None, "ltr", None),
        (FieldType.MONEY, "SAR", "ltr", "decimal"),
        (FieldType.DATE, None, "ltr", None),
        (FieldType.NATIONAL_ID, None, "ltr", "numeric"),
        (FieldType.MOBILE, None, "ltr", "tel"),
        (FieldType.EMAIL, None, "ltr", "email"),
        (FieldType.IBAN, None, "ltr", None),
        (FieldType.YES_NO, None, None, None),
        (FieldType.DECLARATION, None, None, None),
    ],
)
def test_each_type_has_its_direction_and_keyboard(
    kind: FieldType, of: str | None, direction: str | None, inputmode: str | None
) -> None:
    (found,) = declared(field(kind, "only.one", of=of))
    assert (found.type, found.direction, found.inputmode) == (str(kind), direction, inputmode)


def test_a_number_that_cannot_be_negative_gets_the_number_keyboard() -> None:
    """The number keyboards of phones have no minus."""
    whole, exact = declared(
        field(FieldType.NUMBER, "only.whole", low="0"),
        field(FieldType.NUMBER, "only.exact", low="0", decimals=2),
    )
    assert whole.inputmode == "numeric"
    assert exact.inputmode == "decimal"


def test_latin_text_is_written_from_the_left() -> None:
    (found,) = declared(field(FieldType.TEXT, "only.one", script=Script.LATIN, max_length=12))
    assert found.direction == "ltr"
    assert found.max_length == 12


def test_an_amount_says_its_currency() -> None:
    (found,) = declared(field(FieldType.MONEY, "only.one", of="SAR", low=None))
    assert found.unit == "SAR"


def test_a_page_of_what_one_of_two_tabs_sent_shows_that_and_no_errors() -> None:
    draft = application(visit=saved(visit__guests="x"))
    writer = Writer(catalogue(), desk().read(draft), Language.EN)
    form = step_form(writer, "visit", texts={"visit.guests": "7"})
    assert [one.text for one in form.fields] == ["", "", "7"]
    assert form.errors == ()


def test_a_step_that_was_not_saved_shows_no_errors() -> None:
    draft = application(visit=StepEntry(answers={"visit.guests": "x"}))
    assert view(draft, "visit", "visit.guests").error is None
