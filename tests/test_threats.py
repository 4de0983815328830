"""Each promise of the threat model names a test, and the test exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_names_a_test_that_exists(repository: Path) -> None:
    rows = [
        line
        for line in (repository / "THREAT_MODEL.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ][1:]
    rows = [row for row in rows if not row.startswith("| ---")]
    assert len(rows) > 15
    for row in rows:
        (named,) = NAMED.findall(row)
        tree = ast.parse((repository / named[0]).read_text("utf-8"))
        assert named[1] in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, named


def test_the_two_pages_lead_to_each_other(repository: Path) -> None:
    assert "THREAT_MODEL.md" in (repository / "SECURITY.md").read_text("utf-8")
