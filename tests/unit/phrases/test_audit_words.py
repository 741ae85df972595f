"""What auditors' pages say by a code has words for every code that there is."""

import pytest

from engine.definitions.entries import EntryKind
from engine.model.data_request import Channel as Asking
from engine.model.data_request import RequestKind, RequestState
from engine.model.decision import Outcome
from engine.model.fact import FactSource
from engine.model.fee import Stage
from engine.model.lifecycle import Actor
from engine.model.payment import Channel, InvoiceState, RefundReason, RefundState
from engine.model.privacy import After, Basis, Then
from engine.operations.audit.publications import FileChange
from engine.phrases.catalogue import phrases

SAID = {
    "audit.source-": FactSource,
    "audit.by-": Actor,
    "audit.stage-": Stage,
    "audit.bill-": InvoiceState,
    "audit.channel-": Channel,
    "audit.refund-": RefundState,
    "audit.file-": FileChange,
    "audit.entry-": EntryKind,
    "audit.entries-": EntryKind,
    "privacy.basis-": Basis,
    "privacy.after-": After,
    "privacy.then-": Then,
    "records.code-": (*RequestKind, *RequestState, *Asking, *Then),
    "audit.outcome-": (Outcome.ELIGIBLE, Outcome.INELIGIBLE),
}


@pytest.mark.parametrize("prefix", SAID)
def test_every_code_has_words(prefix: str) -> None:
    wanted = {f"{prefix}{code.value.replace('_', '-')}" for code in SAID[prefix]}
    assert wanted - phrases().keys() == set()


def test_every_reason_of_a_refund_has_words() -> None:
    assert {f"paying.reason-{reason}" for reason in RefundReason} - phrases().keys() == set()
