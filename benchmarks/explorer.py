"""The explorer beside stock pyvis and a plain sigma page of the same graph: size, first search, first picture, panning, memory.

    python benchmarks/explorer.py [OUTPUT…] [--entities 20000] [--relations 60000] [--json FILE]

Measures a graph made by counting, and the graph of each build named. All pages of a graph are opened in one run, in headless
Chromium with software rendering: read the ratios, not the seconds. The plain sigma page wants the packages of
kg/exports/explorer/web (make bundles).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Error, Page, sync_playwright

from kg import ontology
from kg.exports import explorer
from kg.exports.explorer import layout
from kg.graph import Fact, Graph, Node
from kg.model import Capture, Evidence, Literal
from kg.verbs.load import load
from kg.verbs.reload import reload

BASE = "https://example.org/id/"
KINDS = ("StateBody", "Statute", "Project", "Person", "PolicyDocument")
LINKS = ("implements", "stipulates", "cites", "basedOn", "cooperatesWith")
MODULES = Path(explorer.__file__).parent / "web" / "node_modules"
PATIENCE = 45
PACKED = re.compile('octet-stream" id="([a-z]+)">([^<]+)<')
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--enable-precise-memory-info",
]


def counted(entities: int, relations: int) -> tuple[Graph, dict[str, str]]:
    """A graph of so many entities and relations: a few have many, most have few; a sentence for each, 120 in a document."""
    terms = ontology.load()
    nodes = []
    for at in range(entities):
        kind = KINDS[at % len(KINDS)]
        name = f"第{at}号{('工作协调局', '管理条例', '惠民提升工程', '同志', '实施意见')[at % len(KINDS)]}"
        nodes.append(Node(f"{BASE}{terms.top(kind)}/{at}", kind, name, (f"{at}号",)))
    evidence: dict[Fact, tuple[Evidence, ...]] = {}
    texts: dict[str, list[str]] = {}
    lengths: dict[str, int] = {}
    at, dice = 0, 1
    while len(evidence) < relations:
        one = nodes[(at * 7919) % entities]
        dice = dice * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        other = nodes[(dice >> 8) % entities * ((dice >> 4) % entities) // entities]
        fact = Fact(one.iri, LINKS[at % len(LINKS)], other.iri)
        at += 1
        if one is other or fact in evidence:
            continue
        path = f"{len(evidence) // 120}.txt"
        words = f"{one.label}会同有关方面依法推进{other.label}"
        start = lengths.get(path, 0)
        captures = (
            Capture("a", start, start + len(one.label)),
            Capture("b", start + len(words) - len(other.label), start + len(words)),
        )
        evidence[fact] = (Evidence(path, start, start + len(words), words, "runs", 1, "", captures),)
        texts.setdefault(path, []).append(f"{words}，并按月通报进展情况。\n")
        lengths[path] = start + len(texts[path][-1])
    documents = {
        f"{BASE}Document/{path}": Node(
            f"{BASE}Document/{path}", "Document", path, (), (("sourcePath", Literal(path)),)
        )
        for path in texts
    }
    graph = Graph(BASE, documents, {node.iri: node for node in nodes}, evidence, ())
    return graph, {path: "".join(lines) for path, lines in texts.items()}


def stock(graph: Graph, path: Path) -> None:
    """What pyvis makes of the graph if one follows its documentation."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", height="800px")
    for node in graph.entities.values():
        network.nodes.append({"id": node.iri, "label": node.label, "shape": "dot"})
    network.edges = [
        {"from": fact.subject, "to": fact.object, "title": fact.predicate, "arrows": "to"}
        for fact in graph.evidence
        if fact.object in graph.entities and fact.subject in graph.entities
    ]
    path.write_text(network.generate_html(), encoding="utf-8")


def plain(graph: Graph, path: Path) -> None:
    """The graph by sigma as its documentation shows it, at the places of our layout."""
    import networkx

    at = {iri: number for number, iri in enumerate(graph.entities)}
    linked = networkx.MultiGraph()
    linked.add_nodes_from(range(len(at)))
    links = [
        (at[fact.subject], at[fact.object])
        for fact in graph.evidence
        if fact.object in at and fact.subject in at
    ]
    linked.add_edges_from(links)
    places = layout.network(linked)
    nodes = [(node.label, *places[at[node.iri]]) for node in graph.entities.values()]
    scripts = [
        (MODULES / name).read_text("utf-8")
        for name in ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js")
    ]
    page = (
        '<!doctype html><meta charset="utf-8"><div id="c" style="height:800px"></div>'
        + "".join(f"<script>{script}</script>" for script in scripts)
        + f"<script>const data = {json.dumps([nodes, links])};"
        + "const graph = new graphology.MultiGraph();"
        + "data[0].forEach(([label, x, y], at) => graph.addNode(at, { label, x, y, size: 3 }));"
        + "data[1].forEach(([a, b]) => graph.addEdge(a, b));"
        + "new Sigma(graph, document.getElementById('c'));"
        + "requestAnimationFrame(() => performance.mark('drawn'));</script>"
    )
    path.write_text(page, encoding="utf-8")


