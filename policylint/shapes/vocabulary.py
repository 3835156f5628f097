"""Every closed list of words that a file may use, with what each word means and where it comes from.

Sources are CURIEs: `dpv:`, `pd:`, `eu-gdpr:` and `eu-aiact:` (W3C Data Privacy Vocabularies 2.3), `duo:` (Data Use
Ontology), `odrl:`, `cc:` (Creative Commons REL), `spdx:` (SPDX 3), `sc:` (schema.org), `cr:` and `rai:` (Croissant),
`dcterms:`, `prov:`. A word without a source is policylint's own: no vocabulary has it.

Lists that rules and licences share are facts of the registry (`registry/vocabularies/`, with whole IRIs) and are read
from there; the others stand here.

`unknown` is no word of any list: it says that a field is not said, and every optional field accepts it.
"""

from __future__ import annotations

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.lean import NamedTuple


class Meaning(NamedTuple):
    """What one word means, the term it stands for elsewhere, and the broader word that covers it.

    Of a relation to a source, `content` and `people` say what comes along (`registry/vocabularies/relations.yaml`).
    """

    says: str
    source: str = "policylint"
    broader: str | None = None
    content: str | None = None
    people: str | None = None


Vocabulary = dict[str, Meaning]


def _registry(name: str, without: tuple[str, ...] = ()) -> Vocabulary:
    """Read a vocabulary of `registry/vocabularies/`; `without` are terms that no file may write."""
    document = load(resources.path("registry", "vocabularies", f"{name}.yaml"))
    assert document.root is not None, document.problems
    terms = plain_value(document.root)["terms"]
    return {
        word: Meaning(
            term["description"].removesuffix("."),
            term["source"],
            term.get("broader"),
            term.get("content"),
            term.get("people"),
        )
        for word, term in terms.items()
        if word not in without
    }


PURPOSES = _registry("purposes")

ACTIVITIES = _registry("activities")

ACTOR_TYPES = _registry("actor-types", without=("corporate_research",))

