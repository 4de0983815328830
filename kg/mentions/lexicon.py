"""Names that the lexicons know: one pass over the text, each hit held against word boundaries where it is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.mentions.ground import CHIEF, PLACE, Ground
from kg.mentions.titles import INSTRUMENT_KINDS
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.seeds import Seeds

PLACE_LISTS = ("regions", "venues")
HALF = str.maketrans("（）", "()")
SURE_LENGTH = 6  # a hit of so many characters needs no second opinion on where words end


@dataclass(frozen=True, slots=True)
class Name:
    """What a form of a lexicon stands for: a row, and whether only a fact can make it worth keeping."""

    type: str
    key: str
    weak: bool


class LexiconBook:
    """All names of the lexicons, ready to be looked for."""

    def __init__(self, seeds: Seeds) -> None:
        weak = frozenset(seeds.words.get("weak-names", ()))
        names: dict[str, Name] = {}
        for row in seeds.rows:
            written = (row.name, *row.aliases)
            for name in (*written, *(name.translate(HALF) for name in written if "（" in name)):
                names.setdefault(name, Name(row.type, row.key, row.type == "Group" or name in weak))
        for name in (word for table in PLACE_LISTS for word in seeds.words.get(table, ())):
            names.setdefault(name, Name("Place", name, name in weak))
        self._names = names
        self._automaton = Automaton([*names, *seeds.words.get("lexicon-vetoes", ())])
        self._vetoes = frozenset(
            word for name in ("vetoes", "not-body-words") for word in seeds.words.get(name, ())
        )
        self._vetoes -= {head + CHIEF for head in seeds.words.get("chief-heads", ())}
        keys = {row.name: row.key for row in seeds.rows}
        self._parents = {
            row.key: keys.get(row.parent, row.parent)
            for row in seeds.rows
            if row.parent and row.type != "Place"
        }
        self._same_tails = frozenset(seeds.words.get("same-body-tails", ()))
        self._followers = tuple(seeds.words.get("instrument-followers", ())) or ("\0",)
        prefixes = seeds.words.get("instrument-prefixes", ())
        self._prefixes = tuple(sorted(prefixes, key=lambda prefix: (-len(prefix), prefix)))
        self._led = frozenset(seeds.words.get("places-after-places", ()))

    def _inner(self, word: str, name: Name, start: int) -> Iterator[Mention]:
        """The parent body that a body's name begins with: 甲院 in 甲院审判委员会."""
        parent = self._parents[name.key]
        for end in range(len(word) - 2, 1, -1):
            inner = self._names.get(word[:end])
            if inner is not None and inner.key == parent and word[end:] not in self._same_tails:
                yield Mention(start, start + end, inner.type, "lexicon", inner.key, inner.weak)
                return

    def find(self, ground: Ground) -> Iterator[Mention]:
        text = ground.text
        last = 0  # where the last name of a place ended
        for start, end, word in self._automaton.longest(text):
            name = self._names.get(word)
            if name is None or (word in self._led and start not in (last, ground.block_bounds(start)[0])):
                continue
            instrument = name.type in INSTRUMENT_KINDS
            followed = instrument and text.startswith(self._followers, end)
            if (len(word) == 1 and not name.weak) or (
                text[end - 1 : end + 1] in self._vetoes and not followed
            ):
                continue
            if end - start < SURE_LENGTH and not (
                ground.sound_start(start) and (followed or ground.sound_end(end))
            ):
                continue
            if name.type == PLACE:
                last = end
            lead = ""
            if instrument and text.endswith(self._prefixes, 0, start):
                lead = next(prefix for prefix in self._prefixes if text.endswith(prefix, 0, start))
            yield Mention(start - len(lead), end, name.type, "lexicon", name.key, name.weak)
            if name.key in self._parents:
                yield from self._inner(word, name, start)
