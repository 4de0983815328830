"""kg: Chinese policy text in, a knowledge graph out in which every fact leads back to its sentence.

The stages of the belt are functions from one frozen value to the next: `read`, `find`, `resolve`, `relate`, `gather`,
`write`; `build` runs them all, `load` opens what it wrote, and the other verbs are those of the command line (`find` is the
stage; entities are found by `load(…).find`). Importing the package costs next to nothing: a name is fetched when it is
first used.

>>> import kg
>>> kg.__version__
'0.1.0'
>>> kg.Span(0, 2)
Span(start=0, end=2)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.entities import resolve
    from kg.errors import (
        KgError,
        OntologyError,
        OutputError,
        Place,
        PublishError,
        QueryError,
        ReadError,
        SeedError,
    )
    from kg.exports.selection import Selection
    from kg.graph import Graph, gather
    from kg.mentions import find
    from kg.model import (
        Article,
        Assertion,
        Block,
        Capture,
        Document,
        Entity,
        Evidence,
        Link,
        Literal,
        Mention,
        Reading,
        Resolved,
        Source,
        Span,
    )
    from kg.pipeline import DEFAULT_BASE, Report, build, run
    from kg.pipeline.writers import write
    from kg.readers import read
    from kg.relations import relate
    from kg.seeds import Seeds
    from kg.verbs.check import check
    from kg.verbs.diff import Difference, diff
    from kg.verbs.doctor import doctor
    from kg.verbs.evaluate import evaluate
    from kg.verbs.explain import explain
    from kg.verbs.export import export
    from kg.verbs.load import Loaded, load
    from kg.verbs.publish import Published, publish
    from kg.verbs.publish.login import Login
    from kg.verbs.query import query
    from kg.verbs.review import review
    from kg.verbs.stats import stats
    from kg.verbs.verify import verify
    from kg.verbs.why_not import why_not

__version__ = "0.1.0"

_HOMES = {
    "kg.entities": ("resolve",),
    "kg.errors": (
        *("KgError", "OntologyError", "OutputError", "Place", "PublishError", "QueryError", "ReadError"),
        "SeedError",
    ),
    "kg.exports.selection": ("Selection",),
    "kg.graph": ("Graph", "gather"),
    "kg.mentions": ("find",),
    "kg.model": (
        *("Article", "Assertion", "Block", "Capture", "Document", "Entity", "Evidence", "Link", "Literal"),
        *("Mention", "Reading", "Resolved", "Source", "Span"),
    ),
    "kg.pipeline": ("DEFAULT_BASE", "Report", "build", "run"),
    "kg.pipeline.writers": ("write",),
    "kg.readers": ("read",),
    "kg.relations": ("relate",),
    "kg.seeds": ("Seeds",),
    "kg.verbs.check": ("check",),
    "kg.verbs.diff": ("Difference", "diff"),
    "kg.verbs.doctor": ("doctor",),
    "kg.verbs.evaluate": ("evaluate",),
    "kg.verbs.explain": ("explain",),
    "kg.verbs.export": ("export",),
    "kg.verbs.load": ("Loaded", "load"),
    "kg.verbs.publish": ("Published", "publish"),
    "kg.verbs.publish.login": ("Login",),
    "kg.verbs.query": ("query",),
    "kg.verbs.review": ("review",),
    "kg.verbs.stats": ("stats",),
    "kg.verbs.verify": ("verify",),
    "kg.verbs.why_not": ("why_not",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: PLE0604 - the names above, fetched by __getattr__
    "__version__",
    *sorted(_HOME),
]


def __getattr__(name: str) -> object:
    """Fetch a name of the surface from the module that has it."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
