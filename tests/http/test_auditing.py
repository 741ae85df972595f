"""The pages of auditors: every record is found, read as it was, and taken away as a file."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePosixPath

import pytest

from engine.model.account import Role
from engine.model.data_request import Access
from engine.model.words import Language
from engine.phrases import phrase
from engine.store.searching import Looked
from tests.support import journeys
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import RULES, config, edited, publish

LANGUAGES = ["ar", "en"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two publications, a paid application under the first and a free one under the second."""
    with serving(tmp_path_factory.mktemp("portal")) as made:
        sara = made.signed_in("sara")
        submit(sara, "12")
        publish(made.ports, changed())
        made.clock.now = made.clock.now.replace(minute=10)
        submit(sara, None)
        yield made


def changed() -> dict[PurePosixPath, bytes]:
    text = config()[RULES].decode()
    return edited(
        config(), RULES, first_line_of_rules(text), "# changed\n" + first_line_of_rules(text)
    )


def first_line_of_rules(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("rules:"))


def submit(person: Person, metres: str | None) -> Shown:
    check = journeys.fill(person, metres=metres)
    return person.send(person.get(journeys.place(check, "/decision")), "/submit")


@pytest.fixture
def auditor(site: Site) -> Person:
    return site.staff("auditor", Role.AUDITOR)


def numbers(shown: Shown) -> list[str]:
    return [one.text for one in shown.page.one("table").all("th", scope="row")]


def decision_of(auditor: Person, language: str = "en") -> Shown:
    shown = auditor.get(f"/{language}/staff/audit?kind=decision&outcome=eligible")
    return auditor.get(str(shown.page.one("tbody").all("a")[-1].get("href")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_records_are_listed_the_newest_first(auditor: Person, language: str) -> None:
    shown = auditor.get(f"/{language}/staff/audit")
    assert shown.status == 200
    assert numbers(shown) == ["4", "3", "2", "1"]
    assert phrase("audit.outcome-eligible", Language(language)) in shown.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=publication", ["3", "1"]),
        ("kind=decision&service=fishing-licence", ["4", "2"]),
        ("outcome=ineligible", []),
        ("from=2026-11-23&to=2026-11-23", ["4", "3", "2", "1"]),
        ("from=٢٠٢٦-١١-٢٤", []),
        ("to=2026-11-22", []),
        ("basis=official", []),
        ("kind=something-else", ["4", "3", "2", "1"]),
        ("before=3", ["2", "1"]),
        ("release=ffffffffffff", []),
    ],
)
def test_a_search_narrows_what_is_listed(auditor: Person, query: str, found: list[str]) -> None:
    shown = auditor.get(f"/en/staff/audit?{query}")
    assert shown.status == 200
    if query == "basis=official":
        both = auditor.get("/en/staff/audit?basis=other")
        assert sorted(rows(shown) + rows(both)) == ["2", "4"]
        return
    assert rows(shown) == found


