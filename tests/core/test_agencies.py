"""What differs between the agencies of a kommune: asked for where nothing says which, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_search import KNOWLEDGE, NOW, TABLES, article

from bot.core.events import DistrictId
from bot.core.knowledge import Agency, Article
from bot.core.retrieval.finding import Finding
from bot.core.retrieval.search import Index

BERGEN = DistrictId("bergen")
AGENCIES = (
    Agency("sykehjem", "Sykehjem", ("sjukeheim",)),
    Agency("hjemme", "Hjemmetjenester", ("hjemmesykepleien",)),
    Agency("sosiale", "Sosiale tjenester", ("NAV",)),
)


def about(name: str, title: str, *agencies: str, text: str = "Slik er det.") -> Article:
    return replace(article(name, title, text=text, place="bergen"), topic="sjekkliste", agencies=agencies)


ALL = about("alle", "Sjekklister i etatene", "sykehjem", "hjemme", "sosiale")
HOME = about("hos-hjemme", "Sjekkliste i hjemmesykepleien", "hjemme")
NURSING = about("hos-sykehjem", "Sjekkliste på sykehjem", "sykehjem")


def ask(question: str, *articles: Article, place: str | None = "bergen") -> Finding:
    """The finding in a content where Bergen has agencies, and these articles."""
    bergen = replace(KNOWLEDGE.districts[BERGEN], agencies=AGENCIES)
    known = {each.id: each for each in (ALL, *articles)}
    more = replace(
        KNOWLEDGE,
        districts={**KNOWLEDGE.districts, BERGEN: bergen},
        articles={**KNOWLEDGE.articles, **known},
    )
    return Index.build(more, TABLES).find(question, DistrictId(place) if place else None, NOW)


@pytest.mark.parametrize("question", ["sjekkliste i etaten vår", "sjekkliste in our agency", "sjekkliste hos oss"])
def test_an_agency_that_only_the_asker_knows_is_asked_for(question: str) -> None:
    found = ask(question)
    assert (found.kind, found.splits_on) == ("clarify", "agency")
    assert [each.ref for each in found.alternatives] == ["sykehjem", "hjemme", "sosiale"]


def test_choosing_an_agency_leads_to_its_own_answer_or_to_the_one_for_all() -> None:
    found = ask("sjekkliste i etaten vår", HOME, NURSING)
    assert {each.ref: each.entry for each in found.alternatives} == {
        "sykehjem": "hos-sykehjem",
        "hjemme": "hos-hjemme",
        "sosiale": "alle",
    }


def test_two_answers_for_one_agency_leave_the_choice_to_the_one_for_all() -> None:
    found = ask("sjekkliste i etaten vår", HOME, about("ogsaa-hjemme", "Sjekkliste hjemme, ny", "hjemme"))
    assert {each.entry for each in found.alternatives} == {"alle"}


def test_the_agency_is_asked_for_even_when_the_answer_for_one_of_them_is_nearest() -> None:
    found = ask("sjekkliste for primærkontakt hos oss", about("hos-hjemme", "Sjekkliste for primærkontakt", "hjemme"))
    assert (found.hits[0].entry, found.splits_on) == ("hos-hjemme", "agency")


@pytest.mark.parametrize(
    "question", ["sjekkliste i etaten vår, jeg er på sykehjemmet", "sjekkliste hos oss på NAV", "sjekkliste i etatene"]
)
def test_a_question_that_names_the_agency_or_means_all_is_not_asked_back(question: str) -> None:
    assert ask(question, NURSING).splits_on != "agency"


def test_what_is_the_same_everywhere_is_not_asked_about() -> None:
    same = article("prosedyre", "Prosedyren i kommunen", text="Den gjelder alle.", place="bergen")
    assert ask("prosedyren i kommunen for etaten vår", same).splits_on != "agency"


def test_what_varde_does_not_answer_for_any_agency_is_not_asked_about() -> None:
    redirect = article("avvis-ansatte", "Antall ansatte", "hvor mange ansatte er det i etaten", redirect=True)
    counting = about("ansatte", "Hvor mange ansatte som har sjekkliste i etaten", "hjemme", text="3 ansatte.")
    found = ask("hvor mange ansatte er det i etaten vår", redirect, counting)
    assert (found.splits_on, found.hits[0].entry) == ("", "avvis-ansatte")


def test_a_short_name_is_no_beginning_of_another_word() -> None:
    assert ask("navn på sjekkliste i etaten vår").splits_on == "agency"


def test_an_agency_asked_for_is_said_to_be_of_its_place_where_nobody_named_that() -> None:
    assert ask("sjekkliste hos oss", place=None).only_in == BERGEN
    assert ask("sjekkliste hos oss").only_in is None


def test_an_agency_named_as_such_names_its_place() -> None:
    everywhere = article("sykehjem-alle", "Sjekkliste på sykehjem i hele landet", text="Slik er det.")
    named = ask("sjekkliste i etat for sykehjem", NURSING, everywhere, place=None)
    assert (named.hits[0].entry, named.only_in) == ("hos-sykehjem", None)
    work = ask("sjekkliste for ansatte på et sykehjem", NURSING, everywhere, place=None)
    assert work.hits[0].entry == "sykehjem-alle"
