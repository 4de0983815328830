"""A coroutine → what it returns, run in a thread of its own: the browser's driver keeps a loop running in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


def outcome(work: Coroutine[object, object, Found]) -> Found:
    """What a coroutine returns; what it raises is raised here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
