"""Datasets are recognised by hash, coordinate and whole words: never by a piece of a word, and in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.advisories.match import Known, matches
from policylint.advisories.names import find, key, words
from policylint.advisories.registry import Advisory, Registry, index_of, shipped


def found(*names: str, coordinates: tuple[str, ...] = (), other: tuple[str, ...] = ()) -> dict[str, str]:
    known = Known((), tuple((one, one) for one in coordinates), tuple((one, one) for one in names), other)
    return {match.advisory: match.kind for match in matches(known, shipped())}


@pytest.mark.parametrize(
    ("name", "advisory", "kind"),
    [
        ("MS-Celeb-1M", "ODA-2019-0001", "name"),
        ("ms_celeb_1_million", "ODA-2019-0001", "name"),
        ("MSCeleb1M", "ODA-2019-0001", "name"),
        ("MS-Celeb-1M (v3)", "ODA-2019-0001", "possible"),
        ("ms1m retinaface", "ODA-2019-0012", "name"),
        ("DukeMTMC_reID", "ODA-2019-0020", "name"),
        ("dukemtmc reid masks", "ODA-2019-0020", "possible"),
        ("80 million tiny-images", "ODA-2020-0005", "name"),
        ("Tiny Images, a subset", "ODA-2020-0005", "possible"),
        ("vgg_face2", "ODA-2020-0004", "name"),
        ("LAION-5B", "ODA-2023-0001", "name"),
        ("the_pile_books3", "ODA-2023-0003", "name"),
        ("The Pile: Stack Exchange", "ODA-2023-0004", "possible"),
        ("One-Million Bluesky posts", "ODA-2024-0001", "name"),
    ],
)
def test_a_name_of_whole_words(name: str, advisory: str, kind: str) -> None:
    assert found(name) == {advisory: kind}


@pytest.mark.parametrize(
    "name",
    [
        "allenai/openbookqa", "diffusion prompts", "compile errors", "gulfwide survey", "Boston School Buildings",
        "brainwashing studies", "Tiny ImageNet", "tiny-imagenet-200", "Re-LAION-5B", "relaion5b", "Common Pile v0.1",
        "FHIBE", "Casual Conversations v2", "DigiFace-1M", "celebahead", "market prices 1501", "lenna", "LFW",
        "town centre footfall", "Boston", "emore", "", "...",
    ],
)  # fmt: skip
def test_what_only_looks_like_one(name: str) -> None:
    assert found(name) == {}


@pytest.mark.parametrize(
    ("name", "coordinates", "other", "kind"),
    [
        ("LFW", (), (), None),
        ("LFW", (), ("Labeled Faces in the Wild: faces from the news",), "possible"),
        ("LFW", ("http://vis-www.cs.umass.edu/lfw/lfw.tgz",), (), "possible"),
        ("LFW", (), ("UMass Amherst",), "possible"),
        ("LFW", ("https://github.com/somebody/lfw",), (), None),
    ],
)
def test_a_short_name_needs_a_second_sign(
    name: str, coordinates: tuple[str, ...], other: tuple[str, ...], kind: str | None
) -> None:
    assert found(name, coordinates=coordinates, other=other).get("ODA-2019-0007") == kind


@pytest.mark.parametrize(
    ("coordinate", "advisory"),
    [
        ("hf:gaunernst/ms1mv3-wds", "ODA-2019-0012"),
        ("hf:GAUNERNST/ms1mv3-wds@main", "ODA-2019-0012"),
        ("https://huggingface.co/datasets/gaunernst/ms1mv3-wds/tree/main", "ODA-2019-0012"),
        ("https://www.msceleb.org/", "ODA-2019-0001"),
        ("arxiv:1607.08221v2", "ODA-2019-0001"),
        ("https://arxiv.org/abs/1607.08221", "ODA-2019-0001"),
        ("torchvision:CIFAR10", "ODA-2020-0006"),
        ("sklearn:load_boston", "ODA-2022-0001"),
    ],
)
def test_a_coordinate(coordinate: str, advisory: str) -> None:
    assert found(coordinates=(coordinate,)) == {advisory: "coordinate"}


@pytest.mark.parametrize(
    "coordinate",
    [
        "https://github.com/deepinsight/insightface/tree/master/recognition/_datasets_",
        "hf:gaunernst/ms1mv3",
        "torchvision:cifar10",
    ],
)
def test_a_coordinate_of_several_or_of_none(coordinate: str) -> None:
    assert found(coordinates=(coordinate,)) == {}


def test_a_derived_dataset_is_not_also_by_its_name_what_it_was_made_from() -> None:
    assert found("MS-Celeb-1M", coordinates=("hf:gaunernst/ms1mv3-wds",)) == {"ODA-2019-0012": "coordinate"}


def test_the_surest_sign_counts() -> None:
    assert found("MS-Celeb-1M", "a copy of ms1m", coordinates=("https://msceleb.org",)) == {
        "ODA-2019-0001": "coordinate"
    }


WORDS = st.text("abcdefg", min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sets(WORDS, max_size=12))
def test_a_name_is_only_ever_found_at_the_borders_of_words(split: list[str], known: set[str]) -> None:
    text = " ".join(split)
    grams = {"".join(split[a:b]) for a in range(len(split)) for b in range(a + 1, len(split) + 1)}
    for one in find(text, known):
        assert one.name in grams & known
        assert one.whole == (one.name == "".join(split))


@given(st.text(max_size=40))
def test_a_key_is_made_of_whole_words(text: str) -> None:
    assert key(text) == "".join(words(text))
    assert [one.whole for one in find(text, {key(text)} - {""})] in ([], [True]) or len(words(text)) > 8


@given(st.permutations(range(5)))
def test_the_order_of_advisories_makes_no_difference(order: list[int]) -> None:
    listed = [
        Advisory(
            f"X-2020-000{index}", {"affected": [{"dataset": f"Many Faces {index % 2}", "identifiers": ["hf:a/b"]}]}
        )
        for index in range(5)
    ]
    known = Known((), (("hf:a/b", ""),), (("many faces 1", ""),))
    expected = matches(known, Registry(index_of(listed), given=listed))
    shuffled = [listed[index] for index in order]
    assert matches(known, Registry(index_of(shuffled), given=shuffled)) == expected
    assert {match.kind for match in expected} == {"possible"}
