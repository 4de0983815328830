"""Rules on sentences: what is stated, from where, how it is said; lists, groups, nested names, carried subjects."""

from __future__ import annotations

from textwrap import dedent

import pytest

from kg.model import Entity, Literal
from kg.relations import relate
from tests.relations.sentences import Facts, SeedsOf, marked

RUNS = """
runs:
  states: "{body} implements {plan}"
  carry: body in section
  where: |
    {body:Organisation} [<modal-required>] …!Organisation <run> [了] {plan:Programme}+
"""
BASED = """
based:
  states: "{text} basedOn {ground}"
  where: 根据 {ground:LegalInstrument}+ … 制定 {text:LegalInstrument}
"""
HOSTS = """
hosts:
  states: "{host} cooperatesWith {host}"
  where: "{host:Organisation}+ 联合"
"""
OFFICES = """
offices:
  states:
    - "{person} affiliatedWith {body}"
    - "{post} postIn {body}"
  where: "{person:Person} （ ({body:Organisation} {post:Post}+)+ ）"
"""
ADOPTED = """
adopted:
  states:
    - "{law} adoptedAt {session}"
    - "{law} issuedBy {body}"
    - "{law} dateAdopted {day}"
  where: "[{day:Date} …8] {session:Event > body:Organisation} 通过 {law:LegalInstrument}"
"""
MEMBERS = """
members:
  states: "{body} participatesIn {plan}"
  where: "{plan:Programme > body:Organisation+}"
"""
UNLESS = """
runs:
  states: "{body} implements {plan}"
  where: "{body:Organisation} … <run> {plan:Programme}"
  unless: |
    {body:Organisation} … 学习 … {plan:Programme}
    {_:Person} 代表 {body:Organisation}
"""

