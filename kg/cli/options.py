"""Arguments and options that several commands share, each worded once; what a help text ends with."""

from __future__ import annotations

from pathlib import Path

import click

UNUSABLE = 2  # the exit code of a call that cannot be carried out
PATH = click.Path(path_type=Path)
OUTPUT = click.argument("output", type=PATH)
SEEDS = click.option(
    "--seeds", "seeds_folders", multiple=True, type=PATH, help="More seeds, beside the packaged; may repeat."
)
WORKERS = click.IntRange(1, 256)
MEGABYTES = click.IntRange(0, 1 << 20)
DECISIONS = click.option(
    "--decisions", multiple=True, type=PATH, help="What a person decided (see docs/review.md); may repeat."
)
TEXTS = click.option("--texts", type=PATH, help="The folder of the texts that stand-off annotation is of.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")


def examples(*lines: str) -> str:
    """The end of a help text: calls that run."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
