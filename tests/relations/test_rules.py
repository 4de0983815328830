"""Rules that cannot be run, and what is said of them; verdicts on rules by their examples."""

from __future__ import annotations

import pytest

from kg.errors import SeedError
from kg.relations.rulebook import rulebook
from kg.relations.verdicts import judge
from kg.seeds import Seeds
from tests.relations.sentences import SeedsOf

FAULTS = [
    (
        "class",
        "{a} leads {b}",
        "{a:Organization} 管 {b:Organisation}",
        "a.yaml:4:5: there is no class Organization",
        "Organisation (did",
    ),
    (
        "class in a gap",
        "{a} leads {b}",
        "{a:Organisation} …!Persn {b:Organisation}",
        "a.yaml:4:5",
        "Person (did",
    ),
    (
        "property",
        "{a} lead {b}",
        "{a:Organisation} 管 {b:Organisation}",
        "a.yaml:2:12: there is no property lead",
        "leads (did",
    ),
    ("derived", "@document mentions {b}", "{b:Organisation}", "a.yaml:2:12: mentions is derived", ""),
    (
        "domain",
        "{a} leads {b}",
        "{a:Person} 管 {b:Organisation}",
        "a.yaml:2:12: Person leads Organisation does not fit",
        "Organisation leads",
    ),
    (
        "range",
        "{a} leads {b}",
        "{a:Organisation} 管 {b:Event}",
        "a.yaml:2:12: Organisation leads Event does not fit",
        "",
    ),
    ("literal", "{a} dateIssued {b}", "{a:LegalInstrument} 发 {b:Number}", "a.yaml:2:12", "does not fit"),
    (
        "constant",
        "@docment leads {b}",
        "{b:Organisation}",
        "a.yaml:2:12: there is no constant @docment",
        "@document (did",
    ),
    (
        "a class that is none",
        "@instrument:PolicyDocumnt establishes {b}",
        "{b:Programme}",
        "a.yaml:2:12: @instrument:PolicyDocumnt",
        "PolicyDocument",
    ),
    (
        "a role's class in states",
        "@instrument:Person establishes {b}",
        "{b:Programme}",
        "a.yaml:2:12: Person establishes Programme does not fit",
        "",
    ),
    (
        "constant's class",
        "@author leads {b}",
        "{b:Organisation}",
        "a.yaml:2:12: Person leads Organisation does not fit",
        "",
    ),
    (
        "whole",
        "{a} leads @whole",
        "{a:Organisation} 管 {b:Organisation}",
        "a.yaml:2:12: @whole in a rule with several",
        "",
    ),
    (
        "role",
        "{a} leads {c}",
        "{a:Organisation} 管 {b:Organisation}",
        "a.yaml:2:12: no blank has the role c",
        "",
    ),
    (
        "unstated role",
        "{a} leads {b}",
        "{a:Organisation} 管 {b:Organisation} {c:Event}",
        "a.yaml:4:5: {c:Event} is not stated",
        "{_:Event}",
    ),
    (
        "statement",
        "a leads b",
        "{a:Organisation} 管 {b:Organisation}",
        "a.yaml:2:12: states is 'a leads b'",
        "{role} property {role}",
    ),
    (
        "word list",
        "{a} leads {b}",
        "{a:Organisation} <runn> {b:Organisation}",
        "a.yaml:4:5: there is no word list runn",
        "run (did",
    ),
    (
        "gaps",
        "{a} leads {b}",
        "{a:Organisation} … 甲 … 乙 … 丙 … {b:Organisation}",
        "a.yaml:4:5: 4 gaps",
        "at most 3",
    ),
    (
        "groups",
        "{a} leads {b}",
        "(({a:Organisation})+ 管 {b:Organisation})+",
        "a.yaml:4:5: a repeated group within another",
        "",
    ),
    (
        "empty group",
        "{a} leads {b}",
        "(甲)+ {a:Organisation} {b:Organisation}",
        "a.yaml:4:5: a repeated group without a blank",
        "",
    ),
    (
        "nothing needed",
        "{a} leads {b}",
        "[{a:Organisation}] [{b:Organisation}]",
        "a.yaml:4:5: nothing in this line must be there",
        "",
    ),
    ("a run", "{a} leads {b}", "{a:Organisation} ~2,3 {b:Organisation}", "a.yaml:4:22: a ~ in a rule", ""),
]


