"""A store renewed from the one before holds what one made anew holds, whatever came, went or changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store import filling, lines, open_store
from kg.store.blocks import blocks, differing, pieces

HEAD = "# A comment\n\n@prefix x: <https://example.org/> .\n\n"
FILES = ("graph.ttl", "evidence.ttl")
SUBJECTS = st.dictionaries(st.integers(0, 30), st.integers(0, 3), max_size=20)


def turtle(told: dict[int, int]) -> str:
    """Subjects in their order, each with a value, a comment, and what others say too."""
    said = (f'x:s{at:02} x:p "{value}" ; # {value}\n    x:q x:o .\n\n' for at, value in sorted(told.items()))
    return HEAD + "".join(said)


def put(folder: Path, graph: dict[int, int], evidence: dict[int, int]) -> list[Path]:
    folder.mkdir()
    paths = [folder / name for name in FILES]
    for path, told in zip(paths, (graph, evidence), strict=True):
        path.write_text(turtle(told), encoding="utf-8")
    return paths


def held(folder: Path) -> list[str]:
    return list(lines(open_store(folder)))


@settings(deadline=None, max_examples=4)
@given(before=st.tuples(SUBJECTS, SUBJECTS), after=st.tuples(SUBJECTS, SUBJECTS))
def test_a_renewed_store_is_one_made_anew(
    before: tuple[dict[int, int], dict[int, int]], after: tuple[dict[int, int], dict[int, int]]
) -> None:
    """A triple may stand in both files, and go from one of them only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new, anew = (
            put(folder / "old", *before),
            put(folder / "new", *after),
            put(folder / "anew", *after),
        )
        filling.load(folder / "old" / "store", old)
        filling.load(folder / "anew" / "store", anew)
        was = held(folder / "old")
        assert filling.renew(folder / "new" / "store", new, folder / "old" / "store", old)
        assert held(folder / "new") == held(folder / "anew")
        assert held(folder / "old") == was


def test_what_differs_is_found_however_far_apart_it_stands(tmp_path: Path) -> None:
    one, other = (tmp_path / name for name in FILES)
    one.write_text(turtle(dict.fromkeys(range(500), 1)), encoding="utf-8")
    other.write_text(turtle(dict.fromkeys(range(40, 520), 1) | {100: 2}), encoding="utf-8")
    changes = differing(one, other, 1000)
    assert changes is not None
    gone, come = changes
    assert (len(gone), len(come)) == (41, 21)
    assert differing(one, other, 10) is None
    assert differing(one, one, 0) == (set(), set())


def test_a_store_that_is_damaged_or_missing_is_no_help(tmp_path: Path) -> None:
    old, new = put(tmp_path / "old", {1: 1}, {}), put(tmp_path / "new", {1: 2}, {})
    store = tmp_path / "old" / "store"
    assert not filling.renew(tmp_path / "new" / "store", new, store, old)
    filling.load(store, old)
    (store / "CURRENT").write_text("nothing\n")
    assert not filling.renew(tmp_path / "new" / "store", new, store, old)
    assert not (tmp_path / "new" / "store").exists()


@pytest.mark.parametrize("size", [1, 60, 1 << 20])
def test_pieces_of_a_file_are_the_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(turtle(dict.fromkeys(range(30), 1)), encoding="utf-8")
    said = [block for block in blocks(path) if block.startswith(b"x:")]
    parts = list(pieces(path, size))
    assert b"".join(parts).count(b"x:p") == len(said) == 30
    assert all(b"@prefix" in part for part in parts)
    assert len(parts) > 1 or size == 1 << 20
