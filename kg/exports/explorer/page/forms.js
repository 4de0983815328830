// What is painted in the network view, and the names of relations that stand beside the edges one reads about.

/** How large a form is at this scale: it shrinks and grows less than the picture does. */
const radius = (at, scale) => nodes[at].size / Math.sqrt(Math.min(Math.max(scale, 0.1), 2));

function paintForm(ctx, at, x, y, look, scale) {
  const size = radius(at, scale) / 10;
  ctx.globalAlpha = look.dim ? 0.3 : 1;
  ctx.translate(x, y);
  ctx.scale(size, size);
  const path = pathOf(topOf(at));
  ctx.lineWidth = (look.chosen || look.over ? 5 : 2.5) / size / scale;
  ctx.strokeStyle = look.chosen || look.over ? theme.strong : theme.ground;
  ctx.stroke(path);
  ctx.fillStyle = theme.colours[things[at].type];
  ctx.fill(path);
}

/** Names in the network view: the same size at every scale, the strongest first, none over another or over a large form. */
function paintNames(ctx, view, lit, over) {
  const { scale, corner, wide, high, placeOf } = view;
  const size = 13 / scale;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  const centre = state.chosen && state.chosen.kind === 'thing' ? state.chosen.at : -1;
  const first = (at) => (over === at ? 1e7 : 0) + (at === centre ? 1e6 : 0) + (lit && lit.things.has(at) ? 1e5 : 0) + nodes[at].facts;
  const order = [...view.things].map((at) => [at, placeOf(at)])
    .filter(([, { x, y }]) => x > corner.x && x < corner.x + wide && y > corner.y && y < corner.y + high)
    .sort((a, b) => first(b[0]) - first(a[0]) || a[0] - b[0]);
  const taken = order.slice(0, 40).map(([at, { x, y }]) => [x - radius(at, scale), y - radius(at, scale), x + radius(at, scale), y + radius(at, scale), at]);
  let painted = 0;
  for (const [at, { x, y }] of order) {
    if (painted > 160) break;
    if (lit && !lit.things.has(at) && over !== at) continue;
    ctx.font = `13px ${theme.font}`;
    const text = lines(ctx, nameOf(at), 176, 1)[0];
    const half = ctx.measureText(text).width / scale / 2;
    const line = y + radius(at, scale) + size * 0.85;
    const box = [x - half, line - size * 0.62, x + half, line + size * 0.62, at];
    if (over !== at && taken.some((other) => other[4] !== at && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push([...box.slice(0, 4), -1]);
    painted += 1;
    haloed(ctx, text, x, line, size, scale, theme.ink);
  }
}

/** The relation's name on each edge that stands out, where there are few enough to read. */
function paintRelations(ctx, lit, spotOf, scale) {
  if (!lit || lit.facts.size > 18) return;
  const size = 11.5 / scale;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const at of lit.facts) {
    const { x, y } = spotOf(at);
    haloed(ctx, relationName(facts[at].predicate), x, y, size, scale, theme.strong);
  }
}

function haloed(ctx, text, x, y, size, scale, colour) {
  ctx.font = `${size}px ${theme.font}`;
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = theme.ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
