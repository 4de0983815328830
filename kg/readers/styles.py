"""The styles of a Word file come in; what a paragraph or a run takes from its own and from those below goes out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kg.readers.parts import Element, child, children, number, switched, value

_DEEPEST = 64
BODY = 9  # the outline level of what is no heading


class Style(Struct, frozen=True):
    """What a style says itself: `numbering` and `level` as numPr has them ("" and -1: nothing), `hidden` of its text.

    `placed`: left, center, …
    """

    id: str
    name: str = ""
    parent: str = ""
    numbering: str = ""
    level: int = -1
    outline: int = -1
    hidden: bool | None = None
    placed: str = ""


class Styles(Struct, frozen=True):
    """The styles by their ids, and the one of paragraphs that name none."""

    known: dict[str, Style] = {}
    default: str = ""

    def chain(self, style: str) -> Iterator[Style]:
        """The style, the one it is based on, and so forth."""
        for _ in range(_DEEPEST):
            found = self.known.get(style)
            if found is None:
                return
            yield found
            style = found.parent

    def of_paragraph(self, properties: Element | None) -> str:
        """The id of a paragraph's style."""
        return (value(child(properties, "w:pStyle")) if properties is not None else "") or self.default

    def outline(self, properties: Element | None) -> int:
        """The outline level of a paragraph, from 0; BODY where it is no heading."""
        own = child(properties, "w:outlineLvl") if properties is not None else None
        if own is not None:
            return number(own, absent=BODY)
        return next(
            (one.outline for one in self.chain(self.of_paragraph(properties)) if one.outline >= 0), BODY
        )

    def centred(self, properties: Element | None) -> bool:
        """Does a paragraph stand in the middle of its lines?"""
        own = value(child(properties, "w:jc")) if properties is not None else ""
        chain = self.chain(self.of_paragraph(properties))
        return (own or next((one.placed for one in chain if one.placed), "")) == "center"

    def hidden(self, run: Element | None, paragraph_style: str) -> bool:
        """Is the text of a run with these properties hidden?"""
        if run is not None:
            own = child(run, "w:vanish")
            if own is not None:
                return switched(own)
            for one in self.chain(value(child(run, "w:rStyle"))):
                if one.hidden is not None:
                    return one.hidden
        return next((one.hidden for one in self.chain(paragraph_style) if one.hidden is not None), False)


def styles(root: Element | None) -> Styles:
    """The styles of a part."""
    known: dict[str, Style] = {}
    default = ""
    for name, element in children(root) if root is not None else ():
        if name == "w:style":
            style = _style(element)
            known.setdefault(style.id, style)
            if value(element, "type") == "paragraph" and value(element, "default").lower() in (
                "1",
                "true",
                "on",
            ):
                default = default or style.id
    return Styles(known, default)


def _style(element: Element) -> Style:
    vanish = child(element, "w:rPr", "w:vanish")
    return Style(
        value(element, "styleId"),
        value(child(element, "w:name")).lower(),
        value(child(element, "w:basedOn")),
        value(child(element, "w:pPr", "w:numPr", "w:numId")),
        number(child(element, "w:pPr", "w:numPr", "w:ilvl"), absent=-1),
        number(child(element, "w:pPr", "w:outlineLvl"), absent=-1),
        None if vanish is None else switched(vanish),
        value(child(element, "w:pPr", "w:jc")),
    )
