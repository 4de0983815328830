"""The bytes of a docx, docm or dotx file come in; its text goes out as Word shows it, numbers that Word makes among it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from kg.errors import ReadError
from kg.readers.archive import Archive, open_archive, part_error
from kg.readers.extract import Extract, Merged, Words, Writer
from kg.readers.numbering import Numbering
from kg.readers.parts import (
    Element,
    child,
    children,
    main_part,
    prefixed,
    relations,
    switched,
    tree,
    value,
)
from kg.readers.reached import reached
from kg.readers.runs import Inline, visible_in
from kg.readers.styles import BODY, styles
from kg.readers.wordtables import Cell, cells, rows

_USUAL = "word/document.xml"
_TYPES = "[Content_Types].xml"
_HEADING = 60  # characters; a longer line with an outline level is a paragraph
_ENDS = "。！？；!?;"
_EVERY = 500  # paragraphs between two words of how far we are
_DRAWN = {"diagramData": "a diagram", "chart": "a chart"}


class Block(Struct, frozen=True):
    """A paragraph: its lines (the first with its number), its heading level from 1 (0: none), what hangs on it.

    `centred`: it stands in the middle of its lines; `empty`: it is there to part others.
    """

    lines: tuple[str, ...]
    level: int = 0
    boxes: tuple[Element, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    centred: bool = False
    empty: bool = False


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """Raises ReadError for what is no Word file or lacks its text; a part that only some of the text needs is a flaw."""
    archive = open_archive(data, path)
    home = main_part(archive, _USUAL)
    root = tree(archive, home)
    body = child(root, "w:body")
    if prefixed(root.tag) != "w:document" or body is None:
        raise part_error(
            path, home, "is not the text of a Word file", "a docx file", "naming the file by what it is"
        )
    return _Reader(archive, home).read(body)


class _Reader:
    """What is known on the way through a document."""

    def __init__(self, archive: Archive, home: str) -> None:
        self.writer = Writer()
        self.archive = archive
        self.related = tuple(relations(archive, home).values())
        if _TYPES not in archive:
            self.writer.flaws.append(f"{_TYPES} is missing: the file is damaged")
        self.styles = styles(self._part("styles", "headings and numbers by style"))
        self.numbering = Numbering(self._part("numbering", "numbers made by Word"), self.styles)
        self.inline = Inline(self.styles)
        self.visible = 0
        self.paragraphs = self.tables = self.boxes = 0
        self.carried = ""
        self.blank = self.centred = False
        self.notes = {"footnote": self._notes("footnote"), "endnote": self._notes("endnote")}
        self.told: set[tuple[str, str]] = set()
        self.pending: list[tuple[str, str]] = []

    def read(self, body: Element) -> Extract:
        """The whole document."""
        self.visible += visible_in(body)
        self._flow(body, "")
        self._tell_notes()
        self._judge()
        made = self.writer.extract()
        return structs.replace(made, headings=_leveled(made.headings))

    def _part(self, kind: str, what: str) -> Element | None:
        """A part that the document refers to; what is lost without it is a flaw."""
        named = next((one.target for one in self.related if one.kind == kind and not one.external), "")
        if not named:
            return None
        try:
            return tree(self.archive, named)
        except ReadError as error:
            self.writer.flaws.append(f"{error.wrong}: {what} are not read")
            return None

    def _notes(self, kind: str) -> dict[str, Element]:
        root = self._part(f"{kind}s", f"{kind}s")
        told = children(root) if root is not None else ()
        return {value(note, "id"): note for name, note in told if name == f"w:{kind}"}

    # --- blocks

    def _blocks(self, parent: Element) -> Iterator[Block | Element]:
        """The paragraphs and the tables (as elements) in an element, in order; of content controls, what they hold."""
        for name, node in children(parent):
            if name == "w:p":
                yield self._paragraph(node)
            elif name == "w:tbl":
                yield node
            elif name in ("w:del", "w:moveFrom"):
                self.inline.drop(node)
            elif name == "mc:AlternateContent":
                best = self.inline.chosen(node)
                if best is not None:
                    yield from self._blocks(best)
            elif name == "w:altChunk":
                self.inline.missed["a part in another format"] += 1
            else:
                yield from self._blocks(node)

    def _paragraph(self, node: Element) -> Block:
        """A paragraph; the text of one whose end is deleted or hidden goes to the next."""
        properties = child(node, "w:pPr")
        style = self.styles.of_paragraph(properties)
        said = self.inline.read(node, style)
        boxes, notes, text = tuple(said.boxes), tuple(said.notes), said.text()
        mark = child(properties, "w:rPr") if properties is not None else None
        if mark is not None:
            if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
                self.carried += text
                return Block((), boxes=boxes, notes=notes)
            if switched(child(mark, "w:vanish")):
                self.carried += self.numbering.label(properties) + text if text.strip() else ""
                return Block((), boxes=boxes, notes=notes)
        label = self.numbering.label(properties)
        text, self.carried = self.carried + text, ""
        lines = [line for line in (line.strip() for line in text.split("\n")) if line]
        if lines:
            lines[0] = _numbered(label, lines[0])
        elif any(char.isalnum() for char in label):
            lines = [label.strip()]
        level = self._level(properties) if len(lines) == 1 and len(lines[0]) <= _HEADING else 0
        if lines and lines[0][-1] in _ENDS:
            level = 0
        empty = not lines and not boxes
        return Block(tuple(lines), level, boxes, notes, self.styles.centred(properties), empty)

    def _level(self, properties: Element | None) -> int:
        """The level of a heading: 1 of a title, from 2 of others; 0 of what is none."""
        outline = self.styles.outline(properties)
        if outline < BODY:
            return outline + 2
        return int(
            any(one.name == "title" for one in self.styles.chain(self.styles.of_paragraph(properties)))
        )

    def _flow(self, parent: Element, place: str) -> None:
        """Write the blocks of the body, or of what is written like it, at its place."""
        for block in self._blocks(parent):
            if not isinstance(block, Block):
                self._table(block, place)
                continue
            if not place:
                self.paragraphs += 1
                if self.paragraphs % _EVERY == 0:
                    reached(f"paragraph {self.paragraphs}")
            self._write(block, place or f"paragraph {self.paragraphs}")
        for rest in self._rest():
            self.writer.line(rest, place or f"paragraph {self.paragraphs}")

    def _rest(self) -> list[str]:
        """What a last paragraph without an end of its own leaves."""
        rest, self.carried = self.carried.strip(), ""
        return [rest] if rest else []

    def _write(self, block: Block, place: str) -> None:
        """Write a paragraph; a blank line before it where one is empty, or where what was in the middle no longer is."""
        if block.lines:
            if self.writer.length and (self.blank or block.centred != self.centred):
                self.writer.line("", place)
            self.blank, self.centred = False, block.centred
        self.blank = self.blank or block.empty
        for line in block.lines:
            self.writer.line(line, place, level=block.level)
        self._hang(block)
        if not block.lines or block.lines[-1][-1] in _ENDS:
            self._tell_notes()

    def _hang(self, block: Block) -> None:
        """Write the text boxes of a paragraph behind it; its notes wait for the end of a sentence."""
        self.pending += block.notes
        for box in block.boxes:
            self.boxes += 1
            carried, self.carried = self.carried, ""
            self._flow(box, f"text box {self.boxes}")
            self.carried = carried

    def _tell_notes(self) -> None:
        """Write the notes that wait, each once, under the number that Word gives it."""
        waiting, self.pending = self.pending, []
        for kind, key in waiting:
            note = self.notes[kind].get(key)
            if note is None:
                self.inline.missed[f"a {kind} that is not in the file"] += 1
            elif (kind, key) not in self.told:
                self.told.add((kind, key))
                self.visible += visible_in(note)
                self._flow(note, f"{kind} {sum(one == kind for one, _ in self.told)}")
        if self.pending:
            self._tell_notes()

    # --- tables

    def _table(self, table: Element, place: str) -> None:
        """Write a table by rows; one of a single column holds paragraphs. What a cell holds of tables follows it.

        `place` is that of the table, note or box around it, if there is one.
        """
        if not place:
            self.tables += 1
        found = [[*cells(row, self.inline.drop)] for row in rows(table, self.inline.drop)]
        hanging: list[Block | Element] = []
        single = all(len(row) == 1 for row in found)
        for at, row in enumerate(found, 1):
            here = place or f"table {self.tables}, row {at}"
            if single:
                self._flow(row[0].element, here)
            elif row:
                self.writer.row([*self._told_cells(row, hanging)], here)
        self.writer.end_table()
        for one in hanging:
            if isinstance(one, Block):
                self._hang(one)
            else:
                self._table(one, place or f"table {self.tables}")
        self._tell_notes()

    def _told_cells(self, row: list[Cell], hanging: list[Block | Element]) -> Iterator[str | Merged]:
        """The text of each cell, and in how many columns more it stands; what hangs on the cells is gathered."""
        for cell in row:
            if not cell.span:
                yield ""
                continue
            if cell.merged:
                yield cell.merged
            else:
                lines: list[str] = []
                for block in self._blocks(cell.element):
                    hanging.append(block)
                    if isinstance(block, Block):
                        lines += block.lines
                yield " ".join([*lines, *self._rest()])
            yield from [cell.merged or Merged.LEFT] * (cell.span - 1)

    # --- the account

    def _judge(self) -> None:
        """Say what could not be read."""
        flaws = self.writer.flaws
        lost = self.visible - self.inline.kept - self.inline.dropped
        if lost:
            flaws.append(f"{abs(lost)} of {self.visible} characters are lost or doubled")
        missed = self.inline.missed
        missed.update(_DRAWN[one.kind] for one in self.related if one.kind in _DRAWN)
        flaws += [f"not read: {what} ({times} times)" for what, times in sorted(missed.items()) if times]
        flaws += [f"numbers counted as {way!r} are written 1, 2, 3" for way in sorted(self.numbering.unknown)]
        if not self.writer.extract().text.strip():
            pictures = self.inline.pictures
            flaws.append(
                f"no text, but {pictures} pictures: a scan?" if pictures else "there is no text in it"
            )


def _numbered(label: str, line: str) -> str:
    """The number before its line; plain text has no blank between 1. and a Han sign."""
    return f"{label.rstrip()}{line}" if label.endswith(". ") and not line[0].isascii() else f"{label}{line}"


def _leveled(headings: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """A lone heading of the first level, over all others and without a title above it, is the title."""
    first = [offset for offset, level in headings if level <= 2]
    if len(first) == 1 and headings[0][0] == first[0]:
        return ((first[0], 1), *headings[1:])
    return headings
