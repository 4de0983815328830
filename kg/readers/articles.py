"""Pieces and blocks of a file come in; its articles go out, and the blocks with each article's heading as its title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from kg.model import Article, Block
from kg.readers.blocks import named
from kg.readers.pieces import Piece
from kg.readers.shapes import finished

_BODY = 100  # characters of text under a heading that make an article of it


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an article begins, and the piece that is its title (-1: none)."""

    at: int
    title: int


def articles(
    pieces: Sequence[Piece], blocks: Sequence[Block], size: int, stem: str, begun: Sequence[int] = ()
) -> tuple[tuple[Article, ...], tuple[Block, ...]]:
    """The articles of a text of `size` characters, at least one; `stem` is the title of a text that has none.

    `begun` are the offsets where the file's format says that articles begin, each with its title.
    """
    starts = _told(pieces, begun) if begun else _starts(pieces, blocks)
    retitled = list(blocks)
    if not starts:
        title = next((pieces[at].text for at, block in enumerate(blocks) if block.kind == "title"), stem)
        return (Article(1, 0, size, title),), tuple(retitled)
    found = []
    for number, start in enumerate(starts, 1):
        begin = pieces[start.at].start if number > 1 else 0
        end = pieces[starts[number].at].start if number < len(starts) else size
        title = _title(pieces, blocks, start) or stem
        found.append(Article(number, begin, end, title))
        _retitle(pieces, retitled, start.title)
    return tuple(found), tuple(retitled)


def _told(pieces: Sequence[Piece], begun: Sequence[int]) -> list[_Start]:
    known = sorted({bisect_left(pieces, offset, key=lambda piece: piece.start) for offset in begun})
    return [_Start(at, at) for at in known if at < len(pieces)]


def _title(pieces: Sequence[Piece], blocks: Sequence[Block], start: _Start) -> str:
    """The text of the title, or of the column that stands in its place."""
    if start.title >= 0:
        return pieces[start.title].text
    return pieces[start.at].text if blocks[start.at].kind in ("heading", "title") else ""


def _retitle(pieces: Sequence[Piece], blocks: list[Block], at: int) -> None:
    """Make a heading the title of its article, and a line of names under it the byline."""
    if at < 0:
        return
    blocks[at] = structs.replace(blocks[at], kind="title", level=0)
    after = at + 1
    if (
        after + 1 < len(blocks)
        and blocks[after].kind in ("row", "heading", "note")
        and named(pieces[after].text)
    ):
        blocks[after] = structs.replace(blocks[after], kind="byline", level=0)


def _starts(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[_Start]:
    """Empty where the file is one article."""
    columns = [at for at, piece in enumerate(pieces) if piece.shape.kind == "column"]
    closings = [at for at, piece in enumerate(pieces) if _closes(blocks, at)]
    if not columns and not closings and any(block.kind == "article" for block in blocks):
        return []
    if not any(pieces[at].mark for at in columns) and len(columns) < 2 and not closings:
        columns = []
    titles = [at for at, piece in enumerate(pieces) if piece.mark == 1 and _independent(piece)]
    titles += [
        at + 1
        for at in closings
        if at + 1 < len(pieces) and _independent(pieces[at + 1]) and _opens(blocks, at + 1)
    ]
    starts = _joined(pieces, blocks, sorted({*columns, *titles}), frozenset(columns))
    starts = _first(blocks, starts)
    if starts and not columns and not closings:
        ends = [*(start.at for start in starts[1:]), len(blocks)]
        starts = [
            start for start, end in zip(starts, ends, strict=True) if _body(blocks[start.at : end]) >= _BODY
        ]
    return starts if len(starts) > 1 else []


def _first(blocks: Sequence[Block], starts: list[_Start]) -> list[_Start]:
    """The first article begins with the file, whether its title was among the starts or only stands on top."""
    if starts and _last_text(blocks[: starts[0].at])[-1] < 0:
        return [replace(starts[0], at=0), *starts[1:]]
    title = next((at for at, block in enumerate(blocks) if block.kind == "title"), -1)
    return [_Start(0, title), *starts] if starts and title < starts[0].at else starts


def _closes(blocks: Sequence[Block], at: int) -> bool:
    """（作者为…）or 责任编辑：… at the end of a text: the next heading opens another."""
    return blocks[at].kind == "byline" and at > 0 and blocks[at - 1].kind in (
        "paragraph", "item", "article", "signature", "byline", "row",
    )  # fmt: skip


def _independent(piece: Piece) -> bool:
    return piece.shape.kind not in ("item", "division", "section", "annex", "contents", "article")


def _opens(blocks: Sequence[Block], at: int) -> bool:
    return blocks[at].kind in ("heading", "title", "row")


def _body(blocks: Sequence[Block]) -> int:
    return sum(block.end - block.start for block in blocks if block.kind in ("paragraph", "item"))


def _joined(
    pieces: Sequence[Piece], blocks: Sequence[Block], marks: Sequence[int], columns: frozenset[int]
) -> list[_Start]:
    """A column and the title under it are one start; so is a title whose text spilled over in front of it."""
    starts: list[_Start] = []
    texts = _last_text(blocks)
    for at in marks:
        last = starts[-1] if starts else None
        if last and (texts[at] <= last.at or (last.title < 0 and _spilled(pieces, texts[at]))):
            starts[-1] = replace(last, title=-1 if at in columns else at)
        else:
            below = at + 1 if _plain_title(pieces, blocks, at + 1) else -1
            starts.append(_Start(at, below if at in columns else at))
    return starts


def _plain_title(pieces: Sequence[Piece], blocks: Sequence[Block], at: int) -> bool:
    """Is this the title under a column, in a text without markdown?"""
    return (
        at < len(pieces) and pieces[at].shape.kind == "plain" and not pieces[at].mark and _opens(blocks, at)
    )


def _last_text(blocks: Sequence[Block]) -> list[int]:
    """For each block, and for the end, the last block of text before it (-1: none)."""
    found = [-1]
    for at, block in enumerate(blocks):
        found.append(at if block.kind in ("paragraph", "item", "article") else found[-1])
    return found


def _spilled(pieces: Sequence[Piece], text: int) -> bool:
    """Does the text in front of a heading break off in the middle of a sentence?"""
    return not finished(pieces[text].text) or pieces[text].text[-1] in "，、"
