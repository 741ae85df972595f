"""Who was invited, by the API: listed, and another in the place of one who declined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.operations import answering
from tests.http.json.conftest import add_account, sign_in
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller, problem
from tests.support.badge import LAYLA, SAAD, Guide, badge
from tests.support.portal import serving
from tests.support.visitors import NOW, RESIDENT


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[tuple[Caller, Guide]]:
    """A program signed in for somebody whose application waits for endorsers."""
    with serving(tmp_path, badge()) as site:
        add_account(site, "sara", RESIDENT)
        document = site.client.get("/api/v1/openapi.json").json()
        program = Caller(site.client, Contract(document))
        program.token = sign_in(program, "sara")
        with site.ports.store.read() as work:
            found = work.accounts.by_email("sara@example.org")
        assert found is not None
        yield program, Guide.starting(site.ports, found.account).fill().submit()


def test_those_who_were_invited_are_listed(guide: tuple[Caller, Guide]) -> None:
    program, applied = guide
    listed = program.get(f"/applications/{applied.reference}/invitations")["invitations"]
    assert {one["email"] for one in listed} == {LAYLA, SAAD, "work@example.org"}
    assert {one["state"] for one in listed} == {"invited"}
    assert not any(one["is_replaceable"] for one in listed)


def test_another_is_invited_for_one_who_declined(guide: tuple[Caller, Guide]) -> None:
    program, applied = guide
    answering.decline(applied.ports, applied.confirm(LAYLA), "browser", NOW)
    path = f"/applications/{applied.reference}/invitations"
    waiting, declined = applied.invitation(SAAD).id, applied.invitation(LAYLA).id
    person = {"name": "Noura", "email": "noura@example.org"}
    problem(program.ask("POST", f"{path}/{waiting}/replacement", person), 409, "not-open")
    own = person | {"email": "sara@example.org"}
    refused = program.ask("POST", f"{path}/{declined}/replacement", own)
    [error] = problem(refused, 422, "wrong-answers")["errors"]
    assert (error["pointer"], error["code"]) == ("/email", "own-address")
    assert program.ask("POST", f"{path}/{declined}/replacement", person).status_code == 201
    problem(program.ask("POST", f"{path}/none/replacement", person), 404, "not-there")
    states = {one["email"]: one["state"] for one in program.get(path)["invitations"]}
    assert (states[LAYLA], states["noura@example.org"]) == ("replaced", "invited")
