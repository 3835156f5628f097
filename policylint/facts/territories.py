"""Facts about where data may be used: the limits that a sheet states, and whether the user is within them."""

from __future__ import annotations

from functools import cache

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.facts import lineage, terms
from policylint.facts.common import Answer, Item, World
from policylint.lean import TYPE_CHECKING
from policylint.shapes.check import UNSAID
from policylint.vocabularies import below

if TYPE_CHECKING:
    from collections.abc import Iterator

_GEOGRAPHICAL = "DUO:0000022"
"""The term of the Data Use Ontology for a geographical restriction."""


def limits(sheet: Item, world: World) -> Answer:
    """`territories`: each place within which the data may be used, and who says so."""
    items = (*_by_duo(sheet), *_by_consent(sheet, world), *_by_license(sheet, world))
    return Answer([item.value for item in items], items, items=items)


def _by_duo(sheet: Item) -> Iterator[Item]:
    """The terms for a place; one whose code is not said, and that names a territory, can be for nothing else."""
    for term in sheet.child("uses").child("duo").children():
        silent = term.child("code").value is UNSAID and term.child("territory").value is not UNSAID
        if silent or term.child("code").value == _GEOGRAPHICAL:
            yield _limit(_GEOGRAPHICAL, term, term.child("territory"))


def _by_consent(sheet: Item, world: World) -> Iterator[Item]:
    """What people agreed to; where they named no territory, they set none."""
    for group in lineage.groups_with_inherited(sheet.child("people"), world).items or ():
        territory = group.child("consent").child("scope").child("territory")
        if territory.value is not UNSAID and not below(group.child("role").value, "maker", "role"):
            yield _limit(str(group.child("id").value), group, territory)


def _by_license(sheet: Item, world: World) -> Iterator[Item]:
    """The countries of the sheet's own licence terms, unless the use rests on something else."""
    if world.use is not None and terms.needs_license(world.use, world).value is False:
        return
    written = sheet.child("license_terms")
    for reference in written.value if isinstance(written.value, dict) else ():
        countries = written.child(reference).child("countries")
        if countries.value is not UNSAID:
            yield _limit(reference, written.child(reference), countries)


def _limit(name: str, where: Item, territory: Item) -> Item:
    value = {"id": name} if territory.value is UNSAID else {"id": name, "territory": territory.value}
    return where._replace(value=value, parts={"territory": territory})


def holds(limit: Item, world: World) -> Answer:
    """Whether the user's country lies in the territory; a part of that country leaves it open."""
    territory = limit.child("territory")
    if world.use is None:
        return Answer(UNSAID, (), (territory,))
    country = world.use.child("actor").child("country")
    missing = tuple(item for item in (territory, country) if item.value is UNSAID)
    if missing:
        return Answer(UNSAID, (), missing)
    places = [territory.value] if isinstance(territory.value, str) else territory.value
    if any(country.value in (place, *_members().get(place, ())) for place in places):
        return Answer(value=True, because=(country, territory))
    if any(place.startswith(f"{country.value}-") for place in places):
        return Answer(UNSAID, (), (country,))
    return Answer(value=False, because=(country, territory))


@cache
def _members() -> dict[str, list[str]]:
    document = load(resources.path("registry", "territories.yaml"))
    assert document.root is not None, document.problems
    return {name: one["members"] for name, one in plain_value(document.root)["territories"].items()}
