"""Reads what stands in the repository's Markdown pages: blocks, links, and the shown conversation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = "[…]"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block and its language."""

    language: str
    text: str


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall(page(name)) if found[0] == language]


def links(name: str) -> list[str]:
    return _LINK.findall(_BLOCK.sub("", page(name)))


def section(name: str, title: str) -> str:
    """What stands under a heading, up to the next of its kind."""
    return page(name).split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def environment(home: Path) -> dict[str, str]:
    """This virtual environment first in the path, and a state directory of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("VARDE_")}
    quick = {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**kept, **quick, "PATH": path, "XDG_STATE_HOME": str(home), "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Turn:
    """What was typed, and the words that were answered, in pieces between which something was left out."""

    typed: str
    pieces: tuple[tuple[str, ...], ...]


def conversation(text: str) -> list[Turn]:
    """The turns of a block in which a line that begins with `>` was typed."""
    turns = []
    for told in re.split(r"^> ", text, flags=re.MULTILINE)[1:]:
        typed, _, answered = told.partition("\n")
        pieces = [tuple(piece.split()) for piece in answered.split(LEFT_OUT)]
        turns.append(Turn(typed.strip(), tuple(piece for piece in pieces if piece)))
    return turns


def replayed(typed: list[str], home: Path) -> list[tuple[str, ...]]:
    """The words that the real command answers to each line, choices as numbers as in the terminal."""
    given = "".join(json.dumps({"user": "kari", "text": line}) + "\n" for line in typed)
    command = ["varde", "chat", "--jsonl", "--virtual-clock", "--data", str(home / "data")]
    done = subprocess.run(
        command, input=given, env=environment(home), cwd=home, capture_output=True, text=True, check=True
    )
    answers: list[list[str]] = [[]]
    for line in map(json.loads, done.stdout.splitlines()):
        if "idle" in line:
            answers.append([])
        else:
            choices = [f"{place} {choice['label']}" for place, choice in enumerate(line["choices"], start=1)]
            answers[-1] += " ".join([line["text"], *choices]).split()
    return [tuple(words) for words in answers[:-1]]


def holds(words: tuple[str, ...], piece: tuple[str, ...], after: int) -> int:
    """Where the piece ends in the words, looked for from a place; -1 when it is not there."""
    last = len(words) - len(piece)
    return next((at + len(piece) for at in range(after, last + 1) if words[at : at + len(piece)] == piece), -1)
