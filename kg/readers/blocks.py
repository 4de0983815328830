"""Pieces of a page come in; blocks go out: each piece has a kind by its shape and by what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from kg.model import Block
from kg.readers.pieces import Piece
from kg.readers.shapes import GRID, OPENING, SOFT_ROW, Shapes, bare, finished

_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:·[\u4e00-\u9fff]{1,12})+"
    r"|[\u4e00-\u9fff]{2,3}(?:[ \u3000、]+[\u4e00-\u9fff]{2,3}){0,4}"
    r"|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff]{4}"
)
_NAMES = re.compile(r"[\u4e00-\u9fff]{2,3}(?:[ \u3000、]+[\u4e00-\u9fff]{2,3}){1,4}")
_ABOVE = {
    "number": "note", "source": "note", "event": "note", "aside": "note", "date": "note", "copy": "note", "dated": "note",
    "annex": "note", "rule": "note", "contents": "heading", "column": "heading", "byline": "byline", "signature": "note",
}  # fmt: skip
_TEXT = {
    "date": "signature", "dated": "signature", "signature": "signature", "copy": "note", "aside": "note",
    "source": "note", "event": "note", "number": "note", "rule": "note", "byline": "byline", "row": "row", "article": "article",
    "ordinal": "paragraph", "bullet": "item", "contents": "heading", "section": "heading", "column": "heading",
}  # fmt: skip
_LEVELS = {"bullet": 6, "contents": 1, "section": 1, "column": 1}
_SAID = ("paragraph", "article", "item", "row")
_HEADING = 40  # characters; a longer line without a stop is a paragraph
_TITLE = 120
_ISSUERS = 5  # lines of bodies over the date of a notice
_ALONE = 8  # 附件1 by itself; longer, it names the annex


def blocks(pieces: Sequence[Piece], shapes: Shapes) -> tuple[Block, ...]:
    """One block a piece. Above the text stand title, byline, events; under it signature, date, copies; then annexes.

    Under an order stands the title of the text that it publishes, and another such head.
    """
    found: list[Block] = []
    above, titled, ordered = True, False, False
    for at, piece in enumerate(pieces):
        if piece.shape == GRID:
            found.append(_made(piece, "row"))
            continue
        ordered = ordered or (above and not titled and shapes.order.fullmatch(piece.text) is not None)
        if (ordered and _published(pieces, at, found, shapes)) or (
            above and _announced(pieces, at, found, shapes)
        ):
            found[:] = [structs.replace(one, kind="note") if one.kind == "title" else one for one in found]
            found.append(_made(piece, "title"))
            above, ordered = True, False
            continue
        if above:
            block = _above(pieces, at, shapes, titled=titled)
            if block:
                titled = titled or block.kind == "title"
                above = block.kind != "address"
                found.append(block)
                continue
        found.append(_text(pieces, at, found))
        above = piece.mark == 1
        titled = True
    return tuple(found)


def _announced(pieces: Sequence[Piece], at: int, found: Sequence[Block], shapes: Shapes) -> bool:
    """甲局 / 公告 / 2021年第7号 / 关于…的公告: is this the title, and what stood for it only the head of the sheet?"""
    piece = pieces[at]
    if piece.shape.kind != "plain" or piece.mark or not shapes.titled.match(piece.text):
        return False
    if shapes.title.fullmatch(piece.text) is None or any(one.kind == "heading" for one in found):
        return False
    heads = {one.start for one in found if one.kind == "title" and one.end - one.start <= _HEADING}
    whole = any(one.start in heads and shapes.titled.search(one.text) for one in pieces[:at])
    return bool(heads) and not whole  # 甲院关于乙的规定, and once more over the text: the first is the title


def _published(pieces: Sequence[Piece], at: int, found: Sequence[Block], shapes: Shapes) -> bool:
    """Is this the title of the text under an order: it follows the date of the order, and a text's head or body follows it?"""
    if (
        not found
        or found[-1].kind != "signature"
        or not _short(pieces[at])
        or pieces[at].shape.kind != "plain"
    ):
        return False
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and (
        after.shape.kind in ("article", "division", "event", "contents", "aside", "number")
        or _events(after.text, shapes)
    )


def named(text: str) -> bool:
    """Could this line be nothing but the names of authors?"""
    return _NAME.fullmatch(text) is not None


def _made(piece: Piece, kind: str, level: int = 0) -> Block:
    return Block(kind, piece.start, piece.end, level)


