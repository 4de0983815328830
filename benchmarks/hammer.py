"""A server over a graph, and thousands of requests at once, a tenth of them hostile → what it answered, how soon, what it lost.

    python benchmarks/hammer.py                       # 10,000 requests, 16 at once, over the demonstration graph
    python benchmarks/hammer.py output --requests 500 --seconds 2   # what it does not know are options of kg serve

It fails (exit 1) on any answer that is not 2xx, 4xx or 503, on a plain query with a wrong answer, on a process or a file that is
lost for good, and on memory that grows. Memory is compared with that of a server which has been through a smaller storm: what a
first large answer makes an allocator keep is no leak. Processes that answer are replaced in a storm, some before and some after
they are warm, so that their sum tells nothing: each may keep so much of a large answer, and none that lives through the quiet
after the storm may grow with the number of its answers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
GROWTH = 32  # MB that a server may have more after the storm
KEPT = 48  # MB that a process may keep of the largest answer it has given
DRIFT = 8  # MB that a process may grow by in the quiet after the storm, once it is warm
ROUNDS = 6  # of quiet; the first of them warms
PLAIN = (
    ("SELECT ?name { ?one a pk:Programme ; rdfs:label ?name } ORDER BY ?name", "text/csv"),
    ("SELECT ?a ?b { ?a pk:implements ?b } ORDER BY ?a ?b", "application/sparql-results+json"),
    ("SELECT (COUNT(*) AS ?n) { ?a pk:implements ?b . ?c pk:cites ?d }", "application/sparql-results+xml"),
    (
        "SELECT ?x ?n { ?x a/rdfs:subClassOf* ?c ; rdfs:label ?n } ORDER BY ?x ?c ?n LIMIT 100",
        "text/tab-separated-values",
    ),
    ("ASK { ?a pk:basedOn ?b }", "*/*"),
    ("CONSTRUCT { ?a pk:implements ?b } WHERE { ?a pk:implements ?b }", "application/n-triples"),
    ("SELECT ?c (COUNT(*) AS ?n) { ?x a ?c } GROUP BY ?c ORDER BY ?c", "text/csv"),
    ("SELECT ?s ?d { ?e pk:supports ?s ; oa:hasTarget/oa:hasSource ?d } ORDER BY ?s ?d LIMIT 50", "text/csv"),
)
"""Queries of an ordinary day, with the form they are asked for in; each has one right answer."""


@dataclass
class Tally:
    """What came of the requests of a kind."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


# --- what is asked


def bomb(chance: random.Random) -> str:
    """A query that would run for hours, or take all memory, never the same twice."""
    more = f"FILTER(?a != <x:{chance.random()}>)"
    return chance.choice(
        (
            f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l {more} }}",
            f"SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {more} }} ORDER BY ?f ?c",
            f"SELECT ?a {{ ?a (!<x:y>)* ?b . ?b (!<x:z>)* ?c . ?c (!<x:y>)* ?d {more} }}",
            f"SELECT DISTINCT ?a ?d ?g {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {more} }} ORDER BY ?g",
            f"SELECT (GROUP_CONCAT(STR(?f)) AS ?x) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {more} }}",
        )
    )


def nested(chance: random.Random) -> str:
    """A query that breaks the engine's stack."""
    many = chance.choice((101, 2300, 9000))
    return chance.choice(
        (
            "SELECT * " + "{" * many + "}" * many,
            "ASK { FILTER(" + "(" * many + "1" + ")" * many + ") }",
            "ASK { FILTER(" + "!" * many * 4 + "true) }",
            "ASK { FILTER(" + "1+" * many * 3 + "1 = 2) }",
            "ASK { ?a ?b ?c " + "OPTIONAL { ?d ?e ?f " * many + "}" * many + "}",
            "ASK { {}" + " UNION {}" * many * 2 + "}",
            "ASK { ?a " + "/".join(["rdf:rest"] * many) + " ?b }",
            "ASK { FILTER EXISTS { " * many + "}" * 2 * many,
        )
    )


SERVICE = (
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c.SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:1/>",
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "CLEAR ALL",
)
BROKEN = (
    "SELECT",
    "SELECT * {",
    "}{",
    "SELECT ?x { ?x ?y }",
    "\u0000",
    "ASK { ?x nobody:knows 'x }",
    "甲" * 5000,
    "'''" * 9000,
)
RAW = (
    b"GET /sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
)


