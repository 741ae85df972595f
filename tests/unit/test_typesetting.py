"""Values are printed as they are, in a typeface that is ours, and the same every time."""

import re
from datetime import UTC, datetime

import pytest

from engine.model.words import Language, Text
from engine.phrases import phrase_text
from engine.typesetting import Printable, TypesettingFailed, pdf_of, qr_of
from engine.wording import isolate
from tests.support.papers import picture
from tests.support.pdf_text import runs_of, text_of

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def line(label: str, ar: str, en: str | None = None) -> dict[str, Printable]:
    said = Text(isolate(ar, Language.AR), isolate(en or ar, Language.EN))
    return {"label": {"ar": label, "en": label}, "value": {"ar": said.ar, "en": said.en}}


def card(*lines: dict[str, Printable], photo: bytes | None = None) -> dict[str, Printable]:
    def words(ar: str, en: str) -> dict[str, Printable]:
        return {"ar": ar, "en": en}

    said = ("photo", "scan", "check-at", "application", "record")
    phrases = {name: phrase_text(f"issued.{name}") for name in said}
    return {
        "title": words("بطاقة", "A card"),
        "owner": words("هيئة", "An authority"),
        "notice": words("للعرض", "A demonstration"),
        "lines": list(lines),
        "validity": [line("Until", "14 January 2029")],
        "photo": None if photo is None else list(photo),
        "address": "https://portal.example/ar/check/7K2QF",
        "qr": qr_of("https://portal.example/ar/check/7K2QF"),
        "code": "7K2QF-9MXD2",
        "check-address": "https://portal.example/ar/check",
        "application": "R-4F7K-9MXD-2H",
        "record": 42,
        "words": {name: words(text.ar, text.en) for name, text in phrases.items()},
    }


@pytest.mark.parametrize(
    "name",
    [
        "#strong[x]",
        "$x^2$",
        "[a] ]b[",
        "back\\slash \\n \\u{41}",
        "`code`",
        "\"quoted\" 'so'",
        "*b* _i_ @ref <label>",
        "// comment /* and */",
        "= heading",
        "{ } ~ -- ---",
        "#panic()",
    ],
)
def test_what_looks_like_markup_prints_as_itself(name: str) -> None:
    assert name in text_of(pdf_of("card", card(line("Name", name)), AT))


@pytest.mark.parametrize("template", ["card", "letter"])
def test_ids_keep_their_order_inside_arabic(template: str) -> None:
    made = runs_of(pdf_of(template, card(line("رقم التسجيل", "15-J-M-0063790")), AT))
    assert [run.strip() for run in made].count("15-J-M-0063790") == 2, "in both columns"


def test_arabic_is_drawn_right_to_left_and_read_in_order() -> None:
    assert "العتيبي" in {
        run.strip() for run in runs_of(pdf_of("card", card(line("الاسم", "نورة العتيبي")), AT))
    }


@pytest.mark.parametrize("template", ["card", "letter"])
def test_the_same_values_give_the_same_bytes(template: str) -> None:
    data = card(line("Name", "نورة"), photo=picture())
    made = pdf_of(template, data, AT)
    assert made == pdf_of(template, data, AT)
    assert b"/CreationDate(D:20261123090000" in made.replace(b" ", b""), "never the clock's time"


def test_every_font_is_embedded_and_is_the_portals() -> None:
    made = pdf_of("card", card(line("Name", "نورة Noura Νούρα")), AT)
    fonts = set(re.findall(rb"/BaseFont/(?:[A-Z]{6}\+)?([A-Za-z]+)", made))
    assert fonts == {b"IBMPlexSansArabic"}
    assert made.count(b"/FontFile2") == len(set(re.findall(rb"/BaseFont/([A-Z]{6})", made)))


def test_it_has_a_title_a_language_and_says_that_it_is_archived_and_accessible() -> None:
    made = pdf_of("card", card(line("Name", "نورة"), photo=picture()), AT)
    assert b"/Title" in made
    assert b"/Lang(ar" in made.replace(b" ", b"")
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Alt" in made


def test_letters_that_the_typeface_lacks_stop_no_document() -> None:
    made = pdf_of("card", card(line("Name", "李 Noura 🩺")), AT)
    assert made.startswith(b"%PDF")
    assert "Noura" in text_of(made)


@pytest.mark.parametrize("count", [1, 4, 8])
def test_a_card_is_one_page_with_any_number_of_lines(count: int) -> None:
    lines = (
        line(f"A rather long label, number {number}", "قيمة", "A value") for number in range(count)
    )
    made = pdf_of("card", card(*lines, photo=picture(size=(300, 900))), AT)
    assert b"/Count 1/" in made


def test_values_that_a_template_does_not_know_are_a_fault_of_ours() -> None:
    with pytest.raises(TypesettingFailed, match="card"):
        pdf_of("card", {"title": "x"}, AT)


def test_a_qr_code_is_drawn_in_paths_and_holds_no_script() -> None:
    drawn = qr_of("https://portal.example/ar/check/7K2QF-9MXD2")
    assert drawn.startswith("<svg")
    assert "<path" in drawn
    assert "script" not in drawn
