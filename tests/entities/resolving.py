"""What tests of resolving start from: a sentence, and the keys that its names lead to."""

from __future__ import annotations

from kg.entities import resolve
from kg.mentions import find
from kg.model import Entity, Resolved
from kg.seeds import Seeds, load
from tests.handmade import document

SEEDS: Seeds = load()
PATH = "sentence.txt"


def resolved(text: str) -> Resolved:
    """A sentence read, found and resolved; ¶ begins a new block's line."""
    made = document(PATH, [text])
    return resolve(made, find(made, SEEDS), SEEDS)


def keys(text: str, *kinds: str) -> list[tuple[str, str]]:
    """The names of some classes in a sentence, each with the key of what it stands for."""
    links = resolved(text).links
    return [
        (text[k.mention.start : k.mention.end], k.entity.key)
        for k in links
        if isinstance(k.entity, Entity) and k.mention.type in kinds
    ]


def entity(text: str, words: str) -> Entity:
    """What a name in a sentence stands for."""
    (found, *_) = [
        k.entity
        for k in resolved(text).links
        if text[k.mention.start : k.mention.end] == words and isinstance(k.entity, Entity)
    ]
    return found
