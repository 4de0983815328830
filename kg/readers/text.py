"""The bytes of a plain text or markdown file come in; a Document goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from kg.errors import ReadError
from kg.model import Document, Source
from kg.readers.articles import articles
from kg.readers.assembling import Assembly, assemble, gaps
from kg.readers.blocks import blocks
from kg.readers.decoding import decode
from kg.readers.expressions import shapes
from kg.readers.healing import runs
from kg.readers.lines import Line, merged, page
from kg.readers.pieces import Piece, pieces
from kg.readers.shapes import Shapes

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}


def read(
    data: bytes, relative: str, digest: str, encoding: str, words: Mapping[str, tuple[str, ...]]
) -> Document:
    """Decode the bytes and see their structure. Raises ReadError when there is no text in them."""
    decoded = decode(data, relative, encoding)
    media_type = MEDIA_TYPES.get(PurePosixPath(relative).suffix.lower(), "text/plain")
    document = structure(Source(relative, digest, media_type, decoded.text, decoded.encoding), words)
    if not document.text.strip():
        raise ReadError(relative, "the file has no text in it", "at least one line")
    return document


def structure(source: Source, words: Mapping[str, tuple[str, ...]]) -> Document:
    """The reading text of a source, its blocks and articles. Works on any string."""
    known = shapes(words)
    seen = page(source.text, known, markdown=source.media_type == "text/markdown")
    healed = list(runs(seen.lines, known))
    breaks = (gap for run in healed for gap in gaps(run, source.text))
    assembly = assemble(source.text, merged((*seen.markup, *breaks)))
    found = tuple(_pieces(healed, assembly, known))
    stem = PurePosixPath(source.path).stem
    parts, retitled = articles(found, blocks(found, known), len(assembly.text), stem)
    return Document(source, assembly.text, assembly.jumps, retitled, parts)


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
