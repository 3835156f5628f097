"""`policylint schema`: print a published schema."""

from __future__ import annotations

import os

from policylint import resources
from policylint.commands.terminal import out
from policylint.errors import PolicylintError
from policylint.shapes.check import did_you_mean


def names() -> list[str]:
    """The schemas that policylint publishes."""
    suffix = ".schema.json"
    return sorted(name.removesuffix(suffix) for name in os.listdir(resources.path("schemas")) if name.endswith(suffix))


def run(name: str) -> int:
    """Print a schema by its name."""
    if name not in names():
        near = did_you_mean(name, names())
        raise PolicylintError(
            f"there is no schema `{name}`: " + (f"did you mean `{near}`?" if near else f"they are {', '.join(names())}")
        )
    with open(resources.path("schemas", f"{name}.schema.json"), encoding="utf-8") as file:
        out(file.read())
    return 0
