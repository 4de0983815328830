// The side to read at: what is here, a thing with its facts, a fact with its sentences.

const FIRST = 8;

function readAside() {
  const box = $('reading');
  const { chosen } = state;
  const back = state.trail.length > 0;
  const bar = make('div', { class: 'crumbs' },
    back && button(`‹ ${words().back}`, goBack, { class: 'plain', id: 'back' }),
    chosen && button(words().overview, chooseNothing, { class: 'plain', id: 'to-overview' }));
  const body = !chosen ? overview() : chosen.kind === 'thing' ? aboutThing(chosen.at) : aboutFact(chosen.at, chosen.place || 0);
  fill(box, (back || chosen) && bar, ...body);
  box.scrollTop = 0;
}

/** A name to click on, with the form and colour of its type. */
function linkTo(at, note) {
  return make('button', { type: 'button', class: 'thing', onclick: () => chooseThing(at) },
    icon(things[at].type), name(nameOf(at)), note !== undefined && make('span', { class: 'note' }, note));
}

function overview() {
  const { whole } = content;
  const say = words();
  const parts = [
    make('h2', {}, say.here),
    make('p', {}, say.hereText(say.documentsOf(whole.documents), `${say.entitiesOf(whole.entities)}${state.language === 'zh' ? '、' : ' and '}${say.factsOf(whole.facts)}`)),
  ];
  if (counted(things.keys()) < whole.entities) parts.push(make('p', { class: 'muted' }, say.whyHeld(counted(things.keys()))));
  for (const top of [...MAIN_TOPS, 'Person']) {
    const best = things.map((_, at) => at).filter((at) => topOf(at) === top && factsOf[at].length)
      .sort((a, b) => factsOf[b].length - factsOf[a].length || a - b).slice(0, 5);
    if (!best.length) continue;
    const most = factsOf[best[0]].length;
    parts.push(make('h3', {}, say.top(kindTitle(top))), make('ol', { class: 'tops' }, best.map((at) => {
      const bar = make('span', { class: 'measure', 'aria-hidden': 'true' });
      bar.style.setProperty('--share', factsOf[at].length / most);
      bar.style.setProperty('--colour', theme.colours[things[at].type]);
      return make('li', {}, linkTo(at, String(factsOf[at].length)), bar);
    })));
  }
  const counts = new Map();
  facts.forEach((fact) => fact.said.slice(0, 1).forEach((said) => counts.set(said.paper, (counts.get(said.paper) || 0) + 1)));
  const sources = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (!sources.length) papers.forEach((_, at) => sources.push([at, 0]));
  if (sources.length) parts.push(make('h3', {}, say.papers), make('ul', { class: 'papers' }, sources.slice(0, 12).map(([at, count]) => make('li', {},
    name(papers[at].title, { title: papers[at].path }), make('span', { class: 'note' }, say.factsOf(count))))));
  if (sources.length > 12) parts.push(make('p', { class: 'muted' }, say.moreMentions(sources.length - 12)));
  return parts;
}

function aboutThing(at) {
  const say = words();
  const thing = things[at];
  const [first, ...others] = thing.names;
  const parts = [
    make('p', { class: 'type' }, icon(thing.type), kindName(at)),
    make('h2', {}, name(first)),
  ];
  if (others.length) parts.push(make('p', { class: 'also' }, make('span', { class: 'muted' }, `${say.also} `),
    others.flatMap((other, number) => [number ? ' · ' : '', name(other)])));
  const own = factsOf[at];
  const values = own.filter((one) => facts[one].object < 0);
  const known = thing.known || [];
  if (values.length || known.length) {
    parts.push(make('dl', { class: 'values' },
      values.flatMap((one) => [make('dt', {}, relationName(facts[one].predicate)),
        make('dd', {}, button(name(facts[one].value), () => chooseFact(one), { class: 'value' }))]),
      known.flatMap(([property, value]) => [make('dt', {}, relations[property] ? relationName(property) : property),
        make('dd', {}, say.levels[value] || name(value), topOf(at) !== 'Document' && make('span', { class: 'muted' }, state.language === 'zh' ? `（${say.known}）` : ` (${say.known})`))])));
  }
  const drawn = own.filter((one) => facts[one].object >= 0);
  if (drawn.length && !(state.scope.kind === 'near' && state.scope.centre === at)) {
    parts.push(make('p', { class: 'acts' }, button(say.focus, () => lookAround(at), { id: 'focus' })));
  }
  if (!own.length) parts.push(make('p', { class: 'muted' }, say.noFacts));
  for (const [title, some] of grouped(at, drawn)) parts.push(groupOf(title, some, at));
  const mentioned = thing.papers || [];
  if (mentioned.length) {
    parts.push(make('h3', {}, say.mentionedIn), make('ul', { class: 'papers' }, mentioned.map((paper) => make('li', {}, name(papers[paper].title, { title: papers[paper].path })))));
    if (thing.mentions > mentioned.length) parts.push(make('p', { class: 'muted' }, say.moreMentions(thing.mentions - mentioned.length)));
  }
  parts.push(make('p', { class: 'iri' }, make('span', {}, `${say.iri} `), name(thing.iri)));
  return parts;
}

