"""Source text comes in; its lines go out, each with its shape, beside the markup that the reading text leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct

from kg.readers.shapes import BREAKS, BULLET, ROW, RULE, SPACE, Shape, Shapes

Cut = tuple[int, int]  # a span of the source that the reading text leaves out

_MASK = "\ufdd0"  # stands for a character of markup while lines are told apart
_BLANK = SPACE + BREAKS + "\ufeff\u200b" + _MASK
_ANY_HEADING = re.compile(r"^[ \u3000]?#{1,6}[ \t\u3000]+\S", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
_BULLETED = re.compile(rf"[-*+][ \t\u3000]+|[{re.escape(BULLET[3:])}][ \t\u3000]*")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Every alternative begins with a plain character, so that the search leaps from one of these to the next.
_INLINE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|!\[[^\]\n]*\]\([^)\n]*\)"  # a picture
    r"|\[(?=[^\[\]\n]+\]\([^()\s]*\))|\((?<=\]\()[^()\s]*\)|\](?=\([^()\s]*\))"  # a link, its words kept
    r"|\*\*\*?|__+|``*|~~"
    r"|</?[a-zA-Z][^<>\n]{0,200}>"
    r"|\\(?=[\\`*_{}\[\]()#+\-.!<>|~])",
    re.DOTALL,
)
_MARKUP = ("<", "](", "**", "__", "`", "~~", "\\")  # one of these stands in whatever _INLINE finds
_SIGNS = frozenset("#|>" + BULLET)  # what may open a line that is more than text
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){1,60}?---[ \t]*(?=\r?\n|\Z)")
_UNDERLINES = {"=": 1, "-": 2}
_TITLE_LENGTH = 60


class Line(Struct, frozen=True, gc=False):
    """A line with something on it: `text` is source[start:end] without the markup between.

    `mark` is the level of a markdown heading, 0 for none; `indented` and `after_blank` say what stands before it.
    """

    start: int
    end: int
    text: str
    shape: Shape
    mark: int = 0
    indented: bool = False
    after_blank: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """All lines of a source, and the spans of the source that are markup, sorted and apart."""

    lines: tuple[Line, ...]
    markup: tuple[Cut, ...]


def page(source: str, shapes: Shapes, *, markdown: bool) -> Page:
    """Split a source into lines. Heading signs, bullets and comments are markup in any text; the rest in markdown only.

    A plain text that has `# ` headings is read as markdown: magazines are often converted so.
    """
    markdown = markdown or _ANY_HEADING.search(source) is not None
    markup: list[Cut] = []
    if markdown and any(sign in source for sign in _MARKUP):
        markup = [found.span() for found in _INLINE.finditer(source)]
    elif "<!--" in source:
        markup = [found.span() for found in _COMMENT.finditer(source)]
    if markdown and (found := _FRONT.match(source)):
        markup = list(merged([found.span(), *markup]))
    if source.startswith("\ufeff"):
        markup.append((0, 1))
    lines: list[Line] = []
    for line, start, end in _lines(_masked(source, markup), shapes, markdown=markdown):
        if line.shape.kind == "rule":
            markup.append((start, end))
            if markdown and lines and not line.after_blank:
                lines[-1] = _underlined(lines[-1], line.text)
        else:
            if start < line.start:
                markup.append((start, line.start))
            if line.end < end:
                markup.append((line.end, end))
            lines.append(line)
    return Page(tuple(lines), merged(markup))


def bounds(source: str, start: int, end: int) -> tuple[int, int]:
    """The line, without its break, that holds source[start:end], which is not far from its ends."""
    while start and source[start - 1] not in BREAKS:
        start -= 1
    while end < len(source) and source[end] not in BREAKS:
        end += 1
    return start, end


def merged(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Cuts sorted, those that touch or overlap made one, empty ones gone."""
    found: list[Cut] = []
    for start, end in sorted(cuts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return tuple(found)


def _masked(source: str, markup: list[Cut]) -> str:
    """The source with every character of markup turned into one that counts as white space."""
    if not markup:
        return source
    parts, at = [], 0
    for start, end in markup:
        parts.append(source[at:start])
        parts.append(_MASK * (end - max(start, at)))
        at = max(end, at)
    return "".join((*parts, source[at:]))


def _lines(source: str, shapes: Shapes, *, markdown: bool) -> Iterator[tuple[Line, int, int]]:
    """Each line that has content, with the span of the content before the signs at its head were taken off."""
    at, blank = 0, True
    for raw in source.splitlines(keepends=True):
        content = raw.strip(_BLANK)
        if not content:
            blank = True
        else:
            start = at + raw.index(content[0])
            indented = start > at and raw[: start - at].strip(_MASK + "\ufeff") != ""
            if content[0] in _SIGNS or _MASK in content:
                line = _line(content, start, shapes, indented, blank, markdown=markdown)
            else:
                end = start + len(content)
                line = Line(start, end, content, shapes.shape(content), 0, indented, blank)
            yield line, start, start + len(content)
            blank = line.shape.kind == "rule" and not markdown
        at += len(raw)


def _line(
    content: str, start: int, shapes: Shapes, indented: bool, after_blank: bool, *, markdown: bool
) -> Line:
    """A line without the signs at its head and its end; a line of signs alone has the shape of a rule."""
    head, mark, bullet = 0, 0, False
    if markdown and content[0] == ">" and (found := _QUOTED.match(content)):
        head = found.end()
    if found := _HEADING.match(content, head):
        head, mark = found.end(), len(found[1])
    elif found := _BULLETED.match(content, head):
        head, bullet = found.end(), True
    signs = "|-: \t" if content.startswith("|", head) else "# \t" if mark else ""
    tail = len(content.rstrip(_BLANK + signs.strip("-:")))
    while head < tail and (content[head] in _BLANK or (content[head] == "|" and signs[:1] == "|")):
        head += 1
    text = content[head:tail].replace(_MASK, "")
    if not text.strip(_BLANK + "|-:" if signs[:1] == "|" else _BLANK):
        shape = RULE
    elif signs[:1] == "|":
        shape = ROW
    else:
        shape = shapes.shape(text)
        if bullet and shape.kind in ("plain", "ordinal"):
            shape = Shape("bullet")
    return Line(start + head, start + max(head, tail), text, shape, mark, indented, after_blank)


def _underlined(line: Line, text: str) -> Line:
    """A line with === or --- under it is a heading."""
    level = _UNDERLINES.get(text[:1], 0)
    if (
        line.mark
        or line.shape.kind != "plain"
        or not level
        or set(text) != {text[0]}
        or len(line.text) > _TITLE_LENGTH
    ):
        return line
    return Line(line.start, line.end, line.text, line.shape, level, line.indented, line.after_blank)
