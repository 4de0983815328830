// A form and a colour for each top class: two ways to tell them apart, on the canvas and in the text alike.

import { content } from './data';
import { svg } from './dom';

const SHAPES: Record<string, string> = {
  Organisation: 'M-9 -9H9V9H-9Z',
  LegalInstrument: 'M-8 -10H3L8 -5V10H-8Z',
  Provision: 'M-9 -6H9V6H-9Z',
  Programme: 'M0 -11L11 0L0 11L-11 0Z',
  Person: 'M-9 0A9 9 0 1 1 9 0A9 9 0 1 1 -9 0Z',
  Post: 'M0 -10L10 8H-10Z',
  Event: 'M0 -11L3 -4L10.5 -3.4L4.8 1.5L6.5 8.9L0 5L-6.5 8.9L-4.8 1.5L-10.5 -3.4L-3 -4Z',
  Place: 'M0 11L-9 -7H9Z',
  Group: 'M-5 -9H5L10 0L5 9H-5L-10 0Z',
  Document: 'M-10 -7H10V-2H-10ZM-10 2H10V7H-10Z',
};
/** The forms in the order in which the shader of the network knows them. */
export const FORMS = ['Person', 'Organisation', 'LegalInstrument', 'Provision', 'Programme', 'Post', 'Event', 'Place', 'Group', 'Document'];
export const shapeOf = (top: string): string => SHAPES[top] ?? SHAPES.Person;

export interface Theme { ground: string; surface: string; ink: string; muted: string; line: string; edge: string; strong: string; font: string; colours: Record<string, string> }
export let theme: Theme;

/** The colours of the style sheet, for what is drawn; read again when light and dark change. */
export function readTheme(): void {
  const style = getComputedStyle(document.documentElement);
  const of = (property: string): string => style.getPropertyValue(property).trim();
  theme = {
    ground: of('--ground'), surface: of('--surface'), ink: of('--ink'), muted: of('--muted'), line: of('--line'),
    edge: of('--edge'), strong: of('--strong'), font: of('--sans'), colours: {},
  };
  for (const [kind, { colour }] of Object.entries(content.kinds)) theme.colours[kind] = legible(colour, theme.surface);
}

const parts = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
function brightness(colour: string): number {
  const [r, g, b] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [low, high] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, moved towards black or white until it stands out from the ground three to one. */
function legible(colour: string, ground: string): string {
  const given = /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#777777';
  const aim = brightness(ground) > 0.4 ? 0 : 255;
  for (let step = 0; step <= 10; step += 1) {
    const mixed = `#${parts(given).map((part) => Math.round(part + (aim - part) * step * 0.1).toString(16).padStart(2, '0')).join('')}`;
    if (contrast(mixed, ground) >= 3) return mixed;
  }
  return theme.ink;
}

/** The form of a class as a small drawing. */
export function icon(kind: string): SVGElement {
  const path = svg('path', { d: shapeOf(content.kinds[kind]?.top ?? kind), fill: theme.colours[kind] ?? theme.muted });
  return svg('svg', { viewBox: '-12 -12 24 24', class: 'icon', 'aria-hidden': 'true' }, path);
}
