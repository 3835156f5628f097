"""The datasheet: what a dataset is, who is in it, and what may be done with it."""

from typing import Annotated, Any

from policylint.shapes.base import (
    END,
    Count,
    Country,
    Date,
    Duration,
    Jurisdiction,
    Measure,
    Never,
    NoneAtAll,
    NotSaid,
    Quoted,
    Shape,
    Share,
    Slug,
    Text,
    exactly,
    one_of,
    optional,
    required,
    string,
)
from policylint.shapes.common import (
    Activities,
    ActorType,
    DatedReference,
    Evidence,
    MaintenanceStatus,
    Period,
    Purpose,
    Purposes,
    RiskArea,
    Size,
    Territory,
)
from policylint.shapes.licensing import License, LicenseRef, LicenseTerms, Subsets
from policylint.shapes.people import People

DuoCode = Annotated[str, string(rf"^DUO:[0-9]{{7}}{END}", says="a term of the Data Use Ontology (`DUO:0000042`)")]
CollectionMethod = Annotated[str, one_of("collection_method")]


class Identifiers(Shape):
    """Identifiers are what advisories match on; a dataset may have several of a kind."""

    doi: Text | list[Text] | NotSaid = optional(
        "Digital object identifiers.", ask="What is the DOI of the dataset?", who="publisher", term="sc:identifier"
    )
    arxiv: Text | list[Text] | NotSaid = optional(
        "Numbers on arXiv.", ask="What is the arXiv number of its paper?", who="publisher", term="sc:identifier"
    )
    hf: Text | list[Text] | NotSaid = optional(
        "Repositories on Hugging Face: owner/name.",
        ask="What is it called on Hugging Face?",
        who="publisher",
        term="sc:identifier",
    )
    kaggle: Text | list[Text] | NotSaid = optional(
        "Datasets on Kaggle: owner/name.", ask="What is it called on Kaggle?", who="publisher", term="sc:identifier"
    )
    tfds: Text | list[Text] | NotSaid = optional(
        "Names in TensorFlow Datasets.",
        ask="What is it called in TensorFlow Datasets?",
        who="publisher",
        term="sc:identifier",
    )
    torchvision: Text | list[Text] | NotSaid = optional(
        "Names in torchvision.", ask="What is it called in torchvision?", who="publisher", term="sc:identifier"
    )
    sklearn: Text | list[Text] | NotSaid = optional(
        "Names in scikit-learn.", ask="What is it called in scikit-learn?", who="publisher", term="sc:identifier"
    )
    openml: Text | list[Text] | NotSaid = optional(
        "Numbers on OpenML.", ask="What is its number on OpenML?", who="publisher", term="sc:identifier"
    )
    uci: Text | list[Text] | NotSaid = optional(
        "Numbers in the UCI repository.",
        ask="What is its number in the UCI repository?",
        who="publisher",
        term="sc:identifier",
    )
    zenodo: Text | list[Text] | NotSaid = optional(
        "Numbers on Zenodo.", ask="What is its number on Zenodo?", who="publisher", term="sc:identifier"
    )
    figshare: Text | list[Text] | NotSaid = optional(
        "Numbers on figshare.", ask="What is its number on figshare?", who="publisher", term="sc:identifier"
    )
    github: Text | list[Text] | NotSaid = optional(
        "Repositories on GitHub: owner/name.",
        ask="In which GitHub repository is it?",
        who="publisher",
        term="sc:identifier",
    )
    url: Text | list[Text] | NotSaid = optional(
        "Addresses of the dataset.", ask="At which addresses is the dataset?", who="publisher", term="sc:url"
    )


class DescribedBy(Shape):
    """A description may come from the publisher or from somebody else."""

    who: Annotated[str, one_of("describer")] | NotSaid = optional(
        "Whether the publisher describes.",
        ask="Is this written by the publisher or by somebody else?",
        who="publisher",
        term="sc:sdPublisher",
    )
    name: Text | NotSaid = optional(
        "Who describes.", ask="Who wrote this datasheet?", who="publisher", term="sc:author"
    )
    date: Date | NotSaid = optional(
        "When.", ask="When was this datasheet written?", who="publisher", term="sc:sdDatePublished"
    )


