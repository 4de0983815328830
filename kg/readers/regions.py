"""The nodes of a page come in; where its article stands goes out, and what are its menus, paths and buttons."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from kg.readers.extract import Words, visible
from kg.readers.nodes import Node, Nodes
from kg.readers.tags import BLOCKS

_STOPS = re.compile("[，。；！？]")
_MOST = 0.95  # of the prose stands in the article, where no container is known
_LINKS = 4  # that make a menu of a block without prose
_LEAST = 20  # characters of a container that holds an article without prose
_FILES = (".doc", ".docx", ".wps", ".pdf", ".ofd", ".xls", ".xlsx", ".et", ".zip", ".rar", ".jpg", ".png")
_MENUS = frozenset({"ul", "ol", "dl", "div", "section", "aside", "header", "menu"})
_OUTSIDE, _SHARE = 200, 5  # characters, and one in so many, of prose outside the article that are told


@dataclass(frozen=True, slots=True)
class Region:
    """The node that holds the article; the nodes left out; is it a known container; prose outside it."""

    at: int
    left: frozenset[int]
    known: bool
    outside: int


class _Prose:
    """How much of a page is prose, text with stops that is no link; how much is text but no link; where the links are."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        prose, words, links, linked = [], [], [], 0
        for at, node in enumerate(nodes.found):
            if node.tag == "a":
                linked = max(linked, node.end)
            said = visible(node.text) if not node.hidden and at >= linked else 0
            words.append(said)
            prose.append(said if said and _STOPS.search(node.text) else 0)
            links.append(node.tag == "a" and not node.hidden and _leaves(node))
        self.prose = list(accumulate(prose, initial=0))
        self.words = list(accumulate(words, initial=0))
        self.links = list(accumulate(links, initial=0))

    def within(self, at: int) -> int:
        return self.prose[self.nodes.found[at].end] - self.prose[at]

    def said(self, at: int) -> int:
        """How much text that is no link stands in a node."""
        return self.words[self.nodes.found[at].end] - self.words[at]

    def menu(self, at: int) -> bool:
        """Is a block nothing but links to other pages?"""
        end = self.nodes.found[at].end
        return not self.within(at) and self.links[end] - self.links[at] >= _LINKS


def _leaves(node: Node) -> bool:
    """Does a link lead to another page: to no annex, no script, no place on this one?"""
    address = node.attributes.get("href", "").strip().lower()
    here = not address or address.startswith(("#", "javascript:"))
    return not here and not address.partition("?")[0].endswith(_FILES)


def region(nodes: Nodes, words: Words) -> Region:
    """The article of a page: a container that is known and holds most of the prose, else the block where the prose is."""
    prose = _Prose(nodes)
    left = frozenset(_furniture(nodes, prose, words))
    total = prose.within(0) - sum(map(prose.within, left))
    known = _container(nodes, prose, words, left)
    if known >= 0 and prose.within(known) * 2 >= total:
        inside = frozenset(at for at in left if known < at < nodes.found[known].end)
        outside = total - prose.within(known) + sum(map(prose.within, inside))
        told = outside if outside > max(_OUTSIDE, total // _SHARE) else 0
        return Region(known, left, known=True, outside=told)
    at = _densest(nodes, prose, left, total)
    return Region(at, left | frozenset(_menus(nodes, prose, at, left)), known=False, outside=0)


def named(nodes: Nodes, selectors: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The visible nodes that style sheets may call by one of some names, by the order of the names."""
    wanted = frozenset(selectors)
    found: dict[str, list[int]] = {}
    for at, node in enumerate(nodes.found):
        if node.tag and not node.hidden:
            for name in node.names() & wanted:
                found.setdefault(name, []).append(at)
    return ((name, at) for name in selectors for at in found.get(name, ()))


def _furniture(nodes: Nodes, prose: _Prose, words: Words) -> Iterator[int]:
    """The outermost nodes that are menus and buttons by their names or roles; what holds most of the prose is none."""
    names = frozenset(words.get("site-furniture", ()))
    roles = frozenset(words.get("site-furniture-roles", ()))
    whole, end = prose.within(0), 0
    for at, node in enumerate(nodes.found):
        if at < end or not node.tag or node.hidden or node.tag in ("html", "body"):
            continue
        called = node.attributes.get("role", "") in roles or not names.isdisjoint(node.names())
        if called and (prose.within(at) * 2 < whole or not whole):
            end = node.end
            yield at


def _container(nodes: Nodes, prose: _Prose, words: Words, left: frozenset[int]) -> int:
    """The first known container that holds an article; of several so called, the largest."""
    best: dict[str, int] = {}
    aside = sorted(left)
    for name, at in named(nodes, words.get("site-containers", ())):
        if (prose.within(at) or nodes.shown(at) >= _LEAST) and not _inside(nodes, at, aside):
            best[name] = max(best.get(name, at), at, key=lambda one: (nodes.shown(one), -one))
    return next(iter(best.values()), -1)


def _inside(nodes: Nodes, at: int, aside: list[int]) -> bool:
    """Does a node stand in one of these, which are sorted and apart?"""
    before = bisect_right(aside, at) - 1
    return before >= 0 and at < nodes.found[aside[before]].end


def _densest(nodes: Nodes, prose: _Prose, left: frozenset[int], total: int) -> int:
    """The innermost block that holds nearly all of the prose, with no text beside it; the body, where there is none."""
    body = next((at for at, node in enumerate(nodes.found) if node.tag == "body"), 0)
    if not total:
        return body
    at = body
    while True:
        inside = [child for child in nodes.children(at) if not nodes.found[child].hidden]
        taken = [child for child in inside if child not in left]
        most, child = max(((prose.within(child), child) for child in taken), default=(0, at))
        beside = prose.said(at) - prose.said(child) - sum(prose.said(one) for one in inside if one in left)
        if most < total * _MOST or nodes.found[child].tag not in BLOCKS or beside:
            return at
        at = child


def _menus(nodes: Nodes, prose: _Prose, at: int, left: frozenset[int]) -> Iterator[int]:
    """The outermost blocks of an article that are nothing but links."""
    inside, end = at + 1, nodes.found[at].end
    while inside < end:
        node = nodes.found[inside]
        if node.hidden or inside in left:
            inside = node.end
        elif node.tag in _MENUS and prose.menu(inside):
            yield inside
            inside = node.end
        else:
            inside += 1
