"""Lines in reading order, with the margins of their columns, come in; runs of lines go out, each a paragraph or a heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.readers.layout.rows import Stretch
from kg.readers.shapes import CLOSING, OPENING, TERMINAL

INDENT = 1.1  # sizes from the margin at which a line is indented
FIRST = 2.7  # sizes: the first lines of paragraphs are set in by less
SAME = 0.12  # of the larger size: two sizes differ by more
LARGER = 1.12  # times the size of the body: a heading
SPACING = (
    1.45,
    1.2,
)  # times the usual distance of lines: a gap between paragraphs that are indented, that are not
ROOM = 0.4  # sizes that a word must have too much for the line before it
CENTRED = 1.3  # sizes by which the middle of a line may miss that of its column
ASIDE = 0.35  # of the width: a line that begins so far in is set at the right
NOTE = 0.92  # times the size of the body: footnotes are smaller
_LABEL = 8  # glyphs in which the number of an item ends
_MARKS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊†‡[〔（(注0123456789")
_CLINGING = frozenset("，。、；：？！”’）》〉】」』,.;:?!)]}%％")


@dataclass(slots=True, eq=False)
class Written:
    """A line of writing: its text, its box, the margins of its column, the page and the region that it stands in."""

    text: str
    stretches: tuple[Stretch, ...]
    page: int
    region: int
    place: str
    left: float = 0.0
    right: float = 0.0

    @property
    def first(self) -> Stretch:
        return self.stretches[0]

    @property
    def x0(self) -> float:
        return self.stretches[0].x0

    @property
    def x1(self) -> float:
        return self.stretches[-1].x1

    @property
    def base(self) -> float:
        return self.stretches[0].base

    @property
    def size(self) -> float:
        return max(self.stretches, key=lambda one: len(one.glyphs)).size

    @property
    def indent(self) -> float:
        """How far it begins from the margin, in sizes."""
        return (self.x0 - self.left) / self.size

    @property
    def centred(self) -> bool:
        """Does as much stay free before it as behind it, and more than an indent?"""
        before, after = self.x0 - self.left, self.right - self.x1
        return min(before, after) > 2.6 * self.size and abs(before - after) < CENTRED * self.size

    @property
    def midway(self) -> bool:
        """Is its middle that of its column, however long it is?"""
        return abs((self.x0 - self.left) - (self.right - self.x1)) < CENTRED * self.size

    @property
    def aside(self) -> bool:
        return self.x0 - self.left > ASIDE * (self.right - self.left) and not self.centred


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the size of most of its writing, and whether its paragraphs are indented."""

    size: float
    indents: bool
    opens: Callable[[str], bool]
    """Does a text open as an article, an item, a division, a date, … does?"""


def margins(lines: Sequence[Written], bounds: Sequence[tuple[float, float]]) -> None:
    """Tell each line the margins of its column: those of all lines between the same bounds, on whatever page.

    Titles have margins of their own: one may go over columns where nothing else on the page does.
    """
    size = _body(lines)
    same: dict[tuple[int, int, bool], list[Written]] = defaultdict(list)
    for line in lines:
        left, right = bounds[line.region]
        same[round(left / 12), round(right / 12), line.size > LARGER * size].append(line)
    for many in same.values():
        pages: dict[int, list[Written]] = defaultdict(list)
        for line in many:
            pages[line.page].append(line)
        left, right = _margins(many)
        if (
            sum(line.x1 > right - line.size for line in many) < 2
        ):  # nothing shows it: it is as wide as the left one
            low, high = bounds[many[0].region]
            right = max(right, high - (left - low))
        for own in pages.values():
            low, high = _margins(own) if len(own) >= 6 else (left, right)
            for line in own:  # pages at the left and at the right may lie a little apart
                line.left = low if low < left + 40 else left
                line.right = high if high > right - line.size * 4 else right


def _margins(lines: Sequence[Written]) -> tuple[float, float]:
    """The margins that some lines share; what stands outside them alone is none."""
    size = median(line.size for line in lines)
    few, many = max(2, len(lines) // 30) if len(lines) > 3 else 1, max(1, len(lines) // 8)
    starts, ends = sorted(line.x0 for line in lines), sorted((line.x1 for line in lines), reverse=True)
    return _shared(starts, few, size * 0.6), _shared(ends, many, size * 1.2)


def _shared(values: Sequence[float], few: int, slack: float) -> float:
    """The first of some sorted values that a few share; not quite the first: a mark may hang out."""
    pairs = zip(values, values[few - 1 :], strict=False)
    return next((last for first, last in pairs if abs(last - first) <= slack), values[0])


def setting(lines: Sequence[Written], opens: Callable[[str], bool]) -> Setting:
    """The size of most characters, and whether paragraphs are indented."""
    size = _body(lines)
    body = [line for line in lines if abs(line.size - size) <= SAME * size]
    indented = sum(INDENT <= line.indent <= 4.5 for line in body)
    return Setting(size, indented * 12 >= len(body), opens)


def _body(lines: Sequence[Written]) -> float:
    sizes: dict[float, int] = defaultdict(int)
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda one: (sizes[one], -one)) if sizes else 10.0


def paragraphs(lines: Sequence[Written], how: Setting) -> Iterator[list[Written]]:
    """The runs of lines that are one paragraph each; footnotes come when the paragraph over them is at its end."""
    leading = _leading(lines)
    notes = _notes(lines, how)
    run: list[Written] = []
    waiting: list[Written] = []
    for line in lines:
        if id(line) in notes:
            waiting.append(line)
            continue
        if run and not _goes_on(run, line, how, leading):
            yield run
            run = []
            yield from _apart(waiting, how, leading)
            waiting = []
        run.append(line)
    if run:
        yield run
    yield from _apart(waiting, how, leading)


