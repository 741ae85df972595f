"""A portal for each test module: quick to ask, with the fishing licence in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal import Person, Site, serving
from tests.support.visitors import STRANGER


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    """A resident, signed in: the service is open to her."""
    return site.signed_in("sara")


@pytest.fixture
def omar(site: Site) -> Person:
    """Somebody else, signed in, of whose residence there is no record."""
    return site.signed_in("omar", STRANGER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """For a portal of the test's own."""
    return tmp_path
