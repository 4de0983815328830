"""Mails and saved web archives → their text, and the files that they bring."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage, Message

import pytest

from kg.errors import ReadError
from kg.readers.mail import _written, extract, parts

Words = Mapping[str, tuple[str, ...]]
HEAD = {
    "Subject": "关于报送材料的通知",
    "From": "市总工会 <a@example.org>",
    "Date": "Thu, 05 Jan 2023 10:00:00 +0800",
}
TOP = ["关于报送材料的通知", "From: 市总工会 <a@example.org>", "Date: 2023-01-05 10:00+08:00"]
PAGE = (
    "<html><body><p>各单位：</p><table><tr><td>任务<td>单位<tr><td>建站点<td>市总工会</table></body></html>"
)


def mail(text: str = "", page: str = "", *, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    for name, value in HEAD.items():
        message[name] = value
    if text:
        message.set_content(text, charset=charset)
    if page:
        message.add_alternative(page, subtype="html", charset=charset)
    return message


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_a_mail_is_its_head_and_its_text(words: Words, charset: str) -> None:
    said = "各單位：\n\n  請於一月報送材料。\n" if charset == "big5" else "各单位：\n\n  请于一月报送材料。\n"
    made = extract(mail(said, charset=charset).as_bytes(), "信.eml", "", words)
    assert made.text.splitlines() == [*TOP, *(line.strip() for line in said.splitlines() if line)]
    assert (made.headings, made.flaws) == (((0, 1),), ())


def test_the_page_of_a_mail_is_read_with_its_tables(words: Words) -> None:
    made = extract(mail("没有表格的文字", PAGE).as_bytes(), "信.eml", "", words)
    assert made.text.splitlines() == [*TOP, "各单位：", "任务\t单位", "建站点\t市总工会"]
    assert len(made.tables) == 1


def test_an_empty_page_gives_way_to_the_plain_text(words: Words) -> None:
    message = mail("各单位：", "<html><body><img src=x></body></html>")
    assert extract(message.as_bytes(), "信.eml", "", words).text.splitlines() == [*TOP, "各单位："]


def test_heads_and_texts_in_bytes_against_the_rules(words: Words) -> None:
    raw = b"Subject: " + "关于报送材料的通知".encode("gbk") + b"\r\n\r\n" + "请于一月报送材料。".encode("gbk")
    made = extract(raw, "信.eml", "", words)
    assert made.text.splitlines() == ["关于报送材料的通知", "请于一月报送材料。"]


BROKEN = {
    "nothing": b"",
    "no head": "只是一段文字。".encode(),
    "a picture": b"Subject: x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_mail_is_said_so(words: Words, data: bytes) -> None:
    with pytest.raises(ReadError, match=r"信\.eml.*no MIME message"):
        extract(data, "信.eml", "", words)


def test_a_mail_without_text_is_partial(words: Words) -> None:
    message = mail("\n")
    message.add_attachment("甲".encode(), maintype="application", subtype="pdf", filename="甲.pdf")
    made = extract(message.as_bytes(), "信.eml", "", words)
    assert made.flaws == ("the mail has no text",)


def test_the_files_that_a_mail_brings() -> None:
    message = mail("正文", PAGE)
    message.add_attachment("表一".encode(), maintype="text", subtype="csv", filename="任务表.csv")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf")
    message.add_attachment(mail("里面的信"))
    found = parts(message.as_bytes())
    assert [name for name, _ in found] == ["任务表.csv", "part 2.pdf", "mail 3.eml"]
    assert found[0][1] == "表一".encode()
    assert "里面的信" in mail_text(found[2][1])
    assert parts(mail("正文").as_bytes()) == ()


def test_a_mail_that_cannot_be_written_by_the_rules_is_brought_as_it_came() -> None:
    inner = Message()
    inner["Content-Type"] = "multipart/mixed; boundary=x"
    inner.set_payload("里面的信")
    with pytest.raises(UnicodeEncodeError):
        inner.as_bytes()
    assert _written(inner).decode() == "Content-Type: multipart/mixed; boundary=x\n\n里面的信"


def mail_text(data: bytes) -> str:
    return extract(data, "里.eml", "", {}).text


def test_a_web_archive_is_its_page(words: Words) -> None:
    message = EmailMessage()
    message["Subject"] = "别的题目"
    article = "<h1>关于甲的通知</h1><p>各单位：</p><p>请报送材料，按时办理。</p>"
    message.set_content(
        f"<meta charset=gb2312><body><div class=nav><a>首页</a></div>{article}</body>",
        subtype="html",
        charset="gb18030",
    )
    message.add_related(b"x", "image", "png", cid="<a>")
    made = extract(message.as_bytes(), "页.mht", "", words)
    assert made.text.splitlines() == ["关于甲的通知", "各单位：", "请报送材料，按时办理。"]
