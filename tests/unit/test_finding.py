"""Services are found by what people type, however they spell it."""

from dataclasses import replace

import pytest

from engine.definitions.read import read_files
from engine.finding import find, folded, says_something
from engine.model.service import Service
from engine.model.topic import Keywords
from engine.model.words import Text
from tests.support.visitors import config

BASE = read_files(config()).services["fishing-licence"]


def service(id: str, title: Text, summary: Text, keywords: Keywords | None = None) -> Service:
    nobody = Text("", "")
    return replace(
        BASE, id=id, title=title, summary=summary, audience=nobody, keywords=keywords or Keywords()
    )


RENEWAL = service(
    "renewal",
    Text("تجديد الإقامة المهنيّة", "Renew a registration"),
    Text("للمؤهلين من أبناء المنطقة", "Before it expires"),
    Keywords(("بطاقة", "فئة 2"), ("SCFHS card", "licences")),
)
REFUND = service(
    "refund", Text("استرداد الرسوم", "Refund of fees"), Text("من تجديد أو غيره", "Of a renewal")
)
BOTH = (REFUND, RENEWAL)


def found(query: str) -> list[str]:
    return [one.id for one in find(BOTH, query)]


@pytest.mark.parametrize(
    "query",
    [
        "الاقامه",
        "اقامة",
        "إِقامـة",
        "أقامة",
        "المهنية",
        "ابناء",
        "المنطقه",
        "موهلين",
        "بطاقه",
        "البطاقة",
        "فئة ٢",
        "فئه ۲",
        "RENEW",
        "registrations",
        "scfhs",
        "licence",
        "expire",
        "أريد تجديد الإقامة",
        "how do I renew my card",
    ],
)
def test_a_word_is_found_however_it_is_spelt(query: str) -> None:
    assert "renewal" in found(query)


@pytest.mark.parametrize("query", ["قامت", "newel", "refund card", "تجديد سيارة", "2026"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert "renewal" not in found(query)


def test_a_word_of_the_title_comes_before_one_of_the_summary() -> None:
    assert found("تجديد") == ["renewal", "refund"]
    assert found("renew") == ["renewal", "refund"]


def test_words_that_nobody_means_find_everything() -> None:
    assert found("how to") == found("") == found("؟!") == ["refund", "renewal"]
    assert not says_something("how to")
    assert says_something("how to renew")


def test_a_query_without_end_is_cut() -> None:
    assert found("ا" * 50_000) == []


def test_persian_letters_are_the_arabic_ones() -> None:
    assert folded("تسجیل") == folded("تسجيل")
