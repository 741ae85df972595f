"""Pages of documentation as data: their code blocks, links and anchors, and following a page.

A block may carry words after its language: `yaml PATH` is a file to write, `diff PATH` a change
to it, `console` holds commands behind `$ ` with what they print, `yaml wrong` must be refused.
In what a command prints, `...` stands for any text of a line, and alone on a line for any lines.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*) *(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its first line in the page, its language, the words after it, its text."""

    line: int
    language: str
    info: str
    text: str


@dataclass(frozen=True)
class Command:
    """A command of a `console` block and what the page says that it prints."""

    line: int
    text: str
    printed: str


def pages() -> list[Path]:
    """Every page, relative to the root."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT) for path in found)


def text_of(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    text = text_of(page)
    return [
        Block(text.count("\n", 0, found.start()) + 2, *found.group("language", "info", "text"))
        for found in _FENCE.finditer(text)
    ]


def prose(page: Path) -> str:
    """The page without its blocks."""
    return _FENCE.sub("", text_of(page))


def links(page: Path) -> list[str]:
    """Where the page links to outside its blocks and code."""
    return [match["target"] for match in _LINK.finditer(_SPAN.sub("", prose(page)))]


def code_spans(page: Path) -> list[str]:
    return _SPAN.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """The anchors of the page's headings, as GitHub and GitLab make them."""
    headings = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(block: Block) -> list[Command]:
    found: list[Command] = []
    for offset, line in enumerate(block.text.splitlines()):
        if line.startswith("$ "):
            found.append(Command(block.line + offset, line[2:], ""))
        elif found:
            last = found[-1]
            found[-1] = Command(last.line, last.text, f"{last.printed}{line}\n")
    return found


def follow(page: Path, folder: Path) -> Iterator[tuple[Command, str]]:
    """Do in `folder` what the page says, from top to bottom; each command with what it printed."""
    for block in blocks(page):
        match block.language:
            case "yaml" if block.info.endswith(".yaml"):
                place = folder / block.info
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(block.text, encoding="utf-8")
            case "diff" if block.info:
                change(folder / block.info, block.text)
            case "console":
                for command in commands(block):
                    yield command, run(command.text, folder)
            case _:
                pass


def change(place: Path, difference: str) -> None:
    """Replace the lines behind ` ` and `-` by those behind ` ` and `+`; they stand there once."""
    lines = difference.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = place.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{place.name} does not hold once:\n{before}"
    place.write_text(text.replace(before, after), encoding="utf-8")


def run(command: str, folder: Path) -> str:
    """What `command` prints on both outputs, with this environment's `mumaris` on our own code."""
    environment = {
        "PYTHONPATH": str(ROOT.resolve()),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "MUMARIS_VAR": str(folder / "var"),
    }
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=300,
    )
    return done.stdout.decode("utf-8")


def is_as_said(printed: str, said: str) -> bool:
    """Whether what was printed is what the page says; `...` stands for anything."""
    lines = [
        ".*" if line == "..." else re.escape(line).replace(r"\.\.\.", "[^\n]*")
        for line in said.splitlines()
    ]
    return re.fullmatch("\n".join(lines), printed.rstrip("\n"), re.DOTALL) is not None
