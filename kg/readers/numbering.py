"""The numbering of a Word file comes in; for one paragraph after the other, the number that Word shows before it goes out."""

from __future__ import annotations

import re

from msgspec import Struct

from kg.readers.counting import counted
from kg.readers.parts import Element, child, children, number, switched, value
from kg.readers.styles import Styles

_LEVELS = 9
_BULLET = "•"
# What a bullet shows in any font; other letters, and private codes, are pictures in a font of symbols.
_SHOWN = re.compile(r"[-*+·\u2010-\u2fff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


class Level(Struct, frozen=True):
    """How a level counts (`way`, from `start`), and what it shows: `text` with %1 … %9 for the counts of the levels.

    `restart`: the level (from 1) after which it begins anew; 0 never; -1 after any above it.
    """

    start: int = 1
    way: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    style: str = ""
    legal: bool = False
    restart: int = -1
    hidden: bool = False


class Definition(Struct, frozen=True):
    """An abstractNum: its levels, and the style that it is defined by elsewhere, if any."""

    levels: dict[int, Level]
    defines: str = ""
    defined_by: str = ""


class Instance(Struct, frozen=True):
    """A num: its definition, with levels of its own and counts to begin with in place of the definition's."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """What the paragraphs so far have counted up to. `unknown` are the ways of counting that were met and are not known."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.unknown: set[str] = set()
        self._styles = styles
        self._definitions: dict[str, Definition] = {}
        self._instances: dict[str, Instance] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for name, element in children(root) if root is not None else ():
            if name == "w:abstractNum":
                self._definitions.setdefault(value(element, "abstractNumId"), _definition(element))
            elif name == "w:num":
                self._instances.setdefault(value(element, "numId"), _instance(element))

    def label(self, properties: Element | None) -> str:
        """What stands before the text of the next paragraph, with the blank after it; "" for no number."""
        number_id, at = self._numbered(properties)
        instance = self._instances.get(number_id)
        if instance is None:
            return ""
        home = self._home(instance.definition)
        definition = self._definitions.get(home)
        if definition is None:
            return ""
        if at < 0:
            at = self._level_of_style(definition, properties)
        levels = definition.levels | instance.levels
        level = levels.get(at)
        if level is None:
            return ""
        self._count(home, number_id, instance, levels, at)
        return "" if level.hidden else _spaced(self._shown(levels, self._counts[home], at), level.suffix)

    def _numbered(self, properties: Element | None) -> tuple[str, int]:
        """The num and the level (-1: as its style is linked) of a paragraph; its own go before those of its styles."""
        own = child(properties, "w:numPr") if properties is not None else None
        number_id, at = "", -1
        if own is not None:
            number_id = value(child(own, "w:numId"))
            at = number(child(own, "w:ilvl"), absent=-1)
            if number_id:
                return number_id, max(at, 0)
        for style in self._styles.chain(self._styles.of_paragraph(properties)):
            at = at if at >= 0 else style.level
            if style.numbering:
                return style.numbering, at
        return "", at

    def _level_of_style(self, definition: Definition, properties: Element | None) -> int:
        """The level that is linked with the paragraph's style, or with the nearest that it is based on; else the first."""
        linked = {level.style: at for at, level in definition.levels.items() if level.style}
        chain = self._styles.chain(self._styles.of_paragraph(properties))
        return next((linked[style.id] for style in chain if style.id in linked), 0)

    def _home(self, definition: str) -> str:
        """The definition that has the levels: it may be told by the name of a style of lists only."""
        known = self._definitions.get(definition)
        if known is None or not known.defined_by:
            return definition
        found = next((key for key, one in self._definitions.items() if one.defines == known.defined_by), "")
        if not found:
            style = self._styles.known.get(known.defined_by)
            instance = self._instances.get(style.numbering) if style else None
            found = instance.definition if instance else ""
        return found or definition

    def _count(
        self, home: str, number_id: str, instance: Instance, levels: dict[int, Level], at: int
    ) -> None:
        """One more at a level; the levels below begin anew, as far as they do."""
        counts = self._counts.setdefault(home, {})
        begun = (number_id, at)
        if at in instance.starts and begun not in self._begun:
            counts[at] = instance.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        self._begun.add(begun)
        for below in [one for one in counts if one > at]:
            restart = levels[below].restart if below in levels else -1
            if restart < 0 or (restart and at < restart):
                del counts[below]

    def _shown(self, levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
        level = levels[at]
        if level.way == "bullet":
            return level.text if _SHOWN.fullmatch(level.text) else _BULLET

        def count(found: re.Match[str]) -> str:
            named = int(found[1]) - 1
            one = levels.get(named)
            if one is None or named > at:
                return ""
            reached = counts.get(named, one.start)
            way = "decimal" if level.legal and one.way not in ("none", "bullet") else one.way
            said = counted(reached, way)
            if said is None:
                self.unknown.add(way)
                said = str(reached)
            return said

        return re.sub("%([1-9])", count, level.text)


def _spaced(label: str, suffix: str) -> str:
    """The label and its blank: none behind a sign that closes it, as plain text is written; a wide one behind a Han sign."""
    label = label.strip()
    if not label or suffix == "nothing":
        return label
    if label[-1].isascii() and label[-1] not in ")]":
        return f"{label} "
    if label[-1].isalpha():
        return f"{label}　" if suffix == "tab" else f"{label} "
    return f"{label} " if label == _BULLET else label


def _definition(element: Element) -> Definition:
    levels = dict(_level(one) for name, one in children(element) if name == "w:lvl")
    return Definition(levels, value(child(element, "w:styleLink")), value(child(element, "w:numStyleLink")))


def _instance(element: Element) -> Instance:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for name, override in children(element):
        if name == "w:lvlOverride":
            at = number(override, "ilvl")
            own, start = child(override, "w:lvl"), child(override, "w:startOverride")
            if own is not None:
                levels[at] = _level(own)[1]
            if start is not None:
                starts[at] = number(start)
    return Instance(value(child(element, "w:abstractNumId")), levels, starts)


def _level(element: Element) -> tuple[int, Level]:
    way = child(element, "w:numFmt")
    if way is None:
        way = child(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    restart = child(element, "w:lvlRestart")
    return number(element, "ilvl") % _LEVELS, Level(
        number(child(element, "w:start")),
        value(way) if way is not None else "decimal",
        value(child(element, "w:lvlText")),
        value(child(element, "w:suff")) or "tab",
        value(child(element, "w:pStyle")),
        switched(child(element, "w:isLgl")),
        -1 if restart is None else number(restart),
        switched(child(element, "w:rPr", "w:vanish")),
    )
