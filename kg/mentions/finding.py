"""A document goes in, its mentions come out: names that lexicons know, names by their make, citations, dates, people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg import ontology
from kg.mentions.again import again
from kg.mentions.cells import CellBook
from kg.mentions.enumerations import ListBook
from kg.mentions.ground import Ground
from kg.mentions.lexicon import LexiconBook
from kg.mentions.numbers import NumberBook
from kg.mentions.overlaps import settle
from kg.mentions.persons import PersonBook
from kg.mentions.rosters import RosterBook
from kg.mentions.shared import SharedBook
from kg.mentions.sweeping import FormBook
from kg.mentions.titles import INSTRUMENT_KINDS, TitleBook, without_loose
from kg.mentions.vocabulary import Vocabulary
from kg.model import Document, Mention
from kg.script.citations import ProvisionBook
from kg.script.dates import dates, versions
from kg.seeds import Seeds

LEGAL_ARTICLES = 3
PLUS = ("+", "＋")


@dataclass(frozen=True, slots=True)
class Finder:
    """All that finds mentions, compiled from the seeds once."""

    lexicon: LexiconBook
    titles: TitleBook
    provisions: ProvisionBook
    forms: FormBook
    persons: PersonBook
    lists: ListBook
    rosters: RosterBook
    shared: SharedBook
    words: Vocabulary
    numbers: NumberBook
    cells: CellBook


@lru_cache(maxsize=4)
def finder(seeds: Seeds) -> Finder:
    """The compiled finder of some seeds; made once a process."""
    known = ontology.load()
    titles = TitleBook(seeds)
    return Finder(
        LexiconBook(seeds),
        titles,
        ProvisionBook(seeds),
        FormBook(seeds, known),
        PersonBook(seeds),
        ListBook(seeds, known),
        RosterBook(seeds),
        SharedBook(seeds, known),
        Vocabulary.of(seeds, known),
        NumberBook(seeds),
        CellBook(seeds, titles),
    )


def find(document: Document, seeds: Seeds) -> tuple[Mention, ...]:
    """Every name in a document, by (start, -end); names may nest where the inner is another thing."""
    return standing(surveyed(document, finder(seeds)))


def surveyed(document: Document, made: Finder, known: Iterable[Mention] = ()) -> Ground:
    """All that a finder finds in a document, where some names may be `known` beforehand, as a form's example marks them."""
    ground = Ground(document, made.words)
    for mention in (*known, *made.lexicon.find(ground)):
        ground.add(mention)
    for mention in (
        *made.titles.find(ground),
        *made.titles.local(ground),
        *dates(document.text),
        *made.numbers.find(ground),
        *versions(document.text),
        *made.provisions.find(document),
    ):
        ground.add(mention)
    made.forms.sweep(ground)
    for mention in (*made.lists.find(ground), *made.rosters.find(ground), *made.shared.find(ground)):
        ground.add(mention)
    if not _is_statute(document):
        for mention in made.persons.find(ground):
            ground.add(mention)
    for mention in (*made.titles.heads(ground), *made.cells.find(ground)):
        ground.add(mention)
    for mention in list(again(ground, list(ground.mentions()), ontology.load())):
        ground.add(mention)
    return ground


def standing(ground: Ground) -> tuple[Mention, ...]:
    """Of all that was found, what stands, by (start, -end)."""
    return _joined(ground, settle(without_loose(ground), ontology.load()))


def _joined(ground: Ground, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without the bodies that are only words of the name they stand in.

    A body inside a programme's name counts where a sign joins it to another: “工会+法院”联动机制, not “县工会加强年”; the
    party's own name that leads a committee's (中共甲县委) is no second body.
    """
    programmes = ontology.load().subclasses("Programme")
    kept: list[Mention] = []
    around: list[Mention] = []
    for mention in mentions:
        if around:
            around = [outer for outer in around if outer.end > mention.start]
        if not around or _counts(ground, mention, around, programmes):
            kept.append(mention)
        around.append(mention)
    return tuple(kept)


def _counts(ground: Ground, mention: Mention, around: list[Mention], programmes: frozenset[str]) -> bool:
    text = ground.text
    if any(
        outer.start == mention.start and outer.contains(mention) and _one_body(ground, mention, outer)
        for outer in around
    ):
        return False
    return (
        mention.type in INSTRUMENT_KINDS
        or not any(outer.type in programmes and outer.contains(mention) for outer in around)
        or text[mention.start - 1 : mention.start] in PLUS
        or text[mention.end : mention.end + 1] in PLUS
    )


def _one_body(ground: Ground, inner: Mention, outer: Mention) -> bool:
    """Is a name with what follows it still the name of the same body: 中共|甲县委, 甲集团|有限公司?"""
    said, rest = ground.text[inner.start : inner.end], ground.text[inner.end : outer.end]
    return said in ground.words.leads or rest in ground.words.same_tails


def _is_statute(document: Document) -> bool:
    """A text of numbered articles names no people in passing."""
    return sum(block.kind == "article" for block in document.blocks) >= LEGAL_ARTICLES
