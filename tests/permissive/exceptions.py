"""What the property does not claim: each kind of change after which a rule alone may be green, and why.

An exception says where it may happen (`*` stands for anything), and what is found instead where that is a matter of
another finding. A full run fails on one that is no longer needed.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

DROPPED = ("key dropped", "value emptied")
NOT_SAID = (*DROPPED, "value null", "value unknown")
GARBLED = ("value misspelled", "value in another case", "value a number")

UNREAD = ("key misspelled", "key cut short", "key renamed", "key in another case", "key with dashes")
"""In a card, whose format lets everybody add keys: under another key nobody reads the value."""


class Excepted(NamedTuple):
    """A kind of change that may turn a rule alone green. `asks` is the rule that stops the build instead.

    `milder` says that the rule still finds something, of a lower severity than before.
    """

    name: str
    why: str
    mutations: tuple[str, ...]
    at: tuple[str, ...]
    rules: tuple[str, ...] = ("*",)
    asks: str | None = None
    milder: bool = False

    def covers(self, mutation: str, at: str, rule: str) -> bool:
        """Whether a mutant of a build that a rule stops may be green."""
        named = any(fnmatchcase(rule, one) for one in self.rules)
        return named and mutation in self.mutations and any(fnmatchcase(at, one) for one in self.at)


EXCEPTED = (
    Excepted(
        "a shorter list",
        "A list is whole as it is written: one that names fewer sources, people, uses or prohibitions is another answer, "
        "and not less of one. Not said is the list that is absent. Lists that grant or prove are not excepted.",
        ("item dropped",),
        (
            "/people/groups/[*]", "/people/groups/*/jurisdictions/*", "/people/groups/*/special_categories/*",
            "/people/groups/*/vulnerable/*", "/people/groups/*/biometric/raw/*", "/people/groups/*/biometric/derived/*",
            "/people/groups/*/consent/given_by/*", "/people/groups/*/consent/rests_on/*",
            "/people/groups/*/consent/scope/deny/*", "/people/groups/*/consent/scope/activities/deny/*",
            "/people/groups/*/ethics_review/deviations/*", "/licenses/[*]", "/license_terms/*/prohibits/*",
            "/license_terms/*/actors/*", "/license_terms/*/purposes/*", "/sources/[*]", "/modality/*",
            "/collection/methods/*", "/collection/terms_of_service/*", "/preprocessing/labels/*", "/releases/*",
            "/uses/intended/[*]", "/uses/intended/*/purpose/*", "/uses/intended/*/activities/*", "/uses/prohibited/*",
            "/uses/not_for/*", "/uses/duo/[*]", "/models/[*]", "/models/*/trained_on/*", "/purpose/*", "/activities/*", "/datasets/[*]", "/source_datasets/[*]",
            "/users/*", "/actor/type/*", "/deployment/*/*",
        ),
    ),
    Excepted(
        "a silence",
        "Of six fields the shape says what silence means, and reports print it: consent without an end does not expire, "
        "what nobody denied is not denied. `unknown` written there stays unknown.",
        DROPPED,
        (
            "/people/groups/*/consent/expires_on", "/people/groups/*/consent/scope/deny",
            "/people/groups/*/consent/scope/activities/deny", "/people/groups/*/deceased", "/actor/subtype",
        ),
    ),
    Excepted(
        "a silence, of all the consent",
        "With the consent goes its end, and whether there is consent at all is what another rule asks.",
        DROPPED, ("/people/groups/*/consent",), ("consent/not-expired",), asks="consent/status-known",
    ),
    Excepted(
        "who reviewed it",
        "A group without a review of its own has that of all the people.",
        DROPPED, ("/people/groups/*/ethics_review", "/people/groups/*/ethics_review/status"),
        ("subject/vulnerable-safeguard",),
    ),
    Excepted(
        "which dataset it is",
        "An advisory is about a dataset by its name, coordinate or hash, and a source's own datasheet is found by its id: "
        "under another name it is another dataset, and under none it cannot be recognised.",
        (*NOT_SAID, *GARBLED, *UNREAD, "value of another kind"),
        ("/name", "/pretty_name", "/identifiers*", "/sources/[*]/id", "/datasets/[*]/sha256", "/datasets/[*]/ref", "/datasets/[*]/version"),
        ("retraction/*", "hf/mirror-of-retracted", "license/laundering", "license/share-alike",
         "subject/minority-surveillance-risk"),
    ),
    Excepted(
        "what it was made from",
        "Without `sources` nothing upstream is known, and another rule asks for them.",
        NOT_SAID, ("/sources",), ("retraction/transitive", "subject/minority-surveillance-risk"),
        asks="provenance/source-listed",
    ),
    Excepted(
        "how a source was used",
        "What happened to a source holds for what carries it along; where nobody says whether it does, that is a warning.",
        NOT_SAID, ("/sources/[*]/relation",), ("retraction/transitive",), milder=True,
    ),
    Excepted(
        "terms of their own accord",
        "Some things only few datasets state at all, and nobody asks the others: codes of the Data Use Ontology, what the "
        "data is not fit for, releases that people were taken out of, a territory, an address that nobody answers, links "
        "in place of files. A rule on them begins with whether they are stated.",
        NOT_SAID,
        (
            "/uses", "/uses/duo", "/uses/not_for", "/releases", "/access", "/access/distribution",
            "/maintenance/unreachable_since", "/people/groups/*/consent/scope", "/people/groups/*/consent/scope/territory",
        ),
        ("use/duo-modifiers", "use/field-of-use-geo", "fairness/validation-claim", "consent/withdrawn-in-later-release",
         "provenance/link-rot-recheck", "maintenance/orphaned"),
    ),
    Excepted(
        "a territory, of all the people",
        "With the people or their consent goes the territory that they agreed to, and other rules ask for both.",
        NOT_SAID, ("/people", "/people/groups"), ("use/field-of-use-geo",), asks="subject/declared",
    ),
    Excepted(
        "a territory, of all the consent",
        "As above.",
        NOT_SAID, ("/people/groups/*/consent",), ("use/field-of-use-geo",), asks="consent/status-known",
    ),
    Excepted(
        "a use that deploys nothing",
        "A use says what a system does only if it deploys one: without `deployment` there is no capability to forbid.",
        NOT_SAID, ("/deployment", "/deployment/capability"), ("minor/no-biometric-id",),
    ),
    Excepted(
        "the only group",
        "The share of the only group is everybody, where nobody says another.",
        NOT_SAID, ("/people/groups/*/share",), ("subject/kinds-complete",),
    ),
    Excepted(
        "a claim and its ledger",
        "Without a ledger there is nothing to compare a claim with, and another rule asks for it.",
        NOT_SAID, ("/people", "/people/ledger"), ("subject/label-vs-claim",), asks="consent/ledger-present",
    ),
    Excepted(
        "a licence of a card",
        "With the tag of a card goes what its name says of who may use the data; that the licence is not known is asked.",
        (*NOT_SAID, *GARBLED, *UNREAD, "value of another kind"),
        ("/license", "/license/[*]", "/license_name"), ("license/academic-only", "license/non-commercial"),
        asks="license/use-permitted",
    ),
    Excepted(
        "a prohibition that is taken out",
        "What terms do not speak of they do not grant: another rule then says so.",
        NOT_SAID, ("/license_terms/*/prohibits",), ("license/non-commercial",), asks="license/use-permitted",
    ),
)  # fmt: skip

OF_PROJECTS = (
    Excepted(
        "a setting that is taken out",
        "A config, a pack and a rule are decisions, and not what is known of data. Without a setting its default holds, "
        "and a pack with fewer rules or a rule with fewer conditions is another policy: `policylint diff` shows what it "
        "newly allows, and the digest in every report is another.",
        ("key dropped", "item dropped"), ("*",), ("config", "pack", "rule"),
    ),
    Excepted(
        "a config that lies elsewhere",
        "A config is found from the working directory upwards: below it, it is that of another project.",
        ("file moved",), ("",), ("config",),
    ),
    Excepted(
        "a text in a rule",
        "A text that a rule compares with a free text cannot be checked when the policy loads; a word of an enumeration is.",
        (*GARBLED, "value of another kind"), ("/require/name/not*",), ("rule",),
    ),
    Excepted(
        "who somebody is",
        "Who owns and who approved a waiver is believed as it is written, save that they are two, and approvers if listed.",
        GARBLED, ("/[*]/owner",), ("waivers",),
    ),
    Excepted(
        "a waiver that says less",
        "A waiver must bind all that decided the finding: what it bound beyond that may go, and so may a later beginning "
        "than the approval. Without `use` it is for the dataset itself, and still for one item with one value.",
        ("key dropped", "item dropped"), ("/[*]/use", "/[*]/starts", "/[*]/excuses/[*]"), ("waivers",),
    ),
)  # fmt: skip
"""Of configs, policies, waivers and baselines; the rule is then the kind of file."""
