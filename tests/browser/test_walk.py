"""The walk in a browser: set out by a name, open a relation, go on to a neighbour, come back; each step has its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import SMALL, WIDE
from tests.browser.test_explorer import CONTRAST
from tests.serving import Server, serving
from tests.written import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Server]:  # noqa: ARG001 - none, no server
    with serving(written(tmp_path_factory.mktemp("walk")), "--workers", "1") as running:
        yield running


@pytest.fixture(params=[(WIDE, "light"), (SMALL, "dark")], ids=["wide", "small"])
def page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The walk, before the first step; at the end nobody else must have been asked, and nothing said on the console."""
    size, scheme = request.param
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.goto(f"http://127.0.0.1:{server.port}/walk")
    yield opened
    wide = opened.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= size[0]
    assert said == []
    assert [url for url in asked if not url.startswith(f"http://127.0.0.1:{server.port}/")] == []


def set_out(page: Page, words: str) -> None:
    page.locator("#from").fill(words)
    page.locator("#suggested li").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".stop .relation").first.wait_for()


def stop(page: Page, number: int) -> Locator:
    found = page.locator(".stop").nth(number)
    found.locator("h2").wait_for()
    return found


def step(page: Page, at: int, relation: str, label: str) -> None:
    here = stop(page, at)
    here.locator(".relation", has_text=relation).click()
    here.locator(".step", has_text=label).click()


def test_each_step_shows_the_sentence_that_says_it(page: Page) -> None:
    set_out(page, "市总工会")
    assert stop(page, 0).locator("h2").inner_text() == "甲市总工会"
    step(page, 0, "实施", "“暖冬”行动")
    here = stop(page, 1)
    assert here.locator("h2").inner_text() == "“暖冬”行动"
    assert here.locator(".via mark.s").inner_text() == "甲市总工会"
    assert here.locator(".via mark.o").inner_text() == "“暖冬”行动"
    step(page, 0, "合作", "甲市民政局")
    assert stop(page, 1).locator("h2").inner_text() == "甲市民政局"
    step(page, 1, "制发了", "通知")
    assert "通知" in stop(page, 2).locator("h2").inner_text()
    assert page.locator('.step[aria-current="true"]').count() == 2
    assert page.evaluate(CONTRAST) == []


def test_the_way_stands_in_the_address_and_back_goes_back(page: Page) -> None:
    set_out(page, "张三")
    step(page, 0, "担任", "主席")
    step(page, 1, "设于", "甲市总工会")
    assert stop(page, 2).locator("h2").inner_text() == "甲市总工会"
    page.reload()
    assert stop(page, 2).locator(".via").inner_text().startswith("张三任甲市总工会主席")
    page.go_back()
    stop(page, 1)
    page.locator(".stop").nth(2).wait_for(state="detached")
    assert page.locator(".stop h2").all_inner_texts() == ["张三", "主席"]


def test_names_are_chosen_by_the_arrow_keys(page: Page) -> None:
    page.locator("#from").fill("甲市")
    page.locator("#suggested li").nth(1).wait_for()
    names = page.locator("#suggested li > bdi").all_inner_texts()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    chosen = page.locator('#suggested [aria-selected="true"]')
    assert chosen.locator("> bdi").inner_text() == names[-1]
    assert page.locator("#from").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    assert stop(page, 0).locator("h2").inner_text() == names[-1]
    assert page.locator("#suggested").is_hidden()


def test_what_nobody_is_called_is_said(page: Page) -> None:
    page.locator("#from").fill("没有这样的名称")
    page.locator("#status", has_text="没有这样称呼的").wait_for()
    assert page.locator("#suggested").is_hidden()
