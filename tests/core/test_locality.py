"""What one place has is no answer to whoever has not said where she is, unless she names what only that place has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_search import KNOWLEDGE, NOW, article, offer

from bot.core.events import DistrictId
from bot.core.knowledge import Article, Offer
from bot.core.language.norwegian import tables
from bot.core.retrieval.finding import Finding
from bot.core.retrieval.search import Index

WORDS = tables(
    "",
    "1\tog i er det på til hva hvem når hvor kan for\n4\tbarn time plass et sted hele\n"
    "6\tvarm mat værested lekested vegg klatrevegg landet leke ring råd ventetid gruppe år ukjent\n",
)

TROLLSTUA = offer("alna-stua", "Et værested, Trollstua", "alna", "varested", text="Varm mat.", person="Sunniva Kvale")
NATIONAL = offer("norge-leker", "Lekested med vegg i hele landet", "norge", "lekested", text="Et sted å leke.")


def ask(question: str, place: str | None, *entries: Offer | Article) -> Finding:
    """The finding in a content that has these entries too."""
    offers = {each.id: each for each in entries if isinstance(each, Offer)}
    articles = {each.id: each for each in entries if isinstance(each, Article)}
    more = replace(KNOWLEDGE, offers={**KNOWLEDGE.offers, **offers}, articles={**KNOWLEDGE.articles, **articles})
    return Index.build(more, WORDS).find(question, DistrictId(place) if place else None, NOW)


def first(found: Finding) -> str:
    return found.hits[0].entry


def test_what_only_one_place_has_is_shown_as_that() -> None:
    found = ask("værested med varm mat", None, TROLLSTUA)
    assert (found.kind, found.splits_on, found.only_in, first(found)) == ("clarify", "entry", "alna", "alna-stua")


@pytest.mark.parametrize("question", ["værested med varm mat i Alna", "trollstua", "ring Sunniva Kvale"])
def test_whoever_names_the_place_or_what_only_it_has_is_not_asked(question: str) -> None:
    other = offer("grorud-stua", "Et værested", "grorud", "varested", text="Varm mat.")
    found = ask(question, None, TROLLSTUA, other)
    assert (found.only_in, found.splits_on in ("", "entry"), first(found)) == (None, True, "alna-stua")


def test_a_word_that_no_table_has_is_not_a_name_for_that() -> None:
    assert ask("klatrestue med mat", None, offer("alna-klatre", "Klatrestue", "alna", "klatring")).only_in == "alna"


def test_in_her_own_place_its_entry_answers() -> None:
    assert ask("værested med varm mat", "alna", TROLLSTUA).kind == "answer"


def test_what_holds_everywhere_goes_before_what_one_place_has() -> None:
    alna = offer("alna-leker", "Lekested med klatrevegg", "alna", "lekested", "lekested med vegg")
    found = ask("lekested med vegg", None, alna, NATIONAL)
    assert (first(found), found.only_in) == ("norge-leker", None)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_a_named_place_goes_before_what_is_a_little_better_for_the_whole_country() -> None:
    country = article("vente", "Råd for barn på gruppe")
    local = offer("alna-gruppe", "Gruppe i Alna", "alna", "gruppe", text="For barn.")
    question = "råd gruppe barn sommer ukjent plass time vi ikke fant noe til i år"
    assert first(ask(question, None, country, local)) == "vente"
    assert first(ask(f"{question} alna", None, country, local)) == "alna-gruppe"


@pytest.mark.parametrize("question", ["barn 9 år", "gruppe for barn 9", "to barn, 9 og 12 år", "a 9 year old"])
def test_an_age_is_no_paragraph(question: str) -> None:
    paragraph = article("forskrift-9", "Forskriften § 9: årlig gjennomgang", "paragraf 9 år")
    assert all(hit.entry != "forskrift-9" for hit in ask(question, "alna", paragraph).hits)


@pytest.mark.parametrize("question", ["§ 9", "hva sier paragraf 9", "forskriften § 9 for barn"])
def test_a_paragraph_is_found_by_its_number(question: str) -> None:
    other = article("forskrift-8", "Forskriften § 8: ledelsens ansvar")
    paragraph = article("forskrift-9", "Forskriften § 9: årlig gjennomgang")
    assert first(ask(question, "alna", other, paragraph)) == "forskrift-9"


def test_a_number_for_the_whole_country_is_none_for_a_named_place() -> None:
    country = article("innbyggere", "Innbyggere i kommunene", "hvor mange innbyggere", text="De har 5000 innbyggere.")
    assert ask("hvor mange innbyggere er det", None, country).kind == "answer"
    found = ask("hvor mange innbyggere har Alna", None, country)
    assert (found.kind, found.lacks) == ("none", "antall")
