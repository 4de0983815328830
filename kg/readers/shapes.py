"""One line of a page comes in; what it looks like by itself goes out: article, item, date, number, byline, row, …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

NUMERAL = "一二三四五六七八九十百千零〇○两"
TERMINAL = frozenset("。！？!?；;：:…—")
CLOSING = "”’\"'」』）)】》〉］]"
SPACE = (
    "\t\x1f \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
BREAKS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
DASHES = "-—–―－─"
BULLET = "-*+•●○◆◇■□▪▫·▲△★☆◎※➢►▶✓"
_LONGEST = 60  # a longer line is no heading, date or signature


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` and, for divisions, items and markdown headings, `level` from 1."""

    kind: str
    level: int = 0


PLAIN = Shape("plain")
RULE = Shape("rule")
ROW, SOFT_ROW = Shape("row"), Shape("row", 1)
_ITEMS = (
    (rf"[{NUMERAL}]{{1,4}}[、.．]", Shape("item", 1)),
    (rf"[（(〔]\s*[{NUMERAL}]{{1,4}}\s*[）)〕]|[㈠-㈩]", Shape("item", 2)),
    (r"\d{1,3}\s*(?:[.．](?!\d)|、)|[⒈-⒛]|\d{1,2}(?:\.\d{1,2}){1,4}(?=[\s　])", Shape("item", 3)),
    (r"[（(]\s*\d{1,3}\s*[）)]|\d{1,2}[）)]|[⑴-⒇]", Shape("item", 4)),
    (r"[①-⑳❶-❿]|[A-Za-z][.．、）)](?=[\s　\u4e00-\u9fff])", Shape("item", 5)),
    (rf"第[{NUMERAL}]{{1,3}}[，,、：:]|[{NUMERAL}]是|其[{NUMERAL}][，,、：:]", Shape("ordinal")),
)
_ITEM_FIRST = frozenset(
    NUMERAL
    + "（(〔第其0123456789㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    + "".join(map(chr, range(0x2460, 0x249C)))
    + "❶❷❸❹❺❻❼❽❾❿ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_CELLS = re.compile(r"\S[ 　]*(?:\t|\s{2,}|　| \| ?)[ \t　]*\S")
_RULE = re.compile(r"[|:\-+= \t]{3,}|[-*_=~─━—]{3,}")


def bare(text: str) -> str:
    """The text without any white space: 附　则 is 附则."""
    return "".join(text.split())


def finished(text: str) -> bool:
    """Does the line end as a sentence, a clause of a list or an announcement of one does?"""
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
    title: re.Pattern[str]
    run_on: re.Pattern[str]
    addressed: re.Pattern[str]
    bracketed: re.Pattern[str]
    signed_off: re.Pattern[str]
    units: tuple[str, ...]
    openings: tuple[str, ...]
    alone: Mapping[str, Shape]

    def shape(self, text: str) -> Shape:
        """The shape of a line that is not empty and has no white space at its ends."""
        short = len(text) <= _LONGEST
        first = text[0]
        if short:
            known = self.alone.get(bare(text)) if len(text) <= 12 else None
            if known:
                return known
            if _RULE.fullmatch(text) or self.page.fullmatch(text):
                return RULE
        if first in "—―─–" and text[:2].strip("—―─–") == "":
            return Shape("signature")
        return self._opened(text) or self._closed(text, short=short) or _row(text) or PLAIN

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
        return next((shape for pattern, shape in _compiled() if pattern.match(text)), None)

    def _division(self, text: str, found: re.Match[str]) -> Shape | None:
        unit = found["division"]
        if len(text) > _LONGEST or finished(text) or "，" in text or self.reference.match(text, found.end()):
            return None
        return Shape("division", self.units.index(unit) + 1)

    def _closed(self, text: str, *, short: bool) -> Shape | None:
        """Known by how it closes, or by all of it."""
        last = text[-1]
        if last in "）)" and text[0] in "（(" and self.bracket.match(text):
            return Shape("byline")
        if last in "）)" and text[0] in "（(" and short and len(text) <= 30 and not finished(text):
            return Shape("aside")
        if not short:
            return None
        if self.number.fullmatch(text):
            return Shape("number")
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
def _compiled() -> tuple[tuple[re.Pattern[str], Shape], ...]:
    return tuple((re.compile(pattern), shape) for pattern, shape in _ITEMS)


def shapes(words: Mapping[str, tuple[str, ...]]) -> Shapes:
    """The expressions of some word lists; made once for each set of lists."""
    return _made(tuple((name, words.get(name, ())) for name in LISTS))


LISTS = (
    "division-words", "article-words", "reference-words", "insertion-words", "section-words", "contents-words",
    "annex-words", "column-words", "byline-openings", "byline-closings", "source-words", "copy-words",
    "printing-words", "aside-words", "header-words", "number-words", "order-words", "date-words", "page-words",
    "title-openings", "title-tails", "address-openings", "body-openings",
)  # fmt: skip


@lru_cache(maxsize=8)
def _made(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> Shapes:
    words = dict(lists)
    date = _date(words["date-words"])
    year, *_ = (*words["date-words"], "\0")
    numeral = rf"(?:[{NUMERAL}\d]{{1,9}})"
    openers, closers = _any(words["byline-openings"]), _any(words["byline-closings"])
    longer = _any(tuple(word for word in words["byline-openings"] if len(word) > 2))
    alone = {bare(word): Shape(kind) for kind, name in (
        ("section", "section-words"), ("contents", "contents-words"), ("column", "column-words"),
    ) for word in words[name]}  # fmt: skip
    number = _any(words["number-words"])
    named = r"(?:《[^《》]*(?:《[^《》]*》[^《》]*)*》|[^。；：:《》])"
    title = rf"[^。；：:，《》]{{0,60}}?{_any(words['title-openings'])}{named}{{2,120}}?{_any(words['title-tails'])}"
    return Shapes(
        opening=re.compile(
            "|".join(
                (
                    rf"第\s?{numeral}\s?(?P<division>{_any(words['division-words'])})",
                    rf"(?P<article>第\s?{numeral}\s?{_any(words['article-words'])}(?:{_any(words['insertion-words'])}{numeral})?)",
                    rf"(?P<annex>{_any(words['annex-words'])}[\s　]*{numeral}?[\s　]*(?:[：:.．、]|$|(?<=[\d{NUMERAL}\s　])))",
                    rf"(?P<copy>{_any(words['copy-words'])}[\s　]*[：:])",
                    rf"(?P<aside>[（(\[【]?\s*{_any(words['aside-words'])}(?=.{{0,60}}$))",
                    rf"(?P<source>{_any(words['source-words'])}[\s　]*[：:])",
                    rf"(?P<byline>{openers}[\s　]*[：:/／|｜](?=.{{1,80}}$)"
                    rf"|{openers}[\s　]+(?=\S{{2,4}}(?:[\s　]|$))|{longer}(?=\S{{2,4}}$))",
                )
            )
        ),
        date=re.compile(rf"[（(]?{date}(?:\s?\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?[）)]?"),
        dated=re.compile(rf"[^，。；：:！？\d《]{{2,80}}?[\s　]*{date}"),
        number=re.compile(
            rf"[^，。；：\s]{{1,20}}\s?[〔\[［【（(]\s?\d{{4}}\s?{year}?[〕\]］】）)]\s?第?\s?\d{{1,5}}(?:-\d+)?\s?{number}"
            rf"|(?:[^，。；：]{{2,40}}{_any(words['order-words'])})?[（(]?第?\s?[\d{NUMERAL}]{{1,9}}\s?{number}[）)]?"
        ),
        printed=re.compile(rf".{{2,50}}(?:{date}).{{0,4}}{_any(words['printing-words'])}.{{0,12}}"),
        bracket=re.compile(rf"[（(](?:{openers}|[^，。；（）()]{{1,60}}{closers}[）)]$)"),
        page=re.compile(
            rf"[{DASHES}·\s]+\d{{1,4}}[{DASHES}·\s]+|第\s?[\d{NUMERAL}]+\s?{_any(words['page-words'])}.{{0,12}}"
        ),
        reference=re.compile(_any(words["reference-words"]) + "|[，,、。；]"),
        events=re.compile(
            rf"(?:{date}|\d{{4}}\s?{year}).*{_any(words['header-words'])}|[（(].*{_any(words['header-words'])}"
        ),
        title=re.compile(rf".*{_any(words['title-tails'])}(?:[（(〔][^（）()]{{1,30}}[）)〕])?$"),
        run_on=re.compile(
            rf"{title}[ \u3000]*(?={_any(words['address-openings'])}[^。；]{{0,200}}[：:]|{_any(words['body-openings'])})"
        ),
        addressed=re.compile(rf"{_any(words['address-openings'])}[^。；：:]{{1,200}}[：:](?=.)"),
        bracketed=re.compile(
            rf"[^，。；：（(]{{4,60}}(?P<events>[（(][^）)]*{_any(words['header-words'])}[^）)]*[）)])(?=.)"
        ),
        signed_off=re.compile(
            rf"[^，。；：:！？\d《]{{4,80}}?{date}[ \u3000]*(?={title}{_any(words['body-openings'])})"
        ),
        units=words["division-words"],
        openings=words["title-openings"],
        alone=alone,
    )


def _any(words: tuple[str, ...]) -> str:
    """One of some words, the longest first; of no words, nothing matches."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"


def _date(units: tuple[str, ...]) -> str:
    """2024年1月2日, 二〇二四年一月二日, 2024-01-02; the day may be absent from the first two."""
    year, month, day = (*units, "\0", "\0", "\0")[:3]
    digit = rf"[\d{NUMERAL}ＯO０-９]"
    return (
        rf"(?:{digit}{{4}}\s?{year}\s?{digit}{{1,3}}\s?{month}(?:\s?{digit}{{1,3}}\s?{day})?"
        r"|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2})"
    )
