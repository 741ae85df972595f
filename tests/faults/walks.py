"""What becomes of each application, step by step, by clients that try until it has happened.

A client asks again when no answer comes, as people and programs do: it cannot know whether what
it asked for has been done. What has happened is read from the store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from engine.model.account import Account
from engine.model.problem import EngineError
from engine.model.words import Text
from engine.operations import acting, claims
from engine.operations.acting import Said
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.store.protocols import StoreUnavailable
from tests.support.portal import Person

PATIENCE_SECONDS = 900  # for one step; the biller pauses for up to five minutes
_PAUSE_SECONDS = 0.3
REASONS = Text("سبب مذكور", "A stated reason")


@dataclass(frozen=True)
class Plan:
    """`steps` are made by clients one after the other; `days` later, time alone does the rest."""

    steps: tuple[str, ...]
    end: str
    fires: int = 0  # deadlines


PLANS = {
    "approved": Plan(("submit", "pay", "recommend", "approve"), "approved"),
    "corrected": Plan(("submit", "pay", "return", "resubmit", "recommend", "approve"), "approved"),
    "refused": Plan(("submit", "pay", "refuse"), "refused"),
    "withdrawn": Plan(("submit", "withdraw"), "withdrawn"),
    "withdrawn-late": Plan(("submit", "pay", "withdraw"), "withdrawn"),
    "lapsed": Plan(("submit",), "lapsed", fires=1),
    "closed": Plan(("submit", "pay", "return"), "closed", fires=1),
    "forgotten": Plan((), "closed", fires=1),
}
TARGETS = {
    "submit": "awaiting_payment",
    "pay": "submitted",
    "recommend": "recommended",
    "approve": "approved",
    "return": "returned",
    "resubmit": "submitted",
    "refuse": "refused",
    "withdraw": "withdrawn",
}


@dataclass
class Walk:
    """One application on its way. `account` is its applicant's."""

    reference: str
    account: Account
    plan: str
    paid: set[str] = field(default_factory=set)  # bills that the biller said were paid


@dataclass
class Sessions:
    """Signed in to once, and used by every client."""

    tokens: dict[str, str] = field(default_factory=dict)  # of the JSON API, by address
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)  # of staff, by role
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Client:
    """Somebody at a computer: an HTTP client for the portal, and one for the biller."""

    ports: Ports
    clock: Callable[[], datetime]
    portal: httpx.Client
    biller: httpx.Client
    staff: Mapping[str, Account]
    password: str
    shared: Sessions

    def go(self, walk: Walk) -> None:
        """Make every step of the plan. Raises TimeoutError when one does not come about."""
        for step in PLANS[walk.plan].steps:
            deadline, trouble = time.monotonic() + PATIENCE_SECONDS, ""
            while self.state(walk) != TARGETS[step]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{walk}: `{step}` from `{self.state(walk)}`: {trouble}")
                try:
                    self._try(step, walk)
                except (httpx.HTTPError, StoreUnavailable, _NotYet) as error:
                    trouble = repr(error)
                    time.sleep(_PAUSE_SECONDS)

    def state(self, walk: Walk) -> str:
        with self.ports.store.read() as work:
            found = work.applications.get(walk.reference)
        assert found is not None, f"{walk.reference} is gone"
        return found.state

    def _try(self, step: str, walk: Walk) -> None:
        match step:
            case "submit":
                self._submit(walk)
            case "pay":
                self._pay(walk)
            case "recommend":
                self._by_page(step, walk, "reviewer")
            case "approve":
                claims.take_over(self.ports, self.staff["approver"], walk.reference, self.clock())
                self._by_page(step, walk, "approver")
            case "return":
                said = Said(reasons=REASONS, corrections=("documents.photo",))
                self._act(step, walk, self.staff["reviewer"], said)
            case "refuse":
                self._act(step, walk, self.staff["reviewer"], Said(reasons=REASONS))
            case _:
                self._act(step, walk, walk.account, Said())

    def _submit(self, walk: Walk) -> None:
        path = f"/api/v1/applications/{walk.reference}/submission"
        headers = {"Authorization": f"Bearer {self._token(walk.account.email)}"}
        _heard(self.portal.post(path, headers=headers))

    def _token(self, email: str) -> str:
        with self.shared.lock:
            if email not in self.shared.tokens:
                body = {"email": email, "password": self.password}
                answer = _heard(self.portal.post("/api/v1/sessions", json=body))
                self.shared.tokens[email] = answer.json()["token"]
            return self.shared.tokens[email]

    def _pay(self, walk: Walk) -> None:
        """At the biller, once it has the bill; then the portal is to hear of it from there."""
        with self.ports.store.read() as work:
            (invoice,) = work.invoices.of_application(walk.reference)
        number = invoice.bill_number
        if number in walk.paid:
            raise _NotYet("the portal has not heard of the payment")
        answer = self.biller.post(f"/en/bills/{number}/bank", data={"how": "full"})
        if answer.status_code != 303 or "said=paid" not in answer.headers["location"]:
            raise _NotYet(f"the biller answered {answer.status_code}")
        walk.paid.add(number)

    def _by_page(self, event: str, walk: Walk, role: str) -> None:
        """As staff do it: the page of the act, and its form."""
        person = self._browser(role)
        shown = person.get(f"/en/staff/applications/{walk.reference}/acts/{event}")
        if shown.status != 200:
            raise _NotYet(f"`{event}` is not offered: {shown.status}")
        sent = person.send(shown, f"/acts/{event}")
        if sent.status != 200:
            raise _NotYet(f"`{event}` was answered with {sent.status}")

    def _browser(self, role: str) -> Person:
        person = Person(self.portal, self.biller)  # type: ignore[arg-type]  # as test clients do
        with self.shared.lock:
            if role not in self.shared.cookies:
                email, page = self.staff[role].email, person.get("/en/sign-in")
                shown = person.send(page, "/sign-in", email=email, password=self.password)
                if shown.path != "/en/staff":
                    raise _NotYet(f"{role} is not signed in: {shown.status}")
                self.shared.cookies[role] = dict(person.cookies)
            person.cookies = dict(self.shared.cookies[role])
        return person

    def _act(self, event: str, walk: Walk, account: Account, said: Said) -> None:
        now = self.clock()
        done = acting.act(self.ports, account, walk.reference, event, said, None, now)
        if not isinstance(done, Reacted):
            raise _NotYet(f"`{event}` came to {done}")


class _NotYet(EngineError):
    """It has not happened so far; the client asks again."""


def _heard(response: httpx.Response) -> httpx.Response:
    if response.status_code >= 400:
        raise _NotYet(f"the portal answered {response.status_code}")
    return response
