"""What differs between two graphs, as lists → a page that shows it, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg import ontology
from kg.exports import sheet

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
    sections = [
        (kind, mark, heading, rows)
        for kind, headings in HEADINGS.items()
        for mark, heading, rows in zip(MARKS, headings, parts[kind], strict=True)
    ]
    terms = ontology.load()
    return sheet.rendered(
        "difference.html",
        ("difference.css",),
        sections=sections,
        balances=(
            (("按文献", "By document"), documents),
            (("按规则", "By rule"), rules),
        ),
        differ=any(rows for *_, rows in sections),
        classes=terms.classes,
        properties=terms.properties,
    )
