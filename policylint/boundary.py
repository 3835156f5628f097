"""The one error boundary: a wrong call is a sentence and exit 2, a bug is exit 4 with a traceback to report."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from policylint.errors import InvalidFileError, PolicylintError

if TYPE_CHECKING:
    from collections.abc import Callable


def guarded(run: Callable[[], int]) -> int:
    """Run a command; what goes wrong becomes a message on standard error and an exit code."""
    try:
        return run()
    except InvalidFileError as error:
        return _invalid(error)
    except PolicylintError as error:
        from policylint.commands.terminal import complain  # noqa: PLC0415 - on the way out

        complain(f"policylint: {error}")
        return 2
    except BrokenPipeError:
        # Whoever read us has gone; a later flush of standard output must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        from policylint.commands.terminal import complain  # noqa: PLC0415 - on the way out

        complain(f"policylint: {error.filename or 'the output'}: {error.strerror or error}")
        return 2
    except Exception:  # noqa: BLE001 - the boundary for bugs
        return _bug()


def _invalid(error: InvalidFileError) -> int:
    from policylint.commands.terminal import style_of  # noqa: PLC0415 - on the way out
    from policylint.documents import load  # noqa: PLC0415
    from policylint.reporters.problems import render_problems  # noqa: PLC0415

    paths = {problem.path for problem in error.problems}
    paths |= {place.path for problem in error.problems for place in problem.related}
    sources = {path: load(_on_disk(path)).lines for path in paths}
    sys.stderr.write(render_problems(error.problems, sources, style_of("never")))
    count = len(error.problems)
    sys.stderr.write(f"\n{count} mistake{'' if count == 1 else 's'} in the {error.what}: nothing was checked\n")
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
