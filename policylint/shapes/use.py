"""The use declaration: what somebody does with datasets, and on what it rests."""

from typing import Annotated, Any

from policylint.shapes.base import (
    Country,
    Date,
    Never,
    NoneAtAll,
    NotSaid,
    Quoted,
    Shape,
    Slug,
    Text,
    one_of,
    optional,
    required,
)
from policylint.shapes.common import (
    Activities,
    ActorType,
    DatedReference,
    EthicsReview,
    Evidence,
    LicenseAction,
    Purposes,
    RiskArea,
)
from policylint.shapes.licensing import Subsets


class Screening(Shape):
    """A screening compared an actor with a list, on a date."""

    list_: Text | NotSaid = optional(
        "The list.", ask="Against which list were you screened?", who="counsel", key="list"
    )
    date: Date | NotSaid = optional("When.", ask="When were you screened?", who="counsel")
    result: Text | NotSaid = optional(
        "What came of it; `clear` where nothing was found.", ask="What did the screening find?", who="counsel"
    )


class Actor(Shape):
    """An actor is who uses the data; several types may apply at once."""

    name: Text | NotSaid = optional("Its name.", ask="Who uses the data?", who="consumer", term="sc:name")
    type: list[ActorType] | NotSaid = optional(
        "What it is; a university hospital is three.",
        ask="Are you a university, a company, an authority …?",
        who="consumer",
        term="dpv:Organisation",
    )
    subtype: Annotated[str, one_of("actor_subtype")] | NotSaid = optional(
        "What it is more closely; corporate research is not academic.",
        ask="Is this a research laboratory of a company?",
        who="consumer",
        silence="none",
    )
    country: Country | NotSaid = optional(
        "Its country: ISO 3166-1.", ask="In which country are you?", who="consumer", term="sc:addressCountry"
    )
    sector: Text | NotSaid = optional(
        "Its sector.", ask="In which sector do you work?", who="consumer", term="dpv:hasSector"
    )
    supplies: list[Annotated[str, one_of("supplies")]] | NotSaid = optional(
        "Whom it supplies.", ask="Do you supply surveillance, armed forces or police?", who="consumer"
    )
    screening: Screening | NotSaid = optional(
        "How it was screened.", ask="Were you screened against a sanctions list?", who="counsel"
    )


class Deployment(Shape):
    """A deployment says what a system does, where, for whom and to whom."""

    capability: list[Annotated[str, one_of("capability")]] | NotSaid = optional(
        "What the system can do to people.",
        ask="Does the system identify, verify or categorise people?",
        who="consumer",
        term="dpv:hasPurpose",
    )
    setting: list[Annotated[str, one_of("deployment_setting")]] | NotSaid = optional(
        "Where it works.", ask="Where will the system work?", who="consumer", term="dpv:hasLocation"
    )
    customers: list[Annotated[str, one_of("customer")]] | NotSaid = optional(
        "For whom.", ask="Who are the customers of the system?", who="consumer", term="dpv:hasRecipient"
    )
    target_groups: list[Text] | NotSaid = optional(
        "Which people it is aimed at.",
        ask="At which groups of people is the system aimed?",
        who="consumer",
        term="dpv:hasHumanSubject",
    )


class Grant(Shape):
    """A grant was made to the user alone, and adds to the licence."""

    license: Quoted | NotSaid = optional(
        "What was granted: an SPDX expression.",
        ask="Which licence was granted to you?",
        who="counsel",
        term="sc:license",
    )
    licensor: Text | NotSaid = optional("By whom.", ask="Who granted it?", who="counsel", term="odrl:assigner")
    adds: list[LicenseAction] | NotSaid = optional(
        "What it permits beyond the licence.",
        ask="What does the grant permit beyond the licence?",
        who="counsel",
        term="odrl:permission",
    )
    valid_from: Date | NotSaid = optional(
        "The first day on which it holds.", ask="From when does the grant hold?", who="counsel", term="sc:validFrom"
    )
    valid_until: Date | Never | NotSaid = optional(
        "The first day on which it no longer holds, or `never`.",
        ask="Until when does the grant hold?",
        who="counsel",
        term="sc:validThrough",
    )
    evidence: list[Evidence] | NotSaid = optional("What proves it.", ask="What proves the grant?", who="counsel")


