"""Forty Word files made from known text: all their characters are read, in order, and every number that Word makes."""

from __future__ import annotations

import io
import warnings

from kg.readers.counting import counted
from kg.readers.docx import extract
from kg.readers.extract import Extract
from tests.readers.known import Known, bare, kept, known
from tests.readers.wordfile import (
    abstract,
    box,
    docx,
    instance,
    lvl,
    note,
    note_mark,
    num,
    p,
    r,
    style,
    styled,
    table,
    tc,
)

FILES = 40
_RESTART = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride>'
NUMBERING = (
    abstract(
        1,
        lvl(0, "chineseCountingThousand", "第%1章", "space", more='<w:pStyle w:val="章"/>'),
        lvl(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/><w:pStyle w:val="条"/>'),
        lvl(2, "chineseCounting", "（%3）", "nothing"),
    )
    + instance(1, 1)
    + instance(2, 1, _RESTART)
)
STYLES = (
    style("章", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>')
    + style("条", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    + style("子", based_on="条")
)


def made(content: Known, seed: int) -> tuple[bytes, list[str], list[str]]:
    """The file, the lines it shows, and the numbers among them that are in no text of the file."""
    body, shown, numbers = [p(content.title)], [content.title], []
    article = 0
    for chapter, (heading, articles) in enumerate(content.chapters, 1):
        numbers.append(f"第{counted(chapter, 'chineseCountingThousand')}章")
        body.append(p(heading, styled("章")))
        shown.append(f"{numbers[-1]}　{heading}")
        for text, items in articles:
            article += 1
            numbers.append(f"第{counted(article, 'chineseCountingThousand')}条")
            body.append(p(_edited(text, seed + article), styled("子" if article % 2 else "条")))
            shown.append(f"{numbers[-1]}　{text}")
            for at, item in enumerate(items, 1):
                numbers.append(f"（{counted(at, 'chineseCounting')}）")
                body.append(p(item, num(1, 2)))
                shown.append(numbers[-1] + item)
    for at, _ in enumerate(content.notes):
        body.append(p(r(f"第{at}处有注。") + note_mark(at + 2)))
        shown += [f"第{at}处有注。", content.notes[at]]
    body += [table(*("".join(map(tc, row)) for row in content.rows)), p(r("附注。") + box(p(content.boxed)))]
    shown += ["\t".join(row) for row in content.rows] + ["附注。", content.boxed]
    body += [f"<w:sdt><w:sdtContent>{p(line)}</w:sdtContent></w:sdt>" for line in content.signed]
    notes = "".join(note(at + 2, text) for at, text in enumerate(content.notes))
    data = docx("".join(body), numbering=NUMBERING, styles=STYLES, footnotes=notes, header=p(content.header))
    return data, [*shown, *content.signed], numbers


def _edited(text: str, way: int) -> str:
    """The text in runs, as people and programmes leave it: inserted, moved, linked, tagged, beside what was deleted."""
    half = len(text) // 2
    first, second = text[:half], text[half:]
    gone = "<w:del><w:r><w:delText>此句已删。</w:delText></w:r></w:del>" + r("暗", "<w:vanish/>")
    wrappers = (
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag>{}</w:smartTag>",
        "{}",
    )
    return (
        r(first) + gone + wrappers[way % 5].format(r(second)) + f"<w:moveFrom>{r('原在此处。')}</w:moveFrom>"
    )


def files() -> list[tuple[bytes, list[str], list[str]]]:
    return [made(known(seed), seed) for seed in range(FILES)]


def test_all_characters_are_kept_in_order_and_all_numbers_are_right() -> None:
    total = same = strange = numbers = right = 0
    for data, shown, expected in files():
        read: Extract = extract(data, "文.docx", "", {})
        assert read.flaws == ()
        here, more = kept(bare(shown), bare(read.text.splitlines()))
        total, same, strange = total + len(bare(shown)), same + here, strange + more
        begun = [line for line in read.text.splitlines() if line.startswith(("第", "（"))]
        numbers += len(expected)
        right += sum(
            line.startswith(label)
            for line, label in zip((one for one in begun if "处有注" not in one), expected, strict=True)
        )
    assert total > 20_000
    assert (same / total >= 0.999, strange / total <= 0.001, right) == (True, True, numbers)


def test_a_reader_without_numbers_fails_that_bar() -> None:
    """The control: what python-docx gives of the same files, paragraph by paragraph."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import docx as other

    data, shown, numbers = files()[0]
    read = [paragraph.text for paragraph in other.Document(io.BytesIO(data)).paragraphs]
    same, _ = kept(bare(shown), bare(read))
    assert same / len(bare(shown)) < 0.999
    assert not any(line.startswith(numbers[1]) for line in read)
