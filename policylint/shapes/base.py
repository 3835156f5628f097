"""A shape says what a file may hold: one model per object, one line per field.

The models are the one source. `generate` reads them and writes the published JSON schemas and the plain table that the
running program uses, so every kind of scalar here says twice what it accepts: to pydantic (`read`) and to the table
(`plain`).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, field_validator
from pydantic_core import CoreSchema, core_schema

from policylint.shapes.slips import SAYS_SOMETHING
from policylint.shapes.vocabulary import VOCABULARIES

if TYPE_CHECKING:
    from pydantic.config import JsonDict

LONGEST_STRING = 20_000
LARGEST_INTEGER = 2**53 - 1  # the largest that every JSON reader keeps exact
END = r"(?![\s\S])"  # `$` would let a trailing newline through

NOT_SAID = "unknown"
NotSaid: TypeAlias = Literal["unknown"] | None
"""What every optional field accepts: nothing is said. An absent field and `{}` mean the same."""

NoneAtAll: TypeAlias = Literal["none"]
"""The answer "there is none", where that is an answer."""

Never: TypeAlias = Literal["never"]
"""The expiry of what does not expire."""


class Shape(BaseModel):
    """An object accepts its own fields and no others, and never converts a value."""

    model_config = ConfigDict(extra="forbid", strict=True, regex_engine="python-re")

    @field_validator("*", mode="before")
    @classmethod
    def _items_say_something(cls, value: Any) -> Any:
        """An item of a list that says nothing is no item: write `unknown` for the whole list."""
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict) and all(one is None or one == NOT_SAID for one in item.values()):
                raise ValueError("an item of a list must say something")
        return value

    spanning: ClassVar[dict[str, dict[str, Any]]] = {}
    """Rules that span fields, by name, as JSON schema; a validator of the model says the same."""


@dataclass(frozen=True, eq=False)
class Kind:
    """A scalar that pydantic reads and the plain table describes, equally."""

    plain: dict[str, Any]
    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic asks `read` and nothing else."""
        return core_schema.no_info_plain_validator_function(self.read)


def string(pattern: str | None = None, longest: int | None = LONGEST_STRING, says: str | None = None) -> Kind:
    """Accept text, but never `unknown`: that word says that nothing is said. `says` is the pattern in words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value == NOT_SAID or not re.search(pattern or SAYS_SOMETHING, value):
            raise ValueError(f"expected text that matches {pattern or SAYS_SOMETHING}")
        if longest is not None and len(value) > longest:
            raise ValueError(f"longer than {longest} characters")
        return value

    return Kind(_said({"kind": "string", "pattern": pattern, "max": longest, "says": says}), read)


def date() -> Kind:
    """Accept a year, a month or a day of the calendar, as text."""
    return Kind({"kind": "date"}, string(DATE_PATTERN).read)


def integer(lowest: int = 0, highest: int = LARGEST_INTEGER) -> Kind:
    """Accept a whole number: 1.0 is one, as in JSON schema, and a boolean is none."""

    def read(value: Any) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole or not lowest <= value <= highest:
            raise ValueError(f"expected a whole number from {lowest} to {highest}")
        return int(value)

    return Kind({"kind": "integer", "min": lowest, "max": highest}, read)


def number(lowest: float | None = None, highest: float | None = None) -> Kind:
    """Accept a finite number within bounds; a boolean is none."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            raise ValueError("expected a finite number")
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            raise ValueError(f"expected a number from {lowest} to {highest}")
        return value

    return Kind(_said({"kind": "number", "min": lowest, "max": highest}), read)


def one_of(vocabulary: str) -> Kind:
    """Accept a word of one vocabulary."""
    words = VOCABULARIES[vocabulary]

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"expected one of {', '.join(words)}")
        return value

    return Kind({"kind": "enum", "name": vocabulary}, read)


def exactly(*, value: bool | str) -> Kind:
    """Accept one value and no other; `false` is not 0."""

    def read(given: Any) -> bool | str:
        if type(given) is not type(value) or given != value:
            raise ValueError(f"expected {value!r}")
        return value

    return Kind({"kind": "const", "value": value}, read)


def required(description: str, *, ask: str | None = None, who: str | None = None, term: str = "policylint") -> Any:
    """Declare a field whose key must be there."""
    extra: JsonDict = {"question": ask, "who": who, "term": term}
    return Field(description=description, json_schema_extra=extra)


def optional(
    description: str,
    *,
    ask: str,
    who: str,
    term: str = "policylint",
    silence: str | list[Any] | None = None,
    key: str | None = None,
) -> Any:
    """Declare a field that may be absent; `silence` is what absence means where it means more than "not said"."""
    extra: JsonDict = {"question": ask, "who": who, "term": term}
    if silence is not None:
        extra["silence"] = silence
    return Field(default=None, description=description, alias=key, json_schema_extra=extra)


def _said(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if value is not None}


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer that no float can hold
        return False


_MONTHS = r"(?:0[1-9]|1[0-2])"
_DAYS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_LEAP_YEARS = r"(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|1[26]00|2[048]00)"
DATE_PATTERN = rf"^(?:[12][0-9]{{3}}(?:-(?:{_MONTHS}|{_DAYS}))?|{_LEAP_YEARS}-02-29){END}"
"""Exactly the years 1000 to 2999, their months and their days, 29 February in leap years alone."""

DURATION_PATTERN = (
    r"^P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+W)?(?:[0-9]+D)?"
    rf"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?{END}"
)
SLUG_PATTERN = rf"^[A-Za-z0-9][A-Za-z0-9._-]{{0,199}}{END}"
COUNTRY_PATTERN = rf"^[A-Z]{{2}}{END}"
JURISDICTION_PATTERN = rf"^[A-Z]{{2}}(?:-[A-Z0-9]{{1,3}})?{END}"

Text = Annotated[str, string()]
Quoted = Annotated[str, string(r"[^ \t\r\n]")]
"""Words of others and ids of licences, which may be `NONE`: they stay as they are."""
Slug = Annotated[str, string(SLUG_PATTERN, longest=None, says="an id of letters, digits, `.`, `_` and `-`")]
Country = Annotated[str, string(COUNTRY_PATTERN, longest=None, says="a country by its two letters (ISO 3166-1)")]
Jurisdiction = Annotated[
    str, string(JURISDICTION_PATTERN, longest=None, says="a country or part of one (ISO 3166: `DE`, `US-IL`), or `EU`")
]
Duration = Annotated[str, string(DURATION_PATTERN, longest=100, says="a duration (ISO 8601: `P3Y`, `P90D`)")]
Date = Annotated[str, date()]
Count = Annotated[int, integer()]
Share = Annotated[float, number(0, 1)]
Measure = Annotated[float, number()]
