"""The entry point. The plain call that a hook makes is recognised here, before anything heavy is imported."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # as type checkers take it to be true: importing `typing` costs what starting Python does
if TYPE_CHECKING:
    from policylint.commands.check import Options

_FLAGS = {
    "--show-ids": "show_ids",
    "--force-exclude": "force_exclude",
    "--allow-empty": "allow_empty",
    "--no-config": "no_config",
    "--no-cache": "no_cache",
    "--fix": "fix",
    "--diff": "diff",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
_ONE = {
    "--format": "format",
    "--fail-on": "fail_on",
    "--unknown": "unknown",
    "--as-of": "as_of",
    "--color": "color",
    "--config": "config",
    "--files-from": "files_from",
    "--stdin-filename": "stdin_filename",
    "--baseline": "baseline",
    "--jobs": "jobs",
}
_MANY = {
    "--policy": "policy",
    "--use": "use",
    "--output": "output",
    "--moment": "moment",
    "--select": "select",
    "--ignore": "ignore",
}


def plain_check(arguments: list[str]) -> Options | None:
    """The options of a plain `check …`; None where the full command line must read it (help, mistakes)."""
    if not arguments or arguments[0] != "check":
        return None
    from policylint.commands.check import Options  # noqa: PLC0415 - only when it is a check

    values: dict[str, object] = {}
    many: dict[str, list[str]] = {}
    paths: list[str] = []
    rest = iter(arguments[1:])
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--":
            paths += rest
        elif not argument.startswith("-") or argument == "-":
            paths.append(argument)
        elif argument in _FLAGS:
            values[_FLAGS[argument]] = True
        elif name in _ONE or name in _MANY:
            given = value if equals else next(rest, None)
            if given is None:
                return None
            if name in _ONE:
                values[_ONE[name]] = given
            else:
                many.setdefault(_MANY[name], []).append(given)
        else:
            return None
    if paths:
        values["paths"] = tuple(paths)
    values.update({name: tuple(given) for name, given in many.items()})
    return Options(**values)  # type: ignore[arg-type] # keys and types are those of the tables above


def main(arguments: list[str] | None = None) -> int:
    """Run policylint; returns the exit code."""
    ends = arguments is None  # the process ends with this call, as it does not where somebody calls from Python
    arguments = sys.argv[1:] if arguments is None else arguments
    # What a run builds lives until it ends, or goes with its last reference: collecting finds nothing, and is not free.
    gc.set_threshold(1_000_000)
    from policylint.cache import replay  # noqa: PLC0415 - not for who imports a name from here

    again = replay.kept(arguments)
    if again is not None:
        return _say(*again)
    from policylint.boundary import guarded  # noqa: PLC0415 - cheap, and nothing else is needed to fail well

    try:
        return guarded(lambda: _run(arguments))
    finally:
        if ends:
            gc.freeze()  # Python collects once more when it ends, and what it would free ends with it


def _say(text: str, code: int) -> int:
    """Print what a call printed before, and return its exit code."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt) as error:
        return _ended_by(error)
    return code


def _ended_by(error: BaseException) -> int:
    from policylint.boundary import guarded  # noqa: PLC0415 - on the way out

    def again() -> int:
        raise error

    return guarded(again)


def _run(arguments: list[str]) -> int:
    options = plain_check(arguments)
    if options is not None:
        from policylint.commands.check import run  # noqa: PLC0415

        return run(options, arguments)
    from policylint.cli import run_cli  # noqa: PLC0415 - typer is for what a person waits for gladly

    return run_cli(arguments)


if __name__ == "__main__":
    sys.exit(main())
