"""Titles in brackets: 《…》, <…> and 〈…〉 with what is nested in them; a text in, instrument mentions out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.mentions.ground import Ground
from kg.model import Mention
from kg.script.numerals import NUMERAL_CHARACTERS
from kg.seeds import Seeds

OPENERS = {"《": "》", "〈": "〉", "<": ">", "＜": "＞"}
LONGEST = 220
LEGAL_ARTICLES = 3  # a text of so many articles is an instrument, however its title ends
MADE_FORMS = ("statute-by-head", "statute-called-for", "again")
SURE_FORMS = ("title-in-brackets", "title-line", "title-in-cell", "lexicon")
SHORTEST = 5  # a shorter line may be a word; not where articles follow
CITED = re.compile(rf"第[{NUMERAL_CHARACTERS}]+[条款项]")
BODY_FORMS = {"instrument-about": ("short-body",), "instrument-of-body": ("short-body", "body-by-make")}
WHOLE_FORMS = ("title-line", "title-of-place", "title-in-cell")
PROVISION_FORMS = ("provision", "provision-relative")
DOUBTFUL_FORMS = (*PROVISION_FORMS, *BODY_FORMS)
NUMBERED = re.compile(
    r"》\s?[（(]\s?[A-Z]{2,5}(?:/[A-Z]{1,2})?[\s\u3000]?\d"
)  # 《甲等级评定》（GB/T 18005-1999）
BRACKET = re.compile("[《》〈〉<>＜＞]")
CHAPTER = re.compile(r"第\S{1,6}[编章节]|[（(]?[一二三四五六七八九十\d]+[）)、.．]")
PART = re.compile(
    r"[（(](?:[一二三四五六七八九十百]+|[^（）()]*案)[）)]\s*$"
)  # of a title that is another instrument: （三）, （修正案）
TAIL = re.compile(r"(?:[（(][^（）()《》]{1,30}[）)]|[\s　])+$")


class TitleBook:
    """What decides whether a bracketed title is an instrument's, and of which kind."""

    def __init__(self, seeds: Seeds) -> None:
        kinds = seeds.tables.get("instrument-kind", {})
        self._kinds = sorted(kinds.items(), key=lambda item: (-len(item[0]), item[0]))
        self._telling = tuple(kinds) or ("\0",)
        self._heads = tuple(
            sorted(seeds.words.get("instrument-heads", ()), key=lambda head: (-len(head), head))
        )
        self._needs = {
            head: re.compile(words) for head, words in seeds.tables.get("instrument-head-needs", {}).items()
        }
        self._issuing = tuple(seeds.words.get("issuing-before", ())) or ("\0",)
        self._others = frozenset(seeds.words.get("media-titles", ())) | frozenset(
            seeds.words.get("works", ())
        )
        self._other_ends = (
            *seeds.words.get("not-instrument-title-words", ()),
            *seeds.words.get("gazette-words", ()),
        )
        self._other_before = tuple(seeds.words.get("not-instrument-before", ())) or ("\0",)
        local = "|".join(map(re.escape, seeds.words.get("local-instrument-heads", ()))) or "(?!)"
        self._local = re.compile(rf"(?<=[省市区县州盟旗])(?=([\u4e00-\u9fff]{{2,24}}?(?:{local})))")
        openings = seeds.tables.get("instrument-kind-by-opening", {})
        self._openings = sorted(openings.items(), key=lambda item: (-len(item[0]), item[0]))
        self._opened_heads = tuple(seeds.words.get("opened-title-heads", ())) or ("\0",)
        self._local_heads = tuple(seeds.words.get("local-instrument-heads", ())) or ("\0",)
        self._placed = re.compile(r"[\u4e00-\u9fff]{1,11}[省市区县州盟旗]")
        carrying = "|".join(map(re.escape, seeds.words.get("implementing-words", ()))) or "(?!)"
        laws = "|".join(map(re.escape, seeds.words.get("implemented-heads", ()))) or "(?!)"
        self._implementing = re.compile(
            rf"(?:{carrying})[〈《][^〉》]+(?:{laws})[〉》]|(?:{laws})[〉》](?:{carrying})"
        )
        counted = "|".join(map(re.escape, seeds.words.get("counted-title-heads", ()))) or "(?!)"
        self._counted = re.compile(rf"[^第{NUMERAL_CHARACTERS}][{NUMERAL_CHARACTERS}]+(?:{counted})$")
        self._never = re.compile(
            "|".join(map(re.escape, seeds.words.get("not-in-local-title", ()))) or "(?!)"
        )
        self._laws = {
            name: row
            for row in seeds.rows
            if row.type in INSTRUMENT_KINDS
            for name in (row.name, *row.aliases)
        }

    def kind(self, title: str, *, issued: bool = False) -> str:
        """The class of the instrument that a title names; "" when it names none. What is `issued` is one by any head."""
        bare = TAIL.sub("", title).strip()
        if not bare or bare in self._others:
            return ""
        row = self._laws.get(bare)
        if row is not None:
            return row.type
        if not issued and any(
            bare.endswith(head) and not needs.search(bare) for head, needs in self._needs.items()
        ):
            return ""
        other = 0
        if bare.endswith(self._other_ends):
            other = max(len(end) for end in self._other_ends if bare.endswith(end))
        if self._implementing.search(bare) and self._placed.match(bare):
            return "LocalRegulation"
        if bare.endswith(self._telling):
            head, kind = next((head, kind) for head, kind in self._kinds if bare.endswith(head))
            return kind if len(head) > other else ""
        if not other and self._counted.search(bare):
            return "PolicyDocument"
        plain = next((head for head in self._heads if bare.endswith(head)), "")
        return self._by_opening(bare, plain) if len(plain) > other else ""

    def _by_opening(self, bare: str, head: str) -> str:
        """最高人民法院…的解释, 甲市…条例: a head that tells no kind by itself tells one together with who or where."""
        opening = next((kind for start, kind in self._openings if bare.startswith(start)), "")
        if not opening and self._placed.match(bare):
            opening = "LocalRegulation" if bare.endswith(self._local_heads) else ""
        return opening if opening and head.endswith(self._opened_heads) else "LegalInstrument"

    def key(self, title: str) -> str:
        row = self._laws.get(title.strip()) or (
            None if PART.search(title) else self._laws.get(TAIL.sub("", title).strip())
        )
        return row.key if row is not None else ""

    def find(self, ground: Ground) -> Iterator[Mention]:
        text = ground.text
        for opened, closed, depth in bracketed(text):
            start, end = _inside(text, opened, closed)
            title = text[start:end]
            issued = text.endswith(self._issuing, 0, start - 1)
            kind = self.kind(title, issued=issued) or ("Standard" if NUMBERED.match(text, closed) else "")
            if kind and not (depth == 0 and text.endswith(self._other_before, 0, start - 1)):
                yield Mention(start, end, kind, "title-in-brackets", self.key(title))

    def local(self, ground: Ground) -> Iterator[Mention]:
        """The rules of a place, named without brackets: 甲市户外广告设置管理条例."""
        text = ground.text
        for match in self._local.finditer(text):
            at, end = match.span(1)
            start = min((m.start for m in ground.ends.get(at, ()) if m.type == "Place"), default=-1)
            if start >= 0 and not self._never.search(text, at, end):
                yield Mention(start, end, "LocalRegulation", "title-of-place", self.key(text[start:end]))

    def heads(self, ground: Ground) -> Iterator[Mention]:
        """A title line that is itself an instrument's title: the whole line, without its brackets' tail."""
        articles = sum(block.kind == "article" for block in ground.document.blocks)
        for block in ground.document.blocks:
            if block.kind not in ("title", "heading") or block.end - block.start < 2:
                continue
            if block.kind == "heading" and CHAPTER.match(ground.text, block.start):
                continue
            start, end = _inside(ground.text, block.start, block.end)
            title = ground.text[start:end]
            kind = self.kind(title) or (
                "LegalInstrument" if block.kind == "title" and articles >= LEGAL_ARTICLES else ""
            )
            least = 2 if block.kind == "title" and articles >= LEGAL_ARTICLES else SHORTEST
            if kind and not (title.startswith("《") and title.endswith("》")) and self._whole(title, least):
                yield Mention(start, end, kind, "title-line", self.key(title))

    def _whole(self, title: str, least: int) -> bool:
        """Is a line one title and no sentence about one?"""
        bare = TAIL.sub("", title)
        if bare in self._laws:
            return True
        return len(bare) >= least and not any(mark in bare for mark in "，。！？：；")


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u3000★●◆":
        start += 1
    while end > start and text[end - 1] in " \t\u3000*":
        end -= 1
    return start, end


