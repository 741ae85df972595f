"""A whole configuration around one construct: what its file leaves out, so that it stays short.

A service that is open to everyone in the register `person`. A fact named `person.*` is an attribute
of that register, and any other one a question or, with fields, a repeating group. Examples in
FEEL become derived facts. The folder is read by `read_files` like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from pathlib import PurePosixPath
from typing import Final

from docs.generate.constructs import DAY, Construct, Example, flow, pairs
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, node_at
from engine.model.problem import Span

SERVICE: Final = "example"
RULES: Final = PurePosixPath(f"rules/{SERVICE}.yaml")
_PERSON: Final = "person."
_NAME: Final = r"(?<![\w.]){}(?!\w)"
_DETAIL: Final = re.compile(r"(?<![\w.])documents\.\w+(?:\.\w+)?")
_ON_RECORD: Final = "{id: name, type: text, label: {ar: الاسم, en: Name}}"
_WORDS: Final = "{ar: مثال, en: Example}"
_DOCUMENT: Final = "{{document: {}, accept: [pdf], max_mb: 5}}"
_PORTAL: Final = """format: 1
name: {ar: أمثلة اللغة, en: Examples of the language}
owner: {ar: جهة متخيلة, en: An invented authority}
notice: {ar: أمثلة متخيلة, en: Invented examples}
time_zone: Asia/Riyadh
weekend: [friday, saturday]
holidays:
  known_to: 2027-12-31
  days: [{ar: اليوم الوطني, en: National Day, from: 2026-09-23, to: 2026-09-23}]
currency: SAR
biller: {code: "901", ar: جهة متخيلة, en: An invented authority, payment_days: 10}
contact: {phone: "920000000", hours: {ar: الأحد إلى الخميس, en: Sunday to Thursday}}
person_register: person
privacy: [{heading: {ar: ما نجمعه, en: What we collect}, text: {ar: لا شيء, en: Nothing}}]
accessibility: [{heading: {ar: غايتنا, en: Our aim}, text: {ar: الجميع, en: Everyone}}]
"""
_SOURCES: Final = """format: 1
sources:
  - {id: law, title: {ar: النظام, en: The law}, rank: official}
  - {id: newspaper, title: {ar: صحيفة, en: A newspaper}, rank: third_party}
  - {id: inference, title: {ar: استنتاج, en: Inference}, rank: inference}
