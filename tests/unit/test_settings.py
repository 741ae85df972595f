"""Settings: declared once, read by name, shown without their secrets."""

import re
from pathlib import Path

import pytest

from api.settings import Settings
from engine.model.problem import EngineError
from engine.settings import BY_NAME, SETTINGS, Environment, Kind

ROOT = Path(__file__).parents[2]
KEY = "ab" * 32
PROGRAMS = [
    place.read_text(encoding="utf-8")
    for folder in ("engine", "api")
    for place in (ROOT / folder).rglob("*.py")
    if "node_modules" not in place.parts and place != ROOT / "engine" / "settings.py"
]


def test_every_setting_is_declared_once_and_says_what_holds_without_it() -> None:
    assert len(BY_NAME) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.meaning.endswith(".")
        assert (setting.default is None) == bool(setting.unset), setting.name


def test_no_program_names_a_setting_that_is_not_declared() -> None:
    named = {name for text in PROGRAMS for name in re.findall(r"MUMARIS_[A-Z_]+[A-Z]", text)}
    assert "MUMARIS_VAR" in named
    assert named <= BY_NAME.keys()


def test_every_setting_is_read_somewhere() -> None:
    texts = "".join(PROGRAMS)
    assert [one.name for one in SETTINGS if f'"{one.name}"' not in texts] == []


def test_a_setting_that_was_not_declared_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        Environment({"MUMARIS_NO_SUCH": "x"}).text("MUMARIS_NO_SUCH_THING")


def test_set_to_nothing_is_not_set() -> None:
    assert Environment({"MUMARIS_CONFIG": ""}).folder("MUMARIS_CONFIG") == Path("config")


def test_a_name_close_to_a_setting_is_told_with_it() -> None:
    found = Environment({"MUMARIS_BASEURL": "x", "MUMARIS_ZZ": "x", "MUMARIS_VAR": "x", "PATH": ""})
    assert list(found.unknown()) == [("MUMARIS_BASEURL", "MUMARIS_BASE_URL"), ("MUMARIS_ZZ", None)]


def test_no_secret_is_shown() -> None:
    hushed = {one.name: KEY for one in SETTINGS if one.is_secret}
    hushed["DATABASE_URL"] = f"postgresql://portal:{KEY}@db/mumaris"
    environment = Environment(hushed)
    shown = [environment.shown(one) for one in SETTINGS]
    assert not any(KEY in text for text in shown)
    assert "postgresql://portal:***@db/mumaris" in shown
    assert all(one.is_secret for one in SETTINGS if one.kind is Kind.KEYS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUMARIS_BASE_URL", "portal.example"),
        ("MUMARIS_BASE_URL", "ftp://portal.example"),
        ("MUMARIS_REQUESTS_PER_MINUTE", "0"),
        ("MUMARIS_REQUESTS_PER_MINUTE", "-1"),
        ("MUMARIS_REQUESTS_PER_MINUTE", "٢٤٠"),
        ("MUMARIS_DEVELOPMENT", "true"),
        ("MUMARIS_FILE_KEY", f"{KEY},short"),
    ],
)
def test_a_value_that_is_none_of_what_it_may_be_is_told_by_name(name: str, value: str) -> None:
    with pytest.raises(EngineError, match=name):
        Settings.of({name: value})


def test_the_server_reads_what_is_set() -> None:
    settings = Settings.of(
        {
            "MUMARIS_BASE_URL": "https://portal.example/",
            "MUMARIS_REQUESTS_PER_MINUTE": "60",
            "MUMARIS_DEVELOPMENT": "yes",
        }
    )
    assert (settings.base_url, settings.is_https) == ("https://portal.example", True)
    assert (settings.requests_per_minute, settings.is_development) == (60, True)
