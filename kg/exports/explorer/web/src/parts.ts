// Small parts of the reading: a name to click on, a sentence with its marks.

import { factsOf, nameOf, objectOf, piecesOf, placesOf, subjectOf, typeOf, type Piece } from './data';
import { chooseThing } from './choice';
import { make, name } from './dom';
import { icon, theme } from './theme';

/** A name to click on, with the form and colour of its type. */
export const linkTo = (at: number, note?: string): HTMLElement => make('button', { type: 'button', class: 'thing', onclick: () => chooseThing(at) },
  icon(typeOf(at)), name(nameOf(at)), note !== undefined && make('span', { class: 'note' }, note));

/** A stretch of a sentence, marked: subject and object in the colours of their types. */
export function marked(fact: number, [text, mark]: Piece): HTMLElement | string {
  const object = objectOf(fact);
  const looks: Record<string, [string, string]> = { m: ['matched', ''], s: ['filled', typeOf(subjectOf(fact))], o: ['filled', object >= 0 ? typeOf(object) : ''], c: ['other', ''] };
  if (!looks[mark]) return text;
  const [look, kind] = looks[mark];
  const piece = make('mark', { class: look, 'data-mark': mark }, text);
  if (kind) piece.style.setProperty('--colour', theme.colours[kind]);
  return piece;
}

/** The sentence of a place; a short one leaves out the clauses before the first mark. */
export function sentenceOf(fact: number, place: number, short = false): HTMLElement {
  const pieces = piecesOf(place);
  const [first, ...others] = pieces;
  const start = short && first && !first[1] ? lastClause(first[0]) : first && marked(fact, first);
  return make('q', { lang: 'zh-CN', class: 'sentence' }, start, others.map((piece) => marked(fact, piece)));
}

/** The first sentence of a fact, short; nothing while the places are not read in. */
export function firstSentence(fact: number): HTMLElement | null {
  const [place] = placesOf(fact);
  return place === undefined ? null : sentenceOf(fact, place, true);
}

function lastClause(text: string): string {
  const comma = Math.max(...['，', '、', '：', '；', ','].map((sign) => text.lastIndexOf(sign, text.length - 2)));
  return text.length < 14 || comma < 0 ? text : `…${text.slice(Math.max(comma + 1, 0))}`;
}

/** The strongest first. */
export const byFacts = (a: number, b: number): number => factsOf(b).length - factsOf(a).length || a - b;
