"""One line of a page comes in; what it looks like by itself goes out: article, item, date, number, byline, row, …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

NUMERAL = "一二三四五六七八九十百千零〇○两"
TERMINAL = frozenset("。！？!?；;：:…—")
OPENING = "（(《〈“‘「『【〔["
CLOSING = "”’\"'」』）)】》〉］]"
SPACE = (
    "\t\x1f \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
BREAKS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
DASHES = "-—–―－─"
BULLET = "-*+•●○◆◇■□▪▫·▲△★☆◎※➢►▶✓"
_LONGEST = 60  # a longer line is no heading, date or signature


class Shape(Struct, frozen=True, gc=False):
    """`kind` and, for divisions, items and markdown headings, `level` from 1."""

    kind: str
    level: int = 0


PLAIN = Shape("plain")
RULE = Shape("rule")
ISSUER = Shape("issuer")  # a body that stands over the rest of a title
ROW, SOFT_ROW = Shape("row"), Shape("row", 1)
GRID = Shape("row", 2)  # a row of a table that is known for one
_ITEMS = (
    (rf"[{NUMERAL}]{{1,4}}[、.．]", Shape("item", 1)),
    (rf"[（(〔]\s*[{NUMERAL}]{{1,4}}\s*[）)〕]|[㈠-㈩]", Shape("item", 2)),
    (r"\d{1,3}\s*(?:[.．](?!\d)|、)|[⒈-⒛]|\d{1,2}(?:\.\d{1,2}){1,4}(?=[\s　])", Shape("item", 3)),
    (r"[（(]\s*\d{1,3}\s*[）)]|\d{1,2}[）)]|[⑴-⒇]", Shape("item", 4)),
    (r"[①-⑳❶-❿]|[A-Za-z][.．、）)](?=[\s　\u4e00-\u9fff])", Shape("item", 5)),
    (rf"第[{NUMERAL}]{{1,3}}[，,、：:]|[{NUMERAL}]是|其[{NUMERAL}][，,、：:]", Shape("ordinal")),
)
_FRAMED = re.compile(
    r"[【〔\[「『]?(?P<word>[^【】〔〕\[\]「」『』|｜/／A-Za-z]{2,8})[】〕\]」』]?(?:[|｜/／·]?[A-Za-z]{2,40})?"
)
_DATE_FIRST = frozenset("1２2二〇○一")
_ITEM_FIRST = frozenset(
    NUMERAL
    + "（(〔第其0123456789㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    + "".join(map(chr, range(0x2460, 0x249C)))
    + "❶❷❸❹❺❻❼❽❾❿ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_CELLS = re.compile(r"\S[ 　]*(?:\t|\s{2,}|　| \| ?)[ \t　]*\S")
_RULE_FIRST = frozenset("|:+=*_~━·第" + DASHES + SPACE + BREAKS)
_RULE = re.compile(r"[|:\-+= \t]{3,}|[-*_=~─━—]{3,}")


def bare(text: str) -> str:
    """The text without any white space: 附　则 is 附则."""
    return "".join(text.split())


def finished(text: str) -> bool:
    """Does the line end as a sentence, a clause of a list or an announcement of one does?"""
    if text[-1:] in TERMINAL:
        return True
    stripped = text.rstrip()
    inner = stripped.rstrip(CLOSING)
    return bool(inner) and (inner[-1] in TERMINAL or (inner[-1] == "." and inner[-2:-1].isalpha()))


@dataclass(frozen=True, slots=True)
class Shapes:
    """The word lists of seeds/words/structure.yaml as expressions that know a line by its looks."""

    opening: re.Pattern[str]
    date: re.Pattern[str]
    dated: re.Pattern[str]
    number: re.Pattern[str]
    printed: re.Pattern[str]
    bracket: re.Pattern[str]
    page: re.Pattern[str]
    reference: re.Pattern[str]
    events: re.Pattern[str]
    event: re.Pattern[str]
    clinging: re.Pattern[str]
    title: re.Pattern[str]
    sentence: re.Pattern[str]
    run_on: re.Pattern[str]
    addressed: re.Pattern[str]
    bracketed: re.Pattern[str]
    signed_off: re.Pattern[str]
    titled: re.Pattern[str]
    issuer: re.Pattern[str]
    order: re.Pattern[str]
    command: re.Pattern[str]
    units: tuple[str, ...]
    openings: tuple[str, ...]
    alone: Mapping[str, Shape]

    def shape(self, text: str) -> Shape:
        """The shape of a line that is not empty and has no white space at its ends."""
        short = len(text) <= _LONGEST
        first = text[0]
        if short:
            known = self.alone.get(bare(text)) if len(text) <= 12 else self._framed(text)
            known = known or (self._framed(text) if first in "【〔[「『" else None)
            if known:
                return known
            if first in _RULE_FIRST and (_RULE.fullmatch(text) or self.page.fullmatch(text)):
                return RULE
        if first in "—―─–" and text[:2].strip("—―─–") == "":
            return Shape("signature")
        return self._opened(text) or self._closed(text, short=short) or _row(text) or PLAIN

    def _framed(self, text: str) -> Shape | None:
        """【工作研究】, 工作研究 | GONGZUO YANJIU: a column as magazines set it."""
        if text[0] not in "【〔[「『" and not (text[-1].isascii() and text[-1].isalpha()):
            return None
        found = _FRAMED.fullmatch(bare(text))
        known = self.alone.get(found["word"]) if found else None
        return known if known and known.kind == "column" else None

    def _opened(self, text: str) -> Shape | None:
        """Known by how it opens."""
        found = self.opening.match(text)
        if found and found.lastgroup:
            kind = found.lastgroup
            if kind == "division":
                return self._division(text, found)
            if kind == "article":
                return None if self.reference.match(text, found.end()) else Shape("article")
            return Shape(kind)
        if text[0] not in _ITEM_FIRST:
            return None
        item = _items().match(text)
        return _ITEMS[int(item.lastgroup[1:])][1] if item and item.lastgroup else None

    def _division(self, text: str, found: re.Match[str]) -> Shape | None:
        unit = found["division"]
        if len(text) > _LONGEST or finished(text) or "，" in text or self.reference.match(text, found.end()):
            return None
        return Shape("division", self.units.index(unit) + 1)

    def _closed(self, text: str, *, short: bool) -> Shape | None:
        """Known by how it closes, or by all of it."""
        last = text[-1]
        if text[0] in _DATE_FIRST and self.event.fullmatch(text):
            return Shape("event")
        if last in "）)" and text[0] in "（(" and self.bracket.match(text):
            return Shape("byline")
        if short and self.number.fullmatch(text):
            return Shape("number")
        if last in "）)" and text[0] in "（(" and short and len(text) <= 30 and not finished(text):
            return Shape("aside")
        if not short:
            return None
        if self.date.fullmatch(text):
            return Shape("date")
        if self.printed.fullmatch(text):
            return Shape("copy")
        return Shape("dated") if self.dated.fullmatch(text) else None


def _row(text: str) -> Shape | None:
    """Cells side by side, or 职务：姓名."""
    if text[0] == "|" or text.count("|") > 1:
        return ROW
    if len(text) > 80 or finished(text):
        return None
    if "，" not in text and _CELLS.search(text) and _short_cells(text):
        return ROW
    colon = max(text.find("：", 0, 14), text.find(":", 0, 14))
    if 0 < colon < len(text) - 1 and not any(char in "，。；、“”《》" for char in text[:colon]):
        return SOFT_ROW
    return None


def _short_cells(text: str) -> bool:
    cells = text.split()
    return max(map(len, cells)) <= 25 and (len(cells) > 2 or "\t" in text or min(map(len, cells)) <= 5)


@lru_cache(maxsize=1)
def _items() -> re.Pattern[str]:
    """All of _ITEMS in one expression; its groups are numbered by their rows."""
    return re.compile("|".join(f"(?P<n{number}>{pattern})" for number, (pattern, _) in enumerate(_ITEMS)))
