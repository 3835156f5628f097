"""The names of `typing` that a check needs when it runs, without `typing`.

Importing that costs half of what starting Python does, and its NamedTuple compiles the text of every annotation: with
it the classes of a check took more than a quarter of all that one file costs. Type checkers see `typing` itself.
"""

from __future__ import annotations

__all__ = ["TYPE_CHECKING", "Generic", "NamedTuple", "Protocol", "TypeVar", "cast"]

TYPE_CHECKING = False  # as type checkers take it to be true

if TYPE_CHECKING:
    from typing import Generic, NamedTuple, Protocol, TypeVar, cast
else:
    from _collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__
    # What makes a tuple of so many fields: each class gets a copy of one, with the names of its fields.
    _MAKERS = (
        lambda cls: _new(cls, ()),
        lambda cls, a: _new(cls, (a,)),
        lambda cls, a, b: _new(cls, (a, b)),
        lambda cls, a, b, c: _new(cls, (a, b, c)),
        lambda cls, a, b, c, d: _new(cls, (a, b, c, d)),
        lambda cls, a, b, c, d, e: _new(cls, (a, b, c, d, e)),
        lambda cls, a, b, c, d, e, f: _new(cls, (a, b, c, d, e, f)),
        lambda cls, a, b, c, d, e, f, g: _new(cls, (a, b, c, d, e, f, g)),
        lambda cls, a, b, c, d, e, f, g, h: _new(cls, (a, b, c, d, e, f, g, h)),
        lambda cls, a, b, c, d, e, f, g, h, i: _new(cls, (a, b, c, d, e, f, g, h, i)),
    )

    def _made(cls, /, *values, **named):
        """A tuple of more fields than that."""
        given = dict(zip(cls._fields, values, strict=False))
        if len(values) > len(given) or given.keys() & named or not named.keys() <= set(cls._fields):
            raise TypeError(f"{cls.__name__}: too many values, or one given twice, or one that is no field")
        given = {**cls._field_defaults, **given, **named}
        try:
            return _new(cls, [given[field] for field in cls._fields])
        except KeyError as missing:
            raise TypeError(f"{cls.__name__}: {missing} is missing") from None

    class _Fields(type):
        """Makes of a class body with annotations a tuple with names."""

        def __new__(cls, name, bases, body):
            if any(type(base) is _Fields and base.__base__ is tuple for base in bases):
                fields = tuple(body.get("__annotations__", ()))
                defaults = {field: body[field] for field in fields if field in body}
                for place, field in enumerate(fields):
                    body[field] = _tuplegetter(place, None)
                body |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
                body["__new__"] = _maker(fields, defaults)
            return super().__new__(cls, name, bases, body)

    def _maker(fields, defaults):
        if len(fields) >= len(_MAKERS):
            return _made
        maker = _MAKERS[len(fields)].__code__.replace(co_varnames=("cls", *fields), co_name="__new__")
        return FunctionType(maker, globals(), "__new__", tuple(defaults.values()))

    class NamedTuple(tuple, metaclass=_Fields):
        """What typing.NamedTuple makes: a tuple whose places have names."""

        __slots__ = ()

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

        def __getnewargs__(self):
            return tuple(self)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, /, **named):
            made = _new(type(self), map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{type(self).__name__} has no fields {list(named)}")
            return made

    class Protocol:
        """What typing.Protocol is when nothing is checked."""

    class Generic:
        """What typing.Generic is when nothing is checked."""

        __slots__ = ()

        def __class_getitem__(cls, _of):
            return cls

    def TypeVar(name):  # noqa: N802 - as `typing` calls it
        """What typing.TypeVar is when nothing is checked."""
        return name

    def cast(_type, value):
        """What typing.cast does."""
        return value
