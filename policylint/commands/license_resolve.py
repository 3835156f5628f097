"""`policylint license resolve`: what people write for a licence, and which licence that is."""

from __future__ import annotations

import json

from policylint.commands.terminal import out, read_stdin, style_of
from policylint.errors import PolicylintError
from policylint.licenses.resolver import Resolution, resolve
from policylint.reporters.style import Style, fit, paint, safe

FORMATS = ("text", "json")
MOST_BYTES = 64_000_000
_SHOWN = 80
_COLORS = {
    "exact": "fix",
    "alias": "fix",
    "ambiguous": "warning",
    "custom": "info",
    "none": "error",
    "unknown": "question",
}


def run(texts: tuple[str, ...], form: str, color: str) -> int:
    """Answer each text: those given, or for `-` the lines of standard input."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    if not texts:
        raise PolicylintError("which text? Give one or more, or - to read one per line from standard input")
    style = style_of(color)
    for text in _lines() if texts == ("-",) else texts:
        found = resolve(text)
        out(_json(found) if form == "json" else _text(found, style))
    return 0


def _lines() -> list[str]:
    given = read_stdin(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise PolicylintError(f"standard input is longer than {MOST_BYTES:,} bytes: give it in parts")
    lines = given.decode("utf-8", "replace").split("\n")
    return [line.removesuffix("\r") for line in lines[: -1 if not lines[-1] else None]]


def _json(found: Resolution) -> str:
    fields = {
        "text": found.text,
        "status": found.status,
        "license": found.license,
        "family": found.family,
        "candidates": list(found.candidates),
        "restrictions": list(found.restrictions),
        "why": found.why,
    }
    return json.dumps(fields) + "\n"


def _text(found: Resolution, style: Style) -> str:
    shown = found.text if len(found.text) <= _SHOWN else f"{found.text[:_SHOWN]}…"
    answer = found.license or found.family or ", ".join(found.restrictions)
    status = paint(found.status, _COLORS[found.status], style)
    lines = [f"{safe(shown) or '(empty)'}: {status}{f' {answer}' if answer else ''}", f"  {safe(found.why)}"]
    if found.status == "ambiguous" and found.candidates:
        lines.append(f"  it may mean: {', '.join(found.candidates)}")
    return fit("\n".join(lines), style) + "\n"
