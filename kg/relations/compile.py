"""The tree of a pattern line goes in; one regular expression over the tape comes out, with what its groups hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from kg.errors import Place, SeedError
from kg.pattern import Blank, Choice, End, Gap, Maybe, Node, Repeat, Sequence, Start, Text, Words, walk
from kg.relations.alphabet import ANY, Alphabet, fold
from kg.seeds import close

MOST_ITEMS = 11  # of a repeated group and of a list in one: each start reads so far and no further
MOST_GAPS = 3  # each gap multiplies the work on a hostile text by its length


@dataclass(frozen=True, slots=True)
class Hole:
    """A blank as it is filled: `types` are its classes and all below them.

    Nested in another, it stands first there if it is to `lead`, and one of the words `then` follows it; one of
    `after` stands before it.
    """

    role: str
    types: frozenset[str]
    many: bool
    inner: Hole | None
    lead: bool = False
    then: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A group of the expression that holds a blank's mentions."""

    group: int
    hole: Hole


@dataclass(frozen=True, slots=True)
class Loop:
    """A group that holds a repeated group; `first` reads its first repetition, `later` a joiner and the next one."""

    group: int
    first: re.Pattern[str]
    later: re.Pattern[str]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled line. `anchors` are the groups of its fixed words.

    `words`: of each of these sets one word must be there; `types`: of each of these one mention. The `expression` is compiled
    when a text first has all of them: a text or two need few.
    """

    expression: str
    slots: tuple[Slot, ...]
    loops: tuple[Loop, ...]
    anchors: tuple[int, ...]
    words: tuple[frozenset[str], ...]
    types: tuple[frozenset[str], ...]

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return _compiled(self.expression)


@dataclass(frozen=True, slots=True)
class Terms:
    """What lines are compiled with: the signs of the classes, the word lists, the joiners of lists."""

    alphabet: Alphabet
    lists: Mapping[str, tuple[str, ...]]
    joiners: tuple[str, ...]

    def words(self, name: str, place: Place) -> tuple[str, ...]:
        """The words of a list, longest first."""
        if name not in self.lists:
            raise SeedError(
                place, f"there is no word list {name}", "a list of seeds/words", close(name, [*self.lists])
            )
        words = {fold("".join(word.split())) for word in self.lists[name]}
        if not words - {""}:
            raise SeedError(place, f"the word list {name} is empty", "at least one word")
        return tuple(sorted(words - {""}, key=lambda word: (-len(word), word)))


def shape(tree: Sequence, terms: Terms, place: Place) -> Shape:
    """Compiles a line; raises SeedError for an unknown list or class, too many gaps, or nothing that must be there."""
    check(tree, terms, place)
    made = subshape(tree, terms, place)
    if not made.words and not made.types:
        raise SeedError(place, "nothing in this line must be there", "a word or a blank outside [ ]")
    return made


def subshape(tree: Sequence, terms: Terms, place: Place) -> Shape:
    """Compiles a line, or a part of one, that has been checked."""
    writer = _Writer(terms, place, captures=True)
    text = writer.sequence(tree)
    words, types = needs(tree, terms, place)
    return Shape(text, tuple(writer.slots), tuple(writer.loops), tuple(writer.anchors), words, types)


@lru_cache(maxsize=1 << 14)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def check(tree: Sequence, terms: Terms, place: Place) -> None:
    """Refuses unknown classes, too many gaps, and groups that repeat within each other."""
    nodes = [*walk(tree)]
    gaps = [node for node in nodes if isinstance(node, Gap)]
    if len(gaps) > MOST_GAPS:
        raise SeedError(place, f"{len(gaps)} gaps in a line", f"at most {MOST_GAPS}", "two lines")
    named = [
        name for node in nodes if isinstance(node, Blank) for blank in node.chain() for name in blank.types
    ]
    for name in [*named, *(name for gap in gaps for name in gap.without)]:
        if name not in terms.alphabet.below:
            hint = close(name, [*terms.alphabet.below])
            raise SeedError(place, f"there is no class {name}", "a class of the ontology", hint)
    for node in nodes:
        if isinstance(node, Repeat):
            inside = [*walk(node.body)]
            if any(isinstance(other, Repeat) for other in inside):
                raise SeedError(place, "a repeated group within another", "one level of ( )+")
            if not any(isinstance(other, Blank) for other in inside):
                raise SeedError(place, "a repeated group without a blank", "a blank in ( )+")


def needs(
    tree: Sequence, terms: Terms, place: Place
) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """What must stand on the tape for a line to match: sets of words and sets of classes, one of each set."""
    words: list[frozenset[str]] = []
    types: list[frozenset[str]] = []
    for node in tree.parts:
        if isinstance(node, Text):
            words.append(frozenset({fold(node.value)}))
        elif isinstance(node, Words):
            words.append(frozenset(terms.words(node.name, place)))
        elif isinstance(node, Blank):
            types.append(terms.alphabet.names(node.types))
        elif isinstance(node, Repeat):
            more_words, more_types = needs(node.body, terms, place)
            words.extend(more_words)
            types.extend(more_types)
        elif isinstance(node, Choice):
            options = [needs(option, terms, place) for option in node.options]
            if all(option[0] for option in options):
                words.append(frozenset().union(*(best(option[0]) for option in options)))
            if all(option[1] for option in options):
                types.append(frozenset().union(*(option[1][0] for option in options)))
    return tuple(words), tuple(types)


def best(words: tuple[frozenset[str], ...]) -> frozenset[str]:
    """The set whose words are rarest: long ones, and few."""
    return max(words, key=lambda group: (min(map(len, group)), -len(group), sorted(group)))


class _Writer:
    """An expression being written; groups are numbered in the order of their opening."""

    def __init__(self, terms: Terms, place: Place, *, captures: bool, repeated: bool = False) -> None:
        self.terms, self.place, self.captures = terms, place, captures
        self.more = f"{{0,{MOST_ITEMS}}}" if repeated else "*"  # items of a list after its first
        self.groups = 0
        self.slots: list[Slot] = []
        self.loops: list[Loop] = []
        self.anchors: list[int] = []

    def sequence(self, tree: Sequence, *, loose: bool = True) -> str:
        """`loose`: what comes first is not pinned to what stands before it."""
        parts = []
        for node in tree.parts:
            parts.append(self.node(node, loose))
            if not isinstance(node, Maybe):
                loose = isinstance(node, Gap)
        return "".join(parts)

    def node(self, node: Node, loose: bool) -> str:
        if isinstance(node, Text | Words):
            return self.fixed(node)
        if isinstance(node, Blank):
            return self.blank(node, loose)
        if isinstance(node, Gap):
            return self.gap(node)
        if isinstance(node, Maybe):
            return f"(?:{self.sequence(node.body, loose=loose)})?"
        if isinstance(node, Choice):
            return f"(?:{'|'.join(self.sequence(option, loose=loose) for option in node.options)})"
        if isinstance(node, Repeat):
            return self.repeat(node)
        if isinstance(node, Start | End):
            return r"\A" if isinstance(node, Start) else r"\Z"
        raise SeedError(self.place, "a run or a numeral in a rule", "what rules have")

    def opened(self) -> str:
        if not self.captures:
            return "(?:"
        self.groups += 1
        return "("

    def fixed(self, node: Text | Words) -> str:
        opened = self.opened()
        if self.captures:
            self.anchors.append(self.groups)
        words = [fold(node.value)] if isinstance(node, Text) else self.terms.words(node.name, self.place)
        return f"{opened}{'|'.join(map(re.escape, words))})"

    def blank(self, node: Blank, loose: bool) -> str:
        signs = f"[{self.terms.alphabet.of(node.types)}]"
        opened = self.opened()
        if self.captures:
            self.slots.append(Slot(self.groups, self.hole(node)))
        if not node.many:
            return f"{opened}{signs})"
        whole = starts_list(signs, self.terms.joiners) if loose else ""
        return f"{whole}{opened}{signs}(?:{joiner(self.terms.joiners)}{signs}){self.more})"

    def hole(self, node: Blank) -> Hole:
        inner = None if node.inner is None else self.hole(node.inner)
        return Hole(
            node.role,
            self.terms.alphabet.names(node.types),
            node.many,
            inner,
            node.lead,
            node.then,
            node.after,
        )

    def gap(self, node: Gap) -> str:
        if node.bare:
            return f"[^{ANY}]{{0,{node.most}}}?"
        inside = f"[^{self.terms.alphabet.of(node.without)}]" if node.without else "."
        return f"{inside}{{0,{node.most}}}?"

    def repeat(self, node: Repeat) -> str:
        """Each repetition is read once and not reread: a long list that fails at its end fails at once."""
        opened, group = self.opened(), self.groups
        plain = _Writer(self.terms, self.place, captures=False, repeated=True)
        body = plain.sequence(node.body, loose=False)
        between = joiner(self.terms.joiners)
        if self.captures:
            inner = _Writer(self.terms, self.place, captures=True, repeated=True)
            once = inner.sequence(node.body, loose=False)
            self.loops.append(Loop(group, re.compile(once), re.compile(between + once), tuple(inner.slots)))
        return f"{opened}(?>{body})(?:{between}(?>{body})){{0,{MOST_ITEMS}}})"


def _by_length(joiners: tuple[str, ...]) -> dict[int, str]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for word in sorted(set(joiners)):
        grouped[len(word)].append(re.escape(word))
    return {length: f"(?:{'|'.join(words)})" for length, words in sorted(grouped.items(), reverse=True)}


def joiner(joiners: tuple[str, ...]) -> str:
    """What joins a list: one joiner or two of them."""
    return f"(?:{'|'.join(_by_length(joiners).values())}){{1,2}}"


def starts_list(signs: str, joiners: tuple[str, ...]) -> str:
    """Not in the middle of a list: without it a long list would be tried from each of its items."""
    single = _by_length(joiners)
    behind: dict[int, list[str]] = defaultdict(list)
    for length, words in single.items():
        behind[length].append(words)
    for (left, first), (right, second) in product(single.items(), repeat=2):
        behind[left + right].append(first + second)
    return "".join(f"(?<!{signs}(?:{'|'.join(words)}))" for _, words in sorted(behind.items()))
