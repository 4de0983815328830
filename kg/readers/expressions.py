"""The word lists of seeds/words/structure.yaml come in; the expressions that know a line by its looks go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.readers.shapes import DASHES, NUMERAL, Shape, Shapes, bare

LISTS = (
    "division-words", "article-words", "reference-words", "insertion-words", "section-words", "contents-words",
    "annex-words", "column-words", "byline-openings", "byline-closings", "source-words", "copy-words",
    "printing-words", "aside-words", "header-words", "number-words", "order-words", "date-words", "page-words",
    "title-openings", "title-tails", "issuer-tails", "command-words",
    "address-openings", "body-openings", "announcing-words", "clinging-words",
)  # fmt: skip
Lists = tuple[tuple[str, tuple[str, ...]], ...]
_NUMBER = rf"(?:[{NUMERAL}\d]{{1,9}})"
_ALONE = (("section", "section-words"), ("contents", "contents-words"), ("column", "column-words"))


def shapes(words: Mapping[str, tuple[str, ...]]) -> Shapes:
    """The expressions of some word lists; made once for each set of lists. A list that is absent matches nothing."""
    return _made(tuple((name, words.get(name, ())) for name in LISTS))


@lru_cache(maxsize=8)
def _made(lists: Lists) -> Shapes:
    words = dict(lists)
    one = {name: _any(found) for name, found in lists}
    date = _date(words["date-words"])
    return Shapes(
        opening=re.compile("|".join(_openings(one, words["byline-openings"]))),
        date=re.compile(rf"[（(]?{date}(?:\s?\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?[）)]?"),
        dated=re.compile(rf"[^，。；：:！？\d《]{{2,80}}?[\s　]*{date}"),
        number=_number(one),
        printed=re.compile(rf".{{2,50}}(?:{date}).{{0,4}}{one['printing-words']}.{{0,12}}"),
        bracket=re.compile(
            rf"[（(](?:{one['byline-openings']}|[^，。；（）()]{{1,60}}{one['byline-closings']}[）)]$)"
        ),
        page=re.compile(
            rf"[{DASHES}·\s]+\d{{1,4}}[{DASHES}·\s]+|第\s?[\d{NUMERAL}]+\s?{one['page-words']}.{{0,12}}"
        ),
        reference=re.compile(one["reference-words"] + "|[，,、。；]"),
        events=re.compile(
            rf"(?:{date}|\d{{4}}\s?{one['date-words']}).*{one['header-words']}|[（(].*{one['header-words']}"
        ),
        event=re.compile(rf"{date}[^。；]{{2,200}}{one['header-words']}[）)]?"),
        clinging=re.compile(rf"{one['clinging-words']}|[，、。；：！？）》”’]"),
        title=re.compile(rf".*{one['title-tails']}(?:[（(〔][^（）()]{{1,30}}[）)〕])?$"),
        titled=re.compile(one["title-openings"]),
        issuer=re.compile(rf"[^，。；：:（）()《》\d]{{2,40}}{one['issuer-tails']}"),
        order=_order(one, words["command-words"]),
        command=re.compile(one["command-words"]),
        sentence=re.compile(rf"{one['body-openings']}|.*{one['announcing-words']}[：:]$"),
        **_run_ons(one, date),
        units=words["division-words"],
        openings=words["title-openings"],
        alone={bare(word): Shape(kind) for kind, name in _ALONE for word in words[name]},
    )


def _openings(one: Mapping[str, str], bylines: tuple[str, ...]) -> tuple[str, ...]:
    """Alternatives, each a group named by the kind of line that it opens."""
    longer = _any(tuple(word for word in bylines if len(word) > 2))
    byline = rf"{one['byline-openings']}[\s　]*[：:/／|｜](?=.{{1,80}}$)"
    reporter = rf"{one['byline-openings']}[\s　]+(?=\S{{2,4}}(?:[\s　]|$))|{longer}(?=\S{{2,4}}$)"
    several = rf"(?:{one['byline-openings']}\S{{2,4}}[\s　]+){{1,4}}{one['byline-openings']}[\s　]?\S{{2,4}}$"
    annexed = rf"[：:.．、]|$|(?<=[\d{NUMERAL}\s　])"
    return (
        rf"第\s?{_NUMBER}\s?(?P<division>{one['division-words']})",
        rf"(?P<article>第\s?{_NUMBER}\s?{one['article-words']}(?:{one['insertion-words']}{_NUMBER})?)",
        rf"(?P<annex>{one['annex-words']}[\s　]*{_NUMBER}?[\s　]*(?:{annexed}))",
        rf"(?P<copy>{one['copy-words']}[\s　]*[：:])",
        rf"(?P<aside>[（(\[【]?\s*{one['aside-words']}(?=.{{0,60}}$))",
        rf"(?P<source>{one['source-words']}[\s　]*[：:])",
        rf"(?P<byline>{byline}|{reporter}|{several})",
    )


def _number(one: Mapping[str, str]) -> re.Pattern[str]:
    """某发〔2024〕1号, 某令第1号, （第1号)."""
    year = rf"[〔\[［【（(]\s?\d{{4}}\s?{one['date-words']}?[〕\]］】）)]"
    return re.compile(
        rf"[^，。；：\s]{{1,20}}\s?{year}\s?第?\s?\d{{1,5}}(?:-\d+)?\s?{one['number-words']}"
        rf"|(?:[^，。；：]{{2,40}}{one['order-words']})?[（(]?(?:\d{{4}}\s?{one['date-words']}\s{{0,3}})?"
        rf"第?\s{{0,3}}{_NUMBER}\s{{0,3}}{one['number-words']}[）)]?"
    )


def _order(one: Mapping[str, str], words: tuple[str, ...]) -> re.Pattern[str]:
    """某部令, 某局公　告, 某委员会公告（第3号）, 某部令2021年第3号."""
    said = "|".join(r"\s{0,3}".join(map(re.escape, word)) for word in words) or r"(?!)"
    year = rf"(?:\d{{4}}\s?{one['date-words']})?\s{{0,3}}"
    number = rf"\s{{0,3}}[（(]?{year}第?\s{{0,3}}{_NUMBER}\s{{0,3}}{one['number-words']}[）)]?"
    return re.compile(rf"[^，。；：《》]{{2,60}}?(?:{said})(?:{number})?")


def _run_ons(one: Mapping[str, str], date: str) -> dict[str, re.Pattern[str]]:
    """Titles that run on into addressees or text, for files whose lines were lost."""
    named = r"(?:《[^《》]*(?:《[^《》]*》[^《》]*)*》|[^。；：:《》])"
    title = rf"[^。；：:，《》]{{0,60}}?{one['title-openings']}{named}{{2,120}}?{one['title-tails']}"
    addressees = one["address-openings"]
    body = one["body-openings"]
    return {
        "run_on": re.compile(rf"{title}[ \u3000]*(?={addressees}[^。；]{{0,200}}[：:]|{body})"),
        "addressed": re.compile(rf"{addressees}[^。；：:]{{1,200}}[：:](?=.)"),
        "bracketed": re.compile(
            rf"[^，。；：（(]{{4,60}}(?P<events>[（(][^）)]*{one['header-words']}[^）)]*[）)])(?=.)"
        ),
        "signed_off": re.compile(rf"[^，。；：:！？\d《]{{4,80}}?{date}[ \u3000]*(?={title}{body})"),
    }


def _any(words: tuple[str, ...]) -> str:
    """One of some words, the longest first; of no words, nothing matches."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"


def _date(units: tuple[str, ...]) -> str:
    """2024年1月2日, 二〇二四年一月二日, 2024-01-02; the day may be absent from the first two."""
    numeric = r"[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}"
    if len(units) != 3:
        return rf"(?:{numeric})"
    year, month, day = units
    digit = rf"[\d{NUMERAL}ＯO０-９]"
    return rf"(?:{digit}{{4}}\s?{year}\s?{digit}{{1,3}}\s?{month}(?:\s?{digit}{{1,3}}\s?{day})?|{numeric})"
