"""Reading a page as a browser does: elements, their texts, and what a form would send.

Small on purpose, on the standard library's parser: what a test asks of a page is its meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"})
INVISIBLE = frozenset({"hidden", "submit", "button"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        """Descendants with one of `tags` and these attributes; `class_` matches one class."""
        return [
            one
            for one in self.walk()
            if (not tags or one.tag in tags)
            and all(_has(one, name.rstrip("_"), value) for name, value in attributes.items())
        ]

    def one(self, *tags: str, **attributes: str) -> Element:
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {attributes}"
        return found[0]

    @property
    def text(self) -> str:
        parts = [one.text if isinstance(one, Element) else one for one in self.children]
        return " ".join(" ".join(parts).split())

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def parse(text: str) -> Element:
    """The document; an element that is not closed where it should be fails the test."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root


def sent_by(form: Element) -> dict[str, str]:
    """What the form would send as it stands, without its buttons and files."""
    values: dict[str, str] = {}
    for one in form.all("input", "select", "textarea"):
        name, kind = one.get("name"), one.get("type") or "text"
        if not name or kind in ("submit", "button", "file"):
            continue
        if one.tag == "select":
            chosen = [option for option in one.all("option") if option.get("selected") is not None]
            values[name] = (chosen or one.all("option"))[0].get("value") or ""
        elif one.tag == "textarea":
            values[name] = "".join(str(child) for child in one.children).removeprefix("\n")
        elif kind in ("radio", "checkbox"):
            if one.get("checked") is not None:
                values[name] = one.get("value") or "on"
        else:
            values[name] = one.get("value") or ""
    return values


def label_of(page: Element, control: Element) -> str:
    """The words that name a control: its labels, its legend for a radio's group, or aria-label."""
    ids = control.get("id")
    words = [label.text for label in page.all("label", for_=ids)] if ids else []
    return " ".join(words) or control.get("aria-label") or ""


def _has(one: Element, name: str, value: str) -> bool:
    found = one.get(name)
    if found is None:
        return False
    return value in found.split() if name == "class" else found == value
