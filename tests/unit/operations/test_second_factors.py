"""Codes of RFC 6238: accepted once, near their time, a few times at most; recovery codes."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from engine.model.account import Account, Awaits, Role
from engine.model.words import Language
from engine.operations import accounts, second_factors
from engine.operations.accounts import SignedIn, TooMany
from engine.operations.ports import Ports
from engine.operations.results import NotOpen
from engine.operations.second_factors import Enrolled, WrongCode
from engine.operations.sessions import Session, session_account
from engine.store.keyring import Purpose
from engine.store.sealed import Unsealable, seal, unseal
from tests.support.stores import emptied_postgres
from tests.support.visitors import NOW, open_here, publish

STEP = timedelta(seconds=30)
CLIENT = "192.0.2.1"
PASSWORD = "a sentence to remember"
EMAIL = "clerk@example.org"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ports(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ports]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'mumaris.sqlite3'}"
    else:
        url = emptied_postgres(request.getfixturevalue("postgres_url"))
    opened = open_here(tmp_path, url)
    publish(opened)
    clerk = Account("clerk", EMAIL, None, Language.AR, Role.REVIEWER, is_active=True)
    with opened.store.begin() as work:
        work.accounts.add(clerk, opened.passwords.hash(PASSWORD), NOW)
    yield opened
    opened.close()


def test_a_code_that_follows_the_password_begins_a_session_of_another_token(ports: Ports) -> None:
    secret, _ = enrol(ports)
    half = sign_in(ports)
    assert half.awaits is Awaits.CODE
    session = session_account(ports, half.token, NOW)
    assert session is not None
    whole = give(ports, half, code_at(secret, NOW + STEP), NOW + STEP)
    assert isinstance(whole, SignedIn)
    assert whole.awaits is None
    assert whole.token != half.token
    assert session_account(ports, half.token, NOW) is None
    found = session_account(ports, whole.token, NOW + STEP)
    assert found is not None
    assert found.awaits is None


def test_a_code_is_accepted_once(ports: Ports) -> None:
    secret, _ = enrol(ports)
    later = NOW + STEP
    code = code_at(secret, later)
    assert isinstance(give(ports, sign_in(ports), code, later), SignedIn)
    assert isinstance(give(ports, sign_in(ports), code, later), WrongCode)
    assert isinstance(give(ports, sign_in(ports), code_at(secret, NOW), later), WrongCode)


def test_the_code_that_confirmed_is_no_code_to_sign_in_with(ports: Ports) -> None:
    secret, _ = enrol(ports)
    assert isinstance(give(ports, sign_in(ports), code_at(secret, NOW), NOW), WrongCode)


@pytest.mark.parametrize(
    ("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_counts_in_its_step_and_one_on_either_side(
    ports: Ports, steps: int, is_taken: bool
) -> None:
    secret, _ = enrol(ports)
    now = NOW + 10 * STEP
    result = give(ports, sign_in(ports), code_at(secret, now + steps * STEP), now)
    assert isinstance(result, SignedIn) is is_taken


def test_codes_are_the_ones_that_the_standard_gives() -> None:
    """RFC 6238, appendix B: the secret `12345678901234567890`, eight digits of which six here."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert pyotp.TOTP(secret).at(59) == "287082"
    assert pyotp.TOTP(secret).at(1111111109) == "081804"


def test_arabic_digits_and_spaces_are_read(ports: Ports) -> None:
    secret, _ = enrol(ports)
    code = code_at(secret, NOW + STEP).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert isinstance(give(ports, sign_in(ports), f"{code[:3]} {code[3:]}", NOW + STEP), SignedIn)


def test_a_recovery_code_works_once_however_it_is_typed(ports: Ports) -> None:
    _, codes = enrol(ports)
    assert len(set(codes)) == 10
    typed = codes[0].lower().replace("-", " ")
    assert isinstance(give(ports, sign_in(ports), typed, NOW), SignedIn)
    assert isinstance(give(ports, sign_in(ports), codes[0], NOW), WrongCode)
    assert isinstance(give(ports, sign_in(ports), codes[1], NOW), SignedIn)
    assert second_factors.standing(ports, account(ports)).codes_left == 8


