// The search box: by full name, other name or a part of one; arrows and Enter, as in any such box.

const LIMIT = 12;

const search = (() => {
  const box = $('search');
  const list = $('found');
  const folded = (text) => text.normalize('NFKC').toLowerCase().replace(/[\s《》〈〉“”"'‘’「」]/g, '');
  const known = things.map((thing) => thing.names.map(folded));
  let hits = [];
  let active = -1;

  /** The things that fit best: a whole name first; the beginning of one, a part, and many facts all count. */
  function find(text) {
    const wanted = folded(text);
    if (!wanted) return [];
    const found = [];
    known.forEach((names, at) => {
      let best = 0, by = 0;
      names.forEach((one, number) => {
        const where = one.indexOf(wanted);
        const worth = where < 0 ? (within(wanted, one) ? 1 : 0) : one === wanted ? 5 : where === 0 ? 4 : 3;
        if (worth > best) { best = worth; by = number; }
      });
      if (best) found.push({ at, by, best: best + (best === 5 ? 5 : Math.min(Math.log2(1 + factsOf[at].length) / 2, 2.5)) });
    });
    return found.sort((a, b) => b.best - a.best || factsOf[b.at].length - factsOf[a.at].length
      || nameOf(a.at).length - nameOf(b.at).length || a.at - b.at).slice(0, LIMIT);
  }

  /** Whether the characters stand in the name in this order (全总 in 全国总工会). */
  function within(wanted, one) {
    if (wanted.length < 2) return false;
    let from = 0;
    for (const char of wanted) {
      from = one.indexOf(char, from) + 1;
      if (!from) return false;
    }
    return true;
  }

  function show() {
    hits = find(box.value);
    active = hits.length ? 0 : -1;
    const open = box.value.trim() !== '';
    list.hidden = !open;
    box.setAttribute('aria-expanded', String(open));
    fill(list, hits.length ? hits.map(option) : [make('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, words().nothingFound)]);
    mark();
  }

  function option({ at, by }, number) {
    const title = by ? [name(nameOf(at)), make('span', { class: 'by' }, '（', lighted(things[at].names[by]), '）')] : [lighted(nameOf(at))];
    return make('li', { role: 'option', id: `found-${number}`, onmousedown: (event) => event.preventDefault(), onclick: () => take(number) },
      icon(things[at].type), make('span', { class: 'what' }, ...title), make('span', { class: 'note' }, `${kindName(at)} · ${factsOf[at].length}`));
  }

  function lighted(text) {
    const wanted = box.value.trim();
    const where = text.toLowerCase().indexOf(wanted.toLowerCase());
    if (where < 0) return name(text);
    const whole = name('');
    whole.append(text.slice(0, where), make('b', {}, text.slice(where, where + wanted.length)), text.slice(where + wanted.length));
    return whole;
  }

  function mark() {
    [...list.children].forEach((child, number) => {
      if (hits.length) child.setAttribute('aria-selected', String(number === active));
    });
    if (active >= 0) {
      box.setAttribute('aria-activedescendant', `found-${active}`);
      list.children[active].scrollIntoView({ block: 'nearest' });
    } else box.removeAttribute('aria-activedescendant');
  }

  function close() {
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  function take(number) {
    const hit = hits[number];
    if (!hit) return;
    close();
    box.value = nameOf(hit.at);
    box.select();
    chooseThing(hit.at);
  }

  box.addEventListener('input', show);
  box.addEventListener('focus', () => { if (box.value.trim() && document.hasFocus()) box.select(); });
  box.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // an input method is still at work
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.hidden) { show(); if (!hits.length) return; } else if (hits.length) {
        active = (active + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length;
      }
      mark();
      event.preventDefault();
    } else if (event.key === 'Enter') {
      if (list.hidden) show();
      take(active);
    } else if (event.key === 'Escape') {
      if (list.hidden) { box.value = ''; } else close();
      event.stopPropagation();
    }
  });
  document.addEventListener('keydown', (event) => {
    const writing = document.activeElement.matches('input:not([type=checkbox])');
    if (event.key === '/' && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      box.focus();
      event.preventDefault();
    } else if (event.key === 'Escape' && !writing) {
      if ($('filters').classList.contains('open')) openFilters(false); else chooseNothing();
    }
  });
  return { find, box };
})();
