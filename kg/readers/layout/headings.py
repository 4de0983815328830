"""The paragraphs of a document come in; those that are headings by their looks go out with their levels."""

from __future__ import annotations

from collections.abc import Sequence

from kg.readers.layout.paragraphs import LARGER, Setting, Written

LONGEST = 80  # characters of a heading
TITLE = 1.5  # times the size of the body: the title of a text, one of several in a magazine
CLOSE = 0.05  # two sizes that differ by less are one
HEADS = 8  # paragraphs at the top among which the name of a paper may stand over the title


def levels(runs: Sequence[list[Written]], how: Setting) -> dict[int, int]:
    """The levels of headings, from 1, by the ids of their runs: larger than the body, or bold and centred."""
    heads = [run for run in runs if _head(run, how)]
    sizes: list[float] = []
    for size in sorted({round(_size(run, how), 1) for run in heads}, reverse=True):
        if not sizes or sizes[-1] - size > CLOSE * sizes[-1]:
            sizes.append(size)
    masthead = _masthead(runs, heads, how, sizes)
    if masthead is not None:
        heads = [run for run in heads if run is not masthead]
        sizes = sizes[1:]
    found = {}
    top = [size for size in sizes if size >= TITLE * how.size] or sizes[:1]
    for run in heads:
        size = _size(run, how)
        rank = next(at for at, one in enumerate(sizes) if one - size <= CLOSE * one)
        found[id(run)] = 1 if rank < len(top) else rank - len(top) + 2
    return found


def _head(run: Sequence[Written], how: Setting) -> bool:
    text = "".join(line.text for line in run)
    if len(text) > LONGEST or text[-1] in "。；;，,、" or how.opens(text) or len(run) > 4:
        return False
    if run[0].size >= LARGER * how.size:
        return True
    return all(line.centred and line.first.bold for line in run) and len(run) < 3


def _size(run: Sequence[Written], how: Setting) -> float:
    return max(run[0].size, how.size)


def _masthead(
    runs: Sequence[list[Written]], heads: Sequence[list[Written]], how: Setting, sizes: Sequence[float]
) -> list[Written] | None:
    """The one largest line on top of the first page, with the title under it: the name of the paper, or of who writes."""
    largest = [run for run in heads if sizes and sizes[0] - _size(run, how) <= CLOSE * sizes[0]]
    if len(largest) != 1 or len(sizes) < 2:
        return None
    only = largest[0]
    top = list(runs[:HEADS])
    if not any(only is run for run in top) or len("".join(line.text for line in only)) > 20:
        return None
    at = next(at for at, run in enumerate(top) if run is only)
    below = [run for run in top[at + 1 :] if any(run is head for head in heads)]
    between = top[at + 1 : next((n for n, run in enumerate(top) if below and run is below[0]), at + 1)]
    return only if below and between else None