def without_loose(ground: Ground) -> Iterator[Mention]:
    """The mentions of a ground without the instruments and provisions that are only words of a title in brackets.

    《劳动法讲义》 cites no 劳动法, 《第二十条》 no provision, and 《甲市优化营商环境条例》 is no 营商环境条例.
    """
    found = [*ground.mentions()]
    titles = {(m.start, m.end) for m in found if m.type in INSTRUMENT_KINDS}
    spans = [(start, end) for start, end, depth in bracketed(ground.text) if depth == 0]
    spans = sorted({*spans, *((m.start, m.end) for m in found if m.form in WHOLE_FORMS)})
    starts = [start for start, _ in spans]
    known = {m.end: m.start for m in found if m.type in INSTRUMENT_KINDS and m.form == "lexicon"}
    for mention in found:
        if mention.type not in INSTRUMENT_KINDS and mention.form not in DOUBTFUL_FORMS:
            yield mention
            continue
        if (
            mention.type == "Statute"
            and mention.form in MADE_FORMS
            and known.get(mention.end, -1) > mention.start
        ):
            continue  # 不影响刑法
        if mention.form in BODY_FORMS and _nobody(ground, mention):
            continue
        if (
            mention.type in INSTRUMENT_KINDS
            and mention.form not in SURE_FORMS
            and _torn(ground.text, mention)
        ):
            continue
        if mention.type in INSTRUMENT_KINDS or mention.form in PROVISION_FORMS:
            at = bisect_right(starts, mention.start) - 1
            if (
                at >= 0
                and mention.end <= spans[at][1]
                and _loose(mention, *_inside(ground.text, *spans[at]), titles)
            ):
                continue
        yield mention


