"""The rows of tables go in; the matches of the rules that read columns come out, each on the tape of its row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, product

from kg.model import Link, Resolved
from kg.relations.match import Filled, Hunt, Match
from kg.relations.modality import DENIED, Modality
from kg.relations.rules import ColumnLine, PatternLine, Rule
from kg.relations.tape import Clause, Scissors, Stretch
from kg.script.grids import Cell, Row

ROW = "row"
MOST = 256  # choices of cells that a line is tried on in one row: a table of a thousand columns has a million

Found = tuple[Rule, Match, str]
Said = tuple[Match, str]
"""What a cell says, and with which modality."""


class RowReader:
    """The rows of one document, read by the rules of columns."""

    def __init__(self, resolved: Resolved, scissors: Scissors, modality: Modality) -> None:
        self.document, self.scissors, self.modality = resolved.document, scissors, modality
        self._cells: dict[tuple[int, int], Clause] = {}
        self._last: dict[tuple[str, int, str], tuple[Said, ...]] = {}

    def read(self, row: Row, rules: tuple[Rule, ...]) -> tuple[Clause, list[Found]]:
        """The clause of a row, and what it says by each rule."""
        clause = self._clause(row.start, row.end)
        found = [
            (rule, *one)
            for rule in rules
            for line in rule.tables
            for one in self._line(rule, line, row, clause)
        ]
        return clause, found

    def _clause(self, start: int, end: int) -> Clause:
        known = self._cells.get((start, end))
        if known is None:
            article = self.document.article_at(start).start
            known = self._cells[start, end] = self.scissors.stretch(
                start, end, Stretch(ROW, start, start, start, article)
            )
        return known

    def _line(self, rule: Rule, line: ColumnLine, row: Row, clause: Clause) -> Iterator[Said]:
        """Each choice of cells, one a column of the line, as one match; a cell goes with itself in no two columns."""
        options = [[*self._column(rule, kind, pattern, row)] for kind, pattern in line.cells]
        for chosen in islice(product(*options), MOST):
            cells = [cell for cell, _, _ in chosen]
            if len(set(cells)) < len(cells):
                continue
            yield self._whole(line, clause, chosen)

    def _column(
        self, rule: Rule, kind: str, pattern: PatternLine, row: Row
    ) -> Iterator[tuple[Cell, tuple[Said, ...], bool]]:
        """What the cells of a column say, and whether that stands above: in a merged cell, or carried over empty ones."""
        for cell in row.of(kind):
            said = tuple(self._said(rule, pattern, cell))
            name = rule.id, row.table, cell.head
            if said:
                self._last[name] = said
                yield cell, said, cell.above
            elif self.document.text[cell.start : cell.end].strip():
                self._last.pop(name, None)
            elif name in self._last and any(role in rule.carries for role in _roles(pattern)):
                yield cell, self._last[name], True

    def _said(self, rule: Rule, pattern: PatternLine, cell: Cell) -> Iterator[Said]:
        clause = self._clause(cell.start, cell.end)
        for match in Hunt(rule, clause, (pattern,)).whole():
            if (modality := self.modality.of(clause, match)) != DENIED:
                yield match, modality or self.modality.word(cell.head)

    def _whole(
        self, line: ColumnLine, clause: Clause, chosen: tuple[tuple[Cell, tuple[Said, ...], bool], ...]
    ) -> Said:
        filled: dict[str, tuple[Link, ...]] = {}
        carried: dict[str, tuple[Link, ...]] = {}
        loops: list[tuple[Filled, ...]] = []
        for _, said, above in chosen:
            into = carried if above else filled
            for match, _ in said:
                for role, links in (match.roles() if above else match.filled).items():
                    into[role] = (*into.get(role, ()), *links)
            if not above and (
                turns := [*chain.from_iterable(loop for match, _ in said for loop in match.loops)]
            ):
                loops.append(tuple(turns))
        end = len(clause.tape)
        modality = next((how for _, said, _ in chosen for _, how in said if how), "")
        pattern = line.cells[0][1]
        return Match(pattern, 0, end, filled, tuple(loops), ((0, end),), carried), modality


def _roles(pattern: PatternLine) -> Iterator[str]:
    return (slot.hole.role for slot in pattern.variants[0].shape.slots if slot.hole.role)
