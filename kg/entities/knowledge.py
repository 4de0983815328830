"""Seeds in, what resolving goes by: the gazetteer, the titles, the programmes and groups by name, the words of completion."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from kg import ontology
from kg.entities.bodies import Gazetteer, body
from kg.entities.instruments import Titles
from kg.entities.kinds import Kinds
from kg.entities.manner import Manner
from kg.entities.names import squeeze
from kg.model import Entity
from kg.script.grids import Heads, heads
from kg.seeds import Seeds

PARTS = ("body-heads", "body-heads-weak", "party-heads")  # how the name of a body's part ends
MOST_MET = 1 << 15  # names remembered


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the seeds give to resolving, made once."""

    gazetteer: Gazetteer
    titles: Titles
    manner: Manner
    programmes: dict[str, tuple[str, str, tuple[str, ...]]]
    groups: dict[str, tuple[str, tuple[str, ...]]]
    qualifiers: tuple[str, ...]
    lone_posts: frozenset[str]
    party_posts: frozenset[str]
    government_posts: frozenset[str]
    posts_apart: frozenset[str]
    party_heads: tuple[str, ...]
    group_posts: frozenset[str]
    group_heads: tuple[str, ...]
    tables: dict[str, dict[str, str]]
    tails: tuple[str, ...]
    asides: tuple[str, ...]
    own_bodies: tuple[str, ...]
    office_befores: tuple[str, ...]
    strangers: tuple[str, ...]
    countries: tuple[str, ...]
    body_kinds: Kinds
    programme_kinds: Kinds
    programme_backward: tuple[str, ...]
    heads: Heads
    part_heads: tuple[str, ...]
    bodies_met: dict[tuple[str, str], Entity] = field(default_factory=dict)
    groups_met: dict[tuple[str, str], Entity] = field(default_factory=dict)

    def body(self, said: str, type_: str) -> Entity:
        """The body of a name that stands for the same in every document; what is often named is made once."""
        known = self.bodies_met.get((said, type_))
        if known is None:
            if len(self.bodies_met) > MOST_MET:
                self.bodies_met.clear()
            known = body(said, type_, False, self.gazetteer, _nowhere, "")
            self.bodies_met[said, type_] = known
        return known

    def group(self, said: str, type_: str) -> Entity:
        """The group of a name: 广大职工 is 职工."""
        known = self.groups_met.get((said, type_))
        if known is None:
            if len(self.groups_met) > MOST_MET:
                self.groups_met.clear()
            name = squeeze(said)
            shorter = (name.removeprefix(word) for word in self.qualifiers if name.startswith(word))
            plain = next((rest for rest in shorter if rest in self.groups), name)
            key, names = self.groups.get(plain, (plain, (plain,)))
            known = Entity(type_, key, tuple(dict.fromkeys((*names, name))))
            self.groups_met[said, type_] = known
        return known


def _nowhere(_level: str) -> None:
    return None


@lru_cache(maxsize=4)
def knowledge(seeds: Seeds) -> Knowledge:
    """The lexicons by name, for resolving."""
    known = ontology.load()
    programmes: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    groups: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in seeds.rows:
        top = known.top(row.type)
        for name in (row.name, *row.aliases):
            if top == "Programme":
                programmes.setdefault(name, (row.type, row.key, (row.name, *row.aliases)))
            elif top == "Group":
                groups.setdefault(name, (row.key, (row.name, *row.aliases)))
    return Knowledge(
        Gazetteer.of(seeds, known),
        Titles.of(seeds, known),
        Manner.of(seeds),
        programmes,
        groups,
        seeds.words.get("group-qualifiers", ()),
        frozenset(seeds.words.get("posts-of-their-own", ())),
        frozenset(seeds.words.get("party-posts", ())),
        frozenset(seeds.words.get("government-posts", ())),
        frozenset(seeds.words.get("posts-apart", ())),
        seeds.words.get("party-heads", ()),
        frozenset(seeds.words.get("group-posts", ())),
        seeds.words.get("group-heads-of-posts", ()),
        seeds.tables,
        seeds.words.get("programme-tails", ()),
        seeds.words.get("places-aside", ()),
        tuple(sorted(seeds.words.get("own-bodies", ()), key=lambda word: (-len(word), word))),
        tuple(sorted(seeds.words.get("office-befores", ()), key=lambda word: (-len(word), word))),
        seeds.words.get("usual-not-after", ()) or ("\0",),
        tuple(sorted(set(seeds.words.get("countries", ())) - set(seeds.words.get("own-country", ()))))
        or ("\0",),
        Kinds.of(seeds.tables.get("body-kind", {})),
        Kinds.of(seeds.tables.get("programme-kind", {})),
        tuple(sorted(seeds.words.get("programme-backward", ()), key=lambda word: (-len(word), word))),
        heads(seeds),
        tuple(sorted({word for name in PARTS for word in seeds.words.get(name, ())})) or ("\0",),
    )
