"""kg: Chinese policy text in, a knowledge graph out in which every fact leads back to its sentence.

The stages of the belt are functions of one argument's kind each: `read`, `find`, `resolve`, `relate`, `gather`, `write`;
`build` runs them all and `load` opens what it wrote. Importing the package costs next to nothing: a name is fetched when
it is first used.

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
    from kg.errors import KgError, OntologyError, OutputError, Place, QueryError, ReadError, SeedError
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
    from kg.verbs.load import Loaded, load

__version__ = "0.1.0"

_HOMES = {
    "kg.entities": ("resolve",),
    "kg.errors": ("KgError", "OntologyError", "OutputError", "Place", "QueryError", "ReadError", "SeedError"),
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
    "kg.verbs.load": ("Loaded", "load"),
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
