"""Names of things in, their IRIs out: the one place where IRIs of data are made."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from urllib.parse import quote

from kg.errors import KgError
from kg.graph.things import Fact
from kg.model import Evidence, Literal


def slug(key: str) -> str:
    """A key as the last step of an IRI: every character but A–Z a–z 0–9 _ - ~ and inner dots percent-encoded.

    >>> slug("甲/乙 第1条"), slug("..")
    ('%E7%94%B2%2F%E4%B9%99%20%E7%AC%AC1%E6%9D%A1', '%2E%2E')
    """
    return key if key.isascii() and key.isalnum() else _encoded(key)


@lru_cache(maxsize=1 << 15)
def _encoded(key: str) -> str:
    encoded = quote(key, safe="", errors="surrogatepass")
    return encoded if encoded.strip(".") else encoded.replace(".", "%2E")  # "." and ".." are steps of a path


def iri(base: str, name: str, key: str) -> str:
    """The one place where IRIs of data are made: base, a class's name (the top class), and the key as a slug."""
    return f"{base}{name}/{slug(key)}"


@lru_cache(maxsize=1 << 10)  # each place of a fact asks for it again
def statement_iri(base: str, fact: Fact) -> str:
    """The IRI of a fact's assertion: a hash of its three parts."""
    value = fact.object
    parts = (value.value, value.datatype) if isinstance(value, Literal) else (value,)
    return iri(base, "Assertion", digest(fact.subject, fact.predicate, *parts))


def evidence_iri(base: str, fact: Fact, evidence: Evidence) -> str:
    """The IRI of one place that says a fact: a hash of the fact, the place and the rule."""
    place = (evidence.path, str(evidence.start), str(evidence.end), evidence.rule, evidence.modality)
    return iri(base, "Evidence", digest(statement_iri(base, fact), *place))


def digest(*parts: str) -> str:
    """Half a sha256 of some strings, none of which can be taken for two."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def check(base: str) -> None:
    """Raise KgError for a base that no IRI can begin with."""
    from pyoxigraph import NamedNode

    wanted = "an absolute IRI that ends in / or #"
    try:
        NamedNode(base)
    except ValueError as error:
        raise KgError("", f"{base!r} is no IRI, {error}", wanted) from error
    if not base.endswith(("/", "#", ":")):
        raise KgError("", f"{base!r} runs into what comes after it", wanted)
