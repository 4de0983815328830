"""Files in which a person decided about facts and entities → the decisions, row by row, each with its place."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import msgspec

from kg import ontology
from kg.errors import KgError, Place
from kg.exports.escape import uncell

COLUMNS = ("id", "decision", "subject", "predicate", "object", "document")
ACCEPT, REJECT, MERGE, SPLIT, RENAME = DECISIONS = ("accept", "reject", "merge", "split", "rename")
SAME, UNRESOLVED = "closeMatch", "unresolved"
"""What stands in the column `predicate` where a row is of two entities that may be one, or of a citation, and of no fact."""

Key = tuple[str, str]
"""A top class and a key: what makes an entity's IRI."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row: what is decided of `subject`; `object` is an entity as `Class/key`, a literal, or a name.

    `document` limits it to one source; empty means all.
    """

    id: str
    decision: str
    subject: str
    predicate: str
    object: str
    document: str
    place: Place

    def what(self) -> str:
        """The row in one line."""
        return " ".join(
            filter(None, (self.decision, self.subject, self.predicate, self.object, self.document))
        )

    def key(self) -> Key:
        """The subject's class and key."""
        return key(self.subject, self.place)

    def value(self) -> Key | str:
        """The object as an entity's class and key where the predicate, or what is decided, wants one; else its words."""
        if self.decision == RENAME:
            return self.object
        known = ontology.load().properties.get(self.predicate)
        entity = (
            self.decision in (MERGE, SPLIT)
            or self.predicate == SAME
            or (known is not None and known.kind == "object")
        )
        return key(self.object, self.place) if entity else self.object


