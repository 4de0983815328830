"""The command line: what each call prints, on which stream, with which exit code; no traceback, whatever comes in."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import cli
from kg.pipeline.folder import held
from tests.serving import serving
from tests.stand_in import stand_in

ROOT = Path(kg.__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
NEWS = "白鹭市总工会要深入开展“鹭岛夜课”活动。白鹭市民政局联合白鹭市总工会举办“邻里节”活动。\n"


def run(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(
        call,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env=ENVIRONMENT,
        timeout=120,
    )


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    done = run("build", folder / "news.txt", "-o", folder / "out")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out"


# --- help


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_every_command_helps_with_an_example(verb: str) -> None:
    done = CliRunner().invoke(cli, [verb, "--help"], prog_name="kg")
    assert done.exit_code == 0
    assert f"  kg {verb} " in done.output or f"  kg {verb}\n" in done.output


def test_every_example_runs_after_make_demo(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    groups = (cli, *cli.commands.values())
    lines = [line.strip() for one in groups for line in (one.epilog or "").splitlines()[2:]]
    assert len(lines) > len(cli.commands)
    failed = []
    for line in lines:
        if line.startswith("kg serve"):  # it would not end by itself
            _, _, output, *options = shlex.split(line)
            with serving(tmp_path / output, *options) as server:
                assert server.ask("ASK {}").status == 200
            continue
        with stand_in() as store:
            words = re.sub(r"http://localhost:\d+", store.url, line)
            done = run(*shlex.split(words)[1:], cwd=tmp_path)
        if done.returncode > (line.startswith("kg check")):  # whether a rule holds is not asked here
            failed.append((line, done.returncode, done.stderr))
    assert failed == []


def spent() -> float:
    """The processor time of all children that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_comes_at_once() -> None:
    """In processor time, since a busy machine is no fault of ours."""
    best = 9.0
    for _ in range(5):
        before = spent()
        assert run("--help").returncode == 0
        best = min(best, spent() - before)
    assert best < 0.3


def test_the_version() -> None:
    assert run("--version").stdout == f"kg, version {kg.__version__}\n"


# --- answers


def test_a_build_says_what_came_of_it(output: Path) -> None:
    done = run("build", output.parent / "news.txt", "-o", output)
    assert done.stdout.startswith("1 document, 0 left out, ")
    assert done.stdout.endswith(f" in {output}\n")


ANSWERS: dict[str, tuple[list[str], str]] = {
    "explain an entity": (
        ["explain", "OUT", "白鹭市总工会"],
        "白鹭市总工会 — implements 实施 → “鹭岛夜课”活动",
    ),
    "explain a fact": (["explain", "OUT", "白鹭市总工会", "implements", "?"], "‹深入开展›[“鹭岛夜课”活动]"),
    "explain a silence": (
        ["explain", "OUT", "--why-not", "白鹭市总工会听取了汇报。"],
        "rules that came near",
    ),
    "find": (["find", "OUT", "总工会"], "白鹭市总工会"),
    "stats": (["stats", "OUT"], "Relations"),
    "verify": (["verify", "OUT"], "all of it holds"),
    "query": (["query", "OUT", "SELECT ?n { ?x a pk:Programme ; rdfs:label ?n }"], "鹭岛夜课"),
    "query, the list": (["query", "--list"], "most-cited: "),
    "query, by name": (["query", "OUT", "what-a-body-does", "--set", "body=白鹭市总工会"], "鹭岛夜课"),
    "evaluate": (["evaluate", "OUT", "OUT/annotations.jsonl"], "mean F1 of documents"),
    "export": (["export", "OUT", "OUT/../graph.nt"], "graph.nt"),
    "export to a tool": (["export", "OUT", "OUT/../x.doccano.jsonl"], "x.doccano.jsonl"),
    "evaluate against a tool's file": (
        ["evaluate", "OUT", "OUT/../x.doccano.jsonl"],
        "documents, worst first",
    ),
    "export from a tool": (["export", "OUT/../x.doccano.jsonl", "OUT/../x.brat"], "x.brat"),
}


