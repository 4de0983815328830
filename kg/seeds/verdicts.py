"""What checking a rule, a form or a row of a lexicon says: one word, the place, and what is amiss there."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Place, SeedError

HOLDS, ERROR = "holds", "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a rule, form or row at a place; one that holds has one verdict, at its own place."""

    id: str
    verdict: str
    place: Place
    detail: str = ""


def refused(id_: str, error: SeedError) -> Verdict:
    """The verdict of what cannot be run: the error without its place, which the verdict has itself."""
    hints = (error.wrong, error.wanted and f"wanted {error.wanted}", error.hint and f"try {error.hint}")
    return Verdict(id_, ERROR, error.place, "; ".join(filter(None, hints)))
