"""A string in; the same string as a format's text can hold it out: one function for each target. Turtle's is `turtle.text`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import Literal

if TYPE_CHECKING:  # the processes that answer queries come for XML, and soon
    from kg.graph import Graph, Node

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 document can hold, escaped or not."""
MARKUP = re.compile('[&<>"\t\n\r\x7f-\x9f\u2028\u2029]|' + ILLEGAL.pattern)
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
FORMULA = re.compile(r"[\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069']*[=+\-@＝＋－＠\t\r\n]")
"""What a spreadsheet may take for a formula, blanks, marks and full-width signs before it included."""
SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def xml(value: str) -> str:
    r"""A string as XML text or a quoted attribute; what no XML can hold becomes U+FFFD (`unfit_for_xml` tells of it).

    >>> xml('他说"是"\r\n<&>')
    '他说&quot;是&quot;&#13;&#10;&lt;&amp;&gt;'
    """
    return MARKUP.sub(_reference, value)


def _reference(found: re.Match[str]) -> str:
    char = found[0]
    return NAMED.get(char) or (REPLACEMENT if ILLEGAL.match(char) else f"&#{ord(char)};")


def cell(value: str, *, raw: bool = False) -> str:
    """A string as a cell of CSV, quoted where it must be; unless `raw`, one that may be a formula gets an apostrophe first.

    A string that has an apostrophe before a formula gets one more, so that taking one away always gives the string back.

    >>> cell("=1+1"), cell("=1+1", raw=True), cell("甲,乙"), cell("甲")
    ("'=1+1", '=1+1', '"甲,乙"', '甲')
    """
    if not raw and FORMULA.match(value):
        value = f"'{value}"
    if any(char in value for char in ',"\r\n') or value[:1].isspace() or value[-1:].isspace():
        return '"' + value.replace('"', '""') + '"'
    return value


def uncell(value: str) -> str:
    """What `cell` was given, of the cell that a reader of CSV hands out.

    >>> uncell("'=1+1"), uncell("'甲'")
    ('=1+1', "'甲'")
    """
    return value[1:] if value[:1] == "'" and FORMULA.match(value[1:]) else value


def cypher(value: str) -> str:
    r"""A string as a Cypher literal in double quotes, on one line.

    >>> print(cypher('他说"是"\n'))
    "他说\"是\"\n"
    """
    return '"' + re.sub(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]', _unicode, value) + '"'


def _unicode(found: re.Match[str]) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return short.get(found[0]) or f"\\u{ord(found[0]):04x}"


def cypher_name(value: str) -> str:
    """A label or a type of Cypher, in backquotes.

    >>> cypher_name("holds`Post")
    '`holds``Post`'
    """
    return "`" + value.replace("`", "``") + "`"


def encoded(text: str) -> bytes:
    r"""Text as UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.

    >>> encoded("甲\ud800") == "甲\ufffd".encode()
    True
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return scalar(text).encode("utf-8")


def scalar(text: str) -> str:
    r"""A string without lone surrogates: each becomes U+FFFD.

    >>> scalar("甲\ud800") == "甲\ufffd"
    True
    """
    return SURROGATE.sub(REPLACEMENT, text)


def unfit_for_xml(said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    r"""What XML changes in some strings, each given after where it stands, told in a sentence; nothing where it changes nothing.

    >>> unfit_for_xml([("a name", "甲"), ("another", "乙\f")])[0].partition(";")[0]
    'XML cannot hold U+000C in another: written as U+FFFD'
    """
    found = [(where, char) for where, value in said for char in sorted(set(ILLEGAL.findall(value)))]
    if not found:
        return ()
    where, char = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    told = f"XML cannot hold U+{ord(char):04X} in {where}{more}: written as U+FFFD"
    return (f"{told}; .ttl, .jsonld, .cyjs and .csv hold every character",)


def strings(graph: Graph) -> Iterable[tuple[str, str]]:
    """Every string of a graph with where it stands."""
    for nodes in (graph.entities, graph.documents):
        for node in nodes.values():
            yield from ((f"a name or property of {node.iri}", value) for value in _values(node))
    for fact, places in graph.evidence.items():
        if isinstance(fact.object, Literal):
            yield f"the {fact.predicate} of {fact.subject}", fact.object.value
        for place in places:
            where = f"a quotation of {place.path!r} at {place.start}"
            yield from ((where, value) for value in (place.exact, place.path, place.rule))


def _values(node: Node) -> Iterable[str]:
    yield node.label
    yield from node.names
    yield from (literal.value for _, literal in node.literals)
