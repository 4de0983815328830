"""Instruments: a title, a short title or 本法 → one key; and which instrument a document itself is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.entities.names import bare_title, squeeze, without_version
from kg.model import Document, Entity, Mention
from kg.ontology import Ontology
from kg.script.dates import DATE, date_literal
from kg.seeds import Row, Seeds

ABOUT = re.compile("^(.{2,60}?)(关于.+)$")
KINDS = frozenset(
    "LegalInstrument Constitution Statute AdministrativeRegulation LocalRegulation DepartmentalRule JudicialInterpretation "
    "PolicyDocument Standard Treaty".split()
)
NEAR, LONGEST_EVENT = (
    60,
    160,
)  # characters from a date to the title of what was adopted then, with and without an approval between
OUTER = str.maketrans("〈〉", "《》")
INNER = re.compile("[《〈]([^《》〈〉]{2,80})[》〉]")


@dataclass(slots=True)
class Titles:
    """What is known of titles: those of the lexicons, and those met in this document."""

    rows: Mapping[str, Row]
    country: str
    shared: re.Pattern[str]  # words of titles that several texts have
    met: dict[str, Entity] = field(default_factory=dict)

    @classmethod
    def of(cls, seeds: Seeds, ontology: Ontology) -> Titles:
        rows: dict[str, Row] = {}
        for row in seeds.rows:
            if ontology.top(row.type) == "LegalInstrument":
                for name in (row.name, *row.aliases):
                    rows.setdefault(bare_title(name), row)
        shared = (
            word
            for name in ("common-title-words", "amending-title-words")
            for word in seeds.words.get(name, ())
        )
        pattern = re.compile("|".join(map(re.escape, shared)) or "(?!)")
        return cls(rows, "".join(seeds.words.get("country-prefix", ())), pattern)

    def fresh(self) -> Titles:
        """The same lexicon for another document."""
        return Titles(self.rows, self.country, self.shared)

    def instrument(self, said: str, type_: str, key: str = "") -> Entity:
        """The instrument of a title as it stands in the text."""
        completed = bare_title(key)
        title = bare_title(said)
        if completed and completed not in self.rows and title not in self.rows:
            title = completed  # 甲管理、乙条例
        plain = without_version(title)
        short = plain.removeprefix(self.country) if self.country else plain
        row = self.rows.get(plain) or self.rows.get(short) or self.rows.get(bare_title(key))
        if row is not None:
            key = bare_title(row.key)
            key = key.removeprefix(self.country)
            names = (row.name, *row.aliases, plain, title, squeeze(said))
            return self._keep(Entity(row.type, key, _names(*names)), plain)
        met = self.met.get(plain) or self.met.get(short)
        if met is not None:
            return met
        for name in _about(plain):
            bare = self.met.get(name)
            if bare is not None and bare.key == name and not self.shared.search(name):
                # 关于甲的意见, whose issuer is told further on
                names = _names(*bare.names, plain, squeeze(said))
                return self._keep(Entity(bare.type, bare.key, names), plain, short)
        quoted = plain.translate(OUTER)
        entity = Entity(
            type_, short, _names(plain, short, title, squeeze(said), *_about(plain), quoted, *_about(quoted))
        )
        return self._keep(entity, plain, short, *_about(plain))

    def inside(self, outer: Entity) -> list[Entity]:
        """The instruments that an instrument's title names: 甲办法 of 关于印发〈甲办法〉的通知."""
        return [self.instrument(title, "LegalInstrument") for title in INNER.findall(outer.names[0])]

    def _keep(self, entity: Entity, *names: str) -> Entity:
        for name in names:
            self.met.setdefault(name, entity)
        return entity


def _about(title: str) -> tuple[str, ...]:
    """国务院关于甲的规定 is met as 关于甲的规定 too."""
    match = ABOUT.match(title)
    return (match[2],) if match and "关于" not in match[1] else ()


