"""Provisions as texts cite them: 第二十条第一款, 第五条至第八条, 前款第（二）项; their mentions and the steps they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from msgspec import Struct

from kg.model import Document, Mention
from kg.script.numerals import parse
from kg.seeds import Seeds

NUM = "[零〇○一二三四五六七八九十百千两0-9０-９]+"
BRACKETED = rf"[（(]\s?{NUM}\s?[）)]"
BLANK = "[ \t\u3000]?"
ANY = f"(?:{NUM}|{BRACKETED})"
TO = "至到\\-—－–~～"
AND = "、和与及或"
MOST = 300  # a range of more articles is a slip of the pen
OWN_NUMBERS = ("article", "heading", "title")
DIVISIONS = frozenset("编章节")


class Step(Struct, frozen=True, gc=False):
    """One step of a citation: unit 条, its number, and the insert of 第一百二十条之一 (0 when none)."""

    unit: str
    number: int
    insert: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What a citation says: the relative word that it begins with (本条, 前款 or "") and the chains of steps behind it."""

    relative: str
    chains: tuple[tuple[Step, ...], ...]


class ProvisionBook:
    """The units of provisions and the expressions that find them, from the seeds."""

    def __init__(self, seeds: Seeds) -> None:
        self.kinds = dict(seeds.tables.get("provision-units", {}))
        units = "|".join(sorted(self.kinds, key=lambda unit: (-len(unit), unit))) or "(?!)"
        never = seeds.tables.get("not-after-unit", {})
        ends = "".join(f"(?!(?<={unit})[{re.escape(signs)}])" for unit, signs in sorted(never.items()))
        listed = f"{ANY}(?:{BLANK}[{AND}{TO}]{BLANK}第?{BLANK}{ANY}|{BRACKETED})*"
        first = f"(?:第{BLANK}|(?<=[条款])(?=[（(]))"  # 第二款（一）项
        step = f"{first}(?P<numbers>{listed}){BLANK}(?P<unit>{units})(?:之(?P<insert>{NUM}))?{ends}"
        onward = (
            f"(?:{BLANK}[{TO}]{BLANK}第?{BLANK}(?P<last>{ANY}){BLANK}(?P=unit)(?:之(?P<onto>{NUM}))?{ends})?"
        )
        words = sorted(seeds.words.get("relative-provisions", ()), key=lambda word: (-len(word), word))
        relative = f"(?:{'|'.join(map(re.escape, words)) or '(?!)'}){ends}"
        before = "".join(seeds.words.get("not-relative-before", ()))
        sound = f"(?<![{re.escape(before)}])" if before else ""
        self._cited = re.compile(
            f"(?:(?P<relative>{sound}{relative}){BLANK})?(?P<body>(?:{BLANK}{step})+){onward}|{sound}{relative}"
        )
        self._opening = re.compile(f"[第{''.join(sorted({re.escape(word[0]) for word in words}))}]")
        self._relative = re.compile(relative)
        self._step = re.compile(step)
        self._known: dict[str, Said] = {}
        self._opened: dict[str, Step] = {}
        self._number = re.compile(f"(?P<sign>[{AND}{TO}])?{BLANK}第?{BLANK}[（(]?\\s?(?P<number>{NUM})")
        self._after = tuple(seeds.words.get("not-provision-after", ())) or ("\0",)

    def find(self, document: Document) -> Iterator[Mention]:
        """Every citation; the number that an article or a chapter begins with is none."""
        text = document.text
        kinds = {block.start: block.kind for block in document.blocks}
        at = 0
        while opening := self._opening.search(text, at):
            at = opening.end()
            match = self._cited.match(text, opening.start())
            if match is None:
                continue
            start, end = match.span()
            at = end
            kind = kinds.get(start, "")
            if kind in OWN_NUMBERS:
                first = self._step.match(text, start)
                at = first.end() if first else end
                continue
            behind = kind and text[end : end + 1] in " \t\u3000\n"
            if match["unit"] in DIVISIONS and (behind or text[start - 1 : start] == "。"):
                continue  # a heading, or one that stands in the line of the article before it
            if text.startswith(self._after, end) or (
                text[start - 1 : start] == "《" and text[end : end + 1] == "》"
            ):
                continue
            unit = match["unit"] or text[end - 1]
            form = "provision-relative" if match["relative"] or not match["unit"] else "provision"
            yield Mention(start, end, self.kinds.get(unit, "Provision"), form)

    def read(self, said: str) -> Said:
        """第十条第一、二款 → [[条 10, 款 1], [条 10, 款 2]]; lists and ranges are told one by one, with all between."""
        known = self._known.get(said)
        if known is None:
            known = self._known[said] = self._read(said)
        return known

    def _read(self, said: str) -> Said:
        whole, opening = self._cited.search(said), self._relative.match(said)
        body = whole["body"] or "" if whole else ""
        steps = [self._of_step(match) for match in self._step.finditer(body)]
        if whole and whole["last"] and steps:
            steps[-1] = [*steps[-1][:-1], *_range(steps[-1][-1], whole["last"], whole["onto"])]
        chains = tuple(product(*steps)) if steps else ()
        return Said(opening[0] if opening else "", chains)

    def opening(self, text: str) -> Step | None:
        """The number that a line begins with: 第五条　…, 第二章　…."""
        match = self._step.match(text)
        if match is None:
            return None
        known = self._opened.get(match[0])
        if known is None:
            known = self._opened[match[0]] = self._of_step(match)[-1]
        return known

    def steps(self, said: str) -> list[Step]:
        """第四十二条第一款第（二）项 → [条 42, 款 1, 项 2]; of a list, the last."""
        chains = self.read(said).chains
        return list(chains[-1]) if chains else []

    def listed(self, said: str) -> list[Sequence[Step]]:
        """The chains of a citation."""
        return list(self.read(said).chains)

    def _of_step(self, match: re.Match[str]) -> list[Step]:
        """第（一）、（三）至（五）项 → 项 1, 3, 4, 5; what is inserted, 之一, goes with the last number."""
        found: list[Step] = []
        for number in self._number.finditer(match["numbers"]):
            value = parse(number["number"])
            if number["sign"] and number["sign"] not in AND and found:
                found[-1:] = _range(found[-1], number["number"], None)
            else:
                found.append(Step(match["unit"], value))
        if match["insert"]:
            found[-1] = Step(match["unit"], found[-1].number, max(parse(match["insert"]), 0))
        return found


def _range(first: Step, last: str, onto: str | None) -> list[Step]:
    """From 条 5 to 八 → 条 5, 6, 7, 8; from 条 120 之一 to 之三 of the same article → its inserts."""
    number = parse(last.strip("（）() "))
    insert = max(parse(onto), 0) if onto else 0
    if number == first.number and insert > first.insert:
        return [Step(first.unit, number, one) for one in range(first.insert, insert + 1)]
    if not 0 <= first.number < number <= first.number + MOST:
        return [first, Step(first.unit, number, insert)]
    between = [Step(first.unit, one) for one in range(first.number + 1, number)]
    return [first, *between, Step(first.unit, number, insert)]
