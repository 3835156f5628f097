"""Objects that more than one file uses: evidence, dated references, periods, reviews."""

from typing import Annotated

from annotated_types import MinLen

from policylint.shapes.base import (
    Count,
    Date,
    Jurisdiction,
    Never,
    NotSaid,
    Shape,
    Text,
    one_of,
    optional,
)

Activity = Annotated[str, one_of("activity")]
ActorType = Annotated[str, one_of("actor_type")]
ConsentStatus = Annotated[str, one_of("consent_status")]
LicenseAction = Annotated[str, one_of("license_action")]
MaintenanceStatus = Annotated[str, one_of("maintenance_status")]
Purpose = Annotated[str, one_of("purpose")]
RiskArea = Annotated[str, one_of("risk_area")]

Territory = list[Jurisdiction]
Purposes = Purpose | Annotated[list[Purpose], MinLen(1)]
"""What a use is for: a use for nothing is none."""

Activities = Annotated[list[Activity], MinLen(1)]
"""What a use does: at least one thing."""


class Evidence(Shape):
    """Evidence is a file or an address, with the hash that shows that it has not changed."""

    path: Text | NotSaid = optional(
        "The file, relative to this one.", ask="In which file is the evidence?", who="publisher", term="sc:contentUrl"
    )
    url: Text | NotSaid = optional(
        "The address; never fetched.", ask="At which address is the evidence?", who="publisher", term="sc:url"
    )
    sha256: Text | NotSaid = optional(
        "The SHA-256 of the file.",
        ask="What is the SHA-256 of the evidence file?",
        who="publisher",
        term="sc:sha256",
    )
    date: Date | NotSaid = optional(
        "When the evidence was made.", ask="When was this evidence made?", who="publisher", term="sc:dateCreated"
    )
    note: Text | NotSaid = optional(
        "What the evidence shows.", ask="What does this evidence show?", who="publisher", term="sc:description"
    )


class DatedReference(Shape):
    """An assessment is known by its reference and its date."""

    reference: Text | NotSaid = optional(
        "The number, path or address of the record.",
        ask="Under which reference is the record kept?",
        who="counsel",
        term="sc:identifier",
    )
    date: Date | NotSaid = optional(
        "When the record was made.", ask="When was the record made?", who="counsel", term="sc:dateCreated"
    )


class Period(Shape):
    """A period runs from one date to another, both included."""

    from_: Date | NotSaid = optional(
        "The first day.", ask="When did it start?", who="collector", term="sc:startDate", key="from"
    )
    to: Date | NotSaid = optional("The last day.", ask="When did it end?", who="collector", term="sc:endDate")


class Size(Shape):
    """A size counts items, people and bytes."""

    items: Count | NotSaid = optional(
        "The number of items.", ask="How many items are in the data?", who="publisher", term="sc:size"
    )
    people: Count | NotSaid = optional(
        "The number of people.", ask="How many people are in the data?", who="collector", term="dpv:hasDataSubjectScale"
    )
    bytes: Count | NotSaid = optional(
        "The size of the files in bytes.", ask="How many bytes is the data?", who="publisher", term="sc:contentSize"
    )


class Approval(Shape):
    """An approval holds for a place, a kind of access and a period."""

    place: Text | list[Text] | NotSaid = optional(
        "The place or places that were approved.",
        ask="For which place was the collection approved?",
        who="ethics_board",
        term="sc:location",
    )
    access: Annotated[str, one_of("access_mode")] | Text | NotSaid = optional(
        "The kind of access that was approved.",
        ask="What kind of access to the data was approved?",
        who="ethics_board",
        term="sc:conditionsOfAccess",
    )
    period: Period | Text | NotSaid = optional(
        "The period that was approved.",
        ask="For which period was the collection approved?",
        who="ethics_board",
        term="sc:temporalCoverage",
    )


class EthicsReview(Shape):
    """A review says who approved what, until when."""

    required: bool | NotSaid = optional(
        "Whether a review is required.",
        ask="Does this work need an ethics review?",
        who="ethics_board",
        term="dpv:hasNecessity",
    )
    status: Annotated[str, one_of("ethics_status")] | NotSaid = optional(
        "What came of the review.", ask="What did the ethics board decide?", who="ethics_board"
    )
    body: Text | NotSaid = optional(
        "The board that reviewed.", ask="Which ethics board reviewed it?", who="ethics_board", term="sc:agent"
    )
    reference: Text | NotSaid = optional(
        "The board's own number.",
        ask="Under which reference does the board keep it?",
        who="ethics_board",
        term="sc:identifier",
    )
    approved_on: Date | NotSaid = optional(
        "The date of the decision.", ask="When did the board decide?", who="ethics_board", term="sc:dateIssued"
    )
    expires_on: Date | Never | NotSaid = optional(
        "The first day on which the approval no longer holds, or `never`.",
        ask="When does the approval end?",
        who="ethics_board",
        term="sc:expires",
    )
    approved: Approval | NotSaid = optional(
        "What was approved.", ask="What exactly did the board approve?", who="ethics_board", term="dpv:hasScope"
    )
    deviations: list[Text] | NotSaid = optional(
        "How what was done differs from what was approved.",
        ask="Where did you depart from what was approved?",
        who="collector",
    )
