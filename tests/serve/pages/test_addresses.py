"""Where things are: content negotiation, 303s, encoded keys, what there is not."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import RdfFormat, parse

from kg import graph
from kg.serve.pages.addresses import Addresses
from kg.serve.site import RequestError
from tests.serve.pages.conftest import Client

BASE = "https://example.org/id/"
UNION = "Organisation/%E7%94%B2%E5%B8%82%E6%80%BB%E5%B7%A5%E4%BC%9A"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

ACCEPTED = [
    ("", "/page/" + UNION),
    ("*/*", "/page/" + UNION),
    (BROWSER, "/page/" + UNION),
    ("text/html", "/page/" + UNION),
    ("text/turtle", f"/data/{UNION}?format=ttl"),
    ("application/ld+json", f"/data/{UNION}?format=jsonld"),
    ("application/n-triples", f"/data/{UNION}?format=nt"),
    ("application/rdf+xml", f"/data/{UNION}?format=rdf"),
    ("application/rdf+xml;q=0.5, text/turtle;q=0.7", f"/data/{UNION}?format=ttl"),
    ("text/html;q=0.1, application/ld+json", f"/data/{UNION}?format=jsonld"),
]


@pytest.mark.parametrize(("accept", "place"), ACCEPTED, ids=[accept or "nothing" for accept, _ in ACCEPTED])
def test_an_iri_answers_303_to_a_page_or_to_data(asked: Client, accept: str, place: str) -> None:
    found = asked.get("/id/" + UNION, accept=accept)
    assert (found.status_code, found.headers["location"]) == (303, place)
    assert found.headers["vary"] == "Accept"
    assert asked.get(place).status_code == 200


def test_what_nobody_writes_is_refused(asked: Client) -> None:
    assert asked.get("/id/" + UNION, accept="image/png").status_code == 406
    assert asked.get("/data/" + UNION, accept="image/png").status_code == 406


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_data_are_the_same_triples_in_every_form(asked: Client, form: str) -> None:
    formats = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }
    found, plain = (asked.get(f"/data/{UNION}?format={one}") for one in (form, "nt"))
    assert found.status_code == 200
    triples = {str(quad.triple) for quad in parse(found.content, format=formats[form])}
    assert triples == {str(quad.triple) for quad in parse(plain.content, format=RdfFormat.N_TRIPLES)}
    assert any(f"<{BASE}{UNION}>" in one for one in triples)


def test_json_ld_has_flat_records_under_our_own_context(asked: Client) -> None:
    found = json.loads(asked.get("/data/" + UNION, accept="application/ld+json").content)
    assert set(found) == {"@context", "@graph"}
    record = next(one for one in found["@graph"] if one["@id"] == BASE + UNION)
    assert record["label"] == "甲市总工会"
    assert "Organisation" in record["@type"]


REDIRECTS = [
    ("/policykg/ontology", BROWSER, "/ontology"),
    ("/policykg/ontology", "text/turtle", "/ontology/policy.ttl"),
    ("/ontology", "text/turtle", "/ontology/policy.ttl"),
    ("/ontology/Organisation", BROWSER, "/ontology#Organisation"),
    ("/ontology/issuedBy", BROWSER, "/ontology#issuedBy"),
    ("/ontology/issues", BROWSER, "/ontology#issues"),
    ("/ontology/issuedBy", "text/turtle", "/ontology/policy.ttl"),
]


@pytest.mark.parametrize(("path", "accept", "place"), REDIRECTS)
def test_terms_answer_303(asked: Client, path: str, accept: str, place: str) -> None:
    found = asked.get(path, accept=accept)
    assert (found.status_code, found.headers["location"]) == (303, place)


ANSWERED = [
    ("/", "text/html"),
    ("/find?q=总工会", "text/html"),
    ("/find?type=Organisation", "text/html"),
    ("/find", "text/html"),
    ("/ontology", "text/html"),
    ("/explorer", "text/html"),
    ("/report", "text/html"),
    ("/ontology/policy.ttl", "text/turtle"),
    ("/ontology/shapes.ttl", "text/turtle"),
    ("/ontology/context.jsonld", "application/ld+json"),
    ("/dump/graph.ttl", "text/turtle"),
    ("/dump/evidence.ttl", "text/turtle"),
    ("/void", "text/turtle"),
    ("/.well-known/void", "text/turtle"),
    ("/page/Rule/runs", "text/html"),
]


@pytest.mark.parametrize(("path", "media"), ANSWERED)
def test_what_there_is(asked: Client, path: str, media: str) -> None:
    found = asked.get(path)
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media


MISSING = [
    ("/page/Organisation/nobody", 404),
    ("/data/Organisation/nobody", 404),
    ("/page/Organisation/", 404),
    ("/page/nothing", 404),
    ("/page/../../etc/passwd", 404),
    ("/page/%2e%2e/%2e%2e/etc/passwd", 404),
    ("/page/Organisation/%00", 404),
    ("/page/Organisation/%ff%fe", 400),
    ("/page/Organisation/%zz", 404),
    ("/page/Org anisation/x", 404),
    (f"/page/{UNION}?facts=x", 400),
    (f"/page/{UNION}?facts=-1", 400),
    (f"/data/{UNION}?format=exe", 400),
    ("/find?q=x&type=Nothing", 400),
    ("/find?q=x&page=0x1", 400),
    ("/dump/manifest.json", 404),
    ("/dump/..%2Fmanifest.json", 404),
    ("/ontology/Nothing", 404),
]


@pytest.mark.parametrize(("path", "status"), MISSING)
def test_what_there_is_not(asked: Client, path: str, status: int) -> None:
    assert asked.get(path).status_code == status


def test_what_is_missing_says_what_to_do(asked: Client) -> None:
    assert "search by name" in asked.get("/page/Organisation/nobody").text


KEYS = [
    "甲局",
    "a/b",
    "a%2Fb",
    "100%",
    "?q=1#x",
    "<script>",
    '"',
    "..",
    ".",
    "甲 乙",
    "a+b",
    "\ud800",
    "\u202e",
    "'",
]


@pytest.mark.parametrize("key", KEYS, ids=ascii)
def test_any_key_comes_back_from_its_own_address(key: str) -> None:
    addresses = Addresses(BASE)
    iri = graph.iri(BASE, "Organisation", key)
    path = addresses.page(iri)
    assert path.startswith("/page/Organisation/")
    assert not set(path) & set("<>\"' ?#\\")
    assert addresses.iri(path.removeprefix("/page/")) == iri
    assert addresses.iri(path.removeprefix("/page/").lower().replace("organisation", "Organisation", 1)) == (
        iri
        if key.lower() == key
        else addresses.iri(path.removeprefix("/page/").lower().replace("organisation", "Organisation", 1))
    )


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("https://example.org/id/", "/id/"),
        ("https://example.org/", "/"),
        ("https://example.org/id#", ""),
        ("urn:example:", ""),
        ("http://localhost:8377/a/b/", "/a/b/"),
    ],
)
def test_the_root_is_the_path_of_the_base(base: str, root: str) -> None:
    assert Addresses(base).root == root


@pytest.mark.parametrize(
    ("iri", "place"),
    [
        (BASE + "Person/x", "/page/Person/x"),
        ("https://w3id.org/policykg/ontology#leads", "/ontology#leads"),
        ("http://www.w3.org/ns/prov#Plan", "http://www.w3.org/ns/prov#Plan"),
        ("javascript:alert(1)", ""),
        ("urn:x:y", ""),
    ],
)
def test_where_an_iri_leads(iri: str, place: str) -> None:
    assert Addresses(BASE).page(iri) == place


def test_no_number_of_a_kind_is_an_iri() -> None:
    with pytest.raises(RequestError):
        Addresses(BASE).iri("12/x")
