"""The second opinion: the rules as a durable-rules network, which must agree before a decision
binds.

The evaluator computes each atom; the network does all the logic from there: verdicts, outcome,
documents, fee lines, rows chosen and the transition. A large service is dealt out to several
rulesets, and one more chains what each of them says to the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.decide.network_rules import EVENT, Kind, in_force_property
from engine.decide.network_size import Part, plan
from engine.decide.ruleset import Firings, NetworkError, Ruleset
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, Verdict
from engine.model.lifecycle import Actor, Transition
from engine.model.value import UNKNOWN, Facts, State

_SETTLED: Final = {Verdict.MET, Verdict.NOT_MET}  # the network has no faults: unknown there


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which the two readings differ, in plain words for the incident."""

    what: str
    evaluator: str
    network: str


class Network:
    """The network of one service of one release. Safe to use from several threads."""

    def __init__(self, program: Program, transitions: tuple[Transition, ...] = ()) -> None:
        """Build the network; raises NetworkTooLargeError when durable-rules could not take it."""
        self.program = program
        self._transitions = transitions
        self.plan = plan(program, transitions)
        self._parts = {name: Ruleset(part.rules) for name, part in self.plan.parts.items()}
        self._whole = Ruleset(self.plan.whole.rules)

    def close(self) -> None:
        """Free the rulesets: nothing else does. Later questions are refused."""
        for ruleset in (*self._parts.values(), self._whole):
            ruleset.close()

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
        self, facts: Facts, decision: Decision, state: str, by: Actor, event: str
    ) -> tuple[str, ...]:
        """The ids of the transitions that the event causes now; facts hold `application.*`.

        The outcome read is the network's own, chained from its verdicts, whatever `facts` say.
        """
        day = decision.decision_date
        outcome: State = UNKNOWN
        if decision.is_open_to is True:
            found = _outcome(self._judged(Evaluation(self.program, facts, day)))
            outcome = UNKNOWN if found is Outcome.UNDECIDED else str(found)
        evaluation = Evaluation(self.program, {**facts, "outcome": outcome}, day)
        asserted: dict[str, object] = {**EVENT, "state": state, "by": str(by), "event": event}
        caused = (one.id for one in self._transitions if one.event == event and one.by is by)
        for name in caused:
            formula = self.program.logic.transitions.get(name)
            for id_ in () if formula is None else self.program.logic.atoms_of(formula):
                asserted |= _truth(id_, evaluation)
        return tuple(sorted(self._whole.run([asserted]).transitions))

    def _judged(self, evaluation: Evaluation) -> Firings:
        flags = dict(self._flags(evaluation.decision_date))

        def facts(part: Part) -> list[dict[str, object]]:
            """The facts of atoms that a part, or the whole, is decided from."""
            return [
                {"kind": kind} | _properties(names, flags, evaluation)
                for kind, names in part.facts.items()
            ]

        parts = {name: self._parts[name].run(facts(part)) for name, part in self.plan.parts.items()}
        said = [verdict for name, fired in parts.items() for verdict in _verdicts(name, fired)]
        whole = self._whole.run([*facts(self.plan.whole), *said])
        for fired in parts.values():
            whole.take(fired)
        if whole.contradictions:
            raise NetworkError(f"both verdicts fired: {', '.join(whole.contradictions)}")
        return whole

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


def _verdicts(part: str, fired: Firings) -> Iterator[dict[str, object]]:
    """What a part says, for the whole: a verdict as if the part were one rule."""
    for truth, is_said in ((1, fired.is_eligible), (0, fired.is_ineligible)):
        if is_said:
            yield {"kind": Kind.VERDICT, "rule": part, "truth": truth}


def _properties(
    names: frozenset[str], flags: Mapping[str, int], evaluation: Evaluation
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in names:
        found |= {name: flags[name]} if name in flags else _truth(name, evaluation)
    return found


def _truth(id_: str, evaluation: Evaluation) -> dict[str, object]:
    """A property for the known truth of an atom; none for unknown or a fault."""
    truth = evaluation.truth(evaluation.program.logic.atoms[id_])
    return {id_: int(truth)} if isinstance(truth, bool) else {}


def _differences(decision: Decision, fired: Firings) -> list[Difference]:
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


def _outcome(fired: Firings) -> Outcome:
    if fired.is_ineligible:
        return Outcome.INELIGIBLE
    return Outcome.ELIGIBLE if fired.is_eligible else Outcome.UNDECIDED


def _plain(outcome: Outcome) -> Outcome:
    """The network has no faults: what the evaluator calls one stays undecided there."""
    return Outcome.UNDECIDED if outcome is Outcome.FAULT else outcome
