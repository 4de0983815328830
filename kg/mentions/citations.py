"""Provisions as texts cite them: 第二十条第一款, 第（二）项, 第五条至第八条, 前款; their mentions and the numbers they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.mentions.ground import Ground
from kg.mentions.numerals import parse
from kg.model import Mention
from kg.seeds import Seeds

NUM = "[零〇○一二三四五六七八九十百千两0-9０-９]+"
BRACKETED = rf"[（(]\s?{NUM}\s?[）)]"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a citation: unit 条, its number, and the insert of 第一百二十条之一 (0 when none)."""

    unit: str
    number: int
    insert: int = 0


class ProvisionBook:
    """The units of provisions and the expressions that find them, from the seeds."""

    def __init__(self, seeds: Seeds) -> None:
        self.kinds = dict(seeds.tables.get("provision-units", {}))
        units = "|".join(sorted(self.kinds, key=lambda unit: (-len(unit), unit))) or "(?!)"
        one = rf"第(?:{NUM}|{BRACKETED})"
        step = rf"{one}(?:[、，](?:第)?(?:{NUM}|{BRACKETED}))*(?:{units})(?:之{NUM})?"
        self._chain = re.compile(rf"(?:{step})+")
        self._step = re.compile(
            rf"第(?P<numbers>(?:{NUM}|{BRACKETED})(?:[、，](?:第)?(?:{NUM}|{BRACKETED}))*)(?P<unit>{units})(?:之(?P<insert>{NUM}))?"
        )
        self._number = re.compile(NUM)
        self._relative = tuple(seeds.words.get("relative-provisions", ()))
        self._after = tuple(seeds.words.get("not-provision-after", ()))
        self._relatives = re.compile("|".join(map(re.escape, sorted(self._relative, key=lambda w: (-len(w), w)))) or "(?!)")

    def find(self, ground: Ground) -> Iterator[Mention]:
        text = ground.text
        starts = frozenset(block.start for block in ground.document.blocks)
        for match in self._chain.finditer(text):
            start, end = match.span()
            if start in starts and not text[end : end + 1] in "、至和规定":
                continue  # an article's own number, not a citation
            if text.startswith(self._after, end) and self._after:
                continue
            last = self.steps(match[0])[-1]
            yield Mention(start, end, self.kinds.get(last.unit, "Provision"), "provision")
        for match in self._relatives.finditer(text):
            if ground.sound_start(match.start()) and ground.sound_end(match.end()):
                yield Mention(match.start(), match.end(), "Provision", "provision-relative", "", True)

    def steps(self, said: str) -> list[Step]:
        """第四十二条第一款第（二）项 → [条 42, 款 1, 项 2]; of a list in one step, the last number stands."""
        found = []
        for match in self._step.finditer(said):
            insert = parse(match["insert"]) if match["insert"] else 0
            found.append(Step(match["unit"], self.numbers(match["numbers"])[-1], max(insert, 0)))
        return found

    def numbers(self, said: str) -> list[int]:
        return [parse(number[0]) for number in self._number.finditer(said)]

    def listed(self, said: str) -> list[list[Step]]:
        """第十条第一、二款 → [[条 10, 款 1], [条 10, 款 2]]: a list stands in the last step only."""
        matches = list(self._step.finditer(said))
        head = [Step(m["unit"], self.numbers(m["numbers"])[-1], parse(m["insert"]) if m["insert"] else 0) for m in matches[:-1]]
        last = matches[-1]
        insert = parse(last["insert"]) if last["insert"] else 0
        return [[*head, Step(last["unit"], number, insert)] for number in self.numbers(last["numbers"])]
