// The data of the page: unpacked once, then read by number. What is heavy (places, texts) is unpacked after the first picture.

export interface Kind { top: string; zh: string; en: string; colour: string }
export interface Relation {
  zh: string; en: string; inverse_zh: string; inverse_en: string; about_zh: string; about_en: string; symmetric: boolean; datatypes: string[];
}
export interface Papers { paths: string[]; iri: string[]; title: string[]; file: number[]; whole: number[]; thing: number[] }
interface Content {
  base: string;
  namespace: string;
  whole: { documents: number; entities: number; facts: number; places: number };
  kinds: Record<string, Kind>;
  relations: Record<string, Relation>;
  papers: Papers;
  things: { iri: string[]; type: string[]; names: string[][]; known: Record<number, [string, string][]>; papers: Record<number, number[]> };
  facts: { subject: number[]; predicate: string[]; object: number[]; value: Record<number, [string, string]> };
}
interface Drawing { x: number[]; y: number[]; column: number[]; row: number[] }
interface Places {
  said: number[]; kept: number[]; paper: number[]; start: number[]; size: number[]; first: number[]; last: number[]; cut: number[];
  line: number[]; rules: string[]; rule: number[]; moods: string[]; mood: number[]; marks: number[];
  carried: Record<number, [string, string][]>; quote: Record<number, string>;
}

/** Numbers by thing: which facts each takes part in, packed in one list. */
class Lists {
  readonly heads: Int32Array;
  private readonly list: Int32Array;
  constructor(count: number, pairs: Iterable<[number, number]>, size: number) {
    const [owners, members] = [new Int32Array(size), new Int32Array(size)];
    this.heads = new Int32Array(count + 1);
    let taken = 0;
    for (const [owner, member] of pairs) {
      owners[taken] = owner;
      members[taken++] = member;
      this.heads[owner + 1]++;
    }
    for (let at = 0; at < count; at += 1) this.heads[at + 1] += this.heads[at];
    const next = this.heads.slice();
    this.list = new Int32Array(taken);
    for (let at = 0; at < taken; at += 1) this.list[next[owners[at]]++] = members[at];
  }
  of(at: number): Int32Array { return this.list.subarray(this.heads[at], this.heads[at + 1]); }
}

export let content: Content;
export let drawing: Drawing;
export let places: Places | null = null;
export let texts: (string | null)[] = [];
export let tops: string[] = [];
export let TOPS: string[] = [];
let links: Lists;
let placeHeads = new Int32Array(1);
let markHeads = new Int32Array(1);

export async function unpacked<T>(id: string): Promise<T> {
  const letters = atob(document.getElementById(id)!.textContent!);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text()) as T;
}

export async function open(): Promise<void> {
  [content, drawing] = await Promise.all([unpacked<Content>('content'), unpacked<Drawing>('drawing')]);
  const { things, facts, kinds } = content;
  tops = things.type.map((type) => kinds[type].top);
  TOPS = [...new Set(tops)];
  const ends = function* (): Generator<[number, number]> {
    for (let at = 0; at < facts.subject.length; at += 1) {
      yield [facts.subject[at], at];
      if (facts.object[at] >= 0 && facts.object[at] !== facts.subject[at]) yield [facts.object[at], at];
    }
  };
  links = new Lists(things.iri.length, ends(), facts.subject.length * 2);
}

export async function openProof(): Promise<void> {
  const [found, sources] = await Promise.all([unpacked<Places>('places'), unpacked<(string | null)[]>('texts')]);
  placeHeads = new Int32Array(found.kept.length + 1);
  found.kept.forEach((count, at) => { placeHeads[at + 1] = placeHeads[at] + count; });
  markHeads = new Int32Array(found.paper.length);
  let next = 0;
  for (let at = 0; at < found.paper.length; at += 1) {
    markHeads[at] = next;
    next += 1 + 3 * found.marks[next];
  }
  texts = sources;
  places = found;
}

