"""Bodies: a name as the text has it → its key and the forms of its name, completed from the places of the document."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.entities.names import squeeze, without_term
from kg.model import Document, Entity, Mention
from kg.ontology import Ontology
from kg.seeds import Row, Seeds

CLEAR = 2  # so many times as often as any other place of its level is the place spoken of that a document speaks from
SENTENCE_ENDS = "\n。；！？"
LOCAL_HEADS = ("level-body-heads", "department-names", "local-offices")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What the seeds know of places and bodies, by every form of their names."""

    bodies: dict[str, Row]
    places: dict[str, tuple[Row, ...]]
    by_key: dict[str, Row]
    expansions: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    committees: tuple[tuple[str, str], ...]
    party: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    heads: frozenset[str]
    provincial: tuple[str, ...]
    lead_words: tuple[str, ...]
    lead_names: tuple[str, ...]
    openings: frozenset[str]

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
            longest_first("committee-leads"),
            longest_first("committee-bodies"),
            longest_first("party-expansions"),
            levels,
            heads
            | {
                f"{short}{organ}"
                for short in seeds.tables.get("committee-bodies", {})
                for organ in seeds.words.get("party-organs", ())
            },
            seeds.words.get("provincial-heads", ()),
            tuple(lead for lead, _ in longest_first("committee-leads")),
            tuple(full for _, full in longest_first("committee-leads")),
            frozenset(name[:2] for name in frozen),
        )

    def lead(self, name: str) -> str:
        """The word for a body's local committees that a name begins with: 中共."""
        if not name.startswith(self.lead_words):
            return ""
        return next(lead for lead in self.lead_words if name.startswith(lead))

    def without_level(self, place: Row, rest: str) -> str:
        """What follows a place in a body's name, without the level that the place's own name ends in: 甲|省教育厅."""
        level = next((word for word in self.levels if rest.startswith(word)), "")
        return rest[len(level) :] if level and place.name.endswith(level) and len(rest) > len(level) else rest

    def kind_of_lead(self, name: str) -> str:
        """The class of the body whose local committees a name is led by: 中国共产党甲市委员会办公厅."""
        if not name.startswith(self.lead_names):
            return ""
        led = (self.bodies.get(full) for _, full in self.leads if name.startswith(full))
        return next((row.type for row in led if row is not None), "")

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
            if name[at : at + 2] not in self.openings:
                return place, at
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
    """The places that a document speaks from: how often each is named, and where."""

    gazetteer: Gazetteer
    asides: tuple[str, ...] = ("\0",)
    counts: Counter[str] = field(default_factory=Counter)
    named: list[tuple[int, Row]] = field(default_factory=list)
    settled: dict[str, Row | None] = field(default_factory=dict)

    def note(self, row: Row, weight: int = 1, at: int = 0) -> None:
        """A place is named at an offset; offsets rise."""
        self.counts[row.key] += weight
        self.named.append((at, row))
        self.settled.clear()

    def at_level(self, word: str) -> Row | None:
        """The place that 县, 省, 自治区… means in this document: the one most spoken of, unless another comes close to it."""
        if word not in self.settled:
            self.settled[word] = self._most(word)
        return self.settled[word]

    def _most(self, word: str) -> Row | None:
        tally: Counter[str] = Counter()
        for key, count in self.counts.items():
            row = self._fitting(self.gazetteer.by_key[key], word)
            if row is not None:
                tally[row.key] += count
        ranked = tally.most_common(2)  # of equals, the first named
        if not ranked or (len(ranked) > 1 and ranked[1][1] * CLEAR > ranked[0][1]):
            return None
        return self.gazetteer.by_key[ranked[0][0]]

    def _fitting(self, row: Row, word: str) -> Row | None:
        """A place, or the innermost that it lies in, of a level: 市 of 青溪县 is 白鹭市, of a county-level city itself."""
        return next((place for place in self.gazetteer.chain(row) if place.name.endswith(word)), None)

    def before(self, text: str, at: int, word: str) -> Row | None:
        """The place that a level means at an offset: the last one named before in the sentence, else the document's.

        One that the sentence only goes to or comes from (赴甲市学习的市教育局) does not count against the document's.
        """
        low = 0
        for stop in SENTENCE_ENDS:
            low = max(text.rfind(stop, low, at) + 1, low)
        aside: Row | None = None
        for number in range(bisect_left(self.named, at, key=lambda pair: pair[0]) - 1, -1, -1):
            start, row = self.named[number]
            if start < low:
                break
            place = self._fitting(row, word)
            if place is not None and not text.endswith(self.asides, 0, start):
                return place
            aside = aside or place
        return self.at_level(word) or aside


