// A fact read: its sentence with marks, where it stands, the rule in words, other places that say it, and the source beside it.

import { carriedOf, content, cutOf, fileOf, lengthOf, nameOf, objectName, objectOf, piecesOf, places, placesOf, predicateOf, relationOf, subjectOf, texts, typeOf } from './data';
import { chooseFact } from './choice';
import { $, button, fill, make, name } from './dom';
import { linkTo, marked, sentenceOf } from './parts';
import { aboutRelation, act, chosenPlace, language, named, relationName, state, words } from './state';
import { theme } from './theme';

type Parts = (Node | string | false | null)[];

export function aboutFact(fact: number, chosenAt: number): Parts {
  const say = words();
  const relation = relationOf(fact);
  const head = make('div', { class: 'triple' },
    linkTo(subjectOf(fact)),
    make('p', { class: 'relation', title: aboutRelation(relation) }, relation.symmetric ? '↔ ' : '↓ ', make('strong', {}, named(relation))),
    objectOf(fact) >= 0 ? linkTo(objectOf(fact)) : make('p', { class: 'plainvalue' }, name(objectName(fact))));
  const some = placesOf(fact);
  if (!places) return [head, make('p', { class: 'muted' }, say.waiting)];
  if (!some.length) return [head];
  const number = Math.min(chosenAt, some.length - 1);
  const place = some[number];
  const total = places.said[fact];
  const carried = carriedOf(place);
  return [
    head,
    make('div', { class: 'head' }, make('h2', {}, say.evidence(number + 1, total)),
      some.length > 1 && make('span', { class: 'turns' },
        button(say.previous, () => turn(-1), { id: 'previous', disabled: number === 0 }),
        button(say.next, () => turn(1), { id: 'next', disabled: number === some.length - 1 }))),
    make('blockquote', {}, sentenceOf(fact, place)),
    ...carried.map((piece) => make('p', { class: 'carried' }, marked(fact, piece), ` ${say.carried}`)),
    total > some.length && make('p', { class: 'muted' }, say.notAll(some.length)),
    legend(fact, place),
    make('p', { class: 'acts' },
      button(state.source ? say.closeSource : say.source, () => act((one) => { one.source = !one.source; }), { id: 'read-source', 'aria-pressed': String(state.source) }),
      button(say.citation, () => copy(citation(place)), { id: 'copy-citation' }),
      button(say.link, () => copy(location.href), { id: 'copy-link' }),
      button(say.why, () => { $('why').hidden = !$('why').hidden; }, { id: 'ask-why' })),
    make('p', { id: 'copied', role: 'status', hidden: true }),
    make('div', { id: 'why', class: 'why', hidden: true }, why(fact, place)),
    where(place),
    ...sameSentence(fact, place),
  ];
}

/** Go to the next or previous place that says the chosen fact. */
export function turn(by: number): void {
  const { chosen } = state;
  if (chosen?.kind !== 'fact') return;
  const next = chosen.place + by;
  if (next < 0 || next >= placesOf(chosen.at).length) return;
  act((one) => { one.chosen = { ...chosen, place: next }; });
  const [first, other] = by > 0 ? ['next', 'previous'] : ['previous', 'next'];
  const wanted = $<HTMLButtonElement>(first);
  (wanted?.disabled ? $(other) : wanted)?.focus();
}

const spanOf = (place: number): string => words().offsets(places!.line[place], places!.start[place] + 1, places!.start[place] + places!.size[place]);
const titleOf = (place: number): string => content.papers.title[places!.paper[place]];
const pathOf = (place: number): string => content.papers.paths[fileOf(places!.paper[place])];
const citation = (place: number): string => words().cite(piecesOf(place).map(([text]) => text).join(''), titleOf(place), titleOf(place) === pathOf(place) ? spanOf(place) : `${pathOf(place)}${language === 'zh' ? '，' : ', '}${spanOf(place)}`);

function where(place: number): HTMLElement {
  const say = words();
  const own = places!;
  const mood = own.moods[own.mood[place]];
  const rows: [string, Node | string][] = [
    [say.document, name(titleOf(place))],
    [say.place, name(`${pathOf(place) === titleOf(place) ? '' : `${pathOf(place)} · `}${spanOf(place)}`)],
    ...(mood ? [[say.modality, say.moods[mood] ?? mood] as [string, string]] : []),
    [say.rule, make('code', {}, own.rules[own.rule[place]])],
  ];
  return make('dl', { class: 'values' }, rows.flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, value)]));
}

/** The rule in words: what it matched, what it took for subject and object, what the relation means. */
function why(fact: number, place: number): HTMLElement[] {
  const say = words();
  const pieces = [...piecesOf(place), ...carriedOf(place)];
  const of = (mark: string): string => pieces.filter(([, one]) => one === mark).map(([text]) => text).join(language === 'zh' ? '……' : ' … ');
  const matched = piecesOf(place).filter(([, mark]) => mark).map(([text]) => text).join('');
  const [one, other] = [of('s') || nameOf(subjectOf(fact)), of('o') || objectName(fact)];
  const lines = [say.whyText(places!.rules[places!.rule[place]], matched, titleOf(place)), say.whyEnds(one, other), say.whyMeans(relationName(predicateOf(fact)), aboutRelation(relationOf(fact)))];
  return lines.map((line) => make('p', {}, line));
}

