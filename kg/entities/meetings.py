"""Meetings: the several ways to name one session or congress → one key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.entities.names import squeeze
from kg.model import Entity
from kg.script.numerals import NUMERAL_CHARACTERS, chinese, parse

NUM = f"[{NUMERAL_CHARACTERS}]+"
TERM = re.compile(rf"第?({NUM})届")
COUNT = re.compile(rf"第?({NUM})次")
SHORT_CONGRESS = re.compile(rf"^(.*?)(?:第)?({NUM})大$")
PLENUM = re.compile(rf"^(.*?)第?({NUM})届({NUM})中全会$")


def meeting(said: str, body: tuple[str, Entity] | None, bodies: Mapping[str, str], path: str) -> Entity:
    """The meeting of a name. `body`: the body's name that it begins with, and the body."""
    name = squeeze(said).strip("“”")
    plenum, short = PLENUM.match(name), SHORT_CONGRESS.match(name)
    if plenum:
        holder = bodies.get(plenum[1], plenum[1] or bodies.get("", ""))
        full = f"{holder}第{_ordinal(plenum[2])}届中央委员会第{_ordinal(plenum[3])}次全体会议"
        return Entity("Event", full, _names(full, name))
    if short:
        holder = bodies.get(short[1], short[1])
        full = f"{holder}第{_ordinal(short[2])}次全国代表大会"
        return Entity("Event", full, _names(full, name))
    anybody = body is None and COUNT.match(name) is not None  # 经第6次部务会议通过: of the ministry at hand
    numbered = not anybody and bool(TERM.search(name) or COUNT.search(name))
    full = _full(name, body)
    full = COUNT.sub(lambda m: f"第{_ordinal(m[1])}次", TERM.sub(lambda m: f"第{_ordinal(m[1])}届", full))
    return Entity("Event", full if numbered else f"{full}@{path}", _names(full, name))


def _full(name: str, body: tuple[str, Entity] | None) -> str:
    """The name with its body in full, the term where it stood: 甲市第三届 + 人大常委会 → 甲市第三届人民代表大会常务委员会."""
    if body is None:
        return name
    said, entity = body
    canonical, rest = entity.names[0], name[len(said) :]
    term = TERM.search(said)
    if not term:
        return canonical + rest
    before = said[: term.start()]
    cut = canonical.index(before) + len(before) if before in canonical else 0
    return canonical[:cut] + term[0] + canonical[cut:] + rest


def _ordinal(said: str) -> str:
    value = parse(said)
    return chinese(value) if 0 < value < 10000 else said


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