def _apart(notes: Sequence[Written], how: Setting, leading: dict[float, float]) -> Iterator[list[Written]]:
    """Footnotes, each by itself."""
    run: list[Written] = []
    for line in notes:
        marked = line.text[0] in _MARKS or line.page != (run[-1].page if run else line.page)
        if run and (marked or not _goes_on(run, line, how, leading)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _leading(lines: Sequence[Written]) -> dict[float, float]:
    """The usual distance of lines, by their size."""
    steps: dict[float, list[float]] = defaultdict(list)
    for one, other in pairwise(lines):
        step = other.base - one.base
        if one.region == other.region and 0 < step < 4 * other.size and abs(one.size - other.size) < 1:
            steps[round(other.size)].append(step)
    return {size: sorted(found)[len(found) * 3 // 10] for size, found in steps.items()}


def _notes(lines: Sequence[Written], how: Setting) -> set[int]:
    """The ids of the lines of footnotes: smaller ones at the foot of a region, the first with a mark."""
    found: set[int] = set()
    by_region: dict[int, list[Written]] = defaultdict(list)
    for line in lines:
        by_region[line.region].append(line)
    for many in by_region.values():
        small = len(many)
        while small and many[small - 1].size < NOTE * how.size:
            small -= 1
        tail = many[small:]
        while tail and tail[0].text[0] not in _MARKS:
            tail.pop(0)
        if tail and small:
            found.update(id(line) for line in tail)
    return found


def _goes_on(run: Sequence[Written], line: Written, how: Setting, leading: dict[float, float]) -> bool:
    """Does a line go on with the paragraph?"""
    last = run[-1]
    if abs(last.size - line.size) > SAME * max(last.size, line.size):
        return False
    if last.region == line.region:
        step = line.base - last.base
        if step > SPACING[not how.indents] * leading.get(round(line.size), 2 * line.size) + 1 or step <= 0:
            return False
    large = line.size > LARGER * how.size
    if last.midway and line.midway and (large or line.centred or last.centred) and line.indent >= INDENT:
        return _title_goes_on(last, line, how)
    if line.aside or last.aside or line.centred or len(last.stretches) > 1 or len(line.stretches) > 1:
        return line.indent < INDENT and _full(last, line) and not how.opens(line.text)
    ended = last.text[-1] in TERMINAL or (last.text[-1] in CLOSING and last.text[-2:-1] in TERMINAL)
    if line.indent >= INDENT:
        if (
            abs(line.indent - last.indent) < 0.3
        ):  # all of the paragraph is set in, unless that is how one begins
            if how.indents and len(run) == 1 and line.indent < FIRST:
                return False
            return _full(last, line) and not ended and not how.opens(line.text)
        return _hangs(run[0], line) and _full(last, line)
    if how.indents:
        return _full(last, line) and not (
            len(run) == 1 and last.indent < INDENT and ended and how.opens(line.text)
        )
    return _full(last, line) and not (ended and (how.opens(line.text) or line.region != last.region))


def _title_goes_on(last: Written, line: Written, how: Setting) -> bool:
    """A title over several lines, or two headings under each other?"""
    if how.opens(line.text) or last.text[-1] in TERMINAL:
        return False
    if line.size >= LARGER * how.size:
        return not how.opens(last.text) or line.x1 - line.x0 < last.x1 - last.x0
    return last.x1 - last.x0 > 0.7 * (last.right - last.left) and last.first.bold == line.first.bold


def _full(last: Written, line: Written) -> bool:
    """Was there no room in the line before for what this one begins with?"""
    return last.right - last.x1 < _word(line) + ROOM * line.size


def _word(line: Written) -> float:
    """The width of what may not be torn at the beginning of a line: a Latin word, or a character with the mark behind it."""
    glyphs = line.first.glyphs
    end = 0
    while end + 1 < len(glyphs) and glyphs[end].text in OPENING:
        end += 1
    while end + 1 < len(glyphs) and _latin(glyphs[end].text) and _latin(glyphs[end + 1].text):
        end += 1
    while end + 1 < len(glyphs) and glyphs[end + 1].text in _CLINGING:
        end += 1
    return glyphs[end].x1 - glyphs[0].x0


def _latin(char: str) -> bool:
    return char.isascii() and not char.isspace()


def _hangs(first: Written, line: Written) -> bool:
    """Does a line begin under the words behind the number of an item?"""
    glyphs = first.first.glyphs if len(first.stretches) == 1 else first.stretches[1].glyphs[:1]
    return line.indent > first.indent + 0.5 and any(
        abs(glyph.x0 - line.x0) < 0.25 * line.size for glyph in glyphs[:_LABEL]
    )


def joined(lines: Sequence[str]) -> tuple[list[str], int]:
    """The texts of lines as they go on in one paragraph, each with its blank, and how many hyphens fell away.

    >>> joined(["加强 well-", "known brands", "的建设"])
    (['加强 well', 'known brands', '的建设'], 1)
    >>> joined(["the works", "council"])
    (['the works ', 'council'], 0)
    """
    parts: list[str] = []
    hyphens = 0
    for at, text in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else ""
        if (
            after
            and text[-1] == "-"
            and text[-2:-1].isascii()
            and text[-2:-1].isalpha()
            and after[0].islower()
            and after[0].isascii()
        ):
            parts.append(text[:-1])
            hyphens += 1
        elif after and _blank_between(text[-1], after[0]):
            parts.append(text + " ")
        else:
            parts.append(text)
    return parts, hyphens


def _blank_between(last: str, first: str) -> bool:
    if not (last.isascii() and first.isascii()) or (last.isdigit() and first.isdigit()):
        return False
    return (last.isalnum() or last in ",.;:)") and (first.isalnum() or first == "(")
