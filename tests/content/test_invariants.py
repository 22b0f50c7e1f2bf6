"""What must hold in the decision flow (the domain's I1–I28), computed on the shipped content without its guarantees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.core.flow import Flows, Outcome, PingLevel, Severity, Step, StepId, paths
from bot.core.library import World

NUMBERS = {"113": "nod-113", "112": "nod-112", "110": "nod-110", "116 111": "alarmtelefonen", "116 117": "legevakt"}
TAIL = (
    "Når du ikke fram på dagtid: ring barnevernvakten. La det ikke ligge. "
    "Har du grunn til å tro at det er alvorlig: meld uten å vente på svar."
)
GRAVID = {"droft-gravid-rus", "droft-gravid-vold", "droft-gravid-annet"}
HEALTH_ENTRIES = {"barn-under-radaren", "e-melding"}
HEALTH_STEPS = {
    "gjelder",
    "helsetilstand",
    "omsorg-na",
    "samtykke",
    "behov",
    "so-helse",
    "bur-barn",
    "ua-tegn",
    "et-hvem",
}


@dataclass(frozen=True)
class Walked:
    """One way through: `step.option` in order, the steps, and where it ends."""

    answers: tuple[str, ...]
    steps: tuple[str, ...]
    outcome: Outcome

    def has(self, *answers: str) -> bool:
        return any(answer in self.answers for answer in answers)


@pytest.fixture(scope="module")
def flows(world: World) -> Flows:
    return world.library.flows


@pytest.fixture(scope="module")
def from_start(flows: Flows) -> list[Walked]:
    return list(_walked(flows, flows.start))


@pytest.fixture(scope="module")
def walked(flows: Flows) -> list[Walked]:
    """Every path from the start and from each entry's own step, entries that share one counted once."""
    starts = dict.fromkeys((flows.start, *(entry.to for entry in flows.entries.values())))
    return [one for start in starts for one in _walked(flows, start)]


def _walked(flows: Flows, start: StepId) -> Iterator[Walked]:
    for path in paths(flows, start):
        yield Walked(tuple(f"{s}.{o}" for s, o in path.answers), tuple(s for s, _ in path.answers), path.outcome)


def all_lines(flows: Flows) -> Iterator[tuple[str, str]]:
    """(step or outcome, line) for everything that is read in the flow."""
    for step in flows.steps.values():
        yield from ((step.id, line) for line in (step.question, step.why, *(o.label for o in step.options)))
    for outcome in flows.outcomes.values():
        yield from ((outcome.id, line) for line in (outcome.heading, *outcome.actions, outcome.journal))


def said(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-ZÆØÅ«–])", text)


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


