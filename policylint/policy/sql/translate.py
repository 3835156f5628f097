"""From a rule's plan to expressions on a row. What does not depend on the row is decided here, as the tree does."""

from __future__ import annotations

from policylint.dates import days_before, interval
from policylint.facts.common import Item, Sheet
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, UNKNOWN, Truth
from policylint.policy.compile import Scope, condition, getter, is_rows, items_of
from policylint.policy.sql.derived import ASKED, IN_DATA, LOOKED_UP
from policylint.policy.sql.expressions import (
    All,
    Counted,
    Days,
    Decided,
    Earlier,
    Empty,
    Expression,
    Looked,
    Matches,
    Meets,
    Not,
    On,
    OneOf,
    Said,
    Same,
    Some,
)
from policylint.policy.words.common import as_list
from policylint.shapes.check import UNSAID
from policylint.vocabularies import Partial, below, up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from policylint.documents import Document
    from policylint.facts.common import World

    Values = Callable[[str], Sequence[str]]
    """The values that there are in a column of the ledger."""

DATES = ("before", "after", "on_or_before", "on_or_after")
SETS = ("covers", "within", "intersects")
_TRUE, _FALSE, _UNKNOWN = Decided(TRUE), Decided(FALSE), Decided(UNKNOWN)


class RecordRule(NamedTuple):
    """A rule on rows, for one combination of the other items that it ranges over: when it applies, what it asks."""

    plan: dict[str, Any]
    scope: Scope
    when: Expression
    require: Expression


def record_rule(plan: dict[str, Any], scope: Scope, world: World, values: Values) -> RecordRule:
    """The expressions of a rule on rows. `scope` holds the items beside the row."""
    reader = _Translator(plan, world, values)
    when = _TRUE if plan["when"] is None else reader.truth(plan["when"], scope)
    require = reader.truth(plan["require"], scope)
    in_data = OneOf(IN_DATA, (True,))
    return RecordRule(plan, scope, every([in_data, when]), Not(require) if plan["forbid"] else require)


def every(parts: Iterable[Expression]) -> Expression:
    """All of some expressions, those that are decided left out where they change nothing."""
    kept = [part for part in parts if part != _TRUE]
    if _FALSE in kept or not kept:
        return _FALSE if kept else _TRUE
    return kept[0] if len(kept) == 1 else All(tuple(kept))


def some(parts: Iterable[Expression]) -> Expression:
    """Some of them."""
    kept = [part for part in parts if part != _FALSE]
    if _TRUE in kept or not kept:
        return _TRUE if kept else _FALSE
    return kept[0] if len(kept) == 1 else Some(tuple(kept))


def turned(part: Expression) -> Expression:
    """The opposite of an expression."""
    return Decided(~part.truth) if isinstance(part, Decided) else Not(part)


