"""Facts and the texts they were read from in; the places that say them out, as columns of numbers that count those texts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from kg.exports.explorer.sentence import OBJECT, OTHER, PLAIN, SUBJECT, completed, framed, quoted, shown
from kg.graph import DOCUMENT, Fact, Graph, digest, iri
from kg.model import Evidence, Literal

TITLE = 160
IRI = 3000
OPEN = 512
KEPT = 12
TEXTS = 12_000_000
"""How many characters of sources a page carries; of further sources it carries the sentences that prove something."""

MARKS = (PLAIN, "m", SUBJECT, OBJECT, OTHER)
BEFORE, AFTER = 1, 2


class Papers(Struct, frozen=True):
    """Source documents: files, and articles of files. `whole` is the number of an article's file, -1 for a file itself.

    `file` is the number of the file in `paths`; `thing` the number of the document among the things, -1 where it is none.
    """

    paths: list[str]
    iri: list[str]
    title: list[str]
    file: list[int]
    whole: list[int]
    thing: list[int]


class Places(Struct, frozen=True):
    """The places that say the facts, fact by fact; `said` is how many places say each, of which the first few are `kept`.

    `start` and `size` are the span of the evidence; `first` and `last` say how far before and after it the sentence reaches,
    `cut` whether it is cut there. `marks` holds for each place how many marks follow, and for each of these its offset from
    the sentence's beginning, its length and its kind; `carried` the same for words that stand before the sentence. `quote`
    holds the sentence where its file's text is not in the page.
    """

    said: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    paper: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    rule: list[int] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    mood: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    carried: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    quote: dict[int, str] = field(default_factory=dict)


class Proof:
    """Takes fact after fact, and numbers the papers, rules and moods as they are met."""

    def __init__(self, graph: Graph, texts: Mapping[str, str]) -> None:
        self.graph = graph
        self.source = lru_cache(OPEN)(lambda path: texts.get(path, ""))  # they may lie in a file
        self.numbers: dict[str, int] = {}
        self.met: list[tuple[str, str]] = []
        self.files: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.moods: dict[str, int] = {}
        self.lines: dict[str, list[int]] = {}
        self.room = TEXTS
        self.held: dict[str, bool] = {}
        self.columns = Places()

    def take(self, fact: Fact) -> None:
        """Note the places that say a fact."""
        evidence, value = self.graph.evidence[fact], fact.object
        subject = self._called(fact.subject)
        other = (value.value,) if isinstance(value, Literal) else self._called(value)
        self.columns.said.append(len(evidence))
        self.columns.kept.append(min(len(evidence), KEPT))
        for one in evidence[:KEPT]:
            self._place(one, subject, other)

    def _called(self, here: str) -> tuple[str, ...]:
        node = self.graph.node(here)
        return (node.label, *node.names)

    def _place(self, one: Evidence, subject: tuple[str, ...], other: tuple[str, ...]) -> None:
        source = self.source(one.path)
        at, columns = len(self.columns.paper), self.columns
        one, marks = completed(one, source, subject, other)
        frame = framed(one, source, marks)
        columns.paper.append(self._number(one.path, one.article))
        columns.start.append(one.start)
        columns.size.append(one.end - one.start)
        columns.first.append(one.start - frame.first)
        columns.last.append(frame.last - one.end)
        columns.cut.append(BEFORE * frame.cut_before + AFTER * frame.cut_after)
        columns.line.append(self._line(one.path, source, one.start))
        columns.rule.append(self.rules.setdefault(shown(one.rule, TITLE), len(self.rules)))
        columns.mood.append(self.moods.setdefault(shown(one.modality, TITLE), len(self.moods)))
        marked = [stretch for stretch in frame.stretches if stretch[2] != PLAIN]
        columns.marks.append(len(marked))
        for start, end, mark in marked:
            columns.marks.extend((start - frame.first, end - start, MARKS.index(mark)))
        carried = [
            (shown(source[capture.start : capture.end], TITLE), _filled(number, marks.subject, marks.object))
            for number, capture in enumerate(one.captures)
            if capture.carried and source[capture.start : capture.end]
        ]
        if carried:
            columns.carried[at] = carried
        if not self._holds(one.path, source):
            words = quoted(source, one, frame.first, frame.last)
            columns.quote[at] = shown(words, max(len(words), 1))

    def _holds(self, path: str, source: str) -> bool:
        """Whether the page carries the text of a file: while there is room."""
        if path not in self.held:
            self.held[path] = bool(source) and len(source) <= self.room
            self.room -= len(source) if self.held[path] else 0
        return self.held[path]

    def _line(self, path: str, source: str, start: int) -> int:
        """The number of the line that holds an offset; 0 where the source is not at hand."""
        if not source:
            return 0
        if path not in self.lines:
            self.lines[path] = [at for at, char in enumerate(source) if char == "\n"]
        return bisect_left(self.lines[path], start) + 1

    def _number(self, path: str, article: int) -> int:
        """The number of a file's article."""
        part = iri(self.graph.base, DOCUMENT, f"{path}#{article}")
        return self.paper(
            part if part in self.graph.documents else iri(self.graph.base, DOCUMENT, path), path
        )

    def paper(self, here: str, path: str = "") -> int:
        """The number of a document by its IRI."""
        if here not in self.numbers:
            self.numbers[here] = len(self.met)
            self.met.append((here, path))
        return self.numbers[here]

    def know_the_rest(self, most: int) -> None:
        """Number the documents that nothing has led to, as far as there is room, and the files of all articles."""
        for here, node in self.graph.documents.items():
            if len(self.met) < most:
                self.paper(here)
            if here in self.numbers and node.whole:
                self.paper(node.whole)

    def papers(self, things: Mapping[str, int]) -> Papers:
        """The documents as numbered."""
        found = Papers([], [], [], [], [], [])
        for here, path in self.met:
            node = self.graph.documents.get(here)
            whole = self.graph.documents.get(node.whole, node) if node else None
            known = dict(whole.literals) if whole else {}
            path = known["sourcePath"].value if "sourcePath" in known else path  # noqa: PLW2901
            found.iri.append(tail(here, self.graph.base))
            found.title.append(shown(node.label if node else path, TITLE))
            found.file.append(self.files.setdefault(path, len(self.files)))
            found.whole.append(self.numbers.get(node.whole, -1) if node else -1)
            found.thing.append(things.get(here, -1))
        found.paths.extend(shown(path, TITLE) for path in self.files)
        return found

    def places(self) -> Places:
        """The columns, once all facts are taken."""
        self.columns.rules.extend(self.rules)
        self.columns.moods.extend(self.moods)
        return self.columns

    def texts(self) -> list[str | None]:
        """The text of each file as the page may show it, one character for one; None where the page does not carry it."""
        return [_plain(self.source(path)) if self.held.get(path) else None for path in self.files]


def tail(here: str, base: str) -> str:
    """An IRI without the graph's base; one that is longer than any name need be is cut, and told from others by a digest."""
    rest = here.removeprefix(base)
    return shown(rest, IRI) if len(rest) <= IRI else f"{shown(rest[:IRI], IRI)}…{digest(rest)}"


def _plain(source: str) -> str:
    """Line ends of other systems become newlines without a change of the offsets."""
    return shown(source.replace("\r\n", " \n").replace("\r", "\n"), max(len(source), 1))


def _filled(number: int, subject: int, other: int) -> str:
    return {subject: SUBJECT, other: OBJECT}.get(number, OTHER)
