"""Personal data: every kind that the services collect has one purpose and one time it is kept.

A configuration without a privacy.yaml keeps everything for good, and its notice cannot list what
is kept. That such a file is there is asked of configurations that mention it (D189).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, item_with, place_of
from engine.model.privacy import COUNTED_FROM, DataKind, Holding, Privacy
from engine.model.problem import Problem, Span
from engine.model.service import FieldType, Service

PLACE = PurePosixPath("privacy.yaml")


def problems(draft: Draft) -> Iterator[Problem]:
    if draft.privacy is None:
        yield from _listed_without_a_file(draft)
        return
    yield from _twice(draft.privacy)
    tree = draft.tree(PLACE)
    if PLACE not in draft.partial:
        yield from _missing(draft, draft.privacy, place_of(tree, "data"))
    for holding in draft.privacy.holdings:
        yield from _wrong_event(tree, holding)
        yield from _unknown_documents(draft, tree, holding)


def _listed_without_a_file(draft: Draft) -> Iterator[Problem]:
    if draft.portal is None or PLACE.stem in draft.broken:
        return
    for section in draft.portal.privacy:
        if section.lists is not None:
            message = f"the notice lists {section.lists}, and there is no privacy.yaml"
            hint = "say in privacy.yaml what is kept, what for and for how long"
            yield Problem("D189", message, section.span, hint)


def _twice(privacy: Privacy) -> Iterator[Problem]:
    first: dict[tuple[DataKind, str | None], Span] = {}
    for holding in privacy.holdings:
        for document in holding.only or (None,):
            key = (holding.kind, document)
            if key in first:
                what = f"`{holding.kind}`" if document is None else f"`{document}`"
                message = f"what is kept of {what} is said twice"
                related = (("first said here", first[key]),)
                yield Problem("D186", message, holding.span, None, related)
            first.setdefault(key, holding.span)


def _missing(draft: Draft, privacy: Privacy, at: Span) -> Iterator[Problem]:
    for kind, span in collected(draft).items():
        if privacy.holding(kind) is None:
            message = f"nothing is said of `{kind}`, which is kept"
            hint = "say its purpose, what makes it lawful, and how long it is kept"
            yield Problem("D185", message, at, hint, (("collected here", span),))


def _wrong_event(tree: Mapping, holding: Holding) -> Iterator[Problem]:
    wanted = COUNTED_FROM[holding.kind]
    if holding.kept.after is not wanted:
        kept = item_with(tree, "data", holding.span, "kind").get("kept")
        assert isinstance(kept, Mapping), "what was built has the key"
        message = f"for `{holding.kind}` the time is not counted from `{holding.kept.after}`"
        yield Problem("D187", message, place_of(kept, "after"), f"write `{wanted}`")


def _unknown_documents(draft: Draft, tree: Mapping, holding: Holding) -> Iterator[Problem]:
    documents = (one for rules in draft.rule_sets.values() for one in rules.documents)
    known = {paper.id for one in documents for paper in one.papers}
    entry = item_with(tree, "data", holding.span, "kind")
    for position, document in enumerate(holding.only):
        at = place_of(entry, "only", position)
        if holding.kind is not DataKind.DOCUMENTS:
            message = f"`only` names documents, and this entry is about `{holding.kind}`"
            yield Problem("D188", message, at, "leave `only` out")
            return
        if document not in known and document not in draft.broken:
            hint = meant_or_listed(document, known, "the documents are")
            yield Problem("D188", f"no service asks for a document `{document}`", at, hint)


def collected(draft: Draft) -> dict[DataKind, Span]:
    """Every kind of data that the services collect, and the place of the first that does."""
    found: dict[DataKind, Span] = {}
    for service in draft.services.values():
        for kind, span in _collected_by(draft, service):
            found.setdefault(kind, span)
    return dict(sorted(found.items()))


def _collected_by(draft: Draft, service: Service) -> Iterator[tuple[DataKind, Span]]:
    rules = draft.rule_sets.get(service.rules)
    for kind in DataKind:
        match kind:
            case DataKind.REGISTERS:
                spans = [entry.span for entry in service.open_to]
            case DataKind.DOCUMENTS:
                spans = [one.span for step in service.steps for one in step.documents]
                fields = (one for step in service.asking for one in step.fields)
                spans += [one.span for one in fields if one.type is FieldType.FILE]
            case DataKind.PAYMENTS:
                lines = () if rules is None or rules.fees is None else rules.fees.lines
                spans = [line.span for line in lines]
            case _:
                spans = [service.span]
        if spans:
            yield kind, spans[0]
