"""What pages say is true today: links, examples, commands and what they print."""

import re
import shutil
from pathlib import Path, PurePosixPath

import click
import pytest

from docs.generate import PAGES
from engine.cli.main import cli
from engine.definitions.source import parse
from engine.kept_proofs import KEPT
from tests.support.pages import (
    ROOT,
    anchors,
    blocks,
    code_spans,
    commands,
    follow,
    is_as_said,
    links,
    pages,
    text_of,
)

ALL = pages()
LONG = {  # half a minute and more: proofs, changes of every rule, past applications
    Path("docs/tutorial-changing-a-rule.md"),
    Path("docs/guides/scenarios.md"),
    Path("docs/guides/changing-a-rule.md"),
    Path("docs/guides/impact.md"),
}
FOLLOWED = [
    pytest.param(page, marks=[pytest.mark.long] if page in LONG else [])
    for page in ALL
    if any(block.language == "console" for block in blocks(page))
]
README = Path("README.md")
ENVIRONMENT = re.compile(r'"(MUMARIS_[A-Z_]+|DATABASE_URL)"')
assert FOLLOWED, "an empty list must not pass"


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_fresh(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "make docs"


@pytest.mark.parametrize("page", ALL, ids=str)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    lost = [link for link in links(page) if ":" not in link and not leads(page, link)]
    assert lost == []


def leads(page: Path, link: str) -> bool:
    address, _, anchor = link.partition("#")
    target = (ROOT / page).parent / address if address else ROOT / page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target.resolve().relative_to(ROOT))


@pytest.mark.parametrize("page", ALL, ids=str)
def test_yaml_in_pages_is_read_or_is_said_to_be_wrong(page: Path) -> None:
    """Pages of problems show wrong YAML beside right; their examples have tests of their own."""
    if page.name == "problems.md":
        return
    for block in blocks(page):
        if block.language == "yaml":
            _, problems = parse(PurePosixPath(page), block.text.encode())
            assert bool(problems) is (block.info == "wrong"), (block.line, problems)


@pytest.mark.parametrize("page", FOLLOWED, ids=str)
def test_commands_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    if (ROOT / KEPT).is_file():  # what was proved of config/ need not be proved for every page
        (tmp_path / KEPT).parent.mkdir(parents=True)
        shutil.copyfile(ROOT / KEPT, tmp_path / KEPT)
    for command, printed in follow(page, tmp_path):
        assert is_as_said(printed, command.printed), f"{page}:{command.line} prints\n{printed}"


@pytest.mark.parametrize("page", ALL, ids=str)
def test_commands_that_pages_name_exist(page: Path) -> None:
    known = {*cli.list_commands(click.Context(cli)), "--help", "--version"}
    named = re.findall(r"^(?:[A-Z_]+=\S+ )?mumaris ([a-z-]+)", typed(page), re.MULTILINE)
    assert set(named) - known == set()


@pytest.mark.parametrize("page", ALL, ids=str)
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", text_of(Path("Makefile")), re.MULTILINE)
    named = re.findall(r"^make ([a-z-]+)", typed(page), re.MULTILINE)
    assert set(named) - set(targets) == set()


def typed(page: Path) -> str:
    """What the page asks its reader to type, or names as a command, one on each line."""
    shells = [block.text for block in blocks(page) if block.language == "sh"]
    asked = [command.text for block in blocks(page) for command in commands(block)]
    return "\n".join([*shells, *asked, *code_spans(page)])


def test_the_readme_names_both_commands_and_what_each_folder_is() -> None:
    assert {"make run", "make test"} <= set(code_spans(README))
    named = {span for span in code_spans(README) if span.endswith("/")} - {"var/"}
    assert named, "an empty set must not pass"
    assert [folder for folder in sorted(named) if not (ROOT / folder).is_dir()] == []


def test_every_variable_of_the_environment_is_documented() -> None:
    read = {
        name
        for folder in ("api", "engine")
        for path in (ROOT / folder).rglob("*.py")
        for name in ENVIRONMENT.findall(path.read_text(encoding="utf-8"))
    }
    assert read
    documented = text_of(Path("docs/reference/settings.md"))
    assert [name for name in sorted(read) if f"`{name}`" not in documented] == []
