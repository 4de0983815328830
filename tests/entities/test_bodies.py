"""Bodies: however a text names one, it has one key; what only a document can tell, the document's places tell."""

from __future__ import annotations

import pytest

from kg import ontology
from kg.entities.bodies import Gazetteer, Homes, body
from kg.model import Entity
from tests.entities.resolving import PATH, SEEDS, entity, keys

GAZETTEER = Gazetteer.of(SEEDS, ontology.load())


def homes(*places: str) -> Homes:
    made = Homes(GAZETTEER)
    for place in places:
        made.note(GAZETTEER.places[place][0])
    return made


PLACES = [
    ("白鹭市总工会", "白鹭市", 3),
    ("瀛洲省白鹭市青溪县", "青溪县", 9),
    ("总工会", None, 0),
    ("", None, 0),
]


@pytest.mark.parametrize(("name", "place", "size"), PLACES, ids=[row[0] or "nothing" for row in PLACES])
def test_the_places_that_a_name_begins_with(name: str, place: str | None, size: int) -> None:
    row, taken = GAZETTEER.leading_places(name)
    assert (row.name if row else None, taken) == (place, size)


def test_a_place_lies_in_others() -> None:
    (row,) = GAZETTEER.places["青溪县"]
    assert [one.name for one in GAZETTEER.chain(row)] == ["青溪县", "白鹭市", "瀛洲省"]


@pytest.mark.parametrize(
    ("word", "said", "meant"),
    [
        ("县", ["青溪县"], "青溪县"),
        ("市", ["青溪县"], "白鹭市"),
        ("省", ["青溪县"], "瀛洲省"),
        ("市", ["江口市", "白鹭市", "白鹭市"], "白鹭市"),
        ("市", ["江口市", "白鹭市"], None),
        ("县", ["江口市"], None),
        ("省", [], None),
    ],
)
def test_the_place_that_a_level_means(word: str, said: list[str], meant: str | None) -> None:
    row = homes(*said).at_level(word)
    assert (row.name if row else None) == meant


KEYS = [
    ("in full", "白鹭市总工会", False, "白鹭市总工会"),
    ("the short congress", "江口市人大常委会", False, "江口市人民代表大会常务委员会"),
    ("a term is no other body", "江口市第三届人大常委会", False, "江口市人民代表大会常务委员会"),
    ("a committee of the party", "青溪县委", False, "中国共产党青溪县委员会"),
    ("the party's name before it", "中共青溪县委", False, "中国共产党青溪县委员会"),
    ("a government", "青溪县政府", False, "青溪县人民政府"),
    ("by its level", "市总工会", True, "白鹭市总工会"),
    ("by its level, above", "省总工会", True, "瀛洲省总工会"),
    ("a level that no place of the document has", "自治区总工会", True, f"自治区总工会@{PATH}"),
    ("room inside the name", "白鹭市 总工会", False, "白鹭市总工会"),
    ("a name of its own", "丙丁电缆厂", False, "丙丁电缆厂"),
]


