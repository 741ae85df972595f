"""Every page of the portal, reached as people reach it: for tests that hold of all pages."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support import issuing, journeys
from tests.support.portal import Person, Shown, Site

PUBLIC = (
    "/",
    "/services",
    f"/services/{journeys.SERVICE}",
    "/services?q=nothing-like-it",
    f"/services/{journeys.SERVICE}/before",
    "/sign-in",
    "/sign-up",
    "/mail-sent",
    "/password",
    "/activate/token",
    "/password/token",
    "/privacy",
    "/accessibility",
    "/check",
    "/check?code=4F7K9",
    "/check/4F7K9",
)


def pages(site: Site, sara: Person, language: str) -> Iterator[tuple[str, Shown]]:
    """A name and a page each; every template is among them, with errors and without."""
    nobody = site.anybody()
    for path in PUBLIC:
        yield f"public {path}", nobody.get(f"/{language}{path}")
    yield (
        "sign-in refused",
        nobody.send(
            nobody.get(f"/{language}/sign-in"), "/sign-in", email="x@example.org", password="wrong"
        ),
    )
    yield (
        "sign-up refused",
        nobody.send(
            nobody.get(f"/{language}/sign-up"),
            "/sign-up",
            email="x",
            password="short",
            person_key="1",
        ),
    )
    yield "not there", nobody.get(f"/{language}/nothing-here")
    yield from drafts(sara, language)
    yield from submitted(sara, language)
    yield from issued(site, sara, language)
    yield "my services", sara.get(f"/{language}/my-services")
    yield "account", sara.get(f"/{language}/account")
    yield from before(sara, language)


def before(sara: Person, language: str) -> Iterator[tuple[str, Shown]]:
    """What would be decided, without an application: questions, an error, and the answer."""
    shown = sara.get(f"/{language}/services/{journeys.SERVICE}/before")
    yield "before you start", shown
    shown = sara.send(shown, "/before", boat__is_own="yes", do="next")
    yield "before you start refused", sara.send(shown, "/before", boat__metres="x", do="next")
    yield "before you start, answer", sara.send(shown, "/before", boat__metres="12", do="next")


def drafts(sara: Person, language: str) -> Iterator[tuple[str, Shown]]:
    boat = journeys.start(sara, language)
    yield "boat", boat
    yield "boat refused", sara.send(boat, "/boat", boat__is_own=None)
    yield "boat uncovers a question", sara.send(boat, "/boat", boat__is_own="yes")
    yield "dispute", sara.get(journeys.place(boat, "/disputes/resident.zone"))
    stale = sara.get(journeys.place(boat, "/steps/boat"))
    terms = sara.send(stale, "/boat", boat__is_own="yes", boat__metres="12")
    yield "conflict", sara.send(stale, "/boat", boat__is_own="no")
    yield "terms", terms
    terms = sara.send(terms, "/terms")
    yield "terms refused", terms
    papers = sara.send(terms, "/terms", accepted="yes")
    yield "papers", papers
    papers = sara.send(papers, "/papers")
    yield "papers refused", papers
    liar = ("photo.pdf", b"not a pdf", "application/pdf")
    papers = sara.send(papers, "/papers", {"documents.identity": liar})
    yield "upload refused", papers
    files = {"documents.identity": journeys.PNG, "documents.certificates": journeys.PDF}
    trips = sara.send(papers, "/papers", files)
    yield "papers supplied", sara.get(journeys.place(boat, "/steps/papers"))
    yield "trips, none yet", trips
    trips = sara.send(trips, "/trips")
    yield "trips refused", trips
    new = sara.get(journeys.place(boat, "/steps/trips/items/new"))
    yield "new trip", new
    refused = sara.send(new, str(new.page.one("form", id="step-form").get("action")), place="")
    yield "trip refused", refused
    yield "trip to remove", sara.get(f"{refused.path}/remove")
    action = str(refused.page.one("form", id="step-form").get("action"))
    trips = sara.send(refused, action, {"proof": journeys.PDF}, place="جدة")
    yield "trips", trips
    yield "decision, not complete", sara.get(journeys.place(boat, "/decision"))
    yield "check", sara.send(trips, "/trips")
    yield "decision", sara.get(journeys.place(boat, "/decision"))
    yield "discard", sara.get(journeys.place(boat, "/discard"))


def submitted(sara: Person, language: str) -> Iterator[tuple[str, Shown]]:
    check = journeys.fill(sara, language, metres="12")
    invoice = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    yield "invoice", invoice
    yield "awaiting payment", sara.get(journeys.place(check))
    bank, card = journeys.ways_to_pay(invoice)
    yield "payment channel", sara.get(bank)
    yield "card", sara.get(card)
    yield "card declined", sara.send(sara.get(card), "/card", how="decline")
    part = sara.send(sara.get(bank), "/bank", how="part", amount="20.50")
    yield "amount refused", sara.send(sara.get(bank), "/bank", how="part", amount="x")
    yield "partly paid", sara.get(journeys.place(check, "/invoice"))
    paid = sara.send(part, "/bank", how="over", amount="5.00")
    yield "paid at the bank", paid
    yield "paid", sara.get(str(paid.page.all("a")[-1].get("href")))
    shown = sara.get(journeys.place(check, "/invoice"))
    yield "paid invoice", shown
    receipts = [str(one.get("href")) for one in shown.page.all("a")]
    yield "receipt", sara.get(next(link for link in receipts if "/receipts/" in link))
    yield "invoices", sara.get(f"/{language}/invoices")


def issued(site: Site, sara: Person, language: str) -> Iterator[tuple[str, Shown]]:
    """A document on the page of its application, and on the page that anybody may see."""
    check = journeys.fill(sara, language)
    sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    reference = journeys.reference_of(check)
    code = issuing.issue(site.ports, reference, now=site.clock.now).code
    yield "application with a document", sara.get(journeys.place(check))
    yield "document that is valid", site.anybody().get(f"/{language}/check/{code}")
    issuing.revoke(site.ports, reference, now=site.clock.now)
    yield "document that was revoked", site.anybody().get(f"/{language}/check/{code}")