def test_guessing_is_limited_by_account(ports: Ports) -> None:
    secret, _ = enrol(ports)
    half, later = sign_in(ports), NOW + STEP
    for _ in range(5):
        assert isinstance(give(ports, half, "000000", later), WrongCode)
    assert isinstance(give(ports, half, code_at(secret, later), later), TooMany)
    after = NOW + timedelta(minutes=16)
    again = sign_in(ports, after)
    assert isinstance(give(ports, again, code_at(secret, after), after), SignedIn)


def test_enrolling_ends_the_other_sessions_and_cannot_be_done_over(ports: Ports) -> None:
    other = sign_in(ports)
    enrol(ports)
    assert session_account(ports, other.token, NOW) is None
    with pytest.raises(NotOpen):
        second_factors.begin(ports, account(ports), NOW)


def test_a_second_factor_is_given_up_with_a_code_of_it(ports: Ports) -> None:
    secret, _ = enrol(ports)
    wrong = second_factors.remove(ports, account(ports), "000000", CLIENT, NOW)
    assert isinstance(wrong, WrongCode)
    later = NOW + STEP
    code = code_at(secret, later)
    assert second_factors.remove(ports, account(ports), code, CLIENT, later) is None
    assert sign_in(ports).awaits is None


def test_staff_must_enrol_where_it_is_required(ports: Ports) -> None:

    strict = replace(ports, settings=replace(ports.settings, is_demonstration=False))
    assert sign_in(strict).awaits is Awaits.ENROLMENT
    told = replace(ports, settings=replace(strict.settings, staff_second_factor=False))
    assert sign_in(told).awaits is None


def test_a_session_that_awaits_a_code_is_short(ports: Ports) -> None:
    enrol(ports)
    half = sign_in(ports)
    assert session_account(ports, half.token, NOW + timedelta(minutes=10)) is None


def test_secrets_are_sealed_for_their_account_and_sealed_anew_with_a_new_key(ports: Ports) -> None:
    secret, _ = enrol(ports)
    with ports.store.read() as work:
        kept = work.second_factors.get("clerk")
    assert kept is not None
    assert secret.encode() not in kept.secret
    ring = ports.keys[Purpose.ACCOUNTS]
    with pytest.raises(Unsealable):
        unseal(ring, kept.secret, "somebody else")
    with pytest.raises(Unsealable):
        unseal(ring, kept.secret[:-1] + bytes([kept.secret[-1] ^ 1]), "clerk")
    old = ring.current.id
    ring.add()
    assert second_factors.reseal(ports) == 1
    assert second_factors.reseal(ports) == 0
    ring.retire(old)
    assert isinstance(
        give(ports, sign_in(ports), code_at(secret, NOW + STEP), NOW + STEP), SignedIn
    )


def test_what_is_sealed_twice_looks_different(ports: Ports) -> None:
    ring = ports.keys[Purpose.ACCOUNTS]
    assert seal(ring, b"secret", "a") != seal(ring, b"secret", "a")


def enrol(ports: Ports) -> tuple[str, tuple[str, ...]]:
    """Enrol the clerk at NOW: the secret and the recovery codes."""
    second_factors.begin(ports, account(ports), NOW)
    secret = second_factors.standing(ports, account(ports)).secret
    assert secret is not None
    session = session_account(ports, sign_in(ports).token, NOW)
    assert session is not None
    done = second_factors.confirm(ports, session, code_at(secret, NOW), CLIENT, NOW)
    assert isinstance(done, Enrolled)
    return secret, done.codes


def sign_in(ports: Ports, now: datetime = NOW) -> SignedIn:
    result = accounts.sign_in(ports, EMAIL, PASSWORD, CLIENT, now)
    assert isinstance(result, SignedIn)
    return result


def give(ports: Ports, half: SignedIn, code: str, now: datetime) -> SignedIn | WrongCode | TooMany:
    session = Session("s", half.account, NOW, half.expires_at, half.awaits)
    return second_factors.give_code(ports, session, half.token, code, CLIENT, now)


def code_at(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def account(ports: Ports) -> Account:
    with ports.store.read() as work:
        found = work.accounts.get("clerk")
    assert found is not None
    return found.account
