"""Resolve: the mentions of a document in, the entities that they stand for out.

Nothing is looked up outside the document and the seeds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from msgspec import structs

from kg import ontology
from kg.entities.aliases import declared
from kg.entities.bodies import Homes, body, homes
from kg.entities.citing import Citations
from kg.entities.instruments import own_entity, own_title
from kg.entities.knowledge import Knowledge, knowledge
from kg.entities.meetings import meeting
from kg.entities.names import number_literal, squeeze
from kg.entities.people import Offices, person
from kg.entities.programmes import Programmes
from kg.entities.quoting import parted
from kg.entities.tabular import rosters
from kg.entities.told import Told
from kg.model import Assertion, Document, Entity, Link, Literal, Mention, Resolved
from kg.script.dates import date_literal
from kg.script.grids import rows
from kg.seeds import Seeds

__all__ = ["keep", "resolve"]

SHARED = "shared-head"
LEVELLED = ("body-of-level", "league-of-place", SHARED)  # forms whose names the document completes
SHORT, OFFICE, SIGNED = "short-body", "group-office", "signature"
OTHERS = ("Date", "Number", "Version", "Event", "Place", "Programme", "Group")
BODY, GOVERNMENT = "Organisation", "人民政府"


def resolve(document: Document, mentions: tuple[Mention, ...], seeds: Seeds) -> Resolved:
    """Links every mention to its entity; what cannot be resolved is left out, never guessed."""
    known = knowledge(seeds)
    work = _Resolver(document, mentions, known)
    links = work.links()
    links = (*links, *declared(document, links, known.manner.declaring))
    own_words = parted(document, work.citations.quoted)
    return Resolved(
        own_words, _distinct(sorted(links, key=_order)), work.own, tuple(work.citations.unresolved)
    )


def keep(resolved: Resolved, assertions: tuple[Assertion, ...]) -> Resolved:
    """The links worth keeping: a kind, a bare institution or a description stays only where a fact needs it."""
    needed = {(a.subject.type, a.subject.key) for a in assertions}
    needed |= {(a.object.type, a.object.key) for a in assertions if isinstance(a.object, Entity)}
    links = tuple(
        link
        for link in resolved.links
        if not link.mention.weak
        or isinstance(link.entity, Literal)
        or (link.entity.type, link.entity.key) in needed
    )
    return replace(resolved, links=links)


def _distinct(links: list[Link]) -> tuple[Link, ...]:
    """A mention inside another one of the same entity says nothing more."""
    standing: list[Link] = []
    open_: list[Link] = []
    reach = 0
    for link in links:
        if link.mention.start >= reach:
            standing.append(link)
            open_, reach = [link], link.mention.end
            continue
        reach = max(reach, link.mention.end)
        open_ = [outer for outer in open_ if outer.mention.end > link.mention.start]
        if not any(outer.mention.contains(link.mention) and _same(outer, link) for outer in open_):
            standing.append(link)
        open_.append(link)
    return tuple(standing)


def _same(one: Link, other: Link) -> bool:
    return (
        isinstance(one.entity, Entity)
        and isinstance(other.entity, Entity)
        and one.entity.key == other.entity.key
    )


def _order(link: Link) -> tuple[int, int, str]:
    return (link.mention.start, -link.mention.end, link.mention.type)


class _Resolver:
    """One document while its mentions are being linked."""

    def __init__(self, document: Document, mentions: tuple[Mention, ...], known: Knowledge) -> None:
        self.document, self.mentions, self.known = document, mentions, known
        self.onto = ontology.load()
        self.titles = known.titles.fresh()
        self.homes: Homes = homes(document, mentions, known.gazetteer, self.onto, known.asides)
        self.programmes = Programmes(
            known.tails, known.programmes, document.path, known.programme_kinds, known.programme_backward
        )
        self.of: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self.of[self.onto.top(mention.type)].append(mention)
        self.named: dict[int, list[Mention]] = defaultdict(list)
        for mention in self.of[BODY]:
            self.named[mention.start].append(mention)
        self.rows = rows(document, known.heads) if document.tables else ()
        self.bodies: dict[int, Entity] = {}
        self.starts: dict[int, list[tuple[int, Entity]]] = {}
        self.told = Told(
            document.blocks[0].end if document.blocks else 0,
            known.group_posts,
            known.group_heads,
            known.own_bodies,
            lambda word: tuple(known.tables.get("own-body-heads", {}).get(word, word).split()),
            self._signer,
        )
        self.levelled = frozenset(m.start for m in mentions if m.form in LEVELLED)
        self.short = {m.start: m.end - m.start for m in mentions if m.form == SHORT}
        title = own_title(document, mentions, known.manner.announcing)
        self.own = own_entity(document, mentions, title, self.titles) if title is not None else None
        self.citations = Citations(document, mentions, self.own, self.titles, known.manner, self.onto)
        for mention in self.of["Programme"]:
            self.programmes.note(mention, self.said(mention))

    def said(self, mention: Mention) -> str:
        return self.document.text[mention.start : mention.end]

    def links(self) -> tuple[Link, ...]:
        found = [link for mention in self.of[BODY] if (link := self._body(mention)) is not None]
        found.extend(self._posts_and_people())
        found.extend(self.citations.links())
        for top in OTHERS:
            for mention in self.of.get(top, ()):
                entity = self._other(top, mention)
                if entity is not None:
                    found.append(Link(mention, entity))
        return tuple(found)

    def _body(self, mention: Mention) -> Link | None:
        said = self.said(mention)
        own = said.startswith(self.known.own_bodies)
        if own or mention.form == OFFICE:
            meant = (self.told.own if own else self.told.office)(squeeze(said), mention.type, mention.start)
            if meant is None:
                return None
            self.bodies.setdefault(mention.end, meant)
            return Link(mention, meant)
        size = self.short.get(mention.start, 0)
        short = 0 < size <= len(said)
        entity = self.told.second(squeeze(said), size, mention.type, mention.start) if short else None
        weak = mention.weak and mention.form != SHORT
        if entity is None:
            if mention.start in self.levelled:
                whole = mention.key if mention.form == SHARED else said
                here = partial(self.homes.before, self.document.text, mention.start)
                entity = body(whole, mention.type, True, self.known.gazetteer, here, self.document.path)
            else:
                entity = self.known.body(said, mention.type)
            if entity.type == BODY and (kind := self._kind(mention, entity.names[0])):
                entity = Entity(kind, entity.key, entity.names, entity.whole)
            weak = mention.weak or (
                mention.form in LEVELLED and entity.key.endswith(f"@{self.document.path}")
            )
        begun = self.starts.setdefault(mention.start, [])
        if not begun or not any(end == mention.end for end, _ in begun):
            self.bodies.setdefault(mention.end, entity)
        begun.append((mention.end, entity))
        self.told.bodies.append((mention.start, entity))
        return Link(structs.replace(mention, weak=weak) if weak != mention.weak else mention, entity)

    def _kind(self, mention: Mention, name: str) -> str:
        """The class that a body's own head tells, or that of the body in whose name its own begins: 甲总工会|法律工作部."""
        for one in self.named.get(mention.start, ()):
            if one.end > mention.end:
                continue
            said = one.key if one.form == SHARED else squeeze(self.said(one))
            row = self.known.gazetteer.bodies.get(said)
            told = row.type if row is not None else one.type
            kind = told if told != BODY else self.known.body_kinds.kind(said)
            if kind not in ("", BODY):
                return kind
        return self.known.gazetteer.kind_of_lead(name)

    def _signer(self, heads: tuple[str, ...]) -> Entity | None:
        """The body of one of these heads that signs the document."""
        spans = [(block.start, block.end) for block in self.document.blocks if block.kind == SIGNED]
        signed = (m for m in self.of[BODY] if any(start <= m.start < end for start, end in spans))
        fitting = (m for m in signed if squeeze(self.said(m)).endswith(heads))
        return next((self.known.body(self.said(m), m.type) for m in fitting), None)

    def _party_hosts(self) -> dict[str, Entity]:
        """A party group's key → the body that it is in, where the group's name begins with the body's."""
        found: dict[str, Entity] = {}
        for pairs in self.starts.values():
            for end, outer in pairs:
                inner = [e for at, e in pairs if at < end]
                if inner and outer.names[-1].endswith(self.known.party_heads):
                    found.setdefault(outer.key, inner[0])
        return found

    def _body_at(self, start: int) -> Entity | None:
        """The body of the longest name that begins at a place."""
        return max(self.starts.get(start, ()), key=lambda pair: pair[0], default=(0, None))[1]

    def _part(self, whole: Entity, said: str) -> Entity:
        """The part of a body that is named beside it, if what is said there names one: 甲院, 刑庭."""
        part = squeeze(said)
        return (
            self.known.body(f"{whole.names[0]}{part}", BODY)
            if part.endswith(self.known.part_heads)
            else whole
        )

    def _government(self, place: str) -> Entity:
        """The people's government of a place, as a body of its own."""
        return self.known.body(f"{squeeze(place)}{GOVERNMENT}", "StateBody")

    def _government_here(self, post: str, at: int) -> Entity | None:
        """The people's government that a 市长 or 副县长 without a place is of: of the place that its level means there."""
        level = next((word for word in self.known.gazetteer.levels if word in post), "")
        place = self.homes.before(self.document.text, at, level) if level else None
        return self._government(place.name) if place is not None else None

    def _posts_and_people(self) -> Iterator[Link]:
        usual = {
            post: self.known.body(name, BODY)
            for post, name in self.known.tables.get("post-bodies", {}).items()
        }
        places = {m.end: self.said(m) for m in self.of["Place"] if m.type == "Place"}
        listed = rosters(
            self.rows, self.document.text, lambda kind: self.of.get(kind, ()), self._body_at, self._part
        )
        inner = {(start, end + 1): entity for start, pairs in self.starts.items() for end, entity in pairs}
        offices = Offices(
            self.document,
            usual,
            self.known.lone_posts,
            self.known.party_posts,
            self.known.government_posts,
            self.known.posts_apart,
            self._government,
            self._government_here,
            self.known.office_befores,
            self.known.strangers,
            self.known.countries,
            self._party_hosts(),
            self.told.group_of,
            self.bodies,
            inner,
            places,
            listed.bodies,
            {},
        )
        people: dict[str, list[Mention]] = {}
        beside: dict[str, list[Entity | None]] = {}
        previous: Mention | None = None
        posts: list[tuple[Mention, Entity]] = []
        for mention in self.mentions:
            if mention.type == "Post":
                posts.append((mention, offices.post(mention, previous)))
                previous = mention
            elif mention.type == "Person":
                name = squeeze(self.said(mention))
                people.setdefault(name, []).append(mention)
                between = "\n" if previous is None else self.document.text[previous.end : mention.start]
                if previous is not None and len(between) <= 1 and between != "\n":
                    beside.setdefault(name, []).append(offices.found[(previous.start, previous.end)].whole)
        person_ends = {m.end for found in people.values() for m in found}
        person_starts = {m.start for found in people.values() for m in found}
        for mention, entity in posts:
            beside_one = mention.end in person_starts or mention.start in person_ends
            near = entity.whole is not None or beside_one or (mention.start, mention.end) in listed.held
            yield Link(mention if mention.weak != near else structs.replace(mention, weak=not near), entity)
        for name, found in people.items():
            for mention in found if listed.bodies or listed.posts else ():
                spots = listed.posts.get(mention.start, ())
                bodies = (listed.bodies.get(mention.start), *(offices.found[spot].whole for spot in spots))
                beside.setdefault(name, []).extend(bodies)
            entity = person(name, self.said(found[0]), beside.get(name, []), self.document.path)
            for mention in found:
                yield Link(mention, entity)

    def _other(self, top: str, mention: Mention) -> Entity | Literal | None:
        """What a mention of one of OTHERS stands for."""
        said = self.said(mention)
        match top:
            case "Date":
                return date_literal(said)
            case "Number":
                return number_literal(said)
            case "Version":
                return Literal(squeeze(said))
            case "Event":
                inner = max(self.starts.get(mention.start, []), key=lambda pair: pair[0], default=None)
                body_name = (
                    (squeeze(self.document.text[mention.start : inner[0]]), inner[1]) if inner else None
                )
                bodies = self.known.tables.get("congress-bodies", {})
                return meeting(said, body_name, bodies, self.document.path)
            case "Place":
                return self._place(mention)
            case "Programme":
                return self.programmes.entity(mention, said)
            case _:
                return self.known.group(said, mention.type)

    def _place(self, mention: Mention) -> Entity | None:
        name = squeeze(self.said(mention))
        if mention.form == "own-place":
            row = self.homes.at_level(name[1:])
            return Entity("Place", row.key, (row.name, *row.aliases, name)) if row else None
        full = self.known.tables.get("province-abbreviations", {}).get(name, name)
        place, size = self.known.gazetteer.leading_places(full)
        if full != name and place is not None:
            return Entity("Place", place.key, tuple(dict.fromkeys((place.name, *place.aliases, name))))
        if place is None:
            return Entity("Place", name, (name,))
        key, full = place.key + name[size:], (place.name if size == len(name) else name)
        names = (full, name, *(place.aliases if size == len(name) else ()))
        return Entity("Place", key, tuple(dict.fromkeys(names)))
