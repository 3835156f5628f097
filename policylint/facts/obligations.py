"""What must be done where the answer is yes: the duties that come with the terms of a use."""

from __future__ import annotations

from policylint.facts.terms import effective, needs_license, refusals
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.catalog import license_entry
from policylint.licenses.terms import READINGS, under

if TYPE_CHECKING:
    from policylint.facts.common import Item, World
    from policylint.facts.terms import Part
    from policylint.licenses.terms import Terms

_TEXTS = {
    "notice": "Keep the notices, and pass on the text of {license} or its address.",
    "state_changes": "Say that you changed it, and what.",
    "share_alike": "Share what you adapt from it under {license} or a licence that it names.",
    "source_disclosure": "Offer what you changed in a form that others can work with.",
    "cite": "Cite the dataset.",
    "no_endorsement": "Do not suggest that {holder} endorses you.",
    "no_reidentification": "Do not try to find out who the people in it are.",
    "delete_by": "Delete your copy by the date that {license} names.",
    "delete_on_request": "Delete items when you are asked to.",
    "ethics_approval": "Have an ethics body approve the use.",
    "registration": "Register with whoever gives it out.",
    "return_results": "Give your results back to whoever gives it out.",
    "publish_results": "Publish what you find with it.",
    "remove_credit_on_request": "Take the credit out when {holder} asks you to.",
    "pass_on_restrictions": "Pass on the restrictions of use that {license} has.",
    "agreement": "Sign the agreement that {license} asks for.",
}
PASSED_ON = (
    "notice", "state_changes", "share_alike", "source_disclosure", "no_endorsement", "no_reidentification", "delete_by",
    "delete_on_request", "remove_credit_on_request", "pass_on_restrictions",
)  # fmt: skip
"""The duties that bind whoever receives the data, too."""
_CONTESTED = "Whether {action} is an adaptation is contested: do as if it were ({duty})."


class Obligation(NamedTuple):
    """A duty that comes with a yes, and the text to copy or what to do."""

    dataset: str
    duty: str
    license: str | None
    text: str


def obligations(world: World) -> tuple[Obligation, ...]:
    """The duties of a sheet's licences for the uses judged, each once, in the order of the sheet.

    None where nothing is granted for a use, or where no licence is needed.
    """
    uses = world.uses or ()
    found = effective(world)
    if found is None or not uses or needs_license(uses[0], world).value is False:
        return ()
    if all(refusals(under(found.terms, READINGS[0]).terms, use) for use in uses):
        return ()
    said = [one for part, terms in found.own for one in _of_part(part, terms, uses, world)]
    return tuple(dict.fromkeys(said))


def _of_part(part: Part, terms: Terms, uses: tuple[Item, ...], world: World) -> list[Obligation]:
    license_ = str(part.item.child("license").value)
    dataset = world.sheet.sheet.id or world.sheet.sheet.document.path
    done = {one for use in uses for one in _activities(use)}
    found = [Obligation(dataset, duty, license_, text) for duty, text in duties(part, terms, world)]
    open_ = [(action, duty) for action, duty in under(terms, READINGS[0]).obligations if action in done]
    return found + [
        Obligation(dataset, f"contested_{action}", license_, _CONTESTED.format(action=action, duty=duty))
        for action, duty in open_
    ]


def _activities(use: Item) -> list[str]:
    value = use.child("activities").value
    return value if isinstance(value, list) else []


def duties(part: Part, terms: Terms, world: World) -> list[tuple[str, str]]:
    """The duties of a part's licence, each with what to do: the line to copy first."""
    words = {"license": str(part.item.child("license").value), "holder": holder(part, world) or "its holder"}
    line = [("attribution", attribution(part, world))] if "attribution" in terms.requires else []
    return line + [(duty, text.format(**words)) for duty, text in _TEXTS.items() if duty in terms.requires]


def holder(part: Part, world: World) -> str | None:
    """Who holds the rights to a part: as its entry says, else who made the dataset, if that is said."""
    value = part.item.child("holder").value
    if isinstance(value, str):
        return value
    if part.item.child("applies_to").value == "contents":
        return None  # whoever collected works did not make them
    creators = world.sheet.child("motivation").child("creators").children()
    names = [name for one in creators if isinstance(name := one.child("name").value, str)]
    return ", ".join(names) or None


def attribution(part: Part, world: World) -> str:
    """A line ready to copy: title, holder, source, licence and its address."""
    license_ = str(part.item.child("license").value)
    name, homepage = world.sheet.child("name").value, world.sheet.child("homepage").value
    title = name if isinstance(name, str) else world.sheet.sheet.id or "the dataset"
    entry = license_entry(license_) or {}
    where = f" ({homepage})" if isinstance(homepage, str) else ""
    address = f" ({entry['url']})" if entry.get("url") else ""
    by = holder(part, world) or "[holder not stated]"
    return f'"{title}" by {by}{where}, {entry.get("name", license_)}{address}'