"""
_SERVICE: Final = {  # the parts of a service that a construct may write itself, by their key
    "title": "title: {ar: مثال, en: Example}",
    "summary": "summary: {ar: مثال, en: Example}",
    "audience": "audience: {ar: الجميع, en: Everyone}",
    "open_to": f"open_to: [{{register: person, otherwise: {_WORDS}}}]",
    "lifecycle": """lifecycle:
  start: draft
  states:
    - {id: draft, label: {ar: مسودة, en: Draft}}
    - {id: submitted, label: {ar: قُدّم, en: Submitted}}
    - {id: approved, label: {ar: معتمد, en: Approved}}
  transitions:
    - id: submit
      from: draft
      to: submitted
      by: applicant
      binding: true
      condition: application.is_complete
      effects: [{invoice: on_submission}]
    - id: approve
      title: {ar: اعتمد, en: Approve}
      from: submitted
      to: approved
      by: approver
      binding: true
      effects: [{invoice: after_approval}]""",
    "in_flight": "in_flight: {draft: rebase, submitted: keep}",
}
_STEPS: Final = re.compile(r"^steps:\n(?:[ #].*\n|\n)*", re.MULTILINE)
_CHECK: Final = "  - {id: check, kind: check, title: {ar: المراجعة, en: Check}}"

Files = Map[PurePosixPath, bytes]


def files_of(
    construct: Construct,
    shown: Iterable[Example] = (),
    as_rules: Iterable[Example] = (),
    rules: str | None = None,
) -> Files:
    """The configuration; `shown` are derived facts of it, and `as_rules` of those rules too.

    `rules` stands for the rules of the construct.
    """
    texts = {
        PurePosixPath("portal.yaml"): _PORTAL,
        PurePosixPath("sources.yaml"): _SOURCES,
        PurePosixPath("registers/person.yaml"): _register(construct),
        PurePosixPath(f"services/{SERVICE}.yaml"): _service(construct, rules),
        RULES: rules_text(construct, tuple(shown), tuple(as_rules), rules),
        **{PurePosixPath(f"lists/{id_}.yaml"): text for id_, text in _lists(construct)},
        **dict(construct.files),
    }
    for number, scenario in enumerate(construct.scenarios if rules is None else (), start=1):
        path = PurePosixPath(f"scenarios/{SERVICE}/case-{number}.yaml")
        texts[path] = "\n".join(
            ("format: 1", *_left_out(construct, scenario), *pairs(scenario), "")
        )
    return {path: text.encode() for path, text in texts.items()}


def _left_out(construct: Construct, scenario: Mapping) -> Iterator[str]:
    """The usual day, and that the person is on record where nothing of the record matters."""
    if "decision_date" not in scenario.entries:
        yield f"decision_date: {DAY}"
    if "register" not in scenario.entries and not _of_person(construct):
        yield "register: {person.name: نورة}"


# Facts -------------------------------------------------------------------------------------


def _register(construct: Construct) -> str:
    facts = construct.facts.entries
    attributes = [
        _declared(name.removeprefix(_PERSON), facts[name].value, "optional: true")
        for name in _of_person(construct)
    ]
    listed = "".join(f"  - {one}\n" for one in attributes or [_ON_RECORD])
    head = f"format: 1\nid: person\ntitle: {_WORDS}\nkey: national_id\n"
    return f"{head}attributes:\n{listed}"


def _declared(name: str, said: Node, optional: str) -> str:
    """A fact as a register declares it, from `date or absent` or from keys of its own."""
    label = f"label: {{ar: مثال, en: {name}}}"
    if isinstance(said, Mapping):
        own = "" if "label" in said.entries else f", {label}"
        return f"{{id: {name}, {', '.join(pairs(said))}{own}}}"
    assert isinstance(said, Scalar), f"{name} has a type"
    type_, _, absent = said.text.partition(" or ")
    return f"{{id: {name}, type: {type_}, {label}{f', {optional}' if absent else ''}}}"


def _field(name: str, said: Node) -> str:
    made = _declared(name, said, "required: false").replace("type: code of ", "type: choice of ")
    return made.replace("type: text,", "type: text, max_length: 200,")


def _lists(construct: Construct) -> Iterator[tuple[str, str]]:
    for id_, entry in construct.lists.entries.items():
        assert isinstance(entry.value, Sequence), f"{id_} lists codes"
        codes = (
            f"  - {{id: {flow(code)}, ar: مثال, en: {flow(code)}}}" for code in entry.value.items
        )
        yield id_, "\n".join(("format: 1", f"id: {id_}", f"title: {_WORDS}", "codes:", *codes, ""))


# The service -------------------------------------------------------------------------------


def _service(construct: Construct, rules: str | None) -> str:
    own = construct.service and f"{construct.service}\n"
    written = _tree(own).entries
    made = [f"format: 1\nid: {SERVICE}\nrules: {SERVICE}"]
    made += [part for key, part in _SERVICE.items() if key not in written]
    if "steps" not in written:
        made += ["steps:", *_steps(construct, rules)]
        made += [f"reviewer_sees: [{', '.join(_asked(construct))}]"]
    elif "kind: check" not in own:
        own = _STEPS.sub(rf"\g<0>{_CHECK}\n", own)
    return "\n".join((*made, own))


def _of_person(construct: Construct) -> list[str]:
    return [name for name in construct.facts.entries if name.startswith(_PERSON)]


def _asked(construct: Construct) -> list[str]:
    return [name for name in construct.facts.entries if not name.startswith(_PERSON)]


def _steps(construct: Construct, rules: str | None) -> Iterator[str]:
    """A step with all questions, one for each group, one for documents, and the check."""
    facts = [(name, construct.facts.entries[name].value) for name in _asked(construct)]
    groups = {name: said for name, said in facts if isinstance(said, Mapping) and _is_group(said)}
    fields = [_field(name, said) for name, said in facts if name not in groups]
    if fields:
        yield f"  - {{id: answers, title: {_WORDS}, fields: [{', '.join(fields)}]}}"
    for name, said in groups.items():
        items = ", ".join(_field(id_, one.value) for id_, one in said.entries.items())
        group = f"{{fact: {name}, item: {_WORDS}, max_items: 10}}"
        id_ = name.replace("_", "-").replace(".", "-")
        yield f"  - {{id: {id_}, kind: group, title: {_WORDS}, group: {group}, fields: [{items}]}}"
    documents = ", ".join(
        map(_DOCUMENT.format, _documents(construct.rules if rules is None else rules))
    )
    if documents:
        yield f"  - {{id: papers, kind: documents, title: {_WORDS}, documents: [{documents}]}}"
    yield _CHECK


def _is_group(said: Mapping) -> bool:
    return "type" not in said.entries


def _documents(rules: str) -> Iterator[str]:
    return (_text(node_at(one, "id")) for one in _each(_tree(rules), "documents"))


def _asked_in(service: str) -> Iterator[str]:
    """The facts that the steps of a construct's own service give."""
    for step in _each(_tree(service), "steps"):
        group = node_at(step, "group", "fact")
        if group is not None:
            yield _text(group)
        else:
            for one in _each(step, "fields"):
                yield _text(node_at(one, "gives") or node_at(one, "id"))


