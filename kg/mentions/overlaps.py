"""Which of overlapping mentions stand: surer before weaker, longer before shorter, nested where the inner is its own thing."""

from __future__ import annotations

from collections.abc import Iterable

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
ORDER = (
    "Number",
    "Date",
    "Version",
    "Provision",
    "LegalInstrument",
    "Event",
    "Organisation",
    "Person",
    "Programme",
    "Post",
    "Place",
    "Group",
)


def settle(mentions: Iterable[Mention], ontology: Ontology) -> tuple[Mention, ...]:
    """Mentions in any order → those that stand, by (start, -end)."""
    rank = {name: at for at, name in enumerate(ORDER)}

    def strength(mention: Mention) -> tuple[bool, int, bool, int, bool, str]:
        plain = mention.form != "title-line"
        return (
            mention.weak,
            mention.start - mention.end,
            plain,
            rank.get(ontology.top(mention.type), 99),
            not mention.key,
            mention.form,
        )

    standing: list[Mention] = []
    covers: dict[int, list[Mention]] = {}
    for mention in sorted(set(mentions), key=lambda m: (strength(m), m.start, m.type)):
        top = ontology.top(mention.type)
        if all(_fits(top, mention, other, ontology) for other in _near(covers, mention)):
            standing.append(mention)
            for cell in range(mention.start >> 6, (mention.end >> 6) + 1):
                covers.setdefault(cell, []).append(mention)
    return tuple(sorted(standing, key=lambda m: (m.start, -m.end, m.type)))


def _near(covers: dict[int, list[Mention]], mention: Mention) -> Iterable[Mention]:
    for cell in range(mention.start >> 6, (mention.end >> 6) + 1):
        yield from covers.get(cell, ())


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
