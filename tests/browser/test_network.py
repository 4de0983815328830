"""The pyvis page in a browser: read by search or click, both languages, any size; a frame in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.exports.network import picture
from tests.browser.conftest import SMALL, WIDE, Opened
from tests.browser.test_explorer import CONTRAST
from tests.exports.explorer_graphs import large, small

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DRAWN = """() => {
  const canvas = document.querySelector('#canvas canvas');
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
  return seen.size;
}"""
"""How many colours there are on the canvas."""


def drawn(page: Page, wanted: Callable[[int], bool]) -> bool:
    """Whether the picture comes to have so many colours; its policy lets no waiting of the driver's run in the page."""
    for _ in range(100):
        if wanted(page.evaluate(DRAWN)):
            return True
        page.wait_for_timeout(50)
    return False


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    picture(small()[0]).write(tmp_path / "network.html")
    return tmp_path / "network.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_it_is_drawn_and_read(opened: Opened, page_file: Path, size: tuple[int, int], scheme: str) -> None:
    page = opened(page_file, size, scheme)
    for language, title in (("中文", "政策知识图谱"), ("English", "Policy knowledge graph")):
        page.get_by_label(language).check(force=True)
        assert page.locator("h1").inner_text() == title
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(CONTRAST) == []
    assert page.evaluate(DRAWN) > 20
    page.locator("#search").fill("工匠")
    page.locator("#found button").click()
    assert page.locator("#reading h2").inner_text() == "工匠讲堂"
    assert page.locator("#reading li").count() == 2
    assert "李四维" in page.locator("#reading").inner_text()
    assert "要把工匠讲堂办到车间里" in page.locator("#reading blockquote").all_inner_texts()
    page.locator("#reading .end", has_text="李四维").click()
    assert page.locator("#reading h2").inner_text() == "李四维"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(CONTRAST) == []


def test_a_click_on_the_picture_tells(opened: Opened, page_file: Path) -> None:
    page = opened(page_file, WIDE)
    page.locator("#search").fill("甲省总工会")
    page.locator("#found button").first.click()  # stands in the middle of the picture then
    page.locator("#search").fill("送清凉")
    page.locator("#found button").first.click()
    told = page.locator("#reading h2").inner_text()
    box = page.locator("#canvas").bounding_box()
    assert box
    page.wait_for_timeout(50)
    page.evaluate("document.getElementById('reading').replaceChildren()")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#reading h2").wait_for()
    assert page.locator("#reading h2").inner_text() == told


def test_types_are_hidden_and_shown_by_their_legend(opened: Opened, page_file: Path) -> None:
    page = opened(page_file, WIDE)
    before = page.evaluate(DRAWN)
    buttons = page.locator("#kinds button")
    for at in range(buttons.count()):
        buttons.nth(at).click()
    assert page.locator('[aria-pressed="true"]').count() == 0
    assert drawn(page, lambda colours: colours < before / 2)
    buttons.first.click()
    assert drawn(page, lambda colours: colours > 3)


def test_a_large_graph_says_of_how_much_it_is(opened: Opened, tmp_path: Path) -> None:
    picture(large(1800)[0]).write(tmp_path / "large.html")
    page = opened(tmp_path / "large.html", WIDE)
    assert page.locator("#size .zh").inner_text().startswith("显示 1,500 / 1,")
    assert page.evaluate(DRAWN) > 20


def test_in_a_notebook_it_runs_in_a_frame_that_reaches_nothing(opened: Opened, tmp_path: Path) -> None:
    frame = picture(small()[0])._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<!doctype html><title>notebook</title>{frame}", "utf-8")
    page = opened(tmp_path / "notebook.html", WIDE)
    inside = page.frame_locator("iframe")
    inside.locator("#search").fill("李四维")
    inside.locator("#found button").first.click()
    assert inside.locator("#reading h2").inner_text() == "李四维"
    assert (
        page.frames[1].evaluate(
            "(() => { try { return parent.document.title } catch { return 'barred' } })()"
        )
        == "barred"
    )
