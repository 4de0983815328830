"""The answers of the verbs → lines for a person to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from kg import ontology
from kg.verbs.table import clip, counted, table

if TYPE_CHECKING:  # a verb that was not asked for is not loaded
    from kg.verbs.diff import Change, Difference, Said, Stated, Thing
    from kg.verbs.doctor import Finding
    from kg.verbs.evaluate import Evaluation, Figures
    from kg.verbs.explain import Explained, Explanation
    from kg.verbs.find import Found
    from kg.verbs.publish import Published
    from kg.verbs.query import Named
    from kg.verbs.stats import Count, Stats
    from kg.verbs.telling import Telling
    from kg.verbs.why_not import Failure

BRACKETS = {"s": "[{}]", "o": "[{}]", "w": "‹{}›"}
LONGEST = 60

One = TypeVar("One")

Paint = Callable[[str, str], str]
"""A text and its mark (s, o, w, …) → the text as it is to be seen."""


def bracketed(text: str, mark: str) -> str:
    """Marks for where there are no colours: the ends of a fact in brackets, the words of its rule in angles.

    >>> bracketed("总工会", "s"), bracketed("开展", "w"), bracketed("要", "")
    ('[总工会]', '‹开展›', '要')
    """
    return BRACKETS.get(mark, "{}").format(text)


def explanation(found: Explanation, paint: Paint) -> Iterator[str]:
    """An entity and its facts, each with the sentences that say it."""
    if found.entity:
        kind = ontology.load().classes[found.entity.type]
        yield f"{paint(found.entity.label, 'b')}  {kind.label_zh} {kind.name}"
        if found.entity.names:
            yield f"also {'、'.join(found.entity.names)}"
        yield found.entity.iri
        if not found.facts:
            yield "no sentence states a fact about it"
    told: set[str] = set()
    for number, fact in enumerate(found.facts):
        if number or found.entity:
            yield ""
        yield from _fact(fact, paint, told)
    if found.left:
        yield ""
        yield f"… and {counted(found.left, 'more facts')}; --all shows {'it' if found.left == 1 else 'them'}"


def _fact(fact: Explained, paint: Paint, told: set[str]) -> Iterator[str]:
    yield paint(f"{fact.subject} — {fact.predicate} → {fact.object}", "b")
    for telling in fact.tellings:
        yield from _telling(telling, paint, told)


def _telling(telling: Telling, paint: Paint, told: set[str]) -> Iterator[str]:
    """A sentence and why it counts; a line of a rule is written out where it is first met."""
    yield "  " + "".join(paint(piece.text, piece.mark) for piece in telling.pieces)
    line = f", {telling.place}" if telling.place else f":{telling.line}" if telling.line else ""
    yield f"    {telling.path}{line}, {telling.article}"
    yield from (f"    {note}" for note in telling.carried)
    if telling.modality:
        yield f"    said as {telling.modality}"
    yield from (f"    decided by {name}" for name in telling.decisions)
    rule = telling.rule
    yield f"    by the rule {rule.rule}" + (f", {rule.place}" if rule.place else "")
    if rule.pattern and rule.place not in told:
        told.add(rule.place)
        yield f"      {rule.pattern}"
        if rule.example:
            yield f"      as in: {rule.example}"


def failure(found: Failure) -> Iterator[str]:
    """The names of a sentence, its facts, and where the nearest rules failed."""
    yield "names"
    if not found.names:
        yield "  none"
    yield from (f"  {line}" for line in table([(n.text, n.type, n.stands_for, n.form) for n in found.names]))
    yield ""
    yield "facts"
    if not found.facts:
        yield "  none"
    for fact in found.facts:
        yield f"  {fact.subject} — {fact.predicate} → {fact.object}, by the rule {fact.rule}"
    if found.nearest:
        yield ""
        yield "rules that came near"
    for miss in found.nearest:
        yield f"  {miss.rule}, {miss.place}"
        yield f"    {miss.line.strip()}"
        found_so_far = f"found “{miss.matched}”, but " if miss.matched else ""
        yield f"    {found_so_far}{' '.join(filter(None, (miss.failed, miss.why)))}"


def queries(found: Iterable[Named]) -> Iterator[str]:
    """The queries that come with kg, and what may be set in each."""
    for one in found:
        yield f"{one.name}: {one.title}"
        yield from (f"    --set {name}=…  {meaning}" for name, meaning in one.parameters.items())


def findings(found: Iterable[Found]) -> Iterator[str]:
    """A line an entity."""
    rows = [
        (
            clip(one.label, LONGEST),
            one.type,
            counted(one.facts, "facts"),
            counted(one.documents, "documents"),
            clip("、".join(one.names), LONGEST),
        )
        for one in found
    ]
    yield from table(rows, numbers=(2, 3))


def statistics(found: Stats) -> Iterator[str]:
    """Totals, then a table each."""
    yield ", ".join(counted(count, name) for name, count in found.totals.items())
    terms = ontology.load()
    titles: tuple[tuple[str, tuple[Count, ...], dict[str, str]], ...] = (
        ("Classes", found.classes, {name: known.label_zh for name, known in terms.classes.items()}),
        ("Relations", found.relations, {name: known.label_zh for name, known in terms.properties.items()}),
        ("Most cited instruments", found.cited, {}),
        ("Most cited provisions", found.provisions, {}),
        ("Who runs most programmes", found.running, {}),
        ("Rules by what they read", found.rules, {}),
    )
    for title, counts, labels in titles:
        if counts:
            yield ""
            yield title
            yield from _counts(counts, labels)


def _counts(counts: Iterable[Count], labels: dict[str, str]) -> Iterator[str]:
    rows = [
        (str(one.count), f"{labels.get(one.name, '')} {clip(one.name, LONGEST)}".strip()) for one in counts
    ]
    yield from (f"  {line}" for line in table(rows, numbers=(0,)))


def evaluation(found: Evaluation, most: int = 0) -> Iterator[str]:
    """The tables, the documents, the rules and forms, and the first `most` errors of each kind with their sentences."""
    for name, figures in found.tables.items():
        yield ""
        yield from _figures(name, figures)
    yield ""
    yield "mean F1 of documents: " + ", ".join(f"{name} {mean:.3f}" for name, mean in found.means.items())
    yield ""
    names = tuple(found.tables)
    rows = [("documents, worst first: F1 of", *names)]
    for doc, tables in found.documents.items():
        cells = (f"{tables[name].f1:.3f}" if name in tables else "" for name in names)
        rows.append((f"  {clip(doc, LONGEST)}", *cells))
    yield from table(rows, range(1, len(names) + 1))
    for title, ids in (("rules, worst first", found.rules), ("forms, worst first", found.forms)):
        if ids:
            yield ""
            rows = [(title, "P", "right", "wrong")]
            for rule, f in ids.items():
                share = f"{f.precision:.3f}" if f.tp + f.fp else "–"
                rows.append((f"  {rule}", share, str(f.tp), str(f.fp)))
            yield from table(rows, (1, 2, 3))
    for kind in dict.fromkeys(fault.kind for fault in found.faults):
        faults = [fault for fault in found.faults if fault.kind == kind]
        yield ""
        yield f"{kind}: {len(faults)}"
        for fault in faults[:most]:
            by = f", by {' '.join(fault.rules)}" if fault.rules else ""
            yield f"  {clip(fault.doc, 24)} {fault.start}-{fault.end} {fault.of}: {fault.said}{by}"
            if fault.sentence:
                yield f"    {fault.sentence}"


def _figures(name: str, figures: dict[str, Figures]) -> Iterator[str]:
    heads = (name, "P", "R", "F1", "tp", "fp", "fn")
    yield from table([heads, *(_row(row, f) for row, f in figures.items())], range(1, 7))


def _row(name: str, figures: Figures) -> tuple[str, ...]:
    shares = (f"{share:.3f}" for share in (figures.precision, figures.recall, figures.f1))
    return (f"  {name}", *shares, str(figures.tp), str(figures.fp), str(figures.fn))


def health(found: Iterable[Finding]) -> Iterator[str]:
    """A line a finding."""
    yield from table([(finding.state, finding.name, finding.said) for finding in found])


def difference(found: Difference) -> Iterator[str]:
    """What was added, lost and changed: + and - before what came and went, ~ before what changed, and sums at the end."""
    yield from _change(found.things, _thing)
    yield from _change(found.facts, _stated)
    for heading, rows in (("document", found.documents), ("rule", found.rules)):
        if rows:
            yield ""
            lines = ((one.name, f"+{one.gained}", f"-{one.gone}") for one in rows)
            yield from table([(f"places by {heading}", "", ""), *lines], numbers=[1, 2])
    counts = [
        f"{len(part)} {one if len(part) == 1 else many} {what}"
        for one, many, parts in (
            ("entity", "entities", found.things.parts()),
            ("fact", "facts", found.facts.parts()),
        )
        for what, part in zip(("added", "lost", "changed"), parts, strict=True)
        if part
    ]
    if counts:
        yield ""
    yield ", ".join(counts) or "the graphs do not differ"


def _change(change: Change[One], lines: Callable[[One], Iterator[str]]) -> Iterator[str]:
    for mark, part in zip("+-~", change.parts(), strict=True):
        for one in part:
            first, *rest = lines(one)
            yield f"{mark} {first}"
            yield from (f"    {line}" for line in rest)


def _thing(one: Thing) -> Iterator[str]:
    yield f"{one.label} ({one.type})"
    for was in one.changes:
        yield f"{was.what}: {was.old or '–'} → {was.new or '–'}"


def _stated(one: Stated) -> Iterator[str]:
    yield f"{one.subject} — {one.predicate} → {one.object}"
    for mark, places in (("+", one.gained), ("-", one.gone)):
        yield from (f"{mark} {_place(place)}" for place in places)
    if one.moved:
        yield f"same words at other offsets: {one.moved}"


def _place(place: Said) -> str:
    words = clip(" ".join(place.quote.split()), LONGEST)
    return f"{place.document}:{place.start}–{place.end} {place.rule} {words}"


def publishing(found: Published) -> Iterator[str]:
    """A line a graph that was sent (+ new, ~ changed) or deleted (-), and the sum; in a dry run, that would be."""
    for one in found.sent:
        yield f"{'+' if one.new else '~'} {one.graph}  {counted(one.triples, 'triples')}"
    yield from (f"- {name}" for name in found.deleted)
    triples = sum(one.triples for one in found.sent)
    would = "would be " if found.dry else ""
    yield (
        f"{counted(len(found.sent), 'graphs')} {would}sent ({counted(triples, 'triples')}), {found.unchanged} unchanged,"
        f" {len(found.deleted)} {would}deleted, by {found.by}"
    )


def unpublished(found: Published) -> Iterator[str]:
    """What the store has not got, and why."""
    yield from found.notes
    yield from (one.why for one in found.failed)
    if found.stopped:
        yield found.stopped
    missing = len(found.failed) + len(found.left)
    if missing:
        yield f"{counted(missing, 'graphs')} not published; the same call again sends what is missing"
