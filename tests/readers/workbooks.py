"""Workbooks for the tests: sheets told as cells in, the bytes of an xlsx file out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Cells = Mapping[str, str]


def sheet(
    rows: Sequence[Cells],
    merged: Sequence[str] = (),
    columns: str = "",
    hidden: Sequence[int] = (),
    space: str = MAIN,
    first: int = 1,
) -> str:
    """The XML of a sheet: each row by its cells, A → their XML, or the words of a string in the cell."""
    lines = []
    for number, row in enumerate(rows, first):
        dark = ' hidden="1"' if number in hidden else ""
        cells = "".join(
            said.replace("<c", f'<c r="{at}{number}"', 1)
            if said.startswith("<c")
            else f'<c r="{at}{number}" t="inlineStr"><is><t>{escape(said)}</t></is></c>'
            for at, said in row.items()
        )
        if row:
            lines.append(f'<row r="{number}"{dark}>{cells}</row>')
    joined = "".join(f"<mergeCell ref={quoteattr(one)}/>" for one in merged)
    ends = f"<mergeCells>{joined}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{space}">{columns}<sheetData>{"".join(lines)}</sheetData>{ends}</worksheet>'


def book(
    sheets: Mapping[str, str],
    strings: str = "",
    styles: str = "",
    states: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    *,
    since_1904: bool = False,
    space: str = MAIN,
) -> bytes:
    """The file: sheets by their names, the XML inside sharedStrings and styles, the states of sheets, other parts."""
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId={quoteattr(str(at))} r:id={quoteattr(f'r{at}')}"
        f" state={quoteattr((states or {}).get(name, 'visible'))}/>"
        for at, name in enumerate(sheets, 1)
    )
    era = '<workbookPr date1904="1"/>' if since_1904 else ""
    related = [(f"r{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    related += [("rs", "sharedStrings", "/xl/sharedStrings.xml"), ("rt", "styles", "styles.xml")]
    parts = {
        "_rels/.rels": relations([("r", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{TYPES}">{era}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(related),
        "xl/sharedStrings.xml": f'<sst xmlns="{space}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>',
        **{f"xl/worksheets/sheet{at}.xml": text for at, text in enumerate(sheets.values(), 1)},
        **(more or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def relations(listed: Sequence[tuple[str, str, str]]) -> str:
    """What a part refers to: id, kind, target."""
    found = "".join(
        f'<Relationship Id="{key}" Type="{TYPES}/{kind}" Target="{to}"/>' for key, kind, to in listed
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'
