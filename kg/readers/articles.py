"""Pieces and blocks of a file come in; its articles go out, and the blocks with each article's heading as its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    pieces: Sequence[Piece], blocks: Sequence[Block], size: int, stem: str
) -> tuple[tuple[Article, ...], tuple[Block, ...]]:
    """The articles of a text of `size` characters, at least one; `stem` is the title of a text that has none."""
    starts = _starts(pieces, blocks) if pieces else []
    retitled = list(blocks)
    if not starts:
        title = next((pieces[at].text for at, block in enumerate(blocks) if block.kind == "title"), stem)
        return (Article(1, 0, size, title),), tuple(retitled)
    found = []
    for number, start in enumerate(starts, 1):
        begin = pieces[start.at].start if number > 1 else 0
        end = pieces[starts[number].at].start if number < len(starts) else size
        title = (
            pieces[start.title].text
            if start.title >= 0
            else pieces[start.at].text
            if _heads(blocks[start.at])
            else stem
        )
        found.append(Article(number, begin, end, title))
        _retitle(pieces, retitled, start.title)
    return tuple(found), tuple(retitled)


def _heads(block: Block) -> bool:
    return block.kind in ("heading", "title")


def _retitle(pieces: Sequence[Piece], blocks: list[Block], at: int) -> None:
    """Make a heading the title of its article, and a line of names under it the byline."""
    if at < 0:
        return
    blocks[at] = replace(blocks[at], kind="title", level=0)
    after = at + 1
    if (
        after + 1 < len(blocks)
        and blocks[after].kind in ("row", "heading", "note")
        and named(pieces[after].text)
    ):
        blocks[after] = replace(blocks[after], kind="byline", level=0)


def _starts(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[_Start]:
    """Empty where the file is one article."""
    columns = [at for at, piece in enumerate(pieces) if piece.shape.kind == "column"]
    closings = [at for at, piece in enumerate(pieces) if _closes(pieces, blocks, at)]
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
    if not columns and not closings:
        starts = [start for start in starts if _body(blocks, start.at, starts) >= _BODY]
    if len(starts) < 2:
        return []
    return [replace(starts[0], at=0), *starts[1:]]


def _closes(pieces: Sequence[Piece], blocks: Sequence[Block], at: int) -> bool:
    """（作者为…）at the end of a text: the next heading opens another."""
    return blocks[at].kind == "byline" and pieces[at].text[0] in "（(" and at > 0 and blocks[at - 1].kind in (
        "paragraph", "item", "article", "signature", "byline", "row",
    )  # fmt: skip


def _independent(piece: Piece) -> bool:
    return piece.shape.kind not in ("item", "division", "section", "annex", "contents", "article")


def _opens(blocks: Sequence[Block], at: int) -> bool:
    return blocks[at].kind in ("heading", "title", "row")


def _body(blocks: Sequence[Block], at: int, starts: Sequence[_Start]) -> int:
    end = next((start.at for start in starts if start.at > at), len(blocks))
    return sum(block.end - block.start for block in blocks[at:end] if block.kind in ("paragraph", "item"))


def _joined(
    pieces: Sequence[Piece], blocks: Sequence[Block], marks: Sequence[int], columns: frozenset[int]
) -> list[_Start]:
    """A column and the title under it are one start; so is a title whose text spilled over in front of it."""
    starts: list[_Start] = []
    for at in marks:
        last = starts[-1] if starts else None
        if last and last.title < 0 and _spilled(pieces, blocks, last.at, at):
            starts[-1] = replace(last, title=-1 if at in columns else at)
        else:
            starts.append(_Start(at, -1 if at in columns else at))
    return starts


def _spilled(pieces: Sequence[Piece], blocks: Sequence[Block], start: int, at: int) -> bool:
    """Between two headings there is no text, or text that breaks off in the middle of a sentence."""
    between = [
        index for index in range(start + 1, at) if blocks[index].kind in ("paragraph", "item", "article")
    ]
    return not between or not finished(pieces[between[-1]].text) or pieces[between[-1]].text[-1] in "，、"
