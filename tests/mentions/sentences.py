"""What tests of finding start from: a sentence as a document, its ground, and the words of what was found in it."""

from __future__ import annotations

from kg.mentions import find
from kg.mentions.finding import finder
from kg.mentions.ground import Ground
from kg.model import Document, Mention
from kg.seeds import Seeds, load
from tests.handmade import document

SEEDS: Seeds = load()


def sentence(text: str) -> Document:
    """A document of one paragraph."""
    return document("sentence.txt", [text])


def ground(text: str, *known: tuple[str, str]) -> Ground:
    """A sentence before anything is found in it but some names, each with its class."""
    made = Ground(sentence(text), finder(SEEDS).words)
    for words, kind in known:
        start = text.index(words)
        made.add(Mention(start, start + len(words), kind, "test"))
    return made


def found(text: str, *kinds: str) -> list[str]:
    """The words of the mentions of some classes in a sentence."""
    return [text[m.start : m.end] for m in find(sentence(text), SEEDS) if m.type in kinds]
