"""The bench's own questions and what a right reply to them is."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
KINDS = ("typo", "nn", "en")
"""Ways in which a question can be written that are figures of their own."""


@dataclass(frozen=True)
class Question:
    """One line of a question file, in the form of eval/questions-dev.jsonl."""

    id: str
    text: str
    language: str
    style: str
    district: str | None
    kind: str
    must: tuple[tuple[str, ...], ...]

    @property
    def written(self) -> str:
        """One of `KINDS`, or the style of a question in bokmål without typing mistakes."""
        return self.language if self.language in KINDS else self.style


def load(name: str) -> list[Question]:
    """The questions of `name`.jsonl beside this file."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines if line.strip()]


def _question(row: dict[str, object]) -> Question:
    must = row["must"]
    assert isinstance(must, list)
    district = row["district"]
    return Question(
        str(row["id"]),
        str(row["q"]),
        str(row["lang"]),
        str(row["style"]),
        str(district) if district else None,
        str(row["kind"]),
        tuple(tuple(group) for group in must),
    )


def holds(text: str, question: Question) -> bool:
    """Whether a text has one alternative of every fact that the question asks for."""
    return all(any(_has(text, fact) for fact in group) for group in question.must)


def _has(text: str, fact: str) -> bool:
    wanted = (" " if fact[:1] == " " else "") + _norm(fact) + (" " if fact[-1:] == " " else "")
    return wanted in f" {_norm(text)} "


def _norm(text: str) -> str:
    """As eval/score.py does: lower case, plain hyphens, one space between words, nothing between two digits."""
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub("[\u00ad\u200b\u2060*`]", "", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"(?<=\d)[\s.,:;/()+'\u2019-]+(?=\d)", "", text).strip()
