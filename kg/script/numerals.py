"""Numerals as Chinese documents write them: text in, integers out; what does not parse gives -1 and stays text."""

from __future__ import annotations

from functools import lru_cache

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
DIGITS |= {c: n for n, c in enumerate("0123456789")} | {c: n for n, c in enumerate("０１２３４５６７８９")}
DIGITS |= {"○": 0, "O": 0, "两": 2, "元": 1, "廿": 20, "卅": 30}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}
NUMERAL_CHARACTERS = "零〇○一二三四五六七八九十百千两0123456789０１２３４５６７８９"
LONGEST = 18
"""Signs of a numeral: nothing that policy counts has more, and what is longer is no number to reckon with."""
CHINESE = "零一二三四五六七八九"


@lru_cache(maxsize=1 << 12)
def parse(text: str) -> int:
    """一百二十 → 120, 二〇二四 → 2024, 12 → 12, １２ → 12; -1 when it is no numeral."""
    if not 0 < len(text) <= LONGEST or any(c not in DIGITS and c not in UNITS for c in text):
        return -1
    if not any(c in UNITS for c in text):
        value = 0
        for c in text:
            value = value * 10 + DIGITS[c]
        return value
    total, current = 0, -1
    for c in text:
        if c in DIGITS:
            if current > 0:
                return -1
            current = DIGITS[c]
        else:
            unit = UNITS[c]
            if unit == 10000:
                total = (total + max(current, 0)) * unit
            else:
                total += (1 if current < 0 else current) * unit
            current = -1
    return total + max(current, 0)


@lru_cache(maxsize=1 << 12)
def chinese(value: int) -> str:
    """120 → 一百二十, 10 → 十, 105 → 一百零五: as article numbers are written; in digits what no instrument counts to."""
    if value >= 10_000:
        return str(value)
    if value < 10:
        return CHINESE[value]
    if value < 20:
        return "十" + (CHINESE[value - 10] if value > 10 else "")
    said, rest, gap = "", value, False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            said += ("零" if gap else "") + CHINESE[digit] + name
            gap = False
        elif said and rest:
            gap = True
    return said
