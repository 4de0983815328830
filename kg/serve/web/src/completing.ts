// What may come next: terms by their name or their Chinese label, prefixes, keywords, the query's own variables.

import { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { known } from "./known";

const KEYWORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH ORDER BY GROUP HAVING LIMIT OFFSET ASK CONSTRUCT " +
  "DESCRIBE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT AS EXISTS NOT IN CONTAINS STRSTARTS STRENDS STRAFTER STRBEFORE REGEX " +
  "STR LANG DATATYPE BOUND COALESCE IF YEAR MONTH DAY STRLEN SUBSTR REPLACE LCASE UCASE CONCAT ASC DESC";

const TYPES = { class: "class", relation: "property", literal: "constant" } as const;

const terms: Completion[] = known.terms.flatMap((term) => {
  const apply = `pk:${term.name}`;
  const one = { type: TYPES[term.kind], apply, info: term.about, displayLabel: apply, detail: `${term.zh} ${term.en}` };
  return [
    { ...one, label: apply, boost: 2 },
    { ...one, label: term.zh, boost: 1 },
  ];
});

const others: Completion[] = Object.entries(known.others).flatMap(([prefix, names]) =>
  names.map((name) => ({ label: `${prefix}:${name}`, type: "property" })),
);

const prefixes: Completion[] = Object.entries(known.prefixes).map(([name, iri]) => ({
  label: `${name}:`,
  type: "namespace",
  detail: iri,
}));

const keywords: Completion[] = KEYWORDS.split(" ").map((label) => ({ label, type: "keyword", boost: -1 }));

export function completing(context: CompletionContext): CompletionResult | null {
  const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (inside === "Comment" || /^String/.test(inside)) return null;
  const word = context.matchBefore(/[?$]?[\p{L}\p{N}_]*:?[\p{L}\p{N}_-]*/u);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const validFor = /^[?$]?[\p{L}\p{N}_]*:?[\p{L}\p{N}_-]*$/u;
  if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(context, word.from), validFor };
  return { from: word.from, options: [...terms, ...others, ...prefixes, ...keywords], validFor };
}

// The variables that the query has besides the one that is being written.
function variables(context: CompletionContext, from: number): Completion[] {
  const text = context.state.doc.toString();
  const names = new Set<string>();
  for (const found of text.matchAll(/[?$][\p{L}\p{N}_]+/gu)) if (found.index !== from) names.add(found[0]);
  return [...names].map((label) => ({ label, type: "variable" }));
}