CASES = [
    (
        "a subclass fills a blank; marks that meet join a list",
        BASED,
        "根据《{Statute=甲法}》《{LocalRegulation=乙条例}》，制定{PolicyDocument=本办法}",
        ["本办法 basedOn 乙条例", "本办法 basedOn 甲法"],
    ),
    ("another class does not fill it", BASED, "根据{Event=大会}，制定{PolicyDocument=本办法}", []),
    ("a gap has an end", BASED, "根据《{Statute=甲法}》，" + "为" * 20 + "制定{PolicyDocument=本办法}", []),
    (
        "a gap may hold mentions",
        BASED,
        "根据《{Statute=甲法}》，为{Place=乙}好，制定{PolicyDocument=本办法}",
        ["本办法 basedOn 甲法"],
    ),
    (
        "all joiners",
        HOSTS,
        "{Organisation=甲}、{Organisation=乙}以及{Organisation=丙}联合",
        ["丙 cooperatesWith 乙", "丙 cooperatesWith 甲", "乙 cooperatesWith 甲"],
    ),
    ("a list of one has no pairs", HOSTS, "{Organisation=甲}联合", []),
    ("names that touch are no list", HOSTS, "{Organisation=甲}{Organisation=乙}联合", []),
    ("a thing and itself", HOSTS, "{Organisation=甲}和{Organisation=甲}联合", []),
    (
        "a repeated group keeps its pairs",
        OFFICES,
        "{Person=张三}（{Organisation=甲}{Post=主席}、{Post=书记}，{Organisation=乙}{Post=会长}）",
        [
            "主席 postIn 甲",
            "书记 postIn 甲",
            "会长 postIn 乙",
            "张三 affiliatedWith 乙",
            "张三 affiliatedWith 甲",
        ],
    ),
    (
        "nested mentions and optional blanks",
        ADOPTED,
        "{Date=2020年}，{Event={Organisation=甲会}三次会议}通过《{Statute=乙法}》",
        ["乙法 adoptedAt 甲会三次会议", "乙法 dateAdopted 2020年", "乙法 issuedBy 甲会"],
    ),
    (
        "an optional blank that is absent states nothing",
        ADOPTED,
        "{Event={Organisation=甲会}三次会议}通过《{Statute=乙法}》",
        ["乙法 adoptedAt 甲会三次会议", "乙法 issuedBy 甲会"],
    ),
    (
        "words that follow a nested name",
        ADOPTED.replace("body:Organisation}", "body:Organisation 第|三次}"),
        "{Event={Organisation=甲会}三次会议}通过《{Statute=乙法}》，{Event={Organisation=甲会}大会}通过《{Statute=丙法}》",
        ["乙法 adoptedAt 甲会三次会议", "乙法 issuedBy 甲会"],
    ),
    ("a name without the nested one", ADOPTED, "{Event=三次会议}通过《{Statute=乙法}》", []),
    (
        "a list of nested mentions",
        MEMBERS,
        "用好{Mechanism=“{Organisation=工会}+{Organisation=法院}+{Organisation=司法}”机制}",
        [
            "司法 participatesIn “工会+法院+司法”机制",
            "工会 participatesIn “工会+法院+司法”机制",
            "法院 participatesIn “工会+法院+司法”机制",
        ],
    ),
    (
        "a line that is one name looks into names",
        """
        part:
          states: "{part} subOrganizationOf {whole}"
          where: "{part:Organisation > ^whole:Organisation}"
        """,
        "{Event={Organisation={Organisation={Organisation=甲}院}室}会}和{Organisation=驻{Organisation=乙}组}",
        ["甲院 subOrganizationOf 甲", "甲院室 subOrganizationOf 甲院"],
    ),
    ("unless, with the same mentions", UNLESS, "{Organisation=甲}学习后实施{Campaign=乙}", []),
    ("unless, with the mention before", UNLESS, "{Person=丁}代表{Organisation=甲}实施{Campaign=乙}", []),
    (
        "unless, elsewhere in the clause",
        UNLESS,
        "{Organisation=甲}实施{Campaign=乙}，{Organisation=丙}学习{Campaign=乙}",
        ["甲 implements 乙"],
    ),
    (
        "what a gap may not hold",
        """
        runs:
          states: "{body} implements {plan}"
          where: |
            {body:Organisation} …!Organisation|Person 实施 {plan:Programme}
            {body:Organisation} …! 推进 {plan:Programme}
        """,
        "{Organisation=甲}和{Organisation=乙}实施{Campaign=丙}，{Organisation=丁}同{Place=戊}推进{Campaign=己}",
        ["乙 implements 丙"],
    ),
    (
        "the beginning and the end of a clause",
        """
        runs:
          states: "{body} implements {plan}"
          where: ^ {body:Organisation} 实施 {plan:Programme} $
        """,
        "{Organisation=甲}实施{Campaign=乙}。说{Organisation=丙}实施{Campaign=丁}。{Organisation=戊}实施{Campaign=己}了",
        ["甲 implements 乙"],
    ),
    (
        "what does not fit the ontology is left out",
        """
        joins:
          states: "{who} proposes {what}"
          where: "{who:Organisation|Place} 倡议 {what:Programme|Event}"
        """,
        "{Place=甲}倡议{Campaign=乙}。{Organisation=丙}倡议{Event=丁}。{Organisation=戊}倡议{Campaign=己}",
        ["戊 proposes 己"],
    ),
    (
        "an alternative may hold blanks",
        """
        place:
          states: "{event} locatedIn {place}"
          where: "{event:Event} (在 {place:Place} 召开|落户 {place:Place})"
        """,
        "{Event=甲}在{Place=乙}召开。{Event=丙}落户{Place=丁}",
        ["丙 locatedIn 丁", "甲 locatedIn 乙"],
    ),
    (
        "half-width brackets",
        OFFICES,
        "{Person=张三}({Organisation=甲}{Post=主席})",
        ["主席 postIn 甲", "张三 affiliatedWith 甲"],
    ),
]


