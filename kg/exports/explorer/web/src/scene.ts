// A drawing as a list of simple shapes; the same list becomes elements of the page, an SVG file, or paint on a canvas.

import { svg } from './dom';

interface Of { thing?: number; fact?: number; role?: 'hit' | 'ring' }
export type Item = Of & (
  | { kind: 'path'; d: string; x?: number; y?: number; scale?: number; fill?: string; stroke?: string; width?: number; opacity?: number }
  | { kind: 'text'; text: string; x: number; y: number; size: number; fill: string; anchor?: 'start' | 'middle' | 'end'; bold?: boolean; halo?: string; opacity?: number }
);
export interface Scene { left: number; top: number; right: number; bottom: number; ground: string; font: string; items: Item[] }

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A box with round corners as a path. */
export function box(x: number, y: number, wide: number, high: number, r: number): string {
  return `M${rounded(x + r)} ${rounded(y)}h${rounded(wide - 2 * r)}q${r} 0 ${r} ${r}v${rounded(high - 2 * r)}q0 ${r} ${-r} ${r}h${rounded(2 * r - wide)}q${-r} 0 ${-r} ${-r}v${rounded(2 * r - high)}q0 ${-r} ${r} ${-r}z`;
}

function attributes(item: Item, font: string): Record<string, string | number | undefined> {
  if (item.kind === 'path') {
    const moved = item.x === undefined ? undefined : `translate(${rounded(item.x)} ${rounded(item.y!)})${item.scale ? ` scale(${rounded(item.scale)})` : ''}`;
    return { d: item.d, transform: moved, fill: item.fill ?? 'none', stroke: item.stroke, 'stroke-width': item.width, opacity: item.opacity };
  }
  return {
    x: rounded(item.x), y: rounded(item.y), 'font-size': item.size, fill: item.fill, 'text-anchor': item.anchor ?? 'start', 'font-family': font,
    'font-weight': item.bold ? 600 : undefined, 'dominant-baseline': 'central', opacity: item.opacity,
    stroke: item.halo, 'stroke-width': item.halo ? 4 : undefined, 'paint-order': item.halo ? 'stroke' : undefined, 'stroke-linejoin': item.halo ? 'round' : undefined,
  };
}

/** The elements of a scene, those of one thing or fact in one group. */
export function elements(scene: Scene): SVGGElement {
  const whole = svg('g', {});
  let group: SVGGElement = whole;
  let key = '';
  for (const item of scene.items) {
    const now = item.thing !== undefined ? `thing ${item.thing}` : item.fact !== undefined ? `fact ${item.fact}` : '';
    if (now !== key) {
      key = now;
      group = now ? svg('g', { [`data-${now.split(' ')[0]}`]: now.split(' ')[1], class: now.split(' ')[0] }) : whole;
      if (now) whole.append(group);
    }
    const element = svg(item.kind, { ...attributes(item, scene.font), class: item.role });
    if (item.kind === 'text') element.textContent = item.text;
    group.append(element);
  }
  return whole;
}

/** The scene as a file of its own. */
export function asSvg(scene: Scene, title: string): string {
  const [wide, high] = [scene.right - scene.left, scene.bottom - scene.top];
  const shown = { ...scene, items: scene.items.filter((item) => item.role !== 'hit') };
  const root = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: [scene.left, scene.top, wide, high].map(rounded).join(' '), width: Math.ceil(wide), height: Math.ceil(high) });
  const called = svg('title', {});
  called.textContent = title;
  root.append(called, svg('rect', { x: scene.left, y: scene.top, width: wide, height: high, fill: scene.ground }), elements(shown));
  return new XMLSerializer().serializeToString(root);
}

/** The scene on a canvas, no side longer than a canvas may be. */
export function asCanvas(scene: Scene): HTMLCanvasElement {
  const [wide, high] = [scene.right - scene.left, scene.bottom - scene.top];
  const scale = Math.min(2, 8000 / wide, 8000 / high);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(wide * scale), Math.ceil(high * scale)];
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = scene.ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const item of scene.items) {
    if (item.role === 'hit') continue;
    pen.setTransform(scale, 0, 0, scale, -scene.left * scale, -scene.top * scale);
    pen.globalAlpha = item.opacity ?? 1;
    if (item.kind === 'path') {
      if (item.x !== undefined) pen.translate(item.x, item.y!);
      if (item.scale) pen.scale(item.scale, item.scale);
      const path = new Path2D(item.d);
      if (item.fill) { pen.fillStyle = item.fill; pen.fill(path); }
      if (item.stroke) { pen.strokeStyle = item.stroke; pen.lineWidth = item.width ?? 1; pen.stroke(path); }
    } else {
      pen.font = `${item.bold ? '600 ' : ''}${item.size}px ${scene.font}`;
      pen.textAlign = item.anchor === 'middle' ? 'center' : item.anchor === 'end' ? 'right' : 'left';
      pen.textBaseline = 'middle';
      pen.lineJoin = 'round';
      if (item.halo) { pen.strokeStyle = item.halo; pen.lineWidth = 4; pen.strokeText(item.text, item.x, item.y); }
      pen.fillStyle = item.fill;
      pen.fillText(item.text, item.x, item.y);
    }
  }
  return canvas;
}
