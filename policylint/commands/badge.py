"""`policylint badge`: what `check` says, as a badge for a README."""

from __future__ import annotations

from policylint.commands.judging import Asked, judged
from policylint.commands.terminal import note, out, save
from policylint.errors import PolicylintError
from policylint.lean import NamedTuple
from policylint.reporters.badge import FORMATS, LABEL, badge, render_badge


class Options(NamedTuple):
    """The options of `badge`."""

    asked: Asked = Asked()
    output: str | None = None
    format: str | None = None
    label: str = LABEL


def run(options: Options) -> int:
    """Write or print the badge; 0 when that was done, whatever it says: a red badge must be written too."""
    form = _format(options)
    made = judged(options.asked)
    for text in made.notes:
        note(text)
    text = render_badge(badge(made.report, options.label), form)
    if options.output is None:
        out(text)
    else:
        save(options.output, text)
    return 0


def _format(options: Options) -> str:
    """The format asked for, else that of the file's ending, else json."""
    ending = (options.output or "").rpartition(".")[2].lower()
    form = options.format or (ending if options.output is not None else FORMATS[0])
    if form not in FORMATS:
        where = "--format" if options.format else f"--output {options.output}: without --format, the ending"
        raise PolicylintError(f"{where} is one of {', '.join(FORMATS)}, not `{form}`")
    return form