class Party(Shape):
    """A party made or paid for the dataset."""

    name: Text | NotSaid = optional("Its name.", ask="What is its name?", who="publisher", term="sc:name")
    type: list[ActorType] | NotSaid = optional(
        "What it is; a university hospital is three.",
        ask="Is it a university, a company, an authority …?",
        who="publisher",
        term="dpv:Organisation",
    )
    country: Country | NotSaid = optional(
        "Its country: ISO 3166-1.", ask="In which country is it?", who="publisher", term="sc:addressCountry"
    )


class Motivation(Shape):
    """A motivation says what a dataset was made for, by whom, and who paid."""

    purpose: Text | NotSaid = optional(
        "What it was made for, in words.",
        ask="What was the dataset made for?",
        who="collector",
        term="rai:dataUseCases",
    )
    created_for: list[Purpose] | NotSaid = optional(
        "The purposes that the data was collected for.",
        ask="For which purposes was the data collected?",
        who="collector",
        term="dpv:hasPurpose",
    )
    creators: list[Party] | NotSaid = optional(
        "Who made it.", ask="Who made the dataset?", who="publisher", term="sc:creator"
    )
    funders: list[Party] | NotSaid = optional(
        "Who paid for it.", ask="Who paid for the dataset?", who="publisher", term="sc:funder"
    )


class Origin(Shape):
    """An origin is a place that data was taken from."""

    url: Text | NotSaid = optional(
        "Its address.", ask="From which address was the data taken?", who="collector", term="sc:isBasedOn"
    )
    accessed: Date | NotSaid = optional(
        "When it was taken.", ask="When was the data taken from there?", who="collector", term="sc:dateCreated"
    )
    method: CollectionMethod | NotSaid = optional(
        "How it was taken.", ask="How was the data taken from there?", who="collector", term="rai:dataCollectionType"
    )


class Signal(Shape):
    """An opt-out signal was looked at on a date, and respected or not."""

    checked: Date | NotSaid = optional(
        "When it was checked.", ask="When was the signal checked?", who="collector", term="sc:dateCreated"
    )
    respected: bool | NotSaid = optional("Whether it was respected.", ask="Was the signal respected?", who="collector")


_Signal = Annotated[str, one_of("opt_out_signal")] | Signal


class OptOutSignals(Shape):
    """Each signal by which a source can reserve its rights is checked, or cannot exist."""

    robots_txt: _Signal | NotSaid = optional(
        "The robots.txt of the host.", ask="Was robots.txt checked, and respected?", who="collector"
    )
    ai_txt: _Signal | NotSaid = optional(
        "The ai.txt of the host.", ask="Was ai.txt checked, and respected?", who="collector"
    )
    tdmrep: _Signal | NotSaid = optional(
        "The TDM Reservation Protocol.",
        ask="Was the TDM Reservation Protocol checked, and respected?",
        who="collector",
    )
    x_robots_tag: _Signal | NotSaid = optional(
        "The X-Robots-Tag header.", ask="Was the X-Robots-Tag header checked, and respected?", who="collector"
    )
    c2pa: _Signal | NotSaid = optional(
        "The content credentials of the item.", ask="Were content credentials checked, and respected?", who="collector"
    )
    platform: _Signal | NotSaid = optional(
        "The platform's own tag.", ask="Was the platform's own opt-out checked, and respected?", who="collector"
    )


class TermsOfService(Shape):
    """The terms of a site permit the collection, forbid it, or do not say."""

    site: Text | NotSaid = optional(
        "The site.", ask="Which site was collected from?", who="collector", term="sc:WebSite"
    )
    verdict: Annotated[str, one_of("terms_verdict")] | NotSaid = optional(
        "What its terms say of the collection.",
        ask="Do the terms of the site permit the collection?",
        who="counsel",
        term="sc:termsOfService",
    )
    date: Date | NotSaid = optional("When they were read.", ask="When were the terms read?", who="counsel")
    evidence: list[Evidence] | NotSaid = optional(
        "A copy of the terms.", ask="Where is a copy of the terms?", who="counsel", term="sc:archivedAt"
    )


