"""Conversations that nobody planned: any order of words, presses, waiting and edits of the content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.flow import Flows, OptionId, Outcome, Step, StepId
from bot.core.library import World
from playing import MONDAY, Play, shipped, staffed

CANARY = "zqxkanari"
GLOBAL = (
    "tilbake, hvorfor, avbryt, meny, hjelp, akutt, bekymret, snakk med noen, endre 1, endre 2, endre 99, oppsummer, "
    "start veiviser, innstillinger, glem, fortsett, hei, takk, gravid, søsken, etterlatte, e-melding, uavklart"
).split(", ")
TYPED = (
    *(f"{number}" for number in range(10)),
    *("ja", "nei", "usikker", "kommune", "har barn", "Grorud", "Bergen", "Hva er en barneansvarlig?", "", "🙂"),
    *("hun er bevisstløs", "det brenner", "jeg er bekymret for jenta", "jeg er 12 år og mamma er syk", "270459 51478"),
    *(CANARY, f"{CANARY} {CANARY}", f"Ola {CANARY} bor i Storgata 3", f"hun {CANARY} puster ikke", f"hva er {CANARY}?"),
)
PRESSED = ("ja", "nei", "kommune", "ikke-akutt", "nyttig-ja", "journal", "start-veiviser", "velg-distrikt", CANARY)


# --- Edits of the flow ---


def with_flows(world: World, change: Callable[[Flows], Flows]) -> World:
    return replace(world, library=replace(world.library, flows=change(world.library.flows)))


def with_step(flows: Flows, step: StepId, **changes: object) -> Flows:
    return replace(flows, steps={**flows.steps, step: replace(flows.steps[step], **changes)})  # type: ignore[arg-type]


def rerouted(flows: Flows, old: str, new: str) -> Flows:
    """Everything that led to one step or outcome leads to another."""
    steps = {
        step.id: replace(step, options=tuple(replace(o, to=new if o.to == old else o.to) for o in step.options))
        for step in flows.steps.values()
    }
    outcomes = {
        outcome.id: replace(outcome, continues=tuple(StepId(new) if s == old else s for s in outcome.continues))
        for outcome in flows.outcomes.values()
    }
    entries = {e.id: replace(e, to=StepId(new) if e.to == old else e.to) for e in flows.entries.values()}
    return replace(flows, steps=steps, outcomes=outcomes, entries=entries)


def question_changed(flows: Flows) -> Flows:
    return with_step(flows, StepId("rolle"), question="Hvor jobber du i dag?")


def help_changed(flows: Flows) -> Flows:
    return with_step(flows, StepId("rolle"), why="En bedre forklaring.")


def option_removed(flows: Flows) -> Flows:
    options = flows.steps[StepId("rolle")].options
    return with_step(flows, StepId("rolle"), options=tuple(o for o in options if o.id != "kommune"))


def step_removed(flows: Flows) -> Flows:
    moved = rerouted(flows, "helsetilstand", "omsorg-na")
    return replace(moved, steps={s: step for s, step in moved.steps.items() if s != "helsetilstand"})


def renamed(flows: Flows, old: str, new: str) -> Flows:
    """A step or an outcome under another id, its old one in `tidligere_id`."""
    moved = rerouted(flows, old, new)
    what = moved.at(old)
    if isinstance(what, Outcome):
        outcome = replace(what, id=new, former_ids=(old,))  # type: ignore[arg-type]
        return replace(moved, outcomes={**{o: v for o, v in moved.outcomes.items() if o != old}, outcome.id: outcome})
    step = replace(what, id=StepId(new), former_ids=(StepId(old),))
    return replace(moved, steps={**{s: v for s, v in moved.steps.items() if s != old}, step.id: step})


def steps_renamed(flows: Flows) -> Flows:
    for step in ("gjelder", "gr-rus", "samtykke", "bk-grunn-omsorg"):
        flows = renamed(flows, step, f"{step}-ny")
    return renamed(flows, "ingen-barn", "ingen-barn-ny")


EDITS = (lambda flows: flows, question_changed, help_changed, option_removed, step_removed, steps_renamed)


@cache
def edited(number: int) -> World:
    return with_flows(staffed(), EDITS[number])


def at_gjelder() -> Play:
    play = Play(staffed())
    for line in ("hei", "start veiviser", "nei", "kommune"):
        play.types(line)
    return play


def at(play: Play) -> str:
    return play.said[-1].ref.rpartition("/")[2]


def test_a_changed_question_is_asked_again_with_the_reason_said_once() -> None:
    play = at_gjelder()
    play.world = with_flows(play.world, question_changed)
    play.presses("har-barn")
    assert "endret siden du svarte" in play.said[-1].text
    for line in ("qwrtz", "hvorfor", "fortsett"):
        play.types(line)
        assert (at(play), "endret siden" in play.said[-1].text) == ("rolle", False)
    play.presses("kommune")
    assert at(play) == "gjelder"
    assert "endret" not in play.said[-1].text


def test_a_changed_question_keeps_the_answers_after_it() -> None:
    play = at_gjelder()
    play.presses("har-barn")
    play.presses("ja")
    play.world = with_flows(play.world, question_changed)
    play.types("fortsett")
    assert at(play) == "rolle"
    play.presses("sykehus")
    assert at(play) == "omsorg-na"


def test_a_changed_explanation_asks_nothing_again() -> None:
    play = at_gjelder()
    play.world = with_flows(play.world, help_changed)
    play.presses("har-barn")
    assert at(play) == "helsetilstand"


def test_a_chosen_answer_that_is_gone_is_asked_for_again() -> None:
    play = at_gjelder()
    play.world = with_flows(play.world, option_removed)
    play.presses("har-barn")
    assert at(play) == "rolle"
    assert "endret siden du svarte" in play.said[-1].text
    assert "kommune" not in {choice.id for choice in play.said[-1].choices}


def test_a_question_that_is_gone_is_passed() -> None:
    play = at_gjelder()
    play.presses("har-barn")
    assert at(play) == "helsetilstand"
    play.world = with_flows(play.world, step_removed)
    play.presses("ja")
    assert at(play) == "gjelder"
    assert play.types("har barn")
    assert at(play) == "omsorg-na"


@pytest.mark.parametrize("step", ["gjelder", "helsetilstand", "omsorg-na"])
def test_a_question_with_a_new_name_is_still_answered(step: str) -> None:
    play = at_gjelder()
    play.presses("har-barn")
    play.presses("ja")
    play.world = with_flows(play.world, lambda flows: renamed(flows, step, f"{step}-ny"))
    play.types("fortsett")
    assert at(play).removesuffix("-ny") == "omsorg-na"
    assert "endret" not in play.said[-1].text
    play.types("oppsummer")
    assert "4. " in play.said[0].text


def test_the_question_that_is_open_gets_a_new_name() -> None:
    play = at_gjelder()
    play.world = with_flows(play.world, lambda flows: renamed(flows, "gjelder", "gjelder-ny"))
    play.types("fortsett")
    assert at(play) == "gjelder-ny"
    play.presses("har-barn")
    assert at(play) == "helsetilstand"


def test_an_outcome_with_a_new_name_asks_nothing_again() -> None:
    play = at_gjelder()
    play.presses("ingen")
    play.world = with_flows(play.world, lambda flows: renamed(flows, "ingen-barn", "ingen-barn-ny"))
    play.types("fortsett")
    assert at(play) == "ingen-barn-ny"


def test_an_entry_whose_question_got_a_new_name_or_went_is_still_entered() -> None:
    play = Play(staffed())
    play.types("gravid")
    play.world = with_flows(play.world, lambda flows: renamed(flows, "gr-rus", "gr-rus-ny"))
    play.presses("nei")
    assert at(play) == "gr-rus-ny"

    other = Play(staffed())
    other.types("samtykke nektet")
    gone = with_flows(staffed(), lambda flows: rerouted(flows, "sn-hva", "samtykke"))
    kept = {s: step for s, step in gone.library.flows.steps.items() if s != "sn-hva"}
    other.world = with_flows(gone, lambda flows: replace(flows, steps=kept))
    other.presses("nei")
    assert at(other) == "rolle"


# --- Anything at all ---

WAIT = st.sampled_from([timedelta(minutes=11), timedelta(hours=5), timedelta(hours=12), timedelta(days=91)])
ACTION = st.one_of(
    st.tuples(st.just("type"), st.sampled_from(GLOBAL)),
    st.tuples(st.just("type"), st.sampled_from(TYPED)),
    st.tuples(st.just("type"), st.text(max_size=30)),
    st.tuples(st.just("press"), st.integers(0, 8)),
    st.tuples(st.just("press"), st.integers(0, 8)),
    st.tuples(st.just("press"), st.integers(0, 8)),
    st.tuples(st.just("under"), st.integers(0, 8)),
    st.tuples(st.just("never"), st.sampled_from(PRESSED)),
    st.tuples(st.just("wait"), WAIT),
    st.tuples(st.just("set"), st.sampled_from(["grorud", "bergen", "tromso"])),
    st.tuples(st.just("unit"), st.sampled_from(["grorud-hjemmetjenesten", "bergen-skole"])),
    st.tuples(st.just("edit"), st.integers(0, len(EDITS) - 1)),
    st.tuples(st.just("open"), st.none()),
)


def do(play: Play, what: str, value: object) -> None:
    screen = [message for message in play.person.screen if message.choices]
    match what, value:
        case "type", str(text):
            play.types(text)
        case (("press" | "under"), int(place)) if screen:
            message = screen[-1] if what == "press" else screen[max(0, len(screen) - 1 - place)]
            choice = message.choices[place % len(message.choices)]
            play.presses(choice.id, message.number)
        case "never", str(choice_id):
            play.presses(choice_id)
        case "set", str(district):
            play.sets(district=district)
        case "unit", str(unit):
            play.sets(unit=unit)
        case _:
            play.opens()


def has_a_way_on(play: Play) -> bool:
    """A choice on the screen, a word to write, or somebody to ring."""
    state = play.person.state
    last = play.said[-1].text
    return state is None or state.open is not None or "«" in last or "116 111" in last


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTION, min_size=1, max_size=25))
def test_whatever_happens_there_is_an_answer_and_a_way_on_and_nothing_typed_is_kept(
    actions: list[tuple[str, object]],
) -> None:
    play = Play(staffed(), now=MONDAY)
    play.opens()
    for what, value in actions:
        if what == "wait":
            assert isinstance(value, timedelta)
            assert play.waits(value) == [], "nothing is said on its own: a screen could give a case away"
            continue
        if what == "edit":
            assert isinstance(value, int)
            play.world, play.read = edited(value), {}
            continue
        do(play, what, value)
        assert play.said, "no answer"
        assert what in ("set", "unit") or has_a_way_on(play), play.said[-1].text
        spoken = [*(message.text for message in play.said), repr(play.says), repr(play.counts), play.person.json]
        assert CANARY not in "".join(spoken).casefold()


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.integers(0, 8), st.sampled_from(GLOBAL)), max_size=30))
def test_from_anywhere_the_first_answers_lead_to_an_outcome(actions: list[int | str]) -> None:
    """Nobody is caught: whatever was done before, pressing the first answer again and again reaches advice."""
    play = Play(shipped())
    play.opens()
    for value in actions:
        do(play, "press" if isinstance(value, int) else "type", value)
    play.types("start veiviser")
    for _ in range(20):
        if play.said[-1].kind == "outcome":
            return
        play.presses(play.said[-1].choices[-1].id, play.said[-1].number)
    raise AssertionError("no outcome after twenty answers")


def test_every_option_and_step_used_by_the_edits_exists() -> None:
    """The edits above are edits of the shipped flow, not of something that is no more."""
    flows = shipped().library.flows
    assert {"gjelder", "helsetilstand", "gr-rus", "sn-hva"} <= set(flows.steps)
    assert flows.steps[StepId("rolle")].option(OptionId("kommune"))
    assert isinstance(flows.at("ingen-barn"), Outcome)
    assert isinstance(flows.at("omsorg-na"), Step)
