"""Problems inside fragments, said in the words of the fragment, once, with where it is used.

A fragment that is used twice is checked twice, under full names. Whoever wrote it knows neither
those names nor their number: so `mother.birth_date` is said as `birth_date` again, and what then
reads the same at the same place is one mistake. What is wrong with an argument is said where the
argument stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from typing import Final

from engine.model.inside import Inside, Meant
from engine.model.problem import Problem, Span

_NAMED: Final = re.compile(r"`([^`]+)`")
Via = tuple[Span, ...]
Related = tuple[str, Span]


def in_own_words(problems: Iterable[Problem], insides: Map[Via, Inside]) -> Iterator[Problem]:
    """The problems with places as they are in the files, and nothing said twice."""
    said: dict[Problem, dict[Related, None]] = {}
    for problem in problems:
        own = _own(problem, insides)
        alone = replace(own, related=())
        said.setdefault(alone, {}).update(dict.fromkeys(own.related))
    for problem, related in said.items():
        yield replace(problem, related=tuple(related))


def _own(problem: Problem, insides: Map[Via, Inside]) -> Problem:
    """One problem in the words of the file that it stands in."""
    while problem.span.via in insides:
        inside, via = insides[problem.span.via], problem.span.via
        argument = _argument(problem, inside)
        if argument is not None:
            related = (("read here", _bare(problem.span)), *problem.related)
            problem = replace(problem, span=argument, related=related)
            continue
        uses = tuple(("used here", _bare(use)) for use in via)
        message = _shortened(problem.message, inside)
        problem = replace(
            problem,
            message=message,
            hint=None if problem.hint is None else _hint(_shortened(problem.hint, inside), message),
            span=_bare(problem.span),
            related=(*problem.related, *uses),
        )
    related = tuple((note, _bare(span)) for note, span in problem.related)
    return replace(problem, span=_bare(problem.span), related=related)


def _argument(problem: Problem, inside: Inside) -> Span | None:
    """Where the argument stands that the problem names, if it names one."""
    for meant in inside.given.values():
        is_named = isinstance(meant, Meant) and f"`{meant.name}`" in problem.message
        if is_named and isinstance(meant, Meant) and meant.at is not None:
            return meant.at if meant.at.via != problem.span.via else None
    return None


def _hint(hint: str, message: str) -> str:
    """The hint; a name of the using file alone is no other name than the one that was written."""
    meant = _NAMED.findall(hint)
    is_same = hint.startswith("did you mean") and meant == _NAMED.findall(message)
    return f"take `{meant[0]}` as a parameter" if is_same else hint


def _shortened(text: str, inside: Inside) -> str:
    """The text with full names as the fragment writes them."""
    heads = (
        (rf"\b{re.escape(inside.name)}\.(?=[a-z])", ""),
        (rf"\bdocuments\.{re.escape(inside.with_underscores(''))}(?=[a-z])", "documents."),
        (rf"(?<=`){re.escape(inside.with_underscores(''))}(?=[a-z])", ""),
        (rf"(?<=`){re.escape(inside.with_hyphens(''))}(?=[a-z])", ""),
    )
    for pattern, put in heads:
        text = re.sub(pattern, put, text)
    return text


def _bare(span: Span) -> Span:
    return replace(span, via=())
