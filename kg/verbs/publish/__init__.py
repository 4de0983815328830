"""An output folder and a store's address → the store has a named graph of each document; what it has already is not sent."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import PublishError
from kg.graph import DOCUMENT, iri
from kg.verbs.load import Loaded, load
from kg.verbs.publish import ledger
from kg.verbs.publish.graphs import NamedGraph, named_graphs
from kg.verbs.publish.login import NOBODY, Login
from kg.verbs.publish.speech import GraphStore, RefusedError, Speech, UnspokenError, Updates
from kg.verbs.publish.stores import Store, store
from kg.verbs.publish.web import Web

RETRIES = 4
MOST = 3
"""So many graphs refused one after another say that it is not the graphs."""
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Sent:
    """A graph that was sent, or in a dry run would be; `new` says that the store did not know of it."""

    graph: str
    triples: int
    new: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A graph that the store refused, and what it said."""

    graph: str
    why: str


@dataclass(slots=True)
class Published:
    """What became of each graph. `left` were not tried, for the reason in `stopped`; in a `dry` run nothing was changed."""

    url: str
    by: str
    dry: bool
    unchanged: int
    sent: list[Sent] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    stopped: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: the store has it all; 1: it has some of it; 2: it took nothing of what was to be sent."""
        if not self.failed and not self.stopped:
            return 0
        return 1 if self.sent or self.deleted else 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a store lacks, what it has, and what it has that this build has not."""

    known: Mapping[str, str]
    send: tuple[NamedGraph, ...]
    keep: tuple[NamedGraph, ...]
    drop: tuple[str, ...]


def publish(
    output: Path | str | Loaded,
    url: str,
    *,
    kind: str = "gsp",
    update: str = "",
    login: Login = NOBODY,
    retries: int = RETRIES,
    fresh: bool = False,
    replace: bool = False,
    dry_run: bool = False,
    tell: Callable[[str, int, int], None] = lambda _stage, _done, _all: None,
) -> Published:
    """Make a store have what a build wrote: send the graphs that changed, delete those of documents that are gone.

    `kind` is one of kg.verbs.publish.stores.PRESETS; where it has no Graph Store Protocol, SPARQL Update is used. `fresh` sends
    what the store has already; `replace` lets all the documents of another build with the same base be deleted. Raises
    PublishError where nothing can be done; what was refused or left out stands in the answer.
    """
    graph = output if isinstance(output, Loaded) else load(output)
    base = graph.manifest.base
    graphs = named_graphs(graph.folder, base)
    place = store(url, kind, update)
    web = Web(login, retries, time.sleep)
    with contextlib.closing(web):
        speech, plan = _begun(web, place, base, graphs, fresh=fresh, replace=replace, dry_run=dry_run)
        found = Published(url, speech.title, dry_run, len(plan.keep))
        found.notes.extend(_notes(login, url))
        if dry_run:
            found.sent = [_sent(one, plan) for one in plan.send]
            found.deleted = list(plan.drop)
        elif plan.send or plan.drop:
            _carry_out(speech, base, plan, found, tell)
    return found


def _begun(
    web: Web,
    place: Store,
    base: str,
    graphs: Sequence[NamedGraph],
    *,
    fresh: bool,
    replace: bool,
    dry_run: bool,
) -> tuple[Speech, Plan]:
    """How to speak to the store, and what to do there; the store's ledger says already that it is being done."""
    unspoken: UnspokenError | None = None
    for speech in _speeches(web, place):
        try:
            plan = _planned(ledger.read(speech, base), graphs, fresh=fresh)
            if not replace:
                _check(plan, base)
            if not dry_run and (plan.send or plan.drop):
                ledger.write(speech, base, _unsure(plan), plan.keep)
        except UnspokenError as error:
            unspoken = error
        else:
            return speech, plan
    assert unspoken
    raise unspoken


def _speeches(web: Web, place: Store) -> Iterator[Speech]:
    if place.graphs:
        yield GraphStore(web, place.graph)
    if place.update:
        yield Updates(web, place.query, place.update)


def _planned(known: Mapping[str, str], graphs: Sequence[NamedGraph], *, fresh: bool) -> Plan:
    keep = tuple(one for one in graphs if not fresh and known.get(one.name) == one.digest)
    kept, names = {one.name for one in keep}, {one.name for one in graphs}
    send = tuple(one for one in graphs if one.name not in kept)
    return Plan(known, send, keep, tuple(sorted(set(known) - names)))


def _check(plan: Plan, base: str) -> None:
    """Documents that this build has never heard of, and none that it has, are another build's: it would be lost."""
    papers = iri(base, DOCUMENT, "")
    theirs = sorted(name for name in plan.known if name.startswith(papers))
    if theirs and set(theirs) <= set(plan.drop):
        said = (
            f"{len(theirs)} documents of another build with the base {base} are there, <{theirs[0]}> for one"
        )
        raise PublishError(
            "", said, hint="kg build --base for a base of its own, or --replace to delete them"
        )


def _unsure(plan: Plan) -> dict[str, str]:
    """What is going to change, nobody can be sure of: a publishing that is cut short is done again the next time."""
    unsure = (*(one.name for one in plan.send), *plan.drop)
    return {one.name: one.digest for one in plan.keep} | dict.fromkeys(unsure, ledger.UNSURE)


def _carry_out(
    speech: Speech, base: str, plan: Plan, found: Published, tell: Callable[[str, int, int], None]
) -> None:
    """Send, delete, and write down what the store has now, also when it was cut short."""
    digests = _unsure(plan)
    tasks = [(one.name, one) for one in plan.send] + [(name, None) for name in plan.drop]
    done, refused = 0, 0
    try:
        for name, graph in tasks:
            tell("publishing", done, len(tasks))
            try:
                _carry(speech, name, graph, digests)
            except RefusedError as error:
                found.failed.append(Failure(name, str(error)))
                refused += 1
            else:
                refused = 0
                if graph:
                    found.sent.append(_sent(graph, plan))
                else:
                    found.deleted.append(name)
            done += 1
            if refused == MOST and done < len(tasks):
                found.stopped = f"{MOST} graphs were refused one after another"
                break
    except (PublishError, KeyboardInterrupt) as error:
        found.stopped = str(error) or "stopped by hand"
    finally:
        found.left = [name for name, _ in tasks[done:]]
        try:
            ledger.write(speech, base, digests, (*plan.keep, *plan.send))
        except PublishError as error:  # all that was sent is there, and will be sent again
            found.stopped = found.stopped or str(error)


def _carry(speech: Speech, name: str, graph: NamedGraph | None, digests: dict[str, str]) -> None:
    if graph:
        speech.replace(graph)
        digests[name] = graph.digest
    else:
        speech.drop(name)
        del digests[name]


def _sent(graph: NamedGraph, plan: Plan) -> Sent:
    return Sent(graph.name, len(graph.lines), graph.name not in plan.known)


def _notes(login: Login, url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if (login.user or login.token) and parts.scheme == "http" and parts.hostname not in LOCAL:
        yield f"{parts.hostname}: the login goes over plain http, where others on the way can read it"
