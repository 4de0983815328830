// Two things in; the short ways between them out, as chains of facts.

import { factsOf, objectOf, otherEnd, topOf, degree } from './data';
import { state } from './state';

export interface Path { things: number[]; facts: number[] }
const MOST = 12;
const LONGEST = 5;
const TRIED = 60_000;

/** The ways that are shortest, then those one step longer; never through a source document, nor through what is hidden. */
export function pathsBetween(from: number, to: number): Path[] {
  if (from === to || from < 0 || to < 0) return [];
  const away = distances(to);
  const shortest = away.get(from);
  if (shortest === undefined || shortest > LONGEST) return [];
  const found: Path[] = [];
  let tried = 0;
  const walk = (path: Path, left: number): void => {
    const at = path.things[path.things.length - 1];
    if (at === to) { if (left === 0) found.push({ things: [...path.things], facts: [...path.facts] }); return; }
    for (const fact of usable(at)) {
      const other = otherEnd(fact, at);
      if (found.length >= MOST || (tried += 1) > TRIED) return;
      if ((away.get(other) ?? Infinity) > left - 1 || path.things.includes(other)) continue;
      path.things.push(other);
      path.facts.push(fact);
      walk(path, left - 1);
      path.things.pop();
      path.facts.pop();
    }
  };
  for (const length of [shortest, shortest + 1]) if (length <= LONGEST) walk({ things: [from], facts: [] }, length);
  return found;
}

/** The facts that lead on from a thing: one for each neighbour and relation, those to strong things first. */
const usable = (at: number): number[] => [...factsOf(at)]
  .filter((fact) => objectOf(fact) >= 0 && topOf(otherEnd(fact, at)) !== 'Document' && !state.hidden.has(otherEnd(fact, at)) && otherEnd(fact, at) !== at)
  .sort((a, b) => degree(otherEnd(b, at)) - degree(otherEnd(a, at)) || a - b);

function distances(to: number): Map<number, number> {
  const steps = new Map([[to, 0]]);
  let front = [to];
  for (let step = 1; step <= LONGEST && front.length; step += 1) {
    const next: number[] = [];
    for (const at of front) {
      for (const fact of usable(at)) {
        const other = otherEnd(fact, at);
        if (!steps.has(other)) { steps.set(other, step); next.push(other); }
      }
    }
    front = next;
  }
  return steps;
}
