"""Programmes: quoted, headed and short forms of one name are one programme."""

from __future__ import annotations

import pytest

from kg.entities.kinds import Kinds
from kg.entities.programmes import Programmes
from tests.entities.resolving import PATH, keys, resolved

TAILS = ("活动", "专项行动", "行动", "工程")
KINDS = Kinds.of({"行动": "Campaign", "制度": "Mechanism"})
KNOWN = {"甲暖工程": ("Project", "甲暖", ("甲暖工程", "暖工程"))}

BASES = [
    ("“乙丙”专项行动", "乙丙"),
    ("“乙丙”", "乙丙"),
    ("乙丙丁专项行动", "乙丙丁"),
    ("乙丙行动", "乙丙行动"),
    ("甲暖工程", "甲暖"),
]


@pytest.mark.parametrize(("name", "base"), BASES, ids=[row[0] for row in BASES])
def test_what_is_left_of_a_name(name: str, base: str) -> None:
    assert Programmes(TAILS, KNOWN, PATH, KINDS).base(name) == base


def test_the_forms_of_a_name_meet() -> None:
    made = Programmes(TAILS, KNOWN, PATH, KINDS)
    made.note("“乙丙丁”", "Programme", False)
    made.note("“乙丙丁”专项行动", "Campaign", False)
    one, other = made.entity("“乙丙丁”"), made.entity("“乙丙丁”专项行动")
    assert one == other
    assert (one.type, one.key, one.names[0]) == ("Campaign", "乙丙丁", "“乙丙丁”专项行动")
    assert {"乙丙丁", "“乙丙丁”", "乙丙丁专项行动"} <= set(one.names)


def test_a_head_tells_the_kind() -> None:
    made = Programmes(TAILS, KNOWN, PATH, KINDS)
    assert made.entity("丙丁制度").type == "Mechanism"
    assert made.entity("丙丁试点").type == "Programme"


def test_a_description_is_of_its_document() -> None:
    made = Programmes(TAILS, KNOWN, PATH, KINDS)
    made.note("丙丁制度", "Programme", True)
    assert made.entity("丙丁制度").key == f"丙丁制度@{PATH}"
    made.note("丙丁制度", "Programme", False)
    assert made.entity("丙丁制度").key == "丙丁制度"


def test_a_known_programme_keeps_its_key_and_class() -> None:
    found = Programmes(TAILS, KNOWN, PATH, KINDS).entity("甲暖工程")
    assert (found.type, found.key, found.names[:2]) == ("Project", "甲暖", ("甲暖工程", "暖工程"))


def test_programmes_in_sentences() -> None:
    text = "开展“暖冬护航”专项行动。“暖冬护航”行动覆盖全市。"
    assert keys(text, "Programme", "Campaign") == [
        ("“暖冬护航”专项行动", "暖冬护航"),
        ("“暖冬护航”行动", "暖冬护航"),
    ]


def test_an_item_of_a_list_that_is_more_than_a_name_is_none() -> None:
    said = "健全预约、联办以及错时、符合行业特点的考核、延时服务等工作机制。"
    found = [resolved(said).document.text[k.mention.start : k.mention.end] for k in resolved(said).links]
    assert "延时服务" in found
    assert not {"联办以及错时", "符合行业特点的考核"} & set(found)
