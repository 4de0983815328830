// The side to read at: what is here, a thing with its facts, the ways between two things; a fact has a module of its own.

import { content, factsOf, nameOf, namesOf, objectOf, otherEnd, placesOf, places, predicateOf, relationOf, sources, subjectOf, thingCount, TOPS, topOf, typeOf, valueOf } from './data';
import { chooseFact, chooseNothing, collapse, expand, hide, lookAround, pin, shown } from './choice';
import { $, button, fill, make, name, raised } from './dom';
import { byFacts, firstSentence, linkTo } from './parts';
import { pathsBetween } from './paths';
import { aboutFact } from './proof';
import { isStated, levelOf } from './ranks';
import { askFor } from './search';
import { act, inverseName, kindTitle, language, MAIN_TOPS, relationName, state, words } from './state';
import { icon, theme } from './theme';

const FIRST = 8;
type Parts = (Node | string | false | null)[];
let last = '';

export function readAside(): void {
  const box = $('reading');
  const { chosen, scope } = state;
  const body = chosen ? (chosen.kind === 'thing' ? aboutThing(chosen.at) : aboutFact(chosen.at, chosen.place)) : scope.kind === 'path' ? aboutPaths() : overview();
  const bar = chosen && make('div', { class: 'crumbs' }, button(scope.kind === 'path' ? words().paths(pathsBetween(scope.centre, scope.other).length) : words().overview, chooseNothing, { class: 'plain', id: 'to-overview' }));
  fill(box, bar, ...body);
  const now = JSON.stringify([chosen, scope, language]);
  if (now !== last) box.scrollTop = 0;
  last = now;
}

function overview(): Parts {
  const { whole } = content;
  const say = words();
  const held = sources(Array.from({ length: thingCount() }, (_, at) => at));
  const parts: Parts = [
    make('h2', {}, say.here),
    make('p', {}, say.hereText(say.documentsOf(whole.documents), `${say.entitiesOf(whole.entities)}${say.and}${say.factsOf(whole.facts)}`)),
  ];
  if (held < whole.entities) parts.push(make('p', { class: 'muted' }, raised(say.whyHeld(held))));
  for (const top of [...MAIN_TOPS, 'Person'].filter((one) => TOPS.includes(one))) {
    const best = strongestOf(top);
    if (!best.length) continue;
    const most = factsOf(best[0]).length;
    parts.push(make('h3', {}, say.top(kindTitle(top))), make('ol', { class: 'tops' }, best.map((at) => {
      const bar = make('span', { class: 'measure', 'aria-hidden': 'true' });
      bar.style.setProperty('--share', String(factsOf(at).length / most));
      bar.style.setProperty('--colour', theme.colours[typeOf(at)]);
      return make('li', {}, linkTo(at, String(factsOf(at).length)), bar);
    })));
  }
  return [...parts, ...documents()];
}

const best = new Map<string, number[]>();
function strongestOf(top: string): number[] {
  if (!best.has(top)) {
    const all: number[] = [];
    for (let at = 0; at < thingCount(); at += 1) if (topOf(at) === top && factsOf(at).length) all.push(at);
    best.set(top, all.sort(byFacts).slice(0, 5));
  }
  return best.get(top)!;
}

/** The source documents with how many facts begin in each. */
function documents(): Parts {
  const say = words();
  const counts = new Map<number, number>();
  if (places) for (let fact = 0; fact < content.facts.subject.length; fact += 1) {
    const paper = places.paper[placesOf(fact)[0]];
    if (paper !== undefined) counts.set(paper, (counts.get(paper) ?? 0) + 1);
  }
  const list = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (!list.length) content.papers.title.forEach((_, at) => list.push([at, 0]));
  if (!list.length) return [];
  return [
    make('h3', {}, say.papers),
    make('ul', { class: 'papers' }, list.slice(0, 12).map(([at, count]) => make('li', {}, paperName(at), make('span', { class: 'note' }, count ? say.factsOf(count) : '')))),
    list.length > 12 && make('p', { class: 'muted' }, say.moreMentions(list.length - 12)),
  ];
}
const paperName = (at: number): HTMLElement => name(content.papers.title[at], { title: content.papers.paths[content.papers.file[at]] });

function aboutThing(at: number): Parts {
  const say = words();
  const [, ...others] = namesOf(at);
  const own = [...factsOf(at)];
  const drawn = own.filter((fact) => objectOf(fact) >= 0);
  const pinned = state.pinned.has(at);
  const parts: Parts = [
    make('p', { class: 'type' }, icon(typeOf(at)), kindTitle(typeOf(at))),
    make('h2', {}, name(nameOf(at))),
    others.length > 0 && make('p', { class: 'also' }, make('span', { class: 'muted' }, `${say.also} `), others.flatMap((other, number) => [number ? ' · ' : '', name(other)])),
    valuesOf(at, own),
    make('p', { class: 'acts' },
      drawn.length > 0 && !(state.scope.kind === 'near' && state.scope.centre === at) && button(say.focus, () => lookAround(at), { id: 'focus' }),
      drawn.length > 0 && button(say.path, () => askFor(at), { id: 'find-path' }),
      button(pinned ? say.unpin : say.pin, () => pin(at), { 'aria-pressed': String(pinned), id: 'pin' }),
      shown.things.has(at) && button(say.hide, () => hide(at), { id: 'hide' })),
    !own.length && make('p', { class: 'muted' }, say.noFacts),
  ];
  for (const [title, some] of grouped(at, drawn)) parts.push(groupOf(title, some, at));
  const mentioned = content.things.papers[at] ?? [];
  if (mentioned.length) {
    parts.push(make('h3', {}, say.mentionedIn), make('ul', { class: 'papers' }, mentioned.slice(0, 20).map((paper) => make('li', {}, paperName(paper)))));
    if (mentioned.length > 20) parts.push(make('p', { class: 'muted' }, say.moreMentions(mentioned.length - 20)));
  }
  parts.push(make('p', { class: 'iri' }, make('span', {}, `${say.iri} `), name(content.base + content.things.iri[at])));
  return parts;
}

