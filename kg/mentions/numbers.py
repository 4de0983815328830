"""Document numbers: 国发〔2024〕1号 in all its brackets, 国务院令第517号, 某部2021年第7号公告; a text in, their mentions out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.mentions.segment import tag, words
from kg.model import Mention
from kg.seeds import Seeds

DIGIT = "0-9０-９零〇○一二三四五六七八九"
OPEN, CLOSE = "〔［[【（(﹝〖", "〕］]】）)﹞〗"
NUMBER = re.compile(
    rf"[{re.escape(OPEN)}]\s?[12１２][0-9０-９]{{3}}\s?[{re.escape(CLOSE)}]\s?[\u4e00-\u9fff]{{0,6}}?第?\s?[0-9０-９]+\s?号"
)
STEM = re.compile("[\u4e00-\u9fffA-Za-z]")
LONGEST_STEM = 30
SHORTEST_LINE = 8  # letters of a number that stands alone on its line or in brackets
LETTERS, LONGEST_LETTERS = 3, 6
OPENERS = "（("
DATE_ENDS, DIGITS = "年月日", frozenset("0123456789０１２３４５６７８９零〇○一二三四五六七八九十")
JOINTS = "、 　"
LEADING_TAGS = frozenset("p c u ud ug uj ul uv uz".split())


class NumberBook:
    """What leads to a number and what heads an order, from the seeds."""

    def __init__(self, seeds: Seeds) -> None:
        heads = (
            "|".join(
                r"\s{0,2}".join(map(re.escape, word))
                for word in sorted(seeds.words.get("order-heads", ()), key=lambda w: (-len(w), w))
            )
            or "(?!)"
        )
        count = rf"第\s{{0,3}}[{DIGIT}十百千]+\s{{0,3}}号"
        self._count = re.compile(count)
        self._widest = max(map(len, heads.split("|"))) + len("　　　（ 2024 年　　　")
        self._orders = re.compile(
            rf"(?:{heads})\s{{0,3}}[（(]?\s?(?:(?P<year>(?:19|20)\d\d|[12１２][０-９]{{3}})\s?年\s{{0,3}})?{count}|(?:(?:19|20)\d\d年)?{count}(?:{heads})"
        )
        self._leads = frozenset(seeds.words.get("number-leads", ()))
        self._bodies = tuple(seeds.words.get("body-heads", ())) or ("\0",)

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Every number, with the names or letters of those who gave it."""
        text = ground.text
        for match in NUMBER.finditer(text):
            start = self._start(ground, match.start())
            if start == match.start():
                start = self._letters(ground, start)
            if start < match.start() or ground.block_bounds(start) == match.span():
                yield Mention(start, match.end(), "Number", "document-number")
        for match in self._ordered(text):
            start = self._start(ground, match.start())
            if start < match.start() or match["year"]:
                yield Mention(start, match.end(), "Number", "order-number")

    def _ordered(self, text: str) -> Iterator[re.Match[str]]:
        """The orders of a text, looked for only round what they all hold: 第517号."""
        last = 0
        for count in self._count.finditer(text):
            if count.start() < last:
                continue
            low = max(last, count.start() - self._widest)
            match = self._orders.search(text, low, count.end() + self._widest)
            if match:
                last = match.end()
                yield match

    def _start(self, ground: Ground, end: int) -> int:
        """Where a stem begins: after the words that only lead to it (按照国发〔2024〕1号), over the names of joint issuers."""
        at = self._run(ground, end)
        while 1 < at < end and not self._given(ground, at, end):
            before = at - 1 if ground.text[at - 1] in JOINTS else at
            if not (self._body_ends(ground, before) if before < at else _named(ground, at)):
                break
            onward = self._run(ground, before)
            if onward == before:
                break
            at = onward
        return at

    @staticmethod
    def _letters(ground: Ground, end: int) -> int:
        """农办经〔2023〕8号 by itself: letters that read like words are the number's where nothing else stands there."""
        low = max(ground.block_bounds(end)[0], end - SHORTEST_LINE)
        at = end
        while at > low and STEM.match(ground.text[at - 1]):
            at -= 1
        alone = at == ground.block_bounds(end)[0] or ground.text[at - 1] in OPENERS
        return at if alone and end - at > 1 else end

    def _given(self, ground: Ground, at: int, end: int) -> bool:
        """Does a body end where the letters of a number begin, so that it gave the number: 甲部|劳部发〔2024〕1号?"""
        return (
            LETTERS <= end - at < LONGEST_LETTERS
            and not self._body_ends(ground, end)
            and any(
                m.type not in ("Place", "Post") and not m.weak and m.form == "lexicon"
                for m in ground.ends.get(at, ())
            )
        )

    def _body_ends(self, ground: Ground, end: int) -> bool:
        return bool(_named(ground, end)) or ground.text.endswith(
            self._bodies, max(end - LONGEST_STEM, 0), end
        )

    def _run(self, ground: Ground, end: int) -> int:
        named = _named(ground, end)
        if named:
            start = min(named)
            return min(
                (m.start for m in ground.ends.get(start, ()) if m.type == "Place" and m.end - m.start > 1),
                default=start,
            )
        low = end
        while low > 0 and end - low < LONGEST_STEM and STEM.match(ground.text[low - 1]):
            if ground.text[low - 1] in DATE_ENDS and ground.text[low - 2 : low - 1] in DIGITS:
                break  # 2019年3月2日国务院令第709号
            low -= 1
        at = end
        for word in reversed(words(ground.text[low:end])):
            if word in self._leads or tag(word) in LEADING_TAGS or self._given(ground, at, end):
                break
            at -= len(word)
        return at


def _named(ground: Ground, end: int) -> list[int]:
    """Where the known bodies begin that end here."""
    return [
        m.start
        for m in ground.ends.get(end, ())
        if m.type in ground.words.anchor_types and m.form == "lexicon"
    ]
