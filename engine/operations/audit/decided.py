"""One decision as an auditor reads it: the record, the release of its day, and what is said again.

The rules are those of the kept release, with their text and place; nothing here is read under the
release in force today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.definitions.excerpts import Excerpt, excerpt_of
from engine.model.decision import AtomTrace, Decision
from engine.model.fact import FactSource
from engine.model.history import Happening
from engine.model.payment import Invoice, Payment, Refund
from engine.model.value import State
from engine.operations.ports import Ports
from engine.operations.records import Replayed, replayed
from engine.operations.results import NotThere
from engine.release import Release
from engine.store.canonical import loads, read_facts
from engine.store.chain import RecordKind
from engine.store.decisions import read_decision
from engine.store.searching import Found, Wanted

_MOST_RECORDS = 500


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that was decided on, or that was derived and read by a rule."""

    name: str
    state: State
    source: FactSource


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it stood, and the derived facts in which it was decided; those lines are marked."""

    id: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """`again` says whether the decision comes out the same when it is made again today.

    `history` are all records of the application, `happenings` its transitions, the oldest first.
    """

    found: Found
    account: str
    service: str
    release: Release
    decision: Decision
    facts: tuple[FactLine, ...]
    rules: tuple[RuleText, ...]
    invoices: tuple[Invoice, ...]
    history: tuple[Found, ...]
    again: Replayed
    happenings: tuple[Happening, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]


def record(ports: Ports, sequence: int) -> Found:
    """One record, of whatever kind; raises NotThere."""
    with ports.store.read() as work:
        found = work.ledger.get(sequence)
    if found is None:
        raise NotThere(f"there is no record {sequence}")
    return found


def history_of(ports: Ports, subject: str) -> tuple[Found, ...]:
    """All records about an application or whatever else, the oldest first."""
    with ports.store.read() as work:
        return work.ledger.search(Wanted(subject=subject), None, _MOST_RECORDS)[::-1]


def decided(ports: Ports, found: Found) -> Decided | None:
    """What a record of a decision tells; None when its content was erased."""
    record = found.record
    if record.header.kind is not RecordKind.DECISION or record.payload is None:
        return None
    content = loads(record.payload.content)
    release = ports.releases.release(record.header.release)
    decision = read_decision(content["decision"])
    again = replayed(ports, record)
    assert isinstance(again, Replayed), "its content is there"
    with ports.store.read() as work:
        invoices = work.invoices.of_application(record.header.subject)
        payments = [one for bill in invoices for one in work.payments.of_bill(bill.bill_number)]
        refunds = [one for bill in invoices for one in work.refunds.of_bill(bill.bill_number)]
        happenings = work.history.of_application(record.header.subject)
    return Decided(
        found=found,
        account=str(content["account"]),
        service=decision.service,
        release=release,
        decision=decision,
        facts=facts_of(release, decision, read_facts(content["facts"])),
        rules=rules_of(release, decision),
        invoices=invoices,
        history=history_of(ports, record.header.subject),
        again=again,
        happenings=happenings,
        payments=tuple(payments),
        refunds=tuple(refunds),
    )


def facts_of(
    release: Release, decision: Decision, facts: Mapping[str, State]
) -> tuple[FactLine, ...]:
    """The facts in the order of the definitions; behind them the derived ones that were read."""
    program = release.catalogue.programs[decision.service]
    given = [
        FactLine(name, facts[name], fact.source)
        for name, fact in program.facts.items()
        if name in facts
    ]
    known = {line.name for line in given}
    given += [
        FactLine(name, state, FactSource.BUILT_IN)
        for name, state in facts.items()
        if name not in known
    ]
    derived: dict[str, State] = {}
    for atom in _atoms(decision):
        derived |= {name: state for name, state in atom.reads if name in program.derived}
    return (*given, *(FactLine(name, derived[name], FactSource.DERIVED) for name in derived))


def rules_of(release: Release, decision: Decision) -> tuple[RuleText, ...]:
    """The text of each rule that was asked, as the kept release has it."""
    service = release.catalogue.services[decision.service]
    rule_set = release.catalogue.rule_sets[service.rules]
    rules = {rule.id: rule for rule in rule_set.rules}
    texts = []
    for result in decision.rules:
        rule = rules.get(result.id)
        if rule is not None:
            deciding = set(result.deciding)
            marked = [atom.place for atom in result.atoms if atom.id in deciding]
            derived = (excerpt_of(release.files, one.span, marked) for one in rule_set.derived)
            of_rule = excerpt_of(release.files, rule.span, marked)
            texts.append(RuleText(result.id, (of_rule, *(one for one in derived if one.has_marks))))
    return tuple(texts)


def _atoms(decision: Decision) -> tuple[AtomTrace, ...]:
    of_rules = (atom for result in decision.rules for atom in result.atoms)
    of_documents = (atom for document in decision.documents for atom in document.atoms)
    return (*of_rules, *of_documents)
