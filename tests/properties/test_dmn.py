"""DMN files, damaged in every way: they are refused, or read, evaluated and carried over."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn.carry.carry import carry
from engine.dmn.carry.yaml import files_of
from engine.dmn.evaluate import Evaluation
from engine.dmn.model import Model
from engine.dmn.read import read_model
from engine.dmn.xml import XmlError
from engine.model.problem import Span
from tests.support import dmn_models as dmn

PATH = PurePosixPath("loans.dmn")
AT = Span(PATH, 1, 1)
CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WHOLE = dmn.definitions(
    "<itemDefinition name='tLoan'><itemComponent name='a b'><typeRef>number</typeRef>"
    "</itemComponent></itemDefinition>",
    dmn.given("Loan", "tLoan"),
    dmn.given("Age"),
    dmn.knowledge("Rate", "x y", dmn.literal("x + y")),
    dmn.decision(
        "Band",
        dmn.table('hitPolicy="PRIORITY"', "Age; Loan.a b", 'p="u","v"; q', '1; -; "u"; 2'),
        "Input:Age",
        "Input:Loan",
    ),
    dmn.decision(
        "Sum", dmn.literal("Rate(Age, 2) * Band.q"), "Knowledge:Rate", "Decision:Band", "Input:Age"
    ),
    "<decisionService id='s' name='Serve'><outputDecision href='#Sum'/></decisionService>",
)
cuts = st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 120))
pieces = st.sampled_from(
    [
        b"",
        b"</text>",
        b"<text>",
        b"<rule>",
        b"Sum",
        b'"',
        b"<output/>",
        b"#Age",
        b"&lt;",
        b"[",
        b"(",
    ]
)


def read_or_none(content: bytes) -> Model | None:
    try:
        return read_model(content, PATH)
    except XmlError:
        return None


@given(st.lists(st.tuples(cuts, pieces), min_size=1, max_size=3))
@settings(max_examples=300)
def test_a_damaged_model_is_refused_or_used(
    changes: list[tuple[tuple[int, int], bytes]],
) -> None:
    content = WHOLE
    for (start, length), piece in changes:
        content = content[:start] + piece + content[start + length :]
    use(read_or_none(content))


@given(st.sampled_from(WHOLE.split(b"<")[1:]), st.sampled_from(WHOLE.split(b"<")[1:]))
@settings(max_examples=200)
def test_a_model_with_one_element_for_another_is_refused_or_used(old: bytes, new: bytes) -> None:
    use(read_or_none(WHOLE.replace(old, new)))


def use(model: Model | None) -> None:
    if model is None:
        return
    evaluation = Evaluation(model, {"Age": Decimal(1), "Loan": {"a b": Decimal(2)}}, CLOCK)
    for node in model.nodes.values():
        evaluation.value(node.variable.name)
        evaluation.value(node.variable.name, {"x": Decimal(1)})
    assert files_of(carry(model, AT))


def test_the_whole_model_is_used_whole() -> None:
    model = read_or_none(WHOLE)
    assert model is not None
    evaluation = Evaluation(model, {"Age": Decimal(1), "Loan": {"a b": Decimal(2)}}, CLOCK)
    assert evaluation.value("Sum") == evaluation.value("Serve") == Decimal(6)
