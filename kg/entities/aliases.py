"""Names that a document declares: 《…》（以下简称…） makes a short name that means the same from there on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.entities.names import squeeze
from kg.model import Document, Entity, Link, Mention

DECLARED = re.compile(
    r"[”》〉]?(?:[（(][^（）()]{0,20}[）)])?\s?[（(，,]?(?:以下|下)?(?:统称|简称|并称|合称)(?:为|是)?[：:]?\s?[“\"《『]?(?P<name>[^“”\"《》『』（）()，。；、]{1,24})[”\"》』]?"
)


def declared(document: Document, links: Sequence[Link]) -> Iterator[Link]:
    """The links of every later place where a declared short name stands and nothing else was found."""
    text = document.text
    covered = sorted((link.mention.start, link.mention.end) for link in links)
    for link in links:
        if not isinstance(link.entity, Entity) or link.mention.type in ("Group", "Post", "Person"):
            continue
        match = DECLARED.match(text, link.mention.end)
        if match is None:
            continue
        name = match["name"]
        if len(squeeze(name)) < 2:
            continue
        entity = replace(link.entity, names=tuple(dict.fromkeys((*link.entity.names, squeeze(name)))))
        for found in re.finditer(re.escape(name), text[match.start("name") :]):
            start = match.start("name") + found.start()
            end = start + len(name)
            if not any(low < end and start < high for low, high in covered):
                covered.append((start, end))
                yield Link(Mention(start, end, link.mention.type, "declared"), entity)
