"""Sentences with their names marked, for the tests of relations: what the finder and the resolver would have made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from kg.errors import Place
from kg.model import Article, Assertion, Block, Document, Entity, Link, Literal, Mention, Resolved, Source
from kg.pattern import parse_example
from kg.seeds import Seeds

KINDS = {"§": "heading", "•": "item", "@": "byline", "#": "title"}

Marked = Callable[..., Resolved]
Facts = Callable[..., list[str]]
SeedsOf = Callable[[str], Seeds]


def marked(
    line: str, *, instrument: Entity | None = None, wholes: dict[str, Entity] | None = None
) -> Resolved:
    """`{Class=name}` marks a name; blocks are parted by a line break, § opens a heading, • an item, @ a byline, # a title.

    A title begins an article. A Date is a literal; `wholes` says what a name is a part of.
    """
    example = parse_example(line, Place("test"))
    text = example.text
    blocks, articles, start = [], [], 0
    for piece in text.split("\n"):
        kind = KINDS.get(piece[:1], "paragraph")
        if kind == "title" or not articles:
            articles.append(start)
        blocks.append(Block(kind, start + (kind != "paragraph"), start + len(piece)))
        start += len(piece) + 1
    ends = [*articles[1:], len(text)]
    parts = tuple(
        Article(number, first, last, str(number))
        for number, (first, last) in enumerate(zip(articles, ends, strict=True), 1)
    )
    links = []
    for mark in example.marks:
        name = text[mark.start : mark.end]
        thing: Entity | Literal = Entity(mark.type, name, (name,), (wholes or {}).get(name))
        if mark.type == "Date":
            thing = Literal(name, "date")
        elif mark.type in ("Number", "Version"):
            thing = Literal(name)
        links.append(Link(Mention(mark.start, mark.end, mark.type, "test"), thing))
    source = Source("test.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    return Resolved(Document(source, text, ((0, 0),), tuple(blocks), parts), tuple(links), instrument)


def said(assertion: Assertion) -> str:
    stated = assertion.object
    return f"{assertion.subject.key} {assertion.predicate} {stated.value if isinstance(stated, Literal) else stated.key}"