def _above(pieces: Sequence[Piece], at: int, shapes: Shapes, *, titled: bool) -> Block | None:
    """The block of a piece that stands above the text, or nothing: the text begins here."""
    piece, kind = pieces[at], pieces[at].shape.kind
    if titled and named(piece.text) and between(pieces, at):
        kind = "byline"  # □ 佟力
    if piece.mark:
        return None if titled or kind in ("division", "section", "column", "item") else _made(piece, "title")
    if kind == "number" and not titled and _ordering(pieces, at, shapes):
        return _made(piece, "title")
    if kind in _ABOVE and not (kind == "dated" and not titled):
        return _made(piece, _ABOVE[kind], _LEVELS.get(kind, 0))
    if kind in ("article", "item", "ordinal", "division", "section") or (kind == "bullet" and titled):
        return None
    if piece.text[-1] in "：:" and titled and "。" not in piece.text:
        return None if shapes.sentence.match(piece.text) else _made(piece, "address")
    if titled and piece.text[0] in "（(" and piece.text[-1] in "）)" and _events(piece.text, shapes):
        return _made(piece, "note")
    sentence = finished(piece.text) and piece.text[-1] not in "！？!?"
    begun = titled and (
        piece.text[-1] in OPENING or ("，" in piece.text and shapes.sentence.match(piece.text))
    )
    if begun:
        return None
    if sentence or "。" in piece.text or len(piece.text) > (_TITLE if not titled else 4 * _TITLE):
        listed = titled and "。" not in piece.text and _events(piece.text, shapes)
        return _made(piece, "note") if listed else None
    if not titled:
        later = any(one.mark == 1 for one in pieces[at + 1 : at + 3])
        return _made(piece, "heading" if later else "title", 1 if later else 0)
    if _events(piece.text, shapes):
        return _made(piece, "note")
    if kind == "row":
        return _made(piece, "byline" if _speaker(pieces, at) else "row")
    return _made(piece, "byline" if named(piece.text) else "note") if _under(pieces, at) else None


def between(pieces: Sequence[Piece], at: int) -> bool:
    """Is this the one bulleted line between a title and its text?"""
    return (
        pieces[at - 1].shape.kind == "plain" and at + 1 < len(pieces) and pieces[at + 1].shape.kind == "plain"
    )


def _ordering(pieces: Sequence[Piece], at: int, shapes: Shapes) -> bool:
    """Is an order's number the only title that it has: the text follows at once?"""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and shapes.order.fullmatch(pieces[at].text) is not None and finished(after.text)


def _speaker(pieces: Sequence[Piece], at: int) -> bool:
    """某市市长　某某 under the title of a report; in a roster a row follows, and the name comes first."""
    alone = at + 1 == len(pieces) or pieces[at + 1].shape.kind != "row"
    return (
        alone and named(pieces[at].text.split()[-1]) and not any(colon in pieces[at].text for colon in "：:")
    )


def _events(text: str, shapes: Shapes) -> bool:
    return shapes.events.match(text) is not None


def _under(pieces: Sequence[Piece], at: int) -> bool:
    """Is this one of the few lines that may stand between a title and its text?"""
    return (
        any(one.mark or one.shape.kind not in ("plain", "row") for one in pieces[max(at - 4, 0) : at])
        or at < 4
    )


def _text(pieces: Sequence[Piece], at: int, found: Sequence[Block]) -> Block:
    """The block of a piece of the text or of what follows it."""
    piece, kind = pieces[at], pieces[at].shape.kind
    if kind == "division":
        return _made(piece, "heading", piece.shape.level)
    if piece.mark:
        return _made(piece, "heading", piece.mark)
    if kind == "annex":
        lone = len(bare(piece.text)) <= _ALONE and not any(colon in piece.text for colon in "：:")
        return _made(piece, "heading", 1) if lone else _made(piece, "note")
    if kind == "item":
        return _item(pieces, at, found)
    if kind == "aside" and _NAMES.fullmatch(piece.text[1:-1]):
        return _made(piece, "byline")  # （佟力　白羽） under a report
    if kind == "plain" or piece.shape == SOFT_ROW:
        return _plain(pieces, at, found)
    if kind == "row" and found and found[-1].kind != "row" and _signs(pieces, at):
        return _made(piece, "signature")  # 主席　某某, over the date
    return _made(piece, _TEXT[kind], _LEVELS.get(kind, 0))


def _item(pieces: Sequence[Piece], at: int, found: Sequence[Block]) -> Block:
    piece, level = pieces[at], pieces[at].shape.level
    if _short(piece):
        if found and found[-1].kind == "note" and pieces[at - 1].shape.kind in ("annex", "item"):
            return _made(piece, "note")  # 附件：1.… / 2.…
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if after and after.shape != piece.shape and (after.shape.kind != "item" or after.shape.level > level):
            return _made(piece, "heading", level)
    return _made(piece, "item", level)


def _short(piece: Piece) -> bool:
    text = piece.text
    return len(text) <= _HEADING and text[-1] not in OPENING and "。" not in text and not finished(text)


def _plain(pieces: Sequence[Piece], at: int, found: Sequence[Block]) -> Block:
    piece = pieces[at]
    if not _short(piece) or "，" in piece.text:
        return _made(piece, "paragraph")
    if found and found[-1].kind in ("heading", "title") and pieces[at - 1].mark and named(piece.text):
        return _made(piece, "byline")
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if piece.shape == SOFT_ROW or (found and found[-1].kind == "row" and after and after.shape.kind == "row"):
        return _made(piece, "row")
    if _signs(pieces, at):
        return _made(piece, "signature")
    last = after is None or after.shape.kind in ("copy", "aside")
    if last and found and found[-1].kind in _SAID and not any(block.kind == "signature" for block in found):
        return _made(piece, "signature")
    return _made(piece, "heading", 2)


def _signs(pieces: Sequence[Piece], at: int) -> bool:
    """Does a date follow, with at most a few bodies between?"""
    for piece in pieces[at + 1 : at + 1 + _ISSUERS]:
        if piece.shape.kind in ("date", "dated"):
            return True
        if piece.mark or piece.shape.kind not in ("plain", "row") or not _short(piece):
            return False
    return False
