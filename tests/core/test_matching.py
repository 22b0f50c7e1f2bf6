"""What a typed line means beside the choices on the screen: tables of what people write."""

from __future__ import annotations

import pytest

from bot.core.conversation import Shown
from bot.core.effects import Pick
from bot.core.events import ChoiceId, MessageNumber
from bot.core.flow import Step, StepId
from bot.core.library import World
from bot.core.talking.matching import Ambiguous, Chosen, Command, Commanded, command, entry, exact, fold, loose
from playing import Play, shipped

UNSURE = (
    "usikker",
    "ikke sikker",
    "Ikkje sikker",
    "jeg er usikker",
    "vet ikke",
    "Veit ikkje.",
    "not sure",
    "i don't know",
)
STEPS = sorted(shipped().library.flows.steps)


def shown(step: str) -> Shown:
    """A step as it stands on the screen."""
    options = shipped().library.flows.steps[StepId(step)].options
    picks = tuple(Pick(ChoiceId(o.id), "option", f"{step}.{o.id}") for o in options)
    return Shown(MessageNumber(1), f"steg:{step}", picks)


def answer(world: World, step: str, text: str) -> str:
    """The id of the option that a line is understood as; «?» when it fits several, empty when it fits none."""
    on_screen = shown(step)
    found = exact(world, on_screen, text) or loose(world, on_screen, text)
    if isinstance(found, Chosen):
        return str(found.pick.id)
    return "?" if isinstance(found, Ambiguous) else ""


@pytest.mark.parametrize(
    ("step", "text", "option"),
    [
        # numbers, as they are written on a phone
        ("rolle", "1", "sykehus"),
        ("rolle", "1.", "sykehus"),
        ("rolle", " 2 ", "kommune"),
        ("rolle", "nr 3", "akuttkjeden"),
        ("rolle", "nr. 3", "akuttkjeden"),
        ("rolle", "nummer 4", "ikke-helse"),
        ("rolle", "#4", "ikke-helse"),
        ("rolle", "4)", "ikke-helse"),
        ("rolle", "２", "kommune"),
        ("rolle", "0", ""),
        ("rolle", "5", ""),
        ("rolle", "9", ""),
        ("rolle", "99", ""),
        ("rolle", "-1", ""),
        ("rolle", "1 2", ""),
        ("rolle", "12345", ""),
        # whole labels and aliases, with other signs, cases and letters
        ("rolle", "IKKE HELSEPERSONELL", "ikke-helse"),
        ("rolle", "ikke-helsepersonell", "ikke-helse"),
        ("rolle", "fastlege!", "kommune"),
        ("gjelder", "Har barn", "har-barn"),
        ("gjelder", "søsken", "har-sosken"),
        ("gjelder", "soesken", "har-sosken"),
        ("gjelder", "So\u0308sken", "har-sosken"),
        ("samtykke", "16-17", "ungdom"),
        # beginnings
        ("gjelder", "pasienten er gravid", "gravid"),
        ("rolle", "akuttmot", "akuttkjeden"),
        ("rolle", "ak", ""),
        ("gjelder", "pasienten", "?"),
        ("start-trygghet", "ja", "?"),
        # a wrong letter
        ("rolle", "ambulanze", "akuttkjeden"),
        ("rolle", "sykheus", "sykehus"),
        ("rolle", "xyz", ""),
        ("rolle", "sekretær", ""),
        # what is no answer at all
        ("rolle", "", ""),
        ("rolle", "   ", ""),
        ("rolle", "?!", ""),
        ("rolle", "🙂", ""),
        ("rolle", "\u202eenummok", ""),
        ("rolle", "\ud800", ""),
        ("rolle", "kommune\x00", "kommune"),
        ("rolle", "kom\x00mune", "kommune"),
        ("rolle", "kommune " * 12_500, ""),
        ("rolle", "\u0000" * 100_000, ""),
    ],
)
def test_a_line_is_this_answer(world: World, step: str, text: str, option: str) -> None:
    assert answer(world, step, text) == option


@pytest.mark.parametrize("step", STEPS)
def test_no_is_never_a_yes_and_yes_never_a_no(world: World, step: str) -> None:
    labels = {str(o.id): fold(o.label) for o in world.library.flows.steps[StepId(step)].options}
    for text in ("nei", "Nei.", "NEI", "nei!", "nope", "no"):
        assert not labels.get(answer(world, step, text), "").startswith("ja"), text
    for text in ("ja", "Ja!", "JA", "jepp", "yes"):
        assert not labels.get(answer(world, step, text), "").startswith("nei"), text


