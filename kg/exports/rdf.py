"""Turtle files of a build → the same triples in another RDF format: sorted, so that equal graphs give equal bytes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import ontology
from kg.exports.turtle import VOCABULARIES

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

    Object: TypeAlias = NamedNode | BlankNode | Literal | Triple

TRIPLES, DATASETS = (".nt", ".rdf", ".ttl"), (".nq", ".trig")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML can hold these
NAMES = {"rdfs": ("label",), "skos": ("altLabel", "prefLabel"), "dcterms": ("title",)}

Value: TypeAlias = "str | dict[str, str]"
Term: TypeAlias = "str | dict[str, str]"


def write(files: Mapping[str, Path], path: Path, suffix: str) -> None:
    """Write the triples of Turtle files, in a dataset each under the IRI of its graph, in the format of a suffix."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

    kind = RdfFormat.from_extension(suffix[1:])
    if kind is None:
        raise ValueError(suffix)
    quads: list[Quad] = []
    for name, file in files.items():
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            value = _legal(quad.object) if suffix == ".rdf" else quad.object
            quads.append(Quad(quad.subject, quad.predicate, value, NamedNode(name)))
    quads.sort(key=str)
    said = " ".join({quad.predicate.value for quad in quads})
    prefixes = {name: iri for name, iri in VOCABULARIES.items() if iri in said}
    with path.open("wb") as stream:
        if suffix in DATASETS:
            serialize(quads, stream, kind, prefixes=prefixes)
        else:
            serialize((quad.triple for quad in quads), stream, kind, prefixes=prefixes)


def write_json_ld(file: Path, path: Path) -> None:
    """Write the triples of a Turtle file as flat JSON-LD, one object a subject, with a context that stands in the file."""
    from pyoxigraph import Literal, RdfFormat, parse

    nodes: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in sorted(parse(path=file, format=RdfFormat.TURTLE), key=str):
        name, value = _name(quad.predicate.value), quad.object
        subject = str(quad.subject)[1:-1]
        if name == "@type":
            nodes[subject][name].append(_name(str(value)[1:-1]))
        else:
            nodes[subject][name].append(_literal(value) if isinstance(value, Literal) else str(value)[1:-1])
    flat = [
        {
            "@id": subject,
            **{name: values[0] if len(values) == 1 else values for name, values in about.items()},
        }
        for subject, about in sorted(nodes.items())
    ]
    text = json.dumps({"@context": context(), "@graph": flat}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def context() -> dict[str, Term]:
    """The JSON-LD context: classes and properties by their bare names, names in Chinese, relations as IRIs."""
    terms = ontology.load()
    found: dict[str, Term] = {"@vocab": ontology.NAMESPACE, "xsd": ontology.XSD}
    for prefix, names in NAMES.items():
        for name in names:
            found[name] = {"@id": VOCABULARIES[prefix] + name, "@language": "zh"}
    found["isPartOf"] = {"@id": VOCABULARIES["dcterms"] + "isPartOf", "@type": "@id"}
    for name, known in sorted(terms.properties.items()):
        if known.kind == "object":
            found[name] = {"@id": ontology.NAMESPACE + name, "@type": "@id"}
    return found


def _name(iri: str) -> str:
    """A predicate or class by the context."""
    if iri == ontology.RDF + "type":
        return "@type"
    for prefix, names in (*NAMES.items(), ("dcterms", ("isPartOf",))):
        if iri.removeprefix(VOCABULARIES[prefix]) in names:
            return iri.removeprefix(VOCABULARIES[prefix])
    return iri.removeprefix(ontology.NAMESPACE)


def _literal(value: Literal) -> Value:
    """A string as it is; a number or date with its type."""
    datatype = value.datatype.value
    if value.language or datatype == ontology.XSD + "string":
        return value.value
    return {"@type": datatype.replace(ontology.XSD, "xsd:"), "@value": value.value}


def _legal(value: Object) -> Object:
    """A literal as XML can hold it: what it cannot becomes U+FFFD."""
    from pyoxigraph import Literal

    if not isinstance(value, Literal) or not ILLEGAL.search(value.value):
        return value
    text = ILLEGAL.sub("\ufffd", value.value)
    return (
        Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    )
