// The network: what is shown, drawn by sigma at the places computed when the page was made; names on a canvas of their own.

import Graph from 'graphology';
import Sigma from 'sigma';
import { EdgeArrowProgram, EdgeLineProgram } from 'sigma/rendering';
import EdgeCurveProgram, { EdgeCurvedArrowProgram } from '@sigma/edge-curve';
import { degree, drawing, nameOf, objectOf, predicateOf, subjectOf, topOf, typeOf } from './data';
import { $, still } from './dom';
import { directed } from './facets';
import { shown } from './choice';
import { FormProgram } from './form';
import { chosenEnds, lit, type Lit } from './light';
import { linesOf, widthOf } from './measure';
import type { Item, Scene } from './scene';
import { relationName } from './state';
import { FORMS, shapeOf, theme } from './theme';

/** With more edges than this, edges are plain lines that cannot be clicked, and names wait until the picture stands still. */
const MANY = 4000;
const NAMED = 140;

let sigma: Sigma | null = null;
let graph = new Graph({ multi: true });
let light: Lit | null = null;
let over = -1;
let order: number[] = [];
let names: HTMLCanvasElement;
let clicked: (at: { thing: number; fact: number }, twice: boolean) => void = () => {};
let hovered: (at: { thing: number; fact: number }, where: { x: number; y: number }) => void = () => {};
let many = false;
let drawnFor = '';
let room = 1;
let stretch = 1; // so that the whole picture fills its frame better

export const isThere = (): boolean => sigma !== null;
/** Forms grow with the logarithm of their facts (a law with six hundred must not bury its neighbours), as far as there is room. */
const sizeOf = (at: number): number => (3.2 + 1.1 * Math.log2(1 + degree(at))) * room;

/** Begin, where the browser can draw so at all. */
export function open(onClick: typeof clicked, onHover: typeof hovered): boolean {
  if (sigma) return true;
  const probe = document.createElement('canvas');
  if (!(probe.getContext('webgl2') ?? probe.getContext('webgl'))) return false;
  [clicked, hovered] = [onClick, onHover];
  sigma = new Sigma(graph, $('net'), {
    allowInvalidContainer: true,
    renderLabels: false,
    renderEdgeLabels: false,
    zIndex: true,
    stagePadding: 34,
    minCameraRatio: 0.004,
    maxCameraRatio: 3,
    minEdgeThickness: 1.1,
    doubleClickZoomingRatio: 1,
    defaultNodeType: 'form',
    nodeProgramClasses: { form: FormProgram },
    edgeProgramClasses: { arrow: EdgeArrowProgram, curve: EdgeCurvedArrowProgram, bow: EdgeCurveProgram, line: EdgeLineProgram },
    nodeReducer: (key, data) => {
      const at = Number(key);
      const on = !light || light.things.has(at);
      const first = over === at || chosenEnds().includes(at);
      return { ...data, color: on ? data.color : mixed(data.color, theme.ground, 0.74), size: first ? data.size * 1.35 : data.size, zIndex: first ? 2 : Number(on), highlighted: false };
    },
    edgeReducer: (key, data) => {
      if (!light) return data;
      const on = light.facts.has(Number(key));
      return { ...data, color: on ? theme.strong : mixed(theme.edge, theme.ground, 0.86), size: on ? 2.6 : data.size, zIndex: Number(on) };
    },
  });
  names = document.createElement('canvas');
  names.className = 'names';
  $('net').append(names);
  sigma.on('clickNode', ({ node }) => clicked({ thing: Number(node), fact: -1 }, false));
  sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => { preventSigmaDefault(); clicked({ thing: Number(node), fact: -1 }, true); });
  sigma.on('clickStage', ({ event }) => clicked({ thing: -1, fact: edgeAt(event, 8) }, false));
  const hover = (thing: number, fact: number, event: { x: number; y: number }): void => {
    hovered({ thing, fact }, event);
    if (over === thing) return;
    over = thing;
    sigma!.scheduleRefresh();
  };
  sigma.on('enterNode', ({ node, event }) => hover(Number(node), -1, event));
  sigma.on('leaveNode', ({ event }) => hover(-1, -1, event));
  sigma.on('moveBody', ({ event }) => { if (over < 0) hover(-1, edgeAt(event, 5), event); });
  sigma.on('afterRender', paintNames);
  return true;
}

/** Two colours, so much of the second. */
function mixed(one: string, other: string, share: number): string {
  const [a, b] = [one, other].map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return `#${a.map((part, at) => Math.round(part + (b[at] - part) * share).toString(16).padStart(2, '0')).join('')}`;
}

export function show(): void {
  if (!sigma) return;
  light = lit();
  const now = `${theme.ground}|${[...shown.things].join()}|${shown.facts.length}`;
  if (now !== drawnFor) {
    drawnFor = now;
    build();
  }
  sigma.refresh({ skipIndexation: false });
}

