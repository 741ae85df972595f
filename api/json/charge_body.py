"""Fee lines as JSON says them, with how each came to its amount."""

from __future__ import annotations

from dataclasses import dataclass

from api.json.basis_body import BasisBody, bases
from api.json.values import CitationBody, MoneyBody, citations, maybe_money
from engine.decide.views import DecisionView, FeeView
from engine.definitions.catalogue import Catalogue
from engine.model.decision import Decision
from engine.model.fee import Stage
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class ChargeStep:
    """One part of how a line comes to its amount; `citations` are of a waiver."""

    sentence: Text
    basis: tuple[BasisBody, ...]
    citations: tuple[CitationBody, ...]


@dataclass(frozen=True, slots=True)
class ChargeBody:
    """A fee line. `amount` is null while it is not known. `steps` is empty for a line that is an
    amount and nothing more."""

    id: str
    label: Text
    stage: Stage
    amount: MoneyBody | None
    words: Text
    steps: tuple[ChargeStep, ...]
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class TaxBody:
    """Value-added tax that the fee lines of a stage hold; it adds nothing to the total."""

    stage: Stage
    amount: MoneyBody | None
    citations: tuple[CitationBody, ...]


def charges(
    decision: Decision, arabic: DecisionView, english: DecisionView, catalogue: Catalogue
) -> tuple[ChargeBody, ...]:
    """The lines in the decision's order, which both views have."""
    return tuple(
        ChargeBody(
            id=line.id,
            label=Text(ar.label, en.label),
            stage=line.stage,
            amount=maybe_money(line.amount),
            words=Text(ar.amount, en.amount),
            steps=_steps(ar, en, catalogue),
            citations=citations(line.cite, catalogue),
            is_official=line.is_official,
        )
        for line, ar, en in zip(decision.fees, arabic.fees, english.fees, strict=True)
    )


def _steps(arabic: FeeView, english: FeeView, catalogue: Catalogue) -> tuple[ChargeStep, ...]:
    return tuple(
        ChargeStep(
            Text(ar.sentence, en.sentence),
            bases(ar.basis, en.basis, catalogue),
            citations(en.cite, catalogue),
        )
        for ar, en in zip(arabic.steps, english.steps, strict=True)
    )


def taxes(decision: Decision, catalogue: Catalogue) -> tuple[TaxBody, ...]:
    """The tax that the amounts hold, by stage."""
    return tuple(
        TaxBody(one.stage, maybe_money(one.amount), citations(one.cite, catalogue))
        for one in decision.contained_vat
    )
