"""`policylint report`: one page for those who answer for datasets, from the same run as `check`."""

from __future__ import annotations

from policylint.commands.judging import judged
from policylint.commands.reporting import refuse_to_overwrite
from policylint.commands.terminal import complain, note, out, save
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.reporters import render
from policylint.reporters.style import Style
from policylint.reporters.text import summary

if TYPE_CHECKING:
    from policylint.commands.judging import Asked

MOMENTS = ("create", "consume", "audit")
STDOUT = "-"


def run(asked: Asked, output: str) -> int:
    """Check, write the page whatever was found, and return the exit code of the check."""
    for moment in asked.moment:
        if moment not in MOMENTS:
            raise PolicylintError(f"--moment is one of {', '.join(MOMENTS)}, not `{moment}`")
    made = judged(asked._replace(keep=True))
    report = made.report
    for text in made.notes:
        note(text)
    page = render(report, "html", Style())
    if output == STDOUT:
        out(page)
    else:
        refuse_to_overwrite([output], [*(one.path for one in report.documents), *asked.use])
        save(output, page)
        complain(f"{output}: {summary(report, Style(width=1000))}")
    return report.exit_code
