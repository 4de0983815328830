"""Work on one document goes in; it ends within its time of the processor, or an OverrunError goes out."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PACE = 5_000  # characters a second that any text is read with; ordinary ones go at ten times that and more


class OverrunError(BaseException):
    """The time is over. No Exception, so that nothing on the way takes it for a fault of its own."""


def allowed(characters: int) -> float:
    """The seconds of processor that a text may take: KG_READ_SECONDS (10 unless set), and more for a long one."""
    from kg.readers.capped import limits

    return limits().seconds + characters / PACE


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise OverrunError from whatever runs in the block when it has taken so much time of the processor.

    Only the main thread of a process can be stopped so; in another one there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _over)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _over(_number: int, _frame: FrameType | None) -> None:
    raise OverrunError
