"""The people in a dataset: groups, each of one kind and one law, with the consent of each."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from policylint.shapes.base import (
    NOT_SAID,
    Count,
    Date,
    Jurisdiction,
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
from policylint.shapes.common import Activity, ConsentStatus, DatedReference, EthicsReview, Evidence, Purpose, Territory
from policylint.shapes.vocabulary import VOCABULARIES, makers

COLUMN_PATTERN = rf"^(?:{'|'.join(VOCABULARIES['ledger_column'])})(?![\s\S])"
Column = Annotated[str, string(COLUMN_PATTERN, longest=None, says="a column of the ledger")]


class Criterion(Shape):
    """A criterion says what makes the people of a group public figures."""

    kind: Annotated[str, one_of("criterion_kind")] | NotSaid = optional(
        "The kind of criterion.", ask="What makes these people public figures?", who="collector"
    )
    text: Text | NotSaid = optional(
        "The criterion in words.",
        ask="By which exact criterion were these people chosen?",
        who="collector",
        term="dpv:hasJustification",
    )
    reviewed_by: Text | NotSaid = optional(
        "Who checked that the people meet it.", ask="Who checked the people against it?", who="ethics_board"
    )


class Minors(Shape):
    """Whether there are minors is stated together with how that is known."""

    status: Annotated[str, one_of("minors_status")] | NotSaid = optional(
        "Whether minors are in the group.", ask="Are there minors in this group?", who="collector", term="dpv:Child"
    )
    method: Text | NotSaid = optional(
        "How that is known.", ask="How do you know whether there are minors?", who="collector"
    )


class Biometric(Shape):
    """Biometric data is raw, or derived, and labelled with identities or not."""

    raw: list[Annotated[str, one_of("biometric_raw")]] | NotSaid = optional(
        "What of the body was recorded.",
        ask="Does the data show faces, voices, gaits, irises or fingerprints?",
        who="collector",
        term="pd:Biometric",
    )
    derived: list[Annotated[str, one_of("biometric_derived")]] | NotSaid = optional(
        "What was computed from it; only these are templates in the sense of BIPA.",
        ask="Were landmarks, embeddings, voiceprints or templates computed?",
        who="collector",
        term="dpv:DerivedPersonalData",
    )
    identity_labels: Annotated[str, one_of("identity_labels")] | NotSaid = optional(
        "Whether items say who is in them.",
        ask="Do labels name or number the people?",
        who="collector",
        term="dpv:IdentifyingPersonalData",
    )
    justification: Text | NotSaid = optional(
        "Why identities are needed.",
        ask="Why does the data need to say who the people are?",
        who="collector",
        term="dpv:hasJustification",
    )
    release: Annotated[str, one_of("biometric_release")] | NotSaid = optional(
        "How the people released their biometric data.",
        ask="How did the people release their biometric data?",
        who="collector",
    )
    excluded_jurisdictions: list[Jurisdiction] | NotSaid = optional(
        "Jurisdictions whose people were left out.",
        ask="People of which jurisdictions were left out?",
        who="collector",
        term="dpv:hasJurisdiction",
    )


class NoticeExemption(Shape):
    """An exemption from telling people names its ground in GDPR Art. 14(5) and argues for it."""

    ground: Annotated[str, one_of("notice_exemption_ground")] | NotSaid = optional(
        "The letter of GDPR Art. 14(5).",
        ask="Which letter of GDPR Art. 14(5) frees you from telling the people?",
        who="counsel",
        term="eu-gdpr:A14",
    )
    reasoning: Text | NotSaid = optional(
        "Why it applies.", ask="Why does that exemption apply here?", who="counsel", term="dpv:hasJustification"
    )


class Objection(Shape):
    """An objection needs somebody to send it to, and a way to make it."""

    contact: NoneAtAll | Text | NotSaid = optional(
        "Where to object.", ask="Where can people object?", who="maintainer", term="sc:contactPoint"
    )
    method: Text | NotSaid = optional(
        "What happens then.", ask="What happens when somebody objects?", who="maintainer", term="dpv:ObjectingToProcess"
    )


class ConsentActivities(Shape):
    """Consent may reach some activities and not others."""

    allow: list[Activity] | NotSaid = optional(
        "Activities agreed to.", ask="Which activities did the people agree to?", who="collector", term="odrl:action"
    )
    deny: list[Activity] | NotSaid = optional(
        "Activities refused.",
        ask="Which activities did the people rule out?",
        who="collector",
        term="odrl:prohibition",
        silence=[],
    )


class ConsentScope(Shape):
    """A consent holds for what it covers; a deny beats an allow."""

    allow: list[Purpose] | NotSaid = optional(
        "Purposes agreed to.", ask="Which purposes did the people agree to?", who="collector", term="dpv:hasPurpose"
    )
    deny: list[Purpose] | NotSaid = optional(
        "Purposes refused.", ask="Which purposes did the people rule out?", who="collector", silence=[]
    )
    activities: ConsentActivities | NotSaid = optional(
        "What may be done with the data.",
        ask="Which activities does the consent cover?",
        who="collector",
        term="odrl:action",
    )
    commercial: bool | NotSaid = optional(
        "Whether commercial use was agreed to.",
        ask="Did the people agree to commercial use?",
        who="collector",
        term="dpv:CommercialPurpose",
    )
    recipients: Annotated[str, one_of("recipients")] | NotSaid = optional(
        "Who may receive the data.",
        ask="Whom did the people allow to receive the data?",
        who="collector",
        term="dpv:hasRecipient",
    )
    territory: Jurisdiction | Territory | NotSaid = optional(
        "Where the data may be used.",
        ask="Where may the data be used?",
        who="collector",
        term="dpv:hasJurisdiction",
    )


class Withdrawal(Shape):
    """Consent can be taken back where somebody answers for it."""

    rights: Text | list[Text] | NotSaid = optional(
        "The rights that people can use.",
        ask="Which rights can people use: withdrawal, erasure, access …?",
        who="counsel",
        term="dpv:hasRight",
    )
    contact: NoneAtAll | Text | NotSaid = optional(
        "Where to withdraw.", ask="Where can people take back their consent?", who="maintainer", term="sc:contactPoint"
    )
    sla_days: Count | NotSaid = optional(
        "Within how many days it takes effect.",
        ask="Within how many days does a withdrawal take effect?",
        who="maintainer",
        term="dpv:hasDuration",
    )
    method: Text | NotSaid = optional(
        "What is done to the data.",
        ask="What do you do to the data when somebody withdraws?",
        who="maintainer",
        term="dpv:WithdrawConsent",
    )
    removal_log: NoneAtAll | Text | NotSaid = optional(
        "Where removals are listed.", ask="Where do you list what was removed?", who="maintainer", term="eu-gdpr:A19"
    )
    last_tested: Date | NotSaid = optional(
        "When the channel was last tried.", ask="When did you last try the withdrawal channel?", who="maintainer"
    )


class Guardian(Shape):
    """A guardian's consent does not replace the child's own assent."""

    status: ConsentStatus | NotSaid = optional(
        "The state of the guardians' consent.",
        ask="Did the guardians consent?",
        who="collector",
        term="dpv:hasConsentStatus",
    )
    assent: bool | NotSaid = optional(
        "Whether the minors themselves agreed.", ask="Did the minors themselves agree?", who="collector"
    )
    re_ask_at_majority: bool | NotSaid = optional(
        "Whether they are asked again when they come of age.",
        ask="Will they be asked again when they come of age?",
        who="maintainer",
    )


class Notice(Shape):
    """A notice is what people were shown, word for word."""

    url: Text | NotSaid = optional("Its address.", ask="Where is the notice?", who="collector", term="sc:url")
    path: Text | NotSaid = optional(
        "Its file.", ask="In which file is the notice?", who="collector", term="sc:contentUrl"
    )
    sha256: Text | NotSaid = optional(
        "Its SHA-256.", ask="What is the SHA-256 of the notice?", who="collector", term="sc:sha256"
    )
    languages: list[Text] | NotSaid = optional(
        "Its languages.", ask="In which languages was the notice given?", who="collector", term="sc:inLanguage"
    )


class Consent(Shape):
    """Consent is a fact about people, never about a licence."""

    status: ConsentStatus | NotSaid = optional(
        "The state of the consent.",
        ask="Did the people in this group consent?",
        who="collector",
        term="dpv:hasConsentStatus",
    )
    reason: Text | NotSaid = optional(
        "Why none is required.",
        ask="Why is no consent required?",
        who="counsel",
        term="dpv:hasJustification",
    )
    coverage: Share | NotSaid = optional(
        "The share of the group's people, as in this version, with valid consent: 0 to 1.",
        ask="What share of these people has given valid consent?",
        who="collector",
    )
    rests_on: list[Annotated[str, one_of("consent_rests_on")]] | NotSaid = optional(
        "What the claim of consent rests on.",
        ask="What does the claim of consent rest on?",
        who="collector",
        term="dpv:hasIndicationMethod",
    )
    claim: Quoted | NotSaid = optional(
        "The claim in its own words.", ask="How is the consent claimed, word for word?", who="publisher"
    )
    expression: Annotated[str, one_of("consent_expression")] | NotSaid = optional(
        "How the consent was expressed.",
        ask="Did people state their consent, or was it implied?",
        who="collector",
        term="dpv:Consent",
    )
    informed: bool | NotSaid = optional(
        "Whether people knew what they agreed to.",
        ask="Did people know what they agreed to?",
        who="collector",
        term="dpv:InformedConsent",
    )
    given_by: list[Annotated[str, one_of("given_by")]] | NotSaid = optional(
        "Who gave the consent.", ask="Who gave the consent?", who="collector", term="dpv:isIndicatedBy"
    )
    breadth: Annotated[str, one_of("consent_breadth")] | NotSaid = optional(
        "How broad it is.", ask="Is the consent for one project, or for more?", who="collector"
    )
    scope: ConsentScope | NotSaid = optional(
        "What it covers.", ask="What does the consent cover?", who="collector", term="dpv:hasScope"
    )
    granted_on: Date | NotSaid = optional(
        "When it was given.", ask="When was the consent given?", who="collector", term="dpv:isIndicatedAtTime"
    )
    renewed_on: Date | NotSaid = optional(
        "When it was given again.",
        ask="When was the consent renewed?",
        who="collector",
        term="dpv:RenewedConsentGiven",
    )
    expires_on: Date | Never | NotSaid = optional(
        "The first day on which it no longer holds, or `never`.",
        ask="When does the consent end?",
        who="collector",
        term="sc:expires",
        silence="never",
    )
    withdrawal: Withdrawal | NotSaid = optional(
        "How it can be taken back.",
        ask="How can people take back their consent?",
        who="maintainer",
        term="eu-gdpr:A7-3",
    )
    guardian: Guardian | NotSaid = optional(
        "What guardians and minors said.",
        ask="What did guardians and minors say?",
        who="collector",
        term="dpv:GuardianOfDataSubject",
    )
    notice: Notice | NoneAtAll | NotSaid = optional(
        "What people were shown.", ask="What were people told before?", who="collector", term="dpv:hasNotice"
    )
    version: Text | NotSaid = optional(
        "The version of the form.", ask="Which version of the form was used?", who="collector", term="sc:version"
    )
    evidence: list[Evidence] | NotSaid = optional(
        "What proves it.", ask="What proves the consent?", who="collector", term="dpv:hasIndicationMethod"
    )


class Group(Shape):
    """A group is people of one kind under one law: consent is never one flag for a dataset."""

    id: Slug = required(
        "The name of the group within this datasheet.",
        ask="What shall this group be called?",
        who="collector",
        term="sc:identifier",
    )
    kind: Annotated[str, one_of("subject_kind")] | NotSaid = optional(
        "Whether these are private individuals or public figures.",
        ask="Are these people private individuals, public figures, or both?",
        who="collector",
    )
    role: Annotated[str, one_of("role")] | NotSaid = optional(
        "How these people are in the data, or helped to make it.",
        ask="What are these people to the data: shown, heard, written about, or its makers?",
        who="collector",
        term="dpv:hasDataSubject",
    )
    criterion: Criterion | NotSaid = optional(
        "What makes them public figures.", ask="What makes these people public figures?", who="collector"
    )
    count: Count | NotSaid = optional(
        "How many people.", ask="How many people are in this group?", who="collector", term="dpv:hasDataSubjectScale"
    )
    share: Share | NotSaid = optional(
        "Their share of the people in the data: 0 to 1.",
        ask="What share of all people in the data is this group?",
        who="collector",
    )
    minors: Minors | NotSaid = optional(
        "Whether there are minors.", ask="Are there minors in this group?", who="collector", term="dpv:Child"
    )
    vulnerable: list[Annotated[str, one_of("vulnerable")]] | NotSaid = optional(
        "Why they may be vulnerable.",
        ask="Are these people vulnerable, and how?",
        who="collector",
        term="dpv:VulnerableDataSubject",
    )
    special_categories: list[Annotated[str, one_of("special_category")]] | NotSaid = optional(
        "Special categories of data about them.",
        ask="Does the data tell of health, beliefs, origin or the like?",
        who="collector",
        term="dpv:SpecialCategoryPersonalData",
    )
    special_category_basis: Annotated[str, one_of("special_category_basis")] | NotSaid = optional(
        "The letter of GDPR Art. 9(2) that permits it.",
        ask="Which letter of GDPR Art. 9(2) permits those special categories?",
        who="counsel",
        term="dpv:hasLegalBasis",
    )
    jurisdictions: list[Jurisdiction] | NotSaid = optional(
        "Where the people live: ISO 3166-1 or 3166-2, or EU.",
        ask="In which countries do these people live?",
        who="collector",
        term="dpv:hasJurisdiction",
    )
    identifiability: Annotated[str, one_of("identifiability")] | NotSaid = optional(
        "How easily they can be identified.",
        ask="Can these people be identified, and how easily?",
        who="collector",
        term="dpv:hasPersonalData",
    )
    biometric: Biometric | NotSaid = optional(
        "Biometric data about them.",
        ask="What biometric data is there about these people?",
        who="collector",
        term="pd:Biometric",
    )
    acquisition: Annotated[str, one_of("acquisition")] | NotSaid = optional(
        "How their data was obtained.",
        ask="How was the data about these people obtained?",
        who="collector",
        term="dpv:hasDataSource",
    )
    notified: bool | NotSaid = optional(
        "Whether they were told.", ask="Were these people told?", who="collector", term="eu-gdpr:A14"
    )
    notice_exemption: NoticeExemption | NotSaid = optional(
        "Why they need not be told.",
        ask="Why did these people not have to be told?",
        who="counsel",
        term="eu-gdpr:A14",
    )
    legal_basis: Annotated[str, one_of("legal_basis")] | NotSaid = optional(
        "The legal basis for processing data about them.",
        ask="On which legal basis is the data about these people processed?",
        who="counsel",
        term="dpv:hasLegalBasis",
    )
    legal_basis_evidence: list[Evidence] | NotSaid = optional(
        "What documents the legal basis.",
        ask="What documents the legal basis?",
        who="counsel",
        term="dpv:hasLegalBasis",
    )
    safeguards: list[Annotated[str, one_of("safeguard")]] | NotSaid = optional(
        "What protects them.",
        ask="What protects these people?",
        who="collector",
        term="dpv:hasTechnicalOrganisationalMeasure",
    )
    deceased: Annotated[str, one_of("deceased")] | NotSaid = optional(
        "Whether they have died.", ask="Have people of this group died?", who="collector", silence="none"
    )
    deceased_basis: Annotated[str, one_of("deceased_basis")] | NotSaid = optional(
        "What permits data about the dead.", ask="What permits the data about those who died?", who="counsel"
    )
    objection: Objection | NotSaid = optional(
        "How they can object.", ask="How can these people object?", who="maintainer", term="eu-gdpr:A21"
    )
    ethics_review: EthicsReview | NotSaid = optional(
        "The review of this group, where it has its own.",
        ask="Did this group have an ethics review of its own?",
        who="ethics_board",
    )
    subsets: list[Slug] | Annotated[str, exactly(value="all")] | NotSaid = optional(
        "The subsets that they are in.",
        ask="In which subsets are these people?",
        who="collector",
        term="sc:hasPart",
        silence="all",
    )
    consent: Consent | NotSaid = optional(
        "Their consent.", ask="Did these people consent, and to what?", who="collector", term="dpv:Consent"
    )


class LedgerItems(Shape):
    """A list of item ids says what the ledger has to cover."""

    path: Text | NotSaid = optional(
        "The file with one item id a line.",
        ask="In which file are the item ids?",
        who="maintainer",
        term="sc:contentUrl",
    )
    sha256: Text | NotSaid = optional(
        "Its SHA-256.", ask="What is the SHA-256 of the list of items?", who="maintainer", term="sc:sha256"
    )


class Ledger(Shape):
    """A ledger has one row per item and person; it is a file, or a table of the engine."""

    path: Text | NotSaid = optional(
        "The CSV or Parquet file.", ask="In which file is the ledger?", who="maintainer", term="sc:contentUrl"
    )
    table: Text | NotSaid = optional("The table of the engine.", ask="In which table is the ledger?", who="maintainer")
    snapshot: Text | NotSaid = optional(
        "The snapshot of the table.", ask="Which snapshot of the table counts?", who="maintainer", term="sc:version"
    )
    sha256: Text | NotSaid = optional(
        "The SHA-256 of the file.", ask="What is the SHA-256 of the ledger?", who="maintainer", term="sc:sha256"
    )
    rows: Count | NotSaid = optional(
        "How many rows it has, removed ones too.",
        ask="How many rows has the ledger?",
        who="maintainer",
        term="sc:size",
    )
    columns: dict[Column, Text] | NotSaid = optional(
        "Its own names for columns: ours to theirs.",
        ask="What are the ledger's columns called?",
        who="maintainer",
    )
    items: LedgerItems | NotSaid = optional(
        "The list of all items.", ask="Where is the list of all items?", who="maintainer", term="sc:hasPart"
    )
    visibility: Annotated[str, one_of("ledger_visibility")] | NotSaid = optional(
        "Who can read it.", ask="Who can read the ledger?", who="maintainer", term="dcterms:accessRights"
    )


class Rights(Shape):
    """People's rights have a contact each, or none."""

    delete: NoneAtAll | Text | NotSaid = optional(
        "Where to ask for deletion.", ask="Where can people ask for deletion?", who="maintainer", term="eu-gdpr:A17"
    )
    opt_out: NoneAtAll | Text | NotSaid = optional(
        "Where to opt out of sale and sharing.",
        ask="Where can people opt out of the sale and sharing of their data?",
        who="maintainer",
        term="dpv:OptingOutFromProcess",
    )
    limit_sensitive: NoneAtAll | Text | NotSaid = optional(
        "Where to limit the use of sensitive data.",
        ask="Where can people limit the use of sensitive data?",
        who="maintainer",
        term="eu-gdpr:A18",
    )


