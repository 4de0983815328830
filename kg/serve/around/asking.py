"""A site and what is asked of an entity → the answer, by queries that run where all queries run; nothing is read here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from kg import ontology
from kg.exports.explorer.sentence import shown
from kg.model import Evidence, Literal
from kg.serve.around import queries
from kg.serve.around.answers import (
    Around,
    Entity,
    Hit,
    Hits,
    Neighbour,
    Relation,
    Said,
    Sentences,
    Thing,
    Value,
)
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.saying import called, cut, marked
from kg.serve.site import RequestError, Site

Cell = Mapping[str, str]
Row = Mapping[str, Cell]
NAMES = 24
UNNAMED = ("", "Rule")
"""What has a label and is no thing of the texts."""
SPARE = 4
"""So many names are looked through for each thing that is wanted: one thing may have several."""


@dataclass(slots=True)
class Asking:
    """Asks a site, and keeps what it has learned of things, for one answer."""

    site: Site
    addresses: Addresses
    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    truncated: str = ""

    async def rows(self, query: str) -> list[dict[str, dict[str, str]]]:
        """The rows of a query; that a limit cut them short is kept."""
        found = await self.site.ask(query)
        self.truncated = self.truncated or found.truncated
        return found.rows()

    async def learn(self, iris: Iterable[str]) -> None:
        """Labels, other names and classes of things."""
        for row in await self.rows(queries.things(sorted(set(iris)))):
            here = row["thing"]["value"]
            if "label" in row:
                self.labels.setdefault(here, row["label"]["value"])
            if "name" in row:
                self.names.setdefault(here, []).append(row["name"]["value"])
            if "class" in row:
                self.classes.setdefault(here, []).append(row["class"]["value"])

    def thing(self, iri: str) -> Thing:
        """What has been learned of a thing; what has no name goes by the end of its IRI."""
        terms = ontology.load()
        local = (name.removeprefix(terms.namespace) for name in self.classes.get(iri, ()))
        kind = min(
            (name for name in local if name in terms.classes),
            key=lambda name: (-terms.depth(name), name),
            default="",
        )
        tail = self.addresses.tail(iri)
        label = self.labels.get(iri) or unquote(tail.partition("/")[2]) or iri
        return Thing(iri, tail, shown(label), kind, terms.top(kind) if kind else "")

    def end(self, cell: Cell) -> Thing | Value:
        """What a fact leads to."""
        if cell["type"] == "uri":
            return self.thing(cell["value"])
        return Value(shown(cell["value"]), cell.get("datatype", ontology.XSD + "string").rpartition("#")[2])

    # --- the four questions

    async def suggest(self, words: str, kind: str, most: int) -> Hits:
        """Things by a part of a name."""
        found: dict[str, str] = {}
        wanted = most * SPARE
        rows = await self.rows(queries.called(words, kind, wanted))
        for row in rows:
            here = row["thing"]["value"]
            if self.addresses.tail(here).partition("/")[0] not in UNNAMED:
                found.setdefault(here, row["name"]["value"])
        chosen = list(found)[:most]
        if chosen:
            await self.learn(chosen)
        hits = tuple(Hit(self.thing(iri), shown(found[iri])) for iri in chosen)
        return Hits(hits, len(found) > most or len(rows) == wanted, self.truncated)

    async def entity(self, iri: str) -> Entity:
        """A thing and what leads from it and to it."""
        await self.learn([iri])
        counts: dict[tuple[str, bool], int] = {}
        for row in await self.rows(queries.relations(iri)):
            name = row["property"]["value"].removeprefix(ontology.NAMESPACE)
            stated = ontology.load().properties.get(name)
            if stated:
                way = stated.symmetric or row["out"]["value"] == "true"
                counts[name, way] = counts.get((name, way), 0) + int(row["count"]["value"])
        if not counts and iri not in self.labels:
            raise RequestError(
                404, f"the graph has nothing at {self.addresses.tail(iri)}", "an entity of this build"
            )
        relations = (relation(name, count, out=out) for (name, out), count in counts.items())
        order = sorted(relations, key=lambda one: (-one.count, one.property, not one.out))
        names = tuple(map(shown, self.names.get(iri, ())[:NAMES]))
        return Entity(self.thing(iri), names, tuple(order), self.truncated)

    async def around(self, iri: str, name: str, page: int, most: int, *, out: bool) -> Around:
        """A page of the facts of a relation, each with a sentence."""
        counted = await self.rows(queries.count(iri, name, out=out))
        total = int(counted[0]["count"]["value"])
        part = cut(total, page, most)
        found = (
            await self.rows(queries.neighbours(iri, name, out=out, start=part.start, most=most))
            if total
            else []
        )
        await self.learn([iri, *(row["end"]["value"] for row in found if row["end"]["type"] == "uri")])
        said = await self.said(row["first"]["value"] for row in found)
        neighbours = []
        for row in found:
            end, first = row["end"], said.get(row["first"]["value"])
            ends = (self.words(row["end"], first), self.words({"type": "uri", "value": iri}, first))
            neighbours.append(
                Neighbour(
                    self.addresses.tail(row["fact"]["value"]),
                    self.end(end),
                    int(row["places"]["value"]),
                    self.told(first, *(reversed(ends) if out else ends)) if first else None,
                )
            )
        told = relation(name, total, out=out)
        return Around(self.thing(iri), told, part.page, part.pages, tuple(neighbours), self.truncated)

    async def sentences(self, statement: str, page: int, most: int) -> Sentences:
        """A page of the places that say a fact."""
        stated = await self.rows(queries.fact(statement))
        if not stated:
            raise RequestError(404, f"no fact is at {self.addresses.tail(statement)}", "a fact of this build")
        row = stated[0]
        part = cut(int(row["places"]["value"]), page, most)
        rows = await self.rows(queries.supporting(statement, start=part.start, most=most))
        places = [one["place"]["value"] for one in rows]
        said = await self.said(places)
        await self.learn(row[end]["value"] for end in ("subject", "object") if row[end]["type"] == "uri")
        told = tuple(
            self.told(found, self.words(row["subject"], found), self.words(row["object"], found))
            for found in (said[place] for place in places if place in said)
        )
        return Sentences(
            self.addresses.tail(statement),
            self.thing(row["subject"]["value"]),
            row["property"]["value"].removeprefix(ontology.NAMESPACE),
            self.end(row["object"]),
            part.count,
            part.page,
            part.pages,
            told,
            self.truncated,
        )

    # --- sentences

    async def said(self, places: Iterable[str]) -> dict[str, Row]:
        """What stands at some places."""
        wanted = sorted(set(places))
        rows = await self.rows(queries.places(wanted)) if wanted else []
        return {row["place"]["value"]: row for row in rows}

    def words(self, cell: Cell, row: Row | None) -> tuple[str, ...]:
        """What an end of a fact may be called in a sentence."""
        if not row or cell["type"] == "uri":
            here = cell["value"]
            return tuple(filter(None, (self.labels.get(here, ""), *self.names.get(here, ()))))
        datatype = cell.get("datatype", ontology.XSD + "string").rpartition("#")[2]
        return called(Literal(cell["value"], datatype), row["exact"]["value"])

    def told(self, row: Row, subject: Collection[str], other: Collection[str]) -> Said:
        """A place as a sentence: of the source so much as the build kept with it."""
        said = {name: cell["value"] for name, cell in row.items()}
        before = said.get("prefix", "")
        path, rule = said.get("path", ""), unquote(said["rule"].rpartition("/")[2])
        place = Evidence(path, len(before), len(before) + len(said["exact"]), said["exact"], rule)
        sentence, _ = marked(
            place, before + said["exact"] + said.get("suffix", ""), tuple(subject), tuple(other)
        )
        document = said.get("scope") or said["source"]
        return Said(
            tuple((piece.text, piece.mark) for piece in sentence),
            Thing(document, self.addresses.tail(document), shown(said.get("title") or path)),
            shown(path),
            int(said["start"]),
            int(said["end"]),
            shown(rule),
            shown(said.get("modality", "")),
            self.addresses.tail(said["place"]),
        )


def relation(name: str, count: int, *, out: bool) -> Relation:
    """A property as it reads from where one stands."""
    stated = ontology.load().property(name)
    zh, en = stated.label_zh, stated.label_en
    if not out:
        zh, en = stated.inverse_zh or zh, stated.inverse_en or en
    return Relation(name, out or stated.symmetric, zh, en, count)
