// The three columns: where the cards stand, and the curves between them, drawn and found again under the pointer.

const CARD = 40;
const PITCH = 50;
const ARROW = 7;

/** Places for the visible things in a picture so wide and high: { at: Map(id → {x, y, …}), wide, gap, heads }. */
function arrange(visible, width, height) {
  const shelves = new Map();
  for (const at of visible.things) {
    if (!shelves.has(columnOf(at))) shelves.set(columnOf(at), []);
    shelves.get(columnOf(at)).push(at);
  }
  const order = [...shelves.keys()].sort((a, b) => a - b);
  const near = state.scope.kind === 'near' && state.scope.depth === 1;
  const before = (a, b) => (near ? nodes[b].facts - nodes[a].facts : 0) || nodes[a].row - nodes[b].row;
  order.forEach((column) => shelves.get(column).sort(before));
  const room = Math.max(width, 300) - (width < 600 ? 16 : 108);
  const wide = Math.round(Math.min(Math.max(room / order.length - Math.max(26, room / order.length * 0.3), 96), 300));
  const step = Math.min(Math.max((room - wide) / Math.max(order.length - 1, 1), wide + 26), wide + 300);
  const pitch = Math.min(Math.max(height / Math.max(1, ...order.map((column) => shelves.get(column).length)), PITCH), 72);
  const heights = level(order.map((column) => shelves.get(column)), visible, height, pitch);
  const at = new Map();
  const heads = order.map((column, number) => {
    const x = Math.round((number - (order.length - 1) / 2) * step);
    shelves.get(column).forEach((thing) => at.set(thing, { x, y: heights.get(thing), number, last: number === order.length - 1 }));
    return { x, column, count: shelves.get(column).length };
  });
  return { at, wide, gap: step - wide, heads };
}

/** Heights in each column: in order, a pitch apart, as near to the neighbours' as that allows; the longest column is full. */
function level(shelves, visible, room, pitch) {
  const height = new Map();
  const most = Math.max(0, ...shelves.map((shelf) => shelf.length));
  if (state.scope.kind === 'near' && most * pitch > room) { // the centre stays in sight
    shelves.forEach((shelf) => shelf.forEach((thing, row) => height.set(thing, row * pitch)));
    return height;
  }
  shelves.forEach((shelf) => shelf.forEach((thing, row) => height.set(thing, (row + (most - shelf.length) / 2) * pitch)));
  const near = new Map();
  for (const number of visible.facts) {
    const { subject, object } = facts[number];
    if (columnOf(subject) === columnOf(object)) continue;
    [[subject, object], [object, subject]].forEach(([one, other]) => near.set(one, [...(near.get(one) || []), other]));
  }
  for (let round = 0; round < 6; round += 1) {
    for (const shelf of shelves) {
      if (shelf.length === most) continue;
      const wish = shelf.map((thing) => {
        const ends = near.get(thing) || [thing];
        return ends.reduce((sum, end) => sum + height.get(end), 0) / ends.length;
      });
      apart(wish, (most - shelf.length) * pitch, pitch).forEach((y, row) => height.set(shelf[row], y));
    }
  }
  return height;
}

/** Heights in rising order, at least a pitch apart and inside the room, as near to the wishes as can be (pool adjacent violators). */
function apart(wish, room, pitch) {
  const pools = [];
  wish.forEach((y, row) => {
    pools.push({ sum: y - row * pitch, count: 1 });
    while (pools.length > 1 && mean(pools.at(-2)) > mean(pools.at(-1))) {
      const last = pools.pop();
      pools.at(-1).sum += last.sum;
      pools.at(-1).count += last.count;
    }
  });
  const starts = pools.flatMap((pool) => Array(pool.count).fill(Math.min(Math.max(mean(pool), 0), room)));
  return starts.map((start, row) => Math.round(start + row * pitch));
}
const mean = (pool) => pool.sum / pool.count;

/** The curve of a fact as four points. Inside a column it is a bracket: on the left of the first, else on the right
 *  (the other way round where there is no room outside). */
function curve(fact, places) {
  const [from, to] = [places.at.get(fact.subject), places.at.get(fact.object)];
  const half = places.wide / 2;
  if (from.number === to.number) {
    const small = places.wide < 150; // no room outside: into the gap between the columns
    const outer = from.number === 0 || from.last;
    const way = (from.number === 0) !== small ? -1 : 1;
    const x = from.x + way * half;
    const out = x + way * Math.min(14 + Math.abs(from.y - to.y) * 0.12, small ? 20 : outer ? 46 : 34);
    const nudge = from.y < to.y ? 5 : -5;
    return [[x, from.y + nudge], [out, from.y + nudge], [out, to.y - nudge], [x, to.y - nudge]];
  }
  const way = Math.sign(to.x - from.x);
  const [x1, x2] = [from.x + way * half, to.x - way * half];
  const bend = way * Math.max(Math.abs(x2 - x1) * 0.5, 14);
  return [[x1, from.y], [x1 + bend, from.y], [x2 - bend, to.y], [x2, to.y]];
}

