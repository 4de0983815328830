"""The bytes of an xlsx or xlsm file come in; its sheets go out as tables, each cell as the sheet shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kg.errors import ReadError
from kg.readers.archive import Archive, open_archive
from kg.readers.extract import Extract, Merged, Words, Writer
from kg.readers.parts import NOTHING, Element, Relation, main_part, passing, prefixed, relations, tree
from kg.readers.sheets import CELLS, ROWS, Line, Sheet, write
from kg.readers.shown import BUILT_IN, GENERAL, shown
from kg.script.grids import bare

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LIMIT = 16_384  # columns
_DIGITS = 9  # of a number that can be one of a row, a column, a string or a style
_TRUE = frozenset({"1", "true"})
_REACH = 1_000_000  # cells that merged ones may reach in a sheet


class _Book(Struct, frozen=True):
    """What the cells of all sheets share."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


class _Met(Struct):
    """What was met in a sheet on the way: cells so far, formulas without a value, what was cut off."""

    cells: int = 0
    empty: int = 0
    first_empty: str = ""
    cut: str = ""


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """Raises ReadError for what is no workbook; a sheet that cannot be read is a flaw."""
    archive = open_archive(data, path)
    home = main_part(archive, "xl/workbook.xml")
    workbook = tree(archive, home)
    targets = relations(archive, home)
    book = _Book(
        _strings(archive, targets),
        _formats(archive, targets),
        any(node.get("date1904", "") in _TRUE for node in workbook.iter("{*}workbookPr")),
    )
    writer, met = Writer(), _Met()
    listed = [*workbook.iter("{*}sheet")]
    visible = sum(node.get("state", "visible") == "visible" for node in listed)
    for node in listed:
        name = (node.get("name") or "").strip()
        relation = targets.get(_relation_id(node), NOTHING)
        if relation.kind == "chartsheet":
            continue
        hidden = node.get("state", "visible") != "visible"
        try:
            sheet = Sheet(name or "?", tuple(_rows(archive, relation.target, book, met)), hidden)
            beside = [*_beside(archive, relation.target)]
        except ReadError as error:
            writer.flaws.append(f"sheet {name}: {error.wrong}")
            continue
        if visible > 1 and bare(name) not in words.get("sheet-names", ()) and (sheet.rows or beside):
            writer.line(name, f"sheet {name}", level=2)
        write(writer, sheet, words)
        for text, what in beside:
            writer.line(text, f"sheet {name}, {what}")
    if met.empty:
        writer.flaws.append(f"{met.empty} formulas without a stored value, the first in {met.first_empty}")
    if met.cut:
        writer.flaws.append(met.cut)
    if not listed:
        raise ReadError(path, f"{home}: there is no sheet in it", "a workbook")
    made = writer.extract()
    return made if made.text.strip() or made.flaws else _nothing(writer)


def _nothing(writer: Writer) -> Extract:
    writer.flaws.append("no cell of any sheet holds anything")
    return writer.extract()


def _relation_id(node: Element) -> str:
    return next((str(value) for name, value in node.items() if str(name).endswith("}id")), "")


def _strings(archive: Archive, targets: Mapping[str, Relation]) -> tuple[str, ...]:
    part = next((one.target for one in targets.values() if one.kind == "sharedStrings"), "")
    if part not in archive:
        return ()
    return tuple(_said(node) for node in tree(archive, part).iter("{*}si"))


def _said(node: Element) -> str:
    """The words of a string: its runs, without the readings over them (rPh)."""
    texts = (
        one.text or ""
        for one in node.iter("{*}t")
        if (parent := one.getparent()) is not None and prefixed(parent.tag) != ":rPh"
    )
    return _ESCAPE.sub(_unescaped, "".join(texts))


