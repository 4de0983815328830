"""The explorer as people use it: open, look, click, search, filter, read; by pointer and by keyboard, at any size."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import SMALL, WIDE, Opened
from tests.exports.explorer_graphs import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FACT = "(fact) => explorer.fact(...fact)"
RUNS = ["甲省总工会", "implements", "“暖心驿站”行动"]


def click_thing(page: Page, name: str) -> None:
    _click(page, page.evaluate("(name) => explorer.picture.spot(explorer.find(name))", name))


def click_fact(page: Page, fact: list[str]) -> None:
    _click(page, page.evaluate("(fact) => explorer.picture.spotOf(explorer.fact(...fact))", fact))


def _click(page: Page, spot: dict[str, float]) -> None:
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    page.wait_for_timeout(100)


def heading(page: Page) -> str:
    return page.locator("#reading h2").inner_text()


def marks(page: Page, mark: str) -> list[str]:
    return page.locator(f"#reading blockquote mark[data-mark={mark}]").all_inner_texts()


def test_it_opens_on_the_search_box_a_picture_and_what_is_here(opened: Opened) -> None:
    page = opened("small")
    assert page.evaluate("document.activeElement.id") == "search"
    assert heading(page) == "这里有什么"
    assert (
        page.locator("#status").inner_text()
        == "显示 10 / 14 个实体，10 / 18 条事实；其余 4 个属于未勾选的类型"
    )
    assert page.locator(".columnhead span").all_inner_texts() == ["组织机构", "法律文件", "项目与机制"]
    assert page.locator("#board g.thing").count() == 10
    assert page.locator("#board g.fact path.hit").count() == 10
    tops = page.locator("#reading .tops").all_inner_texts()
    assert len(tops) == 4
    assert "甲省总工会" in tops[0]


def test_a_click_on_a_card_reads_the_thing(opened: Opened) -> None:
    page = opened("small")
    click_thing(page, "甲省职工权益保护条例")
    assert heading(page) == "甲省职工权益保护条例"
    reading = page.locator("#reading").inner_text()
    for wanted in (
        "地方性法规",
        "职工权益保护条例",
        "通过日期",
        "2023-05-08",
        "依据",
        "中华人民共和国工会法",
    ):
        assert wanted in reading
    assert page.locator("#reading .facts .sentence").count() == 4


@pytest.mark.parametrize("view", ["columns", "network"])
def test_a_click_on_an_edge_shows_its_sentence(opened: Opened, view: str) -> None:
    page = opened("small")
    page.locator(f"button[data-view={view}]").click()
    click_fact(page, ["甲省职工权益保护条例", "basedOn", "中华人民共和国工会法"])
    assert (
        page.locator("#reading blockquote").inner_text()
        == "条例依据《中华人民共和国工会法》制定，对“暖心驿站”行动作出规定。"
    )
    assert marks(page, "s") == ["条例"]
    assert marks(page, "o") == ["中华人民共和国工会法"]
    assert "".join(marks(page, "m")) == "依据《》制定"
    values = page.locator("#reading .values").inner_text()
    assert "based-on" in values
    assert "动态.txt" in values
    colours = page.locator("#reading blockquote mark.filled").evaluate_all(
        "(some) => some.map((one) => one.style.getPropertyValue('--colour'))"
    )
    assert len(colours) == 2
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def test_a_fact_that_is_said_twice_leads_from_place_to_place(opened: Opened) -> None:
    page = opened("small")
    page.evaluate(
        f"(fact) => explorer.chooseFact(({FACT})(fact))", ["甲省总工会", "implements", "夏季送清凉活动"]
    )
    assert "共 2 处" in page.locator("#reading .head").inner_text()
    page.locator("#next").click()
    assert (
        page.locator("#reading blockquote").inner_text()
        == "各单位应当继续推进夏季送清凉活动，面向环卫工人发放清凉包。"
    )
    assert "要求" in page.locator("#reading .values").inner_text()
    assert "甲省总工会 承自前文" in page.locator("#reading").inner_text()
    assert page.evaluate("document.activeElement.id") == "previous" or page.locator("#next").is_disabled()


SEARCHES = [
    ("甲省总工会", "甲省总工会"),
    ("省总", "甲省总工会"),
    ("职工权益", "甲省职工权益保护条例"),
    ("工会法", "中华人民共和国工会法"),
    ("省人大常委会", "甲省人民代表大会常务委员会"),
    ("人社厅", "甲省人力资源和社会保障厅"),
    ("甲学院", "甲省工运学院"),
    ("《送清凉》", "夏季送清凉活动"),
    ("李四维", "李四维"),
]


@pytest.mark.parametrize(("typed", "found"), SEARCHES, ids=[typed for typed, _ in SEARCHES])
def test_search_finds_by_full_name_other_name_and_part(opened: Opened, typed: str, found: str) -> None:
    page = opened("small")
    page.keyboard.type(typed)
    assert page.locator("#found [aria-selected=true] .what").inner_text().startswith(found)
    page.keyboard.press("Enter")
    assert heading(page) == found
    assert page.evaluate("(name) => explorer.shown.things.has(explorer.find(name))", found)


def test_search_is_used_with_the_keyboard_alone(opened: Opened) -> None:
    page = opened("small")
    page.keyboard.type("甲省")
    options = page.locator("#found [role=option]")
    assert options.count() > 3
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-0"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-1"
    wanted = options.nth(1).locator(".what").inner_text()
    page.keyboard.press("Enter")
    assert wanted.startswith(heading(page))
    page.keyboard.press("Escape")
    page.keyboard.type("没有这个名字")
    assert "没有找到" in page.locator("#found").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()


def test_the_legend_filters_by_type(opened: Opened) -> None:
    page = opened("small")
    page.locator("[data-key=Organisation]").uncheck()
    assert page.locator(".columnhead span").all_inner_texts() == ["法律文件", "项目与机制"]
    page.locator("[data-key=Organisation]").check()
    page.locator("[data-key=Person]").check()
    assert page.locator(".columnhead span").all_inner_texts()[0] == "人物"
    assert page.evaluate("document.activeElement.dataset.key") == "Person"


def test_relations_are_a_filter_too(opened: Opened) -> None:
    page = opened("small")
    page.locator("#every-relation").click()
    assert page.locator("#empty").is_visible()
    page.locator("[data-key=implements]").check()
    assert page.locator("#status").inner_text().startswith("显示 4 / 14 个实体，3 / 18 条事实")
    page.locator("button[data-view=table]").click()
    assert page.locator("#rows tr").count() == 3


def test_the_list_holds_every_fact_and_can_be_sorted_and_sifted(opened: Opened) -> None:
    page = opened("small")
    page.locator("button[data-view=table]").click()
    assert page.locator("#rows tr").count() == 18
    assert page.locator("#status").inner_text() == "列出 18 / 18 条事实"
    page.locator("th.relation button").click()
    assert page.locator("th.relation").get_attribute("aria-sort") == "ascending"
    names = page.locator("td.relation").all_inner_texts()
    page.locator("th.relation button").click()
    assert page.locator("td.relation").all_inner_texts() == names[::-1]
    page.locator("#sift").fill("环卫工人")  # the object of two facts, and in the sentences of two more
    assert page.locator("#rows tr").count() == 4
    page.locator("#rows .said").first.click()
    assert page.locator("#reading blockquote").count() == 1
    assert page.locator("#rows tr.on").count() == 1


def test_around_one_thing_and_back(opened: Opened) -> None:
    page = opened("small")
    page.keyboard.type("李四维")
    page.keyboard.press("Enter")
    assert page.evaluate("explorer.state.scope.kind") == "near"
    assert page.evaluate("explorer.shown.things.size") == 4
    page.get_by_role("button", name="两层").click()
    assert page.evaluate("explorer.shown.things.size") > 4
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert heading(page) == "这里有什么"
    assert page.evaluate("explorer.state.scope.kind") == "strong"
    page.locator("#redo").click()
    assert heading(page) == "李四维"


def test_the_canvas_answers_to_keys(opened: Opened) -> None:
    page = opened("small")
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = heading(page)
    page.keyboard.press("ArrowDown")
    assert heading(page) != first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"
    page.keyboard.press("Escape")
    assert heading(page) == "这里有什么"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const name = one === document.body ? '' : one.id || one.dataset.view || one.dataset.key || one.className;
  return [name, parseFloat(style.outlineWidth), style.outlineStyle];
}"""


