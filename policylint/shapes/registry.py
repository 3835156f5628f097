"""The files of `registry/licenses/` and `registry/exceptions/`: what a licence says, by the sections of its text."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from annotated_types import MinLen
from pydantic import Field, model_validator

from policylint.shapes.base import END, NotSaid, Shape, one_of, required, string
from policylint.shapes.common import ActorType, LicenseAction, Purpose

if TYPE_CHECKING:
    from pydantic.config import JsonDict

Phrase = Annotated[str, string(rf"^(?!unknown{END})[\s\S]*[^ \t\r\n]", says="a text")]
LicenseId = Annotated[
    str, string(rf"^(?!unknown{END})[A-Za-z0-9.-]+{END}", longest=None, says="the id of a licence of the registry")
]
Day = Annotated[str, string(rf"^[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}{END}", longest=None, says="a day")]
Address = Annotated[str, string(rf"^https?://[^\s]+{END}", longest=None, says="a web address")]


def _may(description: str) -> Any:
    """Declare a fact that not every licence has."""
    extra: JsonDict = {"question": None, "who": None, "term": "policylint"}
    return Field(default=None, description=description, json_schema_extra=extra)


class Prohibited(Shape):
    """The text forbids a part of it, which it names."""

    prohibit: Phrase = required("What exactly is forbidden.", term="odrl:prohibition")


class PermittedIf(Shape):
    """The text allows it under a condition."""

    permit_if: Phrase = required("The condition.", term="odrl:constraint")


class Contested(Shape):
    """The law is unsettled, or the text can be read two ways."""

    contested: Phrase = required("Why it is contested.")


Term: TypeAlias = Literal["permit", "prohibit", "silent"] | Prohibited | PermittedIf | Contested
"""What a text says of an activity."""

DutyValue: TypeAlias = Literal["duty", "requested", "none", "silent"]
"""Asked for, asked but not required, said to be unnecessary, or not spoken of."""


class ActionTerms(Shape):
    """Each activity has its own term; `silent` is an answer."""

    use: Term = required("Use the data at all.", term="odrl:use")
    modify: Term = required("Change a copy of one's own.", term="odrl:modify")
    derive: Term = required("Share what was made from it.", term="odrl:derive")
    distribute: Term = required("Pass it on as it is.", term="odrl:distribute")
    train: Term = required("Train a model on it.")
    share_model: Term = required("Share a model that was trained on it.")
    share_output: Term = required("Share what such a model makes.")
    sublicense: Term = required("Grant the rights on to others.", term="odrl:grantUse")
    commercial_use: Term = required("Use it for gain.", term="cc:CommercialUse")


class Duties(Shape):
    """The first five are always answered; the others stand where the text speaks of them."""

    attribution: DutyValue = required("Name those whom the licence wants named.", term="cc:Attribution")
    notice: DutyValue = required("Keep the notices, or link to the licence.", term="cc:Notice")
    state_changes: DutyValue = required("Say what was changed.")
    share_alike: DutyValue = required("Share what is made from it alike.", term="cc:ShareAlike")
    source_disclosure: DutyValue = required("Give the form that is best to work on.", term="cc:SourceCode")
    cite: DutyValue = _may("Cite a given publication.")
    no_reidentification: DutyValue = _may("Do not find out who the people are.")
    delete_by: DutyValue = _may("Delete the data by a given day.")
    delete_on_request: DutyValue = _may("Delete items when asked to, or when they turn out not to be licensed.")
    ethics_approval: DutyValue = _may("Have an ethics body approve the use.")
    registration: DutyValue = _may("Register before getting the data.")
    return_results: DutyValue = _may("Give back what was derived.")
    publish_results: DutyValue = _may("Publish what was found.")
    no_endorsement: DutyValue = _may("Do not suggest an endorsement.")
    remove_credit_on_request: DutyValue = _may("Take the licensor's name away when asked to.")
    pass_on_restrictions: DutyValue = _may("Bind others to the same restrictions of use.")
    agreement: DutyValue = _may("Accept or sign an agreement first.")


_FACTS = ("parts", "terms", "duties", "actors", "purposes", "subject_rights", "personal_data")
"""What a licence says itself; a family says it through its members."""


class LicenseFile(Shape):
    """A licence: what its text says. A family names its members instead, and its terms are computed from theirs."""

    name: Phrase = required("The full name.", term="sc:name")
    family: Phrase = required("The licences that are easily confused with it.")
    members: Annotated[list[LicenseId], MinLen(1)] = _may("The licences of a family: one of them is meant.")
    parts: list[Literal["contents", "annotations", "database", "model", "software"]] | NotSaid = _may(
        "The parts that the text can license."
    )
    terms: ActionTerms | NotSaid = _may("What the text says of each activity.")
    duties: Duties | NotSaid = _may("What it asks for.")
    share_alike_targets: Annotated[list[LicenseId], MinLen(1)] = _may(
        "The licences that an adaptation may carry, where share-alike is a duty."
    )
    actors: list[ActorType | Annotated[str, one_of("actor_any")]] | NotSaid = _may("Who may use it.")
    purposes: list[Purpose | Annotated[str, one_of("purpose_any")]] | NotSaid = _may("What it may be used for.")
    field_of_use: Phrase = _may("The uses that the text rules out or limits it to, in words.")
    subject_rights: Literal["not_covered"] = _may("The rights of the people in the data: never licensed.")
    personal_data: Literal["excluded", "provider_warrants", "addressed", "silent"] | NotSaid = _may(
        "What the text does with personal data."
    )
    source: Phrase = required("What the reading rests on, by section.")
    url: Address = _may("The text.")
    confidence: Literal[
        "text-read",
        "text-spot",
        "elements",
        "family",
        "published-classification",
        "computed",
        "partial",
        "archetype",
        "memory",
    ] = required("How the reading came about.")
    reviewed: Day = required("The day on which somebody last looked.", term="sc:lastReviewed")

    spanning: ClassVar[dict[str, dict[str, Any]]] = {
        "a family or a licence": {
            "if": {"required": ["members"]},
            "then": {"not": {"anyOf": [{"required": [name]} for name in _FACTS]}},
            "else": {"required": list(_FACTS)},
        },
        "share-alike has targets": {
            "if": {
                "required": ["duties"],
                "properties": {
                    "duties": {
                        "type": "object",
                        "required": ["share_alike"],
                        "properties": {"share_alike": {"const": "duty"}},
                    }
                },
            },
            "then": {"required": ["share_alike_targets"]},
            "else": {"not": {"required": ["share_alike_targets"]}},
        },
    }

    @model_validator(mode="after")
    def _spans(self) -> "LicenseFile":
        said = self.model_fields_set & set(_FACTS)
        if said != (set() if "members" in self.model_fields_set else set(_FACTS)):
            raise ValueError("a family has members, a licence has terms of its own")
        due = isinstance(self.duties, Duties) and self.duties.share_alike == "duty"
        if due != ("share_alike_targets" in self.model_fields_set):
            raise ValueError("share-alike has targets, and nothing else has")
        return self


class ExceptionFile(Shape):
    """An exception: what it adds to the licences that it goes with."""

    name: Phrase = required("The full name.", term="sc:name")
    licenses: Annotated[list[LicenseId], MinLen(1)] = required("The licences that it goes with.")
    says: Phrase = required("What it allows, in words.")
    adds: list[LicenseAction] = required("The activities that it permits besides.")
    source: Phrase = required("What the reading rests on.")
    url: Address = required("The text.")
    confidence: Literal["text-read", "text-spot"] = required("How the reading came about.")
    reviewed: Day = required("The day on which somebody last looked.", term="sc:lastReviewed")
