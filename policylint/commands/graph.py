"""`policylint graph`: the lineage of a datasheet, what flows along each edge, and where it breaks."""

from __future__ import annotations

import os

from policylint.cache import plans
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import day, out, style_of
from policylint.discover import Found
from policylint.errors import PolicylintError
from policylint.graphs import FORMATS, draw
from policylint.graphs.graph import graph_of
from policylint.pipeline import check
from policylint.project import lineage_of
from policylint.reporters.style import fit
from policylint.request import Request
from policylint.sheets import Store


def run(
    datasheet: str, form: str, policy: tuple[str, ...], as_of: str | None, config: str | None, *, no_config: bool
) -> int:
    """Draw the lineage of a datasheet; what the rules in force found is shown at the dataset that it is about."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    settings = config_in_force(config, no_config=no_config)
    store = Store({})
    sheet = store.datasheet(datasheet)
    request = Request.under(settings, day(as_of))
    in_force = plans.policy(settings.settings(policy, os.getcwd()), None)
    report, _ = check([Found(sheet.document.path, "datasheet", named=True)], in_force, request)
    lineage = lineage_of(store, [sheet.document.path], settings.roots, settings.exclude)
    text = draw(graph_of(sheet, lineage.links, report.findings), form)
    out(fit(text, style_of("never")) if form == "text" else text)
    return 0
