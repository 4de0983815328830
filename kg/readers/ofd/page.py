"""The tree of a page of an OFD file comes in; its sheets of glyphs and rules go out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.readers.layout.characters import UNKNOWN, written
from kg.readers.layout.sheet import DOWNWARDS, REVERSED, SLANTED, UPRIGHT, UPWARDS, Box, Glyph, Rule, Sheet
from kg.readers.ofd.figures import advances, figures, strokes
from kg.readers.parts import Element, children
from kg.readers.pdfium.frame import SAME, Frame, Matrix, moved, product

GLYPHS = 200_000
RULES = 20_000
"""So many characters and rules of a page are read."""
DEPTH = 8  # of drawings within drawings
COVER = 0.5  # of the page, of a picture that is a scan of it
LONG = 6.0  # points: a shorter line is no rule
_OVER, _UNDER = 0.8, 0.2  # of a sign's size, over and under its line
_POINTS = 72 / 25.4  # in a millimetre
_A4 = (0.0, 0.0, 210.0, 297.0)
_QUARTERS = (UPRIGHT, DOWNWARDS, REVERSED, UPWARDS)


@dataclass(slots=True)
class Met:
    """What was met in a file: its pages, those that are a picture, characters left out or unknown (by what they are), flaws."""

    pages: int = 0
    scans: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    flaws: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages of a document share: the size of those without their own, bold fonts, drawings by their ids."""

    size: str
    bold: frozenset[str]
    units: Mapping[str, Element]


@dataclass(slots=True)
class _Run:
    """How the characters of a text object stand: the matrix to the page, how high and wide a Han sign is before it, and after."""

    matrix: Matrix
    size: float
    wide: float
    height: float
    bold: bool


def sheets(page: Element, shared: Shared, met: Met) -> list[Sheet]:
    """Upright, turned and slanted text of a page by itself, the most first."""
    return _Page(page, shared, met).sheets()


class _Page:
    def __init__(self, page: Element, shared: Shared, met: Met) -> None:
        own = next((node.text or "" for node in page.iter("{*}PhysicalBox")), "")
        x, y, wide, high = (figures(own, 4) or figures(shared.size, 4) or _A4)[:4]
        self.shared, self.met, self.number = shared, met, met.pages
        matrix = (_POINTS, 0.0, 0.0, _POINTS, -x * _POINTS, -y * _POINTS)
        self.frame = Frame(abs(wide) * _POINTS, abs(high) * _POINTS, matrix)
        self.glyphs: dict[int, list[Glyph]] = {}
        self.rules: list[Rule] = []
        self.picture = 0.0
        self.count = 0
        for name, content in children(page):
            if name == ":Content":
                self._walk(content, matrix, DEPTH)

    def sheets(self) -> list[Sheet]:
        frame = self.frame
        if not self.count and self.picture > COVER * frame.width * frame.height:
            self.met.scans.append(self.number)
        if self.count > GLYPHS:
            self.met.flaws.append(f"only {GLYPHS} of {self.count} characters of page {self.number} were read")
        found = [
            Sheet(self.number, frame.width, frame.height, many, self._turned(turn), turn)
            for turn, many in self.glyphs.items()
        ]
        return sorted(found, key=lambda sheet: (-len(sheet.glyphs), sheet.turn))

    def _turned(self, turn: int) -> list[Rule]:
        if turn == SLANTED:
            return []
        return [Rule(*self.frame.turned(turn, (one.x0, one.y0, one.x1, one.y1))) for one in self.rules]

    def _walk(self, parent: Element, matrix: Matrix, depth: int) -> None:
        """Read the objects in a layer, a block or a drawing."""
        for name, node in children(parent):
            if node.get("Visible") == "false" or node.get("Alpha") == "0":
                self._unseen(node)
            elif name == ":TextObject":
                self._text(node, matrix)
            elif name == ":PathObject":
                self._path(node, matrix)
            elif name == ":ImageObject":
                self._image(node, matrix)
            elif name == ":CompositeObject":
                unit = self.shared.units.get(node.get("ResourceID") or "")
                if unit is not None and depth:
                    self._walk(unit, _placed(node, matrix), depth - 1)
            elif name in (":Layer", ":PageBlock", ":Content"):
                self._walk(node, matrix, depth)

    def _unseen(self, node: Element) -> None:
        hidden = sum(len("".join((one.text or "").split())) for one in node.iter("{*}TextCode"))
        if hidden:
            self.met.left["that nobody sees were left out"] += hidden

    def _image(self, node: Element, matrix: Matrix) -> None:
        box = figures(node.get("Boundary") or "", 4)
        if box:
            self.picture = max(
                self.picture, abs(box[2] * box[3] * (matrix[0] * matrix[3] - matrix[1] * matrix[2]))
            )

    def _path(self, node: Element, matrix: Matrix) -> None:
        """Keep the straight lines of a path that lie across or along the page."""
        whole = _placed(node, matrix)
        said = next((child.text or "" for name, child in children(node) if name == ":AbbreviatedData"), "")
        for one, other in strokes(said):
            (x0, y0), (x1, y1) = moved(whole, *one), moved(whole, *other)
            across, along = abs(x1 - x0), abs(y1 - y0)
            if max(across, along) >= LONG and min(across, along) < 1 and len(self.rules) < RULES:
                self.rules.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    # --- text

    def _text(self, node: Element, matrix: Matrix) -> None:
        whole = _placed(node, matrix)
        size = _number(node.get("Size"))
        bold = node.get("Font") in self.shared.bold or _number(node.get("Weight")) >= 600
        wide = size * (_number(node.get("HScale")) or 1.0)
        run = _Run(whole, size, wide, size * math.hypot(whole[2], whole[3]), bold)
        x = y = 0.0
        for name, code in children(node):
            if name == ":TextCode":
                x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
                x, y = self._code(code, run, x, y)

    def _code(self, node: Element, run: _Run, x: float, y: float) -> tuple[float, float]:
        """The characters of a piece of text, each moved on from the one before; where the next would stand."""
        text = (node.text or "").strip("\r\n\t")
        self.count += len(text)
        if self.count > GLYPHS:
            return x, y
        places = _places(node, text, run, x, y)
        turn, slant = _direction(run.matrix, places)
        found = self.glyphs.setdefault(turn, [])
        for at, char in enumerate(text):
            shown = written(ord(char))
            if not shown:
                continue
            self._doubtful(shown)
            step = places[at + 1][0] - places[at][0]
            wide = min(step, run.wide) if step > 0 and at < len(text) - 1 else _wide(char, run)
            if turn == SLANTED:
                found.append(_slanted(shown, run, places[at], wide, slant))
                continue
            box, (x, y) = _box(run, places[at], wide)
            if self._beside((box[0] + box[2]) / 2, (box[1] + box[3]) / 2):
                self.met.left["beside the page were left out"] += bool(shown.strip())
                continue
            if turn:
                box, (_, y, _, _) = self.frame.turned(turn, box), self.frame.turned(turn, (x, y, x, y))
            found.append(Glyph(shown, *box, y, run.height, run.bold))
        return places[-1]

    def _beside(self, x: float, y: float) -> bool:
        return not (-1 <= x <= self.frame.width + 1 and -1 <= y <= self.frame.height + 1)

    def _doubtful(self, shown: str) -> None:
        if shown == UNKNOWN:
            self.met.left["have no meaning in the file, shown as \ufffd"] += 1
        elif "\ue000" <= shown <= "\uf8ff":
            self.met.left["are private to their font"] += 1


