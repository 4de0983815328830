"""A sentence → the names found in it, the facts read from it, and the rules that came nearest, each with where it failed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import seeds
from kg.errors import KgError
from kg.model import Article, Assertion, Block, Document, Entity, Literal, Source
from kg.pipeline.belt import link
from kg.relations import relate
from kg.relations.nearest import NearMiss, near_misses


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the sentence: its words, its class, what it stands for, and the form or lexicon that found it."""

    text: str
    type: str
    stands_for: str
    form: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of the sentence, by the names of its ends, and the rule that read it."""

    subject: str
    predicate: str
    object: str
    rule: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What the belt makes of a sentence."""

    names: tuple[Name, ...]
    facts: tuple[Stated, ...]
    nearest: tuple[NearMiss, ...]


def why_not(sentence: str, seeds_folders: Sequence[Path] = (), most: int = 5) -> Failure:
    """Run the belt on a sentence, as on a paragraph of a document, and say what each of the nearest rules missed.

    >>> found = why_not("中华全国总工会听取了汇报。")
    >>> [(name.text, name.stands_for) for name in found.names], found.facts
    ([('中华全国总工会', '中华全国总工会')], ())
    """
    text = sentence.strip()
    if not text:
        raise KgError("", "there is no sentence", wanted="the sentence that should state a fact")
    known = seeds.load(tuple(seeds_folders))
    source = Source(
        "sentence", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "text/plain", text
    )
    whole = (0, len(text))
    document = Document(source, text, ((0, 0),), (Block("paragraph", *whole),), (Article(1, *whole, ""),))
    resolved = link(document, known)
    names = tuple(
        Name(text[of.mention.start : of.mention.end], of.mention.type, _called(of.entity), of.mention.form)
        for of in resolved.links
    )
    facts = tuple(_stated(assertion) for assertion in relate(resolved, known))
    return Failure(names, facts, near_misses(resolved, known, most))


def _stated(assertion: Assertion) -> Stated:
    return Stated(
        _called(assertion.subject), assertion.predicate, _called(assertion.object), assertion.evidence.rule
    )


def _called(end: Entity | Literal) -> str:
    return end.value if isinstance(end, Literal) else end.names[0]
