// A form and a colour for each top class: two ways to tell them apart, on the canvas and in the text alike.

const SHAPES = {
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
const shapeOf = (top) => SHAPES[top] || SHAPES.Person;
const paths = {};
const pathOf = (top) => (paths[top] ||= new Path2D(shapeOf(top)));

let theme = {};

/** The colours of the style sheet, for the canvas; read again when the system changes between light and dark. */
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const of = (property) => style.getPropertyValue(property).trim();
  theme = {
    ground: of('--ground'), surface: of('--surface'), ink: of('--ink'), muted: of('--muted'), line: of('--line'),
    edge: of('--edge'), strong: of('--strong'), font: of('--sans'), colours: {},
  };
  for (const [kind, { colour }] of Object.entries(kinds)) theme.colours[kind] = legible(colour, theme.surface);
}

const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
function brightness(colour) {
  const [r, g, b] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one, other) {
  const [low, high] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, moved towards black or white until it stands out from the ground three to one. */
function legible(colour, ground) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) colour = '#777777';
  const aim = brightness(ground) > 0.4 ? 0 : 255;
  for (let step = 0; step <= 10; step += 1) {
    const mixed = `#${parts(colour).map((part) => Math.round(part + (aim - part) * step * 0.1).toString(16).padStart(2, '0')).join('')}`;
    if (contrast(mixed, ground) >= 3) return mixed;
  }
  return theme.ink;
}

/** The form of a top class as a small drawing. */
function icon(kind) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '-12 -12 24 24');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', shapeOf(kinds[kind] ? kinds[kind].top : kind));
  path.setAttribute('fill', theme.colours[kind] || theme.muted);
  drawing.append(path);
  return drawing;
}

const cuts = new Map();
/** A text in at most so many lines of a width; what does not fit ends in an ellipsis. Measured once. */
function lines(ctx, text, width, most) {
  const key = `${ctx.font}|${width}|${most}|${text}`;
  if (cuts.has(key)) return cuts.get(key);
  const out = [];
  let rest = [...text];
  while (rest.length && out.length < most) {
    let taken = fitting(ctx, rest, width);
    if (taken < rest.length && out.length < most - 1) {
      while (taken > 2 && /[，。、；：！？”’》）】·]/.test(rest[taken])) taken -= 1; // no line begins with these
      while (taken > 2 && /[“‘《（【]/.test(rest[taken - 1])) taken -= 1; // none ends with these
      if (rest.length - taken < 3) taken = Math.max(rest.length - 3, 2); // no line of one character
      const word = /[A-Za-z0-9]/;
      let back = taken;
      while (back > taken / 2 && word.test(rest[back - 1]) && word.test(rest[back])) back -= 1;
      if (back > taken / 2) taken = back;
    } else if (taken < rest.length) {
      taken = fitting(ctx, rest, width - ctx.measureText('…').width);
      out.push(`${rest.slice(0, taken).join('')}…`);
      break;
    }
    out.push(rest.slice(0, taken).join('').trim());
    rest = rest.slice(taken);
  }
  if (cuts.size > 8000) cuts.clear();
  cuts.set(key, out);
  return out;
}
function fitting(ctx, characters, width) {
  let low = 1, high = Math.min(characters.length, 200);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(characters.slice(0, middle).join('')).width <= width) low = middle; else high = middle - 1;
  }
  return low;
}
