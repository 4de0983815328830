// Everything together: what is unpacked first, what is drawn when the state changes, the buttons and the keys.

import { ask, askNamed, openQuestions } from './asking';
import * as board from './board';
import { choose, chooseFact, chooseNothing, chooseThing, collapse, expand, findPaths, hide, isDrawn, lookAround, pin, setScope, setView, shown } from './choice';
import { content, factCount, factsOf, isDate, nameOf, objectName, objectOf, open, openProof, places, predicateOf, sources, subjectOf, thingCount, topOf } from './data';
import { $, button, fill, make, name } from './dom';
import { filtered } from './facets';
import * as filters from './filters';
import { offer, tellKeys } from './giving';
import { chosenEnds } from './light';
import { forgetWidths } from './measure';
import * as picture from './picture';
import { readSource, turn } from './proof';
import { readAside, showHidden } from './reading';
import * as search from './search';
import { act, begin, canRedo, canUndo, follow, language, offTypes, onChange, redo, speak, state, undo, VIEWS, words } from './state';
import * as table from './table';
import { readTheme } from './theme';
import * as timeline from './timeline';

const SHADES = ['auto', 'light', 'dark'];
let shade = 'auto';

function kept(key: string): string | null { try { return localStorage.getItem(key); } catch { return null; } }
function keep(key: string, value: string): void { try { localStorage.setItem(key, value); } catch { /* a page without storage remembers nothing */ } }

/** Draw everything as the state says; `moved` fits the picture anew. */
function update(moved: boolean): void {
  choose(board.rows());
  const { view } = state;
  document.body.dataset.view = view;
  $('picture').hidden = !isDrawn();
  $('listing').hidden = view !== 'table';
  $('times').hidden = view !== 'timeline';
  $('net').hidden = view !== 'network';
  $('board').hidden = $('heads').hidden = !picture.isCards();
  for (const one of document.querySelectorAll<HTMLElement>('button[data-view]')) one.setAttribute('aria-pressed', String(one.dataset.view === view));
  const can = isDrawn() ? picture.show() : true;
  const listed = view === 'table' ? table.draw() : view === 'timeline' ? timeline.draw() : 0;
  const empty = $('empty');
  empty.hidden = can && shown.things.size > 0;
  empty.textContent = !can ? words().noWebgl : factCount() ? words().nothingDrawn : words().noFactsAtAll;
  drawScope();
  tell(listed);
  filters.draw();
  readAside();
  readSource();
  $<HTMLButtonElement>('undo').disabled = !canUndo();
  $<HTMLButtonElement>('redo').disabled = !canRedo();
  if (!isDrawn()) return;
  if (moved) picture.fit();
  picture.reach(chosenEnds());
}

function drawScope(): void {
  const say = words();
  const { scope } = state;
  const box = $('scope');
  const focused = document.activeElement instanceof HTMLElement && box.contains(document.activeElement) ? document.activeElement.id : '';
  const leave = button('×', () => setScope('strong'), { class: 'plain', 'aria-label': say.leave, id: 'leave' });
  if (scope.kind === 'near') {
    fill(box, make('span', { class: 'chip' }, name(say.around(nameOf(scope.centre)), { title: nameOf(scope.centre) }), leave),
      make('span', { class: 'switch' }, [1, 2, 3].map((depth) => button(say.depth(depth), () => lookAround(scope.centre, depth), { 'aria-pressed': String(scope.depth === depth), id: `depth-${depth}` }))));
  } else if (scope.kind === 'path') {
    fill(box, make('span', { class: 'chip' }, name(say.between(nameOf(scope.centre), nameOf(scope.other))), leave));
  } else {
    fill(box, make('span', { class: 'switch' }, (['strong', 'all'] as const).map((kind) => button(kind === 'strong' ? say.strong : say.everything, () => setScope(kind), { 'aria-pressed': String(scope.kind === kind), id: kind === 'strong' ? 'strongest' : 'everything' }))));
  }
  if (state.hidden.size) box.append(make('span', { class: 'chip' }, say.hiddenOnes(state.hidden.size), button(say.showHidden, showHidden, { class: 'plain', id: 'show-hidden' })));
  if (focused) $(focused)?.focus();
}

