"""Sixty hostile names, titles and sentences, from documents to pages: none runs, none breaks a page, nobody else is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import kg
from kg import ontology
from kg.exports import report
from kg.exports.network import picture
from kg.graph import gather
from tests.browser.conftest import SMALL, WIDE
from tests.exports.explorer_graphs import BASE
from tests.hostile import EVIL, WORDS, by_hand, documents
from tests.serving import Server, serving
from tests.written import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Opened = Callable[..., "Page"]

OURS = """html head body meta title style script noscript main header nav section aside figure figcaption div span p a h1 h2 h3
  ul ol li dl dt dd table thead tbody tr th td details summary bdi mark small strong code i br blockquote form label input button
  canvas svg g rect path circle"""
"""The elements that pages of ours have."""

STATE = """(ours) => {
  const every = [...document.querySelectorAll('*')].filter((one) => !one.closest('#canvas *'));
  const attributes = every.flatMap((one) => [...one.attributes]);
  const leads = attributes.filter((one) => ['href', 'src', 'action'].includes(one.name)).map((one) => one.value);
  return {
    hacked: window.hacked ?? null,
    wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    low: document.querySelector('main').getBoundingClientRect().height < 60,
    seen: document.querySelector('h1').checkVisibility({ visibilityProperty: true }),
    made: [...new Set(every.map((one) => one.localName))].filter((name) => !ours.split(/\\s+/).includes(name)),
    handlers: attributes.map((one) => one.name).filter((name) => /^on|^style$|^srcdoc$/.test(name)),
    leads: leads.filter((to) => !/^[/#]|^https:.{2}w3id[.]org[/]policykg[/]/.test(to)),
    turned: /[\\u202a-\\u202e\\u2066-\\u2069\\u200b]/.test(document.body.innerText),
  };
}"""
"""What would show that words were more than words."""

SOUND = {
    "hacked": None,
    "wide": 0,
    "low": False,
    "seen": True,
    "made": [],
    "handlers": [],
    "leads": [],
    "turned": False,
}


def sound(page: Page) -> None:
    """Nothing ran, nothing was made of words, nothing is pushed out of the page."""
    assert page.evaluate(STATE, OURS) == SOUND, page.url


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Path:  # noqa: ARG001 - none, no build
    """What a build makes of documents that say the words."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    only = ["graph", "evidence", "report", "store"]
    kg.build([documents(folder / "in")], folder / "output", cache=folder / "cache", workers=1, only=only)
    return folder / "output"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Server]:  # noqa: ARG001 - none, no server
    """A server over a graph in which each is a label, whatever a reader would make of it."""
    with serving(written(tmp_path_factory.mktemp("by-hand"), made=by_hand()), "--workers", "1") as running:
        yield running


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Open a page; at the end nothing must have been said on the console, shown as a dialog, or asked of others."""
    contexts, faults, asked = [], list[str](), list[str]()

    def opening(url: str, size: tuple[int, int] = WIDE) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 404" not in fault] == []
    assert [url for url in asked if not url.startswith(("file:///", "http://127.0.0.1:"))] == []


def test_the_words_reach_the_graph(read: Path) -> None:
    """From document to label. Those that the reader takes for white space, or for a binary file, stand in the graph by hand."""
    graph = kg.load(read).graph()
    labels = [node.label for nodes in (graph.entities, graph.documents) for node in nodes.values()]
    reached = [words for words in WORDS if any(words.strip()[:30] in label for label in labels)]
    assert len(WORDS) >= 60
    assert len(reached) >= len(WORDS) - 8
    assert max(len(node.label) for node in gather(by_hand(), BASE).entities.values()) >= 100_000


def test_a_report_says_them_as_words(opened: Opened, read: Path, tmp_path: Path) -> None:
    told = tuple(report.Read(words[:90], "failed", words) for words in WORDS)
    dropped = (report.Dropped("甲", "a", 1, WORDS[:10]),)
    made = report.page(gather(by_hand(), BASE), ontology.load(), report.Account(told, dropped))
    (tmp_path / "report.html").write_bytes(made.encode())
    for path, size in ((read / "report.html", WIDE), (tmp_path / "report.html", SMALL)):
        page = opened(path.as_uri(), size)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        sound(page)
    assert "<script>window.hacked=1</script>" in page.locator("main").inner_text()


def test_a_pyvis_page_says_them_as_words(opened: Opened, read: Path, tmp_path: Path) -> None:
    for size, graph in ((WIDE, kg.load(read).graph()), (SMALL, gather(by_hand(), BASE))):
        picture(graph).write(tmp_path / f"{size[0]}.html")
        page = opened((tmp_path / f"{size[0]}.html").as_uri(), size)
        sound(page)
        told = page.evaluate("""() => JSON.parse(document.getElementById('content').textContent).things.map((thing) => {
          const field = document.getElementById('search');
          field.value = thing.names[0].slice(0, 200);
          field.dispatchEvent(new Event('input'));
          document.querySelector('#found button')?.click();
          return document.documentElement.scrollWidth <= innerWidth && document.querySelectorAll('#reading h2').length === 1;
        })""")
        assert len(told) > 60
        assert all(told)
        sound(page)


def test_served_pages_say_them_as_words(opened: Opened, server: Server) -> None:
    names = sorted(node.iri.removeprefix(BASE) for node in gather(by_hand(), BASE).entities.values())
    things = [f"/page/{name}" for name in names if name.startswith("Organisation/")]
    assert len(things) >= 60
    asked = [f"/find?q={quote(words[:150], errors='replace')}" for words in WORDS[:60:12]]
    nowhere = [f"/page/Person/{quote(words[:150], safe='', errors='replace')}" for words in WORDS[:60:12]]
    lists = [f"/find?type={kind}" for kind in ("Organisation", "LegalInstrument", "Document")]
    origin = f"http://127.0.0.1:{server.port}"
    page = opened(f"{origin}/")
    for at, path in enumerate(("/", *lists, *things[::6], *asked, *nowhere)):
        page.set_viewport_size({"width": (WIDE, SMALL)[at % 2][0], "height": 800})
        page.goto(origin + path)
        sound(page)


def test_the_walk_says_them_as_words(opened: Opened, server: Server) -> None:
    origin = f"http://127.0.0.1:{server.port}"
    page = opened(f"{origin}/walk", SMALL)
    for words in ("<script", "<img", "onfocus", "长长长"):
        page.locator("#from").fill(words)
        page.locator("#suggested li").first.wait_for()
        sound(page)
        page.keyboard.press("Enter")
        page.locator(".relation").first.click()
        page.locator(".neighbours blockquote").first.wait_for()
        sound(page)
    page.goto(f"{origin}/find")  # two addresses that differ after # are one page
    page.goto(f"{origin}/walk#Person/<img src=x onerror=window.hacked=1>,<script>/x;</script>")
    page.locator(".stop .failed").first.wait_for()
    sound(page)


def test_a_page_that_takes_them_for_more_is_found_out(browser: Browser) -> None:
    """The control: put into a page as they are, most of the words do one of the things that must not be."""
    from playwright.sync_api import Error

    context, harmless = browser.new_context(), list[str]()
    context.route("**/*", lambda route: route.abort())
    for words in WORDS:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        bad = words.encode("utf-8", "replace").decode()[:2000]
        try:
            page.set_content(
                f'<main><h1>页</h1><p title="{bad}">{bad}</p><p>完</p></main>', wait_until="domcontentloaded"
            )
            spoilt = not page.locator("main h1").count() or page.evaluate(STATE, OURS) != SOUND
        except Error:  # it has led the page away
            spoilt = True
        if not spoilt and not any(EVIL in url for url in asked):
            harmless.append(words[:40])
        page.close()
    context.close()
    assert len(harmless) <= len(WORDS) - 40, harmless
