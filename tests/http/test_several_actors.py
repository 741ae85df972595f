"""Pages of people who were invited, and of the applicant who invited them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.model.account import Role
from tests.support.badge import EMPLOYS, LAYLA, SAAD, WORK, Guide, badge
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import STRANGER

LANGUAGES = ("ar", "en")
WRONG = {"ar": "صحّح ما يلي ثم تابع", "en": "Correct the following and continue"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path, badge()) as site:
        yield site


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


@pytest.fixture
def guide(site: Site, sara: Person) -> Guide:
    with site.ports.store.read() as work:
        found = work.accounts.by_email("sara@example.org")
    assert found is not None
    return Guide.starting(site.ports, found.account).fill()


def let_in(site: Site, guide: Guide, email: str, language: str) -> tuple[Person, Shown]:
    """Somebody without an account who followed the link and typed the code."""
    person = site.anybody()
    page = person.get(f"/{language}/invitations/{guide.token(email)}")
    page = person.send(page, "/code")
    return person, person.send(page, "/confirm", code=guide.code(email))


def test_the_generated_step_refuses_ones_own_address_beside_the_field(
    sara: Person, guide: Guide
) -> None:
    path = f"/en/applications/{guide.reference}/steps/invite-endorser"
    shown = sara.get(f"{path}/items/new")
    assert [one.text for one in shown.page.all("label")][-2:] == ["Name", "E-mail address"]
    refused = sara.send(shown, _action(shown), name="Sara", email="sara@example.org")
    assert refused.status == 422
    assert "This is your own address" in refused.text
    assert 'value="sara@example.org"' in refused.response.text
    kept = guide.view().application.step("invite-endorser").items
    assert len(kept) == 2


def _action(shown: Shown) -> str:
    form = next(one for one in shown.page.all("form") if one.get("id") == "step-form")
    return form.get("action") or ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_what_is_asked_and_nothing_of_the_application(
    site: Site, guide: Guide, language: str
) -> None:
    guide.submit()
    page = site.anybody().get(f"/{language}/invitations/{guide.token(LAYLA)}")
    assert page.status == 200
    assert {"ar": "شارة مرشد جبلي", "en": "Mountain guide's badge"}[language] in page.text
    for secret in ("سارة", "سر", guide.reference):
        assert secret not in page.response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_endorser_confirms_answers_and_is_thanked(
    site: Site, guide: Guide, language: str
) -> None:
    person, page = let_in(site, guide.submit(), LAYLA, language)
    assert page.path.endswith("/answer")
    assert "سارة الحمد" in page.text
    assert "5" in page.text
    assert "سر" not in page.page.one("main").text.split()
    wrong = person.send(page, "/answer", years_known="", endorses="yes")
    assert wrong.status == 422
    assert WRONG[language] in wrong.text
    uncovered = person.send(page, "/answer", years_known="٣", endorses="no")
    assert {"ar": "لماذا؟", "en": "Why not?"}[language] in uncovered.text
    done = person.send(uncovered, "/answer", years_known="٣", endorses="yes")
    assert done.path == f"/{language}/answered?answered=yes"
    gone = person.get(f"/{language}/invitations/{guide.token(LAYLA)}")
    assert gone.status == 410


def test_a_wrong_code_is_said_beside_its_field(site: Site, guide: Guide) -> None:
    person = site.anybody()
    page = person.get(f"/en/invitations/{guide.submit().token(LAYLA)}")
    page = person.send(page, "/code")
    wrong = person.send(page, "/confirm", code="12")
    assert wrong.status == 422
    assert wrong.page.one("input", id="code").get("aria-invalid") == "true"
    for _ in range(4):
        wrong = person.send(wrong, "/confirm", code="12")
    assert person.send(wrong, "/confirm", code="12").status == 429


def test_an_account_with_the_address_goes_on_without_a_code(site: Site, guide: Guide) -> None:
    guide.submit()
    layla = site.signed_in("layla", STRANGER)
    page = layla.get(f"/ar/invitations/{guide.token(LAYLA)}")
    assert LAYLA in page.text
    forms = [one for one in page.page.all("form") if (one.get("action") or "").endswith("/confirm")]
    assert len(forms) == 1
    assert layla.send(page, "/confirm").path.endswith("/answer")
    page = layla.get(f"/ar/invitations/{guide.token(SAAD)}")
    assert "/confirm" not in page.response.text


def test_another_browser_is_sent_back_to_confirm(site: Site, guide: Guide) -> None:
    let_in(site, guide.submit(), LAYLA, "ar")
    path = f"/ar/invitations/{guide.token(LAYLA)}"
    assert site.anybody().get(f"{path}/answer").path == path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_applicant_sees_who_answered_and_replaces_who_declined(
    site: Site, sara: Person, guide: Guide, language: str
) -> None:
    guide.submit()
    endorser, page = let_in(site, guide, LAYLA, language)
    assert endorser.send(page, "/decline").path == f"/{language}/answered"
    employer, page = let_in(site, guide, WORK, language)
    employer.send(page, "/answer", **EMPLOYS)
    status = sara.get(f"/{language}/applications/{guide.reference}")
    listed = sara.get(_link(status, "/invitations"))
    words = {
        "ar": ("اعتذر", "أجاب", "لم يجب بعد"),
        "en": ("Declined", "Answered", "Not answered yet"),
    }
    for word in words[language]:
        assert word in listed.text
    form = f"/invitations/{guide.invitation(LAYLA).id}"
    wrong = sara.send(listed, form, name="نورة", email=SAAD)
    assert wrong.status == 422
    assert [one.get("aria-invalid") for one in wrong.page.all("input")].count("true") == 1
    again = sara.send(wrong, form, name="نورة", email="noura@example.org")
    assert again.path.endswith("?invited=yes")
    assert guide.mails("noura@example.org")


def _link(shown: Shown, ending: str) -> str:
    return next(
        href for one in shown.page.all("a") if (href := one.get("href") or "").endswith(ending)
    )


def test_invitations_of_another_person_are_not_there(site: Site, guide: Guide) -> None:
    guide.submit()
    omar = site.signed_in("omar", STRANGER)
    assert omar.get(f"/ar/applications/{guide.reference}/invitations").status == 404


def test_a_link_that_never_was_is_gone(site: Site) -> None:
    for path in ("/ar/invitations/nothing", "/en/invitations/nothing/answer"):
        assert site.anybody().get(path).status == 410


def test_staff_read_what_was_said_and_the_applicant_does_not(
    site: Site, sara: Person, guide: Guide
) -> None:
    guide.submit()
    guide.answer(LAYLA, years_known="7", endorses="no", why_not="لم يعمل معي")
    page = site.staff("reviewer", Role.REVIEWER).get(f"/ar/staff/applications/{guide.reference}")
    assert "لم يعمل معي" in page.text
    assert "ليلى" in [one.text for one in page.page.all("h3")]
    for path in ("", "/invitations"):
        own = sara.get(f"/ar/applications/{guide.reference}{path}")
        assert own.status == 200
        assert "لم يعمل معي" not in own.text
