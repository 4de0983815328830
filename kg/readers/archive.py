"""The bytes of a zip file come in; the names of its members go out, and the bytes of each, never more than the caps allow."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from kg.errors import ReadError

_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_POINTER64 = struct.Struct("<4sIQI")
_RECORD = struct.Struct("<4sHHHHHHIIIHHHHHII")
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_ENCRYPTED, _UTF8 = 0x2041, 0x0800  # bits 0, 6 and 13; bit 11
_STORED, _DEFLATED = 0, 8
_METHODS = {
    1: "shrink",
    6: "implode",
    9: "deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "zstandard",
    95: "xz",
    98: "PPMd",
    99: "AES",
}
_LONG = 0xFFFFFFFF
_CHUNK = 1 << 20


class Caps(Struct, frozen=True):
    """What a zip file may be at most; sizes in bytes. Below `small` unpacked, a member may be packed as well as it likes."""

    members: int = 20_000
    member: int = 256 << 20
    total: int = 512 << 20
    ratio: int = 200
    small: int = 4 << 20
    depth: int = 3


CAPS = Caps()


class Member(Struct, frozen=True):
    """One file of the zip: its size, its packed size, and why it cannot be read, if it cannot."""

    name: str
    size: int
    packed: int
    wrong: str = ""
    crc: int = 0
    method: int = _STORED
    start: int = 0  # of its own header, then of its packed bytes


class Archive:
    """An opened zip file: `members` in their order (folders left out), `read` for the bytes of one."""

    def __init__(self, data: bytes, path: str, members: tuple[Member, ...], caps: Caps) -> None:
        self.members = members
        self.path = path
        self._data = data
        self._caps = caps
        self._left = caps.total
        self._named = {member.name: member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self._named

    def read(self, name: str) -> bytes:
        """The bytes of a member, checked against its size and its checksum. Raises ReadError, which names it."""
        member = self._named.get(name)
        if member is None:
            raise part_error(self.path, name, "is missing in the file")
        if member.wrong:
            raise part_error(self.path, name, member.wrong)
        if member.size > self._left:
            raise part_error(self.path, name, f"unpacking it goes over {self._caps.total} bytes in all")
        packed = memoryview(self._data)[member.start : member.start + member.packed]
        made = bytes(packed) if member.method == _STORED else self._inflated(packed, member)
        self._left -= len(made)
        if len(made) != member.size:
            raise part_error(self.path, name, f"has {len(made)} bytes instead of {member.size}")
        if zlib.crc32(made) != member.crc:
            raise part_error(self.path, name, "is damaged: its checksum is wrong")
        return made

    def _inflated(self, packed: memoryview, member: Member) -> bytes:
        """The unpacked bytes; stops as soon as there are more than the member tells of."""
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        made = bytearray()
        try:
            for at in range(0, len(packed), _CHUNK):
                made += inflater.decompress(packed[at : at + _CHUNK], member.size - len(made) + 1)
                if len(made) > member.size:
                    raise part_error(
                        self.path, member.name, f"unpacks to more than the {member.size} bytes it tells of"
                    )
        except zlib.error:
            raise part_error(
                self.path, member.name, f"is damaged: no more can be unpacked after byte {len(made)}"
            ) from None
        return bytes(made)


def open_archive(data: bytes, path: str, caps: Caps = CAPS, depth: int = 0) -> Archive:
    """The archive in these bytes; nothing is unpacked yet. `depth` counts the archives it lies in.

    Raises ReadError for what is no zip file, is cut off, or is over the caps as a whole. A member that cannot be read (a
    password, a name that leads out of the folder, a name that stands twice, bytes shared with another) is listed with the reason.
    """
    if depth >= caps.depth:
        raise ReadError(path, f"archives in archives, {depth + 1} deep", f"at most {caps.depth}")
    begin, end, count, shift = _directory(data, path)
    if count > caps.members:
        raise ReadError(path, f"{count} files in one archive", f"at most {caps.members}")
    records = tuple(_records(data, path, begin, end, count, shift))
    members = _judged(
        tuple(_checked(_placed(one, data, begin), caps) for one in records if one.name[-1:] != "/")
    )
    total = sum(member.size for member in members if not member.wrong)
    if total > caps.total:
        raise ReadError(path, f"unpacks to {total} bytes", f"at most {caps.total}")
    return Archive(data, path, members, caps)


def part_error(path: str, part: str, wrong: str, wanted: str = "", hint: str = "") -> ReadError:
    """The error of one part of a file: path: part: what is wrong."""
    shown = part if part.isprintable() else repr(part)[1:-1]
    return ReadError(path, f"{shown or 'a part without name'}: {wrong}", wanted, hint)


def _directory(data: bytes, path: str) -> tuple[int, int, int, int]:
    """Where the list of members begins and ends, how many it has, and how far all is shifted by what stands before."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - 0xFFFF - _END.size))
    if at < 0 or at + _END.size > len(data):
        raise ReadError(path, _no_zip(data), "a whole zip file")
    _, disk, first_disk, _, count, size, offset, _ = _END.unpack_from(data, at)
    end = at
    pointer = at - _POINTER64.size
    if pointer >= 0 and data.startswith(b"PK\6\7", pointer):
        end = data.rfind(b"PK\6\6", 0, pointer)
        if end < 0 or end + _END64.size > pointer:
            raise ReadError(path, f"damaged at byte {pointer}: it points to a directory that is not there")
        _, _, _, _, disk, first_disk, _, count, size, offset = _END64.unpack_from(data, end)
    if disk or first_disk:
        raise ReadError(path, "one part of an archive of several files", "the whole archive in one file")
    begin = end - size
    if begin < 0 or begin < offset:
        raise ReadError(
            path, f"damaged: the list of its files is said to begin at byte {offset} and to have {size} bytes"
        )
    return begin, end, count, begin - offset


