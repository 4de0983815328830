"""A path comes in; a Document goes out: the source as it lies on disk, its reading text and its structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import cast

from kg.errors import ReadError
from kg.model import Document, Source
from kg.readers.containers import fetch
from kg.readers.extract import Extract, Extractor, Words
from kg.readers.structure import structure
from kg.readers.walking import Survey, survey

__all__ = ["READERS", "Format", "Words", "fetch", "form", "look", "parse", "read", "walk", "with_columns"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: its media type and the module whose `extract` reads it.

    One is `risky` where libraries in C, or what they unfold, may crash, hang or take all memory: it is read in a process of
    its own, with limits.
    """

    media_type: str
    module: str
    risky: bool = False

    def extract(self, data: bytes, path: str, encoding: str, words: Words) -> Extract:
        """What its reader takes out of the bytes of a file."""
        if self.risky:
            from kg.readers import capped

            return capped.extract(self.module, data, path, encoding, words)
        return cast("Extractor", import_module(self.module).extract)(data, path, encoding, words)


_OFFICE = "application/vnd.openxmlformats-officedocument"

LONGEST = 4_000_000  # characters of a text: of each comes a hundred bytes and more while it is read

# suffix → its format
READERS: dict[str, Format] = {
    ".json": Format("application/json", "kg.readers.records"),
    ".pdf": Format("application/pdf", "kg.readers.pdf", risky=True),
    ".txt": Format("text/plain", "kg.readers.text"),
    ".md": Format("text/markdown", "kg.readers.text"),
    ".markdown": Format("text/markdown", "kg.readers.text"),
    ".csv": Format("text/csv", "kg.readers.separated"),
    ".tsv": Format("text/tab-separated-values", "kg.readers.separated"),
    ".docx": Format(f"{_OFFICE}.wordprocessingml.document", "kg.readers.docx", risky=True),
    ".docm": Format("application/vnd.ms-word.document.macroEnabled.12", "kg.readers.docx", risky=True),
    ".dotx": Format(f"{_OFFICE}.wordprocessingml.template", "kg.readers.docx", risky=True),
    ".dotm": Format("application/vnd.ms-word.template.macroEnabled.12", "kg.readers.docx", risky=True),
    ".doc": Format("application/msword", "kg.readers.legacy"),
    ".wps": Format("application/wps-office.wps", "kg.readers.legacy"),
    ".rtf": Format("application/rtf", "kg.readers.legacy"),
    ".ofd": Format("application/ofd", "kg.readers.ofd", risky=True),
    ".xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", "kg.readers.workbook", risky=True),
    ".xlsm": Format("application/vnd.ms-excel.sheet.macroEnabled.12", "kg.readers.workbook", risky=True),
    ".html": Format("text/html", "kg.readers.html", risky=True),
    ".htm": Format("text/html", "kg.readers.html", risky=True),
    ".shtml": Format("text/html", "kg.readers.html", risky=True),
    ".mht": Format("multipart/related", "kg.readers.mail", risky=True),
    ".mhtml": Format("multipart/related", "kg.readers.mail", risky=True),
    ".eml": Format("message/rfc822", "kg.readers.mail", risky=True),
    ".epub": Format("application/epub+zip", "kg.readers.epub", risky=True),
    ".xhtml": Format("application/xhtml+xml", "kg.readers.html", risky=True),
}


def read(path: Path, relative: str, encoding: str = "", words: Words | None = None) -> Document:
    """The Document of one file, or of the member of a container; `relative` is its name in the output.

    `encoding` is what it is in if its bytes do not say.
    `words` are the seeds' word lists (the packaged ones unless given). Raises ReadError, always with `relative` as its place.
    """
    form(relative)
    return parse(fetch(path, relative), relative, encoding, words)


def parse(data: bytes, relative: str, encoding: str = "", words: Words | None = None) -> Document:
    """The Document of the bytes of a file of this name.

    Raises ReadError where there is no text in them, unless the reader can say why: then the Document tells it as a flaw.
    """
    known = form(relative)
    lists = _packaged() if words is None else words
    made = known.extract(data, relative, encoding, lists)
    if len(made.text) > LONGEST:
        raise ReadError(relative, f"has {len(made.text)} characters", f"at most {LONGEST}", "parts of it")
    digest = sha256(data).hexdigest()
    source = Source(relative, digest, known.media_type, made.text, made.encoding, made.origins, made.flaws)
    document = structure(source, lists, made)
    if not document.text.strip() and not made.flaws:
        raise ReadError(relative, "the file has no text in it", "at least one line")
    return document


def form(relative: str) -> Format:
    """The format of a file by its name. Raises ReadError where there is no reader for it."""
    suffix = PurePosixPath(relative).suffix
    known = READERS.get(suffix.lower())
    if known is None:
        wanted = f"one of {', '.join(sorted(READERS))}"
        raise ReadError(relative, f"no reader for {suffix or 'a name without suffix'}", wanted)
    return known


def walk(inputs: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files under some inputs with their relative names, sorted; `look` also says what was left out and why."""
    return list(look(inputs).files)


def look(inputs: Sequence[Path]) -> Survey:
    """`walk`, with the reasons: files without a reader, dead links, links in a circle, pipes, sockets, devices."""
    return survey(inputs, READERS)


def with_columns(words: Words | None, columns: str) -> Words:
    """The word lists (the packaged ones if None) with the columns of sheets that a call names: text=正文,title=标题.

    Raises KgError for what names none.
    """
    from kg.readers.sheets import named

    return named(_packaged() if words is None else words, columns)


@lru_cache(maxsize=1)
def _packaged() -> Words:
    from kg.seeds import load

    return load().words