class _Translator:
    """Translates the conditions of one plan."""

    def __init__(self, plan: dict[str, Any], world: World, values: Values) -> None:
        self.world, self.values = world, values
        self.rows = frozenset(name for name, listed in plan["for_each"] if is_rows(listed))

    def truth(self, plan: list[Any], scope: Scope) -> Expression:
        """One condition."""
        if not self._depends(plan):
            return Decided(condition(plan)(scope, self.world))
        match plan[0]:
            case "not":
                return turned(self.truth(plan[1], scope))
            case "all":
                return every(self.truth(part, scope) for part in plan[1])
            case "any":
                return some(self.truth(part, scope) for part in plan[1])
            case "leaf":
                return self._leaf(plan, scope)
        return self._over_a_list(plan, scope)

    def _depends(self, plan: Any) -> bool:
        """Whether a condition looks at a row."""
        match plan:
            case ["leaf", path, _, operand, *_]:
                return path[1] in self.rows or (operand[0] == "path" and operand[1][1] in self.rows)
            case ["every" | "some" | "count", *parts]:
                return any(self._depends(part) for part in parts[2:4])
            case ["not", part]:
                return self._depends(part)
            case ["all" | "any", parts]:
                return any(map(self._depends, parts))
        return False

    def _over_a_list(self, plan: list[Any], scope: Scope) -> Expression:
        """A quantifier over a list of the sheet or the use: written out, one part for each item."""
        word, name, listed, where, *rest = plan
        found = items_of(listed)(scope, self.world)
        if found is None:
            return _UNKNOWN
        inside = [{**scope, name: item} for item in found]
        chosen = [_TRUE if where is None else self.truth(where, one) for one in inside]
        if word == "count":
            return Counted(tuple(chosen), rest[0], rest[1])
        asked = [self.truth(rest[0], one) for one in inside]
        pairs = zip(chosen, asked, strict=True)
        if word == "every":
            return every(some([turned(one), other]) for one, other in pairs)
        return some(every([one, other]) for one, other in pairs)

    def _leaf(self, plan: list[Any], scope: Scope) -> Expression:
        _, path, word, operand, vocabulary, _ = plan
        right = operand[1] if operand[0] == "path" and operand[1][1] in self.rows else None
        if path[1] not in self.rows:
            assert right is not None
            return _turned_about(word, getter(path)(scope, self.world), column_of(right), vocabulary)
        if right is not None:
            return _of_two(word, column_of(path), column_of(right))
        column = column_of(path)
        if column in LOOKED_UP:
            return self._looked_up(plan, path[1], LOOKED_UP[column], scope)
        return _of_one(word, column, self._constant(operand, scope), vocabulary)

    def _constant(self, operand: list[Any], scope: Scope) -> Any:
        if operand[0] == "as_of":
            return days_before(self.world.as_of, operand[1]) if operand[1] else self.world.as_of
        return operand[1] if operand[0] == "const" else getter(operand[1])(scope, self.world)

    def _looked_up(self, plan: list[Any], name: str, column: str, scope: Scope) -> Expression:
        """A leaf that the tree decides, once for each value of a column."""
        decide = condition(plan)
        values = list(self.values(column))
        rows = _rows(column, values, self.world.sheet.sheet.document)
        verdicts = [decide({**scope, name: row}, self.world) for row in rows]
        by = {truth: tuple(v for v, got in zip(values, verdicts, strict=False) if got is truth) for truth in Truth}
        return Looked(column, by[TRUE], by[FALSE], verdicts[-1])


def column_of(path: list[Any]) -> str:
    """The column, or the derived one, that a path of a record leads to."""
    _, _, keys, fact, _, _ = path
    return str(fact[1] if fact is not None else keys[0])


def _rows(column: str, values: list[str], document: Document) -> list[Item]:
    """A row for each value of a column, and one that does not say it."""
    sheet = Sheet({}, document, "ledger")
    said = [{column: value} for value in values]
    return [Item(row, sheet, f"/{column}/{index}") for index, row in enumerate([*said, {column: UNSAID}])]


# words on a column and a value


def _of_one(word: str, column: str, value: Any, vocabulary: str | None) -> Expression:
    if word == "stated":
        return Said(column) if value is True else Not(Said(column))
    if word in DATES:
        return _dates(word, Days(column), _days(value))
    if word == "matches":
        return Matches(column, value)
    if word in SETS:
        return _sets(word, column, value, vocabulary)
    if word == "in" and value == []:
        return _FALSE
    if value is UNSAID:
        return _UNKNOWN
    if word == "is_a":
        return OneOf(column, down([value], column, vocabulary))
    return _equal(column, value if word == "in" else [value])


def _equal(column: str, values: list[Any]) -> Expression:
    kind = ASKED[column].kind
    if kind in ("date", "event"):
        found = [interval(value) for value in values if isinstance(value, str)]
        return some(On(column, days) for days in found if days is not None)
    wanted = bool if kind == "boolean" else str
    return OneOf(column, tuple(dict.fromkeys(value for value in values if isinstance(value, wanted))))


