"""Programmes: quoted, headed and short forms of one name are one programme."""

from __future__ import annotations

import pytest

from kg.entities.kinds import Kinds
from kg.entities.programmes import Programmes
from kg.model import Entity, Mention
from tests.entities.resolving import PATH, keys, resolved

TAILS = ("活动", "专项行动", "行动", "工程")
KINDS = Kinds.of({"行动": "Campaign", "制度": "Mechanism"})
BACKWARD = ("该", "这项")
KNOWN = {"甲暖工程": ("Project", "甲暖", ("甲暖工程", "暖工程"))}


def fresh() -> Programmes:
    return Programmes(TAILS, KNOWN, PATH, KINDS, BACKWARD)


def said(made: Programmes, name: str) -> Entity:
    """What a mention of a name is, behind all that is noted."""
    found = made.entity(Mention(1000, 1000 + len(name), "Programme", "form"), name)
    assert found is not None
    return found


def note(made: Programmes, start: int, name: str, kind: str = "Programme", *, weak: bool = False) -> None:
    made.note(Mention(start, start + len(name), kind, "form", "", weak), name)


BASES = [
    ("“乙丙”专项行动", "乙丙"),
    ("“乙丙”", "乙丙"),
    ("乙丙丁专项行动", "乙丙丁"),
    ("乙丙行动", "乙丙行动"),
    ("甲暖工程", "甲暖"),
]


@pytest.mark.parametrize(("name", "base"), BASES, ids=[row[0] for row in BASES])
def test_what_is_left_of_a_name(name: str, base: str) -> None:
    assert fresh().base(name) == base


def test_the_forms_of_a_name_meet() -> None:
    made = fresh()
    note(made, 0, "“乙丙丁”")
    note(made, 9, "“乙丙丁”专项行动", "Campaign")
    one, other = said(made, "“乙丙丁”"), said(made, "“乙丙丁”专项行动")
    assert one == other
    assert (one.type, one.key, one.names[0]) == ("Campaign", "乙丙丁", "“乙丙丁”专项行动")
    assert {"乙丙丁", "“乙丙丁”", "乙丙丁专项行动"} <= set(one.names)


def test_a_head_tells_the_kind() -> None:
    made = fresh()
    assert said(made, "丙丁制度").type == "Mechanism"
    assert said(made, "丙丁试点").type == "Programme"


def test_a_description_is_of_its_document() -> None:
    made = fresh()
    note(made, 0, "丙丁制度", weak=True)
    assert said(made, "丙丁制度").key == f"丙丁制度@{PATH}"
    note(made, 9, "丙丁制度")
    assert said(made, "丙丁制度").key == "丙丁制度"


def test_a_known_programme_keeps_its_key_and_class() -> None:
    found = said(fresh(), "甲暖工程")
    assert (found.type, found.key, found.names[:2]) == ("Project", "甲暖", ("甲暖工程", "暖工程"))


SPOKEN_OF = [
    ("推出“暖冬”关爱计划。该计划由甲市总工会牵头。", "暖冬"),
    ("推出“暖冬”关爱计划，开展“护航”行动。该计划由甲市总工会牵头。", "暖冬"),
    ("开展“护航”行动。这项行动由甲市总工会牵头。", "护航"),
]


@pytest.mark.parametrize(("text", "key"), SPOKEN_OF, ids=[row[0] for row in SPOKEN_OF])
def test_what_a_later_sentence_speaks_of(text: str, key: str) -> None:
    assert keys(text, "Programme", "Campaign", "Project")[-1][1] == key


def test_what_was_not_named_before_is_not_spoken_of() -> None:
    assert fresh().entity(Mention(0, 3, "Programme", "form", "", True), "该计划") is None


def test_programmes_in_sentences() -> None:
    text = "开展“暖冬护航”专项行动。“暖冬护航”行动覆盖全市。"
    assert keys(text, "Programme", "Campaign") == [
        ("“暖冬护航”专项行动", "暖冬护航"),
        ("“暖冬护航”行动", "暖冬护航"),
    ]


def test_an_item_of_a_list_that_is_more_than_a_name_is_none() -> None:
    told = "健全预约、联办以及错时、符合行业特点的考核、延时服务等惠民服务品牌。"
    found = [resolved(told).document.text[k.mention.start : k.mention.end] for k in resolved(told).links]
    assert "延时服务" in found
    assert not {"联办以及错时", "符合行业特点的考核"} & set(found)
