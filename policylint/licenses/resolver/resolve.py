"""From what people write to a licence: never a guess at a version, never more than the text says."""

from __future__ import annotations

from policylint.licenses.answer import ALIAS, EXACT, NO_LICENSES, NONE, UNKNOWN, Resolution, custom, statement
from policylint.licenses.expression import MAX_LENGTH, Both, Either, Expression, ExpressionError, Operand, parse
from policylint.licenses.resolver import clauses, named, wording
from policylint.licenses.resolver.addresses import links
from policylint.licenses.resolver.mentions import mentions
from policylint.licenses.resolver.near import nearest
from policylint.licenses.resolver.tables import tables, titled
from policylint.licenses.resolver.words import clean, words_of

MAX_TEXT = 20_000
"""A longer text is a document: its words are not a licence's name."""


def resolve(text: str) -> Resolution:
    """What a text says about its licence.

    >>> resolve("Creative Commons Attribution 4.0 International License").license
    'CC-BY-4.0'
    >>> resolve("CC BY-NC").status, resolve("research purposes only").restrictions
    ('ambiguous', ('academic-only',))
    """
    if len(text) > MAX_TEXT:
        why = f"it is longer than {MAX_TEXT:,} characters: a document, not the name of a licence"
        return Resolution(text, UNKNOWN, why=why)
    cleaned = clean(text)
    return _exact(text, cleaned.strip()) or _whole(text, cleaned) or _read(text, cleaned)


def suggestion(text: str) -> str | None:
    """What to write instead of a text, where it means one licence and is not how that is written; else None.

    >>> suggestion("CC BY 4.0"), suggestion("CC-BY-4.0"), suggestion("CC BY")
    ('CC-BY-4.0', None, None)
    """
    found = resolve(text).license
    return None if found == text else found


def same(text: str) -> str | None:
    """How SPDX writes a text that is an id, an expression or a name of one licence and says nothing else; else None.

    >>> same("apache-2.0"), same("CC BY 4.0"), same("CC BY 4.0, with changes"), same("Apache 2.0 or MIT")
    ('Apache-2.0', 'CC-BY-4.0', None, None)
    """
    found = resolve(text)
    if found.status not in (EXACT, ALIAS) or found.license in (None, *NO_LICENSES):
        return None
    cleaned = clean(text)
    if _exact(text, cleaned.strip()) is not None:
        return found.license
    named_there, left = mentions(*links(cleaned))
    alone = all(one.settled and one.licenses == (found.license,) for one in named_there)
    return found.license if alone and not left and not str(found.license).startswith(_REFERENCES) else None


# ids and expressions


def _exact(text: str, stripped: str) -> Resolution | None:
    if stripped == "NONE":
        return Resolution(text, NONE, why="SPDX: nobody is granted anything")
    if stripped == "NOASSERTION":
        return Resolution(text, UNKNOWN, why="SPDX: nothing is said")
    own = tables().ids.get(stripped.lower())
    if own is not None:
        return Resolution(text, EXACT, own, why=f"it is the id of a licence{titled(own)}")
    if not stripped or len(stripped) > MAX_LENGTH:
        return None
    try:
        tree = parse(stripped)
    except ExpressionError:
        return None
    current = _current(tree)
    if current is None:
        return None
    written, renewed = current
    if renewed:
        return Resolution(text, ALIAS, written, why=f"it is a deprecated id; today it is written {written}")
    if isinstance(tree, Operand) and tree.id.startswith(_REFERENCES):
        return Resolution(text, EXACT, written, why="it refers to terms that the document itself must state")
    return Resolution(text, EXACT, written, why="it is an SPDX expression of known ids")


_REFERENCES = ("LicenseRef-", "DocumentRef-")


def _current(tree: Expression) -> tuple[str, bool] | None:
    """An expression as it is written today, and whether a deprecated id was renewed; None if an id is not known."""
    if isinstance(tree, Operand):
        return _operand(tree)
    found = []
    for part in tree.parts:
        current = _current(part)
        if current is None:
            return None
        inner = f"({current[0]})" if isinstance(part, Either) and isinstance(tree, Both) else current[0]
        found.append((inner, current[1]))
    operator = " AND " if isinstance(tree, Both) else " OR "
    return operator.join(written for written, _ in found), any(renewed for _, renewed in found)


def _operand(operand: Operand) -> tuple[str, bool] | None:
    known, lowered = tables(), operand.id.lower()
    own = known.ids.get(lowered)
    if own is None and operand.id.startswith(_REFERENCES) and not operand.id.endswith("-"):
        own = operand.id
    if own is not None:
        written = f"{own}+" if operand.or_later else own
    else:
        renewed = known.deprecated.get(f"{lowered}+" if operand.or_later else lowered)
        if renewed is None:
            return None
        written = renewed
    if operand.exception is not None:
        exception = known.exceptions.get(operand.exception.lower())
        if exception is None or " " in written:
            return None
        written = f"{written} WITH {exception}"
    return written, own is None


# whole texts that name no licence


def _whole(text: str, cleaned: str) -> Resolution | None:
    """A text that is a statement of the registry, or says that nothing is said."""
    words = " ".join(word.text for word in words_of(cleaned))
    if not words:
        return Resolution(text, UNKNOWN, why="it says nothing")
    known = tables().statements
    kind = known.get(words) or known.get(words.removeprefix("license ").removeprefix("is "))
    if kind is None and wording.says("silent", words, whole=True):
        kind = UNKNOWN
    return None if kind is None else statement(text, kind)


# everything else


def _read(text: str, cleaned: str) -> Resolution:
    linked, rest = links(cleaned)
    for link in linked:
        kind = tables().addresses.get(link.address)
        if kind is not None:
            return statement(text, kind)
    found, left = mentions(linked, rest)
    return named.answer(text, cleaned, found, left) or _own_terms(text, cleaned, rest, linked=bool(linked))


def _own_terms(text: str, cleaned: str, rest: str, *, linked: bool) -> Resolution:
    """The answer to a text that names no licence."""
    spoken = [word.text for word in words_of(rest)]
    words = " ".join(spoken)
    if wording.says("nothing", words, whole=True) and not _grants(words):
        return statement(text, NONE)
    if linked and wording.listed("filler").issuperset(spoken):
        return Resolution(text, UNKNOWN, why="it is a link to terms that policylint does not know")
    stated = wording.restrictions(
        wording.without_neutral(words), more=clauses.taken(clauses.clauses_of(rest), loose=True)
    )
    if stated:
        return custom(text, tuple(stated))
    near = nearest(cleaned.strip())
    if near is not None:
        return Resolution(text, UNKNOWN, why=f"policylint knows no such licence; did you mean {near}?", near=near)
    if wording.listed("terms") & set(spoken):
        return custom(text, ())
    return Resolution(text, UNKNOWN, why="it names no licence that policylint knows, and no terms")


def _grants(words: str) -> bool:
    """Whether a statement of copyright speaks of a licence as well."""
    return bool({"license", "licensed", "permission"} & set(words.replace("no license", "").split()))
