// The questions that come with kg, and questions of one's own, asked of the page's data: no server, no network.

import { content, places, thingCount, topOf, typeOf, unpacked } from './data';
import { answered, type Answer } from './answering';
import { chooseThing } from './choice';
import { $, button, fill, make, name } from './dom';
import { icon } from './theme';
import { parsed } from './sparql';
import { language, words } from './state';
import { PREFIXES, triples } from './triples';

interface Named { key: string; en: string; zh: string; about: string; parameters: [string, string][]; text: string }
const SHOWN = 200;
let named: Named[] | null = null;
let chosen = 0;
let own = '';

/** The queries, told by the comments that they open with: the title, zh: its Chinese, what it is about, $name: what may be given. */
async function queries(): Promise<Named[]> {
  if (named) return named;
  const texts = await unpacked<Record<string, string>>('queries');
  named = Object.entries(texts).map(([key, text]) => {
    const head: string[] = [];
    for (const line of text.split('\n')) { if (!line.startsWith('#')) break; head.push(line.slice(1).trim()); }
    const zh = head.find((line) => line.startsWith('zh:'))?.slice(3).trim() ?? head[0];
    const parameters = head.filter((line) => line.startsWith('$')).map((line): [string, string] => [line.slice(1, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
    return { key, en: head[0], zh, about: head.slice(1).filter((line) => line && !/^(\$|zh:)/.test(line)).join(' '), parameters, text };
  });
  return named;
}

/** The answer to a query, by its text. */
export const ask = (text: string, values: Record<string, string> = {}): Answer => answered(parsed(text, PREFIXES(), values), triples);
/** The answer to a query that comes with kg, by its name. */
export async function askNamed(key: string, values: Record<string, string> = {}): Promise<Answer> {
  return ask((await queries()).find((one) => one.key === key)!.text, values);
}

/** The dialog that asks. */
export async function openQuestions(): Promise<void> {
  const say = words();
  const all = await queries();
  const box = $<HTMLDialogElement>('dialog');
  const one = all[chosen];
  const pick = make('select', { id: 'question', 'aria-label': say.ask, onchange: () => { chosen = pick.selectedIndex; own = ''; void openQuestions(); } },
    all.map((each, at) => make('option', { value: each.key, selected: at === chosen }, each[language])));
  const fields = one.parameters.map(([key, about]) => {
    const input = make('input', { type: 'text', name: key, autocomplete: 'off', title: about, 'aria-label': say.parameters[key] ?? about, placeholder: say.parameters[key] ?? about });
    return make('label', { class: 'field' }, input);
  });
  const text = make('textarea', { id: 'query-text', rows: 10, spellcheck: 'false', 'aria-label': 'SPARQL' });
  text.value = own || one.text;
  const out = make('div', { id: 'answer', 'aria-live': 'polite' });
  const form = make('form', { onsubmit: (event: SubmitEvent) => {
    event.preventDefault();
    own = text.value === one.text ? '' : text.value;
    const values = Object.fromEntries([...form.querySelectorAll('input')].filter((input) => input.value.trim()).map((input) => [input.name, input.value.trim()]));
    try { fill(out, ...told(ask(text.value, values))); } catch (error) { fill(out, make('p', { class: 'muted', role: 'alert' }, `${say.notAsked} ${(error as Error).message}`)); }
  } }, make('div', { class: 'asked' }, pick, fields, make('button', { type: 'submit', id: 'ask-now', class: 'first', disabled: !places }, say.askNow)),
  language === 'en' && make('p', { class: 'muted small' }, one.about), make('details', { open: own !== '' }, make('summary', {}, say.asSparql), text));
  box.classList.add('wide');
  fill(box, make('div', { class: 'head' }, make('h2', { id: 'dialog-title' }, say.ask), button('×', () => box.close(), { 'aria-label': say.close })), form, out);
  if (!box.open) box.showModal();
  if (places && !one.parameters.length && !own) form.requestSubmit();
}

let called: Map<string, number> | null = null;
function thingCalled(label: string): number {
  if (!called) {
    called = new Map();
    for (let at = thingCount() - 1; at >= 0; at -= 1) {
      const label = content.things.names[at][0];
      if (topOf(at) !== 'Document' || !called.has(label)) called.set(label, at); // a law rather than the file that holds it
    }
  }
  return called.get(label) ?? -1;
}

/** An answer as a table; names of things lead to them. */
function told({ columns, rows, cut }: Answer): HTMLElement[] {
  const say = words();
  const box = $<HTMLDialogElement>('dialog');
  const cell = (value: string): Node => {
    const at = value ? thingCalled(value) : -1;
    return at < 0 ? name(value) : make('button', { type: 'button', class: 'thing', onclick: () => { box.close(); chooseThing(at); } }, icon(typeOf(at)), name(value));
  };
  const part = content.things.iri.length < content.whole.entities;
  return [
    make('p', { class: 'muted', id: 'answer-size' }, `${say.rowsOf(rows.length)}${rows.length > SHOWN ? say.firstRows(SHOWN) : ''}${cut ? '…' : ''}${part ? say.ofPart : ''}`),
    make('div', { class: 'answers', tabindex: 0, role: 'region', 'aria-label': say.ask }, make('table', {},
      make('thead', {}, make('tr', {}, columns.map((column) => make('th', { scope: 'col' }, say.cells[column] ?? column)))),
      make('tbody', {}, rows.slice(0, SHOWN).map((row) => make('tr', {}, row.map((value) => make('td', {}, cell(value)))))))),
  ];
}
