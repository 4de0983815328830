"""What differs between two graphs, as lists → a page that shows it, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from kg import ontology
from kg.exports.explorer.seal import policy, sealed

HEADINGS = {
    "things": (
        ("新增的实体", "Entities added"),
        ("消失的实体", "Entities lost"),
        ("改变的实体", "Entities changed"),
    ),
    "facts": (
        ("新增的事实", "Facts added"),
        ("消失的事实", "Facts lost"),
        ("出处改变的事实", "Facts said elsewhere"),
    ),
}
MARKS = ("added", "lost", "changed")


def page(
    parts: Mapping[str, Sequence[Sequence[object]]], documents: Sequence[object], rules: Sequence[object]
) -> str:
    """The page as a string: `parts` are what was added, lost and changed of things and of facts."""
    style = _file("report.css") + _file("difference.css")
    sections = [
        (kind, mark, heading, rows)
        for kind, headings in HEADINGS.items()
        for mark, heading, rows in zip(MARKS, headings, parts[kind], strict=True)
    ]
    terms = ontology.load()
    return (
        sealed(_file)
        .get_template("difference.html")
        .render(
            policy=policy((), (style,)),
            style=style,
            sections=sections,
            balances=(
                (("按文献", "By document"), documents),
                (("按规则", "By rule"), rules),
            ),
            differ=any(rows for *_, rows in sections),
            classes=terms.classes,
            properties=terms.properties,
        )
    )


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
