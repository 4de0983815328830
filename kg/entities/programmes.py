"""Programmes: quoted, headed and shortened forms of one name in a document, 该计划 too → one key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.entities.kinds import Kinds
from kg.entities.names import squeeze
from kg.model import Entity, Mention

PROGRAMME = "Programme"
QUOTES = '“”‘’"'
UNQUOTED = str.maketrans("", "", QUOTES)


class Programmes:
    """Groups the programme names of a document by what is left without quotation marks and a trailing head."""

    def __init__(
        self,
        tails: Iterable[str],
        known: Mapping[str, tuple[str, str, tuple[str, ...]]],
        path: str,
        kinds: Kinds,
        backward: tuple[str, ...],
    ) -> None:
        self._tails = tuple(sorted(tails, key=lambda tail: (-len(tail), tail)))
        self._known = known
        self._path = path
        self._kinds = kinds
        self._backward = backward
        self._told: list[tuple[int, str]] = []
        self._names: dict[str, dict[str, None]] = {}
        self._types: dict[str, str] = {}
        self._weak: dict[str, bool] = {}
        self._made: dict[str, Entity] = {}

    def note(self, mention: Mention, said: str) -> None:
        """Every mention is noted first, so that the forms of one name meet."""
        name, type_, weak = squeeze(said), mention.type, mention.weak
        self._made.clear()
        if self._head(name):
            return
        base = self.base(name)
        self._told.append((mention.start, base))
        self._names.setdefault(base, {})[name] = None
        if self._types.get(base, PROGRAMME) == PROGRAMME:
            self._types[base] = type_
        self._weak[base] = self._weak.get(base, True) and weak

    def base(self, name: str) -> str:
        """“甲乙”专项活动 → 甲乙."""
        known = self._known.get(name)
        if known is not None:
            return known[1]
        if name.startswith("“") and "”" in name:
            return name[1 : name.index("”")]
        plain = name.strip(QUOTES)
        if plain.endswith(self._tails):
            for tail in self._tails:
                if plain.endswith(tail) and len(plain) - len(tail) >= 3:
                    return plain[: -len(tail)]
        return plain

    def entity(self, mention: Mention, said: str) -> Entity | None:
        """What a mention names; 该计划 is the last named before that is called a 计划, and nothing where there is none."""
        name = squeeze(said)
        if head := self._head(name):
            spoken = self._spoken_of(head, mention.start)
            return self._known_as(spoken) if spoken else None
        return self._known_as(name)

    def _head(self, name: str) -> str:
        """该计划 → 计划; of a name that is one itself, nothing."""
        return next((name[len(word) :] for word in self._backward if name.startswith(word)), "")

    def _spoken_of(self, head: str, start: int) -> str:
        for at, base in reversed(self._told):
            if at < start:
                called = next((name for name in self._names[base] if head in name), "")
                if called:
                    return called
        return ""

    def _known_as(self, name: str) -> Entity:
        known = self._made.get(name)
        if known is None:
            known = self._made[name] = self._entity(name, self.base(name))
        return known

    def _entity(self, name: str, base: str) -> Entity:
        forms = self._names.get(base, {name: None})
        longest = max(forms, key=lambda form: (len(form), form))
        names = dict.fromkeys((longest, *forms))
        for form in list(names):
            names[form.translate(UNQUOTED)] = None
            if form.startswith("“") and "”" in form:
                names[form[1 : form.index("”")]] = None
        known = self._known.get(name) or self._known.get(base)
        if known is not None:
            type_, key, lexical = known
            return Entity(type_, key, tuple(dict.fromkeys((*lexical, *names))))
        key = f"{base}@{self._path}" if self._weak.get(base, False) else base
        type_ = self._types.get(base, PROGRAMME)
        if type_ == PROGRAMME:
            type_ = next(filter(None, map(self._kinds.kind, names)), PROGRAMME)
        return Entity(type_, key, tuple(names))