@pytest.mark.parametrize(("words", "said"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_on_stdout_and_the_exit_code_is_0(output: Path, words: list[str], said: str) -> None:
    done = run(*(word.replace("OUT", str(output)) for word in words))
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


@pytest.mark.parametrize("verb", ["explain", "find", "stats", "verify", "evaluate", "doctor", "build"])
def test_json_for_programs(output: Path, verb: str) -> None:
    more = {
        "explain": ["白鹭市总工会"],
        "find": ["总工会"],
        "evaluate": [str(output / "annotations.jsonl")],
        "build": ["-o", str(output.parent / "json")],
    }
    first = output.parent / "news.txt" if verb == "build" else output
    done = run(verb, first, *more.get(verb, []), "--json")
    assert json.loads(done.stdout)


def test_questions_are_asked_and_their_answers_replayed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"本报记者 张小鹭\n{NEWS}", encoding="utf-8")
    call = ("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out")
    run(*call)
    asked = run("review", tmp_path / "out")
    assert (asked.returncode, asked.stderr) == (0, "kg: 1 alike\n")
    assert "张小鹭 — closeMatch → 张小鹭" in asked.stdout
    assert json.loads(run("review", tmp_path / "out", "--json").stdout)[0]["kind"] == "alike"
    sheet = tmp_path / "review.csv"
    assert run("review", tmp_path / "out", "-o", sheet).stdout == f"{sheet}\n"
    text = sheet.read_text(encoding="utf-8-sig")
    sheet.write_text(text.replace(",,Person/", ",merge,Person/", 1), encoding="utf-8")
    assert run(*call, "--decisions", sheet).returncode == 0
    assert run("review", tmp_path / "out").stderr == "kg: nothing to decide\n"
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    late = run(*call, "--decisions", sheet)
    assert late.returncode == 1
    assert "meets nothing any more: merge Person/张小鹭@" in late.stderr


def test_doctor_looks_at_an_output(output: Path, tmp_path: Path) -> None:
    done = run("doctor", output)
    assert done.returncode == 0
    assert "graph.ttl" in done.stdout
    copy = tmp_path / "out"
    kg.build([output.parent / "news.txt"], copy, only=("graph",))
    (copy / "graph.ttl").write_text("# not what was built\n", encoding="utf-8")
    broken = run("doctor", copy)
    assert broken.returncode == 1
    assert "differs from what was built" in broken.stdout


# --- what goes wrong


def made(folder: Path) -> None:
    """Good and bad inputs, and seeds with faults."""
    (folder / "good.txt").write_text(NEWS, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "unknown.txt").write_bytes("白鹭".encode() + b"\xff\xfe\xfd\x81\x20\xff" * 9)
    (folder / "closed.txt").write_text(NEWS, encoding="utf-8")
    (folder / "closed.txt").chmod(0)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / "none").mkdir()
    (folder / "file").write_text("a file", encoding="utf-8")
    for name, text in (
        ("broken", "a: [b\n"),
        ("unknown", UNKNOWN),
        ("orphan", "states-nothing:\n  where: x\n"),
    ):
        (folder / name / "rules").mkdir(parents=True)
        (folder / name / "rules" / "more.yaml").write_text(text, encoding="utf-8")


UNKNOWN = """\
this-rule-is-wrong:
  states: "{body} implements {programme}"
  where: |
    {body:Organization} 开展 {programme:Programme}
  yes: |
    {body:甲会}开展{programme:乙计划}。
  no: |
    {Organisation=甲会}听取汇报。
"""

FAULTS: dict[str, tuple[list[str], int, str]] = {
    "no such folder": (["build", "nowhere", "-o", "out"], 2, "nowhere: no such file or folder"),
    "a folder without documents": (["build", "none", "-o", "out"], 2, "none: there is no document in it"),
    "an empty file": (["build", "empty.txt", "-o", "out"], 2, "empty.txt"),
    "a pipe": (["build", "pipe.txt", "-o", "out"], 2, "pipe.txt: a pipe, not a file"),
    "a link that leads nowhere": (["build", "gone.txt", "-o", "out"], 2, "gone.txt: no such file"),
    "a file that may not be opened": (
        ["build", "closed.txt", "good.txt", "-o", "out"],
        1,
        "closed.txt: cannot be opened",
    ),
    "a binary file": (["build", "binary.txt", "-o", "out"], 2, "binary.txt"),
    "no known encoding": (["build", "unknown.txt", "-o", "out"], 2, "unknown.txt"),
    "a bad one among good ones": (["build", "good.txt", "empty.txt", "-o", "out"], 1, "failed: empty.txt"),
    "an unknown encoding": (["build", "good.txt", "-o", "out", "--encoding", "klingon"], 2, "klingon"),
    "an output that is a file": (["build", "good.txt", "-o", "file"], 2, "file: cannot be written"),
    "an output below a file": (["build", "good.txt", "-o", "file/out"], 2, "file"),
    "a YAML error": (["build", "good.txt", "-o", "out", "--seeds", "broken"], 2, "more.yaml:"),
    "an unknown class": (["build", "good.txt", "-o", "out", "--seeds", "unknown"], 2, "Organization"),
    "a rule that lacks something": (
        ["build", "good.txt", "-o", "out", "--seeds", "orphan"],
        2,
        "more.yaml:1",
    ),
    "no seeds": (["build", "good.txt", "-o", "out", "--seeds", "none"], 2, "no seeds in this folder"),
    "an unknown product": (["build", "good.txt", "-o", "out", "--only", "picture"], 2, "'picture'"),
    "an unknown option": (["build", "good.txt", "--outptu", "x"], 2, "No such option"),
    "an unknown verb": (["bild", "good.txt"], 2, "No such command"),
    "no workers": (["build", "good.txt", "--workers", "0"], 2, "workers"),
    "no output to explain": (["explain", "none", "甲"], 2, "there is no manifest.json in it"),
    "nothing to explain": (["explain", "none"], 2, "name an entity or a fact"),
    "a gold file that is none": (["evaluate", "none", "good.txt"], 2, "annotations.jsonl"),
    "decisions that are none": (
        ["build", "good.txt", "-o", "out", "--decisions", "good.txt"],
        2,
        "good.txt:1: no column id",
    ),
    "no such decisions": (
        ["build", "good.txt", "-o", "out", "--decisions", "no.csv"],
        2,
        "no.csv: cannot be read",
    ),
    "no output to review": (["review", "none"], 2, "there is no manifest.json in it"),
    "faults in seeds": (["check", "broken"], 2, "more.yaml:"),
}


