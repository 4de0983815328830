"""The bytes of a file of comma- or tab-separated values come in; its table, or an article a row, goes out."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from operator import length_hint

from kg.readers.decoding import decode
from kg.readers.extract import Extract, Words, Writer
from kg.readers.sheets import CELLS, ROWS, Line, Sheet, write

_SIGNS = ",\t;|"
_LOOK = 100  # records that show by which sign a file is separated
_SAID = re.compile(r"\ufeff?sep=(.)\r?\n")  # what Excel writes, and reads, as a first line
_FIELD = 1 << 26  # characters of one cell


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Raises ReadError where the bytes are no text."""
    decoded = decode(data, path, encoding)
    text, sign = decoded.text.removeprefix("\ufeff"), ""
    if said := _SAID.match(text):
        text, sign = text[said.end() :], said[1]
    sign = sign or separator(text, "\t" if path.lower().endswith(".tsv") else ",")
    writer = Writer()
    unclosed = _unclosed(text, sign)
    if unclosed:
        writer.flaws.append(
            f"a quotation mark is not closed: line {unclosed} and what follows is read as it stands"
        )
    rows: list[Line] = []
    cells = 0
    for number, row in enumerate(records(text, sign, quotes=not unclosed), 1):
        cells += len(row)
        if number > ROWS or cells > CELLS:
            writer.flaws.append(
                f"more than {ROWS} rows or {CELLS} cells: what follows row {number - 1} is left out"
            )
            break
        if any(cell.strip() for cell in row):
            rows.append(Line(number, tuple(row)))
    write(writer, Sheet("", tuple(rows)), words)
    return writer.extract(decoded.encoding)


def records(text: str, sign: str, *, quotes: bool = True) -> Iterator[list[str]]:
    """The rows; lines end as they may, a quoted cell may hold such ends."""
    return _reader(_lines(text), sign, quotes=quotes)


def _reader(
    lines: Iterable[str], sign: str, *, quotes: bool = True, strict: bool = False
) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD)
    if quotes:
        return csv.reader(lines, delimiter=sign, strict=strict)
    return csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    return (found.group() for found in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text))


def _unclosed(text: str, sign: str) -> int:
    """The line at which a quoted cell begins that never ends; 0 for none."""
    lines = [*_lines(text)]
    left = iter(lines)
    begun = last = 0
    try:
        for _ in _reader(left, sign):
            begun, last = last, len(lines) - length_hint(left)
        deque(_reader(lines[begun:], sign, strict=True), maxlen=0)
    except csv.Error as error:
        return 0 if str(error).endswith("expected after '\"'") else begun + 1
    return 0


def separator(text: str, usual: str) -> str:
    """The sign that cuts most records into equally many cells, at least two; `usual` of those that do it equally well."""
    best, found = (0, 0, False), usual
    for sign in _SIGNS:
        widths: Counter[int] = Counter()
        with suppress(csv.Error):  # a cell without end: what came before it tells enough
            widths.update(len(row) for row in islice(records(text, sign), _LOOK) if len(row) > 1)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if (count, width, sign == usual) > best:
            best, found = (count, width, sign == usual), sign
    return found
