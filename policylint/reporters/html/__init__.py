"""One page for those who answer for datasets: it stands alone, runs no script, loads nothing, and prints.

Each section is a file of this folder; `parts.py` has what they share, and `page.py` puts them together.
"""

from __future__ import annotations

from policylint.dossier import Dossier
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.markup import written
from policylint.reporters.html.page import page

if TYPE_CHECKING:
    from policylint.findings import Report
    from policylint.reporters.style import Style


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - reporters have one signature
    """The report as a page. Raises PolicylintError for one without its documents."""
    if not isinstance(report.dossier, Dossier):
        raise PolicylintError("a page needs the documents of a run: ask for them with Request(keep=True)")
    return "<!doctype html>\n" + written(page(report, report.dossier))
