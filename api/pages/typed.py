"""What a form of the portal sends: the texts that were typed, and the revision it was made from."""

from __future__ import annotations

from typing import Final

from api.pages.visit import Visit

NOTICED: Final = "noticed"  # before a colon and the id of a check whose notice was on the page
_OURS: Final = frozenset({"csrf", "revision", "next", "remove_file", NOTICED})


def texts(visit: Visit) -> dict[str, str]:
    """What was typed, without what the page itself sends; of boxes, the codes that are ticked."""
    typed: dict[str, str] = {}
    for name, text in visit.form.texts.items():
        field, is_box, code = name.partition(":")
        if field in _OURS:
            continue
        others = typed.get(field) if is_box else None
        typed[field] = f"{others},{code}" if others else code if is_box else text
    return typed


def revision(visit: Visit) -> int:
    """The revision of the step that the page was made from; -1, always stale, when it is odd."""
    text = visit.form.text("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
