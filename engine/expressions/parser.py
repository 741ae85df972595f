"""Tokens to a syntax tree: a precedence climber over FEEL's grammar.

Depth and size are bounded, so that a hostile text cannot exhaust the stack: see `MAX_DEPTH`,
`MAX_CHAIN` (operators of one strength in a row) and `MAX_TOKENS`. Source: OMG DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

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

MAX_DEPTH = 40
MAX_TOKENS = 2000
MAX_CHAIN = 200
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Syntax:
    """Parse one expression; raises FeelSyntaxError."""
    parser = _Parser(text)
    tree = parser.expression()
    parser.finish()
    return tree


def parse_unary_tests(text: str) -> tuple[Syntax, ...]:
    """Parse a table cell: comma-separated unary tests on `Input`, or `not(...)` around them.

    An empty tuple stands for `-`, any value.
    """
    parser = _Parser(text)
    tests = parser.unary_tests()
    parser.finish()
    return tests


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        if len(self._tokens) > MAX_TOKENS:
            raise FeelSyntaxError(
                "E106", f"longer than {MAX_TOKENS} words", 0, "name a part of it under `derived`"
            )
        self._at = 0
        self._depth = 0

    # Tokens ------------------------------------------------------------------------------

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *texts: str) -> bool:
        token = self._token
        return token.kind in (TokenKind.SYMBOL, TokenKind.KEYWORD) and token.text in texts

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
        self._depth += 1
        self._bound(self._depth, MAX_DEPTH)
        tree = self._disjunction()
        self._depth -= 1
        return tree

    def _disjunction(self) -> Syntax:
        return self._chain(self._conjunction, "or")

    def _conjunction(self) -> Syntax:
        return self._chain(self._comparison, "and")

    def _chain(self, operand: Callable[[], Syntax], *operators: str) -> Syntax:
        """Left-associative: a op b op c."""
        tree = operand()
        links = 0
        while self._is(*operators):
            links += 1
            self._bound(links, MAX_CHAIN)
            operator = self._take().text
            right = operand()
            tree = Binary(operator, tree, right, tree.start, right.end)
        return tree

    def _bound(self, reached: int, limit: int) -> None:
        if reached > limit:
            raise FeelSyntaxError(
                "E106",
                f"nested deeper than {limit} levels",
                self._token.start,
                "name a part of it under `derived`",
            )

    def _comparison(self) -> Syntax:
        left = self._sum()
        if self._is(*_COMPARISONS):
            operator = self._take().text
            right = self._sum()
            left = Binary(operator, left, right, left.start, right.end)
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
            return Between(left, low, high, left.start, high.end)
        elif self._is("in"):
            self._take()
            tests = self._tests_after_in()
            return In(left, tests, left.start, self._tokens[self._at - 1].end)
        return left

    def _tests_after_in(self) -> tuple[Syntax, ...]:
        if not self._is("(") or self._is_open_range():
            return (self._unary_test(),)
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
        return self._unary_test_list()

    def _unary_test_list(self) -> tuple[Syntax, ...]:
        tests = [self._unary_test()]
        while self._is(","):
            self._take()
            tests.append(self._unary_test())
        return tuple(tests)

    def _unary_test(self) -> Syntax:
        if self._is(*_COMPARISONS):
            operator = self._take()
            right = self._sum()
            subject = Input(operator.start, operator.start)
            return Binary(operator.text, subject, right, operator.start, right.end)
        return self.expression()

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
        self._depth += 1
        self._bound(self._depth, MAX_DEPTH)
        operand = self._negation()
        self._depth -= 1
        return Negation(operand, sign.start, operand.end)

    def _postfix(self) -> Syntax:
        tree = self._primary()
        links = 0
        while True:
            links += 1
            self._bound(links, MAX_DEPTH)
            if self._is("["):
                self._take()
                condition = self.expression()
                end = self._expect("]", "after the filter").end
                tree = Filter(tree, condition, tree.start, end)
            elif self._is("."):
                self._take()
                field = self._name("the name of a field")
                tree = Path(tree, field.text, tree.start, field.end)
            else:
                return tree

    def _primary(self) -> Syntax:
        token = self._token
        match token.kind:
            case TokenKind.NUMBER:
                self._take()
                return NumberLiteral(Decimal(token.text), token.start, token.end)
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
        return Conditional(condition, then, otherwise, start, otherwise.end)

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
        low = self._sum()
        if not self._is(".."):
            return low
        self._take()
        high = self._sum()
        return Range(low, high, True, True, low.start, high.end)

    def _quantification(self) -> Syntax:
        token = self._take()
        iterators = self._iterators()
        self._expect("satisfies", f"after what `{token.text}` ranges over")
        body = self.expression()
        return Quantification(token.text, iterators, body, token.start, body.end)

    def _iteration(self) -> Syntax:
        start = self._take().start
        iterators = self._iterators()
        self._expect("return", "after what `for` ranges over")
        body = self.expression()
        return Iteration(iterators, body, start, body.end)

    def _invocation(self, function: Token) -> Syntax:
        self._expect("(", "after the function")
        arguments: list[Syntax] = []
        names: list[str] = []
        while not self._is(")"):
            if self._token.kind is TokenKind.NAME and self._tokens[self._at + 1].text == ":":
                names.append(self._take().text)
                self._take()
            arguments.append(self.expression())
            if not self._is(","):
                break
            self._take()
        end = self._expect(")", "after the arguments").end
        if names and len(names) != len(arguments):
            raise FeelSyntaxError("E101", "name every argument or none", function.start)
        return Invocation(function.text, tuple(arguments), tuple(names), function.start, end)

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
        high = self.expression()
        if not self._is(")", "]", "["):
            raise self._unexpected("the end of the range")
        closing = self._take()
        return Range(
            low, high, opening.text == "[", closing.text == "]", opening.start, closing.end
        )
