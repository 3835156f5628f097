"""The text of a draft reads back as the values that it was made from, and is always valid."""

from hypothesis import given
from hypothesis import strategies as st

from policylint.characters import unprintable
from policylint.documents import read
from policylint.drafting.automation import HOOKS, has_hook, with_hook
from policylint.drafting.sheet import NAME, drafted
from policylint.sheets import typed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, TEXTS)
def test_any_text_is_written_so_that_it_reads_back(name: str, origin: str) -> None:
    values = {"id": "x", "name": f"name {name}", "description": name}
    text, left_out = drafted(values, {"/name": origin, "/description": origin}, [origin])
    loaded = typed(read(text.encode(), NAME), "datasheet", {})
    assert loaded.sheet is not None, text
    assert loaded.sheet.value["name"] == unprintable().sub(" ", f"name {name}")
    assert all(problem.pointer == "/description" for problem in left_out)


def test_a_folder_whose_name_is_no_name_has_a_draft_all_the_same() -> None:
    text, left_out = drafted({"id": "nul", "name": "nul"}, {}, [])
    loaded = typed(read(text.encode(), NAME), "datasheet", {})
    assert loaded.sheet is not None
    assert loaded.sheet.value["name"] == "dataset nul"
    assert [problem.pointer for problem in left_out] == ["/name"]


def test_what_a_datasheet_cannot_hold_is_left_out_and_said() -> None:
    text, left_out = drafted({"id": "x", "name": "x", "modality": ["smell"]}, {}, [])
    assert "modality" not in text
    assert [problem.pointer for problem in left_out] == ["/modality/0"]


@given(st.integers(0, 4), st.booleans(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_hook_is_an_entry_whatever_the_indentation(indent: int, comment: bool, newline: str, ended: bool) -> None:  # noqa: FBT001
    item = [f"{' ' * indent}- repo: meta", f"{' ' * indent}  hooks: [{{id: identity}}]{'  # why' * comment}"]
    text = newline.join(["repos:", *item]) + newline * ended
    made = with_hook(text)
    assert made is not None
    assert made.startswith(text)
    assert has_hook(read(made.encode(), HOOKS))
