"""A version of the definitions is a folder, what git has of one, or a release that is kept."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from engine.cli.ports import commit_of
from engine.cli.repository import NoRepositoryError, Repository
from engine.cli.versions import version_of
from engine.definitions.read import read_folder
from engine.model.problem import EngineError
from engine.operations.releases import publish
from tests.support.visitors import open_here

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
PORTAL = PurePosixPath("portal.yaml")


def git(folder: Path, *words: str) -> None:
    who = "-c", "user.name=Policy", "-c", "user.email=policy@demo.example"
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A folder of definitions with one commit and a tag, changed since."""
    config = Path(shutil.copytree(SMALL, tmp_path / "repository" / "config"))
    root = config.parent
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=Add a service")
    git(root, "tag", "first")
    portal = config / str(PORTAL)
    portal.write_text(portal.read_text("utf-8") + "# changed\n", "utf-8")
    return config


def test_a_folder_is_read_as_it_is(config: Path) -> None:
    version = version_of(str(config), config)
    assert version.files == read_folder(config)
    assert version.commit is not None
    assert version.commit.endswith("-changed")


@pytest.mark.parametrize("reference", ["first", "HEAD", "main", "HEAD:config"])
def test_a_git_reference_is_read_as_it_was_committed(config: Path, reference: str) -> None:
    version = version_of(reference, config)
    assert version.files == read_folder(SMALL)
    assert version.commit == Repository.of(config).commit("HEAD")
    assert version.name == reference


def test_a_committed_folder_is_read_although_it_is_gone(config: Path) -> None:
    shutil.rmtree(config)
    assert version_of("first", config).files == read_folder(SMALL)


def test_a_hidden_file_is_no_definition(config: Path) -> None:
    (config / ".draft.yaml").write_text("format: 1\n", "utf-8")
    git(config, "add", "--all")
    git(config, "commit", "--quiet", "--message=Draft")
    assert version_of("HEAD", config).files == read_folder(config)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nowhere", "`nowhere` is no folder, and git knows no commit `nowhere`"),
        ("--help", "`--help` is no folder, and git knows no commit `--help`"),
        ("first:elsewhere", "there is no folder `elsewhere` in `first`"),
        ("HEAD:config/portal.yaml", "there is no folder `config/portal.yaml` in `HEAD`"),
    ],
)
def test_what_is_not_there_is_said(config: Path, text: str, said: str) -> None:
    with pytest.raises(EngineError) as caught:
        version_of(text, config)
    assert str(caught.value) == said


def test_outside_a_repository_there_is_no_reference(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"there is no folder `main`, and .* no git repository"):
        version_of("main", tmp_path)
    with pytest.raises(NoRepositoryError):
        Repository.of(tmp_path)
    assert commit_of(tmp_path) is None


def test_a_kept_release_is_found_by_the_beginning_of_its_hash(
    tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path / 'mumaris.sqlite3'}"
    ports = open_here(tmp_path, address)
    now = datetime(2026, 11, 30, tzinfo=UTC)
    published = publish(ports, read_folder(SMALL), "policy", "", None, now)
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", address)
    version = version_of(f"release:{published.release.hash[:8]}", config)
    assert version.files == read_folder(SMALL)
    assert version.release().hash == published.release.hash
    with pytest.raises(EngineError, match="no kept releases begin with `0000`"):
        version_of("release:0000", config)


def test_the_log_of_a_file_has_who_and_when(config: Path) -> None:
    repository = Repository.of(config)
    (commit,) = repository.log(PurePosixPath("config/portal.yaml"))
    assert (commit.author, commit.title) == ("Policy", "Add a service")
    assert commit.at.tzinfo is not None
    path = PurePosixPath("config/portal.yaml")
    blobs = repository.blobs(commit.id, path, PurePosixPath("config/none.yaml"))
    assert list(blobs) == [path]
    assert repository.content(blobs[path]) == (SMALL / str(PORTAL)).read_bytes()
