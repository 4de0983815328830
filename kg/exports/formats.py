"""A suffix in, the exporter that writes such files out: those that come with kg, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from kg.errors import KgError
from kg.graph import Graph

GROUP = "kg.exporters"
"""The entry points of other packages' exporters: `csv2 = "package.module:function"` writes files that end in `.csv2`."""

Notes: TypeAlias = tuple[str, ...]
"""What an exporter has to say: what the format could not hold, a sentence each."""


@dataclass(frozen=True)
class Job:
    """What is to be written: a graph (read when it is first asked for), what the build wrote, and how.

    `whole` says that nothing was left out of the build's graph; `evidence` asks for the evidence in formats of triples that do
    not hold it by themselves; `raw_csv` leaves cells as they are, `bom` begins CSV files with a byte-order mark.
    """

    folder: Path
    read: Callable[[], Graph]
    whole: bool = True
    evidence: bool = False
    raw_csv: bool = False
    bom: bool = False

    @cached_property
    def graph(self) -> Graph:
        """What is to be written, without what was not asked for."""
        return self.read()


Exporter: TypeAlias = Callable[[Job, Path], Notes]
"""Writes a job to a path, which does not exist yet: one file, or a folder of several."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: where its exporter is, and what it is called."""

    suffix: str
    home: str
    title: str

    def exporter(self) -> Exporter:
        """The function that writes it; raises KgError where it cannot be loaded."""
        module, _, name = self.home.partition(":")
        try:
            found: Exporter = getattr(import_module(module), name)
        except (ImportError, AttributeError) as error:
            raise KgError(
                "", f"the exporter of {self.suffix}, {self.home}, cannot be loaded, {error}"
            ) from error
        return found


BUILT_IN = tuple(
    Format(suffix, f"kg.exports.{home}", title)
    for suffix, home, title in (
        (".csv", "comma:write", "a folder of CSV: nodes, edges and evidence"),
        (".csv.zip", "comma:write_zip", "the same in a zip file"),
        (".cyjs", "cytoscape:write", "Cytoscape JSON"),
        (".cypher", "cypher:write", "a folder for Neo4j: CSV for a bulk import, and a Cypher script"),
        (".cypher.zip", "cypher:write_zip", "the same in a zip file"),
        (".gexf", "gexf:write", "GEXF 1.3 with places and colours, for Gephi"),
        (".graphml", "graphml:write", "GraphML"),
        (".html", "copies:write_page", "the page to look at"),
        (".jsonl", "copies:write_stand_off", "stand-off annotation"),
        (".jsonld", "json_ld:write", "JSON-LD, a flat record an entity"),
        (".nq", "rdf:write_nq", "N-Quads: graph and evidence"),
        (".nt", "rdf:write_nt", "N-Triples"),
        (".pyvis.html", "network:write", "a pyvis network in one page, at most 1,500 entities"),
        (".parquet", "parquet:write", "a folder of Parquet: nodes, edges and evidence"),
        (".rdf", "rdf_xml:write", "RDF/XML"),
        (".rdf12.ttl", "rdf12:write", "Turtle of RDF 1.2: evidence by triple terms"),
        (".trig", "rdf:write_trig", "TriG: graph and evidence"),
        (".ttl", "rdf:write_ttl", "Turtle"),
    )
)

ENGINES: Mapping[str, str] = MappingProxyType({"explorer": ".html", "pyvis": ".pyvis.html"})
"""What may draw a page, and the suffix of a page that it draws; one that says nothing more is the explorer."""


def formats() -> Mapping[str, Format]:
    """All formats by suffix, longest suffix first; another package's exporter does not take the place of our own."""
    found = {
        f".{point.name}": Format(
            f".{point.name}", point.value, f"by {point.dist.name if point.dist else GROUP}"
        )
        for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    }
    found |= {format_.suffix: format_ for format_ in BUILT_IN}
    return {suffix: found[suffix] for suffix in sorted(found, key=lambda suffix: (-len(suffix), suffix))}


def chosen(path: Path, name: str = "", engine: str = "") -> Format:
    """The format of a file's suffix, or of a name given beside it (`csv`); raises KgError where there is none.

    >>> chosen(Path("graph.rdf12.ttl")).suffix, chosen(Path("tables"), "csv").suffix
    ('.rdf12.ttl', '.csv')

    An engine draws pages, whatever their suffix says of another:

    >>> chosen(Path("graph.html"), engine="pyvis").suffix
    '.pyvis.html'
    """
    known = formats()
    if engine:
        return _drawn_by(engine, known, chosen(path, name))
    asked = f".{name.removeprefix('.').lower()}" if name else path.name.lower()
    for suffix, format_ in known.items():
        if asked == suffix if name else asked.endswith(suffix):
            return format_
    wrong = f"no exporter for {name or path.suffix or 'a name without suffix'}"
    near = get_close_matches(asked if name else path.suffix.lower(), known, 1)
    raise KgError(str(path), wrong, f"one of {', '.join(sorted(known))}", near[0] if near else "")


def _drawn_by(engine: str, known: Mapping[str, Format], page: Format) -> Format:
    """The format of a page by an engine; raises KgError for one that nobody has, or what is no page."""
    if engine not in ENGINES:
        raise KgError("", f"no engine is called {engine!r}", f"one of {', '.join(ENGINES)}")
    if page.suffix not in ENGINES.values():
        raise KgError("", f"{engine} draws pages, and {page.suffix} is none", ".html")
    return known[ENGINES[engine]]
