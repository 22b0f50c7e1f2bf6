"""Finding entries: on a small country of its own, so that editing the content changes nothing here."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.events import DistrictId
from bot.core.knowledge import Article, Checked, ContactPerson, District, Knowledge, Offer, Opening, Reach, Term
from bot.core.language.hours import Clock
from bot.core.language.norwegian import tables
from bot.core.retrieval.search import Finding, Index

NOW = datetime(2026, 1, 7, 15, 0, tzinfo=ZoneInfo("Europe/Oslo"))
CHECKED = Checked(date(2026, 1, 1), "", 0)
TABLES = tables(
    "nn\tborn\tbarn\nnn\tteieplikt\ttaushetsplikt\n"
    "en\tyouth clinic\thelsestasjon for ungdom\nen\tconfidentiality\ttaushetsplikt\n",
    "1\tog i er det på til hva hvem når hvor kan\n4\tbarn time plass\n6\tåpent åpen natt ferie\n",
)


def district(name: str, parent: str | None) -> District:
    return District(DistrictId(name), name.capitalize(), (), DistrictId(parent) if parent else None, "")


def offer(name: str, title: str, place: str, service: str, *aliases: str, text: str = "", person: str = "") -> Offer:
    return Offer(
        id=name,
        name=title,
        aliases=aliases,
        service=service,
        short=text,
        status="aktiv",
        district=DistrictId(place),
        text=text,
        points=(),
        facts=(),
        age_from=None,
        age_to=None,
        situations=(),
        reaches=(Reach("telefon", "23 00 00 00", ""),),
        address="",
        openings=(Opening((2,), 840, 990, True, ""),) if service == "hfu" else (),
        closed=(),
        people=(ContactPerson(person, "", "", "", ""),) if person else (),
        sources=(),
        checked=CHECKED,
        valid_to=None,
    )


def article(
    name: str, title: str, *aliases: str, text: str = "", redirect: bool = False, place: str | None = None
) -> Article:
    return Article(
        id=name,
        redirect=redirect,
        title=title,
        aliases=aliases,
        text=text,
        points=(),
        offers=(),
        flow="",
        contacts=(),
        district=DistrictId(place) if place else None,
        sources=(),
        checked=CHECKED,
    )


PLACES = [
    ("norge", None),
    ("oslo", "norge"),
    ("grorud", "oslo"),
    ("alna", "oslo"),
    ("bergen", "norge"),
    ("time", "norge"),
    ("hamar", "norge"),
]
OFFERS = [
    offer(
        "grorud-hfu",
        "Helsestasjon for ungdom, Grorud",
        "grorud",
        "hfu",
        "HFU",
        text="Drop-in for ungdom. Jordmor og lege.",
    ),
    offer("alna-hfu", "Helsestasjon for ungdom, Alna", "alna", "hfu", "HFU", text="Telefon og e-post for ungdom."),
    offer("grorud-emelding", "Elektronisk melding til Grorud", "grorud", "emelding", text="Bestillerenheten tar imot."),
    offer("alna-kontakt", "Kontaktperson i Alna", "alna", "kontakt", "ressursnettverket", person="Torild Hallen"),
    offer("oslo-vakt", "Barnevernvakten i Oslo", "oslo", "barnevernvakt", text="Akutt hjelp kveld og natt."),
    offer("alarm", "Alarmtelefonen for barn og unge", "norge", "alarm", "116 111", text="Hele døgnet."),
    offer("bergen-alene", "Du er ikke alene", "bergen", "samtalegruppe", text="Samtalegruppe for ungdom 13–16 år."),
]
ARTICLES = [
    article(
        "taushet",
        "Taushetsplikt mellom skole og helsetjeneste",
        text="Skolen og skolehelsetjenesten har taushetsplikt.",
    ),
    article("tolk", "Barn skal aldri brukes som tolk", "oversette for foreldre", text="Bestill tolk etter tolkeloven."),
    article(
        "avvis-medisin", "Medisiner og doser", "dosering", "paracet", redirect=True, text="Det svarer jeg ikke på."
    ),
    article("paragraf-33", "Meldeplikt til barnevernet: § 33", "plikt til å melde", text="Helsepersonelloven § 33."),
]
TERMS = (Term("hfu", "helsestasjon for ungdom", ("HFU", "ungdomsklinikk")),)
KNOWLEDGE = Knowledge(
    districts={DistrictId(name): district(name, parent) for name, parent in PLACES},
    offers={each.id: each for each in OFFERS},
    articles={each.id: each for each in ARTICLES},
    terms=TERMS,
)
INDEX = Index.build(KNOWLEDGE, TABLES)


def find(question: str, place: str | None = None) -> Finding:
    return INDEX.find(question, DistrictId(place) if place else None, NOW)


@pytest.mark.parametrize(
    ("question", "place", "entry"),
    [
        ("telefon til alarmtelefonen for barn og unge", None, "alarm"),
        ("116111", None, "alarm"),
        ("taushetsplikt skole", None, "taushet"),
        ("taushetspligt skolen", None, "taushet"),
        ("teieplikt skule", None, "taushet"),
        ("confidentiality at school", None, "taushet"),
        ("hfu i grorud", None, "grorud-hfu"),
        ("hfu", "grorud", "grorud-hfu"),
        ("hfu i alna", "grorud", "alna-hfu"),
        ("ungdomsklinikken", "alna", "alna-hfu"),
        ("youth clinic", "alna", "alna-hfu"),
        ("barnevernvakten", "grorud", "oslo-vakt"),
        ("paragraf 33 meldeplikt", None, "paragraf-33"),
        ("§33", None, "paragraf-33"),
        ("torild hallen", "alna", "alna-kontakt"),
        ("du er ikke alene", "bergen", "bergen-alene"),
        ("paracet dosering", None, "avvis-medisin"),
    ],
)
def test_the_right_entry_comes_first(question: str, place: str | None, entry: str) -> None:
    assert find(question, place).hits[0].entry == entry


def test_a_service_of_several_districts_is_asked_about() -> None:
    found = find("når er helsestasjon for ungdom åpen")
    assert (found.kind, found.splits_on) == ("clarify", "district")
    assert {(each.ref, each.entry) for each in found.alternatives} == {("grorud", "grorud-hfu"), ("alna", "alna-hfu")}


def test_our_bydel_asks_which_where_a_national_entry_is_a_little_better() -> None:
    country = article("melding", "Etter at sykehuset har sendt elektronisk melding til kommunen")
    index = Index.build(
        replace(
            KNOWLEDGE,
            articles={**KNOWLEDGE.articles, "melding": country},
            offers={
                **KNOWLEDGE.offers,
                "alna-emelding": offer(
                    "alna-emelding", "Elektronisk melding til Alna", "alna", "emelding", text="Fagsenteret."
                ),
            },
        ),
        TABLES,
    )
    assert index.find("sendt elektronisk melding til bydelen vår", None, NOW).splits_on == "district"
    assert index.find("sendt elektronisk melding fra sykehuset", None, NOW).splits_on != "district"


def test_nothing_is_asked_when_the_place_is_known() -> None:
    assert find("når er helsestasjon for ungdom åpen", "alna").splits_on != "district"
    assert find("når er helsestasjon for ungdom på Alna åpen").splits_on != "district"


def test_other_districts_entries_are_never_shown() -> None:
    for question in ("helsestasjon for ungdom", "elektronisk melding", "ressursnettverket", "hfu"):
        places = {
            KNOWLEDGE.offers[hit.entry].district
            for hit in find(question, "grorud").hits
            if hit.entry in KNOWLEDGE.offers
        }
        assert places <= {"grorud", "oslo", "norge"}


def test_a_place_without_entries_is_named_and_not_answered_by_another() -> None:
    found = find("helsestasjon for ungdom i Hamar")
    assert (found.kind, found.unserved, found.place) == ("none", "hamar", "hamar")


def test_the_national_entry_of_a_service_answers_where_only_others_have_it() -> None:
    country = offer("norge-vakt", "Finn kommunens vakt", "norge", "barnevernvakt", text="Se nettsiden.")
    index = Index.build(replace(KNOWLEDGE, offers={**KNOWLEDGE.offers, "norge-vakt": country}), TABLES)
    found = index.find("barnevernvakten i Hamar", None, NOW)
    assert (found.kind, found.hits[0].entry, found.unserved) == ("answer", "norge-vakt", "hamar")


def test_national_entries_answer_in_a_place_without_entries() -> None:
    found = find("alarmtelefonen for barn og unge i Hamar")
    assert (found.hits[0].entry, found.unserved) == ("alarm", "hamar")


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("hvilken time kan jeg få", None),
        ("Time til psykolog", None),
        ("hfu i Time", "time"),
        ("hfu time kommune", "time"),
        ("hfu groruds", "grorud"),
        ("hfu i gorud", "grorud"),
        ("hos oss", None),
        ("i groruddalen", None),
    ],
)
def test_places_that_are_also_words_are_places_only_where_they_are_meant(question: str, place: str | None) -> None:
    assert find(question).place == place


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("hvem er kontaktperson i ressursnettverket", True),
        ("e-post til Torild Hallen", True),
        ("contact person", True),
        ("hfu grorud", False),
    ],
)
def test_asking_for_a_person_is_noticed(question: str, person: bool) -> None:
    assert find(question, "alna").sought.people is person


def test_a_time_is_taken_along() -> None:
    found = find("er hfu i grorud åpent nå?")
    assert found.hits[0].entry == "grorud-hfu"
    assert found.sought.time is not None
    assert (found.sought.time.days, found.sought.time.clock) == ((date(2026, 1, 7),), Clock("at", 15 * 60))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?",
        "👶🏽🎉",
        "Gdzie mogę znaleźć lekarza dla mojego dziecka",
        "qwertyuiop",
        "og i på til",
        "\x00\n|",
        "x" * 10_000,
    ],
)
def test_what_nobody_can_answer_is_not_answered(question: str) -> None:
    assert find(question).kind == "none"


def test_ten_thousand_characters_are_cut() -> None:
    long = "hfu i grorud " + "tekst som bare fortsetter " * 400
    assert find(long).place == "grorud"


def test_empty_knowledge_finds_nothing() -> None:
    assert Index.build(Knowledge()).find("hfu i grorud", None, NOW).kind == "none"


def test_entries_without_any_words_are_no_error() -> None:
    bare = Knowledge(articles={"a": article("a", "?")})
    assert Index.build(bare).find("hva er dette", None, NOW).kind == "none"


def test_closed_down_offers_are_not_found() -> None:
    closed = replace(KNOWLEDGE.offers["alarm"], status="avviklet")
    index = Index.build(replace(KNOWLEDGE, offers={**KNOWLEDGE.offers, "alarm": closed}), TABLES)
    assert "alarm" not in {hit.entry for hit in index.find("alarmtelefonen", None, NOW).hits}


def test_an_index_survives_a_pickle() -> None:
    again = pickle.loads(pickle.dumps(INDEX))
    assert again.find("hfu i grorud", None, NOW) == find("hfu i grorud")


def test_a_part_of_a_compound_that_the_content_lacks_is_missed() -> None:
    tables_ = tables("", "6\tangrep\n")
    index = Index.build(replace(KNOWLEDGE, articles={"b": article("b", "Når barnet har det ille", "ille")}), tables_)
    assert index.find("ille", None, NOW).kind == "answer"
    assert index.find("angrepsille", None, NOW).kind != "answer"


def test_it_says_why() -> None:
    why = "\n".join(find("taushetspligt i skolen").why)
    assert "corrected to taushetsplikt" in why
    assert "probability 0." in why
    assert "taushet: score " in why


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from([None, "grorud", "alna", "hamar", "nowhere"]))
def test_every_question_gets_a_finding_in_order(question: str, place: str | None) -> None:
    found = find(question, place)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert len(found.hits) <= 3
    assert len(found.alternatives) <= 8
    assert (found.kind == "clarify") == bool(found.splits_on) == bool(found.alternatives)
    assert found.kind != "answer" or found.hits


@given(
    st.sampled_from(["hfu grorud", "taushetsplikt", "tolk", "helsestasjon ungdom"]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_case_changes_no_hit(question: str, written: object) -> None:
    assert callable(written)
    assert [hit.entry for hit in find(written(question)).hits] == [hit.entry for hit in find(question).hits]
