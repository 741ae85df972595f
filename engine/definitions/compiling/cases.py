"""Derived facts and rules, compiled with their exceptions; a rule also for each item of a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.definitions.exceptions import Lowered, each_exception, misplaced, with_exceptions
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.operators import Mismatch, branches, comparison
from engine.expressions.scope import Scope
from engine.model.condition import Condition, Formula
from engine.model.document import RequiredDocument
from engine.model.for_each import ForEach
from engine.model.problem import Problem, Span
from engine.model.rule import Derived, Exceptional, Rule
from engine.model.types import NULL, YES_NO, Kind
from engine.model.value import ABSENT

Lower = Callable[[Condition | Formula, Scope], Node | None]


@dataclass(frozen=True, slots=True)
class CaseCompiler:
    """Compiles in `scope`. `lower` and `bounded` add to `problems` what they refuse, as it does."""

    scope: Scope
    lower: Lower
    bounded: Callable[[Node, Span], Node | None]
    problems: list[Problem]

    def derived(self, derived: Derived) -> CompiledDerived | None:
        general = self.lower(derived.body, self.scope)
        exceptions = self._exceptions(derived.exceptions)
        node = self._excepted(general, exceptions, derived.span)
        if node is not None and derived.absent_as is not None:
            node = self._never_absent(node, derived.absent_as)
        if node is None or general is None:
            return None
        return CompiledDerived(derived, node, each_exception(general, exceptions or ()))

    def rule(self, rule: Rule) -> Node | None:
        """The condition of a rule, asked of each item where it is so."""
        if rule.for_each is None:
            return self._condition(rule)
        each = rule.for_each
        over = self.lower(Formula(each.source, (each.span,)), self.scope)
        scope = None if over is None else self._within(each, over)
        node = None if scope is None else replace(self, scope=scope)._condition(rule)  # noqa: SLF001
        if over is None or node is None:
            return None
        text = f"every {each.variable} in {each.source}"
        return core.Quantified(Quantifier.EVERY, each.variable, over, node, YES_NO, rule.span, text)

    def document(self, document: RequiredDocument, each: ForEach) -> Node | None:
        """Whether the document is due for some item: for each for which its condition holds."""
        over = self.lower(Formula(each.source, (each.span,)), self.scope)
        if over is None or over.type.kind is not Kind.GROUP:
            return None  # what is no group is reported beside the steps that have some
        scope = self._within(each, over)
        if scope is None:
            return None
        always = core.Const(True, YES_NO, document.span)
        node = always if document.when is None else self.lower(document.when, scope)
        if node is None:
            return None
        text = f"some {each.variable} in {each.source}"
        return core.Quantified(
            Quantifier.SOME, each.variable, over, node, YES_NO, document.span, text
        )

    def _condition(self, rule: Rule) -> Node | None:
        general = self.lower(rule.condition, self.scope)
        return self._excepted(general, self._exceptions(rule.exceptions), rule.span)

    def _within(self, each: ForEach, over: Node) -> Scope | None:
        """The scope of what is said of each item."""
        item = over.type.item
        if over.type.kind not in {Kind.GROUP, Kind.LIST} or item is None:
            message = f"`{each.source}` is not a group and not a list"
            self.problems.append(Problem("E301", message, each.span))
            return None
        if hidden := self.scope.hidden_by(each.variable):
            message = f"the variable `{each.variable}` hides `{hidden}`"
            hint = "give the variable another name"
            self.problems.append(Problem("E208", message, each.span, hint))
            return None
        return self.scope.with_variable(each.variable, item)

    # Exceptions --------------------------------------------------------------------------

    def _exceptions(self, exceptions: tuple[Exceptional, ...]) -> tuple[Lowered, ...] | None:
        """Every exception lowered, or None where one could not be."""
        self.problems.extend(misplaced(exceptions))
        made = []
        for one in exceptions:
            condition = self.lower(one.condition, self.scope)
            value = None if one.value is None else self.lower(one.value, self.scope)
            if condition is not None and (one.value is None or value is not None):
                made.append(Lowered(one, condition, value))
        return tuple(made) if len(made) == len(exceptions) else None

    def _excepted(
        self, general: Node | None, exceptions: tuple[Lowered, ...] | None, at: Span
    ) -> Node | None:
        if general is None or exceptions is None:
            return None
        try:
            return self.bounded(with_exceptions(general, exceptions, self.scope.lists), at)
        except Mismatch as mismatch:
            self._report(mismatch, at)
            return None

    def _never_absent(self, node: Node, otherwise: Formula) -> Node | None:
        """A node with a value in place of an absent one."""
        instead = self.lower(otherwise, self.scope)
        if instead is None:
            return None
        lists, text = self.scope.lists, otherwise.text
        nothing = core.Const(ABSENT, NULL, otherwise.span)
        try:
            absent = comparison(Comparison.EQ, node, nothing, lists, node.at, text)
            then, other, type_ = branches(instead, node, lists)
        except Mismatch as mismatch:
            self._report(mismatch, otherwise.span)
            return None
        type_ = replace(type_, is_optional=instead.type.is_optional)
        return core.If(absent, then, other, type_, node.at)

    def _report(self, mismatch: Mismatch, at: Span) -> None:
        self.problems.append(Problem(mismatch.code, mismatch.message, at, mismatch.hint))
