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

/** Names in the network view: the same size at every scale, the strongest first; below the form, else above or beside it,
 *  wherever it covers neither a name nor a form. The first dozen are always named, be it over a form. */
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
  const names = [];
  const forms = order.slice(0, 400).map(([at, { x, y }]) => {
    const part = radius(at, scale) * 0.8;
    return [x - part, y - part, x + part, y + part];
  });
  const clear = (box, others) => !others.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const inside = (box) => box[0] > corner.x && box[2] < corner.x + wide && box[3] < corner.y + high;
  for (const [number, [at, { x, y }]] of order.entries()) {
    if (names.length > 140) break;
    if (lit && !lit.things.has(at) && over !== at) continue;
    ctx.font = `13px ${theme.font}`;
    const text = lines(ctx, nameOf(at), 176, 1)[0];
    const half = (ctx.measureText(text).width / 2 + 3) / scale;
    const [down, aside] = [radius(at, scale) + size * 0.8, radius(at, scale) + half + size * 0.15];
    const spots = [[x, y + down], [x, y - down], [x + aside, y], [x - aside, y]]
      .map(([left, line]) => [left - half, line - size * 0.6, left + half, line + size * 0.6]);
    const open = spots.filter((box) => inside(box) && clear(box, names));
    const box = open.find((one) => clear(one, forms)) || (number < 12 || over === at || at === centre ? open[0] : null);
    if (!box) continue;
    names.push(box);
    haloed(ctx, text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, size, scale, theme.ink);
  }
}

/** The relation's name on each edge that stands out, where there are few enough to read and room enough. */
function paintRelations(ctx, lit, spotOf, scale, room) {
  if (!lit || lit.facts.size > 18) return;
  const size = 11.5 / scale;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const at of lit.facts) {
    const { x, y } = spotOf(at);
    ctx.font = `${size}px ${theme.font}`;
    const text = relationName(facts[at].predicate);
    if (ctx.measureText(text).width < room - 6) haloed(ctx, text, x, y, size, scale, theme.strong);
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
