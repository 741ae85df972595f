"""Reading the phrases: one YAML file a theme, checked whole when one of its phrases is first used.

A command that says a few sentences reads the themes of those and no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from engine.model.problem import EngineError
from engine.model.words import Language
from engine.wording import FORMS, PluralForm, placeholders

Pattern = str | Mapping[PluralForm, str]  # one sentence, or one for each plural form


class PhraseError(EngineError):
    """A phrase that is not there, or is not whole in both languages: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text of the product. `names` are its placeholders, the same in both languages."""

    id: str
    patterns: Mapping[Language, Pattern]
    names: frozenset[str]

    @property
    def counts(self) -> bool:
        """Whether the sentence depends on the value named `count`."""
        return any(isinstance(pattern, Mapping) for pattern in self.patterns.values())


@cache
def phrases() -> Mapping[str, Phrase]:
    """Every phrase by id. Raises PhraseError for the first that is not whole."""
    names = sorted(file.name for file in files("engine.phrases").iterdir())
    themes = [name.removesuffix(".yaml") for name in names if name.endswith(".yaml")]
    return MappingProxyType({id: one for theme in themes for id, one in _themed(theme).items()})


def find(name: str) -> Phrase | None:
    """The phrase `name`, if there is one. Raises PhraseError where its theme is not whole."""
    return _themed(name.partition(".")[0]).get(name)


@cache
def _themed(theme: str) -> Mapping[str, Phrase]:
    """The phrases of one theme by id; none where there is no such theme."""
    file = files("engine.phrases") / f"{theme}.yaml"
    return read_phrases(file.read_text(encoding="utf-8"), theme) if file.is_file() else {}


def read_phrases(text: str, theme: str) -> dict[str, Phrase]:
    """The phrases of one file by id; raises PhraseError or WordingError for the first at fault."""
    return {
        f"{theme}.{key}": _read(f"{theme}.{key}", languages)
        for key, languages in _mapping(text, f"{theme}.yaml").items()
    }


def _mapping(text: str, name: str) -> dict[object, object]:
    """The one mapping that `text` holds; a key written twice is refused, unlike in plain YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise PhraseError(f"{name} is not a mapping")
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PhraseError(f"{name} has twice: {', '.join(twice)}")
        read: dict[object, object] = loader.construct_mapping(node, deep=True)
        return read
    finally:
        loader.dispose()


def _read(name: str, languages: object) -> Phrase:
    if not isinstance(languages, dict) or set(languages) != {str(one) for one in Language}:
        raise PhraseError(f"phrase {name} needs exactly: ar, en")
    patterns = {one: _pattern(name, languages[str(one)], one) for one in Language}
    names = {one: _names(pattern) for one, pattern in patterns.items()}
    phrase = Phrase(name, patterns, names[Language.AR] | names[Language.EN])
    allowed_gap = {"count"} if phrase.counts else set()
    if (names[Language.AR] ^ names[Language.EN]) - allowed_gap:
        raise PhraseError(f"phrase {name} names different values in its two languages")
    return phrase


def _pattern(name: str, pattern: object, language: Language) -> Pattern:
    if isinstance(pattern, str):
        return pattern
    if not isinstance(pattern, dict) or not all(isinstance(p, str) for p in pattern.values()):
        raise PhraseError(f"phrase {name} is neither a text nor plural forms")
    if set(pattern) != {str(form) for form in FORMS[language]}:
        raise PhraseError(f"phrase {name} lacks a plural form or has one too many in {language}")
    return {PluralForm(form): sentence for form, sentence in pattern.items()}


def _names(pattern: Pattern) -> frozenset[str]:
    if isinstance(pattern, str):
        return placeholders(pattern)
    return frozenset().union(*(placeholders(sentence) for sentence in pattern.values()))
