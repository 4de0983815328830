"""The place of an item in a list comes in; the number or bullet that a browser sets in front of it goes out."""

from __future__ import annotations

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_HAN = frozenset({"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "japanese-informal"})
_BULLETS = frozenset({"disc", "circle", "square"})
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3_999
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


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
    if style in _HAN and 0 < number < 10_000:
        return f"{han(number)}、"
    if style.endswith(("alpha", "latin")) and number > 0:
        letters = _letters(number)
        return f"{letters.upper() if style.startswith('upper') else letters}. "
    if style.endswith("roman") and 0 < number <= _MOST_ROMAN:
        numeral = _roman(number)
        return f"{numeral.upper() if style.startswith('upper') else numeral}. "
    return f"{number:02}. " if style == "decimal-leading-zero" else f"{number}. "


def han(number: int) -> str:
    """A number from 1 to 9,999 in Han: 十二, 二十, 一百零五.

    >>> [han(number) for number in (1, 10, 12, 20, 105, 110, 1001)]
    ['一', '十', '十二', '二十', '一百零五', '一百一十', '一千零一']
    """
    written, gap = "", False
    digits = str(number)
    for at, char in enumerate(digits):
        if char == "0":
            gap = True
            continue
        written += (_DIGITS[0] if gap and written else "") + _DIGITS[int(char)] + _UNITS[len(digits) - at - 1]
        gap = False
    return written[1:] if written.startswith("一十") else written


def _letters(number: int) -> str:
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written
