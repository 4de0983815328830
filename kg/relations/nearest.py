"""A sentence without a fact goes in; the rules that came nearest come out, each with the element at which it failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import Place, SeedError
from kg.model import Resolved
from kg.pattern import Gap, Maybe, Node, Sequence, written
from kg.relations.compile import Terms, needs, subshape
from kg.relations.match import Hunt, Match
from kg.relations.modality import DENIED
from kg.relations.rulebook import RuleBook, rulebook, terms
from kg.relations.rules import PatternLine, Rule
from kg.relations.state import Ground, state
from kg.relations.tape import Clause, cut
from kg.seeds import Seeds

ELSEWHERE = 0.5  # how near a line comes at most that looks at other kinds of block
WORDLESS = 0.4  # and one without words of its own, whose classes may be there by chance


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A pattern line that came near. `matched` is the text of its longest beginning that did match, [start, end) of the text.

    `failed` is the element, as the line writes it, at which it failed; "" where all of it matched and `why` says what else stood
    against it. `share` is how much of what must be there is there, 0 to 1.
    """

    rule: str
    place: Place
    line: str
    matched: str
    start: int
    end: int
    failed: str
    why: str
    share: float


def near_misses(resolved: Resolved, seeds: Seeds, most: int = 5) -> tuple[NearMiss, ...]:
    """The lines that came nearest in any clause, nearest first, one a rule; a rule that states a fact is not among them."""
    book = rulebook(seeds)
    ground = Ground(resolved, book.ontology)
    known = terms(seeds, book.ontology)
    nearest: dict[str, NearMiss] = {}
    fired: set[str] = set()
    for clause in cut(resolved, book.alphabet):
        for rule in book.rules:
            for line in rule.lines:
                miss = _miss(rule, line, clause, book, ground, known)
                if miss is None:
                    fired.add(rule.id)
                elif rule.id not in nearest or miss.share > nearest[rule.id].share:
                    nearest[rule.id] = miss
    left = [miss for name, miss in nearest.items() if name not in fired and miss.share > 0]
    left.sort(key=lambda miss: (-miss.share, -len(miss.matched), miss.rule))
    return tuple(left[:most])


def _miss(
    rule: Rule, line: PatternLine, clause: Clause, book: RuleBook, ground: Ground, known: Terms
) -> NearMiss | None:
    """None where the line states a fact here."""
    hunt = Hunt(rule, clause, (line,))
    match = next(hunt.whole(), None)
    if match is not None:
        return _refused(rule, match, clause, book, ground)
    parts = line.tree.parts
    length, span = _beginning(line, clause, known)
    share = _share(line.tree, clause, known)
    text = ground.resolved.document.text
    start, end = clause.span(*span) if span[1] > span[0] else (clause.start, clause.start)
    failed, why = _failed(parts[length:]), "is not there"
    if length == len(parts):
        why = "unless forbids it" if rule.unless else "the name does not hold the nested one"
        failed, share = "", share * 0.99
    elif rule.kinds and clause.stretch.kind not in rule.kinds:
        share *= ELSEWHERE
        why = f"is not there, and the rule looks only at {', '.join(sorted(rule.kinds))}"
    return NearMiss(
        rule.id, line.source.place, line.source.text, text[start:end], start, end, failed, why, share
    )


def _refused(rule: Rule, match: Match, clause: Clause, book: RuleBook, ground: Ground) -> NearMiss | None:
    modality = book.modality.of(clause, match)
    share = 0.999
    if rule.kinds and clause.stretch.kind not in rule.kinds:
        share = ELSEWHERE
        why = f"this is a {clause.stretch.kind}; the rule looks only at {', '.join(sorted(rule.kinds))}"
    elif modality == DENIED:
        why = "the clause denies or forbids it"
    elif any(True for _ in state(ground, rule, clause, match, modality)):
        return None
    else:
        why = "what stands in the blanks does not fit the property, or is the same thing"
    source = match.line.source
    start, end = clause.span(match.start, match.end)
    text = ground.resolved.document.text[start:end]
    return NearMiss(rule.id, source.place, source.text, text, start, end, "", why, share)


def _beginning(line: PatternLine, clause: Clause, known: Terms) -> tuple[int, tuple[int, int]]:
    """How many parts of the line match as its beginning, and where on the tape."""
    parts = line.tree.parts
    for length in range(len(parts), 0, -1):
        if all(isinstance(node, Gap | Maybe) for node in parts[:length]):
            break
        found = subshape(Sequence(parts[:length]), known, line.source.place).regex.search(clause.tape)
        if found:
            return length, found.span()
    return 0, (0, 0)


def _failed(parts: tuple[Node, ...]) -> str:
    """The first part that must be there."""
    return next((written(node) for node in parts if not isinstance(node, Gap | Maybe)), "")


def _share(tree: Sequence, clause: Clause, known: Terms) -> float:
    """How much of what must be there is there, in any order; words count more than classes, which are everywhere."""
    try:
        words, types = needs(tree, known, Place(""))
    except SeedError:
        return 0.0
    met = [*_met(words, types, clause)]
    share = sum(weight for weight, there in met if there) / max(sum(weight for weight, _ in met), 1)
    return share if words else share * WORDLESS


def _met(
    words: tuple[frozenset[str], ...], types: tuple[frozenset[str], ...], clause: Clause
) -> Iterator[tuple[int, bool]]:
    """Each thing that must be there with its weight, and whether it is; one mention is one thing only."""
    for wanted in words:
        yield 2, any(word in clause.tape for word in wanted)
    left = [link.mention.type for link in clause.links]
    for kinds in types:
        found = next((kind for kind in left if kind in kinds), "")
        if found:
            left.remove(found)
        yield 1, bool(found)
