// The legend and the other filters: each facet's values with how many facts have them.

import { content, places, topOf } from './data';
import { isDrawn, shown } from './choice';
import { $, button, collator, fill, make } from './dom';
import { countsOf, filtered } from './facets';
import { LEVELS } from './ranks';
import { aboutRelation, act, fresh, kindTitle, MAIN_TOPS, OFF, offTypes, ONLY, relationName, state, words, type Facet } from './state';
import { icon } from './theme';

const FEW = 8;
const FACETS: Facet[] = ['type', 'relation', 'level', 'mood', ...ONLY];
const open = new Set<Facet>(['type', 'relation']);
const unfolded = new Set<Facet>();
const sought = new Map<Facet, string>();

const isOff = (facet: Facet): facet is (typeof OFF)[number] => (OFF as readonly string[]).includes(facet);
const rank = (top: string): number => (MAIN_TOPS.includes(top) ? MAIN_TOPS.indexOf(top) : MAIN_TOPS.length);
const setOf = (facet: Facet): Set<string> => (facet === 'type' ? offTypes() : isOff(facet) ? state.off[facet] : state.only[facet as (typeof ONLY)[number]]);

function called(facet: Facet, value: string): string {
  if (facet === 'type') return kindTitle(value);
  if (facet === 'relation') return relationName(value);
  if (facet === 'level') return words().levels[value] ?? value;
  if (facet === 'mood') return words().moods[value] ?? value;
  if (facet === 'file') return content.papers.title[content.papers.file.indexOf(content.papers.paths.indexOf(value))] ?? value;
  return value;
}

/** The values in the order in which they are offered. */
function ordered(facet: Facet): [string, number][] {
  const counts = [...countsOf(facet)];
  if (facet === 'type') return counts.sort((a, b) => rank(a[0]) - rank(b[0]) || b[1] - a[1]);
  if (facet === 'year') return counts.sort((a, b) => (a[0] < b[0] ? 1 : -1));
  if (facet === 'level') return counts.sort((a, b) => LEVELS.indexOf(a[0]) - LEVELS.indexOf(b[0]));
  return counts.sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0]));
}

/** Draw the filters anew, the focus where it was. */
export function draw(): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const on = filtered();
  fill($('facets'),
    on && make('p', { class: 'clear' }, button(words().clear, () => act((one) => { const { off, only } = fresh(); Object.assign(one, { off, only }); one.hidden.clear(); }, true), { id: 'clear', class: 'plain' })),
    (places ? FACETS : FACETS.slice(0, 2)).map(section)); // the first picture does not wait for the counts of the others
  if (focused) $('facets').querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function section(facet: Facet): HTMLElement | null {
  const say = words();
  const values = ordered(facet);
  if (!values.length || (values.length < 2 && facet !== 'type' && facet !== 'relation')) return null;
  const set = setOf(facet);
  const box = make('details', { class: 'facet', 'data-facet': facet, open: open.has(facet) || set.size > 0 });
  box.addEventListener('toggle', () => { if (box.open) open.add(facet); else open.delete(facet); });
  const every = facet === 'type' || facet === 'relation'
    ? button(set.size ? say.all : say.none, () => act((one) => {
      const own = facet === 'type' ? offTypes() : one.off.relation;
      if (own.size) own.clear(); else values.forEach(([value]) => own.add(value));
    }, true), { class: 'plain every', id: `every-${facet}` }) : null;
  const wanted = (sought.get(facet) ?? '').toLowerCase();
  const fit = values.filter(([value]) => !wanted || called(facet, value).toLowerCase().includes(wanted));
  const some = facet === 'type' || facet === 'relation' || unfolded.has(facet) ? fit.slice(0, 300) : fit.filter(([value], at) => at < FEW || set.has(value));
  box.append(make('summary', {}, make('h2', {}, say.facets[facet])), ...(every ? [every] : []));
  if (values.length > 24) {
    const seek = make('input', { type: 'search', class: 'seek', 'data-key': `seek-${facet}`, 'aria-label': `${say.findValue} ${say.facets[facet]}`, placeholder: say.findValue, value: sought.get(facet) ?? '', oninput: () => {
      sought.set(facet, seek.value);
      draw();
      const now = $('facets').querySelector<HTMLInputElement>(`[data-key="seek-${facet}"]`);
      now?.setSelectionRange(now.value.length, now.value.length);
    } });
    box.append(seek);
  }
  if (!isOff(facet)) box.append(make('p', { class: 'muted small' }, say.onlyPicked));
  box.append(make('ul', { id: `facet-${facet}` }, some.map(([value, count]) => choice(facet, value, count, set))));
  if (some.length < fit.length) box.append(button(say.moreValues(fit.length - some.length), () => { unfolded.add(facet); draw(); }, { class: 'plain more' }));
  return box;
}

function choice(facet: Facet, value: string, count: number, set: Set<string>): HTMLElement {
  const on = isOff(facet) !== set.has(value);
  const box = make('input', { type: 'checkbox', 'data-key': facet === 'type' || facet === 'relation' ? value : `${facet} ${value}`, checked: on, onchange: () => act(() => {
    const own = setOf(facet);
    if (!own.delete(value)) own.add(value);
  }, true) });
  const about = facet === 'relation' ? aboutRelation(content.relations[value]) : facet === 'file' ? value : undefined;
  return make('li', {}, make('label', { title: about }, box, facet === 'type' && icon(value), make('span', { class: 'what' }, make('bdi', {}, called(facet, value))), make('span', { class: 'note' }, facet === 'type' ? here(value, count, on) : count.toLocaleString('en-US'))));
}

/** How many of a type are in the picture, of how many. */
function here(top: string, count: number, on: boolean): string {
  const all = count.toLocaleString('en-US');
  if (!isDrawn() || !on) return all;
  let seen = 0;
  for (const at of shown.things) if (topOf(at) === top) seen += 1;
  return seen === count ? all : `${seen} / ${all}`;
}
