"""The steps of a service, compiled: when each step and field is shown, bounds, and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from engine.expressions.compiled import OPTION, CompiledField, CompiledOptions
from engine.expressions.core import Node
from engine.expressions.scope import Scope, Symbol, SymbolKind
from engine.model.condition import Condition, Formula
from engine.model.fact import Fact
from engine.model.service import Field, Group, Service, Step
from engine.model.types import Kind, Type

LowerCondition = Callable[[Condition | None, Scope], Node | None]


class LowerFormula(Protocol):
    """Lowers a formula that must give one of the wanted types."""

    def __call__(self, formula: Formula, scope: Scope, *wanted: Type) -> Node | None: ...


@dataclass(frozen=True, slots=True)
class CompiledSteps:
    """Conditions of steps by step id, fields and checks by step id and their own, paragraphs of
    guidance by step id in their order. `held` are conditions of groups inside items: they are of
    each item, and not of the step."""

    steps: Mapping[str, Node | None]
    held: Mapping[str, Node]
    fields: Mapping[tuple[str, str], CompiledField]
    checks: Mapping[tuple[str, str], Node]
    paragraphs: Mapping[str, tuple[Node | None, ...]]


@dataclass(frozen=True, slots=True)
class StepCompiler:
    """Compiles steps in `scope`; `condition` and `formula` lower, and collect problems."""

    facts: Mapping[str, Fact]
    scope: Scope
    condition: LowerCondition
    formula: LowerFormula

    def of(self, service: Service) -> CompiledSteps:
        steps: dict[str, Node | None] = {}
        held: dict[str, Node] = {}
        fields: dict[tuple[str, str], CompiledField] = {}
        checks: dict[tuple[str, str], Node] = {}
        paragraphs: dict[str, tuple[Node | None, ...]] = {}
        for step in service.pages:
            is_inside = step.group is not None and step.group.inside is not None
            steps[step.id] = None if is_inside else self.condition(step.shown_when, self.scope)
            scope = self._field_scope(step)
            for inner in step.groups:
                shown = self.condition(inner.shown_when, scope)
                if shown is not None:
                    held[inner.id] = shown
            for field in step.fields:
                fields[step.id, field.id] = self._field(field, scope)
            for check in step.checks:
                node = self.condition(check.condition, scope)
                if node is not None:
                    checks[step.id, check.id] = node
            if step.says:
                conditions = (one.condition for one in step.says)
                paragraphs[step.id] = tuple(self.condition(one, self.scope) for one in conditions)
        return CompiledSteps(steps, held, fields, checks, paragraphs)

    def _field_scope(self, step: Step) -> Scope:
        """Inside a group, a plain name is first a field of the same item."""
        outer = self.scope
        if step.group is None:
            return outer
        type_ = self._item_type(step.group)

        def resolve(name: str) -> Symbol | None:
            found = type_.field(name)
            if found is not None:
                return Symbol(SymbolKind.ITEM, "item", found, name)
            return outer.resolve(name)

        names = outer.names | {name for name, _ in type_.fields}
        return replace(outer, resolve=resolve, names=names).with_variable("item", type_)

    def _item_type(self, group: Group) -> Type:
        """The type of an item, which may be one inside an item."""
        if group.inside is None:
            around: Type | None = self.facts[group.fact].type
        else:
            around = self.facts[group.inside].type.field(group.name)
        item = None if around is None else around.item
        assert item is not None, "a group is a fact, or a field of the items of one"
        return item

    def _field(self, field: Field, scope: Scope) -> CompiledField:
        wanted = field.fact_type.required()
        kind = Type(wanted.kind, of=wanted.of)
        low, high = (
            None if bound is None else self.formula(bound, scope, kind)
            for bound in (field.low, field.high)
        )
        return CompiledField(
            self.condition(field.shown_when, scope),
            self.condition(field.required_when, scope),
            low,
            high,
            self._options(field, scope),
        )

    def _options(self, field: Field, scope: Scope) -> CompiledOptions | None:
        if field.options is None:
            return None
        option = Type(Kind.CODE, of=field.chosen_from)
        where = self.condition(field.options.where, scope.with_variable(OPTION, option))
        when = {code: self.condition(one, scope) for code, one in field.options.when}
        return CompiledOptions(where, {code: node for code, node in when.items() if node})