def _nobody(ground: Ground, mention: Mention) -> bool:
    """Does a name made of a body's begin with a kind of body or a bare institution: 基金会章程, 政府关于…的规定?"""
    begun = (m for m in ground.starts.get(mention.start, ()) if m.type in ground.words.anchor_types)
    inner = [body for body in begun if body.end < mention.end]
    return bool(inner) and all(body.weak or body.form in BODY_FORMS[mention.form] for body in inner)


def _torn(text: str, mention: Mention) -> bool:
    """Does a name made by its form hold an article (甲法第三条第二款), or the end of a title that began before it?"""
    said = text[mention.start : mention.end]
    depth = 0
    for char in said:
        depth += (char in "《〈") - (char in "》〉")
        if depth < 0:
            return True
    return depth != 0 or CITED.search(said.partition("《")[0]) is not None


def _loose(mention: Mention, start: int, end: int, titles: set[tuple[int, int]]) -> bool:
    """Is a mention inside the title text[start:end] only words of it?"""
    whole = (mention.start, mention.end) == (start, end)
    if mention.form in ("title-in-brackets", "title-line") or (whole and mention.form not in PROVISION_FORMS):
        return False
    return (
        (start, end) not in titles or mention.end == end or mention.form not in ("lexicon", *PROVISION_FORMS)
    )


INSTRUMENT_KINDS = frozenset(
    "LegalInstrument Constitution Statute AdministrativeRegulation LocalRegulation DepartmentalRule JudicialInterpretation "
    "PolicyDocument Standard Treaty".split()
)


def bracketed(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, depth) of what stands inside each pair of title brackets, inner pairs included."""
    stack: list[tuple[int, str]] = []
    for match in BRACKET.finditer(text):
        char, at = match[0], match.start()
        if char in OPENERS:
            if stack and at - stack[0][0] > LONGEST:
                stack.clear()
            stack.append((at, OPENERS[char]))
        elif stack:
            while stack and stack[-1][1] != char:
                if len(stack) > 1 and stack[-2][1] == char:
                    stack.pop()
                    continue
                break
            if stack and stack[-1][1] == char:
                opened, _ = stack.pop()
                if 1 < at - opened <= LONGEST and "\n" not in text[opened:at]:
                    yield opened + 1, at, len(stack)
