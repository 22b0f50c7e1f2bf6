"""Trains the confidence of bot/core/confidence.py on train.jsonl: python -m tests.bench.answers.train.

Ridge-regularised logistic regression by Newton's method. A hit is right when its text has the facts that the question
asks for; a question out of scope is answered rightly only by an entry that says what Varde lacks. Redirects are left
out: not being sure of one changes nothing, since either way the asker is told that Varde does not know.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bot.core.confidence import Features
from bot.core.search import Index
from tests.bench.answers.knowledge import entries, shipped, whole_text
from tests.bench.answers.questions import Question, holds, load

NOW = datetime(2026, 1, 7, 10, 0, tzinfo=ZoneInfo("Europe/Oslo"))
RIDGE = 1.0
Floats = NDArray[np.float64]


def samples(questions: list[Question]) -> tuple[Floats, Floats]:
    """(features, whether the first hit is right) of each question that finds anything."""
    knowledge, tables = shipped()
    index = Index.build(knowledge, tables)
    known = entries(knowledge)
    texts = {name: whole_text(entry, knowledge) for name, entry in known.items()}
    rows, labels = [], []
    for question in questions:
        if question.kind == "clarify":
            continue
        found = index.features(question.text, question.district, NOW)
        if found is None:
            continue
        entry, features = found
        redirect = entry in knowledge.articles and knowledge.articles[entry].redirect
        if redirect:
            continue
        denies = "jeg har ikke" in texts[entry].lower()
        right = denies if question.kind == "none" else holds(texts[entry], question)
        rows.append(astuple(features))
        labels.append(float(right))
    return np.array(rows), np.array(labels)


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
    rows, labels = samples(load("train"))
    weights = fitted(rows, labels)
    print(f"{len(rows)} questions, {labels.mean():.3f} right")
    print("constant", round(float(weights[0]), 3))
    for field, weight in zip(fields(Features), weights[1:], strict=True):
        print(f"{field.name:10} {weight:7.3f}")
    apart = out_of_fold(rows, labels)
    print("threshold: answered, right among them, of all wrong ones left out (ten-fold)")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        chosen = apart >= threshold
        wrong = labels == 0.0
        print(f"{threshold:.1f} {chosen.mean():.3f} {labels[chosen].mean():.3f} {(~chosen)[wrong].mean():.3f}")


if __name__ == "__main__":
    main()
