// What is shown in; cards in columns with curves between them out: by class, or bodies by administrative level.

import { columnOf, degree, drawing, nameOf, objectOf, predicateOf, subjectOf, TOPS, topOf, typeOf } from './data';
import { directed } from './facets';
import type { Shown } from './choice';
import { linesOf, widthOf } from './measure';
import { LEVELS, levelOf } from './ranks';
import { box, type Item, type Scene } from './scene';
import { chosenEnds, lit, type Lit } from './light';
import { kindTitle, relationName, state, words } from './state';
import { theme } from './theme';

export const CARD = 40;
export const PITCH = 50;
export const HEADS = 38;
const ARROW = 7;

interface Spot { x: number; y: number; number: number; last: boolean }
export interface Places { at: Map<number, Spot>; wide: number; gap: number; heads: { x: number; title: string; count: number }[] }
type Point = [number, number];

const shelfOf = (at: number): number => (state.view === 'levels' ? LEVELS.indexOf(levelOf(at)) : columnOf(at));

/** Places for the visible things in a picture so wide and high. */
export function arrange(visible: Shown, width: number, height: number): Places {
  const shelves = new Map<number, number[]>();
  for (const at of visible.things) {
    const shelf = shelfOf(at);
    if (!shelves.has(shelf)) shelves.set(shelf, []);
    shelves.get(shelf)!.push(at);
  }
  const order = [...shelves.keys()].sort((a, b) => a - b);
  const near = state.scope.kind === 'near' && state.scope.depth === 1;
  const levels = state.view === 'levels';
  const before = (a: number, b: number): number => (near || levels ? degree(b) - degree(a) : 0) || drawing.row[a] - drawing.row[b] || a - b;
  order.forEach((shelf) => shelves.get(shelf)!.sort(before));
  const room = Math.max(width, 300) - (width < 600 ? 16 : 108);
  const wide = Math.round(Math.min(Math.max(room / order.length - Math.max(26, (room / order.length) * 0.3), 96), 300));
  const step = Math.min(Math.max((room - wide) / Math.max(order.length - 1, 1), wide + 26), wide + 300);
  const pitch = Math.min(Math.max(height / Math.max(1, ...order.map((shelf) => shelves.get(shelf)!.length)), PITCH), 72);
  const heights = level(order.map((shelf) => shelves.get(shelf)!), visible, height, pitch);
  const at = new Map<number, Spot>();
  const heads = order.map((shelf, number) => {
    const x = Math.round((number - (order.length - 1) / 2) * step);
    const own = shelves.get(shelf)!;
    own.forEach((thing) => at.set(thing, { x, y: heights.get(thing)!, number, last: number === order.length - 1 }));
    const here = [...new Set(own.map(topOf))].sort((a, b) => TOPS.indexOf(a) - TOPS.indexOf(b));
    const title = levels ? words().levels[LEVELS[shelf]] : here.length > 2 ? words().beside : here.map(kindTitle).join(' · ');
    return { x, title, count: own.length };
  });
  return { at, wide, gap: step - wide, heads };
}

/** Heights in each column: in order, a pitch apart, as near to the neighbours' as that allows; the longest column is full. */
function level(shelves: number[][], visible: Shown, room: number, pitch: number): Map<number, number> {
  const height = new Map<number, number>();
  const most = Math.max(0, ...shelves.map((shelf) => shelf.length));
  if ((state.scope.kind === 'near' && most * pitch > room) || state.view === 'levels') { // what matters most stays in sight
    shelves.forEach((shelf) => shelf.forEach((thing, row) => height.set(thing, row * pitch)));
    return height;
  }
  shelves.forEach((shelf) => shelf.forEach((thing, row) => height.set(thing, (row + (most - shelf.length) / 2) * pitch)));
  const near = new Map<number, number[]>();
  const note = (one: number, other: number): void => { if (near.has(one)) near.get(one)!.push(other); else near.set(one, [other]); };
  for (const fact of visible.facts) {
    const [subject, object] = [subjectOf(fact), objectOf(fact)];
    if (shelfOf(subject) === shelfOf(object)) continue;
    note(subject, object);
    note(object, subject);
  }
  for (let round = 0; round < 6; round += 1) {
    for (const shelf of shelves) {
      if (shelf.length === most) continue;
      const wish = shelf.map((thing) => {
        const some = near.get(thing) ?? [thing];
        return some.reduce((sum, end) => sum + height.get(end)!, 0) / some.length;
      });
      apart(wish, (most - shelf.length) * pitch, pitch).forEach((y, row) => height.set(shelf[row], y));
    }
  }
  return height;
}

