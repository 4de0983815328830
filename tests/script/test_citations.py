"""What citations of provisions say: expressions in, chains of steps out."""

from __future__ import annotations

import pytest

from kg.entities.provisions import label
from kg.script.citations import ProvisionBook
from kg.seeds import load

BOOK = ProvisionBook(load())
SAID = {
    "第二十条第一款": ["第二十条第一款"],
    "第20条": ["第二十条"],
    "第 55 条": ["第五十五条"],
    "第１２条": ["第十二条"],
    "第一百二十条之一": ["第一百二十条之一"],
    "第四十二条第一款第（二）项": ["第四十二条第一款第（二）项"],
    "第十条第一、二款": ["第十条第一款", "第十条第二款"],
    "第一款第（三）、（五）项": ["第一款第（三）项", "第一款第（五）项"],
    "第五条至第八条": ["第五条", "第六条", "第七条", "第八条"],
    "第五十一条至五十三条": ["第五十一条", "第五十二条", "第五十三条"],
    "第143-145条": ["第一百四十三条", "第一百四十四条", "第一百四十五条"],
    "第（一）至（三）项": ["第（一）项", "第（二）项", "第（三）项"],
    "第一百二十条之一至第一百二十条之三": ["第一百二十条之一", "第一百二十条之二", "第一百二十条之三"],
    "第一编第一章至第二章": ["第一编第一章", "第一编第二章"],
    "第八条至第五条": ["第八条", "第五条"],
}


@pytest.mark.parametrize("said", SAID)
def test_a_citation_says_its_steps(said: str) -> None:
    assert [label(chain) for chain in BOOK.read(said).chains] == SAID[said]


def test_what_a_citation_begins_with() -> None:
    assert [BOOK.read(said).relative for said in ("前款第（二）项", "前两款", "该条第二款", "第二款")] == [
        "前款",
        "前两款",
        "该条",
        "",
    ]
