"""Bodies: a name as the text has it → its key and the forms of its name, completed from the places of the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.entities.names import squeeze, without_term
from kg.model import Document, Entity, Mention
from kg.ontology import Ontology
from kg.seeds import Row, Seeds

CLEAR = 2  # so many times as often as any other place of its level is the place spoken of that a document speaks from
LOCAL_HEADS = ("level-body-heads", "department-names")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What the seeds know of places and bodies, by every form of their names."""

    bodies: dict[str, Row]
    places: dict[str, tuple[Row, ...]]
    by_key: dict[str, Row]
    expansions: tuple[tuple[str, str], ...]
    party: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    heads: frozenset[str]

    @classmethod
    def of(cls, seeds: Seeds, ontology: Ontology) -> Gazetteer:
        bodies: dict[str, Row] = {}
        places: dict[str, list[Row]] = {}
        by_key: dict[str, Row] = {}
        for row in seeds.rows:
            top = ontology.top(row.type)
            for name in (row.name, *row.aliases):
                if top == "Organisation":
                    bodies.setdefault(name, row)
                elif top == "Place":
                    places.setdefault(name, []).append(row)
            if top == "Place":
                by_key.setdefault(row.key, row)

        def longest_first(table: str) -> tuple[tuple[str, str], ...]:
            return tuple(
                sorted(seeds.tables.get(table, {}).items(), key=lambda item: (-len(item[0]), item[0]))
            )

        levels = tuple(sorted(seeds.words.get("level-words", ()), key=lambda word: (-len(word), word)))
        heads = frozenset(head for table in LOCAL_HEADS for head in seeds.words.get(table, ())) - frozenset(
            seeds.words.get("system-heads", ())
        )
        frozen = {name: tuple(rows) for name, rows in places.items()}
        return cls(
            bodies,
            frozen,
            by_key,
            longest_first("body-expansions"),
            longest_first("party-expansions"),
            levels,
            heads,
        )

    def chain(self, row: Row) -> tuple[Row, ...]:
        """A place and what it lies in, from the place upward."""
        found, here = [row], row
        while len(found) < 5 and here.parent:
            parent = self.by_key.get(here.parent) or next(iter(self.places.get(here.parent, ())), None)
            if parent is None or parent in found:
                break
            found.append(parent)
            here = parent
        return tuple(found)

    def leading_places(self, name: str) -> tuple[Row | None, int]:
        """The place that a name begins with (the innermost of a chain) and how many characters it takes."""
        at, place = 0, None
        while True:
            size, rows = next(
                (
                    (n, self.places[name[at : at + n]])
                    for n in range(min(12, len(name) - at), 1, -1)
                    if name[at : at + n] in self.places
                ),
                (0, ()),
            )
            if not size:
                return place, at
            place = self._inside(rows, place)
            at += size

    def _inside(self, rows: tuple[Row, ...], outer: Row | None) -> Row:
        if outer is not None:
            for row in rows:
                if outer in self.chain(row):
                    return row
        return rows[0]


@dataclass(slots=True)
class Homes:
    """The places that a document speaks from, the most spoken of first."""

    gazetteer: Gazetteer
    counts: Counter[str] = field(default_factory=Counter)
    order: dict[str, int] = field(default_factory=dict)

    def note(self, row: Row, weight: int = 1) -> None:
        for place in self.gazetteer.chain(row):
            self.counts[place.key] += weight
            self.order.setdefault(place.key, len(self.order))

    def at_level(self, word: str) -> Row | None:
        """The place that 县, 省, 自治区… means in this document: the one most spoken of, unless another comes close to it."""
        fitting = [
            key
            for key in self.counts
            if self.gazetteer.by_key[key].name.endswith(word) and key in self.gazetteer.by_key
        ]
        if word == "省" and not fitting:
            return None
        ranked = sorted(fitting, key=lambda key: (-self.counts[key], self.order[key]))
        if not ranked or (len(ranked) > 1 and self.counts[ranked[1]] * CLEAR > self.counts[ranked[0]]):
            return None
        return self.gazetteer.by_key[ranked[0]]


