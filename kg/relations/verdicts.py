"""Rules and their examples go in; one verdict a rule comes out: holds, or what is missing, wrong, noisy or idle, and where.

missing: a `yes` line lacks a fact. wrong: a `yes` line gives a fact that it does not mark. noisy: a `no` line gives a fact, or
another rule fires that the line does not name in `# also:`. idle: a pattern line, an unless, a carry or an also without use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg import ontology as ontologies
from kg.errors import Place, SeedError
from kg.ontology import Ontology
from kg.pattern import Repeat, walk
from kg.relations import matches, run
from kg.relations.examples import Fact, Staged, fact, said, stage, wanted
from kg.relations.rulebook import RuleBook, book, terms
from kg.relations.rules import ColumnLine, PatternLine, Rule, compile_rule, without_line
from kg.seeds import Line, Seeds, close
from kg.seeds.verdicts import ERROR, HOLDS, Verdict, refused


def judge(seeds: Seeds) -> tuple[Verdict, ...]:
    """The verdicts of all rules, in the order of the files. A rule that cannot be run has the verdict "error"."""
    ontology = ontologies.load()
    if not seeds.rules:
        return ()
    known = terms(seeds, ontology)
    rules: list[Rule] = []
    faults: dict[str, Verdict] = {}
    for source in seeds.rules:
        try:
            rules.append(compile_rule(source, known, ontology))
        except SeedError as error:
            faults[source.id] = refused(source.id, error)
    whole = book(tuple(rules), seeds, ontology)
    found = {rule.id: _judged(rule, whole, seeds) for rule in rules}
    return tuple(
        verdict
        for source in seeds.rules
        for verdict in ([faults[source.id]] if source.id in faults else found[source.id])
    )


def _judged(rule: Rule, whole: RuleBook, seeds: Seeds) -> list[Verdict]:
    try:
        found = [*_Judge(rule, whole, seeds).verdicts()]
    except SeedError as error:
        found = [refused(rule.id, error)]
    return found or [Verdict(rule.id, HOLDS, rule.source.place)]


class _Judge:
    """One rule and its examples."""

    def __init__(self, rule: Rule, whole: RuleBook, seeds: Seeds) -> None:
        self.rule, self.whole, self.seeds = rule, whole, seeds
        self.ontology: Ontology = whole.ontology
        self.known = {source.id for source in seeds.rules}
        self.alone = self.only(rule)
        self.yes = [stage(line, rule, self.ontology) for line in rule.source.yes]
        self.no = [stage(line, rule, self.ontology) for line in rule.source.no]

    def only(self, rule: Rule) -> RuleBook:
        return book((rule,), self.seeds, self.ontology)

    def verdicts(self) -> Iterator[Verdict]:
        for name, staged in (("yes", self.yes), ("no", self.no)):
            if not staged:
                yield self.say(ERROR, self.rule.source.place, f"no {name} line")
        for one in self.yes:
            yield from self.of_yes(one)
            yield from self.of_others(one)
        for one in self.no:
            if gives := self.gives(one, self.alone):
                yield self.say("noisy", one.line.place, f"a no line gives {_shown(gives)}")
            yield from self.of_others(one)
        yield from self.idle()

    def say(self, verdict: str, place: Place, detail: str) -> Verdict:
        return Verdict(self.rule.id, verdict, place, detail)

    def gives(self, staged: Staged, read: RuleBook) -> set[Fact]:
        """The facts that a book of the one rule reads; of a rule that states nothing, what fills its roles."""
        if self.rule.statements:
            return {fact(assertion) for assertion in run(staged.resolved, read)}
        return {
            (role, "is", said(link.entity))
            for _, match in matches(staged.resolved, read)
            for role, links in match.roles().items()
            for link in links
        }

    def of_yes(self, staged: Staged) -> Iterator[Verdict]:
        gives = self.gives(staged, self.alone)
        if self.rule.statements:
            should = wanted(staged, self.rule, self.ontology)
        else:
            should = {(mark.role, "is", said(link.entity)) for mark, link in staged.marks if mark.role}
        if not should:
            yield self.say(ERROR, staged.line.place, "a yes line that marks no fact")
        if gives < should and self.paired(staged, gives):
            return
        if lacking := should - gives:
            yield self.say("missing", staged.line.place, _shown(lacking))
        if extra := gives - should:
            yield self.say("wrong", staged.line.place, f"gives {_shown(extra)}")

    def paired(self, staged: Staged, gives: set[Fact]) -> bool:
        """Whether a repeated group pairs what it repeats, so that not each goes with each; every mark must have its fact."""
        if any(mark.group for mark, _ in staged.marks):
            return False
        if not any(isinstance(node, Repeat) for line in self.rule.lines for node in walk(line.tree)):
            return False
        ends = {end for subject, _, stated in gives for end in (subject, stated)}
        stated = {end for statement in self.rule.statements for end in statement.ends()}
        return all(said(link.entity) in ends for mark, link in staged.marks if mark.role in stated)

    def of_others(self, staged: Staged) -> Iterator[Verdict]:
        """Other rules that fire on the line, against those that it names."""
        place = staged.line.place
        for name in staged.also:
            if name not in self.known:
                hint = close(name, [*self.known])
                yield self.say(
                    ERROR, place, f"also: there is no rule {name}" + (f"; try {hint}" if hint else "")
                )
        fired: dict[str, set[Fact]] = {}
        for assertion in run(staged.resolved, self.whole):
            if assertion.evidence.rule != self.rule.id:
                fired.setdefault(assertion.evidence.rule, set()).add(fact(assertion))
        for other in sorted(set(fired) - set(staged.also)):
            yield self.say(
                "noisy", place, f"{other} fires too: {_shown(fired[other])}; end the line in # also: {other}"
            )
        for other in staged.also:
            if other in self.known and other not in fired and other != self.rule.id:
                yield self.say("idle", place, f"also: {other} does not fire here")

    def idle(self) -> Iterator[Verdict]:
        rule = self.rule
        whole = [self.gives(one, self.alone) for one in self.yes]
        lines: tuple[PatternLine | ColumnLine, ...] = (*rule.lines, *rule.tables)
        for line in lines if len(lines) > 1 else ():
            rest = self.only(without_line(rule, line))
            if [self.gives(one, rest) for one in self.yes] == whole:
                yield self.idle_line(line, "no yes line needs it")
        examples = [*self.yes, *self.no]
        for line in rule.unless:
            rest = self.only(without_line(rule, line))
            if [self.gives(one, rest) for one in examples] == [
                self.gives(one, self.alone) for one in examples
            ]:
                yield self.idle_line(line, "no example needs this unless")
        free = self.only(replace(rule, named=()))
        if rule.named and not any(self.gives(one, free) for one in self.no):
            yield self.say("idle", rule.source.named[0].place, "no no line needs it: named")
        for carried in rule.source.carry:
            role = carried.text.split()[0]
            used = (match.carried for one in self.yes for _, match in matches(one.resolved, self.alone))
            if not any(role in one for one in used):
                yield self.say("idle", carried.place, f"no yes line carries {role}")

    def idle_line(self, line: PatternLine | ColumnLine, detail: str) -> Verdict:
        source: Line = line.source
        return self.say("idle", source.place, f"{detail}: {source.text}")


def _shown(facts: set[Fact]) -> str:
    return ", ".join(" ".join(one) for one in sorted(facts))
