"""The seeds' words that bound names go in; whether a word of the segmenter ends a run of words that may name something, out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.mentions.segment import tag
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

PLACE = "Place"
REMEMBERED = 65536  # words of which is kept whether they end a run
FUNCTION_TAGS = frozenset("p u ud ug uj ul uv uz r rr rz y e o c".split())
SHORT_FUNCTION_TAGS = frozenset("d df dg f rg q mq m tg zg k".split())
COUNTING, MEASURES = "一两几数", "个名位项家批"
KINDS = ("kind-words", "phrase-words")
TAILS = (
    "body-heads",
    "level-body-heads",
    "team-heads",
    "meeting-heads",
    "session-tails",
    "party-office-tails",
    "order-heads",
)
ORGANS = ("department-heads", "organ-nouns")
HEADS = ("body-heads", *ORGANS)
HARD = (*KINDS, "not-name-starts", "run", "governing", "host", "issue")
SOFT_TAGS = frozenset("v vd vg vi vq a ad ag b t z i l".split())
PHRASE = "l"  # several words that stand for a noun, where a noun may stand: 生态环境, 计划生育


def _is_function(word: str, kind: str) -> bool:
    """Prepositions, particles, pronouns; adverbs, numerals and measures of one character, numerals of any length, 三个."""
    if kind in FUNCTION_TAGS or (kind in SHORT_FUNCTION_TAGS and len(word) == 1):
        return True
    return kind == "m" and (
        word[0] in COUNTING or word[-1] in MEASURES or all(c in NUMERAL_CHARACTERS for c in word)
    )


def _halts(words: Iterable[str], others: Iterable[str]) -> re.Pattern[str]:
    """One of the words, and none of the others that only begin like it."""
    found, never = ("|".join(map(re.escape, some)) or "(?!)" for some in (words, others))
    return re.compile(f"(?!{never})(?:{found})")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that bound names. `hard`: no name holds them; `kinds`: of these, those that make a name a kind.

    `joiners` may join words in a name, `innards` are hard words that names hold inside; `tails` may follow a name within
    one word of the segmenter (甲国|队); `leads`: names that only open a longer one (中共甲县委);
    `heads` of bodies and of kinds of organs, `organs` alone also as the ends of words (医疗机构); `chiefs`: those whose
    leader's office is said with one sign more (司法部|长); `others`: words that only look like heads; `same_tails` do not
    make another body; `anchor_types`: classes of bodies and places. `halts` finds what no name reaches over, however the
    segmenter parts it (甲局会|同县财政局). `stopping` remembers what `stops` said of a word.
    """

    hard: frozenset[str]
    kinds: frozenset[str]
    joiners: frozenset[str]
    innards: frozenset[str]
    tails: frozenset[str]
    heads: frozenset[str]
    organs: tuple[str, ...]
    chiefs: frozenset[str]
    others: frozenset[str]
    leads: frozenset[str]
    same_tails: frozenset[str]
    anchor_types: frozenset[str]
    halts: re.Pattern[str]
    stopping: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, seeds: Seeds, ontology: Ontology) -> Vocabulary:
        lists = seeds.words
        posts = (row.name for row in seeds.rows if row.type == "Post")
        return cls(
            frozenset(word for name in HARD for word in lists.get(name, ())),
            frozenset(word for name in KINDS for word in lists.get(name, ())),
            frozenset(lists.get("name-joiners", ())),
            frozenset(lists.get("name-innards", ())),
            frozenset((*posts, *(word for name in TAILS for word in lists.get(name, ())))),
            frozenset(word for name in HEADS for word in lists.get(name, ())),
            tuple(word for name in ORGANS for word in lists.get(name, ())) or ("\0",),
            frozenset(lists.get("chief-heads", ())),
            frozenset(lists.get("not-body-words", ())),
            frozenset(lists.get("leading-names", ())),
            frozenset(lists.get("same-body-tails", ())),
            ontology.subclasses("Organisation") | ontology.subclasses(PLACE),
            _halts(lists.get("halting-words", ()), lists.get("not-halting-words", ())),
        )

    def stops(self, word: str, kind: str) -> bool:
        """Does a word end a run of some kind (Ground.runs_left)? The same words are asked about again and again."""
        known = self.stopping.get((word, kind))
        if known is None:
            if len(self.stopping) > REMEMBERED:
                self.stopping.clear()
            known = self.stopping[word, kind] = self._stops(word, kind)
        return known

    def _stops(self, word: str, kind: str) -> bool:
        if word in self.joiners:
            return False
        sort = tag(word)
        if word in self.hard:
            if kind == "guided":
                return word in self.kinds or sort[:1] not in ("v", "n")
            return kind in ("edge", "brand") or word not in self.innards
        if word in self.innards and kind in ("inner", "nouns"):
            return False
        if kind in ("edge", "brand") and word[0].isdigit():
            return True
        return (_is_function(word, sort) and not (kind == "guided" and sort == "uv")) or (
            kind in ("edge", "brand", "nouns")
            and sort in SOFT_TAGS
            and not (kind == "nouns" and sort == PHRASE)
        )
