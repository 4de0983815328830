"""Whatever a client asks for, it gets a page, a redirect or a refusal; never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serve.pages.conftest import Client

STARTS = st.sampled_from(
    [
        "/page/",
        "/data/",
        "/id/",
        "/page/Organisation/",
        "/data/Person/",
        "/ontology/",
        "/dump/",
        "/find?q=",
        "/",
    ]
)
FIELDS = st.sampled_from(["q", "type", "page", "facts", "mentions", "said", "format"])


@given(
    STARTS, st.binary(max_size=40), st.sampled_from(["", "text/html", "text/turtle", "*/*;q=0", "\x7f,,;q=2"])
)
def test_any_bytes_in_a_path(asked: Client, start: str, rest: bytes, accept: str) -> None:
    assert asked.get(start + quote_from_bytes(rest), accept=accept).status_code < 500


@given(STARTS, st.text(max_size=30))
def test_any_text_in_a_path(asked: Client, start: str, rest: str) -> None:
    assert asked.get(start + quote(rest, safe="/%", errors="surrogatepass")).status_code < 500


@given(st.dictionaries(FIELDS, st.text(max_size=30) | st.integers().map(str), max_size=4))
def test_any_fields(asked: Client, fields: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in fields.items())
    for path in ("/find", "/page/Organisation/" + quote("甲市总工会"), "/data/Person/x", "/void"):
        assert asked.get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize("length", [10_000, 60_000])
def test_long_addresses(asked: Client, length: int) -> None:
    assert asked.get("/page/Organisation/" + "a" * length).status_code == 404
    assert asked.get("/find?q=" + "a" * length).status_code == 200
