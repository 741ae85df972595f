"""The second opinion: the rules as a durable-rules network, which must agree before a decision
binds.

The evaluator computes each atom; the network does all the logic from there: verdicts, outcome,
documents, fee lines, rows chosen and the transition. This is the only importer of durable-rules,
and it uses `durable.engine.Ruleset` alone: the default host starts threads and can crash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from engine.decide.network_rules import Kind, NetworkRule, in_force_property, network_rules
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import Actor, Transition
from engine.model.problem import EngineError
from engine.model.value import Facts

_SERIAL: Final = count(1)  # rulesets and sessions need names that differ within the process


class NetworkError(EngineError):
    """The network itself failed, or both opinions of one thing fired."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which the two readings differ, in plain words for the incident."""

    what: str
    evaluator: str
    network: str


@dataclass(slots=True)
class _Firings:
    """What fired in one session."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    fees: set[str] = field(default_factory=set)
    rows: dict[str, str] = field(default_factory=dict)
    transitions: set[str] = field(default_factory=set)
    is_eligible: bool = False
    is_ineligible: bool = False
    contradictions: list[str] = field(default_factory=list)
    asserted: set[str] = field(default_factory=set)


class Network:
    """The network of one service of one release. Safe to use from several threads."""

    def __init__(self, program: Program, transitions: tuple[Transition, ...] = ()) -> None:
        """Build the network; raises NetworkTooLargeError when durable-rules could not take it."""
        from durable.engine import Ruleset

        self.program = program
        self._rules = {rule.id: rule for rule in network_rules(program, transitions)}
        self._sessions: dict[str, _Firings] = {}
        self._lock = threading.Lock()
        definition = {id_: self._definition(rule) for id_, rule in self._rules.items()}
        self._ruleset: Any = Ruleset(f"network-{next(_SERIAL)}", None, definition)

    def close(self) -> None:
        """Free the ruleset; durable-rules frees it in no other way."""
        import durable_rules_engine

        durable_rules_engine.delete_ruleset(self._ruleset._handle)  # noqa: SLF001

    # Opinions ----------------------------------------------------------------------------

    def differences(self, decision: Decision, facts: Facts) -> tuple[Difference, ...]:
        """Where the network, reading the same atoms, comes to something else than `decision`.

        There is nothing to compare in a decision about someone to whom the service is not open.
        Raises NetworkError when the network contradicts itself.
        """
        if decision.is_open_to is not True:
            return ()
        evaluation = Evaluation(self.program, facts, decision.decision_date)
        fired = self._run(self._atoms_fact(evaluation))
        if fired.contradictions:
            raise NetworkError(f"both verdicts fired: {', '.join(fired.contradictions)}")
        return tuple(_differences(decision, fired))

    def transition(
        self, facts: Facts, decision: Decision, state: str, by: Actor
    ) -> tuple[str, ...]:
        """The ids of the transitions that `by` may cause now; facts hold `application.*`.

        The outcome read is the network's own, chained from its verdicts.
        """
        evaluation = Evaluation(self.program, facts, decision.decision_date)
        event: dict[str, object] = {"kind": Kind.EVENT, "state": state, "by": str(by)}
        for formula in self.program.logic.transitions.values():
            for id_ in self.program.logic.atoms_of(formula):
                _set_truth(event, id_, evaluation.truth(self.program.logic.atoms[id_]))
        return tuple(sorted(self._run(event).transitions))

    def _atoms_fact(self, evaluation: Evaluation) -> dict[str, object]:
        fact: dict[str, object] = {"kind": Kind.ATOMS}
        for id_, node in self.program.logic.atoms.items():
            _set_truth(fact, id_, evaluation.truth(node))
        day = evaluation.decision_date
        for rule in self.program.rules:
            name = in_force_property(Kind.VERDICT, rule.rule.id)
            fact[name] = int(rule.rule.is_in_force_on(day))
        for document in self.program.documents:
            name = in_force_property(Kind.DOCUMENT, document.document.id)
            fact[name] = int(document.document.is_in_force_on(day))
        for fee in self.program.fees:
            name = in_force_property(Kind.FEE, fee.fee.id)
            fact[name] = int(fee.fee.is_in_force_on(day))
        return fact

    # durable-rules -----------------------------------------------------------------------

    def _run(self, fact: Mapping[str, object]) -> _Firings:
        """Assert one fact in a session of its own and run every action it leads to."""
        sid = f"session-{next(_SERIAL)}"
        errors: list[object] = []
        with self._lock:
            fired = self._sessions[sid] = _Firings()
            try:
                handle = self._ruleset.assert_fact({"sid": sid, **fact})
                self._ruleset.do_actions(handle, lambda error, _: errors.append(error))
                state = self._ruleset.get_state(sid)
            finally:
                del self._sessions[sid]
                self._ruleset.delete_state(sid)  # the anchor made sure that it exists
        failed = [error for error in errors if error is not None]
        if failed or "exception" in state:
            raise NetworkError(f"the network failed: {failed or state['exception']}")
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


def _fire(rule: NetworkRule, fired: _Firings) -> list[Mapping[str, object]]:
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
            fired.rows[rule.name] = rule.detail
        case Kind.TRANSITION:
            fired.transitions.add(rule.name)
        case _:
            pass
    return []


def _set_truth(fact: dict[str, object], id_: str, truth: object) -> None:
    """A property for a known truth; none for unknown or a fault."""
    if isinstance(truth, bool):
        fact[id_] = int(truth)


def _differences(decision: Decision, fired: _Firings) -> list[Difference]:
    """Compare verdicts, outcome, document ids, fee line ids and the rows of the tables read."""
    found: list[Difference] = []

    def compare(what: str, evaluator: object, network: object) -> None:
        if evaluator != network:
            found.append(Difference(what, str(evaluator), str(network)))

    for result in decision.rules:
        held = fired.verdicts.get(result.id, Verdict.UNKNOWN)
        mine = Verdict.UNKNOWN if result.verdict is Verdict.FAULT else result.verdict
        compare(f"verdict of {result.id}", str(mine), str(held))
    compare("outcome", str(_plain(decision.outcome)), str(_outcome(fired)))
    compare("documents", sorted(decision.due()), sorted(fired.documents))
    charged = [line.id for line in decision.fees if line.is_charged is True]
    compare("fee lines", sorted(charged), sorted(fired.fees))
    rows = {name: fired.rows.get(name, "") for name in decision.rows}
    compare("rows", dict(sorted(decision.rows.items())), dict(sorted(rows.items())))
    return found


def _outcome(fired: _Firings) -> Outcome:
    if fired.is_ineligible:
        return Outcome.INELIGIBLE
    return Outcome.ELIGIBLE if fired.is_eligible else Outcome.UNDECIDED


def _plain(outcome: Outcome) -> Outcome:
    """The network has no faults: what the evaluator calls one stays undecided there."""
    return Outcome.UNDECIDED if outcome is Outcome.FAULT else outcome
