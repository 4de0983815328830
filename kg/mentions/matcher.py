"""A form's pattern, compiled to steps that walk left or right from its trigger over the characters of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from kg import pattern
from kg.errors import SeedError
from kg.mentions.ground import STOPPERS, Ground
from kg.ontology import Ontology
from kg.script.numerals import NUMERAL_CHARACTERS

Step = Callable[[Ground, int], Iterator[int]]
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
    steps = [
        compile_node(node, left, words, ontology, _bound(ordered, at, edge))
        for at, node in enumerate(ordered)
    ]

    def walk(ground: Ground, at: int, k: int = 0) -> Iterator[int]:
        if k == len(steps):
            yield at
            return
        for onward in steps[k](ground, at):
            yield from walk(ground, onward, k + 1)

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
            return _any([compile_sequence(option.parts, left, words, ontology, edge) for option in options])
        case pattern.Maybe(body=body):
            return _any([compile_sequence(body.parts, left, words, ontology, edge), _stay])
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


def _stay(_ground: Ground, at: int) -> Iterator[int]:
    yield at


def _texts(values: Sequence[str], left: bool) -> Step:
    sizes = sorted({len(value) for value in values}, reverse=True)
    known = frozenset(values)

    def step(ground: Ground, at: int) -> Iterator[int]:
        for size in sizes:
            onward = at - size if left else at + size
            if onward >= 0 and ground.text[min(at, onward) : max(at, onward)] in known:
                yield onward

    return step


def _any(steps: Sequence[Step]) -> Step:
    def step(ground: Ground, at: int) -> Iterator[int]:
        for one in steps:
            yield from one(ground, at)

    return step


def _repeat(body: Step) -> Step:
    def step(ground: Ground, at: int, depth: int = 0) -> Iterator[int]:
        for onward in body(ground, at):
            if depth < REPEATS and onward != at:
                yield from step(ground, onward, depth + 1)
            yield onward

    return step


def _mention(types: frozenset[str], left: bool) -> Step:
    def step(ground: Ground, at: int) -> Iterator[int]:
        found = ground.ends.get(at, ()) if left else ground.starts.get(at, ())
        onwards = {
            m.start if left else m.end
            for m in found
            if m.type in types and not (m.weak and (m.type == PLACE or not left))
        }
        yield from sorted(onwards, reverse=not left)

    return step


def _gap(most: int, left: bool) -> Step:
    def step(ground: Ground, at: int) -> Iterator[int]:
        low, high = ground.block_bounds(max(at - 1, 0) if left else at)
        for size in range(most + 1):
            onward = at - size if left else at + size
            if not low <= onward <= high:
                return
            yield onward
            if onward < high and ground.text[onward - left] in ENDS:
                return

    return step


def _run(least: int, most: int, left: bool, kind: str) -> Step:
    def leftwards(ground: Ground, at: int) -> Iterator[int]:
        yield from ground.runs_left(at, least, most, kind)

    def rightwards(ground: Ground, at: int) -> Iterator[int]:
        high = at
        while high < len(ground.text) and high - at < most and ground.text[high] not in STOPPERS:
            high += 1
        for onward in range(high, at + least - 1, -1):
            if ground.sound_end(onward):
                yield onward

    return leftwards if left else rightwards


def _numeral(left: bool) -> Step:
    def step(ground: Ground, at: int) -> Iterator[int]:
        text, onward = ground.text, at
        if left:
            while onward > 0 and text[onward - 1] in NUMERALS:
                onward -= 1
        else:
            while onward < len(text) and text[onward] in NUMERALS:
                onward += 1
        if onward != at:
            yield onward

    return step


def _at_edge(start: bool) -> Step:
    def step(ground: Ground, at: int) -> Iterator[int]:
        low, high = ground.block_bounds(at if start or at == 0 else at - 1)
        if at == (low if start else high):
            yield at

    return step
