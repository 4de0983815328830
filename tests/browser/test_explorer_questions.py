"""The queries that come with kg, asked in the page, answer as kg query does; one's own are answered too."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.verbs.query import named, query
from tests.browser.conftest import SMALL, Opened

pytestmark = pytest.mark.browser

VALUES = {
    "law": "条例",
    "programme": "行动",
    "body": "总工会",
    "group": "农民工",
    "person": "李",
    "name": "总工会",
    "day": "2024-01-01",
}


@pytest.fixture(scope="module")
def output(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    kg.build([repository / "seeds" / "documents"], folder, only=["graph", "evidence", "store", "explorer"])
    return folder


def level(rows: object) -> list[tuple[str, ...]]:
    """Rows whose lists are sorted: the order inside a list is no part of the answer."""
    assert isinstance(rows, list | tuple)
    return [tuple("、".join(sorted(cell.split("、"))) for cell in row) for row in rows]


def test_each_named_query_answers_as_kg_query_does(opened: Opened, output: Path) -> None:
    page = opened(output / "explorer.html")
    answered = 0
    for one in named():
        for values in ({}, {name: VALUES[name] for name in one.parameters}):
            expected = query(output, one.name, values)
            found = page.evaluate("([name, values]) => explorer.askNamed(name, values)", [one.name, values])
            assert tuple(found["columns"]) == expected.columns
            assert level(found["rows"]) == level(expected.rows), (one.name, values)
            answered += len(expected.rows)
    assert answered > 300


OWN = {
    "groups": """SELECT ?name (COUNT(*) AS ?facts) WHERE {
        ?s rdf:type pk:Programme ; rdfs:label ?name . ?s ?p ?o . FILTER(?p = pk:targets)
    } GROUP BY ?name ORDER BY DESC(?facts) ?name LIMIT 3""",
    "paths": "SELECT DISTINCT * WHERE { ?s pk:holdsPost/pk:postIn ?o } ORDER BY ?s ?o",
    "unions": """SELECT ?a WHERE {
        { ?x pk:leads ?y } UNION { ?x ^pk:issuedBy ?y } ?x rdfs:label ?a FILTER(STRLEN(?a) > 4 && !STRSTARTS(?a, "中"))
    } ORDER BY ?a""",
    "options": """SELECT ?l (IF(BOUND(?d), STR(?d), "-") AS ?when) WHERE {
        ?l a pk:LegalInstrument OPTIONAL { ?l pk:dateAdopted ?d }
    } ORDER BY ?l LIMIT 20""",
}


@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_a_query_of_one_s_own_answers_as_kg_query_does(opened: Opened, output: Path, text: str) -> None:
    page = opened(output / "explorer.html")
    expected = query(output, text)
    found = page.evaluate("(text) => explorer.ask(text)", text)
    assert len(expected.rows) > 0
    assert sorted(map(tuple, found["rows"])) == sorted(map(tuple, expected.rows))


def test_questions_are_asked_in_a_dialog_and_lead_to_things(opened: Opened, output: Path) -> None:
    page = opened(output / "explorer.html", SMALL)
    page.locator("#ask").click()
    page.locator("#question").select_option("who-runs-what")
    page.locator("#dialog input").fill("匠心")
    page.locator("#ask-now").click()
    assert page.locator("#answer tbody tr").count() == len(
        query(output, "who-runs-what", {"programme": "匠心"}).rows
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0]
    name = page.locator("#answer tbody .thing").first.inner_text()
    page.locator("#answer tbody .thing").first.click()
    assert page.locator("#reading h2").inner_text() == name
    page.locator("#ask").click()
    page.locator("#dialog summary").click()
    for wrong in (
        "SELECT ?x WHERE { ?x pk:",
        "DROP ALL",
        "SELECT ?x WHERE { SERVICE <http://a.example/> { ?x ?y ?z } }",
    ):
        page.locator("#query-text").fill(wrong)
        page.locator("#ask-now").click()
        assert page.locator("#answer [role=alert]").inner_text().startswith("不能这样问"), wrong
