"""Neighbourhoods in JSON: what the graph says, a page at a time, with sentences; what is not there; no injection."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.graph import statement_iri
from kg.model import Entity
from kg.serve.site import RequestError, Result, RowsForm, Site, TriplesForm
from kg.verbs.load import load
from tests.exports.explorer_graphs import BASE, HOSTILE, Stated, reading
from tests.serve.pages.conftest import Client, client, site
from tests.written import written

UNION = "Organisation/" + quote("甲市总工会")


def got(of: Client, path: str, status: int = 200) -> dict[str, object]:
    answer = of.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json" if status == 200 else "text/plain")
    return json.loads(answer.text) if status == 200 else {"error": answer.text}


def found(of: Client, path: str) -> list[str]:
    return [hit["thing"]["label"] for hit in got(of, path)["hits"]]  # type: ignore[index,attr-defined]


# --- names


def test_names_are_suggested_by_a_part_of_them(asked: Client) -> None:
    first, *_ = got(asked, "/api/suggest?q=" + quote("市总工会"))["hits"]  # type: ignore[misc]
    assert first["name"] == "市总工会"
    assert first["thing"] == {
        "iri": f"{BASE}{UNION}",
        "path": UNION,
        "label": "甲市总工会",
        "type": "MassOrganisation",
        "top": "Organisation",
    }
    assert "“暖冬”行动" in found(asked, "/api/suggest?q=" + quote("暖冬"))
    assert found(asked, "/api/suggest?q=" + quote("没有的名称")) == []


def test_names_that_begin_so_come_first_and_rules_are_none(asked: Client) -> None:
    names = found(asked, "/api/suggest?most=50&q=" + quote("甲省"))
    begins = [name.startswith("甲省") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert len(set(names)) == len(names) > 1
    assert found(asked, "/api/suggest?q=runs") == []  # what a rule is called


def test_a_class_narrows_and_more_is_told(asked: Client) -> None:
    assert found(asked, f"/api/suggest?type=Person&q={quote('张')}") == ["张三"]
    assert found(asked, f"/api/suggest?type=Place&q={quote('张')}") == []
    few = got(asked, f"/api/suggest?most=1&q={quote('甲')}")
    assert (len(few["hits"]), few["more"]) == (1, True)  # type: ignore[arg-type]
    assert got(asked, f"/api/suggest?most=50&q={quote('张三')}")["more"] is False


# --- an entity, its relations, their facts


def test_an_entity_tells_what_leads_from_it_and_to_it(asked: Client, output: Path) -> None:
    entity = got(asked, f"/api/entity/{UNION}")
    assert entity["names"] == ["市总工会"]
    told = {(one["property"], one["out"], one["zh"]): one["count"] for one in entity["relations"]}  # type: ignore[attr-defined]
    assert told == {
        ("implements", True, "实施"): 1,
        ("cooperatesWith", True, "合作"): 1,
        ("postIn", False, "设有职务"): 1,
    }
    graph = load(output)
    facts = [*graph.facts(subject=f"{BASE}{UNION}"), *graph.facts(value=f"{BASE}{UNION}")]
    assert sum(told.values()) == len(facts)


@pytest.mark.parametrize(
    ("here", "relation", "out", "label"),
    [
        ("甲市总工会", "implements", 1, "“暖冬”行动"),
        ("甲市总工会", "postIn", 0, "主席"),
        ("甲市总工会", "cooperatesWith", 1, "甲市民政局"),
        ("甲市民政局", "cooperatesWith", 1, "甲市总工会"),  # stored one way, it holds both ways
        ("甲市民政局", "cooperatesWith", 0, "甲市总工会"),
    ],
)
def test_a_relation_leads_to_its_other_end(
    asked: Client, here: str, relation: str, out: int, label: str
) -> None:
    told = got(asked, f"/api/around/Organisation/{quote(here)}?relation={relation}&out={out}")
    (one,) = told["neighbours"]  # type: ignore[misc]
    assert (one["end"]["label"], one["places"]) == (label, 1)
    assert told["relation"]["count"] == 1  # type: ignore[index]


def test_a_fact_has_its_sentence_with_its_ends_marked(asked: Client) -> None:
    (one,) = got(asked, f"/api/around/{UNION}?relation=implements")["neighbours"]  # type: ignore[misc]
    said = one["said"]
    marks = {mark: text for text, mark in said["sentence"] if mark in ("s", "o")}
    assert marks == {"s": "甲市总工会", "o": "“暖冬”行动"}
    assert (said["path"], said["rule"], said["modality"]) == ("刊物/magazine.txt", "runs", "required")
    assert said["document"]["label"] == "暖冬行动见闻"
    sentences = got(asked, f"/api/said/{one['fact']}")
    assert (sentences["count"], sentences["pages"]) == (1, 1)
    assert sentences["said"] == [said]
    assert [sentences[end]["label"] for end in ("subject", "object")] == ["甲市总工会", "“暖冬”行动"]  # type: ignore[index]


def test_a_value_is_told_as_one_and_found_in_the_sentence(asked: Client) -> None:
    law = "LegalInstrument/" + quote("甲省志愿服务条例")
    (one,) = got(asked, f"/api/around/{law}?relation=dateAdopted")["neighbours"]  # type: ignore[misc]
    assert one["end"] == {"value": "2023-05", "datatype": "gYearMonth"}
    assert ["2023年5月", "o"] in one["said"]["sentence"]


# --- a page at a time


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A body with 45 programmes; the last is said in seven places."""
    body = Entity("StateBody", "甲局", ("甲局",))
    made = []
    for at in range(45):
        programme = Entity("Project", f"第{at:02}号工程", (f"第{at:02}号工程",))
        words = f"甲局实施第{at:02}号工程"
        stated: Stated = (body, "implements", programme, "runs", words, "甲局", f"第{at:02}号工程", "")
        made += [
            reading(f"{at:02}-{nth}.txt", f"{words}。", (stated,)) for nth in range(7 if at == 44 else 1)
        ]
    return client(site(written(tmp_path_factory.mktemp("hub"), made=made)))


