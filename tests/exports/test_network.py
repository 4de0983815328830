"""The pyvis page: what it holds and of how much; nothing is fetched; the same graph gives the same; the notebook's frame."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape

import pytest
from pyvis.network import Network

from kg import ontology
from kg.exports import network
from kg.exports.network import MOST, Picture, picture
from kg.graph import Fact, Graph, gather
from tests.exports.explorer_graphs import BASE, hostile, large, small
from tests.exports.test_explorer_page import Parsed

TERMS = ontology.load()


@pytest.fixture(scope="module")
def made() -> Picture:
    return picture(small()[0])


def test_nodes_and_edges_are_those_of_the_graph(made: Picture) -> None:
    graph = small()[0]
    assert isinstance(made.network, Network)
    called = {node["id"]: node["label"] for node in made.network.nodes}
    assert sorted(called.values()) == sorted(node.label for node in graph.entities.values())
    assert len(made.network.edges) == len([fact for fact in graph.evidence if isinstance(fact.object, str)])
    runs = {(called[edge["from"]], called[edge["to"]]) for edge in made.network.edges}
    assert ("甲省总工会", "夏季送清凉活动") in runs
    union = next(node for node in made.network.nodes if node["label"] == "甲省总工会")
    assert union["color"] == TERMS.classes["Organisation"].colour
    assert union["value"] == max(node["value"] for node in made.network.nodes)
    assert made.left_out == ""


def test_physics_is_off_and_the_places_are_ours(made: Picture) -> None:
    page = Parsed(made.page)
    options = page.data("options")
    assert isinstance(options, dict)
    assert options["physics"] == {"enabled": False}
    assert page.data("nodes") == made.network.nodes
    assert page.data("edges") == made.network.edges
    assert len({(node["x"], node["y"]) for node in made.network.nodes}) == len(made.network.nodes)


def test_facts_of_one_pair_do_not_lie_upon_each_other() -> None:
    """A curve to the left of the way back is one to the right of the way there."""
    graph = small()[0]
    first, said = next((fact, said) for fact, said in graph.evidence.items() if isinstance(fact.object, str))
    ends, back = (first.subject, first.object), (first.object, first.subject)
    twins = (("implements", ends), ("organises", ends), ("implements", back), ("organises", back))
    facts = {Fact(one, name, other): said for name, (one, other) in twins}
    edges = picture(replace(graph, evidence=facts)).network.edges
    lanes = []
    for edge in edges:
        bend = edge.get("smooth", {"type": "curvedCW", "roundness": 0})
        right = (edge["from"] < edge["to"]) == (bend["type"] == "curvedCW")
        lanes.append(bend["roundness"] if right else -bend["roundness"])
    assert sorted(lanes) == [-0.16, 0, 0.16, 0.32]


def test_every_fact_leads_to_a_sentence(made: Picture) -> None:
    content = Parsed(made.page).data("content")
    assert isinstance(content, dict)
    graph = small()[0]
    assert len(content["facts"]) == len(graph.evidence)
    for told, (fact, places) in zip(content["facts"], graph.evidence.items(), strict=True):
        assert (told["predicate"], told["quote"]) == (fact.predicate, places[0].exact)
        assert (told["paper"], told["places"]) == (places[0].path, len(places))
    day = next(told for told in content["facts"] if told["predicate"] == "dateAdopted")
    assert (day["object"], day["value"]) == (-1, "2023-05-08")


def test_of_a_large_graph_the_strongest_are_shown_and_it_is_said() -> None:
    graph = large(3000)[0]
    made = picture(graph)
    shown = len(made.network.nodes)
    assert shown == MOST < len(graph.entities)
    assert made.left_out.startswith(f"1,500 of {len(graph.entities):,} ")
    assert f"1,500 / {len(graph.entities):,}" in made.page
    assert f"Showing 1,500 of {len(graph.entities):,}" in made.page
    assert len(picture(graph, 10_000).network.nodes) == MOST
    assert picture(graph, 10).left_out.startswith("10 of ")


def test_nothing_is_fetched_and_only_its_own_scripts_run(made: Picture) -> None:
    page = Parsed(made.page)
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "audio", "video", "source")
        assert not {"src", "href", "srcset", "action", "style"} & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")]
    held = [text for _, kind, text in page.held if not kind]
    hashes = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in held}
    directives = dict(part.split(" ", 1) for part in page.policy().split("; "))
    assert {"default-src", "base-uri", "form-action"} <= directives.keys()
    assert directives["default-src"] == directives["trusted-types"] == "'none'"
    assert hashes == {one for name in ("script-src", "style-src") for one in directives[name].split()}
    assert any("vis.js is dual licensed" in text for text in held)


def test_its_script_makes_no_markup_of_text() -> None:
    script = network.sheet.file("network.js")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(", script
    )


def test_hostile_words_stay_in_the_data() -> None:
    made = picture(hostile()[0])
    page, plain = Parsed(made.page), Parsed(picture(small()[0]).page)
    buttons = [tag for tag, _ in page.elements if tag == "button"]
    assert len(buttons) == 3
    assert page.policy() == plain.policy()
    data = [text for _, kind, text in page.held if kind == "application/json"]
    assert not re.search("[<>&\u2028\u2029]", "".join(data))
    assert len(made.page) < 1_000_000
    assert made.page.encode("utf-8")


def test_an_empty_graph_has_a_page() -> None:
    assert Parsed(picture(gather((), BASE)).page).data("nodes") == []


def test_the_same_graph_gives_the_same_page(made: Picture) -> None:
    graph = small()[0]
    backwards = Graph(
        graph.base,
        dict(reversed(graph.documents.items())),
        dict(reversed(graph.entities.items())),
        graph.evidence,
        graph.mentions,
    )
    assert picture(graph).page == made.page
    assert [node["label"] for node in picture(backwards).network.nodes] == [
        node["label"] for node in made.network.nodes
    ]


def test_a_notebook_shows_it_in_a_frame_of_its_own(made: Picture) -> None:
    frame = made._repr_html_()
    found = re.fullmatch(
        r'<iframe sandbox="allow-scripts" [^>"]*(?:"[^">]*"[^>"]*)*srcdoc="([^"]*)"></iframe>', frame
    )
    assert found
    assert unescape(found[1]) == made.page
