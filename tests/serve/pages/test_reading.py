"""What pages say: names, facts with their sentences, lists a page at a time, and hostile words as words only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kg.graph import iri, statement_iri
from kg.model import Entity
from kg.serve.pages.saying import cut
from kg.verbs.load import load
from tests.exports.explorer_graphs import BASE, HOSTILE, Stated, reading
from tests.serve.pages.conftest import Client, client, site
from tests.written import written

UNION = "/page/Organisation/" + quote("甲市总工会")
VOID = "http://rdfs.org/ns/void#"


class Seen(HTMLParser):
    """The tags, links and words of a page, and the marked words by their mark."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.words = ""
        self._mark = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attributes)
        assert not [name for name in named if name.startswith("on") or name == "style"], tag
        if tag == "a":
            self.links.append(named.get("href") or "")
        self._mark = (named.get("class") or "") if tag == "mark" else ""

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._mark:
            self.marked.append((self._mark, data))
            self._mark = ""


def seen(of: Client, path: str) -> Seen:
    found = of.get(path)
    assert found.status_code == 200, (path, found.text[:300])
    policy = found.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    return Seen(found.text)


def test_an_entity_is_told_with_names_class_and_facts_both_ways(asked: Client) -> None:
    page = seen(asked, UNION)
    for words in ("甲市总工会", "市总工会", "群团组织", "实施", "设有职务", "“暖冬”行动", "应当"):
        assert words in page.words, words
    assert "/ontology#implements" in page.links


def test_a_fact_stands_with_its_sentence_document_rule_and_marks(asked: Client) -> None:
    page = seen(asked, UNION)
    assert ("s", "甲市总工会") in page.marked
    assert ("o", "“暖冬”行动") in page.marked
    assert "刊物/magazine.txt:" in page.words
    assert "/page/Rule/runs" in page.links
    assert any(link.startswith("/page/Document/") for link in page.links)


def test_a_date_is_marked_as_it_is_written(asked: Client) -> None:
    page = seen(asked, "/page/LegalInstrument/" + quote("甲省志愿服务条例"))
    assert ("o", "2023年5月") in page.marked


def test_every_link_of_our_own_leads_somewhere(asked: Client, output: Path) -> None:
    base = load(output).manifest.base
    waiting, done = ["/", UNION, "/page/Document/" + quote("刊物/magazine.txt", safe="")], set[str]()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in done or not path.startswith("/") or path.startswith("/sparql"):
            continue
        done.add(path)
        found = asked.get(path)
        assert found.status_code == 200, path
        if found.headers["content-type"].startswith("text/html") and path not in (
            "/explorer",
            "/report",
            "/ontology",
        ):
            waiting += Seen(found.text).links
    entities = {link.removeprefix("/page/") for link in done if link.startswith("/page/") and "?" not in link}
    graph = load(output).graph()
    everything = {here.removeprefix(base) for here in (*graph.entities, *graph.documents)}
    assert everything - entities == set()


def test_an_assertion_and_its_evidence_have_pages(asked: Client, output: Path) -> None:
    graph = load(output)
    fact = next(graph.facts(predicate="basedOn"))
    statement = statement_iri(graph.manifest.base, fact)
    tail = statement.removeprefix(graph.manifest.base)
    page = seen(asked, "/page/" + tail)
    assert "依据" in page.words
    evidence = "/page/" + graph.supporting(statement)[0].removeprefix(graph.manifest.base)
    assert evidence in page.links
    place = seen(asked, evidence)
    assert "/page/" + tail in place.links
    assert "根据《甲省志愿服务条例》，制定本通知" in place.words


def test_a_rule_shows_what_it_read(asked: Client) -> None:
    page = seen(asked, "/page/Rule/holds")
    assert "张三任甲市总工会主席" in page.words
    assert page.words.count("证据") == 2
    assert ("o", "甲市总工会") in page.marked


def test_a_document_says_its_facts_in_the_order_of_the_text(asked: Client) -> None:
    page = seen(asked, "/page/Document/notice.txt")
    rules = [link.removeprefix("/page/Rule/") for link in page.links if link.startswith("/page/Rule/")]
    assert rules[-4:].count("based-on") == 1
    assert rules.index("embodies") < rules.index("number-under-title") < rules.index("based-on")
    assert "“暖冬”行动" in page.words


@pytest.mark.parametrize(
    ("query", "first", "count"),
    [
        ("q=甲市总工会", "甲市总工会", 1),
        ("q=总工会", "甲市总工会", 1),
        ("q=甲市", "甲市总工会", 4),
        ("q=甲市&type=PolicyDocument", "甲市民政局关于做好“暖冬”行动的通知", 1),
        ("type=Person", "张三", 1),
        ("q=没有这个", "", 0),
    ],
)
def test_finding(asked: Client, query: str, first: str, count: int) -> None:
    page = seen(asked, "/find?" + query)
    rows = page.tags.count("tr")
    assert (rows and rows - 1) == count
    assert first in page.words


def test_what_is_asked_for_stays_in_the_box_and_is_only_words(asked: Client) -> None:
    asking = '"><script>alert(1)</script>'
    found = asked.get("/find?q=" + quote(asking))
    assert "<script" not in found.text
    assert "&lt;script&gt;" in found.text


