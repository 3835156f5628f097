"""From a judgement to a finding: where it points, what it says, what would decide it."""

from __future__ import annotations

from policylint.documents.node import pointer_parts
from policylint.facts.common import UNDESCRIBED
from policylint.facts.lineage import ancestor_of
from policylint.findings import START, Finding, Looked, Missing, Place, milder
from policylint.fingerprints import by_ids, fingerprint
from policylint.lean import TYPE_CHECKING
from policylint.logic import UNKNOWN
from policylint.policy.because import Evidence, because, line_of, list_item, trace
from policylint.policy.compile import Compiled, Scope, getter
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.facts.common import Item, Sheet, World
    from policylint.findings import Records
    from policylint.policy.judge import Judgement


def finding(rule: Compiled, judged: Judgement, world: World, level: str) -> Finding:
    """The finding for an item that failed or could not be decided; `level` is its severity before ceilings."""
    plan = rule.plan
    failed = judged.outcome == "fail"
    if judged.unlisted is not None:
        primary: list[Evidence] = _absent_list(judged.unlisted[0], judged.scope, world)
        related: list[Evidence] = []
    else:
        primary, related = _deciding(rule, judged, world), _applying(rule, judged, world)
    for evidence in [*primary, *related]:
        if evidence.ceiling is not None:
            level = milder(level, evidence.ceiling)
    place, others, names = _places(primary, related, world, failed=failed)
    silent = failed and all(evidence.word == "stated" and evidence.value is UNSAID for evidence in primary)
    missing = () if failed else tuple({(one.file, one.pointer): one for one in _missing(primary)}.values())
    first = primary[0] if primary else None
    value = first.value if first is not None else UNSAID
    return Finding(
        rule=plan["id"], severity=level, outcome=judged.outcome, message=_text(plan["message"], judged.scope, world),
        remedy=_text(plan["remedy"], judged.scope, world), place=place, dataset=world.sheet.sheet.id,
        use=_use(judged.scope, world), related=others,
        chain=names, missing=missing,
        policy=(plan["file"], first.line if first is not None and first.line else plan["line"]),
        item=tuple(f"{name}={item.pointer}" for name, item in judged.scope.items()), why=plan["why"],
        fingerprint=_fingerprint(plan["id"], place, value, world, judged.scope),
        unsaid=tuple(_lacking(item) for evidence in primary for item in evidence.places) if silent else (),
        looked=tuple(dict.fromkeys(looked for one in (*primary, *related) for looked in _looked(one))),
    )  # fmt: skip


def finding_on_rows(rule: Compiled, scope: Scope, world: World, level: str, records: Records, ledger: Place) -> Finding:
    """The finding of a rule on the rows of a ledger: it stands where the datasheet names the ledger.

    `scope` holds the items beside the row, `ledger` is where the first of the rows stands. What rows say is not in it;
    a waiver binds the ledger's hash.
    """
    plan = rule.plan
    at = world.sheet.child("people").child("ledger")
    place = at.sheet.place(at.pointer, f"its rows are in {ledger.path}")
    failed = records.fail > 0
    return Finding(
        rule=plan["id"], severity=level, outcome="fail" if failed else "unknown",
        message=_text(plan["message"], scope, world), remedy=_text(plan["remedy"], scope, world), place=place,
        dataset=world.sheet.sheet.id, use=_use(scope, world), related=(ledger,),
        policy=(plan["file"], line_of(plan["require"])), why=plan["why"],
        item=tuple(f"{name}={item.pointer}" for name, item in scope.items()),
        fingerprint=_fingerprint(plan["id"], place, None, world, scope), records=records,
        looked=(Looked(at.sheet.document.path, f"{at.pointer}/sha256"),),
    )  # fmt: skip


