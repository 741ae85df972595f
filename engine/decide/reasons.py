"""The reasons of one rule or document in one language: what decided, on what, what would change it.

Works from the traces of the decision alone: facts that an atom read are read again to say which
item of a group decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final, TypeAlias

from engine.decide.basis import basis_of
from engine.decide.items import NO_BINDINGS, Bindings, Item, deciding_items, deciding_of
from engine.decide.naming import Naming, group_of
from engine.decide.sentences import (
    alternative,
    change,
    change_to_one_of,
    labelled,
    one_of,
    sentence,
    statement,
)
from engine.decide.telling import Telling
from engine.decide.transitional import bounds_of, does_not_apply
from engine.decide.views import BasisView, ItemView, ReasonView
from engine.decide.ways import Way, needed, ways
from engine.expressions import core
from engine.expressions.core import Node, Quantifier
from engine.expressions.evaluate import Evaluation
from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    NotLogic,
    OrLogic,
)
from engine.expressions.shape import shape
from engine.model.condition import Clause, Combinator, Condition
from engine.model.condition import Formula as Written
from engine.model.decision import AtomTrace, RuleResult, Verdict
from engine.model.wording import Words
from engine.model.words import Text
from engine.phrases import phrase, said

Sentence: TypeAlias = tuple[str, int | None]
"""With the number of the item of a group that it is about."""

Alike: TypeAlias = Mapping[str, Sequence[tuple[AtomTrace, Node]]]
"""Atoms that are alternatives, by the id of each."""

_ITEMS_SAID: Final = 3  # of those that decided together
_WAYS_SAID: Final = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A clause by the label of its author, and whether it holds."""

    label: Text
    holds: bool


