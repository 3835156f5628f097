"""`policylint convert`: a datasheet in another format, and what that format could not hold."""

from __future__ import annotations

import os
import sys

from policylint.commands.terminal import note, out, save, style_of, text_of
from policylint.conversion import Conversion, convert
from policylint.documents import load
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reporters.phrases import json_text
from policylint.reporters.problems import render_problems
from policylint.reporters.style import safe
from policylint.sheets import Loaded, typed
from policylint.writers import WRITERS

if TYPE_CHECKING:
    from policylint.documents import Document

FORMATS = ("text", "json")
INTO = "card"
"""The format that is part of a file: the front matter of a README."""


class Options(NamedTuple):
    """The options of `convert`."""

    file: str
    to: str
    output: str | None = None
    base: str | None = None
    format: str = "text"


def run(options: Options) -> int:
    """Write the file in the other format; 1 if what it is made from has mistakes, and then nothing is written."""
    _refuse(options)
    loaded = typed(load(options.file), "datasheet", {})
    if loaded.sheet is None:
        return _mistakes(loaded.document, loaded)
    if loaded.sheet.kind != "datasheet":
        raise PolicylintError(f"{options.file}: this is no datasheet, and no file of a format that policylint reads")
    base, document = _base(options, loaded)
    if document is not None and document.problems:
        return _mistakes(document, None)
    done = convert(loaded.sheet, options.to, base)
    if options.output is not None:
        save(options.output, done.text)
    if options.format == "json":
        out(json_text(_data(options, done)))
        return 0
    if options.output is None:
        out(done.text)
    _tell(options.to, done)
    return 0


def _refuse(options: Options) -> None:
    if options.format not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{options.format}`")
    if options.to not in WRITERS:
        raise PolicylintError(f"--to is one of {', '.join(WRITERS)}, not `{options.to}`")
    if options.base is not None and options.to != INTO:
        raise PolicylintError(f"--base is the README that `--to {INTO}` puts front matter into; {options.to} has none")


def _base(options: Options, loaded: Loaded) -> tuple[str | None, Document | None]:
    """The whole text of the README to edit: `--base`, else the card that is converted; None for a new one."""
    path = options.base if options.base is not None else options.file if loaded.format == "huggingface" else None
    if path is None or options.to != INTO:
        return None, None
    document = load(path)
    if document.problems:
        return None, document
    return text_of(path), document


def _mistakes(document: Document, loaded: Loaded | None) -> int:
    problems = loaded.problems if loaded is not None else document.problems
    if not problems:
        raise PolicylintError(f"{document.path}: this is no datasheet, and no file of a format that policylint reads")
    sys.stderr.write(render_problems(problems, {document.path: document.lines}, style_of("never")))
    return 1


def _data(options: Options, done: Conversion) -> dict[str, object]:
    text = {} if options.output is not None else {"text": done.text}
    file = os.path.relpath(options.output).replace(os.sep, "/") if options.output is not None else None
    return {
        "version": "1", "to": options.to, "file": file, "kept": done.kept, "in_words": done.worded, "lost": done.lost,
        "filled_in": done.filled, **text,
    }  # fmt: skip


def _tell(to: str, done: Conversion) -> None:
    """What became of what was not kept, on standard error: one note for each kind of it."""
    for said, listed in (
        (f"{to} has no place for", done.lost),
        (f"{to} says in words only", done.worded),
        (f"{to} asks for more, filled in", done.filled),
    ):
        if listed:
            note(f"{said}: {', '.join(safe(one) for one in listed)}")
