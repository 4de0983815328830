// Asking the endpoint: rows, a yes or no, or triples; what hinders a query comes back as a refusal with its place.

import { known } from "./known";

export interface Cell {
  type: string;
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Cell | undefined>;

export type Answer =
  | { kind: "rows"; columns: string[]; rows: Row[]; cut: string }
  | { kind: "truth"; truth: boolean; cut: string }
  | { kind: "triples"; turtle: string; cut: string };

export class Refusal extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

const ROWS = "application/sparql-results+json";

export const FORMATS: Record<"rows" | "truth" | "triples", [string, string, string][]> = {
  rows: [
    ["CSV", "text/csv", "csv"],
    ["TSV", "text/tab-separated-values", "tsv"],
    ["JSON", ROWS, "srj"],
    ["XML", "application/sparql-results+xml", "srx"],
  ],
  truth: [
    ["JSON", ROWS, "srj"],
    ["XML", "application/sparql-results+xml", "srx"],
  ],
  triples: [
    ["Turtle", "text/turtle", "ttl"],
    ["N-Triples", "application/n-triples", "nt"],
    ["JSON-LD", "application/ld+json", "jsonld"],
    ["RDF/XML", "application/rdf+xml", "rdf"],
  ],
};

export async function asked(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(known.endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: query,
    signal: signal ?? null,
  });
  if (answer.ok) return answer;
  const said = await answer.text();
  let told: { error?: string; wrong?: string; wanted?: string; hint?: string; line?: number; column?: number } = {};
  try {
    told = JSON.parse(said);
  } catch {
    told = { error: said };
  }
  throw new Refusal(told.error || `${answer.status} ${answer.statusText}`, told.line ?? 0, told.column ?? 0);
}

export async function answered(query: string, signal: AbortSignal): Promise<Answer> {
  const answer = await asked(query, `${ROWS}, text/turtle;q=0.9`, signal);
  const cut = answer.headers.get("X-KG-Truncated") ?? "";
  if (!(answer.headers.get("Content-Type") ?? "").startsWith(ROWS)) {
    return { kind: "triples", turtle: await answer.text(), cut };
  }
  const found = await answer.json();
  if (typeof found.boolean === "boolean") return { kind: "truth", truth: found.boolean, cut };
  return { kind: "rows", columns: found.head.vars, rows: found.results.bindings, cut };
}

// The labels of things by their IRIs, asked for some at a time: a query may not be endless.
export async function labels(iris: string[], signal: AbortSignal): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const most = 24_000;
  let from = 0;
  while (from < iris.length) {
    let to = from;
    for (let size = 0; to < iris.length && size < most; to++) size += (iris[to] ?? "").length;
    const values = iris.slice(from, to).map((iri) => `<${iri}>`);
    const query = `SELECT ?thing ?label { VALUES ?thing { ${values.join(" ")} } ?thing rdfs:label ?label }`;
    const answer = await (await asked(query, ROWS, signal)).json();
    for (const row of answer.results.bindings as Row[]) {
      if (row.thing && row.label) found.set(row.thing.value, row.label.value);
    }
    from = to;
  }
  return found;
}
