"""The graph → JSON-LD: one flat record an entity, bare names by a context of our own, which stands in the file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import ontology
from kg.exports import rdf
from kg.exports.escape import encoded
from kg.exports.formats import Job, Notes
from kg.exports.turtle import VOCABULARIES

if TYPE_CHECKING:
    from pyoxigraph import Literal, Quad

NAMES = {"rdfs": ("label",), "skos": ("altLabel", "prefLabel"), "dcterms": ("title",)}
LINKS = {
    "dcterms": ("isPartOf",),
    "oa": ("hasScope", "hasSelector", "hasSource", "hasTarget"),
    "prov": ("used", "wasAssociatedWith", "wasGeneratedBy", "wasInfluencedBy"),
    "rdf": ("object", "predicate", "subject"),
    "skos": ("closeMatch",),
}
STRING = ontology.XSD + "string"

Value: TypeAlias = "str | dict[str, str]"
Term: TypeAlias = "str | dict[str, str]"


def write(job: Job, path: Path) -> Notes:
    """Write a file: the context, then the records sorted by IRI, a line a value."""
    with path.open("wb", buffering=1 << 20) as stream:
        head = json.dumps({"@context": context()}, ensure_ascii=False, indent=1)
        stream.write(head.removesuffix("\n}").encode() + b',\n "@graph": [')
        for at, record in enumerate(records(rdf.triples(job))):
            text = json.dumps(record, ensure_ascii=False, indent=1).replace("\n", "\n  ")
            stream.write(encoded((",\n  " if at else "\n  ") + text))
        stream.write(b"\n ]\n}\n")
    return ()


def records(quads: Iterable[Quad]) -> list[dict[str, Value | list[Value]]]:
    """A record a subject, with one value or a list under each name."""
    from pyoxigraph import Literal

    nodes: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        name, value = bare(quad.predicate.value), quad.object
        subject = str(quad.subject)[1:-1]
        if name == "@type":
            nodes[subject][name].append(bare(str(value)[1:-1]))
        else:
            nodes[subject][name].append(
                _literal(value, name) if isinstance(value, Literal) else str(value)[1:-1]
            )
    return [
        {
            "@id": subject,
            **{name: values[0] if len(values) == 1 else values for name, values in about.items()},
        }
        for subject, about in sorted(nodes.items())
    ]


def context() -> dict[str, Term]:
    """The context: classes and properties by their bare names, names in Chinese, relations as IRIs; `ontology/context.jsonld`."""
    terms = ontology.load()
    found: dict[str, Term] = {"@vocab": ontology.NAMESPACE}
    found |= {prefix: iri for prefix, iri in VOCABULARIES.items() if prefix != "pk"}
    for prefix, names in NAMES.items():
        for name in names:
            found[name] = {"@id": VOCABULARIES[prefix] + name, "@language": "zh"}
    found["isPartOf"] = {"@id": VOCABULARIES["dcterms"] + "isPartOf", "@type": "@id"}
    for prefix, names in LINKS.items():
        for name in names:
            if name not in found:
                found[f"{prefix}:{name}"] = {"@type": "@id"}
    for name, known in sorted(terms.properties.items()):
        if known.kind == "object":
            found[name] = {"@id": ontology.NAMESPACE + name, "@type": "@id"}
    return found


def bare(iri: str) -> str:
    """A predicate or class as the context calls it.

    >>> bare(ontology.NAMESPACE + "implements"), bare("http://www.w3.org/ns/oa#exact")
    ('implements', 'oa:exact')
    """
    if iri == ontology.RDF + "type":
        return "@type"
    if iri.startswith(ontology.NAMESPACE):
        return iri.removeprefix(ontology.NAMESPACE)
    for prefix, start in VOCABULARIES.items():
        if iri.startswith(start):
            name = iri.removeprefix(start)
            own = name in NAMES.get(prefix, ()) or (prefix, name) == ("dcterms", "isPartOf")
            return name if own else f"{prefix}:{name}"
    return iri


def _literal(value: Literal, name: str) -> Value:
    """A string as it is where the context knows its language; a number or date with its type."""
    datatype = value.datatype.value
    linked = any(name == f"{prefix}:{one}" for prefix, names in LINKS.items() for one in names)
    chinese = any(name in names for names in NAMES.values())
    if value.language == ("zh" if chinese else None) and (
        value.language or (datatype == STRING and not linked)
    ):
        return value.value
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if datatype == STRING:
        return {"@value": value.value}
    return {"@type": datatype.replace(ontology.XSD, "xsd:"), "@value": value.value}
