"""A module of ours to run in a process of its own, and what is taken from that process before it begins: room, network, files."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, TypeVar

import msgspec

Message = TypeVar("Message")
SIZES = struct.Struct(">II")
"""Before each message: how long its two parts are, a JSON object and the body."""
NEW_USER, NEW_NET = 0x10000000, 0x40000000
DEATH_SIGNAL = 1  # of prctl: what to be sent when the parent dies
FILES = 32  # open at once: the pipes, and the modules that are still to be imported


def call(module: str) -> tuple[list[str], dict[str, str]]:
    """The command that runs a module of ours in a process of its own, and the environment it wants."""
    package = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return [sys.executable, "-P", "-m", module], {**os.environ, "PYTHONPATH": paths}


def confine(memory: int) -> None:
    """Let this process have so many bytes and no more, and leave no core behind when it dies of that."""
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CORE, 0)


def part_from_files() -> None:
    """Let this process write no byte into any file, and hold few of them open."""
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, FILES)


def part_from_the_network() -> None:
    """Leave for a network of our own, where there is nothing, if the system lets us: whatever an engine may try goes nowhere."""
    ctypes.CDLL(None).unshare(NEW_USER | NEW_NET)


def die_with_parent() -> None:
    """End when the process that started this one ends, however it ends, if the system can see to that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)


def write(stream: IO[bytes], message: msgspec.Struct, body: bytes = b"") -> None:
    """Send a message."""
    head = msgspec.json.encode(message)
    stream.write(SIZES.pack(len(head), len(body)) + head)
    stream.write(body)
    stream.flush()


def read(stream: IO[bytes], kind: type[Message]) -> tuple[Message, bytes]:
    """The next message and its body; raises EOFError where there is none any more."""
    sizes = stream.read(SIZES.size)
    if len(sizes) < SIZES.size:
        raise EOFError
    head, body = SIZES.unpack(sizes)
    message, rest = stream.read(head), stream.read(body)
    if len(message) < head or len(rest) < body:
        raise EOFError
    return msgspec.json.decode(message, type=kind), rest


def _lower(kind: int, most: int) -> None:
    """Set a limit, and the limit of the limit; one that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))