/** Heights in rising order, at least a pitch apart and inside the room, as near to the wishes as can be (pool adjacent violators). */
function apart(wish: number[], room: number, pitch: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  const mean = (pool: { sum: number; count: number }): number => pool.sum / pool.count;
  wish.forEach((y, row) => {
    pools.push({ sum: y - row * pitch, count: 1 });
    while (pools.length > 1 && mean(pools.at(-2)!) > mean(pools.at(-1)!)) {
      const last = pools.pop()!;
      pools.at(-1)!.sum += last.sum;
      pools.at(-1)!.count += last.count;
    }
  });
  const starts = pools.flatMap((pool) => Array<number>(pool.count).fill(Math.min(Math.max(mean(pool), 0), room)));
  return starts.map((start, row) => Math.round(start + row * pitch));
}

/** The curve of a fact as four points. Inside a column it is a bracket: on the left of the first, else on the right
 *  (the other way round where there is no room outside). */
function curve(fact: number, places: Places): Point[] {
  const [from, to] = [places.at.get(subjectOf(fact))!, places.at.get(objectOf(fact))!];
  const half = places.wide / 2;
  if (from.number === to.number) {
    const small = places.wide < 150; // no room outside: into the gap between the columns
    const outer = from.number === 0 || from.last;
    const way = (from.number === 0) !== small ? -1 : 1;
    const x = from.x + way * half;
    const out = x + way * Math.min(14 + Math.abs(from.y - to.y) * 0.12, small ? 20 : outer ? 46 : 34);
    const nudge = from.y < to.y ? 5 : -5;
    return [[x, from.y + nudge], [out, from.y + nudge], [out, to.y - nudge], [x, to.y - nudge]];
  }
  const way = Math.sign(to.x - from.x);
  const [x1, x2] = [from.x + way * half, to.x - way * half];
  const bend = way * Math.max(Math.abs(x2 - x1) * 0.5, 14);
  return [[x1, from.y], [x1 + bend, from.y], [x2 - bend, to.y], [x2, to.y]];
}

const along = ([a, b, c, d]: Point[], t: number): Point => [0, 1].map((axis) => (1 - t) ** 3 * a[axis] + 3 * (1 - t) ** 2 * t * b[axis] + 3 * (1 - t) * t ** 2 * c[axis] + t ** 3 * d[axis]) as Point;

/** Where on its curve a fact is named and can be clicked: in the gap before the end that is not read about. */
export function spotOf(fact: number, places: Places): { x: number; y: number } {
  const line = curve(fact, places);
  const [a, b, , d] = line;
  if (places.at.get(subjectOf(fact))!.number === places.at.get(objectOf(fact))!.number) return { x: (a[0] + 3 * b[0]) / 4, y: (a[1] + d[1]) / 2 };
  const centre = state.chosen?.kind === 'thing' && state.chosen.at === objectOf(fact);
  const x = centre ? a[0] + (Math.sign(d[0] - a[0]) * places.gap) / 2 : d[0] - (Math.sign(d[0] - a[0]) * places.gap) / 2;
  const points = Array.from({ length: 41 }, (_, step) => along(line, step / 40));
  const [, y] = points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));
  return { x, y };
}

