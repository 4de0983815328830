"""Outcomes of reading in, as they come; the gathered graph and the products out, after a person's decisions, if there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.exports.evidence import Build, laid_out
from kg.graph import Graph
from kg.pipeline import codec, portions
from kg.pipeline.accounts import account
from kg.pipeline.belt import PARTIAL, Outcome
from kg.pipeline.decisions import Decision, Decisions
from kg.pipeline.gathering import Gathering
from kg.pipeline.replay import Replay
from kg.pipeline.spool import Spool
from kg.pipeline.writers import Beside, wants_evidence, write_evidence, write_others, write_text
from kg.seeds import Seeds


class Intake:
    """What of the documents has come in so far. Portions go on at once; readings, which decisions may change, wait in a file.

    `folder` is for what is thrown away afterwards, `new` where the products are written.
    """

    def __init__(
        self, folder: Path, new: Path, base: str, products: Sequence[str], decided: Decisions, memory: int
    ) -> None:
        self.new, self.base, self.products, self.decided = new, base, products, decided
        self.gathering = Gathering(folder, base, products, memory)
        self.readings = Spool(folder / "readings")
        self.some = False

    def take(self, outcome: Outcome) -> Outcome:
        """Take what an outcome holds; what is left says what became of the document. One with flaws or no text is partly read."""
        known = replace(outcome, packed=b"")
        if not outcome.packed:
            return known
        self.some = True
        if self.decided.rows:
            self.readings.put(outcome.path, outcome.packed)
            source = codec.unpack(outcome.packed).document.source
            flaws, text = source.flaws, source.text
        else:
            portion = self._gather(outcome.packed)
            flaws, text = portion.flaws, portion.text
        flaws = flaws or (() if text.strip() else ("there is no text in it",))
        return replace(known, status=PARTIAL, reason=f"{known.path}: {'; '.join(flaws)}") if flaws else known

    def _gather(self, packed: bytes) -> portions.Portion:
        portion = portions.unpack(packed)
        self.gathering.take(portion)
        write_text(portion.path, portion.media_type, portion.text, self.new)
        return portion

    def graph(self, seeds: Seeds) -> tuple[Graph, tuple[Decision, ...]]:
        """The graph after the decisions, and the decisions that met nothing."""
        if not self.decided.rows:
            return self.gathering.graph(seeds.rows), ()
        replay = Replay(self.decided.rows, map(codec.unpack, self.readings.values()))
        for packed in self.readings.values():
            self._gather(portions.pack(replay.reading(codec.unpack(packed)), self.base))
        graph = replay.graph(self.gathering.graph(replay.lexicon(seeds.rows)))
        return graph, replay.unmet()

    def write(self, graph: Graph, made: Build, outcomes: Sequence[Outcome], before: Path | None) -> None:
        """Write the products; what the build `before` left in a folder may be of use."""
        if wants_evidence(self.products):
            told, rules = self.gathering.told(graph), self.gathering.rules
            write_evidence(laid_out(graph, told, rules, made), self.new, self.products)
        beside = Beside(
            self.gathering.lines,
            self.gathering.texts(),
            lambda: account(outcomes, self.gathering.notes()),
        )
        write_others(graph, beside, self.new, self.products, before)

    def close(self) -> None:
        """Let go of all files."""
        self.gathering.close()
        self.readings.close()