MARK = "(name) => performance.getEntriesByName(name)[0]?.startTime"
PAN = """async (selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const target = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const fire = (type, clientX) => [[PointerEvent, `pointer${type}`], [MouseEvent, `mouse${type}`]].forEach(([Kind, name]) => {
    const clientY = box.y + box.height / 2;
    target.dispatchEvent(new Kind(name, { bubbles: true, clientX, clientY, buttons: 1, pointerId: 1, isPrimary: true }));
  });
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const left = box.x + box.width / 2;
  await frame(); await frame();
  fire('down', left);
  const frames = [];
  let before = performance.now();
  for (let step = 1; step <= 40; step += 1) {
    fire('move', left + step * 6);
    await frame();
    const now = performance.now();
    frames.push(now - before);
    before = now;
  }
  fire('up', left + 240);
  frames.sort((one, other) => one - other);
  return { 'median frame ms': frames[20], 'longest frame ms': frames[39] };
}"""


def measured(page: Page, path: Path, look: Callable[[Page], dict[str, float]]) -> dict[str, float | str]:
    """What a page needs; where it does not answer in time, that."""
    found: dict[str, float | str] = {"file MB": round(path.stat().st_size / 1e6, 2)}
    page.set_default_timeout(PATIENCE * 1000)
    began = time.monotonic()
    try:
        page.goto(path.as_uri(), timeout=PATIENCE * 1000)
        found |= {name: round(value) for name, value in look(page).items()}
        found["heap MB"] = round(page.evaluate("performance.memory.usedJSHeapSize") / 1e6)
    except Error:
        found["gave up after s"] = round(time.monotonic() - began)
    return found


def ours(page: Page) -> dict[str, float]:
    """The explorer: when search answers, when the first picture stands, how the whole network moves."""
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    said = {
        "search ms": page.evaluate(MARK, "kg-search"),
        "picture ms": page.evaluate(MARK, "kg-picture"),
        "sentences ms": page.evaluate(MARK, "kg-proof"),
    }
    said["one search ms"] = page.evaluate(
        "() => { const began = performance.now(); explorer.search('工程'); return performance.now() - began; }"
    )
    said |= panned(page, "#board", "first picture")
    page.locator("button[data-view=network]").click()
    said |= panned(page, "#net", "strongest network")
    page.locator("#everything").click()
    return said | panned(page, "#net", "whole network")


def panned(page: Page, selector: str, what: str) -> dict[str, float]:
    """The frames while a picture is dragged forty steps."""
    return {f"{what}: {name}": value for name, value in page.evaluate(PAN, selector).items()}


def theirs(selector: str, mark: str) -> Callable[[Page], dict[str, float]]:
    """Another page: when its first picture stands, how it moves."""

    def look(page: Page) -> dict[str, float]:
        began = time.monotonic()
        while page.evaluate(MARK, mark) is None and time.monotonic() - began < PATIENCE:
            page.wait_for_timeout(50)
        drawn = page.evaluate(MARK, mark)
        if drawn is None:
            raise Error("nothing was drawn")
        return {"picture ms": drawn} | panned(page, selector, "whole network")

    return look


WATCH = """addEventListener('DOMContentLoaded', () => { const timer = setInterval(() => {
  if (typeof network === 'undefined' || !network?.body) return;
  clearInterval(timer);
  network.once('afterDrawing', () => performance.mark('drawn'));
}, 5); });"""


def graphs(arguments: argparse.Namespace) -> Iterator[tuple[str, Graph, Mapping[str, str]]]:
    """The graphs to measure, with the texts that each was read from."""
    yield (
        f"{arguments.entities} entities, {arguments.relations} relations",
        *counted(arguments.entities, arguments.relations),
    )
    for output in arguments.outputs:
        built = load(output)
        yield str(output), reload(built), texts_of(output)


def texts_of(output: Path) -> dict[str, str]:
    """The texts that a build was read from, as the page that it wrote carries them."""
    html = (output / "explorer.html").read_text("utf-8")
    held = {
        name: json.loads(zlib.decompress(b64decode(letters), wbits=-15))
        for name, letters in PACKED.findall(html)
    }
    paths = held["content"]["papers"]["paths"]
    return {path: text for path, text in zip(paths, held["texts"], strict=True) if text is not None}


def pages(
    browser: Browser, graph: Graph, texts: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, float | str]]]:
    """The pages of one graph, measured one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.html" for name in ("explorer", "plain sigma", "stock pyvis")}
        began = time.process_time()
        explorer.write(graph, ontology.load(), paths["explorer"], texts)
        written = time.process_time() - began
        stock(graph, paths["stock pyvis"])
        looks = {"explorer": ours, "stock pyvis": theirs("#mynetwork", "drawn")}
        if MODULES.is_dir():
            plain(graph, paths["plain sigma"])
            looks["plain sigma"] = theirs("#c", "drawn")
        for name, look in looks.items():
            context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            page = context.new_page()
            page.add_init_script(WATCH)
            found = measured(page, paths[name], look)
            yield name, ({"write s": round(written, 1)} if name == "explorer" else {}) | found
            context.close()


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("outputs", nargs="*", type=Path)
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--relations", type=int, default=60_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if not chromium:
        sys.exit("no Chromium here")
    told: dict[str, dict[str, dict[str, float | str]]] = {}
    with sync_playwright() as driver:
        for title, graph, texts in graphs(arguments):
            print(title, flush=True)
            browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
            for name, found in pages(browser, graph, texts):
                told.setdefault(title, {})[name] = found
                print(
                    f"  {name}: " + ", ".join(f"{what} {value}" for what, value in found.items()), flush=True
                )
            browser.close()
    if arguments.json:
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