/** What is known of a thing: its dates and numbers, what the lexicon says, the level that its name shows. */
function valuesOf(at: number, own: number[]): HTMLElement | null {
  const say = words();
  const rows: [string, Node[]][] = own.filter((fact) => objectOf(fact) < 0).map((fact) => [relationName(predicateOf(fact)), [button(name(valueOf(fact)), () => chooseFact(fact), { class: 'value' })]]);
  const note = (text: string): HTMLElement => make('span', { class: 'muted' }, language === 'zh' ? `（${text}）` : ` (${text})`);
  for (const [property, value] of content.things.known[at] ?? []) {
    const said = property === 'level' ? say.levels[value] ?? value : value;
    rows.push([content.relations[property] ? relationName(property) : property, topOf(at) === 'Document' ? [name(said)] : [name(said), note(say.known)]]);
  }
  if (levelOf(at) && !isStated(at)) rows.push([raised(say.levelTerm), [name(say.levels[levelOf(at)]), note(say.byName)]]);
  return rows.length ? make('dl', { class: 'values' }, rows.flatMap(([term, said]) => [make('dt', {}, term), make('dd', {}, said)])) : null;
}

/** The facts of a thing by relation and direction, the largest group first. */
function grouped(at: number, some: number[]): [string, number[]][] {
  const groups = new Map<string, [string, number[]]>();
  for (const fact of some) {
    const relation = relationOf(fact);
    const away = subjectOf(fact) === at || relation.symmetric;
    const title = away ? relationName(predicateOf(fact)) : inverseName(relation) || `← ${relationName(predicateOf(fact))}`;
    const key = `${predicateOf(fact)} ${away}`;
    if (!groups.has(key)) groups.set(key, [title, []]);
    groups.get(key)![1].push(fact);
  }
  return [...groups.values()].map(([title, list]): [string, number[]] => [title, list.sort((a, b) => byFacts(otherEnd(a, at), otherEnd(b, at)) || a - b)])
    .sort((a, b) => b[1].length - a[1].length);
}

function groupOf(title: string, some: number[], at: number): HTMLElement {
  const say = words();
  const list = make('ul', { class: 'facts' });
  const row = (fact: number): HTMLElement => make('li', {}, linkTo(otherEnd(fact, at)), said(fact));
  list.append(...some.slice(0, FIRST).map(row));
  const more = some.length > FIRST && button(say.showAll(some.length), (event) => {
    (event.currentTarget as HTMLElement).remove();
    list.append(...some.slice(FIRST).map(row));
    list.children[FIRST].querySelector('button')!.focus();
  }, { class: 'plain more' });
  const away = [...new Set(some.map((fact) => otherEnd(fact, at)))].filter((other) => !shown.things.has(other)).length;
  const others = new Set(some.map((fact) => otherEnd(fact, at))).size;
  const turn = away ? button(say.expand(away), () => expand(at, some), { class: 'plain turn' }) : shown.things.has(at) && button(say.collapse(others), () => collapse(at, some), { class: 'plain turn' });
  return make('section', {}, make('h3', {}, raised(title), make('span', { class: 'note' }, String(some.length)), turn), list, more);
}

/** The sentence of a fact, to click on. */
const said = (fact: number): HTMLElement => make('button', { type: 'button', class: 'said', onclick: () => chooseFact(fact), 'data-fact': fact }, firstSentence(fact) ?? words().waiting);

/** The ways between two things, each a chain of sentences. */
function aboutPaths(): Parts {
  const say = words();
  const { centre, other } = state.scope;
  const paths = pathsBetween(centre, other);
  const chain = (at: number): HTMLElement => {
    const path = paths[at];
    return make('section', { class: 'path' }, make('h3', {}, say.steps(path.facts.length)), make('ol', { class: 'chain' }, path.facts.map((fact, number) => {
      const forth = subjectOf(fact) === path.things[number];
      const title = forth ? relationName(predicateOf(fact)) : inverseName(relationOf(fact)) || `← ${relationName(predicateOf(fact))}`;
      return make('li', {}, number === 0 && linkTo(path.things[0]), make('p', { class: 'relation' }, '↓ ', title), said(fact), linkTo(path.things[number + 1]));
    })));
  };
  return [
    make('h2', {}, say.between(nameOf(centre), nameOf(other))),
    make('p', { class: 'muted' }, paths.length ? say.paths(paths.length) : say.noPath),
    ...paths.map((_, at) => chain(at)),
  ];
}

/** What was hidden can be brought back. */
export const showHidden = (): void => act((one) => one.hidden.clear());
