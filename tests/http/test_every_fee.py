"""A service with a fee of every form: its start page, a decision so far, and the frozen quote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from engine.definitions.read import read_folder
from tests.support import journeys
from tests.support.portal import Person, Shown, Site, serving

FOLDER = Path(__file__).parents[1] / "fixtures" / "every-fee"
SERVICE = "clinic-licence"
ANSWERS = {
    "licence__years": "2",
    "clinic__beds": "51",
    "clinic__capital": "1000010.00",
    "owner__is_of_small_means": "yes",
    "visit__is_urgent": "no",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("fees"), read_folder(FOLDER)) as made:
        yield made


def start(person: Person, language: str) -> Shown:
    shown = person.get(f"/{language}/services/{SERVICE}")
    response = journeys.apply(person, shown, token_hex(8))
    return person.get(response.headers["location"])


@pytest.mark.parametrize(
    "words",
    [
        "SAR 200.00 for each year",
        "more than 50",
        "0.05%",
        "SAR 10.00 for each day",
        "2.5% of Licence fee and Fee for beds",
        "SAR 100.00 to SAR 2,000.00, set on review",
        "15%",
    ],
)
def test_the_start_page_says_how_each_fee_is_made(site: Site, words: str) -> None:
    shown = site.anybody().get(f"/en/services/{SERVICE}")
    assert words in shown.page.one("table", class_="amounts").text


def test_the_start_page_says_who_does_not_pay(site: Site) -> None:
    fees = (
        site.anybody()
        .get(f"/en/services/{SERVICE}")
        .page.one("section", **{"aria-labelledby": "fees"})
    )
    assert "Not charged to Charities: Fee on the capital" in fees.text
    assert "Waived for Those of small means: Licence fee" in fees.text


def test_a_condition_of_the_start_page_is_that_of_the_line_alone(site: Site) -> None:
    shown = site.anybody().get(f"/en/services/{SERVICE}")
    rows = {row.one("strong").text: row.text for row in shown.page.all("tr", class_="fee-name")}
    assert "If this applies to you" in rows["Urgent processing"]
    assert "If this applies to you" not in rows["Processing"]


def test_the_decision_shows_how_each_line_came_to_its_amount(site: Site) -> None:
    sara = site.signed_in("sara", language="en")
    first = start(sara, "en")
    sara.send(first, "/clinic", **ANSWERS)
    table = sara.get(journeys.place(first, "/decision")).page.one("table", class_="amounts")
    assert "2 years × SAR 200.00 = SAR 400.00" in table.text
    assert "Waived (SAR 400.00): Those of small means" in table.text
    assert "Fee for one year: SAR 200.00, since 1 January 2020" in table.text
    assert "15% of SAR 2,085.26" in table.text


def test_the_quote_is_frozen_with_its_tax_and_its_waived_line(site: Site) -> None:
    sara = site.signed_in("sara", language="en")
    first = start(sara, "en")
    sara.send(first, "/clinic", **ANSWERS)
    shown = sara.get(journeys.place(first, "/decision"))
    paying = sara.send(shown, "/submit")
    table = paying.page.one("table", class_="amounts")
    rows = {row.one("th").text: row.one("td").text for row in table.one("tbody").all("tr")}
    assert rows["Licence fee"] == "SAR 0.00"
    assert rows["Value-added tax Unofficial"] == "SAR 312.79"
    assert "Inspection" not in rows
    assert "SAR 2,398.05" in table.one("tfoot").text
