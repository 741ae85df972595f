from dataclasses import replace

import pytest

from engine.decide.decision import decide
from engine.decide.explain import explain
from engine.forms import StepForm, Writer, item_form, step_form
from engine.journey import new_item
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.words import Language
from tests.support.visits import DAY, application, catalogue, desk, saved, with_file

AT_WORK = saved(visit__purpose="work", visit__day="1/12/2026", visit__guests="1")
GUEST = ItemEntry("a", {"name": "سعد", "is_minor": "no", "card": ""})


def writer(draft: Application, language: Language = Language.EN) -> Writer:
    return Writer(catalogue(), desk().read(draft), language)


def form(draft: Application, step: str, language: Language = Language.EN) -> StepForm:
    return step_form(writer(draft, language), step)


def test_the_main_button_says_what_it_does() -> None:
    words = {step: form(application(), step).proceed for step in ("visit", "guests", "terms")}
    assert words == {
        "visit": "Save and continue",
        "guests": "That is all",
        "terms": "I accept and continue",
    }


def test_facts_of_a_step_are_shown_in_words() -> None:
    facts = {one.name: one for one in form(application(), "visit", Language.AR).facts}
    assert facts["person.name"].text == "نورة العتيبي"
    assert facts["person.name"].can_dispute
    assert facts["visit.is_escorted"].text == "لا"
    assert not facts["visit.is_escorted"].can_dispute


def test_a_dispute_is_shown_beside_its_fact() -> None:
    draft = replace(application(), disputes={"person.name": "it is misspelt"})
    facts = {one.name: one.dispute for one in form(draft, "visit").facts}
    assert facts == {
        "person.name": "it is misspelt",
        "person.is_minor": None,
        "visit.is_escorted": None,
    }


def test_errors_are_summed_up_in_the_order_of_the_page() -> None:
    found = form(application(visit=saved(visit__day="x", visit__guests="11")), "visit").errors
    assert [(one.label, one.target) for one in found] == [
        ("Visit day", "f-visit-day"),
        ("Visit guests", "f-visit-guests"),
    ]


def test_a_declaration_shows_its_statements_and_one_box() -> None:
    found = form(application(), "terms")
    assert found.statements == ("I follow the rules",)
    assert [(one.name, one.type) for one in found.fields] == [("accepted", "declaration")]


def test_only_documents_that_are_due_are_asked_for() -> None:
    found = form(application(visit=AT_WORK), "papers")
    assert [one.name for one in found.documents] == ["letter", "photo"]
    assert [one.name for one in found.documents[0].details] == ["documents.letter.issue_date"]
    other = application(visit=replace(AT_WORK, answers={"visit.purpose": "other"}))
    assert [one.name for one in form(other, "papers").documents] == ["photo"]


def test_documents_that_may_still_be_due_are_named() -> None:
    assert form(application(), "papers").undecided == ("Letter",)


def test_a_document_says_what_it_takes_and_what_is_there() -> None:
    draft = with_file(application(visit=AT_WORK), "documents.photo")
    letter, photo = form(draft, "papers").documents
    assert letter.places[0].upload.accept == ".pdf,application/pdf,.jpg,.jpeg,image/jpeg"
    assert letter.places[0].upload.accept_words == "PDF or JPEG, 5 MB at most"
    assert photo.places[0].upload.accept_words == "Up to 2 files, PDF or JPEG, 5 MB at most each"
    assert [(one.name, one.size) for one in photo.places[0].upload.files] == [("scan.pdf", "2 KB")]
    assert photo.places[0].upload.can_add


def test_a_missing_document_is_an_error_at_its_input() -> None:
    papers = saved(documents__letter__issue_date="")
    found = form(application(visit=AT_WORK, papers=papers), "papers")
    assert [(one.label, one.target) for one in found.errors] == [
        ("Letter", "f-documents-letter"),
        ("Issue date", "f-documents-letter-issue-date"),
        ("Photo", "f-documents-photo"),
    ]


def test_a_document_says_why_it_is_asked_for() -> None:
    draft = application(visit=AT_WORK)
    found = writer(draft)
    decision = decide(found.program, found.reading.facts, DAY, "release")
    words = explain(decision, catalogue(), Language.EN)
    letter = step_form(found, "papers", words.documents).documents[0]
    assert letter.reasons
    assert [one.title for one in letter.citations] == ["The law"]
    assert letter.is_official


def test_an_open_group_lists_its_items_and_can_be_closed_when_they_are_whole() -> None:
    draft = application(visit=AT_WORK, guests=StepEntry(items=(GUEST,)))
    without_card = form(draft, "guests").group
    assert without_card is not None
    assert not without_card.can_close
    assert not without_card.items[0].is_whole
    whole = form(with_file(draft, "guests.a.card"), "guests", Language.AR).group
    assert whole is not None
    assert whole.can_close
    assert not whole.is_complete
    assert whole.items[0].title == "سعد"
    assert [row.text for row in whole.items[0].rows] == ["سعد", "لا", ""]


def test_a_full_group_takes_no_more_items() -> None:
    items = tuple(replace(GUEST, id=str(number)) for number in range(3))
    group = form(application(visit=AT_WORK, guests=StepEntry(items=items)), "guests").group
    assert group is not None
    assert not group.can_add


def test_a_group_closed_with_too_few_items_says_so_at_its_list() -> None:
    entry = StepEntry(is_saved=True, is_complete=True)
    found = form(application(visit=AT_WORK, guests=entry), "guests").errors
    assert [(one.message, one.target) for one in found] == [("Add at least one", "f-guests")]


def test_the_page_of_a_new_item_is_blank_and_without_errors() -> None:
    draft = application(visit=AT_WORK)
    reading = new_item(desk(), draft, "guests", "n")
    found = item_form(Writer(catalogue(), reading, Language.AR), "guests", "n")
    assert found.is_new
    assert found.title == "«Guest»: إضافة"
    assert [(one.name, one.text, one.error) for one in found.fields] == [
        ("name", "", None),
        ("is_minor", "", None),
        ("card", "", None),
    ]
    assert found.takes_files


def test_the_page_of_an_item_shows_what_is_missing() -> None:
    draft = application(visit=AT_WORK, guests=StepEntry(items=(GUEST,)))
    found = item_form(writer(draft), "guests", "a")
    assert not found.is_new
    assert [(one.label, one.message) for one in found.errors] == [("Card", "Attach the file")]
    upload = found.fields[-1].upload
    assert upload is not None
    assert upload.slot == "guests.a.card"


@pytest.mark.parametrize("step", ["nowhere", "accepted"])
def test_a_page_that_is_not_there_is_refused(step: str) -> None:
    with pytest.raises(KeyError):
        form(application(), step)


def test_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        item_form(writer(application(visit=AT_WORK)), "guests", "nobody")
