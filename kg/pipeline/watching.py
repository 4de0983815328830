"""Inputs of a build in; a turn for each time that they have changed, once they have come to rest, the first at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.pipeline.files import files

SECONDS = 0.5
"""How often the files are looked at: by name, size and time, which is soon done."""

State = dict[str, tuple[int, int]]


def turns(
    inputs: Sequence[Path],
    output: Path,
    others: Sequence[Path] = (),
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """A turn now, and whenever a document, or one of the `others` (files, folders of seeds), has come, gone or changed.

    What changes during a turn is seen after it.
    """
    seen = _state(inputs, output, others)
    yield
    while True:
        sleep(SECONDS)
        now = _state(inputs, output, others)
        if now == seen:
            continue
        while now != seen:
            seen = now
            sleep(SECONDS)
            now = _state(inputs, output, others)
        yield


def _state(inputs: Sequence[Path], output: Path, others: Iterable[Path]) -> State:
    try:
        documents = [Path(task.path) for task in files(inputs, output)[0]]
    except KgError:  # there is none at the moment
        documents = []
    more = [file for path in others for file in ((path, *path.rglob("*")) if path.is_dir() else (path,))]
    return dict(_known([*documents, *more]))


def _known(paths: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        yield str(path), (stat.st_size, stat.st_mtime_ns)
