"""The ledger: one row per item and person, in a file or a table. Of it, only counts and positions are printed."""

from typing import Annotated, Any

from policylint.shapes.base import Date, Never, NoneAtAll, NotSaid, Quoted, Shape, Text, one_of, optional
from policylint.shapes.common import ConsentStatus, Purpose
from policylint.shapes.vocabulary import VOCABULARIES


def column(name: str, *, silence: list[Any] | None = None) -> Any:
    """Declare a column by its name: what it means stands in the vocabulary of columns."""
    meaning = VOCABULARIES["ledger_column"][name]
    ask = f"Which column of the ledger holds this: {meaning.says[0].lower()}{meaning.says[1:]}?"
    return optional(meaning.says, ask=ask, who="maintainer", term=meaning.source, silence=silence)


class LedgerRow(Shape):
    """A row is about one person in one item; an empty cell says nothing, but for events: those have not happened."""

    dataset_id: Text | NotSaid = column("dataset_id")
    group_id: Text | NotSaid = column("group_id")
    subset: Text | NotSaid = column("subset")
    item_id: Text | NotSaid = column("item_id")
    subject_id: NoneAtAll | Text | NotSaid = column("subject_id")
    subject_kind: Annotated[str, one_of("subject_kind")] | NotSaid = column("subject_kind")
    minor: bool | NotSaid = column("minor")
    majority_on: Date | NotSaid = column("majority_on")
    guardian_id: Text | NotSaid = column("guardian_id")
    status: ConsentStatus | NotSaid = column("status")
    legal_basis: Annotated[str, one_of("legal_basis")] | NotSaid = column("legal_basis")
    given_by: Annotated[str, one_of("given_by")] | NotSaid = column("given_by")
    granted_at: Date | NotSaid = column("granted_at")
    renewed_at: Date | NotSaid = column("renewed_at")
    expires_at: Date | Never | NotSaid = column("expires_at")
    withdrawn_at: Date | Never | NotSaid = column("withdrawn_at")
    objected_at: Date | Never | NotSaid = column("objected_at")
    scopes_allow: list[Purpose] | NotSaid = column("scopes_allow")
    scopes_deny: list[Purpose] | NotSaid = column("scopes_deny", silence=[])
    notice_sha256: Text | NotSaid = column("notice_sha256")
    release: Annotated[str, one_of("biometric_release")] | NotSaid = column("release")
    jurisdiction: Text | NotSaid = column("jurisdiction")
    special_categories: list[Annotated[str, one_of("special_category")]] | NotSaid = column("special_categories")
    license: Quoted | NotSaid = column("license")
    author: Text | NotSaid = column("author")
    source_url: Text | NotSaid = column("source_url")
    opt_out: Annotated[str, one_of("opt_out")] | NotSaid = column("opt_out")
    evidence_sha256: Text | NotSaid = column("evidence_sha256")
    sha256: Text | NotSaid = column("sha256")
    removed_at: Date | Never | NotSaid = column("removed_at")
    removal_reason: Annotated[str, one_of("removal_reason")] | NotSaid = column("removal_reason")