def homes(
    document: Document,
    mentions: tuple[Mention, ...],
    gazetteer: Gazetteer,
    ontology: Ontology,
    asides: tuple[str, ...],
) -> Homes:
    """Counts the places named in a document, alone or at the head of a body's name; the title counts for more."""
    found = Homes(gazetteer, asides or ("\0",))
    title_end = document.blocks[0].end if document.blocks else 0
    for mention in mentions:
        top = ontology.top(mention.type)
        if top not in ("Place", "Organisation", "LegalInstrument"):
            continue
        if top == "LegalInstrument" and mention.start > title_end:
            continue
        name = squeeze(document.text[mention.start : mention.end])
        row, size = gazetteer.leading_places(name.removeprefix(gazetteer.lead(name)))
        if row is not None and size and row.level not in ("", "national"):
            found.note(row, 3 if mention.end <= title_end else 1, mention.start)
    return found


def body(
    name: str,
    type_: str,
    levelled: bool,
    gazetteer: Gazetteer,
    home_at: Callable[[str], Row | None],
    path: str,
) -> Entity:
    """The body that a name stands for in a document; `home_at` tells which place a level means where it stands."""
    said = squeeze(name)
    plain = without_term(said)
    row = gazetteer.bodies.get(plain) or gazetteer.bodies.get(said)
    if row is not None:
        row = gazetteer.bodies.get(row.key, row)
        return Entity(row.type, row.key, _names(row.name, *row.aliases, said))
    place, size = gazetteer.leading_places(plain)
    rest = plain[size:]
    if place is not None and rest:
        return _of_place(place, rest, plain, type_, said, gazetteer)
    lead, organisation = next(
        ((lead, full) for lead, full in gazetteer.leads if plain.startswith(lead) and plain != lead), ("", "")
    )
    inner = plain.removeprefix(lead)
    place, size = gazetteer.leading_places(inner) if lead else (None, 0)
    if place is not None and inner[size:]:
        rest = gazetteer.without_level(place, inner[size:])
        return _committee(organisation, place, rest, type_, said, gazetteer)
    level = next((w for w in gazetteer.levels if inner.startswith(w) and len(inner) > len(w)), "")
    if not levelled or not level:
        return Entity(type_, plain, _names(plain, said))
    home, rest = home_at(level), inner[len(level) :]
    if home is None:
        return Entity(type_, f"{plain}@{path}", _names(said, plain))
    if lead:
        return _committee(organisation, home, rest, type_, said, gazetteer)
    return _completed(home, rest, type_, said, gazetteer)


def _of_place(place: Row, rest: str, plain: str, type_: str, said: str, gazetteer: Gazetteer) -> Entity:
    """A body whose name begins with its place: completed where its rest is one of a local body, else as it is said."""
    rest = gazetteer.without_level(place, rest)
    if rest in gazetteer.heads or rest.endswith(gazetteer.provincial):
        return _completed(place, rest, type_, said, gazetteer)
    above = plain.removesuffix(rest).removesuffix(place.name)
    if above + place.name + rest == plain and above:  # 甲省乙县丙院 and 乙县丙院 are one
        return Entity(type_, place.key + rest, _names(plain, place.name + rest, said))
    return Entity(type_, plain, _names(plain, said))


def _completed(place: Row, rest: str, type_: str, said: str, gazetteer: Gazetteer) -> Entity:
    """A body of a place, in full: 新疆 + 人大常委会 → 新疆维吾尔自治区人民代表大会常务委员会."""
    for short, organisation in gazetteer.committees:
        if rest.startswith(short):
            return _committee(organisation, place, rest, type_, said, gazetteer)
    for short, full in gazetteer.expansions:
        if rest.startswith(short) and not rest.startswith(full):
            tail = full + rest[len(short) :]
            return Entity(
                type_, place.key + tail, _names(place.key + tail, place.name + tail, place.name + rest, said)
            )
    return Entity(type_, place.key + rest, _names(place.key + rest, place.name + rest, said))


def _committee(
    organisation: str, place: Row, rest: str, type_: str, said: str, gazetteer: Gazetteer
) -> Entity:
    """A local committee of the party, the league or the conference, or what it keeps: 中共 + 甲市 + 委 + 编办."""
    short, full = next(((short, full) for short, full in gazetteer.party if rest.startswith(short)), ("", ""))
    tail = rest[len(short) :]
    name = f"{organisation}{place.name}{full}{tail}"
    ways = tuple(lead for lead, whole in gazetteer.leads if whole == organisation) or (organisation,)
    others = [f"{way}{place.name}{form}{tail}" for form in (full, short) for way in ways]
    others.append(f"{place.name}{short}{tail}")
    whole = gazetteer.bodies.get(organisation)
    type_ = whole.type if whole is not None and not tail else type_
    return Entity(type_, f"{organisation}{place.key}{full}{tail}", _names(name, *others, said))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
