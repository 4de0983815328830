"""What a build read, to be read again: the text of a source by its path, and the mentions that were found in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg import readers
from kg.errors import KgError
from kg.graph import Node
from kg.pipeline.folder import LOCAL, TEXTS
from kg.verbs.load import Loaded
from kg.verbs.matching import Annotation, decode

Spot = tuple[int, int]


@dataclass(frozen=True)
class Sources:
    """The sources of a graph. A text that is gone, or is no longer what was read, is an empty string."""

    graph: Loaded
    _texts: dict[str, str] = field(default_factory=dict)
    _annotations: dict[str, Annotation] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """The decoded source, as the offsets count it."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def spots(self, path: str, node: Node) -> list[Spot]:
        """Where in a source an entity is mentioned, in the order of the text."""
        known = self._annotation(path)
        names = {node.label, *node.names}
        same = {
            entity.id
            for entity in known.entities
            if names.intersection(entity.names[:1]) or entity.names[:1] == (node.label,)
        }
        return sorted((mention.start, mention.end) for mention in known.mentions if mention.entity in same)

    def _read(self, path: str) -> str:
        kept = self.graph.folder / TEXTS / f"{path}.txt"
        try:
            if kept.exists():
                return kept.read_bytes().decode("utf-8")
            source = readers.read(Path(self._places[path]), path, self.graph.manifest.encoding).source
        except (KgError, OSError, KeyError, ValueError):
            return ""
        return source.text if source.sha256 == self.graph.manifest.inputs.get(path) else ""

    @cached_property
    def _places(self) -> dict[str, str]:
        try:
            found = json.loads((self.graph.folder / LOCAL).read_bytes())
        except (OSError, ValueError):
            return {}
        return (
            {path: place for path, place in found.items() if isinstance(place, str)}
            if isinstance(found, dict)
            else {}
        )

    def _annotation(self, path: str) -> Annotation:
        """The line of annotations.jsonl about a source; an empty one where there is none."""
        if path not in self._annotations:
            self._annotations[path] = self._line(path)
        return self._annotations[path]

    def _line(self, path: str) -> Annotation:
        wanted = json.dumps({"path": path}, ensure_ascii=False)[1:-1].encode("utf-8", "backslashreplace")
        try:
            with (self.graph.folder / "annotations.jsonl").open("rb") as lines:
                return next(
                    (decode(line) for line in lines if wanted in line[: len(wanted) * 4 + 100]),
                    Annotation(""),
                )
        except (OSError, ValueError):
            return Annotation("")