@pytest.mark.parametrize(
    ("states", "where", "place", "said"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_rule_that_cannot_be_run(seeds_of: SeedsOf, states: str, where: str, place: str, said: str) -> None:
    with pytest.raises(SeedError) as caught:
        rulebook(seeds_of(f'r:\n  states: "{states}"\n  where: |\n    {where}\n'))
    assert place in str(caught.value)
    assert said in str(caught.value)


KEYS = [
    ("carry: body", "a.yaml:4:10: carry is 'body'", "role in clause"),
    ("carry: body in setion", "a.yaml:4:10", "section (did"),
    ("carry: bodi in section", "a.yaml:4:10: no blank has the role bodi", "body (did"),
    ("in: paragraf", "a.yaml:4:7: there is no block paragraf", "paragraph (did"),
    ("unless: <runn> {body:Organisation}", "a.yaml:4:11: there is no word list runn", ""),
]


@pytest.mark.parametrize(("line", "place", "said"), KEYS, ids=[row[0] for row in KEYS])
def test_a_key_that_cannot_be_used(seeds_of: SeedsOf, line: str, place: str, said: str) -> None:
    text = 'r:\n  states: "{body} implements {plan}"\n  where: "{body:Organisation} <run> {plan:Programme}"\n'
    with pytest.raises(SeedError) as caught:
        rulebook(seeds_of(f"{text}  {line}\n"))
    assert place in str(caught.value)
    assert said in str(caught.value)


def test_a_book_is_compiled_once_for_a_digest(seeds_of: SeedsOf) -> None:
    text = 'r:\n  states: "{a} leads {b}"\n  where: "{a:Organisation} 管 {b:Organisation}"\n'
    assert rulebook(seeds_of(text)) is rulebook(seeds_of(text))


RULE = """\
r:
  states: "{body} implements {plan}"
  where: |
    {body:Organisation}+ 实施 {plan:Programme}+
    {plan:Programme} 由 {body:Organisation} 实施
"""
YES = "{body:甲}实施{plan:《乙》}"
BY = "{plan:乙}由{body:甲}实施"
NO = "{Organisation=甲}知道{Programme=乙}"
OTHER = """
other:
  states: "{body} organises {plan}"
  where: "{body:Organisation} 实施 {plan:Campaign}"
  yes: "{body:丙}实施{plan:丁} # also: r"
  no: "{Organisation=丙}和{Campaign=丁}"
"""


def judged(seeds: Seeds) -> list[str]:
    """Line, verdict, rule and detail; of an error, what is wrong."""
    return [
        f"{one.place.line} {one.verdict} {one.id} {one.detail.split('; wanted')[0]}".strip()
        for one in judge(seeds)
    ]


def examples(yes: tuple[str, ...], no: tuple[str, ...]) -> str:
    return "".join(
        f"  {key}: |\n" + "".join(f"    {line}\n" for line in lines)
        for key, lines in (("yes", yes), ("no", no))
        if lines
    )


VERDICTS = [
    ("holds", RULE, (YES, BY), (NO,), ["1 holds r"]),
    (
        "holds, each with each",
        RULE,
        ("{body:甲}和{body:丙}实施{plan:乙}、{plan:丁}", BY),
        (NO,),
        ["1 holds r"],
    ),
    (
        "holds, by numbers",
        RULE,
        ("{body#1:甲}实施{plan#1:乙}，{body#2:丙}实施{plan#2:丁}", BY),
        (NO,),
        ["1 holds r"],
    ),
    (
        "missing",
        RULE,
        (YES, BY, "{body:甲}办{plan:乙}"),
        (NO,),
        ["9 missing r 甲 implements 乙"],
    ),
    (
        "missing pairs without numbers",
        RULE,
        ("{body:甲}实施{plan:乙}，{body:丙}实施{plan:丁}", BY),
        (NO,),
        ["7 missing r 丙 implements 乙, 甲 implements 丁"],
    ),
    (
        "wrong",
        RULE,
        ("{body:甲}实施{Programme=丁}，{body:甲}实施{plan:乙}", BY),
        (NO,),
        ["7 wrong r gives 甲 implements 丁"],
    ),
    (
        "noisy",
        RULE,
        (YES, BY),
        (NO, "{Organisation=甲}实施{Programme=乙}"),
        ["11 noisy r a no line gives 甲 implements 乙"],
    ),
    (
        "idle",
        RULE,
        (YES,),
        (NO,),
        ["5 idle r no yes line needs it: {plan:Programme} 由 {body:Organisation} 实施"],
    ),
    ("no no", RULE, (YES, BY), (), ["1 error r no no line"]),
    (
        "no yes",
        RULE,
        (),
        (NO,),
        [
            "1 error r no yes line",
            "4 idle r no yes line needs it: {body:Organisation}+ 实施 {plan:Programme}+",
            "5 idle r no yes line needs it: {plan:Programme} 由 {body:Organisation} 实施",
        ],
    ),
    ("nothing marked", RULE, (YES, BY, "甲实施乙"), (NO,), ["9 error r a yes line that marks no fact"]),
    (
        "role of no blank",
        RULE,
        ("{boddy:甲}实施{plan:乙}", BY),
        (NO,),
        ["7 error r an example has the role boddy"],
    ),
    (
        "no such class",
        RULE,
        (YES, BY),
        ("{Organization=甲}",),
        ["10 error r an example has the class Organization"],
    ),
    (
        "neither role nor class",
        RULE,
        (YES, BY),
        ("{甲}",),
        ["10 error r a mark without role or class"],
    ),
    ("unknown also", RULE, (YES + " # also: othr", BY), (NO,), ["7 error r also: there is no rule othr"]),
    (
        "another rule",
        RULE,
        ("{body:甲}实施{plan:Campaign=乙}", BY),
        (NO,),
        ["7 noisy r other fires too: 甲 organises 乙; end the line in # also: other", "12 holds other"],
    ),
    (
        "another rule, excused",
        RULE,
        ("{body:甲}实施{plan:Campaign=乙} # also: other", BY),
        (NO,),
        ["1 holds r", "12 holds other"],
    ),
    (
        "stale also",
        RULE,
        (YES + " # also: other", BY),
        (NO,),
        ["7 idle r also: other does not fire here", "12 holds other"],
    ),
    (
        "unless",
        RULE + "  unless: 试点 {plan:Programme}\n",
        (YES, BY),
        (NO,),
        ["6 idle r no example needs this unless: 试点 {plan:Programme}"],
    ),
    (
        "unless that is earned",
        RULE + '  unless: "{plan:Programme} 试点"\n',
        (YES, BY),
        (NO, "{Organisation=甲}实施{Programme=乙}试点"),
        ["1 holds r"],
    ),
    ("carry", RULE + "  carry: body in section\n", (YES, BY), (NO,), ["6 idle r no yes line carries body"]),
    (
        "carry that is earned",
        RULE + "  carry: body in section\n",
        (YES + "。实施{plan:丙}", BY),
        (NO,),
        ["1 holds r"],
    ),
]


@pytest.mark.parametrize(
    ("rule", "yes", "no", "expected"), [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS]
)
def test_verdicts(
    seeds_of: SeedsOf, rule: str, yes: tuple[str, ...], no: tuple[str, ...], expected: list[str]
) -> None:
    text = rule + examples(yes, no)
    if any("other" in line for line in expected):
        text += OTHER
    assert judged(seeds_of(text)) == expected


MORE = [
    (
        "a repeated group need not be numbered",
        """
        r:
          states: "{post} postIn {body}"
          where: ({body:Organisation} {post:Post}+)+
          yes: "{body:甲}{post:主席}、{post:书记}、{body:乙}{post:会长}"
          no: "{Organisation=甲}的{Post=主席}"
        """,
    ),
    (
        "constants, kinds and paragraphs",
        """
        r:
          states: ["@author affiliatedWith {body}", "@instrument issuedBy {body}", "@author authorOf @document"]
          in: note
          where: 作者为 {body:Organisation}
          yes: |
            作者为{body:甲}
            {@author:张三} ¶ 作者为{body:甲}
            {@instrument:本办法} ¶ 作者为{body:甲}
          no: "{body:甲}"
        """,
    ),
    (
        "wholes",
        """
        r:
          states: "{part} provisionOf @whole"
          where: "{part:Provision}"
          yes: |
            {part:第五条}
            {@whole:《甲法》}{part:第五条}
            {@whole:Article=第五条}{part:第二款} # also: r
          no: "{LegalInstrument=甲法}"
        """,
    ),
    (
        "headings and carried subjects",
        """
        r:
          states: "{body} implements {plan}"
          carry: body in section
          where: "{body:Organisation} <run> {plan:Programme}"
          yes: "{body:甲}开展{plan:乙} ¶ 推进{plan:丙}"
          no: "{body:甲}知道{Programme=乙} ¶ §二 ¶ 推进{Programme=丙}"
        """,
    ),
    (
        "nothing stated",
        """
        r:
          states: []
          where: "^ {body:Organisation} 高度重视"
          yes: "{body:甲}高度重视"
          no: 他说{Organisation=甲}高度重视
        """,
    ),
    (
        "pairs of a symmetric property",
        """
        r:
          states: "{host} cooperatesWith {host}"
          where: "{host:Organisation}+ 联合"
          yes: "{host:丙}、{host:乙}和{host:甲}联合"
          no: "{host:丙}联合"
        """,
    ),
]


@pytest.mark.parametrize("rules", [row[1] for row in MORE], ids=[row[0] for row in MORE])
def test_rules_that_hold(seeds_of: SeedsOf, rules: str) -> None:
    assert {verdict.verdict for verdict in judge(seeds_of(rules))} == {"holds"}, judged(seeds_of(rules))
