"""The page of the ledger: what each kind of record holds, from the list that readers use."""

from docs.generate.markdown import page as whole
from docs.generate.markdown import table
from engine.model.words import Language
from engine.operations.audit.telling import kind_words
from engine.store.chain import Header, RecordKind
from engine.store.payloads import SHAPES, Part

_TITLE = "# Records"
_INTRODUCTION = """Every act that binds is one record of the ledger: a header, which holds the
hash of the record before it, and a payload, which can be erased without breaking the chain. How to
find and read records is in [Auditing](../guides/auditing.md); why they are kept so, in
[ADR 8](../adr/0008-records-are-a-chain-with-payloads-apart.md).

A payload is canonical JSON (RFC 8785). Amounts are text (`"120.00 SAR"`), instants and dates ISO
8601. Values of facts are written so that they can be read without their types: text and yes or no
plainly, everything else as an object with one telling key (`{"number": "12.50"}`,
`{"date": "2026-10-14"}`, `{"absent": true}`, `{"unknown": [...]}`)."""
_HEADER = {
    "sequence": "From 1, without gaps.",
    "previous": "The hash of the record before it; zeros for the first.",
    "kind": "One of the kinds below.",
    "subject": "What the record is about: an application, a release, an account or a request.",
    "release": "The hash of the release that it was made under.",
    "engine": "The version of the engine that made it.",
    "decision_date": "The day as of which rules were read, of a decision.",
    "digest": "SHA-256 of the payload with its salt.",
    "recorded_at": "When it was recorded, in UTC.",
}


def page() -> str:
    rows = [(f"`{name}`", _HEADER[name]) for name in Header.__dataclass_fields__]
    header = f"## The header\n\n{table(('key', 'what it is'), rows)}"
    return whole(_TITLE, _INTRODUCTION, header, *map(_section, RecordKind))


def _section(kind: RecordKind) -> str:
    names = " / ".join(kind_words(kind, language) for language in (Language.EN, Language.AR))
    head = ("key", "written as", "what it is", "tells of a person")
    rows = [_row(part) for part in SHAPES[kind]]
    return f"## `{kind}`\n\n{names}.\n\n{table(head, rows)}"


def _row(part: Part) -> tuple[str, ...]:
    about = f"{part.about} May be missing." if part.may_lack else part.about
    return (f"`{part.name}`", str(part.form), about, "yes" if part.is_personal else "no")