def waiting(rule: Compiled, judged: Judgement, world: World, level: str) -> Finding | None:
    """What an undecided item waits for, without the words: where all that waits is one finding, nobody reads them.

    None where nothing that could be said would decide it.
    """
    if judged.unlisted is not None:
        primary = _absent_list(judged.unlisted[0], judged.scope, world)
    else:
        primary = _deciding(rule, judged, world)
    missing = tuple({(one.file, one.pointer): one for one in _missing(primary)}.values())
    if not missing:
        return None
    for evidence in primary:
        level = milder(level, evidence.ceiling or level)
    item = tuple(f"{name}={item.pointer}" for name, item in judged.scope.items())
    place = Place(missing[0].file, missing[0].pointer, START)
    return Finding(rule.plan["id"], level, judged.outcome, "", "", place, missing=missing, item=item)


def _absent_list(listed: list[Any] | None, scope: Scope, world: World) -> list[Evidence]:
    text, at = list_item(listed, scope, world)
    return [Evidence(0, UNKNOWN, text, UNSAID, (at,), (), ((text, at),), None)]


def _deciding(rule: Compiled, judged: Judgement, world: World) -> list[Evidence]:
    """The leaves that decided, in written order."""
    plan, scope = rule.plan, judged.scope
    requirement = ["not", plan["require"]] if plan["forbid"] else plan["require"]
    if not _undecided_whether(rule, scope, world):
        return because(requirement, scope, world)
    undecided = because(requirement, scope, world) if rule.require(scope, world) is UNKNOWN else []
    return [*because(plan["when"], scope, world), *undecided]


def _applying(rule: Compiled, judged: Judgement, world: World) -> list[Evidence]:
    """The leaves that made the rule apply, where that is decided."""
    when = rule.plan["when"]
    if when is None or _undecided_whether(rule, judged.scope, world):
        return []
    return because(when, judged.scope, world)


def _undecided_whether(rule: Compiled, scope: Scope, world: World) -> bool:
    return rule.when is not None and rule.when(scope, world) is UNKNOWN


def _places(
    primary: list[Evidence], related: list[Evidence], world: World, *, failed: bool
) -> tuple[Place, tuple[Place, ...], tuple[str, ...]]:
    """Where the finding points, the other places involved, and the chain of sources where it came by lineage."""
    if failed:
        candidates = [item for evidence in primary for item in _deciding_values(evidence, world)] or [world.sheet]
        first = next(iter(_standing(candidates)), candidates[0])
    else:
        first = _undecided(primary[0]) if primary else world.sheet
    main, *on_the_way = _shown(first, world)
    seen = {(main.path, main.pointer)}
    others: list[Place] = []
    standing = [item for evidence in [*primary, *related] for item in _standing((*evidence.places, *evidence.others))]
    for place in [*on_the_way, *(place for item in standing for place in _shown(item, world))]:
        if (place.path, place.pointer) not in seen:
            seen.add((place.path, place.pointer))
            others.append(place)
    return main, tuple(others), _chain(first, world)


def _shown(item: Item, world: World) -> list[Place]:
    """Where an item is shown: at its value; what came by lineage first at the entries that brought it in."""
    ancestor = ancestor_of(item.sheet, world) if world.sheet.child("sources").value else None
    if ancestor is None:
        return [place_of(item)]
    first, *further = [one.entry for one in ancestor.way]
    steps = [entry.sheet.place(entry.pointer, "made from this") for entry in further]
    label = f"{ancestor.name}: `{_label(item)}` is {show(item.value)}"
    return [first.sheet.place(first.pointer, label), *steps, place_of(item)]


def _chain(item: Item, world: World) -> tuple[str, ...]:
    ancestor = ancestor_of(item.sheet, world) if world.sheet.child("sources").value else None
    if ancestor is not None:
        return (world.sheet.sheet.name, *ancestor.chain, *item.beyond)
    return (world.sheet.sheet.name, *item.beyond) if item.beyond else ()


def _deciding_values(evidence: Evidence, world: World) -> tuple[Item, ...]:
    """The values that decided a leaf: of a use's and a sheet's, those of the document that is checked."""
    both = (*evidence.places, *evidence.others)
    ours = tuple(item for item in both if item.sheet.kind == world.checked)
    return (ours or evidence.places) if any(item.sheet.kind != world.checked for item in both) else evidence.places


def _undecided(evidence: Evidence) -> Item:
    """What an undecided leaf waits for: the first field that would decide it, else its own value."""
    return evidence.missing[0][1] if evidence.missing else evidence.places[0]


