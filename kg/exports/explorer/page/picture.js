// The picture: a vis network of what is shown. Cards in columns with curves between them, or forms with edges drawn by vis.

const HEADS = 38;

const picture = (() => {
  const frame = $('canvas');
  const sets = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  const network = new vis.Network(frame, sets, read('options'));
  frame.querySelector('.vis-network').tabIndex = -1; // the frame around it takes the keys
  let visible = { things: new Set(), facts: [] };
  let places = { at: new Map(), wide: 200, heads: [] };
  let stretch = 1;
  let over = -1;
  let lit = null;
  const inColumns = () => state.view === 'columns';
  const placeOf = (at) => (inColumns() ? places.at.get(at) : { x: nodes[at].x, y: nodes[at].y * stretch });
  const half = (at) => (inColumns() ? [places.wide / 2, CARD / 2] : [radius(at, network.getScale()), radius(at, network.getScale())]);
  const rows = () => Math.max(8, Math.floor((frame.clientHeight - HEADS - 8) / PITCH));

  /** Take in what is shown now; the network draws itself. */
  function draw() {
    if (state.view === 'table') return;
    visible = shown(rows());
    if (inColumns()) places = arrange(visible, frame.clientWidth, frame.clientHeight - HEADS - 8);
    else stretch = 1;
    if (!inColumns() && visible.things.size > 2) {
      const [left, top, right, bottom] = bounds();
      stretch = Math.min(Math.max((frame.clientHeight / frame.clientWidth) * ((right - left) / (bottom - top || 1)), 0.8), 1.6);
    }
    light();
    sets.nodes.remove(sets.nodes.getIds().filter((id) => !visible.things.has(id)));
    sets.edges.clear();
    sets.nodes.update([...visible.things].map((id) => ({
      id, ...xy(placeOf(id)), shape: 'custom', ctxRenderer: paint, size: inColumns() ? places.wide / 2 : nodes[id].size,
    })));
    sets.edges.add(visible.facts.map((at) => ({ ...edgeOf.get(at), ...strokeOf(at), smooth: bend(at) })));
    heads();
    $('empty').hidden = visible.things.size > 0;
    $('empty').textContent = facts.length ? words().nothingDrawn : words().noFactsAtAll;
  }

  const xy = ({ x, y }) => ({ x, y });

  function bounds() {
    const points = [...visible.things].map(placeOf);
    const [xs, ys] = [points.map((place) => place.x), points.map((place) => place.y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }

  /** What stands out: the thing that is read about and its neighbours, or the fact and its ends. */
  function light() {
    const { chosen } = state;
    lit = null;
    if (!chosen) return;
    const some = chosen.kind === 'fact' ? visible.facts.filter((at) => at === chosen.at)
      : visible.facts.filter((at) => facts[at].subject === chosen.at || facts[at].object === chosen.at);
    const centre = chosen.kind === 'thing' ? chosen.at : facts[chosen.at].subject;
    if (visible.things.has(centre)) lit = { things: endsOf(some).add(centre), facts: new Set(some) };
  }

  /** In the columns the curves are painted between the cards; vis draws the edges of the network view. */
  function strokeOf(at) {
    if (inColumns()) return { hidden: true };
    const on = lit && lit.facts.has(at);
    return { hidden: false, width: on ? 3.5 : 1.6, color: { color: on ? theme.strong : theme.edge, opacity: lit ? (on ? 1 : 0.15) : 0.65 } };
  }

  const pairs = new Map();
  edges.forEach((edge) => {
    const key = [edge.from, edge.to].sort((a, b) => a - b).join();
    pairs.set(key, [...(pairs.get(key) || []), edge.id]);
  });
  /** Several facts between two things lie side by side. */
  function bend(at) {
    const { from, to } = edgeOf.get(at);
    const twins = pairs.get([from, to].sort((a, b) => a - b).join());
    if (twins.length === 1) return false;
    const lane = twins.indexOf(at) * (from < to ? 1 : -1);
    return { enabled: true, type: lane < 0 ? 'curvedCCW' : 'curvedCW', roundness: 0.16 * Math.abs(lane) };
  }

  function paint({ ctx, id, x, y }) {
    const chosen = state.chosen && (state.chosen.kind === 'thing' ? state.chosen.at === id
      : facts[state.chosen.at].subject === id || facts[state.chosen.at].object === id);
    const look = { chosen, over: over === id, dim: lit && !lit.things.has(id) };
    return {
      drawNode: () => (inColumns() ? paintCard(ctx, id, x, y, places.wide, look) : paintForm(ctx, id, x, y, look, network.getScale())),
      nodeDimensions: { width: half(id)[0] * 2, height: half(id)[1] * 2 },
    };
  }

  /** Where on its edge a fact is named and can be clicked: in the gap before the end that is not read about. */
  function spotOf(at) {
    const { subject, object } = facts[at];
    if (!inColumns()) {
      const [a, b] = [placeOf(subject), placeOf(object)];
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    }
    const line = curve(facts[at], places);
    const [a, b, , d] = line;
    if (places.at.get(subject).number === places.at.get(object).number) return { x: (a[0] + 3 * b[0]) / 4, y: (a[1] + d[1]) / 2 };
    const centre = state.chosen && state.chosen.kind === 'thing' && state.chosen.at === object;
    const x = centre ? a[0] + Math.sign(d[0] - a[0]) * places.gap / 2 : d[0] - Math.sign(d[0] - a[0]) * places.gap / 2;
    const points = Array.from({ length: 41 }, (_, step) => alongCurve(line, step / 40));
    const [, y] = points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));
    return { x, y };
  }

  /** The names of the columns stay at the top while the cards move under them. */
  function heads() {
    const box = $('heads');
    box.hidden = !inColumns();
    if (box.hidden) return;
    fill(box, places.heads.map(({ column, count }) => {
      const here = [...new Set([...visible.things].filter((at) => columnOf(at) === column).map(topOf))].sort((a, b) => TOPS.indexOf(a) - TOPS.indexOf(b));
      const title = here.length > 2 ? words().beside : here.map(kindTitle).join(' · ');
      return make('div', { class: 'columnhead' }, make('span', {}, title), make('b', {}, String(count)));
    }));
    follow();
  }

  function follow() {
    const scale = network.getScale();
    const children = [...$('heads').children];
    if (children.length !== places.heads.length) return; // a drawing between two states
    children.forEach((head, number) => {
      const { x } = network.canvasToDOM({ x: places.heads[number].x, y: 0 });
      head.style.width = `${Math.max(places.wide * scale, 84)}px`;
      head.style.transform = `translateX(calc(${x}px - 50%))`;
    });
  }

  const duration = () => (still() ? false : { duration: 260, easingFunction: 'easeInOutQuad' });

  /** The whole picture; in the columns its upper end, at a size that can be read. */
  function fit(animation = false) {
    if (!visible.things.size || state.view === 'table') return;
    const [left, top, right, bottom] = bounds();
    const [wide, tall] = [frame.clientWidth, frame.clientHeight];
    if (inColumns()) {
      network.moveTo({ position: { x: (left + right) / 2, y: top - CARD / 2 - HEADS - 6 + tall / 2 }, scale: 1, animation });
      return;
    }
    const scale = Math.min((wide - 190) / (right - left || 1), (tall - 84) / (bottom - top || 1), 1.5);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, scale, animation });
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4), animation: duration() });
  }

  /** Bring some things into sight if they are not. */
  function reach(some) {
    const own = some.filter((at) => visible.things.has(at)).map(placeOf);
    if (state.view === 'table' || !own.length) return;
    const seen = own.map((place) => network.canvasToDOM(place))
      .every(({ x, y }) => x > 30 && x < frame.clientWidth - 30 && y > HEADS + 16 && y < frame.clientHeight - 24);
    if (seen) return;
    const [x, y] = ['x', 'y'].map((axis) => own.reduce((sum, place) => sum + place[axis], 0) / own.length);
    const position = { x: inColumns() ? network.getViewPosition().x : x, y };
    network.moveTo({ position, scale: Math.max(network.getScale(), inColumns() ? 0.7 : 0.8), animation: duration() });
  }

  /** What lies under a point of the picture: { thing, fact }, -1 for none. */
  function find(point, slackPx) {
    const slack = slackPx / network.getScale();
    let thing = -1, least = Infinity;
    for (const at of visible.things) {
      const place = placeOf(at);
      const [wide, high] = half(at);
      const [dx, dy] = [Math.abs(point.x - place.x), Math.abs(point.y - place.y)];
      if (dx <= wide + slack / 2 && dy <= high + slack / 2 && dx + dy < least) { least = dx + dy; thing = at; }
    }
    if (thing >= 0) return { thing, fact: -1 };
    if (inColumns()) return { thing, fact: curveAt(point, visible.facts, places, slack) };
    const fact = network.getEdgeAt(network.canvasToDOM(point));
    return { thing, fact: fact === undefined ? -1 : fact };
  }

  network.on('beforeDrawing', (ctx) => { if (inColumns()) paintCurves(ctx, visible.facts, places, lit); });
  network.on('afterDrawing', (ctx) => {
    const scale = network.getScale();
    paintRelations(ctx, lit, spotOf, scale, inColumns() ? places.gap : Infinity);
    if (inColumns()) { follow(); return; }
    const [wide, high] = [frame.clientWidth / scale, frame.clientHeight / scale];
    paintNames(ctx, { scale, corner: network.DOMtoCanvas({ x: 0, y: 0 }), wide, high, placeOf, things: visible.things }, lit, over);
  });

  return {
    draw, fit, zoom, reach, find, network, duration, frame, inColumns,
    hover: (at) => { if (at !== over) { over = at; network.redraw(); } },
    holds: (at) => visible.things.has(at),
    holdsFact: (at) => visible.facts.includes(at),
    counts: () => [counted(visible.things), visible.facts.length],
    shownThings: () => visible.things,
    placeOf,
    spot: (at) => network.canvasToDOM(placeOf(at)),
    spotOf: (at) => network.canvasToDOM(spotOf(at)),
  };
})();
