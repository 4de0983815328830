"""Pages opened in headless Chromium without a network; what a page asks for, says or breaks is kept and judged at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import ontology
from kg.exports import explorer
from tests.exports import explorer_graphs as graphs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--use-angle=swiftshader",  # the network view draws with WebGL, on whatever machine this is
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, SMALL = (1440, 900), (400, 800)

Opened = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (make test installs it)"
    )
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that the tests open, by the name of their graph."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"small": graphs.small(), "large": graphs.large(830), "hostile": graphs.hostile()}
    for name, (graph, texts) in made.items():
        explorer.write(graph, ontology.load(), folder / f"{name}.html", texts)
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end of the test nothing must have been fetched, and nothing said on the console."""
    with _opening(browser, files) as opening:
        yield opening


@contextmanager
def _opening(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    asked: list[str] = []

    def opening(
        name: str | Path, size: tuple[int, int] = WIDE, scheme: str = "light", **more: object
    ) -> Page:
        path = name if isinstance(name, Path) else files[name]
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            offline=True,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))"
        )
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        if page.locator(
            "script#places"
        ).count():  # the explorer reads its sentences in after the first picture
            page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    yield opening
    pages = sum(len(context.pages) for context in contexts)
    for context in contexts:
        context.close()
    assert faults == []
    assert len([url for url in asked if url.startswith("file:")]) >= pages
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(set(asked)) <= pages
