"""People and posts: which body a post is in, who holds it, and what tells one bearer of a name from another."""

from __future__ import annotations

import pytest

from kg.entities.people import office, person
from kg.model import Entity
from tests.entities.resolving import PATH, entity, keys

UNION = Entity("MassOrganisation", "白鹭市总工会", ("白鹭市总工会", "市总工会"))


def test_an_office_is_of_its_body() -> None:
    chair = office("主席", UNION, PATH)
    assert (chair.key, chair.whole) == ("白鹭市总工会主席", UNION)
    assert chair.names == ("白鹭市总工会主席", "市总工会主席", "主席")


def test_an_office_without_a_body_is_of_the_document() -> None:
    assert office("主席", None, PATH) == Entity("Post", f"主席@{PATH}", ("主席",))


def test_a_person_is_told_apart_by_the_body_beside_the_name() -> None:
    assert person("林晓岚", "林晓岚", [None, UNION], PATH).key == "林晓岚（白鹭市总工会）"
    assert person("林晓岚", "林 晓岚", [], PATH) == Entity("Person", f"林晓岚@{PATH}", ("林晓岚", "林 晓岚"))
    assert person("林晓岚", "林晓岚", [None], PATH).key == f"林晓岚@{PATH}"


POSTS = [
    ("behind its body", "白鹭市总工会主席林晓岚到青溪县调研。", [("主席", "白鹭市总工会主席")]),
    ("alone", "会上，主席林晓岚讲话。", [("主席", f"主席@{PATH}")]),
    (
        "two in one body",
        "白鹭市总工会主席、常务副主席林晓岚讲话。",
        [("主席", "白鹭市总工会主席"), ("常务副主席", "白鹭市总工会常务副主席")],
    ),
    ("of a bureau", "任命林晓岚为白鹭市应急管理局局长。", [("局长", "白鹭市应急管理局局长")]),
    (
        "of the government, listed with one of the party",
        "青溪县委副书记、县长林晓岚讲话。",
        [("副书记", "中国共产党青溪县委员会副书记"), ("县长", "青溪县人民政府县长")],
    ),
    ("of the government of a place", "瀛洲省副省长林晓岚讲话。", [("副省长", "瀛洲省人民政府副省长")]),
    ("held before", "白鹭市总工会原副主席林晓岚发言。", [("副主席", "白鹭市总工会副主席")]),
    (
        "of a party group whose body stands apart",
        "白鹭市财政局原党组成员、副局长林晓岚发言。",
        [("党组成员", "白鹭市财政局党组成员"), ("副局长", "白鹭市财政局副局长")],
    ),
    (
        "of the government that the document tells",
        "白鹭市总工会召开会议，副市长林晓岚讲话。",
        [("副市长", "白鹭市人民政府副市长")],
    ),
    ("of another's party", "自由联盟总书记林晓岚讲话。", [("总书记", f"总书记@{PATH}")]),
    (
        "in one word with its body",
        "国务委员、外交部长林晓岚讲话。",
        [("国务委员", "国务院国务委员"), ("外交部长", "外交部长")],
    ),
    (
        "of a country in a list",
        "古巴代表团团长、司法部长卡洛斯到会。",
        [("团长", "古巴代表团团长"), ("司法部长", f"司法部长@{PATH}")],
    ),
    (
        "of the office of a group",
        "白鹭市成立白鹭市治水工作领导小组。办公室主任由林晓岚兼任。",
        [("主任", "白鹭市治水工作领导小组办公室主任")],
    ),
    ("of an office of a body", "白鹭市政府办公室主任林晓岚到会。", [("主任", "白鹭市人民政府办公室主任")]),
    ("of a country before it", "美国前商务部长卡洛斯到会。", [("商务部长", f"商务部长@{PATH}")]),
    ("in a part of a body", "白鹭大学法学院教授江明远发言。", [("教授", "白鹭大学法学院教授")]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in POSTS], ids=[row[0] for row in POSTS])
def test_posts_in_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text, "Post") == expected


PEOPLE = [
    ("by the body", "白鹭市总工会主席林晓岚到青溪县调研。", [("林晓岚", "林晓岚（白鹭市总工会）")]),
    ("by the document", "记者周云帆报道", [("周云帆", f"周云帆@{PATH}")]),
    (
        "again, the same",
        "白鹭市总工会主席林晓岚到会。会后林晓岚看望了职工。",
        [("林晓岚", "林晓岚（白鹭市总工会）"), ("林晓岚", "林晓岚（白鹭市总工会）")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_people_in_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text, "Person") == expected


def test_a_post_knows_its_body() -> None:
    whole = entity("白鹭市总工会主席林晓岚到青溪县调研。", "主席").whole
    assert whole is not None
    assert whole.key == "白鹭市总工会"
