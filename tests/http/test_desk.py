"""The policy desk: proposing, four eyes, files and problems, previews, and decisions tried."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest

from engine.model.account import Role
from engine.model.candidate import Candidate
from engine.model.words import Language
from engine.operations import candidates, releases
from engine.operations.candidates import Proposer
from engine.phrases import phrase
from engine.release import hash_of
from tests.support.archives import packed, zipped
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import RULES, Files, config, edited, publish

LANGUAGES = ["ar", "en"]
DEARER = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
RESIDENT_PERSON = "resident-of-zone-a"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """For tests that publish."""
    with serving(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """For tests that only read."""
    with serving(tmp_path_factory.mktemp("still")) as made:
        yield made


@pytest.fixture(scope="module")
def reader(still: Site) -> Person:
    """An auditor there."""
    return still.staff("reader", Role.AUDITOR)


@pytest.fixture
def first(site: Site) -> Person:
    return site.staff("first", Role.POLICY_EDITOR)


@pytest.fixture
def second(site: Site) -> Person:
    return site.staff("second", Role.POLICY_EDITOR)


@pytest.fixture
def auditor(site: Site) -> Person:
    return site.staff("auditor", Role.AUDITOR)


def words(name: str, language: str = "en", **values: object) -> str:
    return phrase(f"desk.{name}", Language(language), **values)  # type: ignore[arg-type]


def hand_in(person: Person, content: bytes, note: str = "dearer boats") -> Shown:
    page = person.get("/en/staff/desk/propose")
    file = ("config.zip", content, "application/zip")
    return person.send(page, "/desk/propose", {"archive": file}, note=note)


def active(site: Site) -> str:
    return releases.history(site.ports)[0].release


def place(site: Site, page: str, query: str = "", language: str = "en") -> str:
    return f"/{language}/staff/desk/releases/{active(site)}/{page}{query}"


def test_two_editors_publish_and_one_does_not(site: Site, first: Person, second: Person) -> None:
    before = active(site)
    own = hand_in(first, zipped(DEARER))
    assert (own.status, own.path) == (200, "/en/staff/desk/candidates/1")
    assert words("own-title") in own.text
    assert words("is-waiting") in own.text, "what it changes is being computed"
    assert [
        one for one in own.page.all("form") if (one.get("action") or "").endswith("approve")
    ] == []
    refused = forced(first, own, "approve", before)
    assert (refused.status, words("fault-same-person") in refused.text) == (409, True)
    assert active(site) == before
    other = second.get("/en/staff/desk/candidates/1")
    assert second.send(other, "/approve").status == 200
    assert active(site) != before
    listed = second.get("/en/staff/desk")
    row = listed.page.all("tbody")[0].all("tr")[0].text
    assert words("by-two") in row
    assert "first@example.org" in row
    assert "second@example.org" in row
    again = forced(second, other, "approve", before)
    assert (again.status, words("fault-settled") in again.text) == (409, True)


def forced(person: Person, shown: Shown, act: str, against: str) -> Shown:
    """Send what the page does not offer."""
    csrf = shown.page.all("input", name="csrf")[0].get("value")
    address = f"{shown.path.partition('?')[0]}/{act}"
    return person.shown(person.ask("POST", address, data={"csrf": csrf, "against": against}))


def test_a_stale_candidate_is_compared_again_before_it_is_published(
    site: Site, first: Person, second: Person
) -> None:
    hand_in(first, zipped(DEARER))
    page = second.get("/en/staff/desk/candidates/1")
    publish(site.ports, edited(config(), RULES, "120.50 SAR", "121.00 SAR"))
    late = second.send(page, "/approve")
    assert (late.status, words("fault-changed") in late.text) == (409, True)
    assert words("stale-title") in late.text
    compared = second.send(second.get("/en/staff/desk/candidates/1"), "/compared")
    assert words("stale-title") not in compared.text
    assert second.send(compared, "/approve").status == 200
    assert len(releases.history(site.ports)) == 3


def test_refusing_and_withdrawing_say_why(site: Site, first: Person, second: Person) -> None:
    own = hand_in(first, zipped(DEARER))
    blank = first.send(own, "/withdraw", reason=" ")
    assert blank.status == 422
    assert blank.page.one("a", href="#reason").text == words("fault-no-note")
    gone = first.send(blank, "/withdraw", reason="a typing error")
    assert "a typing error" in gone.text
    hand_in(first, zipped(DEARER))
    refused = second.send(
        second.get("/en/staff/desk/candidates/2"), "/refuse", reason="the order says 120.50"
    )
    assert words("state-refused") in refused.text
    assert len(releases.history(site.ports)) == 1


def test_what_a_command_proposed_is_stood_for_first(
    site: Site, first: Person, second: Person
) -> None:
    made = candidates.propose(site.ports, DEARER, Proposer("operator"), "", None, site.clock.now)
    assert isinstance(made, Candidate)
    shown = first.send(first.get("/en/staff/desk/candidates/1"), "/stand-for")
    assert words("own-title") in shown.text
    assert second.send(second.get("/en/staff/desk/candidates/1"), "/approve").status == 200


def test_problems_are_shown_and_nothing_is_kept(site: Site, first: Person) -> None:
    broken = edited(config(), RULES, "boat.metres <= longest_boat", "boat.metres <= longest_bote")
    shown = hand_in(first, zipped(broken))
    assert shown.status == 422
    assert "longest_bote" in shown.text
    assert candidates.newest(site.ports) == ()
    same = hand_in(first, zipped(config()))
    assert (same.status, words("fault-in-force") in same.text) == (422, True)


HOSTILE_ARCHIVES = [
    (b"no zip", "not-a-zip"),
    (packed([("../portal.yaml", b"")]), "bad-name"),
    (packed([("a.yaml", b"")]), "no-portal"),
    (b"PK\x03\x04" + bytes(5_100_000), "too-large"),
]


def test_a_hostile_archive_is_refused_in_words(first: Person) -> None:
    for content, fault in HOSTILE_ARCHIVES:
        shown = hand_in(first, content)
        assert shown.status == 422
        assert words(f"archive-{fault}") in shown.text
    page = first.get("/ar/staff/desk/propose")
    shown = first.send(page, "/desk/propose", note="")
    assert shown.status == 422
    assert words("choose-archive", "ar") in shown.text
    assert words("fault-no-note", "ar") in shown.text


def test_rolling_back_is_proposed_or_done_alone_with_a_reason(
    site: Site, first: Person, second: Person
) -> None:
    before = active(site)
    publish(site.ports, DEARER)
    page = first.get(f"/en/staff/desk/releases/{before}")
    form = page.form("/roll-back")
    assert "reason" in {one.get("name") for one in form.all("textarea")}
    csrf = form.all("input", name="csrf")[0].get("value")
    address = f"/en/staff/desk/releases/{before}/roll-back"
    blank = first.shown(first.ask("POST", address, data={"csrf": csrf, "do": "alone"}))
    assert (blank.status, words("fault-no-note") in blank.text) == (422, True)
    data = {"csrf": csrf, "do": "propose", "reason": "too dear"}
    proposed = first.shown(first.ask("POST", address, data=data))
    assert words("rollback") in proposed.text
    alone = {"csrf": csrf, "do": "alone", "reason": "everybody pays twice"}
    shown = first.shown(first.ask("POST", address, data=alone))
    assert active(site) == before
    assert words("alone") in shown.text
    assert "everybody pays twice" in shown.text
    history = releases.history(site.ports)
    assert (history[0].alone, history[0].is_rollback) == ("everybody pays twice", True)
    never = second.get("/en/staff/desk/candidates/1")
    assert never.status == 200


def test_a_release_that_was_only_proposed_offers_no_way_back(site: Site, first: Person) -> None:
    hand_in(first, zipped(DEARER))
    found = candidates.get(site.ports, 1)
    page = first.get(f"/en/staff/desk/releases/{found.release}")
    assert words("never-in-force") in page.text
    csrf = page.page.all("input", name="csrf")[0].get("value")
    data = {"csrf": csrf, "do": "alone", "reason": "now"}
    shown = first.shown(first.ask("POST", f"{page.path}/roll-back", data=data))
    assert (shown.status, words("fault-never") in shown.text) == (422, True)


def test_auditors_read_and_are_offered_nothing_to_do(
    site: Site, first: Person, auditor: Person
) -> None:
    hand_in(first, zipped(DEARER))
    for path in ("", "/candidates/1", f"/releases/{active(site)}"):
        shown = auditor.get(f"/en/staff/desk{path}")
        assert shown.status == 200
        assert [one for one in shown.page.all("form", method="post") if "sign-out" not in
                (one.get("action") or "")] == []  # fmt: skip
    assert auditor.get("/en/staff/desk/propose").status == 403
    assert forced(auditor, auditor.get("/en/staff/desk/candidates/1"), "approve", "").status == 403


def test_a_file_is_shown_with_an_anchor_for_each_line(still: Site, reader: Person) -> None:
    shown = reader.get(place(still, "file", f"?path={quote(str(RULES))}"))
    assert shown.status == 200
    assert shown.page.one("tr", id="L3").one("a").get("href") == "#L3"
    links = reader.get(f"/en/staff/desk/releases/{active(still)}").page.all("a")
    assert any(str(one.get("href")).endswith("?path=portal.yaml") for one in links)


def test_what_the_check_says_points_at_lines(still: Site, reader: Person) -> None:
    """What it remarks of the upkeep too, as it does when something is proposed."""
    shown = reader.get(place(still, "problems"))
    rows = shown.page.one("tbody").all("tr")
    assert [words("severity-warning") in row.text for row in rows] == [True, True]
    assert all("#L" in (row.one("a").get("href") or "") for row in rows)


def test_how_much_the_check_remarked_stands_in_the_list_and_beside_the_button(
    site: Site, first: Person, second: Person
) -> None:
    hand_in(first, zipped(DEARER))
    counted = words("count-warning", count=2)
    listed = second.get("/en/staff/desk").page.all("tbody")[0]
    assert counted in listed.text
    page = second.get("/en/staff/desk/candidates/1").page
    decide = next(one for one in page.all("section") if one.all("h2", id="decide"))
    assert counted in decide.text
    assert decide.all("a", href="#warnings") != []


def test_the_files_that_a_candidate_changes_are_shown(site: Site, first: Person) -> None:
    own = hand_in(first, zipped(DEARER))
    link = next(one for one in own.page.all("a") if str(one.get("href")).endswith("/files"))
    shown = first.get(str(link.get("href")))
    assert "990.00 SAR" in next(one.text for one in shown.page.all("ins"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_is_tried_with_answers_changed(
    still: Site, reader: Person, language: str
) -> None:
    query = f"?service=fishing-licence&person={RESIDENT_PERSON}&day=2026-12-01"
    shown = reader.get(place(still, "try", query, language))
    assert shown.status == 200
    form = next(one for one in shown.page.all("form") if one.all("fieldset"))
    assert {one.get("name") for one in form.all("input", type="radio")} == {"a/boat/boat.is_own"}
    answered = f"{query}&s=boat&a/boat/boat.is_own=yes"
    more = reader.get(place(still, "try", answered, language))
    assert "a/boat/boat.metres" in {one.get("name") for one in more.page.all("input")}
    dear = reader.get(place(still, "try", f"{answered}&a/boat/boat.metres=12", language))
    assert "120.50" in dear.text
    trips = f"{answered}&a/boat/boat.metres=12&s=trips&a/trips/0/place=Jeddah"
    assert "Jeddah" in str(
        [one.get("value") for one in reader.get(place(still, "try", trips)).page.all("input")]
    )


def test_a_candidate_is_tried_under_its_own_rules(site: Site, first: Person) -> None:
    hand_in(first, zipped(DEARER))
    found = candidates.get(site.ports, 1)
    query = (
        f"?service=fishing-licence&person={RESIDENT_PERSON}&s=boat&a/boat/boat.is_own=yes"
        "&a/boat/boat.metres=12"
    )
    shown = first.get(f"/en/staff/desk/releases/{found.release}/try{query}")
    assert "990.00" in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_service_is_previewed(still: Site, reader: Person, language: str) -> None:
    query = f"?service=fishing-licence&person={RESIDENT_PERSON}&day=2026-12-01&page="
    for page in ("start", "boat", "terms", "papers", "trips", "check", "result"):
        shown = reader.get(place(still, "preview", query + page, language))
        assert shown.status == 200, page
        assert words("this-is-preview", language) in shown.text
    with still.ports.store.read() as work:
        assert work.applications.of_account("reader") == ()


def test_the_button_of_a_previewed_step_goes_on_and_carries_the_answers(
    still: Site, reader: Person
) -> None:
    start = f"?service=fishing-licence&person={RESIDENT_PERSON}&day=2026-12-01"
    wrong = reader.get(place(still, "preview", f"{start}&from=boat&s=boat"))
    assert wrong.status == 422
    assert wrong.page.one("div", id="error-summary").all("a") != []
    query = f"{start}&from=boat&s=boat&a/boat/boat.is_own=no"
    shown = reader.get(place(still, "preview", query))
    assert "I put small fish back" in shown.text
    form = next(one for one in shown.page.all("form") if one.all("input", name="from"))
    kept = {(one.get("name"), one.get("value")) for one in form.all("input", type="hidden")}
    assert ("a/boat/boat.is_own", "no") in kept


HOSTILE = [
    "?service=nothing", "?service=fishing-licence&person=nobody", "?day=9999-12-31",
    "?service=fishing-licence&day=0001-01-01", "?service=fishing-licence&day=%00",
    "?service=fishing-licence&page=..%2F..%2Fetc", "?service=fishing-licence&from=nothing",
    "?service=fishing-licence&a/boat/boat.metres=1e999&s=boat&page=result",
    "?service=fishing-licence&a/trips/99999999999999/place=x&a/trips/x/place=y",
    "?a/" + "/" * 50, "?%ff=%fe&service=%ff", "?service=fishing-licence&s=" + "x" * 3_000,
    "?" + "&".join(f"x{at}=1" for at in range(3_000)),
]  # fmt: skip


def test_no_address_breaks_the_desk(still: Site, reader: Person) -> None:
    for page in ("preview", "try"):
        for query in HOSTILE:
            assert reader.get(place(still, page, query)).status < 500, (page, query[:80])


def test_what_is_not_there_is_said_to_be_not_there(still: Site, reader: Person) -> None:
    release, unknown = active(still), "f" * 64
    for path in (
        "candidates/99", "candidates/x", "candidates/99999999999999999999", f"releases/{unknown}",
        f"releases/{unknown}/try", f"releases/{unknown}/preview", f"releases/{unknown}/problems",
        f"releases/{release}/file", f"releases/{release}/file?path=../x",
        f"changes/{unknown}/{release}/files", f"changes/{release}/{release}/nothing",
    ):  # fmt: skip
        assert reader.get(f"/en/staff/desk/{path}").status == 404, path


def test_a_day_that_cannot_be_read_is_said_beside_the_field(still: Site, reader: Person) -> None:
    shown = reader.get(place(still, "try", "?service=fishing-licence&day=tomorrow"))
    assert shown.status == 422
    assert shown.page.one("input", id="at-day").get("aria-invalid") == "true"


def test_a_kept_release_that_is_read_no_more_is_shown_with_its_problems(
    still: Site, reader: Person
) -> None:
    """As after an upgrade of the engine."""
    broken: Files = {**config(), PurePosixPath("sources.yaml"): b"format: 1\n"}
    hash_ = hash_of(broken)
    with still.ports.store.begin() as work:
        work.releases.add(hash_, broken, still.clock.now)
    for page in ("try", "preview"):
        shown = reader.get(f"/en/staff/desk/releases/{hash_}/{page}")
        assert (shown.status, words("unreadable") in shown.text) == (409, True)
    problems = reader.get(f"/en/staff/desk/releases/{hash_}/problems")
    assert words("severity-error") in problems.text
