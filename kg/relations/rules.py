"""A rule as written goes in; a rule that can be run comes out, or an error that says what does not fit and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from kg.errors import Place, SeedError
from kg.ontology import Ontology
from kg.pattern import Blank, Gap, Maybe, Node, Sequence, parse, walk
from kg.relations.columns import columns
from kg.relations.compile import Hole, Shape, Terms, shape
from kg.seeds import Line, RuleSource, close

WHOLE = "@whole"
CONSTANTS = {"@document": "Document", "@instrument": "LegalInstrument", "@author": "Person", WHOLE: ""}
TABLE = "table"
STRETCHES = ("clause", "sentence", "paragraph", "section", "article", TABLE)
KINDS = (
    "title",
    "heading",
    "byline",
    "address",
    "paragraph",
    "article",
    "item",
    "row",
    "signature",
    "note",
    "quoted",
)

_STATES = re.compile(r"(\{\w+\}|@\w+(?::\w+)?)\s+(\w+)\s+(\{\w+\}|@\w+)")
_CARRY = re.compile(r"(\w+)\s+in\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """`subject` and `object` are a role of the rule or a constant with its @; `only`: the class that the subject must have."""

    subject: str
    predicate: str
    object: str
    place: Place
    only: str = ""

    def ends(self) -> tuple[str, str]:
        return self.subject, self.object


@dataclass(frozen=True, slots=True)
class Variant:
    """A line with the blanks `absent` left out, to be filled from what went before."""

    shape: Shape
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternLine:
    """A line of `where`: whole first, then with what may be carried left out. `alone` is its blank if it has nothing else."""

    source: Line
    tree: Sequence
    variants: tuple[Variant, ...]
    alone: Hole | None


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A line of `columns`: of each column the list of its heads, and what its cells hold."""

    source: Line
    cells: tuple[tuple[str, PatternLine], ...]


