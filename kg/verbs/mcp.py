"""An output folder → a server of the Model Context Protocol on stdin and stdout, by which a language model asks the graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import msgspec

from kg import __version__
from kg.errors import KgError
from kg.verbs.desk import Desk
from kg.verbs.desk.guide import ready_made, vocabulary

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

Asked = ParamSpec("Asked")
HINT = "search_entities with a part of the name, or neighbours of one end for what is said of it"

EMPTY: tuple[object, ...] = ("", None, [], ())

INSTRUCTIONS = """\
The graph holds what Chinese policy documents state, and nothing else: each fact was read off a sentence by a rule, and every
answer has the words that state it, with the document and the place.
1. Find the entity with search_entities; names are Chinese.
2. Look at its facts with neighbours, at ways between two entities with paths; count and list with sparql.
3. Before you claim anything, get its sentences from evidence_of_fact.
Quote sentences word for word in the original Chinese, each with its document and line. Tell what a document plans, permits or
proposes (modality) from what it says is so. What the graph does not hold, the documents do not say, or it was not read: say
that, and do not fill the gap from memory."""


def server(output: Path | str, seeds_folders: Sequence[Path] = ()) -> MCPServer[None]:
    """The server of a graph, not running yet; raises KgError where the SDK is not installed.

    Its tools are the methods of kg.verbs.desk.Desk. `seeds_folders` are those that the build had beside the packaged:
    its rules are told by them.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        wrong = f"the Model Context Protocol's SDK is not installed, {error}"
        raise KgError("kg mcp", wrong, hint="pip install 'policykg[mcp]'") from error
    desk = Desk(Path(output), seeds_folders)
    made: MCPServer[None] = MCPServer(
        "kg", title="Policy graph", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    reading = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    for tool in (desk.search_entities, desk.neighbours, desk.evidence_of_fact, desk.paths, desk.sparql):
        made.add_tool(_answering(tool), annotations=reading, structured_output=False)
    made.resource("kg://about", title="What the graph is of", mime_type="text/plain")(desk.about)
    made.resource("kg://ontology", title="Classes and properties", mime_type="text/plain")(vocabulary)
    made.resource("kg://queries", title="Ready-made queries", mime_type="text/plain")(ready_made)
    made.prompt("answer", title="Answer with quotations")(_answer)
    return made


def serve(output: Path | str, seeds_folders: Sequence[Path] = ()) -> None:
    """Answer on stdin and stdout until stdin ends."""
    server(output, seeds_folders).run("stdio")


def _answer(question: str) -> str:
    """Answer a question about the policy documents by what they say, sentence by sentence."""
    return (
        f"{question}\n\nAnswer from the policy graph alone. Support each claim with a sentence from evidence_of_fact, quoted "
        "word for word in Chinese, followed by (document, line). If no document states it, say so."
    )


def _answering(tool: Callable[Asked, object]) -> Callable[Asked, str]:
    """A tool that answers in JSON, what is empty left out; its errors reach the model with what was wanted and what to try."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> str:
        try:
            found = tool(*args, **kwargs)
        except KgError as error:
            hint = HINT if error.hint.startswith("kg ") else error.hint
            said = KgError(error.place, error.wrong, error.wanted, hint)
            raise ToolError("\n".join((str(said), *error.names))) from error
        return json.dumps(_filled(msgspec.to_builtins(found)), ensure_ascii=False)

    answered.__annotations__ = {**tool.__annotations__, "return": "str"}
    return answered


def _filled(value: object) -> object:
    """A value without what is empty in it; rows keep their empty cells."""
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one is not False and one not in EMPTY}
    if isinstance(value, list | tuple):
        return [_filled(one) for one in value]
    return value
