"""Forms and their examples go in; one verdict a form comes out: holds, or what is missing, wrong, noisy or idle, and where.

An example is read as the belt reads a document. `{…}` marks what the form itself must make; names marked with a class,
`{Place=甲市}`, are known beforehand, as if a lexicon had them.

missing: a `yes` line lacks a marked name. wrong: a `yes` line gives a name that is not marked. noisy: a `no` line gives one.
idle: a pattern line, an unless, or a condition beside the name that no example needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg import ontology as ontologies
from kg.errors import Place, SeedError
from kg.mentions.finding import Finder, finder, standing, surveyed
from kg.mentions.forms import Form, compile_form
from kg.model import Article, Block, Document, Mention, Source
from kg.ontology import Ontology
from kg.pattern import parse_example
from kg.seeds import FormSource, Line, Seeds, close
from kg.seeds.verdicts import ERROR, HOLDS, Verdict, refused

PATH = "example"

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Staged:
    """An example ready to be read: the document of its words, the names known in it, and those that the form must make."""

    line: Line
    document: Document
    known: tuple[Mention, ...]
    wanted: frozenset[Extent]

    def said(self, extents: frozenset[Extent]) -> str:
        return ", ".join(self.document.text[start:end] for start, end in sorted(extents))


def check_forms(seeds: Seeds) -> tuple[Verdict, ...]:
    """The verdicts of all forms, in the order of the files; where one cannot be run, only what is wrong with such forms."""
    ontology = ontologies.load()
    faults = [*_faults(seeds, ontology)]
    if faults:
        return tuple(faults)
    made = finder(seeds)
    verdicts: list[Verdict] = []
    numbers = {form.id: number for number, form in enumerate(made.forms.forms)}
    for source in seeds.forms:
        try:
            said = [*_Judge(made, numbers[source.id], source, ontology).verdicts()]
        except SeedError as error:
            said = [refused(source.id, error)]
        verdicts.extend(said or [Verdict(source.id, HOLDS, source.place)])
    return tuple(verdicts)


def _faults(seeds: Seeds, ontology: Ontology) -> Iterator[Verdict]:
    for source in seeds.forms:
        if source.makes not in ontology.classes:
            hint = close(source.makes, [*ontology.classes])
            error = SeedError(
                source.place, f"{source.id} makes {source.makes}", "a class of the ontology", hint
            )
            yield refused(source.id, error)
            continue
        try:
            compile_form(source, seeds.words, ontology)
        except SeedError as error:
            yield refused(source.id, error)


def stage(line: Line, ontology: Ontology) -> Staged:
    """Raises SeedError for a mark with a role, or with a class that the ontology does not have."""
    example = parse_example(line.text, line.place)
    known: list[Mention] = []
    wanted: set[Extent] = set()
    for mark in example.marks:
        if mark.role:
            raise SeedError(
                line.place,
                f"a form's example has the role {mark.role}",
                "{…} for a name, {Class=…} for others",
            )
        if not mark.type:
            wanted.add((mark.start, mark.end))
        elif mark.type in ontology.classes:
            known.append(Mention(mark.start, mark.end, mark.type, PATH))
        else:
            hint = close(mark.type, [*ontology.classes])
            raise SeedError(
                line.place, f"an example has the class {mark.type}", "a class of the ontology", hint
            )
    text = example.text
    source = Source(PATH, hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    blocks = (Block("paragraph", 0, len(text)),)
    document = Document(source, text, ((0, 0),), blocks, (Article(1, 0, len(text), PATH),))
    return Staged(line, document, tuple(known), frozenset(wanted))


class _Judge:
    """One form, by its number in the book, and its examples."""

    def __init__(self, made: Finder, number: int, source: FormSource, ontology: Ontology) -> None:
        self.made, self.number, self.source = made, number, source
        self.form: Form = made.forms.forms[number]
        self.yes = [stage(line, ontology) for line in source.yes]
        self.no = [stage(line, ontology) for line in source.no]
        self.whole = [self.gives(one, self.form) for one in (*self.yes, *self.no)]

    def say(self, verdict: str, place: Place, detail: str) -> Verdict:
        return Verdict(self.source.id, verdict, place, detail)

    def gives(self, staged: Staged, form: Form) -> frozenset[Extent]:
        """What the form makes and the belt keeps; another form may make the same."""
        made = replace(self.made, forms=self.made.forms.having(self.number, form))
        ground = surveyed(staged.document, made, staged.known)
        kept = {(m.start, m.end, m.type) for m in standing(ground)}
        made_here = (m for m in ground.mentions() if m.form == form.id)
        return frozenset((m.start, m.end) for m in made_here if (m.start, m.end, m.type) in kept)

    def verdicts(self) -> Iterator[Verdict]:
        for name, staged in (("yes", self.yes), ("no", self.no)):
            if not staged:
                yield self.say(ERROR, self.source.place, f"no {name} line")
        for one, gives in zip(self.yes, self.whole, strict=False):
            if not one.wanted:
                yield self.say(ERROR, one.line.place, "a yes line that marks no name with {…}")
            if lacking := one.wanted - gives:
                yield self.say("missing", one.line.place, f"{one.said(lacking)}; {self.instead(one)}")
            if extra := gives - one.wanted:
                yield self.say("wrong", one.line.place, f"gives {one.said(extra)}")
        for one, gives in zip(self.no, self.whole[len(self.yes) :], strict=True):
            if one.wanted:
                yield self.say(ERROR, one.line.place, "a no line that marks a name with {…}")
            if gives:
                yield self.say("noisy", one.line.place, f"a no line gives {one.said(gives)}")
        yield from self.idle()

    def instead(self, staged: Staged) -> str:
        """What was found where a name is missing."""
        others = [
            f"{staged.document.text[m.start : m.end]} ({m.form})"
            for m in standing(surveyed(staged.document, self.made, staged.known))
            if any(m.start < end and start < m.end for start, end in staged.wanted)
        ]
        return f"found there: {', '.join(others)}" if others else "nothing is found there"

    def needless(self, form: Form) -> bool:
        """Whether a form with something taken away gives the same on every example."""
        staged = (*self.yes, *self.no)
        return all(self.gives(one, form) == whole for one, whole in zip(staged, self.whole, strict=True))

    def idle(self) -> Iterator[Verdict]:
        form, source = self.form, self.source
        for at, line in enumerate(source.where if len(source.where) > 1 else ()):
            if self.needless(replace(form, lines=form.lines[:at] + form.lines[at + 1 :])):
                yield self.say("idle", line.place, f"no yes line needs it: {line.text}")
        for at, line in enumerate(source.unless):
            if self.needless(replace(form, unless=form.unless[:at] + form.unless[at + 1 :])):
                yield self.say("idle", line.place, f"no example needs this unless: {line.text}")
        low, high = form.never
        without = (
            ("before", source.before, replace(form, before=None)),
            ("after", source.after, replace(form, after=None)),
            ("not-before", source.not_before, replace(form, never=(None, high))),
            ("not-after", source.not_after, replace(form, never=(low, None))),
        )
        for name, condition, less in without:
            if condition is not None and self.needless(less):
                yield self.say("idle", condition.place, f"no example needs this {name}")
        if form.proper and self.needless(replace(form, proper=False)):
            yield self.say("idle", source.place, "no example needs proper")