def own_title(
    document: Document, mentions: tuple[Mention, ...], bare: tuple[str, ...] = ()
) -> Mention | None:
    """The title of a document that is an instrument's; of an order (甲部令) that of the text it publishes.

    A file of several articles has none; annexes do not count.

    `bare` are the heads of titles that only announce: 令, 公告.
    """
    if document.main is None:
        return None
    end = document.main.end
    titles = [block for block in document.blocks if block.kind == "title" and block.start < end]
    lines = (m for m in mentions if m.form == "title-line")
    own = next((m for m in lines if any(b.start <= m.start and m.end <= b.end for b in titles)), None)
    if own is None:
        numbers = {m.start for m in mentions if m.form == "order-number"}
        orders = titles and (
            titles[0].start in numbers or _ends(document, titles[0].start, titles[0].end, bare)
        )
    else:
        orders = _ends(document, own.start, own.end, bare)
    if not orders:
        return own
    after = own.end if own else titles[0].end
    return next(
        (m for m in mentions if m.start >= after and _bracketed(document.text, m) and m.type in KINDS), own
    )


def own_entity(document: Document, mentions: tuple[Mention, ...], title: Mention, titles: Titles) -> Entity:
    """What a document embodies; a decision of a title that several have is marked by the first day of its header."""
    own = titles.instrument(document.text[title.start : title.end], title.type, title.key)
    notes = [block for block in document.blocks if block.kind == "note" and block.start >= title.end]
    if not notes or not titles.shared.search(own.key):
        return own
    days = (m for m in mentions if m.type == "Date" and notes[0].start <= m.start < notes[-1].end)
    day = next((m for m in days if any(one.start <= m.start < one.end for one in notes)), None)
    if day is None:
        return own
    of_day = marked(own, document.text[day.start : day.end])
    titles.met.update(dict.fromkeys((name for name, one in titles.met.items() if one == own), of_day))
    return of_day


def _ends(document: Document, start: int, end: int, bare: tuple[str, ...]) -> bool:
    """Does a title only announce: 甲部令, not 关于甲的公告?"""
    said = squeeze(document.text[start:end])
    return said.endswith(bare or "\0") and "关于" not in said


def _bracketed(text: str, mention: Mention) -> bool:
    return text[mention.start - 1 : mention.start] == "《" and text[mention.end : mention.end + 1] == "》"


def dated(entity: Entity, text: str, mention: Mention, openings: tuple[str, ...]) -> Entity:
    """One of many of the same title, told apart by the date before it: 2016年2月6日《国务院关于修改部分行政法规的决定》.

    `openings` begin what is said of one decision: of 根据2年3月4日…通过、2年5月6日…批准的《…》 the first date counts.
    """
    low = max(mention.start - LONGEST_EVENT, 0, text.rfind("\n", 0, mention.start))
    opened = max((text.rfind(word, low, mention.start) for word in openings), default=-1)
    if opened >= 0:
        found = DATE.search(text, opened, mention.start)
    else:
        found = next(iter([*DATE.finditer(text, max(low, mention.start - NEAR), mention.start)][-1:]), None)
    return marked(entity, found[0]) if found else entity


def marked(entity: Entity, day: str) -> Entity:
    """The instrument of a common title and a day; unmarked where the text does not say the whole day."""
    said = date_literal(day)
    if said is None or said.datatype != "date":
        return entity
    names = tuple(f"{name}（{said.value}）" for name in entity.names[:1])
    return Entity(entity.type, f"{entity.key}（{said.value}）", names + entity.names)


def namesake(own: Entity, text: str, mention: Mention) -> Entity:
    """The earlier text of the same title, told apart by the date that stands before it where there is one."""
    dates = list(DATE.finditer(text, max(mention.start - 60, 0), mention.start))
    said = date_literal(dates[-1][0]) if dates else None
    mark = said.value if said is not None else "旧"
    return Entity(
        own.type, f"{own.key}（{mark}）", tuple(f"{name}（{mark}）" for name in own.names[:1]) + own.names[:1]
    )


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def called(name: str, head: str) -> bool:
    """Can an instrument be called 该+head: 劳动合同法 is a 法, 民法典 too."""
    bare = re.sub("[（(][^（）()]*[）)]$", "", name)
    return bare.endswith(head) or (head == "法" and bare.endswith("法典"))
