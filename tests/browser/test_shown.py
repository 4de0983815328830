"""What the reader of HTML takes out of a page is what Chromium shows of it, however broken the page is."""

from __future__ import annotations

import re
from html import unescape
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.readers.pages import whole

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = 80
BITS = (
    *"甲 <p> </p> <div> </div> <table> <tr> <td> </td> </table> <ul> <li> </ul> <ol> <b> </b> <i> </i> </a> <span>".split(),
    *"<br> <h2> </h2> &nbsp; &lt; &amp; &#20013; &#128; &copy <form> </form> <th> <caption> <dl><dt> <dd> <pre> </pre> <".split(),
    *"</ <center> </font> <section> <em> </em> <tbody> <template>模</template> <p/> </br> </body> </html> <body> <o:p>".split(),
    *"<summary> <hr> <label> <blockquote> <![if] <![endif]> </丙>".split(),
    "乙 ", "丙\n", "< 5", "<!-- 注 -->", "<script>var a='<p>甲</p>'</script>", '<p title="a>b">', "<font color=red>",
    "<a href=x>", "</span>", "<span hidden>", "<details open>", "<img alt=像>", '<i style="display: none">',
)  # fmt: skip


def shown(page: Page, text: str) -> str:
    """The visible characters of a page as Chromium tells them."""
    page.set_content(text)
    said: str = page.evaluate("document.body ? document.body.innerText : ''")
    return "".join(said.split())


def read(text: str) -> str:
    parts, flaws = whole(text, {})
    assert flaws == (), text
    return "".join("".join(part.text.split()) for part in parts)


def test_the_text_of_broken_pages_is_what_a_browser_shows(browser: Browser) -> None:
    dice = Random(48)  # noqa: S311 - any pages will do
    texts = ["".join(dice.choices(BITS, k=dice.randint(3, 40))) for _ in range(PAGES)]
    page = browser.new_page(offline=True)
    page.route("**/*", lambda route: route.abort())
    told = [(text, shown(page, text)) for text in texts]
    page.close()
    assert [(text, said, read(text)) for text, said in told if said != read(text)] == []
    naive = sum(said != "".join(unescape(re.sub("<[^>]*>", "", text)).split()) for text, said in told)
    assert naive > PAGES / 10  # the positive control: tags cut out by a pattern
