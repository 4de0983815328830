"""A graph in, one HTML file out that shows it: nothing is fetched, every fact leads to its sentence.

The page (`page/`) is one script, made of the TypeScript in `web/`. It carries its data compressed, draws it itself, and puts
every text from a document on the screen as text.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import msgspec

from kg.exports.explorer.content import gathered
from kg.exports.explorer.drawing import drawn
from kg.exports.explorer.seal import page_file, policy, sealed
from kg.graph import Graph
from kg.ontology import Ontology

MOST = 20_000
NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def write(
    graph: Graph, ontology: Ontology, path: Path, texts: Mapping[str, str] = NO_TEXTS, *, most: int = MOST
) -> None:
    """Write the page. `texts` are the sources by their path, as the offsets of the evidence count them.

    Without the text of a source the page shows the words of the evidence alone. Of a graph with more than `most` entities
    it holds those with most facts, and says so.
    """
    path.write_bytes(page(graph, ontology, texts, most=most).encode("utf-8"))


def page(graph: Graph, ontology: Ontology, texts: Mapping[str, str] = NO_TEXTS, *, most: int = MOST) -> str:
    """The page as a string, for a notebook or a server."""
    found = gathered(graph, ontology, texts, most)
    data = {
        "content": found.content,
        "drawing": drawn(found.content),
        "places": found.places,
        "texts": found.texts,
        "queries": queries(),
    }
    scripts, styles = (page_file("explorer.js"),), (page_file("explorer.css"),)
    return (
        sealed()
        .get_template("page.html")
        .render(
            data={name: packed(value) for name, value in data.items()},
            scripts=scripts,
            styles=styles,
            policy=policy(scripts, styles),
        )
    )


def queries() -> dict[str, str]:
    """The queries that come with kg, by name; the page answers them from what it holds."""
    found = files("kg").joinpath("queries").iterdir()
    texts = {one.name: one.read_text(encoding="utf-8") for one in found if one.name.endswith(".rq")}
    return {name.removesuffix(".rq"): texts[name] for name in sorted(texts)}


def packed(value: object) -> str:
    """A value as compressed JSON in letters that mean nothing in HTML; the page's script unpacks it."""
    raw = zlib.compress(msgspec.json.encode(value), level=9, wbits=-zlib.MAX_WBITS)
    return b64encode(raw).decode("ascii")
