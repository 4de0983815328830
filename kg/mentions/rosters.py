"""Rosters: names and posts written wide, 组　长：张　三　副市长, which nothing else reads; row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.mentions.ground import Ground
from kg.model import Mention
from kg.seeds import Seeds

BLANKS = re.compile("[ 　]+")
ROOM = re.compile("[ 　](?<![ 　].)[ 　]{0,2}(?![ 　])")
COLON = re.compile("[：:]")
WIDEST = 16  # signs of a title written wide
FOREIGN = ("transliteration-characters", "minority-characters")
HAN = "[\u4e00-\u9fff]"


class RosterBook:
    """The surnames and the posts of two characters, as rosters write them."""

    def __init__(self, seeds: Seeds) -> None:
        surnames = "".join(sorted(word for word in seeds.words.get("surnames", ()) if len(word) == 1)) or "\0"
        known = {row.name for row in seeds.rows if row.type == "Post"} | set(
            seeds.words.get("group-posts", ())
        )
        others = sorted(set(seeds.words.get("group-posts", ())), key=lambda post: (-len(post), post))
        self._posts = frozenset(known)
        self._pairs = frozenset(post for post in known if len(post) == 2)
        wide = ("[ 　]{0,3}".join(map(re.escape, post)) for post in others)
        self._others = re.compile(f"(?:{'|'.join(wide) or '(?!)'})$")
        signs = "".join(sorted({sign for name in FOREIGN for sign in "".join(seeds.words.get(name, ()))}))
        self._foreign = re.compile(rf"[：:　]([{signs or chr(0)}]{{3,8}})(?=[　 \n]|$)")
        self._tight = re.compile(rf"[：:　]([{surnames}]{HAN}{{1,3}})(?=[　 \n]|$)")
        self._name = re.compile(rf"(?<!{HAN})[{surnames}][ 　]+{HAN}(?!{HAN})")

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Wide posts first; a wide name is one where a post or a body stands in its line."""
        text = ground.text
        wide = [*_wide(text)]
        pairs = (span for span in wide if text[span[0]] + text[span[1] - 1] in self._pairs)
        posts = [*_apart(pairs), *self._titles(text)]
        for start, end in posts:
            yield Mention(start, end, "Post", "roster-post")
        taken = {span[0] for span in posts}
        names: dict[str, None] = {}
        tight = (match.span(1) for found in (self._tight, self._foreign) for match in found.finditer(text))
        wide_names = _apart(span for span in wide if self._name.match(text, span[0]))
        for start, end in (*wide_names, *tight):
            said = BLANKS.sub("", text[start:end])
            if start in taken or said in self._posts or not self._in_roster(ground, start):
                continue
            names[said] = None
            yield Mention(start, end, "Person", "roster-name")
        for name in names:
            for match in re.finditer(re.escape(name), text):
                yield Mention(match.start(), match.end(), "Person", "roster-name")

    def _titles(self, text: str) -> Iterator[tuple[int, int]]:
        """组长, 副 组 长 before a colon."""
        for colon in COLON.finditer(text):
            end = colon.start()
            while end and text[end - 1] in " 　":
                end -= 1
            low = max(0, end - WIDEST)
            post = self._others.search(text[low:end])
            if post is not None:
                yield low + post.start(), end

    def _in_roster(self, ground: Ground, at: int) -> bool:
        """Does a post stand in the line?"""
        low, high = self._line(ground.text, at)
        return any(m.type == "Post" for place in range(low, high) for m in ground.starts.get(place, ()))

    @staticmethod
    def _line(text: str, at: int) -> tuple[int, int]:
        low = text.rfind("\n", 0, at) + 1
        high = text.find("\n", at)
        return low, len(text) if high < 0 else high


def _wide(text: str) -> Iterator[tuple[int, int]]:
    """Two signs with room between them: the blanks are looked for, which are rarer than what stands beside them."""
    for room in ROOM.finditer(text, 1):
        if room.end() < len(text):
            yield room.start() - 1, room.end() + 1


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans without those that begin inside the one before them."""
    last = 0
    for start, end in spans:
        if start >= last:
            last = end
            yield start, end
