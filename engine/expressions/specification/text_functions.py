"""String functions. Patterns run in linear time (RE2); what RE2 cannot say gives null.

Positions count characters from 1, and from the end when negative.
Sources: OMG DMN 1.5, 10.3.4.3; XQuery and XPath functions 3.1, 5.6.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import re2

from engine.expressions.specification.patterns import PatternError, translated
from engine.expressions.specification.signatures import BuiltIn, Run, built_in, cut
from engine.expressions.specification.values import Value

_MAX_PATTERN: Final = 2_000
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")


def _substring(_: Run, text: str, start: Decimal, length: Decimal | None) -> Value:
    begin = cut(start)
    count = len(text) if length is None else cut(length)
    if begin is None or count is None or count < 1 or begin == 0:
        return None
    index = begin - 1 if begin > 0 else len(text) + begin
    if not 0 <= index < max(len(text), 1):
        return None
    return text[index : index + count]


def _length(_: Run, text: str) -> Value:
    return Decimal(len(text))


def _upper(run: Run, text: str) -> Value:
    run.budget.letters(len(text))
    return text.upper()


def _lower(run: Run, text: str) -> Value:
    run.budget.letters(len(text))
    return text.lower()


def _before(_: Run, text: str, match: str) -> Value:
    return text.partition(match)[0] if match and match in text else ""


def _after(_: Run, text: str, match: str) -> Value:
    return text.partition(match)[2] if match else text


def _contains(_: Run, text: str, match: str) -> Value:
    return match in text


def _starts(_: Run, text: str, match: str) -> Value:
    return text.startswith(match)


def _ends(_: Run, text: str, match: str) -> Value:
    return text.endswith(match)


def compiled_pattern(pattern: str, flags: str | None) -> Any:
    """The pattern for RE2, or None where it or its flags are not understood."""
    if len(pattern) > _MAX_PATTERN:
        return None
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(translated(pattern, flags or ""), options)
    except (PatternError, re2.error):
        return None


def _spend(run: Run, text: str, pattern: str) -> None:
    """RE2's time is at worst the product of the two lengths."""
    run.budget.letters(len(text) + len(pattern))
    run.budget.spend(len(text) * len(pattern) // 2000)


def _matches(run: Run, text: str, pattern: str, flags: str | None) -> Value:
    _spend(run, text, pattern)
    found = compiled_pattern(pattern, flags)
    return None if found is None else found.search(text) is not None


def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> Value:
    _spend(run, text, pattern)
    found = compiled_pattern(pattern, flags)
    if found is None or found.search("") is not None:  # F&O: it may not match nothing
        return None
    is_plain = "q" in (flags or "")
    if not is_plain and any(match[3] for match in _REPLACEMENT.finditer(replacement)):
        return None
    parts: list[str] = []
    at = length = 0
    for match in found.finditer(text):
        made = replacement if is_plain else _filled(replacement, match)
        length += match.start() - at + len(made)
        run.budget.letters(length)
        parts += (text[at : match.start()], made)
        at = match.end()
    parts.append(text[at:])
    return "".join(parts)


def _filled(replacement: str, match: Any) -> str:
    def part(reference: re.Match[str]) -> str:
        if reference[1]:
            return reference[1]
        number, rest = reference[2], ""
        while int(number) > match.re.groups and len(number) > 1:  # `$12` of one group is `$1` and 2
            number, rest = number[:-1], number[-1] + rest
        found = match[int(number)] if int(number) <= match.re.groups else ""
        return (found or "") + rest

    return _REPLACEMENT.sub(part, replacement)


def _split(run: Run, text: str, delimiter: str) -> Value:
    _spend(run, text, delimiter)
    found = compiled_pattern(delimiter, None)
    if found is None or found.search("") is not None:
        return None
    parts: list[str] = []
    at = 0
    for match in found.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
    run.budget.items(len(parts) + 1)
    return (*parts, text[at:])


def _join(run: Run, items: tuple[Value, ...], delimiter: str | None) -> Value:
    texts = [item for item in items if item is not None]
    between = delimiter or ""
    if not all(isinstance(text, str) for text in texts):
        return None
    strings = [text for text in texts if isinstance(text, str)]
    run.budget.letters(sum(len(text) + len(between) for text in strings))
    return between.join(strings)


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in("substring", ("string: string; start position: number; length?: number", _substring)),
    built_in("string length", ("string: string", _length)),
    built_in("upper case", ("string: string", _upper)),
    built_in("lower case", ("string: string", _lower)),
    built_in("substring before", ("string: string; match: string", _before)),
    built_in("substring after", ("string: string; match: string", _after)),
    built_in("contains", ("string: string; match: string", _contains)),
    built_in("starts with", ("string: string; match: string", _starts)),
    built_in("ends with", ("string: string; match: string", _ends)),
    built_in("matches", ("input: string; pattern: string; flags?: string", _matches)),
    built_in(
        "replace",
        ("input: string; pattern: string; replacement: string; flags?: string", _replace),
    ),
    built_in("split", ("string: string; delimiter: string", _split)),
    built_in("string join", ("list: list; delimiter?: string", _join)),
)
