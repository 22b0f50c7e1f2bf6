"""Trains the weights by which the guard hears what no phrase describes (bot/core/listening/likeness.py).

    .venv/bin/python -m tests.bench.alarms.train          # emergencies and worries
    .venv/bin/python -m tests.bench.alarms.train worries  # worries only

Emergencies: reads urgent.txt (`group | sentence`), everyday.txt, calm.txt, families.txt, the tables of
tests/core/test_guard_*.py, worried.txt (a kind that rings no alarm) and the content; writes
knowledge/sprak/faresignaler.tsv. Worries: worried.txt, unworried.txt, signs.txt and the above; writes
knowledge/sprak/uro.tsv. Add a sentence that was missed to urgent.txt or worried.txt, one that rang for nothing to
everyday.txt or unworried.txt, and run it again. The same input gives the same weights. Prints what models do on a fifth
of the sentences that they were not trained on, for the choice of the bars.
"""

import hashlib
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from bot.core.language.notation import WORD, fold
from bot.core.listening.likeness import WORRY, Likeness, features, hundredths, write_likeness

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ANSWERS = HERE.parent / "answers"
ASKED = ("train.jsonl", "languages.jsonl")
TARGET = ROOT / "knowledge" / "sprak" / "faresignaler.tsv"
WORRY_TARGET = TARGET.with_name("uro.tsv")
GROUPS = ("113", "110", "112", "overgrep", "selvmord", "barn alene", WORRY)
# From here on a statement rings, a question; a pattern in a question below the last is taken for chance.
TELLING = 0.0
ASKING = 0.2
DOUBT = -1.2
WORRY_TELLING = -1.1
WORRY_ASKING = -0.8
WORRY_DOUBT = -2.0
_TEXTS = {"tittel", "spørsmål", "også", "navn", "kort", "svar", "tekst", "spør", "knapp", "hvorfor"}
_ROUNDS = 32
_SHRINK = 2e-3
_STEP = 0.3
_STATES_EACH = 20
_PEOPLE_EACH = 8
_MOST_CONTENT = 8_000
_FAMILIES = 1_200
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


def families() -> list[str]:
    """Families that somebody only tells of: one part of each line, put together."""
    lines = (HERE / "families.txt").read_text(encoding="utf-8").splitlines()
    *parts, more = [line.split(" | ") for line in lines if not line.startswith("#")]
    chance = random.Random(7)
    ends = ([""], more)
    told = (" ".join(chance.choice(part).strip() for part in (*parts, chance.choice(ends))) for _ in range(_FAMILIES))
    return [re.sub(r" (?=[,.])", "", text).strip() for text in told]


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
    """One regression for "is it one", one for each kind among those that are; a worry is a kind that rings no alarm."""
    uneasy = [text for text in worries("worried.txt") if not held_out(text)]
    rows = [
        *((weighed(text), True, 4.0) for _, text in fires),
        *((weighed(text), False, 4.0) for text in quiet),
        *((weighed(text), False, 1.0) for text in known),
        *((weighed(text), False, 3.0) for text in families()),
    ]
    weights, constant = regression(rows, 2)
    # Worries are told apart here and not above: as quiet examples they would make emergencies quieter.
    told = [
        *((weighed(text), group, 1.0) for group, text in fires),
        *((weighed(text), WORRY, 2.0) for text in uneasy),
        *((weighed(text), WORRY, 0.3) for text in signs()[0]),
    ]
    kinds = [
        regression([(found, group == kind, counts) for found, group, counts in told], place)
        for place, kind in enumerate(GROUPS)
    ]
    small = _small(weights)
    starts = tuple(hundredths(start) for _, start in kinds)
    bars = hundredths(TELLING), hundredths(ASKING), hundredths(DOUBT)
    return Likeness(hundredths(constant), *bars, GROUPS, starts, small, _leanings(small, kinds))


