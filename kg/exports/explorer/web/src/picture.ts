// The picture, whichever way it is drawn: cards on the board or the network; the pointer and the keys that move through it.

import * as board from './board';
import * as network from './network';
import { chooseFact, chooseNothing, chooseThing, lookAround, shown } from './choice';
import { degree, nameOf, objectName, predicateOf, subjectOf } from './data';
import { $, fill, make, name } from './dom';
import { chosenEnds } from './light';
import type { Scene } from './scene';
import { kindTitle, relationName, state } from './state';
import { typeOf } from './data';

type Found = { thing: number; fact: number };
const NOTHING: Found = { thing: -1, fact: -1 };
const netted = (): boolean => state.view === 'network' && network.isThere();
const side = (): typeof board | typeof network => (netted() ? network : board);
export const isCards = (): boolean => state.view === 'columns' || state.view === 'levels';

/** Draw what is shown; false where the browser cannot draw the network. */
export function show(): boolean {
  if (state.view === 'network') {
    const can = network.open(take, (found, where) => hover(found, where));
    if (can) network.show();
    return can;
  }
  board.show();
  return true;
}
export const fit = (): void => side().fit();
export const zoom = (factor: number): void => side().zoom(factor);
export const reach = (some: number[]): void => side().reach(some);
export const spot = (at: number): { x: number; y: number } | null => side().spot(at);
export const spotOf = (fact: number): { x: number; y: number } | null => side().spotOfFact(fact);
export const drawn = (): Scene | null => (state.view === 'network' ? network.drawn($('canvas').clientWidth, $('canvas').clientHeight) : isCards() ? board.drawn() : null);
export const resize = (): void => { if (netted()) network.resize(); };

/** A click on something: read it, or look around it. */
function take({ thing, fact }: Found, twice: boolean): void {
  if (thing >= 0 && twice) lookAround(thing);
  else if (thing >= 0) chooseThing(thing, { bring: false });
  else if (fact >= 0) chooseFact(fact);
  else chooseNothing();
}

function under(event: Event): Found {
  const element = (event.target as Element).closest<SVGElement>('[data-thing], [data-fact]');
  const number = (key: string): number => (element?.dataset[key] === undefined ? -1 : Number(element.dataset[key]));
  return element ? { thing: number('thing'), fact: number('fact') } : NOTHING;
}

/** What lies under the pointer, named beside it. */
function hover({ thing, fact }: Found, where: { x: number; y: number }): void {
  const tip = $('hover');
  tip.hidden = thing < 0 && fact < 0;
  $('canvas').classList.toggle('hand', !tip.hidden);
  if (tip.hidden) return;
  if (thing >= 0) fill(tip, make('small', {}, kindTitle(typeOf(thing))), name(nameOf(thing)));
  else fill(tip, name(nameOf(subjectOf(fact))), make('em', {}, relationName(predicateOf(fact))), name(objectName(fact)));
  const frame = $('canvas');
  const x = Math.min(where.x + 14, Math.max(frame.clientWidth - tip.offsetWidth - 8, 0));
  const y = where.y + tip.offsetHeight + 24 > frame.clientHeight ? where.y - tip.offsetHeight - 10 : where.y + 16;
  tip.style.transform = `translate(${x}px, ${y}px)`;
}

export function open(): void {
  board.open();
  const frame = $('canvas');
  const cards = $('board');
  cards.addEventListener('click', (event) => { if (!board.wasDragged()) take(under(event), false); });
  cards.addEventListener('dblclick', (event) => take(under(event), true));
  cards.addEventListener('mousemove', (event) => {
    const box = frame.getBoundingClientRect();
    hover(event.buttons ? NOTHING : under(event), { x: event.clientX - box.left, y: event.clientY - box.top });
  });
  frame.addEventListener('mouseleave', () => hover(NOTHING, { x: 0, y: 0 }));
  frame.addEventListener('keydown', (event) => {
    const ways: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) step(...ways[event.key]);
    else if (event.key === '+' || event.key === '=') zoom(1.3);
    else if (event.key === '-') zoom(1 / 1.3);
    else if (event.key === '0') fit();
    else if (event.key === 'Enter' && state.chosen) $('reading').focus();
    else return;
    event.preventDefault();
  });
}

/** Go to the nearest thing that way; the first step goes to the strongest. */
function step(dx: number, dy: number): void {
  const some = [...shown.things];
  const here = chosenEnds()[0] ?? -1;
  const from = here >= 0 ? side().place(here) : undefined;
  let best = -1;
  if (!from) best = some.reduce((one, at) => (one < 0 || degree(at) > degree(one) ? at : one), -1);
  else {
    let least = Infinity;
    for (const at of some) {
      const to = side().place(at)!;
      const [x, y] = [to.x - from.x, to.y - from.y];
      const ahead = x * dx + y * dy;
      const cost = ahead + Math.abs(x * dy + y * dx) * 2.5;
      if (ahead > 1 && cost < least) { least = cost; best = at; }
    }
  }
  if (best >= 0) { chooseThing(best, { bring: false }); reach([best]); }
}
