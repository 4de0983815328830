"""Workers: every task is done once, in any number of processes; one that dies costs the task it was at."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial

import pytest

from kg.errors import KgError, SeedError
from kg.pipeline.belt import FAILED, OK, Outcome, Task
from kg.pipeline.workers import spread


def start(deadly: frozenset[str]) -> Callable[[Task], Outcome]:
    def work(task: Task) -> Outcome:
        if task.relative in deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(task.relative, OK, str(os.getpid()))

    return work


def refuse() -> Callable[[Task], Outcome]:
    raise SeedError("rules/a.yaml", "a rule that does not parse")


def die() -> Callable[[Task], Outcome]:
    os._exit(3)


TASKS = [Task(f"/in/{number}", f"{number:02}", 1000 * number) for number in range(40)]


def test_every_task_is_done_once_by_two_processes() -> None:
    done = dict(spread(TASKS, partial(start, frozenset()), 2))
    assert [done[number].path for number in range(40)] == [task.relative for task in TASKS]
    assert str(os.getpid()) not in {outcome.reason for outcome in done.values()}


@pytest.mark.parametrize(
    "deadly", [{"07"}, {"00"}, {"39"}, {"07", "08", "39"}, {task.relative for task in TASKS[:6]}]
)
def test_a_dead_worker_costs_the_document_it_was_at(deadly: set[str]) -> None:
    done = dict(spread(TASKS, partial(start, frozenset(deadly)), 2))
    assert len(done) == 40
    failed = {outcome.path: outcome.reason for outcome in done.values() if outcome.status == FAILED}
    assert set(failed) == deadly
    assert all("SIGKILL" in reason for reason in failed.values())


@pytest.mark.parametrize(
    ("begin", "said"), [(refuse, "rules/a.yaml: a rule that does not parse"), (die, "exit code 3")]
)
def test_a_worker_that_cannot_begin_ends_the_build(
    begin: Callable[[], Callable[[Task], Outcome]], said: str
) -> None:
    with pytest.raises(KgError, match=said):
        list(spread(TASKS, begin, 2))
