"""Provisions: the steps of a citation → an entity with its chain of wholes; and where in its own text a document stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from kg.model import Block, Document, Entity
from kg.script.citations import ProvisionBook, Step
from kg.script.numerals import chinese, parse

RANK = {"编": 0, "分编": 1, "章": 2, "节": 3, "条": 4, "款": 5, "项": 6, "目": 7}
ARTICLE = RANK["条"]
HEAD = 24  # an article's or a heading's number stands in its first so many characters
Steps = tuple[Step, ...]


def label(steps: Sequence[Step]) -> str:
    """[条 20, 款 1] → 第二十条第一款, in the one spelling that keys use."""
    said = ""
    for step in steps:
        number = chinese(step.number)
        said += f"第（{number}）项" if step.unit == "项" else f"第{number}{step.unit}"
        if step.insert:
            said += f"之{chinese(step.insert)}"
    return said


def provision(instrument: Entity, steps: Sequence[Step], book: ProvisionBook, said: str = "") -> Entity:
    """A provision with the chain of what it is a provision of; `said` is another spelling of all its steps."""
    whole = instrument
    for at in range(1, len(steps)):
        here = label(steps[:at])
        whole = Entity(
            book.kinds[steps[at - 1].unit], f"{instrument.key}{here}", _names(instrument, here), whole
        )
    here = label(steps)
    others = (said, *(f"{name}{said}" for name in instrument.names[:3])) if said and said != here else ()
    names = tuple(dict.fromkeys((*_names(instrument, here), *others)))
    return Entity(book.kinds[steps[-1].unit], f"{instrument.key}{here}", names, whole)


def _names(instrument: Entity, here: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{name}{here}" for name in instrument.names[:3]))


class Spot(Struct, frozen=True, gc=False):
    """Where a block of a statute stands: its divisions, its article, the paragraph and the item counted in it."""

    divisions: Steps
    article: Step | None = None
    paragraph: int = 0
    item: int = 0


class Own:
    """The divisions, articles, paragraphs and items of a text that is itself an instrument: what 本条 and 前款 mean there."""

    def __init__(self, document: Document, book: ProvisionBook) -> None:
        self.starts: list[int] = []
        self.spots: list[Spot] = []
        self.articles: dict[tuple[int, int], int] = {}
        self._order: list[Step] = []
        spot = Spot(())
        for block in document.blocks:
            if block.kind == "heading":
                spot = _division(spot, book.opening(_head(document, block)))
            elif block.kind == "article":
                step = book.opening(_head(document, block))
                if step is None or step.unit != "条" or step.number < 0:
                    continue
                spot = Spot(spot.divisions, step, 1)
                self.articles.setdefault((step.number, step.insert), len(self._order))
                self._order.append(step)
            elif spot.article is None:
                continue
            elif block.kind == "paragraph":
                spot = Spot(spot.divisions, spot.article, spot.paragraph + 1)
            elif block.kind == "item":
                spot = Spot(spot.divisions, spot.article, spot.paragraph, spot.item + 1)
            self.starts.append(block.start)
            self.spots.append(spot)

    def at(self, offset: int) -> Spot | None:
        at = bisect_right(self.starts, offset) - 1
        return self.spots[at] if at >= 0 else None

    def has(self, step: Step) -> bool:
        """Does the text have this article?"""
        return (step.number, step.insert) in self.articles

    def relative(self, said: str, offset: int) -> list[Steps]:
        """前两款 in the third paragraph of article seven → [[条 7, 款 1], [条 7, 款 2]]; none where the text does not tell."""
        spot = self.at(offset)
        unit = said[-1:]
        if spot is None or unit not in RANK:
            return []
        if RANK[unit] < ARTICLE:
            at = next((n for n, step in enumerate(spot.divisions) if step.unit == unit), -1)
            return [spot.divisions[: at + 1]] if said.startswith("本") and at >= 0 else []
        if spot.article is None:
            return []
        if said.startswith("本"):
            here = (spot.article, Step("款", spot.paragraph), Step("项", spot.item))
            size = RANK[unit] - ARTICLE + 1
            return [here[:size]] if all(step.number for step in here[:size]) else []
        return self._before(spot, spot.article, unit, max(parse(said[1:-1]), 1))

    def _before(self, spot: Spot, article: Step, unit: str, count: int) -> list[Steps]:
        """The `count` units before a spot."""
        if unit == "条":
            at = self.articles.get((article.number, article.insert), -1)
            return [(step,) for step in self._order[at - count : at]] if at >= count else []
        last = spot.paragraph if unit == "款" else spot.item
        first = last - count
        if first < 1:
            return []
        whole = (article,) if unit == "款" else (article, Step("款", spot.paragraph))
        return [(*whole, Step(unit, number)) for number in range(first, last)]


def _head(document: Document, block: Block) -> str:
    return document.text[block.start : min(block.start + HEAD, block.end)]


@dataclass(slots=True)
class Last:
    """What was cited last: the instrument, where that mention ends, the chain of steps, the block it stands in."""

    instrument: Entity | None = None
    end: int = -1
    steps: Steps = ()
    block: int = -1
    provision: bool = False


def _division(spot: Spot, first: Step | None) -> Spot:
    """The spot behind a heading: 第二节 stays in its chapter, 第三章 leaves the section."""
    if first is None or RANK[first.unit] >= ARTICLE:
        return spot
    kept = tuple(step for step in spot.divisions if RANK[step.unit] < RANK[first.unit])
    return Spot((*kept, first))


def chained(steps: Sequence[Step], last: Sequence[Step]) -> Steps:
    """第（三）项 after 第二十五条第（二）项 → [条 25, 项 3]; 第五章 after 第二编第四章 → [编 2, 章 5]."""
    if not steps or not last:
        return tuple(steps)
    rank = RANK.get(steps[0].unit, 9)
    if rank == ARTICLE:
        return tuple(steps)
    return (*(step for step in last if RANK.get(step.unit, 9) < rank), *steps)


def upto(steps: Sequence[Step], unit: str) -> Steps:
    """[条 20, 款 3] up to 条 → [条 20]; nothing where there is no such step."""
    at = next((n for n, step in enumerate(steps) if step.unit == unit), -1)
    return tuple(steps[: at + 1])
