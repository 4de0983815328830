"""A stretch of a page comes in; what a browser would show of it goes out: lines with their numbers, headings, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from msgspec import Struct

from kg.readers.extract import Merged
from kg.readers.grids import Grids
from kg.readers.markers import marker
from kg.readers.nodes import Node, Nodes
from kg.readers.shapes import finished
from kg.readers.tags import BLOCKS

_BLANK = re.compile("[ \t\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAKS = frozenset("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")
_WIDE = frozenset("“”‘’—…·")
_MARKS = frozenset("，。、；：？！（）《》〈〉「」『』【】〔〕")  # beside which no blank is ever meant
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADING = 120  # a longer one, or one that ends as a sentence does, is a paragraph in large type
_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|table|list-item)", re.IGNORECASE)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


class Part(Struct, frozen=True):
    """A line of the page: `marker` is what a browser sets in front of it; a row of table number `table` has `cells`.

    `at` is the node that it ends before.
    """

    text: str
    at: int
    level: int = 0
    marker: str = ""
    cells: tuple[str | Merged, ...] = ()
    table: int = 0


@dataclass(slots=True)
class _List:
    """A list that is open: where it ends, how its items are numbered, and the number of the next."""

    end: int
    style: str
    number: int = 1
    step: int = 1


@dataclass(slots=True)
class _Flow:
    """What has been walked over: the words of the line in the making, and the blocks that are open by their ends."""

    nodes: Nodes
    grids: Grids
    numbered: Callable[[str], bool]
    cell: bool = False
    parts: list[Part] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    heading: tuple[int, int] = (0, 0)  # where it ends, its level
    plain: int = 0  # where preformatted text ends
    marker: tuple[int, str] = (0, "")  # where its item ends, what stands in front of it
    tables: int = 0


def flow(
    nodes: Nodes,
    start: int,
    end: int,
    numbered: Callable[[str], bool],
    left: Collection[int] = (),
) -> list[Part]:
    """The lines between two nodes, without what is hidden and without the nodes `left` out.

    `numbered` tells of a text whether it opens with a number of its own: it gets none from its list.
    """
    state = _Flow(nodes, Grids(nodes), numbered)
    _walk(state, start, end, left)
    return state.parts


def folded(text: str) -> str:
    r"""White space as a browser shows it; a line break of the source between two Han is none.

    >>> folded("工会\n   要  推进 改革")
    '工会要 推进 改革'
    """
    return _BLANK.sub(_blank, text).replace("\xa0", " ").strip()


def _blank(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    if _BREAKS.isdisjoint(found[0]) or start == 0 or end == len(text):
        return " "
    before, after = text[start - 1], text[end]
    beside = before in _MARKS or after in _MARKS
    return "" if beside or (_wide(before) and _wide(after)) else " "


def _wide(char: str) -> bool:
    return char >= "\u2e80" or char in _WIDE


def _walk(state: _Flow, start: int, end: int, left: Collection[int]) -> None:
    at, found = start, state.nodes.found
    while at < end:
        _close(state, at)
        node = found[at]
        if node.hidden or at in left:
            if node.tag in BLOCKS:
                _flush(state, at)
            at = node.end
        elif not node.tag:
            _text(state, at)
            at += 1
        elif node.tag == "table" and not state.cell and state.grids.data(at):
            _flush(state, at)
            _table(state, at)
            at = node.end
        else:
            _open(state, at, node)
            at += 1
    _close(state, end)
    _flush(state, end)


def _text(state: _Flow, at: int) -> None:
    text = state.nodes.found[at].text
    if at >= state.plain:
        state.words.append(text)
        return
    for number, line in enumerate(text.splitlines()):
        if number:
            _flush(state, at)
        state.words.append(line)
    if text.endswith(("\n", "\r")):
        _flush(state, at)


def _open(state: _Flow, at: int, node: Node) -> None:
    if node.tag == "br":
        if at < state.heading[0]:
            state.words.append("\n")
        else:
            _flush(state, at)
        return
    if node.tag not in BLOCKS and not _BLOCK.search(node.attributes.get("style", "")):
        return
    _flush(state, at)
    state.blocks.append(node.end)
    if node.tag in _LISTS:
        state.lists.append(_list(state, at, node))
    elif node.tag == "li" and state.lists:
        _item(state, node)
    elif node.tag in _HEADINGS and at >= state.heading[0]:
        state.heading = (node.end, _HEADINGS[node.tag])
    elif node.tag in ("pre", "listing", "xmp"):
        state.plain = max(state.plain, node.end)


def _close(state: _Flow, at: int) -> None:
    """Leave the blocks and lists that end before a node."""
    while state.blocks and state.blocks[-1] <= at:
        _flush(state, at)
        state.blocks.pop()
    while state.lists and state.lists[-1].end <= at:
        state.lists.pop()


def _flush(state: _Flow, at: int) -> None:
    """End the line in the making."""
    text = folded("".join(state.words))
    state.words.clear()
    if not text:
        return
    end, level = state.heading
    level = level if at <= end and len(text) <= _HEADING and not _sentence(text) else 0
    item, sign = state.marker
    if at > item or (sign and state.numbered(text)):
        sign = ""
    state.parts.append(Part(text, at, level, sign))
    state.marker = (0, "")


def _sentence(text: str) -> bool:
    return finished(text) and text[-1] not in "：:？！?!…—"


def _list(state: _Flow, at: int, node: Node) -> _List:
    given = node.attributes
    if node.tag != "ol":
        return _List(node.end, _style(node, "disc"))
    style = _style(node, given.get("type", "1"))
    if "reversed" in given:
        items = sum(state.nodes.found[child].tag == "li" for child in state.nodes.children(at))
        return _List(node.end, style, _number(given.get("start", ""), items), -1)
    return _List(node.end, style, _number(given.get("start", ""), 1))


def _item(state: _Flow, node: Node) -> None:
    around = state.lists[-1]
    around.number = _number(node.attributes.get("value", ""), around.number)
    style = _style(node, node.attributes.get("type", "") or around.style)
    state.marker = (node.end, marker(style, around.number))
    around.number += around.step


def _style(node: Node, otherwise: str) -> str:
    found = _STYLE.search(node.attributes.get("style", ""))
    return found[1] if found else otherwise


def _number(text: str, otherwise: int) -> int:
    digits = text.strip()
    plain = digits.removeprefix("-")
    return int(digits) if plain.isascii() and plain.isdecimal() and len(plain) < 8 else otherwise


def _table(state: _Flow, at: int) -> None:
    """Write the rows of a table that holds data, its caption in front of it."""
    nodes = state.nodes
    for child in nodes.children(at):
        if nodes.found[child].tag == "caption":
            state.parts += _cell(state, child)
    state.tables += 1
    for cells in state.grids.grid(at, lambda cell: _said(state, cell)):
        text = "\t".join(cell for cell in cells if isinstance(cell, str))
        state.parts.append(Part(text, nodes.found[at].end, cells=cells, table=state.tables))


def _said(state: _Flow, cell: int) -> str:
    """The text of a cell in one line."""
    nodes = state.nodes.found
    if nodes[cell].end == cell + 2 and not nodes[cell + 1].tag:
        return folded(nodes[cell + 1].text)
    return " ".join(line.marker + line.text for line in _cell(state, cell))


def _cell(state: _Flow, at: int) -> list[Part]:
    """The lines of a cell; a table inside it is lines too."""
    inner = _Flow(state.nodes, state.grids, state.numbered, cell=True)
    _walk(inner, at, state.nodes.found[at].end, ())
    return inner.parts
