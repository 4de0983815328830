"""The text of an HTML or XML page comes in; the same with sane nesting goes out, and how many characters stand between its tags.

The parser that follows is asked whether it kept as many: the two do not share a line of code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from kg.readers.extract import visible

DEEPEST = 1_024  # elements inside each other; a page of people has some thirty, and the time of a parser grows with the square
# What a browser shows as blocks of their own.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p pre search section "
    "summary table tbody td tfoot th thead tr ul xmp".split()
)
# What holds no text that a browser shows as text of the page.
UNSHOWN = frozenset(
    "script style title textarea iframe noembed noframes xmp noscript template select object svg audio video canvas".split()
)
# What of that the parser need not see: megabytes of scripts; a noscript in the head, which it would take for more of the page.
_DROPPED = frozenset("script style textarea iframe noembed noframes noscript select".split())
_EMPTY = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
_SELF_ENDING = frozenset(
    "html head body p li dt dd td th tr tbody thead tfoot colgroup option optgroup rt rp".split()
)
# An attribute's quoted value may hold a >; what was taken is never given back, so that no page takes long.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)>",
)
_LONGEST = 20_000  # characters of a tag
_USED = re.compile(
    r"\s(?:class|id|style|hidden|role|(?:col|row)span)\b(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
)
_NAMED = re.compile("</?[a-zA-Z]")
_CDATA = "<![CDATA["


@dataclass(frozen=True, slots=True)
class Scan:
    """`text` is the page for the parser; `shown` counts the visible characters outside tags, `tags` the tags."""

    text: str
    shown: int
    tags: int


class _Scanner:
    def __init__(self, *, xml: bool) -> None:
        self.xml = xml
        self.parts: list[str] = []
        self.shown = self.tags = self.depth = 0

    def words(self, text: str) -> None:
        self.parts.append(text)
        self.shown += visible(unescape(text) if "&" in text else text)

    def tag(self, found: re.Match[str]) -> bool:
        """Take a tag over; false where it opens what is not shown."""
        closing, name, whole = bool(found[1]), found[2].lower(), found[0]
        if len(whole) > _LONGEST:  # a million attributes would cost a parser their square
            whole = f"<{found[1]}{found[2]}{''.join(_USED.findall(found[3], 0, _LONGEST))}>"
        self.tags += 1
        if name in _EMPTY or (name in _SELF_ENDING and not (self.xml and found[3].endswith("/"))):
            self.parts.append(whole)
            return True
        if self.xml and not closing and found[3].endswith("/"):
            self.parts.append(f"<{found[2]}{found[3].rstrip('/')}></{found[2]}>")
            return True
        if not closing:
            self.depth += 1
        self.parts.append(whole if self.depth <= DEEPEST else "<br>" if name in BLOCKS else "")
        if closing:
            self.depth = max(self.depth - 1, 0)
        return closing or name not in UNSHOWN


def scanned(page: str, *, xml: bool = False) -> Scan:
    """Go through a page once, in time that grows with its length. `xml`: <p/> closes itself, and CDATA is text.

    Elements deeper than DEEPEST lose their tags, not their text.
    """
    scanner = _Scanner(xml=xml)
    at, size = 0, len(page)
    while at < size:
        sign = page.find("<", at)
        if sign < 0:
            scanner.words(page[at:])
            break
        if sign > at:
            scanner.words(page[at:sign])
        at = _markup(page, sign, scanner)
    return Scan("".join(scanner.parts), scanner.shown, scanner.tags)


def _markup(page: str, at: int, scanner: _Scanner) -> int:
    """Take over what begins with the < at a place; where it ends."""
    after = page[at + 1 : at + 3]
    if scanner.xml and page.startswith(_CDATA, at):
        end = _after(page, "]]>", at)
        scanner.words(escape(page[at + len(_CDATA) : end].removesuffix("]]>")))
        return end
    if page.startswith("<!--", at):
        return _comment(page, at)
    if not _NAMED.match(page, at):
        if after[:1] in ("!", "?") or (after[:1] == "/" and len(after) > 1):  # a comment that is none
            end = _after(page, ">", at)
            if page[at : at + 9].lower() == "<!doctype":
                scanner.parts.append(page[at:end])
            return end
        scanner.parts.append("&lt;")
        scanner.shown += 1
        return at + 1
    found = _TAG.match(page, at)
    if found is None:  # the page ends inside a tag: a browser shows nothing of it
        return len(page)
    if scanner.tag(found):
        return found.end()
    end = _closing(page, found.end(), found[2].lower())
    if found[2].lower() not in _DROPPED:
        scanner.parts.append(page[found.end() : end])
    return end


def _comment(page: str, at: int) -> int:
    """<!--> and <!---> are whole comments; --!> closes one too."""
    for short in ("<!-->", "<!--->"):
        if page.startswith(short, at):
            return at + len(short)
    ends = [end for mark in ("-->", "--!>") if (end := page.find(mark, at + 4)) >= 0]
    return page.find(">", min(ends)) + 1 if ends else len(page)


def _after(page: str, mark: str, at: int) -> int:
    end = page.find(mark, at)
    return end + len(mark) if end >= 0 else len(page)


def _closing(page: str, at: int, name: str) -> int:
    found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(page, at)
    return found.start() if found else len(page)