/** Other facts that the same words say. */
function sameSentence(fact: number, place: number): Parts {
  const own = places!;
  const [from, to] = [own.start[place] - own.first[place], own.start[place] + own.size[place] + own.last[place]];
  const same: number[] = [];
  for (let other = 0; other < content.facts.subject.length && same.length < 12; other += 1) {
    if (other !== fact && placesOf(other).some((one) => own.paper[one] === own.paper[place] && own.start[one] < to && from < own.start[one] + own.size[one])) same.push(other);
  }
  if (!same.length) return [];
  return [make('h3', {}, words().sameSentence), make('ul', { class: 'facts short' }, same.map((other) => make('li', {},
    make('button', { type: 'button', class: 'line', onclick: () => chooseFact(other) },
      name(nameOf(subjectOf(other))), make('em', {}, relationName(predicateOf(other))), name(objectName(other))))))];
}

/** What the marks mean, as far as the sentence has them. */
function legend(fact: number, place: number): HTMLElement {
  const has = new Set([...piecesOf(place), ...carriedOf(place)].map(([, mark]) => mark));
  const say = words();
  const key = (mark: string, text: string): HTMLElement | string | false => has.has(mark) && marked(fact, [text, mark]);
  return make('p', { class: 'key' }, key('s', say.subject), key('o', say.object), key('m', say.matched), key('c', say.others));
}

function copy(text: string): void {
  const say = words();
  const line = $('copied');
  const tell = (said: string): void => { line.textContent = said; line.hidden = false; };
  const asked = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error('none'));
  asked.then(() => tell(say.copied), () => tell(`${say.notCopied} ${text}`));
}

// ── the source beside it ─────────────────────────────────────────────────────────────────────

const AROUND = 3000;
let view = { place: -1, from: 0, to: 0 };

/** The source text of the chosen place, what its documents mention marked by type. */
export function readSource(): void {
  const place = state.source && places ? chosenPlace() : -1;
  const box = $('source');
  box.hidden = place < 0;
  document.body.classList.toggle('with-source', place >= 0);
  if (place < 0) { view.place = -1; return; }
  const say = words();
  const file = fileOf(places!.paper[place]);
  const fresh = view.place !== place;
  if (fresh) view = { place, from: Math.max(places!.start[place] - AROUND, 0), to: places!.start[place] + places!.size[place] + AROUND };
  const head = make('div', { class: 'head' }, make('h2', {}, name(say.sourceOf(titleOf(place)))), button('×', () => act((one) => { one.source = false; }), { id: 'close-source', 'aria-label': say.closeSource }));
  if (texts[file] === null) { fill(box, head, make('p', { class: 'muted' }, say.noSource), make('blockquote', {}, sentenceOf(state.chosen!.at, place))); return; }
  const more = (by: 'from' | 'to', text: string): HTMLElement => button(text, () => { view[by] = Math.max(view[by] + (by === 'from' ? -4 : 4) * AROUND, 0); readSource(); }, { class: 'plain more' });
  const body = make('div', { class: 'text', lang: 'zh-CN', tabindex: 0, 'aria-label': say.source }, textOf(file, place));
  fill(box, head, view.from > 0 && more('from', `↑ ${say.earlier}`), body, view.to < lengthOf(file) && more('to', `↓ ${say.later}`));
  if (fresh) body.querySelector('.here')?.scrollIntoView({ block: 'center' });
}

interface Span { start: number; end: number; kind: string }

function textOf(file: number, place: number): (HTMLElement | string)[] {
  const own = places!;
  const [start, end] = [own.start[place], own.start[place] + own.size[place]];
  const to = Math.min(view.to, lengthOf(file));
  const out: (HTMLElement | string)[] = [];
  const run = (from: number, until: number, inside: boolean): void => {
    const text = cutOf(file, from, until);
    const parts = mentions(text, file);
    out.push(...(inside ? [make('mark', { class: 'here' }, parts)] : parts));
  };
  run(view.from, start, false);
  run(start, end, true);
  run(end, to, false);
  return out;
}

/** A text with the names of all things that its file mentions marked, the longest name first. */
function mentions(text: string, file: number): (HTMLElement | string)[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(namesIn(file))) spans.push({ start: match.index, end: match.index + match[0].length, kind: kinds.get(match[0]) ?? '' });
  const out: (HTMLElement | string)[] = [];
  let at = 0;
  for (const span of spans) {
    out.push(text.slice(at, span.start));
    const mark = make('mark', { class: 'filled', title: named(content.kinds[span.kind]) }, text.slice(span.start, span.end));
    mark.style.setProperty('--colour', theme.colours[span.kind]);
    out.push(mark);
    at = span.end;
  }
  return [...out, text.slice(at)];
}

const forms = new Map<number, RegExp>();
const kinds = new Map<string, string>();
function namesIn(file: number): RegExp {
  if (!forms.has(file)) {
    const papers = new Set(content.papers.file.flatMap((one, paper) => (one === file ? [paper] : [])));
    const found = new Set<string>();
    for (const [key, some] of Object.entries(content.things.papers)) {
      if (!some.some((paper) => papers.has(paper))) continue;
      for (const one of content.things.names[Number(key)]) if ([...one].length > 1) { found.add(one); kinds.set(one, typeOf(Number(key))); }
    }
    const sorted = [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map((one) => one.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    forms.set(file, sorted.length ? new RegExp(sorted.join('|'), 'gu') : /(?!)/gu);
  }
  return forms.get(file)!;
}
