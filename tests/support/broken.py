"""Definitions broken at random: the base tree of tests/definitions/ with an edit or two."""

from functools import cache
from pathlib import Path, PurePosixPath

from hypothesis import strategies as st

from engine.definitions.read import read_folder

BASE = Path(__file__).parents[1] / "definitions" / "good" / "base"
Files = dict[PurePosixPath, bytes]
PIECES = [
    *"[]{}:,'\"#|>&*!%@-=<()\n\t",
    *(" ", "  ", ": ", "- ", " #x", "..", "null", "true", "1", "1.5", "2026-01-01", "P3M"),
    *("absent", "permit.zone", "resident.zone", "ar", "id", "group", "fields", "\u202e", "ب"),
]


@cache
def base() -> Files:
    return read_folder(BASE)


@st.composite
def broken_files(draw: st.DrawFn) -> Files:
    """The base with one or two edits: a piece put in, some characters or a line taken out."""
    files = dict(base())
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(sorted(files)))
        files[path] = draw(edited(files[path].decode())).encode()
    return files


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    lines = text.split("\n")
    piece: str = draw(st.sampled_from(PIECES))
    match draw(st.sampled_from(["insert", "delete", "replace", "line", "repeat"])):
        case "insert":
            return text[:at] + piece + text[at:]
        case "delete":
            return text[:at] + text[at + draw(st.integers(1, 40)) :]
        case "replace":
            return text[:at] + piece + text[at + 3 :]
        case "line":
            del lines[at % len(lines)]
        case _:
            lines.insert(at % len(lines), draw(st.sampled_from(lines)))
    return "\n".join(lines)
