"""Names as keys: one spelling for what is written in several ways."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Literal

BLANKS = re.compile(r"[\s\u3000\ufeff\u200b]+")
VERSION_TAIL = re.compile(
    r"[（(][^（）()]*(?:修正(?!案)|修订|试行|暂行|公布|通过|施行|草案|征求意见稿|送审稿|审议稿|版|失效|废止)[^（）()]*[）)]$"
)
TRIAL_TAIL = re.compile(r"[（(](?:试行|暂行)[）)]$")
TERM = re.compile(r"第?[零〇一二三四五六七八九十百\d]+届")
HALF = str.maketrans("０１２３４５６７８９", "0123456789")
INNER = str.maketrans(
    {
        "《": "〈",
        "》": "〉",
        "<": "〈",
        ">": "〉",
        "＜": "〈",
        "＞": "〉",
        "(": "（",
        ")": "）",
        "•": "·",
        "・": "·",
    }
)


@lru_cache(maxsize=1 << 15)
def squeeze(text: str) -> str:
    """A name without white space and without the breaks that stood in it. Texts say the same names again and again."""
    return BLANKS.sub("", text)


def bare_title(text: str) -> str:
    """A title without its brackets, with one kind of inner bracket."""
    title = squeeze(text)
    while title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title.translate(INNER)


def without_version(title: str) -> str:
    """公司法（2023年修订） → 公司法; （试行） belongs to the title."""
    while VERSION_TAIL.search(title) and not TRIAL_TAIL.search(title):
        title = VERSION_TAIL.sub("", title)
    return title


def without_term(name: str) -> str:
    """第十四届全国人大常委会 → 全国人大常委会: a term is of the body, not another body."""
    return TERM.sub("", name)


def number_literal(said: str) -> Literal:
    """A document number in its one spelling: 国发〔2024〕1号; a blank stays only between the names of two issuers."""
    plain = re.sub(" ?第", "第", BLANKS.sub(" ", said.strip())).translate(HALF)
    plain = re.sub(r"(?<![\u4e00-\u9fff]) | (?![\u4e00-\u9fff])| (?=[\u4e00-\u9fff][\d第（(])", "", plain)
    plain = re.sub(r"[（(](第[^（）()]*)$", r"\1", plain)  # 公告（第25号）
    return Literal(re.sub(r"[〔［\[【（(﹝〖](\d{4})[〕］\]】）)﹞〗]", r"〔\1〕", plain))
