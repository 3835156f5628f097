"""Section 7: every piece of evidence: where it is claimed, what it is, whether it is here; and where there is none."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, Truth
from policylint.markup import element, link
from policylint.reporters.html.parts import badge, code, note, quiet, section, table, together
from policylint.shapes.check import UNSAID
from policylint.shapes.walk import Inside, objects_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policylint.dossier import Dossier
    from policylint.facts.common import Sheet
    from policylint.markup import Child, Element

_CLAIMS = {
    "Consent": ("status", "evidence"),
    "Group": ("legal_basis", "legal_basis_evidence"),
    "TermsOfService": ("verdict", "evidence"),
    "ReidentificationTest": ("result", "evidence"),
    "License": ("license", "evidence"),
    "Grant": ("licensor", "evidence"),
    "StatutoryException": ("law", "evidence"),
    "Agreement": ("by", "evidence"),
}
"""Shape → the field that claims something, and the one that holds the evidence for it."""
_CLAIMS_NOTHING = frozenset({
    "not_sought", "refused", "withdrawn", "revoked", "expired", "invalidated", "requested", "deferred", "none_claimed",
    "not_applicable", "none", "NOASSERTION", "NONE",
})  # fmt: skip


class Piece(NamedTuple):
    """A piece of evidence, and the sheet that names it."""

    sheet: Sheet
    inside: Inside

    def said(self, key: str) -> str | None:
        """What it says under a key."""
        value = self.inside.value.get(key)
        return value if isinstance(value, str) else None


def evidence_section(dossier: Dossier) -> Element:
    """The index, then what is missing."""
    pieces = [
        Piece(sheet, one) for sheet in dossier.sheets for one in objects_of(sheet.value, sheet.kind)
        if one.shape == "Evidence"
    ]  # fmt: skip
    missing = [(sheet, one, claim) for sheet in dossier.sheets for one, claim in _missing(sheet)]
    heads = ("Claimed in", "evidence", "date", "SHA-256", "looked at here")
    lacking = ("Claimed in", "field", "what it says")
    return section(
        "evidence",
        "7. Evidence",
        note("Files are compared with their hashes where they lie inside the project. Addresses are never fetched.")
        if pieces
        else element("p", "No evidence is named."),
        table("Evidence", heads, [_row(one, dossier) for one in pieces]) if pieces else None,
        element("h3", "Claims without evidence") if missing else None,
        table("Claims without evidence", lacking, [_lacking(*one) for one in missing]) if missing else None,
    )


def _row(piece: Piece, dossier: Dossier) -> list[Child]:
    path, url, note_ = piece.said("path"), piece.said("url"), piece.said("note")
    return [
        _where(piece.sheet, piece.inside.pointer),
        together(
            code(path) if path else None, link(url, url) if url else None, quiet(note_) if note_ else None,
            class_="stacked",
        ),
        piece.said("date") or quiet("not stated"),
        element("code", piece.said("sha256") or "", class_="hash") if piece.said("sha256") else quiet("not stated"),
        _looked_at(piece, dossier),
    ]  # fmt: skip


def _looked_at(piece: Piece, dossier: Dossier) -> Element:
    path, sha256 = piece.said("path"), piece.said("sha256")
    if path is None:
        return badge("cannot_tell", "not fetched" if piece.said("url") else "a note alone")
    if sha256 is None:
        return badge("cannot_tell", "no hash")
    return _compared(dossier.verify(piece.sheet, path, sha256))


def _compared(same: Truth) -> Element:
    if same is TRUE:
        return badge("yes", "here, and the same")
    if same is FALSE:
        return badge("no", "not here, or changed")
    return badge("cannot_tell", "not readable here")


def _missing(sheet: Sheet) -> Iterator[tuple[Inside, str]]:
    """Objects that claim something and name no evidence for it."""
    for one in objects_of(sheet.value, sheet.kind):
        claim, evidence = _CLAIMS.get(one.shape, ("", ""))
        value = one.value.get(claim, UNSAID)
        if claim and isinstance(value, str) and value not in _CLAIMS_NOTHING and not _held(one.value.get(evidence)):
            yield one, claim


def _held(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _lacking(sheet: Sheet, one: Inside, claim: str) -> list[Child]:
    return [_where(sheet, f"{one.pointer}/{claim}"), code(f"{one.pointer}/{claim}"), str(one.value[claim])]


def _where(sheet: Sheet, pointer: str) -> Element:
    place = sheet.place(pointer)
    return code(f"{place.path}:{place.span.line}")
