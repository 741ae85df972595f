"""Texts that say values: how each state is said, which form is chosen, and what is never read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decide.decision import decide
from engine.decide.naming import Naming
from engine.decide.telling import Telling, before_answers, told
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.problem import Span
from engine.model.value import ABSENT, UNKNOWN, Items, State
from engine.model.wording import ItemTexts, Wording
from engine.model.words import Language, Text
from engine.store.decisions import read_decision, write_decision
from engine.wording import without_isolates

PARENTS = Path(__file__).parents[2] / "fixtures" / "two-parents"
SERVICE = "nursery-place"
AT = Span(PurePosixPath("rules/x.yaml"), 1, 1)
COUNT = "sibling_count"


@cache
def catalogue() -> Catalogue:
    return read_files(read_folder(PARENTS))


def telling(states: Mapping[str, State], language: Language = Language.EN) -> Telling:
    naming = Naming(catalogue().programs[SERVICE], catalogue(), language)
    return Telling(naming, lambda name: states.get(name, UNKNOWN))


def counted(**forms: str) -> Wording:
    """A text in Arabic that `sibling_count` chooses the form of."""
    patterns = tuple((Language.AR, form, text) for form, text in forms.items())
    return Wording(patterns, ((COUNT, AT),), (COUNT, AT), (), None)


def listed(*, are_lines: bool, none: Text | None = None) -> Wording:
    pattern = "{item.first_name}"
    texts = ItemTexts(("siblings", AT), Text(pattern, pattern), none, (), are_lines)
    return Wording(((Language.EN, "other", "{names}"),), (), None, (("names", texts),), None)


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")],
)
def test_a_number_chooses_the_form(count: int, form: str) -> None:
    forms = {one: one for one in ("zero", "one", "two", "few", "many", "other")}
    told_ = telling({COUNT: Decimal(count)}, Language.AR).text(counted(**forms))
    assert told_ == form


def test_a_form_that_is_not_written_is_that_of_other_numbers() -> None:
    words = counted(two="أخوان", other="{sibling_count} إخوة")
    assert telling({COUNT: Decimal(5)}, Language.AR).text(words) == "5 إخوة"


def test_an_unknown_number_chooses_the_other_form_and_is_said_so() -> None:
    words = counted(two="أخوان", other="{sibling_count} إخوة")
    assert "غير معروف" in telling({}, Language.AR).text(words)


@pytest.mark.parametrize("state", [UNKNOWN, ABSENT])
def test_otherwise_is_said_while_a_value_is_not_there(state: State) -> None:
    words = Wording(
        ((Language.EN, "other", "on {child.start_date}"),),
        (("child.start_date", AT),),
        None,
        (),
        Text("لاحقًا", "later"),
    )
    assert telling({"child.start_date": state}).text(words) == "later"


def items(*names: str, is_complete: bool = True) -> Items:
    return Items(tuple({"first_name": name} for name in names), is_complete)


def test_items_are_listed_or_each_said_on_a_line() -> None:
    states = {"siblings": items("Adam", "Omar", "Ali")}
    assert telling(states).text(listed(are_lines=False)) == "Adam, Omar and Ali"
    assert telling(states).lines(listed(are_lines=True)) == ("Adam", "Omar", "Ali")
    assert telling(states).text(listed(are_lines=True)) == "Adam\nOmar\nAli"


def test_no_item_is_said_in_words_of_the_text() -> None:
    words = listed(are_lines=False, none=Text("لا أحد", "nobody"))
    assert telling({"siblings": items()}).text(words) == "nobody"


def test_an_open_group_is_not_known() -> None:
    """More may follow, so no list of it is whole."""
    states = {"siblings": items("Adam", is_complete=False)}
    assert telling(states).text(listed(are_lines=False)) == "Not known yet"


@given(st.text(min_size=1, max_size=20))
def test_what_people_typed_is_never_read_as_a_pattern(name: str) -> None:
    typed = f"{{sibling_count}}{name}{{"
    said = telling({"siblings": items(typed), COUNT: Decimal(1)}).text(listed(are_lines=False))
    assert without_isolates(said) == without_isolates(typed)


def test_latin_names_in_arabic_keep_their_order() -> None:
    words = Wording(
        ((Language.AR, "other", "اسمها {mother.full_name}"),),
        (("mother.full_name", AT),),
        None,
        (),
        None,
    )
    said = telling({"mother.full_name": "15-J"}, Language.AR).text(words)
    assert said == "اسمها \u206615-J\u2069"


def test_before_anybody_answers_only_what_the_law_says_is_known() -> None:
    program = catalogue().programs[SERVICE]
    rule = next(one.rule for one in program.rules if one.rule.id == "few-siblings")
    day = catalogue().scenarios[0].decision_date
    states = before_answers(program, day)
    label = told(rule.label, program, catalogue(), states)
    assert label.en == "There are 2 siblings at most"
    advice = told(rule.advice, program, catalogue(), states)
    assert advice.en == "Complete the siblings first"


def test_a_decision_keeps_what_its_texts_say() -> None:
    program = catalogue().programs[SERVICE]
    day = catalogue().scenarios[0].decision_date
    facts: dict[str, State] = {"siblings": Items((), True), "resident.is_on_record": True}
    decision = decide(program, facts, day, "release")
    assert dict(decision.told)["sibling_count"] == Decimal(0)
    assert read_decision(write_decision(decision)) == decision


def test_a_decision_whose_texts_say_nothing_is_written_as_it_always_was() -> None:
    made = read_files(read_folder(PARENTS.parent / "small-service"))
    program = made.programs["parking-permit"]
    day = catalogue().scenarios[0].decision_date
    decision = decide(program, {"resident.is_on_record": True}, day, "release")
    assert "told" not in write_decision(decision)
