"""The bytes of a web page come in; its article goes out: title, metadata, paragraphs, lists and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.errors import ReadError
from kg.readers.declared import declared, decoded
from kg.readers.expressions import shapes
from kg.readers.extract import Extract, Words, Writer, visible
from kg.readers.flow import Part, flow, folded
from kg.readers.labels import Labels, labelled, labels, pairs
from kg.readers.nodes import Nodes
from kg.readers.pages import Page, lines, page, put
from kg.readers.regions import Region, named, region

_FEED = re.compile(r"<(rss|feed|rdf:RDF|sitemapindex|urlset)[\s>]", re.IGNORECASE)
_XHTML = (".xhtml", ".xht")
_STOPS = re.compile("[，。；：《<]")
_HEAD_LINES, _TITLE_LINES = 40, 8  # in which a title stands, and over which it may go
_LONGEST = 600  # characters of a title
_BODIES = 100  # characters of the bodies in front of it
_TOP = 12  # lines among which the metadata of an article stand
_FEW = 300  # characters of a page that is no article but a site's answer
_FOOT = 3  # lines at the end among which the foot of a page begins
_PLACES = 20  # of a page where a title may stand
_LEAST = 4  # characters of a title
_PARTS = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s+|——|-(?=[^-]+$)")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a page has: its nodes, where the article is, the title that stands beside it, the words and labels to know it by."""

    nodes: Nodes
    region: Region
    words: Words
    labels: Labels


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Read a page. Raises ReadError for what is none: a feed, JSON, a site's answer that there is no such page."""
    text, flaw = decoded(data, path, encoding, declared(data))
    writer = Writer()
    writer.flaws += [flaw] if flaw else []
    article(writer, text.text, path, words)
    return writer.extract(text.encoding)


def article(writer: Writer, text: str, path: str, words: Words) -> None:
    """Add the article of a page by its text; ReadError as `extract`."""
    _refuse(text, path)
    made = page(text.removeprefix("\ufeff"), xml=path.lower().endswith(_XHTML))
    if made.tags:
        _article(writer, made, path, words)
    else:
        put(writer, [Part(line.strip(), 0) for line in text.splitlines() if line.strip()])


def _refuse(text: str, path: str) -> None:
    """Say what a file is that only bears the name of a page."""
    head = text[:2_000].lstrip("\ufeff \t\r\n")
    if found := _FEED.search(head):
        if "<html" not in head.lower():
            raise ReadError(
                path, f"a feed, <{found[1]}> in place of <html>", "a page", "saving the pages that it lists"
            )
    elif head.startswith(("{", "[")):
        try:
            json.loads(text)
        except ValueError:
            return
        raise ReadError(path, "JSON, no HTML", "a page", "a name that ends in .json or .jsonl")


def _article(writer: Writer, made: Page, path: str, words: Words) -> None:
    where = region(made.nodes, words)
    found = _Found(made.nodes, where, words, labels(words))
    node = made.nodes.found[where.at]
    inside = frozenset(at for at in where.left if where.at < at < node.end)
    parts, lost = lines(made.nodes, words, where.at, node.end, inside)
    _no_answer(found, parts, path)
    data = _data(found)
    title = _title(found, [*data, *pairs(parts[:_TOP], found.labels)])
    naming = {f"{label}：{title}" for label in found.labels.titles}
    kept = [part for part in labelled(_trimmed(found, parts, title), found.labels) if part.text not in naming]
    writer.flaws += [*made.flaws, *lost, *_flaws(found, kept)]
    known = {label for part in kept for label, _ in pairs([part], found.labels)}
    for label, value in data:
        if label not in found.labels.titles and label not in known:
            writer.line(f"{label}：{value}", "metadata of the page")
    if title and not _stands(title, kept) and kept:
        writer.line(title, "title of the page", level=1)
    put(writer, kept)


def _data(found: _Found) -> list[tuple[str, str]]:
    """What the page says of the article around it: in front of it, or in a table anywhere."""
    around = flow(
        found.nodes, 0, len(found.nodes.found), lambda _: True, {*found.region.left, found.region.at}
    )
    near = [part for part in around if part.at <= found.region.at or part.table]
    return list(dict(reversed(pairs(near, found.labels))).items())[::-1]


def _title(found: _Found, data: Sequence[tuple[str, str]]) -> str:
    """The title by a meta tag, by the metadata, by what stands where titles do, or by the page's own title."""
    return next((text for text in _titles(found, data) if _LEAST <= len(text) <= _LONGEST), "")


