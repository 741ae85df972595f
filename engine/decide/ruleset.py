"""One ruleset of durable-rules: facts are asserted in a session of their own; what fires is noted.

This is the only importer of durable-rules, and it uses `durable.engine.Ruleset` alone: the default
host starts threads and can crash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from engine.decide.network_rules import Kind, NetworkRule
from engine.model.decision import Verdict
from engine.model.problem import EngineError

_SERIAL: Final = count(1)  # rulesets and sessions need names that differ within the process


class NetworkError(EngineError):
    """The network itself failed, or both opinions of one thing fired."""


@dataclass(slots=True)
class Firings:
    """What fired in one session, and in those of parts that were taken."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    fees: set[str] = field(default_factory=set)
    rows: dict[str, set[str]] = field(default_factory=dict)
    transitions: set[str] = field(default_factory=set)
    is_eligible: bool = False
    is_ineligible: bool = False
    contradictions: list[str] = field(default_factory=list)
    asserted: set[str] = field(default_factory=set)

    def take(self, part: Firings) -> None:
        """Add what fired in a part, but for its outcome."""
        self.verdicts |= part.verdicts
        self.documents |= part.documents
        self.fees |= part.fees
        for name, rows in part.rows.items():
            self.rows.setdefault(name, set()).update(rows)
        self.contradictions += part.contradictions


class Ruleset:
    """Rules that durable-rules was given. Safe to use from several threads."""

    def __init__(self, rules: tuple[NetworkRule, ...]) -> None:
        self._rules = rules
        self._sessions: dict[str, Firings] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self._ruleset: Any = self._built()

    def _built(self) -> Any:
        from durable.engine import Ruleset

        definition = {rule.id: self._definition(rule) for rule in self._rules}
        return Ruleset(f"network-{next(_SERIAL)}", None, definition)

    def close(self) -> None:
        """Free the ruleset; durable-rules frees it in no other way. Later questions are refused."""
        import durable_rules_engine

        with self._lock:
            if self._ruleset is not None:
                durable_rules_engine.delete_ruleset(self._ruleset._handle)  # noqa: SLF001
            self._ruleset, self._is_closed = None, True

    def run(self, facts: Iterable[Mapping[str, object]]) -> Firings:
        """Assert facts in a session of their own and run every action that they lead to.

        Where anything fails, session and ruleset are left as they are, since deleting them can
        break the process; the next question gets a new ruleset.
        """
        sid = f"session-{next(_SERIAL)}"
        ended: list[object] = []
        with self._lock:
            if self._is_closed:
                raise NetworkError("the network is closed")
            ruleset, self._ruleset = self._ruleset or self._built(), None
            fired = self._sessions[sid] = Firings()
            try:
                handle = [ruleset.assert_fact({"sid": sid, **fact}) for fact in facts][-1]
                ruleset.do_actions(handle, lambda error, _: ended.append(error))
                state = ruleset.get_state(sid)
            except _durable_errors() as error:
                raise NetworkError(f"the network failed: {error}") from error
            finally:
                del self._sessions[sid]
            if ended != [None] or "exception" in state:
                raise NetworkError(f"the network failed: {state.get('exception', ended)}")
            ruleset.delete_state(sid)
            self._ruleset = ruleset
        return fired

    def _definition(self, rule: NetworkRule) -> dict[str, object]:
        antecedents = [{f"m{at}": dict(test)} for at, test in enumerate(rule.antecedents)]
        return {"all": antecedents, "run": self._action(rule)}

    def _action(self, rule: NetworkRule) -> Callable[[Any], None]:
        def run(closure: Any) -> None:
            fired = self._sessions[closure.s.sid]
            for fact in _fire(rule, fired):
                # A rule with an `or` fires once for each branch; a fact is asserted once.
                if str(fact) not in fired.asserted:
                    fired.asserted.add(str(fact))
                    closure.assert_fact(dict(fact))

        return run


def _durable_errors() -> tuple[type[Exception], ...]:
    import durable_rules_engine
    from durable.engine import MessageNotHandledException, MessageObservedException

    return durable_rules_engine.error, MessageNotHandledException, MessageObservedException


def _fire(rule: NetworkRule, fired: Firings) -> list[Mapping[str, object]]:
    """Note what a rule says, and return the facts that it asserts."""
    match rule.kind:
        case Kind.VERDICT:
            if not rule.detail:
                verdict = Verdict.MET if rule.truth else Verdict.NOT_MET
                if fired.verdicts.setdefault(rule.name, verdict) is not verdict:
                    fired.contradictions.append(rule.name)
            truth = int(rule.truth)
            return [{"kind": Kind.VERDICT, "rule": rule.name, "truth": truth}]
        case Kind.RUNG:
            return [{"kind": Kind.RUNG, "height": int(rule.name)}]
        case Kind.ELIGIBLE:
            fired.is_eligible = True
        case Kind.INELIGIBLE:
            fired.is_ineligible = True
        case Kind.DOCUMENT:
            fired.documents.add(rule.name)
        case Kind.FEE:
            fired.fees.add(rule.name)
        case Kind.ROW:
            fired.rows.setdefault(rule.name, set()).add(rule.detail)
        case Kind.TRANSITION:
            fired.transitions.add(rule.name)
        case _:
            pass
    return []
