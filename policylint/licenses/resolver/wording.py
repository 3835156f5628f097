"""What the words of a text say about use where they name no licence: a closed list of restrictions, and doubts."""

from __future__ import annotations

import re
from functools import cache

RESTRICTIONS = (
    "academic-only", "non-commercial", "no-derivatives", "share-alike", "attribution", "no-redistribution",
    "agreement-required", "ethics-approval", "field-of-use", "open", "proprietary", "multiple", "not-open",
)  # fmt: skip
"""All that a text's own terms can be said to hold, in the order of their listing."""

_NOT = r"(?:not|never|no|cannot|without|prohibit\w*|forbid\w*|disallow\w*|nor|neither|isn t|don t|may not|must not)"
_GAP = r"(?: [^ .]+){0,8}? "
_ACADEMIC = (
    r"(?:academics?|researche?r?s?|scientific|scholarly|educational?|education|teaching|universit(?:y|ies)"
    r"|students?|forschung\w*|wissenschaft\w*|recherche)"
)
_ONLY = (
    r"(?:only|solely|exclusively|strictly|purely|limited to|restricted to|limited for|nur|ausschließlich|ausschliesslich"
    r"|uniquement|exclusivement)"
)
_USE = r"(?:use|uses|usage|purposes?|users?|license|applications?|communit(?:y|ies)|work|projects?|zwecke|zwecken)"

_PATTERNS = {
    "academic-only": rf"\b{_ONLY}\b(?: [^ ]+){{0,8}} {_ACADEMIC}\b|\b{_ACADEMIC}\b(?: [^ ]+){{0,6}} {_ONLY}\b",
    "academic": rf"\b{_ACADEMIC}(?: (?:and|or|&) [^ ]+)? (?:[^ ]+ )?{_USE}\b|\bfor (?:[^ ]+ ){{0,3}}{_ACADEMIC}\b",
    "non-commercial": (
        r"\bnon ?commercial(?:ly)?\b|\bnichtkommerziell\w*|\bnicht kommerziell\w*|\bnon commerciale?s?\b"
        rf"|\bno comercial\w*|\b{_NOT}{_GAP}(?:commercial|commercially|profit|sold|sell|resell|resale|monetary)\b"
        r"|\bcommercial (?:use|usage|purposes?|exploitation|applications?)(?: [^ ]+){0,4} (?:not|prohibited|forbidden|excluded|requires?|disallowed)\b"
        r"|\b(?:personal|private) (?:use|purposes?)(?: [^ ]+)? only\b|\bonly(?: [^ ]+){0,3} (?:personal|private) (?:use|purposes?)\b|\bnot for profit\b"
    ),
    "no-derivatives": (
        r"\bno ?deriv\w*|\bno modifications?\b|\bunmodified\b"
        rf"|\b{_NOT}{_GAP}(?:modif\w+|alter\w*|adapt\w*|derivatives?|remix\w*)\b"
    ),
    "share-alike": r"\bshare ?alike\b|\bunder (?:same|identical) (?:license|terms|conditions)\b|\bcopyleft\b",
    "attribution": (
        r"\battributions?\b|\b(?:must|please|should|required to|have to|need to|requested to|provided|requires?|with)"
        r"(?: [^ ]+){0,5} (?:cit(?:e|ed|ing|ation)|acknowledg\w*|credit\w*)\b|\b(?:cite|citation|acknowledgement|credit) (?:is )?required\b"
    ),
    "no-redistribution": (
        rf"\b{_NOT}{_GAP}(?:re ?distribut\w*|distribut\w*|re ?publish\w*|sublicen\w*|transfer\w*|re ?shar(?:e|ed|ing)|share[ds]?|copied|copy|disclos\w*|mirror\w*|third part\w+)\b"
        r"|\bno ?redistribut\w*|\b(?:re ?distribut\w+|sharing)(?: [^ ]+){0,4} (?:not|prohibited|forbidden|disallowed)\b"
    ),
    "agreement-required": (
        r"\brequest (?:form|access)\b|\b(?:up)?on request\b|\bby request\b|\brequest(?:ing|ed)? (?:permission|access|license)\b|\bsign(?:ed|ing)?\b(?: [^ ]+){0,6} (?:agreement|eula|form|license|contract)\b"
        r"|\b(?:agreement|eula|registration|permission|application|form)(?: [^ ]+){0,3} (?:required|needed|necessary|signed|mandatory)\b"
        r"|\brequires?(?: [^ ]+){0,5} (?:agreement|registration|permission|eula|approval|application|signature|dua)\b"
        r"|\b(?:data use agreement|dua|data access agreement|eula|end user license agreement|gated|register(?:ed)? (?:to|users?|for|access)|fill|must agree|accept(?:ing)? terms|contact (?:us|authors?|owners?)|prior (?:written )?(?:permission|consent|approval)|written permission)\b"
    ),
    "ethics-approval": r"\b(?:ethics|ethical) (?:approval|review|committee|board)\b|\birb\b|\binstitutional review board\b",
    "field-of-use": (
        r"\b(?:military|surveillance|weapons?|law enforcement|use based restrictions|prohibited uses|acceptable use(?: policy)?|responsible ai|behavioral use)\b"
        rf"|\b{_NOT}{_GAP}(?:identif\w+|re ?identif\w+|harm\w*|discriminat\w*|compete|competing|train\w*)\b"
    ),
    "proprietary": r"\bproprietary\b|\bclosed source\b|\binternal use\b|\bconfidential\b|\btrade secrets?\b|\bcommercial license\b|\bprivate (?:license|data)\b",
    "multiple": (
        r"\b(?:various|multiple|several|different|mixed|respective|individual|many) (?:open |source )?(?:licen[cs]\w*|sources|terms|copyright\w*)\b|\bmixed\b|\bmixture\b|\bvaries\b|\bvary(?:ing)?\b"
        r"|\bdepend(?:s|ing) on\b|\b(?:see|check|per|of) (?:each|every|individual|single) (?:file|item|image|subset|dataset|source|task|component|record|document|entry)s?\b|\bper (?:file|item|image|subset|dataset|source|task)\b|\bdiffer\w*\b"
    ),
    "not-open": r"\bnot open\b|\bnon open\b|\bclosed\b",
}