def _titles(found: _Found, data: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What may be the title, the surest first."""
    said = {
        node.attributes.get("name") or node.attributes.get("property", ""): folded(
            node.attributes.get("content", "")
        )
        for node in found.nodes.found
        if node.tag == "meta"
    }
    yield from (said.get(name, "") for name in found.words.get("site-title-metas", ()))
    yield from (value for label, value in data if label in found.labels.titles)
    for _, at in islice(named(found.nodes, found.words.get("site-titles", ())), _PLACES):
        if not any(left <= at < found.nodes.found[left].end for left in found.region.left):
            lines = flow(found.nodes, at, found.nodes.found[at].end, lambda _: True)
            yield folded(" ".join(part.text for part in lines)) if len(lines) < 4 else ""
    known = shapes(found.words)
    heads = (part for text in _heads(found.nodes) for part in (_PARTS.split(text)[0], text))
    yield from (text for text in heads if known.title.fullmatch(text))


def _heads(nodes: Nodes) -> list[str]:
    texts = []
    for at, node in enumerate(nodes.found):
        if node.tag == "title" and nodes.found[node.parent].tag == "head":
            texts.append(folded("".join(inner.text for inner in nodes.found[at : node.end])))
    return texts


def _stands(title: str, parts: Sequence[Part]) -> bool:
    """Does the article say its title itself: in a line or a few, the bodies that issue it in front perhaps?"""
    wanted = "".join(title.split())
    lines = ["".join(part.text.split()) for part in parts[:_HEAD_LINES]]
    for at in range(len(lines)):
        for end in range(at + 1, min(at + _TITLE_LINES, len(lines)) + 1):
            said = "".join(lines[at:end])
            before, found, _ = said.partition(wanted)
            if found and said.endswith(wanted) and not _STOPS.search(before):
                return True
            if len(said) > len(wanted) + _BODIES:
                break
    return any(part.level == 1 for part in parts[:5])


def _trimmed(found: _Found, parts: list[Part], title: str) -> list[Part]:
    """Of an article in no known container, what stands before its title and at the foot of the page is the page's."""
    if found.region.known:
        return parts
    wanted = "".join(title.split())
    begin = next((at for at, part in enumerate(parts) if wanted and "".join(part.text.split()) == wanted), 0)
    if any("。" in part.text for part in parts[:begin]):
        begin = 0  # sentences are no menu
    closings = found.words.get("site-closings", ())
    end = len(parts)
    while True:
        foot = range(max(end - _FOOT, begin), end)
        cut = next((at for at in foot if any(word in parts[at].text for word in closings)), end)
        if cut == end or any("。" in part.text for part in parts[cut:end]):
            break
        end = cut
    return [*(part for part in parts[:begin] if pairs([part], found.labels)), *parts[begin:end]]


def _no_answer(found: _Found, parts: Sequence[Part], path: str) -> None:
    """Refuse a page that says that there is none, or that asks who is asking."""
    if sum(len(part.text) for part in parts) > _FEW:
        return
    said = "\n".join((*_heads(found.nodes), *(part.text for part in parts)))
    for name, what in (
        ("site-challenges", "a site's question whether a person asks"),
        ("site-missing", "a site's answer that there is no such page"),
    ):
        word = next((word for word in found.words.get(name, ()) if word.lower() in said.lower()), "")
        if word:
            raise ReadError(
                path, f"{what} ({word})", "an article", "saving the page from a browser once more"
            )


def _flaws(found: _Found, kept: Sequence[Part]) -> list[str]:
    """What a reader of the page would miss."""
    flaws = []
    if found.region.outside:
        flaws.append(f"{found.region.outside} characters of sentences outside the article were left out")
    if not kept:
        flaws.append(f"no text on the page: {_instead(found.nodes)}")
    return flaws


def _instead(nodes: Nodes) -> str:
    """What a page without text has in its place."""
    tags = [node.tag for node in nodes.found]
    for tag, what in (
        ("iframe", "another page inside it"),
        ("embed", "a file inside it"),
        ("object", "a file inside it"),
    ):
        if tag in tags:
            return what
    hidden = sum(
        visible(node.text) for node in nodes.found if node.hidden and nodes.found[node.parent].tag != "script"
    )
    if "img" in tags:
        return f"{tags.count('img')} pictures"
    if "noscript" in tags:
        return "a remark to browsers without scripts"
    if "script" in tags:
        return "scripts that would fill it"
    return f"{hidden} hidden characters" if hidden else "nothing at all"
