"""What a reader of any format takes out of the bytes of a file: its text, and what the format knows of that text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from kg.model import Origin, Span, Table

Words = Mapping[str, tuple[str, ...]]


class Extract(Struct, frozen=True):
    """The text of a file, a paragraph or a row of a table a line, and what its format says of it.

    `encoding` is how the bytes were decoded, if they were text. `origins` are sorted. `headings` are (offset of a line, level
    from 1). The cells of `tables` are spans of `text`; the cells of a row stand in one line, parted by tabs, in their order;
    a merged cell stands where it begins, and its span again in every row and column that it reaches. `articles` are the
    offsets of the lines where the articles of a file of several begin, each with its title. `flaws` say, each in a few
    words, what could not be read or was left out though a reader of the file would see it.
    """

    text: str
    encoding: str = "utf-8"
    origins: tuple[Origin, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    tables: tuple[Table, ...] = ()
    flaws: tuple[str, ...] = ()
    articles: tuple[int, ...] = ()


class Merged(Enum):
    """In place of a cell's text: the cell is one with the cell above it, or with the one to its left."""

    ABOVE = "above"
    LEFT = "left"


# What every reader module's `extract` takes: bytes, relative path, declared encoding, word lists.
Extractor = Callable[[bytes, str, str, Words], Extract]


class Writer:
    r"""An Extract in the making: lines are added one after the other, each with its place in the file.

    >>> writer = Writer()
    >>> writer.line("第一章　总则", "paragraph 1", level=1)
    >>> writer.row(("任务", "牵头单位"), "table 1, row 1")
    >>> writer.row(("建站点", "市总工会"), "table 1, row 2")
    >>> writer.row((Merged.ABOVE, "市教育局"), "table 1, row 3")
    >>> writer.end_table()
    >>> made = writer.extract()
    >>> made.text
    '第一章　总则\n任务\t牵头单位\n建站点\t市总工会\n\t市教育局\n'
    >>> [made.text[cell.start : cell.end] for cell in made.tables[0].rows[2]]
    ['建站点', '市教育局']
    """

    def __init__(self) -> None:
        self.length = self.visible = 0  # characters so far, and those that are no white space
        self.flaws: list[str] = []
        self._parts: list[str] = []
        self._origins: list[Origin] = []
        self._headings: list[tuple[int, int]] = []
        self._tables: list[Table] = []
        self._rows: list[tuple[Span, ...]] = []
        self._articles: list[int] = []

    def article(self) -> None:
        """The line added next is the title of an article: what follows, up to the next article, belongs to it."""
        self._articles.append(self.length)

    def line(self, text: str, place: str = "", level: int = 0) -> None:
        """Add a paragraph; breaks inside it become spaces. `level`: of a heading, from 1."""
        self._at(place)
        if level:
            self._headings.append((self.length, level))
        self._add(_one_line(text) + "\n")

    def lines(self, parts: Iterable[tuple[str, str]], level: int = 0) -> None:
        """Add a paragraph by its parts, each with its place, as the lines of a page have places of their own."""
        if level:
            self._headings.append((self.length, level))
        for text, place in parts:
            self._at(place)
            self._add(_one_line(text))
        self._add("\n")

    def row(self, cells: Sequence[str | Merged], place: str = "") -> None:
        """Add a row of a table; it belongs to the table of the rows before it until `end_table`."""
        self._at(place)
        above = self._rows[-1] if self._rows else ()
        spans: list[Span] = []
        for number, cell in enumerate(cells):
            if number:
                self._add("\t")
            start = self.length
            if isinstance(cell, str):
                self._add(_one_line(cell).replace("\t", " "))
                spans.append(Span(start, self.length))
            elif cell is Merged.LEFT:
                spans.append(spans[-1] if spans else Span(start, start))
            else:
                spans.append(above[number] if number < len(above) else Span(start, start))
        self._rows.append(tuple(spans))
        self._add("\n")

    def end_table(self) -> None:
        """The rows added since the last table are one."""
        if self._rows:
            self._tables.append(Table(tuple(self._rows)))
            self._rows = []

    def extract(self, encoding: str = "utf-8") -> Extract:
        """What has been added."""
        self.end_table()
        return Extract(
            "".join(self._parts),
            encoding,
            tuple(self._origins),
            tuple(self._headings),
            tuple(self._tables),
            tuple(self.flaws),
            tuple(self._articles),
        )

    def _at(self, place: str) -> None:
        if (self._origins[-1].place if self._origins else "") != place:
            self._origins.append(Origin(self.length, place))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)
        self.visible += visible(text)


def visible(text: str) -> int:
    """How many characters of a text are no white space."""
    return len("".join(text.split()))


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text.rstrip("\r\n")
