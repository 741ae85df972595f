"""Tokens to a syntax tree: a precedence climber over FEEL's grammar.

Depth and size are bounded, so that a hostile text cannot exhaust the stack of the parser or of
whoever walks its tree: see `MAX_DEPTH` (brackets), `MAX_CHAIN` (operators of one strength in a
row), `MAX_HEIGHT` (of the tree) and `MAX_TOKENS`. One grammar, so one module.

The grammar is the same in both modes; where a name ends is asked of `names.py`.

Source: OMG DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import InvalidOperation, Overflow

from engine.expressions.cursor import Cursor, reads, too_deep
from engine.expressions.decimals import DECIMALS, DIGITS, exact_decimal
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import Token, TokenKind, tokens_of
from engine.expressions.names import ClosedNames, KnownNames, Names, written_name
from engine.expressions.parse_types import BUILT_IN_TYPES, read_type
from engine.expressions.syntax import (
    Application,
    AtLiteral,
    Between,
    Binary,
    BooleanLiteral,
    Conditional,
    ContextLiteral,
    FeelSyntaxError,
    Filter,
    FunctionDefinition,
    In,
    Input,
    InstanceOf,
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
    TypeReference,
)
from engine.expressions.trees import highest

MAX_DEPTH = 40
MAX_TOKENS = 2000
MAX_CHAIN = 200
MAX_HEIGHT = 100
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_IN_NAMES = (".", "/", "-", "'", "+", "*")  # rule 30; never `**`, which is one token
_LITERALS = (NumberLiteral, StringLiteral, BooleanLiteral, NullLiteral, AtLiteral)
_CLOSED = ClosedNames(KnownNames(name for name in FUNCTIONS if " " in name))
_NO_TYPES = KnownNames(BUILT_IN_TYPES)


def parse(text: str, names: Names = _CLOSED, types: KnownNames = _NO_TYPES) -> Syntax:
    """Parse one expression; raises FeelSyntaxError.

    `names` says how names are read; `types` are the names of types that may hold spaces.
    """
    parser = _Parser(text, names, types)
    tree = parser.expression()
    parser.finish()
    _check_height(tree)
    return tree


def parse_unary_tests(
    text: str, names: Names = _CLOSED, types: KnownNames = _NO_TYPES
) -> tuple[Syntax, ...]:
    """Parse a table cell: comma-separated unary tests on `Input`, or `not(...)` around them.

    An empty tuple stands for `-`, any value; `not(...)` gives one invocation of `not` on its tests.
    """
    parser = _Parser(text, names, types)
    tests = parser.unary_tests()
    parser.finish()
    for test in tests:
        _check_height(test)
    return tests


def _check_height(tree: Syntax) -> None:
    height, deepest = highest(tree)
    if height > MAX_HEIGHT:
        raise too_deep(f"nested deeper than {MAX_HEIGHT} levels", deepest.start)


class _Parser(Cursor):
    def __init__(self, text: str, names: Names, types: KnownNames) -> None:
        super().__init__(tokens_of(text, as_words=names.as_words))
        if len(self.tokens) > MAX_TOKENS:
            raise too_deep(f"longer than {MAX_TOKENS} words", 0)
        self._names = names
        self._types = types
        self._depth = 0
        self._filters = 0
        self._ends_range = False  # a `[` here closes a range that is open above

    # Names -------------------------------------------------------------------------------

    def _field(self, what: str) -> str:
        """Take the name of a field, after a dot."""
        name, count = self._names.field(self.tokens, self.at)
        if not count:
            raise self.unexpected(what)
        self.at += count
        return name

    def _declared(self, what: str, *stops: str) -> str:
        """Take a name that is written for the first time, up to one of `stops`."""
        first = self.token
        if not self._names.as_words:
            if first.kind is not TokenKind.NAME:
                raise self.unexpected(what)
            self.take()
            if "." in first.text:
                raise FeelSyntaxError("E101", f"{what} has no dots", first.start)
            return first.text
        count = self._name_length(*stops)
        if not count:
            raise self.unexpected(what)
        self.at += count
        return written_name(self.tokens[self.at - count : self.at])

    def _name_length(self, *stops: str) -> int:
        """How many tokens of a new name stand here before one of `stops`; 0 when none do."""
        first = count = 1 if self.stands("?") else 0  # rule 28
        while not reads(token := self.tokens[self.at + count], *stops):
            is_word = token.kind in (TokenKind.NAME, TokenKind.KEYWORD)
            may_follow = token.kind is TokenKind.NUMBER or reads(token, *_IN_NAMES)
            if not is_word and not (count and may_follow):
                return 0
            count += 1
        return count if count > first else 0

    def _scoped(self, variables: tuple[str, ...], operand: Callable[[], Syntax]) -> Syntax:
        """Parse an operand that may read `variables`, and take them out of scope again."""
        for name in variables:
            self._names.enter(name)
        tree = operand()
        for name in variables:
            self._names.leave(name)
        return tree

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
        start = self.token.start
        tree = operand()
        links = 0
        while self.stands(*operators):
            links += 1
            self._bound(links, MAX_CHAIN, "operators in a row")
            operator = self.take().text
            right = operand()
            tree = Binary(operator, tree, right, start, self.end)
        return tree

    def _bound(self, reached: int, limit: int, what: str) -> None:
        if reached > limit:
            raise too_deep(f"more than {limit} {what}", self.token.start)

    def _comparison(self) -> Syntax:
        start = self.token.start
        left = self._sum()
        if self.stands(*_COMPARISONS):
            operator = self.take().text
            right = self._sum()
            left = Binary(operator, left, right, start, self.end)
            if self.stands(*_COMPARISONS):
                raise FeelSyntaxError(
                    "E104",
                    "comparisons do not chain",
                    self.token.start,
                    "write `x in [low..high]`, or join two comparisons with `and`",
                )
        elif self.stands("between"):
            self.take()
            low = self._sum()
            self.expect("and", "between the two bounds")
            high = self._sum()
            return Between(left, low, high, start, self.end)
        elif self.stands("in"):
            self.take()
            tests = self._tests_after_in()
            return In(left, tests, start, self.end)
        return left

    def _tests_after_in(self) -> tuple[Syntax, ...]:
        """One test, a list of tests in brackets, or a range such as `(1..5]` that begins alike."""
        if not self.stands("("):
            return (self._unary_test(self._sum),)
        opening = self.take()
        is_value = not self.stands(*_COMPARISONS)
        first = self._unary_test(self.expression)
        if is_value and self.stands(".."):
            return (self._range(opening, first),)
        tests = self._unary_test_list(first)
        self.expect(")", "after the tests")
        return tests

    def unary_tests(self) -> tuple[Syntax, ...]:
        if self.stands("-") and self.tokens[self.at + 1].kind is TokenKind.END:
            self.take()
            return ()
        if self.stands("not") and self._is_whole_cell():
            start = self.take().start
            self.expect("(", "after `not`")
            tests = self._unary_test_list()
            self.expect(")", "after the tests")
            return (Invocation("not", tests, (), start, self.end),)
        return self._unary_test_list()

    def _is_whole_cell(self) -> bool:
        """Whether the brackets after the `not` here reach to the end of the cell."""
        depth = 0
        for token in self.tokens[self.at + 1 : -2]:
            depth += reads(token, "(") - reads(token, ")")
            if depth == 0:
                return False
        return reads(self.tokens[-2], ")")

    def _unary_test_list(self, first: Syntax | None = None) -> tuple[Syntax, ...]:
        tests = [first or self._unary_test(self.expression)]
        while self.stands(","):
            self.take()
            tests.append(self._unary_test(self.expression))
        return tuple(tests)

    def _unary_test(self, operand: Callable[[], Syntax]) -> Syntax:
        """A test that begins with an operator, or else an `operand`."""
        if self.stands(*_COMPARISONS):
            operator = self.take()
            right = self._sum()
            subject = Input(operator.start, operator.start)
            return Binary(operator.text, subject, right, operator.start, self.end)
        return operand()

    def _sum(self) -> Syntax:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Syntax:
        return self._chain(self._power, "*", "/")

    def _power(self) -> Syntax:
        return self._chain(self._negation, "**")

    def _negation(self) -> Syntax:
        if not self.stands("-"):
            return self._instance()
        sign = self.take()
        operand = self._deeper(self._negation, ends_range=self._ends_range)
        return Negation(operand, sign.start, self.end)

    def _instance(self) -> Syntax:
        start = self.token.start
        tree = self._postfix()
        if self.stands("instance"):
            self.take()
            self.expect("of", "after `instance`")
            tree = InstanceOf(tree, read_type(self, self._types), start, self.end)
        return tree

    def _postfix(self) -> Syntax:
        start = self.token.start
        tree = self._primary()
        links = 0
        while True:
            links += 1
            self._bound(links, MAX_DEPTH, "levels")
            if self.stands("[") and not self._ends_range:
                self.take()
                self._filters += 1
                condition = self._scoped(("item",), self.expression)
                self._filters -= 1
                self.expect("]", "after the filter")
                tree = Filter(tree, condition, start, self.end)
            elif self.stands("."):
                self.take()
                tree = Path(tree, self._field("the name of a field"), start, self.end)
            elif self.stands("(") and not isinstance(tree, _LITERALS):
                arguments, names = self._arguments(start)
                tree = Application(tree, arguments, names, start, self.end)
            else:
                return tree

    def _head(self) -> tuple[str, int]:
        return self._names.head(self.tokens, self.at, in_filter=self._filters > 0)

    def _primary(self) -> Syntax:
        token = self.token
        name, count = self._head()
        if count:
            self.at += count
            if self.stands("("):
                return self._invocation(name, token)
            return Name(name, token.start, self.end)
        match token.kind:
            case TokenKind.NUMBER:
                return self._number()
            case TokenKind.STRING:
                self.take()
                return StringLiteral(token.text, token.start, token.end)
            case TokenKind.KEYWORD:
                return self._keyword(token)
            case TokenKind.SYMBOL if token.text in ("(", "[", "]", "@", "?", "{"):
                return self._bracketed(token)
            case _:
                raise self.unexpected("a value")

    def _number(self) -> Syntax:
        token = self.take()
        try:
            if self._names.as_words:  # the specification rounds
                return NumberLiteral(DECIMALS.create_decimal(token.text), token.start, token.end)
            return NumberLiteral(exact_decimal(token.text), token.start, token.end)
        except (ValueError, Overflow, InvalidOperation):
            message = f"a number has at most {DIGITS} digits"
            raise FeelSyntaxError("E107", message, token.start) from None

    def _keyword(self, token: Token) -> Syntax:
        match token.text:
            case "true" | "false":
                self.take()
                return BooleanLiteral(token.text == "true", token.start, token.end)
            case "null":
                self.take()
                return NullLiteral(token.start, token.end)
            case "if":
                return self._conditional()
            case "some" | "every":
                return self._quantification()
            case "for":
                return self._iteration()
            case "not":
                self.take()
                if not self.stands("("):
                    raise FeelSyntaxError(
                        "E105", "`not` is a function in FEEL", token.start, "write `not(...)`"
                    )
                return self._invocation(token.text, token)
            case "function":
                return self._function()
            case _:
                raise self.unexpected("a value")

    def _conditional(self) -> Syntax:
        start = self.take().start
        condition = self.expression()
        self.expect("then", "after the condition of `if`")
        then = self.expression()
        self.expect("else", "after `then`: every `if` says what holds otherwise")
        otherwise = self.expression()
        return Conditional(condition, then, otherwise, start, self.end)

    def _iterators(self) -> tuple[tuple[str, Syntax], ...]:
        """Read `name in source, ...`; each name is in scope of what follows, and of the body."""
        iterators = []
        while True:
            variable = self._declared("a variable", "in")
            self.expect("in", "after the variable")
            iterators.append((variable, self._iterator_source()))
            self._names.enter(variable)
            if not self.stands(","):
                return tuple(iterators)
            self.take()

    def _body(self, iterators: tuple[tuple[str, Syntax], ...]) -> Syntax:
        body = self.expression()
        for name, _ in iterators:
            self._names.leave(name)
        return body

    def _iterator_source(self) -> Syntax:
        start = self.token.start
        low = self._deeper(self._sum)
        if not self.stands(".."):
            return low
        self.take()
        high = self._deeper(self._sum)
        return Range(low, high, True, True, start, self.end)

    def _quantification(self) -> Syntax:
        token = self.take()
        iterators = self._iterators()
        self.expect("satisfies", f"after what `{token.text}` ranges over")
        body = self._body(iterators)
        return Quantification(token.text, iterators, body, token.start, self.end)

    def _iteration(self) -> Syntax:
        start = self.take().start
        iterators = self._iterators()
        self.expect("return", "after what `for` ranges over")
        body = self._scoped(("partial",), lambda: self._body(iterators))
        return Iteration(iterators, body, start, self.end)

    def _invocation(self, function: str, at: Token) -> Syntax:
        arguments, names = self._arguments(at.start)
        return Invocation(function, arguments, names, at.start, self.end)

    def _arguments(self, start: int) -> tuple[tuple[Syntax, ...], tuple[str, ...]]:
        self.expect("(", "after the function")
        arguments: list[Syntax] = []
        names: list[str] = []
        while not self.stands(")"):
            if arguments:
                self.expect(",", "between two arguments")
            if name := self._argument_name():
                names.append(name)
            arguments.append(self.expression())
        self.take()
        if names and len(names) != len(arguments):
            raise FeelSyntaxError("E101", "name every argument or none", start)
        return tuple(arguments), tuple(names)

    def _argument_name(self) -> str:
        """Take `name:` where it stands."""
        if self._names.as_words:
            count = self._name_length(":", ",", ")", "]", "}")
        else:
            count = 1 if self.token.kind is TokenKind.NAME else 0
        if not count or not reads(self.tokens[self.at + count], ":"):
            return ""
        name = written_name(self.tokens[self.at : self.at + count])
        self.at += count + 1
        return name

    def _function(self) -> Syntax:
        start = self.take().start
        self.expect("(", "after `function`")
        parameters: list[tuple[str, TypeReference | None]] = []
        while not self.stands(")"):
            if parameters:
                self.expect(",", "between two parameters")
            name = self._declared("a parameter", ":", ",", ")")
            type_ = None
            if self.stands(":"):
                self.take()
                type_ = read_type(self, self._types)
            parameters.append((name, type_))
        self.take()
        is_external = self.token.text == "external" and reads(self.tokens[self.at + 1], "{")
        if is_external:
            self.take()
        body = self._scoped(tuple(name for name, _ in parameters), self.expression)
        return FunctionDefinition(tuple(parameters), body, is_external, start, self.end)

    def _context(self, opening: Token) -> Syntax:
        entries: list[tuple[str, Syntax]] = []
        while not self.stands("}"):
            if entries:
                self.expect(",", "between two entries")
            if self.token.kind is TokenKind.STRING:
                key = self.take().text
            else:
                key = self._declared("a key", ":")
            self.expect(":", "after the key")
            entries.append((key, self.expression()))
            self._names.enter(key)
            self._names.note_field(key)
        end = self.take().end
        for key, _ in entries:
            self._names.leave(key)
        return ContextLiteral(tuple(entries), opening.start, end)

    def _bracketed(self, token: Token) -> Syntax:
        self.take()
        if token.text == "@":
            if self.token.kind is not TokenKind.STRING:
                raise self.unexpected("a text in quotation marks")
            literal = self.take()
            return AtLiteral(literal.text, token.start, literal.end)
        if token.text == "?":
            return Input(token.start, token.end)
        if token.text == "{":
            return self._deeper(lambda: self._context(token))
        if token.text == "(" and self.stands(*_COMPARISONS):
            return self._unary_range(token)
        if token.text == "[" and self.stands("]"):
            return ListLiteral((), token.start, self.take().end)
        first = self.expression()
        if self.stands(".."):
            return self._range(token, first)
        if token.text == "(":
            self.expect(")", "after the opening one")
            return first
        if token.text == "]":
            raise self.unexpected("`..` of a range")
        items = [first]
        while self.stands(","):
            self.take()
            items.append(self.expression())
        end = self.expect("]", "after the items of the list").end
        return ListLiteral(tuple(items), token.start, end)

    def _range(self, opening: Token, low: Syntax) -> Syntax:
        self.take()
        high = self._deeper(self._sum, ends_range=True)
        if not self.stands(")", "]", "["):
            raise self.unexpected("the end of the range")
        closing = self.take()
        return Range(
            low, high, opening.text == "[", closing.text == "]", opening.start, closing.end
        )

    def _unary_range(self, opening: Token) -> Syntax:
        """Read `< 5)` and its like, a range that is open at its other end."""
        sign = self.take()
        value = self._deeper(self._sum)
        end = self.expect(")", "after the range").end
        nothing = NullLiteral(sign.start, sign.start)
        start = opening.start
        match sign.text:
            case "=":
                return Range(value, value, True, True, start, end)
            case "<" | "<=":
                return Range(nothing, value, False, sign.text == "<=", start, end)
            case ">" | ">=":
                return Range(value, nothing, sign.text == ">=", False, start, end)
            case _:
                raise FeelSyntaxError("E101", f"`{sign.text}` makes no range", sign.start)
