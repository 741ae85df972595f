"""Each lifecycle of config/ is whole with every choice of its parts, with fees and without."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path, PurePosixPath

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.read import read_files, read_folder
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, node_at

ROOT = Path(__file__).parents[4]
BASE = {
    path: content
    for path, content in read_folder(ROOT / "tests" / "definitions" / "good" / "base").items()
    if path.parts[0] != "scenarios"
}
CONFIG = read_folder(ROOT / "config")
LIFECYCLES = [path for path in CONFIG if path.parts[0] == "lifecycles"]
SERVICE, RULES = PurePosixPath("services/permit.yaml"), PurePosixPath("rules/permit.yaml")
SOURCES = PurePosixPath("sources.yaml")
SHARED = ("sources.yaml", "lists/assessment_results.yaml")
assert LIFECYCLES


def choices(path: PurePosixPath) -> list[tuple[str, ...]]:
    """No part, each one, and so on to all of them."""
    root, _ = parse(path, CONFIG[path])
    parts = node_at(root, "parts") if root is not None else None
    names = tuple(parts.entries) if isinstance(parts, Mapping) else ()
    return list(chain(*(combinations(names, count) for count in range(len(names) + 1))))


CASES = [(path, parts) for path in LIFECYCLES for parts in choices(path)]


def using(path: PurePosixPath, parts: tuple[str, ...]) -> dict[PurePosixPath, bytes]:
    """The permit with this lifecycle in the place of its own."""
    lifecycle = CONFIG[path].decode()
    before, _, after = BASE[SERVICE].decode().partition("lifecycle:\n")
    arguments = ["processing_days: 5", "processing_source: demonstration"]
    if "assessment_is_due:" in lifecycle and parts:
        arguments.append("assessment_is_due: permit.is_for_home")
    chosen = f", parts: [{', '.join(parts)}]" if parts else ""
    use = f"lifecycle: {{use: {path.stem}{chosen}, with: {{{', '.join(arguments)}}}}}\n\n"
    service = before + use + after[after.index("in_flight:") :]
    rules = BASE[RULES].decode()
    if "invoice: on_submission" not in lifecycle:
        rules = rules[: rules.index("fees:")] + rules[rules.index("validity:") :]
        rules = rules[: rules.index("tables:")] + rules[rules.index("rules:") :]
    elif "invoice: after_approval" in lifecycle:
        line = rules[rules.index("    - id: permit\n") : rules.index("validity:")].rstrip("\n")
        later = line.replace("id: permit", "id: later").replace("on_submission", "after_approval")
        rules = rules.replace(line, f"{line}\n{later}")
    files = {name: content for name, content in BASE.items() if name != SOURCES}
    files |= {one: CONFIG[one] for one in CONFIG if str(one) in SHARED}
    sources = CONFIG[SOURCES] + BASE[SOURCES].split(b"sources:\n")[1]
    return files | {
        path: CONFIG[path],
        SERVICE: service.encode(),
        RULES: rules.encode(),
        SOURCES: sources,
    }


@pytest.mark.parametrize(("path", "parts"), CASES, ids=lambda one: getattr(one, "stem", "") or "-")
def test_a_lifecycle_is_whole_with_every_choice_of_its_parts(
    path: PurePosixPath, parts: tuple[str, ...]
) -> None:
    catalogue = read_files(using(path, parts), Prover())
    lifecycle = catalogue.services["permit"].lifecycle
    assert all(("assessment" in one.id) <= bool(parts) for one in lifecycle.states)
    assert {one.kind for move in lifecycle.transitions for one in move.effects}
