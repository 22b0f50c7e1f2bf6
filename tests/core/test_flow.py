"""Where a person is, found by replaying her answers: any order, any edit of the flow, any change of mind."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import (
    NOT_HEALTH,
    ROLE,
    SAFETY,
    Answer,
    Entry,
    EntryId,
    FlowId,
    Flows,
    Option,
    OptionId,
    Outcome,
    OutcomeId,
    Path,
    PingLevel,
    Position,
    Run,
    Severity,
    Step,
    StepId,
    offers_for,
    paths,
    replay,
    role_of,
)
from bot.core.library import World

FLOW = FlowId("prøve")


def step(name: str, *answers: str, health_only: bool = False) -> Step:
    options = tuple(Option(OptionId(a), a.title(), (), to) for a, to in (pair.split(">") for pair in answers))
    return Step(StepId(name), FLOW, f"{name}?", "", "Fordi.", name, (), options, health_only=health_only)


def outcome(name: str, *continues: str) -> Outcome:
    offers = tuple(StepId(s) for s in continues)
    return Outcome(
        OutcomeId(name), FLOW, Severity.DISCUSS, name, ("Gjør.",), (), PingLevel.NEVER, "", "J.", (), (), (), offers
    )


STEPS = (
    step("start-trygghet", "ja>akutt", "nei>rolle"),
    step("rolle", "sykehus>barn", "ikke-helse>slutt"),
    step("barn", "ja>behov", "nei>slutt", health_only=True),
    step("behov", "råd>slutt", "meld>akutt"),
    step("samtykke", "ja>slutt", "nei>akutt"),
)
FLOWS = Flows(
    SAFETY,
    {},
    {s.id: s for s in STEPS},
    {o.id: o for o in (outcome("akutt", "rolle", "barn"), outcome("slutt"))},
    {EntryId("samtykke"): Entry(EntryId("samtykke"), FLOW, ("samtykke",), StepId("samtykke"))},
)


def given_answers(*answers: str, flows: Flows = FLOWS) -> tuple[Answer, ...]:
    pairs = (pair.split(".") for pair in answers)
    return tuple(Answer(StepId(s), OptionId(o), flows.steps[StepId(s)].meaning) for s, o in pairs)


def at(position: Position) -> str:
    return position.at.id


ALL = given_answers("start-trygghet.nei", "rolle.sykehus", "barn.ja", "behov.råd", "samtykke.ja")


@given(st.permutations(ALL))
def test_the_order_of_the_answers_does_not_matter(answers: list[Answer]) -> None:
    position = replay(FLOWS, Run(SAFETY, answers=tuple(answers)))
    assert at(position) == "slutt"
    assert [answer.step for answer in position.path] == ["start-trygghet", "rolle", "barn", "behov"]


@given(st.sets(st.sampled_from(ALL)))
def test_the_first_question_without_an_answer_is_asked(answers: set[Answer]) -> None:
    position = replay(FLOWS, Run(SAFETY, answers=tuple(answers)))
    known = {answer.step for answer in answers}
    unanswered = [s for s in ("start-trygghet", "rolle", "barn", "behov") if s not in known]
    assert at(position) == (unanswered[0] if unanswered else "slutt")


def test_answers_off_the_path_are_kept_for_later() -> None:
    turned = (*given_answers("rolle.ikke-helse"), *(a for a in ALL if a.step != "rolle"))
    assert at(replay(FLOWS, Run(SAFETY, answers=turned))) == "slutt"
    assert [a.step for a in replay(FLOWS, Run(SAFETY, answers=turned)).path] == ["start-trygghet", "rolle"]
    back = replay(FLOWS, Run(SAFETY, answers=ALL))
    assert [a.step for a in back.path] == ["start-trygghet", "rolle", "barn", "behov"]


def test_a_later_answer_to_the_same_question_counts() -> None:
    run = Run(SAFETY, answers=(*ALL, *given_answers("start-trygghet.ja")))
    assert at(replay(FLOWS, run)) == "akutt"


def test_a_step_that_is_being_changed_is_asked_although_it_has_an_answer() -> None:
    position = replay(FLOWS, Run(SAFETY, answers=ALL, asking_again=StepId("rolle")))
    assert at(position) == "rolle"
    assert [a.step for a in position.path] == ["start-trygghet"]
    assert position.changed is None


def with_step(changed: Step) -> Flows:
    return replace(FLOWS, steps={**FLOWS.steps, changed.id: changed})


def test_a_step_whose_question_changed_is_asked_again() -> None:
    new = with_step(replace(FLOWS.steps[StepId("barn")], question="Har pasienten søsken?"))
    position = replay(new, Run(SAFETY, answers=ALL))
    assert (at(position), position.changed) == ("barn", "barn")


@pytest.mark.parametrize("change", ["label", "route", "gone"])
def test_a_step_whose_answers_changed_is_asked_again(change: str) -> None:
    old = FLOWS.steps[StepId("barn")]
    first = old.options[0]
    options = {
        "label": (replace(first, label="Jo"), *old.options[1:]),
        "route": (replace(first, to="slutt"), *old.options[1:]),
        "gone": old.options[1:],
    }[change]
    position = replay(with_step(replace(old, options=options)), Run(SAFETY, answers=ALL))
    assert (at(position), position.changed) == ("barn", "barn")


def test_help_aliases_and_banner_do_not_change_the_meaning() -> None:
    old = FLOWS.steps[StepId("barn")]
    options = tuple(replace(option, aliases=("nytt ord",)) for option in old.options)
    new = replace(old, why="Ny hjelp.", banner="Nytt.", button="Ny", sources=("x",), options=options)
    assert new.meaning == old.meaning
    assert at(replay(with_step(new), Run(SAFETY, answers=ALL))) == "slutt"


def test_a_renamed_step_keeps_its_answer() -> None:
    old = FLOWS.steps[StepId("barn")]
    renamed = replace(old, id=StepId("mindreårige"), former_ids=(old.id,))
    steps = {s.id: s for s in FLOWS.steps.values() if s.id != old.id} | {renamed.id: renamed}
    role = FLOWS.steps[ROLE]
    routed = replace(role, options=(replace(role.options[0], to="mindreårige"), role.options[1]))
    flows = replace(FLOWS, steps={**steps, ROLE: routed})
    position = replay(flows, Run(SAFETY, answers=ALL))
    assert (at(position), position.changed) == ("slutt", None)


def test_a_start_that_is_gone_falls_back_to_the_first_question() -> None:
    assert at(replay(FLOWS, Run(StepId("finnes-ikke")))) == SAFETY


def test_no_on_the_safety_question_leads_to_the_entry() -> None:
    run = Run(SAFETY, entry=StepId("samtykke"), answers=given_answers("start-trygghet.nei"))
    assert at(replay(FLOWS, run)) == "samtykke"
    yes = Run(SAFETY, entry=StepId("samtykke"), answers=given_answers("start-trygghet.ja"))
    assert at(replay(FLOWS, yes)) == "akutt"


def test_the_role_on_the_path_goes_before_the_one_carried_along() -> None:
    run = Run(SAFETY, role=NOT_HEALTH, answers=ALL)
    assert role_of(run, ()) == NOT_HEALTH
    assert role_of(run, replay(FLOWS, run).path) == "sykehus"


def test_only_those_who_are_not_health_personnel_miss_an_offer() -> None:
    acute = FLOWS.outcomes[OutcomeId("akutt")]
    assert offers_for(FLOWS, acute, None) == ("rolle", "barn")
    assert offers_for(FLOWS, acute, OptionId("sykehus")) == ("rolle", "barn")
    assert offers_for(FLOWS, acute, NOT_HEALTH) == ("rolle",)


def test_every_path_ends_and_none_is_left_out() -> None:
    found = [tuple(f"{s}.{o}" for s, o in path.answers) for path in paths(FLOWS, SAFETY)]
    assert found == [
        ("start-trygghet.ja",),
        ("start-trygghet.nei", "rolle.sykehus", "barn.ja", "behov.råd"),
        ("start-trygghet.nei", "rolle.sykehus", "barn.ja", "behov.meld"),
        ("start-trygghet.nei", "rolle.sykehus", "barn.nei"),
        ("start-trygghet.nei", "rolle.ikke-helse"),
    ]


def test_severities_are_ranked_from_nothing_now_to_this_minute() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3, 4]


def test_replaying_every_shipped_path_ends_in_its_outcome(world: World) -> None:
    flows = world.library.flows
    for path in paths(flows, flows.start):
        assert at(replay(flows, Run(flows.start, answers=_stored(flows, path)))) == path.outcome.id


@given(st.data())
def test_a_shipped_path_in_any_order_with_other_answers_beside_it(world: World, data: st.DataObject) -> None:
    flows = world.library.flows
    path = data.draw(st.sampled_from(list(islice(paths(flows, flows.start), 0, None, 7))))
    beside = tuple(
        Answer(s.id, s.options[0].id, s.meaning)
        for s in flows.steps.values()
        if s.id not in {a for a, _ in path.answers}
    )
    answers = data.draw(st.permutations([*_stored(flows, path), *beside]))
    position = replay(flows, Run(flows.start, answers=tuple(answers)))
    assert at(position) == path.outcome.id
    assert [(a.step, a.option) for a in position.path] == list(path.answers)


def _stored(flows: Flows, path: Path) -> tuple[Answer, ...]:
    return tuple(Answer(s, o, flows.steps[s].meaning) for s, o in path.answers)
