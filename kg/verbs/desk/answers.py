"""What an agent is told: entities, facts and ways, each with the words that state it; they go out as JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity; ask on with its id, for names are not always unique."""

    id: str
    type: str
    name: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was searched for: of how many facts it is an end, how many documents mention it."""

    entity: Entity
    facts: int
    documents: int


@dataclass(frozen=True, slots=True)
class Hits:
    """`found` is how many there are; `entities` are the first of them, those with most facts first."""

    found: int
    entities: tuple[Hit, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that says a fact: the words, the file and the code points where they stand, the rule that read them."""

    quote: str
    document: str
    start: int
    end: int
    rule: str
    article: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A fact as it is met from one entity: `subject relation object`, how many places say it, and one of them."""

    subject: str
    relation: str
    object: str
    other: Entity | None
    places: int
    first: Place | None


@dataclass(frozen=True, slots=True)
class Around:
    """An entity with its facts: `found` is how many there are, `facts` those that were asked for."""

    entity: Entity
    found: int
    facts: tuple[Step, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One place that says a fact, with its whole sentence, what the rule means by it, and what was carried into it."""

    place: Place
    line: int
    sentence: str
    meaning: str
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact and the places that say it, `found` in all."""

    subject: str
    relation: str
    object: str
    found: int
    places: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """`found` facts fit what was asked for; `facts` are the first of them."""

    found: int
    facts: tuple[Proof, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest ways between two entities, each a list of facts; `found` in all."""

    found: int
    ways: tuple[tuple[Step, ...], ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a query, a list of cells a row; `cut` says that rows, or the ends of long cells, are missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    found: int
    cut: bool = False
    hint: str = ""