@dataclass(frozen=True, slots=True)
class Decisions:
    """All rows that decide something, and the sha256 of each file by its name."""

    rows: tuple[Decision, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """One digest of all files: of one file its own."""
        if len(self.digests) == 1:
            return self.digests[0][1]
        joined = "".join(f"{name}\0{digest}\n" for name, digest in self.digests)
        return hashlib.sha256(joined.encode()).hexdigest() if joined else ""


def reference(kind: str, name: str) -> str:
    """An entity as decisions name it.

    >>> reference("Organisation", "甲市总工会")
    'Organisation/甲市总工会'
    """
    return f"{kind}/{name}"


def key(told: str, place: Place) -> Key:
    """The class and key of `Class/key`, or of an IRI that a build made; raises KgError for anything else."""
    kind, _, name = told.strip().partition("/")
    if "://" in told:
        start, _, last = told.strip().strip("<>").rpartition("/")
        kind, name = start.rpartition("/")[2], unquote(last)
    terms = ontology.load()
    if kind not in terms.classes or not name:
        wanted = "an entity as Class/key, such as Organisation/甲市总工会"
        raise KgError(place, f"{told!r} is no entity", wanted, "kg review, which writes them so")
    return terms.top(kind), name


def load(paths: Sequence[Path]) -> Decisions:
    """Read decisions from CSV, from JSON lines, or from a JSON export of Label Studio; rows without a decision are left out.

    Raises KgError, with file and line, for what cannot be read and for a row that does not say enough.
    """
    rows: dict[str, Decision] = {}
    digests: list[tuple[str, str]] = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            wanted = "a file of decisions"
            raise KgError(str(path), f"cannot be read, {error.strerror or error}", wanted) from error
        digests.append((path.name, hashlib.sha256(data).hexdigest()))
        for row in _rows(path, data.removeprefix(b"\xef\xbb\xbf")):
            other = rows.setdefault(row.id, row)
            if other.what() != row.what():
                wrong = f"the id {row.id} stands for another decision too"
                raise KgError(row.place, wrong, "an id of its own", f"see {other.place}")
            _check(row)
    return Decisions(tuple(rows.values()), tuple(sorted(digests)))


def _rows(path: Path, data: bytes) -> Iterator[Decision]:
    try:
        if data.lstrip()[:1] == b"[":
            cells: Iterable[tuple[int, Mapping[str, str]]] = _tasks(data)
        elif data.lstrip()[:1] == b"{":
            cells = _lines(data)
        else:
            cells = _table(data.decode("utf-8"), path)
        for number, row in cells:
            known = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if known["decision"]:
                yield Decision(**known, place=Place(str(path), number))
    except (ValueError, csv.Error) as error:
        wanted = "CSV with the columns " + ",".join(COLUMNS) + ", JSON lines, or an export of Label Studio"
        raise KgError(str(path), str(error), wanted) from error


def _table(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    for name in COLUMNS:
        if header.count(name) != 1:
            raise KgError(Place(str(path), 1), f"no column {name}", f"the columns {','.join(COLUMNS)}")
    for row in reader:
        yield reader.line_num, {name: uncell(value) for name, value in row.items() if isinstance(value, str)}


class _Line(msgspec.Struct, frozen=True):
    """What kg review writes, as far as it decides; Label Studio keeps it as it is."""

    id: str = ""
    decision: str = ""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    document: str = ""
    place: str = ""


class _Value(msgspec.Struct, frozen=True):
    choices: tuple[str, ...] = ()
    text: str | tuple[str, ...] = ()


class _Result(msgspec.Struct, frozen=True):
    type: str = ""
    value: _Value = _Value()


class _Version(msgspec.Struct, frozen=True):
    result: tuple[_Result, ...] = ()
    was_cancelled: bool = False


class _Task(msgspec.Struct, frozen=True):
    data: _Line
    annotations: tuple[_Version, ...] = ()


def _lines(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield number, _cells(msgspec.json.decode(line, type=_Line))


def _tasks(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """What was chosen in each task, and what was written beside it, which takes the place of the object."""
    for task in msgspec.json.decode(data, type=list[_Task]):
        for version in [one for one in task.annotations if not one.was_cancelled][-1:]:
            chosen = [one.value.choices[0] for one in version.result if one.value.choices]
            written = [text for one in version.result if one.type == "textarea" for text in one.value.text]
            row = {**_cells(task.data), "decision": chosen[0] if chosen else ""}
            if written and row["decision"] in (MERGE, SPLIT, RENAME):
                row["object"] = "".join(written)
            if row["decision"] == SPLIT and not row["document"]:
                row["document"] = task.data.place.partition(" ‖ ")[0].rpartition(":")[0]
            yield 0, row


def _cells(line: _Line) -> dict[str, str]:
    return {name: getattr(line, name) for name in COLUMNS}


def _check(row: Decision) -> None:
    """Whether a row says what its decision needs."""
    if row.decision not in DECISIONS:
        raise KgError(row.place, f"{row.decision!r} is no decision", f"one of {', '.join(DECISIONS)}")
    needed = {
        ACCEPT: ("subject", "predicate", "object"),
        REJECT: ("subject", "predicate", "object"),
        MERGE: ("subject", "object"),
        SPLIT: ("subject", "document"),
        RENAME: ("subject", "object"),
    }[row.decision]
    cells = {name: getattr(row, name) for name in COLUMNS}
    for name in ("id", *needed):
        if not cells[name]:
            raise KgError(row.place, f"{row.decision} with an empty {name}", f"{', '.join(('id', *needed))}")
    terms = ontology.load()
    known = row.predicate in terms.properties or row.predicate in (SAME, UNRESOLVED)
    if row.decision in (ACCEPT, REJECT) and not known:
        raise KgError(row.place, f"{row.predicate!r} is no relation of the ontology")
    if row.decision in (MERGE, SPLIT) and row.object:
        one, other = row.key(), key(row.object, row.place)
        if one[0] != other[0] or one == other:
            raise KgError(row.place, f"{row.what()}: not two of one class", "two entities of one class")
    row.key()
    if row.decision != SPLIT:
        row.value()
