"""The page on the notation: the rules that it shows hold, and it names every key, constant and block."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kg.mentions import check_forms
from kg.relations.rules import CONSTANTS, KINDS, STRETCHES
from kg.relations.verdicts import judge
from kg.seeds import load, packaged
from kg.seeds.sources import COLUMNS, FORM_KEYS, RULE_KEYS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text("utf-8")
SHOWN = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_rules_shown_hold(tmp_path: Path) -> None:
    shutil.copytree(packaged() / "words", tmp_path / "words")
    (tmp_path / "rules").mkdir()
    whole = [text for text in SHOWN if re.search(r"^  no:", text, re.MULTILINE) and "  states:" in text]
    (tmp_path / "rules" / "shown.yaml").write_text("\n".join(whole), encoding="utf-8")
    found = judge(load([tmp_path], alone=True))
    assert [(one.id, one.verdict, one.detail) for one in found] == [
        ("runs", "holds", ""),
        ("part-of-body", "holds", ""),
        ("row-led", "holds", ""),
    ]


def test_the_forms_shown_hold(tmp_path: Path) -> None:
    shutil.copytree(packaged() / "words", tmp_path / "words")
    (tmp_path / "forms").mkdir()
    whole = [text for text in SHOWN if "  makes:" in text]
    (tmp_path / "forms" / "shown.yaml").write_text("\n".join(whole), encoding="utf-8")
    found = check_forms(load([tmp_path], alone=True))
    assert [(one.id, one.verdict, one.detail) for one in found] == [("guild", "holds", "")]


def test_the_page_names_everything() -> None:
    for name in (*RULE_KEYS, *FORM_KEYS, *CONSTANTS):
        assert f"`{name}`" in PAGE, name
    for name in (*KINDS, *STRETCHES):
        assert re.search(rf"\b{name}\b", PAGE), name
    assert ",".join(COLUMNS) in PAGE