export const thingCount = (): number => content.things.iri.length;
export const factCount = (): number => content.facts.subject.length;
export const factsOf = (at: number): Int32Array => links.of(at);
export const namesOf = (at: number): string[] => content.things.names[at];
export const nameOf = (at: number): string => content.things.names[at][0];
export const typeOf = (at: number): string => content.things.type[at];
export const topOf = (at: number): string => tops[at];
export const columnOf = (at: number): number => drawing.column[at];
export const subjectOf = (fact: number): number => content.facts.subject[fact];
export const objectOf = (fact: number): number => content.facts.object[fact];
export const predicateOf = (fact: number): string => content.facts.predicate[fact];
export const relationOf = (fact: number): Relation => content.relations[predicateOf(fact)];
export const valueOf = (fact: number): string => content.facts.value[fact]?.[0] ?? '';
export const otherEnd = (fact: number, at: number): number => (subjectOf(fact) === at ? objectOf(fact) : subjectOf(fact));
export const objectName = (fact: number): string => (objectOf(fact) >= 0 ? nameOf(objectOf(fact)) : valueOf(fact));
export const isDate = (fact: number): boolean => objectOf(fact) < 0 && relationOf(fact).datatypes.some((one) => one === 'date' || one.startsWith('gYear'));
export const sources = (some: Iterable<number>): number => { let count = 0; for (const at of some) if (topOf(at) !== 'Document') count += 1; return count; };

let degrees: Int32Array | null = null;
/** How many facts join a thing to others: the one measure of what is shown first. */
export function degree(at: number): number {
  if (!degrees) {
    degrees = new Int32Array(thingCount());
    for (let fact = 0; fact < factCount(); fact += 1) {
      if (objectOf(fact) < 0) continue;
      degrees[subjectOf(fact)] += 1;
      degrees[objectOf(fact)] += 1;
    }
  }
  return degrees[at];
}

/** The name that a thing has outside this page: the end of its IRI, readable. */
export function keyOf(at: number): string {
  try { return decodeURIComponent(content.things.iri[at]); } catch { return content.things.iri[at]; }
}
let keys: Map<string, number> | null = null;
export function thingAt(key: string): number {
  keys ??= new Map(content.things.iri.map((_, at) => [keyOf(at), at]));
  return keys.get(key) ?? -1;
}

/** The places that say a fact, by their number. */
export const placesOf = (fact: number): number[] => {
  if (!places) return [];
  return Array.from({ length: placeHeads[fact + 1] - placeHeads[fact] }, (_, at) => placeHeads[fact] + at);
};
export const fileOf = (paper: number): number => content.papers.file[paper];

/** A stretch of text with its mark: s subject, o object, m matched words, c other captures, nothing. */
export type Piece = [text: string, mark: string];
const MARKS = ['', 'm', 's', 'o', 'c'];
const BREAK = /[ \t\u3000]*[\r\n]+\s*/g;

const characters = new Map<number, string[]>();
/** source[start:end] by code points, which few texts count otherwise than JavaScript does. */
export function cutOf(file: number, start: number, end: number): string {
  const text = texts[file]!;
  if (!/[\ud800-\udfff]/.test(text)) return text.slice(start, end);
  if (!characters.has(file)) characters.set(file, [...text]);
  return characters.get(file)!.slice(start, end).join('');
}
export const lengthOf = (file: number): number => (characters.has(file) ? characters.get(file)!.length : texts[file]!.length);

/** Where the sentence of a place begins in its file. */
export const sentenceStart = (place: number): number => places!.start[place] - places!.first[place];

/** The sentence of a place in marked pieces. */
export function piecesOf(place: number): Piece[] {
  const own = places!;
  const first = sentenceStart(place);
  const last = own.start[place] + own.size[place] + own.last[place];
  const file = fileOf(own.paper[place]);
  const quote = own.quote[place] === undefined ? null : [...own.quote[place]];
  const words = (from: number, to: number): string => (quote ? quote.slice(from - first, to - first).join('') : cutOf(file, from, to)).replace(BREAK, '');
  const pieces: Piece[] = own.cut[place] & 1 ? [['…', '']] : [];
  let at = first;
  for (let number = 0, next = markHeads[place] + 1; number < own.marks[markHeads[place]]; number += 1, next += 3) {
    const [start, end] = [first + own.marks[next], first + own.marks[next] + own.marks[next + 1]];
    if (start > at) pieces.push([words(at, start), '']);
    pieces.push([words(start, end), MARKS[own.marks[next + 2]]]);
    at = end;
  }
  if (last > at) pieces.push([words(at, last), '']);
  if (own.cut[place] & 2) pieces.push(['…', '']);
  const said = pieces.filter(([text]) => text);
  if (said.length) {
    said[0] = [said[0][0].trimStart(), said[0][1]];
    said[said.length - 1] = [said[said.length - 1][0].trimEnd(), said[said.length - 1][1]];
  }
  return said.filter(([text]) => text);
}
export const carriedOf = (place: number): Piece[] => (places!.carried[place] ?? []).map(([text, mark]) => [text.replace(BREAK, ''), mark]);
export const sentenceText = (place: number): string => piecesOf(place).map(([text]) => text).join('');
