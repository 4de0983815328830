"""What a build says that sources say → the places where they do not: quotes, offsets, rules, and the hashes in IRIs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from kg import ontology
from kg.errors import Place
from kg.graph import Fact, evidence_iri, statement_iri
from kg.model import Evidence, Literal, Source

OA = "http://www.w3.org/ns/oa#"
PART = "http://purl.org/dc/terms/isPartOf"
PK, RDF = ontology.NAMESPACE, ontology.RDF
CUT = 24
MOST = 3
"""How many places of one source are told one by one; a word put in early shifts all that come after it."""

Term: TypeAlias = "str | Literal"
About: TypeAlias = Mapping[str, Mapping[str, list[Term]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold, and where."""

    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(slots=True)
class Pages:
    """The sources by path, read again; what the build claims of them; its rules; and what has been looked at so far.

    `wrong` holds the offsets where a source is not as quoted, with what it says instead.
    """

    base: str
    digests: Mapping[str, str]
    rules: frozenset[str]
    texts: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Source] = field(default_factory=dict)
    wrong: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    quotes: int = 0
    mentions: int = 0

    def compare(self, path: str, start: int, end: int, said: str) -> None:
        """Note the first character where a source is not as quoted; a source that could not be read is told already."""
        if path not in self.texts:
            return
        found = self.texts[path][max(start, 0) : max(end, 0)]
        if found != said:
            pairs = enumerate(zip(found, said, strict=False))
            same = next((at for at, (one, other) in pairs if one != other), min(len(found), len(said)))
            what = f"reads {_cut(found[same:])} where it is quoted as {_cut(said[same:])}"
            self.wrong[path].setdefault(start + same, what)

    def faults(self) -> Iterator[Fault]:
        """What was noted, source by source: the first places, and how many more."""
        for path, places in sorted(self.wrong.items()):
            for offset, what in sorted(places.items())[:MOST]:
                yield Fault(self.place(path, offset), what)
            if len(places) > MOST:
                yield Fault(Place(path), f"and {len(places) - MOST} more places are not as quoted")

    def place(self, path: str, offset: int) -> Place:
        """The line and column of an offset."""
        text = self.texts[path]
        return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, max(offset, 0)))


def statements(graph: Path, file: Path, pages: Pages) -> Iterator[Fault]:
    """What is wrong with assertions and evidence: their IRIs, their facts, their rules, their documents; quotes go to `pages`."""
    stated, told = Told(graph), Told(file)
    for subject, known in told.about.items():
        kinds = known.get(RDF + "type", ())
        try:
            if PK + "Assertion" in kinds:
                wrong = list(_assertion(subject, told.fact(subject), stated, pages.base))
            elif PK + "Evidence" in kinds:
                wrong = list(_evidence(subject, told, stated, pages))
            else:
                continue
        except (LookupError, ValueError):
            wrong = ["is not whole"]
        yield from (Fault(told.place(subject), what) for what in wrong)


def standoff(file: Path, pages: Pages) -> Iterator[Fault]:
    """What is wrong with the lines of stand-off annotation; mentions that quote falsely go to `pages`."""
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            known = json.loads(line)
            path = known["path"]
            if known["sha256"] != pages.digests.get(path):
                yield Fault(
                    Place(str(file), number), f"{path} is not a source of this build, or not with this sha256"
                )
            for mention in known["mentions"]:
                pages.compare(path, mention["start"], mention["end"], mention["text"])
            pages.mentions += len(known["mentions"])
        except (LookupError, TypeError, ValueError):
            yield Fault(Place(str(file), number), "is not a line of annotations")