class StatutoryException(Shape):
    """An exception is a law that somebody has assessed."""

    law: Text | NotSaid = optional(
        "The law.", ask="Which law permits the use?", who="counsel", term="dpv:hasApplicableLaw"
    )
    assessed_by: Text | NotSaid = optional(
        "Who found that it applies.", ask="Who found that this law applies?", who="counsel"
    )
    evidence: list[Evidence] | NotSaid = optional("The assessment.", ask="Where is the assessment?", who="counsel")


class Agreement(Shape):
    """An agreement was signed by somebody, for a time."""

    signed_on: Date | NotSaid = optional("When.", ask="When was the agreement signed?", who="consumer")
    by: Text | NotSaid = optional("By whom.", ask="Who signed the agreement?", who="consumer", term="sc:agent")
    expires_on: Date | Never | NotSaid = optional(
        "The first day on which it no longer holds, or `never`.",
        ask="When does the agreement end?",
        who="consumer",
        term="sc:expires",
    )
    evidence: list[Evidence] | NotSaid = optional("The agreement.", ask="Where is the agreement?", who="consumer")


class Quarantine(Shape):
    """Quarantined data was set apart on a date, in a place."""

    date: Date | NotSaid = optional("When.", ask="When was the data set apart?", who="consumer")
    where: Text | NotSaid = optional("Where.", ask="Where is the data now?", who="consumer", term="dpv:hasLocation")


class UsedDataset(Shape):
    """A used dataset is named, pinned, and used on some ground."""

    id: Slug | NotSaid = optional(
        "Its name in this file; models point here.",
        ask="What is this dataset called here?",
        who="consumer",
        term="sc:identifier",
    )
    ref: Text | NotSaid = optional(
        "A coordinate (hf:, tfds:, doi: …), or the path of a datasheet or its folder.",
        ask="Where does the dataset come from?",
        who="consumer",
        term="sc:isBasedOn",
    )
    sheet: Text | NotSaid = optional(
        "Our own review of it, or a saved card or Croissant file.",
        ask="Which file here describes the dataset?",
        who="consumer",
        term="sc:subjectOf",
    )
    version: Text | NotSaid = optional(
        "Its version.", ask="Which version do you use?", who="consumer", term="sc:version"
    )
    obtained_on: Date | NotSaid = optional("When it was obtained.", ask="When did you obtain it?", who="consumer")
    sha256: Text | NotSaid = optional(
        "The SHA-256 of its data.", ask="What is the SHA-256 of your copy?", who="consumer", term="sc:sha256"
    )
    subsets: Subsets | NotSaid = optional(
        "The subsets used.", ask="Which subsets do you use?", who="consumer", term="sc:hasPart", silence="all"
    )
    activities: Activities | NotSaid = optional(
        "What is done with it, instead of the use's own activities.",
        ask="What do you do with this dataset?",
        who="consumer",
        term="odrl:action",
    )
    rests_on: Annotated[str, one_of("dataset_rests_on")] | NotSaid = optional(
        "On what the use rests.", ask="On what does your use of this dataset rest?", who="counsel"
    )
    grant: Grant | NotSaid = optional(
        "What was granted to us.", ask="What was granted to you?", who="counsel", term="odrl:Agreement"
    )
    exception: StatutoryException | NotSaid = optional(
        "The law that permits it.", ask="Which law permits the use?", who="counsel"
    )
    agreement: Agreement | NoneAtAll | NotSaid = optional(
        "What we signed.", ask="What did you sign to get the data?", who="consumer", term="dpv:LegalAgreement"
    )
    compatibility_assessment: DatedReference | NotSaid = optional(
        "Why the purpose fits the one that the data was collected for (GDPR Art. 6(4)).",
        ask="Is there an assessment that your purpose fits the original one?",
        who="counsel",
        term="dpv:hasReuseCompatibility",
    )
    quarantined: Quarantine | NotSaid = optional(
        "Where it was set apart.", ask="Was the copy set apart, and where?", who="consumer"
    )


