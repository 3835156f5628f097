"""libyaml's parser, by the binding that PyYAML brings, without what PyYAML does in Python.

Importing `yaml` makes its readers, resolvers and writers: that alone is twice what starting Python costs, and a check
needs none of them. So the package is imported as far as the binding needs it: errors, tokens, events and nodes. The
rest of it is there as soon as somebody asks for it: whoever uses PyYAML beside policylint finds it whole.
"""

from __future__ import annotations

import sys
from _thread import RLock
from contextlib import suppress
from types import ModuleType, SimpleNamespace

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from typing import Any

_NOT_NEEDED = {
    "reader": "ReaderError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "serializer": "SerializerError",
    "representer": "RepresenterError",
}
"""Modules of which the binding takes an error each: for what it does beside parsing, and for bytes that are no text."""


class _Package(ModuleType):
    """The package `yaml` before its `__init__` has run, which is when something is asked that is not there yet."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__spec__, self.__loader__, self.__file__ = spec, spec.loader, spec.origin
        self.__package__, self.__path__ = spec.name, spec.submodule_search_locations or []
        self._lock, self._runs = RLock(), False

    def bind(self) -> None:
        """Import the binding and what it needs. Raises ImportError where PyYAML was built without it."""
        for name in ("error", "tokens", "events", "nodes", "scanner", "parser", "composer"):
            __import__(f"yaml.{name}")
        for name, raised in _NOT_NEEDED.items():
            setattr(self, name, SimpleNamespace(**{raised: self.error.YAMLError}))
        try:
            __import__("yaml._yaml")
        finally:
            for name in _NOT_NEEDED:
                delattr(self, name)

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if self._runs:
                raise AttributeError(f"module 'yaml' has no attribute {name!r}", name=name, obj=self)
            if type(self) is _Package:
                self._run()
        return getattr(self, name)

    def _run(self) -> None:
        self._runs = True
        self.__loader__.exec_module(self)  # type: ignore[union-attr] # it has found this package
        for part, raised in _NOT_NEEDED.items() if "_yaml" in self.__dict__ else ():
            setattr(self._yaml, raised, getattr(getattr(self, part), raised))
        self._runs = False
        self.__class__ = ModuleType  # type: ignore[assignment]


def _spec() -> ModuleSpec | None:
    """What `importlib.util.find_spec` finds, without importing that."""
    found = (finder.find_spec("yaml", None) for finder in sys.meta_path)
    return next((spec for spec in found if spec is not None), None)


def _imported() -> Any:
    """PyYAML, of which as little has run as can be."""
    spec = _spec() if "yaml" not in sys.modules else None
    if spec is not None and spec.loader is not None:
        sys.modules["yaml"] = package = _Package(spec)
        with suppress(ImportError):
            package.bind()
    import yaml  # noqa: PLC0415 - what is there now, or all of it

    return yaml


yaml = _imported()
Parser: Any = yaml._yaml.CParser if hasattr(yaml, "_yaml") else yaml.SafeLoader  # noqa: SLF001 - it has no other name