def test_i9_discuss_ends_in_a_decision_today_and_the_agreed_last_words(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.DISCUSS:
            assert "Beslutt i dag" in outcome.text, outcome.id
            assert "Ansvaret er ditt" in outcome.text, outcome.id
            if outcome.id in GRAVID:
                assert "§ 32" in outcome.text
            else:
                assert outcome.actions[-1] == TAIL, outcome.id


def test_i10_violence_says_do_not_inform(walked: list[Walked]) -> None:
    violence = ("bk-type.vold", "bk-type.handel", "bur-kategori.vold", "bk-ufodt.vold", "gr-annet.vold")
    for one in walked:
        if one.has(*violence, "ih-foreldre.utrygt", "akutt-type.vold", "akutt-type.overgrep"):
            assert "kke informer" in one.outcome.text, one


def test_i11_duty_outcomes_say_whose_duty_and_what_comes_back(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.DUTY_TO_REPORT and outcome.id != "meld-gravid-rus":
            text = outcome.text.casefold()
            for words in ("din egen", "samtykke", "erstatter ikke din", "tre uker"):
                assert words in text, (outcome.id, words)


def test_i12_the_unborn_is_never_a_child_welfare_report(walked: list[Walked]) -> None:
    unborn = ("gr-rus.skade", "gr-rus.usikker", "gr-rus.ikke-spurt", "gr-annet.vold", "gr-annet.sykdom", "gr-annet.nei")
    unborn += ("bk-ufodt.skade", "bk-ufodt.rus", "bk-ufodt.vold", "bk-ufodt.annet")
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


def _in_roles(flows: Flows) -> set[tuple[str, str]]:
    """(step or outcome, role) for everything that can be on a screen: answers, offers and entries together."""
    seen: set[tuple[str, str]] = set()
    waiting = [(str(flows.start), "ukjent")]
    waiting += [(e.to, "helse" if e.id in HEALTH_ENTRIES else "ukjent") for e in flows.entries.values()]
    while waiting:
        name, role = waiting.pop()
        if (name, role) in seen:
            continue
        seen.add((name, role))
        here = flows.at(name)
        if isinstance(here, Outcome):
            shown = [step for step in here.continues if role != "ikke-helse" or not flows.steps[step].health_only]
            waiting += [(step, role) for step in shown]
        elif here.id == "rolle":
            asked = [o for o in here.options if role in ("ukjent", "helse", o.id)]
            waiting += [(o.to, o.id) for o in asked]
        else:
            waiting += [(o.to, role) for o in here.options]
    return seen


def test_i13_only_health_personnel_read_of_their_acts(flows: Flows) -> None:
    for name, role in _in_roles(flows):
        if role not in ("ukjent", "ikke-helse"):
            continue
        here = flows.at(name)
        lines = (here.heading, *here.actions, here.journal) if isinstance(here, Outcome) else (here.question, here.why)
        for sentence in (sentence for line in lines for sentence in said(line)):
            if re.search(r"§ 10 [ab]|pasientens journal", sentence):
                assert "elsepersonell" in sentence, (name, role, sentence)


def test_i13_others_never_come_into_the_health_branch(flows: Flows) -> None:
    not_health = {name for name, role in _in_roles(flows) if role == "ikke-helse"}
    # Whoever starts again and answers «usikker» may be asked the one question below; its words suit everybody.
    assert not_health & HEALTH_STEPS <= {"ua-tegn"}
    assert not not_health & {"ingen-barn", "ingen-helsetilstand", "ingen-gravid"}


def test_i13_the_steps_for_health_personnel_are_marked(flows: Flows) -> None:
    assert {step.id for step in flows.steps.values() if step.health_only} >= HEALTH_STEPS
    assert {entry.id for entry in flows.entries.values() if entry.health_only} == HEALTH_ENTRIES


def test_i13_the_role_is_asked_at_most_once(walked: list[Walked]) -> None:
    assert all(Counter(one.steps)["rolle"] <= 1 for one in walked)


def test_i13_outcomes_for_others_say_duty_to_report(walked: list[Walked]) -> None:
    for one in walked:
        if one.has("rolle.ikke-helse"):
            assert "eldeplikt" in one.outcome.text, one


def test_i14_every_outcome_is_whole(world: World, flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        assert outcome.heading
        assert outcome.actions
        assert outcome.contacts
        assert outcome.journal
        assert outcome.sources
        assert all(source in world.library.knowledge.sources for source in outcome.sources)
        assert all(contact in world.library.knowledge.contacts for contact in outcome.contacts)


def test_i15_an_electronic_message_is_not_urgent_and_has_an_example(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.flow == "e-melding" and outcome.id != "em-mangler-samtykke":
            assert "ikke for akutt" in outcome.text, outcome.id
            assert "uttrykkelig ja" in outcome.text, outcome.id
            assert outcome.examples, outcome.id
            assert all(example in flows.examples for example in outcome.examples)


def test_i15_no_duty_now_reminds_of_the_duty_to_report(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.NO_DUTY_NOW:
            assert "Meldeplikten gjelder" in outcome.text, outcome.id


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("gutten puster ikke", "akutt-liv-helse"),
        ("hun vil ta livet sitt", "akutt-selvmord"),
        ("han har en kniv og truer", "akutt-vold-trussel"),
        ("jenta ble voldtatt", "akutt-overgrep-barn"),
        ("huset brenner", "akutt-brann-ulykke"),
        ("barna er alene", "akutt-barn-uten-omsorg"),
    ],
)
def test_i16_every_group_of_phrases_has_an_acute_outcome(world: World, line: str, outcome: str) -> None:
    dangers = world.library.guard.dangers(line)
    assert outcome in {danger.outcome for danger in dangers}
    assert all(world.library.flows.at(danger.outcome).severity is Severity.ACUTE for danger in dangers)  # type: ignore[union-attr]


def test_i17_no_text_asks_for_identity(flows: Flows) -> None:
    for name, line in all_lines(flows):
        for sentence in said(line):
            if re.search(r"fødselsnummer|personnummer|fødselsdato", sentence):
                assert re.search(r"\bikke\b|\buten\b|\baldri\b", sentence, re.I), (name, sentence)


def test_i18_whoever_may_be_called_stands_in_the_list(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.ping is not PingLevel.NEVER:
            assert {"barneansvarlig", "nav-barneansvarlig"} & set(outcome.contacts), outcome.id


def test_i19_no_text_says_that_a_report_is_unnecessary(flows: Flows) -> None:
    for name, line in all_lines(flows):
        assert not re.search(r"(trenger|behøver) (ikke|du ikke) (å )?melde|slipper å melde|unødvendig å melde", line), (
            name
        )
        assert not re.search(r"på grunn av sjekklisten|sjekklisten er grunn", line), name


def test_i22_the_same_answers_lead_to_the_same_outcome(walked: list[Walked]) -> None:
    ends: dict[frozenset[str], set[str]] = {}
    for one in walked:
        ends.setdefault(frozenset(one.answers), set()).add(one.outcome.id)
    assert all(len(found) == 1 for found in ends.values())


def test_i23_numbers_in_the_text_are_in_the_contacts(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        for number, contact in NUMBERS.items():
            if re.search(rf"(?<!\d){number}(?!\d)", "\n".join(outcome.actions)):
                assert contact in outcome.contacts, (outcome.id, number)
        if "arnevernvakten" in outcome.text:
            assert "barnevernvakt" in outcome.contacts, outcome.id


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


def test_i27_nobody_is_told_to_use_force(flows: Flows) -> None:
    for name, line in all_lines(flows):
        assert not re.search(
            r"hold (barnet|ham|henne|forelderen) (tilbake|igjen|fast)|lås døren|ta barnet fra", line
        ), name
        if re.search(r"bruk makt", line, re.I):
            assert "Ikke bruk makt" in line, name


def test_i27_whoever_may_take_the_child_is_a_matter_for_the_police(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if re.search(r"vil (forelderen|noen|den mistenkte) (ta|hente) barnet", outcome.text, re.I):
            assert re.search(r"politiet|112", outcome.text), outcome.id
            assert "barnevern" in outcome.text, outcome.id


def test_i28_barnevernvakten_is_never_named_without_daytime(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        for line in outcome.actions:
            if "arnevernvakt" in line:
                assert "dagtid" in line, (outcome.id, line)
