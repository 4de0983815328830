"""A Reading in; the few things out that the report says of its document, and that its warnings go by."""

from __future__ import annotations

import msgspec

from kg.model import Reading
from kg.pipeline.warnings import Watched, watched


class Noted(msgspec.Struct, frozen=True, array_like=True):
    """What the report says of a document that was read, and what its warnings go by.

    How many characters, mentions and assertions it has, and the words of citations that lead nowhere.
    """

    path: str
    chars: int
    mentions: int
    facts: int
    unresolved: tuple[str, ...]
    watched: Watched


def noted(reading: Reading) -> Noted:
    """What is noted of a reading."""
    document, resolved = reading.document, reading.resolved
    sizes = (len(document.source.text), len(resolved.links), len(reading.assertions))
    unresolved = tuple(document.text[mention.start : mention.end] for mention in resolved.unresolved)
    return Noted(document.path, *sizes, unresolved, watched(reading))
