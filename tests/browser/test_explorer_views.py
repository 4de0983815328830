"""The explorer's other ways: levels, time, source, paths, filters, the address, files, keys; in both languages, at two sizes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

import kg
from kg import ontology
from kg.exports import explorer
from kg.graph import gather
from kg.model import Entity, Literal
from tests.browser.conftest import SMALL, WIDE, Opened
from tests.exports.explorer_graphs import BASE, HOSTILE, NEWS_TEXT, large, reading

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

READ = "(fact) => explorer.chooseFact(explorer.fact(...fact))"
SAID = ["“暖心驿站”行动", "targets", "环卫工人"]
RUNS = ["甲省总工会", "implements", "夏季送清凉活动"]


def view(page: Page, name: str) -> None:
    page.locator(f"button[data-view={name}]").click()


def heading(page: Page) -> str:
    return page.locator("#reading h2").inner_text()


def shown(page: Page) -> set[str]:
    return set(page.evaluate("[...explorer.shown.things].map((at) => explorer.content.things.names[at][0])"))


def test_from_opening_to_the_sentences_of_a_chain_in_five_actions(opened: Opened, tmp_path: Path) -> None:
    page = opened("small")
    acts: tuple[Callable[[], None], ...] = (
        lambda: page.keyboard.type("省总"),
        lambda: page.keyboard.press("Enter"),
        lambda: page.locator("#find-path").click(),
        lambda: page.keyboard.type("工会法"),
        lambda: page.keyboard.press("Enter"),
    )
    for number, act in enumerate(acts):
        act()
        page.screenshot(path=tmp_path / f"{number}.png")
    chain = page.locator(".path").first
    assert [one.split("\n")[0] for one in chain.locator(".thing").all_inner_texts()] == [
        "甲省总工会",
        "“暖心驿站”行动",
        "甲省职工权益保护条例",
        "中华人民共和国工会法",
    ]
    said = chain.locator(".said").all_inner_texts()
    assert "甲省总工会要持续开展“暖心驿站”行动" in said[0]
    assert "条例依据《中华人民共和国工会法》制定" in said[2]
    assert len(list(tmp_path.glob("*.png"))) == len(acts) == 5
    assert shown(page) >= {"甲省总工会", "“暖心驿站”行动", "甲省职工权益保护条例", "中华人民共和国工会法"}
    chain.locator(".said").nth(2).click()
    assert page.locator("#reading blockquote mark[data-mark=o]").all_inner_texts() == ["中华人民共和国工会法"]


def test_two_things_that_nothing_joins_have_no_path(opened: Opened) -> None:
    page = opened("small")
    page.evaluate("explorer.findPaths(explorer.find('甲省工运学院'), explorer.find('工匠讲堂'))")
    assert page.locator(".path").count() == 1
    page.evaluate("explorer.findPaths(explorer.find('甲省工运学院'), explorer.find('甲省工运学院'))")
    assert page.locator(".path").count() == 0
    assert "没有路径" in page.locator("#reading").inner_text()


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_fits_and_speaks(opened: Opened, size: tuple[int, int], language: str) -> None:
    page = opened("small", size)
    if language == "en":
        page.locator("#language").click()
    wanted = {
        "levels": ("省级",) if language == "zh" else ("Province",),
        "timeline": ("2023 年",) if language == "zh" else ("2023",),
        "network": (),
        "table": ("实施",) if language == "zh" else ("implements",),
    }
    for name, words in wanted.items():
        view(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
        stage = page.locator("#stage").inner_text()
        assert all(word in stage for word in words), (name, words)
    view(page, "timeline")
    page.locator("#events .what").click()
    assert page.locator("#reading blockquote mark[data-mark=o]").inner_text() == "2023年5月8日"
    page.locator("[data-year='2023']").click()
    assert page.evaluate("[...explorer.state.only.year]") == ["2023"]


def test_the_network_is_drawn_with_forms_and_names(opened: Opened) -> None:
    page = opened("small")
    view(page, "network")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    inked = page.evaluate("""() => [...document.querySelectorAll('#net canvas')].map((one) => {
      const pen = document.createElement('canvas').getContext('2d');
      [pen.canvas.width, pen.canvas.height] = [one.width, one.height];
      pen.drawImage(one, 0, 0);
      const seen = new Set();
      const { data } = pen.getImageData(0, 0, one.width, one.height);
      for (let at = 3; at < data.length; at += 4) if (data[at]) seen.add(data.slice(at - 3, at).join());
      return [one.className, seen.size];
    })""")
    assert dict(map(tuple, inked))["names"] > 10
    assert (
        page.evaluate("explorer.picture.drawn().items.filter((item) => item.kind === 'path').length")
        >= 14 + 17
    )


def test_the_source_opens_beside_the_fact(opened: Opened) -> None:
    page = opened("small")
    page.evaluate(READ, SAID)
    page.locator("#read-source").click()
    assert page.locator("#source .text").inner_text() == NEWS_TEXT
    here = page.locator("#source mark.here")
    assert "".join(here.all_inner_texts()) == "“暖心驿站”行动，为环卫工人送去"
    named = page.locator("#source .text mark.filled").all_inner_texts()
    assert {"甲省总工会", "环卫工人", "省总", "省人社厅", "甲省职工权益保护条例", "李四维"} <= set(named)
    box, frame = here.bounding_box(), page.locator("#source").bounding_box()
    assert box
    assert frame
    assert frame["y"] < box["y"] < frame["y"] + frame["height"]
    page.keyboard.press("Escape")
    assert page.locator("#source").is_hidden()
    assert page.locator("#reading blockquote").is_visible()


def test_why_it_is_here_and_how_it_is_cited(opened: Opened) -> None:
    page = opened("small")
    page.evaluate(READ, RUNS)
    page.locator("#ask-why").click()
    why = page.locator("#why").inner_text()
    for word in (
        "runs",
        "“省总”读作主体",
        "“夏季送清凉活动”读作客体",
        ontology.load().properties["implements"].definition_zh,
    ):
        assert word in why
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy-citation").click()
    page.locator("#copied").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "省总还联合省人社厅启动夏季送清凉活动" in cited
    assert "第 2 行" in cited
    page.locator("#copy-link").click()
    for _ in range(50):
        if page.evaluate("navigator.clipboard.readText()") == page.url:
            break
        page.wait_for_timeout(100)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.keyboard.press("n")
    assert "第 2 处" in page.locator("#reading .head").inner_text()
    page.keyboard.press("p")
    assert "第 1 处" in page.locator("#reading .head").inner_text()


def test_neighbours_are_brought_in_and_sent_away(opened: Opened) -> None:
    page = opened("small")
    page.evaluate("explorer.chooseThing(explorer.find('甲省总工会'))")
    before = shown(page)
    assert "李四维" not in before
    page.locator("#reading section", has_text="李四维").first.locator(".turn").click()
    assert shown(page) == before | {"李四维"}
    page.locator("#reading section", has_text="李四维").first.locator(".turn").click()
    assert shown(page) == before
    page.keyboard.press("e")
    assert shown(page) >= before | {"李四维", "主席"}
    page.keyboard.press("k")
    assert page.locator("#pin").get_attribute("aria-pressed") == "true"
    page.keyboard.press("h")
    assert "甲省总工会" not in shown(page)
    assert heading(page) == "这里有什么"
    page.locator("#show-hidden").click()
    assert "甲省总工会" in shown(page)
    for _ in range(6):
        page.keyboard.press("Control+z")
    assert shown(page) == before
    page.keyboard.press("Control+y")
    assert page.evaluate("explorer.state.chosen !== null")


def test_around_a_thing_one_to_three_steps(opened: Opened) -> None:
    page = opened("small")
    page.evaluate("explorer.chooseThing(explorer.find('甲省工运学院'))")
    page.locator("#canvas").focus()
    sizes = []
    for _ in range(3):
        page.keyboard.press("f")
        sizes.append(page.evaluate("explorer.shown.things.size"))
    assert sizes == [2, 3, 5]
    assert page.locator("#depth-3").get_attribute("aria-pressed") == "true"
    page.locator("#leave").click()
    assert page.evaluate("explorer.state.scope.kind") == "strong"


def test_each_filter_counts_and_leaves_what_it_says(opened: Opened) -> None:
    page = opened("small")
    view(page, "table")
    for facet, value, count in (("file", "甲省/通知.md", 5), ("rule", "runs", 3)):
        box = page.locator(f"[data-facet={facet}]")
        box.locator("summary").click()
        row = box.locator(f"input[data-key='{facet} {value}']")
        assert row.locator("xpath=..").locator(".note").inner_text() == str(count)
        row.check()
        assert page.locator("#rows tr").count() == count
        page.locator("#clear").click()
        assert page.locator("#rows tr").count() == 18
    page.locator("[data-facet=mood] summary").click()
    page.locator("[data-key='mood ']").uncheck()
    assert page.locator("#rows tr").count() == 5


def test_the_address_brings_another_to_the_same_place(opened: Opened) -> None:
    page = opened("small")
    view(page, "network")
    page.evaluate("explorer.chooseThing(explorer.find('甲省总工会'))")
    page.keyboard.press("f")
    page.keyboard.press("f")
    page.evaluate(READ, RUNS)
    page.locator("#next").click()
    page.locator("#read-source").click()
    page.locator("[data-key=targets]").uncheck()
    told = page.locator("#status").inner_text(), page.locator("#reading").inner_text(), shown(page)
    other = opened("small")
    other.evaluate("(hash) => { location.hash = hash; }", page.url.split("#")[1])
    other.reload()
    other.locator("html[data-ready=yes]").wait_for(state="attached")
    assert (
        other.locator("#status").inner_text(),
        other.locator("#reading").inner_text(),
        shown(other),
    ) == told
    assert other.locator("#source .text").is_visible()
    other.evaluate("location.hash = 'thing=没有这个&view=nowhere&near=9,无&hidden=,,&at=-3'")
    other.locator("#reading h2", has_text="这里有什么").wait_for()


def saved(page: Page, kind: str) -> bytes:
    page.locator("#give").click()
    with page.expect_download() as waiting:
        page.locator(f"[data-give={kind}]").click()
    return Path(waiting.value.path()).read_bytes()


def test_what_is_shown_is_given_as_files(opened: Opened) -> None:
    page = opened("small")
    assert saved(page, "png").startswith(b"\x89PNG")
    drawing = ET.fromstring(saved(page, "svg"))  # noqa: S314 - our own page wrote it
    space = {"s": "http://www.w3.org/2000/svg"}
    assert "甲省总工会" in [text.text for text in drawing.iterfind(".//s:text", space)]
    assert len(drawing.findall(".//s:g[@class='thing']", space)) == 10
    rows = list(csv.reader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    assert rows[0][:4] == ["subject", "subject type", "relation", "object"]
    assert len(rows) == 1 + 11
    quoted = {tuple(row[:4:2] + row[3:4]): row[5:7] for row in rows}
    assert quoted["甲省职工权益保护条例", "basedOn", "中华人民共和国工会法"] == [
        "条例依据《中华人民共和国工会法》制定，对“暖心驿站”行动作出规定。",
        "甲省/动态.txt",
    ]
    network = ET.fromstring(saved(page, "gexf"))  # noqa: S314 - our own page wrote it
    space = {"g": "http://gexf.net/1.3"}
    assert len(network.findall(".//g:node", space)) == 10
    assert len(network.findall(".//g:edge", space)) == 10
    triples = list(parse(saved(page, "turtle"), format=RdfFormat.TURTLE))
    based = [one for one in triples if one.predicate.value.endswith("#basedOn")]
    assert [unquote(one.object.value) for one in based] == [f"{BASE}LegalInstrument/中华人民共和国工会法"]
    view(page, "table")
    page.locator("#give").click()
    assert page.locator("[data-give=png]").is_disabled()


def test_search_knows_initials_and_document_numbers(opened: Opened, tmp_path: Path) -> None:
    notice = Entity("PolicyDocument", "关于开展冬季送温暖工作的通知", ("关于开展冬季送温暖工作的通知",))
    body = Entity("MassOrganisation", "重庆市总工会", ("重庆市总工会",))
    words = "重庆市总工会发出《关于开展冬季送温暖工作的通知》（渝工发〔2025〕12号）"
    stated = (
        (notice, "issuedBy", body, "issues", words, "", "重庆市总工会", ""),
        (
            notice,
            "documentNumber",
            Literal("渝工发〔2025〕12号"),
            "number",
            words,
            "",
            "渝工发〔2025〕12号",
            "",
        ),
    )
    path = tmp_path / "numbers.html"
    explorer.write(
        gather((reading("a.txt", f"{words}。", stated),), BASE),
        ontology.load(),
        path,
        {"a.txt": f"{words}。"},
    )
    page = opened(path)
    for typed, found in (
        ("cqszgh", "重庆市总工会"),
        ("zqszgh", "重庆市总工会"),
        ("szgh", "重庆市总工会"),
        ("swn", "关于开展冬季送温暖工作的通知"),
        ("渝工发〔2025〕12号", "关于开展冬季送温暖工作的通知"),
        ("渝工发2025", "关于开展冬季送温暖工作的通知"),
    ):
        page.locator("#search").fill(typed)
        assert page.locator("#found [aria-selected=true] .what bdi").first.inner_text() == found, typed
    page.locator("#search").fill("xyzw")
    assert "没有找到" in page.locator("#found").inner_text()


def test_light_and_dark_are_chosen_and_remembered(opened: Opened) -> None:
    page = opened("small")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#shade").click()
    page.locator("#shade").click()
    assert page.locator("#shade").get_attribute("aria-label") == "明暗: 暗"
    assert page.evaluate(ground) != light
    page.reload()
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    assert page.evaluate(ground) != light


def test_the_keys_are_told(opened: Opened) -> None:
    page = opened("small")
    page.locator("#canvas").focus()
    page.keyboard.press("?")
    assert page.locator("#dialog kbd").count() > 10
    page.keyboard.press("Escape")
    for number, name in enumerate(("columns", "network", "levels", "timeline", "table"), 1):
        page.keyboard.press(str(number))
        assert page.evaluate("document.body.dataset.view") == name


def test_what_the_page_cannot_hold_it_says(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "part.html"
    graph, texts = large(300)
    explorer.write(graph, ontology.load(), path, texts, most=40)
    page = opened(path)
    page.locator("#everything").click()
    status = page.locator("#status").inner_text()
    assert f"/ {len(graph.entities)} 个实体" in status
    assert "本页只收入联系最多的 40 个实体" in status
    assert "本页只收入联系最多的 40 个实体" in page.locator("#reading").inner_text()


def test_print_leaves_the_picture_and_the_reading(opened: Opened) -> None:
    page = opened("small")
    page.evaluate(READ, RUNS)
    page.emulate_media(media="print")
    for hidden in (".search", "#filters", ".tools", ".acts"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator("#reading blockquote").is_visible()
    assert page.locator("#board svg").is_visible()


@pytest.fixture(scope="module")
def axe(repository: Path) -> str:
    file = repository / "kg/exports/explorer/web/node_modules/axe-core/axe.min.js"
    if not file.exists():
        pytest.skip("make bundles installs axe-core")
    return file.read_text("utf-8")


RULES = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((one) => one.target.join(' ')).join(' | ')}`)"""


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (SMALL, "dark")], ids=["wide", "small"])
def test_axe_finds_nothing(opened: Opened, axe: str, size: tuple[int, int], scheme: str) -> None:
    page = opened("small", size, scheme)
    page.evaluate(axe)
    for name in ("columns", "network", "levels", "timeline", "table"):
        view(page, name)
        assert page.evaluate(RULES) == [], name
    page.evaluate(READ, RUNS)
    page.locator("#read-source").click()
    assert page.evaluate(RULES) == [], "source"
    page.locator("#close-source").click()
    page.locator("#search").fill("省")
    assert page.evaluate(RULES) == [], "search"
    page.locator("#search").press("Escape")
    page.locator("#give").click()
    assert page.evaluate(RULES) == [], "dialog"
    page.keyboard.press("Escape")
    page.evaluate(
        "document.querySelector('#reading').innerText && document.querySelector('h1').setAttribute('role', 'nothing')"
    )
    assert any(found.startswith("aria-roles") for found in page.evaluate(RULES))


ACTIVE = """document.querySelectorAll('script, style, iframe, img, object, embed, link, base, form, video').length"""


def test_hostile_documents_stay_words_from_the_file_to_the_page(opened: Opened, tmp_path: Path) -> None:
    assert len(HOSTILE) >= 60
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(HOSTILE):
        named = text[:2000]
        words = (
            f"# {named}\n\n甲市总工会开展“{named}”行动。甲市总工会印发《{named}办法》，面向{named}职工。\n"
        )
        (folder / f"{number}.md").write_bytes(words.encode("utf-8", "surrogatepass"))
    kg.build([folder], tmp_path / "out", only=["explorer"])
    page = opened(tmp_path / "out" / "explorer.html")
    page.locator("#everything").click()
    elements = page.evaluate(ACTIVE)
    facts = page.evaluate("explorer.content.facts.subject.length")
    assert facts > 20
    for at in range(0, facts, 16):
        page.evaluate(f"explorer.chooseFact({at})")
        if at % 64 == 0:
            page.locator("#read-source").click()
    for name in ("network", "timeline", "table", "levels"):
        view(page, name)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate(ACTIVE) == elements
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE[0]
