"""Trains the weights by which the guard hears emergencies that no phrase describes (bot/core/likeness.py).

    .venv/bin/python -m tests.bench.alarms.train

Reads urgent.txt (`group | sentence`), everyday.txt, calm.txt, the tables of tests/core/test_guard_*.py and the content
(which is never an emergency); writes knowledge/sprak/faresignaler.tsv. Add a sentence that was missed to urgent.txt,
one that rang for nothing to everyday.txt, and run it again. The same input gives the same weights. Prints what a model
trained without a fifth of the sentences does on that fifth, for the choice of the bars.
"""

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from bot.core.likeness import Likeness, features, hundredths, write_likeness
from bot.core.notation import WORD, fold

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ANSWERS = HERE.parent / "answers"
ASKED = ("train.jsonl", "languages.jsonl")
TARGET = ROOT / "knowledge" / "sprak" / "faresignaler.tsv"
GROUPS = ("113", "110", "112", "overgrep", "selvmord", "barn alene")
# From here on a statement rings, a question; a pattern in a question below the last is taken for chance.
TELLING = -0.95
ASKING = -0.3
DOUBT = -1.2
_TEXTS = {"tittel", "spørsmål", "også", "navn", "kort", "svar", "tekst", "spør", "knapp", "hvorfor"}
_ROUNDS = 32
_SHRINK = 2e-3
_STEP = 0.3
_STATES_EACH = 20
_MOST_CONTENT = 8_000
_HEAD = (
    "# Laget av tests/bench/alarms/train.py. Ikke endre for hånd: legg til setninger der og kjør skriptet på nytt.\n"
)

Row = tuple[list[str], float, bool, float]  # features, root of their number, is it one, how much it counts


def urgent() -> list[tuple[str, str]]:
    """Group and sentence."""
    tables = "\n".join(_tables("test_guard_fires_*.py"))
    lines = f"{(HERE / 'urgent.txt').read_text(encoding='utf-8')}\n{tables}".splitlines()
    pairs = (line.split(" | ", 1) for line in lines if " | " in line)
    return [(group.strip(), sentence.strip()) for group, sentence in pairs]


def everyday() -> list[str]:
    """Sentences that must stay quiet."""
    lines = [*(HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()]
    asked = (json.loads(line) for page in ASKED for line in (ANSWERS / page).read_text(encoding="utf-8").splitlines())
    questions = [row["q"] for row in asked if row["kind"] not in ("urgent", "pii")]
    tables = "\n".join(_tables("test_guard_quiet*.py")).splitlines()
    return [line for line in (*lines, *tables, *questions) if line.strip()]


def _tables(pattern: str) -> Iterator[str]:
    for path in sorted((ROOT / "tests" / "core").glob(pattern)):
        yield from re.findall(r'= """\n(.*?)\n"""', path.read_text(encoding="utf-8"), re.S)


def calm() -> list[str]:
    """Every person of calm.txt with some of the statements there, the same in every run."""
    people, states = (
        [part.strip() for part in line.split(" | ")]
        for line in (HERE / "calm.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    chance = random.Random(5)
    return [f"{person} {state}" for person in people for state in chance.sample(states, _STATES_EACH)]


def content() -> list[str]:
    """What the content and the answers of the flows say, as it is written; the emergency cards aside."""
    pages = [
        *(path for path in sorted((ROOT / "knowledge").rglob("*.yaml")) if path.name != "faresignaler.yaml"),
        *(path for path in sorted((ROOT / "flows").rglob("*.yaml")) if path.name != "akutt.yaml"),
    ]
    texts = [text for path in pages for text in _texts(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader))]
    once = list(dict.fromkeys(texts))
    random.Random(1).shuffle(once)
    return once[:_MOST_CONTENT]


def _texts(tree: object, wanted: bool = False) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _texts(value, key in _TEXTS)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value, wanted)
    elif wanted and isinstance(tree, str):
        yield tree


def weighed(text: str) -> frozenset[str]:
    """The features of a sentence as somebody would type it."""
    return features(WORD.findall(fold(text))[:400])


def regression(rows: Sequence[tuple[frozenset[str], bool, float]], seed: int) -> tuple[dict[str, float], float]:
    """Weights and constant, by stochastic gradient descent with a step of its own for each weight (Adagrad)."""
    chance = random.Random(seed)
    known = Counter(one for found, _, _ in rows for one in found)
    data: list[Row] = [
        (sorted(one for one in found if known[one] > 1), math.sqrt(len(found) or 1), is_one, counts)
        for found, is_one, counts in rows
    ]
    weights: dict[str, float] = defaultdict(float)
    travelled: dict[str, float] = defaultdict(lambda: 1e-6)
    constant = 0.0
    for _ in range(_ROUNDS):
        chance.shuffle(data)
        for found, root, is_one, counts in data:
            total = constant + sum(weights[one] for one in found) / root
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - is_one) * counts
            constant -= 0.02 * error
            for one in found:
                slope = error / root + _SHRINK * weights[one]
                travelled[one] += slope * slope
                weights[one] -= _STEP * slope / math.sqrt(travelled[one])
    return dict(weights), constant


