"""PDFs written object by object, as no good program writes them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
BOX = "/MediaBox [0 0 300 200]"


def stream(content: bytes | str, entries: str = "") -> bytes:
    """The body of a stream object."""
    data = content.encode("latin-1") if isinstance(content, str) else content
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def packed(content: bytes, entries: str = "", times: int = 1, level: int = 9) -> bytes:
    """A stream that is flate-packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, level)
    return stream(content, f"/Filter [{' /FlateDecode' * times}] {entries}")


def made(objects: Mapping[int, str | bytes], trailer: str = "") -> bytes:
    """A file of these objects, with a right table of contents; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        data = body.encode("latin-1") if isinstance(body, str) else body
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def page(content: bytes | str, more: Mapping[int, str | bytes] | None = None, resources: str = "") -> bytes:
    """A file of one page that draws this, with Helvetica as /F."""
    body = content if isinstance(content, bytes) and content.startswith(b"<<") else stream(content)
    return made({
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [3 0 R] /Count 1 {BOX} >>",
        3: f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> {resources} >> >>",
        4: body,
        5: FONT,
        **(more or {}),
    })  # fmt: skip


def text(words: str, x: int = 20, y: int = 100, size: int = 12, before: str = "") -> str:
    """The words drawn there."""
    return f"BT {before} /F {size} Tf {x} {y} Td ({words}) Tj ET"
