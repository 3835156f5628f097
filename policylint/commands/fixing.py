"""What `check --fix` and `check --diff` do before anything is judged."""

from __future__ import annotations

from codecs import BOM_UTF8
from difflib import unified_diff

from policylint.commands.terminal import complain, note, out
from policylint.documents import load, read
from policylint.errors import PolicylintError
from policylint.fixes import Fixed, fixed
from policylint.lean import TYPE_CHECKING
from policylint.reading import opened
from policylint.reporters.style import safe
from policylint.sheets import typed
from policylint.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policylint.documents import Document

_ENDS = "\r\n"


def apply(kinds: Mapping[str, str | None], stdin: tuple[str, bytes] | None) -> None:
    """Write the safe fixes of files into them, and say on standard error what was written otherwise."""
    if stdin is not None:
        raise PolicylintError("--fix cannot write to standard input; --diff shows what it would change")
    for document, done in _fixed(kinds, None):
        if done.fixes:
            _write(document.path, done.text)
        for fix in done.fixes:
            complain(f"fixed {document.path}:{fix.line}:{fix.column}: `{fix.old}` → `{fix.new}`: {fix.why}")


def show(kinds: Mapping[str, str | None], stdin: tuple[str, bytes] | None) -> int:
    """Print what the safe fixes would change; 1 if there is anything."""
    changed = False
    for document, done in _fixed(kinds, stdin):
        if done.fixes:
            changed = True
            before, after = document.text.splitlines(keepends=True), done.text.splitlines(keepends=True)
            name = safe(document.path)
            out("".join(f"{line.rstrip(_ENDS)}\n" for line in unified_diff(before, after, name, name)))
    return int(changed)


def _fixed(kinds: Mapping[str, str | None], stdin: tuple[str, bytes] | None) -> Iterator[tuple[Document, Fixed]]:
    documents = [(load(path), kind) for path, kind in kinds.items()]
    if stdin is not None:
        documents.append((read(stdin[1], stdin[0]), "datasheet"))
    for document, said in documents:
        loaded = typed(document, said, {})
        if loaded.kind is None or loaded.format not in ("", loaded.kind):
            continue
        done = fixed(document, loaded.kind)
        for fix, why in done.left:
            note(f"{document.path}:{fix.line}: `{fix.old}` could be written `{fix.new}`, and stays: {why}")
        yield document, done


def _write(path: str, text: str) -> None:
    try:
        with opened(path) as file:
            marked = file.read(len(BOM_UTF8)) == BOM_UTF8
        write_whole(path, BOM_UTF8.decode() + text if marked else text)
    except OSError as error:
        raise PolicylintError(f"{path}: cannot be written: {error.strerror}") from None
