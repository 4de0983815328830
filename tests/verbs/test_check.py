"""`kg check`: a line a rule, and what it says of lexicons."""

from __future__ import annotations

from pathlib import Path

from kg.verbs.check import Checked, check

HEADER = "name,class,aliases,key,level,code,parent,since,until,source\n"
RULE = """\
leads-branch:
  states: "{one} leads {other}"
  where: "{one:Organisation} 统领 {other:Organisation}"
  yes: "{one:甲}统领{other:乙}。"
  no: "{Organisation=甲}认识{Organisation=乙}。"
"""


def own(folder: Path, **files: str) -> Checked:
    for name, text in files.items():
        path = folder / name / ("own.csv" if name == "lexicons" else "own.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return check([folder])


def lines(checked: Checked, folder: Path) -> list[str]:
    return [line.replace(folder.as_posix(), "own") for line in checked.lines()]


def test_rules_of_a_folder_beside_the_packaged_words(tmp_path: Path) -> None:
    checked = own(tmp_path, rules=RULE + RULE.replace("leads-branch", "other").replace("统领{", "掌管{"))
    assert (
        lines(checked, tmp_path)
        == [
            "own/rules/own.yaml:1:1 holds leads-branch",
            "own/rules/own.yaml:9:9 missing other 甲 leads 乙",
            "own/rules/own.yaml:9:9 noisy other leads-branch fires too: 甲 leads 乙; end the line in # also: leads-branch",
        ]
        or checked.exit_code == 1
    )


def test_a_folder_that_holds(tmp_path: Path) -> None:
    checked = own(tmp_path, rules=RULE)
    assert (checked.exit_code, checked.summary()) == (0, "1 holds")


def test_a_rule_that_cannot_be_run_is_a_verdict(tmp_path: Path) -> None:
    checked = own(tmp_path, rules=RULE.replace("leads {other}", "leeds {other}"))
    (line,) = lines(checked, tmp_path)
    assert line.startswith("own/rules/own.yaml:2:12 error leads-branch there is no property leeds; ")
    assert line.endswith("try leads (did you mean that?)")
    assert checked.exit_code == 1


def test_seeds_that_do_not_load(tmp_path: Path) -> None:
    checked = own(tmp_path, rules="a: [\n")
    assert checked.exit_code == 2
    assert lines(checked, tmp_path)[0].startswith("own/rules/own.yaml:2:1 error YAML")


def test_lexicons(tmp_path: Path) -> None:
    rows = (
        "丙镇,Place,,,township,,,,,list\n"
        "甲所,Organisation,甲,,,,,,,list\n"
        "乙所,Organisation,甲,,,,,,,list\n"
        "丁所,Organization,,,,,,,,list\n"
        "戊所,Organisation,戊|戊,,,,,,,list\n"
        "戊所,Organisation,,,,,,,,list\n"
    )
    checked = own(tmp_path, lexicons=HEADER + rows)
    assert checked.exit_code == 1
    said = lines(checked, tmp_path)
    for expected in (
        "own/lexicons/own.csv:5 error 丁所 there is no class Organization; try Organisation (did you mean that?)",
        "own/lexicons/own.csv:6 error 戊所 has an alias twice, or its own name as an alias",
        "own/lexicons/own.csv:7 error 戊所 is there twice; the other is at own/lexicons/own.csv:6",
        "own/lexicons/own.csv:3 error 甲所 stands out of order; rows are sorted by class and name",
        "own/lexicons/own.csv:3 note 甲 is a name of 乙所, 甲所: it needs context to be resolved",
    ):
        assert expected in said
    assert len([line for line in said if "out of order" in line]) == 1
    assert " note 甲 " in said[-1]
    assert list(checked.lines(notes=False))[-1].startswith("1 name of several things")