def _sets(word: str, column: str, value: Any, vocabulary: str | None) -> Expression:
    """A word on lists, with the value of the row on its left."""
    if word == "within" and isinstance(value, list) and "any" in value:
        return _TRUE
    if isinstance(value, Partial):
        return _UNKNOWN
    if ASKED[column].kind != "list":
        return _of_scalar(word, column, value, vocabulary)
    if value is UNSAID:
        return _empty_or_unknown(word, column)
    terms = as_list(value)
    if word == "covers":
        return every(Meets(column, up(term, vocabulary)) for term in terms)
    if word == "within":
        return Not(Meets(column, beyond(terms, column, vocabulary)))
    return Meets(column, _either_way(terms, column, vocabulary)) if terms else _FALSE


def _empty_or_unknown(word: str, column: str) -> Expression:
    """What is known of a list against one that is not said: of an empty one, all; else nothing."""
    if word == "covers":
        return _UNKNOWN
    return some([Empty(column), _UNKNOWN]) if word == "within" else every([Not(Empty(column)), _UNKNOWN])


def _of_scalar(word: str, column: str, value: Any, vocabulary: str | None) -> Expression:
    if value == [] and word == "intersects":
        return _FALSE
    if value is UNSAID:
        return _UNKNOWN
    terms = as_list(value)
    if not ASKED[column].values:
        return _of_text(word, column, [term for term in terms if isinstance(term, str)])
    if word == "within":
        return OneOf(column, down(terms, column, vocabulary))
    return OneOf(column, _either_way(terms, column, vocabulary))


def _of_text(word: str, column: str, terms: list[str]) -> Expression:
    """A text of no vocabulary is below itself alone, and below `any`."""
    if "any" in terms:
        return Some((Said(column), _UNKNOWN))
    return OneOf(column, tuple(terms) if word == "within" else (*terms, "any"))


# words with the column on their right


def _turned_about(word: str, value: Any, column: str, vocabulary: str | None) -> Expression:
    if word in DATES:
        return _dates(word, _days(value), Days(column))
    if word == "is":
        return _UNKNOWN if value is UNSAID else _equal(column, [value])
    if isinstance(value, Partial):
        return _UNKNOWN
    terms = as_list(value)
    if word == "covers":
        if value is UNSAID:
            return some([Empty(column), _UNKNOWN])
        return Not(Meets(column, beyond(terms, column, vocabulary)))
    if word == "within":
        return _UNKNOWN if value is UNSAID else every(Meets(column, up(term, vocabulary)) for term in terms)
    if value is UNSAID:
        return every([Not(Empty(column)), _UNKNOWN])
    return Meets(column, _either_way(terms, column, vocabulary)) if terms else _FALSE


def _of_two(word: str, column: str, other: str) -> Expression:
    return Same(column, other) if word == "is" else _dates(word, Days(column), Days(other))


# dates


def _days(value: Any) -> Days | None:
    """The days of a date; None for what is none."""
    days = interval(value) if isinstance(value, str) else None
    return Days(None, days) if days is not None else None


def _dates(word: str, value: Days | None, operand: Days | None) -> Expression:
    """A date before or after another. One that is not said leaves it open."""
    if value is None or operand is None:
        return _UNKNOWN
    match word:
        case "before":
            return Earlier(value, operand)
        case "after":
            return Earlier(operand, value)
        case "on_or_before":
            return Not(Earlier(operand, value))
    return Not(Earlier(value, operand))


# terms, and what is above and below them


def down(terms: Iterable[str], column: str, vocabulary: str | None) -> tuple[str, ...]:
    """The terms that a column can hold and that are one of some terms, or below one."""
    wanted = list(terms)
    return tuple(value for value in ASKED[column].values if any(below(value, one, vocabulary) for one in wanted))


def beyond(terms: Iterable[str], column: str, vocabulary: str | None) -> tuple[str, ...]:
    """The terms that a column can hold and that are not."""
    inside = frozenset(down(terms, column, vocabulary))
    return tuple(value for value in ASKED[column].values if value not in inside)


def _either_way(terms: list[Any], column: str, vocabulary: str | None) -> tuple[str, ...]:
    above = [above for term in terms for above in up(term, vocabulary)]
    return tuple(dict.fromkeys([*above, *down(terms, column, vocabulary)]))
