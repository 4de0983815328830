"""A template and what it shows → an answer in HTML, under a policy that lets nothing in or out that is not ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.exports.explorer.seal import policy, sealed
from kg.exports.terms import dots
from kg.serve.site import RequestError, Site

if TYPE_CHECKING:
    import jinja2
    from starlette.responses import Response

BUILT = {"explorer": "explorer.html", "report": "report.html"}
"""The pages that a build writes, by where they are served."""

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
FRAMES = "; frame-ancestors 'none'"


@cache
def style() -> str:
    """What every page has."""
    exports = files("kg.exports")
    parts = (exports.joinpath("report.css"), exports.joinpath("reading.css"))
    shared = "".join(part.read_text(encoding="utf-8") for part in parts)
    return (shared + _file("site.css") + dots(ontology.load())).replace("\r\n", "\n")


@cache
def script(name: str) -> str:
    """A bundle that kg/serve/web makes: `editor` or `walk`."""
    found = files(__package__ or "").joinpath(name, f"{name}.js")
    return found.read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _templates() -> jinja2.Environment:
    return sealed(_file)


def _file(name: str) -> str:
    found = files(__package__ or "").joinpath("templates", name)
    return found.read_text(encoding="utf-8").replace("\r\n", "\n")


def markup(site: Site, template: str, **shown: object) -> str:
    """A page as a string."""
    terms = ontology.load()
    built = {name: (site.output / file).is_file() for name, file in BUILT.items()}
    return (
        _templates()
        .get_template(template)
        .render(
            site=site,
            style=style(),
            built=built,
            classes=terms.classes,
            properties=terms.properties,
            **shown,
        )
    )


def answer(
    site: Site,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    scripts: tuple[str, ...] = (),
    **shown: object,
) -> Response:
    """A page as an answer; `scripts` are those that the template holds, which may ask this server."""
    from starlette.responses import HTMLResponse

    allowed = policy(scripts, (style(),), forms="'self'", fetches="'self'" if scripts else "")
    own = {"Content-Security-Policy": allowed + FRAMES, "Vary": "Accept"}
    page = markup(site, template, scripts=scripts, status=status, **shown)
    return HTMLResponse(page, status, {**own, **(headers or {})})


def finished(path: Path, navigation: str = "", mark: str = "") -> Response:
    """A page that a build or `make docs` wrote, under the policy that it states; `navigation` goes where its mark is.

    Raises RequestError where there is no such file.
    """
    from starlette.responses import HTMLResponse

    try:
        page = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RequestError(
            404, f"there is no {path.name} in this build", hint="kg build, without --only"
        ) from error
    stated = META.search(page[:4000])
    allowed = unescape(stated[1]) if stated else policy((), ())
    made = page.replace(mark, navigation, 1) if mark else page
    return HTMLResponse(made, headers={"Content-Security-Policy": allowed + FRAMES})
