"""Exporting: a second library reads back the same triples from every format; equal graphs give equal bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from base64 import b64decode
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.compare import to_isomorphic

from kg.errors import KgError, OutputError
from kg.exports import formats
from kg.exports.json_ld import context
from kg.exports.selection import Selection
from kg.graph import Graph
from kg.verbs import exchange
from kg.verbs.export import WHOLE, export, suffixes
from kg.verbs.load import load
from tests.written import written


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("export"))


pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")

FORMATS = {
    ".nt": "nt",
    ".ttl": "turtle",
    ".rdf": "xml",
    ".jsonld": "json-ld",
    ".nq": "nquads",
    ".trig": "trig",
}


def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=path.read_text(encoding="utf-8"), format=FORMATS[path.suffix])


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".rdf", ".jsonld"])
def test_another_library_reads_the_same_triples(output: Path, tmp_path: Path, suffix: str) -> None:
    export(output, tmp_path / f"graph{suffix}")
    expected, actual = graph(output / "graph.ttl"), graph(tmp_path / f"graph{suffix}")
    assert to_isomorphic(expected) == to_isomorphic(actual)
    assert len(expected) > 50


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_a_dataset_has_the_evidence_as_a_second_graph(output: Path, tmp_path: Path, suffix: str) -> None:
    export(output, tmp_path / f"graph{suffix}")
    text = (tmp_path / f"graph{suffix}").read_text(encoding="utf-8")
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=FORMATS[suffix])
    sizes = {str(one.identifier).rpartition("/")[2]: len(one) for one in dataset.graphs() if len(one)}
    assert sizes == {name: len(graph(output / f"{name}.ttl")) for name in ("graph", "evidence")}


@pytest.mark.parametrize("suffix", suffixes())
def test_the_same_graph_gives_the_same_bytes(output: Path, tmp_path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pip install pyarrow")
    for name in ("one", "other"):
        export(output, tmp_path / f"{name}{suffix}")
    assert contents(tmp_path / f"one{suffix}") == contents(tmp_path / f"other{suffix}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one{suffix}", f"other{suffix}"]


def contents(path: Path) -> dict[str, bytes]:
    files = [one for one in sorted(path.rglob("*")) if one.is_file()] if path.is_dir() else [path]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def test_turtle_is_that_of_the_build(output: Path, tmp_path: Path) -> None:
    export(output, tmp_path / "graph.ttl")
    assert (tmp_path / "graph.ttl").read_bytes() == (output / "graph.ttl").read_bytes()


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".rdf", ".jsonld"])
def test_the_evidence_comes_where_it_is_asked_for(output: Path, tmp_path: Path, suffix: str) -> None:
    export(output, tmp_path / f"graph{suffix}", evidence=True)
    expected = graph(output / "graph.ttl") + graph(output / "evidence.ttl")
    assert to_isomorphic(expected) == to_isomorphic(graph(tmp_path / f"graph{suffix}"))


def test_triple_terms_stand_for_statements(output: Path, tmp_path: Path) -> None:
    export(output, tmp_path / "graph.rdf12.ttl")
    quads = list(parse(path=tmp_path / "graph.rdf12.ttl", format=RdfFormat.TURTLE))
    plain = list(parse(path=output / "graph.ttl", format=RdfFormat.TURTLE))
    assert {str(quad.object) for quad in quads if quad.predicate.value.endswith("#reifies")} == {
        str(quad.triple) for quad in plain if is_fact(output, quad)
    }
    assert set(plain) <= set(quads)


def is_fact(output: Path, quad: Quad) -> bool:
    facts = {
        (fact.subject, fact.predicate, getattr(fact.object, "value", fact.object))
        for fact in load(output).graph().facts
    }
    said = quad.predicate.value.rpartition("#")[2]
    value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
    return (quad.subject.value, said, value) in facts  # type: ignore[union-attr]


def test_a_folder_is_replaced_only_where_it_is_ours(output: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    export(output, folder, form="csv")
    export(output, folder, form="csv", bom=True)
    assert (folder / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbfiri,")
    (folder / "mine.txt").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"other files in it, mine\.txt"):
        export(output, folder, form="csv")
    assert sorted(path.name for path in folder.iterdir()) == [
        "edges.csv",
        "evidence.csv",
        "mine.txt",
        "nodes.csv",
    ]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="it is a file"):
        export(output, tmp_path / "file", form="csv")


def test_parquet_without_pyarrow_says_what_to_install(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgError, match=r"pip install 'policykg\[parquet\]'"):
        export(output, tmp_path / "graph.parquet")


def test_another_package_may_bring_an_exporter(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = [EntryPoint("count", "tests.verbs.test_export:counting", formats.GROUP)]
    monkeypatch.setattr(formats, "entry_points", lambda group: points if group == formats.GROUP else [])
    monkeypatch.setitem(sys.modules, "tests.verbs.test_export", sys.modules[__name__])
    assert export(output, tmp_path / "graph.count") == ("counted",)
    assert (tmp_path / "graph.count").read_text(encoding="utf-8") == "12"
    points.append(EntryPoint("gone", "no_such_module:write", formats.GROUP))
    with pytest.raises(KgError, match=r"the exporter of \.gone, no_such_module:write, cannot be loaded"):
        export(output, tmp_path / "graph.gone")


def counting(job: formats.Job, path: Path) -> formats.Notes:
    path.write_text(str(len(job.graph.facts)), encoding="utf-8")
    return ("counted",)


def test_the_context_beside_the_ontology_is_that_of_the_exports(repository: Path) -> None:
    beside = json.loads((repository / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    assert beside == {"@context": context()}, "make docs writes it again"


def test_json_ld_reads_like_json(output: Path, tmp_path: Path) -> None:
    export(output, tmp_path / "graph.jsonld")
    found = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    (union,) = (node for node in found["@graph"] if node.get("label") == "甲市总工会")
    assert union["@type"] == ["MassOrganisation", "Organisation"]
    assert union["altLabel"] == "市总工会"
    (law,) = (node for node in found["@graph"] if node.get("label") == "甲省志愿服务条例")
    assert law["dateAdopted"] == {"@type": "xsd:gYearMonth", "@value": "2023-05"}


@pytest.mark.parametrize(
    ("name", "said"), [("graph.xyz", r"no exporter for \.xyz"), ("graph", "a name without suffix")]
)
def test_a_suffix_that_says_nothing(output: Path, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(KgError, match=said):
        export(output, tmp_path / name)


def test_a_place_that_cannot_be_written(output: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export(output, tmp_path / "no" / "folder" / "graph.nt")


def test_what_the_build_did_not_write_cannot_be_exported(tmp_path: Path) -> None:
    output = written(tmp_path, "graph", "evidence")
    with pytest.raises(OutputError, match=r"explorer\.html: the build did not write it"):
        export(output, tmp_path / "page.html")


PARTS = {
    "type": Selection(types=("Organisation", "Programme")),
    "relation": Selection(relations=("implements",)),
    "document": Selection(documents=("刊物/magazine.txt",)),
    "ego": Selection(ego="甲市总工会", depth=1),
    "nothing": Selection(types=("Event",)),
}


@pytest.mark.parametrize("suffix", [suffix for suffix in suffixes() if suffix in formats.formats()])
@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_written_in_every_format(output: Path, tmp_path: Path, suffix: str, part: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pip install pyarrow")
    path = tmp_path / f"part{suffix}"
    export(output, path, PARTS[part])
    written_ = b"".join(contents(path).values()).decode("utf-8", "replace")
    if suffix == ".html":  # the explorer carries its data packed
        packed = re.findall('octet-stream" id="[a-z]+">([^<]+)<', written_)
        written_ = b"".join(zlib.decompress(b64decode(one), wbits=-15) for one in packed).decode("utf-8")
    if not suffix.endswith((".zip", ".parquet")):
        assert ("甲市总工会" in written_) == (part != "nothing")
        assert "甲省义工办法" not in written_ or part == "document"


def test_a_part_in_rdf_has_the_evidence_of_its_facts_alone(output: Path, tmp_path: Path) -> None:
    wanted = Selection(relations=("implements",))
    export(output, tmp_path / "part.nq", wanted)
    quads = list(parse(path=tmp_path / "part.nq", format=RdfFormat.N_QUADS))
    exact = [quad.object.value for quad in quads if quad.predicate.value.endswith("#exact")]  # type: ignore[union-attr]
    assert exact == ["甲市总工\n会联合甲市民政局开展“暖冬”行动"]
    rules = [quad for quad in quads if str(quad.object).endswith("prov#Plan>")]
    assert len(rules) == 1
    assert any(str(quad.object).endswith("prov#SoftwareAgent>") for quad in quads)


def test_a_part_of_the_annotations(output: Path, tmp_path: Path) -> None:
    export(output, tmp_path / "part.jsonl", Selection(relations=("implements",)))
    (line,) = (tmp_path / "part.jsonl").read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert [one["p"] for one in found["relations"]] == ["implements"]
    assert {name for one in found["entities"] for name in one["names"]} == {
        "甲市总工会",
        "市总工会",
        "“暖冬”行动",
    }
    assert {one["entity"] for one in found["mentions"]} == {one["id"] for one in found["entities"]}


def test_the_command_takes_filters(output: Path, tmp_path: Path) -> None:
    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", "export", str(output), *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    path = tmp_path / "part.cyjs"
    done = run(
        path, "--relation", "implements", "--relation", "cooperatesWith", "--ego", "市总工会", "--depth", "1"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}\n", "")
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    assert {edge["data"]["interaction"] for edge in elements["edges"]} == {"implements", "cooperatesWith"}
    wrong = run(path, "--type", "Organization")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("kg: there is no class 'Organization'; try Organisation, ")


def test_what_xml_cannot_hold_is_told_and_the_exit_code_is_1(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(output, other, ignore=shutil.ignore_patterns("store"))
    for name in ("graph.ttl", "evidence.ttl"):
        text = (other / name).read_text(encoding="utf-8").replace("甲市民政局", "甲市\\u000C民政局")
        (other / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "export", str(other), str(tmp_path / "graph.graphml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "XML cannot hold U+000C in a name or property of https://example.org/id/" in done.stderr
    assert "甲市\ufffd民政局" in (tmp_path / "graph.graphml").read_text(encoding="utf-8")


def test_what_rdf_xml_does_not_write_is_not_told(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(output, other, ignore=shutil.ignore_patterns("store"))
    file = other / "evidence.ttl"
    text = file.read_text(encoding="utf-8").replace('oa:exact "张三任', 'oa:exact "张三\\u000C任')
    file.write_text(text, encoding="utf-8")
    assert export(other, tmp_path / "graph.rdf") == ()
    (note,) = export(other, tmp_path / "graph.rdf", evidence=True)
    assert "XML cannot hold U+000C in a value of <https://example.org/id/Quote/" in note


@pytest.mark.parametrize("suffix", formats.formats())
def test_a_graph_with_nothing_in_it(output: Path, tmp_path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pip install pyarrow")
    nothing = Graph("https://example.org/id/", {}, {}, {}, ())
    path = tmp_path / f"graph{suffix}"
    assert formats.chosen(path).exporter()(formats.Job(output, lambda: nothing, whole=False), path) == ()
    assert contents(path)


@pytest.mark.parametrize("suffix", [".brat", ".doccano.jsonl", ".labelstudio.json"])
def test_a_part_goes_to_the_tools_of_annotators_too(output: Path, tmp_path: Path, suffix: str) -> None:
    whole, part = tmp_path / f"whole{suffix}", tmp_path / f"part{suffix}"
    export(output, whole)
    export(output, part, Selection(types=("Organisation",), documents=("刊物/magazine.txt",)))
    (found,) = [one.annotation for one in exchange.read(part)]
    before = {one.annotation.path: one.annotation for one in exchange.read(whole)}
    assert len(before) == 2
    assert {one.type for one in found.entities} == {"Organisation"}
    assert [one.p for one in found.relations] == ["cooperatesWith"]
    assert 0 < len(found.mentions) < len(before[found.path].mentions)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_annotations_that_no_build_wrote_have_no_parts(output: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="a folder that kg build wrote"):
        export(output / "annotations.jsonl", tmp_path / "x.brat", Selection(types=("Organisation",)))


def test_an_engine_says_what_draws_a_page(output: Path, tmp_path: Path) -> None:
    for path, engine in (("a.html", "pyvis"), ("b.pyvis.html", ""), ("c.html", "explorer"), ("d.html", "")):
        export(output, tmp_path / path, WHOLE, engine=engine)
    one, same, page, also = (path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert one == same
    assert page == also == (output / "explorer.html").read_bytes()
    assert b"vis-network" in one
    assert load(output).pyvis().page.encode() == one


@pytest.mark.parametrize(
    ("path", "engine", "wrong"),
    [
        ("a.ttl", "pyvis", "pyvis draws pages, and .ttl is none"),
        ("a.html", "gephi", "no engine is called 'gephi'"),
        ("a.brat", "pyvis", "no exporter for .brat"),
    ],
)
def test_an_engine_that_cannot_draw_it(
    output: Path, tmp_path: Path, path: str, engine: str, wrong: str
) -> None:
    with pytest.raises(KgError, match=re.escape(wrong)):
        export(output, tmp_path / path, engine=engine)
    assert list(tmp_path.iterdir()) == []
