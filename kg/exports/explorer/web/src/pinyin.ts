// A name in; the first letters of its syllables out, by the order in which the browser sorts Chinese.

// The first character of each letter in that order; I, U and V begin no syllable.
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';
// Characters of two readings that stand in names of places, bodies and offices: both letters are tried.
const TWICE: Record<string, string> = {
  长: 'cz', 重: 'cz', 行: 'hx', 会: 'hk', 省: 'sx', 厦: 'sx', 乐: 'ly', 单: 'ds', 朝: 'cz', 调: 'dt', 传: 'cz', 车: 'cj', 参: 'cs',
  降: 'jx', 系: 'jx', 校: 'jx', 区: 'qo', 曾: 'cz', 解: 'jx', 藏: 'cz', 都: 'd', 石: 's', 六: 'l', 番: 'fp', 卡: 'kq', 什: 'sz', 率: 'ls', 宿: 'sx',
};

const order = new Intl.Collator('zh-CN-u-co-pinyin');
const known = new Map<string, string>();

function lettersOf(character: string): string {
  const found = known.get(character);
  if (found !== undefined) return found;
  let letters = TWICE[character] ?? '';
  if (!letters && /[\u3400-\u9fff]/.test(character)) {
    let at = LETTERS.length - 1;
    while (at > 0 && order.compare(character, FIRST[at]) < 0) at -= 1;
    letters = LETTERS[at];
  } else if (!letters && /[a-z0-9]/i.test(character)) letters = character.toLowerCase();
  known.set(character, letters);
  return letters;
}

/** Where in a name these letters are the initials of characters one after the other; -1 for nowhere. */
export function initialsAt(name: string, letters: string): number {
  const all = [...name].map(lettersOf).filter(Boolean);
  for (let start = 0; start + letters.length <= all.length; start += 1) {
    let at = 0;
    while (at < letters.length && all[start + at].includes(letters[at])) at += 1;
    if (at === letters.length) return start;
  }
  return -1;
}
