"""Citations: the instruments and provisions that a document names, read in order → their entities, and what stays unresolved."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from kg.entities.aliases import short_names, titles_met, uses
from kg.entities.instruments import Titles, called, dated, namesake
from kg.entities.manner import Manner
from kg.entities.names import squeeze
from kg.entities.provisions import ARTICLE, RANK, Last, Own, Steps, chained, provision, upto
from kg.entities.quoting import Spans, quotations, within
from kg.model import Document, Entity, Link, Mention
from kg.ontology import Ontology
from kg.script.citations import Step
from kg.script.numerals import parse

CLAUSE_END = re.compile("[。；\n]")
CLOSING = "》〉>＞”’ \u3000。：:"
OWN_QUOTED = "本《"  # 本《办法》
FARTHEST = 60  # between an instrument and the provision cited of it stand so many characters at most


class Citations:
    """One document while its citations are being read."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        own: Entity | None,
        titles: Titles,
        manner: Manner,
        known: Ontology,
    ) -> None:
        self.document, self.text = document, document.text
        self.manner, self.titles, self.own = manner, titles, own
        self.here = Own(document, manner.book)
        self.top: Callable[[str], str] = known.top
        cited = [m for m in mentions if known.top(m.type) in ("LegalInstrument", "Provision")]
        named = [m for m in cited if known.top(m.type) == "LegalInstrument" and not self._anaphor(m)]
        self.short = short_names(document, named, manner.declaring) + titles_met(self.text, named)
        self.mentions = sorted(
            (*cited, *uses(self.text, self.short, mentions)), key=lambda m: (m.start, -m.end)
        )
        self.meant: dict[str, Entity] = {}
        self.last, self.article, self.outer = Last(), 0, -1
        self.named: list[tuple[Entity, int]] = []
        self.quoted: Spans = quotations(document) if self._quotes() else ()
        self.context: Entity | None = self._changed()
        self.cited: list[tuple[int, Steps]] = []
        self.unresolved: list[Mention] = []
        self._edges = [block.start for block in document.blocks]

    def links(self) -> Iterator[Link]:
        """The links in the order of the text; `unresolved` is filled on the way."""
        pending = sorted(self.short, key=lambda item: item[0])
        entities: dict[Mention, Entity] = {}
        for mention in self.mentions:
            while pending and pending[0][0] <= mention.start:
                _, name, of = pending.pop(0)
                if of in entities:
                    self.meant[squeeze(name)] = entities[of]
            number = self.document.article_at(mention.start).number
            if number != self.article:
                self.article, self.last, self.named, self.context = number, Last(), [], self._changed()
            found = [*self._read(mention)]
            for link in found:
                if isinstance(link.entity, Entity):
                    entities.setdefault(mention, link.entity)
            yield from found

    def _read(self, mention: Mention) -> Iterator[Link]:
        if self.top(mention.type) == "Provision":
            yield from self._provision(mention)
            return
        entity = self._spoken_of(mention) if self._anaphor(mention) else self._instrument(mention)
        if isinstance(entity, Mention):
            yield from self._said_again(entity)
            return
        if entity is None:
            return
        yield Link(mention, entity)
        if mention.start >= self.outer:
            self.last = Last(entity, mention.end, (), self._block(mention.start))
            self.outer = mention.end
            if self._heads_block(mention) and not within(self.quoted, mention.start):
                self.context = entity
            if not self._is_own(entity):
                self.named.append((entity, self.last.block))

    def _instrument(self, mention: Mention) -> Entity:
        said = self.text[mention.start : mention.end]
        known = self.meant.get(squeeze(said))
        if known is not None:
            return known
        if (
            self.own is not None
            and said in self.manner.heads
            and self.text.endswith(OWN_QUOTED, 0, mention.start)
        ):
            return self.own
        entity = self.titles.instrument(said, mention.type, mention.key)
        if self.titles.shared.search(entity.key) and not self._is_own(entity):
            return dated(entity, self.text, mention, self.manner.opening)
        return (
            namesake(entity, self.text, mention)
            if self._is_own(entity) and self._replaced(mention)
            else entity
        )

    def _is_own(self, entity: Entity | None) -> bool:
        return self.own is not None and entity is not None and entity.key == self.own.key

    def _replaced(self, mention: Mention) -> bool:
        """Is a title equal to the document's own spoken of as the text that it replaces?"""
        after = self.text[mention.end : mention.end + 40]
        clause = CLAUSE_END.split(after, maxsplit=1)[0]
        return mention.form != "title-line" and any(word in clause for word in self.manner.repeals)

    # 本法, 该法, 上述规定

    def _anaphor(self, mention: Mention) -> bool:
        return mention.form == "own-instrument"

    def _spoken_of(self, mention: Mention) -> Entity | Mention | None:
        """本法 → the document's own; 该法 → the last named that can be called so; 上述规定 after an article → that article."""
        said = squeeze(self.text[mention.start : mention.end])
        word = next((word for word in self.manner.backward if said.startswith(word)), "")
        head = said[len(word) :] if word else said[1:]
        entity = self._before(head, mention.start) if word else self._self(head)
        if entity is not None:
            return entity
        loose = head in self.manner.loose
        if (
            word
            and loose
            and self.last.instrument is not None
            and self.last.block == self._block(mention.start)
        ):
            return mention if self.last.provision else self.last.instrument
        if not word or (head in self.manner.sure and (not loose or word != self.manner.backward[0])):
            self.unresolved.append(mention)
        return None

    def _self(self, head: str) -> Entity | None:
        """The document's own instrument, or, of a notice that issues another, that other: 本办法 in 关于印发甲办法的通知."""
        if self.own is None:
            return None
        amended = self.manner.amended(self.own.names[0])
        if amended and called(amended, head):
            return self.titles.instrument(amended, self.own.type)
        if self._quotes() and self.context is not None and called(self.context.names[0], head):
            return self.context
        ends = list(self.own.names[:2])
        if any(called(name, head) for name in ends):
            return self.own
        inside = self.titles.inside(self.own)
        carried = [entity for entity in inside if called(entity.names[0], head)]
        if carried:
            return carried[0]
        if not self._other_head(head):
            return self.own
        return inside[0] if len(inside) == 1 and not inside[0].names[0].endswith(self.manner.heads) else None

    def _other_head(self, head: str) -> bool:
        """Does the document's title end in another head, so that 本规定 in a notice is not the notice?"""
        longest = next((one for one in self.manner.heads if self.own and self.own.names[0].endswith(one)), "")
        return bool(longest) and longest != head and not self.here.articles

    def _before(self, head: str, offset: int) -> Entity | None:
        block = self._block(offset)
        for entity, at in reversed(self.named):
            if block - at > 1:
                return None
            if any(called(name, head) for name in entity.names[:3]):
                return entity
        return None

    def _said_again(self, mention: Mention) -> Iterator[Link]:
        """上述规定, 该规定 for the provision cited before."""
        if self.last.instrument is not None and self.last.steps:
            entity = provision(self.last.instrument, self.last.steps, self.manner.book)
            yield Link(Mention(mention.start, mention.end, entity.type, "provision-again"), entity)

    # 第二十条第一款, 前款, 该条第二款

    def _provision(self, mention: Mention) -> Iterator[Link]:
        said = self.text[mention.start : mention.end]
        read = self.manner.book.read(said)
        plain = squeeze(said)
        bad = any(step.number < 0 for chain in read.chains for step in chain)
        found: tuple[Entity | None, list[Steps]] = (
            (None, []) if bad else self._steps(mention, read.relative, list(read.chains))
        )
        instrument, chains = found
        if instrument is None or not chains:
            if bad or not self._leans(read.relative, read.chains):
                self.unresolved.append(mention)
                if not bad and read.chains:
                    self.last = Last(None, mention.end, read.chains[-1], self._block(mention.start), True)
            return
        whole = len(chains) == 1 and not read.relative and len(chains[0]) == len(read.chains[0])
        for steps in chains:
            yield Link(mention, provision(instrument, steps, self.manner.book, plain if whole else ""))
        self.last = Last(instrument, mention.end, chains[-1], self._block(mention.start), True)
        if self._is_own(instrument):
            self.cited.append((self.last.block, chains[-1]))

    def _steps(
        self, mention: Mention, relative: str, chains: list[Steps]
    ) -> tuple[Entity | None, list[Steps]]:
        """The instrument that a citation is of, and its chains in full."""
        if relative:
            instrument, heads = self._relative(relative, mention.start)
            return instrument, [(*head, *chain) for head in heads for chain in (chains or [()])]
        if not chains:
            return None, []
        near = self._near(mention.start)
        first = RANK.get(chains[0][0].unit, 9)
        if near:
            part = self._part(mention.start) if first in (RANK["章"], RANK["节"]) else ()
            return self.last.instrument, [chained((*part, *chain), self.last.steps) for chain in chains]
        if first > ARTICLE:
            return self._loose(mention.start, chains)
        instrument = self._of_article(mention.start, chains)
        return instrument, chains if instrument is not None else []

    def _part(self, start: int) -> Steps:
        """刑法分则第三章 is of its second part."""
        said = self.text[self.last.end : start]
        number = next((number for word, number in self.manner.parts.items() if word in said), "")
        return (Step("编", parse(number)),) if number else ()

    def _relative(self, relative: str, offset: int) -> tuple[Entity | None, list[Steps]]:
        if relative.startswith(("本", "前")):
            return self.own, self.here.relative(relative, offset)
        if self.last.instrument is None or self._block(offset) - self.last.block > 1:
            return None, []
        head = upto(self.last.steps, relative[-1])
        return self.last.instrument, [head] if head else []

    def _quotes(self) -> bool:
        """Is this a decision that quotes the articles of the texts it changes?"""
        return self.own is not None and self.manner.changes(self.own.key)

    def _changed(self) -> Entity | None:
        """The one text that a decision says in its title that it changes."""
        if self.own is None or not self._quotes():
            return None
        inside = self.titles.inside(self.own)
        return inside[0] if len(inside) == 1 and not self.manner.several.search(self.own.key) else None

    def _led(self, offset: int) -> Steps:
        """The article that the head of an item's list cites: 违反第二十八条的，按以下规定处罚：/（一）违反第三项的，…."""
        blocks, at = self.document.blocks, self._block(offset)
        if not self.text.endswith(self.manner.breaching, 0, offset) or blocks[at].kind != "item":
            return ()
        if self.last.block == at and self._is_own(self.last.instrument) and upto(self.last.steps, "条"):
            return upto(self.last.steps, "条")
        while at > 0 and blocks[at].kind == "item":
            at -= 1
        articles = {upto(steps, "条") for block, steps in self.cited if block == at}
        return next(iter(articles)) if len(articles) == 1 else ()

    def _loose(self, offset: int, chains: list[Steps]) -> tuple[Entity | None, list[Steps]]:
        """第二款 alone: of the article it stands in, else of the article cited before it in the paragraph."""
        spot = self.here.at(offset)
        if self.own is not None and spot is not None and spot.article is not None:
            led = self._led(offset) if chains[0][0].unit == "项" else ()
            steps = led or (
                spot.article,
                *((Step("款", spot.paragraph),) if chains[0][0].unit != "款" and spot.paragraph else ()),
            )
            return self.own, [chained(chain, steps) for chain in chains]
        if self.last.instrument is not None and self.last.block == self._block(offset) and self.last.steps:
            return self.last.instrument, [chained(chain, self.last.steps) for chain in chains]
        return None, []

    def _of_article(self, offset: int, chains: list[Steps]) -> Entity | None:
        """第五条 alone: of the text's own instrument if it has such an article, else of the one spoken of in the paragraph."""
        step = chains[0][0]
        quoting = self._quotes()
        here = self.here.starts and not quoting
        if self.own is not None and here and (step.unit != "条" or self.here.has(step)):
            return self.own
        if (
            self.last.instrument is not None
            and self.last.block == self._block(offset)
            and not self._is_own(self.last.instrument)
            and within(self.quoted, offset) == within(self.quoted, self.last.end - 1)
        ):
            return self.last.instrument
        without = quoting or not self.here.articles
        if self.context is not None and without:
            return self.context
        distinct = {entity.key: entity for entity, _ in self.named}
        if len(distinct) == 1 and without:
            return next(iter(distinct.values()))
        return self.own if self.own is not None and not self.named and not self.here.starts else None

    def _heads_block(self, mention: Mention) -> bool:
        """Is what follows about a title: 一、修改《甲解释》 / 1.将第三条修改为…; 二、对《乙法》作出修改?"""
        at = self._block(mention.start)
        if at < 0:
            return False
        rest = self.text[mention.end : self.document.blocks[at].end].lstrip(CLOSING)
        if self.quoted and rest.startswith(self.manner.changing):
            return True
        return not rest and self.document.blocks[at].kind in ("item", "heading")

    def _leans(self, relative: str, chains: Sequence[Steps]) -> bool:
        """Is a unit alone, with nothing to belong to, no citation at all: 表格第三项?"""
        return (
            not relative and bool(chains) and len(chains[0]) == 1 and chains[0][0].unit in self.manner.leaning
        )

    def _near(self, start: int) -> bool:
        """Do only brackets and joiners stand between the last citation and this one?"""
        if not 0 <= start - self.last.end <= FARTHEST or (
            self.last.instrument is None and not self.last.steps
        ):
            return False
        match = self.manner.between.match(self.text, self.last.end, start)
        return match is not None and match.end() == start

    def _block(self, offset: int) -> int:
        return bisect_right(self._edges, offset) - 1
