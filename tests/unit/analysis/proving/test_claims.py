"""Claims of the authors: proved, refuted by somebody, about nobody, or not proved."""

from __future__ import annotations

import pytest

from engine.analysis.proving.finding import Code
from engine.definitions.read import read_files
from engine.model.problem import DefinitionError
from engine.model.severity import Severity
from engine.model.words import Language
from tests.support.proving import RULES, changed, claim, findings, proved


def codes(*lines: str) -> list[Code]:
    return [one.code for one in findings(claim(*lines))]


@pytest.mark.parametrize(
    "lines",
    [
        ('if: outcome = "eligible"', "then: permit.is_for_home"),
        ("if: permit.is_own_car", "then: documents.deed.is_due"),
        ("then: fees.permit.is_charged",),
        ('then: fees.permit.amount >= money("100.00 SAR")',),
        ("with_less: resident.cars",),
        ("with_less: resident.birth_date",),
        ("with_more: documents.deed.issue_date",),
    ],
)
def test_what_is_so_of_everybody_is_proved(lines: tuple[str, ...]) -> None:
    assert not codes(*lines)
    assert proved(claim(*lines))[1].claims == 1


@pytest.mark.parametrize(
    "lines",
    [
        ('if: outcome = "eligible"', "then: documents.deed.is_due"),
        ('then: fees.permit.amount < money("200.00 SAR")',),
        ("with_more: resident.cars",),
        ("with_more: resident.birth_date",),
        ("with_less: documents.deed.issue_date",),
    ],
)
def test_what_is_not_so_of_somebody_is_refuted_by_an_example(lines: tuple[str, ...]) -> None:
    (found,) = findings(claim(*lines))
    assert found.code is Code.CLAIM_REFUTED
    assert found.person is not None


def test_a_claim_about_nobody_is_found() -> None:
    assert codes("if: resident.cars < 0", "then: permit.is_own_car") == [Code.CLAIM_OF_NOBODY]


def test_what_no_proof_reaches_is_named_with_its_place() -> None:
    names = (RULES, "resident.cars]", "resident.cars, resident.name]")
    (found,) = findings(names, claim("then: string length(resident.name) > 0"))
    assert (found.code, found.severity) == (Code.CLAIM_NOT_PROVED, Severity.NOTE)
    said = found.message(Language.EN)
    assert said.startswith(
        "not proved either way: the claim `the-claim`: A claim; no proof reaches"
    )
    assert said.endswith("rules/permit.yaml:41:11")


def test_a_claim_about_an_unknown_name_is_refused() -> None:
    for lines in (("then: documents.nothing.is_due",), ("with_more: resident.shoes",)):
        with pytest.raises(DefinitionError, match="E201"):
            read_files(changed(claim(*lines)))


def test_there_is_no_more_of_a_yes_or_no() -> None:
    with pytest.raises(DefinitionError, match="there is no more and no less"):
        read_files(changed(claim("with_more: permit.is_own_car")))


def test_a_claim_says_one_thing() -> None:
    with pytest.raises(DefinitionError, match="leave out `then`"):
        read_files(changed(claim("with_more: resident.cars", "then: permit.is_own_car")))
