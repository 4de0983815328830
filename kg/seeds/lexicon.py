"""A lexicon file goes in; its rows come out, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from kg.errors import Place, SeedError
from kg.seeds.sources import COLUMNS, Row
from kg.seeds.yaml import close


def rows(raw: bytes, shown: str) -> Iterator[Row]:
    r"""The rows of a lexicon; the header may order its columns as it likes.

    >>> [row.key for row in rows((",".join(COLUMNS) + "\n甲市,Place,,,city,,,,,a list\n").encode(), "x.csv")]
    ['甲市']
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SeedError(Place(shown, line), "bytes that are not UTF-8", "UTF-8") from error
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        order = _order(header, shown)
        for cells in reader:
            if cells:
                yield _row(cells, order, Place(shown, reader.line_num))
    except csv.Error as error:
        raise SeedError(Place(shown, reader.line_num), f"CSV: {error}", "cells parted by commas") from error


def _order(header: list[str], shown: str) -> list[int]:
    for name in header:
        if name not in COLUMNS:
            wanted = f"the columns {','.join(COLUMNS)}"
            raise SeedError(
                Place(shown, 1), f"an unknown column {name or '(empty)'}", wanted, close(name, COLUMNS)
            )
    for name in COLUMNS:
        if header.count(name) != 1:
            wrong = f"no column {name}" if name not in header else f"the column {name} twice"
            raise SeedError(Place(shown, 1), wrong, f"the columns {','.join(COLUMNS)}")
    return [header.index(name) for name in COLUMNS]


def _row(cells: list[str], order: list[int], place: Place) -> Row:
    if len(cells) != len(COLUMNS):
        raise SeedError(
            place, f"{len(cells)} cells", f"{len(COLUMNS)}", "quotation marks round a cell with a comma"
        )
    name, kind, aliases, key, level, code, parent, since, until, source = (cells[at].strip() for at in order)
    for column, value in (("name", name), ("class", kind), ("source", source)):
        if not value:
            raise SeedError(
                place,
                f"an empty {column}",
                f"where the row comes from, in {column}" if column == "source" else f"a {column}",
            )
    others = tuple(alias for part in aliases.split("|") if (alias := part.strip())) if aliases else ()
    return Row(name, kind, others, key or name, level, code, parent, since, until, source, place)
