"""An output folder and its sources → whether all of it holds: every hash, quote, offset and rule, and the shapes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kg import readers, store
from kg.errors import OutputError, Place, ReadError
from kg.pipeline.belt import FAILED
from kg.pipeline.folder import LOCAL, STORE, text_place
from kg.pipeline.writers import Manifest
from kg.verbs.load import load
from kg.verbs.quotations import Fault, Pages, standoff, statements
from kg.verbs.shapes import broken
from kg.verbs.table import counted

if TYPE_CHECKING:
    from pyoxigraph import Store

GRAPH, EVIDENCE, ANNOTATIONS = "graph.ttl", "evidence.ttl", "annotations.jsonl"
SHOWN = 12
"""How much of a digest is shown."""

Tell = Callable[[str, int, int], None]


def _silent(_stage: str, _done: int, _all: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What does not hold, in the order it was found, and how much was looked at."""

    faults: tuple[Fault, ...]
    sources: int
    quotes: int
    mentions: int

    @property
    def holds(self) -> bool:
        return not self.faults

    def summary(self) -> str:
        """One line for people."""
        numbers = ((self.sources, "sources"), (self.quotes, "quotes"), (self.mentions, "mentions"))
        looked = ", ".join(counted(number, name) for number, name in numbers)
        return f"{looked}: {'all of it holds' if self.holds else counted(len(self.faults), 'faults')}"


def verify(
    output: Path | str,
    sources: Path | None = None,
    seeds_folders: Sequence[Path] = (),
    *,
    tell: Tell = _silent,
) -> Verdict:
    """Read every source again and prove what a build wrote about it. `sources` is the folder they lie in now, if elsewhere.

    Every file is what the manifest says, every source has the bytes that were read, every quote stands where it is said to,
    every rule is one of the build's (or of `seeds_folders`), every IRI is the hash it claims to be, every fact has evidence,
    graph and evidence conform to the shapes, and the store holds the same. Raises OutputError for a folder no build wrote.

    >>> import kg, tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "news.txt").write_text("甲市总工会要持续推进“乙”活动。", encoding="utf-8")
    >>> _ = kg.build([folder / "news.txt"], folder / "output", only=["graph", "evidence"])
    >>> verify(folder / "output").holds
    True
    >>> _ = (folder / "news.txt").write_text("甲市总工会要持续推进“丙”活动。", encoding="utf-8")
    >>> verify(folder / "output").faults[0].place.path
    'news.txt'
    """
    folder = Path(output)
    manifest = load(folder).manifest
    tell("files", 0, 1)
    faults = list(_files(folder, manifest))
    tell("sources", 0, len(manifest.inputs))
    pages = Pages(manifest.base, manifest.inputs, _rules(manifest, seeds_folders))
    faults += _read(folder, manifest, sources, pages)
    tell("quotes", 0, 1)
    told = [folder / name for name in (GRAPH, EVIDENCE) if (folder / name).exists()]
    if len(told) == 2:
        faults += statements(folder / GRAPH, folder / EVIDENCE, pages)
    else:
        faults.append(
            Fault(Place(str(folder)), f"there is no {GRAPH} with its {EVIDENCE}: nothing proves the facts")
        )
    if (folder / ANNOTATIONS).exists():
        faults += standoff(folder / ANNOTATIONS, pages)
    faults += pages.faults()
    tell("shapes", 0, 1)
    memory = store.in_memory(told)
    faults += broken(told, memory, manifest.base)
    tell("store", 0, 1)
    faults += _store(folder, memory)
    return Verdict(tuple(faults), len(manifest.inputs), pages.quotes, pages.mentions)


def _files(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    """Files that are not what the build wrote."""
    for name, digest in manifest.files.items():
        try:
            found = sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            yield Fault(Place(str(folder / name)), f"cannot be read, {error.strerror or error}")
            continue
        if found != digest:
            wrong = f"is not the file that the build wrote: its sha256 begins {found[:SHOWN]}, not {digest[:SHOWN]}"
            yield Fault(Place(str(folder / name)), wrong)


def _rules(manifest: Manifest, folders: Sequence[Path]) -> frozenset[str]:
    from kg.seeds import load as load_seeds

    more = load_seeds(folders).rules if folders else ()
    return frozenset((*manifest.rules, *(rule.id for rule in more)))


def _read(folder: Path, manifest: Manifest, sources: Path | None, pages: Pages) -> Iterator[Fault]:
    """Read the sources into `pages`; tell those that are gone or have changed."""
    places = {path: str(sources / path) for path in manifest.inputs} if sources else _places(folder)
    unread = {account.path for account in manifest.documents if account.status == FAILED}
    words = readers.with_columns(None, manifest.columns)
    for path, digest in sorted(manifest.inputs.items()):
        try:
            if path in unread:
                found = sha256(readers.fetch(Path(places[path]), path)).hexdigest()
            else:
                source = readers.read(Path(places[path]), path, manifest.encoding, words).source
                found = source.sha256
                pages.texts[path], pages.origins[path] = source.text, source
        except KeyError:
            yield Fault(Place(path), f"nobody knows where it lies; {LOCAL} does not say, try --sources")
        except ReadError as error:
            yield Fault(error.place, f"cannot be read again: {error.wrong}")
        else:
            if found != digest:
                wrong = (
                    f"has changed since it was read: its sha256 begins {found[:SHOWN]}, not {digest[:SHOWN]}"
                )
                yield Fault(Place(path), wrong)
            if path not in unread:
                yield from _text(text_place(folder, path), pages.texts[path])


def _places(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / LOCAL).read_bytes())
    except (OSError, ValueError):
        return {}
    return (
        {path: place for path, place in found.items() if isinstance(place, str)}
        if isinstance(found, dict)
        else {}
    )


def _text(kept: Path, text: str) -> Iterator[Fault]:
    """The text kept of a source that is not plain text must be what reading it gives."""
    if kept.exists() and kept.read_bytes() != text.encode("utf-8", "surrogatepass"):
        yield Fault(Place(str(kept)), "is not the text that reading its source gives now")


def _store(folder: Path, memory: Store) -> Iterator[Fault]:
    """The store must hold what the files say."""
    if not (folder / STORE).is_dir():
        return
    try:
        kept = store.open_store(folder)
        same = len(kept) == len(memory) and all(quad in memory for quad in kept)
    except OutputError as error:
        yield Fault(error.place, error.wrong)
        return
    if not same:
        yield Fault(
            Place(str(folder / STORE)),
            f"does not hold what {GRAPH} and {EVIDENCE} say; kg build writes it anew",
        )
