"""Lines of a page come in; runs of lines go out, each one paragraph, heading, row or item that breaks had cut up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from kg.readers.lines import Line
from kg.readers.shapes import CLOSING, GRID, ISSUER, OPENING, PLAIN, SOFT_ROW, Shapes, bare, finished

_FURNITURE = frozenset({"", "number", "date", "dated", "aside", "annex", "source", "copy"})
_PAIRS = (("（", "）"), ("“", "”"))
_BODY = frozenset({"plain", "article", "item", "ordinal", "bullet"})
_TEXT = _BODY | {
    "row",
    "annex",
    "copy",
    "source",
}  # what may be too long for one line; of rows only 职务：姓名
_DIGITS = 3  # of a page number
_NARROW = 24  # columns: a page is never set narrower; a poem's lines are
_SLACK = 4  # columns by which a full line may fall short: a mark that may not open a line, a Latin word
_LONG = 40  # characters of a paragraph that a page break may have cut
_REST, _HALF = 14, 20  # characters of a line that is the rest of one so long
_SHORT = 30  # characters of a line that may be a heading
_BRACKET_LINES = 60
_HALF_WIDE = re.compile("[^\u2e80-\U0010ffff“”‘’—…]")
_BODIES = 12  # lines of bodies over a title
_FEW = 2  # full lines that show a width
_FEW_WIDER = 20  # one line in so many may be wider than a full one


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a page is set: `width` in columns of its full lines (0: lines are paragraphs); whether paragraphs are indented."""

    width: int
    indents: bool


def runs(lines: Sequence[Line], shapes: Shapes) -> Iterator[tuple[Line, ...]]:
    """Join the lines that one sentence, name or title runs over."""
    return _headed(_healed(lines, shapes), shapes)


def _headed(found: Iterator[tuple[Line, ...]], shapes: Shapes) -> Iterator[tuple[Line, ...]]:
    """甲厅 / 乙局 / 关于…的通知: the bodies over the first title are the beginning of it."""
    over: list[tuple[Line, ...]] = []
    for run in found:
        if not over and _furniture(run):
            yield run
            continue
        if over and _about(run, shapes) and run[0].mark == over[0][0].mark:
            yield (*(structs.replace(line, shape=ISSUER) for one in over for line in one), *run)
            break
        if len(over) == _BODIES or any(not shapes.issuer.fullmatch(line.text) for line in run):
            yield from (*over, run)
            break
        over.append(run)
    else:
        yield from over
    yield from found


def _about(run: tuple[Line, ...], shapes: Shapes) -> bool:
    """关于…的通知, the rest of a title."""
    return bool(shapes.titled.match(run[0].text) and shapes.title.match("".join(line.text for line in run)))


def _furniture(run: tuple[Line, ...]) -> bool:
    return run[0].shape.kind in _FURNITURE


def _healed(lines: Sequence[Line], shapes: Shapes) -> Iterator[tuple[Line, ...]]:
    wrap = _wrap(lines)
    run: list[Line] = []
    number: list[Line] = []  # a line of digits that is a page number if the text goes on behind it
    before = ""
    for line in lines:
        if run and not number and _digits(line):
            number = [line]
            continue
        if run and not _joins(run, line, wrap, shapes, before):
            yield tuple(run)
            yield from ((one,) for one in number)
            before, run = (number or run)[-1].shape.kind, []
        number = []
        run.append(line)
    if run:
        yield tuple(run)
    yield from ((one,) for one in number)


def _digits(line: Line) -> bool:
    return len(line.text) <= _DIGITS and line.text.isdecimal() and not line.mark


