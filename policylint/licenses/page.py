"""What a licence says, in words: the one source of `license show`, `explain` and the pages of `docs/licenses/`."""

from __future__ import annotations

from policylint import resources
from policylint.documents import load
from policylint.documents.node import plain_value
from policylint.errors import InvalidFileError, PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.licenses.catalog import known_ids, license_entry, spelled
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from typing import Any


class Page(NamedTuple):
    """A licence's name, and its sections: a title and sentences."""

    id: str
    name: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


_ACTIONS = {
    "use": "use it",
    "modify": "change a copy of your own",
    "derive": "share what you made from it",
    "distribute": "pass it on as it is",
    "train": "train a model on it",
    "share_model": "share a model that was trained on it",
    "share_output": "share what such a model makes",
    "sublicense": "grant the rights on to others",
    "commercial_use": "use it commercially",
}

_PEOPLE = (
    "A licence is not consent: the rights of the people in the data to their privacy and likeness are not licensed."
)

_PERSONAL_DATA = {
    "excluded": "Personal data is outside the licence: what there is of it is not licensed at all.",
    "provider_warrants": "The provider makes a promise about privacy. A promise about consent is not consent.",
    "addressed": "The text names privacy and similar rights and leaves them unlicensed, to be cleared elsewhere.",
    "silent": "Not a word about personal data.",
}

_CONFIDENCE = {
    "text-read": "the whole text was read for these terms",
    "text-spot": "the decisive sections were read",
    "elements": "worked out from the licence's elements and texts of the same version",
    "family": "not read itself; taken from the text that it follows",
    "published-classification": "taken over from a published table",
    "computed": "the strictest of each term over its members",
    "partial": "an excerpt was read; findings that rest on it are warnings at most",
    "archetype": "a typical text of its kind; findings that rest on it are warnings at most",
    "memory": "general knowledge, no text was read; findings that rest on it are warnings at most",
}


def entry_or_stop(identifier: str) -> dict[str, Any]:
    """What the registry says of a licence. Raises PolicylintError, with the nearest id, if it has no such licence."""
    entry = license_entry(identifier)
    if entry is None:
        near = did_you_mean(identifier, known_ids())
        hint = f"did you mean `{near}`?" if near else "`docs/licenses/` lists those that are known"
        raise PolicylintError(f"there is no licence `{identifier}` in the registry: {hint}")
    return entry


def page_of(identifier: str) -> Page:
    """The page of a licence. Raises PolicylintError if the registry has no such licence."""
    entry = entry_or_stop(identifier)
    sections = (*_terms(entry), *_asks(entry), *_limits(entry), *_people(entry), *_grounds(entry))
    return Page(spelled(identifier) or identifier, entry["name"], tuple(one for one in sections if one[1]))


_Section = tuple[str, tuple[str, ...]]


def _terms(entry: dict[str, Any]) -> tuple[_Section, ...]:
    if not isinstance(entry["terms"], dict):
        return (("Not known", ("Nothing is known of its terms: find out which text is meant, and name it.",)),)
    said: dict[str, list[str]] = {"permit": [], "permit_if": [], "contested": [], "silent": [], "prohibit": []}
    for action, term in entry["terms"].items():
        kind, why = next(iter(term.items())) if isinstance(term, dict) else (term, "")
        said[kind].append(_ACTIONS[action] + (f": {why}" if why else ""))
    return (
        ("You can", tuple(said["permit"])),
        ("You can, if", tuple(said["permit_if"])),
        ("You must not", tuple(said["prohibit"])),
        ("Not granted, because the text does not speak of it", tuple(said["silent"])),
        ("Contested", tuple(said["contested"])),
    )


def _asks(entry: dict[str, Any]) -> tuple[_Section, ...]:
    if not isinstance(entry["duties"], dict):
        return ()
    words = _duty_words()
    must = [words[duty] for duty, value in entry["duties"].items() if value == "duty"]
    asked = [words[duty] for duty, value in entry["duties"].items() if value == "requested"]
    targets = ", ".join(entry.get("share_alike_targets", ()))
    return (
        ("You must", tuple(must)),
        ("You are asked to", tuple(asked)),
        ("What is made from it may be shared under", (targets,) if targets else ()),
    )


def _duty_words() -> dict[str, str]:
    document = load(resources.path("registry", "vocabularies", "duties.yaml"))
    if document.root is None:
        raise InvalidFileError(document.problems)
    terms = plain_value(document.root)["terms"]
    return {duty: _as_item(term["description"]) for duty, term in terms.items()}


def _as_item(sentence: str) -> str:
    """A vocabulary's sentence as what follows "You must"."""
    said = sentence.removeprefix("Do ").removesuffix(".")
    return said[0].lower() + said[1:]


def _limits(entry: dict[str, Any]) -> tuple[_Section, ...]:
    return (
        ("Who", (_listed(entry["actors"], "anybody"),)),
        ("What for", (_listed(entry["purposes"], "anything"),)),
        ("Limits on use", (entry["field_of_use"],) if "field_of_use" in entry else ()),
        ("Parts that it can license", (_listed(entry["parts"], "any"),)),
    )


def _listed(words: Any, everything: str) -> str:
    if not isinstance(words, list):
        return "not known"
    return everything if words == ["any"] else ", ".join(words) or "none that its members share"


def _people(entry: dict[str, Any]) -> tuple[_Section, ...]:
    personal_data = _PERSONAL_DATA.get(entry["personal_data"])
    return (("The people in the data", (_PEOPLE, personal_data) if personal_data else (_PEOPLE,)),)


def _grounds(entry: dict[str, Any]) -> tuple[_Section, ...]:
    return (
        ("One of", (", ".join(entry.get("members", ())),) if "members" in entry else ()),
        ("Source", (entry["source"],)),
        ("Text", (entry["url"],) if "url" in entry else ()),
        ("Confidence", (f"{entry['confidence']}: {_CONFIDENCE[entry['confidence']]}",)),
        ("Reviewed", (entry["reviewed"],)),
    )
