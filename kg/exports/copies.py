"""What a build wrote for people and for annotators → the same file, or that of a part of the graph."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import TypeAlias

from kg import ontology
from kg.errors import OutputError
from kg.exports.formats import Job, Notes
from kg.graph import Graph

Name: TypeAlias = tuple[str, str]
Place: TypeAlias = tuple[str, str, int, int]
Record: TypeAlias = "dict[str, str | int | bool | list[str]]"


def write_page(job: Job, path: Path) -> Notes:
    """The page of the build; of a part of the graph a page of its own, which shows the words of the evidence alone."""
    if job.whole:
        shutil.copyfile(_made(job, "explorer.html"), path)
    else:
        from kg.exports import explorer

        explorer.write(job.graph, ontology.load(), path)
    return ()


def write_stand_off(job: Job, path: Path) -> Notes:
    """The annotations of the build; of a part of the graph the mentions, entities and relations that are in it."""
    file = _made(job, "annotations.jsonl")
    if job.whole:
        shutil.copyfile(file, path)
        return ()
    names, places = _names(job.graph), _places(job.graph)
    said = {place.path for evidence in job.graph.evidence.values() for place in evidence}
    files = said | {
        literal.value
        for node in job.graph.documents.values()
        for name, literal in node.literals
        if name == "sourcePath"
    }
    with file.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines:
            record = json.loads(line)
            if record["path"] in files:
                stream.write(json.dumps(_cut(record, names, places), ensure_ascii=False) + "\n")
    return ()


def _cut(
    record: dict[str, list[Record]], names: Collection[Name], places: Collection[Place]
) -> dict[str, list[Record]]:
    """A line with what is kept: entities by class and name, relations by where they are said."""
    entities = [
        one
        for one in record["entities"]
        if any((str(one["type"]), name) in names for name in _list(one["names"]))
    ]
    numbers = {one["id"] for one in entities}
    numbered = {one["id"] for one in record["entities"]}
    relations = [
        one
        for one in record["relations"]
        if (str(record["path"]), str(one["p"]), one["start"], one["end"]) in places
        and one["s"] in numbers
        and (one["o"] in numbers or one["o"] not in numbered)
    ]
    mentions = [one for one in record["mentions"] if one["entity"] in numbers]
    return record | {"mentions": mentions, "entities": entities, "relations": relations}


def _list(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def _names(graph: Graph) -> set[Name]:
    """Every name of every entity, with its top class."""
    top = ontology.load().top
    return {(top(node.type), name) for node in graph.entities.values() for name in (node.label, *node.names)}


def _places(graph: Graph) -> set[Place]:
    return {
        (place.path, fact.predicate, place.start, place.end)
        for fact, evidence in graph.evidence.items()
        for place in evidence
    }


def _made(job: Job, name: str) -> Path:
    path = job.folder / name
    if not path.exists():
        raise OutputError(str(path), "the build did not write it", hint="kg build without --only")
    return path
