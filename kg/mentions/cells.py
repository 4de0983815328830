"""A document's tables come in; what their columns say are names goes out: 姓名, 职务, 文件名称, 项目名称."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.mentions.titles import INSTRUMENT_KINDS, TitleBook
from kg.model import Mention
from kg.script.grids import Cell, Row, heads, rows, trimmed
from kg.seeds import Seeds

HAN = "[\u4e00-\u9fff]"
PART = re.compile(r"[^、，,；;/／\n]+")
BLANKS = re.compile(r"[\s　]+")
ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
STOPS = re.compile("[，。；：！？,;:!?《》]")
LONGEST_POST, SHORTEST_TITLE, NAME = 10, 5, range(4, 41)


class CellBook:
    """The surnames, posts and words that tell what cannot be a name, from the seeds."""

    def __init__(self, seeds: Seeds, titles: TitleBook) -> None:
        self._heads, self._titles = heads(seeds), titles
        lists = seeds.words
        single = "".join(sorted(word for word in lists.get("surnames", ()) if len(word) == 1)) or "\0"
        compound = "|".join(sorted(lists.get("compound-surnames-sure", ()))) or "\0"
        self._name = re.compile(
            rf"(?:{compound}){HAN}{{1,2}}|[{single}]{HAN}{{1,2}}|{HAN}{{1,12}}(?:[·•]{HAN}{{1,12}})+"
        )
        names = ("not-person-words", "not-names", "byline-words")
        self._never = frozenset(word for name in names for word in lists.get(name, ()))
        self._doing = tuple(lists.get("governing", ())) or ("\0",)

    def find(self, ground: Ground) -> Iterator[Mention]:
        """The names of the rows below known heads."""
        if not ground.document.tables:
            return
        for row in rows(ground.document, self._heads):
            yield from self._row(ground, row)

    def _row(self, ground: Ground, row: Row) -> Iterator[Mention]:
        for cell in row.own():
            if "name-columns" in cell.kinds:
                yield from self._people(ground, cell)
            if "post-columns" in cell.kinds:
                yield from self._posts(ground, cell)
            if "text-name-columns" in cell.kinds:
                yield from self._texts(ground, cell)
            if "project-name-columns" in cell.kinds:
                yield from self._projects(ground, cell)

    def _people(self, ground: Ground, cell: Cell) -> Iterator[Mention]:
        """张三、李　四（女）, a name a part; several with room between them where all together are no name."""
        for start, end in _parts(ground.text, cell):
            if self._named(ground.text[start:end]):
                yield Mention(start, end, "Person", "name-in-cell")
                continue
            at = start
            for piece in BLANKS.split(ground.text[start:end]):
                at = ground.text.index(piece, at)
                if self._named(piece):
                    yield Mention(at, at + len(piece), "Person", "name-in-cell")

    def _named(self, said: str) -> bool:
        name = BLANKS.sub("", said)
        return name not in self._never and self._name.fullmatch(name) is not None

    @staticmethod
    def _posts(ground: Ground, cell: Cell) -> Iterator[Mention]:
        """What is in the column of offices and has none that is known, no body before it and no room in it, is one."""
        for start, end in _parts(ground.text, cell):
            known = any(at in ground.starts or at + 1 in ground.ends for at in range(start, end))
            if (
                not known
                and 2 <= end - start <= LONGEST_POST
                and re.fullmatch(f"{HAN}+", ground.text[start:end])
            ):
                yield Mention(start, end, "Post", "post-in-cell")

    def _texts(self, ground: Ground, cell: Cell) -> Iterator[Mention]:
        """A title without its marks."""
        start, end = trimmed(ground.text, cell.start, cell.end)
        title = ground.text[start:end]
        if len(title) < SHORTEST_TITLE or STOPS.search(
            ASIDE.sub("", title).replace("《", "").replace("》", "")
        ):
            return
        if title[0] in "《〈<" and title[-1] in "》〉>":
            return
        if kind := self._titles.kind(title, issued=True):
            yield Mention(start, end, kind, "title-in-cell", self._titles.key(title))

    def _projects(self, ground: Ground, cell: Cell) -> Iterator[Mention]:
        """The name of a project; what begins with a verb is a task, and what is a text or a meeting is no project."""
        start, end = trimmed(ground.text, cell.start, cell.end)
        name = ground.text[start:end]
        other = any(
            m.end == end and (m.type in INSTRUMENT_KINDS or m.type == "Event")
            for m in ground.starts.get(start, ())
        )
        if len(name) in NAME and not other and not STOPS.search(name) and not name.startswith(self._doing):
            yield Mention(start, end, "Programme", "project-in-cell")


def _parts(text: str, cell: Cell) -> Iterator[tuple[int, int]]:
    """What stands between the signs of a list, without an aside behind it."""
    for found in PART.finditer(text, cell.start, cell.end):
        start, end = trimmed(text, *found.span())
        if aside := ASIDE.search(text[start:end]):
            start, end = trimmed(text, start, start + aside.start())
        if end > start:
            yield start, end
