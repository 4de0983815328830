// The list of facts: the same facts as the picture, for reading down, sorting and finding.

const PAGE = 200;

const table = (() => {
  const head = $('order');
  const body = $('rows');
  const sift = $('sift');
  let by = { column: 'subject', way: 1 };
  let shownRows = PAGE;
  let last = '';
  const keys = {
    subject: (fact) => nameOf(fact.subject), relation: (fact) => relationName(fact.predicate), object: objectName,
    document: (fact) => papers[fact.said[0].paper].title,
  };
  const text = facts.map((fact) => [nameOf(fact.subject), objectName(fact), fact.said[0].pieces.map(([piece]) => piece).join('')].join(' ').toLowerCase());

  /** The facts that the list holds now, in its order. */
  function rows() {
    const wanted = sift.value.trim().toLowerCase();
    const some = listed().filter((at) => !wanted || text[at].includes(wanted) || relationName(facts[at].predicate).includes(wanted));
    const key = keys[by.column];
    const keyed = some.map((at) => [key(facts[at]), at]);
    keyed.sort((a, b) => by.way * collator.compare(a[0], b[0]) || a[1] - b[1]);
    return keyed.map(([, at]) => at);
  }

  function draw() {
    if (state.view !== 'table') return [0];
    const say = words();
    fill(head, ['subject', 'relation', 'object', 'sentence', 'document'].map((column) => {
      if (!keys[column]) return make('th', { scope: 'col', class: column }, say[column]);
      const sorted = by.column === column ? (by.way > 0 ? 'ascending' : 'descending') : 'none';
      return make('th', { scope: 'col', class: column, 'aria-sort': sorted },
        button(say[column], () => { by = { column, way: by.column === column ? -by.way : 1 }; draw(); head.querySelector(`.${column} button`).focus(); },
          { title: say.sortBy(say[column]) }));
    }));
    const some = rows();
    const now = JSON.stringify([by, sift.value, state.language, some.length]);
    if (now !== last) shownRows = PAGE;
    last = now;
    fill(body, some.length ? some.slice(0, shownRows).map(row) : [make('tr', {}, make('td', { colspan: 5, class: 'muted' }, say.noRows))]);
    const more = $('more');
    more.hidden = some.length <= shownRows;
    more.textContent = say.moreRows(Math.min(PAGE, some.length - shownRows));
    return [some.length];
  }

  function row(at) {
    const fact = facts[at];
    const on = state.chosen && state.chosen.kind === 'fact' && state.chosen.at === at;
    return make('tr', { class: on ? 'on' : null, 'data-fact': at },
      make('td', { class: 'subject' }, linkTo(fact.subject)),
      make('td', { class: 'relation' }, relationName(fact.predicate)),
      make('td', { class: 'object' }, fact.object >= 0 ? linkTo(fact.object) : name(fact.value)),
      make('td', { class: 'sentence' }, make('button', { type: 'button', class: 'said', onclick: () => chooseFact(at) }, sentenceOf(at, 0, true))),
      make('td', { class: 'document' }, name(papers[fact.said[0].paper].title, { title: papers[fact.said[0].paper].path })));
  }

  sift.addEventListener('input', () => update());
  $('more').addEventListener('click', () => {
    const first = shownRows;
    shownRows += PAGE;
    draw();
    body.children[first]?.querySelector('button').focus();
  });
  return { draw };
})();
