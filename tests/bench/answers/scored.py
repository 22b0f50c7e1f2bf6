"""Asks the whole program a question file and has a scorer judge it: python -m tests.bench.answers.scored EVAL.

EVAL is a directory with `questions-dev.jsonl` and `score.py`, which are not part of this repository.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.answers.knowledge import ROOT


def main() -> None:
    given = Path(sys.argv[1]).resolve()
    questions = given / "questions-dev.jsonl"
    ask = [str(Path(sys.executable).with_name("varde")), "ask", "--json", "--batch", str(questions)]
    said = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as scratch:
        answers = Path(scratch) / "answers.jsonl"
        answers.write_text(said, encoding="utf-8")
        subprocess.run([sys.executable, str(given / "score.py"), str(questions), str(answers)], check=True)


if __name__ == "__main__":
    main()
