"""The pages of a running server in a browser: nothing is asked of anybody else, nothing complains, and queries can be written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser.conftest import SMALL, WIDE
from tests.browser.test_explorer import CONTRAST
from tests.serving import Server, serving
from tests.written import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

Visited = Callable[..., "Page"]
VIOLATION = "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))"
REFUSED = "error: Failed to load resource: the server responded with a status of 400 (Bad Request)"
UNION = "/page/Organisation/" + quote("甲市总工会")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Server]:  # noqa: ARG001 - none, no server
    with serving(written(tmp_path_factory.mktemp("editor"))) as running:
        yield running


@pytest.fixture
def visited(browser: Browser, server: Server) -> Iterator[Visited]:
    """Open a page of the server; at the end nobody else must have been asked, and nothing said on the console."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    asked: list[str] = []

    def visiting(path: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        contexts.append(context)
        context.add_init_script(VIOLATION)
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        return page

    yield visiting
    for context in contexts:
        context.close()
    assert [fault for fault in faults if fault != REFUSED] == []
    ours = (f"http://127.0.0.1:{server.port}/", f"blob:http://127.0.0.1:{server.port}/")
    assert [url for url in asked if not url.startswith(ours)] == []


def editor(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def rows(page: Page) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in page.locator("#answer tbody tr").all()]


def test_the_first_query_runs_by_ctrl_enter_and_shows_names_not_iris(visited: Visited) -> None:
    page = visited("/sparql-editor")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator("#answer tbody tr").first.wait_for()
    assert rows(page) == [["甲市总工会", "“暖冬”行动"]]
    assert page.locator("#answer a").first.get_attribute("href") == UNION
    assert re.match(r"1 行 rows，\d", page.locator("#status").inner_text())


@pytest.mark.parametrize(
    ("typed", "offered", "becomes"),
    [
        ("pk:impl", "pk:implements", "pk:implements"),
        ("实施", "pk:implements", "pk:implements"),
        ("SEL", "SELECT", "SELECT"),
        ("rdfs:la", "rdfs:label", "rdfs:label"),
        ("SELECT ?body { ?bo", "?body", "SELECT ?body { ?body}"),
    ],
)
def test_completion_offers_terms_keywords_and_variables(
    visited: Visited, typed: str, offered: str, becomes: str
) -> None:
    page = visited("/sparql-editor")
    editor(page, typed)
    first = page.locator(".cm-tooltip-autocomplete li").first
    first.filter(
        has_text=re.compile(f"^{re.escape(offered)}")
    ).wait_for()  # those for fewer letters come before
    page.wait_for_timeout(120)  # what is typed at once is not taken for a choice
    page.keyboard.press("Enter")
    assert page.locator(".cm-line").first.inner_text() == becomes


def test_an_error_is_shown_at_its_line(visited: Visited) -> None:
    page = visited("/sparql-editor")
    editor(page, "SELECT * {\n?a ?b\n")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator(".cm-lint-marker-error").wait_for()
    said = page.locator("#status").inner_text()
    assert "query:" in said
    assert page.locator("#found").is_hidden()
    editor(page, "ASK { ?a ?b ?c }")
    page.keyboard.press("Control+Enter")
    page.locator(".truth").wait_for()
    assert page.locator(".cm-lint-marker-error").count() == 0
    assert page.locator(".truth").inner_text() == "是 yes"


def test_a_ready_made_query_is_chosen_filled_kept_in_the_address_and_saved(visited: Visited) -> None:
    page = visited("/sparql-editor")
    page.locator("#named").select_option("programmes-for")
    assert page.locator("#about").inner_text()
    page.locator("#named").select_option("cited-by")
    box = page.locator("#parameters input")
    box.fill("志愿")
    page.keyboard.press("Enter")
    page.locator("#answer tbody tr").first.wait_for()
    found = rows(page)
    assert found
    assert all("志愿" in row[0] for row in found)
    assert page.url.endswith("#named=cited-by&%24law=" + quote("志愿"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "cited-by.csv"
    lines = Path(saved.value.path()).read_text("utf-8").splitlines()
    assert len(lines) == len(found) + 1
    other = visited("/sparql-editor" + page.url[page.url.index("#") :])
    other.locator("#answer tbody tr").first.wait_for()
    assert rows(other) == found


def test_a_written_query_comes_back_from_its_address(visited: Visited) -> None:
    page = visited("/sparql-editor")
    query = 'SELECT ?x { BIND("a&b=c#d%" AS ?x) }'
    page.evaluate("text => { location.hash = new URLSearchParams({ query: text }).toString() }", query)
    page.locator("#answer tbody tr").first.wait_for()
    assert rows(page) == [["a&b=c#d%"]]
    assert page.locator(".cm-line").first.inner_text() == query


def test_triples_are_shown_as_turtle_and_saved_in_other_forms(visited: Visited) -> None:
    page = visited("/sparql-editor")
    editor(page, "DESCRIBE ?a { ?a a pk:Person }")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator("#answer pre").wait_for()
    assert "张三" in page.locator("#answer pre").inner_text()
    assert page.locator("#downloads button").all_inner_texts() == [
        "Turtle",
        "N-Triples",
        "JSON-LD",
        "RDF/XML",
    ]


def test_words_from_the_graph_never_become_markup(visited: Visited) -> None:
    page = visited("/sparql-editor")
    hostile = "<img src=x onerror=window.hacked=1>"
    query = f'SELECT ?x ?y {{ BIND("{hostile}" AS ?x) BIND(<https://example.org/id/Person/%3Cb%3E> AS ?y) }}'
    page.evaluate("text => { location.hash = new URLSearchParams({ query: text }).toString() }", query)
    page.locator("#answer tbody tr").first.wait_for()
    assert rows(page) == [[hostile, "Person/<b>"]]
    assert page.evaluate("window.hacked") is None
    assert page.locator("#answer img, #answer b").count() == 0


def test_a_browser_that_opens_the_endpoint_is_sent_to_the_editor(visited: Visited) -> None:
    assert visited("/sparql").url.endswith("/sparql-editor")


PAGES = [
    "/",
    "/find?q=" + quote("甲"),
    "/find?type=Organisation",
    UNION,
    "/page/Document/notice.txt",
    "/page/Rule/runs",
    "/sparql-editor",
    "/ontology",
]


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (SMALL, "dark")], ids=["wide, light", "small, dark"]
)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_and_can_be_read(
    visited: Visited, path: str, size: tuple[int, int], scheme: str
) -> None:
    page = visited(path, size, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(CONTRAST) == []
    assert page.locator("h1").count() == 1


def test_search_and_links_lead_by_keyboard_from_the_home_page_to_a_sentence(visited: Visited) -> None:
    page = visited("/")
    page.keyboard.press("Tab")
    assert "跳到正文" in page.evaluate("document.activeElement.textContent")
    page.locator("#q").focus()
    page.keyboard.type("总工会")
    page.keyboard.press("Enter")
    page.locator("td a").first.focus()
    page.keyboard.press("Enter")
    page.locator("blockquote").first.wait_for()
    assert page.locator("h1").inner_text() == "甲市总工会"
    assert page.locator("mark.s").count() > 0


def test_the_explorer_works_behind_the_server(visited: Visited) -> None:
    page = visited("/explorer")
    assert page.locator("#reading h1, #reading h2").first.is_visible()
