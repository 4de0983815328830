"""The page as a file: what it holds, what it may not hold, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import ontology
from kg.exports import explorer
from kg.exports.explorer import seal
from kg.exports.explorer.content import Gathered, gathered
from kg.exports.explorer.proof import MARKS
from kg.graph import Graph, gather
from tests.exports.explorer_graphs import BASE, HOSTILE, NEWS, PAPER, PAPER_TEXT, hostile, large, small

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

    def script(self, name: str) -> str:
        at = [a.get("id") for tag, a in self.elements if tag == "script"].index(name)
        return [text for tag, _, text in self.held if tag == "script"][at]

    def data(self, name: str) -> object:
        """What a page holds as JSON."""
        return json.loads(self.script(name))

    def unpacked(self, name: str) -> object:
        """What the explorer's script reads: JSON, compressed."""
        return json.loads(zlib.decompress(b64decode(self.script(name), validate=True), wbits=-15))


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


DATA = ("content", "drawing", "places", "texts", "queries")


def test_things_have_the_colours_of_the_ontology_and_places_of_their_own(page: Parsed) -> None:
    content, drawing = page.unpacked("content"), page.unpacked("drawing")
    assert isinstance(content, dict)
    assert isinstance(drawing, dict)
    assert {name: kind["colour"] for name, kind in content["kinds"].items()} == {
        name: TERMS.classes[name].colour for name in content["kinds"]
    }
    assert set(content["things"]["type"]) <= set(content["kinds"])
    assert {len(column) for column in drawing.values()} == {len(content["things"]["iri"])}
    places = list(zip(drawing["x"], drawing["y"], strict=True))
    assert len(set(places)) == len(places)
    assert content["relations"]["implements"]["zh"] == TERMS.properties["implements"].label_zh


def said(found: Gathered, fact: int) -> list[dict[str, object]]:
    """The places of a fact as the page reads them: what is marked, in the words of the text."""
    places, papers = found.places, found.content.papers
    first = sum(places.kept[:fact])
    heads = [0]
    for _ in places.paper:
        heads.append(heads[-1] + 1 + 3 * places.marks[heads[-1]])
    read = []
    for at in range(first, first + places.kept[fact]):
        file = papers.file[places.paper[at]]
        begin = places.start[at] - places.first[at]
        text = found.texts[file]
        sentence = (
            places.quote.get(at) or (text or "")[begin : places.start[at] + places.size[at] + places.last[at]]
        )
        marks = places.marks[heads[at] + 1 : heads[at + 1]]
        cuts = list(zip(marks[::3], marks[1::3], marks[2::3], strict=True))
        read.append(
            {
                "path": papers.paths[file],
                "line": places.line[at],
                "mood": places.moods[places.mood[at]],
                "rule": places.rules[places.rule[at]],
                "sentence": sentence,
                "marked": [(sentence[a : a + size], MARKS[kind]) for a, size, kind in cuts],
                "carried": places.carried.get(at, []),
            }
        )
    return read


def test_every_fact_is_there_with_its_sentences() -> None:
    graph, texts = small()
    found = gathered(graph, TERMS, texts, 100)
    content = found.content
    assert len(content.facts.subject) == len(graph.evidence)
    assert content.whole.documents == 2
    assert content.whole.entities == len(graph.entities)
    fact = found.places.said.index(2)
    ends = (content.facts.subject[fact], content.facts.object[fact])
    assert [content.things.names[at][0] for at in ends] == ["甲省总工会", "夏季送清凉活动"]
    first, second = said(found, fact)
    assert [piece for piece in first["marked"] if piece[1] in ("s", "o")] == [
        ("省总", "s"),
        ("夏季送清凉活动", "o"),
    ]
    assert (first["mood"], second["mood"]) == ("", "required")
    assert (first["path"], second["path"]) == (NEWS, PAPER)
    assert second["carried"] == [("甲省总工会", "s")]
    assert (first["line"], second["line"]) == (2, 5)


def test_a_value_is_a_fact_without_another_end() -> None:
    graph, texts = small()
    found = gathered(graph, TERMS, texts, 100)
    facts = found.content.facts
    day = facts.predicate.index("dateAdopted")
    assert (facts.object[day], facts.value[day]) == (-1, ("2023-05-08", "date"))
    assert ("2023年5月8日", "o") in said(found, day)[0]["marked"]
    assert set(facts.value) == {at for at, other in enumerate(facts.object) if other < 0}


def test_without_the_texts_the_page_carries_the_words_of_the_evidence() -> None:
    graph, texts = small()
    with_texts, without = gathered(graph, TERMS, texts, 100), gathered(graph, TERMS, {}, 100)
    assert with_texts.texts == [texts[path] for path in with_texts.content.papers.paths]
    assert with_texts.places.quote == {}
    assert set(without.texts) == {None}
    for fact, evidence in enumerate(graph.evidence.values()):
        for place, one in zip(said(without, fact), evidence, strict=True):
            assert place["sentence"] in one.exact.strip() + one.exact


def test_of_texts_there_is_no_room_for_it_carries_the_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.exports.explorer.proof.TEXTS", len(PAPER_TEXT))
    graph, texts = small()
    whole = gathered(graph, TERMS, texts, 100)
    monkeypatch.undo()
    held = dict(zip(whole.content.papers.paths, whole.texts, strict=True))
    assert held == {NEWS: None, PAPER: PAPER_TEXT}
    for fact in range(len(graph.evidence)):
        assert said(whole, fact) == said(gathered(graph, TERMS, texts, 100), fact)


def test_a_page_of_the_strongest_part_says_of_how_many() -> None:
    graph, texts = large(300)
    content = gathered(graph, TERMS, texts, 40).content
    assert len(content.things.iri) == 40
    assert content.whole.entities == len(graph.entities)
    assert content.whole.facts == len(graph.evidence)
    assert max(content.facts.subject + content.facts.object) < 40
    whole = gathered(graph, TERMS, texts, 10_000).content
    strengths = Counter([*whole.facts.subject, *whole.facts.object])
    held = [strengths[whole.things.iri.index(iri)] for iri in content.things.iri]
    assert min(held) == sorted(strengths.values())[-40]


def test_an_empty_graph_makes_a_page() -> None:
    parsed = Parsed(explorer.page(gather((), BASE), TERMS))
    assert parsed.unpacked("drawing") == {"x": [], "y": [], "column": [], "row": []}


def test_hostile_words_stay_inside_the_data() -> None:
    graph, texts = hostile()
    html = explorer.page(graph, TERMS, texts)
    parsed = Parsed(html)
    plain = Parsed(explorer.page(*_small()))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in plain.elements]
    assert parsed.policy() == plain.policy()
    data = [text for _, kind, text in parsed.held if kind == "application/octet-stream"]
    assert len(data) == len(DATA)
    assert all(re.fullmatch("[A-Za-z0-9+/=]*", text) for text in data)
    assert len(html) < 1_500_000
    content = parsed.unpacked("content")
    assert isinstance(content, dict)
    names = [name for names in content["things"]["names"] for name in names]
    assert any(HOSTILE[0] in name for name in names)
    assert max(map(len, names)) <= 160


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


SINKS = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "fetch(",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "sendBeacon",
)


def test_the_page_s_script_has_no_way_to_make_markup_or_to_ask() -> None:
    script = seal.page_file("explorer.js")
    assert [sink for sink in SINKS if sink in script] == []
    assert [sink for sink in SINKS if sink in "element.innerHTML = text; fetch(address)"] == [
        "innerHTML",
        "fetch(",
    ]
