"""`kg check --book`: every rule and form with its lines and examples, and what gold files and builds say of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg import seeds
from kg.cli import cli
from kg.errors import KgError
from kg.seeds.verdicts import Verdict
from kg.verbs.book import write

RULE = """\
leads-branch:
  zh: 统领
  en: a body leads <b>another</b>
  states: "{one} leads {other}"
  where: "{one:Organisation} 统领 {other:Organisation}"
  yes: "{one:甲市总工会}统领{other:乙县总工会}。"
  no: "{Organisation=甲市总工会}认识{Organisation=乙县总工会}。"
"""
TEXT = "白鹭市总工会统领青溪县总工会。\n"


class Seen(HTMLParser):
    """The tags, the words and the policy of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own" / "rules"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(RULE, encoding="utf-8")
    return folder.parent


def texts(folder: Path) -> Path:
    place = folder / "texts"
    place.mkdir()
    (place / "news.txt").write_text(TEXT, encoding="utf-8")
    return place


def test_the_book_holds_every_rule_form_and_list(tmp_path: Path) -> None:
    page, text = write(tmp_path / "book")
    loaded = seeds.load()
    words = Seen(page.read_text("utf-8")).words
    for source in (*loaded.rules, *loaded.forms):
        assert source.id in words
        assert {line.text for line in source.where} <= set(words)
        assert f"#### {source.id}" in text.read_text("utf-8")
    assert set(loaded.words) | set(loaded.tables) <= set(words)


def test_the_page_runs_no_script_and_fetches_nothing(tmp_path: Path, own: Path) -> None:
    page, _ = write(tmp_path / "book", [own])
    seen = Seen(page.read_text("utf-8"))
    assert {"script", "link", "img", "iframe", "b"} & set(seen.tags) == set()
    assert seen.policy.startswith("default-src 'none'; ")
    assert "script-src" not in seen.policy
    assert "a body leads <b>another</b>" in seen.words


def test_the_same_seeds_give_the_same_book(tmp_path: Path) -> None:
    once, again = ([path.read_bytes() for path in write(tmp_path / name)] for name in ("book", "another"))
    assert once == again


def test_examples_show_their_marks(tmp_path: Path, own: Path) -> None:
    _, text = write(
        tmp_path / "book", [own], [Verdict("leads-branch", "holds", seeds.load([own]).rules[-1].place)]
    )
    entry = text.read_text("utf-8").split("#### leads-branch")[1].split("####")[0]
    assert "- yes: 〔甲市总工会:one〕统领〔乙县总工会:other〕。" in entry
    assert "- no: 〔甲市总工会:Organisation〕认识〔乙县总工会:Organisation〕。" in entry
    assert "- one 领导 other · one leads other" in entry
    assert "own.yaml:1:1` · holds" in entry


def test_firings_and_documents_of_builds_are_counted(tmp_path: Path, own: Path) -> None:
    kg.build([texts(tmp_path)], tmp_path / "output", [own], cache=tmp_path / "cache")
    _, text = write(tmp_path / "book", [own], built=[tmp_path / "output"])
    entry = text.read_text("utf-8").split("#### leads-branch")[1].split("####")[0]
    assert "- fired 1 times in 1 documents" in entry


def test_precision_is_measured_against_gold(tmp_path: Path, own: Path) -> None:
    place = texts(tmp_path)
    report = kg.build([place], tmp_path / "output", [own], cache=tmp_path / "cache")
    assert report.exit_code == 0
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes((tmp_path / "output" / "annotations.jsonl").read_bytes())
    _, text = write(tmp_path / "book", [own], gold=[(gold, place)])
    entry = text.read_text("utf-8").split("#### leads-branch")[1].split("####")[0]
    assert "- precision: 1.00 (1/1)" in entry
    wrong = json.loads(gold.read_text("utf-8"))
    wrong["relations"] = []
    gold.write_text(json.dumps(wrong, ensure_ascii=False) + "\n", encoding="utf-8")
    _, text = write(tmp_path / "again", [own], gold=[(gold, place)])
    assert "- precision: 0.00 (0/1)" in text.read_text("utf-8")


def test_texts_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no such folder"):
        write(tmp_path / "book", gold=[(tmp_path / "gold.jsonl", tmp_path / "nothing")])


@pytest.mark.parametrize("words", [["--gold", "gold.jsonl", "texts"], ["--built", "output"]])
def test_what_a_book_tells_needs_the_book(words: list[str]) -> None:
    result = CliRunner().invoke(cli, ["check", *words])
    assert (result.exit_code, "they need --book" in result.output) == (2, True)


def test_the_command_writes_the_book(tmp_path: Path, own: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(own), "--book", str(tmp_path / "book")])
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["rules.html", "rules.md"]
    assert "holds leads-branch" in result.output
