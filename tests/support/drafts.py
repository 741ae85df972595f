"""An application that has just been begun, as the store keeps it."""

from datetime import datetime

from engine.model.application import Application


def begun(
    at: datetime,
    reference: str = "R-1",
    account: str = "a1",
    person_key: str = "1000000008",
    service: str = "renewal",
) -> Application:
    """A draft of the release `000...`, in which nothing has been answered."""
    return Application(
        reference=reference,
        account_id=account,
        person_key=person_key,
        service=service,
        release="0" * 64,
        state="draft",
        revision=1,
        created_at=at,
        changed_at=at,
        steps={},
        evidence=(),
    )
