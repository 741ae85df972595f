"""What all tests share: golden files, a PostgreSQL, and no silent skip in CI.

`NO_SKIPPED_TESTS=1` (set by `.ci/run`) makes a skipped test fail: a browser or a database that
did not start must not look like a green run.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.postgres import PostgresUnavailable, running_server

Golden = Callable[[Path, str], None]

# The machine is shared, so a slow example is no fault; a failing one prints how to repeat it.
settings.register_profile(
    "mumaris", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("mumaris")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files, and still fail"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with a checked-in file; `--update-golden` rewrites it and still fails."""

    def check(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(actual, encoding="utf-8")
            pytest.fail(f"{path} rewritten: read the diff, then run again", pytrace=False)
        assert actual == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the `DATABASE_URL` of an empty PostgreSQL of this worker's own.

    The database lives as long as the worker: a test removes the tables that it makes.
    """
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running_server())
        except PostgresUnavailable as error:
            pytest.skip(f"no PostgreSQL: {error}")
        yield url


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a skipped test as failed where nothing may be skipped."""
    report = yield
    forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Count a module skipped as a whole as failed where nothing may be skipped."""
    report = yield
    forbid_skip(report)
    return report


def forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure; an expected failure (xfail) stays what it is."""
    if os.environ.get("NO_SKIPPED_TESTS") != "1" or not report.skipped:
        return
    if hasattr(report, "wasxfail"):
        return
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"skipped, and NO_SKIPPED_TESTS=1 allows no skip: {why}"
