"""`policylint can`: may a use be made of each of its datasets? Yes, no or cannot tell, and why."""

from __future__ import annotations

import os

from policylint.cache import plans
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import complain, day, out, style_of
from policylint.discover import Found
from policylint.errors import InvalidFileError, PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.pipeline import check
from policylint.project import lineage_of
from policylint.reporters.phrases import json_text
from policylint.reporters.verdicts import Setting, verdicts_data, verdicts_text
from policylint.request import Request
from policylint.sheets import Store
from policylint.verdicts import CODES, Asked, overall, verdicts
from policylint.worlds import entries, undescribed

if TYPE_CHECKING:
    from policylint.facts.common import Item, Sheet
    from policylint.lineage import Lineage

FORMATS = ("text", "json")


def run(
    use: str, datasheets: tuple[str, ...], form: str, policy: tuple[str, ...], as_of: str | None,
    config: str | None, *, no_config: bool,
) -> int:  # fmt: skip
    """Print the answer for each datasheet given, else for each dataset of the use; 0 yes, 1 no, 5 cannot tell."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    settings = config_in_force(config, no_config=no_config)
    in_force = plans.policy(settings.settings(policy, os.getcwd()), None)
    store = Store(in_force.extensions)
    declared = _use(store, use)
    if datasheets:
        asked = [_given(store, path) for path in dict.fromkeys(datasheets)]
        files = [Found(one.path, "datasheet", named=True) for one in asked]
    else:
        lineage = lineage_of(store, [declared.document.path], settings.roots, settings.exclude)
        asked = [_listed(entry, lineage) for entry in entries(declared)]
        files = [Found(declared.document.path, "use", named=True)]
    if not asked:
        complain(f"{declared.document.path}: the use lists no dataset")
        return 3
    uses = (use,) if datasheets else ()
    request = Request.under(settings, day(as_of))._replace(moments=("consume",), uses=uses, fold=False)
    report, _ = check(files, in_force, request)
    found = verdicts(report, asked, {plan["id"]: plan["severity"] for plan in in_force.rules}, store.sheet)
    setting = Setting(report.packs, report.as_of)
    if form == "json":
        out(json_text(verdicts_data(declared.name, found, setting)))
    else:
        out(verdicts_text(declared.name, found, setting, style_of("auto")))
    return CODES[overall(found)]


def _use(store: Store, path: str) -> Sheet:
    loaded = store.load(path, "use")
    if loaded.sheet is None:
        raise InvalidFileError(list(loaded.problems))
    if loaded.kind != "use":
        raise PolicylintError(f"{path}: this is no use declaration")
    return loaded.sheet


def _given(store: Store, path: str) -> Asked:
    """A datasheet that the command line names. One that cannot be judged is a dataset that nobody can tell about."""
    if not os.path.isfile(path):
        raise PolicylintError(f"{path}: there is no such datasheet")
    loaded = store.load(path, "datasheet")
    if loaded.kind != "datasheet":
        raise PolicylintError(f"{path}: this is no datasheet")
    identifier = loaded.sheet.id if loaded.sheet is not None else None
    return Asked(identifier or loaded.path, identifier, loaded.path)


def _listed(entry: Item, lineage: Lineage) -> Asked:
    """A dataset that the use lists."""
    at = (entry.sheet.document.path, entry.pointer)
    loaded = lineage.target(entry).loaded
    if loaded is None:
        stand_in = undescribed(entry)
        return Asked(entry.name, stand_in.id if stand_in is not None else None, "", at)
    return Asked(entry.name, loaded.sheet.id if loaded.sheet is not None else None, loaded.path, at)
