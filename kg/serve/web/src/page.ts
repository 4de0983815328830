// What the scripts of all pages build with: elements of the page, and new ones that hold text as text.

export function element<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as Kind;
}

// An element with some words or others in it; nothing ever becomes markup.
export function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  inside: (Node | string)[] = [],
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Name] {
  const one = document.createElement(name);
  one.append(...inside);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

// Words in both languages, as the templates write them.
export function both(zh: string, en: string): DocumentFragment {
  const pair = document.createDocumentFragment();
  pair.append(made("span", [zh], { lang: "zh-CN" }), " ", made("span", [en], { class: "en", lang: "en" }));
  return pair;
}
