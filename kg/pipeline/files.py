"""The inputs of a build → one Task a document, by name, and an Outcome for each that is left aside or cannot be opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath, PurePosixPath

from kg.errors import KgError
from kg.pipeline.belt import FAILED, SKIPPED, Outcome, Task
from kg.pipeline.folder import OWN
from kg.readers import look


def files(inputs: Sequence[Path], output: Path) -> tuple[list[Task], list[Outcome]]:
    """The files to read, by their names, and what lies beside them; what a build wrote into the output folder is neither.

    Raises KgError where there is nothing to read at all.
    """
    if not inputs:
        raise KgError("", "there is nothing to read", wanted="documents, or folders of them")
    for path in inputs:
        if not path.exists():
            raise KgError(str(path), "no such file or folder")
    written = _written(inputs, output.absolute())
    survey = look(inputs)
    tasks = [
        Task(str(path.absolute()), name, survey.sizes[name] if name in survey.sizes else _size(path))
        for path, name in survey.files
        if not _below(path.absolute(), written)
    ]
    names = {
        place.relative_to(root.absolute())
        for root in inputs
        for place in written
        if root.absolute() in place.parents
    }
    left = [
        Outcome(error.place.path, status, str(error))
        for status, errors in ((SKIPPED, survey.skipped), (FAILED, survey.failed))
        for error in errors
        if not _below(PurePosixPath(error.place.path), names)
    ]
    if not tasks:
        if len(left) == 1 and left[0].status == FAILED:
            raise survey.failed[0]
        raise KgError(
            ", ".join(map(str, inputs)),
            "there is no document in it that can be read",
            hint="kg doctor, which lists the formats",
        )
    return tasks, left


def _written(inputs: Sequence[Path], output: Path) -> list[Path]:
    """Where outputs lie: all of the folder if it is inside an input, else only what a build writes there."""
    if any(path.absolute() in output.parents for path in inputs):
        return [output]
    return [output / name for name in OWN]


def _below(path: PurePath, places: Iterable[PurePath]) -> bool:
    return any(path.is_relative_to(place) for place in places)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # the reader will say what is the matter
