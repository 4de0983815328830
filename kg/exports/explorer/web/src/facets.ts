// What facts and things are filtered by: each facet's values, how many facts have them, and whether a fact passes.

import { content, factCount, factsOf, fileOf, isDate, nameOf, objectOf, places, placesOf, predicateOf, relationOf, subjectOf, thingCount, topOf, valueOf } from './data';
import { levelOf } from './ranks';
import { OFF, ONLY, offTypes, state, type Facet } from './state';

const years: (Set<string> | undefined)[] = [];
/** The years in the dates of a thing. */
function yearsOf(at: number): Set<string> {
  return (years[at] ??= new Set([...factsOf(at)].filter((fact) => subjectOf(fact) === at && isDate(fact)).map((fact) => valueOf(fact).slice(0, 4))));
}
const spots: (Set<string> | undefined)[] = [];
/** The names of the places that a thing is, is in, or is for. */
function spotsOf(at: number): Set<string> {
  if (topOf(at) === 'Place') return (spots[at] ??= new Set([nameOf(at)]));
  return (spots[at] ??= new Set([...factsOf(at)].filter((fact) => subjectOf(fact) === at && objectOf(fact) >= 0 && topOf(objectOf(fact)) === 'Place').map((fact) => nameOf(objectOf(fact)))));
}
const ends = (fact: number): number[] => (objectOf(fact) < 0 ? [subjectOf(fact)] : [subjectOf(fact), objectOf(fact)]);
const both = (fact: number, of: (at: number) => Set<string>): Set<string> => new Set(ends(fact).flatMap((at) => [...of(at)]));

/** The values of a facet that a fact has. */
export function valuesOf(facet: Facet, fact: number): Set<string> {
  switch (facet) {
    case 'type': return new Set(ends(fact).map(topOf));
    case 'relation': return new Set([predicateOf(fact)]);
    case 'level': return new Set(ends(fact).map(levelOf).filter(Boolean));
    case 'place': return both(fact, spotsOf);
    case 'year': return both(fact, yearsOf);
    case 'mood': return new Set(placesOf(fact).map((place) => places!.moods[places!.mood[place]]));
    case 'file': return new Set(placesOf(fact).map((place) => content.papers.paths[fileOf(places!.paper[place])]));
    case 'rule': return new Set(placesOf(fact).map((place) => places!.rules[places!.rule[place]]));
  }
}

const counts = new Map<Facet, Map<string, number>>();
/** How many facts there are of each value of a facet; of types, how many things. */
export function countsOf(facet: Facet): Map<string, number> {
  const known = counts.get(facet);
  if (known) return known;
  const found = new Map<string, number>();
  if (facet === 'type') for (let at = 0; at < thingCount(); at += 1) found.set(topOf(at), (found.get(topOf(at)) ?? 0) + 1);
  else for (let fact = 0; fact < factCount(); fact += 1) for (const value of valuesOf(facet, fact)) found.set(value, (found.get(value) ?? 0) + 1);
  if (places || facet === 'type' || facet === 'relation') counts.set(facet, found);
  return found;
}

export const mayShow = (at: number): boolean => !state.hidden.has(at)
  && (!offTypes().has(topOf(at)) || state.pinned.has(at) || state.added.has(at) || ((state.scope.kind === 'near' || state.scope.kind === 'path') && at === state.scope.centre))
  && (!state.off.level.size || !state.off.level.has(levelOf(at)));

/** Whether the filters let a fact through. */
export function passes(fact: number): boolean {
  const object = objectOf(fact);
  if (state.off.relation.has(predicateOf(fact)) || !mayShow(subjectOf(fact)) || (object >= 0 && !mayShow(object))) return false;
  if (state.off.mood.size && places && [...valuesOf('mood', fact)].every((one) => state.off.mood.has(one))) return false;
  for (const facet of ONLY) if (state.only[facet].size && ![...valuesOf(facet, fact)].some((one) => state.only[facet].has(one))) return false;
  return true;
}
export const filtered = (): boolean => OFF.some((facet) => state.off[facet].size) || ONLY.some((facet) => state.only[facet].size) || state.hidden.size > 0;
export const directed = (fact: number): boolean => !relationOf(fact).symmetric;
