"""What a service issues: its template is there, its photo is a picture, nothing stands twice.

What the lines print is resolved where all expressions are: `compiling/issues.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import item_with, place_of
from engine.document_templates import MOST_LINES, template_names
from engine.model.document import DocumentRequest
from engine.model.issued import IssuedDocument
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service

_PICTURES = frozenset({"jpeg", "png"})


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        for issued in service.issues:
            yield from _template(draft, service, issued)
            yield from _lines(issued)
    for service, rules in draft.decided():
        for issued in service.issues:
            yield from _photo(draft, service, issued)
            yield from _validity(draft, rules, issued)


def _template(draft: Draft, service: Service, issued: IssuedDocument) -> Iterator[Problem]:
    names = template_names()
    if issued.template not in names:
        hint = meant_or_listed(issued.template, names, "the templates are")
        at = _place(draft, service, issued, "template")
        yield Problem("D170", f"there is no template `{issued.template}`", at, hint)


def _lines(issued: IssuedDocument) -> Iterator[Problem]:
    first: dict[str, Span] = {}
    for line in issued.lines:
        name = line.fact.text
        if name in first:
            related = (("first written here", first[name]),)
            yield Problem("D174", f"`{name}` is printed twice", line.span, None, related)
        first.setdefault(name, line.span)
    if len(issued.lines) > MOST_LINES:
        message = f"`{issued.id}` prints {len(issued.lines)} lines"
        hint = f"a template has room for {MOST_LINES}"
        yield Problem("D175", message, issued.lines[MOST_LINES].span, hint)


def _photo(draft: Draft, service: Service, issued: IssuedDocument) -> Iterator[Problem]:
    """It is one file, and a picture whatever the applicant supplies."""
    if issued.photo is None or issued.photo in draft.broken:
        return
    at = _place(draft, service, issued, "photo")
    asked = {one.document: one for step in service.steps for one in step.documents}
    request = asked.get(issued.photo)
    if request is None:
        hint = meant_or_listed(issued.photo, asked, "they are")
        yield Problem("D108", f"no step asks for a document `{issued.photo}`", at, hint)
    elif not _is_one_picture(request):
        message = f"`{issued.photo}` is not always one picture"
        hint = "the step that asks for it must take one file, of `jpeg` or `png` alone"
        yield Problem("D171", message, at, hint, (("asked for here", request.span),))


def _is_one_picture(request: DocumentRequest) -> bool:
    return request.max_files == 1 and _PICTURES.issuperset(request.accept)


def _validity(draft: Draft, rules: RuleSet, issued: IssuedDocument) -> Iterator[Problem]:
    if issued.is_valid_as_decided and rules.validity is None:
        if rules.span.path in draft.partial:
            return
        message = f"the rules `{rules.id}` say no `validity`"
        hint = "say it there, or write `valid_from` and `valid_until` here"
        yield Problem("D172", message, issued.span, hint, (("these rules", rules.span),))


def _place(draft: Draft, service: Service, issued: IssuedDocument, key: str) -> Span:
    tree = draft.tree(service.span.path)
    return place_of(item_with(tree, "issues", issued.span), key)
