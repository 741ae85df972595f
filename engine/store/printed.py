"""What an issued document prints, as canonical JSON, both ways, and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from engine.model.issued import Photo, Printed, PrintedLine
from engine.model.words import Text
from engine.store.canonical import Json, dumps


def write_printed(printed: Printed) -> dict[str, Json]:
    photo: Json = None
    if printed.photo is not None:
        photo = {"evidence": printed.photo.evidence, "sha256": printed.photo.sha256}
    return {
        "title": _write_text(printed.title),
        "template": printed.template,
        "owner": _write_text(printed.owner),
        "notice": _write_text(printed.notice),
        "lines": [
            {
                "fact": line.fact,
                "label": _write_text(line.label),
                "value": _write_text(line.value),
                "is_public": line.is_public,
            }
            for line in printed.lines
        ],
        "photo": photo,
        **({"is_erased": True} if printed.is_erased else {}),
    }


def read_printed(value: Mapping[str, Any]) -> Printed:
    photo = value["photo"]
    return Printed(
        title=_read_text(value["title"]),
        template=value["template"],
        owner=_read_text(value["owner"]),
        notice=_read_text(value["notice"]),
        lines=tuple(
            PrintedLine(
                line["fact"],
                _read_text(line["label"]),
                _read_text(line["value"]),
                line["is_public"],
            )
            for line in value["lines"]
        ),
        photo=None if photo is None else Photo(photo["evidence"], photo["sha256"]),
        is_erased=value.get("is_erased", False),
    )


def digest_of(printed: Printed, code: str) -> str:
    """Of the document `code` and everything it prints; the code keeps it from being guessed."""
    content = dumps({"code": code, "printed": write_printed(printed)})
    return hashlib.sha256(content).hexdigest()


def write_maybe_text(text: Text | None) -> Json:
    return None if text is None else _write_text(text)


def read_maybe_text(value: Any) -> Text | None:
    return None if value is None else _read_text(value)


def _write_text(text: Text) -> Json:
    return {"ar": text.ar, "en": text.en}


def _read_text(value: Mapping[str, str]) -> Text:
    return Text(value["ar"], value["en"])
