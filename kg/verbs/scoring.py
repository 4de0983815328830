"""Two annotations of one document, gold and predicted → what is right and wrong in it, counted by row and fault by fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kg.verbs.matching import Annotation, Marked, Stated, either_way, pair_entities, pair_mentions

STRICT, RELAXED, ENTITIES, RELATIONS = "mentions, strict", "mentions, relaxed", "entities", "relations"
TABLES = (STRICT, RELAXED, ENTITIES, RELATIONS)
RELAXED_SHARE = 0.6
ALL = "ALL"
OPEN = frozenset({"Group"})  # annotated only where a relation needs them: more of them are no fault
SCORED = frozenset(
    (
        *(
            "subOrganizationOf",
            "leads",
            "holdsPost",
            "postIn",
            "affiliatedWith",
            "authorOf",
            "issuedBy",
            "approvedBy",
        ),
        *(
            "adoptedAt",
            "amends",
            "repeals",
            "basedOn",
            "cites",
            "provisionOf",
            "stipulates",
            "listedIn",
            "establishes",
        ),
        *(
            "implements",
            "participatesIn",
            "organises",
            "proposes",
            "targets",
            "partOf",
            "cooperatesWith",
            "locatedIn",
        ),
        *("dateAdopted", "dateIssued", "dateInForce", "dateRevised", "documentNumber"),
    )
)
"""What the guidelines annotate; a build may state more, which counts neither way."""

KINDS = (
    "boundary",
    "missed mention",
    "spurious mention",
    "mislinked",
    "missed relation",
    "spurious relation",
)
BOUNDARY, MISSED, SPURIOUS, MISLINKED, UNREAD, UNTRUE = KINDS


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one row: right, said but wrong, and missed.

    >>> Figures(3, 1, 2).f1
    0.6666666666666666
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0

    def record(self) -> dict[str, float]:
        """The figures for a program, shares to four places."""
        shares = {"P": self.precision, "R": self.recall, "F1": self.f1}
        return {name: round(share, 4) for name, share in shares.items()} | {
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: `kind` boundary, missed, spurious or mislinked, of a mention, or missed or spurious, of a relation.

    `of` is its class or property; `rules` those that said it, of a mention the form that found it. `start` and `end` are where
    it is said (what is missed: where it should have been), `sentence` what stands there, with that stretch in brackets.
    """

    kind: str
    doc: str
    of: str
    said: str
    start: int = 0
    end: int = 0
    rules: tuple[str, ...] = ()
    sentence: str = ""


