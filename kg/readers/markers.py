"""The place of an item in a list of a page comes in; the number or bullet that a browser sets in front of it goes out."""

from __future__ import annotations

from kg.readers.counting import counted

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_HAN = ("chineseCountingThousand", "、")
_WAYS = {
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": _HAN,
    "simp-chinese-informal": _HAN,
    "trad-chinese-informal": _HAN,
}
_BULLETS = frozenset({"disc", "circle", "square"})


def marker(style: str, number: int) -> str:
    """What stands in front of item `number`: 3. or c. or iii. or 三、 by the list's style, a bullet or nothing.

    >>> [marker(style, 12) for style in ("1", "lower-alpha", "I", "cjk-ideographic", "disc", "none")]
    ['12. ', 'l. ', 'XII. ', '十二、', '• ', '']
    """
    style = _TYPES.get(style, style.strip().lower())
    if style == "none":
        return ""
    if style in _BULLETS:
        return "• "
    if style.endswith(("alpha", "latin")) and number > 0:
        letters = _letters(number)
        return f"{letters.upper() if style.startswith('upper') else letters}. "
    way, behind = _WAYS.get(style, ("decimal", ". "))
    return f"{counted(number, way) if number > 0 else number}{behind}"


def _letters(number: int) -> str:
    """z, aa, ab: a browser counts letters as digits; Word does not."""
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written