def _unescaped(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char.isprintable() or char in "\n\t" else ""


def _formats(archive: Archive, targets: Mapping[str, Relation]) -> tuple[str, ...]:
    """The code of each style of cells."""
    part = next((one.target for one in targets.values() if one.kind == "styles"), "")
    if part not in archive:
        return ()
    root = tree(archive, part)
    own = {node.get("numFmtId"): node.get("formatCode") or "" for node in root.iter("{*}numFmt")}
    codes = []
    for styles in root.iter("{*}cellXfs"):
        for style in styles.iter("{*}xf"):
            number = style.get("numFmtId") or "0"
            codes.append(own.get(number, BUILT_IN.get(_number(number), GENERAL)))
    return tuple(codes)


def _rows(archive: Archive, part: str, book: _Book, met: _Met) -> Iterator[Line]:
    """The rows of a sheet that hold anything, as far as the sheet is used."""
    raw = archive.read(part)
    merged = _merged(archive, part, raw)
    unseen: frozenset[int] = frozenset()
    found: list[tuple[int, dict[int, str], bool]] = []
    for node in passing(archive, part, raw, ("{*}col", "{*}row")):
        if prefixed(node.tag) == ":col":
            unseen |= _unseen(node)
            continue
        last = found[-1][0] if found else 0
        number = max(_number(node.get("r")), last + 1)
        cells = dict(_cells(node, number, book, met))
        met.cells += len(cells)
        if met.cells > CELLS or len(found) >= ROWS:
            met.cut = f"more than {ROWS} rows or {CELLS} cells: what follows row {last} is left out"
            break
        if cells or number in merged:
            found.append((number, cells, node.get("hidden") in _TRUE))
        node.clear()
    yield from _lines(found, merged, unseen)


def _unseen(node: Element) -> frozenset[int]:
    if node.get("hidden") not in _TRUE:
        return frozenset()
    first, last = (_number(node.get(name)) for name in ("min", "max"))
    return frozenset(range(max(first, 1) - 1, min(last, _LIMIT)))


def _merged(archive: Archive, part: str, raw: bytes) -> dict[int, dict[int, Merged]]:
    """Row → column → what a cell there is one with."""
    found: dict[int, dict[int, Merged]] = {}
    reach = 0
    for node in passing(archive, part, raw, ("{*}mergeCell",)):
        corners = [_CELL.fullmatch(corner) for corner in (node.get("ref") or "").replace("$", "").split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            continue
        (left, top), (right, bottom) = ((column(one[1]), int(one[2])) for one in corners if one)
        reach += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if reach > _REACH:
            break
        for row in range(top, bottom + 1):
            for at in range(left, right + 1):
                if (row, at) != (top, left):
                    found.setdefault(row, {})[at] = Merged.LEFT if at > left else Merged.ABOVE
    return found


def _number(said: str | None) -> int:
    """A number of an attribute; -1 for what is none."""
    return int(said) if said and said.isdecimal() and len(said) <= _DIGITS else -1


def column(letters: str) -> int:
    """A is 0, AB is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(number: int) -> str:
    """0 is A, 27 is AB."""
    said = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(65 + rest) + said
    return said


def _lines(
    found: list[tuple[int, dict[int, str], bool]],
    merged: Mapping[int, Mapping[int, Merged]],
    unseen: frozenset[int],
) -> Iterator[Line]:
    used = [at for _, cells, _ in found for at, text in cells.items() if text.strip()]
    if not used:
        return
    first, last = min(used), max(used)
    for number, cells, hidden in found:
        beside = merged.get(number, {})
        row = tuple(beside.get(at, cells.get(at, "")) for at in range(first, last + 1))
        if any(not isinstance(cell, str) or cell.strip() for cell in row):
            dark = [letters(at) for at in sorted(unseen) if cells.get(at, "").strip()]
            why = "hidden" if hidden else f"hidden: {', '.join(dark)}" if dark else ""
            yield Line(number, row, why)


def _cells(row: Element, number: int, book: _Book, met: _Met) -> Iterator[tuple[int, str]]:
    at = -1
    for node in row.iterchildren("{*}c"):
        place = _CELL.fullmatch(node.get("r") or "")
        at = column(place[1]) if place else at + 1
        if at >= _LIMIT:
            continue
        text = _text(node, book)
        if not text and node.get("t") != "str" and node.find("{*}f") is not None:
            met.empty += 1
            met.first_empty = met.first_empty or f"{letters(at)}{number}"
        if text:
            yield at, text


def _text(node: Element, book: _Book) -> str:
    """What a cell shows; of a formula the value that was stored with it."""
    kind = node.get("t") or "n"
    if kind == "inlineStr":
        return _said(node)
    value = node.findtext("{*}v") or ""
    if kind == "s":
        return book.strings[at] if 0 <= (at := _number(value)) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE" if value else ""
    if kind == "n" and value:
        style = _number(node.get("s") or "0")
        known = 0 <= style < len(book.formats)
        return shown(value, book.formats[style] if known else GENERAL, since_1904=book.since_1904)
    if kind == "d":
        return value.removesuffix("T00:00:00")
    return _ESCAPE.sub(_unescaped, value)


def _beside(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """What stands over the cells of a sheet: the words of shapes, and comments."""
    for one in sorted(relations(archive, part).values(), key=lambda one: (one.kind, one.target)):
        if one.external or one.target not in archive:
            continue
        if one.kind == "drawing":
            for node in tree(archive, one.target).iter("{*}p"):
                if text := "".join(word.text or "" for word in node.iter("{*}t")).strip():
                    yield text, "text box"
        elif one.kind == "comments":
            for node in tree(archive, one.target).iter("{*}comment"):
                if text := _said(node).strip():
                    yield text, f"comment at {node.get('ref')}"
