"""What is set of an OpenID provider: whole, or refused with a sentence."""

import pytest

from engine.model.account import Role
from engine.model.problem import EngineError
from engine.openid import provider_settings
from engine.settings import Environment

WHOLE = {
    "MUMARIS_OIDC_ISSUER": "https://login.example/",
    "MUMARIS_OIDC_CLIENT_ID": "mumaris",
    "MUMARIS_OIDC_CLIENT_SECRET": "hush",
    "MUMARIS_OIDC_ROLES": "Heads=approver",
}


def test_nothing_set_is_no_provider() -> None:
    assert provider_settings(Environment({})) is None


def test_a_provider_is_read_as_it_calls_itself_and_its_secret_is_not_shown() -> None:
    roles = {"MUMARIS_OIDC_ROLES": "Heads=approver, a=b=reviewer, Heads=auditor"}
    found = provider_settings(Environment(WHOLE | roles))
    assert found is not None
    assert found.issuer == "https://login.example/"
    assert found.roles == {"Heads": Role.APPROVER, "a=b": Role.REVIEWER}
    assert found.name.en == "Single sign-on for staff"
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("MUMARIS_OIDC_ISSUER", "http://login.example", "no `https://` address"),
        ("MUMARIS_OIDC_ISSUER", "login.example", "no `https://` address"),
        ("MUMARIS_OIDC_CLIENT_SECRET", "", "MUMARIS_OIDC_CLIENT_SECRET is not"),
        ("MUMARIS_OIDC_ROLES", "", "MUMARIS_OIDC_ROLES is not"),
        ("MUMARIS_OIDC_ROLES", "Heads=applicant", "write `value=role`"),
        ("MUMARIS_OIDC_ROLES", "Heads", "write `value=role`"),
        ("MUMARIS_OIDC_ROLES", "Heads=approver,", "write `value=role`"),
    ],
)
def test_what_is_no_provider_is_refused(name: str, text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        provider_settings(Environment(WHOLE | {name: text}))