class Collection(Shape):
    """A collection says how, where from and when the data was obtained."""

    methods: list[CollectionMethod] | NotSaid = optional(
        "How the data was collected.",
        ask="How was the data collected?",
        who="collector",
        term="rai:dataCollectionType",
    )
    origins: list[Origin] | NotSaid = optional(
        "Where it was collected.", ask="Where was the data collected from?", who="collector", term="sc:isBasedOn"
    )
    targets_named_people: bool | NotSaid = optional(
        "Whether chosen people were collected, for a stated investigation; a bulk list of names is untargeted.",
        ask="Was data about chosen, named people collected for a stated investigation?",
        who="collector",
    )
    period: Period | NotSaid = optional(
        "When it was collected.",
        ask="When was the data collected?",
        who="collector",
        term="rai:dataCollectionTimeframe",
    )
    geography: list[Text] | NotSaid = optional(
        "Where in the world.",
        ask="Where in the world was the data collected?",
        who="collector",
        term="sc:spatialCoverage",
    )
    opt_out_signals: OptOutSignals | NotSaid = optional(
        "Which opt-out signals were checked.", ask="Which opt-out signals were checked?", who="collector"
    )
    terms_of_service: list[TermsOfService] | NotSaid = optional(
        "What the terms of the sites say.",
        ask="Do the terms of the sites permit the collection?",
        who="counsel",
        term="sc:termsOfService",
    )


class ReidentificationTest(Shape):
    """A test tried to find people in the data, on a date, with a result."""

    date: Date | NotSaid = optional("When it was made.", ask="When was re-identification tried?", who="collector")
    result: Text | NotSaid = optional("What came of it.", ask="Could people be found?", who="collector")
    evidence: list[Evidence] | NotSaid = optional(
        "Its report.", ask="Where is the report of the test?", who="collector"
    )


class Anonymisation(Shape):
    """An anonymisation is a technique and the test that shows that it works."""

    technique: Text | NotSaid = optional(
        "The technique.",
        ask="How were people made unrecognisable?",
        who="collector",
        term="spdx:anonymizationMethodUsed",
    )
    date: Date | NotSaid = optional("When it was done.", ask="When was the data anonymised?", who="collector")
    reidentification_test: ReidentificationTest | NotSaid = optional(
        "The test of it.", ask="Did anybody try to find people again?", who="collector"
    )


class Label(Shape):
    """A label has a kind and somebody who gave it."""

    kind: Annotated[str, one_of("label_kind")] | NotSaid = optional(
        "What it says.", ask="What do the labels say?", who="collector", term="rai:dataAnnotationProtocol"
    )
    by: Annotated[str, one_of("labeller")] | NotSaid = optional(
        "Who gave it.",
        ask="Did people or programs give the labels?",
        who="collector",
        term="rai:machineAnnotationTools",
    )


class Scan(Shape):
    """A scan was made with a tool, on a date, by somebody, and found a share of items."""

    tool: Text | NotSaid = optional(
        "With what.", ask="With which tool was it scanned?", who="maintainer", term="sc:instrument"
    )
    date: Date | NotSaid = optional("When.", ask="When was it scanned?", who="maintainer")
    by: Text | NotSaid = optional("By whom.", ask="Who scanned it?", who="maintainer", term="sc:agent")
    rate: Share | NotSaid = optional(
        "The share of items found: 0 to 1.", ask="What share of items was found?", who="maintainer"
    )


class Scans(Shape):
    """The data is scanned for what must not be in it."""

    csam: Scan | NotSaid = optional(
        "For images of child abuse.", ask="Was it scanned for images of child abuse?", who="maintainer"
    )
    pii: Scan | NotSaid = optional("For personal data.", ask="Was it scanned for personal data?", who="maintainer")
    label_screen: Scan | NotSaid = optional(
        "For hurtful labels.", ask="Were the labels screened for slurs?", who="maintainer"
    )
    secrets: Scan | NotSaid = optional(
        "For passwords and keys.", ask="Was it scanned for passwords and keys?", who="maintainer"
    )


