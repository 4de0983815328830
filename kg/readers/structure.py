"""The text of a source comes in; a Document goes out: its reading text, its blocks, articles and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import structs

from kg.model import Document, Source, Span, Table
from kg.readers.articles import articles
from kg.readers.assembling import Assembly, assemble, gaps
from kg.readers.blocks import blocks
from kg.readers.expressions import shapes
from kg.readers.extract import Extract, Words
from kg.readers.healing import runs
from kg.readers.lines import Line, bounds, merged, page
from kg.readers.pieces import Piece, pieces
from kg.readers.ruled import ruled
from kg.readers.shapes import GRID, Shapes
from kg.script.grids import heads_of

NOTHING = Extract("")
_PARTING = re.compile(r"[|\t]")


def structure(source: Source, words: Words, known: Extract = NOTHING) -> Document:
    """The reading text of a source, its blocks and articles; `known` has what its format says of headings and tables.

    Works on any string.
    """
    looks = shapes(words)
    seen = page(source.text, looks, markdown=source.media_type == "text/markdown")
    if not known.tables and _PARTING.search(source.text):
        known = structs.replace(known, tables=tuple(ruled(source.text, seen.lines, heads_of(words))))
    healed = list(runs(_told(seen.lines, source.text, known), looks))
    breaks = (gap for run in healed for gap in gaps(run, source.text))
    assembly = assemble(source.text, merged((*seen.markup, *breaks)))
    found = tuple(_pieces(healed, assembly, looks))
    stem = PurePosixPath(source.path).stem
    begun = tuple(assembly.near(start) for start in known.articles)
    parts, retitled = articles(found, blocks(found, looks), len(assembly.text), stem, begun)
    tables = tuple(_table(table, assembly) for table in known.tables)
    return Document(source, assembly.text, assembly.jumps, retitled, parts, tables)


def _told(lines: Sequence[Line], text: str, known: Extract) -> Sequence[Line]:
    """The lines, those that the format knows for headings and rows of tables told as such."""
    if not known.headings and not known.tables:
        return lines
    levels = dict(known.headings)
    last = (max(cell.start for cell in row) for table in known.tables for row in table.rows if row)
    rows = {bounds(text, start, start)[0] for start in last}  # a merged cell may stand in a row before
    told = []
    for line in lines:
        begin, _ = bounds(text, line.start, line.end)
        if begin in rows:
            told.append(structs.replace(line, shape=GRID))
        elif begin in levels:
            told.append(structs.replace(line, mark=levels[begin]))
        else:
            told.append(line)
    return told


def _table(table: Table, assembly: Assembly) -> Table:
    """A table by its spans in the reading text."""
    return Table(tuple(tuple(_moved(cell, assembly) for cell in row) for row in table.rows))


def _moved(span: Span, assembly: Assembly) -> Span:
    return Span(assembly.near(span.start), assembly.near(span.end))


def _pieces(healed: Sequence[Sequence[Line]], assembly: Assembly, known: Shapes) -> Iterator[Piece]:
    """The pieces of every run, in order."""
    head = True
    for run in healed:
        start, end = assembly.offset(run[0].start), assembly.offset(run[-1].end - 1) + 1
        text = assembly.text[start:end]
        shape = run[0].shape if len(run) == 1 else known.shape(text) if text else run[0].shape
        last = ""
        for piece in pieces(Piece(start, end, text, shape, run[0].mark), known, head=head):
            yield piece
            last = piece.shape.kind
        head = (
            last in ("number", "source", "date", "dated", "aside", "annex", "copy", "column")
            and not run[0].mark
        )
