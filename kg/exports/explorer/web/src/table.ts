// The list of facts: the same facts as the picture and the values of its things, for reading down, sorting and finding.

import { content, nameOf, objectName, objectOf, places, placesOf, predicateOf, sentenceText, subjectOf } from './data';
import { chooseFact, listed } from './choice';
import { $, button, collator, fill, make, name } from './dom';
import { firstSentence, linkTo } from './parts';
import { isChosen, language, relationName, words } from './state';

const PAGE = 200;
type Column = 'subject' | 'relation' | 'object' | 'document';
const COLUMNS: (Column | 'sentence')[] = ['subject', 'relation', 'object', 'sentence', 'document'];
let by: { column: Column; way: 1 | -1 } = { column: 'subject', way: 1 };
let most = PAGE;
let last = '';

const paperOf = (fact: number): number => places?.paper[placesOf(fact)[0]] ?? -1;
const titleOf = (fact: number): string => content.papers.title[paperOf(fact)] ?? '';
const keys: Record<Column, (fact: number) => string> = {
  subject: (fact) => nameOf(subjectOf(fact)), relation: (fact) => relationName(predicateOf(fact)), object: objectName, document: titleOf,
};

/** The facts that the list holds now, in its order. */
export function rows(): number[] {
  const wanted = $<HTMLInputElement>('sift').value.trim().toLowerCase();
  const holds = (fact: number): boolean => [nameOf(subjectOf(fact)), objectName(fact), relationName(predicateOf(fact)), ...placesOf(fact).slice(0, 1).map(sentenceText)].some((text) => text.toLowerCase().includes(wanted));
  const some = listed().filter((fact) => !wanted || holds(fact));
  const key = keys[by.column];
  const keyed = some.map((fact): [string, number] => [key(fact), fact]);
  keyed.sort((a, b) => (by.way * collator.compare(a[0], b[0])) || a[1] - b[1]);
  return keyed.map(([, fact]) => fact);
}

export function draw(): number {
  const say = words();
  fill($('order'), COLUMNS.map((column) => {
    if (column === 'sentence') return make('th', { scope: 'col', class: column }, say[column]);
    const sorted = by.column === column ? (by.way > 0 ? 'ascending' : 'descending') : 'none';
    return make('th', { scope: 'col', class: column, 'aria-sort': sorted }, button(say[column], () => {
      by = { column, way: by.column === column && by.way > 0 ? -1 : 1 };
      draw();
      $('order').querySelector<HTMLElement>(`.${column} button`)!.focus();
    }, { title: say.sortBy(say[column]) }));
  }));
  const some = rows();
  const now = JSON.stringify([by, $<HTMLInputElement>('sift').value, language, some.length]);
  if (now !== last) most = PAGE;
  last = now;
  fill($('rows'), some.length ? some.slice(0, most).map(row) : [make('tr', {}, make('td', { colspan: 5, class: 'muted' }, say.noRows))]);
  const more = $('more');
  more.hidden = some.length <= most;
  more.textContent = say.moreRows(Math.min(PAGE, some.length - most));
  return some.length;
}

function row(fact: number): HTMLElement {
  return make('tr', { class: isChosen('fact', fact) ? 'on' : null, 'data-fact': fact },
    make('td', { class: 'subject' }, linkTo(subjectOf(fact))),
    make('td', { class: 'relation' }, relationName(predicateOf(fact))),
    make('td', { class: 'object' }, objectOf(fact) >= 0 ? linkTo(objectOf(fact)) : name(objectName(fact))),
    make('td', { class: 'sentence' }, make('button', { type: 'button', class: 'said', onclick: () => chooseFact(fact) }, firstSentence(fact) ?? words().waiting)),
    make('td', { class: 'document' }, name(titleOf(fact), { title: content.papers.paths[content.papers.file[paperOf(fact)]] ?? '' })));
}

export function open(redraw: () => void): void {
  $('sift').addEventListener('input', redraw);
  $('more').addEventListener('click', () => {
    const first = most;
    most += PAGE;
    draw();
    $('rows').children[first]?.querySelector('button')?.focus();
  });
}
