// Which things and facts are shown: the scope (strongest part, everything, around one thing, paths) and the filters together.

import { columnOf, degree, factCount, factsOf, isDate, objectOf, otherEnd, subjectOf } from './data';
import { mayShow, passes } from './facets';
import { levelOf } from './ranks';
import { act, state } from './state';
import { pathsBetween } from './paths';

export const STRONG_THINGS = 300;
/** How many cards a column may have when everything is asked for; more nobody can read, and the list holds them all. */
export const LONGEST_COLUMN = 240;

/** What is shown; `open` are all facts between things that the filters let through, `cut` tells why others are not here. */
export interface Shown { things: Set<number>; facts: number[]; cut: 'strong' | 'long' | '' }
export let shown: Shown = { things: new Set(), facts: [], cut: '' };

const ends = (some: number[]): Set<number> => {
  const found = new Set<number>();
  for (const fact of some) { found.add(subjectOf(fact)); found.add(objectOf(fact)); }
  return found;
};
const among = (some: number[], kept: Set<number>): number[] => some.filter((fact) => kept.has(subjectOf(fact)) && kept.has(objectOf(fact)));
export const isDrawn = (): boolean => state.view === 'columns' || state.view === 'network' || state.view === 'levels';

/** Take in the state: what is shown now; a column of the opening picture takes so many cards. */
export function choose(rows: number): void {
  const open: number[] = [];
  for (let fact = 0; fact < factCount(); fact += 1) if (objectOf(fact) >= 0 && passes(fact)) open.push(fact);
  const { scope, view } = state;
  const levels = view === 'levels';
  const own = levels ? open.filter((fact) => levelOf(subjectOf(fact)) && levelOf(objectOf(fact))) : open;
  let things: Set<number>;
  let cut: Shown['cut'] = '';
  const shelf = (at: number): number | string => (levels ? levelOf(at) : view === 'columns' ? columnOf(at) : 0);
  if (scope.kind === 'near') things = around(own, scope.centre, scope.depth);
  else if (scope.kind === 'path') things = new Set(pathsBetween(scope.centre, scope.other).flatMap((path) => path.things));
  else if (levels) things = ranked(scope.kind === 'all' ? LONGEST_COLUMN : rows);
  else if (scope.kind === 'all') things = ends(own);
  else if (view === 'columns') things = strongest(own, shelf, rows);
  else things = strongest(own, shelf, STRONG_THINGS);
  if (scope.kind === 'strong') cut = 'strong';
  if (view === 'columns' && scope.kind !== 'strong') {
    const before = things.size;
    things = bounded(things, shelf, LONGEST_COLUMN);
    if (things.size < before) cut = 'long';
  }
  for (const at of [...state.pinned, ...state.added]) if (mayShow(at) && (!levels || levelOf(at))) things.add(at);
  for (const at of state.hidden) things.delete(at);
  const kept = among(own, things);
  if ((scope.kind === 'strong' || scope.kind === 'all') && !levels) {
    const linked = ends(kept);
    things = new Set([...things].filter((at) => linked.has(at) || state.pinned.has(at) || state.added.has(at)));
  }
  shown = { things, facts: kept, cut };
}

/** Bodies that have a level, the strongest of each. */
function ranked(rows: number): Set<number> {
  const counts = new Map<string, number>();
  const kept = new Set<number>();
  for (const at of byStrength()) {
    const level = levelOf(at);
    if (!level || !mayShow(at) || (counts.get(level) ?? 0) >= rows) continue;
    counts.set(level, (counts.get(level) ?? 0) + 1);
    kept.add(at);
  }
  return kept;
}

let order: number[] | null = null;
export function byStrength(): number[] {
  if (!order) {
    order = [];
    const seen = new Set<number>();
    for (let fact = 0; fact < factCount(); fact += 1) for (const at of [subjectOf(fact), objectOf(fact)]) if (at >= 0) seen.add(at);
    order = [...seen].sort((a, b) => degree(b) - degree(a) || a - b);
  }
  return order;
}

/** Take facts from the strongest on, both ends with them, until every shelf holds `most` things. */
function strongest(open: number[], shelf: (at: number) => number | string, most: number): Set<number> {
  const weight = (fact: number): number => {
    const [subject, object] = [subjectOf(fact), objectOf(fact)];
    const [low, high] = [Math.min(degree(subject), degree(object)), Math.max(degree(subject), degree(object))];
    return low * (columnOf(subject) === columnOf(object) ? 0.5 : 1) + high / 1000;
  };
  const weights = new Float64Array(factCount());
  for (const fact of open) weights[fact] = weight(fact);
  const sorted = [...open].sort((a, b) => weights[b] - weights[a] || a - b);
  const kept = new Set<number>();
  const shelves = new Map<number | string, number>();
  for (const fact of sorted) {
    const fresh = [...new Set([subjectOf(fact), objectOf(fact)])].filter((end) => !kept.has(end));
    const wanted = new Map<number | string, number>();
    fresh.forEach((end) => wanted.set(shelf(end), (wanted.get(shelf(end)) ?? 0) + 1));
    if ([...wanted].some(([one, more]) => (shelves.get(one) ?? 0) + more > most)) continue;
    fresh.forEach((end) => { kept.add(end); shelves.set(shelf(end), (shelves.get(shelf(end)) ?? 0) + 1); });
  }
  return kept;
}

