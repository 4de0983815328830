"""A match goes in; the facts that its rule states come out, each with the stretch of the source that says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, islice, product

from msgspec import Struct

from kg.model import Assertion, Capture, Entity, Evidence, Link, Literal, Mention, Resolved
from kg.ontology import Ontology
from kg.relations.match import Filled, Match
from kg.relations.rules import WHOLE, Rule, Statement
from kg.relations.tape import Clause, enclosing

MOST = 2000  # facts of one statement in one match: a list of a thousand bodies does not make half a million pairs
BYLINES = ("byline",)


class End(Struct, frozen=True, gc=False):
    """One end of a fact: the entity or literal, and the mention that it came from (none for a constant)."""

    value: Entity | Literal
    role: str = ""
    link: Link | None = None


Ends = tuple[End, ...]
Pair = tuple[End, End]


class Ground:
    """A document as statements see it: what its constants stand for."""

    def __init__(self, resolved: Resolved, ontology: Ontology) -> None:
        self.resolved, self.ontology = resolved, ontology
        self._authors: dict[int, Ends] | None = None
        self._annexed = tuple(_annexed(resolved))
        self._annexes = dict(_annexes(resolved))

    def constant(self, name: str, offset: int) -> Ends:
        """What @document, @instrument or @author stands for at an offset of the text."""
        article = self.resolved.document.article_at(offset).number
        if name == "@document":
            return (End(self.resolved.article_entity(article)),)
        if name == "@instrument" and article in self._annexes:
            return (End(self._annexes[article]),)
        if name == "@instrument":
            if any(start <= offset < end for start, end in self._annexed):
                return ()
            return (End(self.resolved.instrument),) if self.resolved.instrument else ()
        if self._authors is None:
            self._authors = self._bylines()
        return self._authors.get(article, ())

    def _bylines(self) -> dict[int, Ends]:
        """The persons named in the bylines of each article."""
        document = self.resolved.document
        blocks = [block for block in document.blocks if block.kind in BYLINES]
        found: dict[int, dict[str, End]] = {}
        at = 0
        for link in self.resolved.links:
            start = link.mention.start
            while at < len(blocks) and blocks[at].end <= start:
                at += 1
            if at == len(blocks):
                break
            if blocks[at].start <= start and isinstance(link.entity, Entity) and link.entity.type == "Person":
                article = document.article_at(start).number
                found.setdefault(article, {}).setdefault(link.entity.key, End(link.entity))
        return {article: tuple(ends.values()) for article, ends in found.items()}


def _annexes(resolved: Resolved) -> Iterator[tuple[int, Entity]]:
    """What the annexes embody that are instruments: 附件1 / 甲办法. Any other is a part of the text that it is annexed to."""
    for article in resolved.document.articles:
        if article.annex:
            titles = (link for link in resolved.links if link.mention.form == "title-line")
            for link in titles:
                if article.start <= link.mention.start < article.end and isinstance(link.entity, Entity):
                    yield article.number, link.entity
                    break


def _annexed(resolved: Resolved) -> Iterator[tuple[int, int]]:
    """The notes behind an instrument's articles: they tell the life of what is annexed, not its own."""
    begun = False
    for block in resolved.document.blocks:
        begun = begun or block.kind == "article"
        if begun and block.kind == "note":
            yield block.start, block.end


def state(ground: Ground, rule: Rule, clause: Clause, match: Match, modality: str) -> Iterator[Assertion]:
    """The facts of a match that fit the ontology; a thing is never related to itself."""
    words = [clause.span(*anchor) for anchor in match.anchors]
    for statement in rule.statements:
        upward = WHOLE in (statement.subject, statement.object)
        pairs = _wholes(statement, match) if upward else _pairs(ground, statement, clause, match)
        for subject, stated in islice(pairs, MOST):
            found = _fact(ground, statement.predicate, subject.value, stated.value)
            if found is not None and (upward or not _holds(*found)):
                evidence = _evidence(ground, rule, clause, match, words, (subject, stated), modality)
                yield Assertion(found[0], statement.predicate, found[1], evidence)


def _holds(whole: Entity, part: Entity | Literal) -> bool:
    """Is the object a part of the subject? 依照本法第五条 cites no other text."""
    here = part.whole if isinstance(part, Entity) else None
    while here is not None:
        if here.key == whole.key and here.type == whole.type:
            return True
        here = here.whole
    return False


def _wholes(statement: Statement, match: Match) -> Iterator[Pair]:
    """What a mention is a part of, and what that is a part of, upward; all of it is said where the mention stands.

    A part of a part is a part of the whole too: 第三条第二款 of a law is a provision of the law.
    """
    downward = statement.subject == WHOLE
    role = statement.object if downward else statement.subject
    for link in match.roles().get(role, ()):
        first = link.entity
        if not isinstance(first, Entity) or first.whole is None:
            continue
        pairs = [(first, first.whole)]
        while (here := pairs[-1][1]).whole is not None:
            pairs.append((here, here.whole))
        if len(pairs) > 1:
            pairs.append((first, here))
        for part, whole in pairs:
            ends = End(part, role, link), End(whole)
            yield ends[::-1] if downward else ends