_MAKER = {
    "type": "object",
    "required": ["role"],
    "properties": {"role": {"enum": makers()}},
}


class People(Shape):
    """Whether people are in the data is always asked; makers of a dataset do not count."""

    spanning: ClassVar[dict[str, dict[str, Any]]] = {
        "present_people_have_a_group": {
            "if": {
                "required": ["present", "groups"],
                "properties": {"present": {"enum": [True, "incidental"]}, "groups": {"type": "array"}},
            },
            "then": {"properties": {"groups": {"contains": {"not": _MAKER}}}},
        },
        "absent_people_have_no_group": {
            "if": {
                "required": ["present", "groups"],
                "properties": {"present": {"const": False}, "groups": {"type": "array"}},
            },
            "then": {"properties": {"groups": {"items": _MAKER}}},
        },
    }

    present: bool | Annotated[str, one_of("presence")] | NotSaid = required(
        "Whether people are in the data: true, false, or `incidental`.",
        ask="Are there people in the data?",
        who="collector",
        term="dpv:hasPersonalData",
    )
    groups: list[Group] | NotSaid = optional(
        "The people, one entry per population and law.",
        ask="Which groups of people are in the data?",
        who="collector",
        term="dpv:hasDataSubject",
    )
    remainder: Annotated[str, one_of("remainder")] | NotSaid = optional(
        "Whether there are people outside the listed groups.",
        ask="Are there people who are in none of the groups?",
        who="collector",
    )
    rights: Rights | NotSaid = optional(
        "Where people can use their rights.",
        ask="Where can people use their rights?",
        who="maintainer",
        term="dpv:hasRight",
    )
    ledger: Ledger | NoneAtAll | NotSaid = optional(
        "The record of consent, item by item.",
        ask="Is there a record of consent per item and person?",
        who="maintainer",
    )
    ethics_review: EthicsReview | NotSaid = optional(
        "The ethics review of the collection.",
        ask="Was the collection reviewed by an ethics board?",
        who="ethics_board",
    )
    impact_assessment: DatedReference | NotSaid = optional(
        "The data protection impact assessment.",
        ask="Is there a data protection impact assessment?",
        who="counsel",
        term="dpv:DPIA",
    )

    @model_validator(mode="after")
    def _groups_fit_presence(self) -> Self:
        """People who are said to be there are in a group, and people who are said not to be are in none."""
        if self.present == NOT_SAID or not isinstance(self.groups, list):
            return self
        subjects = [group.id for group in self.groups if group.role not in makers()]
        if self.present in (True, "incidental") and not subjects:
            raise ValueError("people are present, but no group holds them")
        if self.present is False and subjects:
            raise ValueError(f"no people are present, but a group holds some: {subjects[0]}")
        return self
