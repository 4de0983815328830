"""A count and the name of a way to count in a Word file come in; the count goes out as Word writes it: 3 → 三, 叁, C, iii, ③."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.script.numerals import chinese

_LAST = 32_767
_DIGITS = "一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_LEGAL_JAPANESE = str.maketrans("一二三十", "壱弐参拾")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                   "M CM D CD C XC L XL X IX V IV I".split(), strict=True))  # fmt: skip
_WIDE = {ord(digit): ord(digit) - ord("0") + ord("０") for digit in "0123456789"}


def counted(count: int, way: str) -> str | None:
    """The count written in a way of ECMA-376 17.18.59; None where the way is not known.

    >>> [counted(110, way) for way in ("decimal", "chineseCountingThousand", "chineseCounting", "lowerRoman")]
    ['110', '一百一十', '一一○', 'cx']
    """
    written = _WAYS.get(way)
    if written is None:
        return None
    return written(count) if 0 <= count <= _LAST else str(count)


def _positional(zero: str) -> Callable[[int], str]:
    signs = zero + _DIGITS
    return lambda count: "".join(signs[int(digit)] for digit in str(count))


def _under_hundred(zero: str) -> Callable[[int], str]:
    """十, 十一, 二十, 九十九, but 一○○: digit by digit from a hundred on."""
    digits = _positional(zero)
    return lambda count: chinese(count).replace("零", zero) if count < 100 else digits(count)


def _thousands(zero: str) -> Callable[[int], str]:
    return lambda count: _chinese(count).replace("零", zero)


def _chinese(count: int) -> str:
    """Also above 9,999: 一万二千."""
    high, low = divmod(count, 10_000)
    if not high:
        return chinese(low)
    gap = "零" if 0 < low < 1_000 else ""
    tail = f"一{chinese(low)}" if 10 <= low < 20 else chinese(low)
    return f"{chinese(high)}万{gap}{tail if low else ''}"


def _japanese(count: int) -> str:
    """百, 百一, 千二百十: neither a one before a unit nor a zero for a gap."""
    said = chinese(count) if count < 10 else _chinese(count).replace("零", "")
    for unit in "十百千":
        said = said.replace(f"一{unit}", unit)
    return said


def _legal(signs: Mapping[int, int]) -> Callable[[int], str]:
    def written(count: int) -> str:
        said = _chinese(count)
        return (f"一{said}" if said.startswith("十") else said).translate(signs)

    return written


def _roman(count: int) -> str:
    said = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        said += sign * min(times, 40)
    return said


def _letter(count: int) -> str:
    """From a to z, then aa, bb, …, at most thirty of one."""
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 30) if count else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[(count - 1) % len(signs)] if count else ""


def _sixty(count: int) -> str:
    return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12] if count else ""


def _signs(*ranges: tuple[int, int, int], otherwise: Callable[[int], str] = str) -> Callable[[int], str]:
    """Signs that Unicode has for counts: (first count, last count, code of the first)."""

    def written(count: int) -> str:
        return next(
            (chr(code + count - low) for low, high, code in ranges if low <= count <= high), otherwise(count)
        )

    return written


def _ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


_CIRCLED = _signs((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_HAN = _under_hundred("○")
_WAYS: dict[str, Callable[[int], str]] = {
    "": str,
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": _signs((1, 20, 0x2488), otherwise=lambda count: f"{count}."),
    "decimalEnclosedParen": _signs((1, 20, 0x2474), otherwise=lambda count: f"({count})"),
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": _ordinal,
    "hex": lambda count: f"{count:X}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _HAN,
    "taiwaneseCounting": _HAN,
    "chineseCountingThousand": _thousands("零"),
    "taiwaneseCountingThousand": _thousands("○"),
    "chineseLegalSimplified": _legal(_LEGAL),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographDigital": _positional("○"),
    "taiwaneseDigital": _positional("○"),
    "japaneseDigitalTenThousand": _positional("〇"),
    "japaneseCounting": _japanese,
    "japaneseLegal": lambda count: _japanese(count).translate(_LEGAL_JAPANESE),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographEnclosedCircle": _signs((1, 10, 0x3280), otherwise=_HAN),
    "ideographParenthesized": _signs((1, 10, 0x3220), otherwise=_HAN),
    "none": lambda _count: "",
    "bullet": lambda _count: "",
}  # fmt: skip