@pytest.mark.parametrize(("name", "levelled", "key"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_the_key_of_a_name(name: str, levelled: bool, key: str) -> None:
    found = body(name, "Organisation", levelled, GAZETTEER, homes("青溪县").at_level, PATH)
    assert found.key == key
    assert found.names[0]
    assert len(set(found.names)) == len(found.names)


def test_a_committee_of_the_party_is_of_the_party() -> None:
    assert body("青溪县委", "Organisation", False, GAZETTEER, homes().at_level, PATH).type == "PartyBody"


SENTENCES = [
    (
        "白鹭市总工会印发通知，市总工会要求落实。",
        [("白鹭市总工会", "白鹭市总工会"), ("市总工会", "白鹭市总工会")],
    ),
    (
        "白鹭市卫健委会同团市委、市委社会工作部开展走访。",
        [
            ("白鹭市卫健委", "白鹭市卫生健康委员会"),
            ("市委社会工作部", "中国共产党白鹭市委员会社会工作部"),
            ("市委", "中国共产党白鹭市委员会"),
        ],
    ),
    (
        "白鹭市总工会牵头，会同市人力资源和社会保障局。由市人力资源和社会保障局负责。",
        [
            ("白鹭市总工会", "白鹭市总工会"),
            ("市人力资源和社会保障局", "白鹭市人力资源和社会保障局"),
            ("市人力资源和社会保障局", "白鹭市人力资源和社会保障局"),
        ],
    ),
    (
        "白鹭市、江口市开展试点，市教育局印发通知。",
        [("市教育局", "江口市教育局")],
    ),
    (
        "江口市总工会、市政协、共青团江口市委、团市委赴白鹭市学习，市财政局参加。",
        [
            ("江口市总工会", "江口市总工会"),
            ("市政协", "中国人民政治协商会议江口市委员会"),
            ("市财政局", "江口市财政局"),
        ],
    ),
    ("青溪县委、县政府高度重视。", [("青溪县委", "中国共产党青溪县委员会"), ("县政府", "青溪县人民政府")]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_bodies_in_sentences(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text, "Organisation") == expected


SHARED = [
    (
        "places before a head",
        "白鹭市、江口市人民政府签约。",
        [("白鹭市", "白鹭市人民政府"), ("江口市人民政府", "江口市人民政府")],
    ),
    (
        "places that are counted",
        "白鹭市、江口市等3市总工会参加。",
        [("白鹭市", "白鹭市总工会"), ("江口市", "江口市总工会")],
    ),
    ("two schools or one", "白鹭市、江口市第一中学参加。", [("江口市第一中学", "江口市第一中学")]),
    (
        "fields before a head",
        "白鹭市财政、水利等部门参加。",
        [("白鹭市财政", "白鹭市财政部门"), ("水利", "白鹭市水利部门")],
    ),
    (
        "fields of a level",
        "白鹭市总工会会同市财政、水利主管部门参加。",
        [
            ("白鹭市总工会", "白鹭市总工会"),
            ("市财政", "白鹭市财政主管部门"),
            ("水利主管部门", "白鹭市水利主管部门"),
        ],
    ),
    ("levels", "白鹭市公布，省、市总工会参加。", [("省", "瀛洲省总工会"), ("市总工会", "白鹭市总工会")]),
    ("all of a level", "各省、市财政、水利部门参加。", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_a_head_is_shared(text: str, expected: list[tuple[str, str]]) -> None:
    assert keys(text, "Organisation", "StateBody", "MassOrganisation", "Institution") == expected


def test_a_body_that_speaks_of_itself() -> None:
    text = "白鹭大学法学院揭牌。该校党委书记林晓岚到会。"
    assert entity(text, "该校党委").key == "白鹭大学党委"
    assert entity("瀛洲省教育厅答问。我厅开展调研。", "我厅").key == "瀛洲省教育厅"


KINDS = [
    ("江口市财政局印发通知。", "江口市财政局", "StateBody"),
    ("江口市总工会法律工作部印发通知。", "江口市总工会法律工作部", "MassOrganisation"),
    ("江口市委办公厅印发通知。", "江口市委办公厅", "PartyBody"),
    ("江口市政协办公厅印发通知。", "江口市政协办公厅", "StateBody"),
    ("江口市轨道交通集团有限公司工会印发通知。", "江口市轨道交通集团有限公司", "Enterprise"),
]


@pytest.mark.parametrize(("text", "words", "kind"), KINDS, ids=[row[1] for row in KINDS])
def test_a_head_tells_the_kind(text: str, words: str, kind: str) -> None:
    assert entity(text, words).type == kind


def test_all_forms_of_a_name_are_kept() -> None:
    found: Entity = entity("江口市人大常委会听取了报告。", "江口市人大常委会")
    assert found.names[0] == "江口市人民代表大会常务委员会"
    assert "江口市人大常委会" in found.names
