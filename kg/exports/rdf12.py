"""The graph and its evidence → Turtle of RDF 1.2: each fact is a triple term, and what says it hangs on that."""

from __future__ import annotations

from pathlib import Path

from kg import ontology
from kg.exports import rdf, turtle
from kg.exports.formats import Job, Notes
from kg.exports.turtle import VOCABULARIES

PARTS = tuple(ontology.RDF + name for name in ("subject", "predicate", "object"))
STATEMENT = ontology.RDF + "Statement"


def write(job: Job, path: Path) -> Notes:
    """Write a file: the graph as in Turtle, then the evidence, in which an assertion reifies its triple."""
    from pyoxigraph import NamedNode

    statements: dict[str, dict[str, str]] = {}
    lines: list[str] = []
    for quad in rdf.evidence(job):
        subject, predicate = str(quad.subject), quad.predicate.value
        if predicate in PARTS:
            statements.setdefault(subject, {})[predicate] = str(quad.object)
        elif quad.object != NamedNode(STATEMENT):
            lines.append(f"{quad.triple} .\n")
    for statement, parts in statements.items():
        said = " ".join(parts[part] for part in PARTS)
        lines.append(f"{statement} <{VOCABULARIES['rdf']}reifies> <<( {said} )>> .\n")
    with path.open("wb", buffering=1 << 20) as stream:
        stream.write(b'VERSION "1.2"\n')
        for piece in turtle.pieces(job.graph):
            stream.write(piece.encode("utf-8"))
        stream.write(b"# The evidence: for each fact, every place that says it.\n\n")
        stream.writelines(line.encode("utf-8") for line in sorted(lines))
    return ()
