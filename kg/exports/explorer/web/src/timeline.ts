// The facts that say when: how many a year, and year by year, the latest first, what was adopted, issued, came into force, was revised or held.

import { nameOf, predicateOf, subjectOf, valueOf } from './data';
import { chooseFact, dated } from './choice';
import { $, button, fill, make } from './dom';
import { linkTo } from './parts';
import { act, isChosen, relationName, state, words } from './state';

const MOST = 400;
let most = MOST;
let last = '';

export function draw(): number {
  const say = words();
  const all = dated().sort((a, b) => (valueOf(a) < valueOf(b) ? -1 : valueOf(a) > valueOf(b) ? 1 : a - b));
  const years = new Map<string, number[]>();
  for (const fact of all) {
    const year = valueOf(fact).slice(0, 4);
    if (!years.has(year)) years.set(year, []);
    years.get(year)!.push(fact);
  }
  const now = JSON.stringify([all.length, state.scope, [...state.only.year]]);
  const anew = now !== last;
  if (anew) most = MOST;
  last = now;
  const highest = Math.max(1, ...[...years.values()].map((some) => some.length));
  fill($('years'), [...years].map(([year, some]) => {
    const picked = state.only.year.has(year);
    const bar = button(make('span', { class: 'bar' }), () => act((one) => { if (!one.only.year.delete(year)) one.only.year.add(year); }), { title: say.perYear(year, some.length), 'aria-label': say.perYear(year, some.length), 'aria-pressed': String(picked), 'data-year': year });
    bar.style.setProperty('--share', String(some.length / highest));
    return make('li', {}, bar, make('span', { class: 'label', 'aria-hidden': 'true' }, year));
  }));
  if (anew) $('years').scrollLeft = $('years').scrollWidth;
  let left = most;
  const sections: HTMLElement[] = [];
  for (const [year, some] of [...years].reverse()) { // the latest first
    if (left <= 0) break;
    sections.push(make('section', {}, make('h2', {}, say.yearTitle(year), make('span', { class: 'note' }, String(some.length))), make('ol', {}, some.slice(0, left).map(row))));
    left -= some.length;
  }
  const more = all.length > most && button(say.moreRows(Math.min(MOST, all.length - most)), () => { most += MOST; draw(); }, { class: 'plain more' });
  fill($('events'), all.length ? sections : make('p', { class: 'muted' }, say.noRows), more);
  return all.length;
}

function row(fact: number): HTMLElement {
  const [, month = '', day = ''] = valueOf(fact).split('-');
  const when = month ? `${month}${day ? `-${day}` : ''}` : '—';
  return make('li', { class: isChosen('fact', fact) ? 'on' : null, 'data-fact': fact },
    make('time', { datetime: valueOf(fact) }, when),
    make('button', { type: 'button', class: 'what', 'data-kind': predicateOf(fact), onclick: () => chooseFact(fact), 'aria-label': `${nameOf(subjectOf(fact))} ${relationName(predicateOf(fact))} ${valueOf(fact)}` }, relationName(predicateOf(fact))),
    linkTo(subjectOf(fact)));
}
