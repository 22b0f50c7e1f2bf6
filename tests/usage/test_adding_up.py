"""What is counted adds up as the published tables say it does, whatever people do: hiding relies on these sums."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from functools import cache

import pytest

from bot.core.counts import What
from bot.usage.publication import graph_of
from playing import Play, shipped

WORDS = (
    "start veiviser",
    "start veiviser",
    "tilbake",
    "endre 1",
    "endre 2",
    "oppsummer",
    "hvorfor",
    "avslutt",
    "meny",
    "akutt",
    "bekymring",
    "søsken",
    "gravid",
    "hva er BarnsBeste?",
    "1",
    "2",
    "glem meg",
    "fortsett",
)


def walked(seed: int) -> Counter[tuple[What, str, str]]:
    """Somebody does forty things, most of them answers; in the end she stops, and everything open is forgotten."""
    chance, play = random.Random(seed), Play(shipped(), sparing=True)
    found: Counter[tuple[What, str, str]] = Counter()
    for _ in range(40):
        shown = [message for message in play.person.screen if message.choices]
        act = chance.random()
        if shown and act < 0.65:
            message = shown[-1] if chance.random() < 0.9 else chance.choice(shown)
            play.presses(chance.choice(message.choices).id, message.number)
        elif act < 0.97:
            play.types(chance.choice(WORDS))
        else:
            play.waits(timedelta(hours=chance.choice((1, 13))))
        found.update((count.what, str(count.subject), str(count.option)) for count in play.counts)
    play.types("avslutt")
    found.update((count.what, str(count.subject), str(count.option)) for count in play.counts)
    play.waits(timedelta(days=100))
    found.update((count.what, str(count.subject), str(count.option)) for count in play.counts)
    return found


def straight(seed: int) -> Counter[tuple[What, str, str]]:
    """Somebody begins and answers until there is advice, or stops on the way."""
    chance, play = random.Random(seed), Play(shipped(), sparing=True)
    found: Counter[tuple[What, str, str]] = Counter()
    word = chance.choice(("start veiviser", "bekymring", "gravid"))
    play.types(word)
    found.update((count.what, str(count.subject), str(count.option)) for count in play.counts)
    while play.said[-1].kind == "question":
        if chance.random() < 0.1:
            play.types("avslutt")
        else:
            play.presses(chance.choice(play.said[-1].choices).id, play.said[-1].number)
        found.update((count.what, str(count.subject), str(count.option)) for count in play.counts)
    return found


@cache
def counted() -> Counter[tuple[What, str, str]]:
    found: Counter[tuple[What, str, str]] = Counter()
    for seed in range(70):
        found.update(walked(seed))
    return found


def of(what: What, subject: str, option: str = "") -> int:
    return counted()[what, subject, option]


def every(what: What) -> int:
    return sum(n for (each, _, _), n in counted().items() if each is what)


def test_each_time_a_question_is_shown_ends_in_an_answer_or_is_left_or_given_up() -> None:
    asked = 0
    for step in shipped().library.flows.steps.values():
        ends = sum(of(What.STEP_ANSWERED, step.id, option.id) for option in step.options)
        ends += of(What.STEP_LEFT, step.id) + of(What.GIVEN_UP, step.id)
        assert of(What.STEP_SHOWN, step.id) == ends, step.id
        asked += ends
    assert asked > 250, "or else little was tried"


def test_who_goes_straight_on_makes_every_sum_exact() -> None:
    """Nobody goes back, changes an answer or begins anew in the middle, which the report's sums leave out."""
    found: Counter[tuple[What, str, str]] = Counter()
    for seed in range(60):
        found.update(straight(seed))
    whats = Counter[What]()
    for (what, _, _), n in found.items():
        whats[what] += n
    assert whats[What.FLOW_STARTED] == whats[What.FLOW_ENDED] + whats[What.GIVEN_UP]
    assert min(whats[What.FLOW_ENDED], whats[What.GIVEN_UP]) > 5
    graph = graph_of(shipped().library.flows, {}, 20261)
    for target, ways in graph.ways.items():
        led = sum(found[What.STEP_ANSWERED, step, option] for step, option in ways)
        shown = found[What.STEP_SHOWN, target, ""] + found[What.FLOW_ENDED, target, ""]
        assert led == shown or target in graph.starts, target


def test_no_more_flows_begin_than_first_questions_are_shown() -> None:
    graph = graph_of(shipped().library.flows, {}, 20261)
    assert every(What.FLOW_STARTED) <= sum(of(What.STEP_SHOWN, start) for start in graph.starts)


@pytest.mark.parametrize("severity", ["droft", "oppfolging", "meldeplikt", "ingen-plikt-na"])
def test_advice_is_rated_no_oftener_than_it_is_given(severity: str) -> None:
    for outcome in shipped().library.flows.outcomes.values():
        if outcome.severity == severity:
            rated = of(What.USEFUL_YES, outcome.id) + of(What.USEFUL_NO, outcome.id)
            assert rated <= of(What.FLOW_ENDED, outcome.id), outcome.id
