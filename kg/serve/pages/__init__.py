"""A site → the routes of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.serve.site import Site

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def routes(site: Site) -> Sequence[BaseRoute]:  # noqa: ARG001 - no page yet
    """The pages' routes, the more special first."""
    return ()
