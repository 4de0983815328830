"""The page as a file: what it holds, what it may not hold, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import ontology
from kg.exports import explorer
from kg.exports.explorer.content import gathered
from kg.exports.explorer.drawing import drawn
from kg.graph import Graph, gather
from tests.exports.explorer_graphs import BASE, HOSTILE, NEWS, PAPER, hostile, large, small

TERMS = ontology.load()


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and what scripts and styles hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self.inside = False
        self.feed(html)
        self.held = [
            (tag, attributes.get("type") or "", self.texts.get(at, ""))
            for at, (tag, attributes) in enumerate(self.elements)
            if tag in ("script", "style")
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self.inside:
            at = len(self.elements) - 1
            self.texts[at] = self.texts.get(at, "") + data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("script", "style")

    def policy(self) -> str:
        return next(
            a["content"] or "" for tag, a in self.elements if a.get("http-equiv") == "Content-Security-Policy"
        )

    def data(self, name: str) -> object:
        at = [a.get("id") for tag, a in self.elements if tag == "script"].index(name)
        return json.loads([text for tag, _, text in self.held if tag == "script"][at])


@pytest.fixture(scope="module")
def page() -> Parsed:
    graph, texts = small()
    return Parsed(explorer.page(graph, TERMS, texts))


def test_the_policy_allows_the_page_s_own_scripts_and_styles_and_nothing_else(page: Parsed) -> None:
    runs = [(tag, text) for tag, kind, text in page.held if not kind]
    hashes = {f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for _, text in runs}
    directives = dict(part.split(" ", 1) for part in page.policy().split("; "))
    assert directives.pop("default-src") == "'none'"
    assert directives.pop("base-uri") == "'none'"
    assert directives.pop("form-action") == "'none'"
    assert directives.pop("require-trusted-types-for") == "'script'"
    assert directives.pop("trusted-types") == "'none'"
    assert set(directives) == {"script-src", "style-src"}
    assert hashes == {value for values in directives.values() for value in values.split()}


def test_nothing_in_the_page_points_outside_it(page: Parsed) -> None:
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "audio", "video", "source")
        assert not {"src", "href", "srcset", "action", "style"} & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")]


def test_it_is_a_pyvis_network_with_its_physics_off(page: Parsed) -> None:
    graph, texts = small()
    network = drawn(gathered(graph, TERMS, texts, 100))
    assert type(network).__module__ == "pyvis.network"
    assert network.nodes == page.data("nodes")
    assert network.edges == page.data("edges")
    options = page.data("options")
    assert isinstance(options, dict)
    assert options["physics"] == {"enabled": False}
    assert any("vis.js is dual licensed" in text for _, _, text in page.held)


def test_nodes_have_the_colours_of_the_ontology_and_places_of_ours(page: Parsed) -> None:
    content = page.data("content")
    nodes = page.data("nodes")
    assert isinstance(content, dict)
    assert isinstance(nodes, list)
    for node, thing in zip(nodes, content["things"], strict=True):
        assert node["color"] == TERMS.classes[thing["type"]].colour
        assert node["group"] == TERMS.top(thing["type"])
        assert {"x", "y", "column", "row"} <= set(node)
    assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
    assert content["relations"]["implements"]["zh"] == TERMS.properties["implements"].label_zh


def test_every_fact_is_there_with_its_sentences() -> None:
    graph, texts = small()
    content = gathered(graph, TERMS, texts, 100)
    assert len(content.facts) == len(graph.evidence)
    assert content.whole.documents == 2
    assert content.whole.entities == len(graph.entities)
    fact = next(one for one in content.facts if one.places == 2)
    names = [content.things[at].names[0] for at in (fact.subject, fact.object)]
    assert names == ["甲省总工会", "夏季送清凉活动"]
    first, second = fact.said
    ends = [piece for piece in first.pieces if piece[1] in ("s", "o")]
    assert ends == [("省总", "s"), ("夏季送清凉活动", "o")]
    assert second.modality == "required"
    assert content.papers[first.paper].path == NEWS
    assert content.papers[second.paper].path == PAPER
    assert second.carried == (("甲省总工会", "s"),)
    assert (first.line, second.line) == (2, 5)


def test_a_value_is_a_fact_without_an_edge() -> None:
    graph, texts = small()
    content = gathered(graph, TERMS, texts, 100)
    day = next(one for one in content.facts if one.predicate == "dateAdopted")
    assert (day.object, day.value) == (-1, "2023-05-08")
    assert ("2023年5月8日", "o") in day.said[0].pieces
    assert len(drawn(content).edges) == len(graph.evidence) - 1


def test_a_page_of_the_strongest_part_says_of_how_many() -> None:
    graph, texts = large(300)
    content = gathered(graph, TERMS, texts, 40)
    assert len(content.things) == 40
    assert content.whole.entities == len(graph.entities)
    assert content.whole.facts == len(graph.evidence)
    assert all(fact.subject < 40 and fact.object < 40 for fact in content.facts)
    weakest = min(
        sum(at in (fact.subject, fact.object) for fact in gathered(graph, TERMS, texts, 10_000).facts)
        for at in range(40)
    )
    assert weakest >= 1


def test_an_empty_graph_makes_a_page() -> None:
    html = explorer.page(gather((), BASE), TERMS)
    assert Parsed(html).data("nodes") == []


def test_hostile_words_stay_inside_the_data() -> None:
    graph, texts = hostile()
    html = explorer.page(graph, TERMS, texts)
    parsed = Parsed(html)
    plain = Parsed(explorer.page(*_small()))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in plain.elements]
    assert parsed.policy() == plain.policy()
    data = [text for _, kind, text in parsed.held if kind == "application/json"]
    assert not re.search("[<>&\u2028\u2029]", "".join(data))
    assert len(html) < 1_500_000
    content = parsed.data("content")
    assert isinstance(content, dict)
    assert any(HOSTILE[0] in name for thing in content["things"] for name in thing["names"])
    assert max(len(name) for thing in content["things"] for name in thing["names"]) <= 160


def _small() -> tuple[Graph, ontology.Ontology, dict[str, str]]:
    graph, texts = small()
    return graph, TERMS, texts


MADE = """
import sys
from pathlib import Path
from kg import ontology
from kg.exports import explorer
from tests.exports.explorer_graphs import small
graph, texts = small()
explorer.write(graph, ontology.load(), Path(sys.argv[1]), texts)
"""


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    pages = []
    for seed in ("0", "1", "77"):
        path = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", MADE, str(path)],
            check=True,
            env={
                "PYTHONHASHSEED": seed,
                "PATH": "",
                "LC_ALL": "C",
                "HOME": str(tmp_path),
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
        pages.append(path.read_bytes())
    graph, texts = small()
    assert {explorer.page(graph, TERMS, texts).encode()} == set(pages)


def test_the_pages_files_hold_no_markup_sinks() -> None:
    folder = Path(explorer.__file__).parent / "page"
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "XMLHttpRequest",
    ):
        assert sink not in scripts
    assert set(explorer.SCRIPTS) == {path.stem for path in folder.glob("*.js")}


def test_both_languages_say_the_same_things() -> None:
    words = (Path(explorer.__file__).parent / "page" / "words.js").read_text(encoding="utf-8")
    zh, en = (re.findall(r"(?<![\w'’])(\w+): (?=['(n`{])", part) for part in words.split("\n  en: {"))
    assert [name for name in zh if name != "zh"] == en
