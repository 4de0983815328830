// What stands out in the picture: the thing that is read about and its neighbours, or the fact and its ends.

import { objectOf, subjectOf } from './data';
import { shown } from './choice';
import { state } from './state';

export interface Lit { things: Set<number>; facts: Set<number> }

export function chosenEnds(): number[] {
  const { chosen } = state;
  if (!chosen) return [];
  return chosen.kind === 'thing' ? [chosen.at] : [subjectOf(chosen.at), objectOf(chosen.at)];
}

export function lit(): Lit | null {
  const { chosen } = state;
  if (!chosen) return null;
  const some = shown.facts.filter((fact) => (chosen.kind === 'fact' ? fact === chosen.at : subjectOf(fact) === chosen.at || objectOf(fact) === chosen.at));
  const centre = chosen.kind === 'thing' ? chosen.at : subjectOf(chosen.at);
  if (!shown.things.has(centre)) return null;
  return { things: new Set([centre, ...some.flatMap((fact) => [subjectOf(fact), objectOf(fact)])]), facts: new Set(some) };
}
