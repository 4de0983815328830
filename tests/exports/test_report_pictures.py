"""The pictures of the report, made without a script: columns of dated facts, arcs between bodies, what became of documents."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kg import ontology
from kg.exports import report
from kg.exports.report import Account, Dropped, Read
from kg.exports.ties import MOST, Ties, co_issuing, working
from kg.exports.timeline import LAST, timeline
from kg.graph import Fact, Graph, Node
from kg.model import Evidence, Literal
from tests.exports.explorer_graphs import small

TERMS = ontology.load()
SAID = (Evidence("a.txt", 0, 1, "甲", "rule"),)


def graph(*facts: tuple[str, str, str | Literal]) -> Graph:
    """A graph of facts between things that are called by their IRIs."""
    ends = {end for one, _, other in facts for end in (one, other) if isinstance(end, str)}
    nodes = {end: Node(end, "StateBody", end.removeprefix("urn:")) for end in sorted(ends)}
    return Graph("urn:", {}, nodes, {Fact(*fact): SAID for fact in facts}, ())


def dated(*days: str, name: str = "dateIssued") -> Graph:
    return graph(*((f"urn:{at}", name, Literal(day, "date")) for at, day in enumerate(days)))


# --- when


def test_dated_facts_stand_in_the_columns_of_their_years() -> None:
    found = timeline(graph(
        ("urn:a", "dateIssued", Literal("2020-03-01", "date")),
        ("urn:b", "dateIssued", Literal("2020", "gYear")),
        ("urn:b", "dateInForce", Literal("2023-05", "gYearMonth")),
        ("urn:b", "documentNumber", Literal("2021", "string")),
    ), TERMS)  # fmt: skip
    assert [(column.label, column.count) for column in found.columns] == [
        ("2020", 2), ("2021", 0), ("2022", 0), ("2023", 1),
    ]  # fmt: skip
    assert [(zh, count) for zh, _, count in found.kinds] == [("发布日期", 2), ("施行日期", 1)]
    assert (found.count, found.highest.label, found.span) == (3, "2020", 1)
    assert [(one.date, one.label) for one in found.last] == [
        ("2023-05", "b"),
        ("2020-03-01", "a"),
        ("2020", "b"),
    ]
    (issued,), (force,) = found.columns[0].parts, found.columns[3].parts
    assert (issued.kind, issued.top, issued.height) == (0, 0, 100)
    assert (force.kind, force.top, force.height) == (1, 50, 50)


@pytest.mark.parametrize(
    ("first", "last", "span", "columns"),
    [("1950", "2025", 1, 76), ("1949", "2029", 2, 41), ("1839", "2025", 5, 39), ("0221", "2025", 50, 37)],
)
def test_however_many_years_the_columns_stand_side_by_side(
    first: str, last: str, span: int, columns: int
) -> None:
    found = timeline(dated(first, last), TERMS)
    assert (found.span, len(found.columns)) == (span, columns)
    assert (found.columns[0].count, found.columns[-1].count) == (1, 1)
    assert 4 <= sum(bool(column.tick) for column in found.columns) <= 8


@pytest.mark.parametrize("day", ["", "soon", "２０２０", "2020年", "-2020", "20201", "<b>2020"])
def test_what_is_no_date_has_no_column(day: str) -> None:
    assert timeline(dated(day), TERMS).columns == ()
    assert timeline(dated(day, "2020"), TERMS).count == 1


def test_the_list_has_the_last_and_says_how_many_are_earlier() -> None:
    days = [f"2020-01-{day:02}" for day in range(1, 29)]
    found = timeline(dated(*days), TERMS)
    assert [one.date for one in found.last] == days[::-1][:LAST]
    html = report.page(dated(*days), TERMS, Account(()))
    assert f"更早的另有 {len(days) - LAST} 条" in html


def test_parts_of_a_column_stand_one_on_the_other() -> None:
    facts = [(f"urn:{at}", name, Literal("2020-01-01", "date")) for at in range(3)
             for name in ("dateIssued", "dateInForce", "dateRevised")[: at + 1]]  # fmt: skip
    (column,) = timeline(graph(*facts), TERMS).columns
    assert [part.count for part in column.parts] == [3, 2, 1]
    assert sum(part.height for part in column.parts) == pytest.approx(100, abs=0.1)
    for below, above in pairwise(column.parts):
        assert above.top + above.height == pytest.approx(below.top, abs=0.02)
    assert column.parts[-1].top == pytest.approx(0, abs=0.02)


# --- who with whom


def joined(*issuers: str) -> list[tuple[str, str, str]]:
    """An instrument that some bodies issued, as facts."""
    law = f"urn:law-{'-'.join(issuers)}"
    return [(law, "issuedBy", f"urn:{body}") for body in issuers]


def names(found: Ties) -> list[str]:
    return [label for label, _ in found.rows]


def test_who_issues_together_is_tied_and_who_issues_alone_is_not() -> None:
    found = co_issuing(graph(*joined("a", "b", "c"), *joined("a", "b"), *joined("d"), *joined("e", "f")))
    assert found.rows == (("a", 3), ("b", 3), ("c", 2), ("e", 1), ("f", 1))
    assert [arc.title for arc in found.arcs] == ["a — b: 2", "a — c: 1", "b — c: 1", "e — f: 1"]
    assert found.arcs[0].width > found.arcs[1].width == found.arcs[3].width
    assert [(arc.start, arc.end) for arc in found.arcs] == [(0.5, 1.5), (0.5, 2.5), (1.5, 2.5), (3.5, 4.5)]
    assert found.left == 0


def test_who_works_together_counts_each_pair_once() -> None:
    found = working(graph(("urn:a", "cooperatesWith", "urn:b"), ("urn:b", "cooperatesWith", "urn:a")))
    assert (found.rows, len(found.arcs)) == ((("a", 2), ("b", 2)), 1)
    assert co_issuing(graph(("urn:a", "cooperatesWith", "urn:b"))).rows == ()


def test_of_many_the_strongest_are_shown_and_each_of_them_has_an_arc() -> None:
    many = [fact for at in range(40) for fact in joined(f"x{at:02}", f"y{at:02}")]
    hub = [
        fact for other in ("x00", "x01") for nth in range(3) for fact in joined("hub", other, f"once{nth}")
    ]
    found = co_issuing(graph(*many, *hub))
    assert names(found)[0] == "hub"
    assert len(found.rows) == MOST
    assert found.left == 80 + 4 - MOST
    ends = {end for arc in found.arcs for end in (int(arc.start), int(arc.end))}
    assert ends == set(range(MOST))


def test_those_that_are_tied_stand_together() -> None:
    found = co_issuing(
        graph(*joined("a1", "a2"), *joined("b1", "b2"), *joined("a2", "a3"), *joined("b2", "b3"))
    )
    assert sorted("".join(name[0] for name in names(found))[at : at + 3] for at in (0, 3)) == ["aaa", "bbb"]


# --- on the page


def test_the_page_draws_them_without_a_script() -> None:
    facts = [(f"urn:{at}", "dateIssued", Literal(f"{2000 + at}", "gYear")) for at in range(5)]
    html = report.page(graph(*facts, *joined("a", "b")), TERMS, Account(()))
    assert html.count("<g><title>") == 5
    assert html.count("<path d=") == 1
    assert "<script" not in html
    assert not re.search(r"\sstyle=", html)
    for wanted in ("何时", "When", "联合发文", "Who issues together", "2000: 1", "a — b: 1"):
        assert wanted in html


def test_what_there_is_nothing_of_has_no_picture() -> None:
    html = report.page(graph(("urn:a", "implements", "urn:b")), TERMS, Account(()))
    assert not re.search("何时|谁与谁|各份文献怎样了|按缘由", html)


def test_what_became_of_the_documents_is_drawn_in_proportion() -> None:
    read = [Read(f"{at}.txt", "ok") for at in range(6)] + [
        Read("a.pdf", "failed", "x"),
        Read("b.pdf", "skipped", "y"),
    ]
    dropped = (Dropped("甲类", "one kind", 3), Dropped("乙类", "another kind", 1), Dropped("丙类", "none", 0))
    html = report.page(small()[0], TERMS, Account(tuple(read), dropped))
    bar = html.split('<svg class="share"')[1].split("</svg>")[0]
    assert re.findall(r'<rect x="([\d.]+)" width="([\d.]+)" height="10" class="(\w+)"', bar) == [
        ("0.0", "75.0", "ok"), ("75.0", "12.5", "failed"), ("87.5", "12.5", "skipped"),
    ]  # fmt: skip
    lost = html.split("舍去与存疑，按缘由")[1].split("</table>")[0]
    assert re.findall(r'<rect width="([\d.]+)"', lost) == ["100.0", "33.33"]
    assert "丙类" not in html


def test_a_long_list_of_documents_is_folded() -> None:
    read = tuple(Read(f"{at:03}.txt", "ok", facts=at) for at in range(400))
    html = report.page(small()[0], TERMS, Account(read))
    first, folded = html.split("<details>")
    assert first.count(".txt</bdi>") == report.AT_ONCE
    assert folded.count(".txt</bdi>") == report.MANY - report.AT_ONCE
    assert f"再看 {report.MANY - report.AT_ONCE} 份" in folded
    assert "另有 100 份" in folded
    assert "<details>" not in report.page(small()[0], TERMS, Account(read[: report.AT_ONCE]))
