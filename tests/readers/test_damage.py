"""Word and OFD files whose bytes, attributes, elements and parts are put otherwise → their text, or a ReadError."""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

from kg.errors import ReadError
from kg.readers import docx, ofd
from kg.readers.extract import Extract
from tests.readers import ofdfile
from tests.readers.known import known
from tests.readers.test_docx_known import files
from tests.readers.test_ofd import parts
from tests.readers.wordfile import unzipped, zipped

Words = Mapping[str, tuple[str, ...]]
TIMES = 150
_VALUES = ("", "-1", "99999999999", "abc", "0", "nan", "2147483648", "restart", " 1 ", "②", "1e9")
_STRAYS = ("<", "&#1;", "\0", "</w:p>", "<!--", "]]>", "<w:p/>", "&x;", "<w:tbl/>", "<w:tr><w:tc/></w:tr>")


def damaged(data: bytes, dice: Random) -> bytes:
    """The file with one thing wrong."""
    way = dice.randrange(8)
    if way == 0:
        return data[: dice.randrange(len(data))]
    if way == 1:
        at = dice.randrange(len(data))
        return data[:at] + bytes([data[at] ^ dice.randrange(1, 256)]) + data[at + 1 :]
    held = unzipped(data)
    name = dice.choice(sorted(held))
    if way == 2:
        return zipped({other: held[other] for other in held if other != name})
    text = held[name].decode()
    names = re.findall(r"<(\w+:\w+)", text) or ["w:p"]
    if way == 3:
        found = dice.choice([*re.finditer(r'="([^"]*)"', text)])
        text = text[: found.start(1)] + dice.choice(_VALUES) + text[found.end(1) :]
    elif way == 4:
        one, other = dice.choice(names), dice.choice(names)
        text = text.replace(f"<{one}", f"<{other}").replace(f"</{one}>", f"</{other}>")
    elif way == 5:
        lone = [*re.finditer(r"<[\w:]+[^>]*/>", text)]
        if lone:
            found = dice.choice(lone)
            text = text[: found.start()] + found[0] * dice.choice((0, 2, 9)) + text[found.end() :]
    else:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(_STRAYS) + text[at:]
    return zipped(held | {name: text.encode()})


def ends(data: bytes, read: Callable[[bytes], object]) -> Counter[str]:
    """How reading damaged copies of a file ends: read, refused, or by an error that nobody foresaw."""
    dice = Random(7)  # noqa: S311 - any damage will do
    found: Counter[str] = Counter()
    for _ in range(TIMES):
        try:
            read(damaged(data, dice))
        except ReadError as error:
            assert error.place.path == "文"  # noqa: PT017 - one of several ends
            found["refused"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is counted
            found[type(error).__name__] += 1
        else:
            found["read"] += 1
    return found


def test_a_damaged_word_file_is_read_or_refused(words: Words) -> None:
    def read(data: bytes) -> Extract:
        return docx.extract(data, "文", "", words)

    found = ends(files()[1][0], read)
    assert set(found) == {"read", "refused"}
    assert min(found.values()) > TIMES // 10


def test_a_damaged_ofd_file_is_read_or_refused(words: Words) -> None:
    def read(data: bytes) -> Extract:
        return ofd.extract(data, "文", "", words)

    found = ends(ofdfile.ofd(ofdfile.printed(parts(known(1, 2)))), read)
    assert set(found) == {"read", "refused"}
    assert min(found.values()) > TIMES // 10


def test_another_reader_ends_otherwise() -> None:
    """The control: the same damage brings python-docx to errors of many kinds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import docx as other

    found = ends(files()[1][0], lambda data: other.Document(io.BytesIO(data)))
    assert len(set(found) - {"read", "refused"}) > 2
