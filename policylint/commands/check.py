"""`policylint check`: find and check every datasheet and use declaration under the paths."""

from __future__ import annotations

import os

from policylint.cache import plans, replay
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import (
    as_shown,
    outputs_of,
    print_report,
    refuse_to_overwrite,
)
from policylint.commands.terminal import complain, day, from_environment, note, read_stdin, waiting
from policylint.discover import discover
from policylint.disk import answers_to
from policylint.documents import lines_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.pipeline import check
from policylint.reporters import FORMATS
from policylint.request import STDIN, Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from policylint.baseline import Known
    from policylint.cache.outcomes import Shelf
    from policylint.config import Config
    from policylint.leads import Question
    from policylint.policy.in_force import Policy


class Options(NamedTuple):
    """The options of `check`, as the command line gives them; None where it says nothing."""

    paths: tuple[str, ...] = (".",)
    policy: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    format: str | None = None
    output: tuple[str, ...] = ()
    fail_on: str | None = None
    unknown: str | None = None
    moment: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    as_of: str | None = None
    show_ids: bool = False
    files_from: str | None = None
    stdin_filename: str | None = None
    force_exclude: bool = False
    allow_empty: bool = False
    baseline: str | None = None
    jobs: str | None = None
    color: str | None = None
    config: str | None = None
    no_config: bool = False
    no_cache: bool = False
    fix: bool = False
    diff: bool = False
    quiet: bool = False
    verbose: bool = False


CHOICES = {
    "format": tuple(FORMATS),
    "fail_on": ("error", "warning", "info", "never"),
    "unknown": ("error", "warning", "ignore"),
    "moment": ("create", "consume", "audit"),
    "color": ("auto", "always", "never"),
}
"""What options that take one of a few words take."""


def run(options: Options, arguments: list[str] | None = None) -> int:
    """Check, print, and return the exit code. `arguments` are those of the call, where it may be kept by them."""
    given, options = options, _completed(options)
    _refuse_wrong_words(options)
    outputs = outputs_of(options.output)
    folder = None if options.no_cache else replay.folder()
    answers = _of_call(options) if arguments is not None else {}
    settings = config_in_force(options.config, no_config=options.no_config, kept=folder)
    if settings.waivers is not None and not os.path.lexists(settings.waivers):
        note(f"{settings.path}: there is no waiver file {settings.waivers} yet; `policylint waiver new` makes it")
    request = as_shown(_request(options, settings), options.format or "text", outputs)
    policy = plans.policy(settings.settings(options.policy, os.getcwd()), folder)
    _selectable(options, [plan["id"] for plan in policy.rules])
    paths = _paths(options)
    files = discover(
        [path for path in paths if path != "-"], settings.exclude, settings.base, force_exclude=options.force_exclude
    )
    stdin = (options.stdin_filename or STDIN, read_stdin(_MOST_STDIN)) if "-" in paths else None
    if outputs:
        refuse_to_overwrite([file for _, file in outputs], [*(found.path for found in files), *options.use])
    if options.fix or options.diff:
        from policylint.commands import fixing  # noqa: PLC0415 - not for a hook that only looks

        kinds = {found.path: found.kind for found in files} | dict.fromkeys(options.use, "use")
        if options.diff:
            return fixing.show(kinds, stdin)
        fixing.apply(kinds, stdin)
    shelf = _shelf(folder, policy, request)
    report, notes = check(files, policy, request, stdin, shelf=shelf)
    for text in () if options.quiet else notes:
        note(text)
    printed = print_report(report, options.format or "text", options.color or "auto", outputs, quiet=options.quiet)
    if report.baseline is not None and report.baseline.settled:
        note(f"{report.baseline.settled} of {report.baseline.path} are settled: `policylint baseline write` drops them")
    if options.verbose:
        complain(f"policy digest {report.digest}")
    if arguments is not None and shelf is not None and shelf.answers and not notes and _of_files_alone(given, settings):
        answers |= shelf.answers | plans.reads(policy) | answers_to(("tree", one) for one in settings.advisories)
        checked = [found.path for found in files]
        replay.keep(arguments, checked, settings.roots, answers, (printed, report.exit_code))
    return report.exit_code


_KEPT = frozenset(
    ("paths", "policy", "format", "fail_on", "unknown", "moment", "select", "ignore", "as_of", "force_exclude",
     "allow_empty", "jobs", "color", "config", "no_config", "quiet"),
)  # fmt: skip
"""The options of calls that are kept: none of them reads or writes what else decides what is printed."""


