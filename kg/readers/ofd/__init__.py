"""The bytes of an OFD file come in; its paragraphs and tables go out in reading order, each line with its page and box."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ReadError
from kg.readers.archive import Archive, open_archive, part_error
from kg.readers.expressions import shapes
from kg.readers.extract import Extract, Words, Writer
from kg.readers.layout import Count, write
from kg.readers.layout.sheet import Sheet
from kg.readers.ofd.page import Met, Shared, sheets
from kg.readers.parts import Element, children, resolved, tree
from kg.readers.reached import reached

PAGES = 10_000
KEPT = 0.999  # of the visible characters
_ROOT = "OFD.xml"


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """Read the text of the pages. Raises ReadError for what is no OFD file or has no page that can be read."""
    archive = open_archive(data, path)
    met = Met()
    pages = [page for home in _documents(archive) for page in _pages(archive, home, met)]
    if not pages:
        wrong = met.flaws[0] if met.flaws else "there is no page in it"
        raise ReadError(path, wrong, "an OFD file with pages")
    writer = Writer()
    reached(f"the layout of {len(pages)} pages")
    count = write(pages, shapes(words), writer)
    written = len("".join(writer.extract().text.split()))
    writer.flaws += _flaws(met, count, written)
    return writer.extract()


def _documents(archive: Archive) -> Iterator[str]:
    """The parts that the documents of the file begin with, usually one."""
    root = tree(archive, _ROOT)
    found = [
        resolved("", (node.text or "").strip())
        for node in root.iter("{*}DocRoot")
        if (node.text or "").strip()
    ]
    if not found:
        raise part_error(archive.path, _ROOT, "names no document", "an OFD file")
    yield from found


def _pages(archive: Archive, home: str, met: Met) -> Iterator[list[Sheet]]:
    """The sheets of each page of a document."""
    document = tree(archive, home)
    folder = home.rpartition("/")[0]
    shared = _shared(archive, document, folder, met)
    for node in _listed(document):
        if met.pages >= PAGES:
            met.flaws.append(f"only {PAGES} pages were read")
            return
        met.pages += 1
        reached(f"page {met.pages}")
        try:
            page = tree(archive, resolved(folder, node.get("BaseLoc") or ""))
        except ReadError as error:
            met.flaws.append(f"page {met.pages} cannot be read: {error.wrong}")
            continue
        yield sheets(page, shared, met)


def _listed(document: Element) -> Iterator[Element]:
    for name, pages in children(document):
        if name == ":Pages":
            yield from (page for kind, page in children(pages) if kind == ":Page")


def _shared(archive: Archive, document: Element, folder: str, met: Met) -> Shared:
    """The size of pages that have none of their own, the fonts that are bold, and the drawings that pages share."""
    size = next((node.text or "" for node in document.iter("{*}PhysicalBox")), "")
    bold: set[str] = set()
    units: dict[str, Element] = {}
    for node in document.iter("{*}PublicRes", "{*}DocumentRes"):
        try:
            resources = tree(archive, resolved(folder, (node.text or "").strip()))
        except ReadError as error:
            met.flaws.append(error.wrong)
            continue
        for font in resources.iter("{*}Font"):
            name = font.get("FontName") or ""
            if font.get("Bold") == "true" or any(part in name for part in ("Bold", "Hei", "黑")):
                bold.add(font.get("ID") or "")
        units |= {unit.get("ID") or "": unit for unit in resources.iter("{*}CompositeGraphicUnit")}
    return Shared(size, frozenset(bold), units)


def _flaws(met: Met, count: Count, written: int) -> Iterator[str]:
    """What a reader of the file would see and did not get."""
    if not written:
        yield f"no text on {met.pages} of {met.pages} pages{': a scan?' if met.scans else ''}"
    elif met.scans:
        shown = ", ".join(map(str, met.scans[:5])) + (", …" if len(met.scans) > 5 else "")
        yield f"no text on {len(met.scans)} of {met.pages} pages, a scan? page {shown}"
    yield from (f"{number} characters {what}" for what, number in sorted(met.left.items()))
    yield from met.flaws
    lost = count.met - count.furniture - count.hyphens - count.twice - written
    if lost > (1 - KEPT) * count.met:
        yield f"{lost} of {count.met} characters were lost in laying out"
