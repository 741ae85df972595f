"""Claims, compiled: what they read beside what rules read is what a decision says.

`outcome`, `documents.<id>.is_due`, `fees.<id>.is_charged` and `fees.<id>.amount` are read as
derived facts, whose bodies `mumaris prove` makes of the whole service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.definitions.facts import BUILT_INS, OUTCOMES
from engine.definitions.suggest import did_you_mean
from engine.expressions.compiled import CompiledClaim
from engine.expressions.core import Node
from engine.expressions.scope import Scope, Symbol, SymbolKind
from engine.model.claim import Claim
from engine.model.condition import Condition
from engine.model.fact import Fact
from engine.model.problem import Problem
from engine.model.rule import RuleSet
from engine.model.types import YES_NO, Kind, Type

_GROWING = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE})


@dataclass(slots=True)
class ClaimCompiler:
    """Compiles in `scope`, which has `decided_names` too; collects into `problems`."""

    scope: Scope
    condition: Callable[[Condition | None, Scope], Node | None]
    facts: Mapping[str, Fact]
    imported: set[str]
    problems: list[Problem]

    def of(self, claim: Claim) -> CompiledClaim:
        for name in (claim.more_of, claim.less_of):
            if name is not None:
                self._check(claim, name)
        when, then = (self.condition(one, self.scope) for one in (claim.when, claim.then))
        return CompiledClaim(claim, when, then)

    def _check(self, claim: Claim, name: str) -> None:
        fact = self.facts.get(name)
        if fact is None or name not in self.imported:
            hint = did_you_mean(name, self.imported) or "name a fact of `reads`"
            message = f"unknown name `{name}`"
            self.problems.append(Problem("E201", message, claim.span, hint))
        elif fact.type.kind not in _GROWING:
            message = f"there is no more and no less of `{name}`, which is {fact.type.required()}"
            hint = "name a number, an amount or a date"
            self.problems.append(Problem("E301", message, claim.span, hint))


def claim_scope(scope: Scope, rules: RuleSet) -> Scope:
    """What rules can read, and what a decision says."""
    decided = dict(decided_names(rules))

    def resolve(name: str) -> Symbol | None:
        if name in decided:
            return Symbol(SymbolKind.DERIVED, name, decided[name])
        return scope.resolve(name)

    return replace(scope, resolve=resolve, names=scope.names | decided.keys())


def decided_names(rules: RuleSet) -> Iterator[tuple[str, Type]]:
    yield OUTCOMES, BUILT_INS[OUTCOMES]
    for document in rules.documents:
        yield f"{document.name}.is_due", YES_NO
    if rules.fees is not None:
        for line in rules.fees.lines:
            yield f"fees.{line.id}.is_charged", YES_NO
            yield f"fees.{line.id}.amount", Type(Kind.MONEY, of=rules.fees.currency)
