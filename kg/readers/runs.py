"""A paragraph of a Word file comes in; the text that Word shows in it goes out, and the notes and boxes that hang on it."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct, field

from kg.readers.extract import visible
from kg.readers.parts import Element, child, children, prefixed, value
from kg.readers.styles import Styles

_TEXTS = ("{*}t",)
_TEXT = frozenset({"w:t", "m:t", "a:t"})
# What is deleted or moved away, what stands over a sign to say how it is read, properties.
_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:rt", "w:rPr", "w:pPr", "w:sdtPr", "w:trPr", "w:tcPr"})
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_ELSEWHERE = {"w:altChunk": "a part in another format", "w:subDoc": "a part that is another file"}
_PICTURED = frozenset({":pic", ":imagedata"})
# Signs of the fonts that have pictures in place of letters, as far as Chinese forms and lists use them.
_PICTURES = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
                  0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
                  **dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True))},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0x2A: "□", 0x30: "☑", 0x96: "•", 0x97: "●", 0x98: "●"},
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
               0xAE: "→", 0xA5: "∞", 0x6D: "μ", 0x61: "α", 0x62: "β", 0x67: "γ", 0x70: "π", 0x57: "Ω", 0x44: "Δ", 0x53: "Σ"},
    "webdings": {0x61: "✓", 0x63: "□", 0x72: "✗", 0x3D: "■"},
}  # fmt: skip
_ARGUMENTS = re.compile(r"\(([^()]*)\)")
_RING = "○〇□△◇"


class Said(Struct):
    """What a paragraph says (a line break as such), the text boxes that hang on it, and its notes: kind and id."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.parts)


class _Field(Struct):
    """A field that is open: its code so far, and whether what follows is its result."""

    code: str = ""
    result: bool = False


def visible_in(element: Element) -> int:
    """The visible characters of all text in an element, whether it is shown or not."""
    return sum(visible(one.text or "") for one in element.iter(*_TEXTS) if prefixed(one.tag) in _TEXT)


class Inline:
    """Reads paragraph after paragraph; a field may begin in one and end in another.

    `kept` and `dropped` count the visible characters that were read, and those left out for a reason. `missed` counts what
    cannot be read, by its name; `pictures` the pictures.
    """

    def __init__(self, styles: Styles) -> None:
        self.kept = 0
        self.dropped = 0
        self.pictures = 0
        self.missed: Counter[str] = Counter()
        self._styles = styles
        self._fields: list[_Field] = []

    def read(self, paragraph: Element, style: str) -> Said:
        """What one paragraph says."""
        said = Said()
        self._walk(paragraph, said, style, hidden=False)
        return said

    def drop(self, element: Element) -> None:
        """Leave an element out."""
        self.dropped += visible_in(element)

    def chosen(self, alternatives: Element) -> Element | None:
        """The one alternative of several that is read: the first, unless only another has text; the others are left out."""
        told = [one for _, one in children(alternatives)]
        best = next((one for one in told if visible_in(one)), told[0] if told else None)
        for one in told:
            if one is not best:
                self.drop(one)
        return best

    def _walk(self, element: Element, said: Said, style: str, *, hidden: bool) -> None:
        for name, node in children(element):
            if name in _TEXT:
                self._text(node.text or "", said, hidden=hidden)
            elif name == "w:r":
                self._walk(
                    node, said, style, hidden=hidden or self._styles.hidden(child(node, "w:rPr"), style)
                )
            elif name in _LEFT_OUT:
                self.drop(node)
            elif name.endswith(":txbxContent") and not hidden and not self._in_code():
                said.boxes.append(node)
            elif name == "mc:AlternateContent":
                best = self.chosen(node)
                if best is not None:
                    self._walk(best, said, style, hidden=hidden)
            elif not self._leaf(name, node, said, hidden=hidden):
                self._walk(node, said, style, hidden=hidden)

    def _leaf(self, name: str, node: Element, said: Said, *, hidden: bool) -> bool:
        """Read an element that stands for a sign, a note or a part of a field; False: it is none, look inside."""
        silent = hidden or self._in_code()
        if name in _SIGNS:
            said.parts.append("" if silent else _SIGNS[name])
        elif name == "w:fldChar":
            self._turn(value(node, "fldCharType"), said)
        elif name == "w:instrText":
            if self._fields:
                self._fields[-1].code += node.text or ""
        elif name == "w:sym":
            said.parts.append("" if silent else self._sign(node))
        elif name in _NOTES:
            if not silent:
                said.notes.append((_NOTES[name], value(node, "id")))
        elif name in _ELSEWHERE:
            self.missed[_ELSEWHERE[name]] += 1
        elif name == "m:den":
            said.parts.append("" if silent else "/")
            return False
        else:
            self.pictures += name in _PICTURED
            return False
        return True

    def _in_code(self) -> bool:
        return any(not one.result for one in self._fields)

    def _text(self, text: str, said: Said, *, hidden: bool) -> None:
        if hidden or self._in_code():
            self.dropped += visible(text)
        else:
            self.kept += visible(text)
            said.parts.append(text)

    def _turn(self, turn: str, said: Said) -> None:
        if turn == "begin":
            self._fields.append(_Field())
        elif self._fields and turn == "separate":
            self._fields[-1].result = True
        elif self._fields and turn == "end":
            last = self._fields.pop()
            if not last.result and not self._in_code():
                said.parts.append(_composed(last.code))

    def _sign(self, node: Element) -> str:
        """A sign by its code in a font; the codes of fonts of pictures mean nothing elsewhere."""
        font, said = value(node, "font").lower(), value(node, "char")
        try:
            code = int(said, 16)
        except ValueError:
            code = 0
        if 0xF000 <= code <= 0xF0FF:
            code -= 0xF000
        table = _PICTURES.get(font)
        if table is None and 0x20 <= code < 0xD800 and font not in ("wingdings 3", "marlett"):
            return chr(code)
        known = (table or {}).get(code, "")
        self.missed[f"a sign of the font {font or '?'}"] += not known
        return known or "\ufffd"


def _composed(code: str) -> str:
    r"""What an EQ field puts together: EQ \o\ac(○,5) → ⑤, EQ \f(1,2) → 1/2; nothing for other fields without a result."""
    if not code.strip().upper().startswith("EQ"):
        return ""
    found = _ARGUMENTS.search(code)
    parts = [part.strip() for part in re.split("[,;，；]", found[1])] if found else []
    if "\\f" in code:
        return "/".join(parts)
    inner = "".join(part for part in parts if part not in _RING)
    ringed = len(inner) < len("".join(parts))
    if ringed and inner.isascii() and inner.isdecimal() and 0 < int(inner) <= 20:
        return chr(0x245F + int(inner))
    return inner
