"""`mumaris blame`: who brought what an entry of a rule file says, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click

from engine.cli.histories import Brought, Stages
from engine.cli.options import Day, config_option, no_service, read_definitions
from engine.cli.repository import Repository
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.definitions.lineage import DatedEntry, Lineage

_ID: Final = 10  # characters of a commit, as git shows them


@click.command("blame")
@click.argument("service")
@click.argument("entry")
@config_option
@click.option(
    "--kind",
    type=click.Choice(["rule", "value", "derived", "table", "document", "fee"]),
    help="What ENTRY is, where several have its name.",
)
@click.option("--since", type=Day(), help="Only versions that were brought on this day or later.")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True
)
def command(
    service: str, entry: str, config: Path, kind: str | None, since: date | None, shape: str
) -> None:
    """Tell of ENTRY of SERVICE who brought each dated value and each version, when and why.

    ENTRY is the id or name of a rule, a value, a derived fact, a table, a document or a fee line,
    as the service calls it: `cpd_hours.required` for what a fragment holds.

    Commits are git's. Only what is written in the entry counts: moving it or rewriting the file
    around it is no version.

    Exits with 0, or 2 when there is no such entry, or no repository.
    """
    from engine.definitions.entries import EntryFinder, EntryKind

    repository = Repository.of(config)
    rules = _rules_of(config, service)
    finder = EntryFinder(rules, EntryKind(kind) if kind else None, entry)
    names = PurePosixPath("rules", f"{rules}.yaml"), PurePosixPath("fragments")
    lineage = Stages(repository, config, names).lineage(finder)
    if lineage is None:
        raise EngineError(f"`{service}` has no entry `{entry}`{_near(config, rules, entry)}")
    click.echo(_json(lineage, since) if shape == "json" else _text(entry, lineage, since))


def _rules_of(config: Path, service: str) -> str:
    """The id of the rule file of a service, which need not read without a problem."""
    from engine.definitions.source import parse
    from engine.definitions.tree import Scalar, node_at

    files = read_definitions(config)
    path = PurePosixPath("services", f"{service}.yaml")
    if path not in files:
        known = [one.stem for one in files if one.parts[0] == "services"]
        raise no_service(service, known)
    root, _ = parse(path, files[path])
    rules = None if root is None else node_at(root, "rules")
    return rules.text if isinstance(rules, Scalar) else service


def _near(config: Path, rules: str, entry: str) -> str:
    from engine.definitions.entries import entries_of
    from engine.definitions.suggest import did_you_mean

    names = [name for _, name in entries_of(read_definitions(config), rules)]
    hint = did_you_mean(entry, names) or f"rules/{rules}.yaml and its fragments name them"
    return f"; {hint}"


# What is printed ----------------------------------------------------------------------------


def _said(brought: Brought) -> str:
    commit = brought.commit
    if commit is None:
        return "not committed"
    return f"{commit.id[:_ID]}  {commit.at.date()}  {commit.author}: {commit.title}"


def _as_json(brought: Brought) -> dict[str, str] | None:
    commit = brought.commit
    if commit is None:
        return None
    at = commit.at.isoformat()
    return {"id": commit.id, "author": commit.author, "at": at, "title": commit.title}


def _text(name: str, lineage: Lineage[Brought], first: date | None) -> str:
    return "\n".join((*_dated(name, lineage, first), "", *_versions(lineage, first)))


def _dated(name: str, lineage: Lineage[Brought], first: date | None) -> Iterator[str]:
    place = lineage.versions[0].excerpt.place
    yield f"{lineage.kind} `{name}`, {place}"
    shown = [one for one in lineage.dated if _is_shown(one.first, first)]
    if shown:
        yield ""
    widths = [max(map(len, column)) for column in zip(*map(_cells, shown), strict=True)]
    for one in shown:
        cells = (cell.ljust(width) for cell, width in zip(_cells(one), widths, strict=True))
        gone = "" if one.last is None else f"; taken away by {_said(one.last)}"
        yield f"  {'  '.join(cells)}  {_said(one.first)}{gone}"


def _cells(one: DatedEntry[Brought]) -> tuple[str, ...]:
    part = one.part
    cite = f"[{', '.join(part.cite)}]" if part.cite else ""
    if part.value == part.path or part.path == "":
        return part.since, part.value, "", cite
    return part.since, part.value, part.path, cite


def _versions(lineage: Lineage[Brought], first: date | None) -> Iterator[str]:
    for version in lineage.versions:
        shown = [one for one in version.stood if _is_shown(one.since, first)]
        for stood in shown:
            until = "" if stood.until is None else f"; until {_said(stood.until)}"
            yield f"{_said(stood.since)}{until}"
        if shown:
            cite = f"  cites {', '.join(version.cite)}" if version.cite else "  cites nothing"
            yield cite
            yield from (f"    {line.text}".rstrip() for line in version.excerpt.lines)


def _is_shown(brought: Brought, first: date | None) -> bool:
    return first is None or brought.commit is None or brought.commit.at.date() >= first


def _json(lineage: Lineage[Brought], first: date | None) -> str:
    dated = [
        {
            "since": one.part.since,
            "value": one.part.value,
            "path": one.part.path,
            "cite": one.part.cite,
            "brought_by": _as_json(one.first),
            "taken_away_by": None if one.last is None else _as_json(one.last),
            "is_taken_away": one.last is not None,
        }
        for one in lineage.dated
        if _is_shown(one.first, first)
    ]
    versions = [
        {
            "text": version.excerpt.text,
            "cite": version.cite,
            "stood": [
                {
                    "since": _as_json(one.since),
                    "until": None if one.until is None else _as_json(one.until),
                    "is_over": one.until is not None,
                }
                for one in version.stood
                if _is_shown(one.since, first)
            ],
        }
        for version in lineage.versions
    ]
    shown = [version for version in versions if version["stood"]]
    made = {"kind": lineage.kind, "dated": dated, "versions": shown}
    return json.dumps(made, ensure_ascii=False, indent=2)
