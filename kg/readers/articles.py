"""Pieces and blocks of a file come in; its articles go out, and the blocks with each article's heading as its title."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from kg.model import Article, Block
from kg.readers.blocks import between, named
from kg.readers.pieces import Piece
from kg.readers.shapes import finished

_BODY = 100  # characters of text under a heading that make an article of it


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an article begins, and the piece that is its title (-1: none)."""

    at: int
    title: int
    annex: bool = False


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
        return _with_annexes(pieces, blocks, size, title), tuple(retitled)
    found = []
    for number, start in enumerate(starts, 1):
        begin = pieces[start.at].start if number > 1 else 0
        end = pieces[starts[number].at].start if number < len(starts) else size
        title = _title(pieces, blocks, start) or stem
        found.append(Article(number, begin, end, title, start.annex))
        _retitle(pieces, retitled, start.title)
    return tuple(found), tuple(retitled)


def _with_annexes(
    pieces: Sequence[Piece], blocks: Sequence[Block], size: int, title: str
) -> tuple[Article, ...]:
    """A text and what it brings behind itself, each under a line with nothing but 附件2, and its own title."""
    begun = [
        at
        for at in range(len(blocks) - 1)
        if _annexes(pieces, blocks, at)
        and any(one.kind in ("paragraph", "item", "article") for one in blocks[:at])
    ]
    ends = [*(pieces[at].start for at in begun), size]
    found = [Article(1, 0, ends[0], title)]
    for number, at in enumerate(begun, 2):
        named = blocks[at + 1].kind in ("heading", "title", "row") and pieces[at + 1].shape.kind == "plain"
        own = pieces[at + 1 if named else at].text
        found.append(Article(number, pieces[at].start, ends[number - 1], own, annex=True))
    return tuple(found)


def _annexes(pieces: Sequence[Piece], blocks: Sequence[Block], at: int) -> bool:
    """附件2 by itself: what follows is annexed."""
    return blocks[at].kind == "heading" and pieces[at].shape.kind == "annex"


def _told(pieces: Sequence[Piece], begun: Sequence[int]) -> list[_Start]:
    known = sorted({bisect_left(pieces, offset, key=lambda piece: piece.start) for offset in begun})
    return [_Start(at, at if pieces[at].mark else -1) for at in known if at < len(pieces)]


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
        and (blocks[after].kind in ("row", "heading", "note") or between(pieces, after))
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
    starts = _joined(
        pieces, blocks, sorted({*columns, *titles, *_signed(pieces, blocks)}), frozenset(columns)
    )
    starts = _first(blocks, starts)
    if starts and not columns and not closings:
        ends = [*(start.at for start in starts[1:]), len(blocks)]
        starts = [
            start for start, end in zip(starts, ends, strict=True) if _body(blocks[start.at : end]) >= _BODY
        ]
    under = ((start, start.at > 0 and _annexes(pieces, blocks, start.at - 1)) for start in starts)
    starts = [replace(start, at=start.at - 1, annex=True) if annexed else start for start, annexed in under]
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


def _signed(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[int]:
    """乙事 / 文/某某 after the text of 甲事: headings with a byline of their own, where the file's title has one too.

    Of headings of one level below the first, half must have one.
    """
    heads = [
        at
        for at in range(len(blocks) - 1)
        if blocks[at].kind == "heading" and pieces[at].shape.kind == "plain"
    ]
    signed = [at for at in heads if blocks[at + 1].kind == "byline"]
    levels, with_bylines = (Counter(pieces[at].mark for at in some) for some in (heads, signed))
    title = next((at for at, block in enumerate(blocks[:-1]) if block.kind == "title"), -1)
    alike = title >= 0 and blocks[title + 1].kind == "byline"
    return [
        at
        for at in signed
        if (pieces[at].mark > 1 and 1 < with_bylines[pieces[at].mark] >= levels[pieces[at].mark] / 2)
        or (alike and not pieces[at].mark and pieces[at + 1].shape.kind == "byline")
    ]


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
            starts[-1] = replace(last, title=_below(pieces, blocks, at) if at in columns else at)
        else:
            starts.append(_Start(at, _below(pieces, blocks, at) if at in columns else at))
    return starts


def _below(pieces: Sequence[Piece], blocks: Sequence[Block], at: int) -> int:
    """The title under a column: a line of its own, or, where the column is a heading, a heading below it; -1 for none."""
    title = at + 1
    if title == len(pieces) or pieces[title].shape.kind != "plain":
        return -1
    if pieces[title].mark:
        return title if 0 < pieces[at].mark < pieces[title].mark else -1
    return title if _opens(blocks, title) or blocks[title].kind == "note" else -1


def _last_text(blocks: Sequence[Block]) -> list[int]:
    """For each block, and for the end, the last block of text before it (-1: none)."""
    found = [-1]
    for at, block in enumerate(blocks):
        found.append(at if block.kind in ("paragraph", "item", "article") else found[-1])
    return found


def _spilled(pieces: Sequence[Piece], text: int) -> bool:
    """Does the text in front of a heading break off in the middle of a sentence?"""
    return not finished(pieces[text].text) or pieces[text].text[-1] in "，、"