class Attacker:
    """Requests of both kinds to a server, and what came of them."""

    def __init__(self, port: int, right: dict[str, bytes], every: int = 0) -> None:
        self.port, self.right, self.every = port, right, every
        self.tallies: dict[str, Tally] = {}
        self.wrong: list[str] = []
        self.lock = threading.Lock()

    def plain(self, chance: random.Random) -> str:
        """An ordinary query."""
        query, accept = chance.choice(PLAIN)
        status, body = self.get(query, accept)
        if status == 200 and self.right.setdefault(query, body) != body:
            self.wrong.append(query)
        return str(status)

    def get(self, query: str, accept: str = "*/*") -> tuple[int, bytes]:
        """Ask by GET."""
        return self.send("GET", f"/sparql?query={quote(query)}", {"Accept": accept})

    def post(self, body: bytes, media: str = QUERY) -> str:
        """Ask by POST."""
        return str(self.send("POST", "/sparql", {"Content-Type": media}, body)[0])

    def send(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, bytes]:
        """One request, and its answer."""
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=90)) as connection:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def raw(self, chance: random.Random) -> str:
        """Something that is hardly HTTP."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=90) as line:
            line.sendall(chance.choice(RAW))
            return line.recv(100).split(b" ")[1].decode()

    def abort(self, chance: random.Random) -> str:
        """A request whose client does not stay: in the head, in the body, or while it is answered."""
        asked = f"GET /sparql?query={quote(bomb(chance))} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        half = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\nContent-Length: 9999\r\n\r\nASK"
        many = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        large = f"GET /sparql?query={many} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", self.port), timeout=90) as line:
            line.sendall(chance.choice((asked, asked[:40], half.encode(), large)))
            time.sleep(chance.random() * 0.2)
        return "gone"

    def hostile(self, chance: random.Random) -> tuple[str, Callable[[], str]]:
        """What an enemy does next, and what it is called."""
        return chance.choice(
            (
                ("cost", lambda: str(self.get(bomb(chance))[0])),
                ("nesting", lambda: self.post(nested(chance).encode())),
                ("reaching out", lambda: self.post(chance.choice(SERVICE).encode())),
                ("broken syntax", lambda: self.post(chance.choice(BROKEN).encode())),
                ("large body", lambda: self.post(b"#" * chance.choice((1 << 20, (1 << 20) + 1, 70_000)))),
                ("large form", lambda: self.post(urlencode({"query": "#" * 700_000}).encode(), FORM)),
                (
                    "large answer",
                    lambda: str(self.get("SELECT * { ?a ?b ?c . ?d ?e ?f }", "application/json")[0]),
                ),
                ("abort", lambda: self.abort(chance)),
                ("hardly http", lambda: self.raw(chance)),
            )
        )

    def one(self, number: int) -> None:
        """The request of this number; each of so many is hostile."""
        chance = random.Random(number)
        enemy = self.every and number % self.every == 0
        kind, act = self.hostile(chance) if enemy else ("plain", lambda: self.plain(chance))
        start = time.monotonic()
        try:
            status = act()
        except (OSError, HTTPException) as error:
            status = type(error).__name__
        with self.lock:
            tally = self.tallies.setdefault(kind, Tally())
            tally.statuses[status] += 1
            tally.seconds.append(time.monotonic() - start)


# --- the server


@contextlib.contextmanager
def served(output: Path, *options: str) -> Iterator[tuple[int, int]]:
    """A server over a graph: its process and its port."""
    call = [sys.executable, "-m", "kg", "serve", str(output), "--port", "0", *options]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    try:
        yield process.pid, int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def state(pid: int) -> dict[str, int]:
    """What a server holds: memory in MB of itself and of the largest of its processes, these, and its open files."""
    children = processes(pid)
    return {
        "server MB": memory(pid),
        "largest process MB": max(map(memory, children), default=0),
        "processes": len(children),
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
    }


def processes(pid: int) -> list[int]:
    """The processes that a server has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int) -> int:
    """The memory that is a process's own, in MB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")), 0)


def rested(pid: int) -> dict[str, int]:
    """What a server holds when it has come to rest: the same processes and files for a second."""
    until, seen = time.monotonic() + 30, [state(pid)]
    while time.monotonic() < until and (len(seen) < 5 or any(moved(seen[-1], one) for one in seen[-5:])):
        time.sleep(0.25)
        seen.append(state(pid))
    return seen[-1]


def quiet(pid: int, attacker: Attacker, requests: int) -> dict[int, list[int]]:
    """What each process has, in MB, after each round of plain queries, one at a time: mostly they go to one and the same."""
    seen: dict[int, list[int]] = {}
    for number in range(ROUNDS):
        for one in range(max(len(PLAIN), requests // ROUNDS)):
            attacker.plain(random.Random(number * requests + one))
        for child in processes(pid):
            seen.setdefault(child, []).append(memory(child))
    return seen


def drifts(seen: dict[int, list[int]]) -> dict[int, int]:
    """By how much each process has grown since it was seen for the second time: at the first it may not be warm."""
    return {pid: sizes[-1] - sizes[1] for pid, sizes in seen.items() if len(sizes) > 2}


def moved(before: dict[str, int], after: dict[str, int]) -> bool:
    """Whether processes or files have come or gone."""
    return any(before[name] != after[name] for name in ("processes", "files"))


# --- the report


def quantile(seconds: list[float], part: float) -> float:
    """The time within which this part of the requests was answered, in milliseconds."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))], 1)


