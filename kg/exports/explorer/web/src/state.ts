// What the page is looking at, how that is written into the address, and the way back and forth through it.

import { content, keyOf, placesOf, factsOf, factCount, objectName, predicateOf, subjectOf, thingAt, TOPS, type Relation } from './data';
import { raised } from './dom';
import { WORDS, type Words } from './words';

export type View = 'columns' | 'network' | 'table' | 'timeline' | 'levels';
export const VIEWS: View[] = ['columns', 'network', 'levels', 'timeline', 'table'];
export const MAIN_TOPS = ['Organisation', 'LegalInstrument', 'Programme'];

export interface Scope { kind: 'strong' | 'all' | 'near' | 'path'; centre: number; other: number; depth: number }
export interface Chosen { kind: 'thing' | 'fact'; at: number; place: number }
/** Facets whose values are switched off one by one, and facets of which only the values picked count. */
export const OFF = ['type', 'relation', 'level', 'mood'] as const;
export const ONLY = ['place', 'year', 'file', 'rule'] as const;
export type Facet = (typeof OFF)[number] | (typeof ONLY)[number];

export interface State {
  view: View;
  scope: Scope;
  columns: Set<string>; // types not shown in the opening columns
  off: Record<(typeof OFF)[number], Set<string>>;
  only: Record<(typeof ONLY)[number], Set<string>>;
  hidden: Set<number>;
  added: Set<number>;
  pinned: Set<number>;
  chosen: Chosen | null;
  source: boolean;
}

const STRONG: Scope = { kind: 'strong', centre: -1, other: -1, depth: 1 };
const beside = (): Set<string> => new Set(TOPS.filter((top) => !MAIN_TOPS.includes(top)));

export const fresh = (): State => ({
  view: 'columns',
  scope: { ...STRONG },
  columns: beside(),
  off: { type: new Set(), relation: new Set(), level: new Set(), mood: new Set() },
  only: { place: new Set(), year: new Set(), file: new Set(), rule: new Set() },
  hidden: new Set(), added: new Set(), pinned: new Set(),
  chosen: null,
  source: false,
});
export let state: State;
export let language: 'zh' | 'en' = 'zh';
export const words = (): Words => WORDS[language];
export const speak = (wanted: 'zh' | 'en'): void => { language = wanted; };
export const named = (term: { zh: string; en: string }): string => term[language] || term.zh || term.en;
export const kindTitle = (kind: string): string => raised(named(content.kinds[kind]));
export const relationName = (predicate: string): string => named(content.relations[predicate]);
export const inverseName = (relation: Relation): string => relation[`inverse_${language}`];
export const aboutRelation = (relation: Relation): string => relation[`about_${language}`];

/** The types that are off just now: the opening columns leave out more than the other views. */
export const offTypes = (): Set<string> => (state.view === 'columns' && state.scope.kind !== 'near' && state.scope.kind !== 'path' ? state.columns : state.off.type);

// ── the address ──────────────────────────────────────────────────────────────────────────────

const list = (some: Iterable<number>): string => [...some].map((at) => encodeURIComponent(keyOf(at))).join(',');
const numbers = (text: string): number[] => text.split(',').filter(Boolean).map((one) => thingAt(unescaped(one))).filter((at) => at >= 0);
const unescaped = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

/** A fact's own name: its three parts; numbers would change with the next build. */
const factKey = (fact: number): string => [keyOf(subjectOf(fact)), predicateOf(fact), objectName(fact)].map(encodeURIComponent).join('~');
function factAt(key: string): number {
  const [subject, predicate, object] = key.split('~').map(unescaped);
  const at = thingAt(subject);
  if (at < 0) return -1;
  return [...factsOf(at)].find((fact) => subjectOf(fact) === at && predicateOf(fact) === predicate && objectName(fact) === object) ?? -1;
}

/** The state as the part of an address behind #; what is as it was at the opening is left out. */
export function address(): string {
  const said = new URLSearchParams();
  const { scope, chosen } = state;
  if (state.view !== 'columns') said.set('view', state.view);
  if (scope.kind === 'all') said.set('scope', 'all');
  if (scope.kind === 'near') said.set('near', `${scope.depth},${encodeURIComponent(keyOf(scope.centre))}`);
  if (scope.kind === 'path') said.set('path', list([scope.centre, scope.other]));
  const usual = beside();
  if ([...usual].some((one) => !state.columns.has(one)) || state.columns.size !== usual.size) said.set('columns', [...state.columns].join(','));
  for (const facet of OFF) if (state.off[facet].size) said.set(`no-${facet}`, [...state.off[facet]].map(encodeURIComponent).join(','));
  for (const facet of ONLY) if (state.only[facet].size) said.set(facet, [...state.only[facet]].map(encodeURIComponent).join(','));
  for (const part of ['hidden', 'added', 'pinned'] as const) if (state[part].size) said.set(part, list(state[part]));
  if (chosen?.kind === 'thing') said.set('thing', keyOf(chosen.at));
  if (chosen?.kind === 'fact') said.set('fact', factKey(chosen.at));
  if (chosen?.kind === 'fact' && chosen.place) said.set('at', String(chosen.place));
  if (state.source) said.set('source', '1');
  return said.toString();
}

