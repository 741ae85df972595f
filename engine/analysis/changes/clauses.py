"""Two conditions, clause by clause: which one was put in, taken out, or written anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from engine.analysis.changes.content import Contents, meant, tokens
from engine.analysis.changes.difference import Piece
from engine.expressions.lexer import TokenKind
from engine.expressions.parser import parse
from engine.expressions.syntax import Binary, FeelSyntaxError, Syntax
from engine.model.condition import Clause, Combinator, Condition, Formula
from engine.model.problem import Span
from engine.model.wording import Words

_ALIKE: Final = 0.5  # as much of two clauses is the same where one was written anew


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause, or a condition among clauses, ready to be compared."""

    piece: Piece
    within: tuple[Branch, ...]
    combinator: Combinator | None
    """How those within combine; None for a clause."""
    label: Words | None
    span: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause before and after; None where there is none."""

    old: Branch | None
    new: Branch | None


@dataclass(frozen=True, slots=True)
class Recombined:
    """The clauses of a condition combine in another way."""

    old: Combinator
    new: Combinator
    old_span: Span
    new_span: Span


@dataclass(frozen=True, slots=True)
class Reordered:
    """The same clauses, in another order."""

    old_span: Span
    new_span: Span


@dataclass(frozen=True, slots=True)
class Relabelled:
    old: Branch
    new: Branch


Found: TypeAlias = Pair | Recombined | Reordered | Relabelled


def branch_of(condition: Condition) -> Branch:
    """A condition as clauses; a single text is taken apart at its outermost `and` or `or`."""
    return _branch(condition, Combinator.ALL, None)


def compared(old: Branch, new: Branch, before: Contents, after: Contents) -> Iterator[Found]:
    """What differs between two conditions, in the order of the newer one; what is gone is last."""
    before_way, after_way = _ways(old, new)
    if before_way is not after_way:
        yield Recombined(before_way, after_way, old.span, new.span)
    pairs = _paired(old.within, new.within, before, after)
    for pair in pairs:
        yield from _differences(pair, before, after)
    kept = [pair.old for pair in pairs if pair.old is not None and pair.new is not None]
    if kept != [one for one in old.within if one in kept]:
        yield Reordered(old.span, new.span)


def _differences(pair: Pair, before: Contents, after: Contents) -> Iterator[Found]:
    old, new = pair.old, pair.new
    if old is None or new is None:
        yield pair
        return
    if before.of(old.label) != after.of(new.label):
        yield Relabelled(old, new)
    if old.combinator is not None and new.combinator is not None:
        yield from compared(old, new, before, after)
    elif _content(old, before) != _content(new, after):
        yield pair


def _ways(old: Branch, new: Branch) -> tuple[Combinator, Combinator]:
    """How the clauses of each combine; a single one combines in whichever way the others do."""
    before, after = (one.combinator or Combinator.ALL for one in (old, new))
    if Combinator.NONE not in {before, after}:
        before = after if len(old.within) == 1 else before
        after = before if len(new.within) == 1 else after
    return before, after


def _branch(condition: Condition, beside: Combinator, label: Words | None) -> Branch:
    way = condition.combinator
    if way is Combinator.ONE:
        only = condition.clauses[0]
        if isinstance(only.body, Formula):
            way, formulas = _taken_apart(only.body)
            within = tuple(_leaf(one, way, None, one.span) for one in formulas)
            label = label if only.label is None else only.label
            return Branch(Piece("", None, beside), within, way, label, condition.span)
        return _branch(only.body, beside, label if only.label is None else only.label)
    within = tuple(_clause(one, way) for one in condition.clauses)
    return Branch(Piece("", None, beside), within, way, label, condition.span)


def _clause(clause: Clause, beside: Combinator) -> Branch:
    if isinstance(clause.body, Formula):
        return _leaf(clause.body, beside, clause.label, clause.span)
    return _branch(clause.body, beside, clause.label)


def _leaf(formula: Formula, beside: Combinator, label: Words | None, span: Span) -> Branch:
    text = " ".join(formula.text.split())
    return Branch(Piece(text, formula, beside), (), None, label, span)


def _taken_apart(formula: Formula) -> tuple[Combinator, tuple[Formula, ...]]:
    try:
        tree = parse(formula.text)
    except FeelSyntaxError:
        return Combinator.ALL, (formula,)
    if not isinstance(tree, Binary) or tree.operator not in {"and", "or"}:
        return Combinator.ALL, (formula,)
    way = Combinator.ALL if tree.operator == "and" else Combinator.ANY
    return way, tuple(_part(formula, one) for one in _operands(tree, tree.operator))


def _operands(tree: Syntax, operator: str) -> Iterator[Syntax]:
    if isinstance(tree, Binary) and tree.operator == operator:
        yield from _operands(tree.left, operator)
        yield from _operands(tree.right, operator)
    else:
        yield tree


def _part(formula: Formula, tree: Syntax) -> Formula:
    text = formula.text[tree.start : tree.end]
    starts = [tree.start, *(tree.start + at + 1 for at, one in enumerate(text) if one == "\n")]
    return Formula(text, tuple(formula.place(at) for at in starts), formula.names)


def _paired(
    old: Sequence[Branch], new: Sequence[Branch], before: Contents, after: Contents
) -> list[Pair]:
    """The same clauses together, then those of one label, then those most alike."""
    left = list(old)
    partner: dict[int, Branch] = {}

    def is_same(one: Branch, two: Branch) -> bool:
        return _content(one, before) == _content(two, after)

    def has_same_label(one: Branch, two: Branch) -> bool:
        return two.label is not None and before.of(one.label) == after.of(two.label)

    for test in (is_same, has_same_label, _is_alike, _is_same_sort):
        places = [at for at in range(len(new)) if at not in partner]
        if test is _is_same_sort and not len(left) == len(places) == 1:
            continue  # whatever is left on either side is one clause, and so it is that one
        for at in places:
            candidates = [one for one in left if test(one, new[at])]
            if candidates:
                likeness = [_likeness(one, new[at]) for one in candidates]
                partner[at] = candidates[likeness.index(max(likeness))]
                left.remove(partner[at])
    pairs = [Pair(partner.get(at), two) for at, two in enumerate(new)]
    return pairs + [Pair(one, None) for one in left]


def _is_same_sort(one: Branch, two: Branch) -> bool:
    return (one.combinator is None) == (two.combinator is None)


def _is_alike(one: Branch, two: Branch) -> bool:
    return _likeness(one, two) >= _ALIKE or _is_of_one(one, two)


def _is_of_one(one: Branch, two: Branch) -> bool:
    """Whether two clauses begin with the same name: they are about the same thing."""
    formulas = one.piece.formula, two.piece.formula
    if formulas[0] is None or formulas[1] is None:
        return False
    first, second = (tokens(formula.text)[0] for formula in formulas if formula is not None)
    return first == second and first[0] is TokenKind.NAME


def _likeness(one: Branch, two: Branch) -> float:
    if not _is_same_sort(one, two):
        return 0.0
    return SequenceMatcher(None, _text(one).split(), _text(two).split()).ratio()


def _text(branch: Branch) -> str:
    """What a clause says, with all that is within it."""
    return " ".join((branch.piece.text, *(_text(one) for one in branch.within)))


def _content(branch: Branch, contents: Contents) -> object:
    formula = branch.piece.formula
    said = None if formula is None else contents.tokens(formula)
    within = tuple((contents.of(one.label), _content(one, contents)) for one in branch.within)
    return (said, branch.combinator, within)


def said(branch: Branch) -> str:
    """The FEEL of a clause on one line; of a condition within, its clauses in their order."""
    if branch.piece.formula is not None:
        return branch.piece.text
    return f"{branch.combinator}: [{', '.join(said(one) for one in branch.within)}]"


def meant_by(branch: Branch) -> str:
    """What a clause means outside of the fragment that it stands in."""
    if branch.piece.formula is not None:
        return meant(branch.piece.formula)
    return f"{branch.combinator}: [{', '.join(meant_by(one) for one in branch.within)}]"
