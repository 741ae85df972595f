"""Drafts: nothing typed is lost, nothing is overwritten silently, a retry does nothing twice."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.inflight import ChangeKind
from engine.model.account import Account
from engine.model.application import StepEntry
from engine.operations import applications
from engine.operations.applications import NotOpenToYou, Started
from engine.operations.deadlines import run_deadlines
from engine.operations.ports import Ports
from engine.operations.results import (
    Conflict,
    NotOpen,
    NotThere,
    OutOfOrder,
    RegistersSilent,
    Rejected,
    Saved,
)
from engine.operations.submission import Submitted, submit
from tests.support.papers import pdf
from tests.support.visitors import (
    FORM,
    NOW,
    SERVICE,
    STRANGER,
    Silenceable,
    Visitor,
    add_account,
    config,
    edited,
    publish,
)


def save(
    visitor: Visitor, step: str, texts: Mapping[str, str], revision: int
) -> Saved | Rejected | Conflict:
    return applications.save_step(
        visitor.ports, visitor.account, visitor.reference, step, texts, revision, NOW
    )


def entry(visitor: Visitor, step: str) -> StepEntry:
    return visitor.view().application.step(step)


def test_a_draft_begins_in_the_first_state_of_its_service(visitor: Visitor) -> None:
    view = visitor.view()
    assert (view.state.id, view.is_open, view.is_complete) == ("draft", True, False)
    assert view.steps[0].is_reachable
    assert view.decision.is_open_to is True


def test_starting_twice_with_one_key_makes_one_draft(ports: Ports, account: Account) -> None:
    first = applications.start(ports, account, SERVICE, "key", NOW)
    again = applications.start(ports, account, SERVICE, "key", NOW + timedelta(hours=1))
    other = applications.start(ports, account, SERVICE, "other", NOW)
    assert isinstance(first, Started)
    assert isinstance(other, Started)
    assert (first.is_new, other.is_new) == (True, True)
    assert again == Started(first.application, is_new=False)
    assert other.application.reference != first.application.reference
    assert len(applications.list_own(ports, account, NOW)) == 2


@pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_threads_that_start_at_once_with_one_key_make_one_draft(
    ports: Ports, account: Account
) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(applications.start(ports, account, SERVICE, "key", NOW))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    started = [one for one in found if isinstance(one, Started)]
    assert len(started) == 4
    assert len({one.application.reference for one in started}) == 1
    assert sum(one.is_new for one in started) == 1


def test_a_key_of_one_account_is_nothing_to_another(ports: Ports, account: Account) -> None:
    first = applications.start(ports, account, SERVICE, "key", NOW)
    other = replace(account, id="b", email="b@example.org", is_active=False)
    with ports.store.begin() as work:
        work.accounts.add(other, "no hash", NOW)
    second = applications.start(ports, other, SERVICE, "key", NOW)
    assert isinstance(first, Started)
    assert isinstance(second, Started)
    assert first.application.reference != second.application.reference


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_has_one_to_a_hundred_characters(ports: Ports, account: Account, key: str) -> None:
    with pytest.raises(NotThere):
        applications.start(ports, account, SERVICE, key, NOW)


def test_an_unknown_service_is_not_there(ports: Ports, account: Account) -> None:
    with pytest.raises(NotThere):
        applications.start(ports, account, "no-such-service", "key", NOW)


def test_someone_without_a_record_is_told_what_to_do_first(ports: Ports) -> None:
    stranger = add_account(ports, "omar", STRANGER)
    found = applications.start(ports, stranger, SERVICE, "key", NOW)
    assert isinstance(found, NotOpenToYou)
    assert found.otherwise.en == "Register your residence first"


def test_a_silent_register_opens_nothing(ports: Ports, account: Account) -> None:
    assert isinstance(ports.registers, Silenceable)
    ports.registers.is_silent = True
    found = applications.start(ports, account, SERVICE, "key", NOW)
    assert found == RegistersSilent(("resident",))
    assert applications.list_own(ports, account, NOW) == ()


def test_a_saved_step_comes_back_as_it_was_typed(visitor: Visitor) -> None:
    saved = visitor.save("boat", boat__is_own="no", other="ignored")
    assert saved.is_done
    assert entry(visitor, "boat") == StepEntry({"boat.is_own": "no"}, is_saved=True, revision=1)
    assert visitor.view().application.revision == 2


def test_a_question_uncovered_by_an_answer_on_its_own_step_is_asked_before_going_on(
    visitor: Visitor,
) -> None:
    assert not visitor.save("boat", boat__is_own="yes").is_done
    assert visitor.save("boat", boat__is_own="yes", boat__metres="9").is_done


def test_a_step_with_errors_keeps_its_text_and_says_all_of_them(visitor: Visitor) -> None:
    visitor.save("boat", boat__is_own="yes")
    result = save(visitor, "boat", {"boat.is_own": "perhaps", "boat.metres": "لا أعلم"}, 1)
    assert isinstance(result, Rejected)
    assert [error.field for error in result.errors] == ["boat.is_own"]
    assert entry(visitor, "boat").answers["boat.metres"] == "لا أعلم"
    result = save(visitor, "boat", {"boat.is_own": "yes", "boat.metres": "-4"}, 2)
    assert isinstance(result, Rejected)
    assert [error.field for error in result.errors] == ["boat.metres"]


def test_a_stale_save_gives_both_texts_and_overwrites_nothing(visitor: Visitor) -> None:
    visitor.save("boat", boat__is_own="no")
    result = save(visitor, "boat", {"boat.is_own": "yes"}, 0)
    assert isinstance(result, Conflict)
    assert result.mine == {"boat.is_own": "yes"}
    assert result.theirs.answers == {"boat.is_own": "no"}
    assert entry(visitor, "boat").answers == {"boat.is_own": "no"}
    again = save(visitor, "boat", {"boat.is_own": "yes"}, result.theirs.revision)
    assert isinstance(again, Saved)


def test_the_same_save_sent_twice_is_one_save(visitor: Visitor) -> None:
    for _ in range(2):
        assert isinstance(save(visitor, "boat", {"boat.is_own": "no"}, 0), Saved)
    assert entry(visitor, "boat").revision == 1


def test_a_step_cannot_be_saved_before_the_ones_that_lead_to_it(visitor: Visitor) -> None:
    with pytest.raises(OutOfOrder) as caught:
        save(visitor, "terms", {"accepted": "yes"}, 0)
    assert caught.value.step == "boat"
    assert entry(visitor, "terms") == StepEntry()


@pytest.mark.parametrize("step", ["nowhere", "trips", "check"])
def test_a_step_that_is_not_a_page_of_questions_is_not_there(visitor: Visitor, step: str) -> None:
    with pytest.raises(NotThere):
        save(visitor, step, {}, 0)


def test_text_kept_by_a_switch_of_language_is_not_saved(visitor: Visitor) -> None:
    texts = {"boat.is_own": "no"}
    result = applications.keep_text(
        visitor.ports, visitor.account, visitor.reference, "boat", texts, 0, NOW
    )
    assert isinstance(result, Saved)
    assert not result.is_done
    assert entry(visitor, "boat").answers == texts
    assert not entry(visitor, "boat").is_saved


def test_text_of_ten_megabytes_is_an_error_and_is_not_kept_whole(visitor: Visitor) -> None:
    result = save(visitor, "boat", {"boat.is_own": "x" * 10_000_000}, 0)
    assert isinstance(result, Rejected)
    assert len(entry(visitor, "boat").answers["boat.is_own"]) < 100_000


def test_characters_that_no_database_likes_do_no_harm(visitor: Visitor) -> None:
    result = save(visitor, "boat", {"boat.is_own": "no\x00\ud800"}, 0)
    assert isinstance(result, Saved | Rejected)
    assert entry(visitor, "boat").is_saved


def test_anothers_draft_is_not_there(visitor: Visitor) -> None:
    other = add_account(visitor.ports, "omar", STRANGER)
    thief = Visitor(visitor.ports, other, visitor.reference)
    with pytest.raises(NotThere):
        thief.view()
    with pytest.raises(NotThere):
        save(thief, "boat", {}, 0)
    with pytest.raises(NotThere):
        applications.discard(visitor.ports, other, visitor.reference, NOW)


def at_trips(visitor: Visitor) -> Visitor:
    """The visitor in front of an empty group."""
    visitor.fill()
    (item,) = entry(visitor, "trips").items
    applications.remove_item(
        visitor.ports,
        visitor.account,
        visitor.reference,
        "trips",
        item.id,
        visitor.revision("trips"),
        NOW,
    )
    return visitor


def save_item(
    visitor: Visitor, item: str, place: str, revision: int
) -> Saved | Rejected | Conflict:
    return applications.save_item(
        visitor.ports,
        visitor.account,
        visitor.reference,
        "trips",
        item,
        {"place": place},
        revision,
        NOW,
    )


def close(visitor: Visitor) -> Saved | Rejected | Conflict:
    return applications.close_group(
        visitor.ports, visitor.account, visitor.reference, "trips", visitor.revision("trips"), NOW
    )


def test_an_item_sent_twice_is_one_item(visitor: Visitor) -> None:
    at_trips(visitor)
    item, revision = applications.new_item_id(), visitor.revision("trips")
    for _ in range(2):
        assert isinstance(save_item(visitor, item, "جدة", revision), Saved)
    assert [one.id for one in entry(visitor, "trips").items] == [item]


def test_an_item_without_its_file_is_kept_but_the_group_cannot_be_closed(visitor: Visitor) -> None:
    at_trips(visitor)
    item = applications.new_item_id()
    saved = save_item(visitor, item, "جدة", visitor.revision("trips"))
    assert isinstance(saved, Saved)
    assert (saved.is_done, saved.item) == (False, item)
    result = close(visitor)
    assert isinstance(result, Rejected)
    assert [error.field for error in result.errors] == [f"trips.{item}"]
    assert not entry(visitor, "trips").is_complete
    visitor.supply(f"trips.{item}.proof", "proof.pdf", pdf())
    assert isinstance(close(visitor), Saved)
    assert visitor.view().is_complete


def test_an_item_with_an_error_is_kept_with_it(visitor: Visitor) -> None:
    at_trips(visitor)
    item = applications.new_item_id()
    result = save_item(visitor, item, "", visitor.revision("trips"))
    assert isinstance(result, Rejected)
    assert ([error.field for error in result.errors], result.item) == (["place"], item)
    assert [one.id for one in entry(visitor, "trips").items] == [item]


def test_no_item_more_than_the_group_holds_is_kept(visitor: Visitor) -> None:
    at_trips(visitor)
    for _ in range(2):
        visitor.add_trip()
    result = save_item(visitor, applications.new_item_id(), "أبها", visitor.revision("trips"))
    assert isinstance(result, Rejected)
    assert result.item is None
    assert len(entry(visitor, "trips").items) == 2


def test_a_group_of_too_few_items_stays_open(visitor: Visitor) -> None:
    result = close(at_trips(visitor))
    assert isinstance(result, Rejected)
    assert [error.code for error in result.errors] == ["too-few-items"]


def test_a_changed_item_opens_its_group_again(visitor: Visitor) -> None:
    visitor.fill()
    (item,) = entry(visitor, "trips").items
    save_item(visitor, item.id, "ينبع", visitor.revision("trips"))
    assert not visitor.view().is_complete
    assert isinstance(close(visitor), Saved)
    assert visitor.view().is_complete


def test_a_removed_item_takes_its_files_along(visitor: Visitor) -> None:
    visitor.fill()
    (item,) = entry(visitor, "trips").items
    file = next(one for one in visitor.view().application.evidence if item.id in one.slot)
    for _ in range(2):
        result = applications.remove_item(
            visitor.ports,
            visitor.account,
            visitor.reference,
            "trips",
            item.id,
            visitor.revision("trips"),
            NOW,
        )
        assert isinstance(result, Saved)
    assert all(item.id not in one.slot for one in visitor.view().application.evidence)
    with pytest.raises(FileNotFoundError):
        visitor.ports.files.open(file.id)


@pytest.mark.parametrize("item", ["", "../x", "A" * 16, "0" * 15, "0" * 17])
def test_an_item_id_that_was_not_made_here_is_not_there(visitor: Visitor, item: str) -> None:
    with pytest.raises(NotThere):
        save_item(visitor, item, "جدة", 0)


def test_two_tabs_adding_an_item_each_do_not_overwrite_each_other(visitor: Visitor) -> None:
    at_trips(visitor)
    revision = visitor.revision("trips")
    assert isinstance(save_item(visitor, applications.new_item_id(), "جدة", revision), Saved)
    result = save_item(visitor, applications.new_item_id(), "أبها", revision)
    assert isinstance(result, Conflict)
    assert len(result.theirs.items) == 1


def test_a_dispute_is_kept_changed_and_taken_back(visitor: Visitor) -> None:
    def say(text: str) -> Mapping[str, str]:
        view = applications.dispute(
            visitor.ports, visitor.account, visitor.reference, "resident.name", text, NOW
        )
        return view.application.disputes

    assert say("الاسم \u202eخطأ") == {"resident.name": "الاسم خطأ"}
    assert say("x" * 2000) == {"resident.name": "x" * 1000}
    assert say("  ") == {}
    with pytest.raises(NotThere):
        applications.dispute(
            visitor.ports, visitor.account, visitor.reference, "boat.is_own", "x", NOW
        )


def test_a_discarded_draft_leaves_nothing_behind(visitor: Visitor) -> None:
    visitor.fill()
    files = [one.id for one in visitor.view().application.evidence]
    applications.discard(visitor.ports, visitor.account, visitor.reference, NOW)
    with pytest.raises(NotThere):
        visitor.view()
    with pytest.raises(NotThere):
        applications.discard(visitor.ports, visitor.account, visitor.reference, NOW)
    for file in files:
        with pytest.raises(FileNotFoundError):
            visitor.ports.files.open(file)


def test_own_applications_say_where_they_stand(visitor: Visitor) -> None:
    visitor.fill()
    assert isinstance(
        submit(visitor.ports, visitor.account, visitor.reference, None, NOW), Submitted
    )
    (summary,) = applications.list_own(visitor.ports, visitor.account, NOW)
    assert (summary.state.id, summary.is_open, summary.submitted_at) == ("submitted", False, NOW)
    assert summary.title.en == "Fishing licence"


# In-flight drafts

WIDER = edited(
    config(),
    FORM,
    "        shown_when: boat.is_own\n",
    "        shown_when: boat.is_own\n"
    "      - {id: boat.name, type: text, max_length: 9, purpose: {ar: للسجل, en: For the list},\n"
    "         label: {ar: اسم القارب, en: Name of the boat}}\n",
)


def test_a_draft_moves_to_a_newer_release_with_its_answers(visitor: Visitor) -> None:
    visitor.fill(metres="10")
    newer = publish(visitor.ports, WIDER)
    view = visitor.view()
    assert view.application.release == newer
    assert view.application.step("boat").answers["boat.metres"] == "10"
    assert [(one.kind, one.field) for one in view.changes] == [
        (ChangeKind.FIELD_ADDED, "boat.name")
    ]
    assert not view.is_complete
    assert visitor.save("boat", boat__is_own="yes", boat__metres="10", boat__name="نورس").is_done
    assert visitor.view().is_complete


def test_changes_are_shown_until_they_are_acknowledged(visitor: Visitor) -> None:
    publish(visitor.ports, WIDER)
    assert visitor.view().changes
    assert visitor.view().changes
    applications.acknowledge_changes(visitor.ports, visitor.account, visitor.reference, NOW)
    assert visitor.view().changes == ()


def test_a_release_and_back_again_tells_of_both_changes(visitor: Visitor) -> None:
    publish(visitor.ports, WIDER)
    visitor.view()
    publish(visitor.ports)
    assert [one.kind for one in visitor.view().changes] == [
        ChangeKind.FIELD_ADDED,
        ChangeKind.FIELD_REMOVED,
    ]


def test_a_draft_of_a_service_that_keeps_its_release_stays(visitor: Visitor) -> None:
    before = visitor.view().application
    publish(visitor.ports, edited(WIDER, FORM, "draft: rebase", "draft: keep"))
    assert visitor.view().application == before


def test_a_draft_of_a_service_that_is_gone_stays_readable(visitor: Visitor) -> None:
    before = visitor.view().application
    files = {path: text for path, text in config().items() if "fishing" not in path.name}
    publish(visitor.ports, files)
    assert visitor.view().application == before


def test_a_save_that_meets_a_newer_release_is_read_under_it(visitor: Visitor) -> None:
    publish(visitor.ports, WIDER)
    result = save(visitor, "boat", {"boat.is_own": "no", "boat.name": "much too long a name"}, 0)
    assert isinstance(result, Rejected)
    assert [error.field for error in result.errors] == ["boat.name"]


def test_a_discarded_draft_cannot_be_saved(visitor: Visitor) -> None:
    applications.discard(visitor.ports, visitor.account, visitor.reference, NOW)
    with pytest.raises(NotThere):
        save(visitor, "boat", {}, 0)


def test_a_draft_closed_by_its_deadline_cannot_be_changed(visitor: Visitor) -> None:
    assert run_deadlines(visitor.ports, NOW + timedelta(days=31)) == (visitor.reference,)
    with pytest.raises(NotOpen):
        save(visitor, "boat", {"boat.is_own": "no"}, 0)
    assert not visitor.view().is_open
