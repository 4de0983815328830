"""The tree of a pattern line: one small value for each sign of the notation, and a walk over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

GAP = 20
_SPECIAL = re.compile(r"[\\{}()\[\]|<>…~#^$\s]")


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed words."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """`{role:Class}`: a mention; role "" is `_`; `many` is `+`; `inner` is a mention nested in it.

    `lead` (`>^`): the nested mention, or the list of them, begins the one that holds it. `after`, `then`: one of these
    words stands there just before it, just after it.
    """

    role: str
    types: tuple[str, ...]
    many: bool = False
    inner: Blank | None = None
    lead: bool = False
    then: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def chain(self) -> Iterator[Blank]:
        """The blank and those nested in it, outermost first."""
        here: Blank | None = self
        while here is not None:
            yield here
            here = here.inner


@dataclass(frozen=True, slots=True)
class Words:
    """`<name>`: one of a word list; `<place:city>`: one of a lexicon's names, `city` being the level."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """`(a|b)`: one of."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """`[x]`: perhaps."""

    body: Sequence


@dataclass(frozen=True, slots=True)
class Repeat:
    """`(…)+`: once or more, joined like a list."""

    body: Sequence


@dataclass(frozen=True, slots=True)
class Gap:
    """`…` or `…8`: up to so many characters; `…!` without any mention, `…!A|B` without mentions of these classes."""

    most: int = GAP
    without: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """`~3,12`: a run of characters (forms only); `~3,12n` holds no verbs, `~3,12b` may begin with a brand."""

    least: int
    most: int
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Numeral:
    """`#`: a run of Chinese or Arabic digits (forms only)."""


@dataclass(frozen=True, slots=True)
class Start:
    """`^`: the beginning."""


@dataclass(frozen=True, slots=True)
class End:
    """`$`: the end."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that follow each other."""

    parts: tuple[Node, ...]


Node = Text | Blank | Words | Choice | Maybe | Repeat | Gap | Run | Numeral | Start | End


def walk(tree: Sequence) -> Iterator[Node]:
    """Every node below a sequence, in the order of the line."""
    for part in tree.parts:
        yield part
        if isinstance(part, Choice):
            for option in part.options:
                yield from walk(option)
        elif isinstance(part, Maybe | Repeat):
            yield from walk(part.body)


def written(node: Node | Sequence) -> str:
    """A part of a line as an analyst would write it.

    >>> written(Gap(8, ("Person",))), written(Blank("a", ("B", "C"), many=True))
    ('…8!Person', '{a:B|C}+')
    """
    if isinstance(node, Sequence):
        return " ".join(map(written, node.parts))
    if isinstance(node, Blank):
        inside = " > ".join(_inside(blank, first=blank is node) for blank in node.chain())
        return f"{{{inside}}}{'+' if node.many else ''}"
    if isinstance(node, Choice):
        return f"({'|'.join(map(written, node.options))})"
    if isinstance(node, Maybe):
        return f"[{written(node.body)}]"
    if isinstance(node, Repeat):
        return f"({written(node.body)})+"
    if isinstance(node, Gap):
        most = "" if node.most == GAP else str(node.most)
        return f"…{most}{'!' if node.bare or node.without else ''}{'|'.join(node.without)}"
    return _sign(node)


def _inside(blank: Blank, *, first: bool) -> str:
    lead, many = "^" if blank.lead else "", "+" if blank.many and not first else ""
    then = f" {'|'.join(blank.then)}" if blank.then else ""
    after = f"{'|'.join(blank.after)} " if blank.after else ""
    return f"{lead}{after}{blank.role or '_'}:{'|'.join(blank.types)}{many}{then}"


def _sign(node: Text | Words | Run | Numeral | Start | End) -> str:
    if isinstance(node, Text):
        return _SPECIAL.sub(r"\\\g<0>", node.value)
    if isinstance(node, Words):
        return f"<{node.name}>"
    if isinstance(node, Run):
        return f"~{node.least},{node.most}{node.sort}"
    return {Numeral: "#", Start: "^", End: "$"}[type(node)]