/** The drawing of all this: curves below, cards over them, the names of the relations that stand out on top. */
export function draw(visible: Shown, places: Places): Scene {
  const light = lit();
  const items: Item[] = [...curves(visible.facts, places, light)];
  for (const at of visible.things) items.push(...card(at, places, light));
  if (light && light.facts.size <= 18) {
    for (const fact of light.facts) {
      const text = relationName(predicateOf(fact));
      if (widthOf(text, `11.5px ${theme.font}`) < places.gap - 6) {
        items.push({ kind: 'text', text, ...spotOf(fact, places), size: 11.5, fill: theme.strong, anchor: 'middle', halo: theme.ground, fact });
      }
    }
  }
  const spots = [...places.at.values()];
  const xs = spots.map(({ x }) => x);
  const ys = spots.map(({ y }) => y);
  const half = places.wide / 2;
  const headed: Item[] = places.heads.map(({ x, title, count }) => ({ kind: 'text', text: `${title}  ${count}`, x, y: Math.min(...ys) - CARD - 8, size: 14, fill: theme.ink, anchor: 'middle', bold: true, role: 'ring' }));
  return {
    left: Math.min(...xs) - half - 54, right: Math.max(...xs) + half + 54, top: Math.min(...ys) - CARD - 28, bottom: Math.max(...ys) + CARD,
    ground: theme.ground, font: theme.font, items: [...items, ...headed],
  };
}

function* curves(some: number[], places: Places, light: Lit | null): Generator<Item> {
  const order = light ? [...some].sort((a, b) => Number(light.facts.has(a)) - Number(light.facts.has(b))) : some;
  const busy = some.length > 400 ? 0.35 : some.length > 150 ? 0.55 : 0.8;
  for (const fact of order) {
    const on = light?.facts.has(fact) ?? false;
    const opacity = light ? (on ? 1 : 0.2) : busy;
    const colour = on ? theme.strong : theme.edge;
    const [a, b, c, d] = curve(fact, places);
    const back = Math.sign(d[0] - c[0]) || 1;
    const tip = directed(fact) ? ARROW - 1 : 0;
    const line = `M${a}C${b} ${c} ${d[0] - back * tip},${d[1]}`;
    yield { kind: 'path', d: line, stroke: 'transparent', width: 11, fact, role: 'hit' };
    yield { kind: 'path', d: line, stroke: colour, width: on && light!.facts.size < 40 ? 2 : 1.2, opacity, fact };
    if (tip) yield { kind: 'path', d: `M${d}L${d[0] - back * ARROW} ${d[1] - ARROW / 2}V${d[1] + ARROW / 2}z`, fill: colour, opacity, fact };
  }
}

function card(at: number, places: Places, light: Lit | null): Item[] {
  const { x, y } = places.at.get(at)!;
  const { wide } = places;
  const small = wide < 150;
  const [left, high] = [x - wide / 2, y - CARD / 2];
  const opacity = light && !light.things.has(at) ? 0.45 : undefined;
  const on = chosenEnds().includes(at);
  const count = small ? '' : String(degree(at));
  const text = linesOf(nameOf(at), `13px ${theme.font}`, Math.round(wide - (small ? 16 : 28) - count.length * 7), 2);
  const pinned = state.pinned.has(at);
  return [
    { kind: 'path', d: box(left, high, wide, CARD, 7), fill: theme.surface, stroke: on ? theme.strong : theme.line, width: on ? 2.5 : 1, opacity, thing: at, role: 'ring' },
    { kind: 'path', d: `M${left + 5} ${high}v${CARD}q-5 0 -5 -7v${14 - CARD}q0 -7 5 -7z`, fill: theme.colours[typeOf(at)], opacity, thing: at },
    ...text.map((line, row): Item => ({ kind: 'text', text: line, x: left + (small ? 11 : 14), y: y + (row - (text.length - 1) / 2) * 16 + 0.5, size: 13, fill: theme.ink, opacity, thing: at })),
    ...(count ? [{ kind: 'text', text: count, x: left + wide - 9, y: y + 0.5, size: 11, fill: theme.muted, anchor: 'end', opacity, thing: at } as Item] : []),
    ...(pinned ? [{ kind: 'path', d: 'M-4 -4H4V4H-4Z', x: left + wide, y: high, fill: theme.strong, thing: at } as Item] : []),
  ];
}
