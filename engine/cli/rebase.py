"""`mumaris rebase --dry-run`: what another release would change in the drafts of applicants."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.options import read_release
from engine.cli.ports import now, ports
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.operations.ports import Ports
    from engine.operations.rebasing import DraftChange, Pinned
    from engine.release import Release


@click.command("rebase")
@click.option("--dry-run", is_flag=True, help="Tell it and write nothing: the only way there is.")
@click.option(
    "--to",
    metavar="FOLDER|RELEASE",
    help="A folder of definitions, or the beginning of a kept release's hash.  "
    "[default: the release in force]",
)
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True
)
def command(dry_run: bool, to: str | None, shape: str) -> None:
    """Tell for each draft what a release would change, and that submitted ones stay as they are.

    A draft moves by itself when its applicant next opens it after a publication.
    """
    from engine.operations.rebasing import drafts_under, pinned

    if not dry_run:
        raise EngineError("drafts move when their applicants open them: say `--dry-run`")
    with ports() as open_:
        target = _target(open_, to)
        drafts = list(drafts_under(open_, target, now()))
        stay = pinned(open_)
    (_as_json if shape == "json" else _as_text)(target, drafts, stay)


def _target(open_: Ports, to: str | None) -> Release:
    from engine.operations.rebasing import target_of

    if to is not None and Path(to).is_dir():
        return read_release(Path(to))
    return target_of(open_, to, now())


def _as_text(target: Release, drafts: list[DraftChange], stay: Pinned) -> None:
    click.echo(f"under release {target.hash[:12]}")
    for draft in drafts:
        if draft.changes:
            click.echo(f"{draft.reference} ({draft.service}, from {draft.release[:12]})")
        for change in draft.changes:
            place = f"{change.step}.{change.field}" if change.field else change.step
            mark = "*" if change in draft.touched else " "
            click.echo(f"  {mark} {change.kind} {place}: {change.label.en}")
    if any(draft.touched for draft in drafts):
        click.echo("* of a step that the applicant has saved")
    fates = Counter(str(draft.fate) for draft in drafts)
    click.echo(f"{len(drafts)} drafts: " + (_listed(fates) or "nothing moves"))
    kinds = Counter(str(change.kind) for draft in drafts for change in draft.changes)
    if kinds:
        click.echo(f"changes: {_listed(kinds)}")
    click.echo(f"{stay.total} submitted applications stay under their releases")


def _as_json(target: Release, drafts: list[DraftChange], stay: Pinned) -> None:
    told = {
        "release": target.hash,
        "drafts": [_draft(draft) for draft in drafts],
        "fates": Counter(draft.fate for draft in drafts),
        "kinds": Counter(change.kind for draft in drafts for change in draft.changes),
        "pinned": stay.by_release,
    }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _draft(draft: DraftChange) -> dict[str, object]:
    return {
        "reference": draft.reference,
        "service": draft.service,
        "release": draft.release,
        "fate": draft.fate,
        "changes": [
            {
                "kind": change.kind,
                "step": change.step,
                "field": change.field,
                "label": {"ar": change.label.ar, "en": change.label.en},
                "is_touched": change in draft.touched,
            }
            for change in draft.changes
        ],
    }


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
