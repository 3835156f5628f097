"""Advisories: what is publicly known to have happened to a dataset, close to the format of OSV.

The name of the file is the advisory's id: nothing inside could disagree with it.
"""

from typing import Annotated

from annotated_types import MinLen

from policylint.shapes.base import END, Date, NotSaid, Quoted, Shape, Text, one_of, optional, required, string

AdvisoryId = Annotated[
    str,
    string(rf"^[A-Z][A-Z0-9]*-[0-9]{{4}}-[0-9]{{4,}}{END}", says="an advisory's id (`ODA-2019-0001`)"),
]
Sha256 = Annotated[str, string(rf"^[0-9A-Fa-f]{{64}}{END}", says="a SHA-256 in hexadecimal digits")]
Coordinate = Annotated[
    str,
    string(rf"^[A-Za-z][A-Za-z0-9+.-]*:[^ \t\r\n]+{END}", says="a coordinate (`hf:owner/name`, `doi:…`) or a URL"),
]
Confidence = Annotated[str, one_of("advisory_confidence")]


class Affected(Shape):
    """What an advisory is about is a dataset, by its names, coordinates, versions and hashes."""

    dataset: Text = required(
        "The name of the dataset.", ask="What is the dataset called?", who="steward", term="sc:name"
    )
    aliases: list[Text] | NotSaid = optional(
        "Its other names.", ask="What else is it called?", who="steward", term="sc:alternateName"
    )
    publisher: Text | NotSaid = optional(
        "Who published it: an organisation, or the authors of a paper.",
        ask="Who published the dataset?",
        who="steward",
        term="sc:publisher",
    )
    published: Date | NotSaid = optional(
        "When it was published.", ask="When was the dataset published?", who="steward", term="sc:datePublished"
    )
    size: Text | NotSaid = optional("How large it is.", ask="How large is the dataset?", who="steward", term="sc:size")
    license: Quoted | NotSaid = optional(
        "Under which licence or terms it was given out: an SPDX id, or the terms in words, as a reference has them.",
        ask="Under which terms was the dataset given out?",
        who="steward",
        term="sc:license",
    )
    identifiers: list[Coordinate] | NotSaid = optional(
        "Where it is or was: coordinates, DOIs, papers, pages.",
        ask="By which coordinates and pages is the dataset known?",
        who="steward",
        term="sc:identifier",
    )
    versions: list[Text] | NotSaid = optional(
        "The versions concerned; absent: all that are not fixed.",
        ask="Which versions are concerned?",
        who="steward",
        term="sc:version",
    )
    fixed_versions: list[Text] | NotSaid = optional(
        "The versions that are put right.", ask="Which versions are put right?", who="steward", term="sc:version"
    )
    fixed_in: list[Text] | NotSaid = optional(
        "The datasets that replace it.", ask="What replaces it?", who="steward", term="dcterms:isReplacedBy"
    )
    hashes: list[Sha256] | NotSaid = optional(
        "SHA-256 of its archives. Never of illegal content.",
        ask="What are the SHA-256 of its archives?",
        who="steward",
        term="sc:sha256",
    )


class Derivative(Shape):
    """A derivative is a dataset or a model that was made from the dataset."""

    name: Text = required("Its name.", ask="What is it called?", who="steward", term="sc:name")
    confidence: Confidence | NotSaid = optional(
        "How sure it is that it was made from the dataset.", ask="How sure is that?", who="steward"
    )


class Reference(Shape):
    """A reference is where anybody can read it; never a copy of what was taken down."""

    type: Annotated[str, one_of("advisory_reference")] = required("What it is.", ask="What is it?", who="steward")
    url: Text = required("Where it is.", ask="Where is it?", who="steward", term="sc:url")
    seen: bool = required("Whether it was read; otherwise it is recalled.", ask="Did you read it?", who="steward")
    note: Text | NotSaid = optional("What else there is to say.", ask="What else is there to say?", who="steward")


class Advisory(Shape):
    """An advisory says what happened to a dataset, when, on whose word, and what to do."""

    advisory: Text = required("The version of this format.", ask="Which version of the format is this?", who="steward")
    published: Date = required("When the advisory was published.", ask="When is the advisory published?", who="steward")
    modified: Date = required("When it was last changed.", ask="When was it last changed?", who="steward")
    withdrawn: Date | NotSaid = optional(
        "When the advisory itself was withdrawn; it then never holds.",
        ask="Was the advisory itself withdrawn?",
        who="steward",
    )
    upstream: list[AdvisoryId] | NotSaid = optional(
        "The advisories of what the dataset was made from.",
        ask="Which advisories are about its sources?",
        who="steward",
        term="prov:wasDerivedFrom",
    )
    related: list[AdvisoryId] | NotSaid = optional(
        "Other advisories to read with it.", ask="Which advisories belong to it?", who="steward"
    )
    summary: Text = required(
        "What happened, in one sentence.", ask="What happened, in one sentence?", who="steward", term="sc:abstract"
    )
    details: Text | NotSaid = optional(
        "What is known, in neutral words.", ask="What is known?", who="steward", term="sc:description"
    )
    severity: Annotated[str, one_of("advisory_severity")] = required(
        "How grave it is.", ask="How grave is it?", who="steward"
    )
    categories: list[Text] | NotSaid = optional("What it is about.", ask="What is it about?", who="steward")
    status: Annotated[str, one_of("advisory_status")] = required(
        "What has become of the dataset.", ask="What has become of the dataset?", who="steward"
    )
    retracted: Date | NotSaid = optional(
        "Since when the status holds; without a date it always does.",
        ask="Since when does the status hold?",
        who="steward",
    )
    retracted_note: Text | NotSaid = optional("How sure the date is.", ask="How sure is the date?", who="steward")
    replaced_on: Date | NotSaid = optional(
        "When the corrected release came out.", ask="When did the corrected release come out?", who="steward"
    )
    action: Annotated[list[Annotated[str, one_of("advisory_action")]], MinLen(1)] = required(
        "What to do.", ask="What should holders and users do?", who="steward"
    )
    alternatives: list[Text] | NotSaid = optional(
        "What to use instead.", ask="What can be used instead?", who="steward"
    )
    affected: Annotated[list[Affected], MinLen(1)] = required(
        "The datasets it is about.", ask="Which datasets is it about?", who="steward"
    )
    derivatives: list[Derivative] | NotSaid = optional(
        "Datasets made from it that have no advisory of their own.",
        ask="Which datasets were made from it?",
        who="steward",
    )
    derived_models: list[Derivative] | NotSaid = optional(
        "Models trained on it.", ask="Which models were trained on it?", who="steward", term="spdx:trainedOn"
    )
    references: list[Reference] = required("Where it can be read.", ask="Where can it be read?", who="steward")
    confidence: Confidence = required("How sure the whole is.", ask="How sure is it?", who="steward")
    last_verified: Date | NotSaid = optional(
        "When somebody last read its references again.", ask="When was it last verified?", who="steward"
    )
    publisher_statement: Text | NotSaid = optional(
        "What the publisher says to it.", ask="What does the publisher say?", who="steward"
    )
    credits: list[Text] | NotSaid = optional("Who helped.", ask="Who helped?", who="steward", term="sc:contributor")
