"""The guide's badge: an applicant with two endorsers and an employer, who are invited by mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from engine.definitions.read import read_folder
from engine.model.account import Account
from engine.model.invitation import Invitation
from engine.operations import answering, applications
from engine.operations.answering import Done
from engine.operations.ports import Ports
from engine.operations.results import Conflict, Rejected, Saved, View
from engine.operations.submission import Submitted, submit
from tests.support.visitors import FIXTURES, NOW

BADGE = "guide-badge"
SERVICE = PurePosixPath(f"services/{BADGE}.yaml")
LAYLA, SAAD, WORK = "layla@example.org", "saad@example.org", "work@example.org"
ENDORSES = {"years_known": "٣", "endorses": "yes"}
EMPLOYS = {"is_employed": "yes"}
_LINK = re.compile(r"/ar/invitations/([\w-]+)")
_CODE = re.compile(r"\b(\d{6})\b")


def badge() -> dict[PurePosixPath, bytes]:
    return dict(read_folder(FIXTURES / "small-service")) | dict(read_folder(FIXTURES / BADGE))


@dataclass
class Guide:
    """Somebody who applies for the badge."""

    ports: Ports
    account: Account
    reference: str
    now: datetime = NOW

    @classmethod
    def starting(cls, ports: Ports, account: Account) -> Guide:
        started = applications.start(ports, account, BADGE, "key", NOW)
        assert isinstance(started, applications.Started)
        return cls(ports, account, started.application.reference)

    def view(self) -> View:
        return applications.view(self.ports, self.account, self.reference, self.now)

    @property
    def state(self) -> str:
        return self.view().application.state

    def name(self, step: str, name: str, email: str) -> Saved | Rejected | Conflict:
        return applications.save_item(
            self.ports,
            self.account,
            self.reference,
            step,
            applications.new_item_id(),
            {"name": name, "email": email},
            self.view().application.step(step).revision,
            self.now,
        )

    def close(self, step: str) -> Saved | Rejected | Conflict:
        revision = self.view().application.step(step).revision
        return applications.close_group(
            self.ports, self.account, self.reference, step, revision, self.now
        )

    def fill(self) -> Guide:
        texts = {"guide.years": "5", "guide.health": "سر"}
        saved = applications.save_step(
            self.ports, self.account, self.reference, "experience", texts, 0, self.now
        )
        assert isinstance(saved, Saved)
        people = {
            "invite-endorser": (("ليلى", LAYLA), ("سعد", SAAD)),
            "invite-employer": (("شركة الجبال", WORK),),
        }
        for step, named in people.items():
            for name, email in named:
                assert isinstance(self.name(step, name, email), Saved)
            assert isinstance(self.close(step), Saved)
        return self

    def submit(self) -> Guide:
        result = submit(self.ports, self.account, self.reference, None, self.now)
        assert isinstance(result, Submitted)
        return self

    def invitation(self, email: str) -> Invitation:
        return next(one for one in self.view().application.invitations if one.email == email)

    # What is in the mail of somebody -----------------------------------------------------------

    def mails(self, email: str) -> list[str]:
        with self.ports.store.read() as work:
            return [one.body for one in work.outbox.newest(100) if one.to == email]

    def token(self, email: str) -> str:
        """The token of the newest link that was mailed to the address."""
        return next(found[1] for body in self.mails(email) if (found := _LINK.search(body)))

    def code(self, email: str) -> str:
        return next(found[1] for body in self.mails(email) if (found := _CODE.search(body)))

    def confirm(self, email: str, browser: str = "browser") -> str:
        """Follow the link and confirm by code; the token."""
        token = self.token(email)
        assert answering.send_code(self.ports, token, self.now) == Done()
        code = self.code(email)
        assert answering.confirm(self.ports, token, code, browser, self.now) == Done()
        return token

    def answer(self, email: str, **texts: str) -> object:
        token = self.confirm(email)
        return answering.answer(self.ports, token, "browser", texts, self.now)
