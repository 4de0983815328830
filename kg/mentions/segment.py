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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
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
    found = find_spec("jieba")  # only where it lies: importing it takes longer than reading a short text
    assert found is not None and found.origin is not None, "jieba is not installed"  # noqa: PT018 - one thing
    return Path(found.origin).with_name("dict.txt")


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


def apart(followers: Mapping[str, str], before: str, after: str) -> bool:
    """Has no word of the dictionary these signs side by side (`pairs`)? Every way to cut a text then cuts it between them."""
    behind = followers.get(before)
    return behind is not None and after not in behind and after in followers


def backwards(text: str, low: int, high: int) -> Iterator[str]:
    """The words of text[low:high] from the last to the first, each made when it is asked for.

    What stands between signs that are `apart` is segmented piece by piece: such pieces are short, and the same come again
    and again.
    """
    followers = pairs()
    end = high
    while end > low:
        begin = end - 1
        while begin > low and not apart(followers, text[begin - 1], text[begin]):
            begin -= 1
        if end - begin == 1:
            yield text[begin]
        else:
            yield from reversed(words(text[begin:end]))
        end = begin


def cut_word(text: str, low: int, cut: int, high: int) -> tuple[str, int]:
    """The word of text[low:high] that an offset cuts, and where in it; ("", 0) where a word begins or ends."""
    followers = pairs()
    if not low < cut < high or apart(followers, text[cut - 1], text[cut]):
        return "", 0
    at, end = cut - 1, cut + 1
    while at > low and not apart(followers, text[at - 1], text[at]):
        at -= 1
    while end < high and not apart(followers, text[end - 1], text[end]):
        end += 1
    for word in words(text[at:end]):
        if at + len(word) > cut:
            return (word, cut - at) if at < cut else ("", 0)
        at += len(word)
    return "", 0


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