/** The strongest of each shelf. */
function bounded(some: Set<number>, shelf: (at: number) => number | string, most: number): Set<number> {
  const counts = new Map<number | string, number>();
  const first = [state.scope.centre, state.scope.other].filter((at) => some.has(at));
  return new Set([...first, ...[...some].sort((a, b) => degree(b) - degree(a) || a - b)].filter((at) => {
    const count = (counts.get(shelf(at)) ?? 0) + 1;
    counts.set(shelf(at), count);
    return count <= most;
  }));
}

/** The centre and what is at most so many facts away. */
function around(open: number[], centre: number, depth: number): Set<number> {
  const may = new Set(open);
  const kept = new Set([centre]);
  let front = [centre];
  for (let step = 0; step < depth; step += 1) {
    const next: number[] = [];
    for (const at of front) {
      for (const fact of factsOf(at)) {
        if (!may.has(fact)) continue;
        const other = otherEnd(fact, at);
        if (!kept.has(other)) { kept.add(other); next.push(other); }
      }
    }
    front = next;
  }
  return kept;
}

/** The facts of the list: those between the things that are shown, and their values. */
export function listed(): number[] {
  const { scope } = state;
  const found: number[] = [];
  const drawn = new Set(shown.facts);
  for (let fact = 0; fact < factCount(); fact += 1) {
    if (objectOf(fact) >= 0 ? drawn.has(fact) : passes(fact) && (scope.kind === 'all' || shown.things.has(subjectOf(fact)))) found.push(fact);
  }
  return found;
}

/** The facts that say when. */
export const dated = (): number[] => {
  const found: number[] = [];
  for (let fact = 0; fact < factCount(); fact += 1) {
    if (isDate(fact) && passes(fact) && (state.scope.kind === 'strong' || state.scope.kind === 'all' || shown.things.has(subjectOf(fact)))) found.push(fact);
  }
  return found;
};

// ── what a person does ───────────────────────────────────────────────────────────────────────

export const near = (centre: number, depth = 1) => ({ kind: 'near' as const, centre, other: -1, depth });

/** Look at a thing; `bring` shows it even where the picture leaves it out. */
export function chooseThing(at: number, { bring = true } = {}): void {
  const away = bring && isDrawn() && !shown.things.has(at);
  act((one) => {
    one.chosen = { kind: 'thing', at, place: 0 };
    one.source = false;
    one.hidden.delete(at);
    if (away) {
      if (one.view === 'levels' && !levelOf(at)) one.view = 'columns';
      one.scope = near(at);
    }
  }, away);
}

/** Look at a fact, at one of the places that say it. */
export function chooseFact(at: number, place = 0): void {
  const [subject, object] = [subjectOf(at), objectOf(at)];
  const there = shown.things.has(subject) && (object < 0 || shown.facts.includes(at));
  const away = isDrawn() && !there;
  act((one) => {
    one.chosen = { kind: 'fact', at, place };
    [subject, object].forEach((end) => one.hidden.delete(end));
    if (away) {
      if (one.view === 'levels') one.view = 'columns';
      one.scope = near(subject);
    }
  }, away);
}

export const chooseNothing = (): void => { if (state.chosen) act((one) => { one.chosen = null; one.source = false; }); };
export const lookAround = (at: number, depth = 1): void => act((one) => {
  if (one.view === 'table' || one.view === 'timeline' || (one.view === 'levels' && !levelOf(at))) one.view = 'columns';
  one.scope = near(at, depth);
}, true);
export const setScope = (kind: 'strong' | 'all'): void => act((one) => { one.scope = { kind, centre: -1, other: -1, depth: 1 }; one.added.clear(); }, true);
export const setView = (view: (typeof state)['view']): void => act((one) => { one.view = view; }, true);
export const hide = (at: number): void => act((one) => { one.hidden.add(at); one.added.delete(at); one.pinned.delete(at); if (one.chosen?.kind === 'thing' && one.chosen.at === at) one.chosen = null; });
export const pin = (at: number): void => act((one) => { if (!one.pinned.delete(at)) one.pinned.add(at); });
/** Bring the other ends of some facts into the picture, or take them out again. */
export const expand = (at: number, some: number[]): void => act((one) => {
  one.added.add(at);
  some.forEach((fact) => { const other = otherEnd(fact, at); one.added.add(other); one.hidden.delete(other); });
});
export const collapse = (at: number, some: number[]): void => act((one) => some.forEach((fact) => {
  const other = otherEnd(fact, at);
  if (!one.added.delete(other)) one.hidden.add(other);
}));
export const findPaths = (from: number, to: number): void => act((one) => {
  if (one.view !== 'network') one.view = 'columns';
  one.scope = { kind: 'path', centre: from, other: to, depth: 1 };
  one.chosen = null;
}, true);
