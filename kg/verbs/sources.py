"""What a build read, to be read again: the text of a source by its path, and the mentions that were found in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg import ontology, readers
from kg.errors import KgError
from kg.graph import Node
from kg.model import Document
from kg.pipeline.folder import LOCAL, text_place
from kg.verbs.load import Loaded
from kg.verbs.matching import Annotation, decode

Spot = tuple[int, int]


@dataclass(frozen=True)
class Sources:
    """The sources of a graph, read by the word lists of its seeds; a text that is gone is an empty string."""

    graph: Loaded
    words: Mapping[str, tuple[str, ...]]
    _texts: dict[str, str] = field(default_factory=dict)
    _documents: dict[str, Document | None] = field(default_factory=dict)
    _annotations: dict[str, Annotation] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """The decoded source, as the offsets count it."""
        if path not in self._texts:
            self._texts[path] = self._text(path)
        return self._texts[path]

    def document(self, path: str) -> Document | None:
        """The source as its reader makes it; None where it is gone, or no longer what the build read."""
        if path not in self._documents:
            self._documents[path] = self._read(path)
        return self._documents[path]

    def place(self, path: str, offset: int) -> str:
        """Where in the file an offset stands, by its format: page 3, sheet 任务, row 7; nothing for plain text."""
        document = self.document(path) if text_place(self.graph.folder, path).exists() else None
        return document.source.origin(offset) if document else ""

    def spots(self, path: str, node: Node) -> list[Spot]:
        """Where in a source an entity is mentioned, in the order of the text."""
        known = self._annotation(path)
        names, top = {node.label, *node.names}, ontology.load().top(node.type)
        same = {e.id for e in known.entities if e.type == top and names.intersection(e.names[:1])}
        return sorted((mention.start, mention.end) for mention in known.mentions if mention.entity in same)

    def _text(self, path: str) -> str:
        kept = text_place(self.graph.folder, path)
        if kept.exists():
            return kept.read_bytes().decode("utf-8", "replace")
        document = self.document(path)
        return document.source.text if document else ""

    def _read(self, path: str) -> Document | None:
        manifest = self.graph.manifest
        try:
            words = readers.with_columns(self.words, manifest.columns)
            found = readers.read(Path(self._places[path]), path, manifest.encoding, words)
        except (KgError, KeyError):
            return None
        return found if found.source.sha256 == manifest.inputs.get(path) else None

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
