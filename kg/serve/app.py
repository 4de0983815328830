"""A site → the web application: the endpoint and the pages, behind the same checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve import pages
from kg.serve.site import Site

if TYPE_CHECKING:
    from starlette.applications import Starlette


def application(site: Site) -> Starlette:
    """All that is served of a site."""
    from starlette.applications import Starlette

    return Starlette(routes=[*pages.routes(site)])