@dataclass(frozen=True, slots=True)
class Carry:
    """A blank that may be absent: the stretch to look back in, the classes it takes, whether it takes a list."""

    stretch: str
    types: frozenset[str]
    many: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to run: by `lines` over clauses, or by `tables` over the rows of tables.

    `kinds` empty means every kind of block; roles in `named` take no bare institution.
    """

    source: RuleSource
    statements: tuple[Statement, ...]
    lines: tuple[PatternLine, ...]
    unless: tuple[PatternLine, ...]
    carries: dict[str, Carry]
    kinds: frozenset[str]
    named: tuple[str, ...]
    tables: tuple[ColumnLine, ...] = ()

    @property
    def id(self) -> str:
        return self.source.id

    def blanks(self) -> dict[str, tuple[Blank, ...]]:
        """Role → its blanks in the lines, in the order of the file."""
        found: dict[str, tuple[Blank, ...]] = {}
        for line in (*self.lines, *(cell for table in self.tables for _, cell in table.cells)):
            for blank in _blanks(line.tree):
                if blank.role and blank not in found.get(blank.role, ()):
                    found[blank.role] = (*found.get(blank.role, ()), blank)
        return found


def _blanks(tree: Sequence) -> Iterator[Blank]:
    for node in walk(tree):
        if isinstance(node, Blank):
            yield from node.chain()


def compile_rule(source: RuleSource, terms: Terms, ontology: Ontology) -> Rule:
    """Raises SeedError with file, line and column for what cannot be run."""
    if bool(source.where) == bool(source.columns):
        raise SeedError(source.place, f"{source.id} has no pattern line", "lines in where, or in columns")
    tables = tuple(_columns(line, terms) for line in source.columns)
    trees = [parse(line.text, line.place, forms=False) for line in source.where]
    every = [*trees, *(cell.tree for table in tables for _, cell in table.cells)]
    carries = dict(_carry(line, every, terms, tabular=bool(tables)) for line in source.carry)
    lines = tuple(
        _line(line, tree, terms, tuple(carries)) for line, tree in zip(source.where, trees, strict=True)
    )
    unless = tuple(_line(line, parse(line.text, line.place, forms=False), terms) for line in source.unless)
    statements = tuple(_statement(line) for line in source.states)
    kinds = frozenset(
        _kind(name, line) for line in source.within for name in line.text.replace(",", " ").split()
    )
    named = tuple(role for line in source.named for role in line.text.replace(",", " ").split())
    rule = Rule(source, statements, lines, unless, carries, kinds, named, tables)
    _check_roles(rule)
    _check_statements(rule, ontology)
    return rule


def _line(line: Line, tree: Sequence, terms: Terms, carried: tuple[str, ...] = ()) -> PatternLine:
    variants = [Variant(shape(tree, terms, line.place), ())]
    droppable = [node.role for node in tree.parts if isinstance(node, Blank) and node.role in carried]
    for count in range(1, len(droppable) + 1):
        for absent in combinations(droppable, count):
            shorter = without(tree, absent)
            if any(isinstance(node, Blank) for node in walk(shorter)):
                variants.append(Variant(shape(shorter, terms, line.place), absent))
    slots = variants[0].shape.slots
    alone = (
        slots[0].hole
        if len(tree.parts) == 1 and isinstance(tree.parts[0], Blank) and not slots[0].hole.many
        else None
    )
    return PatternLine(line, tree, tuple(variants), alone)


def without(tree: Sequence, absent: tuple[str, ...]) -> Sequence:
    """The line with the blanks of these roles left out, each with one gap beside it.

    What then comes first and need not be there is left out too, so that a match begins with its first word.
    """
    parts: list[Node] = []
    skip = False
    for node in tree.parts:
        if isinstance(node, Blank) and node.role in absent:
            skip = not (parts and isinstance(parts[-1], Gap))
            if not skip:
                parts.pop()
        elif not (skip and isinstance(node, Gap)):
            parts.append(node)
            skip = False
    for at, node in enumerate(parts):
        if isinstance(node, Gap):
            del parts[: at + 1]
            break
        if not isinstance(node, Maybe) or any(isinstance(inner, Blank) for inner in walk(node.body)):
            break
    return Sequence(tuple(parts))


def _columns(line: Line, terms: Terms) -> ColumnLine:
    cells = columns(line, [*terms.lists])
    return ColumnLine(
        line,
        tuple((name, _line(cell, parse(cell.text, cell.place, forms=False), terms)) for name, cell in cells),
    )


def _carry(line: Line, trees: list[Sequence], terms: Terms, *, tabular: bool) -> tuple[str, Carry]:
    """What may be carried; in a table from row to row, and nothing else."""
    found = _CARRY.fullmatch(line.text)
    stretches = (TABLE,) if tabular else tuple(name for name in STRETCHES if name != TABLE)
    if not found or found[2] not in stretches:
        hint = close(found[2], stretches) if found else ""
        raise SeedError(line.place, f"carry is {line.text!r}", f"role in {'|'.join(stretches)}", hint)
    role = found[1]
    blanks = [blank for tree in trees for blank in _blanks(tree) if blank.role == role]
    if not blanks:
        known = [blank.role for tree in trees for blank in _blanks(tree) if blank.role]
        raise SeedError(
            line.place, f"no blank has the role {role}", "a role of the lines in where", close(role, known)
        )
    types = tuple(dict.fromkeys(name for blank in blanks for name in blank.types))
    return role, Carry(found[2], terms.alphabet.names(types), any(blank.many for blank in blanks))


def _kind(name: str, line: Line) -> str:
    if name not in KINDS:
        raise SeedError(
            line.place, f"there is no block {name}", f"one of {', '.join(KINDS)}", close(name, KINDS)
        )
    return name


def _statement(line: Line) -> Statement:
    found = _STATES.fullmatch(line.text)
    if not found:
        raise SeedError(
            line.place,
            f"states is {line.text!r}",
            '"{role} property {role}", or a constant such as @document',
        )
    subject, predicate, stated = (part.strip("{}") for part in found.groups())
    subject, _, only = subject.partition(":")
    return Statement(subject, predicate, stated, line.place, only)


def _check_roles(rule: Rule) -> None:
    blanks = rule.blanks()
    for line in rule.source.named:
        for role in line.text.replace(",", " ").split():
            if role not in blanks:
                hint = close(role, [*blanks])
                raise SeedError(line.place, f"named: no pattern line has {role}", "roles of the rule", hint)


def _check_statements(rule: Rule, ontology: Ontology) -> None:
    blanks = rule.blanks()
    used = set(rule.carries)
    for statement in rule.statements:
        place, predicate = statement.place, statement.predicate
        if predicate not in ontology.properties:
            hint = close(predicate, [*ontology.properties])
            raise SeedError(place, f"there is no property {predicate}", "a property of the ontology", hint)
        if ontology.properties[predicate].derived:
            raise SeedError(place, f"{predicate} is derived", "a property that a sentence can state")
        used.update(statement.ends())
        subjects, objects = (_types(end, blanks, place) for end in statement.ends())
        if statement.only:
            subjects = (_class(statement, ontology),)
        if not any(_may(ontology, predicate, subject, stated) for subject in subjects for stated in objects):
            stated_here = f"{'|'.join(subjects)} {predicate} {'|'.join(objects)}".replace("  ", " ")
            raise SeedError(place, f"{stated_here} does not fit the ontology", _wanted(ontology, predicate))
    used.update(blank.role for line in rule.unless for blank in _blanks(line.tree))
    for role, found in blanks.items():
        if rule.statements and role not in used:
            place = rule.source.patterns[0].place
            raise SeedError(
                place,
                f"{{{role}:{found[0].types[0]}}} is not stated",
                "_ for what is only seen",
                f"{{_:{found[0].types[0]}}}",
            )


def _class(statement: Statement, ontology: Ontology) -> str:
    """The class that a constant is narrowed to: @instrument:PolicyDocument."""
    if not statement.subject.startswith("@") or statement.only not in ontology.classes:
        wanted, hint = "a constant and a class of the ontology", close(statement.only, [*ontology.classes])
        raise SeedError(statement.place, f"{statement.subject}:{statement.only}", wanted, hint)
    return statement.only


def _types(end: str, blanks: dict[str, tuple[Blank, ...]], place: Place) -> tuple[str, ...]:
    if not end.startswith("@"):
        if end not in blanks:
            raise SeedError(
                place, f"no blank has the role {end}", "a role of the lines in where", close(end, [*blanks])
            )
        return tuple(dict.fromkeys(name for blank in blanks[end] for name in blank.types))
    if end not in CONSTANTS:
        raise SeedError(
            place, f"there is no constant {end}", f"one of {', '.join(CONSTANTS)}", close(end, [*CONSTANTS])
        )
    if end == WHOLE and len(blanks) != 1:
        raise SeedError(
            place, "@whole in a rule with several roles", "a rule with one blank, whose whole it is"
        )
    return (CONSTANTS[end],)


def _may(ontology: Ontology, predicate: str, subject: str, stated: str) -> bool:
    """Whether some mention of these classes can stand there; "" is any class."""
    subjects = ontology.subclasses(subject) if subject else ontology.classes
    objects = ontology.subclasses(stated) if stated else ontology.classes
    return any(ontology.fits(predicate, one, other) for one in sorted(subjects) for other in sorted(objects))


def _wanted(ontology: Ontology, predicate: str) -> str:
    stated = ontology.property(predicate)
    domain, range_ = ("|".join(names) or "anything" for names in (stated.domain, stated.range))
    return f"{domain} {predicate} {range_}"


def without_line(rule: Rule, line: PatternLine | ColumnLine) -> Rule:
    """The rule with one of its lines gone: what the checker asks to see which of them earn their keep."""
    return replace(
        rule,
        lines=tuple(other for other in rule.lines if other is not line),
        unless=tuple(other for other in rule.unless if other is not line),
        tables=tuple(other for other in rule.tables if other is not line),
    )