class Preprocessing(Shape):
    """Preprocessing is everything done to the data between collection and release."""

    anonymisation: list[Anonymisation] | NotSaid = optional(
        "How people were made unrecognisable.",
        ask="How were people made unrecognisable?",
        who="collector",
        term="spdx:anonymizationMethodUsed",
    )
    labels: list[Label] | NotSaid = optional(
        "Which labels were added.",
        ask="Which labels were added, and by whom?",
        who="collector",
        term="rai:dataAnnotationProtocol",
    )
    alterations: list[Annotated[str, one_of("alteration")]] | NotSaid = optional(
        "How items were changed.",
        ask="How were the items changed?",
        who="collector",
        term="rai:dataManipulationProtocol",
    )
    scans: Scans | NotSaid = optional(
        "What the data was scanned for.", ask="What was the data scanned for?", who="maintainer"
    )


class Subset(Shape):
    """A subset is a part with a name; licences, groups, sources and uses may name it."""

    id: Slug = required("Its name.", ask="What is the subset called?", who="publisher", term="sc:identifier")
    kind: Annotated[str, one_of("subset_kind")] | NotSaid = optional(
        "What kind of part it is.", ask="What kind of part is it?", who="publisher", term="cr:RecordSet"
    )
    paths: list[Text] | NotSaid = optional(
        "Its files.", ask="Which files belong to the subset?", who="publisher", term="cr:FileSet"
    )
    size: Size | NotSaid = optional("Its size.", ask="How big is the subset?", who="publisher", term="sc:size")


class Removed(Shape):
    """A release may leave out people and items, for a reason."""

    people: Count | NotSaid = optional("How many people.", ask="How many people were taken out?", who="maintainer")
    items: Count | NotSaid = optional("How many items.", ask="How many items were taken out?", who="maintainer")
    reason: Annotated[str, one_of("removal_reason")] | NotSaid = optional(
        "Why.", ask="Why were they taken out?", who="maintainer"
    )


class Release(Shape):
    """A release is one version of the data."""

    version: Text | NotSaid = optional("Its version.", ask="What is the version?", who="maintainer", term="sc:version")
    date: Date | NotSaid = optional(
        "When it came out.", ask="When did it come out?", who="maintainer", term="sc:datePublished"
    )
    sha256: Text | NotSaid = optional(
        "The SHA-256 of its data.", ask="What is the SHA-256 of its data?", who="maintainer", term="sc:sha256"
    )
    status: MaintenanceStatus | NotSaid = optional(
        "Its state.", ask="Is this version still good to use?", who="maintainer", term="sc:creativeWorkStatus"
    )
    removed: Removed | NotSaid = optional(
        "What it leaves out of the version before.", ask="What was taken out in this version?", who="maintainer"
    )
    superseded_by: NoneAtAll | Text | NotSaid = optional(
        "The version that replaces it.",
        ask="Which version replaces it?",
        who="maintainer",
        term="dcterms:isReplacedBy",
    )


class IntendedUse(Shape):
    """An intended use is one that the publisher made the dataset for."""

    id: Slug | NotSaid = optional(
        "Its name.", ask="What shall this use be called?", who="publisher", term="sc:identifier"
    )
    purpose: Purposes | NotSaid = optional(
        "What for; one purpose or several.",
        ask="For what is the dataset meant?",
        who="publisher",
        term="dpv:hasPurpose",
    )
    commercial: bool | NotSaid = optional(
        "Whether it is commercial.",
        ask="Is this use commercial?",
        who="publisher",
        term="dpv:CommercialPurpose",
    )
    activities: Activities | NotSaid = optional(
        "What is done with the data.", ask="What is done with the data?", who="publisher", term="odrl:action"
    )
    risk_area: RiskArea | NotSaid = optional(
        "The area of EU AI Act, Annex III, or `none`.",
        ask="Does this use fall into a high-risk area of the EU AI Act?",
        who="counsel",
        term="eu-aiact:HighRiskAISystem",
    )


class DuoTerm(Shape):
    """A term of the Data Use Ontology, with what it needs to be checked."""

    code: DuoCode | NotSaid = optional(
        "The code: DUO: and seven digits.", ask="Which DUO term applies?", who="publisher", term="sc:usageInfo"
    )
    disease: Text | NotSaid = optional(
        "The disease.", ask="For which disease may the data be used?", who="publisher", term="duo:0000007"
    )
    territory: Jurisdiction | Territory | NotSaid = optional(
        "Where.", ask="Where may the data be used?", who="publisher", term="duo:0000022"
    )
    until: Date | Never | NotSaid = optional(
        "The first day on which it no longer holds, or `never`.",
        ask="Until when may the data be used?",
        who="publisher",
        term="duo:0000025",
    )
    project: Text | NotSaid = optional(
        "The project.", ask="For which project may the data be used?", who="publisher", term="duo:0000027"
    )
    users: Text | list[Text] | NotSaid = optional(
        "The users.", ask="Who may use the data?", who="publisher", term="duo:0000026"
    )
    institution: Text | list[Text] | NotSaid = optional(
        "The institution.", ask="At which institution may the data be used?", who="publisher", term="duo:0000028"
    )


