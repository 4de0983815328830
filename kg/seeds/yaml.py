"""A YAML file of seeds goes in; mappings of lines come out, every scalar a string that knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from yaml import YAMLError, compose
from yaml.error import Mark, MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

from kg.errors import Place, SeedError
from kg.seeds.sources import Line

Entry = tuple[Line, Node]

DEEPEST = 60
_FLOW = re.compile(r"[\[\]{}]")
_DEEP_BLOCK = re.compile(rf"^[ ]{{{4 * DEEPEST}}}|(?:[-?:][ \t]+){{{DEEPEST}}}", re.MULTILINE)


def close(name: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """The hint "did you mean": the known name nearest to one that is not."""
    near = get_close_matches(name, [*known], 1, 0.6)
    return f"{near[0]} (did you mean that?)" if near else ""


class File:
    """A YAML file being read; `shown` is its path in messages."""

    def __init__(self, path: Path, shown: str, raw: bytes) -> None:
        self.path, self.shown = path, shown
        try:
            self.text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise SeedError(Place(shown, line), "bytes that are not UTF-8", "UTF-8") from error
        self.lines = self.text.split("\n")

    def root(self) -> list[Entry]:
        """The entries of the file's mapping; an empty file has none."""
        self.shallow()
        try:
            node = compose(self.text, Loader=Loader)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = error.problem or "it does not parse"
            raise SeedError(self.at(mark), f"YAML: {what}", "a mapping of YAML") from error
        except (YAMLError, RecursionError) as error:
            raise SeedError(Place(self.shown), f"YAML: {str(error).splitlines()[0]}", "YAML") from error
        return [] if node is None else self.entries(node, "the file")

    def shallow(self) -> None:
        """Refuses what nests so deep that the parser, which is recursive C, would end the process."""
        depth = 0
        for sign in _FLOW.finditer(self.text):
            depth = depth + 1 if sign.group() in "[{" else max(depth - 1, 0)
            if depth > DEEPEST:
                line = self.text.count("\n", 0, sign.start()) + 1
                raise SeedError(
                    Place(self.shown, line), "brackets too deep", f"at most {DEEPEST} within each other"
                )
        if found := _DEEP_BLOCK.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            raise SeedError(Place(self.shown, line), "YAML too deep", "two or three levels")

    def at(self, mark: Mark | None) -> Place:
        return Place(self.shown) if mark is None else Place(self.shown, mark.line + 1, mark.column + 1)

    def place(self, node: Node) -> Place:
        return self.at(node.start_mark)

    def entries(self, node: Node, what: str) -> list[Entry]:
        """Keys and values of a mapping, in order; a key met twice is an error."""
        if not isinstance(node, MappingNode):
            raise SeedError(self.place(node), f"{what} is no mapping", "key: value")
        entries: list[Entry] = []
        seen: dict[str, Place] = {}
        for key, value in node.value:
            line = self.scalar(key, "a key")
            if line.text in seen:
                raise SeedError(
                    line.place, f"{line.text} is here twice", "each key once", f"line {seen[line.text].line}"
                )
            seen[line.text] = line.place
            entries.append((line, value))
        return entries

    def known(self, node: Node, what: str, keys: tuple[str, ...]) -> dict[str, Node]:
        """The entries of a mapping whose keys must be known."""
        found: dict[str, Node] = {}
        for key, value in self.entries(node, what):
            if key.text not in keys:
                wanted = f"one of {', '.join(keys)}"
                raise SeedError(
                    key.place, f"{what} has an unknown key {key.text}", wanted, close(key.text, keys)
                )
            found[key.text] = value
        return found

    def scalar(self, node: Node, what: str) -> Line:
        if not isinstance(node, ScalarNode):
            raise SeedError(self.place(node), f"{what} is no plain value", "one value")
        place = self.place(node)
        if node.style in ("'", '"'):
            place = Place(place.path, place.line, place.column + 1)
        return Line(node.value.strip(), place)

    def block(self, node: Node, what: str) -> tuple[Line, ...]:
        """The lines of a block, of a plain value or of a list of plain values; empty lines are left out."""
        if isinstance(node, SequenceNode):
            return tuple(
                line for item in node.value if (line := self.scalar(item, f"an item of {what}")).text
            )
        if not isinstance(node, ScalarNode) or node.style not in ("|", ">"):
            line = self.scalar(node, what)
            return (line,) if line.text else ()
        if node.style == ">":
            raise SeedError(self.place(node), f"{what} is folded by >", "| , which keeps its lines")
        return tuple(self._lines(node))

    def _lines(self, node: ScalarNode) -> Iterator[Line]:
        first = node.start_mark.line + 1
        for number, text in enumerate(node.value.split("\n"), first):
            if stripped := text.strip():
                raw = self.lines[number] if number < len(self.lines) else ""
                yield Line(stripped, Place(self.shown, number + 1, max(raw.find(stripped), 0) + 1))

    def words(self, node: Node, what: str) -> tuple[str, ...]:
        """A word list: a list of plain values, or a block of words parted by blanks."""
        lines = self.block(node, what)
        if isinstance(node, SequenceNode):
            return tuple(dict.fromkeys(line.text for line in lines))
        return tuple(dict.fromkeys(word for line in lines for word in line.text.split()))

    def table(self, node: Node, what: str) -> Mapping[str, str]:
        return {
            key.text: self.scalar(value, f"{what}, {key.text}").text
            for key, value in self.entries(node, what)
        }
