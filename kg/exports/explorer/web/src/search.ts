// The search box: by full name, other name, part of one, pinyin initials or document number; arrows and Enter, as in any such box.

import { content, factsOf, nameOf, namesOf, predicateOf, subjectOf, thingCount, topOf, typeOf, valueOf } from './data';
import { chooseThing, findPaths } from './choice';
import { $, fill, make, name } from './dom';
import { initialsAt } from './pinyin';
import { kindTitle, words } from './state';
import { icon } from './theme';

const LIMIT = 14;
const OF_A_KIND = 6;
interface Hit { at: number; by: number; best: number }

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s《》〈〉“”"'‘’「」〔〕[\]()（）]/g, '');
let known: string[][] = [];
let shownNames: string[][] = [];
let hits: Hit[] = [];
let active = -1;
let from = -1;

/** What a thing is found by: its names, then its document numbers. */
function prepare(): void {
  if (known.length) return;
  const numbers = new Map<number, string[]>();
  for (const key of Object.keys(content.facts.value)) {
    const fact = Number(key);
    if (predicateOf(fact) === 'documentNumber') numbers.set(subjectOf(fact), [...(numbers.get(subjectOf(fact)) ?? []), valueOf(fact)]);
  }
  shownNames = Array.from({ length: thingCount() }, (_, at) => [...namesOf(at), ...(numbers.get(at) ?? [])]);
  known = shownNames.map((names) => names.map(folded));
}

const weight = (at: number): number => Math.min(Math.log2(1 + factsOf(at).length) / 2, 2.5);

/** The things that fit best: a whole name first; the beginning of one, a part, initials, and many facts all count. */
export function find(text: string): Hit[] {
  prepare();
  const wanted = folded(text);
  if (!wanted) return [];
  const letters = /^[a-z0-9]{2,}$/.test(wanted);
  const found: Hit[] = [];
  known.forEach((names, at) => {
    let [best, by] = [0, 0];
    names.forEach((one, number) => {
      const where = one.indexOf(wanted);
      let worth = where < 0 ? 0 : one === wanted ? 5 : where === 0 ? 4 : 3;
      if (!worth && letters) { const start = initialsAt(one, wanted); worth = start < 0 ? 0 : start === 0 ? 2.5 + (wanted.length >= [...one].length ? 1 : 0) : 1.5; }
      if (!worth) worth = within(wanted, one) ? 1 : 0;
      if (worth > best) [best, by] = [worth, number];
    });
    if (best) found.push({ at, by, best: best + (best === 5 ? 5 : weight(at)) });
  });
  return found.sort((a, b) => b.best - a.best || factsOf(b.at).length - factsOf(a.at).length || nameOf(a.at).length - nameOf(b.at).length || a.at - b.at);
}

/** Whether the characters stand in the name in this order (全总 in 全国总工会). */
function within(wanted: string, one: string): boolean {
  if (wanted.length < 2) return false;
  let start = 0;
  for (const char of wanted) {
    start = one.indexOf(char, start) + 1;
    if (!start) return false;
  }
  return true;
}

/** The best, kind by kind, the kind of the best hit first. */
function grouped(all: Hit[]): Hit[] {
  const groups = new Map<string, Hit[]>();
  for (const hit of all.slice(0, 200)) {
    const top = topOf(hit.at);
    if (!groups.has(top)) groups.set(top, []);
    if (groups.get(top)!.length < OF_A_KIND) groups.get(top)!.push(hit);
  }
  return [...groups.values()].flat().slice(0, LIMIT);
}

const box = (): HTMLInputElement => $<HTMLInputElement>('search');
const list = (): HTMLElement => $('found');

function show(): void {
  hits = grouped(find(box().value));
  active = hits.length ? 0 : -1;
  const open = box().value.trim() !== '';
  list().hidden = !open;
  box().setAttribute('aria-expanded', String(open));
  const options: HTMLElement[] = [];
  hits.forEach((hit, number) => {
    if (!number || topOf(hit.at) !== topOf(hits[number - 1].at)) options.push(make('li', { class: 'kind', role: 'presentation' }, kindTitle(topOf(hit.at))));
    options.push(option(hit, number));
  });
  fill(list(), hits.length ? options : [make('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, words().nothingFound)]);
  mark();
}

function option({ at, by }: Hit, number: number): HTMLElement {
  const title = by ? [name(nameOf(at)), make('span', { class: 'by' }, '（', lighted(shownNames[at][by]), '）')] : [lighted(nameOf(at))];
  return make('li', { role: 'option', id: `found-${number}`, onmousedown: (event: Event) => event.preventDefault(), onclick: () => take(number) },
    icon(typeOf(at)), make('span', { class: 'what' }, ...title), make('span', { class: 'note' }, `${kindTitle(typeOf(at))} · ${factsOf(at).length}`));
}

function lighted(text: string): HTMLElement {
  const wanted = box().value.trim();
  const where = text.toLowerCase().indexOf(wanted.toLowerCase());
  if (where < 0) return name(text);
  const whole = name('');
  whole.append(text.slice(0, where), make('b', {}, text.slice(where, where + wanted.length)), text.slice(where + wanted.length));
  return whole;
}

function mark(): void {
  [...list().querySelectorAll('[role=option]')].forEach((child, number) => {
    if (hits.length) child.setAttribute('aria-selected', String(number === active));
  });
  if (active >= 0) {
    box().setAttribute('aria-activedescendant', `found-${active}`);
    $(`found-${active}`).scrollIntoView({ block: 'nearest' });
  } else box().removeAttribute('aria-activedescendant');
}

function close(): void {
  list().hidden = true;
  box().setAttribute('aria-expanded', 'false');
  box().removeAttribute('aria-activedescendant');
}

function take(number: number): void {
  const hit = hits[number];
  if (!hit) return;
  close();
  if (from >= 0) {
    const start = from;
    forget();
    box().value = '';
    findPaths(start, hit.at);
    return;
  }
  box().value = nameOf(hit.at);
  box().select();
  chooseThing(hit.at);
}

/** Ask for the other end of a path. */
export function askFor(start: number): void {
  from = start;
  box().value = '';
  box().placeholder = words().pathHint(nameOf(start));
  box().focus();
}
export function forget(): void {
  from = -1;
  box().placeholder = words().searchHint;
}
export const focus = (): void => box().focus();

export function open(): void {
  box().addEventListener('input', show);
  box().addEventListener('focus', () => { if (box().value.trim() && document.hasFocus()) box().select(); });
  box().addEventListener('blur', close);
  box().addEventListener('keydown', (event) => {
    if (event.isComposing) return; // an input method is still at work
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list().hidden) { show(); if (!hits.length) return; } else if (hits.length) {
        active = (active + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length;
      }
      mark();
      event.preventDefault();
    } else if (event.key === 'Enter') {
      if (list().hidden) show();
      take(active);
    } else if (event.key === 'Escape') {
      if (!list().hidden) close();
      else if (from >= 0) forget();
      else box().value = '';
      event.stopPropagation();
    }
  });
}
