"""`policylint audit`: what is here that should not be, since when, and what to do about it."""

from __future__ import annotations

import os

from policylint.advisories.registry import registry
from policylint.audit.holdings import Holder
from policylint.audit.lists import is_list
from policylint.audit.manifest import Hashed, hashed, line_of, placed
from policylint.audit.manifest import read as read_manifest
from policylint.audit.walk import Entry, walk
from policylint.cache import plans, replay
from policylint.commands.policy import config_in_force
from policylint.commands.reporting import as_shown, outputs_of, print_report
from policylint.commands.terminal import day, note, with_progress
from policylint.discover import Found, is_document, kind_by_name
from policylint.errors import PolicylintError
from policylint.gitignore import Ignore
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.pipeline import check
from policylint.reporters import FORMATS
from policylint.request import Request
from policylint.writing import write_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.audit.holdings import Holdings
    from policylint.config import Config

CHOICES = {
    "format": tuple(FORMATS),
    "fail_on": ("error", "warning", "info", "never"),
    "color": ("auto", "always", "never"),
}
"""What options that take one of a few words take."""


class Options(NamedTuple):
    """The options of `audit`."""

    paths: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    format: str = "text"
    output: tuple[str, ...] = ()
    fail_on: str = "error"
    as_of: str | None = None
    manifest: str | None = None
    write_manifest: str | None = None
    color: str = "auto"
    config: str | None = None
    no_config: bool = False
    allow_empty: bool = False
    quiet: bool = False


def run(options: Options) -> int:
    """Look, judge, print, and return the exit code."""
    _refuse_wrong_words(options)
    outputs = outputs_of(options.output)
    settings = config_in_force(options.config, no_config=options.no_config)
    policy = plans.policy(settings.settings(options.policy, os.getcwd()), replay.folder())
    documents, holdings = _looked_at(options, settings)
    request = Request.under(settings, day(options.as_of))._replace(
        moments=("audit",),
        unknown=settings.unknown,
        fail_on=options.fail_on,
        allow_empty=options.allow_empty,
    )
    report, _ = check(documents, policy, as_shown(request, options.format, outputs), held=holdings)
    if not options.quiet:
        reviewed = registry(settings.advisories).date
        note(f"{holdings.looked} names, hashes and entries of lists looked at; advisories last reviewed on {reviewed}")
    print_report(report, options.format, options.color, outputs, quiet=options.quiet)
    return report.exit_code


def _refuse_wrong_words(options: Options) -> None:
    for name, allowed in CHOICES.items():
        if getattr(options, name) not in allowed:
            said = f"--{name.replace('_', '-')}"
            raise PolicylintError(f"{said} is one of {', '.join(allowed)}, not `{getattr(options, name)}`")
    for path in options.paths:
        if not os.path.lexists(path):
            raise PolicylintError(f"{path}: there is no such file or folder")
    if options.manifest is not None and not os.path.isfile(options.manifest):
        raise PolicylintError(f"--manifest {options.manifest}: there is no such file")


def _looked_at(options: Options, settings: Config) -> tuple[list[Found], Holdings]:
    """The documents under the paths, and what else is held there or stands in the manifest."""
    holder = Holder(registry(settings.advisories).of_a_run({}))
    known = _known(options.manifest, holder) if options.manifest is not None else {}
    paths = options.paths or (() if options.manifest is not None and options.write_manifest is None else (".",))
    documents: list[Found] = []
    files: list[str] = []
    for entry in with_progress(walk(paths, Ignore(settings.exclude, settings.base), holder.unreadable), "names"):
        holder.name(entry)
        if entry.folder:
            continue
        if is_document(entry.path):
            documents.append(Found(entry.path, kind_by_name(entry.path), named=False))
        elif is_list(entry.path):
            holder.listing(entry.path)
        if options.write_manifest is not None:
            files.append(entry.path)
    if options.write_manifest is not None:
        _write(options.write_manifest, files, known, holder)
    return documents, holder.made()


def _known(manifest: str, holder: Holder) -> dict[str, Hashed]:
    """The files of a manifest by path; their hashes, their names and those of their folders are looked at."""
    known: dict[str, Hashed] = {}
    folders: set[str] = set()
    for one in read_manifest(manifest):
        path = placed(one, manifest)
        known[path] = one
        for folder in _above(path):
            if folder not in folders:
                folders.add(folder)
                holder.name(Entry(folder, folder=True))
        holder.name(Entry(path))
        holder.hash(path, one.sha256)
    return known


def _above(path: str) -> list[str]:
    """The folders above a file, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1) if parts[count - 1] not in ("", ".", "..")]


def _write(manifest: str, files: list[str], known: dict[str, Hashed], holder: Holder) -> None:
    """Hash the files, look at each hash, and write the manifest: whole or not at all."""
    here = os.path.realpath(manifest)
    others = (path for path in files if os.path.realpath(path) != here)

    def lines() -> Iterator[str]:
        for one in with_progress(hashed(others, known, manifest), "files hashed"):
            if not isinstance(one, Hashed):
                holder.unreadable(*one)
                continue
            holder.hash(placed(one, manifest), one.sha256)
            yield line_of(one)

    try:
        write_pieces(manifest, lines())
    except OSError as error:
        raise PolicylintError(f"--write-manifest {manifest}: cannot be written: {error.strerror}") from None
