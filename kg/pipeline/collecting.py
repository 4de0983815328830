"""Work that makes many values and hardly a cycle goes in; it is done while the garbage collector looks for cycles seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

TIMES = 50  # as many new containers as elsewhere before the collector looks at them


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """What readings and graphs are made of is freed when nothing refers to it; looking through it for cycles is time lost."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * TIMES, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
