"""In development config/ is published as it changes; a broken one never replaces a good one."""

from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from api.runtime import Runtime
from api.watching import publish_folder
from engine.analysis.formula import search
from tests.support.portal import Site, serving
from tests.support.visitors import FORM, config

TITLE = "en: Fishing licence}"
PATIENCE_SECONDS = 120


@pytest.fixture
def written(folder: Path) -> Path:
    """The fixture's config on disk, to be edited."""
    root = folder / "config"
    for path, content in config().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def edit(root: Path, old: str, new: str) -> None:
    text = (root / FORM).read_text("utf-8")
    assert text.count(old) == 1
    (root / FORM).write_text(text.replace(old, new), "utf-8")


def runtime_of(site: Site) -> Runtime:
    runtime: Runtime = site.app.state.runtime
    return runtime


def test_a_change_that_checks_cleanly_is_in_force(folder: Path, written: Path) -> None:
    with serving(folder) as site:
        edit(written, TITLE, "en: Angling licence}")
        assert publish_folder(runtime_of(site), written)
        assert "Angling licence" in site.anybody().get("/en/services").text


def test_what_was_proved_before_is_not_proved_again(
    folder: Path, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with serving(folder) as site:
        edit(written, TITLE, "en: Angling licence}")
        assert publish_folder(runtime_of(site), written)
        for name in ("verdict_of", "settled_of", "example_of"):
            monkeypatch.delattr(search, name)
        edit(written, "en: Angling licence}", "en: Licence to fish}")
        assert publish_folder(runtime_of(site), written)


def test_a_broken_folder_leaves_the_release_in_force_and_is_logged_with_its_problems(
    folder: Path, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(folder) as site:
        edit(written, TITLE, "eng: Angling licence}")
        assert not publish_folder(runtime_of(site), written)
        assert "Fishing licence" in site.anybody().get("/en/services").text
        assert f"{FORM}:5" in capsys.readouterr().err


def test_a_running_server_follows_the_folder_in_development(folder: Path, written: Path) -> None:
    with serving(folder, is_development=True, config_folder=written) as site:
        deadline = monotonic() + PATIENCE_SECONDS
        edit(written, TITLE, "en: Angling licence}")
        while "Angling licence" not in site.anybody().get("/en/services").text:
            assert monotonic() < deadline, "the change was never published"
            (written / FORM).touch()  # the watch may not have begun when the text was written
            site.clock.now += timedelta(seconds=3)  # the release in force is asked for again
