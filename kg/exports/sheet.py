"""A template and what it shows → a page in Chinese and English that fetches nothing, with a script only where one is given."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from kg.exports.explorer.seal import policy, sealed

STYLE = "report.css"


def rendered(template: str, styles: Sequence[str] = (), **shown: object) -> str:
    """A page: a template that extends `sheet.html`, under the style of all such pages and some of its own."""
    return sealed(file).get_template(template).render(**dressed(styles), **shown)


def dressed(styles: Sequence[str], scripts: Sequence[str] = ()) -> dict[str, object]:
    """What `sheet.html` itself wants: the style, the scripts, and the policy that lets in these alone."""
    style = "".join(map(file, (STYLE, *styles)))
    return {"style": style, "scripts": tuple(scripts), "policy": policy(scripts, (style,))}


def file(name: str) -> str:
    """A file beside this one, with newlines as a browser will count them."""
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
