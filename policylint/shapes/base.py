"""A shape says what a file may hold: one model per object, one line per field.

The models are the one source. `generate` reads them and writes the published JSON schemas and the plain table that the
running program uses, so every kind of value here says twice what it accepts: to pydantic (`read`) and to the
table (`plain`).
"""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from policylint.shapes.vocabulary import VOCABULARIES

LONGEST_STRING = 20_000
LARGEST_INTEGER = 2**53 - 1  # the largest that every JSON reader keeps exact
END = r"(?![\s\S])"  # `$` would let a trailing newline through

NOT_SAID = "unknown"
NotSaid: TypeAlias = Literal["unknown"] | None
"""What every optional field accepts: nothing is said. An absent field and `{}` mean the same."""

NoneAtAll: TypeAlias = Literal["none"]
"""The answer "there is none", where that is an answer."""


class Shape(BaseModel):
    """An object accepts its own fields and no others, and never converts a value."""

    model_config = ConfigDict(extra="forbid", strict=True, regex_engine="python-re")

    spanning: ClassVar[dict[str, dict[str, Any]]] = {}
    """Rules that span fields, by name, as JSON schema; a validator of the model says the same."""


@dataclass(frozen=True)
class Kind:
    """A scalar that pydantic reads and the plain table describes, equally."""

    def plain(self) -> dict[str, Any]:
        """The kind as the plain table writes it."""
        raise NotImplementedError

    def read(self, value: Any) -> Any:
        """The value, or a ValueError that says what was expected."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic asks `read` and nothing else."""
        return core_schema.no_info_plain_validator_function(self.read)


@dataclass(frozen=True)
class String(Kind):
    """Text, never `unknown`: that word says that nothing is said."""

    pattern: str | None = None
    longest: int | None = LONGEST_STRING

    def plain(self) -> dict[str, Any]:
        return _without_none({"kind": "string", "pattern": self.pattern, "max": self.longest})

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value == NOT_SAID:
            raise ValueError("expected text")
        if self.longest is not None and len(value) > self.longest:
            raise ValueError(f"longer than {self.longest} characters")
        if self.pattern is not None and not re.search(self.pattern, value):
            raise ValueError(f"does not match {self.pattern}")
        return value


@dataclass(frozen=True)
class PartialDate(String):
    """A year, a month or a day of the calendar, as text."""

    def plain(self) -> dict[str, Any]:
        return {"kind": "date"}


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number; 1.0 is one, as in JSON schema, and a boolean is none."""

    lowest: int = 0
    highest: int = LARGEST_INTEGER

    def plain(self) -> dict[str, Any]:
        return {"kind": "integer", "min": self.lowest, "max": self.highest}

    def read(self, value: Any) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole or not self.lowest <= value <= self.highest:
            raise ValueError(f"expected a whole number from {self.lowest} to {self.highest}")
        return int(value)


@dataclass(frozen=True)
class Number(Kind):
    """A finite number within its bounds; a boolean is none."""

    lowest: float | None = None
    highest: float | None = None

    def plain(self) -> dict[str, Any]:
        return _without_none({"kind": "number", "min": self.lowest, "max": self.highest})

    def read(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(_float(value)):
            raise ValueError("expected a finite number")
        if (self.lowest is not None and value < self.lowest) or (self.highest is not None and value > self.highest):
            raise ValueError(f"expected a number from {self.lowest} to {self.highest}")
        return value


@dataclass(frozen=True)
class OneOf(Kind):
    """A word of one vocabulary."""

    vocabulary: str

    def plain(self) -> dict[str, Any]:
        return {"kind": "enum", "name": self.vocabulary}

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in VOCABULARIES[self.vocabulary]:
            raise ValueError(f"expected one of {', '.join(VOCABULARIES[self.vocabulary])}")
        return value


@dataclass(frozen=True)
class Exactly(Kind):
    """One value and no other; `false` is not 0."""

    value: bool | str | None

    def plain(self) -> dict[str, Any]:
        return {"kind": "const", "value": self.value}

    def read(self, value: Any) -> Any:
        if type(value) is not type(self.value) or value != self.value:
            raise ValueError(f"expected {self.value!r}")
        return value


_MONTHS = r"(?:0[1-9]|1[0-2])"
_DAYS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_LEAP_YEARS = r"(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|1[26]00|2[048]00)"
DATE_PATTERN = rf"^(?:[12][0-9]{{3}}(?:-(?:{_MONTHS}|{_DAYS}))?|{_LEAP_YEARS}-02-29){END}"
DURATION_PATTERN = (
    r"^P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+W)?(?:[0-9]+D)?"
    rf"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?{END}"
)
SLUG_PATTERN = rf"^[A-Za-z0-9][A-Za-z0-9._-]{{0,199}}{END}"
COUNTRY_PATTERN = rf"^[A-Z]{{2}}{END}"
JURISDICTION_PATTERN = rf"^[A-Z]{{2}}(?:-[A-Z0-9]{{1,3}})?{END}"

Text = Annotated[str, String()]
Slug = Annotated[str, String(SLUG_PATTERN)]
Sha256 = Text
Country = Annotated[str, String(COUNTRY_PATTERN)]
Jurisdiction = Annotated[str, String(JURISDICTION_PATTERN)]
Duration = Annotated[str, String(DURATION_PATTERN)]
Date = Annotated[str, PartialDate(DATE_PATTERN)]
Never: TypeAlias = Literal["never"]
Count = Annotated[int, Integer()]
Days = Annotated[int, Integer(0, 36_525)]
Share = Annotated[float, Number(0, 1)]
Measure = Annotated[float, Number()]


def required(description: str, *, ask: str | None = None, who: str | None = None, term: str = "policylint") -> Any:
    """A field whose key must be there."""
    return Field(description=description, json_schema_extra={"question": ask, "who": who, "term": term})


def optional(
    description: str,
    *,
    ask: str,
    who: str,
    term: str = "policylint",
    silence: Any = None,
    key: str | None = None,
) -> Any:
    """A field that may be absent; `silence` is what its absence means, where it means more than "not said"."""
    extra = {"question": ask, "who": who, "term": term} | ({} if silence is None else {"silence": silence})
    return Field(default=None, description=description, alias=key, json_schema_extra=extra)


def _without_none(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if value is not None}


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