class NotFor(Shape):
    """A use that the dataset is not fit for, and why."""

    purpose: Purposes | NotSaid = optional(
        "What it is not fit for.", ask="What is the dataset not fit for?", who="publisher", term="dpv:hasPurpose"
    )
    why: Text | NotSaid = optional(
        "Why not.", ask="Why is it not fit for that?", who="publisher", term="rai:dataLimitations"
    )


class Uses(Shape):
    """Uses by recipients; the maker's own use is a use declaration that rests on ownership."""

    intended: list[IntendedUse] | NotSaid = optional(
        "What the dataset is meant for.", ask="What is the dataset meant for?", who="publisher", term="rai:dataUseCases"
    )
    prohibited: list[Purpose] | NotSaid = optional(
        "Purposes that are prohibited.",
        ask="What must the dataset not be used for?",
        who="publisher",
        term="odrl:prohibition",
    )
    not_for: list[NotFor] | NotSaid = optional(
        "Purposes that it is not fit for.",
        ask="What is the dataset not fit for?",
        who="publisher",
        term="rai:dataLimitations",
    )
    duo: list[DuoTerm] | NotSaid = optional(
        "Terms of the Data Use Ontology.", ask="Which DUO terms apply?", who="publisher", term="sc:usageInfo"
    )
    limitations: Text | NotSaid = optional(
        "What a user should know.",
        ask="What should users know about the limits of the data?",
        who="publisher",
        term="rai:dataLimitations",
    )


class Source(Shape):
    """A source is what a dataset was made from, and how."""

    ref: Text | NotSaid = optional(
        "Its datasheet or its coordinate.",
        ask="Where is the datasheet of the source?",
        who="collector",
        term="prov:wasDerivedFrom",
    )
    id: Slug | NotSaid = optional("Its id.", ask="What is the id of the source?", who="collector", term="sc:identifier")
    type: Annotated[str, one_of("source_type")] | NotSaid = optional(
        "What it is.", ask="Is the source a dataset, a model, a website …?", who="collector", term="dpv:hasDataSource"
    )
    relation: Annotated[str, one_of("relation")] | NotSaid = optional(
        "How the data comes from it.",
        ask="How was the data made from this source?",
        who="collector",
        term="prov:wasDerivedFrom",
    )
    license: Quoted | NotSaid = optional(
        "Its licence: an SPDX expression.", ask="Under which licence is the source?", who="collector", term="sc:license"
    )
    version: Text | NotSaid = optional(
        "Its version.", ask="Which version of the source was used?", who="collector", term="sc:version"
    )
    retrieved_on: Date | NotSaid = optional(
        "When it was retrieved.", ask="When was the source retrieved?", who="collector", term="sc:dateCreated"
    )
    sha256: Text | NotSaid = optional(
        "The SHA-256 of its data.", ask="What is the SHA-256 of the source's data?", who="collector", term="sc:sha256"
    )
    subsets: Subsets | NotSaid = optional(
        "Our subsets that come from it.",
        ask="Which subsets come from this source?",
        who="collector",
        term="sc:hasPart",
        silence="all",
    )
    note: Text | NotSaid = optional(
        "What else there is to say.",
        ask="What else is there to say of this source?",
        who="collector",
        term="sc:description",
    )


