"""A text and a stretch of it → the sentence where it stands, the stretch in brackets."""

from __future__ import annotations

from kg.exports.explorer.sentence import MATCHED, Ends, sentence
from kg.model import Evidence


def passage(text: str, start: int, end: int) -> str:
    """The sentence around text[start:end]; empty where there is no such stretch.

    >>> passage("前文。甲会开展乙活动。后文。", 3, 5)
    '[甲会]开展乙活动。'
    """
    if not 0 <= start < end <= len(text):
        return ""
    place = Evidence("", start, end, text[start:end], "")
    pieces = sentence(place, text, Ends())
    return "".join(f"[{one.text}]" if one.mark == MATCHED else one.text for one in pieces)
