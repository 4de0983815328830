"""A document goes in, its mentions come out: names that lexicons know, names by their make, citations, dates, people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg import ontology
from kg.mentions.citations import ProvisionBook
from kg.mentions.dates import dates, numbers, order_pattern, versions
from kg.mentions.enumerations import ListBook
from kg.mentions.forms import FormBook
from kg.mentions.ground import Ground
from kg.mentions.lexicon import LexiconBook
from kg.mentions.overlaps import settle
from kg.mentions.persons import PersonBook
from kg.mentions.titles import TitleBook
from kg.model import Document, Mention
from kg.seeds import Seeds

LEGAL_ARTICLES = 3
PLUS = ("+", "＋")
HARD = ("not-name-starts", "kind-words", "phrase-words", "run", "governing", "host", "issue")


@dataclass(frozen=True, slots=True)
class Finder:
    """All that finds mentions, compiled from the seeds once."""

    lexicon: LexiconBook
    titles: TitleBook
    provisions: ProvisionBook
    forms: FormBook
    persons: PersonBook
    lists: ListBook
    words: tuple[frozenset[str], ...]
    numbers: tuple[re.Pattern[str], tuple[str, ...]]


@lru_cache(maxsize=4)
def finder(seeds: Seeds) -> Finder:
    """The compiled finder of some seeds; made once a process."""
    lists = seeds.words
    hard = frozenset(word for name in HARD for word in lists.get(name, ()))
    kinds = frozenset(word for name in ("kind-words", "phrase-words") for word in lists.get(name, ()))
    innards = frozenset(lists.get("name-innards", ()))
    joiners = frozenset(lists.get("name-joiners", ()))
    known = ontology.load()
    posts = {row.name for row in seeds.rows if row.type == "Post"}
    tails = frozenset((*posts, *lists.get("body-heads", ()), *lists.get("level-body-heads", ())))
    return Finder(
        LexiconBook(seeds),
        TitleBook(seeds),
        ProvisionBook(seeds),
        FormBook(seeds, known),
        PersonBook(seeds),
        ListBook(seeds, known),
        (hard, joiners, innards, known.subclasses("Organisation") | known.subclasses("Place"), tails, kinds),
        (order_pattern(lists.get("order-heads", ())), lists.get("body-heads", ())),
    )


def find(document: Document, seeds: Seeds) -> tuple[Mention, ...]:
    """Every name in a document, by (start, -end); names may nest where the inner is another thing."""
    return standing(surveyed(document, finder(seeds)))


def surveyed(document: Document, made: Finder, known: Iterable[Mention] = ()) -> Ground:
    """All that a finder finds in a document, where some names may be `known` beforehand, as a form's example marks them."""
    ground = Ground(document, *made.words)
    for mention in (
        *known,
        *made.lexicon.find(ground),
        *made.titles.find(ground),
        *dates(document.text),
        *numbers(ground, *made.numbers),
        *versions(document.text),
        *made.provisions.find(ground),
    ):
        ground.add(mention)
    made.forms.sweep(ground)
    for mention in list(made.lists.find(ground)):
        ground.add(mention)
    if not _is_statute(document):
        for mention in made.persons.find(ground):
            ground.add(mention)
    for mention in made.titles.heads(ground):
        ground.add(mention)
    return ground


def standing(ground: Ground) -> tuple[Mention, ...]:
    """Of all that was found, what stands, by (start, -end)."""
    return _joined(ground.text, settle(ground.mentions(), ontology.load()))


def _joined(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """A body inside a programme's name counts where a sign joins it to another: “工会+法院”联动机制, not “县工会加强年”."""
    known = ontology.load()
    programmes = [m for m in mentions if known.top(m.type) == "Programme"]
    inside = {
        m
        for outer in programmes
        for m in mentions
        if outer.contains(m)
        and text[m.start - 1 : m.start] not in PLUS
        and text[m.end : m.end + 1] not in PLUS
    }
    return tuple(m for m in mentions if m not in inside)


def _is_statute(document: Document) -> bool:
    """A text of numbered articles names no people in passing."""
    return sum(block.kind == "article" for block in document.blocks) >= LEGAL_ARTICLES
