"""Dates, document numbers and versions in a text: their mentions, and what they say as literals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.mentions.ground import Ground
from kg.mentions.numerals import parse
from kg.mentions.segment import words
from kg.model import Literal, Mention

DIGIT = "0-9０-９零〇○一二三四五六七八九"
DAY = "0-9０-９一二三四五六七八九十廿卅"
DATE = re.compile(
    rf"(?P<year>[{DIGIT}]{{4}})\s?年(?:\s?(?P<month>[{DAY}]{{1,3}})\s?月(?:份)?(?:\s?(?P<day>[{DAY}]{{1,3}})\s?[日号])?)?"
    r"|(?P<y>(?:19|20)\d\d)(?P<mark>[-./])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d)"
)
LONGEST_STEM = 30
STEM = re.compile("[\u4e00-\u9fffA-Za-z]")
OPEN, CLOSE = "〔［[【（(﹝〖", "〕］]】）)﹞〗"
NUMBER = re.compile(rf"[{re.escape(OPEN)}]\s?(?P<year>[12]\d{{3}})\s?[{re.escape(CLOSE)}]\s?[\u4e00-\u9fff]{{0,6}}?第?\s?\d+\s?号")
VERSION = re.compile(r"(?<=[（(])(?:\d{4}|[零〇一二三四五六七八九]{4})年?(?:第[一二三四五六七八九十]+次)?(?:修正|修订|修正本|修订本)(?=[）)])")


def dates(text: str) -> Iterator[Mention]:
    """Every date that names at least a year."""
    for match in DATE.finditer(text):
        if literal(match) is not None:
            end = match.end()
            yield Mention(match.start(), end, "Date", "date")


def date_literal(said: str) -> Literal | None:
    """A date as the text says it → xsd:date, gYearMonth or gYear, as precise as the text; None when there is no such day."""
    match = DATE.fullmatch(said.strip())
    return literal(match) if match else None


def literal(match: re.Match[str]) -> Literal | None:
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


def numbers(ground: Ground, orders: re.Pattern[str], bodies: tuple[str, ...]) -> Iterator[Mention]:
    """Document numbers: 国发〔2024〕1号 in all its brackets, and orders, 中华人民共和国国务院令第517号."""
    text = ground.text
    for match in NUMBER.finditer(text):
        start = _stem_start(ground, match.start(), bodies)
        if start < match.start():
            yield Mention(start, match.end(), "Number", "document-number")
    for match in orders.finditer(text):
        start = _stem_start(ground, match.start(), bodies)
        if start < match.start() or match["year"]:
            yield Mention(start, match.end(), "Number", "order-number")


def order_pattern(heads: tuple[str, ...]) -> re.Pattern[str]:
    """令第517号, 公告2024年第3号: from the words that head such a number."""
    listed = "|".join(re.escape(word) for word in sorted(heads, key=lambda word: (-len(word), word))) or "(?!)"
    return re.compile(rf"(?:{listed})[（(]?\s?(?:(?P<year>(?:19|20)\d\d)年)?第\s?[{DIGIT}十百千]+\s?号")


def _stem_start(ground: Ground, end: int, bodies: tuple[str, ...]) -> int:
    """Where a stem begins: after the words that only lead to it (按照国发〔2024〕1号 → 国发), over joint issuers' names."""
    at = _run_start(ground, end)
    while at > 1 and at < end and ground.text[at - 1] in "、 　" and ground.text[: at - 1].endswith(bodies) and bodies:
        onward = _run_start(ground, at - 1)
        if onward == at - 1:
            break
        at = onward
    return at


def _run_start(ground: Ground, end: int) -> int:
    low = end
    while low > 0 and end - low < LONGEST_STEM and STEM.match(ground.text[low - 1]):
        low -= 1
    at = end
    for word in reversed(words(ground.text[low:end])):
        if word in ground.hard:
            break
        at -= len(word)
    return at


def versions(text: str) -> Iterator[Mention]:
    """（2018年修正）, （2023年修订）: the version of an instrument, without its brackets."""
    for match in VERSION.finditer(text):
        yield Mention(match.start(), match.end(), "Version", "version")
