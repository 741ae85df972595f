"""The people whom an applicant invites, as model objects, with the steps that they bring."""

from __future__ import annotations

from engine.definitions.building.steps import build_field
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.definitions.wordings import maybe_wording, wording
from engine.model.actor import EMAIL, NAME, InvitedActor
from engine.model.options import ANY_NUMBER
from engine.model.problem import Span
from engine.model.service import ChoiceLook, Field, FieldType, Group, Script, Step, StepKind
from engine.model.types import TEXT
from engine.model.wording import Words
from engine.model.words import Text
from engine.phrases import phrase_text

LONGEST_NAME = 100


def build_actor(parts: Parts, node: Mapping) -> InvitedActor:
    id = parts.scalar(node, "id")
    title = parts.words(node, "title")
    invite = parts.mapping(node, "invite")
    fewest, most = parts.number(node, "min", 1), parts.number(node, "max", 0)
    if most < fewest:
        at = parts.scalar(node, "max").span
        parts.report("D034", f"there are to be {fewest} at least and {most} at most", at)
    gives = parts.scalar(node, "gives")
    fields = parts.each(node, "fields", lambda below: build_field(parts, below))
    return InvitedActor(
        id=id.text,
        title=title,
        intro=wording(parts, node, "intro"),
        inviting=_step(
            f"invite-{id.text.replace('_', '-')}",
            parts.words(invite, "title"),
            maybe_wording(parts, invite, "intro"),
            Group(f"{id.text}.invited", title, fewest, most, phrase_text("actors.purpose")),
            (_named(NAME, FieldType.TEXT, id.span), _named(EMAIL, FieldType.EMAIL, id.span)),
            id.span,
        ),
        answering=_step(
            f"answer-{id.text.replace('_', '-')}",
            title,
            None,
            Group(gives.text, title, 0, most, None),
            fields,
            gives.span,
        ),
        sees=parts.texts(node, "sees"),
        silence=parts.text(node, "silence"),
        span=id.span,
    )


def _step(
    id: str, title: Text, intro: Words | None, group: Group, fields: tuple[Field, ...], span: Span
) -> Step:
    return Step(
        id=id,
        kind=StepKind.GROUP,
        title=title,
        intro=intro,
        proceed=None,
        shown_when=None,
        shows=(),
        fields=fields,
        group=group,
        documents=(),
        declaration=(),
        span=span,
    )


def _named(id: str, type_: FieldType, span: Span) -> Field:
    """A field of the generated step, in the words of the portal."""
    return Field(
        id=id,
        type=type_,
        fact_type=TEXT,
        label=phrase_text(f"actors.{id}"),
        help=None,
        is_required=True,
        required_when=None,
        shown_when=None,
        low=None,
        high=None,
        max_length=LONGEST_NAME if type_ is FieldType.TEXT else None,
        script=Script.ANY,
        look=ChoiceLook.RADIOS,
        prefill=None,
        accept=(),
        max_bytes=0,
        purpose=None,
        unit=None,
        span=span,
        several=ANY_NUMBER,
    )
