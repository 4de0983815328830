"""The notebook of questions runs, and says what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
NOTEBOOK = REPOSITORY / "docs" / "questions.ipynb"


def test_the_notebook_runs_and_says_what_is_so() -> None:
    command = [sys.executable, str(REPOSITORY / "docs" / "run_questions.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=None, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_question_has_an_answer() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    asked = [cell for cell in cells if cell["cell_type"] == "markdown" and "## " in "".join(cell["source"])]
    answered = [cell for cell in cells if cell["cell_type"] == "code" and cell["outputs"]]
    assert (len(asked), len(answered)) == (5, 6)
    assert len({cell["id"] for cell in cells}) == len(cells)
