"""Publishing: the store has what the build wrote, what it has is not sent, and whatever fails is told and made good later."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest

import kg
from kg.errors import OutputError, PublishError
from kg.exports import evidence, turtle
from kg.graph import iri
from kg.pipeline import DEFAULT_BASE
from kg.store import terms
from kg.verbs.publish import Login, Published, publish
from kg.verbs.publish.graphs import named_graphs
from kg.verbs.publish.login import challenges
from kg.verbs.publish.speech import GraphStore, Updates
from kg.verbs.publish.stores import store
from kg.verbs.publish.web import Web
from tests import handmade
from tests.exports import test_any_string as any_string
from tests.exports.test_any_string import HOSTILE
from tests.stand_in import PASSWORD, TOKEN, USER, StandIn, stand_in

OWN = f"{DEFAULT_BASE}graph/"
LEDGER = f"{OWN}published"
NIGHT = "白鹭市总工会组织实施“鹭岛夜课”项目。"
FEAST = "白鹭市民政局联合白鹭市总工会举办“邻里节”活动。"
READERS = "白鹭市教育局组织实施“晨读”项目。"
FIRST = {"a.txt": NIGHT, "b.txt": NIGHT + FEAST}
SECOND = {"a.txt": NIGHT, "c.txt": READERS}


def built(folder: Path, texts: Mapping[str, str], **how: object) -> Path:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    kg.build([folder / name for name in texts], folder / "out", only=("graph", "evidence"), **how)  # type: ignore[arg-type]
    return folder / "out"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("first"), FIRST)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("second"), SECOND)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as one:
        yield one


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long is waited between tries; no time passes."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def expected(output: Path, base: str = DEFAULT_BASE) -> dict[str, list[bytes]]:
    return {one.name: plain(one.lines) for one in named_graphs(output, base)}


def held(server: StandIn) -> dict[str, list[bytes]]:
    """What the server holds besides its ledger."""
    return {name: plain(lines) for name, lines in server.held().items() if name != LEDGER}


def plain(lines: Iterable[bytes]) -> list[bytes]:
    """Triples in order, whatever their blank nodes are called."""
    return sorted(re.sub(rb"_:\w+", b"_:b", line) for line in lines)


def short(names: list[str]) -> list[str]:
    return [name.removeprefix(DEFAULT_BASE) for name in names]


# --- which triple goes into which graph


def test_the_graphs_together_are_what_the_build_wrote(first: Path) -> None:
    graphs = {name: lines for name, lines in expected(first).items() if name.startswith(DEFAULT_BASE)}
    form = pyoxigraph.RdfFormat.TURTLE
    files = (pyoxigraph.parse(path=first / name, format=form) for name in ("graph.ttl", "evidence.ttl"))
    assert set().union(*graphs.values()) == {f"{quad.triple} .\n".encode() for one in files for quad in one}


def test_a_document_has_what_it_says_and_names_stand_with_their_class(first: Path) -> None:
    graphs = expected(first)
    one, other = (graphs[iri(DEFAULT_BASE, "Document", name)] for name in FIRST)
    union, night = (
        iri(DEFAULT_BASE, *key) for key in (("Organisation", "白鹭市总工会"), ("Programme", "鹭岛夜课"))
    )
    stated = [line for line in one if line.startswith(f"<{union}> <".encode())]
    assert [line for line in stated if f"#implements> <{night}".encode() in line] == stated != []
    assert set(stated) < {line for line in other if line.startswith(f"<{union}> <".encode())}
    assert [sum(b"#exact>" in line for line in lines) for lines in (one, other)] == [1, 4]
    named = {name for name, lines in graphs.items() if any(b"#prefLabel>" in line for line in lines)}
    papers = {iri(DEFAULT_BASE, "Document", name) for name in FIRST}
    assert named == papers | {f"{OWN}Organisation", f"{OWN}Programme"}
    assert b"prov#Plan>" in b"".join(graphs[f"{OWN}build"])


def test_without_evidence_nothing_is_published(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NIGHT, encoding="utf-8")
    kg.build([tmp_path / "a.txt"], tmp_path / "out", only=("graph",))
    with pytest.raises(OutputError, match=r"evidence\.ttl: the build did not write it"):
        publish(tmp_path / "out", "http://127.0.0.1:9/")


# --- sending


@pytest.mark.parametrize("way", ["gsp", "sparql", "fallback", "pieces"])
def test_the_store_has_what_the_build_wrote_and_a_second_time_nothing_is_sent(
    first: Path, second: Path, server: StandIn, way: str
) -> None:
    server.graphs = way in {"gsp", "pieces"}
    server.longest = 3 << 20 if way != "pieces" else 30_000
    kind, update = ("sparql" if way == "sparql" else "gsp"), (server.url if way == "fallback" else "")
    with pytest.MonkeyPatch.context() as patch:
        if way == "pieces":
            patch.setattr("kg.verbs.publish.speech.PIECE", 20_000)
        found = publish(first, server.url, kind=kind, update=update)
        assert found.exit_code == 0
        assert held(server) == expected(first)
        assert (len(found.sent), {one.new for one in found.sent}) == (len(expected(first)), {True})
        server.seen.clear()
        again = publish(first, server.url, kind=kind, update=update)
        assert (again.sent, again.deleted, again.unchanged) == ([], [], len(found.sent))
        assert [one for one in server.writes() if one[2] != 405] == []
        later = publish(second, server.url, kind=kind, update=update)
        assert held(server) == expected(second)
    assert short(later.deleted) == ["Document/b.txt"]
    assert "Document/c.txt" in short([one.graph for one in later.sent if one.new])
    assert "Document/a.txt" not in short([one.graph for one in later.sent]), "it did not change"
    assert found.by == ("Graph Store Protocol" if way in {"gsp", "pieces"} else "SPARQL Update")


def test_blank_nodes_stay_one_whatever_is_tried_twice(
    first: Path, server: StandIn, waits: list[float]
) -> None:
    server.graphs = False
    server.failures = [0, 0, 500, 0, "reset"]
    publish(first, server.url, kind="sparql")
    assert waits == [0.5]
    nodes = {quad.subject for quad in server.store if isinstance(quad.subject, pyoxigraph.BlankNode)}
    wrote = {quad.subject for quad in terms() if isinstance(quad.subject, pyoxigraph.BlankNode)}
    assert len(nodes) == len(wrote) > 5


def test_a_dry_run_changes_nothing(first: Path, second: Path, server: StandIn) -> None:
    publish(first, server.url)
    server.seen.clear()
    found = publish(second, server.url, dry_run=True)
    assert (server.writes(), held(server)) == ([], expected(first))
    assert short(found.deleted) == ["Document/b.txt"]
    assert "Document/c.txt" in short([one.graph for one in found.sent])


def test_fresh_sends_what_is_there(first: Path, server: StandIn) -> None:
    publish(first, server.url)
    server.store.remove_graph(pyoxigraph.NamedNode(iri(DEFAULT_BASE, "Document", "a.txt")))
    assert publish(first, server.url).sent == []
    assert publish(first, server.url, fresh=True).unchanged == 0
    assert held(server) == expected(first)


def test_another_build_s_documents_are_not_deleted_unasked(
    first: Path, server: StandIn, tmp_path: Path
) -> None:
    publish(first, server.url)
    other = built(tmp_path, {"other.txt": READERS})
    with pytest.raises(
        PublishError, match=r"2 documents of another build .*a\.txt> for one; try .*--replace"
    ):
        publish(other, server.url)
    assert held(server) == expected(first)
    assert publish(other, server.url, replace=True).exit_code == 0
    assert held(server) == expected(other)


def test_two_bases_live_side_by_side(first: Path, server: StandIn, tmp_path: Path) -> None:
    other = built(tmp_path, {"a.txt": READERS}, base="https://example.org/other#")
    publish(first, server.url)
    publish(other, server.url)
    mine = expected(other, "https://example.org/other#")
    assert {name for name in held(server) if not name.endswith("published")} == {*expected(first), *mine}


# --- failing

FAILURES = {
    "an error that passes": ([0, 500, 0], 0, [0.5], 0, 0, ""),
    "a store that asks to wait": ([0, 503, 0], 0, [7.0], 0, 0, ""),
    "too many requests, twice": ([0, 429, 429], 0, [0.5, 1.0], 0, 0, ""),
    "a connection cut": ([0, 0, "reset", "reset"], 0, [0.5], 0, 0, ""),
    "one graph refused": ([0, 400], 1, [], 1, 0, "the store will not have <.*>, 400 Bad Request, that is"),
    "one graph that always fails": (
        [0, *[500] * 5],
        1,
        [0.5, 1.0, 2.0, 4.0],
        1,
        0,
        "500 Internal Server Error",
    ),
    "three graphs refused": ([0, 400, 422, 400], 2, [], 3, -3, "3 graphs were refused one after another"),
    "away for good": ([0, 0, *[503] * 5], 1, [7.0] * 4, 0, -1, "the store does not answer, 503 .*not now"),
    "shut half way": ([0, 0, 0, 403], 1, [], 0, -2, "it is refused, 403 Forbidden"),
    "moved half way": ([0, 0, 301], 1, [], 0, -1, "it has moved; try https://example.org/there"),
}  # the first reply is to what is written down before anything is sent


@pytest.mark.parametrize(
    ("failures", "code", "waited", "failed", "missing", "said"), FAILURES.values(), ids=FAILURES
)
def test_failures(  # noqa: PLR0917
    first: Path,
    server: StandIn,
    waits: list[float],
    failures: list[int | str],
    code: int,
    waited: list[float],
    failed: int,
    missing: int,
    said: str,
) -> None:
    server.failures = list(failures)
    found = publish(first, server.url)
    whole = len(expected(first))
    assert (found.exit_code, waits[: len(waited)], len(found.failed)) == (code, waited, failed)
    assert len(found.left) == (whole + missing if missing else 0)
    assert len(found.sent) + len(found.failed) + len(found.left) == whole, "each is accounted for"
    told = " ".join((found.stopped, *(one.why for one in found.failed)))
    assert re.search(said, told)
    server.failures = []
    again = publish(first, server.url)
    assert held(server) == expected(first), "the same call again makes it good"
    assert len(again.sent) == len(found.failed) + len(found.left)


def test_a_graph_cut_off_is_sent_again_though_the_build_went_back(
    first: Path, server: StandIn, tmp_path: Path
) -> None:
    """The store took the new graph, and the news of it was lost: it must not be taken for the old one."""
    publish(first, server.url)
    changed = built(tmp_path, {"a.txt": NIGHT + READERS, "b.txt": NIGHT})
    sent = publish(changed, server.url, dry_run=True).sent
    server.failures = [0, *[0] * len(sent), 400]
    lost = publish(changed, server.url)
    assert (lost.exit_code, len(lost.sent), lost.left) == (1, len(sent), [])
    assert "published>, 400" in lost.stopped
    assert held(server) == expected(changed)
    assert publish(first, server.url).sent != []
    assert held(server) == expected(first)


def test_stopped_by_hand_it_says_what_is_missing(first: Path, server: StandIn) -> None:
    def tell(_stage: str, done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    found = publish(first, server.url, tell=tell)
    whole = len(expected(first))
    assert (len(found.sent), len(found.left), found.stopped, found.exit_code) == (
        2,
        whole - 2,
        "stopped by hand",
        1,
    )
    assert publish(first, server.url).unchanged == 2
    assert held(server) == expected(first)


NOTHING = {
    "nobody there": ("http://127.0.0.1:1/", "gsp", "no connection, .*refused; try whether the store runs"),
    "no such host": ("http://nowhere.invalid/", "gsp", "no connection"),
    "no graph store": ("{url}", "405", r"no Graph Store Protocol here \(405 .*--store sparql"),
    "no SPARQL": ("{url}/nothing", "sparql", "it cannot be read, 404"),
    "no address": ("localhost:7878", "gsp", "no address of a store; wanted http://host:port/path"),
    "a file": ("file:///etc/passwd", "gsp", "no address of a store"),
    "a port that is none": ("http://localhost:x/", "gsp", "no address, "),
    "a password in it": (
        "http://ada:secret@localhost/",
        "gsp",
        "http://localhost: a login in the address can be read",
    ),
    "a part of a page": ("http://localhost/#x", "gsp", "an address with a #"),
    "a store that is none": ("{url}", "neo", "no such kind of store; wanted one of gsp, sparql, oxigraph"),
}


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize(("url", "kind", "said"), NOTHING.values(), ids=NOTHING)
def test_where_nothing_can_be_done(first: Path, server: StandIn, url: str, kind: str, said: str) -> None:
    server.graphs = kind not in {"405", "sparql"}
    with pytest.raises(PublishError, match=said) as caught:
        publish(first, url.format(url=server.url), kind="gsp" if kind == "405" else kind)
    assert "secret" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert held(server) == {}


# --- logins


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize("kind", ["", "digest"])
def test_digest(first: Path, server: StandIn, kind: str, algorithm: str) -> None:
    server.login, server.algorithm = "digest", algorithm
    publish(first, server.url, login=Login(USER, PASSWORD, kind=kind))
    assert held(server) == expected(first)
    assert [one[2] for one in server.seen].count(401) == 1, "a nonce serves for all requests"


def test_a_stale_nonce_is_changed(first: Path, server: StandIn) -> None:
    server.login = "digest"

    def tell(_stage: str, done: int, _of: int) -> None:
        server.nonce = f"n{done // 4}"

    assert publish(first, server.url, login=Login(USER, PASSWORD), tell=tell).exit_code == 0
    assert held(server) == expected(first)


LOGINS = {
    "basic as asked": ("basic", Login(USER, PASSWORD), 1),
    "basic at once": ("basic", Login(USER, PASSWORD, kind="basic"), 0),
    "a token": ("bearer", Login(token=TOKEN), 0),
    "nobody asked": ("", Login(USER, PASSWORD), 0),
}


@pytest.mark.parametrize(("asked", "login", "refusals"), LOGINS.values(), ids=LOGINS)
def test_logins(first: Path, server: StandIn, asked: str, login: Login, refusals: int) -> None:
    server.login = asked
    assert publish(first, server.url, login=login).notes == []
    assert held(server) == expected(first)
    assert [one[2] for one in server.seen].count(401) == refusals


WRONG = {
    "nobody": ("digest", Login(), r"asks who we are \(digest, realm a, b\); try --user"),
    "a wrong password": ("digest", Login(USER, "no"), "the login is not the right one"),
    "a wrong password, basic": ("basic", Login(USER, "no"), "the login is not the right one"),
    "a wrong token": ("bearer", Login("", "", "no"), "the login is not the right one"),
    "another way": ("digest", Login(USER, PASSWORD, kind="basic"), "asks who we are"),
    "a way that we have not": ("bearer", Login(USER, PASSWORD), "asks who we are .bearer."),
}


@pytest.mark.parametrize(("asked", "login", "said"), WRONG.values(), ids=WRONG)
def test_wrong_logins(first: Path, server: StandIn, asked: str, login: Login, said: str) -> None:
    server.login = asked
    with pytest.raises(PublishError, match=said) as caught:
        publish(first, server.url, login=login)
    assert PASSWORD not in str(caught.value)
    assert len(server.seen) <= 2


def test_a_login_over_plain_http_is_told() -> None:
    from kg.verbs.publish import _notes

    told = list(_notes(Login(USER, PASSWORD), "http://store.example.org/"))
    assert told == ["store.example.org: the login goes over plain http, where others on the way can read it"]
    assert list(_notes(Login(USER, PASSWORD), "https://store.example.org/")) == []
    assert list(_notes(Login(), "http://store.example.org/")) == []


@pytest.mark.parametrize(
    ("headers", "schemes"),
    [
        (['Basic realm="x"', 'Digest realm="x", nonce="1"'], ["basic", "digest"]),
        (['Digest realm="Basic x, Bearer y", nonce="1", qop="auth,auth-int"'], ["digest"]),
        (["Negotiate"], ["negotiate"]),
        (["Bearer"], ["bearer"]),
        ([""], []),
    ],
)
def test_challenges(headers: list[str], schemes: list[str]) -> None:
    assert [one.scheme for one in challenges(headers)] == schemes


# --- addresses

NAME = "https%3A%2F%2Fe.org%2F%E7%94%B2%2525"
STORES = [
    ("http://h/g", "gsp", f"http://h/g?graph={NAME}", "", ""),
    ("http://h/g?db=x", "gsp", f"http://h/g?db=x&graph={NAME}", "", ""),
    ("http://h:7878/", "oxigraph", f"http://h:7878/store?graph={NAME}", "http://h:7878/query", "http://h:7878/update"),
    (
        "http://h:8890",
        "virtuoso",
        f"http://h:8890/sparql-graph-crud-auth?graph-uri={NAME}",
        "http://h:8890/sparql-auth",
        "http://h:8890/sparql-auth",
    ),
    ("http://h/d", "fuseki", f"http://h/d/data?graph={NAME}", "http://h/d/query", "http://h/d/update"),
    (
        "http://h/repositories/r",
        "graphdb",
        f"http://h/repositories/r/rdf-graphs/service?graph={NAME}",
        "http://h/repositories/r",
        "http://h/repositories/r/statements",
    ),
    ("https://h:8182", "neptune", f"https://h:8182/sparql/gsp/?graph={NAME}", "https://h:8182/sparql", "https://h:8182/sparql"),
    ("http://h:7001", "qlever", f"http://h:7001/?graph={NAME}", "http://h:7001/", "http://h:7001/"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "kind", "graph", "query", "update"), STORES, ids=[one[1] for one in STORES])
def test_addresses(url: str, kind: str, graph: str, query: str, update: str) -> None:
    found = store(url, kind)
    assert (found.graph("https://e.org/甲%25"), found.query, found.update) == (graph, query, update)


# --- the command


def run(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "kg", "publish", *map(str, words)]
    known = (
        os.environ | {"PYTHONPATH": str(Path(kg.__file__).parent.parent), "PYTHONIOENCODING": "utf-8"} | more
    )
    return subprocess.run(call, capture_output=True, text=True, check=False, env=known, timeout=60)


def test_the_command(first: Path, server: StandIn) -> None:
    server.login = "digest"
    done = run(first, server.url, "--user", USER, KG_STORE_PASSWORD=PASSWORD)
    graphs = expected(first)
    triples = sum(map(len, graphs.values()))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == (
        f"{len(graphs)} graphs sent ({triples} triples), 0 unchanged, 0 deleted, by Graph Store Protocol"
    )
    assert (
        f"+ {DEFAULT_BASE}Document/a.txt  {len(graphs[DEFAULT_BASE + 'Document/a.txt'])} triples"
        in done.stdout
    )
    again = run(first, server.url, "--user", USER, "--json", KG_STORE_PASSWORD=PASSWORD)
    assert (json.loads(again.stdout)["unchanged"], json.loads(again.stdout)["sent"]) == (len(graphs), [])
    denied = run(first, server.url, "--user", USER, KG_STORE_PASSWORD=USER)
    assert (denied.returncode, denied.stdout) == (2, "")
    assert "kg: http" in denied.stderr
    assert "Traceback" not in denied.stderr


def test_the_command_says_what_is_missing(first: Path, server: StandIn) -> None:
    server.refused = "b.txt"
    done = run(first, server.url)
    assert done.returncode == 1
    assert "Document/b.txt>, 400 Bad Request, that is" in done.stderr
    assert "kg: 1 graph not published; the same call again sends what is missing" in done.stderr
    assert "b.txt" not in done.stdout


def test_what_was_published_is_told_in_python(first: Path, server: StandIn) -> None:
    found = kg.publish(first, server.url)
    assert isinstance(found, Published)
    assert kg.publish(kg.load(first), server.url).unchanged == len(found.sent)


# --- any string

SAMPLES = (
    "\\u0041 \\U0001F600 \\\\u0042",
    "'''\"\"\"",
    "} } ; DROP ALL #",
    "\x00\x01\x7f\x85\ufffe",
    *HOSTILE,
)


@pytest.mark.parametrize("text", SAMPLES, ids=[str(number) for number in range(len(SAMPLES))])
def test_any_string_arrives_by_either_way(server: StandIn, text: str) -> None:
    """Turtle and SPARQL have escapes of their own: a name that looks like one, or ends a string, must stay what it is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evidence.write(any_string.graph(text), [handmade.letter()], any_string.BUILD, folder / "evidence.ttl")
        turtle.write(any_string.graph(text), folder / "graph.ttl")
        graphs = named_graphs(folder, handmade.BASE)
    web = Web(Login(), 0, time.sleep)
    for speech in (
        GraphStore(web, lambda name: f"{server.url}?graph={quote(name, safe='')}"),
        Updates(web, server.url, server.url),
    ):
        server.store.clear()
        for one in graphs:
            speech.replace(one)
        assert held(server) == {one.name: plain(one.lines) for one in graphs}
    web.close()
    labels = {quad.object.value for quad in server.store if quad.predicate.value.endswith("#prefLabel")}  # type: ignore[union-attr]
    assert any_string.scalar(text) in labels
