"""E-mails as rows of the outbox: in both languages, the account's own first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from engine.model.account import Account
from engine.model.portal import Portal
from engine.model.words import Language
from engine.phrases import Sayable, phrase
from engine.store.protocols import Work


def mail(
    work: Work,
    portal: Portal,
    account: Account,
    kind: str,
    link: Callable[[Language], str] | None,
    now: datetime,
    **said: Sayable,
) -> None:
    """Put the mail `mails.<kind>-*` to the account's address into the outbox.

    A link stands on a line of its own, outside any sentence, so that no mail program adds the
    marks around it to the address. `said` are values that the body says besides.
    """
    languages = (account.language, account.language.other)
    subject = " | ".join(
        phrase(f"mails.{kind}-subject", language, portal=portal.name) for language in languages
    )
    parts: list[str] = []
    for language in languages:
        parts.append(phrase(f"mails.{kind}-body", language, portal=portal.name, **said))
        if link is not None:
            parts.append(link(language))
    work.outbox.add(account.email, subject, "\n\n".join(parts) + "\n", now)
