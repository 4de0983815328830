"""The bytes of an electronic book come in; its chapters go out in the order of reading, each line with its chapter."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from kg.errors import ReadError
from kg.readers.archive import Archive, open_archive, part_error
from kg.readers.declared import declared, decoded
from kg.readers.extract import Extract, Words, Writer
from kg.readers.flow import folded
from kg.readers.nodes import Nodes, parsed
from kg.readers.pages import put, whole
from kg.readers.tags import scanned

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Read a book by its spine: the title, then each chapter. Raises ReadError where it has no list of chapters."""
    archive = open_archive(data, path)
    root = _attribute(_xml(archive, path, _CONTAINER), "rootfile", "full-path")
    if not root:
        raise part_error(path, _CONTAINER, "names no package", "<rootfile full-path=…>")
    package = _xml(archive, path, root)
    writer = Writer()
    title = _title(package)
    if title:
        writer.line(title, "title of the book", level=1)
    chapters = _spine(package)
    if not chapters:
        raise part_error(path, root, "lists no chapters", "<itemref> in <spine>")
    for number, href in enumerate(chapters, 1):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(href.partition("#")[0])))
        _chapter(writer, archive, name, number, encoding, words)
    return writer.extract()


def _chapter(writer: Writer, archive: Archive, name: str, number: int, encoding: str, words: Words) -> None:
    """Add a chapter; one that cannot be read costs itself."""
    where = f"chapter {number}"
    try:
        data = archive.read(name)
        text, flaw = decoded(data, f"{archive.path}: {name}", encoding, declared(data))
    except ReadError as error:
        writer.flaws.append(f"{where}: {error.wrong}")
        return
    lines, lost = whole(text.text, words, xml=True)
    writer.flaws += [f"{where}: {flaw}" for flaw in (flaw, *lost) if flaw]
    put(writer, lines, f"{where}, ")


def _xml(archive: Archive, path: str, name: str) -> Nodes:
    """A part that is XML, without any of the entities that it may define."""
    return parsed(scanned(decoded(archive.read(name), f"{path}: {name}", "", "")[0].text, xml=True).text)


def _attribute(nodes: Nodes, tag: str, name: str) -> str:
    return next((node.attributes.get(name, "") for node in nodes.found if node.tag == tag), "")


def _title(package: Nodes) -> str:
    for at, node in enumerate(package.found):
        if node.tag == "dc:title":
            return folded("".join(inner.text for inner in package.found[at : node.end]))
    return ""


def _spine(package: Nodes) -> list[str]:
    """The addresses of the chapters in their order, the table of contents aside."""
    items = {
        node.attributes.get("id", ""): node.attributes
        for node in package.found
        if node.tag == "item" and "nav" not in node.attributes.get("properties", "").split()
    }
    named = (items.get(node.attributes.get("idref", "")) for node in package.found if node.tag == "itemref")
    return [item["href"] for item in named if item and item.get("media-type") in _PAGES and item.get("href")]