class Access(Shape):
    """Access says who gets the data, and how."""

    mode: Annotated[str, one_of("access_mode")] | NotSaid = optional(
        "Who gets in.", ask="Who can get the data?", who="publisher", term="spdx:datasetAvailability"
    )
    agreement: NoneAtAll | Text | NotSaid = optional(
        "What recipients agree to.",
        ask="What must recipients agree to?",
        who="publisher",
        term="sc:conditionsOfAccess",
    )
    recipients_log: bool | NotSaid = optional(
        "Whether there is a list of recipients.",
        ask="Do you keep a list of who received the data?",
        who="maintainer",
        term="dpv:hasRecipient",
    )
    recipients_by_country: dict[Country, Count] | NotSaid = optional(
        "How many recipients each country has.",
        ask="How many recipients are there in each country?",
        who="maintainer",
        term="dpv:hasRecipient",
    )
    distribution: Annotated[str, one_of("distribution")] | NotSaid = optional(
        "Whether files or links are given out.",
        ask="Do you give out the files, or only links?",
        who="publisher",
        term="sc:distribution",
    )
    links_checked_on: Date | NotSaid = optional(
        "When links were last checked.", ask="When were the links last checked?", who="maintainer"
    )


class Composition(Shape):
    """A share of people belongs to a group that fairness asks for."""

    group: Text | NotSaid = optional(
        "The group.", ask="Which group of people is this?", who="collector", term="rai:annotatorDemographics"
    )
    share: Share | NotSaid = optional(
        "Its share: 0 to 1.", ask="What share of the people is in this group?", who="collector"
    )


class Evaluation(Shape):
    """An evaluation measured a system for each group."""

    metric: Text | NotSaid = optional(
        "What was measured.", ask="What was measured?", who="publisher", term="sc:measurementTechnique"
    )
    by: Text | list[Text] | NotSaid = optional(
        "For which groups.", ask="For which groups of people was it measured?", who="publisher"
    )
    result: Measure | Text | NotSaid = optional("What came out.", ask="What was the result?", who="publisher")
    date: Date | NotSaid = optional("When.", ask="When was it measured?", who="publisher")


class Fairness(Shape):
    """Fairness asks who is in the data, and for whom a system works."""

    composition: list[Composition] | Text | NotSaid = optional(
        "Who is in the data: a list, or the path of a file.",
        ask="Which people are in the data, by age, sex, origin …?",
        who="collector",
        term="rai:dataBiases",
    )
    evaluations: list[Evaluation] | NotSaid = optional(
        "Measurements by group.", ask="Was a system measured by group on this data?", who="publisher"
    )
    limitations: Text | NotSaid = optional(
        "Who is missing.", ask="Who is missing or over-represented?", who="collector", term="rai:dataBiases"
    )


class Risk(Shape):
    """A risk is a harm to somebody, and what is done against it."""

    harm: Text | NotSaid = optional(
        "The harm.", ask="What harm could come of the data?", who="publisher", term="dpv:hasRisk"
    )
    group: Text | NotSaid = optional("Whom it would hurt.", ask="Whom would it hurt?", who="publisher")
    evidence: list[Evidence] | NotSaid = optional(
        "What shows it.", ask="What shows that this risk is real?", who="publisher"
    )
    mitigation: Text | NotSaid = optional(
        "What is done against it.", ask="What is done against it?", who="publisher", term="dpv:isMitigatedByMeasure"
    )


class Concern(Shape):
    """A concern was raised by somebody, and answered or not."""

    by: Text | NotSaid = optional("Who raised it.", ask="Who raised the concern?", who="maintainer", term="sc:agent")
    date: Date | NotSaid = optional("When.", ask="When was the concern raised?", who="maintainer")
    url: Text | NotSaid = optional(
        "Where it can be read.", ask="Where can it be read?", who="maintainer", term="sc:url"
    )
    response: Text | NotSaid = optional("The answer.", ask="How was it answered?", who="maintainer")


class HoldersNotified(Shape):
    """Those who hold copies were told on a date, by a channel, in a number."""

    date: Date | NotSaid = optional("When.", ask="When were holders of copies told?", who="maintainer")
    channel: Text | NotSaid = optional("How.", ask="How were holders of copies told?", who="maintainer")
    count: Count | NotSaid = optional("How many.", ask="How many holders of copies were told?", who="maintainer")


