"""Finding and exporting: every record once, safe in a spreadsheet, and a chain one can check."""

import csv
import hashlib
import json
from datetime import date, datetime
from io import StringIO

import pytest

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.operations.audit import finding
from engine.operations.audit.exporting import as_csv, as_json, safe_cell
from engine.operations.audit.finding import Search, every, find
from engine.operations.ports import Ports
from engine.operations.submission import submit
from engine.store.canonical import dumps
from engine.store.chain import Header, RecordKind
from engine.store.searching import Looked
from tests.support.visitors import NOW, Visitor

ON_BOTH = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
ZONE = "Asia/Riyadh"
AUDITOR = Account("dana", "dana@example.org", None, Language.AR, Role.AUDITOR, is_active=True)


def publications(ports: Ports, count: int, subject: str = "aa") -> None:
    payload = {"who": "maha", "note": "", "commit": None, "is_rollback": False}
    with ports.store.begin() as work:
        for _ in range(count):
            work.ledger.append(RecordKind.PUBLICATION, subject, "aa", "1", None, {**payload}, NOW)


@ON_BOTH
def test_all_records_come_piece_by_piece_though_more_are_added(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PIECE", 3)
    publications(ports, 7)
    pieces = every(ports, Search(), ZONE)
    found = [*next(pieces)]
    publications(ports, 2)
    found += [one for piece in pieces for one in piece]
    assert [one.record.header.sequence for one in found] == [8, 7, 6, 5, 4, 3, 2, 1]


@ON_BOTH
def test_days_begin_where_the_portal_is(ports: Ports) -> None:
    """At NOW it is noon in Riyadh; the day before began at 21:00 UTC two days earlier."""
    for first, last, count in (
        (date(2026, 11, 23), date(2026, 11, 23), 1),
        (date(2026, 11, 24), None, 0),
        (None, date(2026, 11, 22), 0),
    ):
        piece = find(ports, Search(first_date=first, last_date=last), ZONE, None, 9)
        assert len(piece.found) == count


def test_a_release_is_found_by_how_it_begins_when_one_alone_begins_so(ports: Ports) -> None:
    release = ports.releases.active(NOW).hash
    assert len(find(ports, Search(release=release[:8]), ZONE, None, 9).found) == 1
    assert find(ports, Search(release="g"), ZONE, None, 9).found == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_csv_has_a_line_for_each_record_and_quotes_what_must_be(ports: Ports) -> None:
    publications(ports, 2, subject='=HYPERLINK("x")')
    text = b"".join(as_csv(ports, Search(), ZONE, has_bom=False)).decode()
    lines = list(csv.DictReader(StringIO(text)))
    assert [line["sequence"] for line in lines] == ["3", "2", "1"]
    assert "\r\n" in text
    assert lines[0]["subject"] == """'=HYPERLINK("x")"""


def test_json_holds_a_chain_that_anybody_can_check(ports: Ports, visitor: Visitor) -> None:
    visitor.fill()
    submit(ports, visitor.account, visitor.reference, None, NOW)
    text = b"".join(as_json(ports, AUDITOR, Search(), ZONE, NOW))
    records = json.loads(text)[::-1]
    previous = "0" * 64
    for one in records:
        header = dict(one["header"])
        assert header["previous"] == previous
        content = bytes.fromhex(one["salt"]) + dumps(one["payload"])
        assert hashlib.sha256(content).hexdigest() == header["digest"]
        day = header["decision_date"]
        made = Header(
            **{
                **header,
                "kind": RecordKind(header["kind"]),
                "decision_date": day and date.fromisoformat(day),
                "recorded_at": datetime.fromisoformat(header["recorded_at"]),
            }
        )
        assert made.hash() == one["hash"]
        previous = one["hash"]
    with ports.store.read() as work:
        (look,) = work.access_log.search(Looked(), None, 9)
    assert (look.account_id, look.subject, look.reference, look.page) == (
        "dana",
        visitor.account.id,
        visitor.reference,
        "export",
    )


def test_nothing_found_is_an_empty_list(ports: Ports) -> None:
    text = b"".join(as_json(ports, AUDITOR, Search(reference="R-0"), ZONE, NOW))
    assert json.loads(text) == []
