"""Carried models beside a service that gives their facts: what our own checks say of them."""

import shutil
from pathlib import Path, PurePosixPath

from engine.definitions.read import read_files, read_folder
from engine.dmn.carry.carry import Carried
from engine.dmn.carry.yaml import files_of
from engine.model.problem import DefinitionError, Problem, Span
from engine.model.types import Kind, Type

SMALL = Path(__file__).parents[1] / "fixtures" / "small-service"
AT = Span(PurePosixPath("loans.dmn"), 1, 1)


def rules(made: Carried) -> str:
    return files_of(made)[PurePosixPath("rules/loans.yaml")]


def lost(made: Carried) -> list[str]:
    return [note.message for note in made.lost]


def problems_in(tmp_path: Path, made: Carried) -> list[Problem]:
    """Problems in the files that were written, beside a service that gives their facts."""
    root = Path(shutil.copytree(SMALL, tmp_path / "config"))
    for name, text in files_of(made).items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    service = (root / "services/parking-permit.yaml").read_text(encoding="utf-8")
    head, _, rest = service.partition("    fields:\n")
    _, _, tail = rest.partition("  - id: check\n")
    facts = made.vocabulary.given.items()
    fields = "".join(field(name, type_) for name, type_ in facts if type_.kind is not Kind.GROUP)
    groups = "".join(group(name, type_) for name, type_ in facts if type_.kind is Kind.GROUP)
    service = f"{head}    fields:\n{fields}{groups}  - id: check\n{tail}"
    service = service.replace("rules: parking-permit", f"rules: {made.id}")
    (root / "services/loans.yaml").write_text(
        service.replace("id: parking-permit", "id: loans"), encoding="utf-8"
    )
    try:
        read_files(read_folder(root))
    except DefinitionError as error:
        written = set(files_of(made))
        return [
            problem
            for problem in error.problems
            if problem.span.path in written and "inference" not in problem.message
        ]
    return []


def field(name: str, type_: Type) -> str:
    words = str(type_).replace("code of", "choice of")
    look = ", look: radios" if words.startswith("choice") else ""
    return f"      - {{id: {name}, type: {words}{look}, label: {{ar: س, en: Q}}}}\n"


def group(name: str, type_: Type) -> str:
    fields = "".join(field(inner, of) for inner, of in type_.fields)
    words = "{ar: س, en: Q}"
    head = f"  - id: {name}\n    kind: group\n    title: {words}\n"
    shape = f"    group: {{fact: {name}, item: {words}, min_items: 0, max_items: 5}}\n"
    return f"{head}{shape}    fields:\n{fields}"
