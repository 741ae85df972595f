"""Programs at a portal with the fishing licence in force; see tests/http/conftest.py."""

import pytest

from tests.http.json.contract import Contract
from tests.http.json.programs import Caller
from tests.support.portal import PASSWORD, Site
from tests.support.visitors import STRANGER


@pytest.fixture(scope="module")
def contract(site: Site) -> Contract:
    return Contract(site.client.get("/api/v1/openapi.json").json())


@pytest.fixture
def anybody(site: Site, contract: Contract) -> Caller:
    """A program without a session."""
    return Caller(site.client, contract)


def caller(site: Site, contract: Contract, name: str) -> Caller:
    """A program that signs in to an account there is."""
    program = Caller(site.client, contract)
    body = {"email": f"{name}@example.org", "password": PASSWORD}
    response = program.ask("POST", "/sessions", body)
    assert response.status_code == 201, response.text
    program.token = response.json()["token"]
    return program


@pytest.fixture
def sara(site: Site, contract: Contract) -> Caller:
    """A resident's program: the service is open to her."""
    site.signed_in("sara")
    return caller(site, contract, "sara")


@pytest.fixture
def omar(site: Site, contract: Contract) -> Caller:
    """The program of somebody of whose residence there is no record."""
    site.signed_in("omar", STRANGER)
    return caller(site, contract, "omar")