@pytest.mark.parametrize("step", STEPS)
def test_unsure_is_never_sure(world: World, step: str) -> None:
    """Whoever is unsure lands on an option that says so, or nowhere."""
    unsure = (
        "usikker",
        "vet ikke",
        "uklart",
        "vet ikke helt",
        "ikke avklart",
        "ikke spurt",
        "uavklart",
        "tvil",
        "ukjent",
    )
    flows = world.library.flows
    for text in UNSURE:
        found = answer(world, step, text)
        if found not in ("", "?"):
            option = next(o for o in flows.steps[StepId(step)].options if o.id == found)
            said = " ".join((fold(option.label), *map(fold, option.aliases)))
            assert any(word in said for word in unsure), f"«{text}» at {step} is {found}"
            target = flows.at(option.to)
            assert isinstance(target, Step) or target.severity.rank > 0, f"«{text}» at {step} ends with no duty"


def test_all_ways_to_say_unsure_are_one_answer(world: World) -> None:
    for step in ("helsetilstand", "bk-grunn-omsorg", "start-trygghet"):
        assert {answer(world, step, text) for text in UNSURE} == {"usikker"}


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("ikke trygg voksen", "ja"),
        ("har ikke trygg voksen", "ja"),
        ("ingen trygg voksen", "ja"),
        ("ikke ja", "ja"),
        ("barnet er ikke trygt", "ja"),
        ("nei barnet er trygt", "ja"),
        ("utrygg voksen", "ja"),
        ("har utrygg voksen", "ja"),
        ("barnet er utrygt", "ja"),
    ],
)
def test_a_negated_line_is_not_the_answer_it_negates(world: World, text: str, never: str) -> None:
    assert answer(world, "omsorg-na", text) != never


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tilbake", Commanded(Command.BACK)),
        ("TILBAKE!", Commanded(Command.BACK)),
        ("/tilbake", Commanded(Command.BACK)),
        ("gå tilbake", Commanded(Command.BACK)),
        ("gaa tilbake", Commanded(Command.BACK)),
        ("hvorfor?", Commanded(Command.WHY)),
        ("kvifor", Commanded(Command.WHY)),
        ("avslutt", Commanded(Command.STOP)),
        ("meny", Commanded(Command.MENU)),
        ("help", Commanded(Command.HELP)),
        ("Akutt!!", Commanded(Command.ACUTE)),
        ("bekymra", Commanded(Command.WORRIED)),
        ("snakk med noen", Commanded(Command.SOMEBODY)),
        ("endre 2", Commanded(Command.CHANGE, 2)),
        ("Endre  12", Commanded(Command.CHANGE, 12)),
        ("endre2", Commanded(Command.CHANGE, 2)),
        ("endre svar 3", Commanded(Command.CHANGE, 3)),
        ("endre", Commanded(Command.CHANGE, 0)),
        ("oppsummer", Commanded(Command.SUMMARY)),
        ("start veiviser", Commanded(Command.RESTART)),
        ("start på nytt", Commanded(Command.RESTART)),
        ("/glem", Commanded(Command.FORGET)),
        ("gløym meg", Commanded(Command.FORGET)),
        ("innstillinger", Commanded(Command.SETTINGS)),
        ("fortsett", Commanded(Command.RESUME)),
        ("kan jeg gå tilbake til jobben?", None),
        ("akuttmottak", None),
        ("ikke akutt", None),
        ("endre 123", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_line_is_this_command(world: World, text: str, meant: Commanded | None) -> None:
    assert command(world, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("barn under radaren", "barn-under-radaren"),
        ("bekymring", "bekymring"),
        ("samtykke nektet", "samtykke-nektet"),
        ("Samtykke-nektet", "samtykke-nektet"),
        ("uavklart", "uavklart"),
        ("etterlatte", "etterlatte"),
        ("søsken", "sosken"),
        ("soesken", "sosken"),
        ("gravid", "gravid"),
        ("ikke helsepersonell", "ikke-helsepersonell"),
        ("e-melding", "e-melding"),
        ("E melding", "e-melding"),
        ("søskenet", None),
        ("", None),
    ],
)
def test_a_line_is_this_entry_word(world: World, text: str, meant: str | None) -> None:
    assert entry(world, text) == meant


def test_no_alias_stands_on_two_answers_of_one_step(world: World) -> None:
    for step in world.library.flows.steps.values():
        names = [name for o in step.options for name in {fold(o.label), *map(fold, o.aliases)}]
        assert len(names) == len(set(names)), step.id


STRANGE = (
    "",
    " ",
    "\n\n",
    "\x00",
    "\x1b[31mrød\x1b[0m",
    "🙂" * 50,
    "👩‍⚕️",
    "\u202eתשובה\u202c",
    "مساعدة",
    "\ud800\udfff\ud800",
    "a" * 100_000,
    "ja " * 33_333,
    "1" * 10_000,
    "{navn} %s {0}",
    "'; DROP TABLE conversation; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "/" * 1_000,
)


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_input_gets_a_clear_answer_and_loses_nothing(text: str) -> None:
    for before in ((), ("start veiviser", "nei")):
        play = Play(shipped())
        for line in before:
            play.types(line)
        said = play.types(text)
        assert said
        if before:
            play.types("fortsett")
            assert play.said[-1].ref.endswith("/rolle")
            play.types("2")
            assert play.said[-1].ref.endswith("/gjelder")
