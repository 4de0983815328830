"""Where a word may begin or end, and what kind of word it is: jieba (or rjieba) over short windows of the reading text.

The tokenizer is our own, never jieba's global one, and its cache lies in a private folder; a run of characters that no
dictionary knows is cut before it is segmented, since the search for the best path is not meant for it.
"""

from __future__ import annotations

import hashlib
import logging
import marshal
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

LONGEST_WINDOW = 512
HAN = re.compile("[\u4e00-\u9fa5]")

Table = TypeVar("Table", dict[str, str], dict[str, float])


def cache_folder() -> Path:
    """The user's private cache folder of kg, made when missing; the system's temporary folder is never used."""
    root = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(root) if root else Path.home() / ".cache") / "policykg"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@lru_cache(maxsize=1)
def _dictionary_path() -> Path:
    import jieba

    return Path(jieba.__file__).with_name("dict.txt")


@lru_cache(maxsize=1)
def tags() -> dict[str, str]:
    """Word → part of speech, as jieba's dictionary gives it (349 thousand words)."""
    return kept("tags", _read_tags)


def _read_tags() -> dict[str, str]:
    lines = (line.split(" ") for line in _dictionary_path().read_text(encoding="utf-8").splitlines())
    return {parts[0]: parts[2] for parts in lines if len(parts) == 3}


def kept(name: str, make: Callable[[], Table]) -> Table:
    """What is made of the dictionary once, kept in the cache folder beside the dictionary's stamp."""
    source = _dictionary_path()
    stat = source.stat()
    stamp = hashlib.sha256(f"{source}:{stat.st_size}:{stat.st_mtime_ns}".encode()).hexdigest()[:16]
    try:
        cached = cache_folder() / f"{name}-{stamp}.marshal"
        if cached.exists():
            loaded = marshal.loads(cached.read_bytes())  # noqa: S302 - our own file, in a private folder
            if isinstance(loaded, dict) and len(loaded) > 1000:
                table: Table = loaded
                return table
    except (OSError, ValueError, EOFError, TypeError):
        return make()
    table = make()
    try:
        with tempfile.NamedTemporaryFile(dir=cached.parent, delete=False) as out:
            out.write(marshal.dumps(table))
        Path(out.name).replace(cached)
    except OSError:
        pass
    return table


@lru_cache(maxsize=1)
def _cut() -> Callable[[str], Iterable[str]]:
    try:
        import rjieba
    except ImportError:
        return _jieba_cut()
    return lambda text: rjieba.cut(text, hmm=False)


def _jieba_cut() -> Callable[[str], Iterable[str]]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    try:
        tokenizer.tmp_dir = str(cache_folder())
    except OSError:
        tokenizer.tmp_dir = None
    tokenizer.initialize()
    return lambda text: tokenizer.cut(text, HMM=False)


@lru_cache(maxsize=65536)
def words(window: str) -> tuple[str, ...]:
    """The words of a window of text; together they are the window."""
    if len(window) <= LONGEST_WINDOW:
        return tuple(_cut()(window))
    pieces: list[str] = []
    for start in range(0, len(window), LONGEST_WINDOW):
        pieces.extend(_cut()(window[start : start + LONGEST_WINDOW]))
    return tuple(pieces)


def tag(word: str) -> str:
    """The dictionary's part of speech of a word, "" when the dictionary does not have it."""
    return tags().get(word, "")


def bounds(window: str) -> frozenset[int]:
    """The offsets in a window where words begin or end, both ends included."""
    at, found = 0, [0]
    for word in words(window):
        at += len(word)
        found.append(at)
    return frozenset(found)


def bound(window: str, cut: int) -> bool:
    """Does a word begin or end at an offset of a window?

    Where no word of the dictionary has the signs on both sides of the cut side by side, every way to cut the window cuts it
    there, and nothing needs to be segmented.
    """
    if 0 < cut < len(window) and _apart(window[cut - 1], window[cut]):
        return True
    at = 0
    for word in words(window):
        if at >= cut:
            break
        at += len(word)
    return at == cut


def _apart(before: str, after: str) -> bool:
    followers = pairs()
    behind = followers.get(before)
    return behind is not None and after not in behind and after in followers


@lru_cache(maxsize=1)
def pairs() -> dict[str, str]:
    """Every Han character of the dictionary → the characters that follow it in a word."""
    return kept("pairs", _read_pairs)


def _read_pairs() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word in tags():
        for before, after in zip(word, f"{word[1:]} ", strict=True):
            if HAN.fullmatch(before):
                found.setdefault(before, set()).add(after)
    return {sign: "".join(sorted(after)) for sign, after in found.items()}
