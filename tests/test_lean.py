"""What stands for `typing` where a check runs makes what `typing` makes, and refuses what it refuses."""

from __future__ import annotations

import copy
import pickle
import types
import typing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint import lean
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "abcdefghijklmnop"


def made(base: typing.Any, count: int, defaults: int) -> typing.Any:
    """A class of so many fields, of which the last have defaults."""

    def fill(body: dict[str, typing.Any]) -> None:
        body["__annotations__"] = dict.fromkeys(LETTERS[:count], "int")
        body |= {name: place for place, name in enumerate(LETTERS[:count]) if place >= count - defaults}
        body["__module__"] = __name__
        body["last"] = property(lambda self: self[-1])

    return types.new_class("Record", (base,), {}, fill)


@given(
    st.integers(0, len(LETTERS)).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count))),
    st.lists(st.integers(), max_size=len(LETTERS) + 1),
    st.dictionaries(st.sampled_from([*LETTERS, "other"]), st.integers(), max_size=5),
)
def test_a_record_is_a_named_tuple(sizes: tuple[int, int], values: list[int], named: dict[str, int]) -> None:
    ours, theirs = (made(base, *sizes) for base in (lean.NamedTuple, typing.NamedTuple))
    try:
        known = theirs(*values, **named)
    except TypeError:
        with pytest.raises(TypeError):
            ours(*values, **named)
        return
    one = ours(*values, **named)
    assert tuple(one) == tuple(known)
    assert repr(one) == repr(known)
    assert one._asdict() == known._asdict()
    assert (ours._fields, ours._field_defaults, ours.__match_args__) == (
        theirs._fields, theirs._field_defaults, theirs.__match_args__
    )  # fmt: skip
    for name in ours._fields:
        assert getattr(one, name) == getattr(known, name)
        assert tuple(one._replace(**{name: 7})) == tuple(known._replace(**{name: 7}))
    if values:
        assert one.last == known.last


class Short(lean.NamedTuple):
    """A record as there are many."""

    name: str
    many: tuple[str, ...] = ()


def test_a_record_is_copied_kept_and_matched_and_takes_no_other_attributes() -> None:
    one = Short("a", many=("b",))
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert type(pickle.loads(pickle.dumps(one))) is Short
    match one:
        case Short(name, many):
            assert (name, many) == ("a", ("b",))
    with pytest.raises(AttributeError):
        one.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        one.name = "b"  # type: ignore[misc]


def test_an_unknown_field_is_not_replaced() -> None:
    with pytest.raises((TypeError, ValueError)):
        Short("a")._replace(other=1)  # type: ignore[call-arg]
    with pytest.raises((TypeError, ValueError)):
        made(lean.NamedTuple, 12, 12)()._replace(other=1)


def test_without_type_checkers_the_others_do_nothing() -> None:
    assert lean.cast("Short", None) is None
    assert lean.Generic[int] is lean.Generic  # type: ignore[index]
    assert issubclass(Short, tuple)
    assert not lean.TYPE_CHECKING


@pytest.mark.parametrize("path", sorted((ROOT / "policylint").rglob("*.py")), ids=lambda path: path.name)
def test_annotations_are_texts_where_records_are_made(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "(NamedTuple" not in text or "from __future__ import annotations" in text
