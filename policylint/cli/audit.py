"""The options of `audit`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, Color, ConfigFile, NoConfig, Outputs, Policy, app, leave
from policylint.commands import audit

DEFAULTS = audit.Options()


@app.command(name="audit", help="Look for what should not be here: names, hashes, lists and declared datasets.")
def audit_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders; default: this folder, or the manifest alone."),
    ] = None,
    *,
    policy: Policy = None,
    output_format: Annotated[str, typer.Option("--format", help="As `check` has them.")] = DEFAULTS.format,
    output: Outputs = None,
    fail_on: Annotated[str, typer.Option("--fail-on", help="error, warning, info or never.")] = DEFAULTS.fail_on,
    as_of: AsOf = None,
    manifest: Annotated[
        str | None, typer.Option("--manifest", metavar="FILE", help="Look at the hashes and names of a manifest.")
    ] = None,
    write_manifest: Annotated[
        str | None,
        typer.Option("--write-manifest", metavar="FILE", help="Hash every file and keep that; --manifest saves work."),
    ] = None,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Exit with 0 when nothing was there.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing when all is well.")] = False,
    color: Color = DEFAULTS.color,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Audit what is held."""
    options = audit.Options(
        tuple(paths or ()), tuple(policy or ()), output_format, tuple(output or ()), fail_on, as_of, manifest,
        write_manifest, color, config, no_config, allow_empty, quiet,
    )  # fmt: skip
    leave(lambda: audit.run(options))
