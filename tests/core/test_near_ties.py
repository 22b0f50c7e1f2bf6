"""Finding entries where something is missing, or two come about as near."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_search import KNOWLEDGE, NOW, TABLES, article, find, offer

from bot.core.events import DistrictId
from bot.core.knowledge import Article, Need, Offer
from bot.core.language.norwegian import tables
from bot.core.retrieval.finding import Finding
from bot.core.retrieval.search import Index

BERGEN_WATCH = offer("bergen-vakt", "Barnevernvakten i Bergen", "bergen", "barnevernvakt", text="Akutt hjelp.")


def ask(question: str, place: str | None, *entries: Offer | Article, needs: tuple[Need, ...] = ()) -> Finding:
    """The finding in a content that has these entries too, and in which these needs are met."""
    offers = {each.id: each for each in entries if isinstance(each, Offer)}
    articles = {each.id: each for each in entries if isinstance(each, Article)}
    more = replace(KNOWLEDGE, offers={**KNOWLEDGE.offers, **offers}, articles={**KNOWLEDGE.articles, **articles})
    return Index.build(replace(more, needs=needs), TABLES).find(question, DistrictId(place) if place else None, NOW)


def test_what_the_askers_place_lies_in_is_known_too() -> None:
    country = offer("norge-vakt", "Barnevernvakta i kommunen din", "norge", "barnevernvakt", text="Se nettsiden.")
    assert ask("barnevernvakta i byen", None, BERGEN_WATCH).splits_on == "district"
    found = ask("barnevernvakten", "grorud", BERGEN_WATCH, country)
    assert (found.splits_on, found.hits[0].entry) == ("", "oslo-vakt")


def test_a_city_is_asked_about_its_own_districts_only() -> None:
    elsewhere = offer("bergen-hfu", "Helsestasjon for ungdom, Bergen", "bergen", "hfu", "HFU")
    found = ask("hfu", "oslo", elsewhere)
    assert {each.ref for each in found.alternatives} == {"grorud", "alna"}


@pytest.mark.parametrize("question", ["når er hfu åpen hos oss", "ka dag e ungdomsklinikken oppe her", "hfu i bydelen"])
def test_a_place_that_only_the_asker_knows_is_asked_for(question: str) -> None:
    assert find(question).splits_on == "district"


def test_a_local_entry_just_behind_a_national_one_is_asked_about_only_where_she_speaks_of_here() -> None:
    country = article("melding", "Elektronisk melding", text="Bestillerenheten tar imot.")
    also = offer("alna-emelding", "Elektronisk melding til Alna", "alna", "emelding", text="Fagsenteret tar imot.")
    assert ask("hvem tar imot elektronisk melding", None, country, also).splits_on != "district"
    assert ask("hvem tar imot elektronisk melding hos oss", None, country, also).splits_on == "district"
    assert ask("hvem tar imot elektronisk melding hos oss", "alna", country, also).splits_on != "district"


def test_two_that_are_as_good_are_both_shown_whatever_speaks_for_the_first() -> None:
    pair = [article(f"journal-{n}", "Journal om barna", text="Skriv det i journalen.") for n in (1, 2)]
    found = ask("journal om barna", None, *pair)
    assert (found.kind, {hit.entry for hit in found.hits[:2]}) == ("clarify", {"journal-1", "journal-2"})
    assert ask("journal om barna", None, pair[0]).kind == "answer"


PSYCHOLOGISTS = [
    *(offer(f"{place}-psykolog", "Psykolog for ungdom", place, "psykolog") for place in ("grorud", "alna")),
    offer("bergen-psykolog", "Psykolog for barn", "bergen", "skolepsykolog"),
]


def test_once_a_place_is_asked_for_those_a_bit_further_behind_are_offered_too() -> None:
    found = ask("psykolog for ungdommer", None, *PSYCHOLOGISTS)
    assert found.splits_on == "district"
    assert {each.ref for each in found.alternatives} == {"grorud", "alna", "bergen"}


def test_another_service_that_meets_the_same_need_elsewhere_is_asked_about() -> None:
    alna = offer("alna-gruppe", "Barnegruppe", "alna", "gruppe-barn")
    bergen = offer("bergen-gruppe", "Samtaler i gruppe for barn av syke", "bergen", "samtalegruppe")
    met = Need("gruppe", "Gruppe", ("gruppe-barn", "samtalegruppe"))
    assert ask("har dere en gruppe for barna", None, alna, bergen).splits_on != "district"
    assert ask("har dere en gruppe for barna", None, alna, bergen, needs=(met,)).splits_on == "district"


def test_no_place_is_asked_for_where_hardly_anything_speaks_for_the_entry() -> None:
    assert ask("har dere en psykolog som ungdommen kan snakke med", None, *PSYCHOLOGISTS).splits_on != "district"
    assert ask("har dere en psykolog for ungdommen i bydelen", None, *PSYCHOLOGISTS).splits_on == "district"


def test_without_a_place_what_holds_everywhere_comes_before_what_is_local() -> None:
    country, local = article("a", "Samtale med barn"), article("b", "Samtale med barn", place="bergen")
    assert ask("samtale med barn i dag", None, local, country).hits[0].entry == "a"


def test_the_only_entry_with_the_question_as_a_name_comes_first() -> None:
    named = article("brosjyre", "Til utdeling", "hefte for foreldre", text="Bestill det.")
    text = "Hefte for foreldre. " * 5
    about = [article(f"om-{n}", f"Hefter for foreldre og foreldremøter {n}", text=text) for n in range(3)]
    found = ask("hefte for foreldre", None, *about, named)
    assert (found.kind, found.hits[0].entry) == ("answer", "brosjyre")


def test_a_redirect_gives_way_to_an_entry_that_comes_as_near() -> None:
    redirect = article("avvis-skriv", "Skjema for reise", redirect=True)
    form = article("skjema", "Skjema for samtykke")
    assert ask("skjema for kvantefysikk", None, redirect).hits[0].entry == "avvis-skriv"
    found = ask("skjema for kvantefysikk", None, redirect, form)
    assert (found.splits_on, found.hits[0].entry) == ("entry", "skjema")


def test_a_phrase_of_little_words_says_what_none_of_them_says() -> None:
    refusal = article("nektet", "Pasienten nekter", text="Snakk om hvorfor.")
    known = replace(KNOWLEDGE, articles={**KNOWLEDGE.articles, "nektet": refusal})
    index = Index.build(known, tables("nb\tsier nei\tnekter\n", ""))
    assert index.find("hun sier nei", None, NOW).hits[0].entry == "nektet"
    assert "nektet" not in {hit.entry for hit in index.find("nei, hun sier det", None, NOW).hits}


def test_a_phrase_that_stands_for_little_words_only_stands_for_nothing() -> None:
    index = Index.build(KNOWLEDGE, tables("en\tsupposed to\tskal\n", ""))
    assert index.find("taushetsplikt supposed to", None, NOW).hits[0].entry == "taushet"


def test_no_place_is_asked_for_when_no_place_has_what_is_asked_for() -> None:
    assert find("hva koster hfu").lacks == "pris"
    assert find("hva er telefonnummeret til hfu").splits_on == "district"


def test_a_word_for_a_little_word_is_one_itself() -> None:
    index = Index.build(KNOWLEDGE, tables("en\twithout\tuten\nen\tconfidentiality\ttaushetsplikt\n", ""))
    said = index.find("what is confidentiality without it", None, NOW).why
    assert any("confidentiality" in line for line in said)
    assert not any("without" in line for line in said)