HUB = "/api/around/Organisation/" + quote("甲局") + "?relation=implements"


def test_facts_come_a_page_at_a_time_those_first_that_most_places_say(hub: Client) -> None:
    pages = [got(hub, f"{HUB}&page={page}") for page in (1, 2, 3)]
    assert [(one["page"], one["pages"], len(one["neighbours"])) for one in pages] == [
        (1, 3, 20),
        (2, 3, 20),
        (3, 3, 5),
    ]  # type: ignore[arg-type]
    listed = [one["end"]["label"] for page in pages for one in page["neighbours"]]  # type: ignore[attr-defined]
    assert listed == ["第44号工程", *(f"第{at:02}号工程" for at in range(44))]
    assert got(hub, f"{HUB}&page=9")["page"] == 3
    assert len(got(hub, f"{HUB}&most=100")["neighbours"]) == 45  # type: ignore[arg-type]
    assert len(got(hub, f"{HUB}&most=99999")["neighbours"]) == 45  # type: ignore[arg-type]


def test_sentences_come_in_the_order_of_the_sources(hub: Client) -> None:
    first = got(hub, HUB)["neighbours"][0]  # type: ignore[index]
    assert first["places"] == 7
    pages = [got(hub, f"/api/said/{first['fact']}?page={page}") for page in (1, 2)]
    paths = [one["path"] for page in pages for one in page["said"]]  # type: ignore[attr-defined]
    assert paths == [f"44-{nth}.txt" for nth in range(7)]
    assert [(page["count"], page["page"], page["pages"]) for page in pages] == [(7, 1, 2), (7, 2, 2)]


# --- what is not there, or not well asked


