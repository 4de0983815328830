"""An Accept header and what there is to offer → what to give: media types of SPARQL results and of RDF, and their choice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.serve.site import RowsForm, TriplesForm

ROWS: dict[str, RowsForm] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: dict[str, TriplesForm] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
"""What may be asked for, and the form it stands for; of equals the first is given."""
MEDIA_TYPES = {form: media for table in (ROWS, TRIPLES) for media, form in reversed(table.items())}
RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^;]*)*)\s*")
WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def choose(accept: str, offers: Iterable[str]) -> str:
    """The media type to give, as RFC 9110 has it; empty where none fits. Of what is wanted equally the first offer is given.

    >>> choose("text/csv;q=0.5, application/*;q=0.9", ROWS), choose("image/png", ROWS), choose("", TRIPLES)
    ('application/sparql-results+json', '', 'text/turtle')
    """
    asked = list(_asked(accept))
    best, weight = "", 0.0
    for offer in offers:
        weighed = _weight(offer, asked) if asked else 1.0
        if weighed > weight:
            best, weight = offer, weighed
    return best


def _asked(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        found = RANGE.fullmatch(part)
        if found:
            weight = WEIGHT.search(found[2])
            yield found[1].lower(), float(weight[1]) if weight else 1.0


def _weight(offer: str, asked: Iterable[tuple[str, float]]) -> float:
    """How much an offer is wanted: what names it goes before what names its kind, and that before `*/*`."""
    of = dict(asked)
    for named in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        if named in of:
            return of[named]
    return 0.0
