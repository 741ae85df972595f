from decimal import Decimal

from engine.answers import Bounds
from engine.answers.growing import GrowingFacts
from engine.expressions.beyond import Call
from engine.expressions.compiled import CompiledField
from engine.expressions.core import Const, DerivedRef, FactRef
from engine.model.types import DATE, NUMBER, YES_NO
from engine.model.value import Unknown
from tests.support.declared import SPAN
from tests.support.visits import DAY, catalogue

PROGRAM = catalogue().programs["visit"]
ESCORTED = DerivedRef("visit.is_escorted", YES_NO, SPAN)
BROKEN = Call("weeks", (Const(Decimal("0.5"), NUMBER, SPAN),), YES_NO, SPAN)


def test_what_was_derived_before_a_fact_was_added_is_derived_again() -> None:
    growing = GrowingFacts(PROGRAM, {}, DAY)
    assert isinstance(growing.truth(ESCORTED, True), Unknown)
    growing.add("person.is_minor", True)
    assert growing.truth(ESCORTED, True) is True
    growing.add("visit.guests", Decimal(5))
    growing.add("person.is_minor", False)
    assert growing.truth(ESCORTED, True) is False


def test_where_there_is_no_condition_the_default_holds() -> None:
    growing = GrowingFacts(PROGRAM, {}, DAY)
    assert growing.truth(None, True) is True
    assert growing.truth(None, False) is False


def test_a_condition_that_is_a_fault_is_unknown() -> None:
    assert isinstance(GrowingFacts(PROGRAM, {}, DAY).truth(BROKEN, True), Unknown)


def test_a_bound_is_known_or_left_out() -> None:
    compiled = CompiledField(
        None, None, Const(Decimal(1), NUMBER, SPAN), FactRef("visit.guests", NUMBER, SPAN)
    )
    growing = GrowingFacts(PROGRAM, {}, DAY)
    assert growing.bounds(compiled) == Bounds(Decimal(1), None)
    growing.add("visit.guests", Decimal(5))
    assert growing.bounds(compiled) == Bounds(Decimal(1), Decimal(5))


def test_the_decision_date_can_bound_an_answer() -> None:
    compiled = CompiledField(None, None, FactRef("decision_date", DATE, SPAN), None)
    assert GrowingFacts(PROGRAM, {}, DAY).bounds(compiled) == Bounds(DAY, None)
