// A sheet of drawn cards that is moved, scrolled and enlarged: the columns and the levels.

import { objectOf, subjectOf } from './data';
import { $, fill, make, still, svg } from './dom';
import { shown } from './choice';
import { arrange, CARD, draw, HEADS, PITCH, spotOf, type Places } from './columns';
import { elements, type Scene } from './scene';

const NONE: Places = { at: new Map(), wide: 200, gap: 60, heads: [] };
let places = NONE;
let scene: Scene | null = null;
let sheet: SVGSVGElement;
let moved: SVGGElement;
let [x, y, scale] = [0, 0, 1];

const frame = (): HTMLElement => $('board');
const size = (): { wide: number; tall: number } => ({ wide: frame().clientWidth, tall: frame().clientHeight });
export const rows = (): number => Math.max(8, Math.floor((frame().clientHeight - HEADS - 8) / PITCH));

export function open(): void {
  sheet = svg('svg', { class: 'sheet', 'aria-hidden': 'true' });
  moved = svg('g', {});
  sheet.append(moved);
  frame().append(sheet);
  frame().addEventListener('wheel', wheel, { passive: false });
  frame().addEventListener('pointerdown', grab);
}

export function show(): void {
  const { wide, tall } = size();
  places = shown.things.size ? arrange(shown, wide, tall - HEADS - 8) : NONE;
  scene = shown.things.size ? draw(shown, places) : null;
  moved.replaceChildren(...(scene ? [elements({ ...scene, items: scene.items.filter((item) => item.role !== 'ring' || item.thing !== undefined) })] : []));
  fill($('heads'), places.heads.map(({ title, count }) => make('div', { class: 'columnhead' }, make('span', {}, title), make('b', {}, String(count)))));
  put();
}

/** Put the sheet where it is now; the names of the columns stay at the top. */
function put(): void {
  moved.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
  [...$('heads').children].forEach((head, number) => {
    const one = head as HTMLElement;
    one.style.width = `${Math.max(places.wide * scale, 84)}px`;
    one.style.transform = `translateX(calc(${places.heads[number].x * scale + x}px - 50%))`;
  });
}

function move(to: { x: number; y: number; scale?: number }, smooth = false): void {
  sheet.classList.toggle('smooth', smooth && !still());
  [x, y, scale] = [to.x, to.y, to.scale ?? scale];
  put();
}

/** The upper end of the picture, at a size that can be read. */
export function fit(): void {
  const spots = [...places.at.values()];
  if (!spots.length) return;
  const [left, right] = [Math.min(...spots.map((spot) => spot.x)), Math.max(...spots.map((spot) => spot.x))];
  const top = Math.min(...spots.map((spot) => spot.y));
  move({ x: size().wide / 2 - (left + right) / 2, y: HEADS + 6 + CARD / 2 - top, scale: 1 });
}

export function zoom(factor: number, at = { x: size().wide / 2, y: size().tall / 2 }): void {
  const next = Math.min(Math.max(scale * factor, 0.05), 4);
  move({ x: at.x - ((at.x - x) * next) / scale, y: at.y - ((at.y - y) * next) / scale, scale: next }, true);
}

const seen = ({ x: left, y: down }: { x: number; y: number }): boolean => left > 30 && left < size().wide - 30 && down > HEADS + 16 && down < size().tall - 24;

/** Bring some things into sight if they are not. */
export function reach(some: number[]): void {
  const own = some.map(spot).filter((one) => one !== null);
  if (!own.length || own.every(seen)) return;
  const down = own.reduce((sum, one) => sum + one.y, 0) / own.length;
  move({ x, y: y + size().tall / 2 - down }, true);
}

export const place = (at: number): { x: number; y: number } | undefined => places.at.get(at);
export function spot(at: number): { x: number; y: number } | null {
  const own = places.at.get(at);
  return own ? { x: own.x * scale + x, y: own.y * scale + y } : null;
}
export function spotOfFact(fact: number): { x: number; y: number } | null {
  if (!places.at.has(subjectOf(fact)) || !places.at.has(objectOf(fact))) return null;
  const own = spotOf(fact, places);
  return { x: own.x * scale + x, y: own.y * scale + y };
}
export const drawn = (): Scene | null => scene;

// The wheel scrolls, as in any list; with Ctrl (and a pinch) it enlarges.
function wheel(event: WheelEvent): void {
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    const box = frame().getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
    return;
  }
  const unit = event.deltaMode === 1 ? 18 : 1;
  move({ x: x - event.deltaX * unit, y: y - event.deltaY * unit });
}

let justDragged = false;
/** Whether a click is only the end of a drag. */
export const wasDragged = (): boolean => justDragged;
const fingers = new Map<number, PointerEvent>();
function grab(down: PointerEvent): void {
  if (down.button !== 0) return;
  fingers.set(down.pointerId, down);
  let dragged = false;
  const drag = (event: PointerEvent): void => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    if (!dragged && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 5) return;
    dragged = true;
    if (fingers.size === 2) {
      const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId)!;
      const span = (one: PointerEvent): number => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      const box = frame().getBoundingClientRect();
      zoom(span(event) / span(last), { x: (event.clientX + other.clientX) / 2 - box.left, y: (event.clientY + other.clientY) / 2 - box.top });
    } else move({ x: x + event.clientX - last.clientX, y: y + event.clientY - last.clientY });
    fingers.set(event.pointerId, event);
  };
  const end = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    removeEventListener('pointermove', drag);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
    justDragged = dragged;
    setTimeout(() => { justDragged = false; });
  };
  addEventListener('pointermove', drag);
  addEventListener('pointerup', end);
  addEventListener('pointercancel', end);
}
