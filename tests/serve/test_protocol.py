"""The endpoint: every way to ask, every form of an answer, and every way to be turned away."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from tests.serving import SECONDS, Server

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
TERMS = "https://w3id.org/policykg/ontology"
LABELS = "SELECT ?name WHERE { ?law a pk:LegalInstrument ; rdfs:label ?name } ORDER BY ?name"
NAMES = ["甲市民政局关于做好“暖冬”行动的通知", "甲省义工办法", "甲省志愿服务条例"]
REPEALS = "CONSTRUCT { ?a pk:repeals ?b } WHERE { ?a pk:repeals ?b }"


# --- asking


def test_get_and_both_posts_answer_alike(server: Server) -> None:
    answers = (
        server.ask(LABELS),
        server.post(urlencode({"query": LABELS}), FORM),
        server.post(LABELS, QUERY),
        server.post(LABELS, f"{QUERY}; charset=UTF-8"),
    )
    for answer in answers:
        assert (answer.status, answer.media) == (200, JSON)
        found = json.loads(answer.body)
        assert [row["name"]["value"] for row in found["results"]["bindings"]] == NAMES


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("", (False, True)),
        (f"default-graph-uri={TERMS}", (True, False)),
        (f"named-graph-uri={TERMS}", (False, True)),
        (f"default-graph-uri={TERMS}&named-graph-uri={TERMS}", (True, True)),
    ],
)
@pytest.mark.parametrize("clause", ["", f"FROM <{TERMS}> "])
def test_the_graphs_that_the_protocol_says_go_before_those_of_the_query(
    server: Server, fields: str, found: tuple[bool, bool], clause: str
) -> None:
    asks = (
        f"ASK {clause}{{ {{0}} }}".replace("{0}", part)
        for part in ("pk:Campaign a ?c", "GRAPH ?g { pk:Campaign a ?c }")
    )
    said = tuple(
        json.loads(server.send("GET", f"/sparql?{fields}&query={quote(ask)}").body)["boolean"] for ask in asks
    )
    assert said == (found if fields or not clause else (True, False))


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (LABELS, "", JSON),
        (LABELS, "*/*", JSON),
        (LABELS, JSON, JSON),
        (LABELS, "application/json", "application/json"),
        (LABELS, XML, XML),
        (LABELS, "text/csv", "text/csv"),
        (LABELS, "text/tab-separated-values", "text/tab-separated-values"),
        (LABELS, "text/*", "text/csv"),
        (LABELS, f"{JSON};q=0.1, {XML};q=0.2", XML),
        (LABELS, f"{JSON};q=0, */*", XML),
        (LABELS, "TEXT/CSV ; Q=0.9 , text/*;q=0.1", "text/csv"),
        (LABELS, "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("ASK {}", "", JSON),
        ("ASK {}", XML, XML),
        ("ASK {}", "text/csv", "text/csv"),
        (REPEALS, "", "text/turtle"),
        (REPEALS, "*/*", "text/turtle"),
        (REPEALS, "application/n-triples", "application/n-triples"),
        (REPEALS, "application/ld+json", "application/ld+json"),
        (REPEALS, "application/rdf+xml", "application/rdf+xml"),
        (REPEALS, f"{JSON}, text/turtle;q=0.1", "text/turtle"),
        ("DESCRIBE pk:x", "application/ld+json, text/turtle", "text/turtle"),
        (LABELS, "text/turtle", 406),
        (REPEALS, JSON, 406),
        (REPEALS, "image/png", 406),
        (LABELS, "*/*;q=0", 406),
    ],
)
def test_the_form_of_an_answer_is_what_the_client_wants_most(
    server: Server, query: str, accept: str, media: str | int
) -> None:
    answer = server.ask(query, accept)
    assert (answer.media if answer.status == 200 else answer.status) == media
    assert answer.headers["Vary"].startswith("Accept")


def test_rows_are_the_same_in_every_form(server: Server) -> None:
    query = "SELECT * { VALUES (?b ?a) { (1 '甲\\t\\n\"\\\\,'@zh) (UNDEF <http://e/ä>) (-1.5e0 pk:x) ('' UNDEF) } }"
    forms = (
        (JSON, QueryResultsFormat.JSON),
        (XML, QueryResultsFormat.XML),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    )
    said = [
        [list(row) for row in parse_query_results(server.ask(query, media).body, format=form)]  # type: ignore[union-attr]
        for media, form in forms
    ]
    assert said[0] == said[1] == said[2]
    assert [str(term) for term in said[0][0]][1] == '"甲\\t\\n\\"\\\\,"@zh'
    table = list(csv.reader(io.StringIO(server.ask(query, "text/csv").text, newline="")))
    assert table[:2] == [["b", "a"], ["1", '甲\t\n"\\,']]
    assert table[2:] == [["", "http://e/ä"], ["-1.5", "https://w3id.org/policykg/ontology#x"], ["", ""]]
    assert server.ask(query, "text/csv").headers.get_content_charset() == "utf-8"


def test_triples_are_the_same_in_every_form(server: Server) -> None:
    said = [
        {quad.triple for quad in parse(server.ask(REPEALS, form.media_type).body, format=form)}
        for form in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML)
    ]
    assert len(said[0]) == 1
    assert all(one == said[0] for one in said)


# --- turned away


@pytest.mark.parametrize(
    ("query", "status", "place", "wrong"),
    [
        ("SELECT ?x\nWERE { ?x ?y ?z }", 400, [2, 6], "it does not parse at '{ ?x ?y ?z }', after 'WERE'"),
        ("", 400, [1, 1], "it ends too early"),
        (
            "SELECT * { ?s nobody:knows ?o }",
            400,
            [1, 27],
            "it does not parse at '?o }', after 'nobody:knows'",
        ),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", 400, [1, 12], "SERVICE is refused"),
        ("LOAD <http://127.0.0.1:1/>", 400, [1, 1], "LOAD is refused"),
        ("INSERT DATA { pk:a pk:b pk:c }", 400, [1, 1], "INSERT is refused"),
        ("SELECT * " + "{" * 2300 + "}" * 2300, 400, [1, 110], "brackets are more than 100 deep"),
        (
            "SELECT * FROM <file:///etc/passwd> {}",
            400,
            [1, 15],
            "is not in the store, and nothing is fetched",
        ),
        ("SELECT (pk:f(1) AS ?x) {}", 400, None, "it cannot be evaluated, The custom function"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_with_its_place(
    server: Server, query: str, status: int, place: list[int] | None, wrong: str
) -> None:
    answer = server.ask(query, "application/json")
    told = json.loads(answer.body)
    assert (answer.status, answer.media) == (status, "application/json")
    assert ([told["line"], told["column"]] if "line" in told else None) == place
    assert wrong in told["wrong"]
    text = server.ask(query)
    assert (text.status, text.media) == (status, "text/plain")
    assert f"{place[0]}:{place[1]}: " in text.text if place else wrong in text.text
    assert "\n" not in text.text.rstrip("\n")


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("POST", "/sparql", {}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "application/json"}, b"{}", 415),
        ("POST", "/sparql", {"Content-Type": QUERY, "Content-Encoding": "gzip"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": QUERY}, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"query=%FF", 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"quarry=ASK%20{}", 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", {"Content-Type": QUERY}, b"ASK {}", 400),
        ("POST", "/sparql", {"Content-Type": QUERY}, b"#" * 102_401, 413),
        ("POST", "/sparql", {"Content-Type": QUERY}, b"#" * 65_537, 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "/sparql", {"Content-Type": FORM}, b"update=CLEAR%20ALL", 403),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, None, 403),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("GET", "/sparql?query=%FF", {}, None, 400),
        ("GET", "/sparql?" + "a=1&" * 2000, {}, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", {}, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=http://127.0.0.1:1/", {}, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=file:///etc/passwd", {}, None, 400),
        ("PUT", "/sparql", {}, b"", 405),
        ("DELETE", "/sparql", {}, None, 405),
        ("PATCH", "/sparql?query=ASK%7B%7D", {}, None, 405),
        ("GET", "/sparql/../sparql%00", {}, None, 404),
        ("GET", "/..%2f..%2fetc/passwd", {}, None, 404),
        ("GET", "/%2e%2e/manifest.json", {}, None, 404),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_request_that_is_none(
    server: Server, method: str, target: str, headers: Mapping[str, str], body: bytes | None, status: int
) -> None:
    answer = server.send(method, target, headers, body)
    assert answer.status == status, answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text
    if status == 405:
        assert {word.strip() for word in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "POST"}


def test_head_has_no_body(server: Server) -> None:
    answer = server.send("HEAD", f"/sparql?query={quote(LABELS)}")
    assert (answer.status, answer.media, answer.body) == (200, JSON, b"")


# --- who is let in


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        (["127.0.0.1"], 200),
        (["127.0.0.1:8377"], 200),
        (["localhost:1"], 200),
        (["LOCALHOST"], 200),
        (["[::1]:8377"], 200),
        (["graph.example"], 200),
        (["evil.example"], 403),
        (["evil.example:8377"], 403),
        (["localhost.evil.example"], 403),
        (["localhost."], 403),
        (["127.1"], 403),
        (["2130706433"], 403),
        (["0x7f000001"], 403),
        (["0.0.0.0"], 403),  # noqa: S104 - a name like another
        (["127.0.0.1.nip.io"], 403),
        (["127.0.0.1@evil.example"], 403),
        (["127.0.0.1:80:80"], 403),
        (["[::ffff:127.0.0.1]"], 403),
        (["\xe9.example"], 403),
        ([""], 403),
    ],
)
def test_only_who_calls_us_by_our_name_is_answered(server: Server, hosts: list[str], status: int) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)
    connection.putrequest("GET", "/sparql", skip_host=True)
    for host in hosts:
        connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == status
    assert response.headers["X-Frame-Options"] == "DENY"
    connection.close()


@pytest.mark.parametrize(
    "head",
    [
        "GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /sparql HTTP/1.1\r\n\r\n",
        "GET /sparql HTTP/1.0\r\n\r\n",
        "GET http://evil.example/sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /sparql\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\x16\x03\x01 hello\r\n\r\n",
    ],
)
def test_what_is_hardly_http_is_refused(server: Server, head: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as raw:
        raw.sendall(head.encode("latin-1"))
        assert int(raw.recv(1000).split()[1]) in (400, 403, 415)
    assert server.ask("ASK {}").status == 200


def test_other_pages_may_read_only_if_they_are_named(server: Server) -> None:
    def allowed(origin: str, method: str = "GET", **more: str) -> str | None:
        answer = server.send(method, "/sparql?query=ASK%7B%7D", {"Origin": origin, **more})
        return answer.headers["Access-Control-Allow-Origin"]

    assert allowed("https://a.example") == "https://a.example"
    assert allowed("https://b.example") is None
    assert allowed("null") is None
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert allowed("https://a.example", "OPTIONS", **asks) == "https://a.example"
    assert allowed("https://b.example", "OPTIONS", **asks) is None


def test_an_answer_protects_who_reads_it(server: Server) -> None:
    for target in ("/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=%3Cscript%3E", "/nowhere"):
        headers = server.send("GET", target).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Server"] is None
        assert headers.get_content_type() != "text/html"


# --- the endpoint about itself


@pytest.mark.parametrize(
    "accept", ["", "application/rdf+xml", "application/ld+json", "application/n-triples"]
)
def test_the_service_description(server: Server, accept: str) -> None:
    answer = server.send("GET", "/sparql", {"Accept": accept} if accept else {})
    form = RdfFormat.from_media_type(answer.media)
    assert form
    graph = pyoxigraph.Store()
    graph.extend(parse(answer.body, format=form))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    endpoint = f"<http://127.0.0.1:{server.port}/sparql>"
    assert graph.query(f"{sd} ASK {{ ?service a sd:Service ; sd:endpoint {endpoint} }}")
    assert graph.query(f"{sd} ASK {{ ?service sd:supportedLanguage sd:SPARQL11Query }}")
    named = f"?s sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ; sd:namedGraph ?g ] . ?g sd:name <{TERMS}>"
    assert graph.query(f"{sd} ASK {{ {named} }}")


def test_no_description_where_no_form_of_it_is_wanted(server: Server) -> None:
    assert server.send("GET", "/sparql", {"Accept": "image/png"}).status == 406
