"""Lists whose end says what all of them are: A、B、C等服务品牌 makes programmes of A, B and C; A、B条例 makes two regulations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.mentions.segment import words
from kg.model import Mention
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

LEAST, MOST, ITEMS = 4, 24, 12
LONGEST_VERB, LONGEST_ITEM = 6, 14
PARTS = "、"
COINED = frozenset(NUMERAL_CHARACTERS + "“")  # 甲、乙、丙等“三大平台”体系: a name, not a kind
BY_HEAD = ("instrument-by-head", "statute-by-head")
LINKS = frozenset(("的", "以及"))
BLANK = re.compile(r"[\s　]+")


class ListBook:
    """What begins and ends lists, from the seeds."""

    def __init__(self, seeds: Seeds, ontology: Ontology) -> None:
        self._endings = tuple(seeds.words.get("list-endings", ())) or ("\0",)
        self._programmes = ontology.subclasses("Programme")
        kinds = "|".join(map(re.escape, seeds.words.get("listed-kinds", ()))) or "(?!)"
        self._kinds = re.compile(f"等(?:{kinds})")
        self._verbs = tuple(seeds.words.get("governing", ())) or ("\0",)
        self._wholes = tuple(seeds.words.get("list-wholes", ())) or ("\0",)
        self._shared = tuple(seeds.words.get("shared-heads", ()))

    def find(self, ground: Ground) -> Iterator[Mention]:
        """The items of lists round the programmes and instruments found so far."""
        yield from self._before_kind(ground)
        leads = [m for m in ground.mentions() if m.type in self._programmes or m.form in BY_HEAD]
        for mention in sorted(leads, key=lambda m: (m.start, m.end)):
            if mention.type in self._programmes:
                yield from self._of_programme(ground, mention)
            else:
                yield from self._of_instrument(ground, mention)

    def _before_kind(self, ground: Ground) -> Iterator[Mention]:
        """落实甲保证金等制度: the one that is named is a programme."""
        for match in self._kinds.finditer(ground.text):
            for start in ground.runs_left(match.start(), LEAST, LONGEST_ITEM, "guided"):
                if ground.text.endswith(self._verbs, 0, start):
                    yield Mention(start, match.start(), "Programme", "listed")
                    break

    def _of_programme(self, ground: Ground, mention: Mention) -> Iterator[Mention]:
        """送甲、送乙、丙站等工会服务品牌: each is a programme, and so is what they make up."""
        at = mention.start
        while at > 0 and ground.text[at - 1] == "“":
            at -= 1
        ending = next((word for word in self._endings if ground.text.endswith(word, 0, at)), "")
        if not ending:
            return
        items = _items(ground, at - len(ending))
        if len(items) < 2:
            return
        if mention.weak:
            yield Mention(mention.start, mention.end, mention.type, "list-head")
        made = at < mention.start or ground.text[mention.start] in COINED
        made = made or ground.text.endswith(self._wholes, mention.start, mention.end)
        for start, end in items:
            if not made and ground.text[start] != "“":
                continue  # 信息共享、技术支持等工作制度: what modifies the system is none of its parts
            if end - start >= LEAST and not _sentence(ground, start, end):
                yield Mention(start, end, "Programme", "listed")

    def _of_instrument(self, ground: Ground, mention: Mention) -> Iterator[Mention]:
        """甲管理、乙监督条例: the first item borrows its head from the last."""
        said = BLANK.sub("", ground.text[mention.start : mention.end])
        head = next((head for head in self._shared if said.endswith(head)), "")
        if not head or ground.text[mention.start - 1 : mention.start] != PARTS:
            return
        for start, end in _items(ground, mention.start - 1):
            item = BLANK.sub("", ground.text[start:end])
            if end - start >= LEAST and not item.endswith(self._shared):
                yield Mention(start, end, mention.type, "shared-head", item + head)


def _sentence(ground: Ground, start: int, end: int) -> bool:
    """Is an item without quotation marks more than a name: 联办以及错时, 符合科普特点的职称评定?"""
    if ground.text[start] == "“":
        return False
    said = words(ground.text[start:end])
    return said[0] in ground.words.hard or any(word in LINKS for word in said)


def _items(ground: Ground, end: int) -> list[tuple[int, int]]:
    """The items of a list that ends at `end`, first to last; the first begins after the verb that governs the list."""
    low = ground.block_bounds(max(end - 1, 0))[0]
    found: list[tuple[int, int]] = []
    while len(found) < ITEMS:
        start, depth = end, 0
        while start > low and end - start <= MOST:
            char = ground.text[start - 1]
            depth += (char == "”") - (char == "“")
            if depth == 0 and char in "，。；：！？、（）()\n":
                break
            start -= 1
        more = start > low and ground.text[start - 1] == PARTS
        if not more:
            start = _after_verb(ground, start, end)
        if start >= end or end - start > MOST:
            return []
        found.append(_unquoted(ground.text, start, end))
        if not more:
            return found[::-1]
        end = start - 1
    return []


def _after_verb(ground: Ground, start: int, end: int) -> int:
    """Where the first item begins: behind the last governing verb, `end` where there is none."""
    if ground.text[start:end].startswith("“"):
        return start
    led = _led(ground, start, end)
    if led > start:
        return led
    at, begin = start, end
    for word in words(ground.text[start:end]):
        at += len(word)
        if word in ground.words.hard and at < end:
            begin = at
    return begin


def _led(ground: Ground, start: int, end: int) -> int:
    """Where a list begins whose first words all lead to it: 要叫响做实|送甲."""
    while start < end:
        sizes = range(min(LONGEST_VERB, end - start - 1), 0, -1)
        size = next((size for size in sizes if ground.text[start : start + size] in ground.words.hard), 0)
        if not size:
            break
        start += size
    return start


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    if text[start] == "“" and text[end - 1] == "”":
        return start + 1, end - 1
    return start, end
