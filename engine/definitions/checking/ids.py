"""Ids: none twice in the place where it is looked up, and every file named after its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from engine.definitions.draft import Draft
from engine.definitions.tree import Mapping, Scalar, node_at
from engine.model.charge import Brackets
from engine.model.fee import FeeSchedule, Stage, VatTreatment, vat_id
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service


def problems(draft: Draft) -> Iterator[Problem]:
    yield from _file_names(draft)
    for listing in draft.lists.values():
        yield from _repeated("code", ((code.id, code.span) for code in listing.codes))
    for register in draft.registers.values():
        names = ((fact.name.partition(".")[2], fact.span) for fact in register.attributes)
        yield from _repeated("attribute", names)
    for rules in draft.rule_sets.values():
        yield from _in_rules(rules)
    for service in draft.every_service():
        yield from _in_service(service)
    if draft.portal is not None:
        yield from _repeated("topic", ((one.id, one.span) for one in draft.portal.topics))
    yield from _in_list_files(draft)


def _repeated(what: str, ids: Iterable[tuple[str, Span]]) -> Iterator[Problem]:
    first: dict[str, Span] = {}
    for id, span in ids:
        if id in first:
            related = (("first written here", first[id]),)
            yield Problem("D101", f"{what} `{id}` appears twice", span, None, related)
        first.setdefault(id, span)


def _in_rules(rules: RuleSet) -> Iterator[Problem]:
    yield from _repeated("rule", ((rule.id, rule.span) for rule in rules.rules))
    yield from _repeated("claim", ((claim.id, claim.span) for claim in rules.claims))
    papers = [paper for document in rules.documents for paper in document.papers]
    choices = [document for document in rules.documents if document.any_of]
    yield from _repeated("document", ((one.id, one.span) for one in (*choices, *papers)))
    for paper in papers:
        details = ((fact.name.rpartition(".")[2], fact.span) for fact in paper.asks)
        yield from _repeated("detail", details)
    if rules.fees is not None:
        yield from _in_fees(rules.fees)
    for table in rules.tables:
        yield from _repeated("row", ((row.id, row.span) for row in table.rows))


def _in_fees(fees: FeeSchedule) -> Iterator[Problem]:
    """The lines of added tax have ids of their own."""
    is_added = fees.vat.treatment is VatTreatment.ADDED
    taxes = [(vat_id(stage), fees.vat.span) for stage in Stage if is_added]
    lines = [(line.id, line.span) for line in fees.lines]
    yield from _repeated("fee line", [*taxes, *lines])
    yield from _repeated("exemption", ((one.id, one.span) for one in fees.exempt))
    yield from _repeated("waiver", ((one.id, one.span) for one in fees.waivers))
    for line in fees.lines:
        if isinstance(line.charge, Brackets):
            yield from _repeated("bracket", ((row.id, row.span) for row in line.charge.rows))


def _in_service(service: Service) -> Iterator[Problem]:
    yield from _repeated("step", ((step.id, step.span) for step in service.steps))
    outside = (step.fields for step in service.steps if step.group is None)
    fields = ((field.id, field.span) for field in chain.from_iterable(outside))
    yield from _repeated("field", fields)
    yield from _repeated("actor", ((actor.id, actor.span) for actor in service.actors))
    for step in service.pages:
        if step.group is not None:
            held = ((one.group.name, one.span) for one in step.groups if one.group)
            fields = ((field.id, field.span) for field in step.fields)
            yield from _repeated("field", (*fields, *held))
    checks = ((check.id, check.span) for step in service.asking for check in step.checks)
    yield from _repeated("check", checks)
    lifecycle = service.lifecycle
    yield from _repeated("state", ((state.id, state.span) for state in lifecycle.states))
    moves = ((move.id, move.span) for move in lifecycle.transitions)
    yield from _repeated("transition", moves)
    yield from _repeated("issued document", ((one.id, one.span) for one in service.issues))
    registers = ((entry.register, entry.span) for entry in service.open_to)
    yield from _repeated("register", registers)


def _in_list_files(draft: Draft) -> Iterator[Problem]:
    """Entries that are kept by id once read, so that only the file still shows a second one."""
    for path, tree in sorted(draft.trees.items()):
        if path.name == "sources.yaml":
            yield from _repeated("source", _scalars(tree, "sources", "id"))
        elif path.name == "people.yaml":
            for key in ("id", "key"):
                yield from _repeated(f"the {key}", _scalars(tree, "people", key))
        elif path.name == "staff.yaml":
            yield from _repeated("the id", _scalars(tree, "staff", "id"))
    logins = (
        login
        for kind in ("people", "staff")
        for path, tree in sorted(draft.trees.items())
        if path.name == f"{kind}.yaml"
        for login in _scalars(tree, kind, "login")
    )
    yield from _repeated("the login", logins)


def _scalars(tree: Mapping, key: str, below: str) -> Iterator[tuple[str, Span]]:
    entries = node_at(tree, key)
    for position in range(len(getattr(entries, "items", ()))):
        scalar = node_at(tree, key, position, below)
        if isinstance(scalar, Scalar):
            yield scalar.text, scalar.span


def _file_names(draft: Draft) -> Iterator[Problem]:
    """`services/<id>.yaml`, and so for rules, registers and lists."""
    for path, tree in sorted(draft.trees.items()):
        id = tree.get("id")
        if len(path.parts) == 2 and isinstance(id, Scalar) and id.text != path.stem:
            message = f"the file is named `{path.stem}`, and its id is `{id.text}`"
            hint = f"write `id: {path.stem}`, or rename the file to `{id.text}.yaml`"
            yield Problem("D112", message, id.span, hint)
