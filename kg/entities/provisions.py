"""Citations: which provision of which instrument a mention means, from what stands before it and from the text's own articles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.entities.names import squeeze
from kg.mentions.citations import ProvisionBook, Step
from kg.mentions.numerals import chinese
from kg.model import Document, Entity, Mention

RANK = {"编": 0, "分编": 1, "章": 2, "节": 3, "条": 4, "款": 5, "项": 6, "目": 7}
BETWEEN = frozenset("》〉>”’）)（(、，,和与及或者以至到的中等第 　\n")


@dataclass(slots=True)
class Citing:
    """The state of reading citations in order: the last instrument named and the last chain of steps."""

    instrument: Entity | None = None
    end: int = -1
    steps: tuple[Step, ...] = ()


def label(steps: Sequence[Step]) -> str:
    """[条 20, 款 1] → 第二十条第一款, in the one spelling that keys use."""
    said = ""
    for step in steps:
        number = chinese(step.number)
        said += f"第（{number}）项" if step.unit == "项" else f"第{number}{step.unit}"
        if step.insert:
            said += f"之{chinese(step.insert)}"
    return said


def provision(instrument: Entity, steps: Sequence[Step], book: ProvisionBook, said: str) -> Entity:
    """A provision with the chain of what it is a provision of."""
    whole = instrument
    for at in range(1, len(steps)):
        here = label(steps[:at])
        whole = Entity(book.kinds[steps[at - 1].unit], f"{instrument.key}{here}", _names(instrument, here), whole)
    here = label(steps)
    names = tuple(dict.fromkeys((*_names(instrument, here), said, *(f"{name}{said}" for name in instrument.names[:3]))))
    return Entity(book.kinds[steps[-1].unit], f"{instrument.key}{here}", names, whole)


def _names(instrument: Entity, here: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{name}{here}" for name in instrument.names[:3]))


class Own:
    """The articles and paragraphs of a text that is itself an instrument: what 本条 and 前款 mean at an offset."""

    def __init__(self, document: Document, book: ProvisionBook) -> None:
        self.starts: list[int] = []
        self.places: list[tuple[Step, ...]] = []
        article: Step | None = None
        paragraph = 0
        for block in document.blocks:
            if block.kind == "article":
                steps = book.steps(document.text[block.start : block.start + 16])
                article, paragraph = (steps[0] if steps else None), 1
            elif block.kind == "paragraph" and article is not None:
                paragraph += 1
            if article is not None:
                self.starts.append(block.start)
                self.places.append((article, Step("款", paragraph)))

    def at(self, offset: int) -> tuple[Step, ...]:
        at = bisect_right(self.starts, offset) - 1
        return self.places[at] if at >= 0 else ()

    def relative(self, said: str, offset: int) -> tuple[Step, ...]:
        """前款 in the second paragraph of article seven → [条 7, 款 1]; () where the text does not tell."""
        here = self.at(offset)
        if not here:
            return ()
        article, paragraph = here
        if said.endswith("条"):
            if said.startswith("本"):
                return (article,)
            return (Step("条", article.number - 1),) if article.number > 1 and not article.insert and said == "前条" else ()
        if said.endswith("款"):
            if said.startswith("本"):
                return here
            return (article, Step("款", paragraph.number - 1)) if said == "前款" and paragraph.number > 1 else ()
        return ()


def chained(steps: Sequence[Step], last: Sequence[Step]) -> tuple[Step, ...]:
    """第（三）项 after 第二十五条第（二）项 → [条 25, 项 3]."""
    if not steps or not last:
        return tuple(steps)
    rank = RANK.get(steps[0].unit, 9)
    if rank <= RANK["条"]:
        return tuple(steps)
    return (*(step for step in last if RANK.get(step.unit, 9) < rank), *steps)


def adjacent(text: str, end: int, start: int) -> bool:
    """Do only brackets and joiners stand between two mentions?"""
    return 0 <= start - end <= 14 and all(c in BETWEEN for c in squeeze(text[end:start]))


def is_relative(mention: Mention) -> bool:
    return mention.form == "provision-relative"
