"""What must hold on every path of the decision flow (I1–I8, I10, I12, I22, I24–I26), without its guarantees."""

from __future__ import annotations

import re

import pytest
from walks import Walked

from bot.core.flow import Flows, Severity, Step, StepId, paths

TAIL = (
    "Når du ikke fram på dagtid: ring barnevernvakten. La det ikke ligge. "
    "Har du grunn til å tro at det er alvorlig: meld uten å vente på svar."
)


def test_the_number_of_paths_is_what_the_domain_counted(flows: Flows, from_start: list[Walked]) -> None:
    """3161 from the start and 4022 with the entries: nobody lost or added a branch."""
    own = {entry.to for entry in flows.entries.values() if entry.to != flows.start}
    assert len(from_start) == 3161
    assert len(from_start) + sum(1 for start in own for _ in paths(flows, start)) == 4022


def test_i1_danger_comes_first_and_every_acute_outcome_is_near(flows: Flows, from_start: list[Walked]) -> None:
    for step in (flows.start, "usikker-hva"):
        assert all(number in flows.steps[StepId(step)].banner for number in ("113", "112", "110"))
    nearest: dict[str, int] = {}
    for one in from_start:
        nearest[one.outcome.id] = min(nearest.get(one.outcome.id, 99), len(one.answers))
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.ACUTE:
            assert nearest[outcome.id] <= 2, outcome.id
            assert re.search(r"\b11[023]\b|\b116 11[17]\b|arnevernvakt", outcome.actions[0]), outcome.id


def test_i2_options_limits_and_no_circles(flows: Flows, walked: list[Walked]) -> None:
    reached = {step for one in walked for step in one.steps} | {one.outcome.id for one in walked}
    assert flows.steps.keys() | flows.outcomes.keys() <= reached
    for step in flows.steps.values():
        assert 2 <= len(step.options) <= 8
        assert len(step.question) <= 140
        assert all(len(option.label) <= 67 for option in step.options)
    for outcome in flows.outcomes.values():
        assert 3 <= len(outcome.actions) <= 9
        assert all(len(action) <= 220 for action in outcome.actions)
    assert all(len(set(one.steps)) == len(one.steps) for one in walked)


def test_i2_no_outcome_is_far_away(flows: Flows, from_start: list[Walked]) -> None:
    nearest: dict[str, int] = {}
    for one in from_start:
        nearest[one.outcome.id] = min(nearest.get(one.outcome.id, 99), len(one.answers))
    assert flows.outcomes.keys() - nearest.keys() == {"em-mangler-samtykke"}  # only its own entry leads there
    assert max(nearest.values()) <= 8
    duties = [o.id for o in flows.outcomes.values() if o.severity is Severity.DUTY_TO_REPORT]
    assert all(nearest[duty] <= (6 if duty == "meld-bur" else 5) for duty in duties)


def test_i3_reason_to_believe_is_a_duty(walked: list[Walked]) -> None:
    reasons = ("bk-grunn-omsorg.ja", "bk-grunn-behandling.ja", "bk-grunn-atferd.ja", "bk-grunn-handel.ja")
    told = (
        "bk-vold.haster",
        "bk-vold.trygt-na",
        "bk-vold.fortalt",
        "bk-vold.konkret",
        "gr-rus.skade",
        "bk-ufodt.skade",
    )
    for one in walked:
        if one.has(*reasons, *told, "bur-vurdering.ja", "bur-vurdering-vold.ja"):
            assert one.outcome.severity in (Severity.DUTY_TO_REPORT, Severity.ACUTE), one


def test_i4_a_child_without_a_safe_adult_is_acute(walked: list[Walked]) -> None:
    alone = ("start-trygghet.barn-alene", "akutt-type.barn-alene", "omsorg-na.nei", "bur-omsorg.nei", "so-omsorg.nei")
    more = ("bur-omsorg-vold.nei", "ua-tegn.ja", "tolk-tegn.ja", "et-snart.nei")
    for one in walked:
        if one.has(*alone, *more):
            assert one.outcome.id == "akutt-barn-uten-omsorg", one
        if one.has("et-omsorg.nei", "usikker-hva.dod"):
            assert one.outcome.id == "akutt-etterlatt-uten-omsorg", one
        if one.has("usikker-hva.hvor", "ua-tegn.ukjent"):
            assert one.outcome.id == "akutt-barn-uavklart", one


def test_i5_refused_consent_is_never_nothing_and_never_alone_a_duty(walked: list[Walked]) -> None:
    for one in walked:
        if one.has("samtykke.nei", "so-samtykke.nei", "so-samtykke.pasient-nei") or "sn-hva" in one.steps:
            assert one.outcome.severity is not Severity.NO_DUTY_NOW, one
        if one.has("sn-hva.info", "sn-hva.kontakt", "sn-hva.en-forelder", "sn-hva.barnet", "sn-hva.snakke"):
            assert one.outcome.severity is not Severity.DUTY_TO_REPORT, one


