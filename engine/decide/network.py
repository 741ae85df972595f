"""The second opinion: the rules as a durable-rules network, which must agree before a decision
binds.

The evaluator computes each atom; the network does all the logic from there: verdicts, outcome,
documents, fee lines, rows chosen and the transition. This is the only importer of durable-rules,
and it uses `durable.engine.Ruleset` alone: the default host starts threads and can crash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Final

from engine.decide.network_rules import EVENT, Kind, NetworkRule, in_force_property
from engine.decide.network_size import plan
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import Actor, Transition
from engine.model.problem import EngineError
from engine.model.value import UNKNOWN, Facts, State

_SETTLED: Final = {Verdict.MET, Verdict.NOT_MET}  # the network has no faults: unknown there
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
    rows: dict[str, set[str]] = field(default_factory=dict)
    transitions: set[str] = field(default_factory=set)
    is_eligible: bool = False
    is_ineligible: bool = False
    contradictions: list[str] = field(default_factory=list)
    asserted: set[str] = field(default_factory=set)


class Network:
    """The network of one service of one release. Safe to use from several threads."""

    def __init__(self, program: Program, transitions: tuple[Transition, ...] = ()) -> None:
        """Build the network; raises NetworkTooLargeError when durable-rules could not take it."""
        self.program = program
        self._plan = plan(program, transitions)
        self._transitions = {transition.id for transition in transitions}
        self._sessions: dict[str, _Firings] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self._ruleset: Any = self._built()

    def _built(self) -> Any:
        from durable.engine import Ruleset

        definition = {rule.id: self._definition(rule) for rule in self._plan.rules}
        return Ruleset(f"network-{next(_SERIAL)}", None, definition)

    def close(self) -> None:
        """Free the ruleset; durable-rules frees it in no other way. Later questions are refused."""
        import durable_rules_engine

        with self._lock:
            if self._ruleset is not None:
                durable_rules_engine.delete_ruleset(self._ruleset._handle)  # noqa: SLF001
            self._ruleset, self._is_closed = None, True

    # Opinions ----------------------------------------------------------------------------

    def differences(self, decision: Decision, facts: Facts) -> tuple[Difference, ...]:
        """Where the network, reading the same atoms, comes to something else than `decision`.

        There is nothing to compare in a decision about someone to whom the service is not open.
        Raises NetworkError when the network contradicts itself.
        """
        if decision.is_open_to is not True:
            return ()
        fired = self._judged(Evaluation(self.program, facts, decision.decision_date))
        return tuple(_differences(decision, fired))

    def transition(
        self, facts: Facts, decision: Decision, state: str, by: Actor
    ) -> tuple[str, ...]:
        """The ids of the transitions that `by` may cause now; facts hold `application.*`.

        The outcome read is the network's own, chained from its verdicts, whatever `facts` say.
        """
        day = decision.decision_date
        outcome: State = UNKNOWN
        if decision.is_open_to is True:
            found = _outcome(self._judged(Evaluation(self.program, facts, day)))
            outcome = UNKNOWN if found is Outcome.UNDECIDED else str(found)
        evaluation = Evaluation(self.program, {**facts, "outcome": outcome}, day)
        event: dict[str, object] = {**EVENT, "state": state, "by": str(by)}
        for name, formula in self.program.logic.transitions.items():
            if name in self._transitions:
                for id_ in self.program.logic.atoms_of(formula):
                    event |= _truth(id_, evaluation)
        return tuple(sorted(self._run(event).transitions))

    def _judged(self, evaluation: Evaluation) -> _Firings:
        fired = self._run(*self._atoms_facts(evaluation))
        if fired.contradictions:
            raise NetworkError(f"both verdicts fired: {', '.join(fired.contradictions)}")
        return fired

    def _atoms_facts(self, evaluation: Evaluation) -> Iterator[dict[str, object]]:
        flags = dict(self._flags(evaluation.decision_date))
        for kind, names in self._plan.facts.items():
            fact: dict[str, object] = {"kind": kind}
            for name in names:
                fact |= {name: flags[name]} if name in flags else _truth(name, evaluation)
            yield fact

    def _flags(self, day: date) -> Iterator[tuple[str, int]]:
        """Whether each rule, document and fee line is in force."""
        for entry in self.program.rules:
            name = in_force_property(Kind.VERDICT, entry.rule.id)
            yield name, int(entry.rule.is_in_force_on(day))
        for document in self.program.documents:
            name = in_force_property(Kind.DOCUMENT, document.document.id)
            yield name, int(document.document.is_in_force_on(day))
        for fee in self.program.fees:
            name = in_force_property(Kind.FEE, fee.fee.id)
            yield name, int(fee.fee.is_in_force_on(day))

    # durable-rules -----------------------------------------------------------------------

    def _run(self, *facts: Mapping[str, object]) -> _Firings:
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
            fired = self._sessions[sid] = _Firings()
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
            fired.rows.setdefault(rule.name, set()).add(rule.detail)
        case Kind.TRANSITION:
            fired.transitions.add(rule.name)
        case _:
            pass
    return []


def _truth(id_: str, evaluation: Evaluation) -> dict[str, object]:
    """A property for the known truth of an atom; none for unknown or a fault."""
    truth = evaluation.truth(evaluation.program.logic.atoms[id_])
    return {id_: int(truth)} if isinstance(truth, bool) else {}


def _differences(decision: Decision, fired: _Firings) -> list[Difference]:
    """Compare verdicts, outcome, document ids, fee line ids and the rows of settled tables read."""
    found: list[Difference] = []

    def compare(what: str, evaluator: object, network: object) -> None:
        if evaluator != network:
            found.append(Difference(what, str(evaluator), str(network)))

    ours = {one.id: one.verdict for one in decision.rules if one.verdict in _SETTLED}
    for name in sorted(ours.keys() | fired.verdicts.keys()):
        mine, held = (said.get(name, Verdict.UNKNOWN) for said in (ours, fired.verdicts))
        compare(f"verdict of {name}", str(mine), str(held))
    compare("outcome", str(_plain(decision.outcome)), str(_outcome(fired)))
    compare("documents", sorted(decision.due()), sorted(fired.documents))
    charged = [line.id for line in decision.fees if line.is_charged is True]
    compare("fee lines", sorted(charged), sorted(fired.fees))
    rows = {name: sorted(ids) for name, ids in sorted(decision.rows.items())}
    compare("rows", rows, {name: sorted(fired.rows.get(name, ())) for name in rows})
    return found


def _outcome(fired: _Firings) -> Outcome:
    if fired.is_ineligible:
        return Outcome.INELIGIBLE
    return Outcome.ELIGIBLE if fired.is_eligible else Outcome.UNDECIDED


def _plain(outcome: Outcome) -> Outcome:
    """The network has no faults: what the evaluator calls one stays undecided there."""
    return Outcome.UNDECIDED if outcome is Outcome.FAULT else outcome
