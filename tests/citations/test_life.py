"""What headers, orders, signatures and last articles tell of an instrument's life: whole documents in, their facts out."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from kg.entities import resolve
from kg.mentions import find
from kg.model import Entity
from kg.readers import parse
from kg.relations import relate
from tests.citations.scoring import seeds

ARTICLES = (
    "第一条　为了做好工作，制定本{head}。\n第二条　有关事项适用本{head}。\n第三条　本{head}由有关部门解释。\n"
)

LONG_PARENTHESIS = """中华人民共和国湖泊保护法

（2001年10月27日第九届全国人民代表大会常务委员会第二十四次会议通过　根据2018年10月26日第十三届全国人民代表大会常务委员会\
第六次会议《关于修改〈中华人民共和国渔村法〉等十五部法律的决定》第一次修正　2021年4月29日第十三届全国人民代表大会常务委员会\
第二十八次会议修订）

""" + ARTICLES.format(head="法")

STATE_COUNCIL = """国务院关于湖泊管理的规定

（1998年10月25日中华人民共和国国务院令第250号发布　根据2016年2月6日《国务院关于修改部分行政法规的决定》第一次修订　\
2019年3月2日国务院令第709号第二次修订　自1998年12月1日起施行）

""" + ARTICLES.format(head="规定")

APPROVED = """杭州市湖泊保护条例

（2015年10月30日杭州市第十二届人民代表大会常务委员会第三十二次会议通过，2015年12月30日浙江省第十二届人民代表大会常务委员会\
第二十五次会议批准，根据2019年4月3日杭州市第十三届人民代表大会常务委员会第十八次会议通过、2019年5月31日浙江省第十三届\
人民代表大会常务委员会第十二次会议批准的《杭州市人民代表大会常务委员会关于修改〈杭州市湖泊保护条例〉等三件地方性法规的决定》修正）

""" + ARTICLES.format(head="条例")

ANNOUNCED = """# 舟山市湖泊立法条例

2016年2月25日 舟山市第六届人民代表大会第六次会议通过

2016年3月31日 浙江省第十二届人民代表大会常务委员会第二十八次会议批准

2016年4月12日 舟山市第六届人民代表大会常务委员会公告第12号公布

""" + ARTICLES.format(head="条例")

COURTS = """最高人民法院、最高人民检察院
关于办理破坏湖泊刑事案件适用法律若干问题的解释

（2019年6月3日最高人民法院审判委员会第1769次会议、2019年6月12日最高人民检察院第十三届检察委员会第十九次会议通过，\
自2019年11月1日起施行）

法释〔2019〕915号

""" + ARTICLES.format(head="解释")

ORDER = """湖泊交易规定
国家发展和改革委员会、商务部令
第933号

《湖泊交易规定》已经2020年6月1日国家发展和改革委员会第9次委务会议审议通过，并经国务院批准，现予公布，自2020年7月23日起施行。

2020年6月23日
"""

PRESIDENT = """中华人民共和国湖区基本法

（1990年4月4日第七届全国人民代表大会第三次会议通过　1990年4月4日中华人民共和国主席令第二十六号公布　自1997年7月1日起施行）

""" + ARTICLES.format(head="法")

REPEALING = """湖泊登记管理办法

（2021年7月22日国家市场监督管理总局令第943号公布）

第一条　为了规范登记，根据《中华人民共和国公司法》，制定本办法。
第二条　登记适用本办法。
第三条　本办法自2022年1月1日起施行。《湖泊登记暂行办法》（2004年民政部令第27号）同时废止。
"""

NOTICE = """关于印发《湖泊巡查办法》的通知
渝人社规〔2023〕905号

重庆市财政局、重庆市民政局：
现将《湖泊巡查办法》印发给你们，请认真执行。
重庆市人力资源和社会保障局　重庆市教育委员会
二〇二三年五月十二日
"""

REPLY = """国务院关于同意设立湖泊新区的批复
国函〔2022〕912号

