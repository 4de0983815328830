"""Inputs that have hurt programs that read documents: a generator for each, by its number in the list of faults.

`documents` makes the files of a folder, `lay` what is no file or has a name that hurts, `good` texts of our own in any number.
What is no input of a build (graphs, servers) is tried elsewhere: `ELSEWHERE` says by which tests.
"""

from __future__ import annotations

import gzip
import io
import os
import socket
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.nasty_formats import html, pdf, word

SENTENCE = "白鹭市总工会联合白鹭市民政局举办“邻里节”活动。"
NOTICE = f"白鹭市总工会关于开展“鹭岛夜课”活动的通知\n\n各县总工会：\n{SENTENCE}\n"

ELSEWHERE = {
    83: (
        "tests/readers/test_pdf_hostile.py",
        "test_what_is_odd_but_can_be_read_is_read_and_what_is_missing_is_said",
    ),
    94: ("tests/browser/test_explorer.py", "test_hostile_words_are_only_words"),
    95: ("tests/exports/test_any_string.py", "test_a_cell_never_begins_a_formula_unless_asked_for"),
    96: ("tests/exports/test_any_string.py", "test_an_iri_is_always_valid"),
    97: ("tests/exports/test_any_string.py", "test_a_string_comes_back_or_is_told"),
    98: ("tests/exports/test_any_string.py", "test_every_format_of_a_graph_is_tried"),
    99: ("tests/serve/test_answers.py", "test_numbers_stand_bare_in_tsv_where_turtle_reads_them_so"),
    100: ("tests/browser/test_explorer.py", "test_a_large_graph_opens_at_once_and_does_not_freeze"),
    101: ("tests/relations/test_linear.py", "test_a_pattern_that_could_backtrack_without_bound_is_refused"),
    102: ("tests/test_nasty.py", "test_a_lexicon_that_is_none_is_refused_with_its_place"),
    103: ("tests/mentions/test_segment.py", "test_the_cache_is_private"),
    104: ("tests/test_nasty.py", "test_a_yaml_file_that_is_none_is_refused_with_its_place"),
    105: ("tests/serve/test_canary.py", "test_nothing_reaches_out"),
    106: ("tests/serve/test_protocol.py", "test_what_is_wrong_with_a_query_is_told_with_its_place"),
    107: ("tests/serve/test_limits.py", "test_plain_queries_are_answered_while_ten_killers_run"),
    108: ("tests/serve/test_canary.py", "test_nothing_reaches_out"),
    109: ("tests/serve/test_protocol.py", "test_only_who_calls_us_by_our_name_is_answered"),
    110: ("tests/serve/test_protocol.py", "test_other_pages_may_read_only_if_they_are_named"),
    111: ("tests/serve/test_protocol.py", "test_a_request_that_is_none"),
    112: ("tests/serve/test_limits.py", "test_who_says_nothing_holds_nobody_up"),
    113: ("tests/serve/test_limits.py", "test_who_goes_away_frees_the_process"),
    114: ("tests/serve/test_limits.py", "test_a_store_that_is_damaged_or_gone_is_told"),
    115: ("tests/serve/test_limits.py", "test_it_ends_when_it_is_told_to_with_all_that_it_started"),
}


def good(count: int) -> dict[str, bytes]:
    """Texts that anybody can read, no two alike."""
    made = {}
    for number in range(count):
        county, day = (
            f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}县",
            f"2024年{number % 12 + 1}月{number % 27 + 1}日",
        )
        body = f"白鹭市{county}总工会"
        made[f"good/{number:04}.txt"] = (
            f"{body}关于开展“第{number}号夜课”活动的通知\n\n各乡镇工会：\n"
            f"{day}，{body}联合白鹭市{county}民政局举办“第{number}号夜课”活动。\n"
            f"张{'一二三四五六七八九'[number % 9]}任{body}主席。根据《白鹭市志愿服务条例》，制定本通知。\n"
        ).encode()
    return made


def documents(size: int = 100_000) -> dict[str, bytes]:
    """The nasty files by name: their number in the list first; `size` is how long the long ones are."""
    made: dict[str, bytes] = {}
    for number, name, data in (*texts(size), *html(size), *word(size), *pdf(size), *archives(size), *names()):
        path = f"nasty/{number:03}-{name}"
        assert path not in made, path
        made[path] = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return made


def numbers(size: int = 1000) -> set[int]:
    """The numbers of the list that `documents` and `lay` have something of."""
    return {int(name[6:9]) for name in documents(size)} | {87, 88, 89, 90, 91, 93}


Nasty = Iterator[tuple[int, str, bytes | str]]


