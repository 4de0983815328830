"""A number of a sheet and the code of its format come in; what the sheet shows goes out: 2026年3月12日, 12.50%, 1,234."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
GENERAL = "General"
TEXT = ("other", "@")
_MOST = 200  # signs of a format's code; a longer one is no format
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<plain>.)|_(?P<room>.)|\*(?P<fill>.)|\[(?P<inside>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General)|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)"
    r"|(?P<number>[0#?][0#?,.]*(?:E[+-][0#?]+)?|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_TESTS = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "=": lambda one, other: one == other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "<>": lambda one, other: one != other,
}
_DAYS, _LAST = "一二三四五六日", 2_958_466  # serial number of the day after the last that a sheet knows
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMERALS = "〇一二三四五六七八九"
_SINCE_1900, _SINCE_1904 = datetime(1899, 12, 30, tzinfo=UTC), datetime(1904, 1, 1, tzinfo=UTC)
_LEAP = 60  # the 29th of February 1900, which sheets believe in
_DIGITS, _INTEGER = 10, 15  # significant digits that a number without a format shows, and of a whole number

Token = tuple[str, str]


def shown(raw: str, code: str, *, since_1904: bool = False) -> str:
    """What a cell with this number and this format shows. What is no number is shown as it is."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > 400 or len(code) > _MOST:
        return raw
    tokens, signed = _section(value, code)
    kinds = [kind for kind, _ in tokens]
    if "date" in kinds or "elapsed" in kinds:
        return _moment(value, tokens, since_1904=since_1904) or general(value)
    said = value if signed else abs(value)
    if "number" in kinds:
        return _number(said, tokens)
    if not tokens:
        return general(value) if not code.strip() else ""
    return "".join(
        general(said) if kind == "general" or (kind, text) == TEXT else _literal(kind, text)
        for kind, text in tokens
    )


def general(value: Decimal) -> str:
    """A number without a format: whole numbers in full, of others ten significant digits."""
    if value == value.to_integral_value() and value.adjusted() < _INTEGER:
        return f"{value.to_integral_value():f}".removeprefix("-0") or "0"
    if -5 <= value.adjusted() < _INTEGER:
        places = max(_DIGITS - 1 - max(value.adjusted(), 0), 0)
        said = f"{_rounded(value, places):f}"
        return said.rstrip("0").rstrip(".") if "." in said else said
    mantissa, _, power = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{int(power):+03d}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    sections: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "other"
        text = found[kind]
        if kind == "other" and text == ";":
            sections.append([])
        elif kind == "inside" and text and set(text.lower()) in ({"h"}, {"m"}, {"s"}):
            sections[-1].append(("elapsed", text.lower()))
        else:
            sections[-1].append((kind, text))
    return tuple(map(tuple, sections))


def _section(value: Decimal, code: str) -> tuple[tuple[Token, ...], bool]:
    """The part of a format that a number is shown by, and whether its sign is shown in front."""
    sections = _sections(code)[:3]
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _TESTS[condition[0]](value, condition[1]):
                return section, condition is None or condition[1] >= 0
        return sections[-1], True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


def _condition(section: Sequence[Token]) -> tuple[str, Decimal] | None:
    for kind, text in section:
        if kind == "inside" and (found := _CONDITION.fullmatch(text)):
            return found[1], Decimal(found[2])
    return None


def _literal(kind: str, text: str) -> str:
    """What a token shows that is no part of the number: [$￥-804] shows ￥, [Red] nothing."""
    if kind == "room":
        return " "
    if kind == "inside":
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    return "" if kind == "fill" else text


def _rounded(value: Decimal, places: int) -> Decimal:
    return (
        value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if value.adjusted() + places < 28
        else value
    )


def _number(value: Decimal, tokens: Sequence[Token]) -> str:
    """The first run of digits' places holds the number; with a slash it is a fraction."""
    percent = sum(text.count("%") for kind, text in tokens if kind == "other")
    value = value * (100**percent)
    if any((kind, text) == ("other", "/") for kind, text in tokens):
        return _fraction(value, tokens)
    parts: list[str] = []
    met = False
    for kind, text in tokens:
        if kind == "number":
            if not met:
                parts.append(_digits(abs(value), text))
            met = True
        else:
            parts.append(_literal(kind, text))
    said = "".join(parts).strip()
    return f"-{said}" if value < 0 and any(char in "123456789" for char in said) else said