@pytest.mark.parametrize(("words", "code", "said"), FAULTS.values(), ids=FAULTS)
def test_bad_input_has_one_clear_message(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    made(tmp_path)
    if "closed.txt" in words and os.access(tmp_path / "closed.txt", os.R_OK):
        pytest.skip("this user may open any file")
    done = run(*words, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    assert said in done.stderr + done.stdout


def test_a_second_build_stops_and_names_the_first(output: Path, tmp_path: Path) -> None:
    with held(tmp_path / "out"):
        done = run("build", output.parent / "news.txt", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert f"another build, process {os.getpid()}, is writing here" in done.stderr


def test_nothing_is_found(output: Path) -> None:
    done = run("find", output, "无此机构")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing is called 无此机构" in done.stderr


def test_a_changed_source_is_told(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    run("build", tmp_path / "news.txt", "-o", tmp_path / "out")
    (tmp_path / "news.txt").write_text(NEWS.replace("深入", "广泛"), encoding="utf-8")
    done = run("verify", tmp_path / "out")
    assert done.returncode == 1
    assert "news.txt" in done.stderr


def test_a_name_with_control_characters_cannot_play_with_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2Jb\nc.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(NEWS, encoding="utf-8")
    done = run("build", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr + done.stdout
    assert len(done.stderr.splitlines()) == 1


# --- terminals and signals


def test_a_reader_that_leaves_early_is_no_fault(output: Path) -> None:
    call = [
        sys.executable,
        "-m",
        "kg",
        "query",
        str(output),
        "SELECT * { ?s ?p ?o } LIMIT 2000",
        "--format",
        "csv",
    ]
    process = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def on_a_terminal(words: list[str], environment: dict[str, str]) -> str:
    """What a command shows where stdout and stderr are a terminal."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *words], stdout=other, stderr=other, env=environment, cwd=ROOT
    )
    os.close(other)
    shown = b""
    while True:
        try:
            piece = os.read(main, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(main)
    return shown.decode()


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(output: Path, more: dict[str, str], coloured: bool) -> None:
    environment = (
        {key: value for key, value in ENVIRONMENT.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | more
    )
    shown = on_a_terminal(["explain", str(output), "白鹭市总工会"], environment)
    assert ("\x1b[1;36m白鹭市总工会" in shown) == coloured
    assert ("[白鹭市总工会]" in shown) != coloured


def test_a_bar_is_for_terminals(output: Path, tmp_path: Path) -> None:
    words = ["build", str(output.parent / "news.txt"), "-o", str(tmp_path / "out"), "--fresh"]
    assert "\x1b[" in on_a_terminal(words, ENVIRONMENT | {"TERM": "xterm"})


def heed() -> None:
    """Let Ctrl-C have its effect again: what a shell starts in the background ignores it, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_all_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for at in range(200):
        (inputs / f"{at:03}.txt").write_text(NEWS * 40 + str(at), encoding="utf-8")
    call = [sys.executable, "-m", "kg", "build", "in", "-o", "out", "--workers", "2", "--fresh"]
    with subprocess.Popen(
        call,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=tmp_path,
        text=True,
        preexec_fn=heed,  # noqa: PLW1509 - no threads here
    ) as process:
        try:
            deadline = time.monotonic() + 30
            while not (tmp_path / "out" / ".lock").exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(0.5)
            process.send_signal(number)
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130, said
    assert "kg: stopped" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