def restrictions(words: str, *, strict: bool = False) -> list[str]:
    """The restrictions that some folded words state. `strict`: only those that leave no doubt.

    >>> restrictions("this dataset is intended for non commercial research purpose only")
    ['academic-only', 'non-commercial']
    """
    found = {name for name, pattern in _compiled().items() if pattern.search(words)}
    anyone = _anyone().search(words)
    if "academic" in found and not strict and not anyone:
        found.add("academic-only")
    if anyone:
        found.discard("academic-only")
    return [name for name in RESTRICTIONS if name in found]


@cache
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}


@cache
def _anyone() -> re.Pattern[str]:
    """Words that allow more than research: a text with them does not mean research only."""
    return re.compile(
        r"\b(?:and|or|both|including|as well as) (?:for )?commercial\b|\bcommercial (?:and|or)\b|\bany purposes?\b|\ball purposes?\b"
    )


@cache
def neutral() -> re.Pattern[str]:
    """Negations that take nothing away from a licence that is named."""
    return re.compile(
        r"\b(?:(?:if|or) not|not limited to|(?:without|no)(?: [^ ]+){0,2} (?:warrant(?:y|ies)|restrictions?|liability|limitations?)|did not|(?:was|is) not distributed|does not come"
        r"|(?:except|unless)(?: where)?(?: explicitly)? (?:otherwise|stated|noted)(?: (?:otherwise|stated|noted|specified|indicated|agreed))?(?: to in writing| in writing)?"
        r"|unless required by|may not use (?:this|these|file|it)(?: [^ ]+){0,2} except in compliance|except in compliance|no later|no cover texts|no invariant sections?"
        r"|no (?:front|back) cover texts?|no additional)\b"
    )


