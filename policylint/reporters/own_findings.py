"""What there is to say of findings that no rule file stands behind: those of policylint itself."""

from __future__ import annotations

from policylint.lean import NamedTuple


class About(NamedTuple):
    """What a kind of finding is: in a line, why it is reported, and the way out."""

    title: str
    why: str
    remedy: str


_AREAS = {
    "syntax": About(
        "A file cannot be read",
        "A file that cannot be read whole is judged by no rule: what it says of the data is not known.",
        "Mend the file at the place shown.",
    ),
    "shape": About(
        "A document does not have the shape of its format",
        "A value where the format has none would be passed over in silence, so the document is judged by no rule.",
        "Write what the format asks for at the place shown; `docs/datasheet.md` describes it.",
    ),
    "reference": About(
        "A reference does not lead to one thing",
        "What a dataset is made from, or what a use is of, cannot be judged where the reference leads nowhere.",
        "Let the reference name a file or an id that is there, once.",
    ),
    "waiver": About(
        "A waiver does not hold",
        "A waiver excuses a finding only as long as it is valid, and one that excuses nothing hides what comes later.",
        "Renew it, or take it out.",
    ),
    "baseline": About(
        "A baseline does not hold",
        "A baseline hides what was found before it was written, and nothing else.",
        "Write it anew with `policylint baseline write`.",
    ),
    "ledger": About(
        "A ledger cannot be judged",
        "Rules on records need every column that they ask for, in a file that can be read.",
        "Mend the ledger, or how the datasheet describes it.",
    ),
    "audit": About(
        "Something that is held cannot be looked at",
        "An audit that passed over what it cannot read would say less than it seems to.",
        "Make it readable, or leave it out by name.",
    ),
    "policylint": About(
        "Something that policylint says of its own work",
        "A report that left something out, or could not judge something, says so.",
        "Do what the finding says.",
    ),
}
_TITLES = {
    "audit/more": "More names are those of a listed dataset than are shown",
    "audit/unreadable": "A file or folder cannot be read",
    "policylint/combinations": "A document has more combinations of items than a rule judges",
    "policylint/item-licenses": "Items of the data carry licences of their own",
    "policylint/ledger": "A ledger cannot be read here",
    "policylint/license-list": "A list of licences does not say whether all hold or one may be chosen",
    "policylint/more": "A rule has more findings on a document than are listed",
    "policylint/open-questions": "A document of another format leaves questions open",
    "policylint/unnamed-license": "A licence is given without a name that is known",
    "policylint/unread-key": "A key of another format is not read",
    "policylint/wrong-type": "A value of another format is of another type than the format asks for",
    "reference/ambiguous": "An id is given to more than one thing",
    "reference/cycle": "Datasets are made from each other in a circle",
    "reference/unresolved": "A reference leads nowhere",
    "reference/version": "A reference asks for a version that is not there",
    "shape/ledger": "A ledger has other columns or rows than it needs",
    "shape/missing": "A key that must be said is missing",
    "shape/more": "A document has more mistakes than are listed",
    "shape/people": "Whether people are in the data, and the groups of them, contradict each other",
    "shape/type": "A value is of another type than belongs there",
    "shape/unknown-key": "A key is none of the format's",
    "shape/unrecognised": "A file that should describe a dataset is in no format that is known",
    "shape/value": "A value is none of those that can stand there",
    "shape/version": "The version of the format is not known",
    "syntax/alias": "A YAML alias cannot be followed",
    "syntax/control-character": "A control character stands in the text",
    "syntax/depth": "A document is nested too deep",
    "syntax/duplicate-key": "A key stands twice",
    "syntax/empty": "A document says nothing",
    "syntax/encoding": "A file is not UTF-8",
    "syntax/front-matter": "Front matter begins and never ends",
    "syntax/json": "A file is not JSON",
    "syntax/key": "A key is not a plain word",
    "syntax/ledger": "A ledger cannot be read to its end",
    "syntax/nodes": "A document holds too many values",
    "syntax/several-documents": "A file holds more than one document",
    "syntax/size": "A file is too large",
    "syntax/tag": "A YAML tag is not allowed",
    "syntax/unreadable": "A file cannot be opened",
    "syntax/yaml": "A file is not YAML",
}


def about(rule: str) -> About:
    """What a kind of finding is; of one that has no line of its own, what is true of its area."""
    area = rule.partition("/")[0]
    found = _AREAS.get(area, _AREAS["policylint"])
    return found._replace(title=_TITLES.get(rule, found.title))
