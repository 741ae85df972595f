"""What an editor is told of a word, where it leads, and what it may be completed to."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.editing.answers import hover, offers, places
from engine.editing.names import word_at
from tests.support import skipper

FIXTURES = Path(__file__).parents[2] / "fixtures"
RULES = PurePosixPath("rules/parking-permit.yaml")
SERVICE = PurePosixPath("services/parking-permit.yaml")
FRAGMENT = PurePosixPath("fragments/address.yaml")
SKIPPER = PurePosixPath("rules/skipper.yaml")
BOATS = skipper.FILE
DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def parking() -> Catalogue:
    return read_files(read_folder(FIXTURES / "small-service"))


@pytest.fixture(scope="module")
def nursery() -> Catalogue:
    return read_files(read_folder(FIXTURES / "two-parents"))


def under(line: str) -> tuple[str, int]:
    """The line without the mark of the cursor, and where it stood."""
    return line.replace("|", ""), line.index("|")


def said(catalogue: Catalogue, path: PurePosixPath, line: str) -> str:
    found = hover(catalogue, path, *under(line), DAY)
    return "" if found is None else found.text


def test_a_value_says_what_it_is_on_the_day_and_when_it_changes(parking: Catalogue) -> None:
    text = said(parking, RULES, "    condition: household.permits_held < permits_per_|household")
    assert "Most permits that a household may hold" in text
    assert "أقصى عدد من التصاريح للأسرة" in text
    assert "on 2026-03-31: **2**, since 2025-04-01; changes on 2026-04-01" in text
    assert "[parking-order]: " in text


def test_a_fact_says_its_type_and_who_gives_it(parking: Catalogue) -> None:
    text = said(parking, RULES, "    condition: resident.zo|ne = permit.zone")
    assert "`resident.zone`: code of zones (fact of `parking-permit`)" in text
    assert "from: register" in text


def test_a_function_says_how_it_is_called(parking: Catalogue) -> None:
    assert "count(" in said(parking, RULES, "  value: cou|nt(siblings)")


@pytest.mark.parametrize("line", ["    | ", "condition: |", "  - {id: nobody-knows-|this}"])
def test_of_what_means_nothing_nothing_is_said(parking: Catalogue, line: str) -> None:
    assert said(parking, RULES, line) == ""


def test_a_name_leads_to_where_it_is_declared(parking: Catalogue) -> None:
    (span,) = places(parking, RULES, *under("condition: permit.zo|ne = resident.zone"))
    assert span.path == SERVICE
    (span,) = places(parking, RULES, *under("    cite: [parking-or|der]"))
    assert span.path == PurePosixPath("sources.yaml")


def test_a_name_of_a_fragment_is_found_in_the_services_that_use_it(nursery: Catalogue) -> None:
    (span,) = set(places(nursery, FRAGMENT, *under('    condition: zo|ne = "A"')))
    assert span.path == FRAGMENT


def test_codes_are_offered_where_a_fact_is_compared(parking: Catalogue) -> None:
    codes = {one.id for one in parking.lists["zones"].codes}
    for line in ('condition: resident.zone = "|', 'condition: resident.zone in ("A", "|'):
        assert {one.text for one in offers(parking, RULES, *under(line))} == codes


def test_sources_are_offered_for_citations(parking: Catalogue) -> None:
    offered = {one.text for one in offers(parking, RULES, *under("    cite: [|"))}
    assert offered == set(parking.sources)


def test_names_are_offered_before_functions(parking: Catalogue) -> None:
    offered = offers(parking, RULES, *under("    condition: |"))
    ranks = {one.text: one.rank for one in offered}
    assert ranks["permits_per_household"] < ranks["household.permits_held"] < ranks["count"]
    assert "decision_date" in ranks


def test_a_fragment_is_offered_its_own_names(nursery: Catalogue) -> None:
    offered = {one.text for one in offers(nursery, FRAGMENT, *under("    condition: |"))}
    assert "zone" in offered


def test_inside_a_text_nothing_is_offered(parking: Catalogue) -> None:
    assert offers(parking, RULES, *under('    label: {ar: "تصر|')) == ()


def test_a_word_is_found_at_either_end() -> None:
    assert word_at("a: lives-in-zone", 3) == ("lives-in-zone", 3)
    assert word_at("a: lives-in-zone", 16) == ("lives-in-zone", 3)
    assert word_at("   ", 1) is None


def test_a_field_of_an_item_is_found_whatever_the_item_is_called(nursery: Catalogue) -> None:
    path = PurePosixPath("rules/nursery-place.yaml")
    text = said(
        nursery, path, "    value: every s in siblings satisfies s.birth_da|te < decision_date"
    )
    assert "`s.birth_date`: date (fact of `nursery-place`)" in text
    assert "of each of: siblings" in text


@pytest.mark.parametrize(
    "path, line, says, of",
    [
        (
            SKIPPER,
            "every b in boats satisfies count(b.voy|ages) > 1",
            "`b.voyages`: group",
            "boats",
        ),
        (SKIPPER, "value: count(flatten(boats.voya|ges))", "`boats.voyages`: group", "boats"),
        (SKIPPER, "some v in b.voyages satisfies v.in_ch|arge", ": yes_no", "boats.voyages"),
        (SKIPPER, "max(flatten(boats.voyages.abo|ard)) > 1", ": number", "boats.voyages"),
        (BOATS, "every v in item.voyages satisfies v.aboard <= se|ats", "`seats`", "boats"),
        (BOATS, "      - id: repa|irs", "`repairs`: group", "boats"),
    ],
)
def test_what_an_item_holds_says_of_what_it_is(
    path: PurePosixPath, line: str, says: str, of: str
) -> None:
    text = said(skipper.catalogue(), path, line)
    assert says in text
    assert f"of each of: {of}" in text
    places_found = places(skipper.catalogue(), path, *under(line))
    assert {span.path for span in places_found} == {BOATS}


@pytest.mark.parametrize(
    "path, line, offered",
    [
        (
            SKIPPER,
            "every b in boats satisfies b.|",
            ["b.name", "b.seats", "b.voyages", "b.repairs"],
        ),
        (
            SKIPPER,
            "every b in boats satisfies some v in b.voyages satisfies v.|",
            ["v.left", "v.returned", "v.aboard", "v.in_charge", "v.logbook"],
        ),
        (
            SKIPPER,
            "value: count(boats.|)",
            ["boats.name", "boats.seats", "boats.voyages", "boats.repairs"],
        ),
    ],
)
def test_what_an_item_holds_is_offered_behind_its_name(
    path: PurePosixPath, line: str, offered: list[str]
) -> None:
    found = [one.text for one in offers(skipper.catalogue(), path, *under(line))]
    assert found[: len(offered) + 1] == [*offered, "resident.is_on_record"]


def test_an_amount_is_said_in_both_languages(parking: Catalogue) -> None:
    text = said(parking, RULES, "    amount: permit_amo|unt")
    assert "**SAR 120.00** / **" in text