@cache
def negated() -> re.Pattern[str]:
    """A negation."""
    return re.compile(
        r"\b(?:not|never|neither|nor|cannot|isn|isnt|aren|arent|wasn|doesn|doesnt|don|no longer|no|without|except|excluding|excluded|unless"
        r"|rather than|instead of|other than|nicht|kein\w*|pas|aucune?|sauf|ohne|incompatible|unlike|non|nao|formerly|previously)\b"
    )


@cache
def modified() -> re.Pattern[str]:
    """Words by which a text takes a licence as a pattern, or adds to it."""
    return re.compile(
        r"\b(?:commons clause|additional (?:terms|conditions|restrictions|permissions?|clauses?)|exceptions?|plus|addendum"
        r"|further (?:restrictions|terms|conditions)|invariants?|with modifications?)\b"
    )


@cache
def pattern() -> re.Pattern[str]:
    """Words beside a licence's name that make of it a pattern for another."""
    return re.compile(
        r"\b(?:style|like|ish|variant|variants|similar|compatible|based on|derived from|derivative of|inspired|amended|customi[sz]ed|adapted"
        r"|equivalent|extended|modified|modified (?:version|form) of|almost|nearly|roughly|type of)$"
        r"|^(?:style|like|ish|variant|derivative|compatible|inspired|modified|derived|alike)\b"
    )


@cache
def partial() -> re.Pattern[str]:
    """Words by which a text speaks of parts, or of several licences."""
    return re.compile(
        r"\b(?:some|parts?|portions?|partly|partially|mostly|most|majority|various|several|respective(?:ly)?|vary|varies|varying|depending|depends"
        r"|mixed|mixture|combination|multiple|subsets?|differ\w*|many|few|certain|either|other than)\b"
    )


@cache
def doubtful() -> re.Pattern[str]:
    """Words by which a text is not sure of itself."""
    return re.compile(
        r"\b(?:probably|maybe|perhaps|possibly|presumably|appears?|seems?|assum\w+|likely|unclear|unsure|unknown|tbd|pending|planned|uncertain"
        r"|guess|believe|think|might|could be|should be|will be|to be|unspecified|unconfirmed)\b"
    )


@cache
def silent() -> re.Pattern[str]:
    """A whole text that says that nothing is said."""
    return re.compile(
        r"(?:(?:license|copyright|rights?|terms|usage|status)(?: (?:information|info|type|terms|status|details|data))? )?(?:is |are |was |were |currently |has been )*"
        r"(?:unknown|unspecified|unclear|undefined|unavailable|undetermined|missing|tbd|pending|not (?:yet )?(?:specified|stated|given|provided|"
        r"available|found|known|declared|mentioned|clear|defined|determined|listed|disclosed|indicated|explicitly (?:stated|specified|mentioned|given)|applicable|set|sure))"
        r"(?: (?:license|yet|by (?:authors?|creators?|owners?)|in (?:paper|repository|dataset)|publicly|explicitly|license information))*"
        r"|no (?:license )?(?:information|info|data|details?|mention|license (?:specified|stated|given|provided|available|found|known|declared|mentioned|information|info|file|listed))(?: (?:available|found|provided|given|specified))?"
        r"|(?:no|we found no|could not find|no known|unknown) license(?: (?:file|information|info|was|is|found|specified|given|provided|on|in|here|page|website|github|repo))*"
    )


@cache
def nothing() -> re.Pattern[str]:
    """A whole text that says that nothing is granted."""
    return re.compile(
        r"(?:there is )?no license(?: granted| given to anybody)?|(?:copyright|©|c)(?: c)?(?: ©)? (?:[^ ]+ ){0,12}[^ ]+(?: all rights reserved)?"
        r"|(?:[^ ]+ ){0,12}all rights reserved"
    )
