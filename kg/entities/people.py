"""People and their posts: which body a post is in, and what tells one bearer of a name from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.entities.names import squeeze
from kg.model import Document, Entity, Mention

JOINERS = frozenset("、，,和兼及 　")
GOVERNMENT = "人民政府"
COMMITTEE = ("中国共产党", "委员会")  # what a local committee of the party has about its place


@dataclass(slots=True)
class Offices:
    """Posts with their bodies, by the place of the mention; filled from left to right."""

    document: Document
    usual: Mapping[str, Entity]
    alone: frozenset[str]
    party_posts: frozenset[str]
    government_posts: frozenset[str]
    apart: frozenset[str]
    government: Callable[[str], Entity]
    government_here: Callable[[str, int], Entity | None]
    befores: tuple[str, ...]
    strangers: tuple[str, ...]
    countries: tuple[str, ...]
    hosts: Mapping[str, Entity]
    group_of: Callable[[str, int], Entity | None]
    bodies: Mapping[int, Entity]
    inner: Mapping[tuple[int, int], Entity]
    places: Mapping[int, str]
    rows: Mapping[int, Entity]
    found: dict[tuple[int, int], Entity]

    def post(self, mention: Mention, previous: Mention | None) -> Entity:
        """The office of a mention: the body just before it, or the body of the post it is listed with."""
        name = self._said(mention)
        start = self._said_from(mention.start)
        listed = previous is not None and self._listed(previous, mention)
        earlier = self.found.get((previous.start, previous.end)) if previous is not None and listed else None
        body = self.inner.get((mention.start, mention.end))
        if body is not None:  # 甲国财政部|长
            alien = (earlier is not None and self._alien(earlier.whole)) or self.places.get(
                start, ""
            ).startswith(self.countries)
            return self._made(mention, name, None) if alien else self._made(mention, name[-1], body)
        body = self.rows.get(mention.start) or self.bodies.get(start) or self.group_of(name, mention.start)
        governs = name in self.government_posts
        if body is None and governs and start in self.places:
            body = self.government(self.places[start])
        if body is None and name in self.usual and not self._led(start):
            body = self.usual[name]
        apart = name in self.apart and previous is not None and self._said(previous) in self.government_posts
        if body is None and earlier is not None and not apart and (name not in self.alone or governs):
            body = self._shared(name, earlier.whole)
        if body is None and governs:
            body = self.government_here(name, mention.start)
        return self._made(mention, name, body)

    def _said(self, mention: Mention) -> str:
        return squeeze(self.document.text[mention.start : mention.end])

    def _made(self, mention: Mention, name: str, body: Entity | None) -> Entity:
        entity = office(name, body, self.document.path)
        self.found[(mention.start, mention.end)] = entity
        return entity

    def _shared(self, name: str, body: Entity | None) -> Entity | None:
        """The body of a listed post: 省总工会党组书记、副主席: the union; 市委常委、副市长: the government."""
        if body is None or name in self.party_posts:
            return body
        place = body.key.removeprefix(COMMITTEE[0]).removesuffix(COMMITTEE[1])
        if name not in self.government_posts:
            return self.hosts.get(body.key, body)
        if f"{COMMITTEE[0]}{place}{COMMITTEE[1]}" == body.key:
            return self.government(place)
        level = next((sign for sign in name if f"{sign}{GOVERNMENT}" in body.key), "")
        return body if level else None

    def _alien(self, body: Entity | None) -> bool:
        """Is a body another country's, so that an office listed with one of it is too: 甲国代表团团长、司法部长?"""
        return body is not None and body.names[0].startswith(self.countries)

    def _said_from(self, at: int) -> int:
        """Where a post begins with what says when it is held: 甲局|原|局长."""
        text = self.document.text
        return next((at - len(word) for word in self.befores if text.endswith(word, 0, at)), at)

    def _led(self, at: int) -> bool:
        """Does the name of a country, a party or a league stand before a post, so that it is another's?"""
        return at in self.places or self.document.text.endswith(self.strangers, 0, at)

    def _listed(self, previous: Mention, mention: Mention) -> bool:
        between = self.document.text[previous.end : mention.start]
        return 0 < len(between) <= 2 and all(c in JOINERS for c in between)


def office(name: str, body: Entity | None, path: str) -> Entity:
    """One office: a post of a body; without a body, a post of this document."""
    if body is None:
        return Entity("Post", f"{name}@{path}", (name,))
    names = tuple(
        dict.fromkeys((f"{body.names[0]}{name}", *(f"{other}{name}" for other in body.names[1:6]), name))
    )
    return Entity("Post", f"{body.key}{name}", names, body)


def person(name: str, said: str, bodies: Sequence[Entity | None], path: str) -> Entity:
    """A person: the name with the body of an office that stands beside it, else the name in this document."""
    for body in bodies:
        if body is not None:
            return Entity("Person", f"{name}（{body.key}）", tuple(dict.fromkeys((name, said))))
    return Entity("Person", f"{name}@{path}", tuple(dict.fromkeys((name, said))))
