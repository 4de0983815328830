"""A code that a page's font says → the characters that are read there: radicals as what they look like, ligatures apart."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file does not say what it means."""
_SOFT = {0xAD, 0x2, 0xFFFE}  # a hyphen that is there only where a line breaks
_GONE = {0x200B, 0x2060, 0xFEFF}  # no reader sees them
# Radicals of the supplement that fonts on some systems give for the characters they look like (EquivalentUnifiedIdeograph).
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺋⺌⺍⺏⺐⺒⺔⺖⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺦⺨⺩⺫⺬⺭⺮⺯⺰⺱⺳⺵⺷⺸⺹⺺⺻⺼⺽⺾⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻰⻱⻲⻳",
        "厂乙几㔾小小尢兀巳彐忄扌攵旡月歺母民氵氺灬丬犭王目示礻竹糸纟罒罒网羊羊耂肀聿月臼艹虎衤覀西见角讠贝足车辶辶阝钅長镸长门阜阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾斉齐齿龙龜亀龟",
        strict=True,
    )
)


@lru_cache(maxsize=4096)
def written(code: int) -> str:
    """What is read of a character; nothing of one that nobody sees, UNKNOWN of what is none.

    >>> [written(ord(char)) for char in "⼀⺠ﬁ一"]
    ['一', '民', 'fi', '一']
    >>> written(0xD800) == UNKNOWN, written(7)
    (True, '')
    """
    if code in _SOFT:
        return "-"
    if code in _GONE:
        return ""
    if code in (0x9, 0xA, 0xD):
        return " "
    if (
        code == 0
        or 0xD800 <= code < 0xE000
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code < 0xFDF0
        or code > 0x10FFFF
    ):
        return UNKNOWN
    char = chr(code)
    if 0x2E80 <= code < 0x2F00:
        return _RADICALS.get(char, char)
    if 0x2F00 <= code < 0x2FE0 or 0xFB00 <= code < 0xFB07:
        return unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) == "Cc" else char
