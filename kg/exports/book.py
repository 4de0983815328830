"""Rules, forms and word lists with what is known of them in, the rule book out: one HTML page without scripts, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.exports import sheet
from kg.exports.explorer.sentence import shown
from kg.ontology import Ontology
from kg.pattern import parse_example
from kg.seeds import FormSource, Line, RuleSource, Seeds

_ENDS = re.compile(r"[{}]")
OPEN, CLOSE = "open", "close"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an example: `open` and `close` of a mark (the text is its role or class), or "" for words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An example: whether the rule must fire on it, and its pieces."""

    good: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a rule or form: its verdict; against gold, how often it was right and wrong; its firings in builds."""

    verdict: str = ""
    right: int = 0
    wrong: int = 0
    fired: int = 0
    documents: int = 0

    @property
    def precision(self) -> str:
        """As a share with its counts; "" where nothing was measured."""
        measured = self.right + self.wrong
        return f"{self.right / measured:.2f} ({self.right}/{measured})" if measured else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule or form: what it says (in both languages), its lines, its other keys, its examples and what is known of it."""

    id: str
    place: str
    label: tuple[str, str]
    says: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    examples: tuple[Told, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Book:
    """The rules and forms by file, the word lists and tables by name; `measured` and `counted` say what was looked into."""

    rules: tuple[tuple[str, tuple[Entry, ...]], ...]
    forms: tuple[tuple[str, tuple[Entry, ...]], ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]
    measured: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


def book(
    seeds: Seeds,
    ontology: Ontology,
    known: dict[str, Known],
    measured: tuple[str, ...] = (),
    counted: tuple[str, ...] = (),
) -> Book:
    """The rule book of seeds. `known` is by id; `measured` and `counted` name the gold files and the builds looked into."""
    lists = {name: tuple(words) for name, words in seeds.words.items()}
    for name, table in seeds.tables.items():
        lists[name] = tuple(f"{key} → {value}" if value else key for key, value in table.items())
    return Book(
        _chapters(_rule(source, ontology, known.get(source.id, Known())) for source in seeds.rules),
        _chapters(_form(source, ontology, known.get(source.id, Known())) for source in seeds.forms),
        tuple(sorted(lists.items())),
        measured,
        counted,
    )


def _chapters(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.place.partition(":")[0], []).append(entry)
    return tuple((path, tuple(listed)) for path, listed in found.items())


def _rule(source: RuleSource, ontology: Ontology, known: Known) -> Entry:
    others = (*_keyed("carry", source.carry), *_keyed("in", source.within), *_keyed("unless", source.unless))
    return Entry(
        source.id,
        str(source.place),
        (source.zh, source.en),
        tuple(_stated(line.text, ontology) for line in source.states),
        _texts(source.patterns),
        (*others, *((("note", source.note),) if source.note else ())),
        (*_told(source.yes, good=True), *_told(source.no, good=False)),
        known,
    )


def _form(source: FormSource, ontology: Ontology, known: Known) -> Entry:
    kind = ontology.classes.get(source.makes)
    beside = (
        ("before", source.before),
        ("after", source.after),
        ("not-before", source.not_before),
        ("not-after", source.not_after),
    )
    flags = tuple((name, "true") for name in ("weak", "proper") if getattr(source, name))
    return Entry(
        source.id,
        str(source.place),
        (source.zh, source.en),
        ((kind.label_zh, kind.label_en),) if kind else (),
        _texts(source.where),
        (
            *_keyed("unless", source.unless),
            *((name, line.text) for name, line in beside if line is not None),
            *flags,
            *((("note", source.note),) if source.note else ()),
        ),
        (*_told(source.yes, good=True), *_told(source.no, good=False)),
        known,
    )


def _texts(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _keyed(name: str, lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    return tuple((name, line.text) for line in lines)


def _stated(statement: str, ontology: Ontology) -> tuple[str, str]:
    """`{law} issuedBy {body}` → law 发布机关 body, law issued by body."""
    subject, _, rest = _ENDS.sub("", statement).partition(" ")
    name, _, end = rest.strip().partition(" ")
    found = ontology.properties.get(name)
    zh, en = (found.label_zh, found.label_en) if found else (name, name)
    return f"{subject} {zh} {end}", f"{subject} {en} {end}"


def _told(lines: Iterable[Line], *, good: bool) -> Iterator[Told]:
    for line in lines:
        yield Told(good, tuple(_pieces(line)))


def _pieces(line: Line) -> Iterator[Piece]:
    """The words of an example line between the signs of its marks, outer marks first."""
    example = parse_example(line.text, line.place)
    signs: list[tuple[int, int, int, Piece]] = []
    for order, mark in enumerate(example.marks):
        name = mark.role or mark.type
        signs.append((mark.start, 1, order, Piece(OPEN, name)))
        signs.append((mark.end, 0, -order, Piece(CLOSE, name)))
    at = 0
    for offset, _, _, piece in sorted(signs, key=lambda sign: sign[:3]):
        if offset > at:
            yield Piece("", shown(example.text[at:offset]))
            at = offset
        yield piece
    if at < len(example.text):
        yield Piece("", shown(example.text[at:]))


def page(made: Book) -> str:
    """The book as one HTML page: no script, nothing fetched, and no date, so the same seeds have the same book."""
    return sheet.rendered(
        "book.html",
        ("book.css",),
        parts=(
            ("rules", "规则：一句话说了什么", "Rules: what a sentence states", made.rules),
            ("forms", "名式：名称怎样构成", "Forms: how a name is made", made.forms),
        ),
        words=made.words,
        measured=made.measured,
        counted=made.counted,
    )


def markdown(made: Book) -> str:
    """The book as Markdown."""
    lines = ["# The rule book", ""]
    if made.measured:
        lines += [f"Precision is measured on {', '.join(map(_code, made.measured))}.", ""]
    if made.counted:
        lines += [f"Firings are counted in {', '.join(map(_code, made.counted))}.", ""]
    for heading, chapters in (("Rules", made.rules), ("Forms", made.forms)):
        lines += [f"## {heading}", ""]
        for path, entries in chapters:
            lines += [f"### {path}", ""]
            for entry in entries:
                lines += _entry(entry, counted=bool(made.counted))
    lines += ["## Word lists", ""]
    for name, words in made.words:
        lines += [f"- {_code(name)}: {_plain('、'.join(words))}"]
    return "\n".join(lines).rstrip() + "\n"


def _entry(entry: Entry, *, counted: bool) -> list[str]:
    label = " · ".join(filter(None, entry.label))
    lines = [f"#### {entry.id}" + (f": {_plain(label)}" if label else ""), ""]
    lines += [f"- {_plain(zh)} · {_plain(en)}" for zh, en in entry.says]
    lines += [f"- line: {_code(line)}" for line in entry.lines]
    lines += [f"- {name}: {_code(text)}" for name, text in entry.conditions]
    lines += [f"- {'yes' if told.good else 'no'}: {_example(told)}" for told in entry.examples]
    known = entry.known
    if known.precision:
        lines += [f"- precision: {known.precision}"]
    if counted:
        lines += [f"- fired {known.fired} times in {known.documents} documents"]
    return [*lines, f"- {' · '.join(filter(None, (_code(entry.place), known.verdict)))}", ""]


def _example(told: Told) -> str:
    """Marks as 〔name:role〕, in brackets that no example has otherwise."""
    signs = {OPEN: "〔", CLOSE: "〕"}
    return "".join(
        f":{piece.text}〕"
        if piece.kind == CLOSE and piece.text
        else signs.get(piece.kind, _plain(piece.text))
        for piece in told.pieces
    )


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>#|])", r"\\\1", text)


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{text}{fence}"
