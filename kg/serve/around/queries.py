"""What is asked about an entity → the SPARQL that finds it, a part at a time: whatever the size of the graph, so much is read."""

from __future__ import annotations

from collections.abc import Iterable

from kg import ontology


def things(iris: Iterable[str]) -> str:
    """Labels, other names and classes of some things, a row each."""
    return (
        f"SELECT ?thing ?label ?name ?class WHERE {{ VALUES ?thing {{ {_listed(iris)} }}"
        " { ?thing rdfs:label ?label } UNION { ?thing skos:altLabel ?name } UNION { ?thing a ?class } }"
        " ORDER BY ?thing ?label ?name ?class"
    )


def relations(iri: str) -> str:
    """How many facts of each property lead from a thing, and how many to it; what leads to itself leads from it."""
    here = _term(iri)
    return (
        "SELECT ?property ?out (COUNT(?fact) AS ?count) WHERE {"
        f" {{ ?fact rdf:subject {here} ; rdf:predicate ?property . BIND(true AS ?out) }} UNION"
        f" {{ ?fact rdf:object {here} ; rdf:predicate ?property ; rdf:subject ?other ."
        f" FILTER(?other != {here}) BIND(false AS ?out) }}"
        " } GROUP BY ?property ?out ORDER BY ?property ?out"
    )


def count(iri: str, relation: str, *, out: bool) -> str:
    """How many facts a relation has there."""
    return f"SELECT (COUNT(?fact) AS ?count) WHERE {{ {_pattern(iri, relation, out=out)} }}"


def neighbours(iri: str, relation: str, *, out: bool, start: int, most: int) -> str:
    """Facts of a relation, those first that most places say: what is at the other end, how many places, one of them."""
    return (
        "SELECT ?fact ?end (COUNT(?place) AS ?places) (MIN(?place) AS ?first) WHERE {"
        f" {_pattern(iri, relation, out=out)} ?place pk:supports ?fact"
        f" }} GROUP BY ?fact ?end ORDER BY DESC(?places) ?end ?fact LIMIT {most} OFFSET {start}"
    )


def fact(statement: str) -> str:
    """The three parts of a fact, and how many places say it."""
    here = _term(statement)
    return (
        "SELECT ?subject ?property ?object (COUNT(?place) AS ?places) WHERE {"
        f" {here} rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ."
        f" ?place pk:supports {here} }} GROUP BY ?subject ?property ?object"
    )


def supporting(statement: str, *, start: int, most: int) -> str:
    """The places that say a fact, in the order of the sources."""
    return (
        f"SELECT ?place WHERE {{ ?place pk:supports {_term(statement)} ; oa:hasTarget ?target ."
        " ?target oa:hasSource ?source ; oa:hasSelector/oa:start ?start }"
        f" ORDER BY ?source ?start ?place LIMIT {most} OFFSET {start}"
    )


def places(iris: Iterable[str]) -> str:
    """The words of some places, what stands around them, and where they are."""
    return (
        "SELECT ?place ?exact ?prefix ?suffix ?start ?end ?source ?path ?scope ?title ?rule ?modality WHERE {"
        f" VALUES ?place {{ {_listed(iris)} }}"
        " ?place pk:rule ?rule ; oa:hasTarget ?target . ?target oa:hasSource ?source ; oa:hasSelector ?span, ?quote ."
        " ?span oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact ."
        " OPTIONAL { ?quote oa:prefix ?prefix } OPTIONAL { ?quote oa:suffix ?suffix }"
        " OPTIONAL { ?source pk:sourcePath ?path } OPTIONAL { ?place pk:modality ?modality }"
        " OPTIONAL { ?target oa:hasScope ?scope . ?scope rdfs:label ?title } }"
    )


def called(words: str, kind: str, most: int) -> str:
    """Things that have some words in a name: those first that begin with it, then the shorter; just this name is the shortest."""
    from pyoxigraph import Literal

    asked = str(Literal(words.lower()))
    of_kind = f"?thing a pk:{kind} ." if kind else ""
    return (
        f"SELECT ?thing ?name WHERE {{ {of_kind} {{ ?thing rdfs:label ?name }} UNION {{ ?thing skos:altLabel ?name }}"
        f" FILTER(CONTAINS(LCASE(?name), {asked})) }}"
        f" ORDER BY DESC(STRSTARTS(LCASE(?name), {asked})) STRLEN(?name) ?name ?thing LIMIT {most}"
    )


def _pattern(iri: str, relation: str, *, out: bool) -> str:
    """The facts of a relation with their other ends; of a symmetric one whichever way they are stored."""
    here, stated = _term(iri), f"rdf:predicate pk:{relation}"
    away = f"?fact rdf:subject {here} ; {stated} ; rdf:object ?end ."
    toward = f"?fact rdf:object {here} ; {stated} ; rdf:subject ?end . FILTER(?end != {here})"
    if ontology.load().property(relation).symmetric:
        return f"{{ {away} }} UNION {{ {toward} }}"
    return away if out else toward


def _listed(iris: Iterable[str]) -> str:
    return " ".join(map(_term, iris))


def _term(iri: str) -> str:
    from pyoxigraph import NamedNode

    return str(NamedNode(iri))
