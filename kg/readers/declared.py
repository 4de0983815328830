"""The bytes of a page come in; its text goes out, decoded before any parser sees it, by what fits and not by what is declared."""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError
from kg.readers.decoding import MAGIC, MARKS, WIDER, Decoded, decode, plausible

_HEAD = 4_096  # bytes in which a browser looks for a declaration are 1,024; pages of CMS put it later
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_TRUSTED = (
    "gb",
    "big5",
    "hz",
    "euc",
    "shift",
    "utf",
    "iso2022",
)  # any bytes are latin: a label of it says nothing
BROKEN = "\ufffd"
_FEW = 50  # of so many characters one may be broken


def declared(data: bytes) -> str:
    """What a page says it is encoded in, as Python calls it; nothing where it says nothing that is known.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gb18030'
    """
    found = _DECLARED.search(data, 0, _HEAD)
    if not found:
        return ""
    return known(found[1].decode("ascii", "replace"))


def known(label: str) -> str:
    """An encoding by a name that is given to it, as Python calls it; nothing for a name that nobody knows."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return WIDER.get(name, name)


def decoded(data: bytes, path: str, encoding: str, label: str) -> tuple[Decoded, str]:
    """The text and, where single characters are broken, a flaw that counts them.

    Byte-order mark, strict UTF-8, `encoding`, `label`, then what its bytes look like. Raises ReadError where nothing fits.
    """
    if data.count(b"\0") * _FEW < len(data) and not data.startswith(tuple(mark for mark, _ in MARKS)):
        data = data.replace(b"\0", b"")  # a browser drops them too
    if encoding:
        return decode(data, path, encoding), ""
    trusted = label if label.startswith(_TRUSTED) and not label.startswith(("utf-16", "utf-32")) else ""
    failures: list[ReadError] = []
    for tried in (trusted, "") if trusted else ("",):
        try:
            return decode(data, path, tried), ""
        except ReadError as error:
            failures.append(error)
    if any(data.startswith(magic) for magic, _ in MAGIC):
        raise failures[0]
    tries = {name: data.decode(name, "replace") for name in (trusted or "utf-8", "utf-8", "gb18030")}
    name, text = max(
        tries.items(), key=lambda pair: plausible(pair[1]) - pair[1].count(BROKEN) / (len(pair[1]) + 1)
    )
    broken = text.count(BROKEN)
    if broken * _FEW >= len(text):
        raise failures[0]
    return Decoded(text, name), f"{broken} characters are broken: {failures[0].wrong}"