def _standing(items: Iterable[Item]) -> list[Item]:
    """Those whose value stands in a file."""
    return [item for item in items if item.sheet.stands(item.pointer)]


def place_of(item: Item) -> Place:
    """The place of an item, or of its nearest ancestor that stands in the file."""
    return item.sheet.place(item.pointer, f"`{_label(item)}` is {show(item.value)}")


def _label(item: Item) -> str:
    """A field as a person would name it: its last two keys, as the document has them, without list indexes."""
    origin = item.sheet.origin(item.pointer)
    pointer = origin if isinstance(origin, str) and origin else item.pointer
    parts = [part for part in pointer_parts(pointer) if not part.isdecimal()]
    return ".".join(parts[-2:]) or "the document"


def _missing(primary: list[Evidence]) -> list[Missing]:
    return [_lacking(item, path) for evidence in primary for path, item in evidence.missing]


def _lacking(item: Item, path: str = "") -> Missing:
    """A field that is not said, and what the rule calls it."""
    pointer = _stated_at(item)
    return Missing(path or pointer[1:].replace("/", "."), pointer, item.sheet.document.path, item.sheet.kind)


def _stated_at(item: Item) -> str:
    """Where to state a field: in a foreign document, where a datasheet would have it."""
    origin = item.sheet.origin(item.pointer)
    return item.pointer if item.sheet.foreign or not isinstance(origin, str) else origin


def _looked(evidence: Evidence) -> list[Looked]:
    """The values that a leaf looked at, and the fields that it waits for."""
    items = (*evidence.places, *evidence.others, *(item for _, item in evidence.missing))
    return [Looked(item.sheet.document.path, _bound_at(item)) for item in items]


def _bound_at(item: Item) -> str:
    """Where a value is read again; what nobody describes stands in the use that names it."""
    origin = item.sheet.origin(item.pointer)
    return origin if item.sheet.format == UNDESCRIBED and isinstance(origin, str) else _stated_at(item)


def _use(scope: Scope, world: World) -> str | None:
    """The use declaration's id, or that of the sheet's own intended use that the item is."""
    if world.use is not None:
        return world.use.sheet.id
    for item in scope.values():
        if item.pointer.startswith("/uses/intended/"):
            identifier = item.value.get("id") if isinstance(item.value, dict) else None
            return identifier if isinstance(identifier, str) else None
    return None


def _text(parts: list[Any], scope: Scope, world: World) -> str:
    """A message or a remedy with its placeholders filled in."""
    return "".join(part if isinstance(part, str) else _placeholder(part, scope, world) for part in parts)


def _placeholder(path: list[Any], scope: Scope, world: World) -> str:
    text, root, keys, fact, _, _ = path
    if root and not keys and fact is None:
        item = scope.get(root)
        return item.name if item is not None else f"each {text}"
    if root and root not in scope:
        return "not stated"
    value = getter(path)(scope, world)
    if isinstance(value, dict):
        places, _, _ = trace(path, scope, world)
        return places[0].name
    return show(value)


def show(value: Any) -> str:
    """A value as messages print it, on one line."""
    if value is UNSAID:
        return "not stated"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(show(one) for one in value[:8]) + (" …" if len(value) > 8 else "") if value else "none"
    if isinstance(value, dict):
        identifier = value.get("id")
        return identifier if isinstance(identifier, str) else "{" + ", ".join(list(value)[:6]) + "}"
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else text[:119] + "…"


def _stable(item: Item) -> str:
    """What tells an item from others: its ids; what a fact put together at one place has a name beside."""
    ids = by_ids(item.pointer, item.sheet.value)
    return ids if item.parts is None else f"{ids}#{item.name}"


def _fingerprint(rule: str, place: Place, value: Any, world: World, scope: Scope) -> str:
    """Stable under re-formatting: made of ids and values, never of lines."""
    sheet: Sheet = world.sheet.sheet
    if world.use is not None and place.path == world.use.sheet.document.path:
        sheet = world.use.sheet
    items = [_stable(item) for item in scope.values()]
    return fingerprint(rule, world.sheet.sheet.id, _use(scope, world), place.pointer, sheet.value, [value, items])
