"""Queries: what comes with kg answers, what would leave or change the graph is refused, and no query takes us with it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.errors import OutputError, QueryError
from kg.verbs.query import FORMATS, named, query
from kg.verbs.sparql import LONGEST, check, fill
from tests import handmade

LABELS = "SELECT ?name WHERE { ?law a pk:LegalInstrument ; rdfs:label ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade.output(tmp_path_factory.mktemp("query"))


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        ("who-runs-what", {}, [("甲市总工会", "“暖冬”行动", "")]),
        ("who-runs-what", {"programme": "春"}, []),
        ("cited-by", {"law": "志愿"}, [("甲省志愿服务条例", "basedOn", "甲市民政局关于做好“暖冬”行动的通知")]),
        ("cited-by", {"law": "义工"}, []),
        ("posts-of", {"person": "张三"}, [("张三", "主席", "甲市总工会", "1")]),
        ("programmes-for", {}, []),
        ("changed-by", {}, [("甲省义工办法", "repealed", "甲省志愿服务条例", "2023-05")]),
        ("most-cited", {}, [("甲省志愿服务条例", "1")]),
        ("co-issuers", {}, []),
        ("in-force-on", {"day": "2024-01-01"}, []),
        ("grounds", {}, [("甲市民政局关于做好“暖冬”行动的通知", "甲省志愿服务条例", "甲省人民代表大会常务委员会")]),
        ("what-a-body-does", {"body": "总工会"}, [
            ("甲市总工会", "cooperatesWith", "甲市民政局", "1", "刊物/magazine.txt:10"),
            ("甲市总工会", "implements", "“暖冬”行动", "1", "刊物/magazine.txt:10"),
        ]),
        ("documents", {}, [
            ("notice.txt", "甲市民政局关于做好“暖冬”行动的通知", "甲市民政局关于做好“暖冬”行动的通知", "", "4"),
            ("刊物/magazine.txt", "magazine.txt", "", "", "0"),
            ("刊物/magazine.txt", "暖冬行动见闻", "", "张三", "5"),
            ("刊物/magazine.txt", "条例解读", "", "", "3"),
        ]),
    ],
)  # fmt: skip
def test_the_queries_that_come_with_kg(
    output: Path, name: str, values: Mapping[str, str], rows: list[tuple[str, ...]]
) -> None:
    assert rows == list(query(output, name, values).rows)


def test_the_sentences_behind_a_fact(output: Path) -> None:
    found = query(output, "sentences", {"name": "“暖冬”行动"})
    wanted = (
        "甲市总工会",
        "implements",
        "“暖冬”行动",
        "甲市总工\n会联合甲市民政局开展“暖冬”行动",
        "刊物/magazine.txt",
        "10",
        "runs",
        "required",
    )
    assert wanted in found.rows
    assert query(output, "rules-at-work").rows[0] == ("adopted-by", "dateAdopted", "1", "1")


def test_each_comes_with_a_title_a_description_and_its_parameters() -> None:
    assert len(named()) >= 8
    for one in named():
        assert one.title
        assert one.zh
        assert one.zh not in one.description
        assert one.description.endswith("."), one.name
        assert not one.title.endswith(".")
        assert all(f"${name}" in one.text for name in one.parameters)
        check(one.text, one.name)


def test_a_file_and_a_text(output: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(LABELS, encoding="utf-8")
    rows = (("甲市民政局关于做好“暖冬”行动的通知",), ("甲省义工办法",), ("甲省志愿服务条例",))
    assert rows == query(output, LABELS).rows == query(output, str(tmp_path / "mine.rq")).rows


def test_formats(output: Path) -> None:
    found = query(output, f"{LABELS} LIMIT 1")
    title = "甲市民政局关于做好“暖冬”行动的通知"
    assert f"name\n{title}\n" == found.text("table")
    assert list(csv.reader(io.StringIO(found.text("csv")))) == [["name"], [title]]
    assert json.loads(found.text("json"))["results"]["bindings"] == [
        {"name": {"type": "literal", "value": title, "xml:lang": "zh"}}
    ]
    with pytest.raises(
        QueryError, match="cannot be written as ttl; wanted table or csv or json; try CONSTRUCT"
    ):
        found.text("ttl")
    with pytest.raises(QueryError, match="cannot be written as xml; wanted table, csv, json, ttl"):
        found.text("xml")


def test_triples_and_truth(output: Path) -> None:
    found = query(output, "CONSTRUCT { ?a pk:repeals ?b } WHERE { ?a pk:repeals ?b }")
    assert "subject" in found.text("table").split()
    assert "LegalInstrument/甲省志愿服务条例" in found.text("table")
    assert "pk:repeals" in found.text("ttl")
    assert [set(one) for one in json.loads(found.text("json"))] == [{"subject", "predicate", "object"}]
    assert query(output, "ASK { ?a pk:repeals ?b }").text() == "answer\ntrue\n"
    assert all(query(output, "ASK { ?a pk:amends ?b }").text(form) for form in FORMATS[:3])


def test_a_cell_that_was_not_bound_is_empty(output: Path) -> None:
    assert query(output, "SELECT ?x ?y WHERE { BIND(1 AS ?x) }").rows == (("1", ""),)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "SELECT ?x WERE { ?x ?y ?z }",
            "query:1:16: it does not parse at '{ ?x ?y ?z }', after 'WERE'; wanted one of DISTINCT, WHERE",
        ),
        ("SELECT ?x WHERE { ?x ", "query:1:22: it ends too early, after '?x'"),
        (
            "SELECT ?x WHERE {\n ?x foo:bar ?y }",
            "query:2:12: it does not parse at '?y }', after 'foo:bar'",
        ),
        (
            "most-sited",
            "there is no query called 'most-sited'; try kg query --list, or did you mean most-cited?",
        ),
        ("nowhere.rq", "nowhere.rq: cannot be read"),
    ],
)
def test_what_is_no_query(output: Path, asked: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        query(output, asked)
    assert said in str(raised.value)


def test_a_value_for_nothing(output: Path) -> None:
    with pytest.raises(QueryError, match=r"cited-by: it has no \$lawn; wanted \$law"):
        query(output, "cited-by", {"lawn": "甲"})


REFUSED = [
    "SELECT * { SERVICE <http://x/> {?s ?p ?o} }",
    "SELECT * { service<http://x/>{?s ?p ?o} }",
    "SELECT * { SERVICE SILENT <http://x/> {?s ?p ?o} }",
    "SELECT * { SERVICESILENT<http://x/>{?s ?p ?o} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:x {?s ?p ?o} }",
    "PREFIX e: <http://x/> SELECT * { SERVICEe:x {?s ?p ?o} }",
    "SELECT * { BIND(<http://x/> AS ?x) SERVICE?x{?s ?p ?o} }",
    "SELECT * { ?a ?b trueSERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b 1SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b ?c.SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b ?c FILTER(1<2)SERVICE<http://x/>{?s ?p ?o} FILTER(2>1) }",
    "SELECT * { ?a ?b ?c FILTER(?c != <http://x/\\u0041#>)SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b '''#''' . SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b 'it\\'s' . SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?a ?b 1 SERVICE\n#x\n<http://x/>{?s ?p ?o} }",
    "SELECT * { VALUES ?x{UNDEF}SERVICE<http://x/>{?s ?p ?o} }",
    "ASK { FILTER EXISTS { SERVICE <http://x/> {?s ?p ?o} } }",
    "BASE <http://x/> SELECT * { SERVICE <#'> {?s ?p ?o} }",
    "LOAD <http://x/>",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "drop graph <a:g>",
    "SELECT * " + "{" * 101 + "}" * 101,
    "#" * (LONGEST + 1),
    "ASK { FILTER(" + "!" * 1001 + "true) }",
    "ASK { FILTER(" + "1+" * 1001 + "1 = 2) }",
    "ASK { {}" + " UNION {}" * 1001 + "}",
    "ASK { ?s " + "/".join(["rdf:rest"] * 52) + " ?o }",
    "ASK { ?s " + "|".join(["rdf:rest"] * 52) + " ?o }",
    "ASK { ?s !(" + "|^".join(["rdf:rest"] * 52) + ") ?o }",
]


@pytest.mark.parametrize("text", REFUSED, ids=[text[:60] for text in REFUSED])
def test_what_leaves_or_changes_the_graph_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"refused|KB|deep|more than"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?load WHERE { ?service a schema:Service ; rdfs:label 'LOAD SERVICE' }",
        'SELECT * { ?s ?p """SERVICE "x" <y>""" }',
        "# SERVICE <http://x/>\nSELECT * { ?s <http://x/SERVICE#LOAD> ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
        "SELECT * { ?s ?p 'x'@en-add }",
        "SELECT * { ?s " + "/".join(["rdf:rest"] * 51) + " ?o }",
        "SELECT * { ?s ?p ?o FILTER(" + "?o / " * 60 + "2 = 1) VALUES ?o { " + "-1.5e3 " * 900 + "} }",
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    check(text)


PIECES = [
    "甲",
    "a1",
    "a.",
    "'\\",
    '"\\',
    "'''",
    "\\'''a",
    '\\"""a',
    "<a",
    "<",
    "x:",
    "@a",
    "1.",
    "1e",
    "?",
    "#",
    "\\",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_check_takes_time_in_proportion(piece: str) -> None:
    start = time.process_time()
    with contextlib.suppress(QueryError):
        check(piece * (60_000 // len(piece.encode())))
    assert time.process_time() - start < 0.5


def test_values_are_strings_whatever_they_hold(output: Path) -> None:
    asked = "SELECT ?x WHERE { BIND($x AS ?x) }"
    for value in ('"', "\\", "a\nb", '") } SERVICE <http://x/> {', "甲"):
        assert query(output, asked.replace("?x", "?y"), {"x": value}).rows == ((value,),)
    assert fill("'$x' <$x> # $x\n?x $xy $x", {"x": "1"}) == "'$x' <$x> # $x\n?x $xy \"1\""


TERMS = "<https://w3id.org/policykg/ontology>"


@pytest.mark.parametrize(
    "clause",
    [
        f"FROM {TERMS}",
        "BASE <https://w3id.org/x> FROM <policykg/ontology>",
        "PREFIX w: <https://w3id.org/> FROM w:policykg\\/ontology",
        "FROM # where?\n<https://w3id.org/policykg\\u002Fontology>",
    ],
)
def test_a_graph_of_the_store_can_be_asked_by_name(output: Path, clause: str) -> None:
    prologue, start, rest = clause.partition("FROM")
    assert query(output, f"{prologue} ASK {start} {rest} {{ pk:Campaign rdfs:label ?label }}").rows == (
        ("true",),
    )


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <file:///etc/passwd>",
        "FROM NAMED <http://127.0.0.1:1/x.ttl>",
        f"FROM {TERMS} FROM NAMED pk:x",
        "from<x:y>",
    ],
)
def test_no_other_graph_is_read(output: Path, clause: str) -> None:
    with pytest.raises(QueryError, match=f"is not in the store, and nothing is fetched; wanted {TERMS}"):
        query(output, f"SELECT * {clause} {{ ?s ?p ?o }}")


def test_a_query_that_takes_too_long_is_stopped(output: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryError, match="took longer than"):
        query(output, endless, seconds=0.5)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "!" * 20000 + "true) }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 60 + "}" * 60 + " FILTER(" + "1+" * 20000 + "1 = 2) }",
    ],
    ids=["exclamation marks", "sums"],
)
def test_a_query_that_kills_the_engine_is_told_and_no_more(output: Path, text: str) -> None:
    with pytest.raises(QueryError, match=r"more than 1000 operators"):
        query(output, text, seconds=20)
    assert query(output, "ASK {}").rows == (("true",),)


def test_a_folder_that_no_build_wrote(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"manifest.json"):
        query(tmp_path, "ASK {}")
