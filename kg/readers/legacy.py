"""The bytes of an old Word, WPS or RTF file come in; another programme makes a docx of them, and what that says goes out.

The programme is msdoc2docx (the extra `legacy`) or an installed LibreOffice; it runs in a process of its own without network,
in a folder that is thrown away, for so long and no longer. This module is also what that process runs.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import structs

from kg.confined import call, confine, die_with_parent, part_from_the_network
from kg.errors import ReadError
from kg.readers import capped
from kg.readers.extract import Extract, Words

_OLE, _RTF, _ZIP = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"
_PAGE = (b"<html", b"<!doctype html", b"<head")
_LARGEST = 256 << 20  # bytes of what a programme may make
_PATIENCE = 6  # times the seconds of a document, on the wall: an office starts slowly
_PACKAGE = "doc2docx"
_OFFICES = ("soffice", "libreoffice")
# What the converter says where text, or the numbers before it, may have suffered.
_SERIOUS = frozenset(
    {
        "BROKEN_LISTNUM_FIELDS_FLATTENED",
        "LIST_NUMBER_FORMAT_APPROXIMATED",
        "MAIN_TEXTBOX_TABLE_MALFORMED",
        "MALFORMED_TABLE_FLATTENED",
        "NUMBERING_TABLE_MALFORMED",
        "STYLE_TABLE_MALFORMED",
        "TABLE_DEPTH_LIMITED",
        "UNTERMINATED_FIELD",
    }
)


def extract(data: bytes, path: str, encoding: str, words: Words) -> Extract:
    """Read a file by what it is, whatever it is called. Raises ReadError where no programme makes a docx of it."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_PAGE):
        return capped.extract("kg.readers.html", data, path, encoding, words)
    made, flaws = (data, ()) if data.startswith(_ZIP) else _converted(data, path)
    read = capped.extract("kg.readers.docx", made, path, encoding, words)
    return structs.replace(read, flaws=(*flaws, *read.flaws))


def main() -> None:
    """What the process of a programme runs: give up the network and die in time, then convert one file into another."""
    programme, source, target, seconds, memory = sys.argv[1:]
    die_with_parent()
    part_from_the_network()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))
    if programme != _PACKAGE:
        profile = f"-env:UserInstallation={Path(target).with_name('profile').as_uri()}"
        quiet = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
        folder = str(Path(target).parent)
        os.execv(programme, [programme, profile, *quiet, "--convert-to", "docx", "--outdir", folder, source])  # noqa: S606 - no shell
    confine(int(memory))
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError

    try:
        report = convert(source, target).report
    except Doc2DocxError as error:
        sys.exit(str(error))
    for one in report.diagnostics:
        if one.code in _SERIOUS:
            sys.stdout.write(f"{one.message}\n")


def _converted(data: bytes, path: str) -> tuple[bytes, tuple[str, ...]]:
    """The docx that the first programme to succeed makes, and what it says was lost."""
    programmes = _programmes(data, path)
    wrong = ""
    for programme in programmes:
        with TemporaryDirectory(prefix="kg-") as folder:
            source, target = Path(folder) / f"text.{_suffix(data)}", Path(folder) / "text.docx"
            source.write_bytes(data)
            code, said, complained = _run(programme, source, target)
            if not code and target.is_file() and target.stat().st_size <= _LARGEST:
                return target.read_bytes(), tuple(said.splitlines())
            wrong = wrong or f"{Path(programme).name} makes no docx of it: {complained}"
    raise ReadError(path, wrong, "a whole file", "saving it as docx")


def _programmes(data: bytes, path: str) -> list[str]:
    """What there is to convert with, the quicker first. Raises ReadError where there is nothing."""
    if not data.startswith((_OLE, _RTF)):
        raise ReadError(path, "it is no old Word, WPS or RTF file", "a file that begins as one")
    old = data.startswith(_OLE)
    found = [_PACKAGE] if old and find_spec(_PACKAGE) else []
    found += [office for name in _OFFICES if (office := shutil.which(name))][:1]
    if not found:
        what = "an old Word or WPS file" if old else "an RTF file"
        hint = (
            'pip install "policykg[legacy]", or installing LibreOffice' if old else "installing LibreOffice"
        )
        raise ReadError(path, f"it is {what}, and nothing here makes a docx of it", hint=hint)
    return found


def _suffix(data: bytes) -> str:
    return "doc" if data.startswith(_OLE) else "rtf"


def _run(programme: str, source: Path, target: Path) -> tuple[int, str, str]:
    """Exit code, what it said, what it complained of; who takes too long is ended with all its children."""
    limits = capped.limits()
    command, environment = call("kg.readers.legacy")
    told = [programme, str(source), str(target), str(limits.seconds), str(limits.memory)]
    process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
        [*command, *told],
        env={**environment, "HOME": str(source.parent)},
        cwd=source.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    patience, late = _PATIENCE * limits.seconds, ""
    try:
        said, complained = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        late = f"it took more than {patience} s"
        _end(process)
        said, complained = process.communicate()
    finally:
        _end(process)
    last = complained.decode("utf-8", "replace").strip().splitlines()[-1:]
    killed = f"it was ended by signal {-process.returncode}" if process.returncode < 0 else ""
    why = late or killed or "".join(last) or "it does not say why"
    return process.returncode, said.decode("utf-8", "replace"), why


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it has begun."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