/** The facts of a thing by relation and direction, the largest group first: [[title, facts], …]. */
function grouped(at, some) {
  const groups = new Map();
  for (const one of some) {
    const { subject, predicate } = facts[one];
    const away = subject === at || relations[predicate].symmetric;
    const title = away ? relationName(predicate) : inverseName(predicate) || `← ${relationName(predicate)}`;
    const key = `${predicate} ${away}`;
    if (!groups.has(key)) groups.set(key, [title, []]);
    groups.get(key)[1].push(one);
  }
  const strength = (one, at_) => factsOf[otherEnd(facts[one], at_)].length;
  return [...groups.values()].map(([title, list]) => [title, list.sort((a, b) => strength(b, at) - strength(a, at) || a - b)])
    .sort((a, b) => b[1].length - a[1].length);
}

function groupOf(title, some, at) {
  const list = make('ul', { class: 'facts' });
  const row = (one) => make('li', {}, linkTo(otherEnd(facts[one], at)),
    make('button', { type: 'button', class: 'said', onclick: () => chooseFact(one), 'data-fact': one }, sentenceOf(one, 0, true)));
  list.append(...some.slice(0, FIRST).map(row));
  const more = some.length > FIRST && button(words().showAll(some.length), (event) => {
    event.currentTarget.remove();
    list.append(...some.slice(FIRST).map(row));
    list.children[FIRST].querySelector('button').focus();
  }, { class: 'plain more' });
  return make('section', {}, make('h3', {}, raised(title), make('span', { class: 'note' }, String(some.length))), list, more);
}

/** A stretch of a sentence, marked: subject and object in the colours of their types. */
function marked(fact, [text, mark]) {
  const marks = { m: ['matched'], s: ['filled', things[fact.subject].type], o: ['filled', fact.object >= 0 ? things[fact.object].type : ''], c: ['other'] };
  if (!marks[mark]) return text;
  const [look, kind] = marks[mark];
  const piece = make('mark', { class: look, 'data-mark': mark }, text);
  if (kind) piece.style.setProperty('--colour', theme.colours[kind]);
  return piece;
}

/** The sentence of a fact's evidence; a short one leaves out the clauses before the first mark. */
function sentenceOf(at, place, short = false) {
  const { pieces } = facts[at].said[place];
  const [first, ...others] = pieces;
  const start = short && first && !first[1] ? lastClause(first[0]) : first && marked(facts[at], first);
  return make('q', { lang: 'zh-CN', class: 'sentence' }, start, others.map((piece) => marked(facts[at], piece)));
}

function lastClause(text) {
  const comma = Math.max(...['，', '、', '：', '；', ','].map((sign) => text.lastIndexOf(sign, text.length - 2)));
  return text.length < 14 || comma < 0 ? text : `…${text.slice(Math.max(comma + 1, 0))}`;
}

function aboutFact(at, place) {
  const say = words();
  const fact = facts[at];
  const relation = relations[fact.predicate];
  const said = fact.said[place];
  const paper = papers[said.paper];
  const turn = (by) => { state.chosen = { ...state.chosen, place: place + by }; readAside(); $(by > 0 ? 'next' : 'previous')?.focus(); };
  const parts = [
    make('div', { class: 'triple' },
      linkTo(fact.subject),
      make('p', { class: 'relation', title: relation[`about_${state.language}`] }, relation.symmetric ? '↔ ' : '↓ ', make('strong', {}, named(relation))),
      fact.object >= 0 ? linkTo(fact.object) : make('p', { class: 'plainvalue' }, name(fact.value))),
    make('div', { class: 'head' }, make('h3', {}, say.evidence(place + 1, fact.places)),
      fact.said.length > 1 && make('span', { class: 'turn' },
        button(say.previous, () => turn(-1), { id: 'previous', disabled: place === 0 }),
        button(say.next, () => turn(1), { id: 'next', disabled: place === fact.said.length - 1 }))),
    make('blockquote', {}, sentenceOf(at, place)),
  ];
  (said.carried || []).forEach((piece) => parts.push(make('p', { class: 'carried' }, marked(fact, piece), ` ${say.carried}`)));
  if (fact.places > fact.said.length) parts.push(make('p', { class: 'muted' }, say.notAll(fact.said.length)));
  parts.push(legendOf(fact, said));
  const rows = [
    [say.document, paper.title], [say.place, `${paper.path === paper.title ? '' : `${paper.path} · `}${say.offsets(said.line, said.start + 1, said.end)}`],
    [say.modality, said.modality && (say.modalities[said.modality] || said.modality)], [say.rule, make('code', {}, said.rule)],
  ];
  parts.push(make('dl', { class: 'values' }, rows.filter(([, value]) => value).flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, typeof value === 'string' ? name(value) : value)])));
  const same = facts.flatMap((other, number) => (number !== at && other.said.some((one) => one.paper === said.paper
    && one.start < said.end && said.start < one.end) ? [number] : []));
  if (same.length) {
    parts.push(make('h3', {}, say.sameSentence), make('ul', { class: 'facts short' }, same.slice(0, 12).map((number) => make('li', {},
      make('button', { type: 'button', class: 'line', onclick: () => chooseFact(number) },
        name(nameOf(facts[number].subject)), make('em', {}, relationName(facts[number].predicate)), name(objectName(facts[number])))))));
  }
  return parts;
}

/** What the marks mean, as far as the sentence has them. */
function legendOf(fact, said) {
  const has = new Set([...said.pieces, ...(said.carried || [])].map(([, mark]) => mark));
  const say = words();
  const key = (mark, text) => has.has(mark) && marked(fact, [text, mark]);
  return make('p', { class: 'key' }, key('s', say.subject), key('o', say.object), key('m', say.matched), key('c', say.others));
}
