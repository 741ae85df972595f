"""What is said of a text in two languages, and what is fine."""

from pathlib import PurePosixPath

import pytest

from engine.definitions.source import parse
from engine.definitions.tree import Mapping
from engine.definitions.upkeep.texts import problems_in
from engine.model.problem import Problem

PATH = PurePosixPath("services/permit.yaml")


def said_of(text: str) -> list[Problem]:
    root, problems = parse(PATH, f"{text}\n".encode())
    assert isinstance(root, Mapping), problems
    return list(problems_in(root))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("label: {ar: Zone, en: المنطقة}", "D245"),
        ("label: {ar: IELTS, en: آيلتس}", "D245"),
        ("label: {ar: Zone of residence, en: Zone}", "D246"),
        ("label: {ar: المنطقة, en: المنطقة}", "D246"),
        ("keywords: {ar: [renewal], en: [renewal]}", "D246"),
        ("unit: {ar: {few: ساعات, other: ساعة}, en: hours}", "D247"),
        ("unit: {ar: {one: ساعة, other: ساعات}, en: {one: hour, other: hours}}", "D247"),
        ("help: {ar: مثل 15-J-M-0063790, en: Such as 15-J-M-0063790}", "D248"),
        ("help: {ar: النموذج 4/B هنا, en: Form 4/B}", "D248"),
        ("label: {ar: 'أولًا, ثم ثانيًا', en: 'First, then second'}", "D249"),
        ("label: {ar: هل هي لك?, en: Is it yours?}", "D249"),
        ("label: {ar: خلال 30 يومًا, en: Within 60 days}", "D250"),
        ("label: {ar: هل هي لك؟, en: It is yours}", "D251"),
        ("label: {ar: هل هي لك؟, en: 'It is yours:'}", "D251"),
    ],
)
def test_a_text_that_is_wrong_has_one_problem(text: str, code: str) -> None:
    assert [problem.code for problem in said_of(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "label: {ar: المنطقة, en: Zone}",
        "label: {ar: IELTS, en: IELTS}",  # an abbreviation
        "label: {ar: '{name}', en: '{name}'}",
        "label: {ar: اختبار IELTS, en: The IELTS examination}",
        "label: {ar: ثلاثون يومًا, en: 30 days}",
        "label: {ar: خلال 30 يومًا, en: Within 30 days}",
        "label: {ar: 'العدد 1,200.50', en: 'The number 1,200.50'}",
        "label: {ar: هل هي لك؟, en: Is it yours?}",
        "unit: {ar: {few: ساعات, other: ساعة}, en: {one: hour, other: hours}}",
        "unit: {ar: ملم, en: mm}",
        'help: {ar: "مثل \\u206615-J-M-0063790\\u2069", en: Such as 15-J-M-0063790}',
        "help: {ar: من 2026-01-01, en: From 2026-01-01}",  # digits alone keep their order
        "help: {ar: '{number}-A', en: '{number}-A'}",
        "help: {ar: بطاقة A4, en: A4 card}",
    ],
)
def test_a_text_that_is_fine_has_none(text: str) -> None:
    assert said_of(text) == []


def test_swapped_languages_are_put_right_by_their_keys() -> None:
    (problem,) = said_of("label: {ar: Zone, en: المنطقة}")
    assert [(edit.span.column, edit.span.end_column, edit.text) for edit in problem.fix] == [
        (9, 11, "en"),
        (19, 21, "ar"),
    ]


def test_a_text_with_an_escape_has_no_fix_of_its_signs() -> None:
    (problem,) = said_of('label: {ar: "أولًا\\u002c ثم", en: "First, then"}')
    assert (problem.code, problem.fix) == ("D249", ())
