"""The garbage collector looks seldom while a build runs, and as before afterwards."""

from __future__ import annotations

import gc

import pytest

from kg.pipeline.collecting import TIMES, collecting_seldom


def test_the_collector_looks_seldom_and_then_as_before() -> None:
    before = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold() == (before[0] * TIMES, *before[1:])
    assert gc.get_threshold() == before


def test_it_looks_as_before_after_a_failure() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError, match="halfway"), collecting_seldom():
        raise RuntimeError("halfway")
    assert gc.get_threshold() == before
