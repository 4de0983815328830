"""The command line: one command a verb; arguments in, the verb's answer on stdout, what went wrong on stderr, an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from kg import __version__
from kg.cli.asking import diff, explain, find, query, stats, verify
from kg.cli.giving import doctor, export, mcp, publish
from kg.cli.making import build, check, evaluate, review
from kg.cli.options import UNUSABLE, examples
from kg.cli.serving import serve
from kg.errors import KgError
from kg.terminal import Unheard, complain

INTERRUPTED = 130


def main() -> NoReturn:
    """Run a command and leave with its exit code: 0 done, 1 something was left out or does not hold, 2 unusable."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = UNUSABLE
    try:
        code = cli.main(prog_name="kg", standalone_mode=False) or 0
        sys.stdout.flush()
    except KgError as error:
        for line in (str(error), *error.names):
            complain(line)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
    except (KeyboardInterrupt, click.Abort):
        complain("stopped; what is in the output folder is as it was")
        code = INTERRUPTED
    except (Unheard, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left in the buffer
        code = 0
    sys.exit(code)


class Verbs(click.Group):
    """The commands in the order they are told below."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(self.commands)


@click.group(
    cls=Verbs,
    commands=(
        build,
        explain,
        query,
        verify,
        check,
        find,
        stats,
        evaluate,
        export,
        publish,
        serve,
        review,
        diff,
        mcp,
        doctor,
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=examples("kg build seeds/documents -o output", "kg explain output 白鹭市总工会"),
)
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Chinese policy text in, a knowledge graph out in which every fact leads back to its sentence."""
