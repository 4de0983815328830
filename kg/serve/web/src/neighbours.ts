// The answers of /api, as the server writes them, and asking for one.

export interface Thing {
  iri: string;
  path: string;
  label: string;
  type?: string;
  top?: string;
}

export interface Value {
  value: string;
  datatype: string;
}

export interface Relation {
  property: string;
  out: boolean;
  zh: string;
  en: string;
  count: number;
}

export interface Entity {
  thing: Thing;
  names: string[];
  relations: Relation[];
  truncated: string;
}

export interface Said {
  sentence: [string, string][];
  document: Thing;
  path: string;
  start: number;
  end: number;
  rule: string;
  modality: string;
  evidence: string;
}

export interface Neighbour {
  fact: string;
  end: Thing | Value;
  places: number;
  said: Said | null;
}

export interface Around {
  thing: Thing;
  relation: Relation;
  page: number;
  pages: number;
  neighbours: Neighbour[];
  truncated: string;
}

export interface Hits {
  hits: { thing: Thing; name: string }[];
  more: boolean;
  truncated: string;
}

export function isThing(end: Thing | Value): end is Thing {
  return "path" in end;
}

export async function asked<Answer>(address: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: signal ?? null });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `${answer.status} ${answer.statusText}`);
  return said;
}
