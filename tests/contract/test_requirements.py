"""What is installed is pinned by hash, and no download address is written down."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
GROUPS = ("runtime", "impact", "build", "test", "spark", "bench", "fuzz")
RUNNING = ("runtime", "impact", "spark")  # what the program may import
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")


def declared(group: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in `group`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = project["dependencies"] if group == "runtime" else extras[group]
    return [Requirement(line) for line in lines]


def text_of(group: str) -> str:
    return (ROOT / f"requirements/{group}.txt").read_text("utf-8")


def entries(group: str) -> list[str]:
    """Return each requirement of a lock with its hashes, as one line."""
    joined = text_of(group).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def pins(group: str) -> dict[str, str]:
    found = [PIN.match(entry) for entry in entries(group)]
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def imported(path: Path) -> Iterator[str]:
    """Yield the first part of every module that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def npm_lock() -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((ROOT / "api/assets/package-lock.json").read_text("utf-8"))
    return lock


@pytest.mark.parametrize("group", GROUPS)
def test_every_requirement_has_one_release_and_its_hashes(group: str) -> None:
    assert entries(group)
    loose = [line for line in entries(group) if not PIN.match(line) or "--hash=sha256:" not in line]
    assert loose == []


@pytest.mark.parametrize("group", GROUPS)
def test_the_lock_names_no_address_and_no_option(group: str) -> None:
    options = r"://|^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b|@ file"
    assert re.findall(options, text_of(group), re.MULTILINE) == []


@pytest.mark.parametrize("group", GROUPS)
def test_the_lock_holds_what_pyproject_declares(group: str) -> None:
    locked = pins(group)
    stale = [
        str(wanted)
        for wanted in declared(group)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]
    assert stale == [], "make lock"


def test_what_the_code_imports_is_declared_not_inherited() -> None:
    asked_for = {canonicalize_name(one.name) for group in RUNNING for one in declared(group)}
    owners = packages_distributions()
    inherited = [
        f"{path.relative_to(ROOT)} imports {name}"
        for folder in ("engine", "api")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in imported(path)
        if name in owners
        and not asked_for & {canonicalize_name(owner) for owner in owners[name]}
        and name not in {"api", "engine"}
    ]
    assert inherited == []


def test_the_groups_agree_on_every_release_they_share() -> None:
    chosen: dict[str, set[str]] = {}
    for group in GROUPS:
        for name, release in pins(group).items():
            chosen.setdefault(name, set()).add(release)
    assert {name: releases for name, releases in chosen.items() if len(releases) > 1} == {}


def test_every_front_end_package_has_a_hash_and_no_address() -> None:
    packages = {path: entry for path, entry in npm_lock()["packages"].items() if path}
    assert packages
    assert [path for path, entry in packages.items() if "integrity" not in entry] == []
    assert [path for path, entry in packages.items() if "resolved" in entry] == []


def test_front_end_packages_are_declared_by_exact_release() -> None:
    root = npm_lock()["packages"][""]
    releases = {**root["dependencies"], **root["devDependencies"]}
    assert [name for name, release in releases.items() if not release[0].isdigit()] == []
