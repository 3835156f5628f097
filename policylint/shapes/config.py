"""The config: which policy is in force here, and where things are."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from policylint.shapes.base import END, NotSaid, Shape, Text, one_of, string

if TYPE_CHECKING:
    from pydantic.config import JsonDict

RuleId = Annotated[str, string(rf"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*{END}", says="a rule's id (`area/slug`)")]
ParameterName = Annotated[
    str, string(rf"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9_]*{END}", says="a parameter's name (`area.name`)")
]


def setting(description: str, *, ask: str, key: str | None = None, empty: Any = None) -> Any:
    """Declare a key of the config; without it, what `empty` makes holds, and `unknown` is no answer to it."""
    extra: JsonDict = {"question": ask, "who": "steward", "term": "policylint"}
    if empty is None:
        return Field(default=None, description=description, alias=key, json_schema_extra=extra)
    return Field(default_factory=empty, description=description, alias=key, json_schema_extra=extra)


class WaiverSettings(Shape):
    """Waivers live in one file, and only approvers approve."""

    file: Text | NotSaid = setting("The waiver file.", ask="Which file holds the waivers?")
    approvers: list[Text] = setting("Who may approve; empty: anybody.", ask="Who may approve waivers?", empty=list)


class LedgerSource(Shape):
    """A private ledger is a file or a table, narrowed to one dataset."""

    path: Text | NotSaid = setting("The file.", ask="In which file is the ledger?")
    table: Text | NotSaid = setting("The table.", ask="In which table is the ledger?")
    where: dict[str, Text | float | bool] = setting(
        "The rows: column and value; `$dataset.id` stands for the dataset.",
        ask="Which rows belong to the dataset?",
        empty=dict,
    )


class Config(Shape):
    """A config names the policy in force, and never what is true of a dataset."""

    policy: Text | list[Text] = setting(
        "The packs in force, by name, file or folder.", ask="Which packs are in force?", empty=list
    )
    parameters: dict[ParameterName, Any] = setting(
        "Parameters of rules, by `area.name`.", ask="Which parameters are set?", empty=dict
    )
    severity: dict[RuleId, Annotated[str, one_of("rule_level")]] = setting(
        "The level of single rules.", ask="Which rules count more, or less?", empty=dict
    )
    unknown: Annotated[str, one_of("unknown_cost")] | NotSaid = setting(
        "What it costs when a file does not say enough.", ask="What does not knowing cost?"
    )
    waivers: WaiverSettings = setting("Where waivers are.", ask="Where are the waivers?", empty=WaiverSettings)
    advisories: list[Text] = setting(
        "Folders of advisories, beside the built-in ones.", ask="Where are your own advisories?", empty=list
    )
    ledgers: dict[str, LedgerSource] = setting(
        "Where private ledgers are: dataset id, or `*`, to source.", ask="Where are the ledgers?", empty=dict
    )
    roots: list[Text] = setting(
        "Folders beside the project that references may lead into.", ask="Where else are datasheets?", empty=list
    )
    exclude: list[Text] = setting("What a walk leaves out.", ask="Which paths are left out?", empty=list)
