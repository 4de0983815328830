"""IRIs: whatever the name, the store takes the IRI, and two names never share one."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import Fact, digest, iri, slug, statement_iri
from kg.model import Literal
from tests.handmade import BASE

ANY = st.text(st.characters(exclude_categories=()), max_size=30)
"""Any string of code points, lone surrogates and private use included."""


@pytest.mark.parametrize(
    "key",
    [
        "",
        ".",
        "..",
        "a b",
        'a"b',
        "<a>",
        "{a}",
        "a\\b",
        "a\nb",
        "\0",
        "%zz",
        "a/b?c#d",
        "[::]",
        "\ue000",
        "\U0010fffd",
        "\ud800",
        "甲·乙",
    ],
)
def test_hostile_keys(key: str) -> None:
    made = iri(BASE, "Organisation", key)
    assert made == pyoxigraph.NamedNode(made).value
    assert made.startswith(f"{BASE}Organisation/")
    assert made.isascii()
    assert slug(key) not in (".", "..")
    assert not set("/?#<>") & set(slug(key))


@given(ANY)
def test_any_string_makes_a_valid_iri(key: str) -> None:
    made = iri(BASE, "Person", key)
    assert made == pyoxigraph.NamedNode(made).value


@given(ANY, ANY)
def test_two_keys_make_two_iris(one: str, two: str) -> None:
    assert (one == two) is (slug(one) == slug(two))


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_two_lists_have_two_digests(one: list[str], two: list[str]) -> None:
    assert (one == two) is (digest(*one) == digest(*two))


def test_a_statement_is_its_three_parts() -> None:
    thing, day = iri(BASE, "Event", "甲会"), Literal("2024", "gYear")
    made = {
        statement_iri(BASE, fact)
        for fact in (
            Fact(thing, "dateHeld", day),
            Fact(thing, "dateHeld", Literal("2024")),
            Fact(thing, "locatedIn", thing),
            Fact(thing, "dateHeld", day),
        )
    }
    assert len(made) == 3
