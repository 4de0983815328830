// How text gets onto the screen: as text, never as markup.

type Child = Node | string | false | null | undefined;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

/** An element with properties (`on…` are listeners, all others attributes) and children. */
export function make<T extends keyof HTMLElementTagNameMap>(tag: T, properties: Record<string, Value> = {}, ...children: (Child | Child[])[]): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...flat(children));
  return element;
}
const flat = (children: (Child | Child[])[]): (Node | string)[] => children.flat().filter((one): one is Node | string => one !== false && one !== null && one !== undefined);

export const button = (text: Child, act: (event: MouseEvent) => void, properties: Record<string, Value> = {}): HTMLButtonElement => make('button', { type: 'button', onclick: act, ...properties }, text);
export const fill = (element: Element, ...children: (Child | Child[])[]): void => element.replaceChildren(...flat(children));
export const $ = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;
/** A name in its own direction, whatever it holds. */
export const name = (text: string, properties: Record<string, Value> = {}): HTMLElement => make('bdi', properties, text);
export const raised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const collator = new Intl.Collator('zh-CN');
export const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

const SPACE = 'http://www.w3.org/2000/svg';
export function svg<T extends keyof SVGElementTagNameMap>(tag: T, properties: Record<string, string | number | null | undefined>, ...children: Node[]): SVGElementTagNameMap[T] {
  const element = document.createElementNS(SPACE, tag);
  for (const [key, value] of Object.entries(properties)) if (value !== undefined && value !== null) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}
