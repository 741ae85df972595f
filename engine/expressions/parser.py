"""Tokens to a syntax tree: a precedence climber over FEEL's grammar.

Depth and size are bounded, so that a hostile text cannot exhaust the stack of the parser or of
whoever walks its tree: see `MAX_DEPTH` (brackets), `MAX_CHAIN` (operators of one strength in a
row), `MAX_HEIGHT` (of the tree) and `MAX_TOKENS`. One grammar, so one module.

Source: OMG DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.expressions.decimals import DIGITS, exact_decimal
from engine.expressions.lexer import Token, TokenKind, tokens_of
from engine.expressions.syntax import (
    AtLiteral,
    Between,
    Binary,
    BooleanLiteral,
    Conditional,
    FeelSyntaxError,
    Filter,
    In,
    Input,
    Invocation,
    Iteration,
    ListLiteral,
    Name,
    Negation,
    NullLiteral,
    NumberLiteral,
    Path,
    Quantification,
    Range,
    StringLiteral,
    Syntax,
)
from engine.expressions.trees import highest

MAX_DEPTH = 40
MAX_TOKENS = 2000
MAX_CHAIN = 200
MAX_HEIGHT = 100
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Syntax:
    """Parse one expression; raises FeelSyntaxError."""
    parser = _Parser(text)
    tree = parser.expression()
    parser.finish()
    _check_height(tree)
    return tree


def parse_unary_tests(text: str) -> tuple[Syntax, ...]:
    """Parse a table cell: comma-separated unary tests on `Input`, or `not(...)` around them.

    An empty tuple stands for `-`, any value; `not(...)` gives one invocation of `not` on its tests.
    """
    parser = _Parser(text)
    tests = parser.unary_tests()
    parser.finish()
    for test in tests:
        _check_height(test)
    return tests


def _check_height(tree: Syntax) -> None:
    height, deepest = highest(tree)
    if height > MAX_HEIGHT:
        raise _too_deep(f"nested deeper than {MAX_HEIGHT} levels", deepest.start)


def _too_deep(message: str, offset: int) -> FeelSyntaxError:
    return FeelSyntaxError("E106", message, offset, "name a part of it under `derived`")


def _reads(token: Token, *texts: str) -> bool:
    """Whether a symbol or keyword stands here; a string with the same text does not count."""
    return token.kind in (TokenKind.SYMBOL, TokenKind.KEYWORD) and token.text in texts


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        if len(self._tokens) > MAX_TOKENS:
            raise _too_deep(f"longer than {MAX_TOKENS} words", 0)
        self._at = 0
        self._depth = 0
        self._ends_range = False  # a `[` here closes a range that is open above

    # Tokens ------------------------------------------------------------------------------

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    @property
    def _end(self) -> int:
        """Where the token taken last ends."""
        return self._tokens[self._at - 1].end

    def _is(self, *texts: str) -> bool:
        return _reads(self._token, *texts)

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _expect(self, text: str, where: str) -> Token:
        if not self._is(text):
            raise self._unexpected(f"`{text}` {where}")
        return self._take()

    def _name(self, what: str) -> Token:
        if self._token.kind is not TokenKind.NAME:
            raise self._unexpected(what)
        return self._take()

    def _unexpected(self, expected: str) -> FeelSyntaxError:
        token = self._token
        if token.kind is TokenKind.END:
            return FeelSyntaxError(
                "E101", f"the text ends where {expected} should stand", token.start
            )
        return FeelSyntaxError(
            "E101", f"`{token.text}` stands where {expected} should stand", token.start
        )

    def finish(self) -> None:
        if self._token.kind is TokenKind.END:
            return
        hint = None
        if self._token.kind is TokenKind.NAME:
            hint = "names have no spaces: join the words with `_`"
        raise FeelSyntaxError("E101", f"`{self._token.text}` is left over", self._token.start, hint)

    # Grammar, loosest first --------------------------------------------------------------

    def expression(self) -> Syntax:
        return self._deeper(self._disjunction)

    def _deeper(self, operand: Callable[[], Syntax], *, ends_range: bool = False) -> Syntax:
        """Parse an operand one level further down."""
        self._depth += 1
        self._bound(self._depth, MAX_DEPTH, "levels")
        outer, self._ends_range = self._ends_range, ends_range
        tree = operand()
        self._ends_range = outer
        self._depth -= 1
        return tree

    def _disjunction(self) -> Syntax:
        return self._chain(self._conjunction, "or")

    def _conjunction(self) -> Syntax:
        return self._chain(self._comparison, "and")

    def _chain(self, operand: Callable[[], Syntax], *operators: str) -> Syntax:
        """Left-associative: a op b op c."""
        start = self._token.start
        tree = operand()
        links = 0
        while self._is(*operators):
            links += 1
            self._bound(links, MAX_CHAIN, "operators in a row")
            operator = self._take().text
            right = operand()
            tree = Binary(operator, tree, right, start, self._end)
        return tree

    def _bound(self, reached: int, limit: int, what: str) -> None:
        if reached > limit:
            raise _too_deep(f"more than {limit} {what}", self._token.start)

    def _comparison(self) -> Syntax:
        start = self._token.start
        left = self._sum()
        if self._is(*_COMPARISONS):
            operator = self._take().text
            right = self._sum()
            left = Binary(operator, left, right, start, self._end)
            if self._is(*_COMPARISONS):
                raise FeelSyntaxError(
                    "E104",
                    "comparisons do not chain",
                    self._token.start,
                    "write `x in [low..high]`, or join two comparisons with `and`",
                )
        elif self._is("between"):
            self._take()
            low = self._sum()
            self._expect("and", "between the two bounds")
            high = self._sum()
            return Between(left, low, high, start, self._end)
        elif self._is("in"):
            self._take()
            tests = self._tests_after_in()
            return In(left, tests, start, self._end)
        return left

    def _tests_after_in(self) -> tuple[Syntax, ...]:
        if not self._is("(") or self._is_open_range():
            return (self._unary_test(self._sum),)
        self._take()
        tests = self._unary_test_list()
        self._expect(")", "after the tests")
        return tests

    def _is_open_range(self) -> bool:
        """Whether the `(` here opens a range such as `(1..5]` and not a list of tests."""
        depth = 0
        for token in self._tokens[self._at :]:
            if token.kind is not TokenKind.SYMBOL:
                continue
            if token.text in "([":
                depth += 1
            elif token.text in ")]":
                depth -= 1
            elif token.text == ".." and depth == 1:
                return True
            elif token.text == "," and depth == 1:
                return False
            if depth == 0:
                return False
        return False

    def unary_tests(self) -> tuple[Syntax, ...]:
        if self._is("-") and self._tokens[self._at + 1].kind is TokenKind.END:
            self._take()
            return ()
        if self._is("not") and self._is_whole_cell():
            start = self._take().start
            self._expect("(", "after `not`")
            tests = self._unary_test_list()
            self._expect(")", "after the tests")
            return (Invocation("not", tests, (), start, self._end),)
        return self._unary_test_list()

    def _is_whole_cell(self) -> bool:
        """Whether the brackets after the `not` here reach to the end of the cell."""
        depth = 0
        for token in self._tokens[self._at + 1 : -2]:
            depth += _reads(token, "(") - _reads(token, ")")
            if depth == 0:
                return False
        return _reads(self._tokens[-2], ")")

    def _unary_test_list(self) -> tuple[Syntax, ...]:
        tests = [self._unary_test(self.expression)]
        while self._is(","):
            self._take()
            tests.append(self._unary_test(self.expression))
        return tuple(tests)

    def _unary_test(self, operand: Callable[[], Syntax]) -> Syntax:
        """A test that begins with an operator, or else an `operand`."""
        if self._is(*_COMPARISONS):
            operator = self._take()
            right = self._sum()
            subject = Input(operator.start, operator.start)
            return Binary(operator.text, subject, right, operator.start, self._end)
        return operand()

    def _sum(self) -> Syntax:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Syntax:
        return self._chain(self._power, "*", "/")

    def _power(self) -> Syntax:
        return self._chain(self._negation, "**")

    def _negation(self) -> Syntax:
        if not self._is("-"):
            return self._postfix()
        sign = self._take()
        operand = self._deeper(self._negation, ends_range=self._ends_range)
        return Negation(operand, sign.start, self._end)

    def _postfix(self) -> Syntax:
        start = self._token.start
        tree = self._primary()
        links = 0
        while True:
            links += 1
            self._bound(links, MAX_DEPTH, "levels")
            if self._is("[") and not self._ends_range:
                self._take()
                condition = self.expression()
                self._expect("]", "after the filter")
                tree = Filter(tree, condition, start, self._end)
            elif self._is("."):
                self._take()
                field = self._name("the name of a field")
                tree = Path(tree, field.text, start, self._end)
            else:
                return tree

    def _primary(self) -> Syntax:
        token = self._token
        match token.kind:
            case TokenKind.NUMBER:
                return self._number()
            case TokenKind.STRING:
                self._take()
                return StringLiteral(token.text, token.start, token.end)
            case TokenKind.NAME:
                self._take()
                if self._is("("):
                    return self._invocation(token)
                return Name(token.text, token.start, token.end)
            case TokenKind.KEYWORD:
                return self._keyword(token)
            case TokenKind.SYMBOL if token.text in ("(", "[", "]", "@", "?"):
                return self._bracketed(token)
            case _:
                raise self._unexpected("a value")

    def _number(self) -> Syntax:
        token = self._take()
        try:
            return NumberLiteral(exact_decimal(token.text), token.start, token.end)
        except ValueError:
            message = f"a number has at most {DIGITS} digits"
            raise FeelSyntaxError("E107", message, token.start) from None

    def _keyword(self, token: Token) -> Syntax:
        match token.text:
            case "true" | "false":
                self._take()
                return BooleanLiteral(token.text == "true", token.start, token.end)
            case "null":
                self._take()
                return NullLiteral(token.start, token.end)
            case "if":
                return self._conditional()
            case "some" | "every":
                return self._quantification()
            case "for":
                return self._iteration()
            case "not":
                self._take()
                if not self._is("("):
                    raise FeelSyntaxError(
                        "E105", "`not` is a function in FEEL", token.start, "write `not(...)`"
                    )
                return self._invocation(token)
            case _:
                raise self._unexpected("a value")

    def _conditional(self) -> Syntax:
        start = self._take().start
        condition = self.expression()
        self._expect("then", "after the condition of `if`")
        then = self.expression()
        self._expect("else", "after `then`: every `if` says what holds otherwise")
        otherwise = self.expression()
        return Conditional(condition, then, otherwise, start, self._end)

    def _iterators(self) -> tuple[tuple[str, Syntax], ...]:
        iterators = []
        while True:
            variable = self._name("a variable")
            if "." in variable.text:
                raise FeelSyntaxError("E101", "a variable has no dots", variable.start)
            self._expect("in", "after the variable")
            iterators.append((variable.text, self._iterator_source()))
            if not self._is(","):
                return tuple(iterators)
            self._take()

    def _iterator_source(self) -> Syntax:
        start = self._token.start
        low = self._deeper(self._sum)
        if not self._is(".."):
            return low
        self._take()
        high = self._deeper(self._sum)
        return Range(low, high, True, True, start, self._end)

    def _quantification(self) -> Syntax:
        token = self._take()
        iterators = self._iterators()
        self._expect("satisfies", f"after what `{token.text}` ranges over")
        body = self.expression()
        return Quantification(token.text, iterators, body, token.start, self._end)

    def _iteration(self) -> Syntax:
        start = self._take().start
        iterators = self._iterators()
        self._expect("return", "after what `for` ranges over")
        body = self.expression()
        return Iteration(iterators, body, start, self._end)

    def _invocation(self, function: Token) -> Syntax:
        self._expect("(", "after the function")
        arguments: list[Syntax] = []
        names: list[str] = []
        while not self._is(")"):
            if arguments:
                self._expect(",", "between two arguments")
            if self._token.kind is TokenKind.NAME and _reads(self._tokens[self._at + 1], ":"):
                names.append(self._take().text)
                self._take()
            arguments.append(self.expression())
        self._take()
        if names and len(names) != len(arguments):
            raise FeelSyntaxError("E101", "name every argument or none", function.start)
        return Invocation(function.text, tuple(arguments), tuple(names), function.start, self._end)

    def _bracketed(self, token: Token) -> Syntax:
        self._take()
        if token.text == "@":
            if self._token.kind is not TokenKind.STRING:
                raise self._unexpected("a text in quotation marks")
            literal = self._take()
            return AtLiteral(literal.text, token.start, literal.end)
        if token.text == "?":
            return Input(token.start, token.end)
        if token.text == "[" and self._is("]"):
            return ListLiteral((), token.start, self._take().end)
        first = self.expression()
        if self._is(".."):
            return self._range(token, first)
        if token.text == "(":
            self._expect(")", "after the opening one")
            return first
        if token.text == "]":
            raise self._unexpected("`..` of a range")
        items = [first]
        while self._is(","):
            self._take()
            items.append(self.expression())
        end = self._expect("]", "after the items of the list").end
        return ListLiteral(tuple(items), token.start, end)

    def _range(self, opening: Token, low: Syntax) -> Syntax:
        self._take()
        high = self._deeper(self._sum, ends_range=True)
        if not self._is(")", "]", "["):
            raise self._unexpected("the end of the range")
        closing = self._take()
        return Range(
            low, high, opening.text == "[", closing.text == "]", opening.start, closing.end
        )
