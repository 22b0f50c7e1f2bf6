"""Hears what no phrase describes, an emergency or a worry, because its words are like those that people have written.

Theory. Phrases find what somebody thought of; people in distress write what nobody thought of. So every word, word
beginning and pair of words that stood in written examples has a weight: above zero when it stood in emergencies, below
when it stood in everyday questions (logistic regression, trained by tests/bench/alarms/train.py). The weights of a
message are added and divided by the root of their number. At the threshold it is heard as an emergency. Emergencies
are told, seldom asked: a question must be more like one (`asking`) than a statement (`telling`). A question below
`doubt` is so ordinary that a pattern which happens to fit is not believed. A second row of weights tells which kind.
Worries about a child are heard by weights of their own, in the same way; for those of emergencies a worry is one
more kind: a child in trouble uses the same words, and what is told of it decides whether anything is happening now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import Final

from bot.core.language.notation import PatternError

WORRY: Final = "bekymring"
"""What is told of a child in trouble that is no emergency."""
# Where the weights stand, below knowledge/sprak.
FILE: Final = "faresignaler.tsv"
WORRY_FILE: Final = "uro.tsv"
_LETTERS: Final = (4, 5, 7)
_PAIR_LETTERS: Final = 5
_NUMBERS: Final = frozenset(
    "to tre fire fem seks sju syv aatte ni ti elleve tolv tretten fjorten femten seksten sytten two three four five "
    "six seven eight nine ten eleven twelve".split()
)
_AGES: Final = ("aaring", "aaringen", "aaringar", "aaringer", "aaringane", "aaringene")
# Fewer words are an answer to the bot («veit ikkje», «ingen voksen») or a topic; for those there are phrases.
_FEWEST: Final = 5
# Longer messages are heard in overlapping pieces, so that an alarm does not drown in a long tale.
_PIECE: Final = 40
_STEP: Final = 20
# The weights are written in hundredths, as whole numbers.
_UNIT: Final = 100


@dataclass(frozen=True, slots=True)
class Likeness:
    """The weights, in hundredths: of each feature, and of each feature for each of `groups`.

    `constant` and `starts` are what a text without any known feature weighs.
    """

    constant: int
    telling: int
    asking: int
    doubt: int
    groups: tuple[str, ...]
    starts: tuple[int, ...]
    weights: Mapping[str, int]
    leanings: Mapping[str, tuple[int, ...]]

    def hears(self, words: Sequence[str], asks: bool) -> bool:
        """Whether the folded `words` are like an emergency; `asks` when they are a question."""
        return len(words) >= _FEWEST and self._highest(words) >= (self.asking if asks else self.telling)

    def doubts(self, words: Sequence[str]) -> bool:
        """Whether the folded `words` are so ordinary that a dangerous word in them is most likely chance."""
        return len(words) >= _FEWEST and self._highest(words) < self.doubt

    def _highest(self, words: Sequence[str]) -> float:
        return max(map(self.score, _pieces(words)))

    def score(self, words: Sequence[str]) -> float:
        """How like an emergency `words` are, all taken together."""
        found = features(words)
        return self.constant + sum(self.weights.get(one, 0) for one in found) / sqrt(len(found) or 1)

    def kind(self, words: Sequence[str]) -> str:
        """The kind of emergency that the most alarming piece of `words` is most like, if it is one.

        WORRY only where that is more likely than not, however little the emergencies fit.
        """
        found = features(max(_pieces(words), key=self.score))
        rows = [self.leanings[one] for one in found if one in self.leanings]
        root = sqrt(len(found) or 1)
        columns = zip(self.starts, *rows, strict=True)
        sums = {group: root * start + sum(column) for group, (start, *column) in zip(self.groups, columns, strict=True)}
        if sums.pop(WORRY, 0) > 0:
            return WORRY
        return max(sums, key=sums.__getitem__)


def _pieces(words: Sequence[str]) -> Iterator[Sequence[str]]:
    yield words[:_PIECE]
    for start in range(_STEP, max(_STEP, len(words) - _STEP), _STEP):
        yield words[start : start + _PIECE]


def features(words: Sequence[str]) -> frozenset[str]:
    """What a text is weighed by: its folded words («=»), three beginnings of each («-»), two beginnings in a row («+»).

    Numbers and ages are all one word: that a child is nine and not eight tells nothing.
    """
    plain = [_plain(word) for word in words]
    pairs = pairwise(word[:_PAIR_LETTERS] for word in plain)
    return frozenset(
        [f"={word}" for word in plain]
        + [f"-{word[:letters]}" for word in plain for letters in _LETTERS if len(word) >= letters]
        + [f"+{one} {other}" for one, other in pairs]
    )


def _plain(word: str) -> str:
    if word.isdigit() or word in _NUMBERS:
        return "#"
    return "#aaring" if word.endswith(_AGES) else word


def read_likeness(text: str, file: str = FILE) -> Likeness | None:
    """The weights as `file` in knowledge/sprak holds them, or None when there are none.

    Raises PatternError when somebody has changed the file by hand so that it cannot be read.
    """
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    if not rows:
        return None
    try:
        (constant, *bars), names, starts, *rest = rows
        # The same few hundred numbers stand in a hundred thousand places: each is kept once.
        number = cache(int)
        weights = {row[0]: number(row[1]) for row in rest}
        leanings = {row[0]: tuple(map(number, row[2:])) for row in rest if len(row) > 2}
        first = tuple(map(int, starts))
        return Likeness(int(constant), *_three(bars), tuple(names), first, weights, leanings)
    except (ValueError, IndexError) as error:
        raise PatternError(f"{file}: {error}") from error


def _three(bars: Sequence[str]) -> tuple[int, int, int]:
    telling, asking, doubt = map(int, bars)
    return telling, asking, doubt


def write_likeness(likeness: Likeness) -> str:
    """The text that `read_likeness` reads."""
    bars = (likeness.constant, likeness.telling, likeness.asking, likeness.doubt)
    lines = ["\t".join(map(str, bars)), "\t".join(likeness.groups)]
    lines.append("\t".join(map(str, likeness.starts)))
    for one in sorted(likeness.weights):
        row = (one, likeness.weights[one], *likeness.leanings.get(one, ()))
        lines.append("\t".join(map(str, row)))
    return "\n".join(lines) + "\n"


def hundredths(weight: float) -> int:
    """A weight as it is written."""
    return round(weight * _UNIT)
