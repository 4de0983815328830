"""Names once found are looked for in the whole text: 《甲管理办法》 and later 甲管理办法, “乙”行动 and later 乙."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.ground import Ground
from kg.mentions.words import Automaton
from kg.model import Mention
from kg.ontology import Ontology

LEAST = {"Programme": 4, "LegalInstrument": 4, "Organisation": 5, "Event": 7}
FORM = "again"
# Found wherever they stand, or names there alone.
ELSEWHERE = ("lexicon", "title-line", "body-of-level", "shared-head", "own-body", "group-office")


def again(ground: Ground, mentions: Iterable[Mention], ontology: Ontology) -> Iterator[Mention]:
    """The other places where a name stands that was found by its make or in brackets."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        if mention.weak or mention.form in ELSEWHERE:
            continue
        least = LEAST.get(ontology.top(mention.type), 0)
        if least and mention.end - mention.start >= least:
            names.setdefault(ground.text[mention.start : mention.end], mention)
    if not names:
        return
    for start, end, name in Automaton(names, kept=False).longest(ground.text):
        found = names[name]
        if start != found.start and ground.sound_start(start) and ground.sound_end(end):
            yield Mention(start, end, found.type, FORM, found.key)
