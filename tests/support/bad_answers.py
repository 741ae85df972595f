"""What people type that is no answer, by field of the service that has a field of every type.

Each case is a text and the code of its error, or what it is read as: odd, and plain enough. The
kinds that every type is to have cases of stand in `EVERY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.money import Money
from engine.model.service import Field, Step
from engine.model.value import Known

FILES: Final = Path(__file__).parents[1] / "fixtures" / "every-field"
SERVICE: Final = "survey"
_HIDDEN: Final = "\u202e{}\u2066\u200b\x00\ufeff"  # reversed, isolated, of no width, and NUL


class Fault(StrEnum):
    """What is wrong, or odd."""

    TOO_LONG = "too long"
    SCRIPT = "wrong script"
    LOOK_ALIKE = "look-alike signs"
    HIDDEN = "control and bidi characters"
    ZEROS = "leading zeros"
    IMPOSSIBLE = "impossible"
    NOT_OFFERED = "not offered"
    CHECKSUM = "wrong check digit"


EVERY: Final = frozenset({Fault.TOO_LONG, Fault.SCRIPT, Fault.LOOK_ALIKE, Fault.HIDDEN})
Cases = Mapping[Fault, Mapping[str, Known]]


class Refused(str):
    """The code of an error."""

    __slots__ = ()


def _hidden(text: str) -> str:
    return _HIDDEN.format(text)


def _within(text: str) -> str:
    """The hidden characters between the first sign and the others."""
    return _hidden(text[0]) + text[1:]


_TOO_LONG: Final = {"9" * 30_000: Refused("too-long")}
_NOT_A_NUMBER, _NOT_AN_AMOUNT = Refused("not-a-number"), Refused("not-an-amount")
_NOT_A_DATE, _NO_SUCH_DATE = Refused("not-a-date"), Refused("no-such-date")
_NOT_A_MONTH, _NOT_OFFERED = Refused("not-a-month"), Refused("not-offered")
_NOT_TEN, _NOT_A_MOBILE = Refused("id-not-ten-digits"), Refused("not-a-mobile")
_NOT_AN_EMAIL, _NOT_AN_IBAN = Refused("not-an-email"), Refused("not-an-iban")
_NOT_YES_OR_NO, _MUST_ACCEPT = Refused("not-yes-or-no"), Refused("must-accept")
_IBAN: Final = "SA0380000000608010167519"

CASES: Final[Mapping[str, Cases]] = {
    "survey.name": {
        Fault.TOO_LONG: _TOO_LONG | {"ا" * 41: Refused("too-long"), "ا" * 40: "ا" * 40},
        Fault.SCRIPT: {"Nora": Refused("not-arabic"), "Нора": Refused("not-arabic")},
        Fault.LOOK_ALIKE: {"𝐍𝐨𝐫𝐚": Refused("not-arabic"), "نورة ２": "نورة 2"},
        Fault.HIDDEN: {_hidden("نورة"): "نورة", _within("نورة"): "نورة"},
        Fault.ZEROS: {"٠٠٧": "007"},
    },
    "survey.story": {
        Fault.TOO_LONG: _TOO_LONG | {"س" * 201: Refused("too-long")},
        Fault.SCRIPT: {"<b>{{ 7 * 7 }}</b>": "<b>{{ 7 * 7 }}</b>"},
        Fault.LOOK_ALIKE: {"𝟏𝟐": "𝟏𝟐"},
        Fault.HIDDEN: {_hidden("سطر"): "سطر"},
    },
    "survey.age_years": {
        Fault.TOO_LONG: _TOO_LONG | {"9" * 35: Refused("too-many-digits")},
        Fault.SCRIPT: {"عشرون": _NOT_A_NUMBER, "0x10": _NOT_A_NUMBER, "1e3": _NOT_A_NUMBER},
        Fault.LOOK_ALIKE: {
            "𝟑𝟎": _NOT_A_NUMBER,
            "²": _NOT_A_NUMBER,
            "③": _NOT_A_NUMBER,
            "Ⅻ": _NOT_A_NUMBER,
            "३०": _NOT_A_NUMBER,
            "３０": Decimal(30),
            "۳۰": Decimal(30),
            "30-": _NOT_A_NUMBER,
        },
        Fault.HIDDEN: {_hidden("30"): Decimal(30), _within("30"): Decimal(30)},
        Fault.ZEROS: {"0030": Decimal(30), "00": Decimal(0), "-0": Decimal(0)},
        Fault.IMPOSSIBLE: {
            "151": Refused("above-maximum"),
            "-1": Refused("below-minimum"),
            "1.5": Refused("not-whole"),
            "NaN": _NOT_A_NUMBER,
            "Infinity": _NOT_A_NUMBER,
        },
    },
    "survey.budget": {
        Fault.TOO_LONG: _TOO_LONG | {"9" * 20: Refused("too-many-digits")},
        Fault.SCRIPT: {"مئة": _NOT_AN_AMOUNT, "100 USD": _NOT_AN_AMOUNT, "1e2": _NOT_AN_AMOUNT},
        Fault.LOOK_ALIKE: {"𝟏𝟎𝟎": _NOT_AN_AMOUNT, "１００": Money("SAR", 10_000)},
        Fault.HIDDEN: {_within("100"): Money("SAR", 10_000)},
        Fault.ZEROS: {"00100.50": Money("SAR", 10_050)},
        Fault.IMPOSSIBLE: {
            "9.99": Refused("below-minimum"),
            "5000.01": Refused("above-maximum"),
            "12.345": Refused("too-many-decimals"),
            "1.200.000": _NOT_AN_AMOUNT,
        },
    },
    "survey.start_date": {
        Fault.TOO_LONG: _TOO_LONG | {"1/1/20240": _NOT_A_DATE},
        Fault.SCRIPT: {"غدًا": _NOT_A_DATE, "today": _NOT_A_DATE, "1 مايونيز 2024": _NOT_A_DATE},
        Fault.LOOK_ALIKE: {
            "𝟏/𝟏/𝟐𝟎𝟐𝟒": _NOT_A_DATE,
            "1 ²² 2024": _NOT_A_DATE,
            "1 ①① 2024": _NOT_A_DATE,
            "1∕1∕2024": _NOT_A_DATE,
            "１/１/２０２４": date(2024, 1, 1),
        },
        Fault.HIDDEN: {
            _hidden("1/1/2024"): date(2024, 1, 1),
            _within("1/1/2024"): date(2024, 1, 1),
        },
        Fault.ZEROS: {
            "01/01/2024": date(2024, 1, 1),
            "001/1/2024": Refused("year-not-four-digits"),
            "0/1/2024": _NO_SUCH_DATE,
            "00/00/0000": Refused("year-out-of-range"),
        },
        Fault.IMPOSSIBLE: {
            "30/2/2024": _NO_SUCH_DATE,
            "29/2/2023": _NO_SUCH_DATE,
            "31/13/2024": _NO_SUCH_DATE,
            "32/1/2024": _NO_SUCH_DATE,
            "30/9/1446": Refused("no-such-hijri-date"),  # that Ramadan had 29 days
            "31/1/1446": Refused("no-such-hijri-date"),
            "1/13/1446": Refused("no-such-hijri-date"),
            "1/1/1320": Refused("hijri-out-of-range"),
            "1/1/24": Refused("year-not-four-digits"),
            "1/1/1600": Refused("year-out-of-range"),
            "1/1/1446م": Refused("year-out-of-range"),
            "24/11/2026": Refused("above-maximum"),
        },
    },
    "survey.month": {
        Fault.TOO_LONG: _TOO_LONG,
        Fault.SCRIPT: {"ربيع": _NOT_A_MONTH, "May": _NOT_A_MONTH},
        Fault.LOOK_ALIKE: {"𝟑/𝟐𝟎𝟏𝟗": _NOT_A_MONTH, "²² 2019": _NOT_A_MONTH},
        Fault.HIDDEN: {_within("3/2019"): date(2019, 3, 1)},
        Fault.ZEROS: {"03/2019": date(2019, 3, 1), "0/2019": _NOT_A_MONTH},
        Fault.IMPOSSIBLE: {
            "13/2019": _NOT_A_MONTH,
            "13/1440": _NOT_A_MONTH,
            "1/1/2019": _NOT_A_MONTH,
            "3/19": Refused("year-not-four-digits"),
        },
    },
    "survey.is_sure": {
        Fault.TOO_LONG: _TOO_LONG,
        Fault.SCRIPT: {"ربما": _NOT_YES_OR_NO, "да": _NOT_YES_OR_NO},
        Fault.LOOK_ALIKE: {"ｙｅｓ": _NOT_YES_OR_NO, "𝐲𝐞𝐬": _NOT_YES_OR_NO},
        Fault.HIDDEN: {_hidden("yes"): True},
        Fault.NOT_OFFERED: {"1": _NOT_YES_OR_NO, "yes,no": _NOT_YES_OR_NO},
    },
    "survey.zone": {
        Fault.TOO_LONG: _TOO_LONG,
        Fault.SCRIPT: {"أ": _NOT_OFFERED, "المنطقة أ": _NOT_OFFERED, "А": _NOT_OFFERED},
        Fault.LOOK_ALIKE: {"Ａ": _NOT_OFFERED, "𝐀": _NOT_OFFERED, "a": _NOT_OFFERED},
        Fault.HIDDEN: {_hidden("A"): "A"},
        Fault.NOT_OFFERED: {
            "Z": _NOT_OFFERED,
            "A,B": _NOT_OFFERED,
            "D": Refused("no-longer-offered"),
        },
    },
    "survey.zones": {
        Fault.TOO_LONG: _TOO_LONG,
        Fault.SCRIPT: {"А": _NOT_OFFERED},
        Fault.LOOK_ALIKE: {"Ａ": _NOT_OFFERED},
        Fault.HIDDEN: {_hidden("A"): ("A",)},
        Fault.NOT_OFFERED: {
            "A,Z": _NOT_OFFERED,
            "A,D": Refused("no-longer-offered"),
            "A;B": _NOT_OFFERED,
            "A,A,B": ("A", "B"),
        },
    },
    "survey.identity": {
        Fault.TOO_LONG: _TOO_LONG | {"10000000080": _NOT_TEN},
        Fault.SCRIPT: {"هويتي": _NOT_TEN, "100000000O": _NOT_TEN},
        Fault.LOOK_ALIKE: {"𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟖": _NOT_TEN, "１００００００００８": "1000000008"},
        Fault.HIDDEN: {_within("1000000008"): "1000000008"},
        Fault.ZEROS: {"0100000008": Refused("id-first-digit"), "01000000008": _NOT_TEN},
        Fault.CHECKSUM: {
            "1000000000": Refused("id-checksum"),
            "2000000005": Refused("id-checksum"),
        },
    },
    "survey.mobile": {
        Fault.TOO_LONG: _TOO_LONG | {"05012345678": _NOT_A_MOBILE},
        Fault.SCRIPT: {"جوالي": _NOT_A_MOBILE, "O501234567": _NOT_A_MOBILE},
        Fault.LOOK_ALIKE: {"𝟎𝟓𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕": _NOT_A_MOBILE, "０５０１２３４５６７": "0501234567"},
        Fault.HIDDEN: {_hidden("0501234567"): "0501234567"},
        Fault.ZEROS: {"00501234567": _NOT_A_MOBILE, "00966501234567": "0501234567"},
        Fault.IMPOSSIBLE: {"0112345678": _NOT_A_MOBILE, "+971501234567": _NOT_A_MOBILE},
    },
    "survey.email": {
        Fault.TOO_LONG: _TOO_LONG | {f"{'a' * 65}@example.org": _NOT_AN_EMAIL},
        Fault.SCRIPT: {"نورة@example.org": _NOT_AN_EMAIL, "nora@exаmple.org": _NOT_AN_EMAIL},
        Fault.LOOK_ALIKE: {"nora＠example.org": _NOT_AN_EMAIL, "nora@example。org": _NOT_AN_EMAIL},
        Fault.HIDDEN: {_within("n@example.org"): "n@example.org"},
        Fault.IMPOSSIBLE: {
            "nora": _NOT_AN_EMAIL,
            "nora@example": _NOT_AN_EMAIL,
            "a@example.org,b@example.org": _NOT_AN_EMAIL,
            "a@example.org\nBcc: b@example.org": _NOT_AN_EMAIL,
        },
    },
    "survey.account": {
        Fault.TOO_LONG: _TOO_LONG | {f"{_IBAN}0": Refused("iban-not-saudi")},
        Fault.SCRIPT: {"حسابي": _NOT_AN_IBAN, "ЅА0380000000608010167519": _NOT_AN_IBAN},
        Fault.LOOK_ALIKE: {"ＳＡ0380000000608010167519": _NOT_AN_IBAN, "SA𝟎𝟑": _NOT_AN_IBAN},
        Fault.HIDDEN: {_within(_IBAN): _IBAN},
        Fault.ZEROS: {"00380000000608010167519": Refused("iban-without-country")},
        Fault.CHECKSUM: {"SA0380000000608010167591": Refused("iban-checksum")},
    },
    "survey.agrees": {
        Fault.TOO_LONG: _TOO_LONG,
        Fault.SCRIPT: {"أقر": _MUST_ACCEPT},
        Fault.LOOK_ALIKE: {"ｙｅｓ": _MUST_ACCEPT},
        Fault.HIDDEN: {_hidden("yes"): True},
        Fault.NOT_OFFERED: {"no": _MUST_ACCEPT, "1": _MUST_ACCEPT},
    },
    "survey.paper": {  # takes a file: a text in its place is none
        fault: {text: Refused("required")}
        for fault, text in {
            Fault.TOO_LONG: "9" * 30_000,
            Fault.SCRIPT: "ورقة.pdf",
            Fault.LOOK_ALIKE: "．．／",
            Fault.HIDDEN: _hidden("scan.pdf"),
        }.items()
    },
}


@cache
def catalogue() -> Catalogue:
    return read_files(read_folder(FILES))


def questions() -> Step:
    """The step that has a field of every type."""
    return catalogue().services[SERVICE].steps[0]


def asked(name: str) -> Field:
    return next(one for one in questions().fields if one.id == name)
