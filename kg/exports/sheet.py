"""A template and what it shows → a page in Chinese and English that runs no script of its own and fetches nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from kg.exports.explorer.seal import policy, sealed

STYLE = "report.css"


def rendered(template: str, styles: Sequence[str] = (), **shown: object) -> str:
    """A page: a template that extends `sheet.html`, under the style of all such pages and some of its own."""
    style = "".join(map(file, (STYLE, *styles)))
    page = sealed(file).get_template(template)
    return page.render(policy=policy((), (style,)), style=style, **shown)


def file(name: str) -> str:
    """A file beside this one, with newlines as a browser will count them."""
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
