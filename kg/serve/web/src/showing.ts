// An answer on the page: a table with names instead of IRIs, a yes or no, or Turtle.

import { Answer, Cell, Row, labels } from "./asking";
import { known, short } from "./known";
import { element, made } from "./page";

const FIRST = 200;

const terms = new Map(known.terms.map((term) => [known.namespace + term.name, term]));

export async function show(answer: Answer, signal: AbortSignal): Promise<void> {
  const place = element("answer");
  if (answer.kind === "truth") {
    place.replaceChildren(made("p", [answer.truth ? "是 yes" : "否 no"], { class: "truth" }));
  } else if (answer.kind === "triples") {
    place.replaceChildren(made("pre", [answer.turtle], { tabindex: "0" }));
  } else {
    const body = made("tbody");
    const table = made("table", [head(answer.columns), body]);
    place.replaceChildren(made("div", [table], { class: "scroll", tabindex: "0", role: "region", "aria-label": "结果 results" }));
    await more(answer.columns, answer.rows, body, 0, signal);
  }
}

function head(columns: string[]): HTMLElement {
  const cells = columns.map((name) => made("th", [name], { scope: "col" }));
  return made("thead", [made("tr", cells)]);
}

// Show the next rows, and a button for those after them.
async function more(columns: string[], rows: Row[], body: HTMLElement, from: number, signal: AbortSignal): Promise<void> {
  const part = rows.slice(from, from + FIRST);
  const names = await named(part, signal);
  if (signal.aborted) return;
  body.append(...part.map((row) => made("tr", columns.map((name) => made("td", inside(row[name], names))))));
  const left = rows.length - from - part.length;
  if (left > 0) {
    const button = made("button", [`再看 ${Math.min(left, FIRST)} 行 more`], { type: "button", class: "more" });
    button.addEventListener("click", () => {
      button.remove();
      void more(columns, rows, body, from + FIRST, signal);
    });
    body.parentElement?.after(button);
  }
}

// The names of the graph's own things in some rows; where they cannot be had, IRIs will do.
async function named(rows: Row[], signal: AbortSignal): Promise<Map<string, string>> {
  const iris = new Set<string>();
  for (const row of rows) {
    for (const cell of Object.values(row)) {
      if (cell?.type === "uri" && cell.value.startsWith(known.base)) iris.add(cell.value);
    }
  }
  return labels([...iris], signal).catch(() => new Map());
}

function inside(cell: Cell | undefined, names: Map<string, string>): (Node | string)[] {
  if (!cell) return [];
  if (cell.type !== "uri") {
    const value = made("bdi", [cell.value]);
    const kind = cell["xml:lang"] && cell["xml:lang"] !== "zh" ? `@${cell["xml:lang"]}` : cell.datatype ? short(cell.datatype) : "";
    if (kind) value.title = kind;
    return [value];
  }
  const term = terms.get(cell.value);
  if (term) return [link(`/ontology#${term.name}`, term.zh, `pk:${term.name}`)];
  if (cell.value.startsWith(known.base)) {
    const tail = cell.value.slice(known.base.length);
    return [link(`/page/${tail}`, names.get(cell.value) ?? ending(tail), cell.value)];
  }
  return /^https?:/.test(cell.value) ? [link(cell.value, short(cell.value), cell.value)] : [made("code", [cell.value])];
}

function link(href: string, words: string, title: string): HTMLElement {
  return made("a", [made("bdi", [words])], { href, title, class: "thing" });
}

function ending(tail: string): string {
  try {
    return decodeURIComponent(tail);
  } catch {
    return tail;
  }
}
