"""Where commands print, the files that they write, and the clock: no other code reads the environment or the day."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager

from policylint import reading
from policylint.dates import is_date
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, TypeVar
from policylint.reporters.style import Style, fit, safe
from policylint.writing import write_new, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def today() -> str:
    """The day it is, UTC. No other code reads the clock."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def day(as_of: str | None) -> str:
    """The day to judge for: the one asked for, else today."""
    if as_of is None:
        return today()
    if not is_date(as_of) or len(as_of) != 10:
        raise PolicylintError(f"--as-of is a day such as 2026-01-31, not `{as_of}`")
    return as_of


def style_of(color: str) -> Style:
    """How to print to standard output: `--color`, then NO_COLOR and FORCE_COLOR, then whether it is a terminal."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    return Style(_colored(color), _width(os.environ.get("COLUMNS")), encoding in ("utf8", "utf16", "utf32"))


def _colored(color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width(columns: str | None) -> int:
    """The width to print at: that of COLUMNS or of the terminal, 100 where there is none; at most 120."""
    if columns is not None and columns.isdecimal() and int(columns) > 0:
        return min(int(columns), 120)
    try:
        return min(os.get_terminal_size(1).columns or 100, 120)
    except OSError:
        return 100


def from_environment(option: str) -> str | None:
    """What `POLICYLINT_<OPTION>` says; None if it is not set, or empty."""
    return os.environ.get(f"POLICYLINT_{option.upper()}") or None


def out(text: str) -> None:
    """Print a report: standard output holds nothing else."""
    if sys.stdout is None:
        raise PolicylintError("standard output is closed")
    sys.stdout.write(text)
    sys.stdout.flush()


def shown(file: str) -> str:
    """How the path of a file to be written is shown: without detours, with `/`."""
    return os.path.normpath(file).replace(os.sep, "/")


def text_of(file: str) -> str:
    """The text of a file with its own line ends. Raises PolicylintError."""
    try:
        return reading.text_of(file)
    except (OSError, UnicodeDecodeError) as error:
        raise PolicylintError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def save(file: str, text: str) -> None:
    """Write a file, over one that is there. Raises PolicylintError."""
    try:
        write_whole(file, text)
    except OSError as error:
        raise PolicylintError(f"{file}: cannot be written: {error.strerror}") from None


def save_new(file: str, text: str) -> None:
    """Write a file that must not be there yet. Raises PolicylintError."""
    try:
        write_new(file, text)
    except FileExistsError:
        raise PolicylintError(f"{shown(file)}: this file is there already; nothing was written") from None
    except OSError as error:
        raise PolicylintError(f"{shown(file)}: cannot be written: {error.strerror}") from None


def read_stdin(most: int) -> bytes:
    """Standard input, up to so many bytes."""
    if sys.stdin is None:
        raise PolicylintError("standard input is closed")
    return sys.stdin.buffer.read(most)


def answers() -> bool:
    """Whether somebody can be asked: standard input and standard error are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def ask(prompt: str) -> str:
    """The answer to a prompt, which stands on standard error. Raises PolicylintError where input has ended."""
    encoding = (getattr(sys.stderr, "encoding", None) or "ascii").lower().replace("-", "")
    sys.stderr.write(fit(safe(prompt), Style(unicode=encoding.startswith("utf"))) + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise PolicylintError("the input has ended: nothing was written")
    return line.strip()


def complain(text: str) -> None:
    """Say something on standard error, one line."""
    encoding = (getattr(sys.stderr, "encoding", None) or "ascii").lower().replace("-", "")
    sys.stderr.write(fit(safe(text), Style(unicode=encoding.startswith("utf"))) + "\n")


def note(text: str) -> None:
    """A note on standard error."""
    complain(f"policylint: note: {text}")


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say on standard error what is waited for, where it is a terminal and takes more than a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer  # noqa: PLC0415 - only where somebody watches

    told = Timer(1, lambda: sys.stderr.write(f"\r{safe(what)} …") and sys.stderr.flush())
    told.daemon = True
    told.start()
    try:
        yield
    finally:
        told.cancel()
        if told.finished.is_set():
            sys.stderr.write("\r\x1b[K")


def with_progress(items: Iterable[T], what: str) -> Iterator[T]:
    """The items, counted on standard error where it is a terminal and they take more than a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    told = started = time.monotonic()
    for number, one in enumerate(items, 1):
        yield one
        now = time.monotonic()
        if now - started > 1 and now - told > 0.2:
            told = now
            sys.stderr.write(f"\r{number} {what} …")
            sys.stderr.flush()
    if told != started:
        sys.stderr.write("\r\x1b[K")
