// Reads exports with libraries that others wrote and prints what they found as JSON: node clients.mjs CLIENT FILE-OR-URL [QUERY]
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [client, file, query] = process.argv.slice(2);
const text = () => readFileSync(file, "utf8");

// graphology's readers want a browser's DOMParser; JSDOM is larger than all of them together.
async function browserly() {
  const { DOMParser } = await import("@xmldom/xmldom");
  return DOMParser;
}

const clients = {
  async n3() {
    const { Parser } = await import("n3");
    const quads = new Parser({ format: query ?? "text/turtle" }).parse(text());
    const graphs = {};
    for (const quad of quads) graphs[quad.graph.value] = (graphs[quad.graph.value] ?? 0) + 1;
    return { triples: quads.length, graphs };
  },
  async jsonld() {
    const { default: jsonld } = await import("jsonld");
    const lines = await jsonld.toRDF(JSON.parse(text()), {
      format: "application/n-quads",
      documentLoader: (url) => { throw new Error(`it wants ${url}`); },
    });
    return { triples: lines.trimEnd().split("\n").length, lines: lines.trimEnd().split("\n").sort() };
  },
  async comunica() {
    const { QueryEngine } = await import("@comunica/query-sparql");
    const { Parser, Store } = await import("n3");
    const store = new Store(new Parser().parse(text()));
    const stream = await new QueryEngine().queryBindings(query, { sources: [store] });
    const rows = await stream.toArray();
    return { rows: rows.map((row) => [...row].map(([name, term]) => [name.value, term.value])) };
  },
  async endpoint() {
    const { QueryEngine } = await import("@comunica/query-sparql");
    const stream = await new QueryEngine().queryBindings(query, { sources: [{ type: "sparql", value: file }] });
    const rows = await stream.toArray();
    return { rows: rows.map((row) => [...row].map(([name, term]) => [name.value, term.value])) };
  },
  async graphml() {
    globalThis.DOMParser = await browserly();
    const { default: Graph } = await import("graphology");
    const graphml = await import("graphology-graphml");
    const read = graphml.parse ?? graphml.default.parse;
    return described(read(Graph, text()));
  },
  async gexf() {
    const { default: Graph } = await import("graphology");
    const gexf = await import("graphology-gexf");
    const read = gexf.parse ?? gexf.default.parse;
    return described(read(Graph, text(), { allowUndeclaredAttributes: false }));
  },
  async cytoscape() {
    const { default: cytoscape } = await import("cytoscape");
    const found = JSON.parse(text());
    const cy = cytoscape({ headless: true, elements: found.elements });
    return {
      nodes: cy.nodes().length,
      edges: cy.edges().length,
      labels: cy.nodes().map((node) => node.data("name")).sort(),
      quotes: cy.edges().map((edge) => edge.data("quote")).sort(),
    };
  },
};

function described(graph) {
  const nodes = graph.mapNodes((_, about) => about);
  return {
    nodes: graph.order,
    edges: graph.size,
    labels: nodes.map((about) => about.label).sort(),
    placed: nodes.filter((about) => Number.isFinite(about.x) && Number.isFinite(about.y)).length,
    coloured: nodes.filter((about) => about.color).length,
    quotes: graph.mapEdges((_, about) => about.quote ?? "").sort(),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(await clients[client]()));
}