function build(): void {
  stretch = stretched();
  const { width, height } = sigma!.getDimensions();
  room = Math.min(Math.max(Math.sqrt((width * height) / (shown.things.size || 1)) / 40, 0.25), 1);
  many = shown.facts.length > MANY;
  graph.clear();
  graph = new Graph({ multi: true });
  for (const at of shown.things) graph.addNode(at, { x: drawing.x[at], y: -drawing.y[at] * stretch, size: sizeOf(at), color: theme.colours[typeOf(at)], form: FORMS.indexOf(topOf(at)) });
  const lanes = new Map<string, number>();
  for (const fact of shown.facts) {
    const [one, other] = [subjectOf(fact), objectOf(fact)];
    if (one === other) continue;
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const lane = lanes.get(key) ?? 0;
    lanes.set(key, lane + 1);
    const curved = lane ? { curvature: 0.2 * Math.ceil(lane / 2) * (lane % 2 ? 1 : -1) * (one < other ? 1 : -1) } : {};
    const type = many ? 'line' : lane ? (directed(fact) ? 'curve' : 'bow') : directed(fact) ? 'arrow' : 'bow';
    graph.addEdgeWithKey(fact, one, other, { size: many ? 1 : 1.7, color: mixed(theme.edge, theme.ground, many ? 0.55 : 0), type, curvature: 0, ...curved });
  }
  order = [...shown.things].sort((a, b) => degree(b) - degree(a) || a - b);
  sigma!.setSetting('hideEdgesOnMove', many);
  sigma!.setGraph(graph);
}

function stretched(): number {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of shown.things) {
    [left, right] = [Math.min(left, drawing.x[at]), Math.max(right, drawing.x[at])];
    [top, bottom] = [Math.min(top, drawing.y[at]), Math.max(bottom, drawing.y[at])];
  }
  const { width, height } = sigma!.getDimensions();
  return shown.things.size > 2 ? Math.min(Math.max((height / width) * ((right - left) / (bottom - top || 1)), 0.7), 1.7) : 1;
}

/** Names of the same size at every scale, the strongest first; below the form, else above or beside it, wherever it covers
 *  neither a name nor a form. The first dozen are always named, be it over a form. */
