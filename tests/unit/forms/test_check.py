from engine.forms import CheckView, Writer, check_view
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import RegisterAnswer
from engine.model.words import Language
from tests.support.visits import SILENT, VISITOR, application, catalogue, desk, saved, with_file

GUEST = ItemEntry("a", {"name": "سعد", "is_minor": "no", "card": ""})


def check(
    draft: Application, language: Language = Language.EN, answer: RegisterAnswer = VISITOR
) -> CheckView:
    return check_view(Writer(catalogue(), desk(answer).read(draft), language))


def whole() -> Application:
    draft = application(
        visit=saved(visit__purpose="work", visit__day="1/12/2026", visit__guests="1"),
        guests=StepEntry(items=(GUEST,), is_saved=True, is_complete=True),
        contact=saved(contact__email="", contact__mobile="٠٥٠١٢٣٤٥٦٧"),
        papers=saved(documents__letter__issue_date="1/11/2026"),
        terms=saved(accepted="yes"),
    )
    for slot in ("guests.a.card", "documents.letter", "documents.photo"):
        draft = with_file(draft, slot)
    return draft


def texts(view: CheckView, step: str) -> dict[str, str]:
    section = next(one for one in view.sections if one.step == step)
    return {row.label: row.text for row in section.rows}


def test_every_answer_is_there_under_its_step() -> None:
    found = check(whole())
    assert [one.step for one in found.sections] == [
        "visit",
        "guests",
        "contact",
        "papers",
        "terms",
    ]
    assert texts(found, "visit") == {
        "Visit purpose": "Work",
        "Visit day": "1 December 2026 (21 Jumada II 1448 AH)",
        "Visit guests": "1",
    }
    assert texts(found, "contact") == {"Contact email": "None", "Contact mobile": "0501234567"}
    assert found.is_complete


def test_answers_are_said_in_the_language_asked() -> None:
    found = check(whole(), Language.AR)
    assert texts(found, "visit")["«Visit purpose»"] == "«Work»"
    assert texts(found, "visit")["«Visit day»"] == "1 ديسمبر 2026م (21 جمادى الآخرة 1448هـ)"
    assert texts(found, "contact")["«Contact email»"] == "لا يوجد"


def test_a_row_leads_to_its_input() -> None:
    section = check(whole()).sections[0]
    assert [row.target for row in section.rows] == [
        "f-visit-purpose",
        "f-visit-day",
        "f-visit-guests",
    ]


def test_files_are_listed_with_what_they_are_for() -> None:
    papers = next(one for one in check(whole()).sections if one.step == "papers")
    assert [(row.label, [file.name for file in row.files]) for row in papers.rows] == [
        ("Letter", ["scan.pdf"]),
        ("Issue date", []),
        ("Photo", ["scan.pdf"]),
    ]


def test_items_are_listed_with_their_answers() -> None:
    guests = next(one for one in check(whole()).sections if one.step == "guests")
    assert guests.is_group
    assert [row.text for row in guests.items[0].rows][:2] == ["\u2067سعد\u2069", "No"]


def test_a_hidden_step_is_left_out() -> None:
    found = check(application(visit=saved(visit__guests="0")))
    assert "guests" not in {one.step for one in found.sections}


def test_a_wrong_answer_is_shown_as_it_was_typed() -> None:
    row = check(application(visit=saved(visit__day="tomorrow"))).sections[0].rows[1]
    assert row.text == "tomorrow"
    assert not row.is_known


def test_what_is_open_says_what_to_do_and_where() -> None:
    found = check(application(visit=saved(visit__purpose="work", visit__guests="0")))
    assert [(one.text, one.step) for one in found.open] == [
        ("Answer “Visit day”", "visit"),
        ("Complete the step “Contact”", "contact"),
        ("Complete the step “Papers”", "papers"),
        ("Complete the step “Terms”", "terms"),
    ]


def test_a_silent_register_is_named() -> None:
    found = check(whole(), Language.AR, SILENT)
    assert [(one.text, one.step) for one in found.open] == [
        ("لم يصلنا رد «Register of persons»؛ حاول لاحقًا", None)
    ]
