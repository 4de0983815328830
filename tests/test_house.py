"""The rules of the house that no linter knows: what importing costs, what the surface is, how seeds and sources are kept."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

import kg

REPOSITORY = Path(__file__).resolve().parent.parent
MODULES = sorted((REPOSITORY / "kg").rglob("*.py"))
LEXICONS = sorted((REPOSITORY / "seeds" / "lexicons").glob("*.csv"))
NOTATION = sorted(
    path for part in ("words", "forms", "rules") for path in (REPOSITORY / "seeds" / part).glob("*.yaml")
)
HEAVY = {
    "jieba",
    "rjieba",
    "networkx",
    "pyvis",
    "rdflib",
    "pyshacl",
    "pyoxigraph",
    "ahocorasick",
    "ahocorasick_rs",
    "yaml",
    "jinja2",
}
COLUMNS = ["name", "class", "aliases", "key", "level", "code", "parent", "since", "until", "source"]


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def said_by(*words: str, cwd: Path | None = None) -> str:
    run = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, cwd=cwd)
    assert run.returncode == 0, run.stderr
    return run.stdout


def imported_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    program = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    return set(json.loads(said_by("-c", program, cwd=REPOSITORY).splitlines()[-1]))


# --- what importing costs


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert imported_by("import kg") & (HEAVY | {"click", "rich", "msgspec"}) == set()


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    assert imported_by("import kg.cli") & HEAVY == set()


def test_no_module_does_anything_when_it_is_imported() -> None:
    """Definitions, constants and imports only; a call as a statement of its own would be an act."""
    acts = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ]
    assert acts == []


# --- the surface


@pytest.mark.parametrize("name", kg.__all__)
def test_every_name_of_the_surface_is_there_and_documented(name: str) -> None:
    value = getattr(kg, name)
    if isinstance(value, type) or callable(value):
        assert (value.__doc__ or "").strip(), f"kg.{name} has no docstring"
        assert not (value.__doc__ or "").startswith(f"{name}("), f"kg.{name} has only the generated docstring"


@pytest.mark.parametrize("name", [name for name in kg.__all__ if name[0].islower()])
def test_every_verb_of_the_surface_says_its_types(name: str) -> None:
    assert "return" in getattr(kg, name).__annotations__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing  # type: ignore[attr-defined]


# --- how modules are kept


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_its_sentence_and_stays_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module opens with one sentence: what comes in, what goes out"
    assert len(text.splitlines()) <= 330, "about 300 lines a module"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_called_after_nothing(path: Path) -> None:
    assert path.stem not in {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "common",
        "base",
        "factory",
        "misc",
    }


def test_what_the_package_imports_it_asks_for() -> None:
    """No dependency missing, and none that nobody imports; an extra's library counts as asked for."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [
        name for extra, names in project["optional-dependencies"].items() if extra != "dev" for name in names
    ]
    asked, optional = ({called(name) for name in names} for names in (project["dependencies"], extras))
    imported = {
        name.partition(".")[0]
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in names_in(node)
    }
    outside = imported - set(sys.stdlib_module_names) - {"kg", "pkg_resources"}
    assert outside - asked - optional == set()
    assert asked - outside == set()


def names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def called(requirement: str) -> str:
    """What a distribution is called when it is imported."""
    name = re.match(r"[\w-]+", requirement)
    assert name
    return {"PyYAML": "yaml", "msdoc2docx": "doc2docx"}.get(name[0], name[0].replace("-", "_").lower())


# --- how seeds are kept


@pytest.mark.parametrize("path", LEXICONS, ids=name_of)
def test_a_lexicon_is_sorted_sourced_and_unambiguous(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines)
        assert next(table) == COLUMNS
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in table]
    order = [(row["class"], row["name"]) for row in rows]
    assert order == sorted(order), "rows are sorted by class and name"
    named = Counter((row["class"], row["name"], row["key"], row["code"]) for row in rows)
    assert [key for key, count in named.items() if count > 1] == []
    assert [row["name"] for row in rows if not row["source"]] == [], "every row has a source"
    assert [
        row["name"] for row in rows if not row["name"] or any(cell != cell.strip() for cell in row.values())
    ] == []
    repeated = [row["name"] for row in rows if len(set(aliases := row["aliases"].split("|"))) < len(aliases)]
    assert repeated == [], "an alias stands once in a row"


def test_word_lists_have_names_of_their_own() -> None:
    lists = Counter(
        name
        for path in NOTATION
        if path.parent.name == "words"
        for name in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    )
    assert [name for name, count in lists.items() if count > 1] == []


@pytest.mark.parametrize("part", ["forms", "rules"])
def test_rules_and_forms_have_ids_of_their_own(part: str) -> None:
    ids = Counter(
        line.partition(":")[0]
        for path in NOTATION
        if path.parent.name == part
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"[\w-]+:", line)
    )
    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def kept_files() -> list[str]:
    """What git keeps; nothing where the project is not a checkout."""
    command = ["git", "-C", str(REPOSITORY), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\0")
    written = (".py", ".md", ".yaml", ".csv", ".ttl", ".toml", ".txt", ".cfg")
    # a case may be hostile on purpose
    return sorted(
        name
        for name in listed
        if name.endswith(written) and not name.startswith("tests/cases/") and (REPOSITORY / name).is_file()
    )


@pytest.mark.parametrize("name", kept_files())
def test_a_text_file_is_utf8_nfc_with_line_feeds(name: str) -> None:
    raw = (REPOSITORY / name).read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff"), "no byte-order mark"
    assert "\r" not in text, "lines end with a line feed"
    assert not text or text.endswith("\n"), "the last line ends too"
    if name.startswith("seeds/"):
        assert unicodedata.is_normalized("NFC", text)


# --- what goes into a package


def test_the_wheel_carries_ontology_and_seeds_and_works_alone(tmp_path: Path) -> None:
    said_by("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("policykg-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "alone")
    assert {"kg/_data/ontology/policy.ttl", "kg/_data/ontology/shapes.ttl", "kg/cli/__init__.py"} <= names
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'alone')!r})\n"
        "import kg, kg.seeds, kg.ontology\n"
        "print(kg.__file__); print(len(kg.seeds.load().rows) > 300, 'Organisation' in kg.ontology.load().classes)"
    )
    where, found = said_by("-I", "-c", program, cwd=tmp_path).splitlines()
    assert where == str(tmp_path / "alone" / "kg" / "__init__.py")
    assert found == "True True"
