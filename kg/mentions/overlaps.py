"""Which of overlapping mentions stand: surer before weaker, longer before shorter, nested where the inner is its own thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Mention
from kg.ontology import Ontology

NESTS = {
    "LegalInstrument": frozenset(
        ("LegalInstrument", "Organisation", "Programme", "Event", "Version", "Provision")
    ),
    "Organisation": frozenset(("Organisation",)),
    "Event": frozenset(("Organisation",)),
    "Programme": frozenset(("Organisation", "LegalInstrument")),
    "Number": frozenset(("Organisation",)),
    "Post": frozenset(("Organisation",)),
}
WHOLE_NAMES = frozenset(
    ("Organisation", "Event", "LegalInstrument")
)  # a bare institution in these is a word of the name
RANK = {
    name: at
    for at, name in enumerate(
        "Number Date Version Provision LegalInstrument Event Organisation Person Programme Post Place Group".split()
    )
}


def settle(mentions: Iterable[Mention], ontology: Ontology) -> tuple[Mention, ...]:
    """Mentions in any order → those that stand, by (start, -end)."""
    standing: list[Mention] = []
    for together in _clusters(sorted(mentions, key=_place)):
        standing.extend(together if len(together) == 1 else _settled(together, ontology))
    return tuple(standing)


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, -mention.end, mention.type


def _clusters(mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Those that overlap, together: most mentions stand alone, and nothing needs to be weighed."""
    cluster: list[Mention] = []
    high = 0
    for mention in mentions:
        if mention.start >= high and cluster:
            yield cluster
            cluster = []
        cluster.append(mention)
        high = max(high, mention.end)
    if cluster:
        yield cluster


def _settled(mentions: Iterable[Mention], ontology: Ontology) -> list[Mention]:
    """Of mentions that overlap, those that stand."""

    def strength(mention: Mention) -> tuple[bool, int, bool, int, bool, str, int, str]:
        return (
            mention.weak,
            mention.start - mention.end,
            mention.form != "title-line",
            RANK.get(ontology.top(mention.type), len(RANK)),
            not mention.key,
            mention.form,
            mention.start,
            mention.type,
        )

    standing: list[Mention] = []
    for mention in sorted(dict.fromkeys(mentions), key=strength):
        top = ontology.top(mention.type)
        if all(_fits(top, mention, other, ontology) for other in standing):
            standing.append(mention)
    return sorted(standing, key=_place)


def _fits(top: str, mention: Mention, other: Mention, ontology: Ontology) -> bool:
    """May a mention stand beside one that stands already (and is as long or longer)?"""
    if mention.end <= other.start or other.end <= mention.start:
        return True
    if not other.contains(mention) or (mention.start, mention.end) == (other.start, other.end):
        return False
    outer = ontology.top(other.type)
    if top == outer == "Organisation" and mention.end == other.end:
        return False  # 外交部 in 甲国外交部 is no second body
    return top in NESTS.get(outer, frozenset()) and not (mention.weak and outer in WHOLE_NAMES)
