"""What the address of a preview asks for: service, day, person, page, and what was answered.

Everything stands in the address, so that a colleague can be sent what one sees. The people are
invented, and nothing is kept. An answer is `a/<step>/<field>`, of a group's item
`a/<step>/<item>/<field>` with the items counted from 0, of one inside an item
`a/<step>/<item>/<group>/<item>/<field>`; `s` names the steps that were sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from api.pages.visit import Visit
from api.problems import Refused
from engine.answers import group_id
from engine.digits import western_digits
from engine.forms import FieldView
from engine.model.application import ItemEntry, StepEntry

FIRST, LAST = date(1925, 1, 1), date(2075, 12, 31)  # well inside of both calendars
_MOST: Final = 2_000
_MOST_ITEMS: Final = 200
_Items: TypeAlias = dict[int, dict[str, str]]  # what was typed of each item, by its place


@dataclass(frozen=True, slots=True)
class Asked:
    """`is_day_bad`: the day cannot be read, and today stands for it. `sent` are the steps sent."""

    service: str
    person: str
    page: str
    came_from: str
    day: date
    day_text: str
    is_day_bad: bool
    sent: frozenset[str]
    entries: Mapping[str, StepEntry] = field(default_factory=dict)

    def hidden(self, *without: str) -> Iterator[tuple[str, str]]:
        """The inputs that carry the answers on, but those of the steps in `without`."""
        for step in sorted(self.sent - set(without)):
            yield "s", step
        for step, entry in self.entries.items():
            if step in without:
                continue
            yield from ((named(step, id), text) for id, text in entry.answers.items())
            for item in (one for one in entry.items if one.answers):
                place = place_of(item.id)
                yield from ((named(step, id, place), text) for id, text in item.answers.items())


def named(step: str, field_id: str, item: str | None = None) -> str:
    """The name of the input of a field; `item` is the place of its item."""
    place = step if item is None else f"{step}/{item}"
    return f"a/{place}/{field_id}"


def item_id(at: int) -> str:
    """The id of the item at a place, of the form that items have."""
    return f"{at:016x}"


def place_of(item: str) -> str:
    """The place of an item by its id; of one inside an item after that of its group."""
    *around, own = item.split(".")
    last = str(int(own, 16))
    return last if not around else f"{int(around[0], 16)}/{around[1]}/{last}"


def asked_of(visit: Visit) -> Asked:
    """Raises Refused for an address that is no list of names and values, or far too long a one."""
    query = visit.path.partition("?")[2]
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST, errors="replace")
    except ValueError:
        raise Refused(400) from None
    pairs = [(name, text.replace("\x00", "")) for name, text in pairs]
    once = dict(pairs)
    day_text = once.get("day", "")
    day = _day(day_text) if day_text.strip() else visit.today
    sent = frozenset(text for name, text in pairs if name == "s")
    return Asked(
        service=once.get("service", ""),
        person=once.get("person", ""),
        page=once.get("page", ""),
        came_from=once.get("from", ""),
        day=day or visit.today,
        day_text=day_text or visit.today.isoformat(),
        is_day_bad=day is None,
        sent=sent,
        entries=_entries(pairs, sent),
    )


def as_input(view: FieldView, step: str, item: str | None = None) -> FieldView:
    """The question under the name that the address carries it by, asked without a script."""
    end = "" if item is None else f"-{item.replace('/', '-')}"
    options = tuple(replace(one, id=f"{one.id}{end}") for one in view.options)
    name = named(step, view.name, item)
    return replace(view, id=f"{view.id}{end}", name=name, options=options, is_watched=False)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(western_digits(text).strip())
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def _entries(pairs: list[tuple[str, str]], sent: frozenset[str]) -> dict[str, StepEntry]:
    answers: dict[str, dict[str, str]] = {}
    items: dict[str, _Items] = {}
    held: dict[tuple[str, int, str], _Items] = {}  # by step, the place of the item, and its group
    for name, text in pairs:
        match name.split("/"):
            case ["a", step, id]:
                _put(answers.setdefault(step, {}), id, text)
            case ["a", step, at, id] if _is_place(at):
                _put(items.setdefault(step, {}).setdefault(int(at), {}), id, text)
            case ["a", step, at, group, inner, id] if _is_place(at) and _is_place(inner):
                of_group = held.setdefault((step, int(at), group), {})
                _put(of_group.setdefault(int(inner), {}), id, text)
            case _:
                pass
    return {
        step: StepEntry(
            answers=answers.get(step, {}),
            items=tuple(_items(step, items.get(step, {}), held)),
            is_complete=step in sent,
        )
        for step in {**answers, **items, **dict.fromkeys(sorted(sent))}
    }


def _items(
    step: str, items: _Items, held: Mapping[tuple[str, int, str], _Items]
) -> Iterator[ItemEntry]:
    """The items that are not blank, counted anew, each before what it holds."""
    for number, (at, typed) in enumerate(_not_blank(items)):
        id = item_id(number)
        yield ItemEntry(id, typed)
        for (on, place, group), inner in held.items():
            if (on, place) == (step, at):
                for last, (_, texts) in enumerate(_not_blank(inner)):
                    yield ItemEntry(f"{group_id(id, group)}.{item_id(last)}", texts)


def _not_blank(items: _Items) -> list[tuple[int, dict[str, str]]]:
    return [(at, typed) for at, typed in sorted(items.items()) if any(typed.values())]


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text[:9]) < _MOST_ITEMS


def _put(texts: dict[str, str], id: str, text: str) -> None:
    """A text; of boxes, the codes that are ticked."""
    name, is_box, code = id.partition(":")
    others = texts.get(name) if is_box else None
    texts[name] = f"{others},{code}" if others else code if is_box else text
