// The data of the page, what it is looking at just now, and how text gets onto the screen: as text, never as markup.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const content = read('content');
const { kinds, relations, papers, things, facts } = content;
const nodes = read('nodes');
const edges = read('edges');
const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));

// The facts that each thing takes part in.
const factsOf = things.map(() => []);
facts.forEach((fact, at) => {
  factsOf[fact.subject].push(at);
  if (fact.object >= 0 && fact.object !== fact.subject) factsOf[fact.object].push(at);
});
facts.forEach((fact) => { if (fact.object === undefined) fact.object = -1; });

const TOPS = [...new Set(things.map((thing) => kinds[thing.type].top))];
const MAIN_TOPS = ['Organisation', 'LegalInstrument', 'Programme'];
const COLUMN_TOPS = [['Person', 'Post'], ['Organisation'], ['LegalInstrument', 'Provision'], ['Programme'], []];
const topOf = (at) => kinds[things[at].type].top;
const counted = (some) => [...some].filter((at) => topOf(at) !== 'Document').length; // sources are no entities
const columnOf = (at) => nodes[at].column;

const state = {
  language: 'zh',
  view: 'columns',
  scope: { kind: 'strong', centre: -1, depth: 1 },
  hidden: { columns: new Set(TOPS.filter((top) => !MAIN_TOPS.includes(top))), rest: new Set() },
  relations: new Set(), // those not shown
  chosen: null, // { kind: 'thing' | 'fact', at, place }
  trail: [],
};

const words = () => WORDS[state.language];
const named = (term) => term[state.language] || term.zh || term.en;
const nameOf = (at) => things[at].names[0];
const raised = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const kindTitle = (kind) => raised(named(kinds[kind]));
const kindName = (at) => kindTitle(things[at].type);
const relationName = (name) => named(relations[name]);
const inverseName = (name) => relations[name][`inverse_${state.language}`];
const otherEnd = (fact, at) => (fact.subject === at ? fact.object : fact.subject);
const objectName = (fact) => (fact.object >= 0 ? nameOf(fact.object) : fact.value);

/** An element with properties (`on…` are listeners, `class`, `aria-…` and the like attributes) and children. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const button = (text, act, properties) => make('button', { type: 'button', onclick: act, ...properties }, text);
const fill = (element, ...children) => element.replaceChildren(...children.flat().filter(Boolean));
const $ = (id) => document.getElementById(id);
const collator = new Intl.Collator('zh-CN');
const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const narrow = () => matchMedia('(max-width: 759px)').matches;

/** A name in its own direction, whatever it holds. */
const name = (text, properties) => make('bdi', properties, text);