def test_void_says_how_much_there_is_and_where(asked: Client, output: Path) -> None:
    said = Store()
    said.extend(parse(asked.get("/.well-known/void").content, format=RdfFormat.TURTLE))
    here = NamedNode("http://127.0.0.1:8377/void#graph")

    def values(name: str) -> set[str]:
        return {quad.object.value for quad in said.quads_for_pattern(here, NamedNode(VOID + name), None)}

    assert values("sparqlEndpoint") == {"http://127.0.0.1:8377/sparql"}
    assert values("dataDump") == {
        f"http://127.0.0.1:8377/dump/{name}" for name in ("graph.ttl", "evidence.ttl")
    }
    assert values("uriSpace") == {load(output).manifest.base}
    triples = sum(1 for _ in load(output).triples())
    assert values("triples") == {str(triples)}
    assert "https://w3id.org/policykg/ontology#" in values("vocabulary")
    for example in values("exampleResource"):
        assert asked.get("/page/" + example.removeprefix(load(output).manifest.base)).status_code == 200


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_void_in_every_form(asked: Client, form: str) -> None:
    forms = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }
    found = {
        str(quad.triple) for quad in parse(asked.get(f"/void?format={form}").content, format=forms[form])
    }
    plain = {
        str(quad.triple) for quad in parse(asked.get("/void?format=nt").content, format=RdfFormat.N_TRIPLES)
    }
    assert found == plain


@pytest.mark.parametrize(
    ("count", "page", "expected"),
    [
        (0, 1, (1, 1, 0, 0)),
        (1, 1, (1, 1, 0, 1)),
        (50, 1, (1, 1, 0, 50)),
        (51, 2, (2, 2, 50, 51)),
        (51, 99, (2, 2, 50, 51)),
        (51, 0, (1, 2, 0, 50)),
    ],
)
def test_a_list_is_cut_into_pages(count: int, page: int, expected: tuple[int, int, int, int]) -> None:
    found = cut(count, page, 50)
    assert (found.page, found.pages, found.start, found.end) == expected


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A body that runs 120 programmes."""
    body = Entity("StateBody", "甲局", ("甲局",))
    stated: list[Stated] = []
    lines = []
    for n in range(120):
        words = f"甲局实施第{n}号工程"
        lines.append(words + "。\n")
        stated.append(
            (
                body,
                "implements",
                Entity("Project", f"第{n}号工程", (f"第{n}号工程",)),
                "runs",
                words,
                "甲局",
                f"第{n}号工程",
                "",
            )
        )
    made = [reading("many.txt", "".join(lines), tuple(stated))]
    return client(site(written(tmp_path_factory.mktemp("crowded"), made=made)))


def test_many_facts_come_in_pages_that_lose_none(crowded: Client) -> None:
    path = "/page/Organisation/" + quote("甲局")
    links: list[str] = []
    for number in (1, 2, 3):
        page = seen(crowded, f"{path}?facts={number}")
        assert "120" in page.words
        links += [link for link in page.links if link.startswith("/page/Programme/")]
    assert len(links) == len(set(links)) == 120
    assert any("facts=2#facts" in link for link in seen(crowded, path).links)


def test_a_new_build_is_read_at_the_next_page(tmp_path: Path) -> None:
    stamps = ["1"]
    output = written(tmp_path)
    of = client(site(output, lambda: stamps[0]))
    assert of.get(UNION).status_code == 200
    output.rename(tmp_path / "old")
    body = Entity("StateBody", "乙局", ("乙局",))
    stated: Stated = (
        body,
        "implements",
        Entity("Project", "丙", ("丙工程",)),
        "runs",
        "乙局实施丙工程",
        "乙局",
        "丙工程",
        "",
    )
    other = (
        written(tmp_path / "other", made=[reading("new.txt", "乙局实施丙工程。", (stated,))])
        if (tmp_path / "other").mkdir() is None
        else None
    )
    assert other
    other.rename(output)
    stamps[0] = "2"
    assert of.get(UNION).status_code == 404
    assert of.get("/page/Organisation/" + quote("乙局")).status_code == 200


def test_a_graph_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    output = written(tmp_path)
    of = client(site(output))
    (output / "manifest.json").unlink()
    assert of.get(UNION).status_code == 503


@pytest.mark.parametrize("number", [at for at, text in enumerate(HOSTILE) if "\ud800" not in text])
def test_hostile_words_are_only_words_on_every_page(hostile: Client, number: int) -> None:
    text = HOSTILE[number]
    for kind, key in (
        ("Organisation", f"{number}{text[:200]}"),
        ("LegalInstrument", f"{number}{text[:200]}"),
    ):
        path = iri(BASE, kind, key).removeprefix(BASE)
        page = seen(hostile, "/page/" + path)
        assert not {"script", "img", "iframe", "svg", "base", "object", "embed"} & set(page.tags)
        assert page.tags.count("style") == page.tags.count("title") == 1
        for link in page.links:
            assert re.match(r"[/#]|https?://(?!evil)", link), link
            if link.startswith("/page/"):
                assert hostile.get(link).status_code == 200, unquote(link)
        for form in ("ttl", "nt", "jsonld"):
            assert hostile.get(f"/data/{path}?format={form}").status_code == 200
        assert hostile.get("/id/" + path, accept="text/html").status_code == 303
    assert seen(hostile, "/find?q=" + quote(text[:150], errors="replace"))
