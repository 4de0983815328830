"""Documents of known text, made by the dozen: what each says line by line, in its order; and how much of it was read."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from random import Random

from msgspec import Struct

_BODIES = "白鹭市总工会 青禾县教育局 临溪区人民政府 松台街道办事处 市发展改革委 县农业农村局 省文化和旅游厅 区卫生健康委".split()
_DEEDS = "建设便民书屋 开展技能培训 修缮老旧小区 发放助学补贴 举办社区夜课 核查河道水质 公布年度清单 受理群众来信".split()
_MANNERS = "按季度 会同有关单位 通过公开招标 在每年六月底前 依托现有场所 根据实际需要 以购买服务的方式 分批次".split()
_AIMS = (
    "方便居民办事，减少往返次数 提高服务质量，回应群众关切 保护𠮷水河沿岸环境 让“小巷子”变成㐀家园".split()
)


class Known(Struct):
    """A document in words: title, articles (text, items of it), a table, notes, a text box, headers that are no text."""

    title: str
    chapters: list[tuple[str, list[tuple[str, list[str]]]]]
    rows: list[tuple[str, ...]]
    notes: list[str]
    boxed: str
    header: str
    signed: tuple[str, str]


def known(seed: int, most: int = 9) -> Known:
    """The document of a number, of at most so many articles a chapter; the same numbers give the same words."""
    dice = Random(seed)  # noqa: S311 - any words will do

    def sentence() -> str:
        return f"{dice.choice(_BODIES)}{dice.choice(_MANNERS)}{dice.choice(_DEEDS)}，{dice.choice(_AIMS)}{seed}。"

    def article() -> tuple[str, list[str]]:
        text = "".join(sentence() for _ in range(dice.randint(1, 6)))
        items = [f"{dice.choice(_DEEDS)}，{dice.choice(_AIMS)}；" for _ in range(dice.choice((0, 0, 2, 4)))]
        return (text + (f"{dice.choice(_BODIES)}负责下列事项：" if items else ""), items)

    return Known(
        f"{dice.choice(_BODIES)}关于{dice.choice(_DEEDS)}的办法（{2000 + seed}年）",
        [
            (f"{dice.choice(_DEEDS)}的要求", [article() for _ in range(dice.randint(2, most))])
            for _ in range(dice.randint(1, 4))
        ],
        [("任务", "牵头单位", "期限")]
        + [
            (dice.choice(_DEEDS), dice.choice(_BODIES), f"{dice.randint(1, 12)}月底")
            for _ in range(dice.randint(2, 6))
        ],
        [f"注释之{number}：{sentence()}" for number in range(dice.randint(0, 3))],
        f"咨询电话：{dice.randint(10_000_000, 99_999_999)}",
        f"内部资料第{seed}号",
        (dice.choice(_BODIES), f"{2000 + seed}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"),
    )


def bare(lines: Sequence[str]) -> str:
    """All visible characters."""
    return "".join("".join(lines).split())


def kept(expected: str, read: str) -> tuple[int, int]:
    """How many characters of the expected text were read in their order, and how many of what was read are none of it."""
    if expected == read:
        return len(expected), 0
    same = sum(
        block.size for block in SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    )
    return same, len(read) - same