def _fact(
    ground: Ground, predicate: str, subject: Entity | Literal, stated: Entity | Literal
) -> tuple[Entity, Entity | Literal] | None:
    """Both ends if they may be stated; those of a symmetric property in the order of their keys."""
    ontology = ground.ontology
    if isinstance(subject, Literal):
        return None
    if isinstance(stated, Literal):
        fits = ontology.properties[predicate].kind == "literal" and ontology.fits(
            predicate, subject.type, stated.datatype
        )
        return (subject, stated) if fits else None
    if subject.key == stated.key and ontology.top(subject.type) == ontology.top(stated.type):
        return None
    if not ontology.fits(predicate, subject.type, stated.type):
        return None
    if ontology.properties[predicate].symmetric:
        one, other = (ontology.top(subject.type), subject.key), (ontology.top(stated.type), stated.key)
        return (stated, subject) if other < one else (subject, stated)
    return subject, stated


def _pairs(ground: Ground, statement: Statement, clause: Clause, match: Match) -> Iterable[Pair]:
    if not match.loops:
        roles: Filled = {**match.filled, **match.carried} if match.carried else match.filled
        return _paired(ground, statement, clause, roles, 0, 1)
    turns = [*_turns(statement, match)]
    return chain.from_iterable(
        _paired(ground, statement, clause, roles, turn, len(turns)) for turn, roles in enumerate(turns)
    )


def _paired(
    ground: Ground, statement: Statement, clause: Clause, roles: Filled, turn: int, turns: int
) -> Iterable[Pair]:
    subject, stated = statement.subject, statement.object
    subjects, objects = _ends(ground, clause, subject, roles), _ends(ground, clause, stated, roles)
    if statement.only:
        allowed = ground.ontology.subclasses(statement.only)
        subjects = tuple(one for one in subjects if _class(one.value) in allowed)
    if subject == stated:
        return combinations(subjects, 2)
    if subject == "@author" and stated[0] != "@":
        return _shared(subjects, objects, turn, turns)
    if stated == "@author" and subject[0] != "@":
        return ((one, author) for author, one in _shared(objects, subjects, turn, turns))
    return product(subjects, objects)


def _ends(ground: Ground, clause: Clause, name: str, roles: Filled) -> Ends:
    """What a constant stands for here, or what fills a role."""
    if name[0] == "@":
        return ground.constant(name, clause.start)
    links = roles.get(name, ())
    return tuple(
        [End(link.entity, name, link) for link in (dict.fromkeys(links) if len(links) > 1 else links)]
    )


def _class(value: Entity | Literal) -> str:
    return value.type if isinstance(value, Entity) else ""


def _shared(authors: Ends, others: Ends, turn: int, turns: int) -> Iterator[tuple[End, End]]:
    """Several authors share what is said of them: one to one where the numbers agree, all where it is one thing."""
    if len(authors) == 1 or (turns == len(others) == 1):
        yield from ((author, other) for author in authors for other in others)
    elif turns == len(authors):
        yield from ((authors[turn], other) for other in others)
    elif turns == 1 and len(others) == len(authors):
        yield from zip(authors, others, strict=True)


def _turns(statement: Statement, match: Match) -> Iterator[Filled]:
    """The mentions by role, once for a match, or once for each repetition of a group that holds a role of the statement."""
    roles: Filled = {**match.roles(), **match.carried}
    ends = statement.ends()
    loop = next((loop for loop in match.loops if any(end in once for end in ends for once in loop)), None)
    if loop is None:
        yield roles
        return
    inside = {role for once in loop for role in once} - set(match.filled)
    outside = {role: links for role, links in roles.items() if role not in inside}
    for once in loop:
        yield {**outside, **once}


def hugged(text: str, clause: Clause, mention: Mention) -> tuple[int, int]:
    """A mention with the marks that enclose exactly it: the quote of 《甲法》 ends with its 》."""
    marks = enclosing(text, clause.start, mention.start, mention.end, clause.end)
    return mention.start - marks, mention.end + marks


def _evidence(
    ground: Ground,
    rule: Rule,
    clause: Clause,
    match: Match,
    words: list[tuple[int, int]],
    ends: Pair,
    modality: str,
) -> Evidence:
    """From the first to the last of the fixed words and of the two mentions, those carried from before left out."""
    document = ground.resolved.document
    spans, captures = words.copy(), []
    for end in ends:
        if end.link is None:
            continue
        mention, carried = end.link.mention, end.role in match.carried
        place = document.place(mention.start, mention.end)
        captures.append(Capture(end.role, place.start, place.end, carried))
        if not carried:
            spans.append(hugged(document.text, clause, mention))
    if not spans:
        spans.append(clause.span(match.start, match.end))
    start, stop = spans[0] if len(spans) == 1 else _around(spans)
    if len(captures) > 1:
        captures.sort(key=_place)
    place = document.place(start, stop)
    return Evidence(
        document.path,
        place.start,
        place.end,
        document.source.text[place.start : place.end],
        rule.id,
        document.article_at(start).number,
        modality,
        tuple(captures),
    )


def _around(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """From where the first of some spans begins to where the last ends."""
    return min(spans)[0], max([last for _, last in spans])


def _place(capture: Capture) -> tuple[int, int, str]:
    return capture.start, capture.end, capture.role
