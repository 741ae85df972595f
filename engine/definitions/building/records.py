"""Files of services/ of the kinds `record` and `lookup` as model objects."""

from __future__ import annotations

from dataclasses import replace

from engine.definitions.building.service import build_keywords, build_open_to
from engine.definitions.building.steps import build_field
from engine.definitions.conditions import condition_under
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping, Scalar
from engine.definitions.wordings import maybe_wording
from engine.model.lifecycle import Lifecycle
from engine.model.problem import Span
from engine.model.public_lookup import Find, PublicLookup
from engine.model.record_page import Measure, RecordPage, Section
from engine.model.service import InFlight, OpenTo, Service, ServiceKind, Step, StepKind
from engine.model.words import Text

ASKING = "asked"
"""The step of a look-up on which its questions stand."""


def build_record(parts: Parts, root: Mapping) -> RecordPage:
    sections = parts.each(root, "sections", lambda node: _section(parts, node))
    open_to = parts.each(root, "open_to", lambda node: build_open_to(parts, node))
    steps = tuple(section.step for section in sections)
    return RecordPage(_service(parts, root, open_to, steps), sections)


def build_lookup(parts: Parts, root: Mapping) -> PublicLookup:
    sections = parts.each(root, "sections", lambda node: _section(parts, node))
    steps = (_asking(parts, root), *(section.step for section in sections))
    return PublicLookup(
        service=_service(
            parts, root, parts.each(root, "finds", lambda node: build_open_to(parts, node)), steps
        ),
        finds=parts.each(root, "finds", lambda node: _find(parts, node)),
        sections=sections,
    )


def _service(
    parts: Parts, root: Mapping, open_to: tuple[OpenTo, ...], steps: tuple[Step, ...]
) -> Service:
    """What every kind of service has; nobody applies, so nothing becomes of an application."""
    id = parts.file_id(root)
    return Service(
        id=id.text,
        title=parts.title(root, "title"),
        summary=parts.title(root, "summary"),
        audience=parts.title(root, "audience"),
        rules=parts.attempt(lambda: parts.text(root, "rules"), ""),
        processing=None,
        open_to=open_to,
        ineligible_may_submit=False,
        steps=steps,
        reviewer_sees=(),
        lifecycle=Lifecycle("", (), (), id.span),
        draft_in_flight=InFlight.KEEP,
        issues=(),
        span=id.span,
        topic=parts.attempt(lambda: parts.maybe_text(root, "topic"), None),
        keywords=build_keywords(parts, root),
        kind=parts.choice(root, "kind", ServiceKind),
    )


def _section(parts: Parts, node: Mapping) -> Section:
    id = parts.scalar(node, "id")
    below = node.get("measure")
    measure = _measure(parts, below) if isinstance(below, Mapping) else None
    facts = parts.texts(node, "shows")
    measured = () if measure is None else (measure.has, measure.needs)
    leads_to = node.get("leads_to")
    step = replace(
        _page(id.text, parts.words(node, "title"), id.span),
        intro=maybe_wording(parts, node, "intro"),
        shown_when=condition_under(parts, node, "shown_when"),
        shows=tuple(dict.fromkeys((*facts, *measured))),
    )
    return Section(
        step=step,
        facts=facts,
        measure=measure,
        leads_to=leads_to.text if isinstance(leads_to, Scalar) else None,
        span=leads_to.span if isinstance(leads_to, Scalar) else id.span,
    )


def _measure(parts: Parts, node: Mapping) -> Measure:
    has = parts.scalar(node, "has")
    return Measure(parts.words(node, "label"), has.text, parts.text(node, "needs"), has.span)


def _asking(parts: Parts, root: Mapping) -> Step:
    page = _page(ASKING, parts.title(root, "title"), parts.file_id(root).span)
    return replace(page, fields=parts.each(root, "asks", lambda node: build_field(parts, node)))


def _page(id: str, title: Text, span: Span) -> Step:
    """A step with nothing on it yet."""
    return Step(id, StepKind.FIELDS, title, None, None, None, (), (), None, (), (), span)


def _find(parts: Parts, node: Mapping) -> Find:
    register = parts.scalar(node, "register")
    by = {
        entry.key.text: entry.value.text
        for entry in parts.entries(node, "by")
        if isinstance(entry.value, Scalar)
    }
    return Find(register.text, by, register.span)
