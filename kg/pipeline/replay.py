"""Readings and a person's decisions → the readings as they are after them, and which decisions still meet something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from kg import ontology
from kg.errors import KgError
from kg.graph import DOCUMENT, Graph, iri
from kg.model import Assertion, Entity, Link, Literal, Reading
from kg.pipeline.decisions import (
    ACCEPT,
    MERGE,
    REJECT,
    RENAME,
    SAME,
    SPLIT,
    UNRESOLVED,
    Decision,
    Key,
    key,
)
from kg.seeds import Row

Triple = tuple[Key, str, "Key | str"]


@dataclass(frozen=True, slots=True)
class Changed:
    """An entity after the decisions, and the ids of those that made it so."""

    entity: Entity
    ids: tuple[str, ...] = ()


class Replay:
    """The decisions, ready to be replayed on one reading after the other; it keeps note of those that met something."""

    def __init__(self, rows: Sequence[Decision], readings: Iterable[Reading]) -> None:
        """Raises KgError for two rows that move one entity to two places, or in a circle."""
        self.top = ontology.load().top
        self.rows = rows
        self.met: set[str] = set()
        self.merges: dict[Key, tuple[Key, Decision]] = {}
        self.splits: dict[tuple[Key, str], tuple[Key, Decision]] = {}
        self.names: dict[Key, Decision] = {}
        for row in rows:
            self._take(row)
        for start in self.merges:
            self._chain(start)
        self.facts: dict[Triple, list[Decision]] = defaultdict(list)
        for row in rows:
            if row.decision in (ACCEPT, REJECT) and row.predicate not in (SAME, UNRESOLVED):
                for triple in self._triples(row):
                    self.facts[triple].append(row)
        self.wanted = {end for end, _ in (*self.merges.values(), *self.splits.values())}
        self.known: dict[Key, Entity] = {}
        if self.wanted:
            for reading in readings:
                self._look(reading)

    def unmet(self) -> tuple[Decision, ...]:
        """The decisions that met nothing, in the order of their files."""
        return tuple(row for row in self.rows if row.id not in self.met)

    def reading(self, reading: Reading) -> Reading:
        """What a document says after the decisions: facts that were rejected are gone, entities are what they were said to be."""
        path = reading.document.path
        changed: dict[Entity, Changed] = {}

        def now(entity: Entity) -> Changed:
            if entity not in changed:
                changed[entity] = self._entity(entity, path)
            return changed[entity]

        resolved = reading.resolved
        links = tuple(
            link if isinstance(link.entity, Literal) else Link(link.mention, now(link.entity).entity)
            for link in resolved.links
        )
        instrument = resolved.instrument and now(resolved.instrument).entity
        assertions = []
        for assertion in reading.assertions:
            subject, value = now(assertion.subject), assertion.object
            other = now(value) if isinstance(value, Entity) else None
            said = self._assertion(assertion, subject, other, path)
            if said is not None:
                assertions.append(said)
        self._citations(reading)
        return Reading(replace(resolved, links=links, instrument=instrument), tuple(assertions))

    def _citations(self, reading: Reading) -> None:
        """Note which citations that were decided about are there still, as the source has them."""
        document = reading.document
        places = (document.place(one.start, one.end) for one in reading.resolved.unresolved)
        texts = {document.source.text[place.start : place.end].strip() for place in places}
        for row in self.rows:
            if row.predicate == UNRESOLVED and row.key()[1] == document.path and row.object in texts:
                self.met.add(row.id)

    def lexicon(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of the lexicons, with the names that were decided on."""
        for row in rows:
            at = self.top(row.type), row.key or row.name
            decision = self.names.get(at)
            yield replace(row, name=decision.object, key=at[1]) if decision else row

    def graph(self, graph: Graph) -> Graph:
        """The graph without the likenesses that were rejected."""
        apart = set()
        for row in self.rows:
            if row.predicate == SAME and row.decision in (ACCEPT, REJECT):
                ends = (row.key(), key(row.object, row.place))
                one, other = sorted(iri(graph.base, *self._final(end)) for end in ends)
                if (one, other) in graph.close:
                    self.met.add(row.id)
                if row.decision == REJECT:
                    apart.add((one, other))
        return replace(graph, close=tuple(pair for pair in graph.close if pair not in apart))

    def _take(self, row: Decision) -> None:
        here = row.key() if row.decision in (MERGE, SPLIT, RENAME) else ("", "")
        moved = self.merges.get(here)
        if row.decision == MERGE and not row.document:
            end = key(row.object, row.place)
            if moved and moved[0] != end:
                wrong = f"{row.subject} is merged into {moved[1].object} already"
                raise KgError(row.place, wrong, "one row for an entity", f"see {moved[1].place}")
            self.merges[here] = end, row
        elif row.decision in (MERGE, SPLIT):
            end = key(row.object, row.place) if row.object else (here[0], f"{here[1]}@{row.document}")
            self.splits[here, row.document] = end, row
        elif row.decision == RENAME:
            self.names[here] = row

    def _chain(self, start: Key) -> None:
        seen = [start]
        while seen[-1] in self.merges:
            end, row = self.merges[seen[-1]]
            if end in seen:
                raise KgError(row.place, f"{row.subject} is merged in a circle", "merges that come to an end")
            seen.append(end)

    def _final(self, here: Key) -> Key:
        while here in self.merges:
            here = self.merges[here][0]
        return here

    def _triples(self, row: Decision) -> set[Triple]:
        """The facts a row means: as they were read, and as merges make them; a symmetric one either way round."""
        one, value = row.key(), row.value()
        ends: set[tuple[Key, Key | str]] = {(one, value)}
        ends.add((self._final(one), self._final(value) if isinstance(value, tuple) else value))
        found: set[Triple] = {(s, row.predicate, o) for s, o in ends}
        if ontology.load().property(row.predicate).symmetric:
            found |= {(o, row.predicate, s) for s, o in ends if isinstance(o, tuple)}
        return found

    def _look(self, reading: Reading) -> None:
        """Note what the ends of merges are called, whatever the order of the readings."""
        for entity in reading.entities():
            at = self.top(entity.type), entity.key
            if at in self.wanted:
                known = self.known.get(at, entity)
                self.known[at] = min(known, entity, key=lambda one: (one.type, one.names))

    def _entity(self, entity: Entity, path: str) -> Changed:
        top = self.top(entity.type)
        if top == DOCUMENT:
            return Changed(entity)
        ids: list[str] = []
        here = top, entity.key
        now = entity
        if entity.whole is not None:
            whole = self._entity(entity.whole, path)
            ids += whole.ids
            if whole.entity != entity.whole:
                now = structs.replace(now, whole=whole.entity, key=_moved(entity, whole.entity))
        if (here, path) in self.splits:
            end, row = self.splits[here, path]
            ids.append(row.id)
            now = self._moved(now, end)
        while (top, now.key) in self.merges:
            end, row = self.merges[top, now.key]
            ids.append(row.id)
            now = self._moved(now, end)
        if (top, now.key) in self.names:
            named = self.names[top, now.key]
            ids.append(named.id)
            now = structs.replace(now, names=tuple(dict.fromkeys((named.object, *now.names))))
        self.met.update(ids)
        return Changed(now, tuple(ids))

    def _moved(self, entity: Entity, end: Key) -> Entity:
        """The entity as the one at the end: that one's class, name and whole first, where it is known."""
        other = self.known.get(end)
        if other is None:
            return structs.replace(entity, key=end[1])
        names = tuple(dict.fromkeys((*other.names[:1], *entity.names)))
        return Entity(other.type, end[1], names, other.whole)

    def _assertion(
        self, said: Assertion, subject: Changed, other: Changed | None, path: str
    ) -> Assertion | None:
        """A fact after the decisions; None where it was rejected, or where both its ends have become one."""
        value = said.object if other is None else other.entity
        ids = [*subject.ids, *(other.ids if other else ())]
        before = self._triple(said.subject, said.predicate, said.object)
        after = self._triple(subject.entity, said.predicate, value)
        if after[0] == after[2] and before[0] != before[2]:
            return None
        for row in dict.fromkeys((*self.facts.get(before, ()), *self.facts.get(after, ()))):
            if row.document in ("", path):
                self.met.add(row.id)
                if row.decision == REJECT:
                    return None
                ids.append(row.id)
        if not ids:
            return said
        evidence = structs.replace(said.evidence, decisions=tuple(sorted({*said.evidence.decisions, *ids})))
        return Assertion(subject.entity, said.predicate, value, evidence)

    def _triple(self, subject: Entity, predicate: str, value: Entity | Literal) -> Triple:
        end = value.value if isinstance(value, Literal) else (self.top(value.type), value.key)
        return (self.top(subject.type), subject.key), predicate, end


def _moved(part: Entity, whole: Entity) -> str:
    """The key of a part whose whole has another one: a post's and a provision's begin with it."""
    assert part.whole is not None
    rest = part.key.removeprefix(part.whole.key)
    return part.key if rest == part.key else f"{whole.key}{rest}"