def test_tab_reaches_everything_and_shows_where_it_is(opened: Opened) -> None:
    page = opened("small")
    seen = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at[0]:
            assert at[1] >= 2, at
            assert at[2] != "none", at
            seen.add(at[0])
    assert {
        "columns",
        "network",
        "table",
        "language",
        "Organisation",
        "implements",
        "canvas",
        "nearer",
        "fit",
        "thing",
    } <= seen


CHINESE = r"""() => [...document.querySelectorAll('header *, #filters *, .bar *')]
  .filter((one) => !one.children.length && one.id !== 'language' && one.tagName !== 'BDI')
  .filter((one) => /[\u4e00-\u9fff]/.test(one.textContent))
  .map((one) => one.textContent)"""


def test_the_interface_speaks_both_languages_and_remembers(opened: Opened) -> None:
    page = opened("small")
    page.locator("#language").click()
    assert heading(page) == "What is here"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#status").inner_text().startswith("Showing 10 of 14 entities")
    assert "Legal instrument" in page.locator("#facet-type").inner_text()
    assert "implements" in page.locator("#facet-relation").inner_text()
    chinese = page.evaluate(CHINESE)
    assert chinese == []
    page.reload()
    assert heading(page) == "What is here"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, (1000, 700), SMALL, (2560, 1440)], ids=lambda size: f"{size[0]}px")
