"""A form's pattern, compiled to steps that walk left or right from its trigger over the characters of a text.

A step gives all its offsets at once, in a list or a tuple: most lead nowhere, and an empty tuple costs less than a generator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from kg import pattern
from kg.errors import SeedError
from kg.mentions.ground import Ground
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS

Step = Callable[[Ground, int], Sequence[int]]
NUMERALS = frozenset(NUMERAL_CHARACTERS)
ENDS = frozenset("“”，。；！？")  # no gap of a name reaches over these
PLACE = "Place"
REPEATS = 12
RUN_SORTS = {"n": "nouns", "b": "brand"}


def compile_sequence(
    parts: Sequence[pattern.Node],
    left: bool,
    words: Mapping[str, tuple[str, ...]],
    ontology: Ontology,
    edge: str = "edge",
) -> Step:
    """The steps of a sequence, in the order of travel; `edge`: what bounds a run at its far end (Ground.runs_left)."""
    ordered = list(reversed(parts)) if left else list(parts)
    steps: list[Step] = []
    for at, node in enumerate(ordered):
        before = ordered[at - 1] if at else None
        if left and isinstance(before, pattern.Gap) and isinstance(node, pattern.Text):
            steps[-1] = _gap_behind(before.most, node.value)
        else:
            steps.append(compile_node(node, left, words, ontology, _bound(ordered, at, edge)))
    return _chain(steps) if steps else _stay


def _chain(steps: Sequence[Step]) -> Step:
    first, *others = steps
    if not others:
        return first
    rest = _chain(others)

    def walk(ground: Ground, at: int) -> Sequence[int]:
        middles = first(ground, at)
        if len(middles) == 1:
            return rest(ground, middles[0])
        found: list[int] = []
        for middle in middles:
            found.extend(rest(ground, middle))
        return found

    return walk


def listed(words: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    """The words of a list; a pattern that names a list which the seeds do not have is an error."""
    if name not in words:
        raise SeedError("seeds/words", f"no word list {name}", "a list of seeds/words", _near(name, words))
    return words[name]


def _near(name: str, words: Mapping[str, tuple[str, ...]]) -> str:
    close = get_close_matches(name, words, 1)
    return f"<{close[0]}>" if close else ""


def _bound(ordered: Sequence[pattern.Node], at: int, edge: str) -> str:
    """What bounds a run at a place of a sequence; behind a quotation mark it may hold any verb: “甲”培育计划."""
    if _last(ordered, at):
        return edge
    if edge == "guided" and all(
        isinstance(node, pattern.Text | pattern.Numeral) for node in ordered[at + 1 :]
    ):
        return edge
    onward = ordered[at + 1]
    return "guided" if isinstance(onward, pattern.Text) and onward.value.endswith("”") else "inner"


def _last(ordered: Sequence[pattern.Node], at: int) -> bool:
    return all(isinstance(node, pattern.Start | pattern.End) for node in ordered[at + 1 :])


def compile_node(
    node: pattern.Node, left: bool, words: Mapping[str, tuple[str, ...]], ontology: Ontology, edge: str
) -> Step:
    """One element as a step: from an offset to the offsets it may lead to, the preferred first."""
    match node:
        case pattern.Text(value=value):
            return _texts((value,), left)
        case pattern.Words(name=name):
            return _texts(listed(words, name), left)
        case pattern.Choice(options=options):
            steps: list[Step] = []
            for together in _grouped(options, left):
                if isinstance(together, pattern.Sequence):
                    steps.append(compile_sequence(together.parts, left, words, ontology, edge))
                else:
                    steps.append(_texts(together, left))
            return _any(steps)
        case pattern.Maybe(body=body):
            return _maybe(compile_sequence(body.parts, left, words, ontology, edge))
        case pattern.Repeat(body=body):
            return _repeat(compile_sequence(body.parts, left, words, ontology, "inner"))
        case pattern.Blank(types=types):
            return _mention(frozenset().union(*(ontology.subclasses(name) for name in types)), left)
        case pattern.Gap(most=most):
            return _gap(most, left)
        case pattern.Run(least=least, most=most, sort=sort):
            return _run(least, most, left, RUN_SORTS.get(sort, edge))
        case pattern.Numeral():
            return _numeral(left)
        case pattern.Start() | pattern.End():
            return _at_edge(isinstance(node, pattern.Start))
    raise TypeError(f"no step for {node!r}")


def _stay(_ground: Ground, at: int) -> Sequence[int]:
    return (at,)


def _texts(values: Sequence[str], left: bool) -> Step:
    """Fixed words, the longest first; the sign beside the offset tells which lengths are worth a look."""
    known = frozenset(values)
    sizes: dict[str, tuple[int, ...]] = {}
    for value in sorted(known, key=len, reverse=True):
        sign, size = value[-1 if left else 0], len(value)
        if size not in sizes.setdefault(sign, ()):
            sizes[sign] += (size,)

    def leftwards(ground: Ground, at: int) -> Sequence[int]:
        text = ground.text
        likely = sizes.get(text[at - 1]) if at else None
        if likely is None:
            return ()
        return [at - size for size in likely if size <= at and text[at - size : at] in known]

    def rightwards(ground: Ground, at: int) -> Sequence[int]:
        text = ground.text
        likely = sizes.get(text[at]) if at < len(text) else None
        if likely is None:
            return ()
        return [at + size for size in likely if text[at : at + size] in known]

    return leftwards if left else rightwards


def _grouped(options: Sequence[pattern.Sequence], left: bool) -> Iterator[pattern.Sequence | tuple[str, ...]]:
    """The options of a choice, where fixed words that follow each other and can never stand in one place are one step."""
    texts: list[str] = []
    for option in options:
        text = next((part.value for part in option.parts if isinstance(part, pattern.Text)), "")
        plain = text if len(option.parts) == 1 else ""
        if texts and not (plain and all(_apart(plain, other, left) for other in texts)):
            yield tuple(texts)
            texts = []
        if plain:
            texts.append(plain)
        else:
            yield option
    if texts:
        yield tuple(texts)


def _apart(one: str, other: str, left: bool) -> bool:
    if left:
        return not (one.endswith(other) or other.endswith(one))
    return not (one.startswith(other) or other.startswith(one))


def _any(steps: Sequence[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]

    def step(ground: Ground, at: int) -> Sequence[int]:
        found: Sequence[int] = ()
        for one in steps:
            more = one(ground, at)
            if more:
                found = [*found, *more] if found else more
        return found

    return step


def _maybe(body: Step) -> Step:
    def step(ground: Ground, at: int) -> Sequence[int]:
        found = body(ground, at)
        return [*found, at] if found else (at,)

    return step


def _repeat(body: Step) -> Step:
    def step(ground: Ground, at: int, depth: int = 0) -> Sequence[int]:
        found: list[int] = []
        for onward in body(ground, at):
            if depth < REPEATS and onward != at:
                found.extend(step(ground, onward, depth + 1))
            found.append(onward)
        return found

    return step


def _mention(types: frozenset[str], left: bool) -> Step:
    def leftwards(ground: Ground, at: int) -> Sequence[int]:
        if at not in ground.ends:
            return ()
        return sorted(
            {m.start for m in ground.ends[at] if m.type in types and not (m.weak and m.type == PLACE)}
        )

    def rightwards(ground: Ground, at: int) -> Sequence[int]:
        if at not in ground.starts:
            return ()
        return sorted({m.end for m in ground.starts[at] if m.type in types and not m.weak}, reverse=True)

    return leftwards if left else rightwards


def _gap(most: int, left: bool) -> Step:
    def step(ground: Ground, at: int) -> Sequence[int]:
        low, high = ground.block_bounds(max(at - 1, 0) if left else at)
        found: list[int] = []
        for size in range(most + 1):
            onward = at - size if left else at + size
            if not low <= onward <= high:
                break
            found.append(onward)
            if onward < high and ground.text[onward - left] in ENDS:
                break
        return found

    return step


def _gap_behind(most: int, value: str) -> Step:
    """A gap and the fixed words left of it: the words are looked for, the nearest first, not every size of gap tried."""
    size = len(value)

    def leftwards(ground: Ground, at: int) -> Sequence[int]:
        text = ground.text
        low, high = ground.block_bounds(max(at - 1, 0))
        found: list[int] = []
        if at > high:
            return found
        least = max(low - size, at - most - size, 0)
        over = at if at < high else at - 1  # a gap that begins with a block's end reaches over the last sign
        begin = text.rfind(value, least, at)
        while begin >= 0 and ENDS.isdisjoint(text[begin + size : over]):
            found.append(begin)
            begin = text.rfind(value, least, begin + size - 1)
        return found

    return leftwards


def _run(least: int, most: int, left: bool, kind: str) -> Step:
    def leftwards(ground: Ground, at: int) -> Sequence[int]:
        return ground.runs_left(at, least, most, kind)

    def rightwards(ground: Ground, at: int) -> Sequence[int]:
        high = ground.stretch_right(at, most)
        return [onward for onward in range(high, at + least - 1, -1) if ground.sound_end(onward)]

    return leftwards if left else rightwards


def _numeral(left: bool) -> Step:
    def step(ground: Ground, at: int) -> Sequence[int]:
        text, onward = ground.text, at
        if left:
            while onward > 0 and text[onward - 1] in NUMERALS:
                onward -= 1
        else:
            while onward < len(text) and text[onward] in NUMERALS:
                onward += 1
        return (onward,) if onward != at else ()

    return step


def _at_edge(start: bool) -> Step:
    def step(ground: Ground, at: int) -> Sequence[int]:
        low, high = ground.block_bounds(at if start or at == 0 else at - 1)
        return (at,) if at == (low if start else high) else ()

    return step
