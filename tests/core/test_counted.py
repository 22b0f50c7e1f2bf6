"""«Hvor mange …»: an entry knows it when it has a number of that, not when it has any number."""

from __future__ import annotations

import pytest
from test_near_ties import ask
from test_search import article

from bot.core.retrieval.counted import asked, told
from bot.core.retrieval.wants import Want

NETWORK = article("nettverk", "Nettverket i kommunene", text="Nettverket ble til i 2014. Rundt 20 kommuner er med.")


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("hvor mange kommuner er med i nettverket", ("kommuner",)),
        ("Kor mange elektroniske meldingar kjem det?", ("elektroniske", "meldingar")),
        ("How many municipalities take part?", ("municipalities",)),
        ("ant. kommuner", ("kommuner",)),
        ("hvor mange prosent er enige", ()),
        ("hvor mange dager i uka er hun der", ()),
        ("hvor mange er med", ()),
        ("hva er telefonnummeret", ()),
    ],
)
def test_what_is_counted_is_read_out_of_the_question(question: str, counted: tuple[str, ...]) -> None:
    assert asked(question)[: len(counted)] == counted
    assert bool(asked(question)) == bool(counted)


@pytest.mark.parametrize("stems", [("kommun",), ("deltaker", "kommun"), ("nettverk",), ()])
def test_a_number_in_the_same_sentence_or_the_next_is_a_number_of_it(stems: tuple[str, ...]) -> None:
    assert told(NETWORK, stems)


def test_a_number_of_something_else_is_none_of_it() -> None:
    assert not told(NETWORK, ("ansatt",))


def test_an_entry_without_a_number_of_what_is_counted_says_so() -> None:
    found = ask("hvor mange meldinger kom fra nettverket i kommunene", None, NETWORK)
    assert (found.kind, found.lacks) == ("none", Want.AMOUNT)
    assert ask("hvor mange kommuner er med i nettverket i kommunene", None, NETWORK).lacks is None


def test_the_entry_that_has_the_number_comes_before_the_nearer_one_that_has_not() -> None:
    near = article("om-nettverk", "Nettverket nå", "antall deltakere i nettverket nå", text="Ledere er med.")
    having = article("tall", "Tall fra nettverket", "antall deltakere i nettverket og ledere", text="40 deltakere.")
    question = "hvor mange deltakere er det i nettverket nå"
    assert ask(question, None, near).lacks is Want.AMOUNT
    found = ask(question, None, near, having)
    assert (found.kind, found.hits[0].entry, found.lacks) == ("clarify", "tall", None)


def test_a_redirect_says_itself_what_is_not_known() -> None:
    redirect = article("avvis-ansatte", "Hvor mange ansatte", "hvor mange ansatte er det", redirect=True)
    assert ask("hvor mange ansatte er det i nettverket", None, redirect).lacks is None
