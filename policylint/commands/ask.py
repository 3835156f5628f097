"""`policylint ask`: what a datasheet does not say yet, as questions, the most decisive first."""

from __future__ import annotations

import os

from policylint.cache import plans
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import day, out, style_of
from policylint.discover import Found
from policylint.errors import PolicylintError
from policylint.open_questions import open_questions
from policylint.pipeline import check
from policylint.reporters.phrases import json_text
from policylint.reporters.verdicts import Setting, questions_data, questions_markdown, questions_text
from policylint.request import Request
from policylint.sheets import Store

FORMATS = ("text", "markdown", "json")


def run(
    datasheet: str, form: str, policy: tuple[str, ...], use: tuple[str, ...], as_of: str | None,
    config: str | None, *, no_config: bool,
) -> int:  # fmt: skip
    """Print the open questions of a datasheet, or of a file of another format."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    settings = config_in_force(config, no_config=no_config)
    in_force = plans.policy(settings.settings(policy, os.getcwd()), None)
    store = Store(in_force.extensions)
    sheet = store.datasheet(datasheet)
    request = Request.under(settings, day(as_of))._replace(uses=use, fold=False)
    report, _ = check([Found(sheet.document.path, "datasheet", named=True)], in_force, request)
    asked = open_questions(report.findings, store.sheet)
    setting = Setting(report.packs, report.as_of)
    if form == "json":
        text = json_text(questions_data(sheet.document.path, sheet.name, asked, setting))
    elif form == "markdown":
        text = questions_markdown(sheet.name, asked, setting)
    else:
        text = questions_text(sheet.name, asked, setting, style_of("auto"))
    out(text)
    return 0
