"""Lists of bodies whose last item says the head of all: 甲省、乙省总工会, 甲、乙等五省总工会, 省财政、水利等部门."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from kg.mentions.ground import PLACE, Ground
from kg.model import Mention
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

FORM = "shared-head"
JOINTS = ("、", "和", "与", "及", "以及")
JOINED = frozenset(joint[-1] for joint in JOINTS)
PARTED, OTHERS = "、", "等"
MOST = 16  # items of a list
BODY = "Organisation"


class SharedBook:
    """What lists of local bodies are made of, from the seeds."""

    def __init__(self, seeds: Seeds, ontology: Ontology) -> None:
        lists, kinds = seeds.words, seeds.tables.get("body-kind", {})
        self._bodies = ontology.subclasses(BODY)
        local = frozenset(lists.get("shared-body-kinds", ()))
        heads = {head for head, kind in kinds.items() if kind in local}
        heads.update(lists.get("level-body-heads", ()), lists.get("department-names", ()))
        self._heads = tuple(sorted(heads)) or ("\0",)
        self._levels = _any(lists.get("level-words", ()))
        self._regions = frozenset(lists.get("regions", ()))
        self._sharing = _any(lists.get("levels-sharing", ()))
        self._never = tuple(lists.get("not-before-levels", ())) or ("\0",)
        number = rf"[{NUMERAL_CHARACTERS}\d]"
        # A number is tried from its first sign only: a long one would be tried from each of its signs to its end.
        counted = rf"(?:等|(?<!{number}){number}){number}*(?:(?<!等)个)?"
        self._counted = re.compile(rf"{counted}(?:{_any(lists.get('counted-places', ()))})({_any(heads)})")
        field, joint = _any(lists.get("department-fields", ())), _any(JOINTS)
        tail = f"(?:{_any(lists.get('department-heads', ()))})"
        self._fields = re.compile(
            rf"({self._levels})?({field})((?:(?:{joint})(?:{field}))+)(?:(等(?:有关|相关)?)部门|({tail}))"
        )
        self._field = re.compile(field)
        self._joint = re.compile(joint)
        words = lists.get("department-fields", ())
        self._tails = frozenset(word[-2:] for word in words)
        self._widest = max(map(len, words), default=0) + max(
            map(len, lists.get("level-words", ())), default=0
        )

    def find(self, ground: Ground) -> Iterator[Mention]:
        """The items that borrow their head, and what the last of a list of departments is."""
        for mention in list(ground.mentions()):
            before = ground.text[mention.start - 1 : mention.start]
            if before in JOINED and mention.type in self._bodies and not mention.weak:
                yield from self._before_body(ground, mention)
        for match in self._counted.finditer(ground.text):
            items = [*self._items(ground, match.start(), match[1], "StateBody", listed=False)]
            if items and not match[0].startswith(OTHERS):  # the last holds the head: 甲、乙两省人民政府
                items[0] = structs.replace(items[0], end=match.end())
            yield from items
        for match in self._lists(ground.text):
            yield from self._departments(ground, match)

    def _lists(self, text: str) -> Iterator[re.Match[str]]:
        """The lists of departments, each looked for left of a joint that stands behind a field."""
        last = 0
        for joint in self._joint.finditer(text):
            at = joint.start()
            if at < last or (text[at - 2 : at] not in self._tails and text[at - 1 : at] not in self._tails):
                continue
            for begin in range(max(last, at - self._widest), at):
                match = self._fields.match(text, begin)
                if match and match.start(3) == at:
                    last = match.end()
                    yield match
                    break

    def _before_body(self, ground: Ground, mention: Mention) -> Iterator[Mention]:
        """甲省、乙省总工会: what stands behind the place of the last is said of the places before."""
        at = mention.start
        while (end := max((m.end for m in _places(ground.starts.get(at, ()))), default=at)) > at:
            at = end
        rest = ground.text[at : mention.end]
        if at == mention.start:
            level = re.match(self._levels, ground.text[at : mention.end])
            if level is not None and mention.form == "body-of-level":
                yield from self._levels_before(ground, mention, ground.text[at + level.end() : mention.end])
        elif rest and rest.endswith(self._heads):
            yield from self._items(ground, mention.start, rest, mention.type, listed=True)

    def _levels_before(self, ground: Ground, mention: Mention, rest: str) -> Iterator[Mention]:
        """省、市总工会: the level before borrows the head too."""
        before = ground.text[max(0, mention.start - 5) : mention.start]
        match = re.search(rf"({self._sharing})[、和与]$", before)
        if match is not None and not ground.text.endswith(self._never, 0, mention.start - len(match[0])):
            start = mention.start - len(match[0])
            yield Mention(start, start + len(match[1]), mention.type, FORM, match[1] + rest)

    def _items(self, ground: Ground, at: int, rest: str, type_: str, *, listed: bool) -> Iterator[Mention]:
        """The places that end at an offset or before a joint there, from right to left, each with the head."""
        for _ in range(MOST):
            if listed:
                joint = next((joint for joint in JOINTS if ground.text.endswith(joint, 0, at)), "")
                if not joint:
                    return
                at -= len(joint)
            place = min(_places(ground.ends.get(at, ())), key=lambda m: m.start, default=None)
            said = ground.text[place.start : place.end] if place is not None else ""
            if place is None or said in self._regions:
                return
            yield Mention(place.start, place.end, type_, FORM, said + rest)
            at, listed = place.start, True

    def _departments(self, ground: Ground, match: re.Match[str]) -> Iterator[Mention]:
        """省财政、水利等部门: the departments of a level, a place or a body, each by its field."""
        start = min((m.start for m in self._leads(ground, match.start(2))), default=match.start())
        listed = PARTED in match[3] or match[4]  # 县林业和绿化部门 is one department
        if not listed or start == match.start(2) or ground.text.endswith(self._never, 0, start):
            return
        lead, head = ground.text[start : match.start(2)], match[5] or "部门"
        spans = [
            match.span(2),
            *(found.span() for found in self._field.finditer(ground.text, *match.span(3))),
        ]
        for number, (low, high) in enumerate(spans):
            name = lead + ground.text[low:high] + head
            end = match.end() if match[5] and number == len(spans) - 1 else high
            yield Mention(start if number == 0 else low, end, "StateBody", FORM, name)

    def _leads(self, ground: Ground, at: int) -> Iterator[Mention]:
        """The places and bodies that a list of departments may be of."""
        for mention in ground.ends.get(at, ()):
            if not mention.weak and (mention.type == PLACE or mention.type in self._bodies):
                yield mention


def _places(mentions: Iterable[Mention]) -> Iterator[Mention]:
    return (mention for mention in mentions if mention.type == PLACE and not mention.weak)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"