class Told:
    """The triples of a Turtle file by subject and predicate, and the line where each subject's block begins."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.about: About = _about(file)

    def one(self, subject: str, predicate: str) -> str:
        """The only object there; raises LookupError or ValueError where there is none, or several."""
        (found,) = self.about[subject][predicate]
        return found.value if isinstance(found, Literal) else found

    def fact(self, assertion: str) -> Fact:
        (value,) = self.about[assertion][RDF + "object"]
        stated = self.one(assertion, RDF + "predicate").removeprefix(PK)
        return Fact(self.one(assertion, RDF + "subject"), stated, value)

    def place(self, subject: str) -> Place:
        return Place(str(self.file), self._lines.get(subject, 0))

    @cached_property
    def _lines(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        prefixes: dict[str, str] = {}
        for number, line in enumerate(self.file.read_text(encoding="utf-8").split("\n"), 1):
            first, _, rest = line.partition(" ")
            if first == "@prefix":
                name, _, iri = rest.partition(": ")
                prefixes[name] = iri[1:].partition(">")[0]
            elif first and first[0] not in "#@":
                name, _, local = first.partition(":")
                lines[prefixes.get(name, "") + local if name in prefixes else first.strip("<>")] = number
        return lines


def _assertion(subject: str, fact: Fact, stated: Told, base: str) -> Iterator[str]:
    if statement_iri(base, fact) != subject:
        yield "its IRI is not the hash of what it states"
    if fact.object not in stated.about.get(fact.subject, {}).get(PK + fact.predicate, ()):
        yield f"states a fact that {stated.file.name} does not have: {_shown(fact, base)}"


def _evidence(subject: str, told: Told, stated: Told, pages: Pages) -> Iterator[str]:
    found = _selected(subject, told)
    source, scope = (
        told.about[told.one(subject, OA + "hasTarget")].get(OA + name, [""])
        for name in ("hasSource", "hasScope")
    )
    path = stated.one(str(source[0]), PK + "sourcePath")
    rule = unquote(told.one(subject, PK + "rule").removeprefix(f"{pages.base}Rule/"))
    modality = told.one(subject, PK + "modality") if PK + "modality" in told.about[subject] else ""
    start, end, exact = int(found["start"]), int(found["end"]), found["exact"]
    assertion = told.one(subject, PK + "supports")
    here = Evidence(path, start, end, exact, rule, modality=modality)
    if rule not in pages.rules:
        yield f"names a rule that is none of this build's: {rule}"
    if evidence_iri(pages.base, told.fact(assertion), here) != subject:
        yield "its IRI is not the hash of what it says"
    if stated.one(str(source[0]), PK + "sha256") != pages.digests.get(path):
        yield f"stands in {path}, which this build did not read, or not with this sha256"
    if scope[0] and source[0] not in stated.about[str(scope[0])].get(PART, ()):
        yield f"stands in an article that is not of {path}"
    if not start < end:
        yield f"quotes nothing: it begins at {start} and ends at {end}"
    place = told.one(subject, PK + "place") if PK + "place" in told.about[subject] else ""
    if path in pages.origins and pages.origins[path].origin(start) != place:
        yield f"says that it begins at {place or 'no place'}, where {pages.origins[path].origin(start) or 'none'} is found"
    pages.quotes += 1
    pages.compare(path, start, end, exact)
    pages.compare(path, start - len(found["prefix"]), start, found["prefix"])
    pages.compare(path, end, end + len(found["suffix"]), found["suffix"])


def _selected(subject: str, told: Told) -> Mapping[str, str]:
    """What the two selectors of a piece of evidence say: start, end, exact, prefix, suffix."""
    selectors = told.about[told.one(subject, OA + "hasTarget")][OA + "hasSelector"]
    pairs = (
        (name, value)
        for one in selectors
        for name, value in told.about[str(one)].items()
        if name.startswith(OA)
    )
    return {name.removeprefix(OA): value[0].value for name, value in pairs if isinstance(value[0], Literal)}


def _about(file: Path) -> About:
    from pyoxigraph import Literal as Words
    from pyoxigraph import RdfFormat, Triple, parse

    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=file, format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, Triple) or isinstance(value, Triple):
            continue
        term = (
            Literal(value.value, value.datatype.value.removeprefix(ontology.XSD))
            if isinstance(value, Words)
            else value.value
        )
        found[subject.value][quad.predicate.value].append(term)
    return found


def _shown(fact: Fact, base: str) -> str:
    parts = (
        fact.subject,
        fact.predicate,
        fact.object.value if isinstance(fact.object, Literal) else fact.object,
    )
    return " ".join(unquote(part.removeprefix(base)) for part in parts)


def _cut(text: str) -> str:
    shown = " ".join(text.split())
    return repr(shown if len(shown) <= CUT else f"{shown[:CUT]}…")
