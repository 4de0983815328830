"""The values that the belt hands on: Document, Mention, Entity, Assertion and what they are made of.

Of what there is one a document are dataclasses. Of what there are dozens in a sentence are frozen msgspec Structs: made,
hashed and compared in C, in a tenth of a dataclass's time; `gc=False`, for values of strings, numbers and tuples that cannot
change make no cycles, and the garbage collector need not look at them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct


class Span(Struct, frozen=True, gc=False):
    """Half-open code points of a text."""

    start: int
    end: int


class Origin(Struct, frozen=True, gc=False):
    """From `start` of a source's text on, up to the next origin, the words stand at `place`: page 3, table 1 row 2, …"""

    start: int
    place: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as its offsets count it: `path` relative to the input folder (posix), `text` decoded, newlines kept.

    Of plain text and markdown it is the file itself; of other formats what their reader took out of it, a paragraph or a row
    of a table a line. `origins` (sorted) lead back into the file, `flaws` say what of it could not be read.
    """

    path: str
    sha256: str
    media_type: str
    text: str
    encoding: str = "utf-8"
    origins: tuple[Origin, ...] = ()
    flaws: tuple[str, ...] = ()

    def origin(self, offset: int) -> str:
        """Where in the file the character at an offset stands, as far as its format can tell; else nothing."""
        at = bisect_right(self.origins, offset, key=lambda origin: origin.start)
        return self.origins[at - 1].place if at else ""


class Block(Struct, frozen=True, gc=False):
    """One unit of structure in the reading text.

    `kind`: title, heading, byline, address (whom a notice is for), paragraph, article (a paragraph that opens with 第…条; what
    follows up to the next article or heading belongs to it), item, row (cells side by side, or 职务：姓名), signature (who
    signed and when; —— 某大学教授 某某), note (document number, events under a statute's title, 附件, 抄送, source of the page).
    `level`: of a heading, its markdown depth, the rank of its division (编 1, 分编 2, 章 3, 节 4) or of its number; of an item,
    1 一、 2 （一） 3 1. 4 (1) 5 ① 6 a bullet. Blocks are in order, never overlap, and hold all text but white space.
    """

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file, from its title to the next article's: `number` counts from 1; a file has at least one.

    An `annex` is what a text brings behind itself: 附件2.
    """

    number: int
    start: int
    end: int
    title: str
    annex: bool = False


class Table(Struct, frozen=True, gc=False):
    """A table by its rows, each by the spans of its cells in the reading text; an empty cell is an empty span.

    A merged cell stands in the text once, where it begins; every row and column that it reaches has its span.
    """

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a source: the reading text, its structure, and the way back to the source.

    `text` is the source's text with the line and page breaks inside sentences and names taken out; all spans of blocks,
    articles, tables and mentions count it. `jumps` is sorted (offset in text, offset in source): from each on, both run side
    by side.
    """

    source: Source
    text: str
    jumps: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    tables: tuple[Table, ...] = ()

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def main(self) -> Article | None:
        """The one article that the others are annexes of; None where there are several."""
        return None if any(not article.annex for article in self.articles[1:]) else self.articles[0]

    def place(self, start: int, end: int) -> Span:
        """The span of the source that holds text[start:end]; breaks inside it are included, those at its ends are not."""
        at = bisect_right(self.jumps, (start, 1 << 62))
        here, there = self.jumps[at - 1]
        first = there + start - here
        if end <= start:
            return Span(first, first)
        if at == len(self.jumps) or end <= self.jumps[at][0]:
            return Span(first, first + end - start)
        return Span(first, self._origin(end - 1) + 1)

    def _origin(self, offset: int) -> int:
        at = bisect_right(self.jumps, (offset, 1 << 62)) - 1
        here, there = self.jumps[at]
        return there + offset - here

    def article_at(self, offset: int) -> Article:
        """The article that holds an offset of the reading text."""
        if len(self.articles) == 1:
            return self.articles[0]
        at = bisect_right(self.articles, offset, key=lambda article: article.start) - 1
        return self.articles[max(at, 0)]


class Mention(Struct, frozen=True, gc=False):
    """A name in the reading text. `type` is a class of the ontology (a subclass where known) or a literal class.

    Literal classes: Date, Number (a document number), Version. `form` is the id of the form or lexicon that found it.
    `key` is the lexicon's canonical key, or "" where the name itself decides. `weak`: a kind, a bare institution or a
    describing phrase, kept only where a fact needs it.
    """

    start: int
    end: int
    type: str
    form: str
    key: str = ""
    weak: bool = False

    def contains(self, other: Mention) -> bool:
        return self.start <= other.start and other.end <= self.end and self != other


class Entity(Struct, frozen=True, gc=False):
    """A thing. (top class of `type`, `key`) makes its IRI. `names`: canonical first, then the other forms met.

    `whole` is what a Provision is a provision of (an instrument or a larger provision) and what a Post is in (a body).
    """

    type: str
    key: str
    names: tuple[str, ...]
    whole: Entity | None = None


class Literal(Struct, frozen=True, gc=False):
    """A literal object; `datatype` is a local name of XML Schema: string, date, gYearMonth, gYear."""

    value: str
    datatype: str = "string"


class Link(Struct, frozen=True, gc=False):
    """A mention and the entity it stands for (a Literal for the literal classes)."""

    mention: Mention
    entity: Entity | Literal


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document with its mentions linked, sorted by (start, -end). `instrument`: what the file embodies, if anything.

    A mention that stands for several things (第五条至第八条) has several links. `unresolved` are the citations that the text
    does not let resolve.
    """

    document: Document
    links: tuple[Link, ...]
    instrument: Entity | None = None
    unresolved: tuple[Mention, ...] = ()

    def article_entity(self, number: int) -> Entity:
        """The Document entity of an article; of a file with one article, its annexes aside, it is the file's own."""
        path, main = self.document.path, self.document.main
        whole = Entity("Document", path, (path if main is None else main.title,))
        if main is not None and number == main.number:
            return whole
        return Entity("Document", f"{path}#{number}", (self.document.articles[number - 1].title,), whole)


class Capture(Struct, frozen=True, gc=False):
    """What filled a blank of a rule: offsets of the source; `carried` when it stands before the sentence that uses it."""

    role: str
    start: int
    end: int
    carried: bool = False


class Evidence(Struct, frozen=True, gc=False):
    """One place that says a fact. Offsets count the source; `exact` is source[start:end]; `article` its number in the file.

    `decisions` are the ids of the rows by which a person accepted the fact, or said what its ends are.
    """

    path: str
    start: int
    end: int
    exact: str
    rule: str
    article: int = 1
    modality: str = ""
    captures: tuple[Capture, ...] = ()
    decisions: tuple[str, ...] = ()


class Assertion(Struct, frozen=True, gc=False):
    """subject – predicate – object, with the one place that says so."""

    subject: Entity
    predicate: str
    object: Entity | Literal
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gives: pure, cacheable, and all that the gather needs."""

    resolved: Resolved
    assertions: tuple[Assertion, ...]

    @property
    def document(self) -> Document:
        return self.resolved.document

    def entities(self) -> Iterator[Entity]:
        """Every entity linked or stated, wholes included; may repeat."""
        for link in self.resolved.links:
            if isinstance(link.entity, Entity):
                yield from _with_wholes(link.entity)
        for assertion in self.assertions:
            yield from _with_wholes(assertion.subject)
            if isinstance(assertion.object, Entity):
                yield from _with_wholes(assertion.object)


def _with_wholes(entity: Entity) -> Iterator[Entity]:
    here: Entity | None = entity
    while here is not None:
        yield here
        here = here.whole