class Model(Shape):
    """A model was trained on datasets, and is kept or not."""

    id: Slug | NotSaid = optional("Its name.", ask="What is the model called?", who="consumer", term="sc:identifier")
    base: Text | NotSaid = optional(
        "The model it starts from.", ask="From which model does it start?", who="consumer", term="spdx:descendantOf"
    )
    trained_on: list[Slug] | NotSaid = optional(
        "Ids of datasets of this use.", ask="On which datasets was it trained?", who="consumer", term="spdx:trainedOn"
    )
    released_on: Date | NotSaid = optional(
        "When it was released.", ask="When was the model released?", who="consumer", term="sc:datePublished"
    )
    disposition: Annotated[str, one_of("disposition")] | NotSaid = optional(
        "What became of it after its data was retracted.",
        ask="Was the model deleted, trained again, or kept?",
        who="consumer",
    )
    reason: Text | NotSaid = optional(
        "Why it was kept.", ask="Why was the model kept?", who="counsel", term="dpv:hasJustification"
    )
    license: Quoted | NotSaid = optional(
        "Its licence: an SPDX expression.", ask="Under which licence is the model?", who="consumer", term="sc:license"
    )
    gpai: bool | NotSaid = optional(
        "Whether it is a general-purpose AI model (EU AI Act, Art. 3(63)).",
        ask="Is it a general-purpose AI model?",
        who="counsel",
        term="policylint",
    )


class UseDeclaration(Shape):
    """A use declaration says who uses which datasets, for what, and on what ground."""

    use: Text = required("The version of this format.", ask="Which version of the format is this?", who="consumer")
    id: Slug = required("The name of the use.", ask="What is this use called?", who="consumer", term="sc:identifier")
    actor: Actor | NotSaid = optional(
        "Who uses the data.", ask="Who uses the data?", who="consumer", term="odrl:assignee"
    )
    purpose: Purposes | NotSaid = optional(
        "What for; one purpose or several.", ask="What do you use the data for?", who="consumer", term="dpv:hasPurpose"
    )
    commercial: bool | NotSaid = optional(
        "Whether the use is commercial.",
        ask="Is your use commercial?",
        who="consumer",
        term="dpv:CommercialPurpose",
    )
    activities: Activities | NotSaid = optional(
        "What is done with the data.", ask="What do you do with the data?", who="consumer", term="odrl:action"
    )
    deployment: Deployment | NotSaid = optional(
        "What the system does, and where.", ask="What does the system do, and where?", who="consumer"
    )
    datasets: list[UsedDataset] | NotSaid = required(
        "The datasets used.", ask="Which datasets do you use?", who="consumer", term="sc:isBasedOn"
    )
    models: list[Model] | NotSaid = optional(
        "The models trained.", ask="Which models did you train?", who="consumer", term="spdx:trainedOn"
    )
    ethics_approval: EthicsReview | NotSaid = optional(
        "The ethics review of the use.",
        ask="Did an ethics board approve the use?",
        who="ethics_board",
        term="duo:0000021",
    )
    risk_area: RiskArea | NotSaid = optional(
        "The area of EU AI Act, Annex III, or `none`.",
        ask="Does your use fall into a high-risk area of the EU AI Act?",
        who="counsel",
        term="eu-aiact:HighRiskAISystem",
    )
    data_governance: DatedReference | NotSaid = optional(
        "The record of data governance (EU AI Act, Art. 10).",
        ask="Is there a record of data governance?",
        who="counsel",
        term="policylint",
    )
    bias_safeguards: list[Text] | NotSaid = optional(
        "What protects special categories used to find bias (EU AI Act, Art. 10(5)).",
        ask="What protects the special categories that you use to find bias?",
        who="counsel",
        term="policylint",
    )
    commitments: list[Annotated[str, one_of("commitment")]] | NotSaid = optional(
        "What the user commits to.", ask="What do you commit to?", who="consumer", term="odrl:duty"
    )
    project: Text | NotSaid = optional("The project.", ask="What is the project?", who="consumer", term="duo:0000027")
    users: Text | list[Text] | NotSaid = optional(
        "The users.", ask="Who are the users?", who="consumer", term="duo:0000026"
    )
    institution: Text | list[Text] | NotSaid = optional(
        "The institution.", ask="At which institution is the use?", who="consumer", term="duo:0000028"
    )
    extensions: dict[str, Any] | NotSaid = optional(
        "What this format does not model, by name; kept word for word.",
        ask="What else is there to say?",
        who="consumer",
    )
