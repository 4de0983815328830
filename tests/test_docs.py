"""What the documents say is so: links lead somewhere, commands exist, and the cheap ones run."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from tests.serving import serving

REPOSITORY = Path(__file__).resolve().parent.parent
ASIDE = [REPOSITORY / "seeds" / "README.md", REPOSITORY / "output" / "README.md"]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md"), *ASIDE])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def anchors(page: Path) -> set[str]:
    """What a heading is called in a link, as the usual renderers make it."""
    text = FENCE.sub("", page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def commands(page: Path) -> list[list[str]]:
    """Every `kg …` line of a page's shell blocks, as words; a line ending in a backslash goes on."""
    blocks = [
        body
        for language, body in FENCE.findall(page.read_text("utf-8"))
        if language in {"sh", "bash", "console"}
    ]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    words = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]
    return [line for line in words if line and line[0] == "kg"]


def run(*words: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *words]
    found = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=found)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


VERBS = sorted(
    {words[1] for page in PAGES for words in commands(page) if len(words) > 1 and words[1].isalpha()}
)


@pytest.mark.parametrize("verb", VERBS)
def test_documented_commands_exist_and_show_an_example(verb: str) -> None:
    helped = run(verb, "--help")
    assert helped.returncode == 0, helped.stderr
    assert f"kg {verb}" in helped.stdout


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_documented_options_exist(page: Path) -> None:
    unknown = []
    for words in commands(page):
        options = {word.partition("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
        helped = run(*words[1:2], "--help").stdout if options - {"--help", "--version"} else ""
        unknown += [
            f"kg {words[1]} {option}" for option in options - {"--help", "--version"} if option not in helped
        ]
    assert unknown == []


def test_the_readme_runs(tmp_path: Path) -> None:
    """The README's commands after `make demo`, in order, on the demonstration corpus built anew."""
    (tmp_path / "seeds").symlink_to(REPOSITORY / "seeds")
    failed = []
    for words in commands(REPOSITORY / "README.md"):
        if words[1] == "serve":  # it would not end by itself
            with serving(tmp_path / words[2], *words[3:]) as server:
                assert server.ask("ASK {}").status == 200
            continue
        done = run(*words[1:], cwd=tmp_path)
        if done.returncode:
            failed.append((shlex.join(words), done.returncode, done.stderr))
    assert failed == []


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_fact_that_the_readme_shows_is_so(page: str, tmp_path: Path) -> None:
    shown = (REPOSITORY / page).read_text("utf-8")
    source, start, end, exact = re.search(  # type: ignore[union-attr]
        r"hasSource Document:(\S+) .*?start (\d+) ; oa:end (\d+) .*?exact \"(.*?)\"", shown, re.DOTALL
    ).groups()
    written = (REPOSITORY / "seeds" / "documents" / source).read_text("utf-8")
    assert written[int(start) : int(end)] == exact
    assert run("build", "seeds/documents", "-o", str(tmp_path / "output")).returncode == 0
    graph = kg.load(tmp_path / "output")
    facts = graph.facts(subject=graph.entity("白鹭市总工会").iri, predicate="implements")
    assert exact in {quote.exact for fact in facts for quote in graph.quotes(fact)}


def test_the_python_page_runs() -> None:
    page = REPOSITORY / "docs" / "python.md"
    told = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    assert told.attempted > 10
    assert told.failed == 0


def test_the_word_the_form_and_the_rule_of_the_contributing_page_hold(tmp_path: Path) -> None:
    blocks = FENCE.findall((REPOSITORY / "CONTRIBUTING.md").read_text("utf-8"))
    (table,) = [body for language, body in blocks if language == "csv"]
    form, rule = [body for language, body in blocks if language == "yaml"]
    for name, body in (("lexicons/some.csv", table), ("forms/some.yaml", form), ("rules/some.yaml", rule)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(body, "utf-8")
    done = run("check", str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "holds night-school" in done.stdout
    assert "holds reading-room-opened" in done.stdout


def test_the_two_readmes_show_the_same_commands() -> None:
    assert commands(REPOSITORY / "README.md") == commands(REPOSITORY / "README.zh.md")


def test_the_changelog_knows_this_version() -> None:
    changes = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{kg.__version__}]" in changes or "## [Unreleased]" in changes


def test_make_targets_that_the_documents_name_exist() -> None:
    made = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        word for page in PAGES for word in re.findall(r"`?make ([a-z]+)", "\n".join(blocks_and_code(page)))
    }
    assert named - made == set()


def blocks_and_code(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return [body for _, body in FENCE.findall(text)] + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def test_the_page_of_the_ontology_is_what_the_ontology_says() -> None:
    written = [sys.executable, str(REPOSITORY / "docs" / "write_ontology.py"), "--check"]
    done = subprocess.run(
        written,
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": "."},
    )
    assert done.returncode == 0, "make docs writes it again"