class Reasons:
    """Says why, by the traces of atoms that one condition has."""

    def __init__(self, atoms: Sequence[AtomTrace], day: date, telling: Telling) -> None:
        self.traces = {atom.id: atom for atom in atoms}
        self.day = day
        self.telling = telling
        self.naming = telling.naming
        self.logic = telling.naming.program.logic

    # Rules -------------------------------------------------------------------------------

    def of_rule(self, result: RuleResult, declared: Condition) -> Iterator[ReasonView]:
        """One reason for each clause that decided; the same sentence is said once.

        A clause with a label is said by it. An atom that only guards another is passed over.
        """
        is_refused = result.verdict is Verdict.NOT_MET
        labels = {
            line: Named(said(self.telling.text(label)), is_denied is is_refused)
            for line, label, is_denied in _labels(declared)
        }
        wanted = dict(needed(self.logic.rules[result.id], self.logic, True))
        decided = [(self.traces[id_], self.logic.atoms[id_]) for id_ in result.deciding]
        bounds = bounds_of(result.id, self.naming.program)
        named: dict[Named, Sentence] = {}
        for atom, node in decided:
            clause = labels.get(_line(node))
            if clause is not None and clause not in named:
                named[clause] = labelled(clause.label, clause.holds, self.naming), None
            if clause is not None and isinstance(node, core.Quantified):
                named[clause] = self._named(atom, node, named[clause])
        alike = self._alike((id_, wanted[id_]) for id_ in result.deciding)
        heard: set[str] = set()
        order = count()
        for atom, node in decided:
            clause = labels.get(_line(node))
            if clause is not None:
                found = iter([named[clause]])
            elif shape(node) in bounds:
                is_met = result.verdict is Verdict.MET
                words = does_not_apply(atom, node, self.naming)
                found = iter([(words, None)] if is_met else [])
            elif _only_guards(atom, node, result):
                continue
            elif atom.id in alike:
                found = iter([(one_of(alike[atom.id], wanted[atom.id], self.naming), None)])
            else:
                found = self._said(atom, node, wanted[atom.id])
            for words, item in found:
                at = next(order)
                if words not in heard:
                    heard.add(words)
                    yield ReasonView(at, words, atom.place, item, self.basis(atom))

    def _named(self, atom: AtomTrace, node: core.Quantified, plain: Sentence) -> Sentence:
        """A named clause, with the item that it is about where a single one decided."""
        found = list(deciding_items(self._evaluation(atom), node, True, NO_BINDINGS))
        if plain[1] is not None or len(found) != 1:
            return plain
        item = self._item(node, found[0].number, found[0].item)
        return self._of_item(item, plain[0]), found[0].number

    def changes(self, result: RuleResult) -> tuple[tuple[str, ...], ...]:
        """Ways in which a rule that is not met would be, where every change can be said."""
        if result.verdict is not Verdict.NOT_MET:
            return ()
        truths = {id_: atom.truth for id_, atom in self.traces.items()}
        found = ways(self.logic.rules[result.id], self.logic, truths, True)
        alike = self._alike(part for way in found if len(way) == 1 for part in way)
        kinds = {self._kind(way, alike): way for way in reversed(found)}
        each = (self._way(way, len(kinds) == 1, alike) for way in reversed(kinds.values()))
        return tuple(one for one in each if one)[:_WAYS_SAID]

    def _kind(self, way: Way, alike: Alike) -> str:
        """Equal for ways that are said as one."""
        ids = sorted(id_ for id_, _ in way)
        return alike[ids[0]][0][0].id if len(ids) == 1 and ids[0] in alike else " ".join(ids)

    def _way(self, way: Way, is_only: bool, alike: Alike) -> tuple[str, ...]:
        """What would have to change in this way; nothing where a part of it cannot be said."""
        if len(way) == 1 and (among := alike.get(next(iter(way))[0])) is not None:
            return (change_to_one_of(among, self.naming),) if is_only else ()
        words = [
            self._change(self.traces[id_], self.logic.atoms[id_], truth, is_only)
            for id_, truth in sorted(way, key=lambda part: list(self.traces).index(part[0]))
        ]
        return tuple(one for one in words if one) if all(words) else ()

    def _change(self, atom: AtomTrace, node: Node, wanted: bool, is_only: bool) -> str | None:
        if not isinstance(node, core.Quantified):
            return change(atom, node, wanted, is_only, self.naming)
        found = list(deciding_items(self._evaluation(atom), node, wanted, NO_BINDINGS))
        if len(found) != 1 or len(found[0].atoms) != 1:
            return None
        words = change(*found[0].atoms[0], is_only, self._naming(node, self.naming))
        return words and self._of_item(self._item(node, found[0].number, found[0].item), words)

    def _alike(self, wanted: Iterable[tuple[str, bool]]) -> Alike:
        """The atoms that are alternatives of others, each with all of them."""
        found: dict[str, list[tuple[AtomTrace, Node]]] = {}
        for id_, truth in wanted:
            atom, node = self.traces[id_], self.logic.atoms[id_]
            subject = alternative(atom, node, truth)
            if subject is not None:
                found.setdefault(subject, []).append((atom, node))
        several = [among for among in found.values() if len(among) > 1]
        return {atom.id: among for among in several for atom, _ in among}

    def basis(self, atom: AtomTrace) -> tuple[BasisView, ...]:
        return basis_of(atom.used, self._evaluation(atom), self.naming)

    # Atoms -------------------------------------------------------------------------------

    def _said(self, atom: AtomTrace, node: Node, wanted: bool) -> Iterator[Sentence]:
        if isinstance(node, core.Quantified):
            yield from self._of_items(self._evaluation(atom), node, wanted, NO_BINDINGS)
        else:
            yield sentence(atom, node, wanted, self.naming), None

    def _evaluation(self, atom: AtomTrace) -> Evaluation:
        """What the atom read, to be read again."""
        return Evaluation(self.naming.program, dict(atom.reads), self.day)

    def _of_items(
        self,
        evaluation: Evaluation,
        node: core.Quantified,
        wanted: bool,
        bindings: Bindings,
        naming: Naming | None = None,
    ) -> Iterator[Sentence]:
        outer = naming or self.naming
        found = list(deciding_items(evaluation, node, wanted, bindings))
        if not found:
            name, none = said(outer.node(node.source)), phrase("values.none", outer.language)
            yield phrase("reasons.given", outer.language, name=name, actual=said(none)), None
        elif node.quantifier is Quantifier.EVERY and evaluation.truth(node, bindings) is True:
            name = said(outer.node(node.source))
            yield (
                phrase("reasons.of-all-items", outer.language, name=name, number=len(found)),
                None,
            )
        else:
            inner = self._naming(node, outer)
            for one in found[:_ITEMS_SAID]:
                item = self._item(node, one.number, one.item)
                for atom, part, wants in one.atoms:
                    if isinstance(part, core.Quantified):
                        within = self._of_items(evaluation, part, wants, one.bindings, inner)
                        words = [each for each, _ in within]
                    else:
                        words = [sentence(atom, part, wants, inner)]
                    yield from ((self._of_item(item, each), one.number) for each in words)

    def _of_item(self, item: str, words: str) -> str:
        return phrase("reasons.of-item", self.naming.language, item=said(item), said=said(words))

    def _naming(self, node: core.Quantified, naming: Naming) -> Naming:
        return naming.within(node.variable, group_of(node.source))

    def _item(self, node: core.Quantified, number: int, item: Item) -> str:
        return self.naming.item(group_of(node.source), number, item)

    # Documents ---------------------------------------------------------------------------

    def of_each(self, document: str, numbers: Iterable[int]) -> Iterator[ItemView]:
        """Why a document is due for each of these items of a group; no words where it always is."""
        formula = self.logic.documents[document]
        assert isinstance(formula, AtomLogic), "what is asked of each item is one atom"
        node, atom = self.logic.atoms[formula.id], self.traces[formula.id]
        assert isinstance(node, core.Quantified)
        evaluation, naming = self._evaluation(atom), self._naming(node, self.naming)
        for number in numbers:
            one = deciding_of(evaluation, node, number)
            asked = [each for each in one.atoms if not isinstance(each[1], core.Const)]
            words = tuple(dict.fromkeys(statement(part, inner, naming) for part, inner, _ in asked))
            yield ItemView(number, self._item(node, number, one.item), words)

    def statements(self, formula: Formula, truth: bool) -> Iterator[str]:
        """Why a condition has the truth it has: derived facts by their label, the rest by value."""
        truths = {id_: trace.truth for id_, trace in self.traces.items()}
        match formula:
            case AtomLogic(id):
                node, atom = self.logic.atoms[id], self.traces[id]
                if isinstance(node, core.Quantified):
                    yield from (words for words, _ in self._said(atom, node, truth))
                else:
                    yield statement(atom, node, self.naming)
            case DerivedLogic(name):
                label = self.naming.program.derived[name].derived.label
                yield labelled(label, truth, self.naming)
            case NotLogic(operand):
                yield from self.statements(operand, not truth)
            case AndLogic(items) | OrLogic(items):
                for item in items:
                    if self.logic.truth(item, truths) is truth:
                        yield from self.statements(item, truth)
            case IfLogic(condition, then, otherwise):
                taken = self.logic.truth(condition, truths) is True
                yield from self.statements(condition, taken)
                yield from self.statements(then if taken else otherwise, truth)


def _line(node: Node) -> tuple[str, int]:
    return str(node.at.path), node.at.line


def _only_guards(atom: AtomTrace, node: Node, result: RuleResult) -> bool:
    is_guard = isinstance(node, core.IsAbsent) and atom.truth is False
    return is_guard and len(result.deciding) > 1


def _labels(
    condition: Condition, is_denied: bool = False
) -> Iterator[tuple[tuple[str, int], Words, bool]]:
    """The author's label of each line that a labelled clause covers, inner labels last.

    With it, whether the clause is to be false: it stands in an odd number of `none`.
    """
    is_denied ^= condition.combinator is Combinator.NONE
    for clause in condition.clauses:
        if clause.label is not None:
            for path, line in _lines(clause):
                yield (path, line), clause.label, is_denied
        if isinstance(clause.body, Condition):
            yield from _labels(clause.body, is_denied)


def _lines(clause: Clause) -> Iterator[tuple[str, int]]:
    match clause.body:
        case Written(_, lines):
            for span in lines:
                yield str(span.path), span.line
        case Condition(_, clauses):
            for inner in clauses:
                yield from _lines(inner)
