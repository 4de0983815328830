"""Readings made by hand, for tests of what comes after the reading: sentences, mentions, entities and facts as values."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from kg import ontology
from kg.exports.evidence import Build
from kg.graph import gather
from kg.model import (
    Article,
    Assertion,
    Block,
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
from kg.pipeline.writers import Account, Manifest, as_json, write

BASE = "https://example.org/id/"

UNION = Entity("MassOrganisation", "甲市总工会", ("甲市总工会", "市总工会"))
BUREAU = Entity("StateBody", "甲市民政局", ("甲市民政局",))
CONGRESS = Entity("StateBody", "甲省人民代表大会常务委员会", ("甲省人民代表大会常务委员会", "甲省人大常委会"))
WINTER = Entity("Campaign", "“暖冬”行动", ("“暖冬”行动",))
PERSON = Entity("Person", "张三@甲市总工会", ("张三",))
CHAIR = Entity("Post", "甲市总工会/主席", ("主席",), UNION)
LAW = Entity("LocalRegulation", "甲省志愿服务条例", ("甲省志愿服务条例", "该条例"))
OLD = Entity("LegalInstrument", "甲省义工办法", ("甲省义工办法",))
NOTICE = Entity(
    "PolicyDocument", "甲市民政局关于做好“暖冬”行动的通知", ("甲市民政局关于做好“暖冬”行动的通知", "本通知")
)
MONTH = Literal("2023-05", "gYearMonth")
NUMBER = Literal("甲民发〔2024〕5号")

MAGAZINE = (
    "暖冬行动见闻\n张三\n甲市总工\n会联合甲市民政局开展“暖冬”行动。张三任甲市总工会主席。\n",
    "条例解读\n甲省人大常委会于2023年5月通过《甲省志愿服务条例》。该条例废止了《甲省义工办法》。\n",
)
LETTER = "甲市民政局关于做好“暖冬”行动的通知\n甲民发〔2024〕5号\n根据《甲省志愿服务条例》，制定本通知。\n"


def document(path: str, articles: Iterable[str], breaks: Iterable[str] = ()) -> Document:
    """A file of some articles; of each string of `breaks` the line breaks are healed."""
    pieces = tuple(articles)
    raw = "".join(pieces)
    gone = {raw.index(piece) + at for piece in breaks for at, char in enumerate(piece) if char == "\n"}
    text, jumps = "", [(0, 0)]
    for at, char in enumerate(raw):
        if at in gone:
            jumps.append((len(text), at + 1))
        else:
            text += char
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) - sum(at <= place < at + len(piece) for place in gone)
    ends = [*starts[1:], len(text)]
    return Document(
        source=Source(path, sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(), "text/plain", raw),
        text=text,
        jumps=tuple(jumps),
        blocks=(Block("paragraph", 0, len(text)),),
        articles=tuple(
            Article(number, start, end, piece.partition("\n")[0])
            for number, (start, end, piece) in enumerate(zip(starts, ends, pieces, strict=True), 1)
        ),
    )


def link(of: Document, words: str, entity: Entity | Literal, kind: str = "", nth: int = 0) -> Link:
    """The mention of an entity at the nth place where some words stand."""
    start = -1
    for _ in range(nth + 1):
        start = of.text.index(words, start + 1)
    kind = kind or (entity.type if isinstance(entity, Entity) else "Date")
    return Link(Mention(start, start + len(words), kind, "by-hand"), entity)


def said(
    of: Document,
    words: str,
    subject: Entity,
    predicate: str,
    value: Entity | Literal,
    rule: str,
    modality: str = "",
) -> Assertion:
    """A fact, and the first place where some words say it."""
    start = of.text.index(words)
    place = of.place(start, start + len(words))
    exact = of.source.text[place.start : place.end]
    article = of.article_at(start).number
    evidence = Evidence(of.path, place.start, place.end, exact, rule, article, modality)
    return Assertion(subject, predicate, value, evidence)


def magazine() -> Reading:
    """A file of two articles, with a line break inside the first name."""
    of = document("刊物/magazine.txt", MAGAZINE, breaks=("总工\n会",))
    links = (
        link(of, "张三", PERSON),
        link(of, "甲市总工会", UNION),
        link(of, "甲市民政局", BUREAU),
        link(of, "“暖冬”行动", WINTER),
        link(of, "张三", PERSON, nth=1),
        link(of, "甲市总工会", UNION, nth=1),
        link(of, "主席", CHAIR),
        link(of, "甲省人大常委会", CONGRESS),
        link(of, "2023年5月", MONTH),
        link(of, "甲省志愿服务条例", LAW),
        link(of, "该条例", LAW, nth=0),
        link(of, "甲省义工办法", OLD),
    )
    resolved = Resolved(of, links)
    first = "甲市总工会联合甲市民政局开展“暖冬”行动"
    post = "张三任甲市总工会主席"
    adopted = "甲省人大常委会于2023年5月通过《甲省志愿服务条例》"
    assertions = (
        said(of, "暖冬行动见闻\n张三", PERSON, "authorOf", resolved.article_entity(1), "by-line"),
        said(of, first, UNION, "cooperatesWith", BUREAU, "jointly"),
        said(of, first, BUREAU, "cooperatesWith", UNION, "jointly"),
        said(of, first, UNION, "implements", WINTER, "runs", "required"),
        said(of, post, PERSON, "holdsPost", CHAIR, "holds"),
        said(of, post, CHAIR, "postIn", UNION, "holds"),
        said(of, adopted, LAW, "issuedBy", CONGRESS, "adopted-by"),
        said(of, adopted, LAW, "dateAdopted", MONTH, "adopted-by"),
        said(of, "该条例废止了《甲省义工办法》", LAW, "repeals", OLD, "repeals"),
    )
    return Reading(resolved, assertions)


def letter() -> Reading:
    """A notice, which is the text of its own instrument."""
    of = document("notice.txt", (LETTER,))
    title = LETTER.partition("\n")[0]
    links = (
        link(of, title, NOTICE),
        link(of, "甲市民政局", BUREAU),
        link(of, "“暖冬”行动", WINTER),
        link(of, "甲民发〔2024〕5号", NUMBER, "Number"),
        link(of, "甲省志愿服务条例", LAW),
        link(of, "本通知", NOTICE),
    )
    resolved = Resolved(of, links, NOTICE)
    assertions = (
        said(of, title, resolved.article_entity(1), "embodies", NOTICE, "embodies"),
        said(of, title, NOTICE, "issuedBy", BUREAU, "title-names-issuer"),
        said(of, "甲民发〔2024〕5号", NOTICE, "documentNumber", NUMBER, "number-under-title"),
        said(of, "根据《甲省志愿服务条例》，制定本通知", NOTICE, "basedOn", LAW, "based-on"),
    )
    return Reading(resolved, assertions)


def readings() -> list[Reading]:
    """Both files."""
    return [magazine(), letter()]


def output(folder: Path) -> Path:
    """What a build of both files would write into `folder`/output; the files themselves lie in `folder`/sources."""
    made = Build("0.1.0", "a" * 64, ontology.load().digest)
    place = folder / "output"
    place.mkdir(parents=True)
    for reading in readings():
        source = folder / "sources" / reading.document.path
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(reading.document.source.text.encode())
    graph = gather(readings(), BASE)
    write(graph, readings(), made, place, ["graph", "evidence", "annotations", "store"])
    paths = sorted(reading.document.path for reading in readings())
    manifest = Manifest(
        version=made.version,
        base=BASE,
        seeds=made.seeds,
        ontology=made.ontology,
        inputs={reading.document.path: reading.document.source.sha256 for reading in readings()},
        documents=tuple(Account(path, "ok") for path in paths),
        counts={"documents": 2, "facts": len(graph.facts)},
        rules=tuple(
            sorted({assertion.evidence.rule for reading in readings() for assertion in reading.assertions})
        ),
        files={
            path.name: sha256(path.read_bytes()).hexdigest() for path in place.iterdir() if path.is_file()
        },
    )
    (place / "local.json").write_bytes(as_json({path: str(folder / "sources" / path) for path in paths}))
    (place / "manifest.json").write_bytes(as_json(manifest))
    return place
