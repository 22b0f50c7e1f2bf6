"""Trains bot/core/retrieval/confidence.py on the files in TRAINED_ON: python -m tests.bench.answers.train.

Ridge-regularised logistic regression by Newton's method. A hit is right when its text has the facts that the question
asks for; a question out of scope is answered rightly only by an entry that says what Varde lacks. Redirects are left
out: not being sure of one changes nothing, since either way the asker is told that Varde does not know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import Knowledge
from bot.core.language.norwegian import words
from bot.core.retrieval.confidence import Features
from bot.core.retrieval.search import Index
from tests.bench.answers.knowledge import entries, shipped, whole_text
from tests.bench.answers.questions import Question, holds, load

NOW = datetime(2026, 1, 7, 10, 0, tzinfo=ZoneInfo("Europe/Oslo"))
DRAWN = 13
"""Of 256."""
TRAINED_ON = ("train", "fresh-train")
RIDGE = 1.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shipped:
    """The content as it is, and what it is searched with."""

    knowledge: Knowledge
    index: Index
    texts: Mapping[str, str]


def samples(content: Shipped, questions: Iterable[Question]) -> Iterator[tuple[Features, bool]]:
    """The features of the first hit of each question that finds anything, and whether it is right."""
    for question in questions:
        found = content.index.features(question.text, question.district, NOW)
        if question.kind == "clarify" or found is None or _redirects(content, found[0]):
            continue
        text = content.texts[found[0]]
        yield found[1], "jeg har ikke" in text.lower() if question.kind == "none" else holds(text, question)


def key_words(content: Shipped) -> Iterator[tuple[Features, bool]]:
    """The same of one short alias in twenty, typed as it is: how people ask who do not write sentences."""
    for entry in entries(content.knowledge).values():
        for alias in entry.aliases:
            drawn = hashlib.sha256(f"{entry.id}{alias}".encode()).digest()[0] < DRAWN
            if not drawn or len(words(alias)) > 3 or _redirects(content, entry.id):
                continue
            found = content.index.features(alias, entry.district, NOW)
            if found is not None and not _redirects(content, found[0]):
                yield found[1], found[0] == entry.id


def _redirects(content: Shipped, entry: str) -> bool:
    return entry in content.knowledge.articles and content.knowledge.articles[entry].redirect


def fitted(rows: Floats, labels: Floats) -> Floats:
    """Constant and coefficients."""
    wide = np.column_stack((np.ones(len(rows)), rows))
    weights = np.zeros(wide.shape[1])
    ridge = RIDGE * np.eye(wide.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-wide @ weights))
        slope = wide.T @ (labels - p) - ridge @ weights
        curve = (wide * (p * (1.0 - p))[:, None]).T @ wide + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def out_of_fold(rows: Floats, labels: Floats, folds: int = 10) -> Floats:
    """Each sample's probability from a model that has not seen it."""
    result = np.zeros(len(rows))
    for fold in range(folds):
        held = np.arange(len(rows)) % folds == fold
        weights = fitted(rows[~held], labels[~held])
        result[held] = 1.0 / (1.0 + np.exp(-(weights[0] + rows[held] @ weights[1:])))
    return result


def main() -> None:
    knowledge, tables = shipped()
    texts = {name: whole_text(entry, knowledge) for name, entry in entries(knowledge).items()}
    content = Shipped(knowledge, Index.build(knowledge, tables), texts)
    found = list(samples(content, (question for name in TRAINED_ON for question in load(name))))
    asked = len(found)
    found += key_words(content)
    rows = np.array([astuple(features) for features, _ in found])
    labels = np.array([float(right) for _, right in found])
    weights = fitted(rows, labels)
    print(f"{asked} questions, {labels[:asked].mean():.3f} right; {len(rows) - asked} key words")
    print("constant", round(float(weights[0]), 3))
    for field, weight in zip(fields(Features), weights[1:], strict=True):
        print(f"{field.name:10} {weight:7.3f}")
    apart = out_of_fold(rows, labels)[:asked]
    labels = labels[:asked]
    print("threshold: answered, right among them, of all wrong ones left out (ten-fold)")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.87, 0.9):
        chosen = apart >= threshold
        wrong = labels == 0.0
        print(f"{threshold:.2f} {chosen.mean():.3f} {labels[chosen].mean():.3f} {(~chosen)[wrong].mean():.3f}")


if __name__ == "__main__":
    main()
