"""What commands say: answers in lines or JSON on stdout, complaints on stderr, colours and a bar where a person looks on."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Found = TypeVar("Found")

CONTROLS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""What moves the cursor, and what turns the direction of words round."""
SPOKEN = re.compile(r"(\x1b\[[0-9;]{0,8}m)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STYLES = {"s": "\x1b[1;36m", "o": "\x1b[1;32m", "w": "\x1b[4m", "b": "\x1b[1m"}
PLAIN = "\x1b[0m"


class Unheard(Exception):  # noqa: N818 - it is none
    """Whoever read our answer has closed the pipe: it has heard enough."""


def say(text: str) -> None:
    """A line of the answer; raises Unheard where nobody reads any more. On a terminal nothing speaks but our colours."""
    if sys.stdout.isatty():
        text = SPOKEN.sub(lambda found: found[1] or "\ufffd", text)
    try:
        sys.stdout.write(f"{text}\n")
    except BrokenPipeError:
        raise Unheard from None


def hear() -> None:
    """Let what has been said be heard now: more is to come, some time."""
    sys.stdout.flush()


def complain(text: str) -> None:
    """A line about what is wrong; a control character of a name does not reach the terminal."""
    sys.stdout.flush()
    sys.stderr.write(f"kg: {text.translate(CONTROLS)}\n")


def say_json(value: object) -> None:
    """The answer for a program: one JSON value."""
    import msgspec

    data = msgspec.json.encode(value, enc_hook=str)
    say(msgspec.json.format(data, indent=1).decode("utf-8", "replace"))


def answer(found: Found, lines: Callable[[Found], Iterable[str]], *, as_json: bool) -> None:
    """What a verb found, as JSON or as lines."""
    if as_json:
        say_json(found)
        return
    for line in lines(found):
        say(line)


def paint() -> Callable[[str, str], str]:
    """How marked words are shown: in colour on a terminal, in brackets elsewhere."""
    from kg.verbs.show import bracketed

    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return bracketed
    return lambda text, mark: f"{STYLES[mark]}{text}{PLAIN}" if mark in STYLES else text


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr where that is a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    more = (TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, *more, console=Console(stderr=True), transient=True) as bar:
        task, now = bar.add_task("", total=1, rate=""), ""

        def tell(stage: str, done: int, of: int) -> None:
            nonlocal now
            if stage != now:
                bar.reset(task, description=stage, total=of, rate="")
                now = stage
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=of, rate=f"{speed:,.0f}/s" if speed and done < of else "")

        yield tell
