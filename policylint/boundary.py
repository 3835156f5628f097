"""The one error boundary: a wrong call is a sentence and exit 2, a bug is exit 4 with a traceback to report.

A signal that ends a run ends it in order: what is half done is undone, and the code is 128 and the signal's number.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` without its enumerations, at every start
import os
import sys
from contextlib import contextmanager, suppress

from policylint.errors import InvalidFileError, PolicylintError
from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import NoReturn

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]

_MOST_MISTAKES = 100
"""So many mistakes of a file that stops the run are listed."""


class _Ended(BaseException):
    """A signal has come; its argument is which."""


def guarded(run: Callable[[], int]) -> int:
    """Run a command; what goes wrong becomes a message on standard error and an exit code."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays for as long as the process
    try:
        with _ending_in_order():
            return _told(run)
    except KeyboardInterrupt:
        return 130
    except _Ended as ended:
        return 128 + int(ended.args[0])
    except BrokenPipeError:
        _silence()  # whoever read us has gone
        return 141
    except OSError:
        _silence()  # there is nowhere to say it
        return 2


def _told(run: Callable[[], int]) -> int:
    """Run a command and say what went wrong. Raises OSError where that cannot be said."""
    try:
        return run()
    except InvalidFileError as error:
        return _invalid(error)
    except PolicylintError as error:
        return _wrong(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            _silence()
        return _wrong(f"{error.filename or 'the output'}: {error.strerror or error}")
    except Exception:  # noqa: BLE001 - the boundary for bugs
        return _bug()


def _wrong(why: str) -> int:
    from policylint.commands.terminal import complain  # noqa: PLC0415 - on the way out

    complain(f"policylint: {why}")
    return 2


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Meanwhile, a signal that would end the process at once raises, and the next one ends it."""

    def end(number: int, _: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_DFL)
        raise _Ended(number)

    ours = []
    with suppress(ValueError):  # in a thread, which hears no signals
        for number in _ENDING:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)
                ours.append(number)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _silence() -> None:
    """Write no more: what could not be written must not be tried again when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())


def _invalid(error: InvalidFileError) -> int:
    from policylint.commands.terminal import style_of  # noqa: PLC0415 - on the way out
    from policylint.documents import load  # noqa: PLC0415
    from policylint.reporters.problems import render_problems  # noqa: PLC0415

    listed = error.problems[:_MOST_MISTAKES]
    paths = {problem.path for problem in listed}
    paths |= {place.path for problem in listed for place in problem.related}
    sources = {path: load(_on_disk(path)).lines for path in paths}
    sys.stderr.write(render_problems(listed, sources, style_of("never")))
    count = len(error.problems)
    few = f"; the first {len(listed)} are listed" if len(listed) < count else ""
    sys.stderr.write(f"\n{count} mistake{'' if count == 1 else 's'} in the {error.what}{few}: nothing was checked\n")
    return 2


def _on_disk(path: str) -> str:
    from policylint import resources  # noqa: PLC0415

    return path if os.path.exists(path) else resources.path(*path.split("/"))


def _bug() -> int:
    import traceback  # noqa: PLC0415 - only for bugs

    traceback.print_exc()
    sys.stderr.write(
        "\npolicylint: internal error: this is a bug; nothing was decided. Please report it with the text above.\n"
    )
    return 4