def _wrap(lines: Sequence[Line]) -> Wrap:
    """The width at which lines were broken, if they were: the widest lines are equally wide and stop in mid-sentence."""
    body = [line for line in lines if line.shape.kind in _TEXT and not line.mark]
    indents = sum(line.indented for line in body) * 5 >= len(body)
    if not any(_open(line, after) for line, after in pairwise(lines)):
        return Wrap(0, indents)
    widths = sorted(columns(line.text) for line in body)
    least = widths[-1 - len(widths) // _FEW_WIDER] - _SLACK
    full = sum(width >= least for width in widths)
    broken = [
        line.text for line, after in pairwise(lines) if _open(line, after) and columns(line.text) >= least
    ]
    sentences = sum(any(char in "，、。；" for char in text) for text in broken)
    settled = least >= _NARROW and len(broken) >= max(_FEW, full // 2) and sentences * 2 >= len(broken)
    return Wrap(least if settled else 0, indents)


def _open(line: Line, after: Line) -> bool:
    """Does a line of text end in mid-sentence in front of a line that may go on?"""
    return not line.mark and line.shape.kind in _TEXT and _continues(after) and not finished(line.text)


def columns(text: str) -> int:
    """Half-width columns: a Han takes two."""
    return 2 * len(text) - len(_HALF_WIDE.findall(text))


def _continues(line: Line) -> bool:
    return not line.mark and line.shape in (PLAIN, SOFT_ROW)


def _joins(run: list[Line], line: Line, wrap: Wrap, shapes: Shapes, before: str) -> bool:
    """Does `line` go on with what `run` began?"""
    first, last = run[0], run[-1]
    if first.mark or line.mark or GRID in (first.shape, line.shape):
        return False
    if first.text[0] in "（(" and len(run) < _BRACKET_LINES and _bracket_open(run) and not line.after_blank:
        return True  # （2001年…通过 / 根据2016年…修正）: one event a line inside one bracket
    if last.text[-1] in OPENING or _signed(last.text) or _headed_off(run, line, shapes, before):
        return False
    ordered = before and line.shape.kind == "number" and line.text[0] == "第" and last.shape == PLAIN
    if (ordered and len(run) == 1 and not finished(last.text)) or _commands(run, line, shapes):
        return True  # 某部、某局令 / 第33号
    if not _continues(line):
        return _numbered(run, line, wrap)
    if len(run) == 1 and first.shape.kind == "row":
        return _issued(line, shapes, before)
    if finished(last.text):
        return _goes_on(last, line, wrap)
    if first.shape.kind not in _TEXT:
        return False
    if _name_open(last.text, line.text) or (len(last.text) >= _REST and shapes.clinging.match(line.text)):
        return True
    if not line.after_blank and any(_name_open(last.text, line.text, marks) for marks in _PAIRS):
        return True
    if wrap.indents and first.indented and line.indented:
        return False
    return (
        _wrapped(last, line, wrap)
        or _torn(run, line)
        or _small(last, line)
        or _title(run, line, shapes, before)
    )


def _headed_off(run: list[Line], line: Line, shapes: Shapes, before: str) -> bool:
    """Is a title whole, or the bracket with its events closed, where events, addressees or the first sentence follow?"""
    if before not in _FURNITURE or not (
        (line.text[0] in "（(" and shapes.events.match(line.text))
        or shapes.sentence.match(line.text)
        or shapes.addressed.match(f"{line.text} ")
    ):
        return False
    text = "".join(one.text for one in run)
    closed = text[0] in "（(" and text[-1] in "）)" and shapes.events.match(text)
    return bool(closed or shapes.title.fullmatch(text))


def _commands(run: list[Line], line: Line, shapes: Shapes) -> bool:
    """甲部　乙部 / 丙部令 / 第3号, 甲局 / 公　告 / 2021年第7号: the head of an order or of an announcement."""
    if len(run) > _BODIES or line.shape.kind not in ("", "plain", "row", "number"):
        return False
    if line.shape.kind == "number":
        return shapes.order.fullmatch("".join(one.text for one in run)) is not None
    over = shapes.order.fullmatch(line.text) or shapes.command.fullmatch(bare(line.text))
    return over is not None and all(shapes.issuer.fullmatch(one.text) for one in run)


def _goes_on(last: Line, line: Line, wrap: Wrap) -> bool:
    """A sentence that happens to end at the margin; or a ratio, 1：/1, that a splitter took for the end of a clause."""
    if line.after_blank:
        return False
    if last.text[-1] in ":：":
        return last.text[-2:-1].isdigit() and line.text[0].isdigit()
    return wrap.indents and not line.indented and _full(last, wrap)


def _numbered(run: list[Line], line: Line, wrap: Wrap) -> bool:
    """第（二）、 / （四）项: in mid-sentence a line may open with what looks like the number of an item."""
    last = run[-1]
    if line.after_blank or line.shape.kind not in _BODY or finished(last.text) or not _full(last, wrap):
        return False
    return last.text[-1] in "、第" or (wrap.indents and run[0].indented and not line.indented)


def _bracket_open(run: list[Line]) -> bool:
    text = "".join(line.text for line in run)
    return text.count("（") + text.count("(") > text.count("）") + text.count(")") and not finished(text)


def _signed(text: str) -> bool:
    """…的法律。 ——某大学教授 某某: the line ends with the one who said it."""
    return text[text.rfind("。") + 1 :].lstrip().startswith(("——", "―", "──"))


def _name_open(before: str, after: str, marks: tuple[str, str] = ("《", "》")) -> bool:
    """《中华人民共和国 / 劳动法》: a name that opens on one line and closes on the next."""
    opening, closing = marks
    end = after.find(closing)
    return before.rfind(opening) > before.rfind(closing) and end > 0 and not 0 <= after.find(opening) < end


def _full(line: Line, wrap: Wrap) -> bool:
    return 0 < wrap.width <= columns(line.text) + (_SLACK if line.indented else 0)


def _wrapped(last: Line, line: Line, wrap: Wrap) -> bool:
    """The page is hard-wrapped and the line before is full."""
    return _full(last, wrap) and not (wrap.indents and line.indented)


def _torn(run: list[Line], line: Line) -> bool:
    """A page break in the middle of a paragraph: a long one without its stop, and a line that is no heading."""
    last = run[-1].text
    if last[-1] in "，、" and len(last) >= _LONG // 3 and not line.after_blank:
        return True
    rest = finished(line.text) and line.text[-1] not in ":：" and len(line.text) <= _REST
    if rest and last[-1] not in CLOSING and len(last) >= _HALF:
        return run[0].shape != PLAIN or "、" in last or "，" in last  # …签订物业服 / 务合同；
    near = "".join(part.text for part in run[-_LONG // 10 :])
    if len(near) < _LONG or last[-1] in "）)" or not ("，" in near or "。" in near):
        return False
    return len(line.text) > _SHORT or finished(line.text) or "，" in line.text or "。" in line.text


def _small(last: Line, line: Line) -> bool:
    """A few wrapped lines show no width; but the next line is not wider, and the sentence has begun."""
    width = columns(last.text)
    if line.after_blank or width < _NARROW or not any(char in "，、。；,;" for char in last.text):
        return False
    if line.indented and not last.indented:
        return False  # a title or its events, and the first paragraph under them
    after = columns(line.text)
    return after <= width + _SLACK and (finished(line.text) or after >= width - _SLACK)


def _issued(line: Line, shapes: Shapes, before: str) -> bool:
    """甲局　乙局　丙局 / 关于…的通知: the bodies that issue it together stand on a line of their own."""
    if line.after_blank or before not in _FURNITURE or finished(line.text):
        return False
    return bool(shapes.title.match(line.text)) and len(line.text) <= 2 * _SHORT


def _title(run: list[Line], line: Line, shapes: Shapes, before: str) -> bool:
    """A title over two lines: 某某局 / 关于…的通知, or …核心区 / 建设方案."""
    last = run[-1]
    if line.after_blank or last.shape != PLAIN or len(run) > 2:
        return False
    if not run[0].after_blank and before not in _FURNITURE:
        return False
    if finished(line.text) or not shapes.title.match(line.text) or shapes.title.match(last.text):
        return False
    return max(len(last.text), len(line.text)) <= 2 * _SHORT and len(last.text) >= _SHORT // 4
