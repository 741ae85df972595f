"""One of the applicant's own applications in words: where it is chosen, and looked over again."""

from __future__ import annotations

from engine.answers import FieldReading
from engine.forms.writer import Writer
from engine.model.money import Money
from engine.model.own_application import PAID_TOTAL, SERVICE, SUBMITTED_DATE
from engine.model.types import DATE


def application_words(writer: Writer, reading: FieldReading, reference: str) -> str:
    """An application that may be chosen: what it is for, its reference, its day, what was paid."""
    known, fact = reading.choosable[reference], reading.field.fact
    said_of = {name.removeprefix(f"{fact}."): value for name, value in known.items()}
    service = writer.catalogue.services.get(str(said_of[SERVICE]))
    paid = said_of[PAID_TOTAL]
    is_paid = isinstance(paid, Money) and paid.amount_minor > 0
    return writer.phrase(
        "own-applications.option" if is_paid else "own-applications.option-unpaid",
        title=str(said_of[SERVICE]) if service is None else service.title,
        reference=reference,
        day=writer.state(said_of[SUBMITTED_DATE], DATE, None),
        **({"paid": paid} if isinstance(paid, Money) and is_paid else {}),
    )