VOCABULARIES: dict[str, Vocabulary] = {
    # Who answers a question about a field.
    "answerer": {
        "publisher": Meaning("Who publishes the dataset"),
        "collector": Meaning("Who collected the data"),
        "counsel": Meaning("Who answers for the law"),
        "ethics_board": Meaning("Who reviewed the research"),
        "maintainer": Meaning("Who keeps the dataset"),
        "consumer": Meaning("Who uses the dataset"),
        "steward": Meaning("Who answers for the policy"),
    },
    # The dataset as such.
    "describer": {
        "publisher": Meaning("Whoever publishes the dataset", "dpv:DataController"),
        "third_party": Meaning("Somebody else", "dpv:ThirdParty"),
    },
    "modality": {
        "image": Meaning("Still pictures", "sc:ImageObject"),
        "video": Meaning("Moving pictures", "sc:VideoObject"),
        "audio": Meaning("Sound", "sc:AudioObject"),
        "text": Meaning("Written language", "sc:TextObject"),
        "tabular": Meaning("Rows and columns"),
        "time_series": Meaning("Values over time"),
        "geospatial": Meaning("Places on the Earth"),
        "sensor": Meaning("Readings of instruments"),
        "graph": Meaning("Nodes and edges"),
        "other": Meaning("Anything else"),
    },
    "purpose": PURPOSES,
    "capability": {word: meaning for word, meaning in PURPOSES.items() if word.split(".")[0] == "biometric"},
    "activity": ACTIVITIES,
    "license_action": ACTIVITIES | {"commercial_use": Meaning("Use the data for gain", "cc:CommercialUse")},
    "actor_type": ACTOR_TYPES,
    "actor_subtype": {
        "corporate_research": Meaning("A research laboratory of a company; it is not academic"),
        "none": Meaning("No subtype applies"),
    },
    # People.
    "presence": {"incidental": Meaning("People are in the data, but it is not about them")},
    "remainder": {
        "none": Meaning("Everybody in the data is in a listed group"),
        "unlisted": Meaning("There are people outside the listed groups"),
    },
    "subject_kind": {
        "private_individual": Meaning("People without a public role"),
        "public_figure": Meaning("People with a public role that a criterion states"),
        "mixed": Meaning("Both, not told apart"),
    },
    "role": _registry("roles", without=("subject", "maker")),
    "criterion_kind": {
        "public_office": Meaning("Holds a public office"),
        "candidate": Meaning("Stands for a public office"),
        "performer": Meaning("Performs in public"),
        "athlete": Meaning("Competes in public"),
        "executive": Meaning("Leads a large organisation"),
        "historical": Meaning("Belongs to history"),
        "self_declared": Meaning("Says so themselves"),
        "web_popularity": Meaning("Is often found on the web; by itself no justification"),
        "other": Meaning("Anything else that the text says"),
    },
    "minors_status": {
        "none": Meaning("There are no minors, and the method says how that is known"),
        "possible": Meaning("There may be minors"),
        "present": Meaning("There are minors", "dpv:Child"),
    },
    "vulnerable": {
        "student": Meaning("Depends on a school or university", "dpv:Student"),
        "patient": Meaning("Depends on care", "dpv:Patient"),
        "prisoner": Meaning("Is held"),
        "employee": Meaning("Depends on an employer", "dpv:Employee"),
        "asylum_seeker": Meaning("Seeks asylum", "dpv:AsylumSeeker"),
        "migrant": Meaning("Has migrated", "dpv:Immigrant"),
        "elderly": Meaning("Is old", "dpv:ElderlyDataSubject"),
        "disabled": Meaning("Lives with a disability", "dpv:VulnerableDataSubject"),
        "mentally_vulnerable": Meaning("Is mentally vulnerable", "dpv:MentallyVulnerableDataSubject"),
        "ethnic_minority": Meaning("Belongs to an ethnic minority", "dpv:VulnerableDataSubject"),
        "victim": Meaning("Was harmed by what the data shows", "dpv:VulnerableDataSubject"),
        "homeless": Meaning("Has no home", "dpv:VulnerableDataSubject"),
        "other": Meaning("Vulnerable in another way", "dpv:VulnerableDataSubject"),
    },
    "special_category": _registry("special-categories"),
    "special_category_basis": {
        "a": Meaning("Explicit consent", "eu-gdpr:A9-2-a"),
        "b": Meaning("Employment and social security law", "eu-gdpr:A9-2-b"),
        "c": Meaning("Vital interests", "eu-gdpr:A9-2-c"),
        "d": Meaning("Members of a non-profit body", "eu-gdpr:A9-2-d"),
        "e": Meaning("Manifestly made public by the person", "eu-gdpr:A9-2-e"),
        "f": Meaning("Legal claims", "eu-gdpr:A9-2-f"),
        "g": Meaning("Substantial public interest", "eu-gdpr:A9-2-g"),
        "h": Meaning("Health or social care", "eu-gdpr:A9-2-h"),
        "i": Meaning("Public health", "eu-gdpr:A9-2-i"),
        "j": Meaning("Archiving, research or statistics", "eu-gdpr:A9-2-j"),
    },
    "notice_exemption_ground": {
        "a": Meaning("The person already has the information", "eu-gdpr:A14"),
        "b": Meaning("Impossible, or a disproportionate effort", "eu-gdpr:A14"),
        "c": Meaning("The law itself lays down the obtaining", "eu-gdpr:A14"),
        "d": Meaning("Professional secrecy", "eu-gdpr:A14"),
    },
    "safeguard": {
        "minimisation": Meaning("Only what is needed was kept"),
        "pseudonymisation": Meaning("Names were replaced", "dpv:Pseudonymisation"),
        "anonymisation": Meaning("People can no longer be found", "dpv:Anonymisation"),
        "aggregation": Meaning("Only totals are given out"),
        "differential_privacy": Meaning("Noise hides the single person", "dpv:DifferentialPrivacy"),
        "encryption": Meaning("The data is encrypted", "dpv:Encryption"),
        "controlled_access": Meaning("Somebody decides who gets in", "dpv:AccessControlMethod"),
        "data_use_agreement": Meaning("Recipients sign what they may do", "dpv:LegalAgreement"),
        "secure_environment": Meaning("The data is used where it is", "dpv:SecureProcessingEnvironment"),
        "retention_limit": Meaning("The data is deleted in time"),
        "ethics_oversight": Meaning("A board keeps watch"),
        "community_oversight": Meaning("The community concerned keeps watch"),
        "support": Meaning("People are offered help"),
        "other": Meaning("Another safeguard"),
    },
    "deceased": {
        "none": Meaning("Nobody in the group has died"),
        "some": Meaning("Some have died"),
        "all": Meaning("All have died"),
    },
    "deceased_basis": {
        "estate_consent": Meaning("The estate agreed"),
        "next_of_kin": Meaning("The next of kin agreed"),
        "public_interest": Meaning("The public interest outweighs"),
        "none_required": Meaning("No law that applies asks for one"),
    },
    "identifiability": {
        "direct": Meaning("The data names or shows people", "dpv:IdentifyingPersonalData"),
        "indirect": Meaning("People can be found with other data", "dpv:PersonalData"),
        "pseudonymised": Meaning("Names were replaced", "dpv:PseudonymisedData"),
        "anonymised": Meaning("People can no longer be found", "dpv:AnonymisedData"),
        "synthetic": Meaning("No real person is in the data", "dpv:SyntheticData"),
    },
    "biometric_raw": {
        "face_image": Meaning("Images of faces", "pd:Picture"),
        "voice": Meaning("Recordings of voices", "pd:VoiceCommunicationRecording"),
        "gait": Meaning("The way people walk"),
        "iris": Meaning("Images of the iris", "pd:Biometric"),
        "fingerprint": Meaning("Images of fingerprints", "pd:Fingerprint"),
    },
    "biometric_derived": {
        "landmarks": Meaning("Points of a face or body", "pd:FacialPrint"),
        "embeddings": Meaning("Vectors that tell people apart", "pd:Biometric"),
        "voiceprint": Meaning("What tells a voice from others", "pd:Biometric"),
        "template": Meaning("A stored measure to match against", "pd:Biometric"),
    },
    "identity_labels": {
        "named": Meaning("Items carry the names of people", "pd:Name"),
        "numbered": Meaning("Items of one person carry one number"),
        "none": Meaning("Items do not say who is in them"),
    },
    "biometric_release": {
        "written": Meaning("Signed on paper"),
        "electronic": Meaning("Signed electronically"),
        "none": Meaning("No release was given"),
    },
    "acquisition": {
        "direct": Meaning("The people gave it themselves", "dpv:ProvidedData"),
        "observed": Meaning("The people were observed", "dpv:ObservedData"),
        "third_party": Meaning("Somebody else gave it", "dpv:CollectedData"),
        "public_web": Meaning("It was taken from the public web", "dpv:CollectedData"),
        "inferred": Meaning("It was inferred from other data", "dpv:InferredData"),
        "synthetic": Meaning("It was generated", "dpv:SyntheticData"),
    },
    "legal_basis": _registry("legal-basis"),
    # Consent.
    "consent_status": _registry("consent-status"),
    "consent_rests_on": {
        "signed_form": Meaning("A signed form"),
        "web_form": Meaning("A form on a web page"),
        "recorded_statement": Meaning("A recorded statement"),
        "verbal": Meaning("A spoken statement"),
        "terms_of_service": Meaning("The terms of a service", "dpv:TermsOfService"),
        "license": Meaning("A copyright licence; it is not consent"),
        "public_availability": Meaning("That it could be found; it is not consent"),
        "opt_out_not_used": Meaning("That nobody objected; it is not consent"),
        "uploader_statement": Meaning("A statement of whoever uploaded it"),
        "prior_dataset": Meaning("What an earlier dataset says"),
        "none": Meaning("Nothing"),
    },
    "consent_expression": {
        "explicit": Meaning("Stated in words about this very thing", "dpv:ExplicitlyExpressedConsent"),
        "expressed": Meaning("Stated by a clear act", "dpv:ExpressedConsent"),
        "implied": Meaning("Inferred from conduct", "dpv:ImpliedConsent"),
        "presumed": Meaning("Taken for granted"),
    },
    "consent_breadth": {
        "specific": Meaning("For one project"),
        "tiered": Meaning("For what the person chose from a list"),
        "broad": Meaning("For a field of future work"),
        "dynamic": Meaning("Asked again for each new use"),
    },
    "given_by": {
        "subject": Meaning("The person", "dpv:DataSubject"),
        "guardian": Meaning("A guardian", "dpv:GuardianOfDataSubject"),
        "next_of_kin": Meaning("The next of kin"),
        "estate": Meaning("The estate"),
        "community": Meaning("The community concerned"),
        "uploader": Meaning("Whoever uploaded it"),
        "copyright_holder": Meaning("Whoever holds the copyright", "sc:copyrightHolder"),
    },
    "recipients": {
        "public": Meaning("Everybody"),
        "registered": Meaning("Whoever registers"),
        "academic": Meaning("Academic institutions"),
        "named": Meaning("Those whom the consent names"),
        "none": Meaning("Nobody but the collector"),
    },
    # Records and review.
    "ledger_visibility": {
        "public": Meaning("Everybody can read it"),
        "restricted": Meaning("Some can read it"),
        "private": Meaning("Its owner alone can read it"),
    },
    "ledger_column": {
        "dataset_id": Meaning("The dataset of the row"),
        "group_id": Meaning("The group of the person"),
        "subset": Meaning("The subset of the item"),
        "item_id": Meaning("The item"),
        "subject_id": Meaning("The pseudonym of the person; empty where nobody is in the item"),
        "subject_kind": Meaning("Public figure or private individual"),
        "minor": Meaning("Whether the person is a minor", "dpv:Child"),
        "majority_on": Meaning("When the person comes of age"),
        "guardian_id": Meaning("The pseudonym of the guardian", "dpv:GuardianOfDataSubject"),
        "status": Meaning("The state of the consent", "dpv:hasConsentStatus"),
        "legal_basis": Meaning("The legal basis", "dpv:hasLegalBasis"),
        "given_by": Meaning("Who gave the consent", "dpv:isIndicatedBy"),
        "granted_at": Meaning("When it was given", "dpv:isIndicatedAtTime"),
        "renewed_at": Meaning("When it was given again"),
        "expires_at": Meaning("The first day on which it no longer holds"),
        "withdrawn_at": Meaning("When it was taken back"),
        "objected_at": Meaning("When the person objected"),
        "scopes_allow": Meaning("The purposes agreed to", "dpv:hasPurpose"),
        "scopes_deny": Meaning("The purposes refused"),
        "notice_sha256": Meaning("The hash of the notice shown"),
        "release": Meaning("The biometric release"),
        "jurisdiction": Meaning("The jurisdiction of the person", "dpv:hasJurisdiction"),
        "special_categories": Meaning("The special categories concerned", "dpv:SpecialCategoryPersonalData"),
        "license": Meaning("The licence of the item", "sc:license"),
        "author": Meaning("The author of the item", "sc:author"),
        "source_url": Meaning("Where the item came from"),
        "opt_out": Meaning("Whether the source reserved its rights"),
        "evidence_sha256": Meaning("The hash of the evidence"),
        "sha256": Meaning("The hash of the item", "sc:sha256"),
        "removed_at": Meaning("When the item was removed"),
        "removal_reason": Meaning("Why the item was removed"),
    },
    "opt_out": {
        "clear": Meaning("The source reserved nothing"),
        "reserved": Meaning("The source reserved its rights", "dpv:OptingOutFromProcess"),
        "na": Meaning("The source cannot reserve any"),
    },
    "ethics_status": {
        "approved": Meaning("A board approved it"),
        "exempt": Meaning("A board found that no review is needed"),
        "waived": Meaning("A board waived the consent"),
        "pending": Meaning("A board has not decided"),
        "none": Meaning("No board was asked"),
    },
    # Collection and preprocessing.
    "collection_method": {
        "surveys": Meaning("Surveys", "rai:dataCollectionType"),
        "secondary_data_analysis": Meaning("Data of others, used again", "rai:dataCollectionType"),
        "physical_data_collection": Meaning("Things collected in the world", "rai:dataCollectionType"),
        "direct_measurement": Meaning("Measuring", "rai:dataCollectionType"),
        "document_analysis": Meaning("Reading documents", "rai:dataCollectionType"),
        "manual_human_curation": Meaning("Chosen by people", "rai:dataCollectionType"),
        "software_collection": Meaning("Collected by software", "rai:dataCollectionType"),
        "experiments": Meaning("Experiments", "rai:dataCollectionType"),
        "web_scraping": Meaning("Copying web pages", "rai:dataCollectionType"),
        "web_api": Meaning("An interface of a web service", "rai:dataCollectionType"),
        "web_search_engine": Meaning("What a search engine finds"),
        "focus_groups": Meaning("Talks with groups", "rai:dataCollectionType"),
        "self_reporting": Meaning("What people say of themselves", "rai:dataCollectionType"),
        "customer_feedback": Meaning("What customers say", "rai:dataCollectionType"),
        "user_generated_content": Meaning("What users of a platform post", "rai:dataCollectionType"),
        "passive_collection": Meaning("Recorded without anybody's doing", "rai:dataCollectionType"),
        "cctv": Meaning("Surveillance cameras"),
        "live_camera": Meaning("Cameras that anybody can watch"),
        "studio": Meaning("Recorded in a studio"),
        "telephoto": Meaning("Recorded from afar"),
        "donation": Meaning("Given by the people themselves"),
        "synthetic": Meaning("Generated", "dpv:SyntheticData"),
        "transfer": Meaning("Handed over by another organisation"),
        "other": Meaning("Any other way", "rai:dataCollectionType"),
    },
    "opt_out_signal": {"not_applicable": Meaning("The signal cannot exist for this data", "dpv:NotApplicable")},
    "terms_verdict": {
        "permitted": Meaning("The terms permit the collection"),
        "forbidden": Meaning("The terms forbid it"),
        "unclear": Meaning("The terms do not say"),
    },
    "label_kind": {
        "identity": Meaning("Who somebody is"),
        "attribute": Meaning("What somebody looks like"),
        "demographic": Meaning("Age, sex, origin and the like"),
        "emotion": Meaning("What somebody feels"),
        "class_names": Meaning("Names of classes"),
        "bounding_box": Meaning("Where something is"),
        "segmentation": Meaning("Which pixels belong to something"),
        "keypoints": Meaning("Points of a body or an object"),
        "caption": Meaning("A sentence about an item"),
        "transcript": Meaning("The words of a recording"),
        "sentiment": Meaning("Whether a text is friendly"),
        "toxicity": Meaning("Whether a text is hurtful"),
        "measurement": Meaning("A number"),
        "other": Meaning("Any other label"),
    },
    "labeller": {"machine": Meaning("A program labelled"), "human": Meaning("People labelled")},
    "alteration": {
        "crop": Meaning("Cut out"),
        "resize": Meaning("Made smaller or larger"),
        "align": Meaning("Turned into a common position"),
        "blur": Meaning("Made unrecognisable"),
        "colour": Meaning("Colours changed"),
        "transcode": Meaning("Stored in another format"),
        "resample": Meaning("Stored at another rate"),
        "trim": Meaning("Shortened"),
        "translate": Meaning("Put into another language"),
        "normalise": Meaning("Put into one form"),
        "tokenise": Meaning("Split into tokens"),
        "filter": Meaning("Items taken out"),
        "deduplicate": Meaning("Repeated items taken out"),
        "augment": Meaning("Variants added"),
        "other": Meaning("Any other change"),
    },
    # Licences.
    "applies_to": {
        "dataset": Meaning("Every part that no other entry names", "sc:Dataset"),
        "collection": Meaning("The right in the compilation alone"),
        "contents": Meaning("The items"),
        "annotations": Meaning("The labels"),
        "metadata": Meaning("What describes the dataset", "sc:sdLicense"),
        "software": Meaning("The code that comes along", "sc:SoftwareSourceCode"),
    },
    "duty": _registry("duties"),
    "actor_any": {"any": Meaning("Everybody")},
    "purpose_any": {"any": Meaning("Anything")},
    # Parts, releases, sources.
    "subset_kind": {
        "split": Meaning("A split, such as train or test", "cr:Split"),
        "config": Meaning("A configuration"),
        "language": Meaning("One language", "sc:inLanguage"),
        "modality": Meaning("One modality"),
        "part": Meaning("Any other part", "sc:hasPart"),
    },
    "removal_reason": {
        "withdrawal": Meaning("Somebody withdrew consent", "dpv:ConsentWithdrawn"),
        "objection": Meaning("Somebody objected"),
        "license": Meaning("The licence did not allow it"),
        "error": Meaning("It was wrong"),
        "other": Meaning("Another reason"),
    },
    "source_type": {
        "dataset": Meaning("A dataset", "sc:Dataset"),
        "model": Meaning("A model that made it"),
        "website": Meaning("A website", "sc:WebSite"),
        "api": Meaning("An interface of a service", "sc:WebAPI"),
        "people": Meaning("People", "dpv:DataSubject"),
        "archive": Meaning("An archive", "sc:ArchiveComponent"),
    },
    "relation": _registry("relations"),
    # Uses.
    "risk_area": {
        "biometrics": Meaning("EU AI Act, Annex III, 1"),
        "critical_infrastructure": Meaning("EU AI Act, Annex III, 2"),
        "education": Meaning("EU AI Act, Annex III, 3"),
        "employment": Meaning("EU AI Act, Annex III, 4"),
        "essential_services": Meaning("EU AI Act, Annex III, 5"),
        "law_enforcement": Meaning("EU AI Act, Annex III, 6"),
        "migration": Meaning("EU AI Act, Annex III, 7"),
        "justice": Meaning("EU AI Act, Annex III, 8"),
        "none": Meaning("None of these"),
    },
    "supplies": {
        "government_surveillance": Meaning("Surveillance by governments"),
        "military": Meaning("Armed forces"),
        "law_enforcement": Meaning("Police"),
    },
    "deployment_setting": {
        "public_space": Meaning("Where the public goes", "dpv:PublicSpace"),
        "workplace": Meaning("Where people work"),
        "school": Meaning("Where people learn"),
        "border": Meaning("Where people cross a border"),
        "online": Meaning("On the net"),
        "device": Meaning("On a person's own device"),
        "laboratory": Meaning("In a laboratory"),
        "none": Meaning("Nowhere"),
    },
    "customer": ACTOR_TYPES
    | {
        "law_enforcement": Meaning("Police", "dpv:LawEnforcementOrganisation", "government"),
        "military": Meaning("Armed forces", broader="government"),
    },
    "dataset_rests_on": {
        "license": Meaning("The licence of the dataset", "sc:license"),
        "own_grant": Meaning("A grant made to us"),
        "owner": Meaning("It is ours"),
        "statutory_exception": Meaning("A law that permits the use"),
    },
    "disposition": {
        "deleted": Meaning("The model was deleted"),
        "retrained": Meaning("The model was trained again without the data"),
        "kept": Meaning("The model was kept, for the stated reason"),
    },
    "commitment": {
        "return_results": Meaning("Give the results back", "duo:0000029"),
        "publish_results": Meaning("Make the results public", "duo:0000019"),
        "collaborate": Meaning("Work with the first investigators", "duo:0000020"),
        "respect_moratorium": Meaning("Publish nothing before the date", "duo:0000024"),
        "no_reidentification": Meaning("Do not look for the people"),
        "delete_on_request": Meaning("Delete when asked"),
        "cite": Meaning("Cite the dataset"),
    },
    # Access and upkeep.
    "access_mode": {
        "open": Meaning("Everybody can download it", "spdx:directDownload"),
        "registration": Meaning("Whoever registers", "spdx:registration"),
        "agreement": Meaning("Whoever signs or clicks an agreement", "spdx:clickthrough"),
        "controlled": Meaning("Whomever somebody lets in"),
        "closed": Meaning("Nobody"),
    },
    "distribution": {
        "files": Meaning("The data itself is given out"),
        "links": Meaning("Only addresses of the data are given out", "spdx:scrapingScript"),
    },
    "maintenance_status": {
        "active": Meaning("Kept up"),
        "deprecated": Meaning("Better not used any more"),
        "superseded": Meaning("Replaced by a newer one", "dcterms:isReplacedBy"),
        "suspended": Meaning("Not given out for now"),
        "withdrawn": Meaning("No longer given out"),
        "retracted": Meaning("Taken back, and not to be used", "sc:creativeWorkStatus"),
        "unmaintained": Meaning("Nobody looks after it"),
    },
    # Advisories.
    "advisory_status": _registry("advisory-status"),
    "advisory_severity": _registry("advisory-severity"),
    "advisory_action": _registry("advisory-actions"),
    "advisory_reference": {
        "statement": Meaning("The publisher or the host says so itself"),
        "court": Meaning("A court or a regulator"),
        "paper": Meaning("A paper"),
        "report": Meaning("A report by others"),
        "article": Meaning("An article of the press"),
        "incident": Meaning("An entry of a collection of incidents"),
        "package": Meaning("Where the dataset, or code for it, is or was given out"),
        "fix": Meaning("Where something was put right"),
        "discussion": Meaning("A public discussion"),
        "evidence": Meaning("Anything else that shows it"),
    },
    "advisory_confidence": {
        "high": Meaning("The publisher or the host says so, or several independent reports were read"),
        "medium": Meaning("One good report was read, or a well-known source is recalled"),
        "low": Meaning("Recalled, or the sources disagree; findings are for information only"),
    },
    # Policies and reports.
    "severity": {
        "error": Meaning("Must be dealt with"),
        "warning": Meaning("Should be dealt with"),
        "info": Meaning("Good to know"),
    },
    "rule_level": {
        "error": Meaning("The rule's findings are errors"),
        "warning": Meaning("They are warnings"),
        "info": Meaning("They are for information"),
        "off": Meaning("The rule is out of force"),
    },
    "unknown_cost": {
        "error": Meaning("What cannot be told is an error"),
        "warning": Meaning("It is a warning"),
        "ignore": Meaning("It costs nothing"),
    },
    "outcome": {
        "fail": Meaning("The requirement does not hold"),
        "unknown": Meaning("The file does not say enough to tell"),
    },
    "result": {
        "pass": Meaning("The exit code is 0"),
        "fail": Meaning("The exit code is 1"),
        "empty": Meaning("Nothing was checked"),
    },
    "waiver_state": {
        "live": Meaning("In force"),
        "expiring": Meaning("In force, and within 30 days of its end"),
        "expired": Meaning("Its last day is over"),
        "not_started": Meaning("Its first day is still to come"),
        "unused": Meaning("In force, and there is nothing that it excuses"),
        "void": Meaning("What it excused has changed"),
        "refused": Meaning("It was not granted as the config asks"),
    },
    "document_kind": {
        "datasheet": Meaning("What a dataset is"),
        "use": Meaning("What somebody does with datasets"),
        "ledger": Meaning("One row per item and person"),
    },
}
"""Every vocabulary by its name: word -> meaning, in the order in which a person would read them."""


def makers() -> list[str]:
    """List the roles of those who made a dataset; rules about the people in it leave them out."""
    return [word for word, meaning in VOCABULARIES["role"].items() if meaning.broader == "maker"]
