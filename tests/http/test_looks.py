"""Every page of the back office that shows an application is noted for the person that it is of.

A page that fails here shows a person's data and does not say so: call `note` of
`engine/operations/access.py` before it is made, and put its words into `engine/phrases/looks.yaml`.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from docs.generate.routes import lines
from engine.model.account import Role
from engine.model.data_request import Access
from engine.model.scope import SCOPES, Scope
from engine.model.words import Language
from engine.phrases import phrase
from engine.store.searching import Looked
from tests.support import journeys
from tests.support.portal import Site, filled, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal")) as made:
        yield made


def noted(site: Site) -> tuple[Access, ...]:
    with site.ports.store.read() as work:
        return work.access_log.search(Looked(), None, 500)


def test_every_page_that_shows_an_application_to_staff_is_noted(site: Site) -> None:
    sara = site.signed_in("sara")
    check = journeys.fill(sara, metres="12")
    sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    reference = journeys.reference_of(check)
    with site.ports.store.read() as work:
        application = work.applications.get(reference)
    assert application is not None
    file = application.evidence[0].id
    pages = [
        line
        for line in lines(site.app)
        if line.method == "GET" and "/staff/" in line.path and "{reference" in line.path
    ]
    silent = []
    for line in pages:
        site.clock.now += timedelta(seconds=1)
        role = next(role for role in Role if Scope(line.scope) in SCOPES[role])
        person = site.staff(f"one-{role.value.replace('_', '-')}", role)
        before = len(noted(site))
        address = filled(line.path, reference=reference, file=file, evidence=file)
        if person.ask("GET", address).status_code == 200:
            looks = noted(site)
            if len(looks) == before or looks[0].reference != reference:
                silent.append(line.path)
    assert silent == []
    assert {look.page for look in noted(site)} >= {"application", "file"}


def test_every_page_that_was_noted_has_words(site: Site) -> None:
    for look in noted(site):
        assert phrase(f"looks.page-{look.page.replace('_', '-')}", Language.AR)
