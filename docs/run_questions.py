"""docs/questions.ipynb → the same notebook with what its cells print now; `--check` only tells whether that has changed."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("questions.ipynb")


def main() -> int:
    """Run all cells in order, as Jupyter would in this folder, and keep or compare what they say."""
    notebook = json.loads(PAGE.read_text(encoding="utf-8"))
    before = json.dumps(notebook, sort_keys=True)
    os.chdir(PAGE.parent)
    known: dict[str, object] = {"__name__": "__main__"}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = outputs("".join(cell["source"]), count, known)
    if "--check" in sys.argv[1:]:
        same = json.dumps(notebook, sort_keys=True) == before
        print(f"{count} cells" if same else f"{PAGE.name} says what is so no more; make docs writes it again")
        return 0 if same else 1
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


def outputs(source: str, count: int, known: dict[str, object]) -> list[dict[str, object]]:
    """What a cell prints, and the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, PAGE.name, "exec"), known)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), PAGE.name, "eval"), known)  # noqa: S307
    found: list[dict[str, object]] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        found.append({"name": "stdout", "output_type": "stream", "text": text})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        found.append(
            {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
