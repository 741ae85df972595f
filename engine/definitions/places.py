"""Where each kind of definition is kept: the path of a file says what it holds."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath

from engine.definitions.suggest import did_you_mean
from engine.definitions.tree import Mapping, Node, Scalar
from engine.model.problem import Problem, Span


class Kind(Enum):
    """A kind of file; the value names its schema."""

    PORTAL = "portal"
    SOURCES = "sources"
    PRIVACY = "privacy"
    LIST = "list"
    REGISTER = "register"
    RULES = "rules"
    SERVICE = "service"  # what people apply for
    RECORD = "record"
    LOOKUP = "lookup"
    FRAGMENT = "fragment"
    LIFECYCLE = "lifecycle"
    PEOPLE = "people"
    STAFF = "staff"
    SCENARIO = "scenario"

    @staticmethod
    def needed() -> tuple[tuple[Kind, PurePosixPath], ...]:
        """The files without which nothing can be served."""
        return (
            (Kind.PORTAL, PurePosixPath("portal.yaml")),
            (Kind.SOURCES, PurePosixPath("sources.yaml")),
        )


_FILES = {
    ("portal.yaml",): Kind.PORTAL,
    ("sources.yaml",): Kind.SOURCES,
    ("privacy.yaml",): Kind.PRIVACY,
    ("demonstration", "people.yaml"): Kind.PEOPLE,
    ("demonstration", "staff.yaml"): Kind.STAFF,
}
_FOLDERS = {
    "lists": (Kind.LIST, 2),
    "registers": (Kind.REGISTER, 2),
    "rules": (Kind.RULES, 2),
    "services": (Kind.SERVICE, 2),
    "fragments": (Kind.FRAGMENT, 2),
    "lifecycles": (Kind.LIFECYCLE, 2),
    "scenarios": (Kind.SCENARIO, 3),
}
_SHAPES = [*("/".join(parts) for parts in _FILES), *(f"{folder}/" for folder in _FOLDERS)]


_OF_SERVICES = {"record": Kind.RECORD, "lookup": Kind.LOOKUP}


def kind_within(kind: Kind, root: Node) -> Kind:
    """The kind that a file of services/ says that it is; of any other, what its place says."""
    said = root.get("kind") if kind is Kind.SERVICE and isinstance(root, Mapping) else None
    return _OF_SERVICES.get(said.text, kind) if isinstance(said, Scalar) else kind


def kind_of(path: PurePosixPath) -> tuple[Kind | None, Problem | None]:
    """What a file at `path` holds, or the problem that no definition is kept there."""
    at = Span(path, 1, 1, 1)
    if path.suffix == ".yml":
        hint = f"rename it to `{path.with_suffix('.yaml').name}`"
        return None, Problem("D013", "a file that ends in `.yml` is not read", at, hint)
    if path.parts in _FILES:
        return _FILES[path.parts], None
    kind, depth = _FOLDERS.get(path.parts[0], (None, 0))
    if kind is not None and len(path.parts) == depth:
        return kind, None
    if kind is Kind.SCENARIO:
        hint = "scenarios are kept in scenarios/<service>/<name>.yaml"
    elif kind is not None:
        hint = f"files are kept in {path.parts[0]}/ itself, without a folder below it"
    else:
        first = path.parts[0] + ("/" if len(path.parts) > 1 else "")
        hint = did_you_mean(first, _SHAPES) or "definitions are in " + ", ".join(_SHAPES)
    return None, Problem("D013", f"no definition is kept in {path}", at, hint)
