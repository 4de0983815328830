"""What became of each input, and what stands in those that were read, go in; what the report says of the documents comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from kg.exports import report
from kg.pipeline import warnings
from kg.pipeline.belt import OK, Outcome
from kg.pipeline.notes import Noted
from kg.pipeline.warnings import Warned, Watched


def account(outcomes: Iterable[Outcome], documents: Collection[Noted]) -> report.Account:
    """What the report says of all; where no outcomes are given, of those that were read. The documents come by their paths."""
    sizes = {one.path: (one.chars, one.mentions, one.facts) for one in documents}
    told = {outcome.path: outcome for outcome in outcomes} or {path: Outcome(path, OK) for path in sizes}
    read = tuple(
        report.Read(path, outcome.status, outcome.reason, *sizes.get(path, ()))
        for path, outcome in sorted(told.items())
    )
    return report.Account(read, (_unresolved(documents), *_warnings(documents)))


def _unresolved(documents: Iterable[Noted]) -> report.Dropped:
    """The citations that lead nowhere: what is cited is not said."""
    shown = (f"{words}，{one.path}" for one in documents for words in one.unresolved)
    return _dropped("没有指明出处的引用", "citations that do not say of what", shown)


def _warnings(documents: Collection[Noted]) -> Iterator[report.Dropped]:
    """What a careful reader would look at again."""
    seen = _Watched(documents)
    told = (
        (
            "引用了文中没有的条（已删、改号或误写）",
            "citations of articles that the text at hand does not have (repealed, renumbered or mistaken)",
            warnings.absent(seen),
        ),
        (
            "引用时已废止的文件",
            "citations of what was repealed when they were written",
            warnings.repealed(seen),
        ),
    )
    for zh, en, found in told:
        dropped = _dropped(zh, en, map(_shown, found))
        if dropped.count:
            yield dropped


def _dropped(zh: str, en: str, shown: Iterator[str]) -> report.Dropped:
    """How many there are, and the first few."""
    examples = tuple(islice(shown, report.FEW))
    return report.Dropped(zh, en, len(examples) + sum(1 for _ in shown), examples)


def _shown(one: Warned) -> str:
    return f"{one.said}，{one.about}，{one.path}"


class _Watched(Iterable[Watched]):
    """What the warnings go by, as often as they want it."""

    def __init__(self, documents: Iterable[Noted]) -> None:
        self.documents = documents

    def __iter__(self) -> Iterator[Watched]:
        return (one.watched for one in self.documents)
