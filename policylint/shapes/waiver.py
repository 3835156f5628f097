"""Waivers: acts by which somebody answers for a finding, until a date."""

from typing import Any

from pydantic import RootModel

from policylint.shapes.base import Date, NotSaid, Shape, Slug, Text, optional, required
from policylint.shapes.common import Evidence


class Place(Shape):
    """A place is a file and an item in it, never a line."""

    file: Text | NotSaid = optional("The file.", ask="In which file is the finding?", who="steward")
    pointer: Text | NotSaid = optional(
        "The JSON pointer, with ids instead of list indexes where there are ids.",
        ask="At which item is the finding?",
        who="steward",
    )


class Excuse(Shape):
    """An excuse binds a waiver to a value: when the value changes, the waiver is void."""

    file: Text | NotSaid = optional("The file.", ask="In which file is the value?", who="steward")
    pointer: Text | NotSaid = optional("The JSON pointer.", ask="Where is the value?", who="steward")
    value: Any = optional("The value that was looked at, or `absent`.", ask="Which value is excused?", who="steward")
    sha256: Text | NotSaid = optional(
        "The SHA-256 of a long value.", ask="What is the SHA-256 of the value?", who="steward", term="sc:sha256"
    )


class Waiver(Shape):
    """A waiver says who excuses what, why, on what evidence, until when."""

    id: Slug = required("Its number.", ask="Which number has the waiver?", who="steward", term="sc:identifier")
    rule: Text = required("The rule that it waives.", ask="Which rule is waived?", who="steward")
    dataset: Text | NotSaid = optional("The id of the dataset.", ask="For which dataset?", who="steward")
    use: Text | NotSaid = optional("The id of the use.", ask="For which use?", who="steward")
    at: Place | NotSaid = optional("The item.", ask="At which place is the finding?", who="steward")
    excuses: list[Excuse] | NotSaid = optional("What was looked at.", ask="Which values are excused?", who="steward")
    reason: Text = required("Why.", ask="Why is it waived?", who="steward", term="dpv:hasJustification")
    conditions: list[Text] | NotSaid = optional(
        "Under which conditions.", ask="Under which conditions?", who="counsel", term="odrl:constraint"
    )
    review: Text | NotSaid = optional("When it is to be looked at again.", ask="When to look again?", who="steward")
    evidence: list[Evidence] | NotSaid = optional("What it rests on.", ask="What does it rest on?", who="steward")
    owner: Text = required("Who answers for it.", ask="Who answers for the waiver?", who="steward")
    approved_by: Text = required("Who approved it; not the owner.", ask="Who approved the waiver?", who="counsel")
    approved_on: Date = required("When that was.", ask="When was it approved?", who="counsel", term="sc:dateIssued")
    starts: Date | NotSaid = optional(
        "The first day on which it counts.", ask="From when does it count?", who="steward", term="sc:validFrom"
    )
    expires: Date = required(
        "The first day on which it no longer counts.", ask="Until when does it count?", who="steward", term="sc:expires"
    )


class Waivers(RootModel[list[Waiver]]):
    """A waiver file is a list."""