def _small(weights: Mapping[str, float]) -> dict[str, int]:
    return {one: hundredths(weight) for one, weight in weights.items() if abs(weight) >= 0.1}


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
            kind = model.kind(words)
            loud.append((model.score(words) / 100 if kind != WORRY else -math.inf, kind == group))
        found = [WORD.findall(fold(text)) for text in quiet[part::5]]
        calm += [model.score(words) / 100 if model.kind(words) != WORRY else -math.inf for words in found]
    for bar in (-1.2, -0.95, -0.7, -0.5, -0.3, 0.0):
        heard = [right for score, right in loud if score >= bar]
        rings = sum(score >= bar for score in calm)
        share, right, wrong = len(heard) / len(loud), sum(heard) / len(heard), rings / len(calm)
        print(f"{bar:5.1f}: hears {share:.1%}, kind {right:.1%}, rings {wrong:.1%}")


def worries(file: str) -> list[str]:
    """The sentences of worried.txt or unworried.txt, without their groups."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return [line.split(" | ", 1)[1] for line in lines if not line.startswith("#")]


def held_out(sentence: str) -> bool:
    """Whether a sentence of worried.txt or unworried.txt is kept for measuring, by a checksum of its words."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 5 == 0


def signs() -> tuple[list[str], list[str]]:
    """Worrying and harmless sentences: each statement of signs.txt with some of the people it may be about."""
    rows = (
        line.split(" | ") for line in (HERE / "signs.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    )
    lists = {name: [part.strip() for part in parts] for name, *parts in rows}
    chance = random.Random(6)
    barn, forelder, rolig = (
        [f"{who} {sign}" for sign in lists[kind] for who in chance.sample(lists[f"{kind}-folk"], _PEOPLE_EACH)]
        for kind in ("barn", "forelder", "rolig")
    )
    return [*barn, *forelder], rolig


def worry_rows(pages: Sequence[str]) -> list[tuple[frozenset[str], bool, float]]:
    """What the worries are learned from; an emergency with a child in it is a worry, too."""
    worrying, harmless = signs()
    about_children = (text for group, text in urgent() if group in ("overgrep", "barn alene"))
    return [
        *((weighed(text), True, 4.0) for text in worries("worried.txt") if not held_out(text)),
        *((weighed(text), False, 4.0) for text in worries("unworried.txt") if not held_out(text)),
        *((weighed(text), True, 1.0) for text in worrying),
        *((weighed(text), False, 1.0) for text in (*harmless, *everyday(), *families())),
        *((weighed(text), True, 0.5) for text in about_children),
        *((weighed(text), False, 0.5) for text in pages),
    ]


def train_worries(pages: Sequence[str]) -> None:
    """Writes the weights of worries, and prints what they do on the sentences that were held out."""
    weights, constant = regression(worry_rows(pages), 2)
    bars = hundredths(WORRY_TELLING), hundredths(WORRY_ASKING), hundredths(WORRY_DOUBT)
    model = Likeness(hundredths(constant), *bars, (WORRY,), (0,), _small(weights), {})
    WORRY_TARGET.write_text(_HEAD + write_likeness(model), encoding="utf-8")
    loud, calm = (
        [model.score(WORD.findall(fold(text))) / 100 for text in worries(file) if held_out(text)]
        for file in ("worried.txt", "unworried.txt")
    )
    for bar in (-1.5, -1.2, -0.9, -0.6, -0.3, 0.0, 0.3):
        heard, rings = (sum(score >= bar for score in scores) / len(scores) for scores in (loud, calm))
        print(f"worries, {bar:5.1f}: hears {heard:.1%} of {len(loud)}, rings {rings:.1%} of {len(calm)}")


def train_emergencies(pages: Sequence[str]) -> None:
    """Writes the weights of emergencies, and prints what models do without a fifth of the sentences."""
    sentences, harmless = urgent(), everyday()
    random.Random(3).shuffle(sentences)
    random.Random(4).shuffle(harmless)
    print(len(sentences), "urgent,", len(harmless), "everyday,", len(pages), "pieces of content")
    _fifths(sentences, harmless, pages)
    model = trained(sentences, harmless, pages)
    TARGET.write_text(_HEAD + write_likeness(model), encoding="utf-8")
    print(len(model.weights), "weights,", len(model.leanings), "with kinds,", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    known = [*calm(), *content()]
    if sys.argv[1:] != ["worries"]:
        train_emergencies(known)
    train_worries(known)