def rows(shown: Shown) -> list[str]:
    tables = shown.page.all("table")
    return [one.text for one in tables[0].all("th", scope="row")] if tables else []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("release=xyz", "release"),
    ],
)
def test_a_mistake_in_a_search_is_said_at_its_field(
    auditor: Person, query: str, field: str
) -> None:
    shown = auditor.get(f"/en/staff/audit?{query}")
    assert shown.status == 422
    assert rows(shown) == []
    assert shown.page.one("input", id=field).get("aria-invalid") == "true"
    assert [one.get("href") for one in shown.page.one("div", id="error-summary").all("a")] == [
        f"#{field}"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_is_shown_with_the_rules_of_its_day(auditor: Person, language: str) -> None:
    shown = decision_of(auditor, language)
    assert shown.status == 200
    said = Language(language)
    assert phrase("audit.same", said) in shown.text
    for source in ("register", "applicant"):
        assert phrase(f"audit.source-{source}", said) in shown.text
    places = [one.text for one in shown.page.all("figcaption")]
    assert places
    assert all(place.startswith("rules/fishing-licence.yaml:") for place in places)
    assert shown.page.all("mark"), "the lines that decided are marked"
    assert "# changed" not in shown.text


def test_a_decision_shows_its_bill_and_everything_about_its_application(
    auditor: Person,
) -> None:
    shown = decision_of(auditor)
    assert "SAR" in shown.page.one("section", **{"aria-labelledby": "bills"}).text
    history = shown.page.one("ol", class_="happened")
    assert [one.text for one in history.all("a")] == ["Decision 2"]
    (link,) = [link for link in all_links(shown) if "/staff/applications/" in link]
    assert auditor.get(link).status == 200


def test_a_decision_that_comes_out_otherwise_is_said_so(
    auditor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaying = "engine.operations.replaying"
    monkeypatch.setattr(f"{replaying}.write_decision", lambda _: {})
    monkeypatch.setattr(f"{replaying}.summary_of", lambda one: {"outcome": id(one)})
    shown = decision_of(auditor)
    (alert,) = [one for one in shown.page.all("div") if one.get("class") == "alert alert-bad"]
    assert phrase("audit.different", Language.EN) in alert.text
    assert "outcome" in alert.text


def test_a_record_of_another_kind_is_told_part_by_part(auditor: Person) -> None:
    shown = auditor.get("/en/staff/audit/records/1")
    assert "a test" in shown.text
    assert phrase("records.part-is-rollback", Language.EN) in shown.text


@pytest.mark.parametrize("number", ["0", "99", "x", "1" * 30])
def test_a_record_that_is_not_there_is_not_found(auditor: Person, number: str) -> None:
    assert auditor.get(f"/en/staff/audit/records/{number}").status == 404


def test_whoever_looks_at_a_decision_is_noted_for_its_person(site: Site, auditor: Person) -> None:
    before = len(noted(site))
    decision_of(auditor)
    auditor.get("/en/staff/audit/records/1")
    after = noted(site)
    assert len(after) == before + 1
    assert (after[0].account_id, after[0].subject, after[0].page) == ("auditor", "sara", "record")
    shown = auditor.get(f"/en/staff/audit/looks?reference={after[0].reference}")
    assert "auditor@example.org" in shown.text
    assert phrase("looks.page-record", Language.EN) in shown.text
    assert auditor.get("/ar/staff/audit/looks?who=nobody@example.org").page.all("table") == []


def noted(site: Site) -> tuple[Access, ...]:
    with site.ports.store.read() as work:
        return work.access_log.search(Looked(), None, 500)


@pytest.mark.parametrize("language", LANGUAGES)
def test_publications_say_who_when_and_what_changed(auditor: Person, language: str) -> None:
    shown = auditor.get(f"/{language}/staff/audit/publications")
    assert numbers(shown) == ["3", "1"]
    second = auditor.get(f"/{language}/staff/audit/publications/3")
    assert "# changed" in second.page.one("ins").text
    assert [one.text for one in second.page.all("figcaption")] == ["rules/fishing-licence.yaml"]
    first = auditor.get(f"/{language}/staff/audit/publications/1")
    assert phrase("audit.first", Language(language)) in first.text
    assert auditor.get(f"/{language}/staff/audit/publications/2").status == 404


def test_any_two_releases_are_compared(site: Site, auditor: Person) -> None:
    form = auditor.get("/en/staff/audit/publications").form("/compare")
    hashes = [str(one.get("value")) for one in form.one("select", id="old").all("option")]
    assert len(hashes) == 2
    shown = auditor.get(f"/en/staff/audit/compare?old={hashes[0]}&new={hashes[1]}")
    assert "# changed" in shown.page.one("del").text
    same = auditor.get(f"/en/staff/audit/compare?old={hashes[0]}&new={hashes[0]}")
    assert phrase("audit.no-change", Language.EN) in same.text
    assert auditor.get("/en/staff/audit/compare?old=x&new=y").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_value_has_a_history(auditor: Person, language: str) -> None:
    shown = auditor.get(f"/{language}/staff/audit/rules")
    links = [link for link in all_links(shown) if "/staff/audit/rules/" in link]
    assert len(links) > 4
    for link in links:
        one = auditor.get(link)
        assert one.status == 200, link
        assert phrase("audit.stood-still", Language(language)) in one.text
    missing = f"/{language}/staff/audit/rules/fishing-licence/rule/nothing"
    assert auditor.get(missing).status == 404
    assert auditor.get(missing.replace("/rule/", "/sentence/")).status == 404


def all_links(shown: Shown) -> list[str]:
    return [str(one.get("href")) for one in shown.page.one("main").all("a")]


def test_what_was_found_is_taken_as_csv_with_every_line(auditor: Person) -> None:
    response = auditor.ask("GET", "/en/staff/audit/records.csv?kind=decision")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == 'attachment; filename="records.csv"'
    lines = list(csv.DictReader(StringIO(response.text)))
    assert [line["sequence"] for line in lines] == ["4", "2"]
    assert {line["outcome"] for line in lines} == {"eligible"}
    with_bom = auditor.ask("GET", "/en/staff/audit/records.csv?bom=yes").content
    assert with_bom.startswith("\ufeffsequence".encode())
    assert len(with_bom.splitlines()) == 5


def test_what_was_found_is_taken_as_json_whole_and_that_is_noted(
    site: Site, auditor: Person
) -> None:
    before = len(noted(site))
    response = auditor.ask("GET", "/en/staff/audit/records.json")
    records = json.loads(response.content)
    assert [one["header"]["sequence"] for one in records] == [4, 3, 2, 1]
    assert records[0]["payload"]["decision"]["outcome"] == "eligible"
    assert {one.page for one in noted(site)[: len(noted(site)) - before]} == {"export"}
    assert len(noted(site)) == before + 2


def test_a_mistake_in_the_search_of_an_export_exports_nothing(auditor: Person) -> None:
    response = auditor.ask("GET", "/en/staff/audit/records.json?from=yesterday")
    assert json.loads(response.content) == []
