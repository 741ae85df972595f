"""Opinions of pages and ratings of services, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.model.account import Account, Role
from engine.model.application import Application, StepEntry
from engine.model.opinion import PageFigures, PageOpinion, Rating, Remark, ServiceFigures
from engine.model.words import Language
from engine.store.sql import SqlStore

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 23)
SEEN = PageOpinion("service", "renewal", Language.AR, DAY, True, "")
RATED = Rating("R-1", "renewal", 4, "good", Language.EN, DAY)


@pytest.fixture(autouse=True)
def applications(store: SqlStore) -> None:
    account = Account("a1", "nora@example.org", "1000000008", Language.AR, Role.APPLICANT, True)
    with store.begin() as work:
        work.accounts.add(account, "hash", NOW)
        for reference in ("R-1", "R-2"):
            steps = {"one": StepEntry(answers={"a": "b"})}
            made = Application(
                reference, "a1", "1", "renewal", "0" * 64, "draft", 1, NOW, NOW, steps, ()
            )
            work.applications.add(made)


def test_opinions_of_pages_are_counted_by_page_and_service(store: SqlStore) -> None:
    with store.begin() as work:
        for one in (SEEN, SEEN, replace(SEEN, is_useful=False, reason="too long")):
            work.opinions.add(one)
        work.opinions.add(replace(SEEN, page="home", service=None))
    with store.read() as work:
        assert work.opinions.pages() == (
            PageFigures("service", "renewal", 2, 1),
            PageFigures("home", None, 1, 0),
        )
        assert work.opinions.remarks(9) == (
            Remark(DAY, "service", "renewal", None, False, "too long"),
        )


def test_an_application_has_one_rating_and_the_last_one_counts(store: SqlStore) -> None:
    with store.begin() as work:
        work.opinions.rate(RATED)
        work.opinions.rate(replace(RATED, stars=2))
        work.opinions.rate(replace(RATED, reference="R-2", stars=5, comment=""))
    with store.read() as work:
        assert work.opinions.rating("R-1") == replace(RATED, stars=2)
        assert work.opinions.rating("R-none") is None
        assert work.opinions.services() == (ServiceFigures("renewal", (0, 1, 0, 0, 1)),)
        assert [one.stars for one in work.opinions.remarks(9)] == [2]
        assert work.opinions.services()[0].average_tenths == 35


def test_the_newest_words_come_first_and_no_more_than_were_asked_for(store: SqlStore) -> None:
    with store.begin() as work:
        work.opinions.rate(RATED)
        work.opinions.add(replace(SEEN, reason="later", day=date(2026, 11, 24)))
    with store.read() as work:
        assert [one.text for one in work.opinions.remarks(9)] == ["later", "good"]
        assert [one.text for one in work.opinions.remarks(1)] == ["later"]


def test_what_was_said_of_a_service_is_erased_with_the_answers(store: SqlStore) -> None:
    with store.begin() as work:
        work.opinions.rate(RATED)
        work.erasing.drop_answers("R-1", NOW)
        assert work.opinions.rating("R-1") == replace(RATED, comment="")


def test_a_rating_goes_with_its_application(store: SqlStore) -> None:
    with store.begin() as work:
        work.opinions.rate(RATED)
        work.applications.delete("R-1")
        assert work.opinions.services() == ()
