"""A seed and a number in, so many documents of policy text out: sentences of our own, names that grow with the corpus.

    python benchmarks/synthetic.py FOLDER [--documents 1000] [--seed 1]

Notices, news and regulations by turns. Each document is made from the seed and its own number alone, so a corpus of twice
the size begins with the smaller one. About one name in three is new to the corpus, as in a real one of many places.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

FIRST = "安白北昌成川大东丰福古海和红湖华吉江金景静康兰林龙明南宁平青泉荣沙石松太通望文西新兴秀阳银永玉云长中"
SECOND = "滨岑池渡风港谷关河湖江津里岭林楼泉山石水潭亭湾溪乡崖阳原源州庄"
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜"
GIVEN = "安邦成德芳刚国海红华建杰静军兰丽林敏明宁平强青荣伟文霞晓秀学雪燕勇玉志"
OFFICES = (
    "民政局",
    "教育局",
    "水务局",
    "农业农村局",
    "文化和旅游局",
    "生态环境局",
    "卫生健康委员会",
    "人力资源和社会保障局",
)
UNIONS = ("总工会", "妇女联合会", "残疾人联合会", "志愿服务联合会")
MATTERS = (
    "志愿服务",
    "湖泊保护",
    "古树养护",
    "乡村道路",
    "社区食堂",
    "职工书屋",
    "河道清理",
    "旧物回收",
    "夜间照明",
    "渔船登记",
)
DEEDS = ("暖冬", "邻里", "晨读", "清河", "护苗", "同行", "星火", "归雁", "满园", "新风", "百草", "长灯")
LAWS = (
    "中华人民共和国工会法",
    "中华人民共和国慈善法",
    "中华人民共和国水法",
    "中华人民共和国教育法",
    "中华人民共和国档案法",
)
NUMERALS = "一二三四五六七八九十"


class Teller:
    """What one document is told with: a place of its own, its bodies, and chance."""

    def __init__(self, seed: int, number: int) -> None:
        self.number = number
        self.chance = random.Random(f"{seed}/{number}")
        self.home = self.place(number // 3)
        self.day = (
            f"{self.chance.randint(2003, 2024)}年{self.chance.randint(1, 12)}月{self.chance.randint(1, 28)}日"
        )

    def place(self, number: int) -> str:
        """The city with a number: two signs name the first thousand and a half, three the others."""
        first, rest = FIRST[number % len(FIRST)], number // len(FIRST)
        second, more = SECOND[rest % len(SECOND)], rest // len(SECOND)
        return f"{first}{FIRST[more % len(FIRST)] if more else ''}{second}市"

    def one(self, of: Sequence[str]) -> str:
        return self.chance.choice(of)

    def body(self) -> str:
        """A body of this place, or now and then of one that was told of before."""
        home = (
            self.home
            if self.chance.random() < 0.8
            else self.place(self.chance.randrange(self.number // 3 + 1))
        )
        return home + self.one(OFFICES + UNIONS)

    def programme(self) -> str:
        return f"“{self.one(DEEDS)}{self.one(DEEDS)}”活动"

    def person(self) -> str:
        return self.one(SURNAMES) + self.one(GIVEN) + self.one(GIVEN)

    def law(self) -> str:
        if self.chance.random() < 0.5:
            return f"《{self.one(LAWS)}》"
        return f"《{self.place(self.chance.randrange(self.number // 3 + 1))}{self.one(MATTERS)}条例》"

    def article(self) -> str:
        return f"第{self.one(NUMERALS)}条"

    def sentence(self) -> str:
        """A sentence that says something, or, one time in three, nothing that a graph holds."""
        told: tuple[Callable[[], str], ...] = (
            lambda: f"{self.body()}要深入开展{self.programme()}，把{self.one(MATTERS)}做到每一个街道。",
            lambda: (
                f"{self.body()}联合{self.body()}举办{self.programme()}，到场的居民有{self.chance.randint(20, 900)}人。"
            ),
            lambda: (
                f"{self.body()}应当依照{self.law()}{self.article()}的规定，每年检查{self.one(MATTERS)}的情况。"
            ),
            lambda: (
                f"{self.body()}主席{self.person()}到{self.place(self.number // 3)}调研{self.one(MATTERS)}。"
            ),
            lambda: f"由{self.body()}牵头，{self.body()}配合，年底以前完成{self.one(MATTERS)}的登记。",
            lambda: f"违反{self.law()}{self.article()}的，由{self.body()}责令改正。",
            lambda: f"早上的雾散得慢，{self.chance.randint(3, 40)}只小船在码头边等着，茶铺已经坐满了人。",
            lambda: (
                f"从去年春天起，路灯换了{self.chance.randint(100, 9000)}盏，巷子里的人都说夜里走路心里踏实。"
            ),
            lambda: "大家把桌椅搬到树下，边喝茶边商量，说到高兴的地方，连过路的人也停下来听。",
        )
        return self.chance.choice(told)()

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.chance.randint(2, 5)))


def document(seed: int, number: int) -> tuple[str, str]:
    """A name and a text."""
    teller = Teller(seed, number)
    kind, make = (("notice", _notice), ("news", _news), ("regulation", _regulation))[number % 3]
    return f"{number // 1000:04}/{kind}-{number:07}.txt", make(teller)


def corpus(documents: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """So many names and texts."""
    return (document(seed, number) for number in range(documents))


def write(folder: Path, documents: int, seed: int = 1) -> int:
    """Write a corpus into a folder; how many characters it has."""
    characters = 0
    for name, text in corpus(documents, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        characters += len(text)
    return characters


def _notice(teller: Teller) -> str:
    head, programme = teller.home + teller.one(OFFICES), teller.programme()
    lines = [
        f"{head}关于开展{programme}的通知",
        "",
        "各县区有关单位：",
        f"根据{teller.law()}，现就{programme}通知如下。",
    ]
    for numeral in NUMERALS[: teller.chance.randint(3, 8)]:
        lines += [f"{numeral}、{teller.one(MATTERS)}", teller.paragraph(), teller.paragraph()]
    return "\n".join((*lines, "", head, teller.day, ""))


def _news(teller: Teller) -> str:
    title = f"{teller.home}{teller.one(MATTERS)}见闻"
    return "\n".join((title, "", *(teller.paragraph() for _ in range(teller.chance.randint(6, 18))), ""))


def _regulation(teller: Teller) -> str:
    matter = MATTERS[teller.number % len(MATTERS)]
    lines = [f"{teller.home}{matter}条例", "", f"（{teller.day}{teller.home}人民代表大会常务委员会通过）", ""]
    lines.append(f"第一条　为了做好{matter}，根据{teller.law()}，制定本条例。")
    lines += [f"第{numeral}条　{teller.paragraph()}" for numeral in _numerals(teller.chance.randint(12, 50))]
    return "\n".join((*lines, ""))


def _numerals(last: int) -> Iterator[str]:
    for number in range(2, last):
        tens, ones = divmod(number, 10)
        yield (
            (NUMERALS[tens - 1] if tens > 1 else "")
            + ("十" if tens else "")
            + (NUMERALS[ones - 1] if ones else "")
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a corpus, and say how large it is."""
    parser = argparse.ArgumentParser(description="A corpus of any size, the same for the same seed.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    characters = write(asked.folder, asked.documents, asked.seed)
    print(f"{asked.documents} documents, {characters} characters in {asked.folder}")


if __name__ == "__main__":
    main()
