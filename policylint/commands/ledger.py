"""`policylint ledger`: the rules on rows alone, and what the rows say of the datasheet's claims."""

from __future__ import annotations

import os

from policylint.cache import plans, replay
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import outputs_of, print_report
from policylint.commands.terminal import day, waiting
from policylint.discover import Found
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.pipeline import check
from policylint.reporters import FORMATS
from policylint.request import Request

if TYPE_CHECKING:
    from policylint.config import Config, Ledgers

ENGINES = ("duckdb", "spark")
CHOICES = {
    "engine": ENGINES,
    "format": tuple(FORMATS),
    "fail_on": ("error", "warning", "info", "never"),
    "unknown": ("error", "warning", "ignore"),
    "moment": ("create", "consume", "audit"),
    "color": ("auto", "always", "never"),
}
"""What options that take one of a few words take."""
_UNITS = ("KB", "MB", "GB", "TB", "KIB", "MIB", "GIB", "TIB")


class Options(NamedTuple):
    """The options of `ledger`; None where the command line says nothing."""

    file: str
    datasheet: str
    use: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    engine: str = "duckdb"
    spark_master: str | None = None
    memory: str | None = None
    threads: int | None = None
    format: str = "text"
    output: tuple[str, ...] = ()
    fail_on: str = "error"
    unknown: str | None = None
    moment: tuple[str, ...] = ()
    as_of: str | None = None
    show_ids: bool = False
    color: str = "auto"
    config: str | None = None
    no_config: bool = False
    quiet: bool = False


def run(options: Options) -> int:
    """Judge the rows, print, and return the exit code."""
    _refuse(options)
    outputs = outputs_of(options.output)
    config = config_in_force(options.config, no_config=options.no_config)
    policy = plans.policy(config.settings(options.policy, os.getcwd()), replay.folder())
    files = [Found(options.datasheet, "datasheet", named=True)]
    report, _ = check(files, policy, _request(options, config))
    print_report(report, options.format, options.color, outputs, quiet=options.quiet)
    return report.exit_code


def _refuse(options: Options) -> None:
    for name, allowed in CHOICES.items():
        values = getattr(options, name)
        for value in values if isinstance(values, tuple) else [values]:
            if value is not None and value not in allowed:
                raise PolicylintError(f"--{name.replace('_', '-')} is one of {', '.join(allowed)}, not `{value}`")
    for path in (options.datasheet, *options.use):
        if not os.path.isfile(path):
            raise PolicylintError(f"{path}: there is no such file")
    if options.threads is not None and options.threads < 1:
        raise PolicylintError("--threads is at least 1")
    if options.memory is not None and not _is_size(options.memory):
        raise PolicylintError(f"--memory is a size such as 300MB or 4GB, not `{options.memory}`")
    if options.spark_master is not None and options.engine != "spark":
        raise PolicylintError("--spark-master is for --engine spark: ask for both")


def _is_size(text: str) -> bool:
    unit = next((one for one in _UNITS if text.upper().endswith(one)), None)
    return unit is not None and text[: -len(unit)].strip().isdecimal()


def _request(options: Options, config: Config) -> Request:
    request = Request.under(config, day(options.as_of))
    return request._replace(
        moments=options.moment,
        uses=options.use,
        unknown=options.unknown or config.unknown,
        fail_on=options.fail_on,
        ledgers=_ledgers(options, config),
    )


def _ledgers(options: Options, config: Config) -> Ledgers:
    return config.ledgers._replace(
        engine=options.engine, memory=options.memory, threads=options.threads, master=options.spark_master,
        given=options.file, show_ids=options.show_ids, waiting=waiting,
    )  # fmt: skip
