"""How far a reader has come in a file, told to whoever listens: where one that dies is left, the last place says so."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar


def _to_nobody(_place: str) -> None:
    """Nobody listens."""


LISTENER: ContextVar[Callable[[str], None]] = ContextVar("listener", default=_to_nobody)


def reached(place: str) -> None:
    """Say that what follows is read at a place, such as `page 3`."""
    LISTENER.get()(place)
