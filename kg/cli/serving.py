"""The command that stays: serve."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import OUTPUT, WORKERS, examples
from kg.serve.site import LIMITS, Limits
from kg.terminal import say

AMOUNT = click.FloatRange(0, min_open=True)
COUNT = click.IntRange(1)


@click.command(epilog=examples("kg serve output", "kg serve output --port 8378 --seconds 30 --rows 100000"))
@OUTPUT
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", default=8377, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name it is called by; may repeat."
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Pages elsewhere that may ask it, or *; may repeat.",
)
@click.option(
    "--seconds", default=LIMITS.seconds, show_default=True, type=AMOUNT, help="How long a query may take."
)
@click.option(
    "--rows",
    default=LIMITS.rows,
    show_default=True,
    type=COUNT,
    help="How many rows or triples an answer has.",
)
@click.option(
    "--size", default=LIMITS.size >> 20, show_default=True, type=COUNT, help="How many MB an answer has."
)
@click.option(
    "--body", default=LIMITS.body >> 10, show_default=True, type=COUNT, help="How many KB a request brings."
)
@click.option(
    "--memory", default=LIMITS.memory >> 20, show_default=True, type=COUNT, help="How many MB a query takes."
)
@click.option(
    "--workers", default=LIMITS.workers, show_default=True, type=WORKERS, help="How many queries run at once."
)
@click.option(
    "--queue", default=LIMITS.queue, show_default=True, type=click.IntRange(0), help="How many more may wait."
)
def serve(
    output: Path,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    seconds: float,
    rows: int,
    size: int,
    body: int,
    memory: int,
    workers: int,
    queue: int,
) -> None:
    """A SPARQL endpoint, and pages, over a graph; it is there until Ctrl-C (see docs/serve.md)."""
    from kg.serve.guard import Door, hosts_of
    from kg.serve.running import serve

    limits = Limits(seconds, rows, size << 20, body << 10, memory << 20, workers, queue)
    door = Door(hosts_of(host, hosts), origins)
    options = {"cors": ", ".join(origins), "host": host}
    serve(output, host, port, limits, door, options=options, ready=_ready)


def _ready(address: str) -> None:
    say(address)
    sys.stdout.flush()