def _places(node: Element, text: str, run: _Run, x: float, y: float) -> list[tuple[float, float]]:
    """Where each character stands, and where the one after them would."""
    across, down = (advances(node.get(name) or "", len(text)) for name in ("DeltaX", "DeltaY"))
    found = [(x, y)]
    for at, char in enumerate(text):
        own = 0.0 if down else _wide(char, run)
        x += across[at] if at < len(across) else own
        y += down[at] if at < len(down) else 0.0
        found.append((x, y))
    return found


def _wide(char: str, run: _Run) -> float:
    return run.wide * (0.5 if char.isascii() else 1.0)


def _box(run: _Run, here: tuple[float, float], wide: float) -> tuple[Box, tuple[float, float]]:
    """The box of a character on the page, and where it stands on its line."""
    a, b, c, d, e, f = run.matrix
    x, y = a * here[0] + c * here[1] + e, b * here[0] + d * here[1] + f
    high, low = _OVER * run.size, _UNDER * run.size
    if not b and not c and a > 0 and d > 0:
        return (x, y - high * d, x + wide * a, y + low * d), (x, y)
    xs = [x + a * across + c * down for across in (0, wide) for down in (-high, low)]
    ys = [y + b * across + d * down for across in (0, wide) for down in (-high, low)]
    return (min(xs), min(ys), max(xs), max(ys)), (x, y)


def _slanted(char: str, run: _Run, here: tuple[float, float], wide: float, slant: float) -> Glyph:
    """A character of a slanted line, by how far along the line it stands."""
    cos, sin = math.cos(slant), math.sin(slant)
    x, y = moved(run.matrix, *here)
    along, base = x * cos + y * sin, y * cos - x * sin
    right = along + wide * math.hypot(run.matrix[0], run.matrix[1])
    top, foot = base - _OVER * run.height, base + _UNDER * run.height
    return Glyph(char, along, top, right, foot, base, run.height, run.bold)


def _placed(node: Element, matrix: Matrix) -> Matrix:
    """The matrix of what is in an object: its own, moved to its boundary."""
    box = figures(node.get("Boundary") or "", 4) or (0.0, 0.0)
    own = figures(node.get("CTM") or "", 6)
    within: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if own else SAME
    return product(within, product((1.0, 0.0, 0.0, 1.0, box[0], box[1]), matrix))


def _direction(matrix: Matrix, places: list[tuple[float, float]]) -> tuple[int, float]:
    """Where a text runs to, and by what angle from upright."""
    (x0, y0), (x1, y1) = moved(matrix, *places[0]), moved(matrix, *places[-2 if len(places) > 2 else -1])
    if (x0, y0) == (x1, y1):
        x0, y0, x1, y1 = 0.0, 0.0, matrix[0], matrix[1]
    slant = math.atan2(y1 - y0, x1 - x0)
    quarter = round(slant / (math.pi / 2))
    straight = abs(slant - quarter * math.pi / 2) < 0.03
    return _QUARTERS[quarter % 4] if straight else SLANTED, slant


def _number(said: str | None, absent: float = 0.0) -> float:
    found = figures(said or "", 1)
    return found[0] if found else absent