def _of_files_alone(given: Options, settings: Config) -> bool:
    """Whether a call is one that is kept: files by their names, and nothing that excuses what is found in them."""
    said = {name for name, value, default in zip(Options._fields, given, Options(), strict=True) if value != default}
    return said <= _KEPT and settings.waivers is None and not any(map(os.path.isdir, given.paths))


def _of_call(options: Options) -> dict[Question, str]:
    """What the disk answered for a call by itself: which files were named, and what the config says."""
    asked: list[Question] = [("path", path) for path in options.paths]
    if options.config is not None:
        asked.append(("file", options.config))
    elif not options.no_config:
        asked.append(("configs", os.getcwd()))
    return answers_to(asked)


def _shelf(folder: str | None, policy: Policy, request: Request) -> Shelf | None:
    """Where outcomes are kept; None where they are not: with uses for all datasheets, or with all documents shown."""
    if folder is None or request.uses or request.keep:
        return None
    from policylint.cache.outcomes import Shelf  # noqa: PLC0415 - only with a cache

    return Shelf(folder, policy, request)


_DEFAULTS = {
    "format": "text", "fail_on": "error", "color": "auto", "unknown": None, "as_of": None, "config": None, "jobs": None,
}  # fmt: skip


def _completed(options: Options) -> Options:
    """The options with what the environment says (`POLICYLINT_FORMAT` and so on), then the defaults."""
    said: dict[str, Any] = {
        name: from_environment(name) or default for name, default in _DEFAULTS.items() if getattr(options, name) is None
    }
    policy = options.policy or tuple((from_environment("policy") or "").split())
    return options._replace(policy=policy, **said)


_MOST_JOBS = 256
_MOST_STDIN = 2 * 1024 * 1024 + 1


def _refuse_wrong_words(options: Options) -> None:
    for name, allowed in CHOICES.items():
        values = getattr(options, name)
        for value in values if isinstance(values, tuple) else [values]:
            if value is not None and value not in allowed:
                raise PolicylintError(f"--{name.replace('_', '-')} is one of {', '.join(allowed)}, not `{value}`")


def _request(options: Options, settings: Config) -> Request:
    as_of = day(options.as_of)
    for use in options.use:
        if not os.path.lexists(use):
            raise PolicylintError(f"--use {use}: there is no such file")
    return Request.under(settings, as_of)._replace(
        moments=options.moment,
        uses=options.use,
        unknown=options.unknown or settings.unknown,
        fail_on=options.fail_on or "error",
        select=options.select,
        ignore=options.ignore,
        allow_empty=options.allow_empty,
        ledgers=settings.ledgers._replace(show_ids=options.show_ids, waiting=waiting),
        baseline=_known(options.baseline),
        jobs=_jobs(options.jobs),
    )


def _jobs(said: str | None) -> int:
    """How many processes may judge at once: as many as there are cores for us, unless somebody says."""
    if said is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not said.isdecimal() or not 1 <= int(said) <= _MOST_JOBS:
        raise PolicylintError(f"--jobs is a number from 1 to {_MOST_JOBS}, not `{said}`")
    return int(said)


def _known(path: str | None) -> Known | None:
    """The baseline that the command line names."""
    if path is None:
        return None
    from policylint.baseline import read  # noqa: PLC0415 - only with a baseline

    return read(path)


def _selectable(options: Options, rules: Sequence[str]) -> None:
    known = {*rules, *(rule.partition("/")[0] for rule in rules)}
    for flag, names in (("select", options.select), ("ignore", options.ignore)):
        for name in names:
            if name not in known:
                from policylint.shapes.check import did_you_mean  # noqa: PLC0415 - on the way out

                near = did_you_mean(name, sorted(known))
                raise PolicylintError(
                    f"--{flag} {name}: no rule in force" + (f"; did you mean `{near}`?" if near else "")
                )


def _paths(options: Options) -> tuple[str, ...]:
    """The paths named, and those that a list names, one a line."""
    if options.files_from is None:
        return options.paths
    named = options.paths if options.paths != Options().paths else ()
    if options.files_from == "-":
        text = read_stdin(_MOST_STDIN).decode(errors="surrogateescape")
    else:
        try:
            with open(options.files_from, encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise PolicylintError(f"--files-from {options.files_from}: {error}") from None
    return (*named, *filter(None, lines_of(text)))
