"""A file of records, a JSON object a line, comes in; the lines go out, and of one record its title and its text."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator

from kg.errors import Place, ReadError
from kg.model import Origin
from kg.readers.containers import Inner, Source
from kg.readers.decoding import decode
from kg.readers.extract import Extract, Words

LONGEST = 256 << 20  # bytes of one record
BLOCK = 1 << 20
BLANK = 64  # a line of more bytes is taken for a record without looking
TITLE, TEXT = "record-titles", "record-texts"
NUMBER = re.compile(r"([1-9][0-9]{,17})\.json", re.ASCII)
SHOWN = 8  # keys that an error lists


class Lines:
    """The records of a file by the numbers of their lines: 7.json is the seventh."""

    def __init__(self, source: Source, path: str) -> None:
        self._source, self._path = source, path
        self._starts = array("Q", _starts(source))

    def __iter__(self) -> Iterator[Inner]:
        for number in range(1, len(self._starts)):
            size = self._starts[number] - self._starts[number - 1]
            if size > LONGEST:
                wrong = ReadError(Place(self._path, number), f"a line of {size} bytes", f"at most {LONGEST}")
                yield Inner(f"{number}.json", size, error=wrong)
            elif size > BLANK or self.read(f"{number}.json").strip():
                yield Inner(f"{number}.json", size)

    def __contains__(self, name: object) -> bool:
        number = NUMBER.fullmatch(str(name))
        return number is not None and int(number[1]) < len(self._starts)

    def read(self, name: str) -> bytes:
        """The bytes of a line, without its end."""
        number = int(name.removesuffix(".json"))
        start, end = self._starts[number - 1], self._starts[number]
        with self._source() as stream:
            stream.seek(start)
            return stream.read(min(end - start, LONGEST)).rstrip(b"\r\n")


def lines(source: Source, path: str) -> Lines:
    """Open a file of records."""
    return Lines(source, path)


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Title and text of one record. Raises ReadError where it is no object with a text."""
    decoded = decode(data, path, encoding)
    try:
        record = json.loads(decoded.text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ReadError(Place(path, error.lineno, error.colno), f"is no JSON: {error.msg}") from None
    except (RecursionError, ValueError) as error:
        said = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ReadError(path, f"is no JSON that can be read: {said}") from None
    if not isinstance(record, dict):
        raise ReadError(path, f"is no record but {_kind(record)}", "an object with a text")
    title, text = (_value(record, words[names]) for names in (TITLE, TEXT))
    if not text.strip():
        keys = ", ".join(ascii(key)[1:-1] for key in sorted(record)[:SHOWN]) or "none"
        raise ReadError(path, f"has no text among its keys ({keys})", f"one of {', '.join(words[TEXT])}")
    if not title or text.lstrip().startswith(title):
        return Extract(text, decoded.encoding, (Origin(0, "text"),))
    origins = (Origin(0, "title"), Origin(len(title) + 1, "text"))
    return Extract(f"{title}\n{text}", decoded.encoding, origins)


def _starts(source: Source) -> Iterator[int]:
    """The offset where each line begins, and at last the size of the file."""
    at, last, begun = 0, b"\n", True
    with source() as stream:
        while block := stream.read(BLOCK):
            if begun:
                yield 0
                begun = False
            found = block.find(b"\n")
            while found >= 0:
                yield at + found + 1
                found = block.find(b"\n", found + 1)
            at += len(block)
            last = block[-1:]
    if last != b"\n":
        yield at


def _value(record: dict[str, object], keys: tuple[str, ...]) -> str:
    """The first of some keys that has words; a list of strings is a paragraph each."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n".join(value)
        if isinstance(value, str) and value.strip():
            return value if "\n" in value else value.strip()
    return ""


def _kind(value: object) -> str:
    names = {"list": "a list", "str": "a string", "NoneType": "null", "bool": "true or false"}
    return names.get(type(value).__name__, "a number")