class Retraction(Shape):
    """A retraction says why, what to do, and who was told."""

    date: Date | NotSaid = optional("When.", ask="When was the dataset taken back?", who="maintainer")
    reason: Text | NotSaid = optional(
        "Why.", ask="Why was the dataset taken back?", who="maintainer", term="dpv:hasJustification"
    )
    advice: Text | NotSaid = optional(
        "What holders of copies should do.", ask="What should holders of copies do?", who="maintainer"
    )
    contact: NoneAtAll | Text | NotSaid = optional(
        "Whom to ask.", ask="Whom can holders of copies ask?", who="maintainer", term="sc:contactPoint"
    )
    notice: NoneAtAll | Text | NotSaid = optional(
        "The public notice.", ask="Where is the public notice?", who="maintainer", term="dpv:hasNotice"
    )
    holders_notified: Annotated[bool, exactly(value=False)] | HoldersNotified | NotSaid = optional(
        "Whether holders of copies were told: false, or how.",
        ask="Were holders of copies told?",
        who="maintainer",
        term="eu-gdpr:A19",
    )
    replaced_by: NoneAtAll | Text | NotSaid = optional(
        "What replaces the dataset.",
        ask="What replaces the dataset?",
        who="maintainer",
        term="dcterms:isReplacedBy",
    )
    copies_persist: bool | NotSaid = optional(
        "Whether copies are still around.", ask="Are copies still around?", who="maintainer"
    )


class Maintenance(Shape):
    """Maintenance names who answers for a dataset, and what state it is in."""

    status: MaintenanceStatus | NotSaid = optional(
        "The state of the dataset.",
        ask="Is the dataset kept up, withdrawn, retracted …?",
        who="maintainer",
        term="sc:creativeWorkStatus",
    )
    since: Date | NotSaid = optional("Since when.", ask="Since when is it in that state?", who="maintainer")
    organization: Text | NotSaid = optional(
        "Who keeps it.", ask="Which organisation keeps the dataset?", who="maintainer", term="sc:maintainer"
    )
    contact: NoneAtAll | Text | NotSaid = optional(
        "A role mailbox, not one person.",
        ask="At which role mailbox is somebody to be reached?",
        who="maintainer",
        term="sc:contactPoint",
    )
    backup: NoneAtAll | Text | NotSaid = optional(
        "A second contact.",
        ask="Who answers when the first contact does not?",
        who="maintainer",
        term="sc:contactPoint",
    )
    succession: NoneAtAll | Text | NotSaid = optional(
        "Who takes over.", ask="Who takes over when the keeper leaves?", who="maintainer"
    )
    review_by: Date | NotSaid = optional(
        "When it is looked at again.",
        ask="When will this datasheet be looked at again?",
        who="maintainer",
        term="rai:dataReleaseMaintenancePlan",
    )
    sla_days: Count | NotSaid = optional(
        "Within how many days requests are answered.",
        ask="Within how many days are requests answered?",
        who="maintainer",
    )
    unreachable_since: Date | NotSaid = optional(
        "Since when nobody answers.", ask="Since when does nobody answer?", who="consumer"
    )
    retraction: Retraction | NotSaid = optional(
        "How it was taken back.", ask="How was the dataset taken back?", who="maintainer"
    )


class Retention(Shape):
    """Retention says how long data about people is kept."""

    policy: NoneAtAll | Text | NotSaid = optional(
        "The policy: a path or an address.",
        ask="Where is the retention policy?",
        who="maintainer",
        term="dpv:hasStorageCondition",
    )
    destroy_by: Date | NotSaid = optional(
        "When the data is destroyed.",
        ask="By when is the data destroyed?",
        who="maintainer",
        term="dpv:StorageDeletion",
    )
    max_period: Duration | NotSaid = optional(
        "For how long it is kept: an ISO 8601 duration such as P3Y.",
        ask="For how long is the data kept?",
        who="maintainer",
        term="dpv:StorageDuration",
    )
    starts: Date | NotSaid = optional(
        "When that time starts.", ask="When does the retention period start?", who="maintainer"
    )