def storm(output: Path, requests: int, at_once: int, every: int, options: list[str]) -> dict[str, object]:
    """Ask and tell."""
    with served(output, *options) as (pid, port):
        calm = Attacker(port, {})
        for number in range(10 * len(PLAIN)):
            calm.one(number)
        attacker, grown = Attacker(port, calm.right, every), list[int]()
        with ThreadPoolExecutor(at_once) as crowd:
            smaller = Attacker(port, calm.right, every)
            list(crowd.map(smaller.one, range(requests + 1, requests + requests // 4 + 1)))
            before, start = rested(pid), time.monotonic()
            for number, _ in enumerate(crowd.map(attacker.one, range(1, requests + 1)), 1):
                if number % max(1, requests // 10) == 0:
                    grown.append(memory(pid))
            seconds = time.monotonic() - start
        after = rested(pid)
        drift = drifts(quiet(pid, attacker, requests))
        last = [attacker.get("ASK {}")[0] for _ in range(20)]
    kinds = {
        kind: {
            "requests": len(tally.seconds),
            "statuses": dict(sorted(tally.statuses.items())),
            "median ms": round(1000 * statistics.median(tally.seconds), 1),
            "p99 ms": quantile(tally.seconds, 0.99),
        }
        for kind, tally in sorted(attacker.tallies.items())
    }
    statuses = Counter[str]()
    for tally in attacker.tallies.values():
        statuses += tally.statuses
    faults = [f"an answer {status}" for status in statuses if not allowed(status)]
    faults += [f"a wrong answer to {query}" for query in attacker.wrong]
    most = {"processes": 0, "files": 0, "server MB": GROWTH, "largest process MB": KEPT}
    faults += [
        f"{name}: {before[name]} before, {after[name]} after"
        for name, more in most.items()
        if after[name] - before[name] > more
    ]
    faults += [
        f"a process grew by {more} MB over its answers in the quiet"
        for more in drift.values()
        if more > DRIFT
    ]
    faults += [] if drift else ["no process lived through the quiet"]
    faults += [] if after["processes"] >= before["processes"] else ["processes are lost for good"]
    faults += [] if last == [200] * 20 else [f"after the storm: {last}"]
    return {
        "requests": requests, "at once": at_once, "seconds": round(seconds, 1), "a second": round(requests / seconds),
        "statuses": dict(sorted(statuses.items())), "kinds": kinds, "before": before, "after": after,
        "server MB on the way": grown, "drift MB in the quiet": sorted(drift.values()),
        "faults": faults,
    }  # fmt: skip


def allowed(status: str) -> bool:
    """Whether this may come of a request."""
    return status in ("503", "gone") or status[0] in "24"


def main() -> int:
    """Read the call, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "output", nargs="?", type=Path, help="an output folder; else the demonstration graph is built"
    )
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--hostile", type=int, default=10, help="one of so many requests is; 0: none")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    given, options = parser.parse_known_args()  # the rest are options of kg serve
    with tempfile.TemporaryDirectory() as folder:
        output = given.output or Path(folder) / "output"
        if not given.output:
            call = [sys.executable, "-m", "kg", "build", "seeds/documents", "-o", str(output)]
            subprocess.run(call, check=True, cwd=ROOT, capture_output=True)
        found = storm(output, given.requests, given.at_once, given.hostile, options)
    told = json.dumps(found, indent=1, ensure_ascii=False)
    print(told)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(f"{told}\n", "utf-8")
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
