"""Groups of any size, by the few items that a proof is about.

Unrolled to all of its items, a rule that compares every item with every item is more than a solver
gets through. A proof needs few of them. Here a group has only *witnesses*: one for each loop that
comes out as it does because of some item, and what a loop says of every item it says of each of
these. Whoever there is in the world has such witnesses among the items, so what is refuted of them
is refuted of everybody, however long the list. What is not refuted is only not known.

Not here: an example, which has a list of its own (`search.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.analysis.formula.formula import Bindings, Formula
from engine.analysis.formula.terms import Crowd, NotCoveredError, Term, truth_of
from engine.analysis.formula.truths import Truth, all_of, any_of, denied
from engine.analysis.questions import World
from engine.expressions import core
from engine.expressions.core import Node, Quantifier
from engine.expressions.shape import shape
from engine.expressions.walk import loops
from engine.model.types import Kind, Type

_FIRST: Final = 1  # generation: beyond it, nothing that holds a loop is said of a witness


@dataclass(frozen=True, slots=True)
class _Witness:
    """An item that may be there. `generation`: how many witnesses it hangs on, itself included."""

    name: str
    item: Mapping[str, Term]
    is_there: Truth
    generation: int


@dataclass(slots=True)
class _Claim:
    """A loop as it is read with these bindings; `told` of the witnesses were told what it says."""

    node: core.Quantified
    items: Bindings
    crowd: str
    is_true: Truth
    is_false: Truth
    generation: int
    has_loop: bool
    told: int = 0


class WitnessedFormula(Formula):
    """A formula that refutes: whatever can be is in it, and more.

    `shows_open`: a loop that is open has a witness too. Without, it may be open for no reason.
    """

    def __init__(self, world: World, *, shows_open: bool) -> None:
        super().__init__(world)
        self._shows_open = shows_open
        self._witnesses: dict[str, list[_Witness]] = {}
        self._claims: dict[str, _Claim] = {}
        self._types: dict[str, Type] = {}
        self._generations: dict[str, int] = {}

    def fact(self, name: str, type_: Type) -> Term:
        declared = self.world.program.facts.get(name)
        of = type_ if declared is None else declared.type
        if of.kind is not Kind.GROUP or of.is_optional:
            return super().fact(name, type_)
        self._types[name] = of
        self._witnesses.setdefault(name, [])
        return Term(Crowd(name))

    def held(self, node: Node) -> Truth:
        """Nobody has to show what holds of every item, as it does."""
        match node:
            case core.Quantified(Quantifier.EVERY, source=core.FactRef() as source):
                group = self.term(source).value
                if isinstance(group, Crowd):
                    self._claims[f"held {shape(node)}"] = _Claim(
                        node, {}, group.name, True, False, 0, loops(node.body) > 0
                    )
                    return True
            case _:
                pass
        return super().held(node)

    def complete(self) -> None:
        """Say of each witness what every loop says of all items."""
        is_changed = True
        while is_changed:
            is_changed = False
            for claim in tuple(self._claims.values()):
                for witness in tuple(self._witnesses[claim.crowd][claim.told :]):
                    claim.told += 1
                    if not claim.has_loop or witness.generation <= _FIRST:
                        self._tell(claim, witness)
                        is_changed = True

    # Loops -------------------------------------------------------------------------------

    def _quantified(self, node: core.Quantified, items: Bindings) -> Term:
        source = self.term(node.source, items)
        if not isinstance(source.value, Crowd):
            return super()._quantified(node, items)
        names = {variable: bound for variable, (bound, _) in items.items()}
        key = shape(node, names)
        if key not in self._claims:
            self._claims[key] = self._claim(node, items, source.value.name, key)
        claim = self._claims[key]
        return truth_of(claim.is_true, claim.is_false)

    def _aggregated(self, node: core.Aggregated, items: Bindings) -> Term:
        if isinstance(self.term(node.source, items).value, Crowd):
            raise NotCoveredError
        return super()._aggregated(node, items)

    def _claim(self, node: core.Quantified, items: Bindings, crowd: str, key: str) -> _Claim:
        """A loop, with somebody who shows how it comes out where that takes somebody."""
        is_true, is_false = (
            self.variables.truth(f"<{key}> is {said}") for said in ("true", "false")
        )
        self.variables.domain.append(denied(all_of((is_true, is_false))))
        bound = (self._generations.get(name, 0) for name, _ in items.values())
        generation = max(bound, default=0)
        claim = _Claim(node, items, crowd, is_true, is_false, generation, loops(node.body) > 0)
        is_some = node.quantifier is Quantifier.SOME
        shown = self._witness(claim, f"{crowd}[{key}]")
        body = self._body(claim, shown)
        holds = body.is_true if is_some else body.is_false
        self._suppose(is_true if is_some else is_false, shown, holds)
        if self._shows_open:
            shown = self._witness(claim, f"{crowd}[{key}, open]")
            is_open = denied(any_of((is_true, is_false)))
            self._suppose(is_open, shown, self._body(claim, shown).is_open)
        return claim

    def _witness(self, claim: _Claim, name: str) -> _Witness:
        item = self.variables.item(name, self._types[claim.crowd])
        there = self.variables.truth(f"{name} is there")
        witness = _Witness(name, item, there, claim.generation + 1)
        self._generations[name] = witness.generation
        self._witnesses[claim.crowd].append(witness)
        return witness

    def _suppose(self, given: Truth, witness: _Witness, holds: Truth) -> None:
        """That the witness is there, and something holds of it, where it is needed."""
        self.variables.domain.append(_implied(given, all_of((witness.is_there, holds))))

    def _body(self, claim: _Claim, witness: _Witness) -> Term:
        bound = (witness.name, witness.item)
        return self.truth(claim.node.body, {**claim.items, claim.node.variable: bound})

    def _tell(self, claim: _Claim, witness: _Witness) -> None:
        """What the loop says of all items, of this one."""
        body = self._body(claim, witness)
        sides = [(claim.is_true, body.is_true), (claim.is_false, body.is_false)]
        if claim.node.quantifier is Quantifier.SOME:
            sides.reverse()
        (whole, each), (part, one) = sides
        self.variables.domain += [
            _implied(all_of((whole, witness.is_there)), each),
            _implied(all_of((denied(part), witness.is_there)), denied(one)),
        ]


def _implied(given: Truth, then: Truth) -> Truth:
    return any_of((denied(given), then))
