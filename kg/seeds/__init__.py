"""Folders of seeds go in; lexicon rows, forms, rules and word lists come out, with their places and one digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yaml.nodes import MappingNode, Node

from kg.errors import Place, SeedError
from kg.seeds.lexicon import rows
from kg.seeds.sources import COLUMNS, FORM_KEYS, RULE_KEYS, FormSource, Line, Row, RuleSource
from kg.seeds.yaml import File, close

__all__ = [
    "COLUMNS",
    "FormSource",
    "Line",
    "Row",
    "RuleSource",
    "Seeds",
    "close",
    "load",
    "packaged",
    "shown",
]

SUFFIXES = {"lexicons": ".csv", "words": ".yaml", "forms": ".yaml", "rules": ".yaml"}


@dataclass(frozen=True, slots=True)
class Seeds:
    """All that an analyst edits. Two are equal when their digests are, so they can key a cache.

    `words` are the lists, `tables` the mappings of seeds/words; `digest` is the sha256 of every file's name and bytes.
    """

    digest: str
    rows: tuple[Row, ...] = field(default=(), compare=False)
    forms: tuple[FormSource, ...] = field(default=(), compare=False)
    rules: tuple[RuleSource, ...] = field(default=(), compare=False)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    tables: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)


def packaged() -> Path:
    """The seeds that come with kg: in a checkout beside kg/, in a wheel inside it."""
    home = Path(__file__).resolve().parent.parent
    inside = home / "_data" / "seeds"
    return inside if inside.is_dir() else home.parent / "seeds"


def load(folders: Sequence[Path | str] = (), *, alone: bool = False) -> Seeds:
    """The packaged seeds and those of `folders` beside them; `alone` leaves the packaged ones out.

    Raises SeedError with file, line and column for what cannot be read, for an unknown key, for an id or list met twice.
    """
    chosen: list[Path] = [] if alone else [packaged()]
    for folder in map(Path, folders):
        if folder.resolve() not in [known.resolve() for known in chosen]:
            chosen.append(folder)
    made = _Made()
    for folder in chosen:
        for part, path in _files(folder):
            made.add(part, path, folder)
    return made.seeds()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise SeedError(Place(str(folder)), "no such folder", f"a folder with {', '.join(SUFFIXES)}")
    if not any((folder / part).is_dir() for part in SUFFIXES):
        raise SeedError(
            Place(str(folder)), "no seeds in this folder", f"one or more of {', '.join(SUFFIXES)} in it"
        )
    for part, suffix in SUFFIXES.items():
        for path in sorted(
            (folder / part).rglob(f"*{suffix}"), key=lambda path: path.relative_to(folder).as_posix()
        ):
            if path.is_file():
                yield part, path


def shown(path: Path) -> str:
    """A path as messages show it: from the working folder where it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


class _Made:
    """The seeds read so far."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.rows: list[Row] = []
        self.forms: dict[str, FormSource] = {}
        self.rules: dict[str, RuleSource] = {}
        self.words: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, dict[str, str]] = {}
        self.lists: dict[str, Place] = {}

    def seeds(self) -> Seeds:
        forms, rules = tuple(self.forms.values()), tuple(self.rules.values())
        return Seeds(self.hash.hexdigest(), tuple(self.rows), forms, rules, self.words, self.tables)

    def add(self, part: str, path: Path, folder: Path) -> None:
        where = shown(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise SeedError(Place(where), f"cannot be read: {error.strerror}") from error
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        self.hash.update(b"%d %s %d " % (len(name), name, len(raw)) + raw)
        if part == "lexicons":
            self.rows.extend(rows(raw, where))
            return
        file = File(path, where, raw)
        for key, value in file.root():
            if part == "words":
                self.list(file, key, value)
            elif part == "forms":
                _once(self.forms, key)
                self.forms[key.text] = _form(file, key, value)
            else:
                _once(self.rules, key)
                self.rules[key.text] = _rule(file, key, value)

    def list(self, file: File, key: Line, value: Node) -> None:
        if key.text in self.lists:
            raise SeedError(
                key.place,
                f"the list {key.text} is defined twice",
                "one list of a name",
                str(self.lists[key.text]),
            )
        self.lists[key.text] = key.place
        if isinstance(value, MappingNode):
            self.tables[key.text] = dict(file.table(value, key.text))
        else:
            self.words[key.text] = file.words(value, key.text)


def _once(known: dict[str, FormSource] | dict[str, RuleSource], key: Line) -> None:
    if key.text in known:
        other = known[key.text].place
        raise SeedError(
            key.place, f"{key.text} is defined twice", "an id of its own", f"the other is at {other}"
        )


class _Keys:
    """The known keys of one form or rule."""

    def __init__(self, file: File, key: Line, node: Node, known: tuple[str, ...]) -> None:
        self.file, self.key = file, key
        self.nodes = file.known(node, key.text, known)

    def need(self, *names: str) -> None:
        for name in names:
            if name not in self.nodes:
                raise SeedError(
                    self.key.place, f"{self.key.text} has no {name}", f"the keys {', '.join(names)}"
                )

    def lines(self, name: str) -> tuple[Line, ...]:
        node = self.nodes.get(name)
        return () if node is None else self.file.block(node, f"{self.key.text}, {name}")

    def line(self, name: str) -> Line | None:
        node = self.nodes.get(name)
        return None if node is None else self.file.scalar(node, f"{self.key.text}, {name}")

    def text(self, name: str) -> str:
        line = self.line(name)
        return line.text if line else ""

    def number(self, name: str) -> int:
        line = self.line(name)
        if line is None:
            return 0
        if not line.text.lstrip("-").isdecimal():
            raise SeedError(line.place, f"{self.key.text}, {name} is {line.text!r}", "a whole number")
        return int(line.text)

    def yes(self, name: str) -> bool:
        line = self.line(name)
        if line is None:
            return False
        if line.text not in ("true", "false"):
            raise SeedError(line.place, f"{self.key.text}, {name} is {line.text!r}", "true or false")
        return line.text == "true"


def _form(file: File, key: Line, node: Node) -> FormSource:
    keys = _Keys(file, key, node, FORM_KEYS)
    keys.need("makes", "where")
    return FormSource(
        id=key.text,
        place=key.place,
        makes=keys.text("makes"),
        where=keys.lines("where"),
        yes=keys.lines("yes"),
        no=keys.lines("no"),
        unless=keys.lines("unless"),
        before=keys.line("before"),
        after=keys.line("after"),
        not_before=keys.line("not-before"),
        not_after=keys.line("not-after"),
        level=keys.text("level"),
        key=keys.line("key"),
        short=keys.lines("short"),
        priority=keys.number("priority"),
        weak=keys.yes("weak"),
        proper=keys.yes("proper"),
        zh=keys.text("zh"),
        en=keys.text("en"),
        note=keys.text("note"),
    )


def _rule(file: File, key: Line, node: Node) -> RuleSource:
    keys = _Keys(file, key, node, RULE_KEYS)
    keys.need("states", "columns" if "columns" in keys.nodes else "where")
    return RuleSource(
        id=key.text,
        place=key.place,
        states=keys.lines("states"),
        where=keys.lines("where"),
        yes=keys.lines("yes"),
        no=keys.lines("no"),
        unless=keys.lines("unless"),
        carry=keys.lines("carry"),
        within=keys.lines("in"),
        named=keys.lines("named"),
        columns=keys.lines("columns"),
        zh=keys.text("zh"),
        en=keys.text("en"),
        note=keys.text("note"),
    )
