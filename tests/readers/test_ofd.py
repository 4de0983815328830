"""OFD files made of known text → their paragraphs and tables in order; forty of them; and what is broken or hostile is named."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from kg.errors import ReadError
from kg.model import Source
from kg.readers.extract import Extract
from kg.readers.ofd import extract
from kg.readers.ofd.figures import advances, figures, strokes
from tests.readers.known import Known, bare, kept, known
from tests.readers.ofdfile import WAYS, Page, Part, element, line, ofd, printed, text
from tests.readers.wordfile import unzipped, zipped

Words = Mapping[str, tuple[str, ...]]
FILES = 40


@pytest.fixture
def read(words: Words):  # noqa: ANN201 - a function
    def made(data: bytes) -> Extract:
        return extract(data, "文.ofd", "", words)

    return made


def parts(content: Known) -> list[Part]:
    """The document as it is set, its numbers typed."""
    found = [Part("title", content.title)]
    article = 0
    for chapter, (heading, articles) in enumerate(content.chapters):
        found.append(Part("body", f"{'一二三四五'[chapter]}、{heading}"))
        for said, items in articles:
            article += 1
            found += [Part("body", f"第{article}项　{said}"), *(Part("body", item) for item in items)]
    found += [Part("table", rows=content.rows), Part("body", content.boxed)]
    return [*found, *(Part("right", one) for one in content.signed)]


def shown(set_parts: list[Part]) -> list[str]:
    found = []
    for part in set_parts:
        found += ["\t".join(row) for row in part.rows] if part.kind == "table" else [part.text]
    return found


def test_all_characters_are_kept_in_order_by_paragraphs(read) -> None:  # noqa: ANN001
    total = same = strange = lines = whole = 0
    for seed in range(FILES):
        content = known(seed, 3)
        expected = shown(parts(content))
        made = read(
            ofd(printed(parts(content), WAYS[seed % 4], head=content.header), template=text(20, 10, "模板"))
        )
        assert made.flaws == ()
        found = made.text.splitlines()
        here, more = kept(bare(expected), bare(found))
        total, same, strange = total + len(bare(expected)), same + here, strange + more
        squeezed = {bare([one]) for one in found}
        lines, whole = lines + len(expected), whole + sum(bare([one]) in squeezed for one in expected)
    assert total > 20_000
    assert (same / total >= 0.999, strange / total <= 0.001) == (True, True)
    assert whole / lines >= 0.99


def test_the_order_of_the_file_alone_would_fail_that_bar(read) -> None:  # noqa: ANN001
    """The control: with its objects turned round, a file still reads as before; its text taken as it comes does not."""
    content = known(3)
    pages = printed(parts(content))
    expected = read(ofd(pages)).text
    turned = [Page(page.objects[::-1]) for page in pages]
    assert read(ofd(turned)).text == expected
    raw = "".join(re.findall("<ofd:TextCode[^>]*>([^<]*)", "".join("".join(page.objects) for page in turned)))
    same, _ = kept(bare(shown(parts(content))), bare([raw]))
    assert same / len(bare(shown(parts(content)))) < 0.9


def test_places_are_pages_and_boxes(read) -> None:  # noqa: ANN001
    made = read(ofd([Page([text(28, 40, "第一页的话。")]), Page([text(28, 40, "第二页的话。")])]))
    origin = Source("", "", "", made.text, origins=made.origins).origin
    assert [origin(made.text.index(one)) for one in ("第一", "第二")] == [
        "page 1, box 79 114 175 130",
        "page 2, box 79 114 175 130",
    ]


def test_a_ruled_table_is_one(read) -> None:  # noqa: ANN001
    rows = (("任务", "牵头单位"), ("建设书屋", "文旅局"), ("发放补贴", "教育局"))
    made = read(ofd(printed([Part("body", "安排如下：" * 9), Part("table", rows=rows)])))
    said = [[made.text[cell.start : cell.end] for cell in row] for row in made.tables[0].rows]
    assert said == [list(row) for row in rows]


def test_what_is_not_of_the_page_is_left_out(read) -> None:  # noqa: ANN001
    hidden = text(28, 60, "看不见的字").replace("<ofd:TextObject ", '<ofd:TextObject Visible="false" ')
    annotation = element(
        "PageAnnot", f"<ofd:Annot><ofd:Appearance>{text(9, 9, '批注')}</ofd:Appearance></ofd:Annot>"
    )
    made = read(
        ofd(
            [Page([text(28, 40, "正文。"), hidden])],
            template=text(9, 9, "模板"),
            more={"Doc_0/Annots/A.xml": annotation},
        )
    )
    assert made.text == "正文。\n"
    assert made.flaws == ("5 characters that nobody sees were left out",)


def test_text_in_drawings_and_blocks_is_read(read) -> None:  # noqa: ANN001
    unit = element(
        "Res",
        f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{text(0, 0, "图中文字。")}</ofd:Content></ofd:CompositeGraphicUnit>',
    )
    data = unzipped(
        ofd(
            [
                Page(
                    [
                        '<ofd:CompositeObject ResourceID="5" Boundary="28 80 100 20"/>',
                        f"<ofd:PageBlock>{text(28, 40, '块中文字。')}</ofd:PageBlock>",
                    ]
                )
            ]
        )
    )
    data["Doc_0/Document.xml"] = data["Doc_0/Document.xml"].replace(
        b"<ofd:PageArea>", b"<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:PageArea>"
    )
    made = read(zipped(data | {"Doc_0/Res.xml": unit.encode()}))
    assert made.text.split() == ["块中文字。", "图中文字。"]


def test_a_drawing_that_draws_itself_comes_to_an_end(read) -> None:  # noqa: ANN001
    twice = '<ofd:CompositeObject ResourceID="5" Boundary="0 0 9 9"/>' * 2
    unit = element(
        "Res",
        f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{twice}{text(28, 50, "甲")}</ofd:Content></ofd:CompositeGraphicUnit>',
    )
    data = unzipped(ofd([Page([twice, text(28, 40, "正文。")])]))
    data["Doc_0/Document.xml"] = data["Doc_0/Document.xml"].replace(
        b"<ofd:PageArea>", b"<ofd:PublicRes>Res.xml</ofd:PublicRes><ofd:PageArea>"
    )
    assert "正文。" in read(zipped(data | {"Doc_0/Res.xml": unit.encode()})).text


SCAN = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'


def test_a_scan_says_so(read) -> None:  # noqa: ANN001
    assert read(ofd([Page([SCAN]), Page([SCAN])])).flaws == ("no text on 2 of 2 pages: a scan?",)
    assert read(ofd([Page([SCAN]), Page([text(28, 40, "甲")])])).flaws == (
        "no text on 1 of 2 pages, a scan? page 1",
    )
    assert read(ofd([Page([])])).flaws == ("no text on 1 of 1 pages",)


SOUND = unzipped(ofd([Page([text(28, 40, "正文。")]), Page([text(28, 40, "后页。")])]))
BROKEN = {
    "no zip": (b"plain", "文.ofd: no zip file"),
    "no root": (zipped({"a.xml": "<a/>"}), r"OFD\.xml: is missing in the file"),
    "no document named": (zipped(SOUND | {"OFD.xml": element("OFD", "")}), r"OFD\.xml: names no document"),
    "no document": (zipped({"OFD.xml": SOUND["OFD.xml"]}), r"Doc_0/Document\.xml: is missing in the file"),
    "no pages": (zipped(SOUND | {"Doc_0/Document.xml": element("Document", "")}), "there is no page in it"),
    "no page whole": (
        zipped({name: data for name, data in SOUND.items() if "Pages" not in name}),
        r"page 1 cannot be read: Doc_0/Pages/Page_0/Content\.xml: is missing",
    ),
    "out of the archive": (
        zipped(SOUND | {"OFD.xml": SOUND["OFD.xml"].replace(b"Doc_0/", b"../../etc/")}),
        r"etc/Document\.xml: is missing in the file",
    ),
    "entities": (
        zipped(SOUND | {"OFD.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}),
        r"OFD\.xml: brings a document type of its own",
    ),
}


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_the_part_that_is(data: bytes, said: str, read) -> None:  # noqa: ANN001
    with pytest.raises(ReadError, match=said):
        read(data)


def test_a_broken_page_costs_one_page(read) -> None:  # noqa: ANN001
    made = read(zipped(SOUND | {"Doc_0/Pages/Page_0/Content.xml": b"<broken"}))
    assert made.text == "后页。\n"
    assert made.flaws[0].startswith("page 1 cannot be read: Doc_0/Pages/Page_0/Content.xml: line 1: ")


@pytest.mark.parametrize(
    ("said", "most", "found"),
    [
        ("5.6 5.6", 9, (5.6, 5.6)),
        ("g 3 2", 9, (2, 2, 2)),
        ("g 999999999999 2", 4, ()),
        ("g 99999999 2", 4, (2,) * 4),
        ("1 x 2", 9, (1,)),
        ("nan", 9, ()),
    ],
)
def test_steps_are_read_as_they_are_written(said: str, most: int, found: tuple[float, ...]) -> None:
    assert advances(said, most) == found


def test_figures_that_are_none_are_none() -> None:
    assert [figures(said, 2) for said in ("1 2", "1", "1 x", "inf 1", "1e300 1")] == [(1, 2), (), (), (), ()]


def test_paths_give_their_straight_strokes() -> None:
    assert list(strokes("M 0 0 L 10 0 L 10 5 C")) == [
        ((0, 0), (10, 0)),
        ((10, 0), (10, 5)),
        ((10, 5), (0, 0)),
    ]
    assert list(strokes("M 0 0 B 1 1 2 2 3 3 L 9 9")) == [((3, 3), (9, 9))]
    assert list(strokes("M 0 L 9 9")) == []
    assert line(0, 0, 9, 0).count("M 0 0 L 9.000 0.000") == 1
