"""`policylint rules new`: a rule to fill in. It does not load, and its tests do not hold, until it says something."""

from __future__ import annotations

import os
import re

from policylint import resources
from policylint.commands.terminal import out, save_new, shown
from policylint.errors import PolicylintError
from policylint.policy.files import files_of, shipped_rule
from policylint.writing import write_new

_ID = re.compile("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_SCHEMA = "rule.schema.json"
TEMPLATE = f"""\
# yaml-language-server: $schema=../../schemas/{_SCHEMA}
title:                              # what must be, in a few words
severity: error                     # error | warning | info
for_each: {{group: people.groups}}    # or uses, licenses, sources …; without it, the sheet as a whole
when: {{group.role: {{not: {{is_a: maker}}}}}}    # to which of them it applies; without it, to all
require:                            # what must be: {{group.consent.status: given}}; or forbid: what must not
message:                            # the fact: "{{group}}: the consent is {{group.consent.status}}"
remedy:                             # the way out, for who reads the message
why:                                # the reason, in words that a person outside computing understands
references: []                      # where the rule comes from
tests:                              # each holds a piece of a datasheet; what is left out is not said
  - name: as it must be
    expect: pass
    datasheet: {{}}
  - name: as it must not be
    expect: fail
    datasheet: {{}}
  - name: nobody says
    expect: unknown
    datasheet: {{people: {{groups: []}}}}
  - name: the rule is about something else
    expect: not_applicable
    datasheet: {{}}
"""


def run(name: str, folder: str) -> int:
    """Write the rule, and the schema that editors read beside it; never over a file that is there."""
    if _ID.fullmatch(name) is None:
        raise PolicylintError(f"`{name}` is no id of a rule: write area/slug, in small letters, digits and `-`")
    if shipped_rule(name) is not None:
        raise PolicylintError(f"policylint brings a rule {name}: choose another id")
    file = os.path.join(folder, "rules", f"{name}.yaml")
    there = files_of(name, (folder,))
    if there:
        raise PolicylintError(f"{resources.display(there[0])}: this file is there already; nothing was written")
    save_new(file, TEMPLATE)
    fill = f"Fill in what is empty, then the tests: policylint test {shown(file)}"
    out(f"wrote {shown(file)}\n{_schema(folder)}{fill}\n")
    return 0


def _schema(folder: str) -> str:
    """Write the schema that the rule's first line names, where there is none; what was written."""
    file = os.path.join(folder, "schemas", _SCHEMA)
    with open(resources.path("schemas", _SCHEMA), encoding="utf-8") as shipped:
        text = shipped.read()
    try:
        write_new(file, text)
    except OSError:
        return ""  # an editor's help: one that is there stays, and a rule can do without
    return f"wrote {shown(file)}\n"
