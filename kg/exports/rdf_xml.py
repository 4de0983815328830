"""The graph → RDF/XML: a description an entity, sorted, every predicate a qualified name."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.errors import KgError
from kg.exports import rdf
from kg.exports.escape import encoded, unfit_for_xml, xml
from kg.exports.formats import Job, Notes
from kg.exports.turtle import LOCAL, VOCABULARIES

if TYPE_CHECKING:
    from pyoxigraph import Quad


def write(job: Job, path: Path) -> Notes:
    """Write a file; what no XML can hold becomes U+FFFD, which the answer tells."""
    from pyoxigraph import Literal

    names, triples = sorted(VOCABULARIES.items()), rdf.triples(job)
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF\n')
        stream.write("\n".join(f'  xmlns:{name}="{xml(iri)}"' for name, iri in names).encode() + b">\n")
        for subject, quads in groupby(triples, key=lambda quad: str(quad.subject)[1:-1]):
            lines = "".join(_element(quad) for quad in quads)
            about = f'<rdf:Description rdf:about="{xml(subject)}">\n{lines}</rdf:Description>\n'
            stream.write(encoded(about))
        stream.write(b"</rdf:RDF>\n")
    said = ((quad, quad.object) for quad in triples)
    return unfit_for_xml(
        (f"a value of {quad.subject}", value.value) for quad, value in said if isinstance(value, Literal)
    )


def _element(quad: Quad) -> str:
    from pyoxigraph import Literal

    name, value = qualified(quad.predicate.value), quad.object
    if not isinstance(value, Literal):
        return f'  <{name} rdf:resource="{xml(str(value)[1:-1])}"/>\n'
    kind = value.datatype.value
    typed = f' xml:lang="{value.language}"' if value.language else f' rdf:datatype="{xml(kind)}"'
    plain = "" if kind == ontology.XSD + "string" else typed
    return f"  <{name}{plain}>{xml(value.value)}</{name}>\n"


def qualified(iri: str) -> str:
    """A predicate with its prefix; raises KgError for one that has none here.

    >>> qualified("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    """
    for prefix, start in VOCABULARIES.items():
        local = iri.removeprefix(start)
        if local != iri and LOCAL.fullmatch(local) and "%" not in local and not local[0].isdigit():
            return f"{prefix}:{local}"
    raise KgError(
        "", f"RDF/XML cannot write the property {iri}", "a name with a known prefix", "another format"
    )
