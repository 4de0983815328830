"""The ontology's page: every term has its place, every link leads somewhere, the diagram's parts keep clear of each other."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import combinations

import pytest

from kg import ontology
from kg.exports import terms
from kg.exports.explorer.sentence import Piece
from kg.exports.terms.diagram import WIDTH, Diagram, diagram
from kg.exports.terms.sample import Sample
from kg.exports.terms.vocabulary import vocabulary

KNOWN = ontology.load()
HOSTILE = "</style><script>alert(1)</script>\"' <img src=x onerror=alert(2)>"


class Seen(HTMLParser):
    """The ids, links, tags and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            assert not name.startswith("on"), tag
            assert name != "style", tag
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def declared() -> set[str]:
    """The local names of all that the Turtle says something of."""
    text = (ontology.packaged() / ontology.FILE).read_text("utf-8")
    return set(re.findall(r"^pk:(\w+) a ", text, re.MULTILINE))


@pytest.fixture(scope="module")
def bare() -> Seen:
    return Seen(terms.page(KNOWN, {}))


def test_every_term_has_an_anchor_of_its_local_name_and_only_one(bare: Seen) -> None:
    assert len(declared()) > 80
    assert declared() - set(bare.ids) == set()
    assert [one for one in bare.ids if bare.ids.count(one) > 1] == []


def test_every_link_on_the_page_leads_to_an_anchor_and_none_fetches(bare: Seen) -> None:
    inner = {link[1:] for link in bare.links if link.startswith("#")}
    assert inner - set(bare.ids) == set()
    assert bare.tags.isdisjoint({"script", "img", "link", "iframe", "object", "base"})


def test_every_term_is_named_and_defined_in_both_languages(bare: Seen) -> None:
    for one in (*KNOWN.classes.values(), *KNOWN.properties.values()):
        for words in (one.label_zh, one.label_en, one.definition_zh, one.definition_en):
            assert words in bare.words, one.name


@pytest.mark.parametrize(
    ("term", "aligned"),
    [
        ("Organisation", ["foaf:Organization", "org:Organization", "schema:Organization"]),
        ("PartyBody", []),
        ("issuedBy", ["eli:passed_by", "schema:legislationPassedBy"]),
        ("issues", []),
        ("amendedBy", ["eli:amended_by"]),
        ("dateIssued", ["eli:date_publication", "dcterms:issued"]),
        ("Number", ["xsd:string"]),
        ("Evidence", ["oa:Annotation"]),
    ],
)
def test_alignments_are_read_with_their_prefixes(term: str, aligned: list[str]) -> None:
    assert [one.name for one in vocabulary().aligned[term]] == aligned


def test_alignments_are_links(bare: Seen) -> None:
    aligned = [one for many in vocabulary().aligned.values() for one in many]
    assert len(aligned) > 50
    assert {one.iri for one in aligned} - set(bare.links) == set()


def test_a_term_without_an_example_says_so(bare: Seen) -> None:
    silent = "演示语料中没有例子"
    assert bare.words.count(silent) == len(KNOWN.classes) + len(KNOWN.properties)
    said = Sample(
        "甲会",
        "leads",
        "乙会",
        (Piece("甲会", "s"), Piece("领导", "w"), Piece("乙会", "o")),
        "a.txt",
        3,
        "leads",
    )
    page = Seen(terms.page(KNOWN, {"leads": said}))
    assert page.words.count(silent) == len(KNOWN.classes) + len(KNOWN.properties) - 1
    assert "a.txt:3" in page.words


def test_hostile_words_stay_words() -> None:
    sample = Sample(HOSTILE, "leads", HOSTILE, (Piece(HOSTILE, "s"),), HOSTILE, 1, HOSTILE, HOSTILE)
    page = Seen(terms.page(KNOWN, dict.fromkeys((*KNOWN.classes, *KNOWN.properties), sample)))
    assert page.tags.isdisjoint({"script", "img"})
    assert HOSTILE in page.words


@pytest.fixture(scope="module")
def drawn() -> Diagram:
    return diagram(KNOWN)


def test_frames_keep_clear_of_each_other(drawn: Diagram) -> None:
    for one, other in combinations(drawn.frames, 2):
        beside = abs(one.head.x - other.head.x) >= WIDTH
        above = one.head.y + one.height < other.head.y or other.head.y + other.height < one.head.y
        assert beside or above, (one.head.name, other.head.name)
        assert 0 <= one.head.y <= drawn.height - one.height


def test_labels_keep_clear_of_frames_and_of_each_other(drawn: Diagram) -> None:
    boxes = [
        (
            one.labels[0].x - one.width / 2,
            one.labels[0].y - 8,
            one.labels[0].x + one.width / 2,
            one.labels[-1].y + 8,
        )
        for one in drawn.lines
    ]
    frames = [(one.head.x, one.head.y, one.head.x + WIDTH, one.head.y + one.height) for one in drawn.frames]
    for a, b in (*combinations(boxes, 2), *((box, frame) for box in boxes for frame in frames)):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


def test_the_diagram_has_every_class_and_every_relation_between_classes_once(drawn: Diagram) -> None:
    heads = [one.head.name for one in drawn.frames]
    kinds = [kind.name for one in drawn.frames for kind in one.kinds]
    assert sorted(heads + kinds) == sorted(one.name for one in KNOWN.classes.values() if not one.literal)
    loops = [loop.name for one in drawn.frames for loop in one.loops]
    lines = [label.name for one in drawn.lines for label in one.labels]
    ours = {one.name for one in KNOWN.properties.values() if one.kind == "object"}
    assert sorted(loops + lines) == sorted(
        ours - {"mentions", "rule"}
    )  # they lead to anything, and out of the ontology


def test_no_two_lines_of_the_diagram_cross(drawn: Diagram) -> None:
    ends = [tuple(map(float, re.findall(r"-?[\d.]+", one.path))) for one in drawn.lines]
    turn = lambda a, b, c: (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])  # noqa: E731
    for p, q in combinations(ends, 2):
        a, b, c, d = p[:2], p[-2:], q[:2], q[-2:]
        assert not (turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0), (p, q)
