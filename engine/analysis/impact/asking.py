"""Questions that only a new version puts to somebody, acted out: nobody has answered them yet.

In a table of past applications the answer to such a question is absent, as nobody was asked, or has
no column. The new version is read with it unknown where it asks, and absent where it does not. What
comes out all the same is so whatever is answered (law 2 of the language).

Whom a version asks is known as far as the table says: where it does not, the question counts as
asked. Fields inside the items of a group count as asked of whoever has an item, those of a group
inside an item of whoever has an item there.

Not here: reading the table (`relation/impact.py`), what is told of the numbers (`telling.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.analysis.history.history import read_by_rules
from engine.analysis.impact.fitting import Side
from engine.analysis.questions import opened
from engine.analysis.rebuilding import rebuilt
from engine.analysis.relation.stored import stored_node
from engine.definitions.facts import is_always_answered, providers_of
from engine.definitions.world import in_force, is_shown
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledOutput, CompiledTable
from engine.expressions.core import Node, Quantifier
from engine.expressions.program import Program
from engine.model.condition import Formula
from engine.model.dated import Dated
from engine.model.fact import Fact
from engine.model.rule import Derived
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, Items
from engine.model.words import Text

_ACTED: Final = "{name} as asked now"
_TO_COME: Final = "{name} to come"
_ASKED: Final = "{name} is asked"


@dataclass(frozen=True, slots=True)
class Asking:
    """`program` is the new version with its questions acted out; `asked` are its determinations,
    each by the fact of a question, that say whether it is new to an applicant: false where it is
    not."""

    program: Program
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Question:
    """`when` it is asked. `is_sure`: where it is, there is an answer."""

    when: Node
    is_sure: bool


def acted_out(old: Side, new: Side, service: str) -> Asking:
    """The new version as it reads what the old one has asked."""
    return _Acting(old, new, service).asking()


class _Acting:
    def __init__(self, old: Side, new: Side, service: str) -> None:
        self._old = old.catalogue.programs[service]
        self._new = new.catalogue.programs[service]
        self._before = dict(_questions(old, service))
        self._now = dict(_questions(new, service))
        self._read = read_by_rules(self._new)
        self._otherwise = self._asked_otherwise()

    def asking(self) -> Asking:
        if not self._otherwise:
            return Asking(self._new, {})
        asked = {name: _ASKED.format(name=name) for name in self._otherwise}
        acted = [name for name in self._otherwise if name in self._read]
        facts = {**self._old.facts, **self._new.facts}
        derived = self._derived()
        for name in acted:
            coming = replace(self._new.facts[name], name=_TO_COME.format(name=name))
            facts[coming.name] = coming
            derived[_ACTED.format(name=name)] = _named(name, self._acted(name))
        derived |= {asked[name]: _named(name, self._is_new(name)) for name in self._otherwise}
        program = replace(
            self._over_rules(),
            facts=facts,
            derived=derived,
            tables={name: self._table(made) for name, made in self._new.tables.items()},
            determinations=(*self._new.determinations, *asked.values()),
        )
        return Asking(program, asked)

    # Which questions ---------------------------------------------------------------------

    def _asked_otherwise(self) -> tuple[str, ...]:
        """The facts of questions that are new, or are put to others than before.

        Of one that no rule reads the table has no answers, so it counts only if it is new.
        """
        found = {
            name: None
            for name in self._now
            if name not in self._before or (name in self._read and self._is_otherwise(name))
        }
        while True:
            more = [
                name
                for name, question in self._now.items()
                if name not in found
                and name in self._read
                and found.keys() & opened((question.when,), self._new).keys()
            ]
            if not more:
                return tuple(name for name in self._now if name in found)
            found |= dict.fromkeys(more)

    def _is_otherwise(self, name: str) -> bool:
        before, now = self._before[name].when, self._now[name].when
        is_same = stored_node(self._old, before).name == stored_node(self._new, now).name
        return not is_same or self._with_more(name) is not None

    # What they come to -------------------------------------------------------------------

    def _acted(self, name: str) -> Node:
        """The answer as the new version reads it: what was answered, or to come, or none."""
        fact, question = self._new.facts[name], self._now[name]
        given, coming = (_fact(fact, one) for one in (name, _TO_COME.format(name=name)))
        kind, at = fact.type.optional(), fact.span
        was_asked = None if self._was_sure(name) else self._was_asked(name)
        open_: Node = coming
        if was_asked is not None:
            open_ = core.If(was_asked, given, coming, kind, at)
        answer = core.If(_is_there(fact, given), given, open_, kind, at)
        is_group = fact.type.kind is Kind.GROUP
        nothing = core.Const(Items() if is_group else ABSENT, kind, at)
        return core.If(self._over(question.when), answer, nothing, kind, at)

    def _is_new(self, name: str) -> Node:
        """That the question is asked now, and was not."""
        fact = self._new.facts[name]
        parts = [self._over(self._now[name].when)]
        given = _fact(fact, name)
        was_asked = self._was_asked(name)
        if name in self._read:
            parts.append(core.Not(_is_there(fact, given), YES_NO, fact.span))
        if was_asked is not None:
            parts.append(core.Not(was_asked, YES_NO, fact.span))
        whole = core.And(tuple(parts), YES_NO, fact.span)
        more = self._with_more(name) if name in self._before else None
        return whole if more is None else core.Or((whole, more), YES_NO, fact.span)

    def _with_more(self, name: str) -> Node | None:
        """That it has an item of which the new version asks more; None where it does of none."""
        fact = self._new.facts[name]
        return _with_new_fields(_fact(fact, name), self._old.facts[name].type)

    def _was_sure(self, name: str) -> bool:
        """Whether everybody whom the old version asked has answered."""
        return name in self._before and self._before[name].is_sure

    def _was_asked(self, name: str) -> Node | None:
        """That the old version asked it; None where nobody was asked, or that cannot be said in the
        new version: then whoever has no answer counts as not asked."""
        if name not in self._before:
            return None
        when = _inlined(self._before[name].when, self._old)
        is_alike = stored_node(self._old, when).name == stored_node(self._new, when).name
        return when if is_alike else None

    # The program -------------------------------------------------------------------------

    def _over(self, node: Node) -> Node:
        """The node with acted answers in place of those of the table."""
        if isinstance(node, core.FactRef) and node.name in self._otherwise:
            if node.name in self._read:
                return core.DerivedRef(_ACTED.format(name=node.name), node.type, node.at)
            return node
        return rebuilt(node, self._over)

    def _maybe(self, node: Node | None) -> Node | None:
        return None if node is None else self._over(node)

    def _over_rules(self) -> Program:
        new, validity = self._new, self._new.validity
        return replace(
            new,
            rules=tuple(replace(one, condition=self._over(one.condition)) for one in new.rules),
            documents=tuple(replace(one, when=self._maybe(one.when)) for one in new.documents),
            fees=tuple(
                replace(one, when=self._maybe(one.when), amount=self._over(one.amount))
                for one in new.fees
            ),
            validity=validity
            and replace(
                validity, starts=self._over(validity.starts), lasts=self._over(validity.lasts)
            ),
        )

    def _derived(self) -> dict[str, CompiledDerived]:
        return {
            name: replace(made, body=self._over(made.body))
            for name, made in self._new.derived.items()
        }

    def _table(self, made: CompiledTable) -> CompiledTable:
        rows = (
            replace(row, condition=self._over(row.condition), outputs=self._outputs(row.outputs))
            for row in made.rows
        )
        default = None if made.default is None else self._outputs(made.default)
        return replace(made, rows=tuple(rows), default=default, on=self._maybe(made.on))

    def _outputs(self, outputs: Mapping[str, CompiledOutput]) -> dict[str, CompiledOutput]:
        return {
            name: one if isinstance(one, Dated) else self._over(one)
            for name, one in outputs.items()
        }


def _questions(side: Side, service: str) -> Iterator[tuple[str, _Question]]:
    """Whatever applicants are asked, by its fact: answers, groups, details of documents."""
    declared = side.catalogue.declared(service)
    program = side.catalogue.programs[service]
    for fact, providers in providers_of(declared).items():
        parts = tuple(is_shown(step, field, program) for step, field in providers)
        when = core.Or(parts, YES_NO, providers[0][1].span)
        yield fact, _Question(when, all(is_always_answered(field) for _, field in providers))
        for _, field in providers:
            for own in () if field.own is None else field.own.facts:
                yield own.name, _Question(when, not own.type.is_optional)
    for step in declared.steps:
        if step.group is not None:
            around = program.steps[step.id] or core.Const(True, YES_NO, step.span)
            yield step.group.fact, _Question(around, is_sure=False)
    for made in program.documents:
        paper = made.document
        if paper.for_each is not None:
            continue
        due = [*in_force(paper.effective_from, paper.effective_to, paper.span)]
        due += [] if made.when is None else [made.when]
        for detail in paper.details:
            is_sure = not detail.type.is_optional and not paper.any_of
            yield detail.name, _Question(core.And(tuple(due), YES_NO, paper.span), is_sure)


def _inlined(node: Node, program: Program) -> Node:
    """The node with the bodies of derived facts in their place."""
    if isinstance(node, core.DerivedRef):
        return _inlined(program.derived[node.name].body, program)
    return rebuilt(node, lambda one: _inlined(one, program))


def _with_new_fields(items: Node, before: Type, variable: str = "item") -> Node | None:
    """That there is one of `items`, or inside one of them, with a field that was not asked before.

    None where every field was.
    """
    now, was = items.type.item, before.item
    if now is None or was is None:
        return None
    fields = dict(was.fields)
    if dict(now.fields).keys() - fields.keys():
        return _some(variable, items, core.Const(True, YES_NO, items.at))
    held = (
        _with_new_fields(core.ItemRef(variable, name, type_, items.at), fields[name], "held")
        for name, type_ in now.fields
    )
    found = tuple(one for one in held if one is not None)
    return _some(variable, items, core.Or(found, YES_NO, items.at)) if found else None


def _some(variable: str, items: Node, body: Node) -> Node:
    return core.Quantified(Quantifier.SOME, variable, items, body, YES_NO, items.at, "")


def _fact(fact: Fact, name: str) -> Node:
    return core.FactRef(name, fact.type, fact.span)


def _is_there(fact: Fact, given: Node) -> Node:
    """That it was answered; of a group, that it has an item."""
    if fact.type.kind is Kind.GROUP:
        return _some("item", given, core.Const(True, YES_NO, fact.span))
    return core.Not(core.IsAbsent(given, YES_NO, fact.span, ""), YES_NO, fact.span)


def _named(name: str, body: Node) -> CompiledDerived:
    declared = Derived(name, Text(name, name), Formula(name, (body.at,)), (), body.at)
    return CompiledDerived(declared, body)
