// The page as a whole: choosing a query, filling it, running it, keeping it in the address, saving what it found.

import { FORMATS, Refusal, answered, asked } from "./asking";
import { Query, known } from "./known";
import { element, made } from "./page";
import { show } from "./showing";
import { filled, parameters } from "./sparql";
import { field } from "./writing";

const START = "SELECT ?body ?programme WHERE {\n  ?body a pk:Organisation ;\n        pk:implements ?programme .\n}\nORDER BY ?body\nLIMIT 50\n";

const values = new Map<string, string>();
const written = field(run, changed);
let running = new AbortController();
let chosen: Query | undefined;
let waiting = 0;

function changed(): void {
  ask();
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
}

// The query stands in the address, where it can be sent to others; the server never sees it there.
function keep(): void {
  const kept = new URLSearchParams();
  if (chosen && chosen.text === written.text()) kept.set("named", chosen.name);
  else kept.set("query", written.text());
  for (const name of parameters(written.text())) if (values.get(name)) kept.set(`$${name}`, values.get(name) ?? "");
  history.replaceState(null, "", `#${kept}`);
}

function restore(): void {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of kept) if (name.startsWith("$")) values.set(name.slice(1), value);
  const name = kept.get("named");
  const query = known.queries.find((one) => one.name === name);
  if (query) choose(query);
  else written.replace(kept.get("query") ?? START);
}

// A field for each $parameter of the query.
function ask(): void {
  const place = element("parameters");
  const names = parameters(written.text());
  const there = [...place.querySelectorAll("input")].map((one) => one.name);
  if (names.join() === there.join()) return;
  place.replaceChildren(
    ...names.map((name) => {
      const input = made("input", [], { name, autocomplete: "off", spellcheck: "false" });
      input.value = values.get(name) ?? "";
      input.addEventListener("input", () => {
        values.set(name, input.value);
        changed();
      });
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") run();
      });
      const meaning = chosen?.parameters[name];
      return made("label", [made("code", [`$${name}`]), ...(meaning ? [` ${meaning} `] : [" "]), input]);
    }),
  );
  place.hidden = names.length === 0;
}

function choose(query: Query): void {
  chosen = query;
  element("parameters").replaceChildren();
  element<HTMLSelectElement>("named").value = query.name;
  element("about").textContent = query.description;
  written.replace(query.text);
}

function status(words: string, wrong = false): void {
  const place = element("status");
  place.textContent = words;
  place.classList.toggle("wrong", wrong);
}

function run(): void {
  void perform();
}

async function perform(): Promise<void> {
  running.abort();
  const { signal } = (running = new AbortController());
  const query = filled(written.text(), values);
  const began = performance.now();
  keep();
  status("正在查…… running");
  element("found").hidden = true;
  written.complain(0, 0, "");
  try {
    const answer = await answered(query, signal);
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    const count = answer.kind === "rows" ? `${answer.rows.length} 行 rows，` : "";
    const cut = answer.cut ? `，到此为止 cut short at ${answer.cut}` : "";
    await show(answer, signal);
    if (signal.aborted) return;
    element("found").hidden = false;
    status(`${count}${seconds} s${cut}`);
    offer(query, answer.kind);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Refusal) {
      status(error.message, true);
      if (error.line) written.complain(error.line, error.column, error.message);
    } else {
      status("服务器没有回答 the server does not answer", true);
    }
  }
}

function offer(query: string, kind: keyof typeof FORMATS): void {
  const place = element("downloads");
  place.replaceChildren(
    made("span", ["下载 download"]),
    ...FORMATS[kind].map(([name, accept, suffix]) => {
      const button = made("button", [name], { type: "button" });
      button.addEventListener("click", () => void save(query, accept, suffix));
      return button;
    }),
  );
}

async function save(query: string, accept: string, suffix: string): Promise<void> {
  try {
    const answer = await asked(query, accept);
    const place = URL.createObjectURL(await answer.blob());
    made("a", [], { href: place, download: `${chosen?.name ?? "query"}.${suffix}` }).click();
    setTimeout(() => URL.revokeObjectURL(place), 10_000);
  } catch (error) {
    status(error instanceof Refusal ? error.message : "没有存下 not saved", true);
  }
}

const menu = element<HTMLSelectElement>("named");
menu.addEventListener("change", () => {
  const query = known.queries.find((one) => one.name === menu.value);
  if (query) {
    choose(query);
    written.focus();
  }
});
element("run").addEventListener("click", run);
addEventListener("hashchange", () => {
  restore();
  run();
});
restore();
if (location.hash) run();
