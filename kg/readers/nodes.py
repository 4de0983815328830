"""The text of a page comes in; its elements and texts go out in the order of the page, each with where it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.readers.extract import visible
from kg.readers.tags import UNSHOWN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LEFT = UNSHOWN | {"head", "button", "embed", "map", "datalist", "rp", "del", "dialog"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NONE: Mapping[str, str] = {}


class Node(Struct, gc=False):
    """An element, or a text (`tag` is ""); what is inside it are the nodes up to `end`, `parent` holds it (-1: nothing).

    `hidden`: a browser does not show it.
    """

    tag: str
    text: str
    attributes: Mapping[str, str]
    parent: int
    hidden: bool
    end: int = 0

    def names(self) -> frozenset[str]:
        """How a style sheet may call it: its tag, #id and every .class."""
        found = [self.tag, *(f".{name}" for name in self.attributes.get("class", "").split())]
        return frozenset((*found, f"#{self.attributes['id']}") if self.attributes.get("id") else found)


class Nodes:
    """A page: its nodes, and how many visible characters stand in front of each."""

    def __init__(self, found: Sequence[Node]) -> None:
        self.found = found
        shown = (0 if node.hidden else visible(node.text) for node in found)
        self.before = list(accumulate(shown, initial=0))

    def shown(self, at: int) -> int:
        """How many visible characters stand inside a node."""
        return self.before[self.found[at].end] - self.before[at]

    def met(self) -> int:
        """How many visible characters the parser found, hidden ones too, where a page may have text at all."""
        total = at = 0
        while at < len(self.found):
            node = self.found[at]
            total += visible(node.text)
            at = node.end if node.tag in UNSHOWN else at + 1
        return total

    def children(self, at: int) -> list[int]:
        """The nodes right inside one."""
        inside, end = [], self.found[at].end
        child = at + 1
        while child < end:
            inside.append(child)
            child = self.found[child].end
        return inside

    def above(self, at: int) -> list[int]:
        """The elements that hold a node, from the nearest out."""
        holding = []
        while (at := self.found[at].parent) >= 0:
            holding.append(at)
        return holding


def parsed(page: str) -> Nodes:
    """The nodes of a page, parsed as HTML by the rules that browsers follow."""
    from selectolax.lexbor import LexborHTMLParser

    found: list[Node] = []
    holding: list[int] = []
    node: LexborNode | None = LexborHTMLParser(page).root
    while node is not None:
        if node.is_element_node or node.is_text_node:
            parent = holding[-1] if holding else -1
            found.append(_node(node, parent, hidden=parent >= 0 and found[parent].hidden))
            found[-1].end = len(found)
        inside = node.first_child if node.is_element_node else None
        if inside is not None:
            holding.append(len(found) - 1)
            node = inside
            continue
        node = _after(node, found, holding)
    return Nodes(found)


def _after(node: LexborNode, found: Sequence[Node], holding: list[int]) -> LexborNode | None:
    """What follows a node that holds nothing more: the next in what holds it, or in what holds that."""
    while node.next is None and holding:
        found[holding.pop()].end = len(found)
        outer = node.parent
        if outer is None:
            return None
        node = outer
    return node.next if holding else None


def _node(node: LexborNode, parent: int, *, hidden: bool) -> Node:
    if node.is_text_node:
        return Node("", node.text_content or "", _NONE, parent, hidden)
    tag = (node.tag or "").lower()
    given = {name: value or "" for name, value in node.attributes.items()}
    hides = tag in _LEFT or "hidden" in given or _HIDING.search(given.get("style", "")) is not None
    return Node(tag, "", given or _NONE, parent, hidden or hides)