def _tree(text: str) -> Mapping:
    """What a part of a file holds; nothing where it is no YAML, as some examples are."""
    root, _ = parse(RULES, text.encode())
    return root if isinstance(root, Mapping) else Mapping({}, Span(RULES, 1, 1))


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _each(node: Mapping, key: str) -> tuple[Mapping, ...]:
    listed = node.get(key)
    items = listed.items if isinstance(listed, Sequence) else ()
    return tuple(item for item in items if isinstance(item, Mapping))


# Rules -------------------------------------------------------------------------------------


def rules_text(
    construct: Construct,
    shown: tuple[Example, ...],
    as_rules: tuple[Example, ...],
    rules: str | None,
) -> str:
    """The rule file: the construct's own, with what it reads and the examples in it."""
    text = construct.rules if rules is None else rules
    derived = "".join(_derived(one) for one in shown)
    listed = "".join(_rule(one) for one in as_rules)
    text = _within("derived", derived, _within("rules", listed, f"{text}\n"))
    if re.search(r"^reads:", text, re.MULTILINE) is None:
        text = _reads(construct, text) + text
    return f"format: 1\nid: {SERVICE}\n{text}"


def _derived(one: Example) -> str:
    lines = "\n".join(f"      {line}" for line in (one.feel or "").splitlines())
    return f"  {one.name}:\n    label: {_WORDS}\n    value: |\n{lines}\n"


def _rule(one: Example) -> str:
    id_ = one.name.replace(".", "-").replace("_", "-")
    words = f"label: {_WORDS}, advice: {_WORDS}, cite: [law], effective_from: 2020-01-01"
    return f"  - {{id: {id_}, {words}, condition: {one.name}}}\n"


def _within(key: str, more: str, text: str) -> str:
    """The text with more entries at the head of one of its parts, or in a part of their own."""
    if not more:
        return text
    head = f"{key}:\n"
    at = text.find(head) if text.startswith(head) else text.find(f"\n{head}") + 1
    if at == 0 and not text.startswith(head):
        return f"{text}{head}{more}"
    return text[: at + len(head)] + more + text[at + len(head) :]


def _reads(construct: Construct, text: str) -> str:
    names = dict.fromkeys((*construct.facts.entries, *_asked_in(construct.service)))
    read = [name for name in names if re.search(_NAME.format(re.escape(name)), text)]
    parts = {
        "register": [name for name in read if name.startswith(_PERSON)],
        "answer": [name for name in read if not name.startswith(_PERSON)],
        "document": list(dict.fromkeys(_DETAIL.findall(text))),
    }
    lines = [f"  {source}: [{', '.join(names)}]\n" for source, names in parts.items() if names]
    return "".join(("reads:\n", *lines)) if lines else ""