def test_it_fits_any_size_and_can_be_read(opened: Opened, size: tuple[int, int], scheme: str) -> None:
    page = opened("small", size, scheme)
    for act in (
        "null",
        f"explorer.chooseFact(({FACT})({RUNS}))",
        "document.querySelector('button[data-view=table]').click()",
    ):
        page.evaluate(act)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate(OUTSIDE) == []
    box = page.locator("#stage").bounding_box()
    assert box
    assert box["height"] > size[1] * 0.35


CONTRAST = r"""() => {
  const channels = (colour) => {
    const [r, g, b, a = 1] = colour.startsWith('color(')
      ? colour.match(/[\d.]+/g).map((part, at) => (at < 3 ? 255 * part : +part)) : colour.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3]));
  const light = (rgb) => rgb.map((part) => part / 255).map((s) => (s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4))
    .reduce((sum, s, at) => sum + s * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = channels(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const bad = [];
  for (const element of document.querySelectorAll('body *')) {
    const said = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!said || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('noscript, script, :disabled, canvas')) continue;
    const below = ground(element);
    const [one, other] = [light(over(channels(getComputedStyle(element).color), below)), light(below)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) bad.push(`${element.tagName}.${element.className} ${element.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return bad;
}"""

OUTSIDE = """() => [...document.querySelectorAll('header *, .bar *, #reading *, .sift *')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('svg, thead, #filters'))
  .filter((one) => one.getBoundingClientRect().width)
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 20)}`)"""


def test_on_a_small_screen_filters_open_and_the_reading_folds(opened: Opened) -> None:
    page = opened("small", SMALL)
    assert page.locator("#filters").is_hidden()
    page.locator("#open-filters").click()
    assert page.locator("#filters").is_visible()
    page.keyboard.press("Escape")
    page.locator("#open-filters").click()
    page.locator("#open-filters").click()
    assert page.locator("#filters").is_hidden()
    height = page.locator("#canvas").bounding_box()["height"]
    page.locator("#fold").click()
    page.wait_for_timeout(100)
    assert page.locator("#canvas").bounding_box()["height"] > height + 150
    click_thing(page, "甲省总工会")
    assert heading(page) == "甲省总工会"


def test_a_large_graph_opens_at_once_and_does_not_freeze(opened: Opened) -> None:
    began = monotonic()
    page = opened("large")
    assert heading(page) == "这里有什么"
    assert monotonic() - began < 20
    assert re.fullmatch(
        r"显示 \d+ / 830 个实体，[\d,]+ / [\d,]+ 条事实；其余联系较少", page.locator("#status").inner_text()
    )
    began = monotonic()
    for step in (
        "#everything",
        "button[data-view=network]",
        "button[data-view=table]",
        "button[data-view=columns]",
    ):
        page.locator(step).click()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert monotonic() - began < 40
    assert "每列只画联系最多的 240 个" in page.locator("#status").inner_text()
    page.locator("button[data-view=network]").click()
    assert page.evaluate("explorer.shown.things.size") >= 800
    page.locator("button[data-view=table]").click()
    assert page.locator("#rows tr").count() == 200
    page.locator("#more").click()
    assert page.locator("#rows tr").count() == 400


ACTIVE = "document.querySelectorAll('script, style, iframe, img, object, embed, link, base, a').length"


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_hostile_words_are_only_words(opened: Opened, size: tuple[int, int]) -> None:
    page = opened("hostile", size)
    elements = page.evaluate(ACTIVE)
    page.locator("#everything").click()
    for at in range(0, page.evaluate("explorer.content.things.iri.length"), 11):
        page.evaluate(f"explorer.chooseThing({at})")
        page.evaluate(f"explorer.chooseFact({at})")
    for view in ("network", "table"):
        page.locator(f"button[data-view={view}]").click()
    page.locator("#search").fill("<")
    for text in HOSTILE[:26]:
        page.locator("#search").fill(text[:60])
    page.locator("#language").click()
    assert page.evaluate("window.hacked") is None
    assert page.evaluate(ACTIVE) == elements
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(OUTSIDE) == []
    assert page.locator("#rows").is_visible()
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
