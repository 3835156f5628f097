"""What only a person can say of a dataset: at most seven questions, each with a default and an explanation.

A default is what files state. Where they state nothing it is `unknown`, and
whether people agreed is never anything else.
"""

from __future__ import annotations

from policylint.formats.values import slug
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.resolver import resolve
from policylint.shapes._table import ENUMS
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from policylint.drafting.evidence import Evidence

NOT_SAID = "unknown"
_ANSWERED = "answered"
_GROUP = "people"
_PEOPLE = {
    "no": None,
    "public": "public_figure",
    "private": "private_individual",
    "both": "mixed",
    "somebody": NOT_SAID,
}
_AGREED = {"yes": "given", "no": "not_sought", "waived": "waived_by_ethics_body"}


class Question(NamedTuple):
    """A question: what its answer changes, or what is wrong with the answer."""

    text: str
    help: str
    default: str
    found: str
    settle: Callable[[dict[str, Any], dict[str, str], str], str | None]
    """Puts an answer into the values and their origins; returns what is wrong with it, else None."""


def questions(evidence: Evidence) -> Iterator[Question]:
    """The questions that the evidence leaves open, in turn: whether the next is asked may depend on an answer."""
    values, origins = evidence.values, evidence.origins
    if origins["/name"] == "the folder's name":
        yield Question("What is the dataset called?", "The name that people know it by.", values["name"], "", _name)
    yield from _license_question(evidence)
    if "present" not in values.get("people", {}) and not values.get("people", {}).get("groups"):
        yield Question(
            f"Are there people in the data: {', '.join(_PEOPLE)}?",
            "Anybody who is shown, heard, written about or recorded. `public`: people in public office or of public"
            " life only; `private`: anybody else; `both`; `somebody`: there are people, and it is not known who.",
            NOT_SAID, "", _people,
        )  # fmt: skip
        if values.get("people", {}).get("groups"):
            yield Question(
                f"Did these people agree: {', '.join(_AGREED)}?",
                "`yes`: they were asked and agreed; `no`: nobody asked them; `waived`: an ethics board let that be."
                " A licence, or being public, is no consent.",
                NOT_SAID, "", _consent,
            )  # fmt: skip
    if "sources" not in values:
        yield Question(
            "Which other datasets is it made from?",
            "Their names or addresses, with commas between them; `none` if all of it was newly made.",
            NOT_SAID, "", _sources,
        )  # fmt: skip
    if "intended" not in values.get("uses", {}):
        yield Question(
            "What is it meant to be used for?",
            f"Purposes, with commas between them: {', '.join(_purposes())}.",
            NOT_SAID, "", _uses,
        )  # fmt: skip
    if "contact" not in values.get("maintenance", {}):
        yield Question(
            "At which address is whoever answers for the data to be reached?",
            "A mailbox of a role, such as data@ or privacy@: people leave. `none` if there is nobody.",
            NOT_SAID, "", _contact,
        )  # fmt: skip


def _license_question(evidence: Evidence) -> Iterator[Question]:
    """Asked where no file states a licence of the data, and where two state different ones."""
    stated = [resolve(said).license or said for said, _ in evidence.licenses]
    if len(set(stated)) == 1 and resolve(stated[0]).license is not None:
        return
    found = ", ".join(f"{said} ({where})" for said, where in evidence.licenses)
    default = resolve(stated[0]).license if stated else None
    yield Question(
        "Under which licence is the data?",
        "An SPDX id such as CC-BY-4.0, or the licence's name; `none` if nobody is granted anything. That of the code is"
        " another matter.",
        default or NOT_SAID, found, _license,
    )  # fmt: skip


def _name(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    values["name"], origins["/name"] = answer, _ANSWERED
    return None


def _license(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    found = resolve(answer)
    if found.status == "ambiguous":
        return f"{found.why}: {', '.join(found.candidates[:8])}"
    entry: dict[str, Any] = {"applies_to": "dataset", "license": found.license or "NOASSERTION"}
    if found.status == "none" or answer == "none":
        entry["license"] = "NONE"
    elif found.license is None and answer != NOT_SAID:
        entry["declared"] = answer
    others = [one for one in values.get("licenses", []) if one.get("applies_to") != "dataset"]
    for pointer in [pointer for pointer in origins if pointer.startswith("/licenses/")]:
        del origins[pointer]
    values["licenses"] = [entry, *others]
    if answer != NOT_SAID:
        origins["/licenses/0/license"] = _ANSWERED
    return None


def _people(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    if answer == NOT_SAID:
        return None
    if answer not in _PEOPLE:
        return f"one of {', '.join(_PEOPLE)}, or {NOT_SAID}"
    kind = _PEOPLE[answer]
    values["people"] = {"present": kind is not None}
    origins["/people/present"] = _ANSWERED
    if kind is not None:
        consent = {"status": NOT_SAID}
        values["people"]["groups"] = [{"id": _GROUP, "kind": kind, "role": NOT_SAID, "consent": consent}]
        if kind != NOT_SAID:
            origins["/people/groups/0/kind"] = _ANSWERED
    return None


def _consent(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    if answer == NOT_SAID:
        return None
    if answer not in _AGREED:
        return f"one of {', '.join(_AGREED)}, or {NOT_SAID}"
    values["people"]["groups"][0]["consent"]["status"] = _AGREED[answer]
    origins["/people/groups/0/consent/status"] = _ANSWERED
    return None


def _sources(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    if answer != NOT_SAID:
        named = [] if answer == "none" else _listed(answer)
        values["sources"] = list(map(_source, named))
        origins["/sources"] = _ANSWERED
        origins.update({f"/sources/{index}/{key}": _ANSWERED for index in range(len(named)) for key in ("ref", "id")})
    return None


def _source(name: str) -> dict[str, Any]:
    """A source by its address, or by its id, with the name as it was given."""
    if ":" in name or "/" in name or not slug(name):
        return {"ref": name, "type": "dataset", "license": NOT_SAID}
    said = {} if slug(name) == name else {"note": name}
    return {"id": slug(name), "type": "dataset", "license": NOT_SAID, **said}


def _uses(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    if answer == NOT_SAID:
        return None
    purposes = _listed(answer)
    for purpose in purposes:
        if purpose not in _purposes():
            near = did_you_mean(purpose, _purposes())
            return f"`{purpose}` is no purpose" + (f"; did you mean `{near}`?" if near else "; ? lists them")
    values.setdefault("uses", {})["intended"] = [
        {"id": purpose.replace(".", "-").replace("_", "-"), "purpose": purpose, "commercial": NOT_SAID}
        for purpose in dict.fromkeys(purposes)
    ]
    origins.update({f"/uses/intended/{index}/purpose": _ANSWERED for index in range(len(purposes))})
    return None


def _contact(values: dict[str, Any], origins: dict[str, str], answer: str) -> str | None:
    if answer != NOT_SAID:
        values.setdefault("maintenance", {})["contact"] = answer
        origins["/maintenance/contact"] = _ANSWERED
    return None


def _purposes() -> list[str]:
    return list(ENUMS["purpose"]["values"])


def _listed(answer: str) -> list[str]:
    return [part.strip() for part in answer.split(",") if part.strip()]
