// A text and a width in; the lines that fit out, broken as a Chinese typesetter would break them.

const pen = document.createElement('canvas').getContext('2d')!;
const cuts = new Map<string, string[]>();
export const forgetWidths = (): void => cuts.clear();

export function widthOf(text: string, font: string): number {
  pen.font = font;
  return pen.measureText(text).width;
}

/** A text in at most so many lines of a width; what does not fit ends in an ellipsis. Measured once. */
export function linesOf(text: string, font: string, width: number, most: number): string[] {
  const key = `${font}|${width}|${most}|${text}`;
  const known = cuts.get(key);
  if (known) return known;
  pen.font = font;
  const out: string[] = [];
  let rest = [...text];
  while (rest.length && out.length < most) {
    let taken = fitting(rest, width);
    if (taken < rest.length && out.length < most - 1) taken = better(rest, taken);
    else if (taken < rest.length) {
      taken = fitting(rest, width - pen.measureText('…').width);
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

/** A little earlier, where a line may end: not before a closing sign, not after an opening one, not inside a word or number. */
function better(rest: string[], most: number): number {
  let taken = rest.length - most < 3 ? Math.max(rest.length - 3, 2) : most; // no line of one character
  while (taken > 2 && /[，。、；：！？”’》）】·]/.test(rest[taken])) taken -= 1;
  while (taken > 2 && /[“‘《（【]/.test(rest[taken - 1])) taken -= 1;
  const word = /[A-Za-z0-9]/;
  let back = taken;
  while (back > taken / 2 && word.test(rest[back - 1]) && word.test(rest[back])) back -= 1;
  return back > taken / 2 ? back : taken;
}

function fitting(characters: string[], width: number): number {
  let [low, high] = [1, Math.min(characters.length, 200)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pen.measureText(characters.slice(0, middle).join('')).width <= width) low = middle; else high = middle - 1;
  }
  return low;
}
