"""Dates and versions in a text: their mentions, and what dates say as literals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kg.model import Literal, Mention
from kg.script.numerals import parse

DIGIT = "0-9０-９零〇○一二三四五六七八九"
DAY = "0-9０-９一二三四五六七八九十廿卅"
DATE = re.compile(
    rf"(?P<year>[{DIGIT}]{{4}})\s?年(?:\s?(?P<month>[{DAY}]{{1,3}})\s?月(?:份)?(?:\s?(?P<day>[{DAY}]{{1,3}})\s?[日号])?)?"
    r"|(?P<y>(?:19|20)\d\d)(?P<mark>[-./])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d)"
)
OPENING = re.compile(f"[{DIGIT}][{DIGIT}]")  # what every date begins with: a set of signs is found fast
BRACKET = re.compile("[（(]")
VERSION = re.compile(
    r"(?<=[（(])(?:\d{4}|[零〇一二三四五六七八九]{4})年?(?:第[一二三四五六七八九十]+次)?(?:修正本|修订本|修正|修订|版)(?=[）)，,；;])"
    r"|(?<=[》〉][（(])\d{4}年(?=[）)])"
)


def dates(text: str) -> Iterator[Mention]:
    """Every date that names at least a year."""
    at = 0
    while opening := OPENING.search(text, at):
        match = DATE.match(text, opening.start())
        at = match.end() if match else opening.start() + 1
        if match is None:
            continue
        if literal(match) is not None and not VERSION.match(text, match.start()):
            yield Mention(match.start(), match.end(), "Date", "date")


@lru_cache(maxsize=1 << 12)
def date_literal(said: str) -> Literal | None:
    """A date as the text says it → xsd:date, gYearMonth or gYear, as precise as the text; None when there is no such day."""
    match = DATE.fullmatch(said.strip())
    return literal(match) if match else None


def literal(match: re.Match[str]) -> Literal | None:
    """What a match of DATE says; None when there is no such day."""
    year = parse(match["year"] or match["y"] or "")
    month, day = match["month"] or match["m"], match["day"] or match["d"]
    if not 1000 <= year <= 2999:
        return None
    if not month:
        return Literal(f"{year:04d}", "gYear")
    if not 1 <= parse(month) <= 12:
        return None
    if not day:
        return Literal(f"{year:04d}-{parse(month):02d}", "gYearMonth")
    try:
        return Literal(date(year, parse(month), parse(day)).isoformat(), "date")
    except ValueError:
        return None


def versions(text: str) -> Iterator[Mention]:
    """（2018年修正）, （2023年修订）, 《…》（2012年）: the version of an instrument, without its brackets."""
    for bracket in BRACKET.finditer(text):
        match = VERSION.match(text, bracket.end())
        if match:
            yield Mention(match.start(), match.end(), "Version", "version")
