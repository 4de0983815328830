"""Folders of seeds: what comes out, and what each fault says."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import SeedError
from kg.seeds import load

HEADER = "name,class,aliases,key,level,code,parent,since,until,source\n"
RULE = """\
# a comment
runs:
  states: "{body} implements {plan}"
  where: |
    {body:Organisation} … 开展 {plan:Programme}

    {plan:Programme} 由 {body:Organisation} 开展
  yes: |
    {body:甲会}开展{plan:乙行动}。
  no:
    - "{Organisation=甲会}学习{Programme=乙行动}。"
    - 二
"""


def seeds(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        part, stem = name.split("__")
        path = folder / part / (stem + (".csv" if part == "lexicons" else ".yaml"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_rows_have_their_line_and_the_key_is_the_name_where_it_is_empty(tmp_path: Path) -> None:
    text = HEADER + '甲市,Place,甲|甲城,,city,1,,,,"a, list"\n乙市,Place,,乙,,,,,,list\n'
    first, second = load([seeds(tmp_path, lexicons__a=text)], alone=True).rows
    assert (first.name, first.aliases, first.key, first.source) == ("甲市", ("甲", "甲城"), "甲市", "a, list")
    assert (second.key, second.place.line) == ("乙", 3)


def test_rules_keep_every_line_with_its_line_and_column(tmp_path: Path) -> None:
    (rule,) = load([seeds(tmp_path, rules__a=RULE)], alone=True).rules
    assert (rule.id, rule.place.line) == ("runs", 2)
    assert [(line.place.line, line.place.column) for line in rule.where] == [(5, 5), (7, 5)]
    assert rule.states[0].text == "{body} implements {plan}"
    assert (rule.states[0].place.line, rule.states[0].place.column) == (3, 12)
    assert [line.text for line in rule.no] == ["{Organisation=甲会}学习{Programme=乙行动}。", "二"]


def test_lists_and_tables_of_words(tmp_path: Path) -> None:
    text = "must: [要, 应当]\nrun: |\n  开展 推进\n  开展\nkinds: {条例: LocalRegulation}\nnone: []\n"
    found = load([seeds(tmp_path, words__a=text)], alone=True)
    assert found.words == {"must": ("要", "应当"), "run": ("开展", "推进"), "none": ()}
    assert found.tables == {"kinds": {"条例": "LocalRegulation"}}


def test_yes_no_on_and_numbers_stay_words(tmp_path: Path) -> None:
    assert load([seeds(tmp_path, words__a="w: [no, on, 010, 2024-01-01, ~]\n")], alone=True).words["w"] == (
        "no",
        "on",
        "010",
        "2024-01-01",
        "~",
    )


def test_seeds_lie_beside_the_packaged_ones_and_a_folder_counts_once(tmp_path: Path) -> None:
    own = seeds(tmp_path, words__own="own-list-of-words: [甲]\n")
    packaged, both = load(), load([own, own])
    assert set(both.words) - set(packaged.words) == {"own-list-of-words"}


def test_the_digest_follows_names_and_bytes_and_keys_a_cache(tmp_path: Path) -> None:
    one = load([seeds(tmp_path / "1", words__a="x: [甲]\n")], alone=True)
    same = load([seeds(tmp_path / "2", words__a="x: [甲]\n")], alone=True)
    other = load([seeds(tmp_path / "3", words__a="x: [乙]\n")], alone=True)
    moved = load([seeds(tmp_path / "4", words__b="x: [甲]\n")], alone=True)
    assert one == same
    assert hash(one) == hash(same)
    assert len({one.digest, other.digest, moved.digest}) == 3


FAULTS = [
    ("yaml", {"rules__a": "a: [\n"}, ("rules/a.yaml:2", "YAML")),
    ("tab", {"rules__a": "a:\n\tb: c\n"}, ("rules/a.yaml:2:1", "YAML")),
    ("no mapping", {"rules__a": "- a\n"}, ("rules/a.yaml:1:1", "no mapping", "key: value")),
    (
        "unknown key",
        {"rules__a": "r:\n  stats: x\n"},
        ("rules/a.yaml:2:3", "unknown key stats", "states", "did you mean"),
    ),
    ("missing key", {"rules__a": "r:\n  where: x\n"}, ("rules/a.yaml:1:1", "r has no states")),
    ("key twice", {"rules__a": "r:\n  where: x\n  where: y\n"}, ("rules/a.yaml:3:3", "twice")),
    (
        "rule twice",
        {"rules__a": RULE, "rules__b": RULE},
        ("rules/b.yaml:2:1", "runs is defined twice", "a.yaml:2"),
    ),
    (
        "list twice",
        {"words__a": "x: [甲]\n", "words__b": "x: [乙]\n"},
        ("words/b.yaml:1:1", "the list x is defined twice"),
    ),
    ("list in list", {"words__a": "x: [[甲]]\n"}, ("words/a.yaml:1:5", "no plain value")),
    ("folded", {"rules__a": "r:\n  where: >\n    x\n  states: y\n"}, ("rules/a.yaml:2:10", "folded")),
    ("form key", {"forms__a": "f:\n  maks: x\n"}, ("forms/a.yaml:2:3", "makes (did you mean that?)")),
    (
        "priority",
        {"forms__a": "f:\n  makes: X\n  where: 局\n  priority: high\n"},
        ("forms/a.yaml:4:13", "whole number"),
    ),
    ("no header", {"lexicons__a": ""}, ("lexicons/a.csv:1", "no column name")),
    (
        "missing column",
        {"lexicons__a": HEADER.replace(",source", "")},
        ("lexicons/a.csv:1", "no column source"),
    ),
    (
        "unknown column",
        {"lexicons__a": HEADER.replace("aliases", "alias")},
        ("lexicons/a.csv:1", "alias", "did you mean"),
    ),
    (
        "empty source",
        {"lexicons__a": HEADER + "甲市,Place,,,,,,,,\n"},
        ("lexicons/a.csv:2", "an empty source"),
    ),
    ("empty name", {"lexicons__a": HEADER + ",Place,,,,,,,,x\n"}, ("lexicons/a.csv:2", "an empty name")),
    ("cells", {"lexicons__a": HEADER + "甲市,Place\n"}, ("lexicons/a.csv:2", "2 cells", "wanted 10")),
    ("quote", {"lexicons__a": HEADER + '"甲市,Place,,,,,,,,x\n'}, ("lexicons/a.csv:2", "CSV")),
]


@pytest.mark.parametrize(("files", "said"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_names_its_place(tmp_path: Path, files: dict[str, str], said: tuple[str, ...]) -> None:
    with pytest.raises(SeedError) as caught:
        load([seeds(tmp_path, **files)], alone=True)
    for part in said:
        assert part in str(caught.value)


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    for part, suffix in (("lexicons", "csv"), ("rules", "yaml")):
        path = tmp_path / part / f"a.{suffix}"
        path.parent.mkdir()
        path.write_bytes("# 甲\n".encode() + "乙".encode("gb18030"))
        with pytest.raises(SeedError, match=f"a.{suffix}:2: bytes that are not UTF-8"):
            load([tmp_path], alone=True)
        path.unlink()


def test_folders_without_seeds(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no such folder"):
        load([tmp_path / "none"])
    with pytest.raises(SeedError, match="no seeds in this folder"):
        load([tmp_path])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\nb: *a\n",
        "[" * 300_000,
        "- " * 300_000,
        "{" * 300_000,
        "? " * 300_000,
        "\n".join(" " * i + "a:" for i in range(5000)),
        "a: !!python/object:os.system x\n",
    ],
    ids=["alias", "square", "dash", "curly", "question", "indent", "tag"],
)
def test_hostile_yaml_is_at_worst_a_seed_error(tmp_path: Path, text: str) -> None:
    with suppress(SeedError):
        load([seeds(tmp_path, words__a=text)], alone=True)