class Tally:
    """Counts that grow while documents are compared."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.rules: dict[str, tuple[int, int]] = {}
        self.forms: dict[str, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def count(self, table: str, row: str, outcome: str) -> None:
        self.counts[table, row][outcome] += 1
        self.counts[table, ALL][outcome] += 1

    def blame(self, found: Stated | Marked, right: int, wrong: int) -> None:
        """Count for the rules that read a relation, or the form that found a mention."""
        counts = self.rules if isinstance(found, Stated) else self.forms
        for rule in found.rules:
            before = counts.get(rule, (0, 0))
            counts[rule] = (before[0] + right, before[1] + wrong)

    def figures(self, table: str, row: str) -> Figures:
        counts = self.counts[table, row]
        return Figures(counts["tp"], counts["fp"], counts["fn"])

    def add(self, other: Tally) -> None:
        for place, counts in other.counts.items():
            self.counts[place].update(counts)
        for mine, theirs in ((self.rules, other.rules), (self.forms, other.forms)):
            for rule, (right, wrong) in theirs.items():
                before = mine.get(rule, (0, 0))
                mine[rule] = (before[0] + right, before[1] + wrong)
        self.faults.extend(other.faults)


def score(gold: Annotation, predicted: Annotation, tally: Tally) -> None:
    """Compare one document; what is found goes into the tally."""
    linked = pair_entities(gold, predicted)
    strict = pair_mentions(gold.mentions, predicted.mentions, 1.0)
    relaxed = pair_mentions(gold.mentions, predicted.mentions, RELAXED_SHARE)
    for table, pairs in ((STRICT, strict), (RELAXED, relaxed)):
        _count_mentions(gold, predicted, pairs, table, tally)
    _blame_mentions(gold, predicted, strict, relaxed, tally)
    right = {j: not gold.mentions[i].optional for i, j in strict.items()}
    for j, mention in enumerate(predicted.mentions):
        if j in right or mention.type not in OPEN:
            tally.blame(mention, int(right.get(j, False)), int(j not in right))
    _count_entities(gold, predicted, linked, tally)
    for i, j in strict.items():
        ours, theirs = predicted.mentions[j], gold.mentions[i]
        if linked.get(ours.entity) != theirs.entity and not theirs.optional:
            is_, wanted = _label(predicted, ours.entity), _label(gold, theirs.entity)
            said = f"{ours.text} is {is_}, wanted {'another of this name' if is_ == wanted else wanted}"
            tally.faults.append(_fault(MISLINKED, gold.doc, ours, said))
    _count_relations(gold, predicted, linked, tally)


def _count_mentions(
    gold: Annotation, predicted: Annotation, pairs: dict[int, int], table: str, tally: Tally
) -> None:
    for i, mention in enumerate(gold.mentions):
        if not mention.optional:
            tally.count(table, mention.type, "tp" if i in pairs else "fn")
    matched = set(pairs.values())
    for j, mention in enumerate(predicted.mentions):
        if j not in matched and mention.type not in OPEN:
            tally.count(table, mention.type, "fp")


def _blame_mentions(
    gold: Annotation, predicted: Annotation, strict: dict[int, int], relaxed: dict[int, int], tally: Tally
) -> None:
    """Every mention that is not strictly right stands in one fault: a pair that nearly fits is one fault, not two."""
    near = {i: j for i, j in relaxed.items() if i not in strict and j not in strict.values()}
    for i, mention in enumerate(gold.mentions):
        if i in near and not mention.optional:
            ours = predicted.mentions[near[i]]
            said = f"{ours.text}, wanted {mention.text}"
            tally.faults.append(_fault(BOUNDARY, gold.doc, ours, said))
        elif i not in strict and not mention.optional:
            tally.faults.append(_fault(MISSED, gold.doc, mention))
    settled = {*strict.values(), *(j for i, j in near.items() if not gold.mentions[i].optional)}
    for j, mention in enumerate(predicted.mentions):
        if j not in settled and mention.type not in OPEN:
            tally.faults.append(_fault(SPURIOUS, gold.doc, mention))


def _fault(kind: str, doc: str, mention: Marked, said: str = "") -> Fault:
    return Fault(
        kind, doc, mention.type, said or mention.text, mention.start, mention.end, rules=mention.rules
    )


def _count_entities(gold: Annotation, predicted: Annotation, linked: dict[str, str], tally: Tally) -> None:
    required = {mention.entity for mention in gold.mentions if not mention.optional}
    found = set(linked.values())
    for entity in gold.entities:
        if entity.id in required:
            tally.count(ENTITIES, entity.type, "tp" if entity.id in found else "fn")
    for entity in predicted.entities:
        if entity.id not in linked and entity.type not in OPEN:
            tally.count(ENTITIES, entity.type, "fp")


def _count_relations(gold: Annotation, predicted: Annotation, linked: dict[str, str], tally: Tally) -> None:
    wanted: dict[tuple[str, str, str], Stated] = {}
    for relation in gold.relations:
        if relation.p in SCORED:
            wanted.update(dict.fromkeys(either_way((relation.s, relation.p, relation.o)), relation))
    ours = {entity.id for entity in predicted.entities}

    def theirs(end: str) -> str:
        return linked.get(end, f"?{end}" if end in ours else end)

    found: set[tuple[str, str, str, bool]] = set()
    extra: dict[tuple[str, str, str], Stated] = {}
    for relation in predicted.relations:
        if relation.p not in SCORED:
            continue
        triple = (linked.get(relation.s, f"?{relation.s}"), relation.p, theirs(relation.o))
        if triple in wanted:
            found.add(_identity(wanted[triple]))
            tally.blame(relation, 0 if wanted[triple].optional else 1, 0)
        else:
            extra[triple] = relation
            tally.blame(relation, 0, 1)
    for identity, relation in {_identity(relation): relation for relation in wanted.values()}.items():
        if not relation.optional:
            tally.count(RELATIONS, relation.p, "tp" if identity in found else "fn")
            if identity not in found:
                tally.faults.append(_unmet(UNREAD, gold, relation))
    for relation in extra.values():
        tally.count(RELATIONS, relation.p, "fp")
        tally.faults.append(_unmet(UNTRUE, predicted, relation))


def _identity(relation: Stated) -> tuple[str, str, str, bool]:
    return relation.s, relation.p, relation.o, relation.optional


def _unmet(kind: str, annotation: Annotation, relation: Stated) -> Fault:
    said = f"{_label(annotation, relation.s)} → {_label(annotation, relation.o)}"
    return Fault(kind, annotation.doc, relation.p, said, relation.start, relation.end, relation.rules)


def _label(annotation: Annotation, end: str) -> str:
    """The canonical name of an entity; a literal is its own name."""
    for entity in annotation.entities:
        if entity.id == end:
            return entity.names[0] if entity.names else end
    return end
