// The picture and what is read beside it. Every text is put on the screen as text.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const [nodes, edges, options, content] = ['nodes', 'edges', 'options', 'content'].map(read);
  const { things, facts, relations } = content;
  const FOUND = 12;
  const LISTED = 200;

  function make(tag, attributes, ...held) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...held);
    return made;
  }

  function say(zh, en) {
    const both = document.createDocumentFragment();
    both.append(make('span', { class: 'zh', lang: 'zh-CN' }, zh), make('span', { class: 'en', lang: 'en' }, en));
    return both;
  }

  // --- the picture

  const hidden = new Set();
  const sets = {
    nodes: new vis.DataSet(nodes),
    edges: new vis.DataSet(edges),
  };
  const seen = new vis.DataView(sets.nodes, { filter: (node) => !hidden.has(node.kind) });
  const network = new vis.Network($('canvas'), { ...sets, nodes: seen }, options);
  const scheme = matchMedia('(prefers-color-scheme: dark)');

  /** A colour of the ontology as it is, or on a dark ground so much lighter that it stands out. */
  function shade(colour) {
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return `rgb(${parts.map((part) => (scheme.matches ? Math.round(part + (255 - part) * 0.4) : part)).join()})`;
  }

  function paint() {
    const look = getComputedStyle(document.body);
    const [ink, line, strong, surface] = ['--ink', '--muted', '--strong', '--surface'].map((name) => look.getPropertyValue(name).trim());
    network.setOptions({
      nodes: { font: { color: ink, face: look.fontFamily, strokeWidth: 3, strokeColor: surface } },
      edges: { color: { color: line, highlight: strong, hover: strong, opacity: 0.55 } },
    });
    sets.nodes.update(nodes.map(({ id, color }) => {
      const [background, border] = [shade(color), surface];
      return { id, color: { background, border, highlight: { background, border: ink }, hover: { background, border: ink } } };
    }));
  }
  scheme.addEventListener('change', paint);
  paint();
  network.fit();

  document.querySelectorAll('[data-kind]').forEach((button) => {
    button.addEventListener('click', () => {
      const { kind } = button.dataset;
      const on = hidden.delete(kind);
      if (!on) hidden.add(kind);
      button.setAttribute('aria-pressed', String(on));
      seen.refresh();
    });
  });

  network.on('click', (event) => {
    if (event.nodes.length) tell(event.nodes[0]);
    else if (event.edges.length) tell(facts[event.edges[0]].subject, event.edges[0]);
  });

  // --- what is read

  const about = things.map(() => []);
  facts.forEach((fact, at) => {
    about[fact.subject].push(at);
    if (fact.object >= 0 && fact.object !== fact.subject) about[fact.object].push(at);
  });

  function go(at) {
    tell(at);
    $('found').replaceChildren();
    if (hidden.has(things[at].top)) return;
    network.selectNodes([at]);
    network.focus(at, { scale: Math.max(network.getScale(), 0.8) });
  }

  function door(at) {
    const made = make('button', { type: 'button', class: 'end' }, make('bdi', {}, things[at].names[0]));
    made.addEventListener('click', () => go(at));
    return made;
  }

  function line(fact, here) {
    const other = fact.subject === here ? fact.object : fact.subject;
    const end = other < 0 ? make('bdi', {}, fact.value) : door(other);
    const [zh, en] = relations[fact.predicate];
    const out = fact.subject === here;
    const told = make('li', {}, make('small', {}, out ? '' : '← ', say(zh, en), out ? ' → ' : ' '), end);
    if (fact.quote) {
      told.append(make('blockquote', { lang: 'zh-CN' }, make('bdi', {}, fact.quote)));
      const more = fact.places - 1;
      told.append(make('small', {}, make('bdi', {}, fact.paper), ...(more ? [' ', say(`另有 ${more} 处`, `and ${more} more`)] : [])));
    }
    return told;
  }

  /** Read about a thing; the fact that was clicked comes first. */
  function tell(here, first = -1) {
    const thing = things[here];
    const listed = [...about[here]].sort((one, other) => (other === first) - (one === first));
    const parts = [
      make('h2', {}, make('bdi', {}, thing.names[0])),
      make('p', { class: 'muted' }, say(thing.zh, thing.en)),
    ];
    if (thing.names.length > 1) {
      parts.push(make('p', { class: 'muted' }, say('又称 ', 'also '), make('bdi', {}, thing.names.slice(1).join('、'))));
    }
    const count = listed.length;
    parts.push(make('h3', {}, say(`${count} 条事实`, count === 1 ? '1 fact' : `${count} facts`)));
    parts.push(make('ul', {}, ...listed.slice(0, LISTED).map((at) => line(facts[at], here))));
    if (count > LISTED) parts.push(make('p', { class: 'muted' }, say(`另有 ${count - LISTED} 条`, `and ${count - LISTED} more`)));
    $('reading').replaceChildren(...parts);
    $('reading').parentElement.scrollTop = 0;
  }

  // --- search

  const names = things.map((thing) => thing.names.join('\n').toLowerCase());

  $('search').addEventListener('input', () => {
    const words = $('search').value.trim().toLowerCase();
    const found = words ? names.flatMap((name, at) => (name.includes(words) ? [at] : [])) : [];
    found.sort((one, other) => about[other].length - about[one].length || one - other);
    const lines = found.slice(0, FOUND).map((at) => make('li', {}, door(at)));
    if (found.length > FOUND) lines.push(make('li', { class: 'muted' }, say(`另有 ${found.length - FOUND} 个`, `and ${found.length - FOUND} more`)));
    if (words && !found.length) lines.push(make('li', { class: 'muted' }, say('没有这样的名称', 'nothing is called so')));
    $('found').replaceChildren(...lines);
  });
})();