/** The state that an address tells; what it does not know is as at the opening. */
export function read(from: string): State {
  const said = new URLSearchParams(from);
  const found = fresh();
  const view = said.get('view');
  if (VIEWS.some((one) => one === view)) found.view = view as View;
  if (said.get('scope') === 'all') found.scope.kind = 'all';
  const [depth, centre] = (said.get('near') ?? '').split(',');
  const near = centre ? thingAt(unescaped(centre)) : -1;
  if (near >= 0) found.scope = { kind: 'near', centre: near, other: -1, depth: Math.min(Math.max(Number(depth) || 1, 1), 3) };
  const ends = numbers(said.get('path') ?? '');
  if (ends.length === 2) found.scope = { kind: 'path', centre: ends[0], other: ends[1], depth: 1 };
  if (said.has('columns')) found.columns = new Set(said.get('columns')!.split(',').filter((one) => TOPS.includes(one)));
  for (const facet of OFF) found.off[facet] = new Set((said.get(`no-${facet}`) ?? '').split(',').filter(Boolean).map(unescaped));
  for (const facet of ONLY) found.only[facet] = new Set((said.get(facet) ?? '').split(',').filter(Boolean).map(unescaped));
  for (const part of ['hidden', 'added', 'pinned'] as const) found[part] = new Set(numbers(said.get(part) ?? ''));
  const thing = said.has('thing') ? thingAt(said.get('thing')!) : -1;
  if (thing >= 0) found.chosen = { kind: 'thing', at: thing, place: 0 };
  const fact = said.has('fact') ? factAt(said.get('fact')!) : -1;
  if (fact >= 0 && fact < factCount()) found.chosen = { kind: 'fact', at: fact, place: Math.max(Number(said.get('at')) || 0, 0) };
  found.source = said.get('source') === '1' && found.chosen?.kind === 'fact';
  return found;
}

// ── back and forth ───────────────────────────────────────────────────────────────────────────

let trail: string[] = [];
let step = 0;
let draw: (moved: boolean) => void = () => {};
export const onChange = (act: (moved: boolean) => void): void => { draw = act; };
export const canUndo = (): boolean => step > 0;
export const canRedo = (): boolean => step < trail.length - 1;

function write(said: string): void {
  const base = location.href.split('#')[0];
  history.replaceState(null, '', said ? `${base}#${said}` : base);
}

/** Begin as the address says. */
export function begin(): void {
  const said = location.hash.slice(1);
  state = read(said);
  trail = [address()];
  step = 0;
}

/** Change the state; one step for undo. `moved` asks for a picture that fits anew. */
export function act(change: (state: State) => void, moved = false): void {
  change(state);
  const said = address();
  if (said !== trail[step]) {
    trail = [...trail.slice(Math.max(step - 199, 0), step + 1), said];
    step = trail.length - 1;
    write(said);
  }
  draw(moved);
}

function go(to: number): void {
  if (to < 0 || to >= trail.length) return;
  const before = JSON.stringify([state.view, state.scope]);
  step = to;
  state = read(trail[step]);
  write(trail[step]);
  draw(before !== JSON.stringify([state.view, state.scope]));
}
export const undo = (): void => go(step - 1);
export const redo = (): void => go(step + 1);

/** The address was changed by hand, or by a link. */
export function follow(): void {
  const said = location.hash.slice(1);
  if (said === trail[step] || new URLSearchParams(said).toString() === trail[step]) return;
  state = read(said);
  trail = [...trail.slice(0, step + 1), address()];
  step = trail.length - 1;
  draw(true);
}

export const isChosen = (kind: 'thing' | 'fact', at: number): boolean => state.chosen?.kind === kind && state.chosen.at === at;
export const chosenPlace = (): number => {
  const { chosen } = state;
  if (chosen?.kind !== 'fact') return -1;
  const some = placesOf(chosen.at);
  return some[Math.min(chosen.place, some.length - 1)] ?? -1;
};
