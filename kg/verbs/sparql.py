"""The text of a SPARQL query → refused or let through, and its parameters filled; strings, IRIs and comments are stepped over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile
from urllib.parse import urljoin

from kg.errors import Place, QueryError

LONGEST = 64 * 1024
DEEPEST = 100
STEPS = 50
"""Of a path; the engine's time before it evaluates anything grows with the third power."""
OPERATORS = 1000
"""Of all expressions, and of all graph patterns: a chain of some thousands breaks the engine's stack."""
LONG = 120
"""An engine's list of what it could have taken that is longer than this helps nobody."""
COMBINERS = frozenset(("union", "optional", "minus", "filter", "bind", "graph", "values", "lateral"))
SELECTING = frozenset(("select", "distinct", "reduced"))
UPDATES = frozenset("add clear copy create delete drop insert load move with".split())

TOKEN = re.compile(
    r"""
      (?P<string> \"{3} (?: [^"\\] | \\. | "(?!"") )*+ \"{0,3} | '{3} (?: [^'\\] | \\. | '(?!'') )*+ '{0,3}
                | " (?: [^"\\\n\r] | \\. )*+ "? | ' (?: [^'\\\n\r] | \\. )*+ '? )
    | (?P<language> @ [A-Za-z0-9-]+ )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<comment> \# [^\n\r]* )
    | (?P<variable> [?$] \w+ )
    | (?P<prefixed> (?P<prefix> (?: [^\W\d] [\w.-]* )? ) : (?: [\w:.-] | %[0-9A-Fa-f]{2} | \\. )* )
    | (?P<word> [^\W\d] [\w.-]*+ )
    | (?P<number> \d+ (?: \.\d+ )? (?: [eE][+-]?\d+ )? )
    | (?P<open> [({\[] )
    | (?P<close> [)}\]] )
    | (?P<step> /| \^(?!\^) | \|(?!\|) )
    | (?P<operator> \|\| | && | [<>!]= | [!+*<>=-] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""The tokens that matter. An attempt takes all that it has looked at, or has looked at little: the time is in proportion."""
ENDS = frozenset(("variable", "string", "number", "open"))
"""After these a path has ended: `?a / ?b / ?c` is arithmetic."""


def check(text: str, name: str = "query") -> None:
    """Raise QueryError for a query that would reach out of the graph, change it, or is too large to be meant.

    >>> check("SELECT ?service WHERE { ?service a schema:Service } # no SERVICE here")
    >>> check("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: query:1:18: SERVICE is refused; wanted a query that stays within the graph
    """
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise QueryError(name, f"the query is longer than {LONGEST // 1024} KB", hint="a shorter one")
    depth = steps = operators = 0
    for token in TOKEN.finditer(text):
        said, kind = token[0], token.lastgroup
        if kind in ("word", "prefixed"):
            # keywords need no space after or before them: SERVICE:x and trueSERVICE are keywords too
            word = (token["prefix"] if kind == "prefixed" else said).lower()
            if "service" in word:
                raise QueryError(
                    _place(text, token, name), "SERVICE is refused", "a query that stays within the graph"
                )
            keywords = re.findall("[a-z]+", word) if kind == "word" else []
            for keyword in UPDATES.intersection(keywords):
                raise QueryError(
                    _place(text, token, name), f"{keyword.upper()} is refused", "a query that changes nothing"
                )
            operators += sum(keyword in COMBINERS for keyword in keywords)
        depth += (kind == "open") - (kind == "close")
        if depth > DEEPEST:
            raise QueryError(
                _place(text, token, name), f"brackets are more than {DEEPEST} deep", hint="a flatter query"
            )
        steps = 0 if kind in ENDS else steps + (kind == "step")
        operators += kind == "operator"
        if steps > STEPS or operators > OPERATORS:
            wrong = (
                f"a path has more than {STEPS} steps" if steps > STEPS else f"more than {OPERATORS} operators"
            )
            raise QueryError(_place(text, token, name), wrong, hint="a shorter query")


def graphs(text: str, prefixes: Mapping[str, str], base: str = "") -> Iterator[tuple[str, Place]]:
    """The IRIs of the graphs that a query reads FROM, with their places.

    `prefixes` are known beside its own; a relative IRI is relative to `base` if it says no other.

    >>> [iri for iri, _ in graphs("PREFIX e: <http://e/> SELECT * FROM e:a FROM NAMED <http://e/b> {}", {})]
    ['http://e/a', 'http://e/b']
    """
    known, words, prefix = dict(prefixes), ("", ""), ""
    for token in TOKEN.finditer(text):
        said, kind = token[0], token.lastgroup
        if kind == "comment":
            continue
        iri = ""
        if kind == "iri":
            iri = urljoin(base, re.sub(r"\\[uU]([0-9A-Fa-f]+)", _character, said[1:-1]))
        elif kind == "prefixed":
            prefix, _, local = said.partition(":")
            iri = known.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
        if kind == "iri" and words[-1] == "base":
            base = iri
        elif kind == "iri" and words[-2:] == ("prefix", ":"):
            known[prefix] = iri
        elif iri and (words[-1] == "from" or words == ("from", "named")):
            yield iri, _place(text, token, "query")
        words = (words[1], ":" if kind == "prefixed" else said.lower() if kind == "word" else "")


def columns(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of an answer's columns in their order: of `SELECT *` the engine gives them by the alphabet, we as they come.

    >>> columns("SELECT * { ?s ?p ?o }", ["o", "p", "s"]), columns("SELECT ?s ?p { ?s ?p ?o }", ["s", "p"])
    (('s', 'p', 'o'), ('s', 'p'))
    """
    tokens = (token for token in TOKEN.finditer(text) if token.lastgroup != "comment")
    said = dropwhile(lambda token: token[0].lower() != "select", tokens)
    first = next((token[0] for token in said if token[0].lower() not in SELECTING), "")
    if first != "*":
        return tuple(names)
    met = dict.fromkeys(token[0][1:] for token in said if token.lastgroup == "variable")
    order = {name: place for place, name in enumerate(met)}
    return tuple(sorted(names, key=lambda name: order.get(name, len(order))))


def complaint(said: str, name: str, text: str) -> tuple[Place, str, str]:
    """Where an engine complains of a query, of what, and what it wanted.

    Of a syntax error it says `error at line:column: expected …`.

    >>> complaint("error at 1:8: expected one of SELECT, ASK", "query", "PREFIX")
    (Place(path='query', line=1, column=8), "it ends too early, after 'PREFIX'", 'one of SELECT, ASK')
    """
    found = re.match(r"error at (\d+):(\d+): (?:expected )?(.*)", said, re.DOTALL)
    if not found:
        return Place(name), said or "the query engine gave up", ""
    line, column = int(found[1]), int(found[2])
    whole = [*text.splitlines(), "", ""][line - 1]
    before, rest = whole[: column - 1].split()[-1:], whole[column - 1 :].strip()[:30]
    wanted = " ".join(found[3].split())
    wrong = f"it does not parse at {rest!r}" if rest else "it ends too early"
    wrong += f", after {before[0]!r}" if before else ""
    return Place(name, line, column), wrong, wanted if len(wanted) < LONG else ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """A query with each `$name` that has a value replaced by that value, as a string.

    >>> fill("FILTER(CONTAINS(?name, $law)) # $law", {"law": "甲法"})
    'FILTER(CONTAINS(?name, "甲法")) # $law'
    """
    return "".join(_filled(text, values))


def parameters(text: str) -> frozenset[str]:
    """The names of a query's `$name` variables."""
    found = (token[0] for token in TOKEN.finditer(text) if token.lastgroup == "variable")
    return frozenset(said[1:] for said in found if said[0] == "$")


def _filled(text: str, values: Mapping[str, str]) -> Iterator[str]:
    done = 0
    for token in TOKEN.finditer(text):
        if token.lastgroup == "variable" and token[0][0] == "$" and token[0][1:] in values:
            yield text[done : token.start()]
            yield _string(values[token[0][1:]])
            done = token.end()
    yield text[done:]


def _string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _character(found: re.Match[str]) -> str:
    return chr(min(int(found[1], 16), 0x10FFFF))


def _place(text: str, token: re.Match[str], name: str) -> Place:
    before = text[: token.start()]
    return Place(name, before.count("\n") + 1, token.start() - (before.rfind("\n") + 1) + 1)
