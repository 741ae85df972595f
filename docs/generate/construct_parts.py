"""The section of one construct: what it means, what it is written with, and its examples."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docs.generate.constructs import DAY, Construct, Example, flow, pairs
from docs.generate.markdown import table
from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar

_EXPECTED = ("expect", "expect_some")


def section(one: Construct) -> str:
    return "\n\n".join((f"### {one.title}", one.meaning, *_written(one), *_shown(one)))


def _written(one: Construct) -> Iterator[str]:
    if one.facts.entries:
        facts = (f"`{name}` ({_type(entry.value)})" for name, entry in one.facts.entries.items())
        yield f"Facts: {', '.join(facts)}."
    if one.lists.entries:
        lists = (f"`{id_}` ({_codes(entry.value)})" for id_, entry in one.lists.entries.items())
        yield f"Lists: {', '.join(lists)}."
    for path, text in one.files:
        yield f"`{path}`:\n\n{_block(text)}"
    if one.service:
        yield _block(one.service)
    if one.rules:
        yield _block(one.rules)


def _type(said: Node) -> str:
    """`date or absent`, or the fields of a group with theirs."""
    if isinstance(said, Scalar):
        return said.text
    assert isinstance(said, Mapping)
    if "type" in said.entries:
        return ", ".join(pairs(said)).removeprefix("type: ")
    return "a group of " + ", ".join(f"`{k}`: {_type(v.value)}" for k, v in said.entries.items())


def _codes(said: Node) -> str:
    return flow(said).strip("[]")


def _block(text: str) -> str:
    """A block of YAML, which says of itself when it is none."""
    _, problems = parse(PurePosixPath("rules.yaml"), text.encode())
    return f"```yaml{' wrong' if problems else ''}\n{text}\n```"


def _shown(one: Construct) -> Iterator[str]:
    """What the examples give, what is refused, and what the small service decides."""
    texts = [example for example in one.examples if example.feel is not None]
    if texts:
        if one.given.entries:
            yield f"Given {_codes_of(pairs(one.given))}, unless an example says otherwise:"
        yield table(("example", "given", "gives"), (_row(one, example) for example in texts))
    for example in one.examples:
        if example.rules is not None:
            yield f"Refused with {_problem(example)}:\n\n{_block(example.rules)}"
    if one.scenarios:
        yield "As a service:"
        yield table(("case", "given", "decided"), map(_case, one.scenarios))


def _row(one: Construct, example: Example) -> tuple[str, str, str]:
    usual = one.given.entries
    own = {k: v for k, v in example.given.entries.items() if usual.get(k) is not v}
    given = [*pairs(Mapping(own, one.given.span))]
    given += [] if example.on == DAY else [f"decision_date: {example.on}"]
    text = " ".join(line.strip() for line in (example.feel or "").splitlines())
    gives = _problem(example) if example.gives is None else f"`{example.gives}`"
    return f"`{text}`", _codes_of(given), gives


def _problem(example: Example) -> str:
    code = example.problem or ""
    return f"[{code}](problems.md#{code.lower()})"


def _case(scenario: Mapping) -> tuple[str, str, str]:
    entries = scenario.entries
    given = [
        f"{key}: {flow(entry.value)}"
        for key, entry in entries.items()
        if key not in (*_EXPECTED, "name")
    ]
    expected = next(entries[key].value for key in _EXPECTED if key in entries)
    assert isinstance(expected, Mapping)
    return flow(entries["name"].value), _codes_of(given), _codes_of(pairs(expected))


def _codes_of(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)
