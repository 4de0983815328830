"""An output folder made from readings made by hand, with its sources beside it: for tests of the verbs that open one."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

from kg.errors import Place
from kg.exports.evidence import Build
from kg.graph import Graph, gather
from kg.model import Reading
from kg.pipeline.belt import OK, Outcome
from kg.pipeline.manifest import as_json, describe
from kg.pipeline.writers import write
from kg.seeds import Line, RuleSource, Seeds
from tests.handmade import BASE, readings

MADE = Build("0.1.0", "5" * 64, "6" * 64)


def rule(name: str, where: str, yes: str) -> RuleSource:
    place = Place(f"rules/{name}.yaml", 3)
    return RuleSource(name, place, (), (Line(where, place),), (Line(yes, place),), en=f"What {name} says")


SEEDS = Seeds(
    "4" * 64,  # not those of the build: the readings were made by hand, and no rule would make them again
    rules=(
        rule(
            "runs",
            "{body:Organisation} … <run> {programme:Programme}",
            "{body:乙县工会}推进{programme:“丁”行动}。",
        ),
        rule(
            "based-on",
            "(根据|依据) {ground:LegalInstrument} … 制定 {text:LegalInstrument}",
            "依据{ground:《丙法》}，制定{text:本办法}。",
        ),
    ),
    words={"run": ("开展", "推进")},
)


def graph() -> Graph:
    return gather(readings(), BASE)


def written(folder: Path, *only: str, made: Sequence[Reading] = ()) -> Path:
    """Sources in `folder`/in, what a build of them writes in `folder`/out; of those made by hand, unless others are given."""
    read = list(made) or readings()
    gathered = gather(read, BASE)
    output, inputs = folder / "out", folder / "in"
    output.mkdir()
    places, outcomes = {}, []
    for reading in read:
        source = reading.document.source
        place = inputs / source.path
        raw = source.text.encode("utf-8", "replace")
        with contextlib.suppress(OSError, ValueError):  # a path that no file can have
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)
            places[source.path] = str(place)
        outcomes.append(Outcome(source.path, OK, sha256=hashlib.sha256(raw).hexdigest()))
    write(gathered, read, MADE, output, only)
    (output / "local.json").write_bytes(as_json(places))
    (output / "manifest.json").write_bytes(as_json(describe(outcomes, gathered, SEEDS, MADE, output)))
    return output
