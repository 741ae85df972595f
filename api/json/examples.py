"""Examples of bodies for the OpenAPI document: values of the bodies' own types.

They tell of a parking permit that no configuration needs to declare.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import msgspec

from api.json.application_body import OpenBody, StateBody
from api.json.basis_body import BasisBody
from api.json.charge_body import ChargeBody, ChargeStep
from api.json.decision_body import (
    DueBody,
    QuestionLeft,
    ReasonBody,
    RuleBody,
)
from api.json.errors import ErrorBody
from api.json.evidence_body import EvidenceBody
from api.json.operation import ProblemBody
from api.json.payment_body import (
    BillerBody,
    EventBody,
    EventKind,
    InvoiceBody,
    InvoiceLineBody,
    PaymentBody,
    RefundBody,
    StatusBody,
)
from api.json.service_body import ServiceLine
from api.json.sessions import AccountBody, NewSessionBody
from api.json.step_body import FactBody, QuestionBody
from api.json.values import CitationBody, FactState, MoneyBody, Truth
from engine.journey import Part
from engine.model.account import Role
from engine.model.decision import Verdict
from engine.model.fee import Stage
from engine.model.payment import Channel, InvoiceState, RefundReason, RefundState
from engine.model.service import FieldType, ServiceKind
from engine.model.value import CauseKind
from engine.model.words import Language, Text
from engine.phrases import phrase_text

_AT: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_PRICE: Final = MoneyBody("120.50", "SAR")
_PERMIT: Final = Text("تصريح وقوف لساكن", "Parking permit for a resident")
_ORDER: Final = CitationBody("order-6", Text("لائحة الوقوف", "Parking order"), None, True)
_WAITING: Final = StateBody(
    "awaiting_payment",
    Text("بانتظار السداد", "Awaiting payment"),
    Text("سدّد الفاتورة قبل موعدها", "Pay the invoice before it is due"),
    False,
)


def examples() -> dict[str, object]:
    """An example by the name of its schema, in plain values."""
    found: tuple[object, ...] = (
        _PERMIT,
        _PRICE,
        _ORDER,
        _WAITING,
        *_of_services(),
        *_of_decisions(),
        *_of_payments(),
    )
    plain = {type(one).__name__: msgspec.to_builtins(one) for one in found}
    return plain | {"ProblemBody": _problem()}


def _of_services() -> tuple[object, ...]:
    zone, held = Text("المنطقة", "Zone"), Text("تصاريح الأسرة", "Permits held")
    return (
        NewSessionBody(
            "Zm9yIGV4YW1wbGUgb25seQ",
            "Bearer",
            AccountBody("name@example.com", Language.AR, Role.APPLICANT, has_number=True),
            _AT,
        ),
        ServiceLine(
            "parking-permit",
            ServiceKind.APPLICATION,
            _PERMIT,
            _PERMIT,
            Text("سكان الأحياء", "Residents"),
            None,
        ),
        QuestionBody(
            id="household.permits_held",
            type=FieldType.NUMBER,
            label=held,
            shown=Truth.YES,
            required=Truth.YES,
            text="٢",
            state=FactState.KNOWN,
            value=2,
            low=0,
            high=20,
            suggested=None,
            offered=None,
            slot=None,
            evidence=(),
        ),
        FactBody("resident.zone", zone, FactState.KNOWN, "b", Text("ب", "B"), True, None),
        OpenBody(Part.STEP, "papers", "papers", Text("أكمل «الأوراق»", "Complete “Papers”")),
        EvidenceBody(
            id="5f0c2a9b7d1e4c38",
            slot="documents.identity",
            name="هوية.pdf",
            media_type="application/pdf",
            size_bytes=48_213,
            sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            supplied_at=_AT,
        ),
    )


def _of_decisions() -> tuple[object, ...]:
    why = ReasonBody(
        Text("تصاريح الأسرة 3، والمطلوب أقل من 2", "Permits held is 3; fewer than 2 is needed"),
        "rules/parking-permit.yaml:31:18",
        None,
        (
            BasisBody(
                "permits_per_household",
                (),
                date(2025, 4, 1),
                Text("أقصى عدد: 2، منذ 1 أبريل 2025م", "Most permits: 2, since 1 April 2025"),
                (_ORDER,),
            ),
        ),
    )
    label = Text("عدد التصاريح أقل من الحد", "The household holds fewer permits than the limit")
    counted = Text("سنة واحدة × 120.50 ريال = 120.50 ريال", "1 year × SAR 120.50 = SAR 120.50")
    step = ChargeStep(counted, (), ())
    return (
        why,
        step,
        RuleBody(
            id="under-permit-limit",
            label=label,
            verdict=Verdict.NOT_MET,
            verdict_words=phrase_text("reasons.not-met"),
            reasons=(why,),
            changes=((Text("إنقاص 2 من التصاريح", "2 less: permits held"),),),
            advice=Text("ألغِ تصريحًا لا تحتاج إليه", "Give up a permit that you do not need"),
            waits_for=(),
            leads_to="permit-transfer",
            citations=(_ORDER,),
            is_official=True,
        ),
        ChargeBody(
            id="permit",
            label=Text("رسم التصريح", "Permit fee"),
            stage=Stage.ON_SUBMISSION,
            amount=_PRICE,
            words=Text("120.50 ريالًا سعوديًا", "SAR 120.50"),
            steps=(step,),
            citations=(_ORDER,),
            is_official=True,
        ),
        DueBody(
            id="identity",
            label=Text("إثبات الهوية", "Proof of identity"),
            one_of=(Text("الهوية الوطنية", "National ID"), Text("جواز السفر", "Passport")),
            items=(),
            stage=Stage.ON_SUBMISSION,
            due=Truth.YES,
            reasons=(),
            citations=(_ORDER,),
            is_official=True,
        ),
        QuestionLeft(
            "vehicle.is_own",
            Text("السيارة مسجلة باسمي", "The car is registered in my name"),
            CauseKind.UNANSWERED,
        ),
    )


def _of_payments() -> tuple[object, ...]:
    line = InvoiceLineBody("permit", Text("رسم التصريح", "Permit fee"), _PRICE, True)
    payment = PaymentBody("P-1f0c33a9d8b27e64", Channel.BANK, _PRICE, _AT)
    twice = PaymentBody("P-8b2d40e7715fa09c", Channel.CARD, _PRICE, _AT)
    refund = RefundBody(
        id="F-4F7K-9MXD",
        payment=twice.id,
        amount=_PRICE,
        reason=RefundReason.PAID_TWICE,
        state=RefundState.REQUESTED,
        changed_at=_AT,
    )
    started = EventBody(EventKind.STARTED, _AT, phrase_text("timeline.started"))
    return (
        line,
        started,
        InvoiceBody(
            bill_number="4821093755",
            biller=BillerBody("129", Text("البلدية", "The municipality")),
            reference="R-4F7K-9MXD-2H",
            stage=Stage.ON_SUBMISSION,
            lines=(line,),
            total=_PRICE,
            vat=None,
            issued_at=_AT,
            due_date=date(2026, 12, 23),
            state=InvoiceState.PAID,
            paid_at=_AT,
            paid=_PRICE,
            left=MoneyBody("0.00", "SAR"),
            payments=(payment, twice),
            refunds=(refund,),
        ),
        payment,
        refund,
        StatusBody(
            reference="R-4F7K-9MXD-2H",
            service="parking-permit",
            title=_PERMIT,
            state=_WAITING,
            is_open=False,
            is_complete=True,
            working_days=10,
            timeline=(started,),
        ),
    )


def _problem() -> dict[str, object]:
    """Members that a problem has no use for are left out."""
    error = ErrorBody(
        "/answers/household.permits_held",
        "household.permits_held",
        "not-whole",
        phrase_text("errors.not-whole"),
    )
    titles = phrase_text("problems.wrong-answers-title")
    details = phrase_text("problems.wrong-answers-detail")
    body = ProblemBody(
        type="https://portal.example/api/v1/problems#wrong-answers",
        title=titles.en,
        status=422,
        detail=details.en,
        titles=titles,
        details=details,
        request="9b2f6c01d4e8a735",
        errors=(error,),
        step="permit",
        revision=3,
        is_kept=True,
    )
    plain: dict[str, object] = msgspec.to_builtins(body)
    return {name: value for name, value in plain.items() if value is not None}
