"""The hash of a release: equal files, equal hash, and no two sets of files share one."""

from pathlib import PurePosixPath

import pytest

from engine.release import Release, engine_version, hash_of
from tests.support.visitors import config

FILES = {PurePosixPath("a"): b"bc", PurePosixPath("d"): b""}


@pytest.mark.parametrize(
    "other",
    [
        {},
        {PurePosixPath("a"): b"bc"},
        {PurePosixPath("a"): b"b", PurePosixPath("cd"): b""},
        {PurePosixPath("ab"): b"c", PurePosixPath("d"): b""},
        {PurePosixPath("a"): b"", PurePosixPath("d"): b"bc"},
    ],
)
def test_other_files_have_another_hash(other: dict[PurePosixPath, bytes]) -> None:
    assert hash_of(other) != hash_of(FILES)


def test_the_order_of_files_does_not_matter() -> None:
    assert hash_of(dict(reversed(FILES.items()))) == hash_of(FILES)


def test_the_engine_knows_its_version() -> None:
    assert engine_version().count(".") >= 1


def test_what_is_served_is_the_release_without_its_scenarios() -> None:
    whole, served = Release.of(config()), Release.served(config())
    assert (served.hash, served.files) == (whole.hash, whole.files)
    assert served.catalogue.services == whole.catalogue.services
    assert whole.catalogue.scenarios
    assert not served.catalogue.scenarios
