"""Where a fact is said, as a graph on disk tells it: the words, the place, the rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """One place that says a fact: the words, what stands before and after them, the rule that read them.

    `path` is the source's, relative to the inputs; offsets count its code points; `article` is the title it stands under;
    `decisions` are the ids of a person's decisions that bear on it; `document` is the IRI of the article, or of the file.
    """

    path: str
    start: int
    end: int
    exact: str
    rule: str
    prefix: str = ""
    suffix: str = ""
    modality: str = ""
    article: str = ""
    decisions: tuple[str, ...] = ()
    document: str = ""
