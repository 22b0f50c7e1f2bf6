"""The guard on the shipped danger signs.

Measured, each set once, before the patterns were changed because of it (recall of must-fire sentences, false alarms):

- held-out half of the first set, written before the patterns by the same author: 103 of 104, 3 false alarms in 84;
- second set, written afterwards with unusual wordings on purpose: 35 of 99, 10 in 114;
- third set, the same way, after widening: 36 of 63, 2 in 60;
- fourth set, ordinary wordings, after widening again: 31 of 42, 0 in 60.

The sets then became the tables in test_guard_fires_*.py and test_guard_quiet*.py. All that was with phrases only; what
the weights add to it, and the honest figures since, are told in test_guard_learned.py.

Known miss: «mor har tatt avskjed med ungene» (ordinary in palliative care). Accepted alarms: «det brenner ikke»
(negation silences nothing), «bør vi spørre hvem som passer på barna i kveld».
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.language.notation import PatternError
from bot.core.language.phrases import MAX_END
from bot.core.listening.guard import Audience, DangerGroup, DangerSigns, Guard, Samples, Signs, unproven
from bot.core.listening.likeness import read_likeness

_SHIPPED = Path(__file__).parents[2] / "knowledge" / "faresignaler.yaml"


def _common(block: dict[str, Any]) -> dict[str, Any]:
    samples = block.get("prøver", {})
    return {
        "phrases": tuple(block.get("fraser", ())),
        "patterns": tuple(block.get("mønstre", ())),
        "harmless": tuple(block.get("unntak", ())),
        "samples": Samples(tuple(samples.get("treffer", ())), tuple(samples.get("treffer_ikke", ()))),
    }


def _shipped() -> DangerSigns:
    data = yaml.load(_SHIPPED.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return DangerSigns(
        vocabulary={name: tuple(words) for name, words in data["ord"].items()},
        never_typos=tuple(data["aldri_skrivefeil"]),
        groups=tuple(DangerGroup(id=one["id"], outcome=one["utfall"], **_common(one)) for one in data["grupper"]),
        concern=Signs(**_common(data["bekymring"])),
        audiences=tuple(Audience(id=one["id"], **_common(one)) for one in data["avsender"]),
    )


SIGNS = _shipped()
WEIGHTS = _SHIPPED.parent / "sprak" / "faresignaler.tsv"
WORRY_WEIGHTS = WEIGHTS.with_name("uro.tsv")
GUARD = Guard(SIGNS, *(read_likeness(page.read_text(encoding="utf-8")) for page in (WEIGHTS, WORRY_WEIGHTS)))


def groups(text: str) -> list[str]:
    return [danger.group for danger in GUARD.dangers(text)]


def small(*phrases: str, harmless: tuple[str, ...] = (), words: dict[str, tuple[str, ...]] | None = None) -> Guard:
    group = DangerGroup(id="113", outcome="akutt-liv-helse", phrases=phrases, harmless=harmless)
    vocabulary = words or {}
    return Guard(DangerSigns(vocabulary=vocabulary, never_typos=(), groups=(group,), concern=Signs(), audiences=()))


def test_every_shipped_sample_holds() -> None:
    assert unproven(GUARD) == ()


def test_a_sample_that_fails_is_named_with_its_place() -> None:
    group = DangerGroup(id="113", outcome="x", phrases=("kniv",), samples=Samples(("gaffel",), ("kniv",)))
    bad = DangerSigns(vocabulary={}, never_typos=(), groups=(group,), concern=Signs(), audiences=())
    assert [(one.place, one.sentence, one.should_fire) for one in unproven(Guard(bad))] == [
        ("113", "gaffel", True),
        ("113", "kniv", False),
    ]


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("pappa slo ham", "overgrep"),
        ("han slo ham", "112"),
        ("han skal drepe barna og seg selv", "112"),
        ("far skal ta livet av alle hjemme", "112"),
        ("ta livet av seg og barna", "112"),
        ("hun vil drepe seg", "selvmord"),
        ("hun har tatt overdose og vil dø", "113"),
        ("tatt for mye, barna er alene", "113"),
    ],
)
def test_the_right_group_stands_first(sentence: str, first: str) -> None:
    assert groups(sentence)[0] == first


def test_a_group_that_stands_twice_is_named_once() -> None:
    assert groups("han har kniv og slo henne").count("112") == 1


def test_each_group_leads_to_its_outcome() -> None:
    assert {group.id: group.outcome for group in SIGNS.groups} == {
        "113": "akutt-liv-helse",
        "selvmord": "akutt-selvmord",
        "112": "akutt-vold-trussel",
        "overgrep": "akutt-overgrep-barn",
        "110": "akutt-brann-ulykke",
        "barn alene": "akutt-barn-uten-omsorg",
    }


@pytest.mark.parametrize(
    "sentence",
    ["barnet er ikke alene", "han truet ikke med kniv", "har ikke tatt overdose", "hun hadde selvmordstanker før"],
)
def test_negation_and_past_tense_do_not_silence_an_emergency(sentence: str) -> None:
    assert groups(sentence)


@pytest.mark.parametrize(
    ("sentence", "writer"),
    [
        ("hei, jeg er 11 år og pappa drikker", "barn"),
        ("Eg er 13 år og mamma er på sjukehuset", "barn"),
        ("my mum drinks a lot", "barn"),
        ("pappa slår meg", "barn"),
        ("jeg er pasient her", "pasient"),
        ("I'm a patient on the ward", "pasient"),
        ("mannen min er innlagt, hva sier jeg til barna våre", "parorende"),
        ("my husband is dying, what do I tell our kids", "parorende"),
        ("pasienten min er innlagt og har to barn", None),
        ("en jente på 12 år", None),
        ("kollegaen min er syk, hvem ringer jeg", None),
        ("jeg er 15 minutter unna", None),
        ("barnet sier at pappa slår meg", None),
    ],
)
def test_the_writer_is_staff_unless_the_words_say_otherwise(sentence: str, writer: str | None) -> None:
    assert GUARD.audience(sentence) == writer


@pytest.mark.parametrize(
    "typo",
    ["selvmrodstanker", "bevistløss", "krammper i kroppen, har kramper", "skytevåpnen", "livlos"],
)
def test_one_typo_in_a_long_word_does_not_hide_it(typo: str) -> None:
    assert groups(typo)


def test_a_match_inside_a_harmless_match_does_not_count() -> None:
    guard = small("barn alene", harmless=("snakke med barn alene",))
    assert guard.dangers("snakke med barn alene") == ()
    assert guard.dangers("snakke med barn alene? Barn alene!")


def test_a_barred_gap_stops_at_the_barred_word() -> None:
    guard = small("barn (3-voksen) alene", words={"voksen": ("mor",)})
    assert guard.dangers("barn sitter alene")
    assert guard.dangers("barn og mor alene") == ()


@pytest.mark.parametrize("phrase", ["", "{finnes_ikke}", "(3) alene", "alene (3)", "ka*", "a-b"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PatternError):
        small(phrase)


def test_beginning_and_end_of_a_very_long_text_are_read() -> None:
    padding = "vi har det bra " * MAX_END
    assert groups(f"kniv {padding}") == ["112"]
    assert groups(f"{padding} kniv") == ["112"]


@pytest.mark.parametrize("between", [" \u200b", "\u200b", "\n", "  ", " – ", ", ", "…", " \u00ad ", "»«"])
def test_nothing_between_two_words_silences(between: str) -> None:
    assert groups(f"barna{between}er{between}alene") == ["barn alene"]


_LOUD = st.sampled_from([one for group in SIGNS.groups for one in group.samples.fires])
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"})


@given(_LOUD, st.sampled_from([str.upper, str.lower, str.title, lambda text: text.translate(_ASCII)]))
def test_case_and_spelling_of_norwegian_letters_change_nothing(sentence: str, change: Callable[[str], str]) -> None:
    assert groups(change(sentence)) == groups(sentence)


@given(
    _LOUD,
    st.sampled_from(["  ", "\n", ", ", " - ", '" "', ". ", "!\t"]),
    st.sampled_from(["«{}»", '"{}"', "({}).", "{}!!"]),
)
def test_spaces_quotes_and_punctuation_change_nothing(sentence: str, between: str, around: str) -> None:
    assert groups(around.format(sentence.replace(" ", between))) == groups(sentence)


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    GUARD.dangers(text)
    GUARD.concern(text)
    GUARD.audience(text)


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800barn alene", "\u202ebarn\u202c", "æ" * 100_000, "barn alene " * 9_000, "\u200b" * 100_000],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    began = time.perf_counter()
    GUARD.dangers(text)
    assert time.perf_counter() - began < 2
