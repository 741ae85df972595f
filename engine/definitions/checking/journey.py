"""The journey: steps in a possible order, and every document asked for on one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from engine.definitions.draft import Draft
from engine.definitions.reads import Names, field_expressions, names_in
from engine.definitions.suggest import closest, meant_or_listed
from engine.definitions.texts import formulas_of, step_texts
from engine.model.document import RequiredDocument
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service, Step, StepKind
from engine.model.wording import Words


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        yield from _check_step(draft, service)
    for service, rules in draft.decided():
        yield from _documents(draft, service, rules)
        yield from draft.found("order", service, rules, partial(_order, draft, service, rules))


def _check_step(draft: Draft, service: Service) -> Iterator[Problem]:
    """The step `check` is there once, and nothing follows it."""
    checks = [step for step in service.steps if step.kind is StepKind.CHECK]
    if not checks:
        if service.span.path not in draft.partial and service.steps:
            message = "no step is of the kind `check`, so nothing can be submitted"
            hint = "end the steps with one of `kind: check`"
            yield Problem("D121", message, service.steps[-1].span, hint)
        return
    related = (("the step that everything is checked on", checks[0].span),)
    for step in service.steps[service.steps.index(checks[0]) + 1 :]:
        is_check = step.kind is StepKind.CHECK
        message = f"step `{step.id}` " + ("is a second check" if is_check else "is never reached")
        yield Problem("D121", message, step.span, "put it before the step `check`", related)


def _documents(draft: Draft, service: Service, rules: RuleSet) -> Iterator[Problem]:
    declared = {document.id: document for document in rules.documents}
    asked: dict[str, Span] = {}
    meant: set[str | None] = set()  # by a misspelt request
    is_whole = rules.span.path not in draft.partial
    for step in service.steps:
        for request in step.documents:
            id = request.document
            if id in asked:
                related = (("first asked for here", asked[id]),)
                message = f"document `{id}` is asked for twice"
                yield Problem("D124", message, request.span, None, related)
            asked.setdefault(id, request.span)
            if is_whole and id not in declared and id not in draft.broken:
                meant.add(closest(id, declared))
                hint = meant_or_listed(id, declared, "they are")
                message = f"the rules have no document `{id}`"
                yield Problem("D108", message, request.span, hint)
    yield from _of_items(service, rules, draft.names(service, rules))
    yield from _after_approval(service, declared)
    for id, document in declared.items():
        if id not in meant and id not in asked and service.span.path not in draft.partial:
            message = f"no step of `{service.id}` asks for document `{id}`"
            hint = "add it to a step of `kind: documents`"
            yield Problem("D123", message, document.span, hint)


def _after_approval(
    service: Service, declared: Mapping[str, RequiredDocument]
) -> Iterator[Problem]:
    """What is due after approval has a step of its own, and a state in which it is supplied."""
    states = [state for state in service.lifecycle.states if state.takes_documents]
    later = [document for document in declared.values() if document.is_later]
    if later and not states:
        message = f"`{later[0].id}` is due after approval, and no state of `{service.id}` takes it"
        hint = "write `edits: documents` on a state of the lifecycle"
        yield Problem("D219", message, later[0].span, hint)
    if states and not later:
        message = f"state `{states[0].id}` takes documents, and none is due after approval"
        hint = "write `due: after_approval` on a document of the rules"
        yield Problem("D219", message, states[0].span, hint)
    for step in service.steps:
        asked = [one for one in step.documents if one.document in declared]
        first = [declared[one.document].stage for one in asked][:1]
        for one in asked[1:]:
            if declared[one.document].stage not in first:
                message = f"step `{step.id}` asks for documents on submission and after approval"
                hint = "ask for what is due after approval on a step of its own"
                yield Problem("D220", message, one.span, hint, (("the first", asked[0].span),))
                break


def _of_items(service: Service, rules: RuleSet, names: Names) -> Iterator[Problem]:
    """What is due for each item is due for those of a group that the applicant fills in."""
    groups = {step.group.fact: step for step in service.steps if step.group is not None}
    for document in rules.documents:
        each = document.for_each
        if each is None or each.source not in names.all:
            continue  # an unknown name is reported where it is read
        step = groups.get(each.source)
        if step is None:
            hint = meant_or_listed(each.source, groups, "the groups are")
            message = f"`{each.source}` is no group of a step of `{service.id}`"
            yield Problem("D216", message, each.span, hint)
            continue
        fields = {field.id: field.span for field in step.fields}
        for detail in document.asks:
            id = detail.name.rpartition(".")[2]
            if id in fields:
                message = f"detail `{id}` has the name of a field of `{each.source}`"
                related = (("the field", fields[id]),)
                hint = "items of the document have the fields of the group beside its details"
                yield Problem("D217", message, detail.span, hint, related)


def _order(draft: Draft, service: Service, rules: RuleSet) -> Iterator[Problem]:
    """What decides whether a question is asked must be known before it is asked."""
    names = draft.names(service, rules)
    given = given_at(service, rules)
    items = {document.id: document.for_each for document in rules.documents}
    helps = {document.id: document.helps for document in rules.documents}
    for number, step in enumerate(service.steps):
        for page in (step, *step.groups):
            known = own_names(step, before=page) if page is not step else ()
            for name, span in _read_at_first(page, helps):
                if name.removeprefix("item.") in known:
                    continue
                for fact in sorted(names.given_by(name)):
                    if given.get(fact, (-1, 0)) >= (number, 0):
                        yield _too_late(service, name, fact, span, given[fact][0], step.id)
                yield from _held_later(service, step, page, name, span)
        for request in step.documents:
            group = items.get(request.document)
            if group is not None and given.get(group.source, (-1, 0)) >= (number, 0):
                at = given[group.source][0]
                yield _too_late(service, group.source, group.source, group.span, at, step.id)
        for page in (step, *step.groups):
            yield from _order_in(service, page, number, names, given)


def own_names(step: Step, before: Step | None = None) -> tuple[str, ...]:
    """What conditions of a group read of its own item, as it is before they come to the group
    `before` inside the item; nothing of a step without a group."""
    if step.group is None:
        return ()
    held = step.groups if before is None else step.groups[: step.groups.index(before)]
    inner = (one.group.name for one in held if one.group is not None)
    return (*(field.id for field in step.fields), *inner)


def _held_later(
    service: Service, step: Step, page: Step, name: str, span: Span
) -> Iterator[Problem]:
    """Whether an item holds a group is known before that group is asked for, and those after it."""
    if page is step or page.group is None:
        return
    field = name.removeprefix("item.")
    if field in own_names(step):
        at = service.steps.index(step)
        yield _too_late(service, name, field, span, at, page.group.name)


def _read_at_first(
    step: Step, helps: Mapping[str, tuple[Words, ...]]
) -> Iterator[tuple[str, Span]]:
    """What must be known when a step is first shown: whether it is, and what its texts say."""
    yield from names_in(step.shown_when)
    for paragraph in step.says:
        yield from names_in(paragraph.condition)
    of_documents = (words for one in step.documents for words in helps.get(one.document, ()))
    for words in (*step_texts(step), *of_documents):
        for formula in formulas_of(words):
            yield from names_in(formula)


def _order_in(
    service: Service,
    step: Step,
    number: int,
    names: Names,
    given: dict[str, tuple[int, int]],
) -> Iterator[Problem]:
    held = [one.group.name for one in step.groups if one.group is not None]
    own = {name: at for at, name in enumerate((*(field.id for field in step.fields), *held))}
    for position, field in enumerate(step.fields):
        here = number, 0 if step.group is not None else position
        for expression in field_expressions(field):
            for name, span in names_in(expression):
                item_field = name.removeprefix("item.") if step.group is not None else name
                if step.group is not None and item_field in own:
                    if own[item_field] >= position:
                        yield _too_late(service, name, item_field, span, number, field.id)
                    continue
                for fact in sorted(names.given_by(name)):
                    if given.get(fact, (-1, 0)) >= here:
                        yield _too_late(service, name, fact, span, given[fact][0], field.id)


def given_at(service: Service, rules: RuleSet) -> dict[str, tuple[int, int]]:
    """For each fact of the applicant, the numbers of its step and of its field there."""
    details = {document.id: document.given for document in rules.documents}
    given = {}
    for number, step in enumerate(service.steps):
        for position, field in enumerate(step.fields):
            if step.group is None:
                given[field.fact] = (number, position)
        if step.group is not None:
            given[step.group.fact] = (number, len(step.fields))
        for request in step.documents:
            for detail in details.get(request.document, ()):
                given[detail] = (number, len(step.fields))
    return given


def _too_late(service: Service, name: str, fact: str, span: Span, at: int, asked: str) -> Problem:
    through = "" if name == fact else f", which `{name}` reads,"
    if fact == asked:
        message = f"`{fact}`{through} is what is asked here"
    else:
        message = f"`{fact}`{through} is asked later, on step `{service.steps[at].id}`"
    hint = f"ask for `{fact}` before `{asked}`"
    related = (("the step that asks for it", service.steps[at].span),)
    return Problem("D122", message, span, None if fact == asked else hint, related)
