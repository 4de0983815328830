"""The text of a SPARQL query → refused or let through, and its parameters filled; strings, IRIs and comments are stepped over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.errors import Place, QueryError

LONGEST = 64 * 1024
DEEPEST = 100
UPDATES = frozenset("add clear copy create delete drop insert load move with".split())

TOKEN = re.compile(
    r"""
      (?P<string> \"{3} (?: [^"\\] | \\. | "(?!"") )* \"{3} | '{3} (?: [^'\\] | \\. | '(?!'') )* '{3}
                | " (?: [^"\\\n\r] | \\. )* " | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<comment> \# [^\n\r]* )
    | (?P<variable> [?$] \w+ )
    | (?P<prefixed> (?P<prefix> (?: [^\W\d] [\w.-]* )? ) : (?: [\w:.-] | %[0-9A-Fa-f]{2} | \\. )* )
    | (?P<word> [A-Za-z]+ )
    | (?P<open> [({\[] )
    | (?P<close> [)}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)


def check(text: str, name: str = "query") -> None:
    """Raise QueryError for a query that would reach out of the graph, change it, or is too large to be meant.

    >>> check("SELECT ?service WHERE { ?service a schema:Service } # no SERVICE here")
    >>> check("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: query:1:18: SERVICE is refused; wanted a query that stays within the graph
    """
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise QueryError(name, f"the query is longer than {LONGEST // 1024} KB", hint="a shorter one")
    depth = 0
    for token in TOKEN.finditer(text):
        said, kind = token[0], token.lastgroup
        if kind in ("word", "prefixed"):
            # keywords need no space after or before them: SERVICE:x and trueSERVICE are keywords too
            word = (token["prefix"] if kind == "prefixed" else said).lower()
            if "service" in word:
                raise QueryError(
                    _place(text, token, name), "SERVICE is refused", "a query that stays within the graph"
                )
            if kind == "word" and word in UPDATES:
                raise QueryError(
                    _place(text, token, name), f"{said.upper()} is refused", "a query that changes nothing"
                )
        depth += (kind == "open") - (kind == "close")
        if depth > DEEPEST:
            raise QueryError(
                _place(text, token, name), f"brackets are more than {DEEPEST} deep", hint="a flatter query"
            )


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


def _place(text: str, token: re.Match[str], name: str) -> Place:
    before = text[: token.start()]
    return Place(name, before.count("\n") + 1, token.start() - (before.rfind("\n") + 1) + 1)
