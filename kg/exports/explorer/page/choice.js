// Which things and facts are shown: the scope (strongest part, everything, around one thing) and the filters, taken together.

const STRONG_THINGS = 150;

const hiddenTypes = () => (state.view === 'columns' && state.scope.kind !== 'near' ? state.hidden.columns : state.hidden.rest);

/** What the picture shows: { things: Set, facts: [] }; `rows` is how many cards a column of the opening picture takes. */
function shown(rows) {
  const off = hiddenTypes();
  const near = state.scope.kind === 'near';
  const may = (at) => !off.has(topOf(at)) || (near && at === state.scope.centre);
  const open = [];
  facts.forEach((fact, at) => {
    if (fact.object >= 0 && !state.relations.has(fact.predicate) && may(fact.subject) && may(fact.object)) open.push(at);
  });
  if (near) return around(open);
  if (state.scope.kind === 'all') return { things: endsOf(open), facts: open };
  const kept = state.view === 'columns' ? strongest(open, (at) => columnOf(at), rows) : strongest(open, () => 0, STRONG_THINGS);
  return { things: endsOf(among(open, kept)), facts: among(open, kept) };
}

const endsOf = (some) => new Set(some.flatMap((at) => [facts[at].subject, facts[at].object]));
const among = (some, kept) => some.filter((at) => kept.has(facts[at].subject) && kept.has(facts[at].object));

/** Take facts from the strongest on, both ends with them, until every shelf holds `most` things. */
function strongest(open, shelfOf, most) {
  const weight = (at) => {
    const { subject, object } = facts[at];
    const [low, high] = [nodes[subject].facts, nodes[object].facts].sort((a, b) => a - b);
    return low * (columnOf(subject) === columnOf(object) ? 0.5 : 1) + high / 1000;
  };
  const sorted = open.map((at) => [weight(at), at]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const kept = new Set();
  const shelves = new Map();
  for (const [, at] of sorted) {
    const fresh = [...new Set([facts[at].subject, facts[at].object])].filter((end) => !kept.has(end));
    const wanted = new Map();
    fresh.forEach((end) => wanted.set(shelfOf(end), (wanted.get(shelfOf(end)) || 0) + 1));
    if ([...wanted].some(([shelf, more]) => (shelves.get(shelf) || 0) + more > most)) continue;
    fresh.forEach((end) => { kept.add(end); shelves.set(shelfOf(end), (shelves.get(shelfOf(end)) || 0) + 1); });
  }
  return kept;
}

/** The centre and what is at most so many facts away, with the facts between them. */
function around(open) {
  const links = new Map();
  for (const at of open) {
    for (const end of [facts[at].subject, facts[at].object]) {
      if (!links.has(end)) links.set(end, []);
      links.get(end).push(otherEnd(facts[at], end));
    }
  }
  let front = [state.scope.centre];
  const kept = new Set(front);
  for (let step = 0; step < state.scope.depth; step += 1) {
    front = front.flatMap((at) => links.get(at) || []).filter((at) => !kept.has(at) && kept.add(at));
  }
  return { things: kept, facts: among(open, kept) };
}

/** The facts of the list: those that the filters let through, values included; around one thing if that is the scope. */
function listed() {
  const off = state.hidden.rest;
  const near = state.scope.kind === 'near' ? around(facts.flatMap((fact, at) => (fact.object >= 0 ? [at] : []))).things : null;
  return facts.flatMap((fact, at) => {
    const shows = !state.relations.has(fact.predicate) && !off.has(topOf(fact.subject))
      && (fact.object < 0 || !off.has(topOf(fact.object)))
      && (!near || (near.has(fact.subject) && (fact.object < 0 || near.has(fact.object))));
    return shows ? [at] : [];
  });
}

/** Look at a thing (or null); `bring` shows it even where the picture leaves it out. */
function chooseThing(at, { bring = true } = {}) {
  remember();
  state.chosen = { kind: 'thing', at };
  if (bring && state.view !== 'table' && !picture.holds(at)) state.scope = { kind: 'near', centre: at, depth: 1 };
  update();
  picture.reach([at]);
}

/** Look at a fact, at one of the places that say it. */
function chooseFact(at, place = 0) {
  remember();
  const { subject, object } = facts[at];
  state.chosen = { kind: 'fact', at, place };
  if (state.view !== 'table' && !(picture.holds(subject) && (object < 0 || picture.holdsFact(at)))) {
    state.scope = { kind: 'near', centre: subject, depth: 1 };
  }
  update();
  picture.reach(object >= 0 ? [subject, object] : [subject]);
}

function chooseNothing() {
  if (!state.chosen) return;
  remember();
  state.chosen = null;
  update();
}

function lookAround(at, depth = 1) {
  state.scope = { kind: 'near', centre: at, depth };
  if (state.view === 'table') state.view = 'columns';
  update();
  picture.fit();
}

function setScope(kind) {
  state.scope = { kind, centre: -1, depth: 1 };
  update();
  picture.fit();
}

function setView(view) {
  state.view = view;
  update();
  if (view !== 'table') picture.fit();
}

function remember() {
  state.trail.push({ chosen: state.chosen, scope: { ...state.scope } });
  if (state.trail.length > 60) state.trail.shift();
}

function goBack() {
  const last = state.trail.pop();
  if (!last) return;
  const moved = last.scope.kind !== state.scope.kind || last.scope.centre !== state.scope.centre;
  Object.assign(state, last);
  update();
  if (moved) picture.fit();
}