def trained(fires: Sequence[tuple[str, str]], quiet: Sequence[str], known: Sequence[str]) -> Likeness:
    """One regression for "is it one", one for each kind among those that are."""
    rows = [
        *((weighed(text), True, 4.0) for _, text in fires),
        *((weighed(text), False, 4.0) for text in quiet),
        *((weighed(text), False, 1.0) for text in known),
    ]
    weights, constant = regression(rows, 2)
    kinds = [
        regression([(weighed(text), group == kind, 1.0) for group, text in fires], place)
        for place, kind in enumerate(GROUPS)
    ]
    small = {one: hundredths(weight) for one, weight in weights.items() if abs(weight) >= 0.1}
    starts = tuple(hundredths(start) for _, start in kinds)
    bars = hundredths(TELLING), hundredths(ASKING), hundredths(DOUBT)
    return Likeness(hundredths(constant), *bars, GROUPS, starts, small, _leanings(small, kinds))


def _leanings(names: Iterable[str], kinds: Sequence[tuple[Mapping[str, float], float]]) -> dict[str, tuple[int, ...]]:
    rows = ((one, tuple(hundredths(weights.get(one, 0.0)) for weights, _ in kinds)) for one in names)
    return {one: row for one, row in rows if max(map(abs, row)) >= 10}


def _fifths(fires: Sequence[tuple[str, str]], quiet: Sequence[str], known: Sequence[str]) -> None:
    """Prints what models do on sentences they were not trained on."""
    loud: list[tuple[float, bool]] = []
    calm: list[float] = []
    for part in range(5):
        model = trained(
            [one for place, one in enumerate(fires) if place % 5 != part],
            [one for place, one in enumerate(quiet) if place % 5 != part],
            known,
        )
        for group, text in fires[part::5]:
            words = WORD.findall(fold(text))
            loud.append((model.score(words) / 100, model.kind(words) == group))
        calm += [model.score(WORD.findall(fold(text))) / 100 for text in quiet[part::5]]
    for bar in (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8):
        heard = [right for score, right in loud if score >= bar]
        rings = sum(score >= bar for score in calm)
        share, right, wrong = len(heard) / len(loud), sum(heard) / len(heard), rings / len(calm)
        print(f"{bar:5.1f}: hears {share:.1%}, kind {right:.1%}, rings {wrong:.1%}")


if __name__ == "__main__":
    sentences, harmless, pages = urgent(), everyday(), [*calm(), *content()]
    random.Random(3).shuffle(sentences)
    random.Random(4).shuffle(harmless)
    print(len(sentences), "urgent,", len(harmless), "everyday,", len(pages), "pieces of content")
    _fifths(sentences, harmless, pages)
    model = trained(sentences, harmless, pages)
    TARGET.write_text(_HEAD + write_likeness(model), encoding="utf-8")
    print(len(model.weights), "weights,", len(model.leanings), "with kinds,", TARGET.stat().st_size, "bytes")
