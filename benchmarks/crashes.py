"""Builds that are killed, whose disk fails, that run against each other, or elsewhere: rows of what came of them."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Row = tuple[str, int, str, bool]
APART = {"store", "local.json", ".lock", ".new", ".old"}


def corpus(folder: Path, count: int = 5) -> Path:
    """A folder of some documents."""
    from tests.nasty import good

    for name, data in good(count).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "good"


def digests(output: Path) -> dict[str, str]:
    """The files of a build by what is in them, those apart that differ by machine."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] not in APART
    }


def whole(output: Path) -> bool:
    """Is every file what its manifest says?"""
    told = json.loads((output / "manifest.json").read_text("utf-8"))["files"]
    found = digests(output)
    return all(found.get(name) == digest for name, digest in told.items())


def call(inputs: Path, output: Path, *more: str) -> list[str]:
    """The command that builds it."""
    return [sys.executable, "-m", "kg", "build", str(inputs), "-o", str(output), *more]


def environment(**more: str) -> dict[str, str]:
    """The environment of a command of this checkout."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | more


def kills(count: int) -> Iterator[Row]:
    """Builds killed at any moment: the last good output can be read, the next build goes on to the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        inputs, cache = corpus(root / "in", 30), root / "cache"
        subprocess.run(
            call(inputs, root / "right", "--cache", str(cache)),
            env=environment(),
            check=True,
            capture_output=True,
        )
        right = digests(root / "right")
        begun = time.monotonic()
        shutil.rmtree(cache)
        subprocess.run(
            call(inputs, root / "timed", "--cache", str(cache)),
            env=environment(),
            check=True,
            capture_output=True,
        )
        took = time.monotonic() - begun
        chance, killed, torn, other = random.Random(9), 0, 0, 0
        out = root / "out"
        shutil.copytree(root / "right", out)
        for number in range(count):
            if number % 2:
                shutil.rmtree(cache, ignore_errors=True)
            process = subprocess.Popen(
                call(inputs, out, "--cache", str(cache), "--workers", str(1 + number % 2)),
                env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            time.sleep(chance.random() * took * 1.1)
            if process.poll() is None:
                killed += 1
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            torn += not whole(out)
            if number % 5 == 4 or number == count - 1:
                subprocess.run(
                    call(inputs, out, "--cache", str(cache)),
                    env=environment(),
                    check=False,
                    capture_output=True,
                )
                other += digests(out) != right
        figure = f"{killed} killed in time, {torn} outputs torn, {other} resumed to other bytes"
        yield "kill -9", count, figure, torn == 0 and other == 0


def disk(*, short: bool) -> Iterator[Row]:
    """The n-th write, sync, rename or opening fails, for every n of a build of five documents, or for some."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        yield "failing disk", 0, "no C compiler: not tried", True
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shim = root / "shim.so"
        source = Path(__file__).with_name("shim.c")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"], check=True
        )
        done = subprocess.run(
            [sys.executable, __file__, str(root), "short" if short else "full"],
            env=environment(LD_PRELOAD=str(shim)), check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            yield "failing disk", 0, f"the trial itself failed: {done.stderr[-300:]}", False
            return
        for line in done.stdout.splitlines():
            name, tried, figure, good = json.loads(line)
            yield name, tried, figure, good


def concurrent(count: int) -> Iterator[Row]:
    """Three builds at once into one folder: those that come late are told, and nothing is mixed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        inputs = corpus(root / "in", 20)
        won = told = wrong = 0
        first: dict[str, str] = {}
        for _ in range(count):
            crew = [
                subprocess.Popen(call(inputs, root / "out", "--cache", str(root / "cache")), env=environment(),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for _ in range(3)
            ]  # fmt: skip
            for process in crew:
                _, said = process.communicate()
                won += process.returncode == 0
                told += process.returncode == 2 and "another build, process" in said
                wrong += process.returncode not in (0, 2) or "Traceback" in said
            found = digests(root / "out")
            first = first or found
            wrong += found != first or not whole(root / "out")
        good = wrong == 0 and won >= count and won + told == 3 * count
        yield "builds at once", count, f"{won} done, {told} told who holds the folder, {wrong} wrong", good


def determinism(count: int) -> Iterator[Row]:
    """The same documents give the same bytes wherever and however they are read."""
    ways = [
        (seed, workers, locale, zone)
        for seed in ("0", "1", "4711", "99")
        for workers, locale, zone in (
            ("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Shanghai"), ("4", "zh_CN.GBK", "UTC"),
            ("1", "zh_CN.GBK", "Asia/Shanghai"), ("2", "C", "UTC"), ("4", "C.UTF-8", "Asia/Shanghai"),
        )
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = sorted((ROOT / "seeds" / "documents").iterdir())
        right: dict[str, str] = {}
        differing = []
        for number, (seed, workers, locale, zone) in enumerate(ways[:: -(-len(ways) // count)]):
            here = root / str(number)
            here.mkdir()
            order = random.Random(number).sample(files, len(files))
            for file in order:
                shutil.copy(file, here / file.name)
            chosen = environment(PYTHONHASHSEED=seed, LC_ALL=locale, TZ=zone)
            done = subprocess.run(
                call(here, root / f"out{number}", "--fresh", "--workers", workers),
                cwd=here,
                env=chosen,
                check=False,
                capture_output=True,
            )
            found = digests(root / f"out{number}")
            right = right or found
            if done.returncode or found != right:
                differing.append(f"seed {seed}, {workers} workers, {locale}, {zone}")
        control = digests(root / "out0") | {"graph.ttl": "x"} != right
        yield (
            "the same bytes",
            count,
            f"{len(differing)} differ {differing[:1] or ''}",
            not differing and control,
        )


def _faults(root: Path, *, short: bool) -> None:  # noqa: PLR0915 - what is forked stands where it is told
    """In a process with the shim: build again and again in forks, each with another call that fails."""
    import kg
    from kg.errors import KgError

    shim = ctypes.CDLL(None)
    shim.fault_arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int]
    shim.fault_count.restype = ctypes.c_long
    from kg import seeds

    def build(output: Path) -> None:  # in a process of its own: the store has threads, which no fork survives
        subprocess.run(
            call(inputs, output, "--cache", str(cache)), env=environment(), check=True, capture_output=True
        )

    inputs, out, cache = corpus(root / "in"), root / "out", root / "cache"
    build(out)
    shutil.copytree(out, root / "old")
    old = digests(out)
    (inputs / "0000.txt").write_bytes((inputs / "0000.txt").read_bytes() + "完。\n".encode())
    build(root / "new")
    new = digests(root / "new")
    assert new != old
    seeds.load()

    def attempt(number: int, error: int) -> tuple[int, int]:
        here, there = os.pipe()
        child = os.fork()
        if not child:
            shim.fault_arm(os.fsencode(out), number, error)
            try:
                kg.build([inputs], out, cache=cache)
                code = 0
            except KgError:
                code = 2
            except BaseException:  # noqa: BLE001 - a traceback would be shown
                code = 9
            os.write(there, b"%d" % shim.fault_count())
            os._exit(code)
        _, status = os.waitpid(child, 0)
        counted = int(os.read(here, 20) or b"0")
        os.close(here)
        os.close(there)
        return os.waitstatus_to_exitcode(status), counted

    _, calls = attempt(0, 0)
    for name, error in (("ENOSPC", errno.ENOSPC), ("EIO", errno.EIO), ("EMFILE", errno.EMFILE)):
        harmed, tracebacks, told, tried, seen = 0, 0, 0, 0, []
        for number in range(1, calls + 1, max(1, calls // 3) if short else 1):
            shutil.rmtree(out)
            shutil.copytree(root / "old", out)
            code, _ = attempt(number, error)
            tried += 1
            told += code == 2
            if code not in (0, 2):
                tracebacks += 1
                seen.append((number, code))
            if digests(out) != (new if code == 0 else old):
                harmed += 1
                seen.append((number, "harmed"))
        good = not harmed and not tracebacks and told > 0
        print(
            json.dumps(
                [
                    f"{name} at every n-th call",
                    tried,
                    f"of {calls}: {told} told, {harmed} outputs harmed, {tracebacks} tracebacks {seen[:3] or ''}",
                    good,
                ]
            )
        )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _faults(Path(sys.argv[1]), short=sys.argv[2] == "short")
