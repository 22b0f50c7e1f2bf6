"""What must hold in the words and the roles of the decision flow (I9, I11, I13–I19, I23, I27, I28)."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from walks import Walked, all_lines, said

from bot.core.flow import Flows, Outcome, PingLevel, Severity
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


def test_i9_discuss_ends_in_a_decision_today_and_the_agreed_last_words(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.DISCUSS:
            assert "Beslutt i dag" in outcome.text, outcome.id
            assert "Ansvaret er ditt" in outcome.text, outcome.id
            if outcome.id in GRAVID:
                assert "§ 32" in outcome.text
            else:
                assert outcome.actions[-1] == TAIL, outcome.id


def test_i11_duty_outcomes_say_whose_duty_and_what_comes_back(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        if outcome.severity is Severity.DUTY_TO_REPORT and outcome.id != "meld-gravid-rus":
            text = outcome.text.casefold()
            for words in ("din egen", "samtykke", "erstatter ikke din", "tre uker"):
                assert words in text, (outcome.id, words)


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


def test_i23_numbers_in_the_text_are_in_the_contacts(flows: Flows) -> None:
    for outcome in flows.outcomes.values():
        for number, contact in NUMBERS.items():
            if re.search(rf"(?<!\d){number}(?!\d)", "\n".join(outcome.actions)):
                assert contact in outcome.contacts, (outcome.id, number)
        if "arnevernvakten" in outcome.text:
            assert "barnevernvakt" in outcome.contacts, outcome.id


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
