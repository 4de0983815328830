"""An example line of a rule goes in; the document that it stands for and the facts that it should give come out.

Nothing is searched for: the mentions are the marks. Extras of the notation: ¶ parts paragraphs, § opens a heading, • an item;
of a rule of columns, ¶ parts rows and | their cells, the first row being the head;
`{@author:…}`, `{@instrument:…}` and `{@whole:…}` say what a constant stands for, where it matters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from msgspec import structs

from kg.errors import SeedError
from kg.model import (
    Article,
    Assertion,
    Block,
    Document,
    Entity,
    Link,
    Literal,
    Mention,
    Resolved,
    Source,
    Span,
    Table,
)
from kg.ontology import Ontology
from kg.pattern import Example, Mark, parse_example
from kg.relations.rules import CONSTANTS, WHOLE, Rule
from kg.relations.tape import PAIRS
from kg.seeds import Line, close

PARAGRAPH, OPENERS, CELL = "¶", {"§": "heading", "•": "item"}, "|"
AUTHOR, INSTRUMENT = "@author", "@instrument"
WHOLES = {"Provision": "LegalInstrument", "Post": "Organisation"}
PATH = "example"
BARE = "?"

Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Staged:
    """An example ready to be read: its marks with the entities they stand for, and the document that holds them."""

    line: Line
    also: tuple[str, ...]
    marks: tuple[tuple[Mark, Link], ...]
    resolved: Resolved


def stage(line: Line, rule: Rule, ontology: Ontology) -> Staged:
    """Raises SeedError for a mark whose role the rule does not have or whose class the ontology does not have."""
    example = parse_example(line.text, line.place)
    kinds = {mark: _kind(mark, rule, ontology, line) for mark in example.marks}
    implied = {end for statement in rule.statements for end in statement.ends() if end.startswith("@")}
    links = {mark: _link(mark, kinds[mark], example.text) for mark in example.marks}
    whole = next((links[mark].entity for mark in example.marks if mark.role == WHOLE), None)
    for mark, link in links.items():
        wanted = WHOLES.get(ontology.top(kinds[mark]))
        if wanted and isinstance(link.entity, Entity) and (whole is not None or WHOLE in implied):
            of = whole if isinstance(whole, Entity) else Entity(wanted, WHOLE, (WHOLE,))
            if of != link.entity:
                links[mark] = structs.replace(link, entity=structs.replace(link.entity, whole=of))
    named = next((links[mark].entity for mark in example.marks if mark.role == INSTRUMENT), None)
    instrument = named if isinstance(named, Entity) else None
    if instrument is None and INSTRUMENT in implied:
        only = next((one.only for one in rule.statements if one.subject == INSTRUMENT and one.only), "")
        instrument = Entity(only or CONSTANTS[INSTRUMENT], INSTRUMENT, (INSTRUMENT,))
    resolved = _document(example, rule, links, instrument, AUTHOR in implied)
    return Staged(line, example.also, tuple(links.items()), resolved)


def _kind(mark: Mark, rule: Rule, ontology: Ontology, line: Line) -> str:
    blanks = rule.blanks()
    if mark.type:
        kind = mark.type.removesuffix(BARE)
        if kind not in ontology.classes:
            wanted, hint = "a class of the ontology", close(kind, [*ontology.classes])
            raise SeedError(line.place, f"an example has the class {kind}", wanted, hint)
        return kind
    if mark.role in blanks:
        return blanks[mark.role][0].types[0]
    if mark.role == WHOLE:
        top = next((ontology.top(found[0].types[0]) for found in blanks.values()), "")
        return WHOLES.get(top, "LegalInstrument")
    if mark.role in CONSTANTS:
        return CONSTANTS[mark.role]
    wrong = f"an example has the role {mark.role}" if mark.role else "a mark without role or class"
    raise SeedError(
        line.place, wrong, "{role:…} with a role of the rule, or {Class=…}", close(mark.role, [*blanks])
    )


def _link(mark: Mark, kind: str, text: str) -> Link:
    """The link of a mark; the brackets inside its ends are no part of the name."""
    start, end = mark.start, mark.end
    while _in_marks(text[start:end]):
        start, end = start + 1, end - 1
    name = text[start:end]
    mention = Mention(start, end, kind, PATH, "", mark.type.endswith(BARE))
    if kind == "Date":
        return Link(mention, Literal(name, "date"))
    if kind in ("Number", "Version"):
        return Link(mention, Literal(name))
    return Link(mention, Entity(kind, name, (name,)))


def _in_marks(name: str) -> bool:
    """Whether one pair of marks holds all of a name: not “甲”和“乙”."""
    opener, closer = name[:1], PAIRS.get(name[:1], "")
    if not closer or not name.endswith(closer) or len(name) < len(opener + closer) + 1:
        return False
    depth = 0
    for at, sign in enumerate(name):
        depth += (sign == opener and (opener != closer or at == 0)) - (
            sign == closer and (opener != closer or at > 0)
        )
        if depth == 0:
            return at == len(name) - 1
    return False


def _document(
    example: Example,
    rule: Rule,
    links: dict[Mark, Link],
    instrument: Entity | None,
    authored: bool,
) -> Resolved:
    text = example.text
    bylines = [mark for mark in example.marks if mark.role == AUTHOR]
    tabular = bool(rule.tables)
    usual = next(
        (name for line in rule.source.within for name in line.text.replace(",", " ").split()),
        "row" if tabular else "paragraph",
    )
    blocks = [
        Block("byline" if any(start <= mark.start < end for mark in bylines) else kind or usual, start, end)
        for kind, start, end in _pieces(text)
    ]
    placed = [*links.values()]
    if authored and not bylines and not any(block.kind == "byline" for block in blocks):
        start = len(text) + 1
        text += PARAGRAPH + AUTHOR
        blocks.append(Block("byline", start, len(text)))
        placed.append(Link(Mention(start, len(text), "Person", PATH), Entity("Person", AUTHOR, (AUTHOR,))))
    source = Source(PATH, hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    articles = (Article(1, 0, len(text), PATH),)
    tables = (Table(tuple(_cells(text, block) for block in blocks)),) if tabular else ()
    document = Document(source, text, ((0, 0),), tuple(blocks), articles, tables)
    placed.sort(key=lambda link: (link.mention.start, -link.mention.end))
    return Resolved(document, tuple(placed), instrument)


def _cells(text: str, row: Block) -> tuple[Span, ...]:
    """The cells of a row: 任务 | 牵头单位."""
    found: list[Span] = []
    at = row.start
    for part in text[row.start : row.end].split(CELL):
        start = at + len(part) - len(part.lstrip())
        found.append(Span(start, max(start, at + len(part.rstrip()))))
        at += len(part) + len(CELL)
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    start = 0
    for piece in text.split(PARAGRAPH):
        first = start + len(piece) - len(piece.lstrip())
        kind = OPENERS.get(text[first : first + 1], "")
        yield kind, first + bool(kind), start + len(piece.rstrip())
        start += len(piece) + len(PARAGRAPH)


def wanted(staged: Staged, rule: Rule, ontology: Ontology) -> set[Fact]:
    """The facts that a `yes` line should give: of each statement, the mentions marked with its roles, each with each.

    Marks numbered {role#1:…} go only with marks of that number, or of none.
    """
    facts: set[Fact] = set()
    for statement in rule.statements:
        subjects, objects = (_ends(staged, end) for end in statement.ends())
        if statement.subject == statement.object:
            pairs = [*combinations(subjects, 2)]
        elif WHOLE in statement.ends():
            pairs = [*_wholes(staged, statement.subject, statement.object)]
        else:
            pairs = [(one, other) for one in subjects for other in objects]
        for (group, one), (other_group, other) in pairs:
            if (group == other_group or not group or not other_group) and one != other:
                ends = (one, other)
                if ontology.properties[statement.predicate].symmetric:
                    ends = (min(ends), max(ends))
                facts.add((ends[0], statement.predicate, ends[1]))
    return facts


def _ends(staged: Staged, end: str) -> list[tuple[int, str]]:
    marked = [(mark.group, said(link.entity)) for mark, link in staged.marks if mark.role == end]
    if marked or not end.startswith("@"):
        return marked
    if end == "@document":
        return [(0, PATH)]
    if end == AUTHOR:
        persons = [link.entity for link in staged.resolved.links if _in_byline(staged, link)]
        return [(0, said(person)) for person in dict.fromkeys(persons)]
    return [(0, staged.resolved.instrument.key)] if end == INSTRUMENT and staged.resolved.instrument else []


def _in_byline(staged: Staged, link: Link) -> bool:
    inside = any(
        block.kind == "byline" and block.start <= link.mention.start < block.end
        for block in staged.resolved.document.blocks
    )
    return inside and isinstance(link.entity, Entity) and link.entity.type == "Person"


def _wholes(staged: Staged, subject: str, stated: str) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    role = stated if subject == WHOLE else subject
    for mark, link in staged.marks:
        if mark.role == role and isinstance(link.entity, Entity) and link.entity.whole is not None:
            part, whole = (0, link.entity.key), (0, link.entity.whole.key)
            yield (whole, part) if subject == WHOLE else (part, whole)


def said(value: Entity | Literal) -> str:
    """An end of a fact as examples compare it."""
    return value.value if isinstance(value, Literal) else value.key


def fact(assertion: Assertion) -> Fact:
    """A fact as examples compare it."""
    return assertion.subject.key, assertion.predicate, said(assertion.object)
