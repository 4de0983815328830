"""The values of the seeds: lexicon rows, forms and rules as written, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Place

COLUMNS = ("name", "class", "aliases", "key", "level", "code", "parent", "since", "until", "source")
RULE_KEYS = ("states", "where", "columns", "unless", "carry", "in", "named", "yes", "no", "zh", "en", "note")
FORM_KEYS = (
    "makes",
    "level",
    "where",
    "unless",
    "before",
    "after",
    "not-before",
    "not-after",
    "key",
    "short",
    "priority",
    "weak",
    "proper",
    "yes",
    "no",
    "zh",
    "en",
    "note",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written and the place of its first character."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a lexicon; `key` is the name where the file leaves it empty."""

    name: str
    type: str
    aliases: tuple[str, ...]
    key: str
    level: str
    code: str
    parent: str
    since: str
    until: str
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class FormSource:
    """How a name is made, as written. `priority` is 0 and `weak` False where the file says nothing."""

    id: str
    place: Place
    makes: str
    where: tuple[Line, ...]
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    unless: tuple[Line, ...] = ()
    before: Line | None = None
    after: Line | None = None
    not_before: Line | None = None
    not_after: Line | None = None
    level: str = ""
    key: Line | None = None
    short: tuple[Line, ...] = ()
    priority: int = 0
    weak: bool = False
    proper: bool = False
    zh: str = ""
    en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """What a sentence, or a row of a table, states, as written. It has `where`, or `columns`: what the cells of a row say.

    `within` is the key `in`: the kinds of block that the rule looks at. `named` are the roles that want a name: not a bare
    institution (工会) or a kind.
    """

    id: str
    place: Place
    states: tuple[Line, ...]
    where: tuple[Line, ...]
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    unless: tuple[Line, ...] = ()
    carry: tuple[Line, ...] = ()
    within: tuple[Line, ...] = ()
    named: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    zh: str = ""
    en: str = ""
    note: str = ""

    @property
    def patterns(self) -> tuple[Line, ...]:
        """The lines by which it reads, of whichever kind."""
        return (*self.where, *self.columns)