/** How much is shown of how much, and why not all. */
function tell(listed: number): void {
  const say = words();
  const { whole } = content;
  const things = sources(shown.things);
  const part = held() < whole.entities ? say.whyHeld(held()) : '';
  let dates = 0;
  if (state.view === 'timeline') for (let fact = 0; fact < factCount(); fact += 1) if (isDate(fact)) dates += 1;
  const [said, all] = state.view === 'table' ? [say.statusTable(listed, whole.facts), listed === factCount()]
    : state.view === 'timeline' ? [say.statusTimeline(listed, dates), listed === dates]
      : [say.status(things, whole.entities, shown.facts.length, whole.facts), things === held()];
  const mark = language === 'zh' ? '；' : '; ';
  $('status').textContent = [said, all ? '' : reason(things), part].filter(Boolean).join(mark);
}
let counted = -1;
/** How many entities the page holds, source documents not counted. */
function held(): number {
  if (counted < 0) counted = sources(Array.from({ length: thingCount() }, (_, at) => at));
  return counted;
}

function reason(things: number): string {
  const say = words();
  if (state.scope.kind === 'near') return say.whyNear;
  if (state.scope.kind === 'path') return say.whyPath;
  if (state.view === 'levels') return say.whyLevels;
  if (shown.cut === 'long') return say.whyLong;
  const off = offTypes();
  const ofOff = Array.from({ length: thingCount() }, (_, at) => at).filter((at) => topOf(at) !== 'Document' && off.has(topOf(at))).length;
  if (filtered()) return say.whyFilter;
  if (isDrawn() && ofOff && held() - things === ofOff) return say.whyTypes(ofOff);
  if (shown.cut === 'strong' && state.view !== 'timeline') return ofOff ? say.whyStrongTypes : say.whyStrong;
  return state.view === 'timeline' ? '' : say.whyFilter;
}

