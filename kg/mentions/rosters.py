"""Rosters: names and posts written wide, 组　长：张　三　副市长, which nothing else reads; row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.model import Mention
from kg.seeds import Seeds

BLANKS = re.compile("[ 　]+")
ROOM = "[ 　]{1,3}"
HAN = "[\u4e00-\u9fff]"


class RosterBook:
    """The surnames and the posts of two characters, as rosters write them."""

    def __init__(self, seeds: Seeds) -> None:
        surnames = "".join(sorted(word for word in seeds.words.get("surnames", ()) if len(word) == 1)) or "\0"
        known = {row.name for row in seeds.rows if row.type == "Post"} | set(
            seeds.words.get("group-posts", ())
        )
        posts = sorted(post for post in known if len(post) == 2)
        others = sorted(set(seeds.words.get("group-posts", ())), key=lambda post: (-len(post), post))
        self._posts = frozenset(known)
        self._tight = re.compile(rf"(?<=[：:　])[{surnames}]{HAN}{{1,3}}(?=[　 \n]|$)")
        self._title = re.compile(rf"(?:{'|'.join(others) or '(?!)'})(?=[ 　]*[：:])")
        self._name = re.compile(rf"(?<!{HAN})[{surnames}]{ROOM}{HAN}(?!{HAN})")
        self._post = re.compile("|".join(f"{post[0]}{ROOM}{post[1]}" for post in posts) or "(?!)")

    def find(self, ground: Ground) -> Iterator[Mention]:
        """Wide posts first; a wide name is one where a post or a body stands in its line."""
        posts = [m.span() for found in (self._post, self._title) for m in found.finditer(ground.text)]
        for start, end in posts:
            yield Mention(start, end, "Post", "roster-post")
        taken = {span[0] for span in posts}
        names: dict[str, None] = {}
        for match in (*self._name.finditer(ground.text), *self._tight.finditer(ground.text)):
            said = BLANKS.sub("", match[0])
            if match.start() in taken or said in self._posts or not self._in_roster(ground, match.start()):
                continue
            names[said] = None
            yield Mention(match.start(), match.end(), "Person", "roster-name")
        for name in names:
            for match in re.finditer(re.escape(name), ground.text):
                yield Mention(match.start(), match.end(), "Person", "roster-name")

    def _in_roster(self, ground: Ground, at: int) -> bool:
        """Does a post stand in the line?"""
        low, high = self._line(ground.text, at)
        return any(m.type == "Post" for place in range(low, high) for m in ground.starts.get(place, ()))

    @staticmethod
    def _line(text: str, at: int) -> tuple[int, int]:
        low = text.rfind("\n", 0, at) + 1
        high = text.find("\n", at)
        return low, len(text) if high < 0 else high
