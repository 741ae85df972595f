"""What a candidate changes, at the desk: waiting, done, failed or not asked for, and asking."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.model.account import Role
from engine.model.report import ReportKey, ReportKind, ReportState
from engine.model.words import Language
from engine.operations import computing
from engine.phrases import phrase
from engine.release import engine_version, hash_of
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import RULES, config, edited

DEARER = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
KEY = ReportKey(hash_of(config()), hash_of(DEARER), ReportKind.WORDS)
PLACE = f"staff/desk/changes/{KEY.old}/{KEY.new}/words"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal")) as made:
        with made.ports.store.begin() as work:
            work.releases.add(KEY.new, DEARER, made.clock.now)
        yield made


@pytest.fixture(scope="module")
def editor(site: Site) -> Person:
    return site.staff("editor", Role.POLICY_EDITOR)


@pytest.fixture(scope="module")
def auditor(site: Site) -> Person:
    return site.staff("auditor", Role.AUDITOR)


def says(shown: Shown, name: str, language: str = "en") -> bool:
    return phrase(f"desk.{name}", Language(language)) in shown.text


def test_an_editor_asks_a_worker_computes_and_everybody_reads(
    site: Site, editor: Person, auditor: Person
) -> None:
    none = auditor.get(f"/en/{PLACE}")
    assert (none.status, says(none, "report-none")) == (200, True)
    assert [
        one for one in none.page.all("form") if (one.get("action") or "").endswith("words")
    ] == []
    waiting = editor.send(editor.get(f"/en/{PLACE}"), "/words")
    assert says(waiting, "report-waiting")
    assert says(auditor.get(f"/ar/{PLACE}"), "report-waiting", "ar")
    computing.compute_next(site.ports, site.clock.now)
    for language in ("ar", "en"):
        shown = auditor.get(f"/{language}/{PLACE}")
        assert "990.00" in shown.page.one("div", class_="report").text
        assert [
            one for one in shown.page.all("svg", "p", "td", "section") if one.get("style")
        ] == []


def test_a_report_that_failed_says_why_and_can_be_asked_for_again(
    site: Site, editor: Person
) -> None:
    key = replace(KEY, old=KEY.new, new=KEY.old)
    with site.ports.store.begin() as work:
        work.reports.ask(key, engine_version(), site.clock.now)
        asked = work.reports.claim(site.clock.now, site.clock.now)
        assert asked is not None
        failure = "it took <b>too</b> long"
        work.reports.finish(replace(asked, state=ReportState.FAILED, failure=failure))
    place = f"/en/staff/desk/changes/{key.old}/{key.new}/words"
    shown = editor.get(place)
    assert "it took <b>too</b> long" in shown.text, "escaped, and so read as it was written"
    assert says(editor.send(shown, "/words"), "report-waiting")


def test_kinds_and_releases_that_are_not_there(editor: Person) -> None:
    for place in (f"{KEY.old}/{KEY.new}/nothing", f"x/{KEY.new}/files"):
        assert editor.get(f"/en/staff/desk/changes/{place}").status == 404
