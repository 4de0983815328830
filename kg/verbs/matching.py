"""Two annotations of one document, gold and predicted → which mentions, entities and relations are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kg.errors import KgError, Place

EDGES = "“”‘’\"'《》〈〉「」『』（）() \u3000\t\r\n"  # not looked at when spans and names are compared
MIDDLE_DOTS = str.maketrans("•・", "··", EDGES)
SYMMETRIC = frozenset({"cooperatesWith"})

Spot = tuple[int, int]
Triple = tuple[str, str, str]


class Marked(msgspec.Struct, frozen=True):
    """A mention of an annotation file; `rules` are the forms that found it, where that is known."""

    start: int
    end: int
    type: str
    text: str
    entity: str
    optional: bool = False
    rules: tuple[str, ...] = ()

    def spot(self) -> Spot:
        """The span without the quotation marks, brackets and blanks at its ends."""
        front = len(self.text) - len(self.text.lstrip(EDGES))
        back = len(self.text) - len(self.text.rstrip(EDGES))
        return (
            (self.start + front, self.end - back)
            if front < len(self.text)
            else (self.start + front, self.end)
        )


class Named(msgspec.Struct, frozen=True):
    """An entity of an annotation file: the canonical name first."""

    id: str
    type: str
    names: tuple[str, ...] = ()


class Stated(msgspec.Struct, frozen=True):
    """A relation of an annotation file; what a build writes also says by which rules."""

    s: str
    p: str
    o: str
    start: int = 0
    end: int = 0
    optional: bool = False
    rules: tuple[str, ...] = ()


class Loose(msgspec.Struct, frozen=True):
    """A citation that does not say of what."""

    start: int
    end: int
    text: str


class Annotation(msgspec.Struct, frozen=True):
    """One line of an annotation file: one document."""

    doc: str
    path: str = ""
    source: str = ""
    sha256: str = ""
    mentions: tuple[Marked, ...] = ()
    entities: tuple[Named, ...] = ()
    relations: tuple[Stated, ...] = ()
    unresolved: tuple[Loose, ...] = ()


def decode(line: bytes) -> Annotation:
    """One line of an annotation file; raises ValueError where it is none."""
    return msgspec.json.decode(line, type=Annotation)


def load(path: Path) -> dict[str, Annotation]:
    """The documents of a stand-off annotation file by their names."""
    found: dict[str, Annotation] = {}
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise KgError(
            str(path), error.strerror or str(error), wanted="an annotation file, one document a line"
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                annotation = decode(line)
            except msgspec.DecodeError as error:
                raise KgError(
                    Place(str(path), number), str(error), wanted="an annotated document as a JSON object"
                ) from error
            found[annotation.doc] = annotation
    return found


def pair_mentions(gold: Sequence[Marked], predicted: Sequence[Marked], least: float) -> dict[int, int]:
    """Gold index → predicted index of the same type, the largest shared part of their union first, one to one."""
    pairs: list[tuple[float, int, int]] = []
    by_type: dict[str, list[tuple[int, Spot]]] = defaultdict(list)
    for j, mention in enumerate(predicted):
        by_type[mention.type].append((j, mention.spot()))
    for i, mention in enumerate(gold):
        spot = mention.spot()
        for j, other in by_type[mention.type]:
            share = _share(spot, other)
            if share >= least:
                pairs.append((-share, i, j))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return chosen


def pair_entities(gold: Annotation, predicted: Annotation) -> dict[str, str]:
    """Predicted id → gold id of the same type, one to one: a shared name counts once, a mention of equal span twice."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_spot: dict[tuple[str, Spot], set[str]] = defaultdict(set)
    for entity in gold.entities:
        for name in entity.names:
            by_name[entity.type, _plain(name)].add(entity.id)
    for mention in gold.mentions:
        by_spot[mention.type, mention.spot()].add(mention.entity)
    weights: Counter[tuple[str, str]] = Counter()
    for entity in predicted.entities:
        for name in entity.names:
            weights.update((entity.id, other) for other in by_name[entity.type, _plain(name)])
    for mention in predicted.mentions:
        for other in by_spot[mention.type, mention.spot()]:
            weights[mention.entity, other] += 2
    linked: dict[str, str] = {}
    taken: set[str] = set()
    for (ours, theirs), _ in sorted(weights.items(), key=lambda row: (-row[1], row[0])):
        if ours not in linked and theirs not in taken:
            linked[ours] = theirs
            taken.add(theirs)
    return linked


def either_way(triple: Triple) -> tuple[Triple, ...]:
    """The ways to write a fact down: a symmetric relation has two."""
    s, p, o = triple
    return ((s, p, o), (o, p, s)) if p in SYMMETRIC else (triple,)


def _share(one: Spot, other: Spot) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def _plain(name: str) -> str:
    return name.translate(MIDDLE_DOTS)
