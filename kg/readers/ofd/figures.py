"""The figures in the attributes of an OFD file come in as text; boxes, steps between characters and straight strokes go out."""

from __future__ import annotations

from collections.abc import Iterator

_MOST = 1_000_000.0  # millimetres; what is larger is no place on a page
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_STROKES = 20_000

Point = tuple[float, float]


def figures(said: str, least: int = 0) -> tuple[float, ...]:
    """The numbers in a text; none where there are fewer than wanted, or one is no number.

    >>> figures("10 20.5 190 5", 4)
    (10.0, 20.5, 190.0, 5.0)
    """
    try:
        found = tuple(map(float, said.split()))
    except ValueError:
        return ()
    sound = not found or sum(map(abs, found)) < _MOST  # which nan is not either
    return found if sound and len(found) >= least else ()


def advances(said: str, most: int) -> tuple[float, ...]:
    """The steps between characters, at most so many; g 3 5.6 stands for three of them.

    >>> advances("g 2 5.6 3", 9)
    (5.6, 5.6, 3.0)
    """
    found: list[float] = []
    words = iter(said.split())
    for word in words:
        times = 1
        if word == "g":
            count = next(words, "")
            times = int(count) if count.isdecimal() and len(count) < 9 else 0
            word = next(words, "")  # noqa: PLW2901 - the step stands behind its count
        step = figures(word, 1)
        if not step:
            return tuple(found)
        found += step * min(times, most - len(found))
        if len(found) >= most:
            break
    return tuple(found)


def strokes(said: str) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path: M 0 0 L 10 0 C."""
    words = said.split()
    start = here = (0.0, 0.0)
    at = found = 0
    while at < len(words) and found < _STROKES:
        operator = words[at]
        wanted = _OPERANDS.get(operator)
        if wanted is None:
            return
        values = figures(" ".join(words[at + 1 : at + 1 + wanted]))
        if len(values) != wanted:
            return
        at += 1 + wanted
        there = start if operator == "C" else (values[-2], values[-1])
        if operator in "LC":
            yield here, there
            found += 1
        elif operator in "SM":
            start = there
        here = there
