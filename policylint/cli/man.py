"""Writes `docs/man/policylint.1`, the manual page, from the command line itself.

python -m policylint.cli.man            writes the page
python -m policylint.cli.man --check    exits 1 when the page is not what the command line says
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer.main

from policylint import __version__, cli, generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = "docs/man/policylint.1"
_MARK = '.\\" Written by `make docs` from the command line.\n'
_EXIT = {
    "0": "Clean, or only findings below --fail-on. can: yes. ask, badge, convert, diff: done.",
    "1": "Findings at or above --fail-on. can: no. test: an expectation does not hold.",
    "2": "A wrong call, or a policy, config or waiver file that has a mistake: nothing was checked with it.",
    "3": "Nothing was checked; --allow-empty makes it 0.",
    "4": "A bug in policylint; nothing was decided.",
    "5": "can: cannot tell.",
}
_ENVIRONMENT = {
    "POLICYLINT_FORMAT, POLICYLINT_FAIL_ON, POLICYLINT_UNKNOWN, POLICYLINT_AS_OF, POLICYLINT_COLOR, "
    "POLICYLINT_CONFIG, POLICYLINT_POLICY": "Stand for the options of check of these names, before the config.",
    "NO_COLOR, FORCE_COLOR": "Turn colours off, or on.",
    "COLUMNS": "The width to print at.",
    "XDG_CACHE_HOME": "Where compiled policies are kept; default: ~/.cache.",
}
_FILES = {
    ".policylint.yaml, policylint.yaml, pyproject.toml [tool.policylint]": "The config: the nearest one of these, "
    "never above the root of the git repository.",
}


def page() -> str:
    """The manual page, in the man macros of roff."""
    group: Any = typer.main.get_command(cli.common.app)
    parts = [
        f'{_MARK}.TH POLICYLINT 1 "" "policylint {__version__}" "User Commands"',
        ".SH NAME\npolicylint \\- check the licences of datasets, and what the people in them agreed to",
        ".SH SYNOPSIS\n.B policylint\n.I COMMAND\n.RI [ OPTION ]...\n.RI [ ARGUMENT ]...",
        f".SH DESCRIPTION\n{_text(group.help)}\nNothing is sent anywhere, and the network is never needed.",
        f".SH OPTIONS\n{_options(group)}",
        ".SH COMMANDS",
        *(_command(words, command) for words, command in _commands("policylint", group)),
        f'.SH "EXIT STATUS"\n{_list(_EXIT.items())}',
        f".SH ENVIRONMENT\n{_list(_ENVIRONMENT.items())}",
        f".SH FILES\n{_list(_FILES.items())}",
        f".SH NOTES\n{_text('policylint flags for review; it does not give legal advice.')}",
    ]
    return "\n".join(parts) + "\n"


def _commands(words: str, group: Any) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it, by name."""
    for name, command in sorted(group.commands.items()):
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield f"{words} {name}", command
        if hasattr(command, "commands"):
            yield from _commands(f"{words} {name}", command)


def _command(words: str, command: Any) -> str:
    arguments = [_bare(one) for one in command.params if one.param_type_name == "argument"]
    return f'.SS "{_text(" ".join([words, *arguments]))}"\n{_text(command.help or "")}\n{_options(command)}'


def _bare(argument: Any) -> str:
    return argument.metavar or f"{argument.name.upper()}{'...' if argument.nargs < 0 else ''}"


def _options(command: Any) -> str:
    rows = [(_signature(one), one.help or "") for one in command.params]
    return _list(rows)


def _signature(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return _bare(parameter)
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper().replace('OUTPUT_', '')}"
    return ", ".join(parameter.opts) + value


def _list(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f".TP\n.B {_text(name)}\n{_text(text)}" for name, text in rows)


def _text(text: str) -> str:
    """A text that roff prints as it is: on one line, without anything that it would obey.

    >>> print(_text(".a-b\\\\c"))
    \\\\&.a\\\\-b\\\\ec
    """
    line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{line}" if line.startswith((".", "'")) else line


def stale(repository: str = generated.REPOSITORY) -> dict[str, str | None]:
    """The page, if it is not what the command line says."""
    return generated.stale({PAGE: page()}, repository=repository)


def main(arguments: list[str], repository: str = generated.REPOSITORY) -> int:
    """Write the page where it is stale, or only name it."""
    return generated.bring_up_to_date(stale(repository), arguments, repository)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
