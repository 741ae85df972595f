"""Laws of the language: what any text, any condition and any facts keep to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.syntax import FeelSyntaxError, Syntax
from engine.expressions.trees import parts as parts_of
from engine.expressions.walk import children
from engine.model.types import DATE, YES_NO
from engine.model.value import ABSENT, Facts, Fault, Items, State, Unknown
from tests.support import chance
from tests.support.programs import compiled, program_of
from tests.support.sketches import sketch

SOME = settings(max_examples=50)  # costly, and other ones at each run

WORDS = (
    *("and", "or", "not", "if", "then", "else", "some", "every", "for", "in", "return"),
    *("satisfies", "between", "null", "true", "false", "a", "b", "x.y", "f(", "سن", "1", "2.5"),
    *("(", ")", "[", "]", "<", "<=", ">", ">=", "=", "!=", "+", "-", "*", "/", "**", ",", "."),
    *("..", ":", "?", "@", "{", "}", '"t"', '@"P1Y"', ".5", "1e3", "//", "/*", "*/", "\\", '"'),
    *("'", "≥", "=="),
)
SOUP = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
TEXTS = st.one_of(st.text(max_size=40), SOUP)
LEAVES = st.sampled_from(("a", "x.y", "سن", "1", "2.5", '"t"', '@"P1Y"', "true", "null", "-(a)"))
FORMS = (
    "({} and {})", "({} or {})", "({} + {})", "({} - {} * {})", "({} / {})", "({} ** {})", "(-{})",
    "({} = {})", "({} <= {})", "({} between {} and {})", "not({})", "f({}, {})", "f(p: {})",
    "({} in {})", "({} in [{}..{}])", "({} in ]{}..{}[)", "({} in (< {}, >= {}))",
    "({} in ({}..{}])", "({} in ({}, {}))", "(if {} then {} else {})", "[{}, {}]", "(({})[{}])",
    "(some v in {} satisfies {})", "(every v in {}, w in {} satisfies {})", "(({}).y)",
    "(for v in {} return {})",
)  # fmt: skip
SENTENCES = st.recursive(
    LEAVES,
    lambda inner: st.sampled_from(FORMS).flatmap(
        lambda form: st.tuples(*[inner] * form.count("{}")).map(lambda made: form.format(*made))
    ),
    max_leaves=8,
)
ANYTHING: st.SearchStrategy[State] = st.one_of(
    st.booleans(),
    st.integers(0, 3).map(Decimal),
    st.just(chance.DAY),
    st.text(max_size=3),
    st.just(ABSENT),
    chance.UNKNOWNS,
    chance.FAULTS,
    st.just(Items(({"hours": "many"},))),
    st.just(("red", True)),
)


# Texts ------------------------------------------------------------------------------------------


@given(TEXTS)
@example("[" * 5000)
@example("not(" * 5000)
@example("-" * 5000)
@example("a and " * 5000)
@example("\x00\ud800\u202e")
def test_any_text_is_parsed_or_refused_with_a_place_in_it(text: str) -> None:
    for read in (parse, parse_unary_tests):
        error = refusal(read, text)
        if error is not None:
            assert error.code.startswith("E1")
            assert 0 <= error.offset <= len(text)


def refusal(read: Callable[[str], object], text: str) -> FeelSyntaxError | None:
    try:
        read(text)
    except FeelSyntaxError as error:
        return error
    return None


@given(SENTENCES)
def test_places_of_parts_lie_inside_the_whole(text: str) -> None:
    tree = parse(text)
    check_places(tree, 0, len(text))


@given(SENTENCES)
def test_a_sentence_with_every_bracket_written_reads_the_same(text: str) -> None:
    assert sketch(text) == sketch(f"(({text}))")


def check_places(tree: Syntax, start: int, end: int) -> None:
    assert start <= tree.start <= tree.end <= end
    for part in parts_of(tree):
        check_places(part, tree.start, tree.end)


@SOME
@given(chance.CONDITIONS)
def test_places_of_atoms_lie_inside_their_text(text: str) -> None:
    program = condition_program(text)
    (line,) = {node.at.line for node in nodes(program.rules[0].condition)}
    assert line == program.rules[0].condition.at.line
    for node in nodes(program.rules[0].condition):
        assert 1 <= node.at.column <= node.at.end_column <= len(text) + 1
        if isinstance(node, core.Compare | core.Member | core.IsAbsent | core.Quantified):
            written = text[node.at.column - 1 : node.at.end_column - 1]
            assert node.text == written
            opened, closed = (sum(map(written.count, ends)) for ends in ("([", ")]"))
            assert opened == closed


def nodes(node: Node) -> Iterator[Node]:
    """Every part of a node that its own text says; a table may be read on a day of its own."""
    yield node
    for child in () if isinstance(node, core.TableRef) else children(node):
        yield from nodes(child)


def condition_program(*texts: str, **more: object) -> Program:
    parts = {
        "facts": chance.ASKED,
        "documents": {"each": chance.FOR_EACH},
        "values": chance.VALUES,
        "groups": chance.GROUPS,
        "tables": chance.TABLES,
        "formulas": chance.FORMULAS,
        "read_on": chance.READ_ON,
        "rules": {f"r{at}": text for at, text in enumerate(texts)},
    }
    program, problems = compiled(**{**parts, **more})  # type: ignore[arg-type]
    assume(not any(problem.code == "E501" for problem in problems))
    assert program is not None, problems[0].render()
    return program


# Conditions -------------------------------------------------------------------------------------


@SOME
@given(chance.CONDITIONS, chance.RANDOMS, chance.SOME_FACTS)
def test_brackets_and_spaces_change_neither_shape_nor_truth(
    text: str, random: Random, facts: Facts
) -> None:
    spaced = text.replace(" ", random.choice(("  ", "\n", " // said\n ", " /* said */ ")))
    program = condition_program(text, spaced, f"(({text}))")
    conditions = [entry.condition for entry in program.rules]
    evaluation = Evaluation(program, facts, chance.DAY)
    assert len({shape(condition) for condition in conditions}) == 1
    assert len({chance.plain(evaluation.truth(condition)) for condition in conditions}) == 1


@SOME
@given(st.lists(st.sampled_from(chance.ATOMS), min_size=2, max_size=6), chance.SOME_FACTS)
def test_what_has_one_shape_has_one_value(atoms: list[str], facts: Facts) -> None:
    program = condition_program(*atoms)
    by_shape: dict[str, State] = {}
    for entry in program.rules:
        value = Evaluation(program, facts, chance.DAY).value(entry.condition)
        assert by_shape.setdefault(shape(entry.condition), value) == value


@SOME
@given(st.lists(st.sampled_from(chance.ATOMS), min_size=2, max_size=5, unique=True))
def test_different_atoms_have_different_shapes(atoms: list[str]) -> None:
    program = condition_program(*atoms)
    assert len({shape(entry.condition) for entry in program.rules}) == len(atoms)


@SOME
@given(chance.CONDITIONS, chance.SOME_FACTS)
def test_a_negated_condition_is_the_opposite(text: str, facts: Facts) -> None:
    program = condition_program(text, f"not({text})", f"not(not({text}))")
    evaluation = Evaluation(program, facts, chance.DAY)
    one, opposite, same = (evaluation.truth(entry.condition) for entry in program.rules)
    assert same == one
    assert opposite == (not one if isinstance(one, bool) else one)


@settings(max_examples=40)
@given(chance.RANDOMS, chance.SOME_FACTS)
def test_the_order_of_clauses_never_matters(random: Random, facts: Facts) -> None:
    texts = [chance.condition(random, most=2) for _ in range(random.randint(1, 4))]
    shuffled = random.sample(texts, len(texts))
    for word in ("all", "any", "none"):
        rules = {"one": {word: texts}, "two": {word: shuffled}}
        program = condition_program(rules=rules)
        evaluation = Evaluation(program, facts, chance.DAY)
        one, two = (chance.plain(evaluation.truth(entry.condition)) for entry in program.rules)
        assert one == two


@SOME
@given(chance.CONDITIONS, chance.SOME_FACTS, chance.RANDOMS)
def test_giving_what_is_unknown_never_changes_a_known_truth(
    text: str, facts: Facts, random: Random
) -> None:
    program = condition_program(text)
    condition = program.rules[0].condition
    before = Evaluation(program, facts, chance.DAY).truth(condition)
    more = chance.completed(random, facts)
    if isinstance(before, bool):
        assert Evaluation(program, more, chance.DAY).truth(condition) is before


@SOME
@given(chance.CONDITIONS, chance.ALL_FACTS)
def test_with_every_fact_given_nothing_is_unknown(text: str, facts: Facts) -> None:
    """Every guard settles what it guards: a complete application is never undecided."""
    program = condition_program(text)
    truth = Evaluation(program, facts, chance.DAY).truth(program.rules[0].condition)
    assert isinstance(truth, bool | Fault)


@SOME
@given(st.data())
def test_the_evaluator_never_raises(data: st.DataObject) -> None:
    """Not even for facts of a wrong type, which no reader gives."""
    texts = data.draw(st.lists(chance.CONDITIONS, min_size=1, max_size=2))
    program = condition_program(*texts)
    names = [*program.facts, "posts", "nobody"]
    facts = {name: data.draw(ANYTHING) for name in names}
    evaluation = Evaluation(program, facts, chance.DAY)
    for entry in program.rules:
        assert isinstance(evaluation.truth(entry.condition), bool | Unknown | Fault)
    for name in ("total", "level", "first", "limit", *names):
        evaluation.fact(name)


@given(st.integers(1, 5), st.integers(0, 400), st.sampled_from(["P1M", "P3M", "P1Y", "P4Y"]))
def test_months_there_and_back_differ_only_at_the_end_of_a_month(
    day: int, offset: int, length: str
) -> None:
    start = chance.DAY.replace(day=day) + timedelta(days=offset)
    program = program_of(
        facts={"day": DATE, "yes": YES_NO},
        formulas={"back": f'day + @"{length}" - @"{length}"'},
    )
    back = Evaluation(program, {"day": start}, start).fact("back")
    assert isinstance(back, date)
    assert back == start if start.day <= 28 else back <= start