def texts(size: int) -> Nasty:
    """Text and Markdown."""
    yield 1, "empty.txt", b""
    yield 2, "bom.txt", "\ufeff"
    for codec in ("utf-16-le", "utf-16-be"):
        yield 3, f"{codec}.txt", NOTICE.encode(codec)
        yield 3, f"{codec}-bom.txt", ("\ufeff" + NOTICE).encode(codec)
    yield 4, "utf-32.txt", NOTICE.encode("utf-32")
    for codec in ("gbk", "gb18030", "big5hkscs", "hz", "euc_jis_2004"):
        yield 5, f"{codec}.txt", NOTICE.replace("𠮷", "").encode(codec, "ignore")
    yield 5, "gb18030-four-bytes.txt", (NOTICE + "𠮷㐀\U00030edd").encode("gb18030")
    yield 6, "one-line-of-gbk.txt", NOTICE.encode() * 20 + SENTENCE.encode("gbk")
    yield 7, "cut.txt", NOTICE.encode()[:-2]
    yield 8, "overlong.txt", NOTICE.encode() + b"\xc0\xaf\xe0\x80\xaf"
    yield 8, "cesu.txt", NOTICE.encode() + b"\xed\xa0\xbd\xed\xb8\x80"
    yield 8, "surrogate.txt", NOTICE + "\ud800"
    yield 9, "nul.txt", b"\0".join(NOTICE.encode()[at : at + 7] for at in range(0, 300, 7))
    for name, end in {
        "cr": "\r",
        "lfcr": "\n\r",
        "ls": "\u2028",
        "nel": "\x85",
        "vt": "\v",
        "ff": "\f",
    }.items():
        yield 10, f"{name}.txt", NOTICE.replace("\n", end) * 3
    yield 11, "one-line.txt", SENTENCE.replace("。", "，") * (size // 24)
    yield 12, "blank-lines.txt", "甲\n" + "\n" * size + NOTICE
    for name, sign in {
        "unknown": "龘",
        "one": "一",
        "room": "　",
        "digit": "1",
        "stroke": "丨",
        "zero": "〇",
    }.items():
        yield 13, f"{name}.txt", NOTICE + sign * size
    yield 14, "open.txt", NOTICE + "《" * size
    yield 14, "quotes.txt", NOTICE + "“" * size
    yield 15, "deep.txt", NOTICE + "（" * 1000 + "甲" + "）" * 1000
    odd = (
        "第一百二十三条之一",
        "第〇条",
        "第○条",
        "第两百条",
        "第１２条",
        "第²条",
        "第Ⅳ条",
        "第" + "九" * 500 + "条",
    )
    yield (
        16,
        "articles.txt",
        "白鹭市志愿服务条例\n" + "".join(f"{one} 根据《甲法》{one}，制定本条例。\n" for one in odd),
    )
    order = (3, 2, 1, 1, 7)
    yield (
        17,
        "numbers.txt",
        "白鹭市条例\n" + "".join(f"第{number}条 依照第{number + 9}条。\n" for number in order),
    )
    yield 18, "upside-down.txt", "附则\n第九条 完。\n第一章 总则\n第一条 第二章 罚则\n（一）第三章\n"
    dates = (
        "2024年2月30日",
        "二〇二四年十三月",
        "民国九十年",
        "令和六年",
        "10000年",
        "0000年0月0日",
        "2024年２月二十九日",
    )
    yield 19, "dates.txt", "".join(f"{day}，{SENTENCE}\n" for day in dates)
    yield (
        20,
        "itself.txt",
        "甲市办法\n第一条 根据《甲市办法》第一条，制定《甲市办法》。《甲市办法》废止《甲市办法》。\n",
    )
    yield (
        20,
        "chain.txt",
        "".join(f"《第{at}号办法》依照《第{at + 1}号办法》制定。\n" for at in range(size // 20)),
    )
    yield 21, "twin-a.txt", NOTICE + "一。"
    yield 21, "twin-b.txt", NOTICE + "二。"
    yield 22, "title.txt", "白鹭市" * 1700 + "通知\n" + NOTICE
    yield 22, "punctuation.txt", "。，、；：？！\n" + NOTICE
    yield 23, "rule.txt", 'based-on:\n  states: "{a} basedOn {b}"\n  where: |\n    {a:X} … {b:X}\n' + NOTICE
    yield (
        23,
        "turtle.txt",
        "@prefix pk: <x> . <a> pk:b <c> .\nSELECT * { SERVICE <http://127.0.0.1:9> { ?s ?p ?o } }\n",
    )
    yield 24, "script.md", f"<script>alert(1)</script>\n\n[x](javascript:alert(1)) {SENTENCE}\n"
    for name, sign in {"quote": ">", "star": "*", "bracket": "[", "tick": "`", "hash": "#"}.items():
        yield 24, f"{name}.md", sign * min(size, 10_000) + " " + NOTICE
    yield 24, "wide.md", "|" + "甲|" * 5000 + "\n|" + "-|" * 5000 + "\n|" + "乙|" * 5000 + "\n"
    yield 24, "fence.md", "```\n" + NOTICE
    bomb = "".join(
        f"{b}: &{b} [{','.join(f'*{a}' for _ in range(9))}]\n" for a, b in ("ab", "bc", "cd", "de")
    )
    yield 24, "front-matter.md", f"---\na: &a [x]\n{bomb}z: !!python/object:os.system {{}}\n---\n{NOTICE}"
    yield 25, "rlo.txt", f"白鹭市总工会\u202e不\u202c举办“邻里节”活动。\n{SENTENCE}"
    yield (
        26,
        "zero-width.txt",
        "白鹭市总工会应\u200b当举办“邻里节”活动。白鹭\u2060市总\ufeff工会举办“夜课”活动。",
    )
    yield 27, "look-alikes.txt", "白鹭市总エ会、ВНР公司、口囗日曰已己巳办公室举办“邻里节”活动。"
    yield 28, "selectors.txt", "白鹭市总工会\ufe00\U000e0100举办“邻里节”\U000e01ef活动。"
    yield 29, "marks.txt", "甲" + "\u0301" * 10_000 + NOTICE
    odd_signs = [plane * 0x10000 + at for plane in range(17) for at in (0xFFFE, 0xFFFF)]
    odd_signs += [
        *range(0xFDD0, 0xFDF0),
        *range(0xE000, 0xF8FF, 97),
        0xF0000,
        0x10FFFD,
        *range(0xE0000, 0xE0080),
    ]
    yield 30, "noncharacters.txt", NOTICE + "".join(map(chr, odd_signs)) + SENTENCE


def archives(size: int) -> Nasty:
    """Zips, gzips and files of records: as Word files are, so may what holds files be."""
    yield 49, "empty.zip", zipped({})
    whole = zipped({"a.txt": NOTICE.encode(), "b.txt": NOTICE.encode()})
    for part in range(1, 10):
        yield 49, f"cut-{part}.zip", whole[: len(whole) * part // 10]
    yield (
        53,
        "names.zip",
        zipped({"../../x.txt": b"x", "/etc/x.txt": b"x", "c:\\x.txt": b"x", "a\\b.txt": NOTICE.encode()}),
    )
    yield 54, "bomb.zip", zipped({"a.txt": bytes(size * 100)})
    nested = zipped({"a.txt": NOTICE.encode()})
    for _ in range(8):
        nested = zipped({"a.zip": nested, "b.zip": nested})
    yield 54, "nested.zip", nested
    yield 54, "wrong-sum.zip", whole.replace(NOTICE.encode()[:9], b"\0" * 9)
    yield 54, "wrong-size.zip", whole.replace(struct.pack("<I", len(NOTICE.encode())), struct.pack("<I", 9))
    yield 54, "bomb.txt.gz", gzip.compress(bytes(size * 100))
    yield (
        54,
        "rows.jsonl",
        b'{"text": 1}\n[\n"a"\n{"title": "a"}\n' + b'{"text":' * 5000 + b"\n" + b"\xff\xfe\n",
    )


def names() -> Nasty:
    """Names that a file can have, in a folder or in a zip."""
    for number, name in enumerate(
        (".. x", "%2e%2e%2fetc", "CON", "x.", " x", "=cmd", "<img src=x onerror=alert(1)>", "a'b\"c")
    ):
        yield 92, f"{number}-{name.replace('/', '')}.txt", NOTICE
    long = "中" * 86
    yield (
        92,
        "long.zip",
        zipped(
            {
                f"{long}/{long}{long}.json": b'{"text": "' + SENTENCE.encode() + b'"}',
                "a.json/b.json": b'{"text": "x"}',
            }
        ),
    )
    yield 92, "many.zip", zipped({f"{number}.txt": NOTICE.encode() for number in range(300)})


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(
                zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if len(data) < 999 else zipfile.ZIP_DEFLATED
            )
    return made.getvalue()


def lay(folder: Path, deep: int = 60) -> list[socket.socket]:
    """Put what is no plain file, or has a name that hurts, into a folder; who calls closes the socket."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = os.fsencode(folder)
    for name in (
        "中文名".encode("gbk"),
        b"new\nline",
        b"\x1b[2J\x1b]0;x\x07",
        "\u202egpj.exe".encode(),
        b"x" * 251,
        b"\xff\xfe",
    ):
        _write(raw + b"/" + name + b".txt")
    for form in ("NFC", "NFD"):
        _write(raw + b"/" + unicodedata.normalize(form, "é").encode() + b".txt")
    for name in ("Case.txt", "case.txt", "case.TXT", "dot..txt", "NUL.txt"):
        _write(raw + b"/" + name.encode())
    (folder / "loop").symlink_to(folder)
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "nowhere.txt").symlink_to(folder / "not-there.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "folder.txt").mkdir()
    (folder / "locked.txt").write_text(NOTICE, "utf-8")
    (folder / "locked.txt").chmod(0)
    below = folder
    for _ in range(deep):
        below /= "d"
    below.mkdir(parents=True)
    (below / "deep.txt").write_text(NOTICE, "utf-8")
    served = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket may not be long
    try:
        served.bind("socket.txt")
    finally:
        os.chdir(here)
    return [served]


def _write(path: bytes) -> None:
    Path(os.fsdecode(path)).write_text(NOTICE, "utf-8")
