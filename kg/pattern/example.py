"""An example line goes in; its bare text and its marks come out, nested as the names nest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import Place, SeedError


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of an example: `{role:…}`, `{Class=…}`, `{role:Class=…}` or `{…}`; `group` is the 2 of `{role#2:…}`.

    `type` keeps the mark of a bare institution: `{Organisation?=工会}`.
    """

    role: str
    type: str
    start: int
    end: int
    depth: int = 0
    group: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """The bare text of an example line, its marks by (start, -end), and the rules that may also fire on it."""

    text: str
    marks: tuple[Mark, ...]
    also: tuple[str, ...] = ()


_ALSO = re.compile(r"\s+#\s*also:\s*(?P<ids>.*)$")
_ALSO_ID = re.compile(r"[\w-]+")
_NAMED = re.compile(r"(@?[a-z][a-z0-9_]*)(?:#([0-9]+))?:\s*")
_TYPED = re.compile(r"([A-Z][A-Za-z]*\??)=\s*")


def parse_example(line: str, place: Place) -> Example:
    """The text and marks of an example line; marks nest as the names do.

    >>> parse_example("{session:{body:甲会}第三次会议}通过 # also: held", Place("x.yaml", 1)).text
    '甲会第三次会议通过'
    """
    also: tuple[str, ...] = ()
    if found := _ALSO.search(line):
        also = tuple(_ALSO_ID.findall(found["ids"]))
        line = line[: found.start()]
    reader = _Marks(place)
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == "{":
            at = reader.open(line, at)
        elif sign == "}":
            reader.close(at)
            at += 1
        else:
            at += sign == "\\" and at + 1 < len(line)
            reader.text.append(line[at])
            at += 1
    if reader.opened:
        raise reader.error("a { that nothing closes", "}", reader.opened[-1][0])
    marks = sorted(reader.marks, key=lambda mark: (mark.start, -mark.end, mark.depth))
    return Example("".join(reader.text), tuple(marks), also)


class _Marks:
    """The text and marks met so far."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.text: list[str] = []
        self.marks: list[Mark] = []
        self.opened: list[tuple[int, str, str, int, int]] = []

    def error(self, wrong: str, wanted: str, at: int) -> SeedError:
        return SeedError(
            Place(self.place.path, self.place.line, max(self.place.column, 1) + at), wrong, wanted
        )

    def open(self, line: str, at: int) -> int:
        start, role, group, kind = at, "", 0, ""
        at += 1
        if found := _NAMED.match(line, at):
            role, group, at = found[1], int(found[2] or 0), found.end()
        if found := _TYPED.match(line, at):
            kind, at = found[1], found.end()
        self.opened.append((start, role, kind, group, len(self.text)))
        return at

    def close(self, at: int) -> None:
        if not self.opened:
            raise self.error("a } that nothing opens", "a { before it", at)
        opened, role, kind, group, start = self.opened.pop()
        if start == len(self.text):
            raise self.error("an empty mark", "the words of the name", opened)
        self.marks.append(Mark(role, kind, start, len(self.text), len(self.opened), group))
