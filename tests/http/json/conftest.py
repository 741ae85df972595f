"""Programs at a portal with the fishing licence in force; see tests/http/conftest.py."""

import pytest

from engine.model.account import Account, Role
from engine.model.words import Language
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller
from tests.support.portal import PASSWORD, Site
from tests.support.visitors import RESIDENT, STRANGER


@pytest.fixture(scope="module")
def contract(site: Site) -> Contract:
    return Contract(site.client.get("/api/v1/openapi.json").json())


@pytest.fixture
def anybody(site: Site, contract: Contract) -> Caller:
    """A program without a session."""
    return Caller(site.client, contract)


@pytest.fixture(scope="module")
def tokens() -> dict[str, str]:
    """Tokens by account: signing in is limited, so a module does it once for each."""
    return {}


def caller(
    site: Site, contract: Contract, tokens: dict[str, str], name: str, person_key: str
) -> Caller:
    """The program of an account, made and signed in on first use."""
    program = Caller(site.client, contract)
    if name not in tokens:
        add_account(site, name, person_key)
        tokens[name] = sign_in(program, name)
    program.token = tokens[name]
    return program


def add_account(site: Site, name: str, person_key: str, email: str | None = None) -> None:
    """An active account whose password is `PASSWORD`, unless it is there already."""
    email = email or f"{name}@example.org"
    account = Account(name, email, person_key, Language.AR, Role.APPLICANT, is_active=True)
    with site.ports.store.begin() as work:
        if work.accounts.by_email(email) is None:
            work.accounts.add(account, site.ports.passwords.hash(PASSWORD), site.clock.now)


def sign_in(program: Caller, name: str) -> str:
    """A new token."""
    body = {"email": f"{name}@example.org", "password": PASSWORD}
    response = program.ask("POST", "/sessions", body)
    assert response.status_code == 201, response.text
    return str(response.json()["token"])


@pytest.fixture
def sara(site: Site, contract: Contract, tokens: dict[str, str]) -> Caller:
    """A resident's program: the service is open to her."""
    return caller(site, contract, tokens, "sara", RESIDENT)


@pytest.fixture
def omar(site: Site, contract: Contract, tokens: dict[str, str]) -> Caller:
    """The program of somebody of whose residence there is no record."""
    return caller(site, contract, tokens, "omar", STRANGER)
