"""Annotations in the files of other tools: what goes out comes back the same, and what a person draws comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import KgError, OutputError
from kg.verbs.exchange import BRAT, DOCCANO, LABEL_STUDIO, Annotated, read, write
from kg.verbs.exchange.brat import configuration as brat_configuration
from kg.verbs.exchange.drawing import SAME, Arc, Ruler, Span, draw, redraw
from kg.verbs.exchange.label_studio import configuration as label_studio_configuration
from kg.verbs.export import export
from kg.verbs.matching import Annotation, Marked, Named, Stated

TEXT = "𠮷市总工会要开展“乙”活动，丙局\n参与。𠮷市总工会主席到场。"
TOOLS = (BRAT, DOCCANO, LABEL_STUDIO)
CLASSES = ("Organisation", "Person", "Post", "Programme")
PREDICATES = ("implements", "cooperatesWith", "holdsPost")


def mark(words: str, kind: str, entity: str, *, optional: bool = False, nth: int = 0) -> Marked:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Marked(start, start + len(words), kind, words, entity, optional)


KNOWN = Annotation(
    "新闻/a",
    "新闻/a.txt",
    mentions=(
        mark("𠮷市总工会", "Organisation", "e1"),
        mark("𠮷市", "Place", "e2", optional=True),
        mark("“乙”活动", "Programme", "e3"),
        mark("丙局\n参与", "Organisation", "e4"),
        mark("𠮷市总工会", "Organisation", "e1", nth=1),
    ),
    entities=(
        Named("e1", "Organisation", ("𠮷林市总工会", "𠮷市总工会")),
        Named("e2", "Place", ("𠮷市",)),
        Named("e3", "Programme", ("“乙”活动", "乙")),
        Named("e4", "Organisation", ("丙局参与",)),
        Named("e5", "Event", ("没有出现的会议",)),
    ),
    relations=(
        Stated("e1", "implements", "e3", 0, 11, rules=("runs",)),
        Stated("e4", "participatesIn", "e3", 12, 17, optional=True),
        Stated("e1", "dateIssued", "2024-01-01", 0, 5),
        Stated("e1", "authorOf", "@document", 0, 5),
        Stated("e1", "organises", "e5", 0, 5),
        Stated("e3", "partOf", "e3", 0, 5),
    ),
)
DOCUMENT = Annotated(KNOWN, TEXT)


def there_and_back(folder: Path, form: str, *documents: Annotated) -> tuple[Annotated, ...]:
    write(documents, folder / f"x{form}", form)
    return read(folder / f"x{form}")


@pytest.mark.parametrize("form", TOOLS)
def test_what_goes_out_comes_back(tmp_path: Path, form: str) -> None:
    other = Annotated(Annotation("b"), "没有什么。")
    assert there_and_back(tmp_path, form, other, DOCUMENT) == (other, DOCUMENT)


def test_our_own_lines_come_back_with_their_texts(tmp_path: Path) -> None:
    (tmp_path / "新闻").mkdir()
    (tmp_path / "新闻" / "a.txt").write_bytes(TEXT.encode())
    write([DOCUMENT], tmp_path / "gold.jsonl", ".jsonl")
    assert read(tmp_path / "gold.jsonl", tmp_path) == (DOCUMENT,)
    with pytest.raises(KgError, match="no such text"):
        read(tmp_path / "gold.jsonl", tmp_path / "新闻")


letters = st.text(
    st.sampled_from("甲乙丙总工会𠮷𪚥😀“”，。\r\n\t e\u0301\u200d\u2028\ufeff"), min_size=1, max_size=40
)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    text = draw(letters | anything)
    ids = [f"e{number}" for number in range(1, draw(st.integers(1, 5)) + 1)]
    entities = tuple(
        Named(one, draw(st.sampled_from(CLASSES)), tuple(draw(st.lists(anything, max_size=3, unique=True))))
        for one in ids
    )
    mentions = {}
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        entity = draw(st.sampled_from(entities))
        mentions[start, end, entity.type] = Marked(
            start, end, entity.type, text[start:end], entity.id, draw(st.booleans())
        )
    ends = st.sampled_from([*ids, "@document", "2024-01-01"])
    triples = draw(
        st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(PREDICATES), ends), max_size=6, unique=True)
    )
    spans = st.tuples(st.integers(0, 9), st.integers(9, 40))
    relations = tuple(Stated(*triple, *draw(spans), draw(st.booleans())) for triple in triples)
    return Annotated(
        Annotation("a", "a.txt", mentions=tuple(mentions.values()), entities=entities, relations=relations),
        text,
    )


@pytest.mark.parametrize("form", TOOLS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(document=documents())
def test_any_annotation_comes_back(
    tmp_path_factory: pytest.TempPathFactory, form: str, document: Annotated
) -> None:
    assert there_and_back(tmp_path_factory.mktemp("x"), form, document) == (document,)


@given(anything)
def test_utf_16_units_are_those_of_the_codec(text: str) -> None:
    ruler = Ruler.of(text)
    units = [len(text[:points].encode("utf-16-le")) // 2 for points in range(len(text) + 1)]
    assert [ruler.units(points) for points in range(len(text) + 1)] == units
    assert [ruler.points(at) for at in units] == list(range(len(text) + 1))
    for inside in set(range(units[-1])) - set(units):
        with pytest.raises(ValueError, match="inside a character"):
            ruler.points(inside)


# --- what the tools themselves read and write


def test_brat_reads_lines_with_pieces_marks_and_notes(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "x.brat", ".brat")
    assert (tmp_path / "x.brat" / "新闻" / "a.txt").read_bytes().decode() == TEXT
    assert (tmp_path / "x.brat" / "新闻" / "a.ann").read_text(encoding="utf-8").splitlines() == [
        "T1\tOrganisation 0 5\t𠮷市总工会",
        "T2\tPlace 0 2\t𠮷市",
        "T3\tProgramme 8 13\t“乙”活动",
        "T4\tOrganisation 14 16;17 19\t丙局 参与",
        "T5\tOrganisation 20 25\t𠮷市总工会",
        "R1\timplements Arg1:T1 Arg2:T3\t",
        "R2\tparticipatesIn Arg1:T4 Arg2:T3\t",
        "A1\tOptional T2",
        "A2\tOptional R2",
        "#1\tAnnotatorNotes T1\t𠮷林市总工会",
        "#2\tAnnotatorNotes T4\t丙局参与",
        "#3\tAnnotatorNotes T5\t𠮷林市总工会",
    ]


def test_doccano_counts_utf_16_units(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "x.doccano.jsonl", ".doccano.jsonl")
    (line,) = (tmp_path / "x.doccano.jsonl").read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert found["entities"][0] == {"id": 1, "label": "Organisation", "start_offset": 0, "end_offset": 6}
    assert found["relations"][0] == {"id": 1, "from_id": 1, "to_id": 3, "type": "implements"}


def test_label_studio_counts_code_points(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "x.labelstudio.json", ".labelstudio.json")
    (task,) = json.loads((tmp_path / "x.labelstudio.json").read_text(encoding="utf-8"))
    results = task["predictions"][0]["result"]
    assert results[0] == {
        "type": "labels",
        "id": "m1",
        "from_name": "label",
        "to_name": "text",
        "value": {"start": 0, "end": 5, "text": "𠮷市总工会", "labels": ["Organisation"]},
        "meta": {"text": ["𠮷林市总工会"]},
    }
    assert results[-1]["from_id"] == "m4"


# --- what a person draws

ANN = """T1\tOrganisation 0 5\t𠮷市总工会
T2\tProgramme 8 13\t“乙”活动
T3\tOrganisation 20 25\t𠮷市总工会
T4\tOrganisation 14 16\t丙局
A1\tOptional T2
R1\timplements Arg1:T1 Arg2:T2
*\tEquiv T1 T4
"""
DRAWN = Annotation(
    "a",
    mentions=(
        mark("𠮷市总工会", "Organisation", "e1"),
        mark("“乙”活动", "Programme", "e2", optional=True),
        mark("丙局", "Organisation", "e1"),
        mark("𠮷市总工会", "Organisation", "e1", nth=1),
    ),
    entities=(Named("e1", "Organisation", ("𠮷市总工会", "丙局")), Named("e2", "Programme", ("“乙”活动",))),
    relations=(Stated("e1", "implements", "e2", 0, 13),),
)


def test_a_folder_drawn_in_brat_from_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_text(ANN, encoding="utf-8")
    assert read(tmp_path) == (Annotated(DRAWN, TEXT),)


def test_an_export_of_doccano_drawn_from_nothing(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "text": TEXT,
        "entities": [
            {"id": 90, "label": "Organisation", "start_offset": 0, "end_offset": 6},
            {"id": 91, "label": "Programme", "start_offset": 9, "end_offset": 14},
        ],
        "relations": [{"id": 1, "from_id": 90, "to_id": 91, "type": "implements"}],
        "Comments": [],
    }
    (tmp_path / "all.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (found,) = read(tmp_path / "all.jsonl")
    assert [(one.text, one.entity) for one in found.annotation.mentions] == [
        ("𠮷市总工会", "e1"),
        ("“乙”活动", "e2"),
    ]
    assert found.annotation.relations == (Stated("e1", "implements", "e2", 0, 13),)
    assert found.annotation.doc == "7"


def test_an_older_export_of_doccano(tmp_path: Path) -> None:
    line = {"id": 7, "text": TEXT, "label": [[0, 6, "Organisation"]]}
    (tmp_path / "all.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (found,) = read(tmp_path / "all.jsonl")
    assert [one.text for one in found.annotation.mentions] == ["𠮷市总工会"]


def region(name: str, start: int, end: int, words: str, label: str) -> dict[str, object]:
    value = {"start": start, "end": end, "text": words, "labels": [label]}
    return {
        "id": name,
        "type": "labels",
        "from_name": "label",
        "to_name": "text",
        "value": value,
        "origin": "manual",
    }


@pytest.mark.parametrize(
    ("end", "start"), [(5, 8), (6, 9)], ids=["code points", "an old version's UTF-16 units"]
)
def test_an_export_of_label_studio(tmp_path: Path, end: int, start: int) -> None:
    shift = end - 5
    results = [
        region("x", 0, end, "𠮷市总工会", "Organisation"),
        region("y", start, 13 + shift, "“乙”活动", "Programme"),
        {"type": "relation", "from_id": "y", "to_id": "x", "direction": "left", "labels": ["implements"]},
    ]
    task = {
        "id": 3,
        "data": {"text": TEXT, "doc": "a"},
        "annotations": [{"result": results, "was_cancelled": False}, {"result": [], "was_cancelled": True}],
        "predictions": [],
    }
    (tmp_path / "all.json").write_text(json.dumps([task]), encoding="utf-8")
    (found,) = read(tmp_path / "all.json")
    assert [(one.start, one.end) for one in found.annotation.mentions] == [(0, 5), (8, 13)]
    assert found.annotation.relations == (Stated("e1", "implements", "e2", 0, 13),)


def test_what_is_rubbed_out_and_drawn_anew_in_brat(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "x.brat", ".brat")
    file = tmp_path / "x.brat" / "新闻" / "a.ann"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(("T2", "R2", "A", "#3"))]
    lines += ["T6\tPost 25 27\t主席", "#9\tAnnotatorNotes T5\t另一个总工会", "R7\timplements Arg1:T5 Arg2:T3"]
    file.write_text("\n".join(lines), encoding="utf-8")
    (found,) = read(tmp_path / "x.brat")
    entities = {one.id: one.names[0] for one in found.annotation.entities}
    assert [(one.text, entities[one.entity]) for one in found.annotation.mentions] == [
        ("𠮷市总工会", "𠮷林市总工会"),
        ("“乙”活动", "“乙”活动"),
        ("丙局\n参与", "丙局参与"),
        ("𠮷市总工会", "另一个总工会"),
        ("主席", "主席"),
    ]
    assert [
        (entities.get(one.s), one.p, entities.get(one.o, one.o)) for one in found.annotation.relations
    ] == [
        ("𠮷林市总工会", "implements", "“乙”活动"),
        ("𠮷林市总工会", "dateIssued", "2024-01-01"),
        ("𠮷林市总工会", "authorOf", "@document"),
        ("𠮷林市总工会", "organises", "没有出现的会议"),
        ("“乙”活动", "partOf", "“乙”活动"),
        ("另一个总工会", "implements", "“乙”活动"),
    ]


FAULTS = {
    "a span beyond the text": ("a.ann", "T1\tOrganisation 0 99\t𠮷市", "a.ann:1"),
    "a span of other words": ("a.ann", "T1\tOrganisation 0 2\t丙局", "the text has"),
    "a mention of several pieces": ("a.ann", "T1\tOrganisation 0 2;5 6\t𠮷市 要", "of one piece"),
    "a line that is none": ("a.ann", "T1\tOrganisation", "a.ann:1"),
    "a list of something else": ("a.json", "[1]", "a JSON export of Label Studio"),
    "a region of other words": (
        "a.json",
        json.dumps(
            [{"data": {"text": TEXT}, "annotations": [{"result": [region("x", 0, 2, "丙局", "Place")]}]}]
        ),
        "task 1: ",
    ),
    "half a character": (
        "a.jsonl",
        json.dumps({"text": TEXT, "label": [[0, 1, "Place"]]}),
        "inside a character",
    ),
}


@pytest.mark.parametrize(("name", "content", "said"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_fit_its_text_is_told(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=said):
        read(tmp_path if name == "a.ann" else tmp_path / name)


@pytest.mark.parametrize("doc", ["../a", "/a", "", "a/../../b"])
def test_no_document_is_written_outside_the_folder(tmp_path: Path, doc: str) -> None:
    with pytest.raises(KgError, match="no name for a file"):
        write([Annotated(Annotation(doc), "")], tmp_path / "x.brat", ".brat")


def test_the_configurations_know_every_class_and_relation() -> None:
    for text in (brat_configuration(), label_studio_configuration()):
        assert "Organisation" in text
        assert "implements" in text
        assert "sameAs" in text
        assert "authorOf" not in text  # a document is no span


@given(document=documents(), choices=st.data())
def test_any_drawing_makes_a_sound_annotation(document: Annotated, choices: st.DataObject) -> None:
    """Rub out some spans, draw others, join them as one likes: what comes of it hangs together."""
    spans, _ = draw(document.annotation)
    size = len(document.text)
    kept = [span for span in spans if choices.draw(st.booleans())]
    for _ in range(choices.draw(st.integers(1, 4))):
        start = choices.draw(st.integers(0, size - 1))
        end = choices.draw(st.integers(start + 1, size))
        name = choices.draw(st.sampled_from(["", "甲", "乙"]))
        kept.append(Span(start, end, choices.draw(st.sampled_from(CLASSES)), name=name))
    numbers = st.integers(0, len(kept) - 1)
    names = st.sampled_from([*PREDICATES, SAME])
    arcs = [Arc(*one) for one in choices.draw(st.lists(st.tuples(numbers, numbers, names), max_size=6))]
    found = redraw(document.annotation, kept, arcs, document.text)
    ids = {entity.id for entity in found.entities}
    assert len(ids) == len(found.entities)
    assert len(found.mentions) == len(kept)
    for mention in found.mentions:
        assert mention.text == document.text[mention.start : mention.end]
        assert mention.entity in ids
    known = {entity.id for entity in document.annotation.entities}
    for stated in found.relations:
        assert stated.s in ids
        assert stated.o in ids or stated.o not in known
    assert SAME not in {stated.p for stated in found.relations}
    again = Annotated(found, document.text)
    drawn = draw(found)
    assert redraw(found, *drawn, document.text) == again.annotation


# --- the verb


def test_annotations_go_from_tool_to_tool(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "a.brat", ".brat")
    for source, file in (
        ("a.brat", "b.labelstudio.json"),
        ("b.labelstudio.json", "c.doccano.jsonl"),
        ("c.doccano.jsonl", "d.jsonl"),
    ):
        assert export(tmp_path / source, tmp_path / file) == ()
    assert read(tmp_path / "d.jsonl") == (Annotated(KNOWN, ""),)
    (tmp_path / "新闻").mkdir()
    (tmp_path / "新闻" / "a.txt").write_bytes(TEXT.encode())
    export(tmp_path / "d.jsonl", tmp_path / "e", form="brat", texts=tmp_path)
    assert read(tmp_path / "e") == (DOCUMENT,)
    export(tmp_path / "a.brat", tmp_path / "f.labelstudio.xml")
    assert (tmp_path / "f.labelstudio.xml").read_text(encoding="utf-8") == label_studio_configuration()


def test_what_somebody_has_annotated_is_not_written_over(tmp_path: Path) -> None:
    write([DOCUMENT], tmp_path / "a.brat", ".brat")
    write([DOCUMENT], tmp_path / "b.jsonl", ".jsonl")
    with pytest.raises(OutputError, match="somebody may have annotated"):
        export(tmp_path / "b.jsonl", tmp_path / "a.brat")


def test_a_source_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲市总工会要持续推进“乙”活动。", encoding="utf-8")
    kg.build([tmp_path / "a.txt"], tmp_path / "out", only=["graph", "evidence", "annotations", "store"])
    (tmp_path / "a.txt").unlink()
    with pytest.raises(KgError, match=r"a\.txt: its text is gone"):
        export(tmp_path / "out", tmp_path / "x.brat")
    assert not (tmp_path / "x.brat").exists()
