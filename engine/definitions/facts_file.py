"""A file of facts by name, for deciding on the command line.

```yaml
practitioner.birth_date: 1990-05-14      # any fact that somebody gives; `null`: absent
cpd: no_record                           # a register as a whole: `no_record` or `silent`
experience:                              # a group as a list is complete
  - {from_date: 2020-01-01, is_current: true}
```

What is left out is unknown; `<register>.is_on_record` follows from any fact of the register.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from engine.definitions.catalogue import Catalogue
from engine.definitions.known import Known
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.source import parse
from engine.definitions.suggest import did_you_mean
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.definitions.typed import read_value, type_words
from engine.expressions.program import Program
from engine.model.fact import FactSource
from engine.model.problem import DefinitionError, Problem
from engine.model.register import Answer
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Cause, CauseKind, Facts, Items, State, Unknown


def read_facts(path: Path, program: Program, catalogue: Catalogue) -> Facts:
    """The facts that the file at `path` gives of the service that `program` is of.

    Raises:
        DefinitionError: with every problem of the file.
        OSError: if the file cannot be read.
    """
    name = PurePosixPath(path.name)
    root, found = parse(name, path.read_bytes())
    if root is None:
        raise DefinitionError(found)
    problems: list[Problem] = []
    reading = _Reading(Parts(name, Known(lists=catalogue.lists), problems), program)
    if isinstance(root, Mapping):
        for entry in root.entries.values():
            reading.read(entry)
    else:
        hint = "write each fact on a line, as in `decision.fact: value`"
        problems.append(Problem("D022", "the file is not a mapping", root.span, hint))
    if problems:
        raise DefinitionError(tuple(problems))
    return reading.facts


class _Reading:
    def __init__(self, parts: Parts, program: Program) -> None:
        self.parts = parts
        self.program = program
        self.facts: dict[str, State] = {}
        self.registers = {
            fact.name.partition(".")[0]
            for fact in program.facts.values()
            if fact.source is FactSource.REGISTER
        }

    def read(self, entry: Entry) -> None:
        name = entry.key.text
        fact = self.program.facts.get(name)
        if name in self.registers:
            self._register(entry)
        elif fact is None:
            hint = did_you_mean(name, self.program.facts)
            self.parts.report("D103", f"unknown fact `{name}`", entry.key.span, hint)
        else:
            with self.parts.skipping(name):
                self.facts[name] = self._state(entry.value, fact.type)
            if fact.source is FactSource.REGISTER:
                self.facts.setdefault(f"{name.partition('.')[0]}.is_on_record", True)

    def _register(self, entry: Entry) -> None:
        """Every fact of a register that holds no record is absent; of a silent one, unknown."""
        word = entry.value.text if isinstance(entry.value, Scalar) else ""
        if word not in (Answer.NO_RECORD, Answer.SILENT):
            hint = "write `no_record`, `silent`, or single facts of it"
            message = f"`{entry.key.text}` is a register, and this is no answer of one"
            self.parts.report("D143", message, entry.value.span, hint)
            return
        for fact in self.program.facts.values():
            if fact.name.partition(".")[0] == entry.key.text:
                cause = Cause(CauseKind.REGISTER_SILENT, fact.name)
                silent = Unknown(frozenset({cause}))
                is_built_in = fact.name.endswith(".is_on_record")
                none: State = False if is_built_in else ABSENT
                self.facts[fact.name] = none if word == Answer.NO_RECORD else silent

    def _state(self, node: Node, type_: Type) -> State:
        if isinstance(node, Scalar) and node.is_null:
            return ABSENT
        if type_.kind is Kind.GROUP:
            return self._items(node, type_)
        if type_.kind is Kind.FILE:
            return (isinstance(node, Scalar) and node.text == "true") or ABSENT
        if isinstance(node, Mapping):
            message = f"this is a mapping, and must be {type_words(type_)}"
            self.parts.report("D022", message, node.span)
        return read_value(self.parts, node, type_.required())

    def _items(self, node: Node, type_: Type) -> Items:
        if not isinstance(node, Sequence):
            hint = "write the items as a list; `[]` when there is none"
            self.parts.report("D143", "this is a group of items", node.span, hint)
            raise Unreadable
        fields = dict(type_.fields)
        items = []
        for item in node.items:
            made: dict[str, State] = {}
            for entry in item.entries.values() if isinstance(item, Mapping) else ():
                field = fields.get(entry.key.text)
                if field is None:
                    hint_ = did_you_mean(entry.key.text, fields)
                    message = f"an item has no field `{entry.key.text}`"
                    self.parts.report("D103", message, entry.key.span, hint_)
                    continue
                with self.parts.skipping(entry.key.text):
                    made[entry.key.text] = self._state(entry.value, field)
            for name, field in fields.items():
                made.setdefault(name, ABSENT if field.is_optional else Unknown())
            items.append(made)
        return Items(tuple(items))
