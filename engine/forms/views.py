"""The views themselves. Every text is in the language that they were made for.

`id` is safe as an HTML id and unique on its page; `name` is the name an input sends its text
under. `step` is always the id of a step of the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.decide.views import CitationView, LeadView


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A line of the summary of errors: `target` is the id of what takes the focus."""

    label: str
    message: str
    target: str


MOST_UNFILTERED: Final = 30
"""More boxes than these can be looked through by typing."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """`also` is the label in the other language, by which a choice is found too."""

    id: str
    value: str
    label: str
    is_chosen: bool
    excludes_others: bool = False
    also: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that is there. `id` is the id of the evidence."""

    id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class UploadView:
    """What may be supplied in a slot: `accept` is for the input, `accept_words` for people."""

    slot: str
    accept: str
    accept_words: str
    max_bytes: int
    max_files: int
    files: tuple[FileView, ...]

    @property
    def can_add(self) -> bool:
        """Whether one more fits; where one file is taken, a new one replaces it."""
        return self.max_files == 1 or len(self.files) < self.max_files


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question. `type` names the template in templates/forms/fields/.

    `hint` says which answers fit; `preview` how a date was understood, in both calendars.
    `direction` is `ltr` for what is written left to right in any language, `auto` for free text.
    `is_watched`: another question of this page depends on it, so a page may ask for itself again
    when it changes. `no_options` says that earlier answers leave nothing to choose, `gone` what was
    chosen and is not offered now.
    """

    id: str
    name: str
    type: str
    label: str
    help: str | None
    hint: str | None
    unit: str | None
    text: str
    options: tuple[OptionView, ...]
    look: str
    error: str | None
    is_required: bool
    is_watched: bool
    inputmode: str | None
    autocomplete: str | None
    direction: str | None
    max_length: int | None
    preview: str | None
    upload: UploadView | None
    no_options: str | None = None
    gone: str | None = None

    @property
    def target(self) -> str:
        """The id of what takes the focus: the first of its radios or boxes, or the input itself."""
        is_one_input = self.look in ("select", "search")
        return self.options[0].id if self.options and not is_one_input else self.id

    @property
    def is_filtered(self) -> bool:
        """Whether there are so many boxes that one wants to look for some."""
        return self.type == "choices" and len(self.options) > MOST_UNFILTERED

    @property
    def described_by(self) -> str:
        """The ids of the texts that explain the input, as `aria-describedby` wants them."""
        texts = {"help": self.help, "hint": self.hint, "none": self.no_options}
        texts |= {"gone": self.gone, "error": self.error}
        if self.upload is not None:
            texts["accept"] = self.upload.accept_words
        return " ".join(f"{self.id}-{name}" for name, text in texts.items() if text)


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact shown read-only. `dispute` is what its owner said is wrong with it."""

    id: str
    name: str
    label: str
    text: str
    is_known: bool
    can_dispute: bool
    dispute: str | None


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """Where files of a document go. `label` is None where the document is one place alone.

    `is_asked` false: another of its alternatives is supplied, and nothing can be put here.
    `reasons` say why it is due for the item that the place is for.
    """

    id: str
    label: str | None
    help: str | None
    sensitive: str | None
    upload: UploadView
    details: tuple[FieldView, ...]
    is_asked: bool
    error: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """A document that is due. `reasons` say why it is; `is_official` whether the law does.

    With `is_choice` one of its places is to be supplied. `error` is of the whole document.
    """

    id: str
    name: str
    label: str
    help: str | None
    is_choice: bool
    places: tuple[PlaceForm, ...]
    error: str | None
    reasons: tuple[str, ...]
    citations: tuple[CitationView, ...]
    is_official: bool

    @property
    def is_alone(self) -> bool:
        """It is one place, and is called what the document is called."""
        return len(self.places) == 1 and self.places[0].label is None

    @property
    def has_items(self) -> bool:
        """It is due for items of a group, of which each says why."""
        return not self.is_alone and not self.is_choice

    @property
    def is_supplied(self) -> bool:
        enough = any if self.is_choice else all
        return enough(place.upload.files for place in self.places)

    @property
    def details(self) -> tuple[FieldView, ...]:
        return tuple(detail for place in self.places for detail in place.details)

    @property
    def target(self) -> str:
        """The id of the first input, which an error of the whole document leads to."""
        return next((place.id for place in self.places if place.upload.can_add), self.id)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An answer to look over. `target` is the id of its input on its step's page."""

    label: str
    text: str
    is_known: bool
    target: str
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice about answers, which can be passed. `id` is that of its check."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a group in a list. `title` tells it from the others, `groups` are inside it."""

    id: str
    title: str
    rows: tuple[SummaryRow, ...]
    is_whole: bool
    notices: tuple[NoticeView, ...] = ()
    groups: tuple[HeldView, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldView:
    """A group inside an item, to look over."""

    id: str
    title: str
    items: tuple[ItemView, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """`item` is the word for one item. `can_close`: "that is all" would be accepted now."""

    item: str
    items: tuple[ItemView, ...]
    min_items: int
    max_items: int
    can_add: bool
    can_close: bool
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """What a guidance step says. `look` is `plain`, `info` or `warning`, `lead` where it sends."""

    text: str
    look: str
    citations: tuple[CitationView, ...]
    is_official: bool
    lead: LeadView | None = None


@dataclass(frozen=True, slots=True)
class StepForm:
    """A page of the journey. `kind` names the template in templates/forms/steps/.

    `facts` are there before the answers of the page, `results` follow from them. `undecided` are
    documents that earlier or later answers may still ask for. `missing` is what a guidance step
    needs to know before it can say anything. `takes_files`: the page may come to ask for a file
    while it is filled in, if it does not yet.
    """

    step: str
    kind: str
    title: str
    intro: str | None
    proceed: str
    revision: int
    errors: tuple[ErrorLine, ...]
    facts: tuple[FactView, ...]
    takes_files: bool
    fields: tuple[FieldView, ...]
    statements: tuple[str, ...]
    documents: tuple[DocumentForm, ...]
    undecided: tuple[str, ...]
    group: GroupView | None
    notices: tuple[NoticeView, ...] = ()
    results: tuple[FactView, ...] = ()
    paragraphs: tuple[ParagraphView, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of its documents, which its inputs are named by."""
        return tuple(place.upload.slot for one in self.documents for place in one.places)


@dataclass(frozen=True, slots=True)
class InnerForm:
    """The page of a group inside an item: `id` is the group's, `holder` what the item is called."""

    step: str
    id: str
    title: str
    holder: str
    intro: str | None
    revision: int
    errors: tuple[ErrorLine, ...]
    group: GroupView


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The page of one item of a group. `takes_files` as in a `StepForm`, `holder` is what the item
    around it is called."""

    step: str
    item: str
    title: str
    is_new: bool
    proceed: str
    revision: int
    errors: tuple[ErrorLine, ...]
    takes_files: bool
    fields: tuple[FieldView, ...]
    notices: tuple[NoticeView, ...] = ()
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Something still to do. `step` is where, or None when no page can help."""

    text: str
    step: str | None


@dataclass(frozen=True, slots=True)
class SummarySection:
    """What was given on one step."""

    step: str
    title: str
    is_done: bool
    facts: tuple[FactView, ...]
    rows: tuple[SummaryRow, ...]
    items: tuple[ItemView, ...]
    is_group: bool
    notices: tuple[NoticeView, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything that was given, and what is open."""

    sections: tuple[SummarySection, ...]
    open: tuple[OpenLine, ...]

    @property
    def is_complete(self) -> bool:
        return not self.open
