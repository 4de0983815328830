"""kg mcp, asked by the SDK's own client over stdin and stdout."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

import kg
from kg.errors import KgError
from kg.verbs.mcp import server
from tests import handmade
from tests.coroutines import outcome

if TYPE_CHECKING:
    from mcp import Client

ROOT = str(Path(kg.__file__).parent.parent)
Told: TypeAlias = Any  # what JSON holds
INSTALL = "pip install 'policykg[mcp]'"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade.output(tmp_path_factory.mktemp("mcp"))


def ask(output: Path, asking: Callable[[Client], Awaitable[Told]]) -> Told:
    """What an asking gets out of a server that runs in a process of its own."""
    mcp = pytest.importorskip("mcp", reason=INSTALL)
    stdio = pytest.importorskip("mcp.client.stdio", reason=INSTALL)

    async def asked() -> Told:
        words = ["-m", "kg", "mcp", str(output)]
        how = mcp.StdioServerParameters(command=sys.executable, args=words, env={"PYTHONPATH": ROOT})
        async with mcp.Client(stdio.stdio_client(how)) as client:
            return await asking(client)

    return outcome(asked())


def test_the_tools_say_what_they_are_for(output: Path) -> None:
    async def asking(client: Client) -> Told:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = ask(output, asking)
    assert "Quote sentences word for word" in instructions
    assert [tool.name for tool in tools] == [
        *("search_entities", "neighbours", "evidence_of_fact", "paths", "sparql"),
    ]
    for tool in tools:
        assert tool.annotations.read_only_hint, tool.name
        assert tool.input_schema["type"] == "object"
        told = {name for line in tool.description.splitlines() for name in line.partition(":")[0].split(", ")}
        assert set(map(str.strip, told)) >= set(tool.input_schema["properties"]), tool.name


def test_a_question_is_answered_with_the_sentence(output: Path) -> None:
    async def asking(client: Client) -> Told:
        found = await told(client, "search_entities", words="暖冬", kind="Programme")
        name = found["entities"][0]["entity"]["id"]
        around = await told(client, "neighbours", entity=name, relation="implements")
        return await told(
            client,
            "evidence_of_fact",
            subject=around["facts"][0]["subject"],
            relation="implements",
            object=name,
        )

    found = ask(output, asking)
    (fact,) = found["facts"]
    (said,) = fact["places"]
    place = said["place"]
    text = "".join(handmade.MAGAZINE)
    assert (fact["subject"], fact["object"]) == ("甲市总工会", "“暖冬”行动")
    assert place["quote"] == text[place["start"] : place["end"]]
    assert (place["document"], said["line"], place["modality"]) == ("刊物/magazine.txt", 3, "required")


async def told(client: Client, tool: str, **asked: object) -> Told:
    done = await client.call_tool(tool, asked)
    assert not done.is_error, done.content
    return json.loads(done.content[0].text)  # type: ignore[union-attr]


WRONG = [
    ("neighbours", {"entity": "乙县"}, "nothing is called '乙县'; try search_entities"),
    ("neighbours", {"entity": "甲市"}, "names contain '甲市'; try one of these\n  甲市"),
    ("sparql", {"asked": "SELECT * { SERVICE <http://localhost/> {} }"}, "query:1:12: SERVICE is refused"),
    ("sparql", {"asked": "SELECT * { ?s ?p }"}, "query:1:"),
    ("evidence_of_fact", {"subject": "甲市总工会"}, "relation"),
    ("paths", {"start": "甲市总工会", "end": "张三", "longest": "far"}, "integer"),
    ("nothing", {}, "nothing"),
]


@pytest.mark.parametrize(
    ("tool", "asked", "said"), WRONG, ids=[f"{one[0]}-{number}" for number, one in enumerate(WRONG)]
)
def test_an_error_is_an_answer_that_says_what_to_try(
    output: Path, tool: str, asked: dict[str, object], said: str
) -> None:
    async def asking(client: Client) -> Told:
        failed = await client.call_tool(tool, asked)
        return failed, await told(client, "search_entities", words="暖冬")

    failed, after = ask(output, asking)
    assert failed.is_error
    assert said in failed.content[0].text
    assert "Traceback" not in failed.content[0].text
    assert after["found"] > 0, "the server goes on"


def test_resources_and_the_prompt(output: Path) -> None:
    async def asking(client: Client) -> Told:
        names = [str(one.uri) for one in (await client.list_resources()).resources]
        texts = [(await client.read_resource(name)).contents[0].text for name in names]  # type: ignore[union-attr]
        prompt = await client.get_prompt("answer", {"question": "谁在开展“暖冬”行动？"})
        return names, texts, prompt.messages[0].content.text  # type: ignore[union-attr]

    names, texts, prompt = ask(output, asking)
    assert names == ["kg://about", "kg://ontology", "kg://queries"]
    assert ["2 documents" in texts[0], "pk:Programme" in texts[1], "cited-by" in texts[2]] == [True] * 3
    assert prompt.startswith("谁在开展“暖冬”行动？\n\nAnswer from the policy graph alone.")


def test_stdin_that_ends_ends_it(output: Path) -> None:
    pytest.importorskip("mcp", reason=INSTALL)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "mcp", str(output)],
        input="not json\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert done.returncode == 0
    assert all(json.loads(line) for line in done.stdout.splitlines()), "stdout is for the protocol alone"


def test_without_the_sdk_it_says_what_to_install(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Told, **more: Told) -> Told:
        if name.partition(".")[0] == "mcp":
            raise ImportError("No module named 'mcp'")
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(KgError, match=r"kg mcp: .*not installed.*; try pip install 'policykg\[mcp\]'"):
        server(output)
