"""What documents say reaches a terminal as words: nothing moves its cursor, sets its title or turns its lines round."""

from __future__ import annotations

import io
import sys

import pytest

from kg import terminal


class Screen(io.StringIO):
    """What is a terminal, to who asks."""

    def isatty(self) -> bool:
        return True


SPEAKING = {
    "clears the screen": ("甲\x1b[2J乙", "甲\ufffd[2J乙"),
    "sets the title": ("\x1b]0;x\x07", "\ufffd]0;x\ufffd"),
    "goes back": ("甲\r乙\x08", "甲\ufffd乙\ufffd"),
    "by one byte of C1": ("\x9b2J", "\ufffd2J"),
    "turns the direction": ("a\u202egpj.exe\u2066", "a\ufffdgpj.exe\ufffd"),
    "our colours": ("\x1b[1;36m甲\x1b[0m", "\x1b[1;36m甲\x1b[0m"),
    "lines and tabs": ("甲\n\t乙", "甲\n\t乙"),
}


@pytest.mark.parametrize(("said", "shown"), SPEAKING.values(), ids=SPEAKING)
def test_nothing_of_a_document_speaks_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, said: str, shown: str
) -> None:
    monkeypatch.setattr(sys, "stdout", screen := Screen())
    terminal.say(said)
    assert screen.getvalue() == f"{shown}\n"


def test_a_pipe_gets_what_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", pipe := io.StringIO())
    terminal.say("甲\x1b[2J")
    assert pipe.getvalue() == "甲\x1b[2J\n"


def test_complaints_are_one_line_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    terminal.complain("new\nline\x1b[2J\u202e.txt")
    assert screen.getvalue() == "kg: new\ufffdline\ufffd[2J\ufffd.txt\n"
