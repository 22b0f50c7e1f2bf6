"""What the guard hears without a phrase for it, and that everyday talk stays quiet.

The sentences of tests/bench/alarms stand in urgent.txt and everyday.txt, set by set; the weights are trained on them,
so what is counted here is only that nothing gets worse. Measured, each set once and before anything was changed
because of it, all written by one author in varied voices (recall, right kind first, false alarms):

- A, before any change: 57 of 128, 52 of 57, 8 of 136;
- B, after widening the phrases on A (written together with A, so not quite fresh): 124 of 129, 116, 5 of 136;
- C, fresh, phrases only: 46 of 105, 38, 4 of 106. Phrases do not reach what nobody thought of, hence the weights;
- D, fresh, phrases only: 23 of 90, 18, 1 of 102;
- E, fresh, with weights trained on A to D: 55 of 59, 38, 8 of 80 (half of E's everyday sentences are calm reports);
- F, fresh, after E: 38 of 40, 27, 6 of 59 (hence calm.txt);
- H, fresh, after F: 39 of 46, 24, 4 of 60 (hence three beginnings of each word, and a lower threshold);
- I, fresh, after H: 37 of 40, 26, 2 of 50.

Each of C, D, E, F, H in turn left out of the training (340 and 407 sentences): 89.4 % heard, 3.9 % false alarms.

A second author's sets, and calm sentences chosen to be near on purpose (half of them with words of the phrase list):

- J and K, fresh, before any change: 89 of 91 and 53 of 59 heard, right kind first in 54 and 41 (the labels were then
  held to the lists' own rule: violence to a child is overgrep), 15 of 75 and 18 of 78 near-calm sentences rang;
- K after J went into the training and questions were weighed apart from statements (the bars were chosen on it, so not
  quite fresh): 57 of 59, right kind in 51, 13 of 78 near-calm rang;
- L, forty sentences of a stranger, before any change: 39 of 40; questions of the same stranger: 8 of 230 rang. With J
  trained, L not: 40 of 40, right kind in 37, 7 of 230;
- M, fresh, after J and L: 39 of 40, right kind in 30, 2 of 40 ordinary lines rang. Then K and M were trained on too;
- a tester wrote 240 sentences like «hun har en sønn på 7»: 208 rang. With families.txt trained and the bar for
  statements raised from -0.95 to 0.0, none of 960 such rings; of two strangers' 80 fresh emergencies 79 are heard
  before and after; of the strangers' 1,242 ordinary questions 25 rang before, 15 after. A third stranger's 112: all
  before, 110 after, and the others' kind has a pattern now; of her 163 lines that are neither 13 rang before, 12 after.
"""

import pickle
import time
from pathlib import Path

import pytest
from test_guard import GUARD, SIGNS, WEIGHTS, groups

from bot.core.language.notation import PatternError
from bot.core.listening.guard import Guard
from bot.core.listening.likeness import Likeness, read_likeness, write_likeness

_SETS = Path(__file__).parents[1] / "bench" / "alarms"
_LINES = (_SETS / "urgent.txt").read_text(encoding="utf-8").splitlines()
URGENT = [line.split(" | ", 1) for line in _LINES if not line.startswith("#")]
EVERYDAY = (_SETS / "everyday.txt").read_text(encoding="utf-8").splitlines()


def test_urgent_sentences_are_heard() -> None:
    heard = [(group, groups(sentence)) for group, sentence in URGENT]
    assert sum(bool(found) for _, found in heard) / len(heard) >= 0.98
    assert sum(found[:1] == [group] for group, found in heard) / len(heard) >= 0.88


def test_everyday_sentences_stay_quiet() -> None:
    assert sum(bool(groups(sentence)) for sentence in EVERYDAY) / len(EVERYDAY) <= 0.04


@pytest.mark.parametrize("answer", ["veit ikkje", "ingen av delene", "ikke nå", "far og mor", "hos bestemor", "", "?"])
def test_short_answers_to_the_bot_are_no_emergency(answer: str) -> None:
    assert groups(answer) == []


def test_an_alarm_does_not_drown_in_a_long_tale() -> None:
    calm = "Vi har avtalt et møte med skolen på mandag, og pasienten er fornøyd med det. " * 30
    alarm = "mannen har tatt av seg beltet og ungene gråter og gjemmer seg under bordet her"
    assert groups(calm) == []
    assert groups(f"{calm} {alarm}")
    assert groups(f"{calm} {alarm} {calm}")


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("i filmen på kurset slår faren barnet, hvilke spørsmål bør vi diskutere?", []),
        ("er det greit at 12-åringen er alene hjemme på dagtid når far er innlagt?", []),
        ("§ 32 gravid rus: hvor sannsynlig må skade på barnet være før plikt?", []),
        ("Pasienten er klart psykotisk, mener demoner er i sønnen og vil drive dem ut", ["113"]),
        ("hva gjør jeg hvis barnet ikke puster?", ["113"]),
        ("hva gjør jeg når far dytter mor ned trappa?", ["112"]),
        ("Girl, 9, told me her uncle touches her. Do I ask her mother about it first?", ["overgrep"]),
    ],
)
def test_a_pattern_is_doubted_only_in_an_ordinary_question_for_knowledge(question: str, kinds: list[str]) -> None:
    assert groups(question) == kinds


def test_without_weights_only_phrases_are_found() -> None:
    assert Guard(SIGNS).dangers("barn alene")


def test_the_weights_are_read_as_they_were_written() -> None:
    small = Likeness(-100, 20, 30, 10, ("113", "112"), (1, -2), {"=ord": 30, "+to ord": -4}, {"=ord": (5, -6)})
    assert read_likeness(write_likeness(small)) == small
    assert read_likeness("# bare en linje om fila\n") is None


@pytest.mark.parametrize("text", ["0\t0\t0\t0\n", "0\t0\t0\t0\n113\n1\n=ord\tmye\n", "0\t0\n113\n1\n", "ord\n113\n1\n"])
def test_weights_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(PatternError):
        read_likeness(text)


def test_a_guard_is_made_and_copied_quickly() -> None:
    began = time.process_time()
    guard = Guard(SIGNS, read_likeness(WEIGHTS.read_text(encoding="utf-8")))
    made = time.process_time()
    copy = pickle.loads(pickle.dumps(guard))
    copied = time.process_time()
    assert copy.dangers("barna er alene") == GUARD.dangers("barna er alene")
    assert made - began < 0.5
    assert copied - made < 0.3
