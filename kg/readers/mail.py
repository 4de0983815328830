"""The bytes of a mail or of a saved web archive (MIME both) come in; its text goes out, or the files that it brings."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import cast

from kg.errors import ReadError
from kg.readers.declared import decoded, known
from kg.readers.extract import Extract, Words, Writer
from kg.readers.flow import Part, folded
from kg.readers.html import article
from kg.readers.pages import put, whole

BROKEN = "\ufffd"
_HEADS = ("From", "Date")
_ARCHIVES = (".mht", ".mhtml")


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Read a mail: its subject as title, who sent it and when, its text. Of a web archive, the page. Raises ReadError."""
    message = _message(data, path)
    writer = Writer()
    body = message.get_body(("html", "plain")) if _is_mail(message) else None
    if body is None:
        raise ReadError(
            path, "no MIME message: it has no header with a text under it", "a mail or a web archive"
        )
    if path.lower().endswith(_ARCHIVES):
        return _archive(writer, body, path, encoding, words)
    subject = _head(message, "Subject")
    if subject:
        writer.line(subject, "subject", level=1)
    for name in _HEADS:
        if said := _head(message, name):
            writer.line(f"{name}: {said}", "head of the mail")
    for one in _bodies(message):
        text, written = _text(writer, one, path, encoding)
        if one.get_content_subtype() == "html":
            lines, lost = whole(text, words)
            writer.flaws += lost
        else:
            lines = [Part(line.strip(), 0) for line in text.splitlines() if line.strip()]
        if lines:
            put(writer, lines)
            return writer.extract(written)
    writer.flaws.append("the mail has no text")
    return writer.extract()


def parts(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """The files that a mail brings, by their names as the mail has them; a mail in it is a file too."""
    return tuple(_parts(_message(data, "")))


def _message(data: bytes, path: str) -> EmailMessage:
    try:
        return message_from_bytes(data, policy=policy.default)
    except RecursionError:
        raise ReadError(path, "mails in mails, too deep to be read") from None


def _is_mail(message: EmailMessage) -> bool:
    return any(name in message for name in ("From", "Subject", "MIME-Version", "Content-Type"))


def _archive(writer: Writer, body: Message, path: str, encoding: str, words: Words) -> Extract:
    text, written = _text(writer, body, path, encoding)
    article(writer, text, path, words)
    return writer.extract(written)


def _bodies(message: EmailMessage) -> Iterator[Message]:
    """The text that a mail says in several ways: as a page, then plain."""
    for kind in ("html", "plain"):
        found = message.get_body((kind,))
        if found is not None:
            yield found


def _text(writer: Writer, part: Message, path: str, encoding: str) -> tuple[str, str]:
    """What a part says, and the encoding that it turned out to be in."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return "", encoding
    text, flaw = decoded(data, path, encoding, known(part.get_content_charset("")))
    writer.flaws += [flaw] if flaw else []
    return text.text, text.encoding


def _head(message: EmailMessage, name: str) -> str:
    """What a header says; one that is in bytes of its own, against the rules, is decoded as a text would be."""
    try:
        said = message[name]
        moment = getattr(said, "datetime", None)
    except (
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
    ):  # headers that the email package stumbles over
        said, moment = BROKEN, None
    if moment is not None:
        return cast("str", moment.isoformat(" ", "minutes"))
    text = str(said or "")
    if BROKEN in text:
        raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
        text = decoded(raw.encode("utf-8", "surrogateescape"), name, "", "")[0].text
    return folded(text)


def _parts(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    bodies = set(map(id, _bodies(message)))
    number = 0
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        name = part.get_filename("")
        held = part.get_payload()
        inner = [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []
        if part.get_content_type() == "message/rfc822" and part is not message:
            number += 1
            yield name or f"mail {number}.eml", _written(inner[0]) if inner else b""
        elif inner:
            waiting += reversed(inner)
        elif id(part) not in bodies and (name or part.get_content_disposition() == "attachment"):
            number += 1
            data = part.get_payload(decode=True)
            yield (
                name or f"part {number}.{part.get_content_subtype()}",
                data if isinstance(data, bytes) else b"",
            )


def _written(message: Message) -> bytes:
    """A mail as a file; what the email package cannot write by the rules it writes as it came."""
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError):
        lines = [f"{name}: {value}" for name, value in message.raw_items()]
        return "\n".join((*lines, "", str(message.get_payload()))).encode("utf-8", "surrogateescape")
