"""A loaded graph and the questions of an agent → short answers with the sentences to quote, each of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from kg import ontology
from kg.errors import KgError, QueryError
from kg.graph import Fact
from kg.model import Literal
from kg.pipeline.folder import MANIFEST
from kg.verbs.desk.answers import Around, Entity, Hit, Hits, Place, Proof, Proofs, Rows, Said, Step, Ways
from kg.verbs.explain import Explained, explain
from kg.verbs.find import find
from kg.verbs.load import Loaded, load
from kg.verbs.query import named, query
from kg.verbs.quote import Quote
from kg.verbs.telling import Telling
from kg.verbs.walk import Neighbour, neighbours, paths

MOST = 50
"""Items of one answer, whatever is asked for."""
PLACES = 5
"""Places of one fact that are told."""
WAYS = 10
ROWS = 200
LONGEST = 600
"""Characters of one text; what is longer is cut and ends in …."""
LARGEST = 60_000
"""Characters of the cells of one table."""
SECONDS = 20.0
FACTS = 10
STEPS = 3


class Desk:
    """Where an agent asks. Each method is a tool, its docstring what the agent is told of it."""

    def __init__(self, output: Path, seeds_folders: Sequence[Path] = ()) -> None:
        self.folder = output
        self.seeds_folders = seeds_folders
        self._state = _state(output)
        self._graph = load(output)

    @property
    def graph(self) -> Loaded:
        """The graph as it is now: a build may have written another one since the last question."""
        if (state := _state(self.folder)) != self._state:
            self._state, self._graph = state, load(self.folder)
        return self._graph

    def search_entities(self, words: str, kind: str = "", limit: int = 10) -> Hits:
        """Find entities by their name, short name or a part of it; start here.

        words: a Chinese name or a part of one, such as 总工会 or 志愿服务条例.
        kind: only entities of this class, such as Organisation, LegalInstrument, Programme, Person, Post, Event, Provision.
        limit: how many, 50 at most; those with most facts come first.
        """
        if kind:
            _known(kind, ontology.load().classes, "class")
        found = find(self.graph, words, kind)
        shown = tuple(
            Hit(self._entity(one.iri), one.facts, one.documents) for one in found[: _bounded(limit)]
        )
        hint = "" if found else "no name contains it: try a shorter part of the name, or leave kind out"
        return Hits(len(found), shown, hint or _more(len(shown), len(found), "a longer part of the name"))

    def neighbours(self, entity: str, relation: str = "", limit: int = 20, offset: int = 0) -> Around:
        """The facts of an entity, those it is the subject of and those it is the object of, each with a sentence to quote.

        entity: a name that is unique, or an id from another answer.
        relation: only facts with this property, such as implements, basedOn, issuedBy, holdsPost.
        limit, offset: which of them, 50 at a time.
        """
        if relation:
            relation = _relation(relation)
        node = self.graph.entity(entity)
        facts = [_met(one) for one in neighbours(self.graph, node.iri, relation)]
        facts += [
            (fact, None)
            for fact in sorted(self.graph.facts(subject=node.iri, predicate=relation), key=str)
            if isinstance(fact.object, Literal)
        ]
        shown = facts[max(offset, 0) :][: _bounded(limit)]
        steps = tuple(self._step(fact, other) for fact, other in shown)
        hint = _more(len(steps) + max(offset, 0), len(facts), "offset, or relation")
        return Around(self._entity(node.iri), len(facts), steps, hint)

    def evidence_of_fact(self, subject: str, relation: str, object: str = "", limit: int = FACTS) -> Proofs:  # noqa: A002
        """The sentences that state a fact, word for word, with document, line, article and the rule that read them: quote these.

        subject, object: names or ids; an empty one stands for anything, but not both.
        relation: the property, such as implements (or its Chinese name, 实施).
        limit: of how many facts, 50 at most; of each fact at most five places are told.
        A fact that is not there is not stated by any document that was read: say so, and do not guess.
        """
        ends = tuple(end.strip() or "?" for end in (subject, object))
        if ends == ("?", "?"):
            raise KgError("", "neither subject nor object is given", hint="search_entities for a name of one")
        told = explain(
            self.graph, f"{ends[0]} {_relation(relation)} {ends[1]}", self.seeds_folders, _bounded(limit)
        )
        found = len(told.facts) + told.left
        proofs = tuple(self._proof(one) for one in told.facts)
        return Proofs(found, proofs, _more(len(proofs), found, "both ends of the fact"))

    def paths(self, start: str, end: str, longest: int = STEPS) -> Ways:
        """The shortest ways from one entity to another along facts, in either direction, each step with a sentence to quote.

        start, end: unique names or ids.
        longest: of how many facts a way may be, 1 to 4.
        """
        if not 1 <= longest <= STEPS + 1:
            raise KgError("", f"a way of {longest} facts", f"1 to {STEPS + 1}")
        found = paths(self.graph, start, end, longest)
        shown = tuple(tuple(self._step(*_met(step)) for step in way) for way in found[:WAYS])
        hint = "" if found else f"no document joins them by {longest} facts or fewer"
        return Ways(len(found), shown, hint or _more(len(shown), len(found), "neighbours"))

    def sparql(self, asked: str, values: Mapping[str, str] | None = None, limit: int = ROWS) -> Rows:
        """Ask the graph in SPARQL 1.1, reading only: a SELECT, ASK or CONSTRUCT query, or the name of a ready-made one.

        asked: the query; the prefixes pk:, rdfs:, skos:, dcterms:, prov:, oa:, xsd: are known. Names are rdfs:label. The resource
        kg://ontology has the classes and properties, kg://queries the names of ready-made queries.
        values: what a ready-made query's $parameters are, by name.
        limit: how many rows, 200 at most. A query runs for 20 seconds at most. Rows are no quotations: ask evidence_of_fact.
        """
        if "{" not in asked and asked not in {one.name for one in named()}:
            raise QueryError(
                "", f"{asked!r} is no query", hint=f"SPARQL, or {', '.join(one.name for one in named())}"
            )
        found = query(self.folder, asked, values or {}, seconds=SECONDS)
        kept: list[tuple[str, ...]] = []
        size, clipped = 0, False
        for row in found.rows[: max(1, min(limit, ROWS))]:
            cells = tuple(map(_cut, row))
            size += sum(map(len, cells))
            if size > LARGEST:
                break
            clipped = clipped or cells != tuple(row)
            kept.append(cells)
        hint = _more(len(kept), len(found.rows), "LIMIT and OFFSET, or counting in the query")
        return Rows(found.columns, tuple(kept), len(found.rows), clipped or len(kept) < len(found.rows), hint)

    def about(self) -> str:
        """What the graph is of, for an agent: how much of what, and the documents."""
        counts = ", ".join(f"{count} {name}" for name, count in self.graph.manifest.counts.items())
        papers = [one.path for one in self.graph.manifest.documents]
        listed = [*papers[:ROWS], *([f"… and {len(papers) - ROWS} more"] if len(papers) > ROWS else [])]
        return "\n".join(
            (f"A knowledge graph of Chinese policy text: {counts}.", "", "Documents:", *listed, "")
        )

    def _step(self, fact: Fact, other: str | None) -> Step:
        quotes = self.graph.quotes(fact)
        value = fact.object.value if isinstance(fact.object, Literal) else self.graph.node(fact.object).label
        return Step(
            _cut(self.graph.node(fact.subject).label),
            fact.predicate,
            _cut(value),
            self._entity(other) if other else None,
            len(quotes),
            _place(quotes[0]) if quotes else None,
        )

    def _entity(self, iri: str) -> Entity:
        """An entity with its class and key as its id, or the IRI where these would not be read as they are."""
        node, short = self.graph.node(iri), unquote(iri.removeprefix(self.graph.manifest.base))
        same = short == short.strip().strip("<>《》") and not short[:1].isspace()
        return Entity(short if same else iri, node.type, _cut(node.label), node.names[:MOST])

    def _proof(self, found: Explained) -> Proof:
        quotes = self.graph.quotes(found.fact)
        pairs = zip(found.tellings, quotes, strict=True)
        places = tuple(_said(telling, quote) for telling, quote in list(pairs)[:PLACES])
        return Proof(_cut(found.subject), found.fact.predicate, _cut(found.object), len(quotes), places)


def _state(output: Path) -> tuple[int, int]:
    """What changes when a build writes; nothing where there is no build."""
    try:
        found = (output / MANIFEST).stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def _met(one: Neighbour) -> tuple[Fact, str | None]:
    return one.fact, one.node.iri


def _place(quote: Quote) -> Place:
    where = (quote.path, quote.start, quote.end, quote.rule, quote.article, quote.modality)
    return Place(_cut(quote.exact), *where)


def _said(telling: Telling, quote: Quote) -> Said:
    sentence = "".join(piece.text for piece in telling.pieces)
    return Said(_place(quote), telling.line, _cut(sentence), telling.rule.says, telling.carried)


def _relation(asked: str) -> str:
    """A property by its name or its Chinese label; raises KgError for another word."""
    names = {one.label_zh: name for name, one in ontology.load().properties.items()}
    word = asked.strip().removeprefix("pk:").removeprefix(ontology.NAMESPACE)
    return names.get(word) or _known(word, ontology.load().properties, "property")


def _known(word: str, known: Iterable[str], what: str) -> str:
    names: Sequence[str] = sorted(known)
    if word in names:
        return word
    near = get_close_matches(word, names, 3, 0.5)
    raise KgError("", f"there is no {what} {word!r}", hint=f"one of {', '.join(near or names)}")


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))


def _more(shown: int, found: int, how: str) -> str:
    return f"{found - shown} more: narrow it down by {how}" if shown < found else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
