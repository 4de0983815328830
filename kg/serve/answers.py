"""What a query found → its answer in one of the formats of SPARQL or of RDF, cut at a limit and told to be."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, TypeAlias

from kg.exports.escape import ILLEGAL, xml
from kg.exports.turtle import VOCABULARIES
from kg.ontology import XSD
from kg.serve.site import RequestError, RowsForm, TriplesForm

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
    Row: TypeAlias = Sequence[Term | None]

SPARQL = "http://www.w3.org/2005/sparql-results#"
BARE = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
"""Numbers that Turtle, and so TSV, writes as they are."""
TABS = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Cut:
    """Where an answer ends, whatever there is: after so many rows or triples, and so many bytes."""

    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Form:
    """A format for rows: what stands before them, between and after them, and how one is written.

    `head` is given the columns' names and what cut the rows short, so it is written last; `row` the names and the terms.
    """

    head: Callable[[Sequence[str], str], str]
    row: Callable[[Sequence[str], Row], str]
    between: str
    foot: str


def write_rows(found: QuerySolutions, order: Sequence[str], form: RowsForm, cut: Cut) -> tuple[bytes, str]:
    """The rows of a SELECT, its columns in an order, and the limit that cut them short, in words ("10000 rows"), if one did."""
    how = FORMS[form]
    rows, cause = _until(cut, (how.row(order, [solution[name] for name in order]) for solution in found))
    return f"{how.head(order, cause)}{how.between.join(rows)}{how.foot}".encode(), cause


def write_truth(answer: bool, form: RowsForm) -> bytes:
    """The answer of an ASK; CSV and TSV have no standard for it and hold the bare word."""
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if form == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="{SPARQL}"><head/><boolean>{word}</boolean></sparql>\n'.encode()
    return f"{word}\n".encode()


def write_triples(found: Iterable[Triple], form: TriplesForm, cut: Cut) -> tuple[bytes, str]:
    """The triples of a CONSTRUCT or DESCRIBE, each once, sorted, and the limit that cut them short, if one did."""
    from pyoxigraph import Literal, RdfFormat, serialize

    triples: dict[str, Triple] = {}
    lines, cause = _until(cut, _once(found, triples))
    ordered = [triples[line] for line in sorted(lines)]
    if form == "rdf":
        for triple in ordered:
            _xml(triple.object.value if isinstance(triple.object, Literal) else "")
    formats = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }
    try:
        return serialize(ordered, format=formats[form], prefixes=VOCABULARIES) or b"", cause
    except (OSError, ValueError) as error:  # a triple term, a predicate that is no name of XML
        raise RequestError(
            406, f"this answer cannot be written so, {error}", hint="Turtle or N-Triples"
        ) from error


def _until(cut: Cut, said: Iterable[str]) -> tuple[list[str], str]:
    """What is said until a limit is reached, and which it was."""
    kept: list[str] = []
    size = 0
    for one in said:
        if len(kept) == cut.rows:
            return kept, f"{cut.rows} rows"
        size += len(one.encode())
        if size > cut.size:
            return kept, f"{cut.size} bytes"
        kept.append(one)
    return kept, ""


def _once(found: Iterable[Triple], seen: dict[str, Triple]) -> Iterator[str]:
    for triple in found:
        line = str(triple)
        if line not in seen:
            seen[line] = triple
            yield line


# --- JSON


def _json_head(columns: Sequence[str], cause: str) -> str:
    link = f',"link":[{encode_basestring(_link(cause))}]' if cause else ""
    return (
        f'{{"head":{{"vars":[{",".join(map(encode_basestring, columns))}]{link}}},"results":{{"bindings":[\n'
    )


def _json_row(columns: Sequence[str], row: Row) -> str:
    cells = (f'"{name}":{_json_term(term)}' for name, term in zip(columns, row, strict=True) if term)
    return f"{{{','.join(cells)}}}"


def _json_term(term: Term) -> str:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{encode_basestring(term.value)}}}'
    if isinstance(term, Literal):
        more = ""
        if term.language:
            more = f',"xml:lang":{encode_basestring(term.language)}'
        elif term.datatype.value != f"{XSD}string":
            more = f',"datatype":{encode_basestring(term.datatype.value)}'
        return f'{{"type":"literal","value":{encode_basestring(term.value)}{more}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    said = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
    return f'{{"type":"triple","value":{{{said}}}}}'


# --- XML


def _xml_head(columns: Sequence[str], cause: str) -> str:
    names = "".join(f'<variable name="{_xml(name)}"/>' for name in columns)
    link = f'<link href="{_xml(_link(cause))}"/>' if cause else ""
    return f'<?xml version="1.0"?>\n<sparql xmlns="{SPARQL}"><head>{names}{link}</head><results>\n'


def _xml_row(columns: Sequence[str], row: Row) -> str:
    cells = (
        f'<binding name="{_xml(name)}">{_xml_term(term)}</binding>'
        for name, term in zip(columns, row, strict=True)
        if term
    )
    return f"<result>{''.join(cells)}</result>"


def _xml_term(term: Term) -> str:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if isinstance(term, Literal):
        more = ""
        if term.language:
            more = f' xml:lang="{_xml(term.language)}"'
        elif term.datatype.value != f"{XSD}string":
            more = f' datatype="{_xml(term.datatype.value)}"'
        return f"<literal{more}>{_xml(term.value)}</literal>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml(term.value)}</bnode>"
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"


def _xml(value: str) -> str:
    """A string as XML text; raises RequestError for one that no XML can hold."""
    if unfit := ILLEGAL.search(value):
        raise RequestError(
            406, f"XML cannot hold U+{ord(unfit[0]):04X}, which is in the answer", hint="JSON or Turtle"
        )
    return xml(value)


def _link(cause: str) -> str:
    return f"#truncated-at-{cause.replace(' ', '-')}"


# --- CSV and TSV


def _csv_head(columns: Sequence[str], cause: str) -> str:  # noqa: ARG001 - a header of the answer tells it
    return _csv_line(columns)


def _csv_row(columns: Sequence[str], row: Row) -> str:  # noqa: ARG001 - all forms are called alike
    from pyoxigraph import BlankNode, Triple

    cells = (
        _turtle(term) if isinstance(term, BlankNode | Triple) else term.value if term else "" for term in row
    )
    return _csv_line(list(cells))


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _tsv_head(columns: Sequence[str], cause: str) -> str:  # noqa: ARG001 - a header of the answer tells it
    return "\t".join(f"?{name}" for name in columns) + "\n"


def _tsv_row(columns: Sequence[str], row: Row) -> str:  # noqa: ARG001 - all forms are called alike
    from pyoxigraph import Literal

    cells = []
    for term in row:
        if (
            isinstance(term, Literal)
            and (bare := BARE.get(term.datatype.value))
            and bare.fullmatch(term.value)
        ):
            cells.append(term.value)
        else:
            cells.append(_turtle(term).translate(TABS) if term else "")
    return "\t".join(cells) + "\n"


def _turtle(term: Term) -> str:
    from pyoxigraph import Triple

    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


FORMS: dict[RowsForm, Form] = {
    "json": Form(_json_head, _json_row, ",\n", "\n]}}\n"),
    "xml": Form(_xml_head, _xml_row, "\n", "\n</results></sparql>\n"),
    "csv": Form(_csv_head, _csv_row, "", ""),
    "tsv": Form(_tsv_head, _tsv_row, "", ""),
}
