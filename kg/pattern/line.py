"""A pattern line goes in, its tree comes out; errors name file, line and column and say what was wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.errors import Place, SeedError
from kg.pattern.tree import (
    GAP,
    Blank,
    Choice,
    End,
    Gap,
    Maybe,
    Node,
    Numeral,
    Repeat,
    Run,
    Sequence,
    Start,
    Text,
    Words,
)

DEEPEST = 12
LONGEST_GAP = 60

_ROLE = re.compile(r"[a-z][a-z0-9_]*|_")
_CLASS = re.compile(r"[A-Z][A-Za-z]*")
_LIST = re.compile(r"[\w-]+(?::[\w-]+)?")
_DIGITS = re.compile(r"[0-9]+")
_RUN = re.compile(r"~([0-9]+),([0-9]+)([nb]?)")
_STRAY = {"}": "{", ")": "(", "]": "[", ">": "<"}
_ENDS: dict[str, Node] = {"^": Start(), "$": End()}
_LOOKALIKE = {":": "：", "|": "｜", ">": "＞"}


def parse(line: str, place: Place, *, forms: bool = True) -> Sequence:
    """The tree of one pattern line; `forms=False` refuses what only forms have (`~3,12`, `#`).

    Errors name the file, line and column, counted from the place of the line's first character.

    >>> parse("根据 {ground:LegalInstrument}+ …8 制定", Place("x.yaml", 3, 5)).parts[2]
    Gap(most=8, without=(), bare=False)
    """
    reader = _Reader(line, place, forms=forms)
    tree = reader.sequence(0)
    if reader.at < len(line):
        reader.stray()
    if not tree.parts:
        raise reader.error("an empty pattern", "words, blanks or lists")
    return tree


class _Reader:
    """A line being read; `at` is where."""

    def __init__(self, line: str, place: Place, *, forms: bool) -> None:
        self.line, self.place, self.forms = line, place, forms
        self.at = 0

    def error(self, wrong: str, wanted: str = "", hint: str = "", at: int = -1) -> SeedError:
        column = max(self.place.column, 1) + (self.at if at < 0 else at)
        return SeedError(Place(self.place.path, self.place.line, column), wrong, wanted, hint)

    def stray(self) -> None:
        sign = self.line[self.at]
        if sign == "|":
            raise self.error("a | outside brackets", "alternatives in ( )", "(a|b), or one line each")
        raise self.error(
            f"a {sign} that nothing opens", f"a {_STRAY[sign]} before it", f"\\{sign} for the sign itself"
        )

    def peek(self) -> str:
        return self.line[self.at] if self.at < len(self.line) else ""

    def skip(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def expect(self, sign: str, what: str) -> None:
        if self.peek() != sign:
            found = self.peek() or "the end of the line"
            hint = f"a half-width {sign}" if found == _LOOKALIKE.get(sign) else ""
            raise self.error(f"found {found}", f"{sign} {what}", hint)
        self.at += 1

    def name(self, kind: re.Pattern[str], wanted: str) -> str:
        self.skip()
        found = kind.match(self.line, self.at)
        if not found:
            raise self.error(f"found {self.peek() or 'the end of the line'}", wanted)
        self.at = found.end()
        self.skip()
        return found.group()

    def sequence(self, depth: int) -> Sequence:
        parts: list[Node] = []
        while sign := self.peek():
            if sign in "|)]}>":
                break
            if sign.isspace():
                self.at += 1
                continue
            begun = self.at
            part = self.node(sign, depth)
            last = parts[-1] if parts else None
            if isinstance(part, Text) and isinstance(last, Text):
                parts[-1] = Text(last.value + part.value)
            elif isinstance(part, Gap) and isinstance(last, Gap):
                raise self.error("two gaps side by side", "one", "…40 for a longer one", begun)
            else:
                parts.append(part)
        return Sequence(tuple(parts))

    def node(self, sign: str, depth: int) -> Node:
        if sign in "([":
            return self.group(sign, depth + 1)
        if sign in _SIGNS:
            return _SIGNS[sign](self)
        self.at += 1
        if sign in _ENDS:
            return _ENDS[sign]
        if sign == "\\":
            if not self.peek():
                raise self.error("a \\ at the end of the line", "the sign that it escapes")
            sign = self.peek()
            self.at += 1
        return Text(sign)

    def blank(self) -> Blank:
        opened = self.at
        self.at += 1
        blank = self.filled(opened)
        if self.peek() == "+":
            self.at += 1
            return replace(blank, many=True)
        return blank

    def filled(self, opened: int) -> Blank:
        chain = [self.typed()]
        while self.peek() == ">":
            self.at += 1
            self.skip()
            lead = self.peek() == "^"
            self.at += lead
            after = self.leading()
            blank = replace(self.typed(), lead=lead, after=after)
            if self.peek() == "+":
                self.at += 1
                self.skip()
                blank = replace(blank, many=True)
            chain.append(replace(blank, then=self.following()))
        if not self.peek():
            raise self.error("a { that nothing closes", "}", at=opened)
        self.expect("}", "at the end of the blank")
        whole = chain.pop()
        while chain:
            whole = replace(chain.pop(), inner=whole)
        return whole

    def leading(self) -> tuple[str, ...]:
        """The words that must stand before a nested mention inside the one that holds it, after the >."""
        start = self.at
        while (sign := self.peek()) not in ("", "}", ":", "_") and not sign.isascii():
            self.at += 1
            while self.peek() in ("|", " "):
                self.at += 1
        return tuple(filter(None, "".join(self.line[start : self.at].split()).split("|")))

    def following(self) -> tuple[str, ...]:
        """The words that must follow a nested mention inside the one that holds it, before the }."""
        self.skip()
        start = self.at
        while self.peek() not in ("}", ">", ""):
            self.at += 1
        said = self.line[start : self.at].split()
        return tuple(filter(None, "".join(said).split("|")))

    def typed(self) -> Blank:
        role = self.name(
            _ROLE, "a role in small letters, as in {body:Organisation}, or _ for one that is not stated"
        )
        self.expect(":", "and a class after the role")
        types = [self.name(_CLASS, "a class of the ontology")]
        while self.peek() == "|":
            self.at += 1
            types.append(self.name(_CLASS, "a class of the ontology"))
        return Blank("" if role == "_" else role, tuple(types))

    def group(self, sign: str, depth: int) -> Node:
        opened, close = self.at, ")" if sign == "(" else "]"
        if depth > DEEPEST:
            raise self.error("brackets too deep", f"at most {DEEPEST} within each other")
        self.at += 1
        options = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence(depth))
        if not self.peek():
            raise self.error(f"a {sign} that nothing closes", close, at=opened)
        if self.peek() != close:
            self.stray()
        self.at += 1
        if any(not option.parts for option in options):
            raise self.error(
                "an empty alternative", "words between the signs", "[a|b] for what may be absent", opened
            )
        many = self.peek() == "+"
        self.at += many
        body = options[0] if len(options) == 1 else Sequence((Choice(tuple(options)),))
        if sign == "[":
            if many:
                raise self.error(
                    "a + after ]", "( )+ for what repeats", "[(x)+] for what may be absent", self.at - 1
                )
            return Maybe(body)
        return Repeat(body) if many else Choice(tuple(options))

    def words(self) -> Words:
        self.at += 1
        name = self.name(_LIST, "the name of a word list")
        self.expect(">", "at the end of the list's name")
        return Words(name)

    def gap(self) -> Gap:
        opened = self.at
        self.at += 1
        most, without = GAP, []
        if found := _DIGITS.match(self.line, self.at):
            most, self.at = int(found.group()), found.end()
            if not 0 < most <= LONGEST_GAP:
                raise self.error(f"a gap of {most}", f"1 to {LONGEST_GAP} characters", at=opened)
        bare = self.peek() == "!"
        if bare:
            self.at += 1
            while found := _CLASS.match(self.line, self.at):
                without.append(found.group())
                self.at = found.end()
                if self.peek() != "|" or not _CLASS.match(self.line, self.at + 1):
                    break
                self.at += 1
        return Gap(most, tuple(without), bare and not without)

    def made(self) -> Node:
        sign = self.peek()
        if not self.forms:
            raise self.error(
                f"a {sign} in a rule", "what rules have; runs and numerals are for forms", f"\\{sign}"
            )
        if sign == "#":
            self.at += 1
            return Numeral()
        found = _RUN.match(self.line, self.at)
        if not found:
            raise self.error("a ~ without its bounds", "~3,12", "\\~ for the sign itself")
        least, most = int(found[1]), int(found[2])
        if not 0 < least <= most:
            raise self.error(f"a run of {least} to {most}", "a least number above 0 and not above the most")
        self.at = found.end()
        return Run(least, most, found[3] or "")


_SIGNS: dict[str, Callable[[_Reader], Node]] = {
    "{": _Reader.blank,
    "<": _Reader.words,
    "…": _Reader.gap,
    "~": _Reader.made,
    "#": _Reader.made,
}
