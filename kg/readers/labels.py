"""The lines around an article come in; the metadata that the page labels go out, and which lines are the page's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kg.readers.extract import Words
from kg.readers.flow import Part

_AROUND = " \t　[]【】()（）|｜:：;；,，/>»-—·"
_BESIDE = " \t　|｜;；,，[【"
_COLON = re.compile(r"\s*[：:]\s*")
_TOP = 12  # lines among which the metadata of an article stand
_SHORT = 60  # of a line that is the page's own


@dataclass(frozen=True, slots=True)
class Labels:
    """The words by which a site labels what it says of an article, as expressions."""

    label: re.Pattern[str]
    own: re.Pattern[str]
    alone: re.Pattern[str]
    opening: re.Pattern[str]
    titles: frozenset[str]

    def is_label(self, text: str) -> bool:
        return self.label.fullmatch(text.strip().rstrip("：: ")) is not None

    def is_own(self, text: str) -> bool:
        """Is a line a path, a button or a counter of the page?"""
        if len(text) > _SHORT * 2:
            return False
        if self.opening.match(text.lstrip(_AROUND)):
            return True
        return (
            len(text) <= _SHORT
            and self.own.search(text) is not None
            and self.alone.fullmatch(text) is not None
        )


def labels(words: Words) -> Labels:
    """The labels of some word lists; made once for each."""
    names = ("site-labels", "site-title-labels", "site-words", "site-sizes", "site-openings")
    return _labels(tuple(words.get(name, ()) for name in names))


@lru_cache(maxsize=8)
def _labels(lists: tuple[tuple[str, ...], ...]) -> Labels:
    known, titles, own, sizes, openings = lists
    button = _any(own)
    return Labels(
        label=re.compile(_any((*known, *titles))),
        own=re.compile(button),
        alone=re.compile(rf"(?:{button}|{_any(sizes)}|[\s\d{re.escape(_AROUND)}])*"),
        opening=re.compile(_any(openings)),
        titles=frozenset(titles),
    )


def pairs(parts: Sequence[Part], known: Labels) -> list[tuple[str, str]]:
    """Each label with its value: 发文机关：甲局 in one line, in cells beside each other, or in two lines."""
    found: list[tuple[str, str]] = []
    texts = [text for part in parts for text in _texts(part)]
    for at, text in enumerate(texts):
        if known.is_label(text):
            after = texts[at + 1] if at + 1 < len(texts) else ""
            if after and not known.label.match(after):
                found.append((_name(text), _value(after, known)))
        else:
            found.extend(_inline(text, known))
    return [(label, value) for label, value in found if value]


def labelled(parts: Sequence[Part], known: Labels) -> list[Part]:
    """The lines of an article without the page's own, and what is metadata on its top as lines, label：value each."""
    kept: list[Part] = []
    for table, group in groupby(parts, key=lambda part: part.table):
        rows = list(group)
        if table:
            kept += _told(rows, known) if _metadata(rows, known) else rows
        else:
            own = [part for part in rows if part.level or not known.is_own(part.text)]
            kept += _top(own, known) if len(kept) < _TOP else own
    return kept


def _top(lines: Sequence[Part], known: Labels) -> list[Part]:
    """The lines, each run of labels and values among the first ones told as such."""
    kept: list[Part] = []
    for is_data, group in groupby(_marked(lines[:_TOP], known), key=lambda pair: pair[0]):
        run = [part for _, part in group]
        kept += _told(run, known) if is_data else run
    return [*kept, *lines[_TOP:]]


def _marked(lines: Sequence[Part], known: Labels) -> Iterator[tuple[bool, Part]]:
    """Each line with whether it is metadata: a label and its value, a label alone, or the value under one."""
    under = False
    for part in lines:
        label = known.is_label(part.text) and not part.level
        yield label or under or _inlined(part.text, known), part
        under = label


def _told(parts: Sequence[Part], known: Labels) -> list[Part]:
    return [Part(f"{label}：{value}", parts[0].at) for label, value in pairs(parts, known)]


def _metadata(rows: Sequence[Part], known: Labels) -> bool:
    """Does every row of a table open with a label, and are there two at least?"""
    texts = [_texts(row) for row in rows]
    opened = all(
        known.label.match(row[0]) and (known.is_label(row[0]) or _inlined(row[0], known))
        for row in texts
        if row
    )
    return opened and sum(known.is_label(text) or _inlined(text, known) for row in texts for text in row) >= 2


def _inlined(text: str, known: Labels) -> bool:
    found = known.label.match(text)
    return found is not None and _COLON.match(text, found.end()) is not None


def _inline(text: str, known: Labels) -> Iterator[tuple[str, str]]:
    """发布时间：2020-01-01　来源：甲局, if the line opens with a label."""
    if not _inlined(text.lstrip(_AROUND), known):
        return
    heads = [found for found in known.label.finditer(text) if _COLON.match(text, found.end())]
    for found, after in zip(heads, [*heads[1:], None], strict=True):
        colon = _COLON.match(text, found.end())
        assert colon is not None
        yield _name(found[0]), _value(text[colon.end() : after.start() if after else len(text)], known)


def _value(text: str, known: Labels) -> str:
    """What stands behind a label, up to a button or a counter."""
    own = known.own.search(text)
    while own and own.start() and text[own.start() - 1] not in _AROUND:
        own = known.own.search(text, own.end())
    return text[: own.start() if own else len(text)].strip(_BESIDE)


def _name(label: str) -> str:
    return "".join(label.split()).rstrip("：:")


def _texts(part: Part) -> list[str]:
    cells = [cell for cell in part.cells if isinstance(cell, str)] if part.cells else [part.text]
    return [cell.strip() for cell in cells if cell.strip()]


def _any(words: tuple[str, ...]) -> str:
    """One of some words, the longest first, white space inside them or not: 文　号."""
    ordered = sorted(words, key=len, reverse=True)
    return (
        "(?:" + "|".join(r"\s*".join(map(re.escape, word)) for word in ordered) + ")" if ordered else r"(?!)"
    )
