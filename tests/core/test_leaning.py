"""A line that leans on the answer on the screen is told from a question of its own by every word in it."""

from __future__ import annotations

import pytest

from bot.core.retrieval import leaning
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.leaning import Leaning
from playing import MONDAY, shipped


def read(line: str) -> Leaning | None:
    index = shipped().library.index
    assert index.ranker is not None
    return leaning.read(line, MONDAY, index.catalogue.places, index.ranker.reader.lexicon.known)


LEANING = {
    Facet.HOURS: """når er det åpent?|når da|og i morgen?|kva tid opnar dei|er dei oppe i helga
        |hvilke dager er det åpent|hvor lenge er de åpne|what time do they close|er det åpent nå?|åpningtider""",
    Facet.PHONE: "telefon?|telfon|tlf|har du nummeret dit|kan eg ringe dei|phone number?|can I call them|kan jeg ringe",
    Facet.CONTACT: "hvordan kommer jeg i kontakt med dem|hvordan får jeg tak i dem|hvordan når jeg dem|how to reach it",
    Facet.EMAIL: "e-post?|har de en epostadresse|email",
    Facet.WEB: "har de nettside|lenke?|website",
    Facet.ADDRESS: "hvor er det|kor ligg det|where is it|hvor holder de til|hvor finner jeg dem",
    Facet.STAFF: """hvem jobber der|kven arbeider der|who works there|har de psykolog|er det jordmor der
        |hvem er lederen der|hvem er der|hvem jobber?""",
    Facet.PRICE: "hva koster det|er det gratis?|kostar det noko|is it free|må foreldrene betale",
    Facet.AUDIENCE: "aldersgrense?|hvem er det for|kven kan gå dit|kan en 12-åring gå dit|er det for foreldre også",
    Facet.ENTRY: "må en ha henvisning til henne|trengst det tilvising|do they need a referral|kan de møte opp|time?",
    Facet.WAIT: "ventetid?|hvor lenge må man vente",
    Facet.LANGUAGE: "har de tolk|snakker de engelsk",
    Facet.ALL: "hva gjør de|hva kan de hjelpe med|kva tilbyr dei|what do they do",
}


@pytest.mark.parametrize(("line", "facet"), [(q.strip(), f) for f, lines in LEANING.items() for q in lines.split("|")])
def test_a_line_of_little_words_says_which_fact_it_wants(line: str, facet: Facet) -> None:
    found = read(line)
    assert found is not None
    assert found.facets == (facet,)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("og på stovner?", "stovner"),
        ("hva med Grorud", "grorud"),
        ("kva med Alna?", "alna"),
        ("enn i Bergen", "bergen"),
        ("what about Stovner", "stovner"),
        ("Grorud?", "grorud"),
        ("og i Stovner da", "stovner"),
        ("finnes det på Grorud også", "grorud"),
    ],
)
def test_a_place_and_little_words_ask_for_the_same_there(line: str, place: str) -> None:
    assert read(line) == Leaning(place=shipped().library.knowledge.districts[place].id)  # type: ignore[index]


OWN = """hva er taushetsplikt?|jeg jobber på Stovner|hvem ringer jeg|hva skal jeg si til dem|må jeg melde|takk|Stovner
    |når må jeg melde?|hvem er barneansvarlig|nummer til legevakt|har hun barn|hva finnes på Stovner|hva gjør jeg
    |hvor mange er de|hvem bestemmer|er det lov|skal jeg ringe foreldrene|kan jeg si nei|hva om de sier nei|hva nå
    |hva om han ikke vil|hvor gammel må man være for å samtykke|jeg er i Alna|hva er klokka|hvem har ansvaret
    |har de rett til det|må de si ja|kan de nekte|hva trenger de|hvordan har de det|hun er 14|barna er på 4 og 8
    |kan de snakke med barnet|er det noen andre jeg kan ringe|I work in Alna|når skal journalen skrives
    |koster en tolk noe|hvor finner jeg det|hvor mye|hva finnes for barn|er det vanskelig for barn
    |hvor finner jeg hjelp"""


@pytest.mark.parametrize("line", OWN.split("|"))
def test_one_word_of_another_sort_makes_it_a_question_of_its_own(line: str) -> None:
    assert read(line.strip()) is None
