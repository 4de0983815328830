"""A zip, tar, gzip or mail comes in; what it holds goes out: names that are safe, bytes that are checked and never too many."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from kg.errors import ReadError
from kg.readers.archive import Archive, Caps, open_archive
from kg.readers.containers import Inner, Source, whole

CAPS = Caps(members=100_000, total=1 << 62)  # what is read again and again is counted below, once
TOTAL = 4 << 30
BLOCK = 1 << 18


def zip_file(source: Source, path: str) -> Zip:
    """Open a zip file."""
    archive = open_archive(whole(source, path), path, CAPS)
    total = sum(member.size for member in archive.members)
    if total > TOTAL:
        raise ReadError(path, f"unpacks to {total} bytes", f"at most {TOTAL}")
    return Zip(archive, path)


def tar(source: Source, path: str) -> Tar:
    """Open a tar file."""
    return Tar(whole(source, path), path)


def gzip(source: Source, path: str) -> Gzip:
    """Open a gzip file: one file, called as it is without the .gz."""
    return Gzip(whole(source, path), path)


def mail(source: Source, path: str) -> Mail:
    """Open a mail: the files that it brings."""
    return Mail(whole(source, path), path)


class Zip:
    """The files of a zip."""

    def __init__(self, archive: Archive, path: str) -> None:
        self._archive, self._path = archive, path

    def __iter__(self) -> Iterator[Inner]:
        for member in self._archive.members:
            yield _inner(self._path, member.name, member.size, member.wrong)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._archive

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        return self._archive.read(name)


class Tar:
    """The files of a tar; of several by one name the last, as tar itself unpacks them."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            self._tar = tarfile.open(fileobj=BytesIO(data), mode="r:")  # noqa: SIM115 - in memory
            members = self._tar.getmembers()
        except (tarfile.TarError, ValueError, EOFError, OverflowError, RecursionError) as error:
            raise ReadError(path, f"no tar file that can be read: {error}") from None
        if len(members) > CAPS.members:
            raise ReadError(path, f"holds {len(members)} files", f"at most {CAPS.members}")
        self._members = {_tar_name(member): member for member in members if not member.isdir()}

    def __iter__(self) -> Iterator[Inner]:
        for name, member in self._members.items():
            if not member.isreg():
                yield Inner(name, 0, left="a link" if member.issym() or member.islnk() else "a device")
                continue
            said = unsafe(name)
            if member.size > CAPS.member:
                said = said or f"unpacks to {member.size} bytes, more than {CAPS.member}"
            yield _inner(self._path, name, member.size, said)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        member = self._members[name]
        try:
            stream = self._tar.extractfile(member)
            data = stream.read(CAPS.member + 1) if stream else b""
        except (tarfile.TarError, ValueError, EOFError, OverflowError) as error:
            raise ReadError(f"{self._path}/{shown(name)}", f"cannot be unpacked: {error}") from None
        if len(data) != member.size:
            raise ReadError(f"{self._path}/{shown(name)}", f"has {len(data)} bytes instead of {member.size}")
        return data


class Gzip:
    """The one file of a gzip."""

    def __init__(self, data: bytes, path: str) -> None:
        if not data.startswith(b"\x1f\x8b"):
            raise ReadError(path, "no gzip file", "a file that begins with the bytes 1f 8b")
        self._data, self._path = data, path
        pure = PurePosixPath(path)
        self._name = f"{pure.stem}.tar" if pure.suffix.lower() == ".tgz" else pure.stem

    def __iter__(self) -> Iterator[Inner]:
        yield Inner(self._name, int.from_bytes(self._data[-4:], "little"))

    def __contains__(self, name: object) -> bool:
        return name == self._name

    def read(self, name: str) -> bytes:
        """The unpacked bytes, of all its streams one after the other."""
        made, rest = bytearray(), self._data
        most = min(CAPS.member, max(CAPS.small, CAPS.ratio * len(rest)))
        while rest:
            unpacker = zlib.decompressobj(wbits=31)
            try:
                while rest and not unpacker.eof:
                    made += unpacker.decompress(rest, BLOCK)
                    rest = unpacker.unconsumed_tail
                    if len(made) > most:
                        wrong = f"unpacks to more than {most} bytes, too many for its {len(self._data)}"
                        raise ReadError(f"{self._path}/{name}", wrong)
                made += unpacker.flush()
            except zlib.error as error:
                wrong = f"is damaged: no more can be unpacked after byte {len(made)} ({error})"
                raise ReadError(f"{self._path}/{name}", wrong) from None
            if not unpacker.eof:
                raise ReadError(f"{self._path}/{name}", f"is cut off after byte {len(made)}")
            rest = unpacker.unused_data.lstrip(b"\0")  # some writers fill the last block
        return bytes(made)


class Mail:
    """The files that a mail brings, of two by one name the second with a number; a name is no way to anywhere."""

    def __init__(self, data: bytes, path: str) -> None:
        from kg.readers.mail import parts

        try:
            brought = parts(data)
        except ReadError:
            raise
        except Exception as error:  # noqa: BLE001 - what the email package stumbles over is not told by it
            raise ReadError(path, f"no mail that can be taken apart: {type(error).__name__}") from None
        self._parts: dict[str, bytes] = {}
        for name, one in brought:
            last = shown(PurePosixPath(name.replace("\\", "/")).name).lstrip(".") or "part"
            pure, number = PurePosixPath(last), 1
            while last in self._parts:
                number += 1
                last = f"{pure.stem}~{number}{pure.suffix}"
            self._parts[last] = one

    def __iter__(self) -> Iterator[Inner]:
        return (Inner(name, len(data)) for name, data in self._parts.items())

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a file that the mail brings."""
        return self._parts[name]


def _inner(path: str, name: str, size: int, wrong: str) -> Inner:
    """A member; one that cannot be read is told by a name that can be printed."""
    if not wrong:
        return Inner(name, size)
    return Inner(shown(name), size, error=ReadError(f"{path}/{shown(name)}", wrong))


def unsafe(name: str) -> str:
    """Why a name must not be used, if so."""
    if not name:
        return "has no name"
    if any(char < " " or char == "\x7f" for char in name):
        return "has a control character in its name"
    if name.startswith("/") or name[1:2] == ":":
        return "has a name that begins at the root of a disk"
    return "has a name that leads out of the folder" if ".." in name.split("/") else ""


def shown(name: str) -> str:
    """A name with its control characters and broken bytes spelled out."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def _tar_name(member: tarfile.TarInfo) -> str:
    """The name as the writer meant it: UTF-8, or as Chinese Windows writes it."""
    raw = member.name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).removeprefix("./")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