@pytest.mark.parametrize(
    ("rules", "line", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_facts(facts: Facts, rules: str, line: str, expected: list[str]) -> None:
    assert facts(rules, line) == sorted(expected)


MODALITY = [
    ("plain", "{Organisation=甲}开展{Campaign=乙}", ["plain"]),
    ("required", "{Organisation=甲}要开展{Campaign=乙}", ["required"]),
    ("over a comma", "要抓实抓细，{Organisation=甲}开展{Campaign=乙}", ["plain"]),
    ("planned", "{Organisation=甲}拟于明年开展{Campaign=乙}", ["planned"]),
    ("permitted", "{Organisation=甲}可以开展{Campaign=乙}", ["permitted"]),
    ("proposed", "建议{Organisation=甲}开展{Campaign=乙}", ["proposed"]),
    ("the last modal word counts", "建议{Organisation=甲}应当开展{Campaign=乙}", ["required"]),
    ("a word that only looks modal", "{Organisation=甲}把重要工作开展{Campaign=乙}", ["plain"]),
    ("inside a name", "{Organisation=要会}开展{Campaign=乙}", ["plain"]),
    ("negated", "{Organisation=甲}没有开展{Campaign=乙}", []),
    ("only looks negated", "{Organisation=甲}不断开展{Campaign=乙}", ["plain"]),
    ("negation of something else", "{Organisation=甲}针对不够用的问题，开展{Campaign=乙}", ["plain"]),
    ("forbidden", "{Organisation=甲}不得以任何名义和借口开展{Campaign=乙}", []),
    ("forbidden before a comma", "{Organisation=甲}禁止拖欠，开展{Campaign=乙}", ["plain"]),
    ("negation before the subject", "未经{Organisation=甲}开展{Campaign=乙}", []),
]


@pytest.mark.parametrize(
    ("line", "expected"), [row[1:] for row in MODALITY], ids=[row[0] for row in MODALITY]
)
def test_modality(seeds_of: SeedsOf, line: str, expected: list[str]) -> None:
    found = relate(marked(line), seeds_of(RUNS))
    assert [assertion.evidence.modality or "plain" for assertion in found] == expected


CARRY = [
    (
        "over sentences",
        "section",
        "{Organisation=甲}实施{Campaign=乙}。去年闭幕。还要推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    (
        "within the clause",
        "clause",
        "{Organisation=甲}实施{Campaign=乙}，推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    ("not over clauses", "clause", "{Organisation=甲}实施{Campaign=乙}；推进{Campaign=丙}", []),
    (
        "within the sentence",
        "sentence",
        "{Organisation=甲}实施{Campaign=乙}；推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    ("not over sentences", "sentence", "{Organisation=甲}实施{Campaign=乙}。推进{Campaign=丙}", []),
    (
        "within the paragraph",
        "paragraph",
        "{Organisation=甲}实施{Campaign=乙}。推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    ("not over paragraphs", "paragraph", "{Organisation=甲}实施{Campaign=乙}\n推进{Campaign=丙}", []),
    ("over items", "section", "{Organisation=甲}实施{Campaign=乙}\n•推进{Campaign=丙}", ["甲 implements 丙"]),
    ("not over headings", "section", "{Organisation=甲}实施{Campaign=乙}\n§二\n推进{Campaign=丙}", []),
    (
        "over headings",
        "article",
        "{Organisation=甲}实施{Campaign=乙}\n§二\n推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    ("not over articles", "article", "#一\n{Organisation=甲}实施{Campaign=乙}\n#二\n推进{Campaign=丙}", []),
    (
        "the last to fill a role",
        "section",
        "{Organisation=甲}实施{Campaign=乙}。{Organisation=丁}实施{Campaign=戊}。{Organisation=己}来了。推进{Campaign=丙}",
        ["丁 implements 丙"],
    ),
    ("none has filled a role", "section", "{Organisation=甲}来了。推进{Campaign=丙}", []),
    (
        "one that opens the clause comes first",
        "section",
        "{Organisation=丁}实施{Campaign=戊}。{Organisation=甲}" + "好" * 30 + "，推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    (
        "what is carried is carried on",
        "section",
        "{Organisation=甲}实施{Campaign=乙}。推进{Campaign=丁}。推进{Campaign=丙}",
        ["甲 implements 丙"],
    ),
    (
        "a denied clause carries nothing",
        "section",
        "{Organisation=甲}没有实施{Campaign=乙}。推进{Campaign=丙}",
        [],
    ),
]


@pytest.mark.parametrize(
    ("stretch", "line", "expected"), [row[1:] for row in CARRY], ids=[row[0] for row in CARRY]
)
def test_carry(facts: Facts, stretch: str, line: str, expected: list[str]) -> None:
    rules = RUNS.replace("in section", f"in {stretch}")
    assert [fact for fact in facts(rules, line) if fact.endswith("丙")] == expected


def test_a_list_is_carried_where_the_blank_takes_one(facts: Facts) -> None:
    line = "{Organisation=甲}和{Organisation=乙}实施{Campaign=丙}。推进{Campaign=丁}"
    many = RUNS.replace("{body:Organisation}", "{body:Organisation}+")
    assert [fact for fact in facts(many, line) if fact.endswith("丁")] == [
        "乙 implements 丁",
        "甲 implements 丁",
    ]
    assert [fact for fact in facts(RUNS, line) if fact.endswith("丁")] == ["乙 implements 丁"]


def test_a_rule_that_states_nothing_sets_what_is_carried(facts: Facts) -> None:
    topic = '\ntopic:\n  states: []\n  where: "^ {body:Organisation} 高度重视"\n'
    line = "{Organisation=甲}高度重视。推进{Campaign=乙}"
    assert facts(RUNS, line) == []
    assert facts(RUNS + topic, line) == ["甲 implements 乙"]


def test_evidence_quotes_the_source_and_says_what_was_carried(seeds_of: SeedsOf) -> None:
    resolved = marked("{Organisation=甲会}要实施“{Campaign=乙}”。继续推进“{Campaign=丙}”。")
    first, second = (assertion.evidence for assertion in relate(resolved, seeds_of(RUNS)))
    assert (first.exact, first.rule, first.modality) == ("甲会要实施“乙”", "runs", "required")
    assert [(capture.role, capture.carried) for capture in first.captures] == [
        ("body", False),
        ("plan", False),
    ]
    assert second.exact == "推进“丙”"
    assert [(capture.role, capture.start, capture.carried) for capture in second.captures] == [
        ("body", 0, True),
        ("plan", 14, False),
    ]
    text = resolved.document.source.text
    assert all(text[evidence.start : evidence.end] == evidence.exact for evidence in (first, second))


AUTHOR = """
author:
  states: "{person} authorOf @document"
  in: byline
  where: "{person:Person}"
offices:
  states:
    - "@author affiliatedWith {body}"
    - "@author authorOf @document"
  where: 作者为 ({body:Organisation} {_:Post})+
"""


def test_document_and_author(facts: Facts) -> None:
    one = "#题\n@{Person=张三}\n{Person=王五}好\n（作者为{Organisation=甲}{Post=主席}、{Organisation=乙}{Post=会长}）"
    assert facts(AUTHOR, one) == [
        "张三 affiliatedWith 乙",
        "张三 affiliatedWith 甲",
        *["张三 authorOf test.txt"] * 2,
    ]
    two = one.replace("{Person=张三}", "{Person=张三} {Person=李四}")
    assert facts(AUTHOR, two)[:2] == ["张三 affiliatedWith 甲", "张三 authorOf test.txt"]
    assert "李四 affiliatedWith 乙" in facts(AUTHOR, two)
    three = two.replace("{Person=张三}", "{Person=赵六} {Person=张三}")
    assert not [fact for fact in facts(AUTHOR, three) if "affiliatedWith" in fact]
    assert facts(AUTHOR, "#一\n@{Person=张三}\n#二\n@{Person=李四}") == [
        "张三 authorOf test.txt#1",
        "李四 authorOf test.txt#2",
    ]


def test_instrument(facts: Facts) -> None:
    rules = '\nby:\n  states: "@instrument issuedBy {body}"\n  where: "{body:Organisation} 印发"\n'
    assert facts(rules, "{Organisation=甲}印发") == []
    notice = Entity("PolicyDocument", "通知", ("通知",))
    assert facts(rules, "{Organisation=甲}印发", instrument=notice) == ["通知 issuedBy 甲"]


def test_whole_is_stated_upward(facts: Facts) -> None:
    rules = '\nof:\n  states: "{part} provisionOf @whole"\n  where: "{part:Provision}"\n'
    law = Entity("Statute", "甲法", ("甲法",))
    article = Entity("Article", "甲法第五条", ("第五条",), law)
    found = facts(rules, "{Paragraph=第五条第二款}有规定", wholes={"第五条第二款": article})
    assert found == [
        "甲法第五条 provisionOf 甲法",
        "第五条第二款 provisionOf 甲法",
        "第五条第二款 provisionOf 甲法第五条",
    ]


def test_a_fact_is_stated_once_a_clause_and_rule(seeds_of: SeedsOf) -> None:
    line = "{Organisation=甲}推进{Campaign=乙}，{Organisation=甲}实施{Campaign=乙}。{Organisation=甲}推进{Campaign=乙}"
    assert [assertion.evidence.start for assertion in relate(marked(line), seeds_of(RUNS))] == [0, 10]


def test_a_rule_keeps_to_its_kinds_of_block(facts: Facts) -> None:
    rules = RUNS + "  in: [item, heading]\n"
    line = "{Organisation=甲}推进{Campaign=乙}\n•{Organisation=丙}推进{Campaign=丁}\n§{Organisation=戊}推进{Campaign=己}"
    assert facts(rules, line) == ["丙 implements 丁", "戊 implements 己"]


def test_numbers_and_versions_are_literals(seeds_of: SeedsOf) -> None:
    rules = dedent("""
        numbered:
          states: "{text} documentNumber {number}"
          where: "{text:LegalInstrument} （ {number:Number} ）"
    """)
    (assertion,) = relate(marked("《{PolicyDocument=甲通知}》（{Number=甲发〔2024〕1号}）"), seeds_of(rules))
    assert assertion.object == Literal("甲发〔2024〕1号")


def test_no_rules_and_no_names(facts: Facts, seeds_of: SeedsOf) -> None:
    assert facts("{}", "{Organisation=甲}好") == []
    assert relate(marked("没有名字。"), seeds_of(RUNS)) == ()
    assert relate(marked(""), seeds_of(RUNS)) == ()


def test_who_holds_an_office_is_affiliated_with_its_body(facts: Facts) -> None:
    rule = """
        holds:
          states: "{person} holdsPost {post}"
          where: "{post:Post} {person:Person}"
    """
    wholes = {"主席": Entity("Organisation", "甲会", ("甲会",))}
    found = facts(rule, "{Post=主席}{Person=张三}", wholes=wholes)
    assert found == ["张三 affiliatedWith 甲会", "张三 holdsPost 主席"]
