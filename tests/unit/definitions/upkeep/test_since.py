"""Texts of which one language was changed since an earlier version."""

from pathlib import PurePosixPath

import pytest

from engine.definitions.upkeep import one_sided

PATH = PurePosixPath("services/permit.yaml")
OLD = "{title: {ar: المنطقة, en: Zone}, help: {ar: اختر, en: Choose}}"


def since(old: str, new: str, path: PurePosixPath = PATH) -> list[tuple[int, str]]:
    found = one_sided({PATH: old.encode()}, {path: new.encode()}, "main")
    return [(problem.span.column, problem.message) for problem in found]


def test_a_change_of_the_arabic_alone_points_at_the_english() -> None:
    new = OLD.replace("المنطقة", "منطقة السكن")
    message = "`ar` was changed since `main`, and `en` was not"
    assert since(OLD, new) == [(new.index("Zone") + 1, message)]


def test_a_change_of_the_english_alone_points_at_the_arabic() -> None:
    new = OLD.replace("Choose", "Choose one")
    message = "`en` was changed since `main`, and `ar` was not"
    assert since(OLD, new) == [(new.index("اختر") + 1, message)]


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD.replace("المنطقة", "منطقة السكن").replace("Zone", "Zone of residence"),
        "{help: {ar: اختر, en: Choose}, title: {ar: المنطقة, en: Zone}}",
        OLD.replace("المنطقة", "المنطقة،"),  # a sign
        OLD.replace("اختر", "اختَر"),  # a vowel mark
        OLD.replace("اختر", "اختـــر"),  # a stretched word
        "{title: {ar: المنطقة, en: Choose}, help: {ar: اختر, en: Zone}}",  # which one changed?
        OLD.replace("{title", "{more: {ar: جديد, en: New}, title"),
        OLD.replace("help: {ar: اختر, en: Choose}", "more: {ar: جديد, en: New}"),
        "{title: ",  # has problems of its own
    ],
)
def test_nothing_is_said_where_both_languages_keep_together(new: str) -> None:
    assert since(OLD, new) == []


def test_a_text_that_moved_to_another_file_is_followed() -> None:
    moved = OLD.replace("المنطقة", "منطقة السكن")
    assert len(since(OLD, moved, PurePosixPath("fragments/zone.yaml"))) == 1


def test_scenarios_have_no_texts_for_people() -> None:
    moved = OLD.replace("المنطقة", "منطقة السكن")
    assert since(OLD, moved, PurePosixPath("scenarios/permit/one.yaml")) == []
