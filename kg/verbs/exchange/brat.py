"""Annotated documents ↔ a folder for brat: NAME.txt, NAME.ann, and NAME.kg.json for what brat cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import msgspec

from kg.errors import KgError, Place
from kg.verbs.exchange.drawing import SAME, Annotated, Arc, Span, arrows, draw, labels, redraw
from kg.verbs.matching import SYMMETRIC, Annotation, decode

OPTIONAL, NOTE, EQUIVALENT = "Optional", "AnnotatorNotes", "Equiv"
CONFIGURATION = "annotation.conf"
LINE = re.compile(r"[^\r\n]+")
BREAKS = str.maketrans("\r\n\t", "   ")


def write(documents: Iterable[Annotated], folder: Path) -> None:
    """Write a folder that brat opens: the documents, and which labels and arrows there are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIGURATION).write_text(configuration(), encoding="utf-8", newline="\n")
    for document in documents:
        place = folder / _within(document.annotation.doc)
        place.parent.mkdir(parents=True, exist_ok=True)
        _beside(place, ".txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
        lines = "".join(f"{line}\n" for line in _lines(document))
        _beside(place, ".ann").write_bytes(lines.encode("utf-8", "surrogatepass"))
        _beside(place, ".kg.json").write_bytes(msgspec.json.encode(document.annotation))


def read(folder: Path) -> Iterator[Annotated]:
    """The documents of a folder, in the order of their names; each is called by its path below the folder."""
    for file in sorted(folder.rglob("*.ann"), key=lambda path: path.relative_to(folder).as_posix()):
        place = file.with_name(file.name.removesuffix(".ann"))
        doc = place.relative_to(folder).as_posix()
        text = _bytes(_beside(place, ".txt")).decode("utf-8", "surrogatepass")
        kept = _beside(place, ".kg.json")
        known = _known(kept) if kept.exists() else Annotation(doc)
        spans, arcs = _Page(file, text).drawn()
        yield Annotated(redraw(msgspec.structs.replace(known, doc=doc), spans, arcs, text), text)


def configuration() -> str:
    """The annotation.conf of brat: our classes, relations with what they may join, and the mark of what is optional."""
    tops = labels()
    lines = ["[entities]", *tops, "", "[relations]"]
    for name, (one, other) in arrows().items():
        two_way = ", <REL-TYPE>:symmetric" if name in SYMMETRIC else ""
        lines.append(f"{name}\tArg1:{one}, Arg2:{other}{two_way}")
    lines += [f"{SAME}\tArg1:{top}, Arg2:{top}, <REL-TYPE>:symmetric" for top in tops]
    lines += ["", "[events]", "", "[attributes]", f"{OPTIONAL}\tArg:<ANY>", ""]
    return "\n".join(lines)


def _lines(document: Annotated) -> Iterator[str]:
    spans, arcs = draw(document.annotation)
    flags = []
    notes = []
    for number, span in enumerate(spans, 1):
        pieces = _pieces(document.text, span)
        words = " ".join(document.text[start:end] for start, end in pieces).translate(BREAKS)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{number}\t{span.type} {places}\t{words}"
        if span.optional:
            flags.append(f"T{number}")
        if span.name:
            notes.append(f"T{number}\t{span.name}")
    for number, arc in enumerate(arcs, 1):
        yield f"R{number}\t{arc.p} Arg1:T{arc.source + 1} Arg2:T{arc.target + 1}\t"
        if arc.optional:
            flags.append(f"R{number}")
    yield from (f"A{number}\t{OPTIONAL} {flag}" for number, flag in enumerate(flags, 1))
    yield from (f"#{number}\t{NOTE} {note}" for number, note in enumerate(notes, 1))


def _pieces(text: str, span: Span) -> list[tuple[int, int]]:
    """A span as brat wants it: in pieces where a line ends inside it."""
    found = [match.span() for match in LINE.finditer(text, span.start, span.end)]
    whole = (span.start, span.end)
    return found if found and (found[0][0], found[-1][1]) == whole else [whole]


class _Page:
    """One .ann file while it is read."""

    def __init__(self, file: Path, text: str) -> None:
        self.file, self.text = file, text
        self.spans: dict[str, Span] = {}
        self.arcs: dict[str, tuple[str, str, str]] = {}
        self.equal: list[tuple[str, str]] = []
        self.flags: set[str] = set()
        self.notes: dict[str, str] = {}

    def drawn(self) -> tuple[list[Span], list[Arc]]:
        lines = _bytes(self.file).decode("utf-8", "surrogatepass").split("\n")
        for number, line in enumerate(lines, 1):
            try:
                self.take(line.removesuffix("\r"))
            except (ValueError, IndexError) as error:
                wanted = "a line of brat's stand-off format"
                raise KgError(Place(str(self.file), number), f"{line!r}: {error}", wanted) from error
        numbers = {name: number for number, name in enumerate(self.spans)}
        spans = [
            Span(span.start, span.end, span.type, name in self.flags, self.notes.get(name, ""))
            for name, span in self.spans.items()
        ]
        arcs = [
            Arc(numbers[one], numbers[other], p, name in self.flags)
            for name, (p, one, other) in self.arcs.items()
            if one in numbers and other in numbers
        ]
        arcs += [Arc(numbers[one], numbers[other], SAME) for one, other in self.equal]
        return spans, arcs

    def take(self, line: str) -> None:
        name, _, rest = line.partition("\t")
        head, _, words = rest.partition("\t")
        match name[:1]:
            case "T":
                self.spans[name] = self.span(head, words)
            case "R":
                p, *ends = head.split()
                roles = dict(end.split(":", 1) for end in ends)
                self.arcs[name] = (p, roles["Arg1"], roles["Arg2"])
            case "*":
                kind, *same = head.split()
                if kind == EQUIVALENT:
                    self.equal += [(same[0], other) for other in same[1:]]
            case "A" | "M":
                kind, target, *_ = head.split()
                if kind == OPTIONAL:
                    self.flags.add(target)
            case "#":
                kind, target = head.split()[:2]
                if kind == NOTE:
                    self.notes[target] = words.strip()

    def span(self, head: str, words: str) -> Span:
        kind, _, places = head.partition(" ")
        pieces = [(int(start), int(end)) for start, end in (part.split() for part in places.split(";"))]
        start, end = pieces[0][0], pieces[-1][1]
        there = " ".join(self.text[a:b] for a, b in pieces).translate(BREAKS)
        if not 0 <= start <= end <= len(self.text) or " ".join(there.split()) != " ".join(words.split()):
            raise ValueError(f"the text has {there!r} there")
        if any(self.text[a:b].strip() for (_, a), (b, _) in pairwise(pieces)):
            raise ValueError("a mention is of one piece")
        return Span(start, end, kind)


def _within(doc: str) -> PurePosixPath:
    """A document's name as a path that stays inside the folder."""
    path = PurePosixPath(doc)
    if not doc or path.is_absolute() or ".." in path.parts or "\0" in doc:
        raise KgError("", f"{doc!r} is no name for a file", wanted="a document's path below a folder")
    return path


def _beside(place: Path, suffix: str) -> Path:
    return place.with_name(place.name + suffix)


def _known(file: Path) -> Annotation:
    try:
        return decode(_bytes(file))
    except ValueError as error:
        raise KgError(str(file), str(error), wanted="what kg export wrote beside the .ann file") from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        wanted = "a .txt file beside each .ann file"
        raise KgError(str(file), f"cannot be read, {error.strerror or error}", wanted) from error
