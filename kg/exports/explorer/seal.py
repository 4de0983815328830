"""Scripts, styles and data in; what lets one HTML file hold them and nothing else run out."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

if TYPE_CHECKING:
    import jinja2

# What could end a script element or a line of a script; all of it stands inside JSON strings only.
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def as_data(value: object) -> Markup:
    r"""A value as JSON that may stand between <script type="application/json"> and its end.

    >>> as_data(["</script>"])
    Markup('["\\u003c/script\\u003e"]')
    """
    return Markup(msgspec.json.encode(value).decode("utf-8").translate(_ESCAPES))  # noqa: S704 - escaped just here


def policy(scripts: Sequence[str], styles: Sequence[str], *, forms: str = "'none'", fetches: str = "") -> str:
    """The Content-Security-Policy under which these scripts and styles run, and nothing is fetched or sent.

    A page of a server says otherwise: `forms` and `fetches` are where its forms lead and its scripts ask.
    """
    directives = ["default-src 'none'", "base-uri 'none'", f"form-action {forms}"]
    if fetches:
        directives.append(f"connect-src {fetches}")
    for name, parts in (("script-src", scripts), ("style-src", styles)):
        if parts:
            directives.append(" ".join((name, *map(_hash, parts))))
    if scripts:  # none of them may ever make markup out of text
        directives += ["require-trusted-types-for 'script'", "trusted-types 'none'"]
    return "; ".join(directives)


def _hash(part: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(part.encode("utf-8")).digest()).decode("ascii") + "'"


def page_file(name: str) -> str:
    """A file of the page's own, with newlines as the browser will count them."""
    return (
        files(__name__.rpartition(".")[0])
        .joinpath("page", name)
        .read_text(encoding="utf-8")
        .replace("\r\n", "\n")
    )


def sealed(read: Callable[[str], str] = page_file) -> jinja2.Environment:
    """The templates that `read` finds by name: all that is put into them is escaped, what they lack is an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(read),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["data"] = as_data
    environment.filters["plain_json"] = lambda text: Markup(text.translate(_ESCAPES))  # noqa: S704 - escaped just here
    environment.filters["whole"] = _whole
    return environment


def _whole(part: str) -> Markup:
    """A script or style as it is, under the hash of the policy; it may not hold what would end it early."""
    low = part.lower()
    if "</script" in low or "</style" in low or "<!--" in low:
        raise ValueError("a script or style of the page would end too early")
    return Markup(part)  # noqa: S704 - our own files and the library, checked just above
