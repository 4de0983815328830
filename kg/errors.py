"""One small tree of errors; each says where, what is wrong, what was wanted and what to try."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: line and column count from 1; 0 means that the whole file (or line) is meant."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class KgError(Exception):
    """What a user can mend: printed as one line, never as a traceback; `exit_code` is what the command returns.

    `names` are what there is to choose from, where that is much: printed below it, one a line.
    """

    exit_code = 2
    names: tuple[str, ...] = ()

    def __init__(self, place: Place | str, wrong: str, wanted: str = "", hint: str = "") -> None:
        self.place = Place(place) if isinstance(place, str) else place
        self.wrong, self.wanted, self.hint = wrong, wanted, hint
        said = "; ".join(
            part for part in (wrong, wanted and f"wanted {wanted}", hint and f"try {hint}") if part
        )
        super().__init__(f"{self.place}: {said}" if str(self.place) else said)


class AmbiguousError(KgError):
    """Several things are called so, and one is wanted."""

    def __init__(self, wrong: str, hint: str, names: tuple[str, ...]) -> None:
        super().__init__("", wrong, hint=hint)
        self.names = names


class SeedError(KgError):
    """A lexicon, form, rule or word list that cannot be used."""


class OntologyError(KgError):
    """The ontology does not parse, or a name is not in it."""


class ReadError(KgError):
    """A document that cannot be read; the others go on."""

    exit_code = 1


class OutputError(KgError):
    """An output folder that cannot be written, is held by another build, or is not one."""


class QueryError(KgError):
    """A SPARQL query that does not parse, is refused, or takes too long."""


class PublishError(KgError):
    """A store that cannot be reached, lets nobody in, or will not take what is sent."""
