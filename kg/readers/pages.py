"""The text of an HTML page comes in; its lines go out, and into a Writer with their places; what was lost is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.readers.expressions import shapes
from kg.readers.extract import Words, Writer, visible
from kg.readers.flow import Part, flow
from kg.readers.nodes import Nodes, parsed
from kg.readers.tags import scanned

_NUMBERED = frozenset({"item", "article", "division", "ordinal", "bullet"})
_LEAST = 0.999  # the share of characters that no reading may fall under


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was parsed: its nodes, how many tags it has, and what the parser lost."""

    nodes: Nodes
    tags: int
    flaws: tuple[str, ...]


def page(text: str, *, xml: bool = False) -> Page:
    """Parse a page, and compare what the parser found with what stands between the tags."""
    scan = scanned(text, xml=xml)
    nodes = parsed(scan.text)
    return Page(nodes, scan.tags, lost(nodes.met(), scan.shown, "the page"))


def lost(out: int, come: int, where: str) -> tuple[str, ...]:
    """A flaw, if of the visible characters that came in more than one in a thousand did not go out."""
    if out >= come * _LEAST:
        return ()
    return (f"{come - out} of {come} characters of {where} were lost",)


def lines(
    nodes: Nodes, words: Words, start: int, end: int, left: frozenset[int] = frozenset()
) -> tuple[list[Part], tuple[str, ...]]:
    """The lines between two nodes without the nodes `left`, and a flaw if characters were lost on the way."""
    found = flow(nodes, start, end, _numbered(words), left)
    out = sum(visible(part.text) for part in found)
    come = nodes.before[end] - nodes.before[start] - sum(map(nodes.shown, left))
    return found, lost(out, come, "the text")


def whole(text: str, words: Words, *, xml: bool = False) -> tuple[list[Part], tuple[str, ...]]:
    """All lines of a page that is no page of a site, a chapter or a mail, and what was lost."""
    made = page(text.removeprefix("\ufeff"), xml=xml)
    found, gone = lines(made.nodes, words, 0, len(made.nodes.found))
    return found, (*made.flaws, *gone)


def put(writer: Writer, parts: Iterable[Part], within: str = "") -> None:
    """Add lines and tables, each with its place: paragraph 12; table 2, row 3; `within` stands in front."""
    paragraph = row = table = 0
    for part in parts:
        if part.table != table:
            writer.end_table()
            table, row = part.table, 0
        if part.table:
            row += 1
            writer.row(part.cells, f"{within}table {part.table}, row {row}")
        else:
            paragraph += 1
            writer.line(part.marker + part.text, f"{within}paragraph {paragraph}", part.level)
    writer.end_table()


def _numbered(words: Words) -> Callable[[str], bool]:
    known = shapes(words)
    return lambda text: known.shape(text).kind in _NUMBERED
