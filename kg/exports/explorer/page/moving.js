// The ways around in the picture: pointer, wheel, keys, and a window that changes its size.

(() => {
  const { frame, network } = picture;

  network.on('click', ({ pointer, event }) => {
    if ($('filters').classList.contains('open')) openFilters(false);
    const { thing, fact } = picture.find(pointer.canvas, event.pointerType === 'touch' ? 16 : 8);
    if (thing >= 0) chooseThing(thing, { bring: false });
    else if (fact >= 0) chooseFact(fact);
    else chooseNothing();
  });
  network.on('doubleClick', ({ pointer }) => {
    const { thing } = picture.find(pointer.canvas, 8);
    if (thing >= 0) lookAround(thing);
  });

  let waiting = false;
  frame.addEventListener('mousemove', (event) => {
    if (waiting || event.buttons) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; hover(event); });
  });
  frame.addEventListener('mouseleave', () => hover(null));

  function hover(event) {
    const box = frame.getBoundingClientRect();
    const spot = event && { x: event.clientX - box.left, y: event.clientY - box.top };
    const found = spot ? picture.find(network.DOMtoCanvas(spot), 5) : { thing: -1, fact: -1 };
    const tip = $('hover');
    tip.hidden = found.thing < 0 && found.fact < 0;
    frame.classList.toggle('hand', !tip.hidden);
    if (!tip.hidden) {
      if (found.thing >= 0) fill(tip, make('small', {}, kindName(found.thing)), name(nameOf(found.thing)));
      else fill(tip, name(nameOf(facts[found.fact].subject)), make('em', {}, relationName(facts[found.fact].predicate)), name(objectName(facts[found.fact])));
      const x = Math.min(spot.x + 14, Math.max(box.width - tip.offsetWidth - 8, 0));
      const y = spot.y + tip.offsetHeight + 24 > box.height ? spot.y - tip.offsetHeight - 10 : spot.y + 16;
      tip.style.transform = `translate(${x}px, ${y}px)`;
    }
    picture.hover(found.thing);
  }

  // In the columns the wheel scrolls, as in any list; with Ctrl (and a pinch) it zooms, as in the network view.
  frame.addEventListener('wheel', (event) => {
    if (!picture.inColumns() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const unit = event.deltaMode === 1 ? 18 : 1;
    const { x, y } = network.getViewPosition();
    const scale = network.getScale();
    network.moveTo({ position: { x: x + (event.deltaX * unit) / scale, y: y + (event.deltaY * unit) / scale } });
  }, { capture: true, passive: false });

  frame.addEventListener('keydown', (event) => {
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (ways[event.key]) step(...ways[event.key]);
    else if (event.key === '+' || event.key === '=') picture.zoom(1.3);
    else if (event.key === '-') picture.zoom(1 / 1.3);
    else if (event.key === '0') picture.fit(picture.duration());
    else if (event.key === 'Enter' && state.chosen) $('reading').focus();
    else return;
    event.preventDefault();
  });

  /** Go to the nearest thing that way; the first step goes to the strongest. */
  function step(dx, dy) {
    const some = [...picture.shownThings()];
    const here = state.chosen ? (state.chosen.kind === 'thing' ? state.chosen.at : facts[state.chosen.at].subject) : -1;
    if (!picture.holds(here)) {
      const best = some.reduce((one, at) => (one < 0 || nodes[at].facts > nodes[one].facts ? at : one), -1);
      if (best >= 0) chooseThing(best, { bring: false });
      return;
    }
    const from = picture.placeOf(here);
    let best = -1, least = Infinity;
    for (const at of some) {
      const [x, y] = [picture.placeOf(at).x - from.x, picture.placeOf(at).y - from.y];
      const along = x * dx + y * dy;
      const cost = along + Math.abs(x * dy + y * dx) * 2.5;
      if (along > 1 && cost < least) { least = cost; best = at; }
    }
    if (best >= 0) chooseThing(best, { bring: false });
  }

  let [width, height] = [frame.clientWidth, frame.clientHeight];
  new ResizeObserver(() => {
    if (!frame.clientWidth || !frame.clientHeight || (frame.clientWidth === width && frame.clientHeight === height)) return;
    [width, height] = [frame.clientWidth, frame.clientHeight];
    network.setSize(`${width}px`, `${height}px`);
    update();
    picture.fit();
  }).observe(frame);
})();

start();
window.explorer = { state, picture, search, chooseThing, chooseFact, things, facts };
