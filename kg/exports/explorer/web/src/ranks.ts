// The administrative level of a body: what the lexicon knows of it, else what its name shows.

import { content, nameOf, topOf } from './data';

export const LEVELS = ['national', 'provincial', 'city', 'county', 'township'];

// The endings of the names of divisions, the higher first; what stands before them is a name of at most a few characters.
const SHOWN: [RegExp, string][] = [
  [/^(中华人民共和国|中共中央|中国共产党中央|中央|全国|国家|国务院|最高人民)/, 'national'],
  [/^(中国共产党|中共)?[^省市县区州乡镇]{1,6}(街道|乡|镇)/, 'township'],
  [/^(中国共产党|中共)?([^省市县区州]{1,6}(省|自治区))?([^省市县区州]{1,6}(市|州))?[^省市县区州]{1,6}(县|区)(?!域)/, 'county'],
  [/^(中国共产党|中共)?([^省市县区州]{1,6}(省|自治区))?(?!北京|天津|上海|重庆)[^省市县区州]{1,6}(市|自治州)/, 'city'],
  [/^(中国共产党|中共)?([^省市县区州]{1,6}(省|自治区)|北京市|天津市|上海市|重庆市)/, 'provincial'],
];

const known = new Map<number, string>();
/** The level of a body, or nothing. */
export function levelOf(at: number): string {
  if (topOf(at) !== 'Organisation') return '';
  let level = known.get(at);
  if (level === undefined) {
    level = content.things.known[at]?.find(([property]) => property === 'level')?.[1] ?? SHOWN.find(([form]) => form.test(nameOf(at)))?.[1] ?? '';
    known.set(at, level);
  }
  return level;
}
export const isStated = (at: number): boolean => content.things.known[at]?.some(([property]) => property === 'level') ?? false;
