"""The cases of the benchmark go in, each read as a document; what was expected, what was found and three figures come out.

python -m tests.citations.scoring [FILE…] prints the figures and every citation that was missed, wrong or too many.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg import ontology
from kg.entities import resolve
from kg.entities.provisions import label
from kg.mentions import find
from kg.model import Assertion, Document, Entity, Literal, Mention
from kg.readers import parse
from kg.relations import relate
from kg.script.citations import ProvisionBook, Step
from kg.seeds import Seeds, load

HERE = Path(__file__).parent
LEVELS = ("part", "subpart", "chapter", "section", "article", "paragraph", "item", "subitem")
UNITS = dict(zip(("编", "分编", "章", "节", "条", "款", "项", "目"), LEVELS, strict=True))
ATTRIBUTES = ("title", "version", "number", *LEVELS)
PLAIN = "例句"  # the title line over a case that says of no document what it is
Value = str | list[str] | None


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation, expected or found. `known` are its attributes; `resolves` is a key, a list of keys or None."""

    start: int
    end: int
    kind: str
    known: dict[str, Value]
    resolves: Value
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file."""

    id: str
    text: str
    title: str
    expect: tuple[Citation, ...]
    none: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """The counts of a run; `faults` says what went wrong, a line each."""

    expected: int = 0
    detected: int = 0
    attributes: int = 0
    resolved: int = 0
    false: int = 0
    faults: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """F1 of each of the three: precision is over what was found, a false detection is one too many for each.

        Of cases that hold no citation, the share that nothing was found in would say little: it is 1 where all was quiet.
        """
        found = self.detected + self.false
        named = {"detected": self.detected, "attributes": self.attributes, "resolved": self.resolved}
        return {
            name: 2 * right / (found + self.expected) if found + self.expected else 1.0
            for name, right in named.items()
        }


@lru_cache(maxsize=1)
def seeds() -> Seeds:
    return load()


def cases(paths: Iterable[Path] = ()) -> Iterator[Case]:
    for path in [*paths] or sorted(HERE.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            expect = tuple(_expected(one) for one in raw["expect"])
            yield Case(
                raw["id"], raw["text"], raw.get("document", {}).get("title", ""), expect, tuple(raw["none"])
            )


def _expected(raw: dict[str, object]) -> Citation:
    known = {name: raw[name] for name in ATTRIBUTES if name in raw}
    return Citation(
        raw["start"],
        raw["end"],
        raw["kind"],
        known,
        raw["resolves"],
        bool(raw.get("optional", False)),  # type: ignore[arg-type]
    )


def found(case: Case) -> list[Citation]:
    """The citations that kg finds in a case, by the offsets of its text."""
    before = f"{case.title or PLAIN}\n\n"
    data = (before + case.text).encode()
    document = parse(data, f"{case.id}.txt", "", seeds().words)
    mentions = find(document, seeds())
    resolved = resolve(document, mentions, seeds())
    facts = relate(resolved, seeds())
    linked: dict[Mention, list[Entity]] = {}
    for link in resolved.links:
        if isinstance(link.entity, Entity):
            linked.setdefault(link.mention, []).append(link.entity)
    citations = []
    numbers = [mention for mention in mentions if mention.type == "Number"]
    for mention in (*linked, *resolved.unresolved, *numbers):
        kind = _kind(mention)
        place = document.place(mention.start, mention.end)
        if not kind or place.start < len(before):
            continue
        start, end = place.start - len(before), place.end - len(before)
        known, resolves = _read(kind, mention, linked.get(mention, []), document, facts)
        citations.append(Citation(start, end, kind, known, resolves))
    return sorted({(c.start, -c.end, c.kind): c for c in citations}.values(), key=lambda c: (c.start, -c.end))


def _kind(mention: Mention) -> str:
    top = ontology.load().top(mention.type)
    return {"LegalInstrument": "instrument", "Provision": "provision", "Number": "number"}.get(top, "")


def _read(
    kind: str, mention: Mention, entities: Sequence[Entity], document: Document, facts: Sequence[Assertion]
) -> tuple[dict[str, Value], Value]:
    said = document.text[mention.start : mention.end]
    place = document.place(mention.start, mention.end)
    if kind == "number":
        number = next(
            (f for f in facts if f.predicate == "documentNumber" and _captured(f, place.start)), None
        )
        literal = number.object if number is not None else None
        title = _title(number.subject) if number is not None else None
        value = literal.value if isinstance(literal, Literal) else _number(said)
        return {"number": value, "title": title}, title
    if kind == "instrument":
        if not entities:
            return {"title": None}, None
        version = next((f for f in facts if f.predicate == "version" and _captured(f, place.start)), None)
        known: dict[str, Value] = {"title": _title(entities[0])}
        if version is not None and isinstance(version.object, Literal):
            known["version"] = version.object.value
        return known, _title(entities[0])
    if not entities:
        return {"title": None, **_levels(_book().listed(said))}, None
    whole = entities[0]
    while whole.whole is not None:
        whole = whole.whole
    lists = [_book().steps(entity.key.removeprefix(whole.key)) for entity in entities]
    keys = [f"{_title(whole)}{label(steps)}" for steps in lists]
    return {"title": _title(whole), **_levels(lists)}, keys if len(keys) > 1 else keys[0]


@lru_cache(maxsize=1)
def _book() -> ProvisionBook:
    return ProvisionBook(seeds())


def _number(said: str) -> str:
    from kg.entities.names import number_literal

    return number_literal(said).value


def _captured(fact: Assertion, start: int) -> bool:
    return any(capture.start == start for capture in fact.evidence.captures)


def _title(entity: Entity) -> str:
    return entity.names[0].replace("〈", "《").replace("〉", "》")


def _levels(lists: Sequence[Sequence[Step]]) -> dict[str, Value]:
    levels: dict[str, list[str]] = {}
    for steps in lists:
        for step in steps:
            number = f"{step.number}-{step.insert}" if step.insert else str(step.number)
            levels.setdefault(UNITS[step.unit], []).append(number)
    known: dict[str, Value] = {}
    for name, numbers in levels.items():
        distinct = list(dict.fromkeys(numbers))
        known[name] = distinct if len(distinct) > 1 else distinct[0]
    return known


def score(all_cases: Iterable[Case]) -> Score:
    total = Score()
    for case in all_cases:
        _score(case, found(case), total)
    return total


def _score(case: Case, citations: Sequence[Citation], total: Score) -> None:
    here = {(c.start, c.end, c.kind): c for c in citations}
    for wanted in case.expect:
        if wanted.optional:
            continue
        total.expected += 1
        span = case.text[wanted.start : wanted.end]
        got = here.get((wanted.start, wanted.end, wanted.kind))
        if got is None:
            near = [
                case.text[c.start : c.end] for c in citations if c.start < wanted.end and wanted.start < c.end
            ]
            total.faults.append(
                f"{case.id} missed {wanted.kind} {span!r} found {near} in {case.text!r} [{case.title}]"
            )
            continue
        total.detected += 1
        wrong = {
            name: (value, got.known.get(name))
            for name, value in wanted.known.items()
            if got.known.get(name) != value
        }
        total.attributes += not wrong
        total.resolved += got.resolves == wanted.resolves
        if wrong or got.resolves != wanted.resolves:
            detail = wrong or (wanted.resolves, got.resolves)
            total.faults.append(f"{case.id} wrong {span!r}: {detail} in {case.text!r} [{case.title}]")
    for got in citations:
        if _false(case, got):
            total.false += 1
            total.faults.append(
                f"{case.id} false {got.kind} {case.text[got.start : got.end]!r} in {case.text!r} [{case.title}]"
            )


def _false(case: Case, got: Citation) -> bool:
    """A detection that overlaps nothing expected, or touches what no detection may touch."""
    covered = [c for c in case.expect if c.start < got.end and got.start < c.end]
    if not covered:
        return True
    if any(c.start <= got.start and got.end <= c.end for c in covered):
        return False
    return any(
        start < got.end
        and got.start < end
        and not any(c.start <= max(start, got.start) and min(end, got.end) <= c.end for c in case.expect)
        for start, end in _forbidden(case)
    )


def _forbidden(case: Case) -> Iterator[tuple[int, int]]:
    for word in case.none:
        at = case.text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = case.text.find(word, at + 1)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Score kg on the benchmark of citations.")
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args(arguments)
    total = score(cases(asked.files))
    for fault in total.faults:
        print(fault)
    for name, value in Counter(total.figures()).items():
        print(f"{name:<12}{value:.4f}")
    print(
        f"expected {total.expected}, detected {total.detected}, attributes {total.attributes}, "
        f"resolved {total.resolved}, false {total.false}"
    )


if __name__ == "__main__":
    main()
