"""How usual each sign is in names: counted once from the names and the other words of the segmenter's dictionary, and kept."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kg.mentions.segment import kept, tags

SURNAME, FIRST, SECOND, ONLY, FOREIGN = "SFGOT"  # what a sign is: the key of its odds begins so
PERSONS = ("nr", "nrt", "nrfg")
BOUND = 5.0


@lru_cache(maxsize=2)
def odds(transliterating: frozenset[str]) -> Mapping[str, float]:
    """The part of a name and a sign (S王) → how much more usual it is there than in other words (log odds, within ±5).

    `transliterating`: the signs that foreign names are written with; they tell the foreign names of the dictionary.
    """
    stamp = hashlib.sha256("".join(sorted(transliterating)).encode()).hexdigest()[:8]
    return kept(f"odds-{stamp}", lambda: _counted(transliterating))


def _counted(transliterating: frozenset[str]) -> dict[str, float]:
    known = tags()
    chinese = [word for word, kind in known.items() if kind == "nr" and len(word) in (2, 3)]
    long, short = [name for name in chinese if len(name) == 3], [name for name in chinese if len(name) == 2]
    foreign = [
        word
        for word, kind in known.items()
        if kind in PERSONS
        and len(word) > (3 if kind == "nr" else 2)
        and sum(c in transliterating for c in word) >= len(word) - 1
    ]
    words = [word for word, kind in known.items() if kind != "nr" and len(word) <= 3]
    others = Counter("".join(words))
    plain = Counter("".join(word for word in words if known[word] not in (*PERSONS, "ns")))
    table: dict[str, float] = {}
    for part, signs, against in (
        (SURNAME, (name[0] for name in long), others),
        (FIRST, (name[1] for name in long), others),
        (SECOND, (name[2] for name in long), others),
        (ONLY, (name[1] for name in short), others),
        (FOREIGN, "".join(foreign), plain),
    ):
        table.update(_odds(part, signs, against))
    return table


def _odds(part: str, signs: Iterable[str], against: Counter[str]) -> dict[str, float]:
    counts = Counter(signs)
    many, more = sum(counts.values()) + 1, sum(against.values()) + 1
    return {
        part + c: max(
            -BOUND, min(BOUND, math.log((counts[c] + 0.5) / many) - math.log((against[c] + 2) / more))
        )
        for c in sorted(counts.keys() | against.keys())
    }
