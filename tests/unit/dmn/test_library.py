"""Models that import one another: what each sees of the others, and what is given to them."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from engine.dmn.evaluate import Evaluation
from engine.dmn.library import Library
from engine.dmn.model import Model
from engine.dmn.read import read_model
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.texts import text_of
from engine.expressions.specification.values import Value
from tests.support.dmn_models import NAMESPACE, decision, given, knowledge, literal

CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def model(name: str, *elements: str, imports: str = "") -> Model:
    """A model whose namespace is its name; `imports` are `alias=namespace`, parted by blanks."""
    pairs = (pair.split("=") for pair in imports.split())
    inside = "".join(f'<import name="{alias}" namespace="{of}"/>' for alias, of in pairs)
    inside += "\n".join(elements)
    text = f'<definitions xmlns="{NAMESPACE}" name="{name}" namespace="{name}">{inside}'
    return read_model(f"{text}</definitions>".encode(), PurePosixPath(f"{name}.dmn"))


def needs(reference: str, kind: str = "Decision") -> str:
    outer = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{outer}><required{kind} href="{reference}"/></{outer}>'


def result(made: Model, *others: Model, name: str = "Result", **inputs: Value) -> str:
    value = Evaluation(made, inputs, CLOCK, others).value(name)
    return text_of(value, Budget(), is_inside=True)


AGES = model("ages", given("Age"), decision("Is adult", literal("Age >= 18"), "Input:Age"))


def test_a_decision_of_another_model_is_read_by_the_name_of_its_import() -> None:
    made = model(
        "m",
        decision("Result", needs("ages#Is adult") + literal("my ages.Is adult")),
        imports="my&#32;ages=ages",
    )
    assert result(made, AGES, Age=Decimal(18)) == "true"
    assert result(made, Age=Decimal(18)) == "null"


def test_an_import_without_a_name_brings_its_names() -> None:
    made = model(
        "m", decision("Result", needs("ages#Is adult") + literal("Is adult")), imports="=ages"
    )
    assert result(made, AGES, Age=Decimal(17)) == "false"


@pytest.mark.parametrize(
    "inputs",
    [
        {"a.Age": Decimal(5)},
        {"a": {"Age": Decimal(5)}},
        {"ages#Age": Decimal(5)},
        {"ages#Age": Decimal(5), "Age": Decimal(7)},
    ],
)
def test_two_inputs_of_one_name_are_told_apart(inputs: dict[str, Value]) -> None:
    made = model(
        "m",
        given("Age"),
        decision(
            "Result",
            needs("ages#Age", "Input") + needs("#Age", "Input") + literal("[Age, a.Age]"),
        ),
        imports="a=ages",
    )
    own = "7" if "Age" in inputs else "null"
    value = Evaluation(made, inputs, CLOCK, (AGES,)).value("Result")
    assert text_of(value, Budget()) == f"[{own}, 5]"


def test_knowledge_of_another_model_calls_its_own() -> None:
    other = model(
        "k",
        knowledge("one more", "n", literal("n + 1")),
        knowledge("two more", "n", literal("one more(one more(n))")).replace(
            "<encapsulatedLogic>", needs("#one more", "Knowledge") + "<encapsulatedLogic>"
        ),
    )
    made = model(
        "m",
        decision("Result", needs("k#two more", "Knowledge") + literal("k.two more(n: 3)")),
        imports="k=k",
    )
    assert result(made, other) == "5"


def test_models_that_import_each_other_and_themselves_end() -> None:
    item = '<itemDefinition name="tA"><typeRef>b.tB</typeRef></itemDefinition>'
    back = '<itemDefinition name="tB"><typeRef>a.tA</typeRef></itemDefinition>'
    first = model(
        "a", item, decision("Result", needs("b#Other") + literal("b.Other")), imports="b=b a=a"
    )
    second = model(
        "b", back, decision("Other", needs("a#Result") + literal("a.Result")), imports="a=a"
    )
    assert result(first, second) == "null"
    assert [found.name for found in Library((first, second)).reachable()] == ["a", "b"]


def test_a_path_that_names_nothing_is_nothing() -> None:
    library = Library((AGES, model("other", given("Age"))))
    at = library.named("Age")
    assert at is not None
    assert library.place(at, "nowhere#x") is None
    assert library.place(at, "other#Age") is None
    assert library.named("nobody") is None


def test_a_model_that_is_imported_by_two_ways_is_given_two_values() -> None:
    greet = [
        model(name, decision("Greet", needs("p#Name", "Input") + literal("p.Name")), imports="p=p")
        for name in ("b", "c")
    ]
    made = model(
        "m",
        decision("Result", needs("b#Greet") + needs("c#Greet") + literal("[x.Greet, y.Greet]")),
        imports="x=b y=c",
    )
    value: Value = {"p": {"Name": "Layla"}}
    others = (*greet, model("p", given("Name", "string")))
    assert result(made, *others, x=value) == '["Layla", null]'
    assert result(made, *others, x=value, y={"p": {"Name": "Noura"}}) == '["Layla", "Noura"]'
    assert result(made, *others, Name="Huda") == '["Huda", "Huda"]'
