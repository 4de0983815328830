"""The bytes of a plain text or markdown file come in; its text goes out as it stands."""

from __future__ import annotations

from kg.readers.decoding import decode
from kg.readers.extract import Extract, Words


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:  # noqa: ARG001 - as every reader
    """Decode the bytes. Raises ReadError where they are no text."""
    decoded = decode(data, path, encoding)
    return Extract(decoded.text, decoded.encoding)
