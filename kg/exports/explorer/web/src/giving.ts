// What is shown, as files: the picture (PNG, SVG), the facts (CSV), the network (GEXF), the triples (Turtle).

import { content, degree, drawing, keyOf, namesOf, nameOf, objectName, objectOf, piecesOf, places, placesOf, predicateOf, subjectOf, topOf, typeOf, valueOf, fileOf } from './data';
import { dated, listed, shown } from './choice';
import { $, button, fill, make } from './dom';
import { drawn } from './picture';
import { asCanvas, asSvg } from './scene';
import { state, words } from './state';
import { theme } from './theme';
import * as table from './table';

/** The facts as listed now: the picture's with the values of its things, or what the list or the timeline shows. */
const facts = (): number[] => (state.view === 'table' ? table.rows() : state.view === 'timeline' ? dated() : listed());
const things = (some: number[]): number[] => [...new Set([...(state.view === 'table' || state.view === 'timeline' ? [] : shown.things), ...some.flatMap((fact) => [subjectOf(fact), objectOf(fact)])])].filter((at) => at >= 0).sort((a, b) => a - b);

/** A cell that no spreadsheet takes for a formula. */
export function cell(text: string): string {
  const safe = /^[\s\ufeff]*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function asCsv(some: number[]): string {
  const head = ['subject', 'subject type', 'relation', 'object', 'object type', 'sentence', 'document', 'start', 'end', 'rule', 'modality'];
  const lines = some.map((fact) => {
    const [place] = placesOf(fact);
    const own = places!;
    const proof = place === undefined ? ['', '', '', '', '', ''] : [
      piecesOf(place).map(([text]) => text).join(''), content.papers.paths[fileOf(own.paper[place])], String(own.start[place]), String(own.start[place] + own.size[place]),
      own.rules[own.rule[place]], own.moods[own.mood[place]],
    ];
    return [nameOf(subjectOf(fact)), typeOf(subjectOf(fact)), predicateOf(fact), objectName(fact), objectOf(fact) >= 0 ? typeOf(objectOf(fact)) : content.facts.value[fact][1], ...proof];
  });
  return `\ufeff${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

const xml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
const rgb = (colour: string): string => ['r', 'g', 'b'].map((part, at) => `${part}="${parseInt(colour.slice(1 + at * 2, 3 + at * 2), 16)}"`).join(' ');

export function asGexf(some: number[]): string {
  const nodes = things(some).map((at) => `<node id="${xml(keyOf(at))}" label="${xml(nameOf(at))}"><attvalues><attvalue for="0" value="${typeOf(at)}"/></attvalues><viz:color ${rgb(theme.colours[typeOf(at)])}/><viz:position x="${drawing.x[at]}" y="${-drawing.y[at]}" z="0"/><viz:size value="${(6 + 2.4 * Math.sqrt(degree(at))).toFixed(1)}"/></node>`);
  const edges = some.filter((fact) => objectOf(fact) >= 0).map((fact) => `<edge id="${fact}" source="${xml(keyOf(subjectOf(fact)))}" target="${xml(keyOf(objectOf(fact)))}" label="${predicateOf(fact)}"${content.relations[predicateOf(fact)].symmetric ? ' type="undirected"' : ''}/>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">', '<graph defaultedgetype="directed" mode="static">',
    '<attributes class="node"><attribute id="0" title="type" type="string"/></attributes>', '<nodes>', ...nodes, '</nodes>', '<edges>', ...edges, '</edges>', '</graph>', '</gexf>', ''].join('\n');
}

const literal = (text: string): string => `"${text.replace(/[\\"\n\r\t]/g, (sign) => ({ '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign]!).replace(/[\u0000-\u001f]/g, '\ufffd')}"`;
const iri = (at: number): string => `<${`${content.base}${content.things.iri[at]}`.replace(/[\u0000- <>"{}|^`\\]/g, (sign) => encodeURIComponent(sign))}>`;

export function asTurtle(some: number[]): string {
  const lines = [`@prefix pk: <${content.namespace}> .`, '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .', '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .', '@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .', ''];
  for (const at of things(some)) {
    const others = namesOf(at).slice(1).map((one) => `${literal(one)}@zh`);
    lines.push(`${iri(at)} a pk:${typeOf(at)}${typeOf(at) === topOf(at) ? '' : `, pk:${topOf(at)}`} ; rdfs:label ${literal(nameOf(at))}@zh${others.length ? ` ; skos:altLabel ${others.join(', ')}` : ''} .`);
  }
  for (const fact of some) {
    const kind = objectOf(fact) < 0 ? content.facts.value[fact][1] : '';
    const object = objectOf(fact) >= 0 ? iri(objectOf(fact)) : `${literal(valueOf(fact))}${kind === 'string' ? '' : `^^xsd:${kind}`}`;
    lines.push(`${iri(subjectOf(fact))} pk:${predicateOf(fact)} ${object} .`);
  }
  return `${lines.join('\n')}\n`;
}

function save(what: Blob, name: string): void {
  const address = URL.createObjectURL(what);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const text = (kind: string, of: (some: number[]) => string, suffix: string) => (): void => save(new Blob([of(facts())], { type: kind }), `graph.${suffix}`);

/** The dialog that offers the files. */
export function offer(): void {
  const say = words();
  const scene = drawn();
  const kinds: [string, string, () => void, boolean][] = [
    ['png', say.png, () => asCanvas(scene!).toBlob((made) => { if (made) save(made, 'graph.png'); }, 'image/png'), !scene],
    ['svg', say.svg, () => save(new Blob([asSvg(scene!, say.title)], { type: 'image/svg+xml' }), 'graph.svg'), !scene],
    ['csv', say.csv, text('text/csv', asCsv, 'csv'), false],
    ['gexf', say.gexf, text('application/xml', asGexf, 'gexf'), false],
    ['turtle', say.turtle, text('text/turtle', asTurtle, 'ttl'), false],
  ];
  const box = $<HTMLDialogElement>('dialog');
  box.classList.remove('wide');
  fill(box, make('div', { class: 'head' }, make('h2', { id: 'dialog-title' }, say.give), button('×', () => box.close(), { 'aria-label': say.close })),
    make('p', { class: 'muted' }, `${say.giveText}${scene ? '' : ` ${say.noPicture}`}`),
    make('ul', { class: 'kinds' }, kinds.map(([kind, title, give, off]) => make('li', {}, button(title, () => { give(); box.close(); }, { 'data-give': kind, disabled: off || !places })))));
  box.showModal();
}

/** The dialog that tells the keys. */
export function tellKeys(): void {
  const say = words();
  const box = $<HTMLDialogElement>('dialog');
  box.classList.remove('wide');
  fill(box, make('div', { class: 'head' }, make('h2', { id: 'dialog-title' }, say.help), button('×', () => box.close(), { 'aria-label': say.close })),
    make('dl', { class: 'values keys' }, say.keys.flatMap(([key, does]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, does)])));
  box.showModal();
}
