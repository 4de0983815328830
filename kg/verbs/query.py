"""An output folder and a SPARQL query, or the name of one → its answer as a table, CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from kg.confined import call
from kg.errors import QueryError
from kg.exports.turtle import VOCABULARIES
from kg.verbs import engine
from kg.verbs.load import load
from kg.verbs.sparql import check, complaint, fill, parameters
from kg.verbs.sparql import columns as ordered
from kg.verbs.table import clip, table

FORMATS = ("table", "csv", "json", "ttl")
QUERIES = Path(__file__).resolve().parent.parent / "queries"
SECONDS = 60.0
MEMORY = 4 << 30
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A query that comes with kg, its title in both languages.

    `parameters` are the values that may be given, each with what it means.
    """

    name: str
    title: str
    zh: str
    description: str
    parameters: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found. A cell is an IRI or a literal's words; an empty one was not bound. Triples have three columns.

    A row is a tuple whose cells go by their columns' names too: `row.name`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    base: str
    raw: bytes
    triples: bool = False

    def text(self, form: str = "table") -> str:
        """The answer in one of FORMATS, with a newline at its end; a table shortens IRIs and long cells."""
        if form == "table":
            shown = [tuple(clip(_short(cell, self.base), WIDEST) for cell in row) for row in self.rows]
            return "\n".join((*table([self.columns, *shown]), ""))
        if form == "csv":
            lines = io.StringIO()
            csv.writer(lines).writerows((self.columns, *self.rows))
            return lines.getvalue()
        if form == "json":
            return (
                json.dumps(self._objects(), ensure_ascii=False) if self.triples else self.raw.decode()
            ) + "\n"
        if form == "ttl" and self.triples:
            return self._turtle()
        wanted = " or ".join(FORMATS[:3]) if form == "ttl" else ", ".join(FORMATS)
        raise QueryError("", f"this answer cannot be written as {form}", wanted, "CONSTRUCT, for Turtle")

    def _objects(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def _turtle(self) -> str:
        from pyoxigraph import RdfFormat, parse, serialize

        triples = (quad.triple for quad in parse(self.raw, format=RdfFormat.N_TRIPLES))
        return (serialize(triples, format=RdfFormat.TURTLE, prefixes=VOCABULARIES) or b"").decode()


def query(
    output: Path | str,
    asked: str,
    values: Mapping[str, str] = MappingProxyType({}),
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Answer:
    """Ask a graph: SPARQL, the name of a query that comes with kg (see `named`), or the path of a file that holds one.

    `values` fill the query's `$name` variables, as strings; the prefixes of the files a build writes are known. It runs in a
    process of its own, for `seconds` and with `memory` bytes at most. Raises QueryError for a query that does not parse, changes
    or leaves the graph, or takes too long.

    >>> import kg, tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "news.txt").write_text("中华全国总工会", encoding="utf-8")
    >>> _ = kg.build([folder / "news.txt"], folder / "output", only=["graph"])
    >>> query(folder / "output", "SELECT ?name WHERE { ?body a pk:Organisation ; rdfs:label ?name }").rows
    (Row(name='中华全国总工会'),)
    """
    folder = Path(output)
    base = load(folder).manifest.base
    name, text = _text(asked)
    check(text, name)
    for stranger in sorted(set(values) - parameters(text)):
        raise QueryError(
            name, f"it has no ${stranger}", ", ".join(f"${one}" for one in sorted(parameters(text)))
        )
    kind, raw = _evaluate(folder.absolute(), fill(text, values), name, seconds, memory)
    if kind == engine.TRIPLES:
        columns: tuple[str, ...] = ("subject", "predicate", "object")
        return Answer(columns, _rows(columns, _triples(raw)), base, raw, triples=True)
    found = json.loads(raw)
    if kind == engine.TRUTH:
        return Answer(("answer",), _rows(("answer",), [(str(found["boolean"]).lower(),)]), base, raw)
    columns = ordered(text, found["head"]["vars"])
    cells = ({name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"])
    return Answer(
        columns, _rows(columns, ([row.get(name, "") for name in columns] for row in cells)), base, raw
    )


def _rows(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows as named tuples; a column whose name Python has for itself goes by its number, `_0`."""
    made = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024 - the names come with the query
    return tuple(made(*row) for row in rows)


def named() -> tuple[Named, ...]:
    """The queries that come with kg, by name.

    >>> [one.title for one in named() if one.name == "most-cited"]
    ['The most cited instruments']
    """
    return tuple(_named(path) for path in sorted(QUERIES.glob("*.rq")))


def _named(path: Path) -> Named:
    """A query with what its leading comments say: title, `zh: …` title in Chinese, `$name: …` parameters, and the description."""
    text = path.read_text(encoding="utf-8")
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    told = [line.removeprefix("$").partition(":") for line in lines if line.startswith("$")]
    zh = next((line.removeprefix("zh:").strip() for line in lines if line.startswith("zh:")), "")
    described = " ".join(line for line in lines[1:] if line and not line.startswith(("$", "zh:")))
    meanings = {name: meaning.strip() for name, _, meaning in told}
    return Named(path.stem, lines[0], zh, described, meanings, text)


def _text(asked: str) -> tuple[str, str]:
    """What a query is called in messages, and its text."""
    known = {one.name: one for one in named()}
    if asked in known:
        return asked, known[asked].text
    if Path(asked).suffix in (".rq", ".sparql"):
        try:
            return asked, Path(asked).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise QueryError(asked, f"cannot be read, {error}", "a file that holds SPARQL") from error
    if not any(mark in asked for mark in "{} \n"):
        near = get_close_matches(asked, known, 1)
        hint = f"kg query --list, or did you mean {near[0]}?" if near else "kg query --list"
        raise QueryError("", f"there is no query called {asked!r}", hint=hint)
    return "query", asked


def _evaluate(output: Path, text: str, name: str, seconds: float, memory: int) -> tuple[bytes, bytes]:
    """The first line and the rest of what the engine says, run in a process of its own."""
    asked = json.dumps({"output": str(output), "query": text, "memory": memory})
    command, environment = call(engine.__name__)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
            command,
            input=asked.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise QueryError(name, f"it took longer than {seconds:g} s", hint="a narrower query") from None
    if done.returncode < 0:
        how = signal.Signals(-done.returncode).name
        raise QueryError(name, f"the query engine died of it ({how})", hint="a flatter or narrower query")
    if done.returncode:
        raise QueryError(*complaint(done.stderr.decode(errors="replace").strip(), name, text))
    kind, _, raw = done.stdout.partition(b"\n")
    return kind + b"\n", raw


def _triples(raw: bytes) -> Iterator[tuple[str, str, str]]:
    from pyoxigraph import RdfFormat, Triple, parse

    for quad in parse(raw, format=RdfFormat.N_TRIPLES):
        if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple):
            yield quad.subject.value, quad.predicate.value, quad.object.value


def _short(cell: str, base: str) -> str:
    """A cell for people's eyes: IRIs of the data and of known vocabularies are shortened, line breaks are blanks."""
    if cell.startswith(base):
        cell = unquote(cell.removeprefix(base))
    for prefix, namespace in VOCABULARIES.items():
        if cell.startswith(namespace):
            cell = f"{prefix}:{cell.removeprefix(namespace)}"
    return " ".join(cell.split())