def test_i6_paragraph_10a_is_at_least_follow_up(walked: list[Walked]) -> None:
    for one in walked:
        if one.has("helsetilstand.ja", "helsetilstand.usikker", "so-helse.ja"):
            assert one.outcome.severity.rank >= Severity.FOLLOW_UP.rank, one


def test_i7_unsure_about_safety_is_at_least_discuss(walked: list[Walked]) -> None:
    grounds = ("bk-grunn-omsorg", "bk-grunn-behandling", "bk-grunn-atferd", "bk-grunn-handel", "bur-vurdering")
    unsure = tuple(f"{step}.usikker" for step in (*grounds, "bur-vurdering-vold", "ua-tegn", "tolk-tegn", "gr-rus"))
    dont_know = ("omsorg-na.vet-ikke", "bur-omsorg.vet-ikke", "bur-omsorg-vold.vet-ikke", "et-omsorg.vet-ikke")
    more = ("et-snart.vet-ikke", "so-omsorg.vet-ikke", "bk-vold.vag", "bk-type.skurrer", "akutt-type.annet")
    for one in walked:
        if one.has(*unsure, *dont_know, *more):
            assert one.outcome.severity.rank >= Severity.DISCUSS.rank, one


def test_i8_a_chosen_concern_is_never_nothing(walked: list[Walked]) -> None:
    concerns = tuple(f"bk-type.{c}" for c in ("vold", "omsorg", "behandling", "atferd", "handel", "ufodt", "skurrer"))
    assert all(one.outcome.severity is not Severity.NO_DUTY_NOW for one in walked if one.has(*concerns))


def test_i10_violence_says_do_not_inform(walked: list[Walked]) -> None:
    violence = ("bk-type.vold", "bk-type.handel", "bur-kategori.vold", "bk-ufodt.vold", "gr-annet.vold")
    for one in walked:
        if one.has(*violence, "ih-foreldre.utrygt", "akutt-type.vold", "akutt-type.overgrep"):
            assert "kke informer" in one.outcome.text, one


def test_i12_the_unborn_is_never_a_child_welfare_report(walked: list[Walked]) -> None:
    unborn = (
        *("gr-rus.skade", "gr-rus.usikker", "gr-rus.ikke-spurt", "gr-annet.vold", "gr-annet.sykdom", "gr-annet.nei"),
        *("bk-ufodt.skade", "bk-ufodt.rus", "bk-ufodt.vold", "bk-ufodt.annet"),
    )
    reports = {
        "meld-vold-overgrep",
        "meld-omsorgssvikt",
        "meld-behandling",
        "meld-atferd",
        "meld-menneskehandel",
        "meld-bur",
    }
    for one in walked:
        if one.has(*unborn):
            assert one.outcome.id not in reports, one
            assert TAIL not in one.outcome.actions, one
            if one.has("gr-rus.skade", "bk-ufodt.skade"):
                assert one.outcome.id == "meld-gravid-rus"


def test_i12_child_welfare_before_birth_only_when_she_consents(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.id.startswith(("meld-gravid", "droft-gravid")):
            assert "bare når hun samtykker" in outcome.text, outcome.id


def test_i22_the_same_answers_lead_to_the_same_outcome(walked: list[Walked]) -> None:
    ends: dict[frozenset[str], set[str]] = {}
    for one in walked:
        ends.setdefault(frozenset(one.answers), set()).add(one.outcome.id)
    assert all(len(found) == 1 for found in ends.values())


def test_i24_after_a_death_nobody_speaks_of_a_living_patient(walked: list[Walked]) -> None:
    for one in walked:
        if one.has("et-hvem.forelder", "et-hvem.sosken", "ua-hvorfor.dod", "usikker-hva.dod"):
            assert "pasienten" not in one.outcome.text, one
            assert "Mamma er syk" not in one.outcome.text, one


@pytest.mark.parametrize(
    ("answers", "safety"),
    [
        (("helsetilstand.ja", "helsetilstand.usikker"), "omsorg-na"),
        (("so-helse.ja",), "so-omsorg"),
        (("et-hvem.forelder", "et-hvem.sosken"), "et-omsorg"),
        (("et-hvem.snart",), "et-snart"),
        (("gjelder.sprak", "bur-barn.sprak"), "tolk-tegn"),
        (("bur-kategori.vold",), "bur-omsorg-vold"),
    ],
)
def test_i25_a_question_about_safety_comes_first(walked: list[Walked], answers: tuple[str, ...], safety: str) -> None:
    for one in walked:
        if one.has(*answers) and one.outcome.severity is not Severity.NO_DUTY_NOW:
            assert safety in one.steps, one


def test_i26_the_acute_chain_reaches_every_branch(flows: Flows) -> None:
    seen: set[str] = set()
    waiting = [next(o.to for o in flows.steps[StepId("rolle")].options if o.id == "akuttkjeden")]
    while waiting:
        name = waiting.pop()
        here = flows.at(name)
        if name not in seen and isinstance(here, Step):
            waiting += [option.to for option in here.options]
        seen.add(name)
    assert {"so-helse", "et-hvem", "gr-rus", "tolk-tegn", "ua-tegn"} <= seen
