"""Addresses of registers come from the settings, and only safe ones are taken."""

import pytest

from engine.model.problem import EngineError
from engine.operations.ports import Settings
from engine.registers.network import Address
from engine.registers.settings import addresses

URL = "https://register.example/people"


def test_addresses_and_tokens_are_found_by_register() -> None:
    found = addresses(f"classification={URL}, cpd={URL}?of=cpd", "classification=secret")
    assert found == {
        "classification": Address(URL, "secret"),
        "cpd": Address(f"{URL}?of=cpd"),
    }


def test_nothing_set_is_no_register() -> None:
    assert addresses(None, None) == {}


def test_http_is_for_this_machine_alone() -> None:
    assert addresses("cpd=http://127.0.0.1:9000/", None)["cpd"].url == "http://127.0.0.1:9000/"
    with pytest.raises(EngineError, match="cpd"):
        addresses("cpd=http://register.example/", None)


@pytest.mark.parametrize(
    "text",
    [
        "cpd=register.example",
        "cpd=https://",
        "cpd=https://me:word@register.example/",
        "cpd",
        "cpd=",
        URL,
        f"cpd={URL},cpd={URL}",
    ],
)
def test_what_is_no_safe_address_of_a_register_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match="MUMARIS_REGISTERS"):
        addresses(text, None)


def test_a_token_without_an_address_is_refused() -> None:
    with pytest.raises(EngineError, match="no address of `cpd`"):
        addresses(None, "cpd=secret")


def test_a_token_is_never_said() -> None:
    assert "secret" not in repr(Address(URL, "secret"))
    with pytest.raises(EngineError) as caught:
        addresses(None, "secret")
    assert "secret" not in str(caught.value)


def test_the_server_reads_them() -> None:
    settings = Settings.of({"MUMARIS_REGISTERS": f"cpd={URL}", "MUMARIS_REGISTERS_SECONDS": "9"})
    assert settings.registers == {"cpd": Address(URL)}
    assert settings.registers_seconds == 9
