"""SPDX licence expressions: `A AND (B OR C+) WITH E`, with the place of every operand.

Operators may be written in either case; operands are matched by the catalogue.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policylint.lean import NamedTuple


@cache
def _token() -> re.Pattern[str]:
    return re.compile(r"\s*(?:(?P<sign>[()])|(?P<word>[A-Za-z0-9](?:[A-Za-z0-9.:\-]*[A-Za-z0-9])?\+?))")


class Operand(NamedTuple):
    """One licence of an expression. `start` and `end` are offsets in its text."""

    id: str
    or_later: bool
    exception: str | None
    start: int
    end: int


class Either(NamedTuple):
    """`OR`: the licensee chooses."""

    parts: tuple[Expression, ...]


class Both(NamedTuple):
    """`AND`: all of them apply."""

    parts: tuple[Expression, ...]


Expression = Operand | Either | Both
MAX_LENGTH = 1000
MAX_DEPTH = 50


class ExpressionError(Exception):
    """The text is not a licence expression; `offset` says where it stops being one."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


@lru_cache(maxsize=1 << 10)
def parse(text: str) -> Expression:
    """The tree of an expression. Raises ExpressionError.

    >>> [operand.id for operand in operands(parse("MIT OR (Apache-2.0 AND CC-BY-4.0)"))]
    ['MIT', 'Apache-2.0', 'CC-BY-4.0']
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
    plain = text.isascii() and text.replace("-", "").replace(".", "").isalnum()
    if plain and text[0].isalnum() and text[-1].isalnum() and not _is_no_id(text):
        return Operand(text, or_later=False, exception=None, start=0, end=len(text))
    parser = _Parser(text)
    tree = parser.either(0)
    word, start, _ = parser.here
    if word:
        alone = word in "()" or word.upper() == "WITH"
        raise ExpressionError(f"`{word}` is too much" if alone else f"AND or OR is missing before `{word}`", start)
    return tree


def operands(tree: Expression) -> list[Operand]:
    """The licences of an expression, in the order written."""
    if isinstance(tree, Operand):
        return [tree]
    return [operand for part in tree.parts for operand in operands(part)]


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.here: tuple[str, int, int] = ("", 0, 0)
        self.advance()

    def advance(self) -> None:
        match = _token().match(self.text, self.position)
        if match is None:
            rest = self.text[self.position :]
            if rest.strip():
                offset = len(self.text) - len(rest.lstrip())
                raise ExpressionError(f"`{rest.split()[0]}` is not part of an expression", offset)
            self.here = ("", len(self.text), len(self.text))
            return
        kind = match.lastgroup or ""
        self.here = (match.group(kind), match.start(kind), match.end(kind))
        self.position = match.end()

    def either(self, depth: int) -> Expression:
        parts = [self.both(depth)]
        while self.here[0].upper() == "OR":
            self.advance()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Expression:
        parts = [self.one(depth)]
        while self.here[0].upper() == "AND":
            self.advance()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def one(self, depth: int) -> Expression:
        word, start, end = self.here
        if depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply", start)
        if word == "(":
            self.advance()
            inner = self.either(depth + 1)
            if self.here[0] != ")":
                raise ExpressionError("a closing parenthesis is missing", self.here[1])
            self.advance()
            return inner
        if _is_no_id(word):
            raise ExpressionError("a licence id is missing", start)
        if ":" in word and not (word.startswith("DocumentRef-") and word.partition(":")[2].startswith("LicenseRef-")):
            raise ExpressionError(f"`{word}` is no licence id: only DocumentRef-…:LicenseRef-… holds a colon", start)
        self.advance()
        exception = None
        if self.here[0].upper() == "WITH":
            self.advance()
            exception, _, end = self.here
            if _is_no_id(exception) or exception.endswith("+"):
                raise ExpressionError("the exception's id is missing", self.here[1])
            self.advance()
        return Operand(word.removesuffix("+"), word.endswith("+"), exception, start, end)


def _is_no_id(word: str) -> bool:
    return word in ("", "(", ")") or word.upper() in ("AND", "OR", "WITH")
