// The walk: an entity, what leads from it and to it, a neighbour beside it, and so on; at each step the sentence that says so.

import { Around, Entity, Neighbour, Relation, Said, Thing, asked, isThing } from "./neighbours";
import { both, element, made } from "./page";
import { suggesting } from "./suggesting";

interface Stop {
  path: string;
  fact: string;
}

const columns = element<HTMLOListElement>("columns");
const status = element("status");
let stops: Stop[] = [];

// --- where one is

// The stops stand in the address after #, each with the fact that led to it: no server sees them, a bookmark keeps them.
function told(): string {
  return stops.map((stop) => (stop.fact ? `${stop.path};${stop.fact}` : stop.path)).join(",");
}

function read(): Stop[] {
  return location.hash
    .slice(1)
    .split(",")
    .filter((one) => one.includes("/"))
    .map((one) => {
      const [path = "", fact = ""] = one.split(";");
      return { path, fact };
    });
}

async function go(at: number, stop: Stop): Promise<void> {
  stops = [...stops.slice(0, at), stop];
  history.pushState(null, "", `#${told()}`);
  while (columns.children.length > at) columns.lastElementChild?.remove();
  await arrive(stop);
}

async function restore(): Promise<void> {
  stops = read();
  columns.replaceChildren();
  for (const stop of stops) await arrive(stop);
}

// --- a stop

async function arrive(stop: Stop): Promise<void> {
  const at = columns.children.length;
  const column = made("li", [], { class: "stop", tabindex: "-1" });
  columns.append(column);
  await shown(column, async () => {
    const [entity, said] = await Promise.all([
      asked<Entity>(`/api/entity/${stop.path}`),
      stop.fact ? asked<{ said: Said[] }>(`/api/said/${stop.fact}?most=1`) : undefined,
    ]);
    if (said?.said[0]) column.append(made("div", [sentence(said.said[0])], { class: "via" }));
    column.append(...head(entity));
    const list = made("ul", entity.relations.map((one) => relation(at, entity, one)), { class: "relations" });
    column.append(list);
    if (!entity.relations.length) column.append(made("p", [both("没有说到它的事实。", "No fact speaks of it.")], { class: "muted" }));
    if (entity.truncated) column.append(cut(entity.truncated));
  });
  column.scrollIntoView({ block: "nearest", inline: "end" });
  column.focus({ preventScroll: true });
}

function head(entity: Entity): Node[] {
  const parts: Node[] = [made("h2", [named(entity.thing)])];
  if (entity.names.length) parts.push(made("p", [both("又称", "also"), " ", made("bdi", [entity.names.join("、")])], { class: "names" }));
  return parts;
}

function relation(at: number, entity: Entity, one: Relation): HTMLElement {
  const arrow = one.out ? "→" : "←";
  const button = made("button", [`${arrow} `, both(one.zh, one.en), " ", made("span", [String(one.count)], { class: "count" })], {
    type: "button",
    class: "relation",
    "aria-expanded": "false",
  });
  const list = made("ul", [], { class: "neighbours" });
  list.hidden = true;
  button.addEventListener("click", () => {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden && !list.children.length) void more(at, entity, one, list, 1);
  });
  return made("li", [button, list]);
}

// The next page of a relation's facts, and a button for the one after it.
async function more(at: number, entity: Entity, one: Relation, list: HTMLElement, page: number): Promise<void> {
  const out = one.out ? 1 : 0;
  const row = made("li");
  list.append(row);
  await shown(row, async () => {
    const found = await asked<Around>(`/api/around/${entity.thing.path}?relation=${one.property}&out=${out}&page=${page}`);
    row.replaceWith(...found.neighbours.map((each) => neighbour(at, each)));
    if (found.truncated) list.append(made("li", [cut(found.truncated)]));
    if (found.page < found.pages) {
      const left = found.relation.count - list.children.length;
      const button = made("button", [both(`再看，还有 ${left} 条`, `more of ${left}`)], { type: "button", class: "more" });
      const next = made("li", [button]);
      button.addEventListener("click", () => {
        next.remove();
        void more(at, entity, one, list, page + 1);
      });
      list.append(next);
    }
  });
}

function neighbour(at: number, one: Neighbour): HTMLElement {
  const { end } = one;
  const row = made("li");
  if (isThing(end)) {
    const button = made("button", [dot(end), made("bdi", [end.label])], { type: "button", class: "step" });
    button.addEventListener("click", () => {
      for (const other of columns.children[at]?.querySelectorAll(".step[aria-current]") ?? []) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      void go(at + 1, { path: end.path, fact: one.fact });
    });
    row.append(button);
  } else {
    row.append(made("bdi", [end.value], { class: "value" }));
  }
  if (one.said) row.append(sentence(one.said));
  if (one.places > 1) {
    row.append(made("p", [made("a", [both(`共 ${one.places} 处说到`, `said in ${one.places} places`)], { href: `/page/${one.fact}` })], { class: "source" }));
  }
  return row;
}

// --- words

function dot(thing: Thing): Node {
  return thing.top ? made("i", [], { "data-top": thing.top }) : document.createTextNode("");
}

function named(thing: Thing): HTMLElement {
  return made("a", [dot(thing), made("bdi", [thing.label])], { class: "thing", href: `/page/${thing.path}` });
}

function sentence(said: Said): HTMLElement {
  const pieces = said.sentence.map(([text, mark]) =>
    mark === "s" || mark === "o" ? made("mark", [text], { class: mark }) : mark ? made("span", [text], { class: "matched" }) : text,
  );
  const where = made("a", [made("bdi", [said.document.label])], { href: `/page/${said.document.path}` });
  const why = made("a", [both("证据", "evidence")], { href: `/page/${said.evidence}` });
  return made("div", [made("blockquote", pieces, { lang: "zh-CN" }), made("p", [where, " · ", why], { class: "source" })], { class: "said" });
}

function cut(truncated: string): HTMLElement {
  return made("p", [both(`超出上限，只有 ${truncated}`, `cut short at ${truncated}`)], { class: "failed" });
}

// Do something for a place on the page; what hinders it is said there, with a button to try again.
async function shown(place: HTMLElement, act: () => Promise<void>): Promise<void> {
  const waiting = made("p", [both("正在读……", "reading …")], { class: "muted" });
  place.append(waiting);
  status.textContent = "";
  try {
    await act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const again = made("button", [both("再试", "try again")], { type: "button" });
    again.addEventListener("click", () => {
      place.replaceChildren();
      void shown(place, act);
    });
    place.append(made("p", [message], { class: "failed" }), again);
    status.textContent = message;
  } finally {
    waiting.remove();
  }
}

suggesting(element<HTMLInputElement>("from"), element<HTMLUListElement>("suggested"), status, (thing) => void go(0, { path: thing.path, fact: "" }));
addEventListener("popstate", () => void restore());
void restore();
