"""Accounts: the mailed link decides, nobody learns who has an account, attempts are limited."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from engine.model.account import Account, Role
from engine.model.problem import EngineError
from engine.model.words import Language
from engine.operations import accounts
from engine.operations.accounts import (
    LinkExpired,
    Mailed,
    Refused,
    SignedIn,
    TooMany,
    WrongCredentials,
)
from engine.operations.ports import Ports
from engine.operations.turns import TooBusy, Turns
from tests.support.visitors import NOW, RESIDENT, STRANGER, Silenceable

EMAIL, PASSWORD = "nora@example.org", "a long enough password"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def link(language: Language, token: str) -> str:
    return f"https://portal.example/{language}/activate/{token}"


def sign_up(
    ports: Ports,
    email: str = EMAIL,
    password: str = PASSWORD,
    key: str = RESIDENT,
    now: datetime = NOW,
    client: str = "1.2.3.4",
) -> Mailed | Refused | TooMany:
    return accounts.sign_up(ports, email, password, key, Language.AR, client, link, now)


def mailed_token(ports: Ports) -> str:
    """The token in the newest mail."""
    found = re.search(r"/activate/([\w-]{43})$", accounts.outbox(ports)[0].body, re.MULTILINE)
    assert found is not None
    return found[1]


def sign_in(
    ports: Ports,
    password: str = PASSWORD,
    email: str = EMAIL,
    client: str = "1.2.3.4",
    now: datetime = NOW,
) -> SignedIn | WrongCredentials | TooMany:
    return accounts.sign_in(ports, email, password, client, now)


@pytest.fixture
def nora(ports: Ports) -> Account:
    assert sign_up(ports) == Mailed()
    account = accounts.activate(ports, mailed_token(ports), NOW)
    assert isinstance(account, Account)
    return account


@pytest.fixture
def token(ports: Ports, nora: Account) -> str:
    signed_in = sign_in(ports)
    assert isinstance(signed_in, SignedIn)
    assert signed_in.account == nora
    return signed_in.token


def codes(result: object) -> list[tuple[str, str]]:
    assert isinstance(result, Refused)
    return [(error.field, error.code) for error in result.errors]


def test_an_account_can_be_used_once_its_link_was_opened(ports: Ports) -> None:
    assert sign_up(ports) == Mailed()
    assert sign_in(ports) == WrongCredentials()
    account = accounts.activate(ports, mailed_token(ports), NOW)
    assert isinstance(account, Account)
    assert (account.email, account.person_key, account.is_active) == (EMAIL, RESIDENT, True)
    assert isinstance(sign_in(ports), SignedIn)


def test_a_mail_speaks_both_languages_and_holds_a_link_on_a_line_of_its_own(ports: Ports) -> None:
    sign_up(ports)
    (mail,) = accounts.outbox(ports)
    assert mail.to == EMAIL
    assert mail.subject.index("فعّل") < mail.subject.index("Activate")
    lines = mail.body.splitlines()
    assert [line for line in lines if line.startswith("https://portal.example/ar/")]
    assert [line for line in lines if line.startswith("https://portal.example/en/")]


def test_a_link_works_once(ports: Ports) -> None:
    sign_up(ports)
    token = mailed_token(ports)
    assert isinstance(accounts.activate(ports, token, NOW), Account)
    assert accounts.activate(ports, token, NOW) == LinkExpired()


@pytest.mark.parametrize("token", ["", "x", "\ud800", "a" * 10_000])
def test_a_made_up_link_is_expired(ports: Ports, token: str) -> None:
    assert accounts.activate(ports, token, NOW) == LinkExpired()
    assert accounts.reset_password(ports, token, PASSWORD, NOW) == LinkExpired()


def test_a_link_is_good_for_a_day(ports: Ports) -> None:
    sign_up(ports)
    assert accounts.activate(ports, mailed_token(ports), NOW + 24 * HOUR) == LinkExpired()
    sign_up(ports)
    just_before = NOW + 24 * HOUR - timedelta(seconds=1)
    assert isinstance(accounts.activate(ports, mailed_token(ports), just_before), Account)


def test_everything_wrong_is_said_at_once(ports: Ports) -> None:
    result = sign_up(ports, email="nobody", password="short", key="123")
    assert codes(result) == [
        ("person_key", "id-not-ten-digits"),
        ("email", "not-an-email"),
        ("password", "password-too-short"),
    ]
    assert accounts.outbox(ports) == ()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x" * 11, "password-too-short"),
        ("xyz1" * 33, "password-too-long"),
        ("NORA@example.org", "password-is-email"),
        ("121212121212", "password-too-simple"),
    ],
)
def test_a_weak_password_is_refused(ports: Ports, password: str, code: str) -> None:
    assert codes(sign_up(ports, password=password)) == [("password", code)]


def test_blank_fields_are_asked_for(ports: Ports) -> None:
    result = sign_up(ports, email="", key=" ")
    assert codes(result) == [("person_key", "required"), ("email", "required")]


def test_arabic_digits_of_an_id_are_read(ports: Ports) -> None:
    arabic = RESIDENT.translate({48 + at: 0x660 + at for at in range(10)})
    assert sign_up(ports, key=arabic) == Mailed()


def test_a_person_without_a_record_has_no_account(ports: Ports) -> None:
    assert codes(sign_up(ports, key=STRANGER)) == [("person_key", "not-on-record")]


def test_a_silent_register_asks_to_come_back(ports: Ports) -> None:
    assert isinstance(ports.registers, Silenceable)
    ports.registers.is_silent = True
    assert codes(sign_up(ports)) == [("person_key", "register-silent")]


@pytest.mark.parametrize("email", [EMAIL, "NORA@Example.org", "other@example.org"])
def test_a_taken_address_or_person_gets_the_same_answer_and_a_mail_that_says_so(
    ports: Ports, nora: Account, email: str
) -> None:
    assert sign_up(ports, email=email) == Mailed()
    mail = accounts.outbox(ports)[0]
    assert mail.to == email.lower()
    assert "has an account already" in mail.body
    assert "https://" not in mail.body


def test_whoever_opens_the_mail_decides_which_password_holds(ports: Ports) -> None:
    sign_up(ports, password="of the person themselves")
    mine = mailed_token(ports)
    sign_up(ports, password="of somebody in between")
    theirs = mailed_token(ports)
    assert isinstance(accounts.activate(ports, mine, NOW), Account)
    assert accounts.activate(ports, theirs, NOW) == LinkExpired()
    assert isinstance(sign_in(ports, "of the person themselves"), SignedIn)
    assert sign_in(ports, "of somebody in between") == WrongCredentials()


def test_an_address_is_the_same_in_capitals(ports: Ports, nora: Account) -> None:
    assert isinstance(sign_in(ports, email="Nora@EXAMPLE.org"), SignedIn)


def test_a_password_is_the_same_however_its_letters_are_composed(ports: Ports) -> None:
    sign_up(ports, password="caf\u00e9 ألف ليلة")
    accounts.activate(ports, mailed_token(ports), NOW)
    assert isinstance(sign_in(ports, "cafe\u0301 ألف ليلة"), SignedIn)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org", "not an address", ""])
def test_a_wrong_password_and_an_unknown_address_get_one_answer(
    ports: Ports, nora: Account, email: str
) -> None:
    assert sign_in(ports, "a wrong password", email) == WrongCredentials()


def test_the_same_work_is_done_for_an_unknown_address(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = ports.passwords._hasher.__class__.verify

    def counted(hasher: object, hashed: str, password: str) -> bool:
        verified.append(hashed)
        return verify(hasher, hashed, password)  # type: ignore[arg-type]

    monkeypatch.setattr(ports.passwords._hasher.__class__, "verify", counted)
    sign_in(ports, email="nobody@example.org")
    assert len(verified) == 1


def test_the_sixth_wrong_password_in_a_quarter_of_an_hour_has_to_wait(
    ports: Ports, nora: Account
) -> None:
    for _ in range(5):
        assert sign_in(ports, "a wrong password") == WrongCredentials()
    result = sign_in(ports)
    assert isinstance(result, TooMany)
    assert 0 < result.retry_after_seconds <= 900
    assert isinstance(sign_in(ports, client="5.6.7.8"), SignedIn)
    later = NOW + timedelta(seconds=result.retry_after_seconds)
    assert isinstance(sign_in(ports, now=later), SignedIn)


def test_signing_in_rightly_counts_anew(ports: Ports, nora: Account) -> None:
    for _ in range(3):
        for _ in range(4):
            sign_in(ports, "a wrong password")
        assert isinstance(sign_in(ports), SignedIn)


def test_one_client_cannot_try_many_accounts(ports: Ports) -> None:
    results = [sign_in(ports, email=f"{at}@example.org") for at in range(101)]
    assert results[99] == WrongCredentials()
    assert isinstance(results[100], TooMany)


def test_many_clients_cannot_try_one_account(ports: Ports, nora: Account) -> None:
    results = [sign_in(ports, "wrong", client=f"10.0.0.{at}") for at in range(51)]
    assert results[49] == WrongCredentials()
    assert isinstance(results[50], TooMany)


def test_sign_ups_of_one_client_are_limited(ports: Ports) -> None:
    results = [sign_up(ports, email="x") for _ in range(21)]
    assert isinstance(results[19], Refused)
    assert isinstance(results[20], TooMany)
    assert isinstance(sign_up(ports, client="5.6.7.8"), Mailed)


def test_a_session_is_its_accounts_until_it_is_signed_out(
    ports: Ports, nora: Account, token: str
) -> None:
    session = accounts.session_account(ports, token, NOW)
    assert session is not None
    assert session.account == nora
    assert token not in session.id
    assert session.id not in token
    accounts.sign_out(ports, token, NOW)
    accounts.sign_out(ports, token, NOW)
    assert accounts.session_account(ports, token, NOW) is None


@pytest.mark.parametrize("other", ["", "x", "\ud800"])
def test_a_made_up_session_is_none(ports: Ports, token: str, other: str) -> None:
    assert accounts.session_account(ports, other, NOW) is None


def test_a_session_ends_after_half_an_hour_of_rest(ports: Ports, token: str) -> None:
    seen = NOW + 29 * MINUTE
    assert accounts.session_account(ports, token, seen) is not None
    assert accounts.session_account(ports, token, seen + 29 * MINUTE) is not None
    assert accounts.session_account(ports, token, seen + 59 * MINUTE) is None
    assert accounts.session_account(ports, token, seen) is None


def test_a_session_ends_after_half_a_day_whatever_is_done(ports: Ports, token: str) -> None:
    for at in range(1, 48):
        assert accounts.session_account(ports, token, NOW + at * 15 * MINUTE) is not None
    assert accounts.session_account(ports, token, NOW + 12 * HOUR) is None


def test_a_page_seen_again_within_a_minute_writes_nothing(
    ports: Ports, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin() -> Iterator[None]:
        raise AssertionError("a write")

    monkeypatch.setattr(ports.store, "begin", begin)
    assert accounts.session_account(ports, token, NOW + timedelta(seconds=59)) is not None


def ask_reset(ports: Ports, email: str = EMAIL, now: datetime = NOW) -> Mailed | TooMany:
    return accounts.ask_password_reset(ports, email, "1.2.3.4", link, now)


def test_a_new_password_ends_every_session_and_the_old_password(ports: Ports, token: str) -> None:
    assert ask_reset(ports) == Mailed()
    reset = mailed_token(ports)
    result = accounts.reset_password(ports, reset, "another long password", NOW)
    assert isinstance(result, Account)
    assert accounts.session_account(ports, token, NOW) is None
    assert sign_in(ports) == WrongCredentials()
    assert isinstance(sign_in(ports, "another long password"), SignedIn)
    assert "was changed" in accounts.outbox(ports)[0].subject
    assert accounts.reset_password(ports, reset, "a third long password", NOW) == LinkExpired()


def test_a_weak_new_password_does_not_use_the_link_up(ports: Ports, nora: Account) -> None:
    ask_reset(ports)
    reset = mailed_token(ports)
    result = accounts.reset_password(ports, reset, "short", NOW)
    assert codes(result) == [("password", "password-too-short")]
    assert isinstance(accounts.reset_password(ports, reset, "another long password", NOW), Account)


def test_a_reset_link_is_good_for_an_hour_and_for_nothing_else(ports: Ports, nora: Account) -> None:
    ask_reset(ports)
    reset = mailed_token(ports)
    assert accounts.activate(ports, reset, NOW) == LinkExpired()
    assert accounts.reset_password(ports, reset, PASSWORD, NOW + HOUR) == LinkExpired()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(ports: Ports) -> None:
    assert ask_reset(ports, "nobody@example.org") == Mailed()
    assert accounts.outbox(ports) == ()


def test_resets_of_one_account_are_limited(ports: Ports, nora: Account) -> None:
    results = [ask_reset(ports) for _ in range(4)]
    assert results[:3] == [Mailed()] * 3
    assert isinstance(results[3], TooMany)


def test_logs_name_nobody(ports: Ports) -> None:
    with capture_logs() as logs:
        sign_up(ports)
        accounts.activate(ports, mailed_token(ports), NOW)
        sign_in(ports, "a wrong password")
        signed_in = sign_in(ports)
        ask_reset(ports)
    assert isinstance(signed_in, SignedIn)
    written = repr(logs)
    assert len(logs) >= 5
    for secret in (EMAIL, "nora", RESIDENT, PASSWORD, signed_in.token, "1.2.3.4"):
        assert secret not in written


def test_too_many_hashes_at_once_are_put_off(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.operations.turns.WAIT_SECONDS", 0)
    turns = Turns(1)
    with turns.turn(), pytest.raises(TooBusy), turns.turn():
        pass
    with turns.turn():
        pass


# Demonstration


def test_every_invented_person_gets_an_active_account_with_one_password(ports: Ports) -> None:
    made = accounts.seed_demonstration(ports, NOW)
    assert [login.role for login in made.logins] == [Role.APPLICANT, Role.APPLICANT]
    for login in made.logins:
        assert isinstance(sign_in(ports, made.password, login.email), SignedIn)


def test_seeding_again_changes_nothing(ports: Ports) -> None:
    first = accounts.seed_demonstration(ports, NOW)
    assert accounts.seed_demonstration(ports, NOW) == first


def test_a_lost_demonstration_password_is_made_anew_for_all(ports: Ports) -> None:
    first = accounts.seed_demonstration(ports, NOW)
    (ports.settings.var / "secrets" / "demonstration-password").unlink()
    second = accounts.seed_demonstration(ports, NOW)
    assert second.password != first.password
    for login in second.logins:
        assert isinstance(sign_in(ports, second.password, login.email), SignedIn)


def test_a_person_who_has_an_account_is_left_alone(ports: Ports, nora: Account) -> None:
    accounts.seed_demonstration(ports, NOW)
    assert isinstance(sign_in(ports), SignedIn)


def test_no_demonstration_accounts_are_made_outside_a_demonstration(ports: Ports) -> None:
    real = replace(ports, settings=replace(ports.settings, is_demonstration=False))
    with pytest.raises(EngineError):
        accounts.seed_demonstration(real, NOW)
