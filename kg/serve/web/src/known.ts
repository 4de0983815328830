// What the page brings along: the ontology's terms, the prefixes that every query knows, the queries that come with kg.

import { element } from "./page";

export interface Term {
  name: string;
  kind: "class" | "relation" | "literal";
  zh: string;
  en: string;
  about: string;
}

export interface Query {
  name: string;
  title: string;
  description: string;
  parameters: Record<string, string>;
  text: string;
}

export interface Known {
  endpoint: string;
  base: string;
  namespace: string;
  prefixes: Record<string, string>;
  others: Record<string, string[]>;
  terms: Term[];
  queries: Query[];
}

export const known: Known = JSON.parse(element("known").textContent ?? "{}");

// An IRI with its prefix, if it has one; else whole.
export function short(iri: string): string {
  for (const [name, start] of Object.entries(known.prefixes)) {
    if (iri.startsWith(start)) return `${name}:${iri.slice(start.length)}`;
  }
  return iri;
}