function paintCurves(ctx, some, places, lit) {
  const order = lit ? [...some].sort((a, b) => lit.facts.has(a) - lit.facts.has(b)) : some;
  const busy = some.length > 400 ? 0.35 : some.length > 150 ? 0.55 : 0.8;
  for (const at of order) {
    const on = lit && lit.facts.has(at);
    ctx.globalAlpha = lit ? (on ? 1 : 0.2) : busy;
    ctx.strokeStyle = ctx.fillStyle = on ? theme.strong : theme.edge;
    ctx.lineWidth = on && lit.facts.size < 40 ? 2 : 1.2;
    const [a, b, c, d] = curve(facts[at], places);
    const back = Math.sign(d[0] - c[0]) || 1;
    const tip = edgeOf.get(at).arrows ? ARROW - 1 : 0;
    ctx.beginPath();
    ctx.moveTo(...a);
    ctx.bezierCurveTo(...b, ...c, d[0] - back * tip, d[1]);
    ctx.stroke();
    if (!tip) continue;
    ctx.beginPath();
    ctx.moveTo(d[0], d[1]);
    ctx.lineTo(d[0] - back * ARROW, d[1] - ARROW / 2);
    ctx.lineTo(d[0] - back * ARROW, d[1] + ARROW / 2);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** The fact whose curve passes nearest to a point, if within reach; -1 if none does. */
function curveAt(point, some, places, reach) {
  let best = -1, least = reach;
  for (const at of some) {
    const line = curve(facts[at], places);
    const [a, , , d] = line;
    const [low, high] = [Math.min(a[1], d[1]) - reach, Math.max(a[1], d[1]) + reach];
    if (point.y < low || point.y > high) continue;
    let last = a;
    for (let step = 1; step <= 24; step += 1) {
      const here = alongCurve(line, step / 24);
      const away = fromSegment(point, last, here);
      if (away < least) { least = away; best = at; }
      last = here;
    }
  }
  return best;
}

const alongCurve = ([a, b, c, d], t) => [0, 1].map((i) => (1 - t) ** 3 * a[i] + 3 * (1 - t) ** 2 * t * b[i] + 3 * (1 - t) * t * t * c[i] + t ** 3 * d[i]);

function fromSegment(point, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = Math.min(Math.max(((point.x - a[0]) * dx + (point.y - a[1]) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(point.x - a[0] - along * dx, point.y - a[1] - along * dy);
}

/** A card: the type's colour and form at its left, the name in at most two lines, the number of facts at its right. */
function paintCard(ctx, at, x, y, wide, look) {
  const left = x - wide / 2, high = y - CARD / 2;
  const kind = things[at].type;
  const small = wide < 150;
  ctx.globalAlpha = look.dim ? 0.45 : 1;
  ctx.fillStyle = theme.surface;
  ctx.beginPath();
  ctx.roundRect(left, high, wide, CARD, 7);
  if (look.dim) { ctx.globalAlpha = 1; ctx.fill(); ctx.globalAlpha = 0.45; } else ctx.fill();
  ctx.strokeStyle = look.chosen ? theme.strong : look.over ? theme.muted : theme.line;
  ctx.lineWidth = look.chosen ? 2.5 : 1;
  ctx.stroke();
  ctx.fillStyle = theme.colours[kind];
  ctx.beginPath();
  ctx.roundRect(left, high, 5, CARD, [7, 0, 0, 7]);
  ctx.fill();
  ctx.font = `13px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.ink;
  const count = small ? '' : String(nodes[at].facts);
  const room = wide - (small ? 16 : 28) - count.length * 8;
  const text = lines(ctx, nameOf(at), Math.round(room), 2);
  text.forEach((line, row) => ctx.fillText(line, left + (small ? 11 : 14), y + (row - (text.length - 1) / 2) * 16 + 0.5));
  if (count) {
    ctx.font = `11px ${theme.font}`;
    ctx.textAlign = 'right';
    ctx.fillStyle = theme.muted;
    ctx.fillText(count, left + wide - 9, y + 0.5);
  }
  ctx.globalAlpha = 1;
}