def homes(
    document: Document, mentions: tuple[Mention, ...], gazetteer: Gazetteer, ontology: Ontology
) -> Homes:
    """Counts the places named in a document, alone or at the head of a body's name; the title counts for more."""
    found = Homes(gazetteer)
    title_end = document.blocks[0].end if document.blocks else 0
    for mention in mentions:
        top = ontology.top(mention.type)
        if top not in ("Place", "Organisation", "LegalInstrument"):
            continue
        name = squeeze(document.text[mention.start : mention.end])
        if top == "LegalInstrument" and mention.start > title_end:
            continue
        name = name.removeprefix("中共")
        row, size = gazetteer.leading_places(name)
        if row is not None and size and row.level not in ("", "national"):
            found.note(row, 3 if mention.end <= title_end else 1)
    return found


def body(name: str, type_: str, levelled: bool, gazetteer: Gazetteer, at_home: Homes, path: str) -> Entity:
    """The body that a name stands for in a document."""
    said = squeeze(name)
    plain = without_term(said)
    row = gazetteer.bodies.get(plain) or gazetteer.bodies.get(said)
    if row is not None:
        row = gazetteer.bodies.get(row.key, row)
        return Entity(row.type, row.key, _names(row.name, *row.aliases, said))
    place, size = gazetteer.leading_places(plain)
    rest = plain[size:]
    if place is None or not rest:
        party = plain.startswith(("中共", "中国共产党"))
        if party:
            inner = plain.removeprefix("中国共产党").removeprefix("中共")
            place, size = gazetteer.leading_places(inner)
            rest = inner[size:]
            level = next((word for word in gazetteer.levels if rest.startswith(word)), "")
            if place is not None and level and place.name.endswith(level):
                rest = rest[len(level) :]
            if place is not None and rest:
                return _of_place(place, rest, type_, said, gazetteer, party=True)
        level = (
            next((w for w in gazetteer.levels if plain.startswith(w) and len(plain) > len(w)), "")
            if levelled
            else ""
        )
        home = at_home.at_level(level) if level else None
        if home is not None:
            return _of_place(home, plain[len(level) :], type_, said, gazetteer)
        if level:
            return Entity(type_, f"{plain}@{path}", _names(said, plain))
        return Entity(type_, plain, _names(plain, said))
    level = next((word for word in gazetteer.levels if rest.startswith(word)), "")
    if level and place.name.endswith(level) and len(rest) > len(level):
        rest = rest[len(level) :]
    if rest in gazetteer.heads:
        return _of_place(place, rest, type_, said, gazetteer)
    return Entity(type_, plain, _names(plain, said))


def _of_place(
    place: Row, rest: str, type_: str, said: str, gazetteer: Gazetteer, party: bool = False
) -> Entity:
    """A body of a place, in full: 新疆 + 人大常委会 → 新疆维吾尔自治区人民代表大会常务委员会."""
    for short, full in gazetteer.party:
        if rest == short or (rest.startswith(short) and (party or len(rest) > len(short))):
            tail = rest[len(short) :]
            name = f"中国共产党{place.name}{full}{tail}"
            key = f"中国共产党{place.key}{full}{tail}"
            others = (
                f"中共{place.name}{full}{tail}",
                f"{place.name}{short}{tail}",
                f"中共{place.name}{short}{tail}",
                said,
            )
            return Entity("PartyBody" if not tail else type_, key, _names(name, *others))
    for short, full in gazetteer.expansions:
        if rest.startswith(short) and not rest.startswith(full):
            name = place.name + full + rest[len(short) :]
            return Entity(type_, place.key + full + rest[len(short) :], _names(name, place.name + rest, said))
    return Entity(type_, place.key + rest, _names(place.name + rest, said))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