def _digits(value: Decimal, places: str) -> str:
    mantissa, _, power = places.upper().partition("E")
    whole, point, rest = mantissa.partition(".")
    scaled = len(whole) - len(whole.rstrip(","))
    value = value.scaleb(-3 * scaled)
    least = sum(char in "0?" for char in rest.rstrip("#"))
    most = sum(char in "0#?" for char in rest)
    if power:
        shift = value.adjusted() if value else 0
        sign = "-" if shift < 0 else power[0].strip("-")
        return f"{_plain(value.scaleb(-shift), most, least)}E{sign}{abs(shift):0{len(power) - 1}d}"
    said = _plain(value, most, least)
    head, dot, tail = said.partition(".")
    head = head.rjust(whole.count("0"), "0") if whole.count("0") else head.lstrip("0")
    if "," in whole.rstrip(","):
        head = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", head)
    return f"{head}{dot}{tail}" if dot or not point else f"{head}."


def _plain(value: Decimal, most: int, least: int) -> str:
    head, _, tail = f"{_rounded(value, most):f}".partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    return f"{head}.{tail}" if tail else head


def _fraction(value: Decimal, tokens: Sequence[Token]) -> str:
    places = [text for kind, text in tokens if kind == "number"]
    said = Fraction(abs(value)).limit_denominator(10 ** min(len(places[-1]), 4) - 1)
    whole, rest = divmod(said, 1) if len(places) > 2 else (0, said)
    part = f"{rest.numerator}/{rest.denominator}" if rest else ""
    shown_parts = [str(whole) if whole or not part else "", part]
    return ("-" if value < 0 else "") + " ".join(filter(None, shown_parts))


def _moment(value: Decimal, tokens: Sequence[Token], *, since_1904: bool) -> str:
    """A date or a time of day; "" where the number is none."""
    if not 0 <= value < _LAST:
        return ""
    split = any(kind == "number" and text.startswith(".") for kind, text in tokens)
    seconds = _rounded(value * 86_400, 3 if split else 0)
    days, rest = divmod(seconds, 86_400)
    start = _SINCE_1904 if since_1904 else _SINCE_1900 + timedelta(days=int(days < _LEAP))
    then = start + timedelta(days=int(days), milliseconds=int(rest * 1000))
    halved = any(kind == "half" for kind, _ in tokens)
    han = any(kind == "inside" and text.upper() == "DBNUM1" for kind, text in tokens)
    return "".join(_of_moment(then, seconds, tokens, halved=halved, han=han)).strip()


def _of_moment(
    then: datetime, seconds: Decimal, tokens: Sequence[Token], *, halved: bool, han: bool
) -> Iterator[str]:
    for at, (kind, text) in enumerate(tokens):
        if kind == "date":
            yield _unit(then, _minutes(tokens, at), halved=halved, han=han)
        elif kind == "elapsed":
            yield str(int(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]])).rjust(len(text), "0")
        elif kind == "half":
            early, late = text.split("/")
            yield early if then.hour < 12 else late
        elif kind == "number" and text.startswith("."):
            yield f".{then.microsecond // 1000:03d}"[: len(text)]
        elif kind != "general":
            yield _literal(kind, text)


def _minutes(tokens: Sequence[Token], at: int) -> str:
    """The unit of a token, lower case; an m behind hours or before seconds is "i", a minute."""
    unit = tokens[at][1].lower()
    if unit[0] != "m" or len(unit) > 2:
        return unit
    units = [
        (other, text[0].lower()) for other, (kind, text) in enumerate(tokens) if kind in ("date", "elapsed")
    ]
    before = next((sign for other, sign in reversed(units) if other < at), "")
    after = next((sign for other, sign in units if other > at), "")
    return "i" * len(unit) if before == "h" or after == "s" else unit


def _unit(then: datetime, unit: str, *, halved: bool, han: bool) -> str:
    sign, size = unit[0], len(unit)
    if sign in "ye":
        said = f"{then.year:04d}" if size > 2 or sign == "e" else f"{then.year % 100:02d}"
        return "".join(_NUMERALS[int(digit)] for digit in said) if han else said
    if sign == "a":
        return ("星期" if size > 3 else "") + _DAYS[then.weekday()]
    if size > 2 and sign in "md":
        name = _MONTHS[then.month - 1] if sign == "m" else _WEEK[then.weekday()]
        return name[:1] if size == 5 else name[:3] if size == 3 else name
    hour = (then.hour - 1) % 12 + 1 if halved else then.hour
    number = {"m": then.month, "d": then.day, "h": hour, "i": then.minute, "s": then.second}[sign]
    return _han(number) if han else f"{number:0{min(size, 2)}d}"


def _han(number: int) -> str:
    """Up to 99: 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")