河北省人民政府、国家发展改革委：
你们关于设立湖泊新区的请示收悉。现批复如下：
一、同意设立湖泊新区。
国务院
2022年3月1日
"""

AMENDING = """全国人民代表大会常务委员会关于修改《中华人民共和国安全生产法》的决定

（2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过）

会议决定对《中华人民共和国安全生产法》作如下修改：
一、将第三条修改为：“坚持预防为主。”
本决定自2021年9月1日起施行。
"""

ANNOUNCING = """关于发布《湖泊水质的测定》国家环境保护标准的公告

为贯彻《中华人民共和国环境保护法》，保护湖泊，现批准《湖泊水质的测定》为国家环境保护标准，并予发布。
生态环境部
2020年12月9日
"""

NO_HEAD = "湖泊保护若干问题\n\n2020年3月4日 白鹭市人民政府发布\n\n" + ARTICLES.format(head="规定")

NPCSC, ZJ, HZ = "全国人民代表大会常务委员会", "浙江省人民代表大会常务委员会", "杭州市人民代表大会常务委员会"
LIVES = {
    "one long parenthesis": (LONG_PARENTHESIS, {
        ("adoptedAt", "第九届全国人民代表大会常务委员会第二十四次会议"), ("dateAdopted", "2001-10-27"), ("issuedBy", NPCSC),
        ("dateRevised", "2018-10-26"), ("dateRevised", "2021-04-29"),
        ("amendedBy", "关于修改〈中华人民共和国渔村法〉等十五部法律的决定（2018-10-26）"),
    }),
    "an order in a parenthesis": (STATE_COUNCIL, {
        ("dateIssued", "1998-10-25"), ("documentNumber", "中华人民共和国国务院令第250号"), ("issuedBy", "国务院"),
        ("dateRevised", "2016-02-06"), ("dateRevised", "2019-03-02"), ("dateInForce", "1998-12-01"),
        ("amendedBy", "国务院关于修改部分行政法规的决定（2016-02-06）"),
    }),
    "approved by a province": (APPROVED, {
        ("adoptedAt", "杭州市第十二届人民代表大会常务委员会第三十二次会议"), ("dateAdopted", "2015-10-30"), ("issuedBy", HZ),
        ("approvedBy", ZJ),
        ("amendedBy", "杭州市人民代表大会常务委员会关于修改〈杭州市湖泊保护条例〉等三件地方性法规的决定（2019-04-03）"),
        ("dateRevised", "2019-04-03"),
    }),
    "announced by a committee": (ANNOUNCED, {
        ("adoptedAt", "舟山市第六届人民代表大会第六次会议"), ("dateAdopted", "2016-02-25"), ("issuedBy", "舟山市人民代表大会"),
        ("approvedBy", ZJ), ("dateIssued", "2016-04-12"), ("documentNumber", "舟山市第六届人民代表大会常务委员会公告第12号"),
    }),
    "two courts": (COURTS, {
        ("adoptedAt", "最高人民法院审判委员会第一千七百六十九次会议"), ("dateAdopted", "2019-06-03"),
        ("issuedBy", "最高人民法院"),
        ("adoptedAt", "最高人民检察院第十三届检察委员会第十九次会议"), ("dateAdopted", "2019-06-12"),
        ("issuedBy", "最高人民检察院"),
        ("dateInForce", "2019-11-01"), ("documentNumber", "法释〔2019〕915号"),
    }),
    "an order of two ministries": (ORDER, {
        ("issuedBy", "国家发展和改革委员会"), ("issuedBy", "商务部"), ("documentNumber", "国家发展和改革委员会、商务部令第933号"),
        ("adoptedAt", "国家发展和改革委员会第九次委务会议"), ("dateAdopted", "2020-06-01"), ("dateInForce", "2020-07-23"),
        ("dateIssued", "2020-06-23"),
    }),
    "an order of the president": (PRESIDENT, {
        ("adoptedAt", "第七届全国人民代表大会第三次会议"), ("dateAdopted", "1990-04-04"), ("issuedBy", "全国人民代表大会"),
        ("issuedBy", "中华人民共和国主席"), ("dateIssued", "1990-04-04"), ("documentNumber", "中华人民共和国主席令第二十六号"),
        ("dateInForce", "1997-07-01"),
    }),
    "a text that repeals another": (REPEALING, {
        ("dateIssued", "2021-07-22"), ("documentNumber", "国家市场监督管理总局令第943号"), ("issuedBy", "国家市场监督管理总局"),
        ("basedOn", "公司法"), ("dateInForce", "2022-01-01"), ("repeals", "湖泊登记暂行办法"),
    }),
    "a notice": (NOTICE, {
        ("carries", "湖泊巡查办法"), ("documentNumber", "渝人社规〔2023〕905号"), ("dateIssued", "2023-05-12"),
        ("issuedBy", "重庆市人力资源和社会保障局"), ("issuedBy", "重庆市教育委员会"),
        ("addressedTo", "重庆市财政局"), ("addressedTo", "重庆市民政局"),
    }),
    "a reply": (REPLY, {
        ("issuedBy", "国务院"), ("documentNumber", "国函〔2022〕912号"), ("dateIssued", "2022-03-01"),
        ("addressedTo", "河北省人民政府"), ("addressedTo", "国家发展和改革委员会"),
    }),
    "an amending decision": (AMENDING, {
        ("adoptedAt", "第十三届全国人民代表大会常务委员会第二十九次会议"), ("dateAdopted", "2021-06-10"), ("issuedBy", NPCSC),
        ("amends", "安全生产法"), ("dateInForce", "2021-09-01"),
    }),
    "an announcement of a standard": (ANNOUNCING, {
        ("basedOn", "环境保护法"), ("issuedBy", "生态环境部"), ("dateIssued", "2020-12-09"),
    }),
    "a title without a head": (NO_HEAD, {("dateIssued", "2020-03-04"), ("issuedBy", "白鹭市人民政府")}),
}  # fmt: skip
BACK = {"amends": "amendedBy", "repeals": "repealedBy"}
OTHERS = {"cites", "citesProvision", "provisionOf", "stipulates", "establishes", "version"}


def life(text: str, aside: AbstractSet[str] = OTHERS) -> set[tuple[str, str]]:
    """What a document says of the instrument that it embodies, but for some relations."""
    document = parse(text.encode(), "甲.txt", "", seeds().words)
    resolved = resolve(document, find(document, seeds()), seeds())
    assert resolved.instrument is not None
    own, facts = resolved.instrument.key, set()
    for fact in relate(resolved, seeds()):
        said = fact.object.key if isinstance(fact.object, Entity) else fact.object.value
        if fact.subject.key == own and fact.predicate not in aside:
            facts.add((fact.predicate, said))
        elif said == own and fact.predicate in BACK:
            facts.add((BACK[fact.predicate], fact.subject.key))
    return facts


def _heads() -> dict[str, tuple[str, set[tuple[str, str]]]]:
    """The cases of heads.txt: a text, and under --- what it tells; a backslash joins a line with the next."""
    told = Path(__file__).with_name("heads.txt").read_text(encoding="utf-8").replace("\\\n", "")
    cases: dict[str, tuple[str, set[tuple[str, str]]]] = {}
    for case in told.split("=== ")[1:]:
        name, _, rest = case.partition("\n")
        text, *facts = rest.split("--- ")
        pairs = (fact.strip().partition(" ") for fact in facts)
        cases[name] = (text, {(predicate, said) for predicate, _, said in pairs})
    return cases


HEADS = _heads()


@pytest.mark.parametrize("name", HEADS)
def test_a_head_tells_its_life(name: str) -> None:
    text, expected = HEADS[name]
    aside = (OTHERS | {"addressedTo"}) - {predicate for predicate, _ in expected}
    assert life(text, aside) == expected


@pytest.mark.parametrize("name", LIVES)
def test_a_document_tells_its_life(name: str) -> None:
    text, expected = LIVES[name]
    assert life(text) == expected