@pytest.mark.parametrize(
    ("path", "status", "wrong"),
    [
        ("/api/suggest", 400, "nothing to look for"),
        ("/api/suggest?q=%20", 400, "nothing to look for"),
        ("/api/suggest?q=a&type=Dragon", 400, "no class 'Dragon'"),
        ("/api/suggest?q=a&most=x", 400, "most='x' is no number"),
        ("/api/entity/", 404, "there is nothing at"),
        ("/api/entity/Person/nobody", 404, "the graph has nothing at Person/nobody"),
        ("/api/entity/Person/%ff", 400, "not UTF-8"),
        (f"/api/around/{UNION}", 400, "no relation ''"),
        (f"/api/around/{UNION}?relation=implements%20%7D", 400, "no relation 'implements }'"),
        (f"/api/around/{UNION}?relation=implements&out=2", 400, "out='2' is no direction"),
        (f"/api/around/{UNION}?relation=implements&page=-1", 400, "page='-1' is no number"),
        ("/api/said/Assertion/0", 404, "no fact is at Assertion/0"),
        (f"/api/said/{UNION}", 404, "no fact is at"),
    ],
)
def test_what_cannot_be_answered_says_why(asked: Client, path: str, status: int, wrong: str) -> None:
    assert wrong in str(got(asked, path, status)["error"])


def test_an_entity_without_facts_of_a_relation_has_none(asked: Client) -> None:
    told = got(asked, f"/api/around/{UNION}?relation=repeals")
    assert (told["neighbours"], told["page"], told["pages"]) == ([], 1, 1)


@pytest.mark.parametrize(
    "words",
    [
        '") } DELETE WHERE { ?s ?p ?o } #',
        '")) } UNION { ?thing ?p ?name',
        "\\",
        '\\"',
        "'''",
        '"""',
        "\n} #",
        "\x00",
        "\udc80",
        "${x}",
        "法" * 5000,
    ],
)
def test_words_are_never_more_than_words(asked: Client, words: str) -> None:
    assert found(asked, "/api/suggest?q=" + quote(words, errors="surrogatepass")) == []
    assert asked.get("/api/entity/Person/" + quote(words, safe="", errors="surrogatepass")).status_code == 404


def test_hostile_names_are_told_as_words(hostile: Client) -> None:
    for at, text in enumerate(HOSTILE):
        kind = f"Organisation/{quote(f'{at}{text[:200]}', safe='')}" if "\ud800" not in text else ""
        if kind:
            entity = got(hostile, f"/api/entity/{kind}")
            for one in entity["relations"]:  # type: ignore[attr-defined]
                got(hostile, f"/api/around/{kind}?relation={one['property']}&out={int(one['out'])}")


# --- where it runs


def test_nothing_is_read_but_by_queries(tmp_path: Path) -> None:
    """The site has no folder: what is asked goes to the processes that may be killed."""
    queries: list[str] = []

    async def ask(query: str, *, rows: RowsForm = "json", triples: TriplesForm = "ttl") -> Result:  # noqa: ARG001
        queries.append(query)
        raise RequestError(503, "it took longer than 10 s", retry=5)

    bare = Site(tmp_path / "none", BASE, "", ask, site(written(tmp_path)).limits, lambda: "1", {})
    paths = (
        f"/api/entity/{UNION}",
        f"/api/around/{UNION}?relation=cites",
        "/api/said/Assertion/0",
        "/api/suggest?q=a",
    )
    for path in paths:
        assert client(bare).get(path).status_code == 503
    assert len(queries) == len(paths)


def test_the_statement_is_that_of_the_graph(asked: Client, output: Path) -> None:
    (one,) = got(asked, f"/api/around/{UNION}?relation=implements")["neighbours"]  # type: ignore[misc]
    fact = next(load(output).facts(subject=f"{BASE}{UNION}", predicate="implements"))
    assert f"{BASE}{one['fact']}" == statement_iri(BASE, fact)