class Datasheet(Shape):
    """A datasheet says what a dataset is; only a few of its keys must be there."""

    datasheet: Text = required(
        "The version of this format.", ask="Which version of the format is this?", who="publisher"
    )
    id: Slug = required(
        "The name by which other files refer to it.",
        ask="What is the dataset's id?",
        who="publisher",
        term="sc:identifier",
    )
    name: Text = required("What it is called.", ask="What is the dataset called?", who="publisher", term="sc:name")
    version: Text | NotSaid = optional(
        "The version of the data.", ask="Which version of the data is this?", who="publisher", term="sc:version"
    )
    description: Text | NotSaid = optional(
        "What it is, in a sentence.", ask="What is the dataset, in a sentence?", who="publisher", term="sc:description"
    )
    homepage: Text | NotSaid = optional("Its page.", ask="What is the dataset's page?", who="publisher", term="sc:url")
    identifiers: Identifiers | NotSaid = optional(
        "What others call it.", ask="Under which identifiers is it known?", who="publisher", term="sc:identifier"
    )
    described_by: DescribedBy | NotSaid = optional(
        "Who wrote this.", ask="Who wrote this datasheet?", who="publisher", term="sc:sdPublisher"
    )
    modality: list[Annotated[str, one_of("modality")]] | NotSaid = optional(
        "What kinds of data it holds.",
        ask="Does it hold images, sound, text, tables …?",
        who="publisher",
        term="spdx:datasetType",
    )
    size: Size | NotSaid = optional(
        "How big it is.", ask="How big is the dataset?", who="publisher", term="spdx:datasetSize"
    )
    motivation: Motivation | NotSaid = optional(
        "Why it was made.", ask="Why was the dataset made?", who="collector", term="dpv:hasPurpose"
    )
    people: People | NotSaid = required(
        "The people in it.", ask="Are there people in the data?", who="collector", term="dpv:hasDataSubject"
    )
    collection: Collection | NotSaid = optional(
        "How it was collected.", ask="How was the data collected?", who="collector", term="rai:dataCollection"
    )
    preprocessing: Preprocessing | NotSaid = optional(
        "What was done to it.",
        ask="What was done to the data before release?",
        who="collector",
        term="rai:dataPreprocessingProtocol",
    )
    licenses: list[License] | NotSaid = required(
        "Which licence applies to which part.",
        ask="Under which licences is the dataset?",
        who="publisher",
        term="sc:license",
    )
    license_terms: dict[LicenseRef, LicenseTerms | NotSaid] | NotSaid = optional(
        "The terms of each `LicenseRef-…`.",
        ask="What do the licences of your own say?",
        who="counsel",
        term="odrl:Policy",
    )
    subsets: list[Subset] | NotSaid = optional(
        "Its parts.", ask="Which parts has the dataset?", who="publisher", term="sc:hasPart"
    )
    releases: list[Release] | NotSaid = optional(
        "Its versions.", ask="Which versions were released?", who="maintainer", term="dcterms:hasVersion"
    )
    uses: Uses | NotSaid = optional(
        "What it may be used for.", ask="What may the dataset be used for?", who="publisher", term="sc:usageInfo"
    )
    sources: list[Source] | NotSaid = optional(
        "What it was made from.", ask="What was the dataset made from?", who="collector", term="prov:wasDerivedFrom"
    )
    access: Access | NotSaid = optional(
        "Who can get it.", ask="Who can get the dataset, and how?", who="publisher", term="dcterms:accessRights"
    )
    fairness: Fairness | NotSaid = optional(
        "Whom it represents.", ask="Whom does the data represent?", who="collector", term="rai:dataBiases"
    )
    risks: list[Risk] | NotSaid = optional(
        "What harm it could do.", ask="What harm could come of the dataset?", who="publisher", term="dpv:hasRisk"
    )
    concerns: list[Concern] | NotSaid = optional(
        "What others objected to.", ask="Which concerns were raised?", who="maintainer"
    )
    maintenance: Maintenance | NotSaid = required(
        "Who keeps it.", ask="Who keeps the dataset?", who="maintainer", term="rai:dataReleaseMaintenancePlan"
    )
    retention: Retention | NotSaid = optional(
        "How long it is kept.", ask="How long is the data kept?", who="maintainer", term="dpv:hasStorageCondition"
    )
    data_governance: DatedReference | NotSaid = optional(
        "The record of data governance (EU AI Act, Art. 10).",
        ask="Is there a record of data governance?",
        who="counsel",
        term="policylint",
    )
    extensions: dict[str, Any] | NotSaid = optional(
        "What this format does not model, by name; kept word for word.",
        ask="What else is there to say?",
        who="publisher",
    )
