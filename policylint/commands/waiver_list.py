"""`policylint waiver list`: what each waiver is worth today, for people, for programs, or as a calendar."""

from __future__ import annotations

from policylint.commands.judging import Asked, judged_one_by_one, settings_of
from policylint.commands.terminal import note, out, style_of
from policylint.commands.waiver_file import waiver_file
from policylint.errors import PolicylintError
from policylint.reporters.grants import grants_json, grants_text

FORMATS = ("text", "json")


def run(asked: Asked, form: str, *, ics: bool) -> int:
    """Print the waivers; those that are malformed are named on standard error."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    settings = settings_of(asked)
    waiver_file(settings)
    report = judged_one_by_one(asked).report
    for one in report.findings:
        if one.rule == "waiver/malformed":
            note(f"{one.place.path}:{one.place.span.line}: {one.message}")
    if ics:
        from policylint.reporters.calendar import calendar  # noqa: PLC0415 - only where one is asked for

        out(calendar(report.waivers, report.as_of))
    elif form == "json":
        out(grants_json(report.waivers))
    else:
        out(grants_text(report.waivers, style_of("auto")))
    return 0
