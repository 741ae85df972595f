"""Record pages and public look-ups, as people see them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_folder
from engine.model.register import Answer, RegisterAnswer
from engine.operations.consulting import ASKING
from tests.support.portal import OTHER_RESIDENT, Shown, Site, serving
from tests.support.visitors import RESIDENT, STRANGER

SWIMMING = Path(__file__).parents[1] / "fixtures" / "swimming"
SILENT_PERSON = "1034567899"
RECORD = "/en/services/training-record/record"
LOOKUP = "/services/licence-check"


class Mute:
    """Registers that never answer."""

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        del catalogue, key
        return dict.fromkeys(registers, RegisterAnswer(Answer.SILENT, {}))

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        del by
        return self.ask(catalogue, (register,), key)[register]

    def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal"), read_folder(SWIMMING)) as made:
        yield made


def facts(shown: Shown) -> dict[str, str]:
    return {
        row.one("dt").text: row.one("dd").all("span")[0].text
        for listed in shown.page.all("dl", class_="facts")
        for row in listed.all("div")
    }


def asked(site: Site, **typed: str) -> Shown:
    person = site.anybody()
    first = person.get(f"/en{LOOKUP}")
    return person.send(first, "/look-up", **typed)


# Records --------------------------------------------------------------------------------------


def test_the_start_page_of_a_record_says_what_it_shows_before_anybody_signs_in(site: Site) -> None:
    shown = site.anybody().get("/en/services/training-record")
    assert shown.heading == "Record of training hours"
    assert "Your hours" in shown.text
    assert shown.page.one("a", class_="button").get("href") == RECORD


def test_a_record_asks_for_signing_in_and_comes_back_to_itself(site: Site) -> None:
    shown = site.anybody().get(RECORD)
    assert shown.path.startswith("/en/sign-in?")
    assert "training-record" in shown.path


def test_a_record_shows_required_earned_and_missing_hours(site: Site) -> None:
    shown = site.signed_in("sara", RESIDENT).get(RECORD)
    assert facts(shown)["Training hours on record"] == "18 hours"
    assert facts(shown)["Hours needed"] == "30 hours"
    bar = shown.page.one("svg", role="img")
    assert (
        bar.get("aria-label")
        == "Training hours: 18 hours counted of 30 hours needed, 12 hours missing"
    )
    assert bar.one("rect", class_="measure-there").get("width") == "60"
    assert "Your level: Instructor" in shown.text


def test_a_record_says_by_which_row_and_since_when(site: Site) -> None:
    shown = site.signed_in("sara", RESIDENT).get(RECORD)
    assert "Level: Instructor" in shown.text
    assert "1 July 2026" in shown.text
    assert "Order on swimming pools" in shown.text


def test_a_section_leads_to_a_service_while_its_condition_holds(site: Site) -> None:
    short = site.signed_in("sara", RESIDENT).get(RECORD)
    assert short.page.one("a", class_="button", href="/en/services/hours-recognition").text == (
        "Go on to “Have training hours recognised”"
    )
    enough = site.signed_in("omar", STRANGER).get(RECORD)
    assert "Have training hours recognised" not in enough.text
    assert "nothing missing" in str(enough.page.one("svg", role="img").get("aria-label"))


def test_what_rests_on_no_official_source_is_marked(site: Site) -> None:
    shown = site.signed_in("omar", STRANGER).get(RECORD)
    section = next(one for one in shown.page.all("section") if "50 hours" in one.text)
    assert section.all("span", class_="tag")[0].text == "Unofficial"
    hours = next(one for one in shown.page.all("section") if "44 hours" in one.text)
    assert not hours.all("span", class_="tag")


def test_somebody_without_a_record_is_told_what_to_do(site: Site) -> None:
    shown = site.signed_in("huda", OTHER_RESIDENT).get(RECORD)
    assert "Have yourself registered as an instructor first" in shown.text
    assert not shown.page.all("dl", class_="facts")


def test_a_register_that_does_not_answer_is_named_and_its_values_are_not_known(site: Site) -> None:
    shown = site.signed_in("nader", SILENT_PERSON).get(RECORD)
    assert "No answer from: Account of training hours" in shown.text
    assert facts(shown)["Training hours on record"].startswith("Not known now")
    assert facts(shown)["Hours needed"] == "0 hours"
    assert not shown.page.all("svg", role="img")


def test_a_record_is_the_own_one_alone(site: Site) -> None:
    shown = site.signed_in("omar", STRANGER).get(RECORD)
    assert facts(shown)["Training hours on record"] == "44 hours"


# Look-ups -------------------------------------------------------------------------------------


def test_a_look_up_needs_no_account_and_says_what_is_declared_and_no_more(site: Site) -> None:
    shown = asked(site, check__by="licence", check__number="sw-0001")
    assert facts(shown) == {
        "Standing of the licence today": "Valid",
        "Number of the licence": "SW-0001",
        "Last day of the licence": "31 May 2027 (25 Dhu al-Hijjah 1448 AH)",
        "Name": "\u2067سارة الحمد\u2069",
        "Level": "Instructor",
    }
    assert RESIDENT not in shown.response.text
    assert "0500000001" not in shown.response.text


def test_a_section_of_the_answer_may_depend_on_what_was_found(site: Site) -> None:
    shown = asked(site, check__by="licence", check__number="SW-0002")
    assert facts(shown)["Standing of the licence today"] == "Expired"
    assert "عمر السعد" not in shown.text


def test_a_record_can_be_found_by_what_the_register_is_keyed_by(site: Site) -> None:
    person = site.anybody()
    first = person.send(person.get(f"/en{LOOKUP}"), "/look-up", check__by="person")
    assert first.status == 200
    shown = person.send(first, "/look-up", check__by="person", check__person=SILENT_PERSON)
    assert facts(shown)["Standing of the licence today"] == "Suspended"


def test_nothing_is_in_the_address_of_an_answer(site: Site) -> None:
    shown = asked(site, check__by="licence", check__number="SW-0001")
    assert shown.path == f"/en{LOOKUP}/look-up"
    assert shown.page.one("meta", name="robots").get("content") == "noindex, nofollow"


def test_no_such_record_is_said_as_the_definition_says_it(site: Site) -> None:
    shown = asked(site, check__by="licence", check__number="SW-9999")
    assert "There is no licence of this number" in shown.text
    assert not facts(shown)


def test_a_register_that_does_not_answer_is_not_taken_for_no_record(tmp_path: Path) -> None:
    with serving(tmp_path, read_folder(SWIMMING), registers=Mute()) as site:
        shown = asked(site, check__by="licence", check__number="SW-0001")
    assert "The register does not answer now" in shown.text
    assert "There is no licence of this number" not in shown.text
    assert not facts(shown)


def test_a_question_with_a_mistake_asks_no_register(site: Site) -> None:
    shown = asked(site, check__by="licence", check__number="")
    assert shown.status in {200, 422}
    assert shown.heading == "Check an instructor's licence"
    again = site.anybody()
    wrong = again.send(shown, "/look-up", check__by="licence", check__number="رقم")
    assert wrong.status in {403, 422}


@pytest.mark.parametrize(
    "path", ["/en/services/nothing/record", "/en/services/licence-check/record"]
)
def test_what_is_no_record_page_is_not_there(site: Site, path: str) -> None:
    assert site.signed_in("sara", RESIDENT).get(path).status == 404


def test_both_are_listed_with_the_services_that_people_apply_for(site: Site) -> None:
    shown = site.anybody().get("/en/services")
    titles = [one.text for one in shown.page.all("a", class_="cover")]
    assert titles == [
        "Return of a fee",
        "Have training hours recognised",
        "Check an instructor's licence",
        "Record of training hours",
    ]


def test_numbers_cannot_be_tried_one_after_another(site: Site) -> None:
    site.clock.now += timedelta(days=1)
    person = site.anybody()
    first = person.get(f"/en{LOOKUP}")
    for number in range(ASKING.most):
        tried = person.post(first, "/look-up", check__by="licence", check__number=f"SW-{number}")
        assert tried.status_code == 200
    assert (
        person.post(first, "/look-up", check__by="licence", check__number="SW-1").status_code == 429
    )
