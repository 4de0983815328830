"""Annotated documents ↔ the files of annotation tools: brat, doccano, Label Studio, and our own stand-off lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.pipeline.folder import MANIFEST
from kg.verbs.exchange import brat, doccano, label_studio
from kg.verbs.exchange.drawing import Annotated
from kg.verbs.load import Loaded
from kg.verbs.load import load as open_output
from kg.verbs.matching import Annotation, load

ANNOTATIONS = "annotations.jsonl"
BRAT, DOCCANO, LABEL_STUDIO, STANDOFF = ".brat", ".doccano.jsonl", ".labelstudio.json", ".jsonl"
CONFIGURATION = ".labelstudio.xml"
FORMATS = (BRAT, DOCCANO, LABEL_STUDIO, CONFIGURATION)

__all__ = ["FORMATS", "Annotated", "annotated", "form", "read", "source", "write"]


class _First(msgspec.Struct):
    """As much of a line as tells whose it is."""

    text: str = ""


def read(path: Path, texts: Path | None = None) -> tuple[Annotated, ...]:
    """The annotated documents of a file or folder, whichever tool wrote it: that is told by what is in it.

    A folder is brat's, a JSON list Label Studio's, lines with a `text` doccano's; other lines are our own, whose texts are
    looked for in the folder `texts` under the names of the documents. Raises KgError for what is none of these.
    """
    if path.is_dir():
        found = tuple(brat.read(path))
        if not found:
            raise KgError(str(path), "there is no .ann file in it", "a folder that brat annotated")
        return found
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        wanted = "a file or folder of annotations"
        raise KgError(str(path), error.strerror or str(error), wanted) from error
    if data.lstrip()[:1] == b"[":
        return tuple(label_studio.read(path, data))
    lines = data.split(b"\n")
    if _is_doccano(lines):
        return tuple(doccano.read(path, lines))
    return tuple(Annotated(one, _text(one, texts)) for one in load(path).values())


def write(documents: Iterable[Annotated], path: Path, form: str) -> None:
    """Write documents as a tool wants them; `form` is one of the suffixes above."""
    match form:
        case ".brat":
            brat.write(documents, path)
        case ".doccano.jsonl":
            doccano.write(documents, path)
        case ".labelstudio.json":
            label_studio.write(documents, path)
        case ".labelstudio.xml":
            path.write_text(label_studio.configuration(), encoding="utf-8", newline="\n")
        case _:
            lines = (msgspec.json.encode(document.annotation) + b"\n" for document in documents)
            path.write_bytes(b"".join(lines))


def annotated(output: Loaded, lines: Path | None = None) -> Iterator[Annotated]:
    """What a build found, document by document, beside the texts, each relation with the rules that read it.

    `lines` are the annotations of a part of it.
    """
    from kg import seeds
    from kg.verbs.blame import with_rules
    from kg.verbs.sources import Sources

    sources = Sources(output, seeds.load().words)
    for one in with_rules(load(lines or output.folder / ANNOTATIONS), output).values():
        text = sources.text(one.path)
        if not text and one.mentions:
            raise KgError(one.path, "its text is gone", "the source that the build read, where it was")
        yield Annotated(one, text)


def form(path: Path, name: str, output: Path | str | Loaded) -> str:
    """The format of a tool that a file's suffix, or a name beside it (`brat`), says; empty where it is none of them.

    Annotations that no build wrote are written as our own lines too.
    """
    asked = f".{name.removeprefix('.').lower()}" if name else path.name.lower()
    known = list(FORMATS)
    if isinstance(output, Path | str) and Path(output).exists() and not (Path(output) / MANIFEST).exists():
        known.append(STANDOFF)
    return next((one for one in known if asked == one or (not name and asked.endswith(one))), "")


def source(output: Path | str | Loaded, texts: Path | None = None) -> Iterable[Annotated]:
    """The annotations of what a build wrote, or of a file or folder of any tool."""
    if isinstance(output, Path | str):
        if not (Path(output) / MANIFEST).exists():
            return read(Path(output), texts)
        output = open_output(Path(output))
    return annotated(output)


def _is_doccano(lines: Iterable[bytes]) -> bool:
    first = next((line for line in lines if line.strip()), b"")
    try:
        return bool(msgspec.json.decode(first, type=_First).text)
    except ValueError:
        return False


def _text(annotation: Annotation, texts: Path | None) -> str:
    if texts is None:
        return ""
    for name in (annotation.path, annotation.doc, f"{annotation.doc}.txt", f"{annotation.doc}.md"):
        if name and (texts / name).is_file():
            return (texts / name).read_bytes().decode("utf-8", "replace")
    raise KgError(
        str(texts / annotation.doc), "there is no such text", "a folder with the text of each document"
    )
