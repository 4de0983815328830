"""A graph in, one HTML file out that shows it: nothing is fetched, every fact leads to its sentence.

The picture is a pyvis network under a template of our own (`page/`). The page holds its data as JSON, draws it with the
vis-network library that pyvis carries, and puts every text from a document on the screen as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from kg.exports.explorer.content import gathered
from kg.exports.explorer.drawing import drawn
from kg.exports.explorer.seal import as_data, page_file, policy, sealed
from kg.graph import Graph
from kg.ontology import Ontology

MOST = 1500
SCRIPTS = (
    "words",
    "base",
    "shapes",
    "choice",
    "columns",
    "forms",
    "picture",
    "reading",
    "search",
    "table",
    "start",
    "moving",
)
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
    content = gathered(graph, ontology, texts, most)
    network = drawn(content)
    scripts = (library(), "(() => {\n" + "\n".join(page_file(f"{name}.js") for name in SCRIPTS) + "})();\n")
    styles = (page_file("page.css"),)
    network.templateEnv = sealed()
    network.path = "page.html"
    network.templateEnv.globals.update(
        content=as_data(content),
        scripts=scripts,
        styles=styles,
        policy=policy(scripts, styles),
    )
    html: str = network.generate_html()
    return html


def library() -> str:
    """The vis-network library as pyvis carries it; the pointer to its source map is taken off."""
    import pyvis

    folder = max(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    lines = folder.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))