function drawWords(): void {
  const say = words();
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = say.title;
  for (const one of document.querySelectorAll<HTMLElement>('[data-word]')) one.textContent = say[one.dataset.word as 'title'];
  for (const one of document.querySelectorAll<HTMLElement>('[data-label]')) {
    one.setAttribute('aria-label', say[one.dataset.label as 'title']);
    if (one.matches('button')) one.title = say[one.dataset.label as 'title'];
  }
  for (const one of document.querySelectorAll<HTMLInputElement>('[data-hint]')) {
    one.placeholder = say[one.dataset.hint as 'title'];
    one.setAttribute('aria-label', say[one.dataset.hint as 'title']);
  }
  search.forget();
  const { whole } = content;
  $('size').textContent = say.size(whole.documents, whole.entities, whole.facts);
  fill($('language'), say.other);
  $('language').setAttribute('aria-label', say.otherLabel);
  $('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  fill($('shade'), { auto: '◐', light: '○', dark: '●' }[shade]!);
  $('shade').title = `${say.shade}: ${say.shades[shade]}`;
  $('shade').setAttribute('aria-label', `${say.shade}: ${say.shades[shade]}`);
  const folded = document.body.classList.contains('folded');
  fill($('fold'), folded ? say.unfold : say.fold);
}

function setLanguage(wanted: 'zh' | 'en'): void {
  speak(wanted);
  keep('kg-language', wanted);
  drawWords();
  update(false);
}

function setShade(wanted: string): void {
  shade = wanted;
  if (shade === 'auto') delete document.documentElement.dataset.shade; else document.documentElement.dataset.shade = shade;
  keep('kg-shade', shade);
  readTheme();
  drawWords();
}

function openFilters(open: boolean): void {
  $('filters').classList.toggle('open', open);
  $('open-filters').setAttribute('aria-expanded', String(open));
}

/** Keys that work wherever no text is written. */
function key(event: KeyboardEvent): void {
  const writing = document.activeElement?.matches('input:not([type=checkbox])') ?? false;
  if (($('dialog') as HTMLDialogElement).open) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !writing) {
    const pressed = event.key.toLowerCase();
    if (pressed === 'z') { if (event.shiftKey) redo(); else undo(); } else if (pressed === 'y') redo(); else return;
    event.preventDefault();
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { chosen } = state;
  const thing = chosen?.kind === 'thing' ? chosen.at : -1;
  const drawnFacts = (): number[] => [...factsOf(thing)].filter((fact) => objectOf(fact) >= 0);
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (pressed === '/') search.focus();
  else if (pressed === '?') tellKeys();
  else if (pressed === 'q') void openQuestions();
  else if (pressed === 'Escape') { if ($('filters').classList.contains('open')) openFilters(false); else if (state.source) act((one) => { one.source = false; }); else chooseNothing(); }
  else if (VIEWS[Number(pressed) - 1]) setView(VIEWS[Number(pressed) - 1]);
  else if (pressed === 'n') turn(1);
  else if (pressed === 'p') turn(-1);
  else if (pressed === 's' && chosen?.kind === 'fact') act((one) => { one.source = !one.source; });
  else if (thing < 0) return;
  else if (pressed === 'f') lookAround(thing, state.scope.kind === 'near' && state.scope.centre === thing ? (state.scope.depth % 3) + 1 : 1);
  else if (pressed === 'e') { const some = drawnFacts(); if (event.shiftKey) collapse(thing, some); else expand(thing, some); }
  else if (pressed === 'h') hide(thing);
  else if (pressed === 'k') pin(thing);
  else if (pressed === 't') search.askFor(thing);
  else return;
  event.preventDefault();
}

function listen(): void {
  for (const one of document.querySelectorAll<HTMLElement>('button[data-view]')) one.addEventListener('click', () => setView(one.dataset.view as 'columns'));
  const acts: Record<string, () => void> = {
    language: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
    shade: () => { setShade(SHADES[(SHADES.indexOf(shade) + 1) % SHADES.length]); update(false); },
    nearer: () => picture.zoom(1.3), farther: () => picture.zoom(1 / 1.3), fit: () => picture.fit(), undo, redo,
    'open-filters': () => openFilters(!$('filters').classList.contains('open')),
    ask: () => void openQuestions(), give: offer, help: tellKeys,
    fold: () => {
      const folded = document.body.classList.toggle('folded');
      $('fold').setAttribute('aria-expanded', String(!folded));
      drawWords();
    },
  };
  for (const [id, does] of Object.entries(acts)) $(id).addEventListener('click', does);
  document.addEventListener('keydown', key);
  $('canvas').addEventListener('click', () => { if ($('filters').classList.contains('open')) openFilters(false); });
  addEventListener('hashchange', follow);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readTheme(); update(false); });
  let [width, height] = [$('canvas').clientWidth, $('canvas').clientHeight];
  new ResizeObserver(() => {
    const frame = $('canvas');
    if (!frame.clientWidth || !frame.clientHeight || (frame.clientWidth === width && frame.clientHeight === height)) return;
    [width, height] = [frame.clientWidth, frame.clientHeight];
    picture.resize();
    update(true);
  }).observe($('canvas'));
}

async function start(): Promise<void> {
  await open();
  performance.mark('kg-content');
  speak(kept('kg-language') === 'en' ? 'en' : 'zh');
  begin();
  setShade(SHADES.includes(kept('kg-shade') ?? '') ? kept('kg-shade')! : 'auto');
  search.open();
  picture.open();
  table.open(() => update(false));
  listen();
  onChange(update);
  if (matchMedia('(pointer: fine)').matches && !location.hash) search.focus();
  performance.mark('kg-search');
  update(true);
  performance.mark('kg-picture');
  // Fonts may come a moment later than the first drawing.
  void document.fonts?.ready.then(forgetWidths);
  await new Promise((done) => { setTimeout(done); });
  await openProof();
  update(false);
  performance.mark('kg-proof');
  document.documentElement.dataset.ready = 'yes';
}

const find = (called: string): number => content.things.names.findIndex(([first]) => first === called);
const fact = (subject: string, predicate: string, object: string): number => Array.from({ length: factCount() }, (_, at) => at)
  .findIndex((at) => predicateOf(at) === predicate && nameOf(subjectOf(at)) === subject && objectName(at) === object);

Object.assign(window, { explorer: { find, fact, picture, chooseThing, chooseFact, findPaths, search: search.find, ask, askNamed, get state() { return state; }, get shown() { return shown; }, get content() { return content; }, get places() { return places; } } });
void start();
