"""A part of an opened zip of XML comes in; its tree goes out, and what the part refers to: of Office files and OFD alike."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from lxml import etree
from msgspec import Struct

from kg.errors import ReadError
from kg.readers.archive import Archive, part_error

Element = etree._Element  # noqa: SLF001 - the type's only name

_TOP = "_rels/.rels"
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
}
_SPACES = (*_PREFIXES,)[:2]


class Relation(Struct, frozen=True):
    """What a part refers to: the last word of the relation's type, and the other part or (`external`) an address."""

    kind: str
    target: str
    external: bool = False


NOTHING = Relation("", "")


def tree(archive: Archive, part: str) -> Element:
    """The root of a part. Raises ReadError where it is missing, damaged, no XML, or brings a DTD of its own."""
    data = archive.read(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(archive, part, error) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise part_error(archive.path, part, "brings a document type of its own", "XML without one")
    return root


def passing(archive: Archive, part: str, data: bytes, tags: tuple[str, ...]) -> Iterator[Element]:
    """The elements of these names in a part that is too large to be held as a tree, each when it is whole."""
    told = etree.iterparse(
        BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, node in told:
            yield node
    except etree.XMLSyntaxError as error:
        raise _broken(archive, part, error) from None


def _broken(archive: Archive, part: str, error: etree.XMLSyntaxError) -> ReadError:
    return part_error(archive.path, part, f"line {error.lineno}: {error.msg}", "XML")


def main_part(archive: Archive, usual: str) -> str:
    """The part that the file is about: as its relations say, or the usual one."""
    if _TOP in archive:
        for relation in _listed(archive, _TOP, ""):
            if relation[1].kind == "officeDocument":
                return relation[1].target
    return usual


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """What a part refers to, by the ids it uses for it."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return dict(_listed(archive, listed, folder)) if listed in archive else {}


def _listed(archive: Archive, listed: str, folder: str) -> Iterator[tuple[str, Relation]]:
    for node in tree(archive, listed).iter("{*}Relationship"):
        target = node.get("Target") or ""
        external = node.get("TargetMode") == "External"
        if not external:
            target = resolved(folder, target)
        yield node.get("Id") or "", Relation((node.get("Type") or "").rpartition("/")[2], target, external)


def resolved(folder: str, target: str) -> str:
    """The name of a part as another in `folder` names it."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


@lru_cache(maxsize=1 << 12)
def prefixed(tag: str) -> str:
    """The name of an element, as people write it: w:p, mc:Choice; of namespaces without a prefix here only :name."""
    space, _, local = tag.removeprefix("{").rpartition("}")
    return _PREFIXES.get(space, ":") + local


def children(element: Element) -> Iterator[tuple[str, Element]]:
    """The elements in an element with their names; comments and instructions left out."""
    for child in element.iterchildren("*"):
        yield prefixed(child.tag), child


def child(element: Element, *path: str) -> Element | None:
    """The first element down a path of names."""
    found: Element | None = element
    for name in path:
        found = (
            next((one for tag, one in children(found) if tag == name), None) if found is not None else None
        )
    return found


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of an element of a Word file; "" where it has none."""
    if element is None:
        return ""
    for space in _SPACES:
        found = element.get(f"{{{space}}}{name}")
        if found is not None:
            return found
    return element.get(name) or ""


def number(element: Element | None, name: str = "val", absent: int = 0) -> int:
    """An attribute as a whole number, up to nine digits."""
    said = value(element, name).strip()
    digits = said.removeprefix("-")
    return int(said) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else absent


def switched(element: Element | None) -> bool:
    """A property that is on when it is there, unless it says that it is off."""
    return element is not None and value(element).lower() not in ("0", "false", "off")
