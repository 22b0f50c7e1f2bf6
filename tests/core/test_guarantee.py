"""Each kind of demand and of term, kept once and broken once, on a flow small enough to see through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.flow import (
    Entry,
    EntryId,
    FlowId,
    Flows,
    Option,
    OptionId,
    Outcome,
    OutcomeId,
    PingLevel,
    Severity,
    Step,
    StepId,
)
from bot.core.guarantee import (
    Breach,
    Chose,
    Demand,
    EndedAs,
    EndedIn,
    Guarantee,
    InRole,
    Term,
    Unless,
    prove,
    sentences,
)

FLOW = FlowId("prøve")


def step(name: str, *options: tuple[str, str], health_only: bool = False, why: str = "Fordi.") -> Step:
    answers = tuple(Option(OptionId(o), o, (), to) for o, to in options)
    return Step(StepId(name), FLOW, f"{name}?", "", why, name, (), answers, health_only=health_only)


def outcome(name: str, severity: Severity, *actions: str, continues: tuple[str, ...] = ()) -> Outcome:
    return Outcome(
        OutcomeId(name),
        FLOW,
        severity,
        f"Overskrift {name}",
        actions or ("Gjør noe.",),
        (),
        PingLevel.NEVER,
        "",
        "Skriv det ned.",
        (),
        (),
        (),
        tuple(StepId(s) for s in continues),
    )


def flows(*steps: Step, outcomes: tuple[Outcome, ...], entries: tuple[Entry, ...] = ()) -> Flows:
    by_step, by_outcome = {s.id: s for s in steps}, {o.id: o for o in outcomes}
    return Flows(steps[0].id, {}, by_step, by_outcome, {e.id: e for e in entries})


SMALL = flows(
    step("fare", ("ja", "akutt"), ("nei", "rolle")),
    step("rolle", ("sykehus", "barn"), ("ikke-helse", "andre")),
    step("barn", ("ja", "meld"), ("usikker", "droft"), ("nei", "ingen"), health_only=True),
    outcomes=(
        outcome("akutt", Severity.ACUTE, "Ring 113.", continues=("rolle",)),
        outcome("meld", Severity.DUTY_TO_REPORT, "Meld i dag.", "Ikke informer."),
        outcome("droft", Severity.DISCUSS, "Beslutt i dag.", "La det ikke ligge."),
        outcome("ingen", Severity.NO_DUTY_NOW, "Ingen plikt etter § 10 a for helsepersonell."),
        outcome("andre", Severity.FOLLOW_UP, "Snakk med foreldrene.", continues=("barn", "rolle")),
    ),
    entries=(Entry(EntryId("barn"), FLOW, ("barn",), StepId("barn"), health_only=True),),
)


def chose(*answers: str) -> tuple[Term, ...]:
    return tuple(Chose(StepId(a.split(".")[0]), OptionId(a.split(".")[1])) for a in answers)


def proved(
    when: tuple[tuple[Term, ...], ...], then: Demand, on: Flows = SMALL, but: tuple[str, ...] = ()
) -> Breach | None:
    found = prove(on, [Guarantee("g", when, then, tuple(OutcomeId(o) for o in but))])
    return found[0] if found else None


ACUTE, DUTY, DISCUSS, NONE = Severity.ACUTE, Severity.DUTY_TO_REPORT, Severity.DISCUSS, Severity.NO_DUTY_NOW
UNSURE = (chose("barn.usikker"),)


@pytest.mark.parametrize(
    ("kept", "broken", "field", "detail"),
    [
        (Demand(least=DISCUSS), Demand(least=DUTY), "least", "droft"),
        (Demand(outcomes=(OutcomeId("droft"),)), Demand(outcomes=(OutcomeId("meld"),)), "outcomes", "droft"),
        (Demand(never_severities=(NONE,)), Demand(never_severities=(DISCUSS,)), "never_severities", "droft"),
        (
            Demand(never_outcomes=(OutcomeId("ingen"),)),
            Demand(never_outcomes=(OutcomeId("droft"),)),
            "never_outcomes",
            "droft",
        ),
        (Demand(texts=("Beslutt i dag",)), Demand(texts=("Meld i dag",)), "texts", "Meld i dag"),
        (Demand(never_texts=("Meld i dag",)), Demand(never_texts=("Beslutt",)), "never_texts", "Beslutt"),
        (Demand(last_action="La det ikke ligge."), Demand(last_action="Ring."), "last_action", "Ring."),
        (Demand(passes=(StepId("barn"),)), Demand(passes=(StepId("rolle"),)), "passes", "rolle"),
        (Demand(never_steps=(StepId("fare"),)), Demand(never_steps=(StepId("barn"),)), "never_steps", "barn"),
        (
            Demand(never_without=Unless(("Beslutt",), "i dag")),
            Demand(never_without=Unless(("Beslutt",), "i morgen")),
            "never_without",
            "Beslutt i dag.",
        ),
    ],
)
def test_each_demand_is_kept_or_broken(kept: Demand, broken: Demand, field: str, detail: str) -> None:
    if field == "never_steps":
        kept = replace(kept, never_steps=(StepId("finnes-ikke"),))
    assert proved(UNSURE, kept) is None
    breach = proved(UNSURE, broken)
    assert breach is not None
    assert (breach.demand, breach.detail, breach.end) == (field, detail, "droft")


def test_the_path_that_breaks_it_is_told_from_the_first_answer() -> None:
    breach = proved((chose("rolle.sykehus"), chose("barn.nei")), Demand(least=DISCUSS))
    assert breach is not None
    assert breach.path == (("fare", "nei"), ("rolle", "sykehus"), ("barn", "nei"))
    assert breach.end == "ingen"


def test_all_groups_must_hold_and_one_term_of_each() -> None:
    assert proved((chose("barn.ja", "barn.nei"), chose("fare.ja")), Demand(least=ACUTE)) is None
    assert proved((chose("barn.ja", "barn.nei"),), Demand(least=DUTY)) is not None


def test_an_entry_has_paths_of_its_own() -> None:
    breach = proved((chose("barn.ja"),), Demand(passes=(StepId("fare"),)))
    assert breach is not None
    assert breach.path == (("barn", "ja"),)


def test_severity_and_outcome_are_terms_too() -> None:
    assert proved(((EndedAs(DISCUSS),),), Demand(texts=("Beslutt i dag",))) is None
    assert proved(((EndedAs(NONE),),), Demand(texts=("Beslutt i dag",))) is not None
    assert proved(((EndedIn(OutcomeId("meld")),),), Demand(texts=("kke informer",))) is None
    assert proved(((EndedIn(OutcomeId("droft")),),), Demand(texts=("kke informer",))) is not None


def test_an_excepted_outcome_is_let_through() -> None:
    when = (chose("barn.ja", "barn.usikker"),)
    assert proved(when, Demand(texts=("Beslutt i dag",))) is not None
    assert proved(when, Demand(texts=("Beslutt i dag",)), but=("meld",)) is None


NOT_HEALTH = (InRole((OptionId("ikke-helse"),)),)
UNKNOWN = (InRole((OptionId("ukjent"), OptionId("ikke-helse"))),)


def test_offers_to_steps_for_health_personnel_are_hidden_from_others() -> None:
    assert proved((NOT_HEALTH,), Demand(never_steps=(StepId("barn"),))) is None
    open_to_all = replace(
        SMALL, steps={**SMALL.steps, StepId("barn"): replace(SMALL.steps[StepId("barn")], health_only=False)}
    )
    breach = proved((NOT_HEALTH,), Demand(never_steps=(StepId("barn"),)), open_to_all)
    assert breach is not None
    assert breach.path[-1][0] == "barn"


def test_the_role_is_carried_through_offers_and_asked_once() -> None:
    """Who said `ikke-helse` and takes the offer to `rolle` is not asked again, so never becomes hospital staff."""
    breach = proved((NOT_HEALTH,), Demand(outcomes=(OutcomeId("andre"),)))
    assert breach is None


def test_words_are_held_against_the_sentence_and_the_role() -> None:
    rule = Demand(never_without=Unless(("§ 10 a",), "elsepersonell"))
    assert proved((UNKNOWN,), rule) is None
    bare = outcome("andre", Severity.FOLLOW_UP, "Plikten etter § 10 a gjelder ikke. Den gjelder helsepersonell.")
    breach = proved((UNKNOWN,), rule, replace(SMALL, outcomes={**SMALL.outcomes, bare.id: bare}))
    assert breach is not None
    assert breach.detail == "Plikten etter § 10 a gjelder ikke."


def test_the_help_of_a_step_is_read_by_those_whose_role_is_unknown() -> None:
    asked = step("rolle", ("sykehus", "barn"), ("ikke-helse", "andre"), why="Plikten står i § 10 a.")
    breach = proved(
        (UNKNOWN,),
        Demand(never_without=Unless(("§ 10 a",), "elsepersonell")),
        replace(SMALL, steps={**SMALL.steps, asked.id: asked}),
    )
    assert breach is not None
    assert breach.end == "rolle"


def test_an_entry_for_health_personnel_implies_the_role() -> None:
    health = step("barn", ("ja", "meld"), ("nei", "ingen"), health_only=True, why="Det følger av § 10 a.")
    shut = replace(SMALL, steps={**SMALL.steps, health.id: health})
    rule = Demand(never_without=Unless(("§ 10 a",), "elsepersonell"))
    assert proved((UNKNOWN,), rule, shut) is None
    anyone = {EntryId("barn"): replace(SMALL.entries[EntryId("barn")], health_only=False)}
    assert proved((UNKNOWN,), rule, replace(shut, entries=anyone)) is not None


def test_each_guarantee_is_told_once() -> None:
    rules = [Guarantee(f"g{n}", (chose("barn.nei"),), Demand(least=ACUTE)) for n in range(3)]
    assert [breach.guarantee for breach in prove(SMALL, rules)] == ["g0", "g1", "g2"]


def test_a_graph_with_a_circle_still_ends() -> None:
    round_and_round = flows(step("a", ("x", "b"), ("y", "o")), step("b", ("x", "a")), outcomes=(outcome("o", ACUTE),))
    assert proved((chose("a.y"),), Demand(least=ACUTE), round_and_round) is None


def test_a_sentence_ends_where_a_person_would_end_it() -> None:
    text = "Etter § 10 a skal du spørre. Ring kl. 8 i dag! Meld fra (se § 33). Helsepersonell: pasientens journal."
    assert list(sentences([text])) == [
        "Etter § 10 a skal du spørre.",
        "Ring kl. 8 i dag!",
        "Meld fra (se § 33).",
        "Helsepersonell: pasientens journal.",
    ]
