// A field in which a name is written → the things that are called so: a list to choose from by mouse or by the arrow keys.

import { Hits, Thing, asked } from "./neighbours";
import { both, made } from "./page";

const WAIT = 180;

export function suggesting(field: HTMLInputElement, list: HTMLUListElement, status: HTMLElement, choose: (thing: Thing) => void): void {
  let timer = 0;
  let asking = new AbortController();
  let things: Thing[] = [];
  let at = -1;

  function close(): void {
    list.replaceChildren();
    list.hidden = true;
    things = [];
    point(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function point(to: number): void {
    at = to;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", `suggested-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function take(thing: Thing): void {
    field.value = thing.label;
    close();
    choose(thing);
  }

  async function look(words: string): Promise<void> {
    asking.abort();
    asking = new AbortController();
    if (!words) return close();
    try {
      const { hits } = await asked<Hits>(`/api/suggest?q=${encodeURIComponent(words)}`, asking.signal);
      close();
      things = hits.map((hit) => hit.thing);
      list.append(
        ...hits.map(({ thing, name }, number) => {
          const row = made("li", [thing.top ? made("i", [], { "data-top": thing.top }) : "", made("bdi", [thing.label])], {
            role: "option",
            id: `suggested-${number}`,
            "aria-selected": "false",
          });
          if (name !== thing.label) row.append(" ", made("small", [made("bdi", [name])]));
          row.addEventListener("mousedown", (event) => event.preventDefault());
          row.addEventListener("click", () => take(thing));
          return row;
        }),
      );
      list.hidden = !hits.length;
      field.setAttribute("aria-expanded", String(hits.length > 0));
      status.replaceChildren(hits.length ? "" : both("没有这样称呼的。", "Nothing is called so."));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(field.value.trim()), WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (!things.length) return;
    if (event.key === "ArrowDown") point((at + 1) % things.length);
    else if (event.key === "ArrowUp") point(at <= 0 ? things.length - 1 : at - 1);
    else if (event.key === "Enter") {
      const thing = things[Math.max(at, 0)];
      if (thing) take(thing);
    } else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
}