function paintNames(): void {
  const { width, height } = sigma!.getDimensions();
  const ratio = devicePixelRatio || 1;
  if (names.width !== Math.round(width * ratio) || names.height !== Math.round(height * ratio)) {
    [names.width, names.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  }
  const pen = names.getContext('2d')!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  if (many && sigma!.getCamera().isAnimated()) return;
  for (const { text, x, y, colour, size } of labels(width, height)) {
    pen.font = `${size}px ${theme.font}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.lineWidth = 4;
    pen.strokeStyle = theme.ground;
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }
}

interface Label { text: string; x: number; y: number; colour: string; size: number }
type Box = [number, number, number, number];

function labels(width: number, height: number): Label[] {
  const found: Label[] = [];
  const ends = chosenEnds();
  const wanted = light ? [...new Set([...(over >= 0 ? [over] : []), ...ends, ...order.filter((at) => light!.things.has(at))])] : [...(over >= 0 ? [over] : []), ...order];
  const taken: Box[] = [];
  const near: { at: number; x: number; y: number; r: number }[] = [];
  for (const at of wanted) {
    if (near.length > 600) break;
    const spotted = spot(at);
    if (spotted && spotted.x > 0 && spotted.x < width && spotted.y > 0 && spotted.y < height) near.push({ at, ...spotted, r: radius(at) });
  }
  const forms: Box[] = near.slice(0, 400).map(({ x, y, r }) => [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
  const clear = (box: Box, others: Box[]): boolean => !others.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const inside = (box: Box): boolean => box[0] > 0 && box[2] < width && box[3] < height && box[1] > 0;
  for (const [number, { at, x, y, r }] of near.entries()) {
    if (taken.length > NAMED) break;
    const text = linesOf(nameOf(at), `13px ${theme.font}`, 176, 1)[0] ?? '';
    const half = widthOf(text, `13px ${theme.font}`) / 2 + 3;
    const spots: Box[] = ([[x, y + r + 10], [x, y - r - 10], [x + r + half + 2, y], [x - r - half - 2, y]] as const).map(([left, line]) => [left - half, line - 8, left + half, line + 8]);
    const free = spots.filter((box) => inside(box) && clear(box, taken));
    const box = free.find((one) => clear(one, forms)) ?? (number < 12 || over === at || ends.includes(at) ? free[0] : undefined);
    if (!box) continue;
    taken.push(box);
    found.push({ text, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, colour: theme.ink, size: 13 });
  }
  if (light && light.facts.size <= 18) {
    for (const fact of light.facts) {
      const at = spotOfFact(fact);
      const text = relationName(predicateOf(fact));
      const half = widthOf(text, `11.5px ${theme.font}`) / 2 + 2;
      const box: Box | null = at && [at.x - half, at.y - 7, at.x + half, at.y + 7];
      if (!at || !box || !clear(box, taken)) continue;
      taken.push(box);
      found.push({ text, ...at, colour: theme.strong, size: 11.5 });
    }
  }
  return found;
}

const radius = (at: number): number => (graph.hasNode(at) ? sigma!.scaleSize(graph.getNodeAttribute(at, 'size') as number) * 1.1 : 0);
export const place = (at: number): { x: number; y: number } | undefined => (shown.things.has(at) ? { x: drawing.x[at], y: drawing.y[at] } : undefined);
export function spot(at: number): { x: number; y: number } | null {
  return sigma && graph.hasNode(at) ? sigma.graphToViewport({ x: drawing.x[at], y: -drawing.y[at] * stretch }) : null;
}
export function spotOfFact(fact: number): { x: number; y: number } | null {
  const [one, other] = [spot(subjectOf(fact)), spot(objectOf(fact))];
  if (!one || !other || !graph.hasEdge(fact)) return null;
  const bend = Number(graph.getEdgeAttribute(fact, 'curvature')) * 0.5;
  return { x: (one.x + other.x) / 2 + (one.y - other.y) * -bend, y: (one.y + other.y) / 2 + (other.x - one.x) * -bend };
}
/** The edge nearest to a point, at most so many pixels away; -1 for none. The graphics card knows only the line itself. */
function edgeAt(point: { x: number; y: number }, slack: number): number {
  if (many || sigma!.getCamera().isAnimated()) return -1;
  let [best, least] = [-1, slack];
  for (const fact of shown.facts) {
    const [one, other, middle] = [spot(subjectOf(fact)), spot(objectOf(fact)), spotOfFact(fact)];
    if (!one || !other || !middle) continue;
    const bow = { x: 2 * middle.x - (one.x + other.x) / 2, y: 2 * middle.y - (one.y + other.y) / 2 };
    let [x, y] = [one.x, one.y];
    const pieces = bow.x === middle.x && bow.y === middle.y ? 1 : 8;
    for (let step = 1; step <= pieces; step += 1) {
      const t = step / pieces;
      const [nextX, nextY] = (['x', 'y'] as const).map((axis) => (1 - t) ** 2 * one[axis] + 2 * (1 - t) * t * bow[axis] + t ** 2 * other[axis]);
      const [dx, dy] = [nextX - x, nextY - y];
      const share = Math.min(Math.max(((point.x - x) * dx + (point.y - y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      const away = Math.hypot(point.x - x - share * dx, point.y - y - share * dy);
      if (away < least) [best, least] = [fact, away];
      [x, y] = [nextX, nextY];
    }
  }
  return best;
}

const go = (to: { x?: number; y?: number; ratio?: number }): void => {
  if (still()) sigma!.getCamera().setState(to);
  else void sigma!.getCamera().animate(to, { duration: 260 }).then(() => sigma!.scheduleRender()); // names and edges come back
};
export const fit = (): void => { if (sigma) go({ x: 0.5, y: 0.5, ratio: 1 }); };
export const zoom = (factor: number): void => { if (sigma) go({ ratio: sigma.getCamera().ratio / factor }); };
export function reach(some: number[]): void {
  if (!sigma) return;
  const { width, height } = sigma.getDimensions();
  const own = some.map(spot).filter((one) => one !== null);
  if (!own.length || own.every(({ x, y }) => x > 30 && x < width - 30 && y > 30 && y < height - 30)) return;
  const middle = { x: own.reduce((sum, one) => sum + one.x, 0) / own.length, y: own.reduce((sum, one) => sum + one.y, 0) / own.length };
  const to = sigma.viewportToFramedGraph(middle);
  go({ x: to.x, y: to.y, ratio: Math.min(sigma.getCamera().ratio, 0.7) });
}
export const resize = (): void => { sigma?.resize(); sigma?.scheduleRefresh(); };

/** The network as it stands now, as a drawing that can be saved. */
export function drawn(width: number, height: number): Scene | null {
  if (!sigma || !shown.things.size) return null;
  const items: Item[] = [];
  for (const fact of shown.facts) {
    const [one, other] = [spot(subjectOf(fact)), spot(objectOf(fact))];
    if (one && other) items.push({ kind: 'path', d: `M${one.x.toFixed(1)} ${one.y.toFixed(1)}L${other.x.toFixed(1)} ${other.y.toFixed(1)}`, stroke: light?.facts.has(fact) ? theme.strong : theme.edge, width: 1, opacity: light && !light.facts.has(fact) ? 0.2 : 0.55, fact });
  }
  for (const thing of shown.things) {
    const where = spot(thing);
    if (where) items.push({ kind: 'path', d: shapeOf(topOf(thing)), ...where, scale: Math.max(radius(thing) / 10, 0.15), fill: theme.colours[typeOf(thing)], opacity: light && !light.things.has(thing) ? 0.3 : 1, thing });
  }
  for (const { text, x, y, colour, size } of labels(width, height)) items.push({ kind: 'text', text, x, y, size, fill: colour, anchor: 'middle', halo: theme.ground });
  return { left: 0, top: 0, right: width, bottom: height, ground: theme.ground, font: theme.font, items };
}
