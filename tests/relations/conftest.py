"""Small rule books for the tests of relations."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from kg.model import Entity
from kg.relations import relate
from kg.seeds import Seeds, load
from tests.relations.sentences import Facts, SeedsOf, marked, said

WORDS = """\
run: [开展, 推进, 实施]
joiners: [、, ，, ；, ＋, +, 和, 及, 与, 以及, 或]
modal-required: [要, 应当]
modal-planned: [拟]
modal-proposed: [建议]
modal-permitted: [可以]
modal-negated: [不, 没有, 未]
modal-forbidden: [不得, 禁止]
modal-stops: [的]
modal-none: [不断, 重要, 未来]
"""


@pytest.fixture
def seeds_of(tmp_path: Path) -> SeedsOf:
    """The seeds of a rule file, with a few word lists."""

    def make(rules: str) -> Seeds:
        for part, text in (("words", WORDS), ("rules", dedent(rules))):
            (tmp_path / part).mkdir(exist_ok=True)
            (tmp_path / part / "a.yaml").write_text(text, encoding="utf-8")
        return load([tmp_path], alone=True)

    return make


@pytest.fixture
def facts(seeds_of: SeedsOf) -> Facts:
    """What a rule file reads in a marked text, sorted, as "subject property object"."""

    def read(
        rules: str, line: str, *, instrument: Entity | None = None, wholes: dict[str, Entity] | None = None
    ) -> list[str]:
        resolved = marked(line, instrument=instrument, wholes=wholes)
        return sorted(said(assertion) for assertion in relate(resolved, seeds_of(rules)))

    return read