def _no_zip(data: bytes) -> str:
    if not data:
        return "the file is empty"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "no zip file: an old Office file, or one with a password"
    if data.startswith(b"PK"):
        return f"cut off: the list of its files is not whole within {len(data)} bytes"
    return "no zip file"


def _records(data: bytes, path: str, begin: int, end: int, count: int, shift: int) -> Iterator[Member]:
    """The members as the directory lists them."""
    at, found = begin, 0
    while found < count and at + _RECORD.size <= end:
        _, _, _, flags, method, _, _, crc, packed, size, named, extra, remark, *_, start = (
            _RECORD.unpack_from(data, at)
        )
        following = at + _RECORD.size + named + extra + remark
        if not data.startswith(b"PK\1\2", at) or following > end:
            break
        name_end = at + _RECORD.size + named
        name, wrong = _name(data[at + _RECORD.size : name_end], flags)
        fields = dict(_fields(data[name_end : name_end + extra]))
        size, packed, start = _long(fields.get(1, b""), size, packed, start)
        if flags & _ENCRYPTED:
            wrong = "is locked with a password"
        elif method not in (_STORED, _DEFLATED):
            wrong = f"is packed by a method that is not read ({_METHODS.get(method, f'number {method}')})"
        yield Member(name, size, packed, wrong, crc, method, start + shift)
        at, found = following, found + 1
    if at != end or found != count:
        raise ReadError(
            path, f"damaged at byte {at}: the list of its files breaks off after {found} of {count}"
        )


def _name(raw: bytes, flags: int) -> tuple[str, str]:
    """The name, read as UTF-8 or as Chinese Windows writes it, and what is wrong with it."""
    for encoding in ("utf-8",) if flags & _UTF8 else ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return name, _name_wrong(name)
    name = raw.decode("cp437")
    return name, _name_wrong(name) or ("has a name that is no UTF-8" if flags & _UTF8 else "")


def _name_wrong(name: str) -> str:
    if not name:
        return "has no name"
    if any(char < " " or char == "\x7f" for char in name):
        return "has a control character in its name"
    if "\\" in name:
        return "has a backslash in its name"
    if name.startswith("/") or name[1:2] == ":":
        return "has a name that begins at the root of a disk"
    return "has a name that leads out of the folder" if ".." in name.split("/") else ""


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        number, length = struct.unpack_from("<HH", extra, at)
        yield number, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _long(field: bytes, *numbers: int) -> tuple[int, ...]:
    """The sizes and the offset: those that do not fit into four bytes stand, in this order, in a field of their own."""
    values = iter(number for (number,) in struct.iter_unpack("<Q", field[: len(field) // 8 * 8]))
    return tuple(next(values, number) if number == _LONG else number for number in numbers)


def _placed(member: Member, data: bytes, end: int) -> Member:
    """The member with the place of its packed bytes, behind its own header."""
    at = member.start
    if at + _HEADER.size > end or not data.startswith(b"PK\3\4", at):
        return structs.replace(member, wrong=member.wrong or f"is missing at byte {at}")
    *_, named, extra = _HEADER.unpack_from(data, at)
    start = at + _HEADER.size + named + extra
    wrong = member.wrong
    if (
        _name(data[at + _HEADER.size : at + _HEADER.size + named], _HEADER.unpack_from(data, at)[2])[0]
        != member.name
    ):
        wrong = wrong or f"is called otherwise at byte {at}"
    if start + member.packed > end:
        wrong = wrong or f"is cut off: it has {end - start} bytes instead of {member.packed}"
    return structs.replace(member, start=start, wrong=wrong)


def _checked(member: Member, caps: Caps) -> Member:
    """The member, marked where it is too large, or too well packed to be honest."""
    wrong = ""
    if member.size > caps.member:
        wrong = f"unpacks to {member.size} bytes, more than {caps.member}"
    elif member.size > caps.small and member.size > caps.ratio * member.packed:
        wrong = f"unpacks to more than {caps.ratio} times its packed size"
    return structs.replace(member, wrong=member.wrong or wrong)


def _judged(members: Sequence[Member]) -> tuple[Member, ...]:
    """The members, marked where two have one name or share bytes."""
    names = Counter(member.name for member in members)
    ordered = sorted(members, key=lambda member: member.start)
    shared: set[int] = set()
    holder, reach = 0, 0
    for one, other in pairwise(ordered):
        if one.start + one.packed > reach:
            holder, reach = one.start, one.start + one.packed
        if other.start < reach:
            shared |= {holder, other.start}
    marked = []
    for member in members:
        wrong = member.wrong
        if names[member.name] > 1:
            wrong = wrong or f"stands in the file {names[member.name]} times"
        if member.start in shared:
            wrong = wrong or "shares its bytes with another part"
        marked.append(structs.replace(member, wrong=wrong))
    return tuple(marked)
