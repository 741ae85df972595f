"""A place in a list of tokens: what stands here, taking it, and saying what should stand here."""

from __future__ import annotations

from engine.expressions.lexer import Token, TokenKind
from engine.expressions.syntax import FeelSyntaxError


def reads(token: Token, *texts: str) -> bool:
    """Whether a symbol or keyword stands here; a string with the same text does not count."""
    return token.kind in (TokenKind.SYMBOL, TokenKind.KEYWORD) and token.text in texts


def too_deep(message: str, offset: int) -> FeelSyntaxError:
    return FeelSyntaxError("E106", message, offset, "name a part of it under `derived`")


class Cursor:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def end(self) -> int:
        """Where the token taken last ends."""
        return self.tokens[self.at - 1].end

    def stands(self, *texts: str) -> bool:
        return reads(self.token, *texts)

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def expect(self, text: str, where: str) -> Token:
        if not self.stands(text):
            raise self.unexpected(f"`{text}` {where}")
        return self.take()

    def unexpected(self, expected: str) -> FeelSyntaxError:
        token = self.token
        if token.kind is TokenKind.END:
            return FeelSyntaxError(
                "E101", f"the text ends where {expected} should stand", token.start
            )
        return FeelSyntaxError(
            "E101", f"`{token.text}` stands where {expected} should stand", token.start
        )

    def finish(self) -> None:
        if self.token.kind is TokenKind.END:
            return
        hint = None
        if self.token.kind is TokenKind.NAME:
            hint = "names have no spaces: join the words with `_`"
        raise FeelSyntaxError("E101", f"`{self.token.text}` is left over", self.token.start, hint)
