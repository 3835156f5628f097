"""Licences: which one applies to which part, and the terms of those that have no SPDX identifier."""

from typing import Annotated

from policylint.shapes.base import (
    END,
    Date,
    Jurisdiction,
    Never,
    NotSaid,
    Quoted,
    Shape,
    Slug,
    Text,
    exactly,
    one_of,
    optional,
    string,
)
from policylint.shapes.common import ActorType, Evidence, LicenseAction, Purpose

LicenseRef = Annotated[
    str, string(rf"^LicenseRef-[A-Za-z0-9.-]+{END}", longest=None, says="a reference such as `LicenseRef-mine`")
]
Subsets = list[Slug] | Annotated[str, exactly(value="all")]


class PerItem(Shape):
    """Items may have a licence each, in a table."""

    path: Text | NotSaid = optional(
        "The table.", ask="Which file lists a licence per item?", who="publisher", term="sc:contentUrl"
    )
    column: Text | NotSaid = optional(
        "The column of licences.", ask="Which column holds the licence?", who="publisher", term="sc:license"
    )
    author_column: Text | NotSaid = optional(
        "The column of authors.", ask="Which column holds the author?", who="publisher", term="sc:author"
    )
    source_column: Text | NotSaid = optional(
        "The column of sources.", ask="Which column holds the source?", who="publisher", term="sc:isBasedOn"
    )


class License(Shape):
    """An entry says which licence applies to which part, and in whose words."""

    applies_to: Annotated[str, one_of("applies_to")] | NotSaid = optional(
        "The part; `dataset` covers every part that no other entry names.",
        ask="To which part of the dataset does this licence apply?",
        who="publisher",
        term="odrl:target",
    )
    subsets: Subsets | NotSaid = optional(
        "The subsets that it applies to.",
        ask="To which subsets does this licence apply?",
        who="publisher",
        term="sc:hasPart",
        silence="all",
    )
    license: Quoted | NotSaid = optional(
        "An SPDX expression, with `LicenseRef-…` for terms defined here; NONE; or NOASSERTION.",
        ask="Under which licence is this part?",
        who="publisher",
        term="sc:license",
    )
    declared: Quoted | NotSaid = optional(
        "The publisher's own words.",
        ask="What does the publisher say about the licence, word for word?",
        who="publisher",
        term="spdx:hasDeclaredLicense",
    )
    declared_in: Text | NotSaid = optional(
        "Where the words stand.", ask="Where does the publisher say so?", who="publisher", term="sc:url"
    )
    holder: Text | NotSaid = optional(
        "Who holds the rights.", ask="Who holds the rights?", who="publisher", term="sc:copyrightHolder"
    )
    per_item: PerItem | NotSaid = optional(
        "Where each item's licence stands.", ask="Do items have a licence each? Where is it listed?", who="publisher"
    )
    evidence: list[Evidence] | NotSaid = optional(
        "What proves it.", ask="What proves that this licence was granted?", who="publisher"
    )


class LicenseText(Shape):
    """The text of a licence is a file or an address."""

    path: Text | NotSaid = optional(
        "Its file.", ask="In which file is the licence text?", who="publisher", term="sc:contentUrl"
    )
    url: Text | NotSaid = optional("Its address.", ask="Where is the licence text?", who="publisher", term="sc:url")
    sha256: Text | NotSaid = optional(
        "Its SHA-256.", ask="What is the SHA-256 of the licence text?", who="publisher", term="sc:sha256"
    )


class LicenseTerms(Shape):
    """Terms say what a licence permits, prohibits and requires; what they do not list is silent."""

    name: Text | NotSaid = optional(
        "What the licence is called.", ask="What is this licence called?", who="publisher", term="sc:name"
    )
    like: Quoted | NotSaid = optional(
        "The known licence whose terms these start from.",
        ask="Which known licence is this one like?",
        who="counsel",
    )
    permits: list[LicenseAction] | NotSaid = optional(
        "What it permits.", ask="What does this licence permit?", who="counsel", term="odrl:permission"
    )
    prohibits: list[LicenseAction] | NotSaid = optional(
        "What it prohibits.", ask="What does this licence prohibit?", who="counsel", term="odrl:prohibition"
    )
    requires: list[Annotated[str, one_of("duty")]] | NotSaid = optional(
        "What it requires.", ask="What does this licence require?", who="counsel", term="odrl:duty"
    )
    actors: list[ActorType | Annotated[str, one_of("actor_any")]] | NotSaid = optional(
        "Who may use it; `any` is everybody.",
        ask="Who may use the data under this licence?",
        who="counsel",
        term="odrl:assignee",
    )
    purposes: list[Purpose | Annotated[str, one_of("purpose_any")]] | NotSaid = optional(
        "What it may be used for; `any` is anything.",
        ask="For which purposes may the data be used under this licence?",
        who="counsel",
        term="odrl:purpose",
    )
    countries: list[Jurisdiction] | NotSaid = optional(
        "Where it holds.", ask="In which countries does this licence hold?", who="counsel", term="odrl:spatial"
    )
    valid_until: Date | Never | NotSaid = optional(
        "The first day on which it no longer holds, or `never`.",
        ask="When does this licence end?",
        who="counsel",
        term="sc:expires",
    )
    text: LicenseText | NotSaid = optional(
        "The text.", ask="Where is the text of this licence?", who="publisher", term="sc:text"
    )
    reviewed_by: Text | NotSaid = optional(
        "Who read the text and wrote these terms.", ask="Who read this licence?", who="counsel"
    )
    reviewed_on: Date | NotSaid = optional(
        "When that was.", ask="When was this licence read?", who="counsel", term="sc:lastReviewed"
    )
