// Everything together: the filters, the line that says how much is shown, the language, and the first look.

function drawFilters() {
  const say = words();
  const off = hiddenTypes();
  const seen = state.view === 'table' ? null : picture.shownThings();
  const all = new Map();
  const here = new Map();
  things.forEach((_, at) => {
    all.set(topOf(at), (all.get(topOf(at)) || 0) + 1);
    if (!seen || seen.has(at)) here.set(topOf(at), (here.get(topOf(at)) || 0) + 1);
  });
  const tops = [...TOPS].sort((a, b) => rank(a) - rank(b) || all.get(b) - all.get(a));
  fill($('types'), tops.map((top) => choice(top, icon(top), kindTitle(top), !off.has(top), (on) => {
    if (on) off.delete(top); else off.add(top);
  }, off.has(top) || here.get(top) === all.get(top) ? String(all.get(top)) : `${here.get(top) || 0} / ${all.get(top)}`)));
  $('every-type').textContent = off.size ? say.all : say.none;
  const counts = new Map();
  facts.forEach((fact) => counts.set(fact.predicate, (counts.get(fact.predicate) || 0) + 1));
  const order = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  fill($('relations'), order.map(([predicate, count]) => choice(predicate, null, relationName(predicate), !state.relations.has(predicate), (on) => {
    if (on) state.relations.delete(predicate); else state.relations.add(predicate);
  }, String(count), relations[predicate][`about_${state.language}`])));
  $('every-relation').textContent = state.relations.size ? say.all : say.none;
}

const rank = (top) => { const at = MAIN_TOPS.indexOf(top); return at < 0 ? MAIN_TOPS.length : at; };

function choice(key, mark, text, on, act, note, about) {
  const box = make('input', { type: 'checkbox', 'data-key': key, onchange: (event) => {
    act(event.target.checked);
    update();
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    if (state.view !== 'table') picture.fit();
  } });
  box.checked = on;
  return make('li', {}, make('label', { title: about || null }, box, mark, make('span', { class: 'what' }, text), make('span', { class: 'note' }, note)));
}

function drawScope() {
  const say = words();
  const { kind, centre, depth } = state.scope;
  const pressed = (on) => ({ 'aria-pressed': String(on) });
  const parts = [];
  if (kind === 'near') {
    parts.push(make('span', { class: 'chip' }, make('bdi', {}, say.around(nameOf(centre))),
      button('×', () => setScope('strong'), { 'aria-label': say.leave, title: say.leave, class: 'plain' })));
    if (state.view !== 'table') {
      parts.push(make('span', { class: 'switch' }, [1, 2].map((steps) => button(say.depth(steps), () => lookAround(centre, steps), pressed(depth === steps)))));
    }
  } else if (state.view !== 'table') {
    parts.push(make('span', { class: 'switch' }, button(say.strong, () => setScope('strong'), { id: 'strong', ...pressed(kind === 'strong') }),
      button(say.everything, () => setScope('all'), { id: 'everything', ...pressed(kind === 'all') })));
  }
  fill($('scope'), parts);
}

function drawStatus(listedCount) {
  const say = words();
  const { whole } = content;
  if (state.view === 'table') { $('status').textContent = say.statusTable(listedCount, whole.facts); return; }
  const [some, told] = picture.counts();
  const held = counted(things.keys());
  const off = counted([...things.keys()].filter((at) => hiddenTypes().has(topOf(at))));
  const why = some === whole.entities ? '' : state.scope.kind === 'near' ? say.whyNear
    : held < whole.entities && state.scope.kind === 'all' ? say.whyHeld(held)
      : some + off === whole.entities ? say.whyTypes(off)
        : state.scope.kind === 'all' ? say.whyFilter : off ? say.whyStrongTypes : say.whyStrong;
  $('status').textContent = say.status(some, whole.entities, told, whole.facts) + (why ? (state.language === 'zh' ? `；${why}` : `; ${why}`) : '');
}

function drawWords() {
  const say = words();
  document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  document.title = say.title;
  document.querySelectorAll('[data-word]').forEach((element) => { element.textContent = say[element.dataset.word]; });
  document.querySelectorAll('[data-label]').forEach((element) => {
    element.setAttribute('aria-label', say[element.dataset.label]);
    if (element.tagName === 'BUTTON') element.title = say[element.dataset.label];
  });
  document.querySelectorAll('[data-hint]').forEach((element) => {
    element.placeholder = say[element.dataset.hint];
    element.setAttribute('aria-label', say[element.dataset.hint]);
  });
  $('language').textContent = say.other;
  $('language').lang = state.language === 'zh' ? 'en' : 'zh-CN';
  $('language').setAttribute('aria-label', say.otherLabel);
  $('size').textContent = say.size(content.whole);
  const folded = document.body.classList.contains('folded');
  $('fold').textContent = folded ? say.unfold : say.fold;
}

/** Draw everything as the state says. */
function update() {
  document.body.dataset.view = state.view;
  $('picture').hidden = state.view === 'table';
  $('listing').hidden = state.view !== 'table';
  document.querySelectorAll('[data-view]').forEach((one) => {
    if (one.tagName === 'BUTTON') one.setAttribute('aria-pressed', String(one.dataset.view === state.view));
  });
  drawScope();
  picture.draw();
  const [count] = table.draw();
  drawFilters();
  drawStatus(count);
  readAside();
}

function setLanguage(language) {
  state.language = language;
  try { localStorage.setItem('kg-language', language); } catch { /* a page from a disk may not remember */ }
  drawWords();
  update();
}

function openFilters(open) {
  $('filters').classList.toggle('open', open);
  $('open-filters').setAttribute('aria-expanded', String(open));
  if (open) $('filters').querySelector('input')?.focus(); else $('open-filters').focus();
}

function start() {
  try { state.language = localStorage.getItem('kg-language') === 'en' ? 'en' : 'zh'; } catch { /* then Chinese */ }
  readTheme();
  document.querySelectorAll('button[data-view]').forEach((one) => one.addEventListener('click', () => setView(one.dataset.view)));
  $('language').addEventListener('click', () => setLanguage(state.language === 'zh' ? 'en' : 'zh'));
  $('nearer').addEventListener('click', () => picture.zoom(1.3));
  $('farther').addEventListener('click', () => picture.zoom(1 / 1.3));
  $('fit').addEventListener('click', () => picture.fit(picture.duration()));
  $('open-filters').addEventListener('click', () => openFilters(!$('filters').classList.contains('open')));
  $('fold').addEventListener('click', () => {
    const folded = document.body.classList.toggle('folded');
    $('fold').setAttribute('aria-expanded', String(!folded));
    drawWords();
  });
  $('every-type').addEventListener('click', () => {
    const off = hiddenTypes();
    if (off.size) off.clear(); else TOPS.forEach((top) => off.add(top));
    update();
    picture.fit();
  });
  $('every-relation').addEventListener('click', () => {
    if (state.relations.size) state.relations.clear(); else Object.keys(relations).forEach((one) => state.relations.add(one));
    update();
    picture.fit();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readTheme(); update(); });
  drawWords();
  update();
  picture.fit();
  if (matchMedia('(pointer: fine)').matches) search.box.focus();
  // Fonts may come a moment later than the first drawing.
  document.fonts?.ready.then(() => { cuts.clear(); picture.network.redraw(); });
}

