// The page's data as triples, made predicate by predicate when a query asks for one.

import { content, cutOf, factCount, fileOf, objectOf, places, placesOf, predicateOf, sentenceStart, subjectOf, texts, thingCount, topOf, typeOf } from './data';
import type { Links, Triples } from './answering';
import { iri, number, text, type Term } from './sparql';

export const PREFIXES = (): Record<string, string> => ({
  pk: content.namespace,
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', rdfs: 'http://www.w3.org/2000/01/rdf-schema#', skos: 'http://www.w3.org/2004/02/skos/core#',
  dcterms: 'http://purl.org/dc/terms/', oa: 'http://www.w3.org/ns/oa#', xsd: 'http://www.w3.org/2001/XMLSchema#',
});

const thing = (at: number): Term => iri(content.base + content.things.iri[at]);
const paper = (at: number): Term => iri(content.base + content.papers.iri[at]);
const own = (kind: string, at: number): Term => iri(`${content.base}${kind}/${at}`);
const pk = (name: string): Term => iri(content.namespace + name);

type Pair = readonly [Term, Term];
function* things(of: (at: number) => Iterable<Term>): Generator<Pair> {
  for (let at = 0; at < thingCount(); at += 1) for (const value of of(at)) yield [thing(at), value];
}
/** What is said of papers; those that are things too say the rest of themselves as things. */
function* papers(of: (at: number) => Iterable<Term>): Generator<Pair> {
  for (let at = 0; at < content.papers.iri.length; at += 1) for (const value of of(at)) yield [paper(at), value];
}
const beside = (at: number): boolean => content.papers.thing[at] < 0;
function* facts(of: (fact: number) => Term): Generator<Pair> {
  for (let fact = 0; fact < factCount(); fact += 1) yield [own('Assertion', fact), of(fact)];
}
function* proofs(kind: string, of: (place: number, fact: number) => Iterable<Term>): Generator<Pair> {
  for (let fact = 0; fact < factCount(); fact += 1) for (const place of placesOf(fact)) for (const value of of(place, fact)) yield [own(kind, place), value];
}
const object = (fact: number): Term => (objectOf(fact) >= 0 ? thing(objectOf(fact)) : text(content.facts.value[fact][0]));

/** The words of the evidence, as far as the page carries them. */
function exact(place: number): string {
  const [from, to] = [places!.start[place], places!.start[place] + places!.size[place]];
  const file = fileOf(places!.paper[place]);
  if (texts[file] !== null) return cutOf(file, from, to);
  return [...places!.quote[place]].slice(from - sentenceStart(place), to - sentenceStart(place)).join('');
}

/** Where the file of a place begins: its paper, or the file that its article is part of. */
const filePaper = (place: number): number => { const at = places!.paper[place]; return content.papers.whole[at] >= 0 ? content.papers.whole[at] : at; };

function* fresh(name: string): Generator<Pair> {
  const p = PREFIXES();
  const known = (property: string) => (at: number): Term[] => (content.things.known[at] ?? []).filter(([one]) => one === property).map(([, value]) => text(value));
  switch (name) {
    case `${p.rdf}type`:
      yield* things((at) => new Set([pk(typeOf(at)), pk(topOf(at))]));
      yield* papers((at) => (beside(at) ? [pk('Document')] : []));
      return;
    case `${p.rdfs}label`: case `${p.skos}prefLabel`:
      yield* things((at) => [text(content.things.names[at][0])]);
      yield* papers((at) => (beside(at) ? [text(content.papers.title[at])] : []));
      for (const [at, rule] of places!.rules.entries()) yield [own('Rule', at), text(rule)];
      return;
    case `${p.skos}altLabel`: yield* things((at) => content.things.names[at].slice(1).map(text)); return;
    case `${p.dcterms}title`: yield* papers((at) => [text(content.papers.title[at])]); return;
    case `${p.dcterms}isPartOf`: yield* papers((at) => (content.papers.whole[at] >= 0 ? [paper(content.papers.whole[at])] : [])); return;
    case `${p.pk}sourcePath`: yield* papers((at) => (content.papers.whole[at] < 0 ? [text(content.papers.paths[content.papers.file[at]])] : [])); return;
    case `${p.pk}mentions`: for (const [at, some] of Object.entries(content.things.papers)) for (const one of some) yield [paper(one), thing(Number(at))]; return;
    case `${p.rdf}subject`: yield* facts((fact) => thing(subjectOf(fact))); return;
    case `${p.rdf}predicate`: yield* facts((fact) => pk(predicateOf(fact))); return;
    case `${p.rdf}object`: yield* facts(object); return;
    case `${p.pk}supports`: yield* proofs('Evidence', (_, fact) => [own('Assertion', fact)]); return;
    case `${p.pk}rule`: yield* proofs('Evidence', (place) => [own('Rule', places!.rule[place])]); return;
    case `${p.pk}modality`: yield* proofs('Evidence', (place) => [places!.moods[places!.mood[place]]].filter(Boolean).map(text)); return;
    case `${p.oa}hasTarget`: yield* proofs('Evidence', (place) => [own('Target', place)]); return;
    case `${p.oa}hasSource`: yield* proofs('Target', (place) => [paper(filePaper(place))]); return;
    case `${p.oa}hasSelector`: yield* proofs('Target', (place) => [own('Position', place), own('Quote', place)]); return;
    case `${p.oa}start`: yield* proofs('Position', (place) => [number(places!.start[place])]); return;
    case `${p.oa}end`: yield* proofs('Position', (place) => [number(places!.start[place] + places!.size[place])]); return;
    case `${p.oa}exact`: yield* proofs('Quote', (place) => [text(exact(place))]); return;
  }
  if (!name.startsWith(p.pk)) return;
  const predicate = name.slice(p.pk.length);
  for (let fact = 0; fact < factCount(); fact += 1) if (predicateOf(fact) === predicate) yield [thing(subjectOf(fact)), object(fact)];
  yield* things(known(predicate));
}

const made = new Map<string, Links>();
function links(name: string): Links {
  let found = made.get(name);
  if (!found) {
    found = { forth: new Map(), back: new Map() };
    const note = (side: Map<Term, Term[]>, from: Term, to: Term): void => { const some = side.get(from); if (some) some.push(to); else side.set(from, [to]); };
    for (const [one, other] of fresh(name)) { note(found.forth, one, other); note(found.back, other, one); }
    made.set(name, found);
  }
  return found;
}

const predicates = (): string[] => {
  const p = PREFIXES();
  const said = new Set(Object.keys(content.relations).filter((name) => Array.from({ length: factCount() }, (_, at) => at).some((fact) => predicateOf(fact) === name)));
  return [...['rdf:type', 'rdfs:label', 'skos:prefLabel', 'skos:altLabel', 'dcterms:title', 'dcterms:isPartOf', 'pk:sourcePath', 'pk:mentions'].map((one) => { const [start, name] = one.split(':'); return p[start] + name; }), ...[...said].map((name) => p.pk + name)];
};

export const triples: Triples = { links, predicates };
