"""A site → what the page of the query editor is given: terms to complete, prefixes, the queries that come with kg."""

from __future__ import annotations

import msgspec

from kg import ontology
from kg.exports.turtle import VOCABULARIES
from kg.serve.pages.counting import Counts
from kg.serve.site import ENDPOINT, Site
from kg.verbs.query import Named


class Term(msgspec.Struct, frozen=True):
    """A class or property as it is completed."""

    name: str
    kind: str
    zh: str
    en: str
    about: str


class Query(msgspec.Struct, frozen=True):
    """A query that comes with kg."""

    name: str
    title: str
    description: str
    parameters: dict[str, str]
    text: str


class Known(msgspec.Struct, frozen=True):
    """All that the script knows without asking; the names here are those of its `known.ts`."""

    endpoint: str
    base: str
    namespace: str
    prefixes: dict[str, str]
    others: dict[str, list[str]]
    terms: list[Term]
    queries: list[Query]


def known(site: Site, counts: Counts, queries: tuple[Named, ...]) -> Known:
    """What the editor of a site knows; `others` are the properties of other vocabularies that the graph has."""
    terms = ontology.load()
    classes = [
        Term(one.name, "class", one.label_zh, one.label_en, f"{one.definition_zh}\n{one.definition_en}")
        for one in terms.classes.values()
        if not one.literal
    ]
    properties = [
        Term(
            one.name,
            "relation" if one.kind == "object" else "literal",
            one.label_zh,
            one.label_en,
            f"{one.definition_zh}\n{one.definition_en}",
        )
        for one in terms.properties.values()
    ]
    others = {
        prefix: sorted(iri.removeprefix(start) for iri, _ in counts.properties if iri.startswith(start))
        for prefix, start in VOCABULARIES.items()
        if start != terms.namespace
    }
    return Known(
        ENDPOINT,
        site.base,
        terms.namespace,
        VOCABULARIES,
        others,
        classes + properties,
        [Query(one.name, one.title, one.description, dict(one.parameters), one.text) for one in queries],
    )
