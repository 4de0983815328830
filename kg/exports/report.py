"""A graph and the account of a build in, report.html out: what was read, what was found, what was left out, in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.exports import cited, sheet
from kg.exports.explorer.sentence import shown
from kg.exports.ties import co_issuing, working
from kg.exports.timeline import timeline
from kg.graph import Graph
from kg.model import Literal
from kg.ontology import Class, Ontology, Property

OK = "ok"
STATUSES = (OK, "partial", "failed", "skipped")
PLAIN = "#777777"
FEW = 10
MANY = 300
AT_ONCE = 40
"""Documents of the list that stand open; the rest is folded away."""
RUNNING = ("implements", "organises")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one input: `status` is ok, partial, failed or skipped; `reason` says why it is not ok."""

    path: str
    status: str
    reason: str = ""
    chars: int = 0
    mentions: int = 0
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the build saw and did not keep: in words of both languages, how often, and some examples."""

    zh: str
    en: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What a build went through. `documents` has every input once, in the order of their paths."""

    documents: tuple[Read, ...]
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its name in both languages, its number, its colour."""

    zh: str
    en: str
    count: int
    colour: str = PLAIN


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its heading; `note` says what is counted. The rows come longest first; `most` are shown."""

    heading: tuple[str, str]
    note: tuple[str, str]
    rows: tuple[Bar, ...]
    most: int = FEW

    @property
    def bars(self) -> tuple[tuple[Bar, float], ...]:
        """The rows to show, each with its share of the longest in a hundred."""
        return tuple((row, round(100 * row.count / self.rows[0].count, 2)) for row in self.rows[: self.most])

    @property
    def left(self) -> int:
        """How many rows are not shown."""
        return max(len(self.rows) - self.most, 0)


def write(graph: Graph, ontology: Ontology, path: Path, account: Account) -> None:
    """Write the report; it runs no script, fetches nothing and says no date, so the same build has the same report."""
    path.write_bytes(page(graph, ontology, account).encode("utf-8"))


def page(graph: Graph, ontology: Ontology, account: Account) -> str:
    """The report as a string."""
    others = tuple(one for one in account.documents if one.status != OK)
    became = Counter(one.status for one in account.documents)
    listed = sorted(
        (one for one in account.documents if one.status == OK), key=lambda one: (-one.facts, one.path)
    )
    return sheet.rendered(
        "report.html",
        read=[_visible(one) for one in listed[:MANY]],
        at_once=AT_ONCE,
        unread=[_visible(one) for one in others],
        left=max(len(listed) - MANY, 0),
        chars=sum(one.chars for one in account.documents),
        mentions=sum(one.mentions for one in account.documents),
        documents=len(account.documents),
        entities=len(graph.entities),
        facts=len(graph.evidence),
        places=sum(map(len, graph.evidence.values())),
        became=[
            (status, became[status], became[status] / len(account.documents))
            for status in STATUSES
            if became[status]
        ],
        charts=tuple(chart for chart in charts(graph, ontology) if chart.bars),
        dated=timeline(graph, ontology),
        ties=tuple(found for found in (co_issuing(graph), working(graph)) if found.rows),
        lost=Chart(
            ("舍去与存疑，按缘由", "Dropped or doubtful, by reason"),
            ("", ""),
            _sorted(Bar(one.zh, one.en, one.count) for one in account.dropped if one.count),
        ),
        dropped=tuple(_told(one) for one in account.dropped if one.count),
    )


def charts(graph: Graph, ontology: Ontology) -> tuple[Chart, ...]:
    """What there is by type and relation, what is cited most, who runs most, and which rules found most."""
    types = Counter(ontology.top(node.type) for node in graph.entities.values())
    predicates = Counter(fact.predicate for fact in graph.evidence)
    running = Counter(
        body for body, other in _pairs(graph, RUNNING) if ontology.top(graph.node(other).type) == "Programme"
    )
    rules = Counter(one.rule for evidence in graph.evidence.values() for one in evidence)
    return (
        Chart(
            ("实体，按类型", "Entities by type"),
            ("", ""),
            _sorted(
                Bar(*_names(ontology.classes[name]), count, ontology.classes[name].colour)
                for name, count in types.items()
            ),
            most=MANY,
        ),
        Chart(
            ("事实，按关系", "Facts by relation"),
            ("", ""),
            _sorted(Bar(*_names(ontology.properties[name]), count) for name, count in predicates.items()),
            most=2 * FEW,
        ),
        Chart(
            ("最常被引用的法律文件", "Most cited instruments"),
            (
                "引用它或它的条款、以它为依据的文件数",
                "how many others cite it or a provision of it, or rest on it",
            ),
            _things(graph, ontology, cited.instruments(graph, ontology)),
        ),
        Chart(
            ("最常被引用的条款", "Most cited provisions"),
            ("引用它的文件数", "how many texts cite it"),
            _things(graph, ontology, cited.provisions(graph, ontology)),
        ),
        Chart(
            ("实施项目最多的机构", "Bodies that run most programmes"),
            ("实施或主办的项目与机制数", "how many programmes it implements or organises"),
            _things(graph, ontology, running),
        ),
        Chart(
            ("找出事实最多的规则", "Rules that found most"),
            ("规则在多少处读出事实", "in how many places a rule reads a fact"),
            _sorted(Bar(rule, rule, count) for rule, count in rules.items()),
        ),
    )


def _pairs(graph: Graph, predicates: Collection[str]) -> set[tuple[str, str]]:
    """The pairs of things that some relations tie."""
    return {
        (fact.subject, fact.object)
        for fact in graph.evidence
        if fact.predicate in predicates and not isinstance(fact.object, Literal)
    }


def _things(graph: Graph, ontology: Ontology, counts: Counter[str]) -> tuple[Bar, ...]:
    nodes = ((graph.node(iri), count) for iri, count in counts.items())
    return _sorted(
        Bar(shown(node.label), shown(node.label), count, ontology.classes[node.type].colour)
        for node, count in nodes
    )


def _sorted(rows: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.count, row.zh, row.en)))


def _names(one: Class | Property) -> tuple[str, str]:
    return one.label_zh, one.label_en[:1].upper() + one.label_en[1:]


def _visible(one: Read) -> Read:
    return Read(shown(one.path), one.status, shown(one.reason), one.chars, one.mentions, one.facts)


def _told(one: Dropped) -> Dropped:
    return Dropped(one.zh, one.en, one.count, tuple(shown(example, 160) for example in one.examples[:FEW]))
