"""What sort of thing a question asks for, and whether an entry has one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.events import DistrictId
from bot.core.knowledge import Article, Checked, ContactPerson, Offer, Opening, Reach
from bot.core.retrieval.wants import Want, lacking, somebody, wanted

CHECKED = Checked(date(2026, 1, 1), "", 0)
ARTICLE = Article("a", False, "Tre av fire", (), "Noe skjer.", (), (), "", (), None, (), CHECKED)
OFFER = Offer(
    id="o",
    name="Samtalegruppe",
    aliases=(),
    service="",
    short="",
    status="aktiv",
    district=DistrictId("d"),
    text="Gruppe for barn.",
    points=(),
    facts=(),
    age_from=None,
    age_to=None,
    situations=(),
    reaches=(),
    address="",
    openings=(),
    closed=(),
    people=(),
    sources=(),
    checked=CHECKED,
    valid_to=None,
)


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("hva er telefonnummeret til gruppa", Want.PHONE),
        ("tlf gruppa?", Want.PHONE),
        ("mob.nr til gruppa", Want.PHONE),
        ("mobilnr gruppa", Want.PHONE),
        ("e-postadressen til gruppa", Want.EMAIL),
        ("kva gateadresse har gruppa", Want.ADDRESS),
        ("Kor ligg gruppa?", Want.ADDRESS),
        ("hva heter psykologen", Want.NAME),
        ("Kva heiter etatsdirektøren no?", Want.NAME),
        ("hvem er leder for gruppa", Want.NAME),
        ("hva koster gruppa", Want.PRICE),
        ("How many children are in the group?", Want.AMOUNT),
        ("hvor mnge går i gruppa", Want.AMOUNT),
        ("Which weekdays is the group?", Want.DATE),
        ("når er neste kveld for gruppa", Want.NEXT),
        ("hvem er sammen med lederen for gruppa", Want.PRIVATE),
        ("hvor stor andel får hjelp", Want.SHARE),
        ("dato for neste samling", Want.DATE),
        ("hvilken dag er gruppa", Want.DATE),
        ("Kva dagar er gruppa?", Want.DATE),
        ("hva heter slt-koordinatoren for gruppa", Want.NAME),
        ("kor lenge varer gruppa", Want.LENGTH),
        ("hvor mange kom i fjor", Want.LAST_YEAR),
        ("hva betaler foreldrene for gruppa", Want.PRICE),
        ("Kor mange kroner er sett av til gruppa?", Want.PRICE),
        ("hva heter psykolgoen i gruppa", Want.NAME),
        ("når er neste gruppesamling", Want.NEXT),
        ("When is the next meeting of the group?", Want.NEXT),
        ("ventetid gruppa", Want.WAIT),
        ("hvor lenge må barna vente på plass i gruppa", Want.WAIT),
        ("hvilket rom er gruppa i", Want.ROOM),
        ("privatadressen til lederen for gruppa", Want.PRIVATE),
        ("er lederen for gruppa gift", Want.PRIVATE),
    ],
)
def test_the_sort_of_answer_is_read_out_of_the_question(question: str, want: Want) -> None:
    assert want in wanted(question)
    assert lacking(OFFER, (want,)) is want


@pytest.mark.parametrize(
    "question",
    [
        "hva heter skjemaet for barn som pårørende",
        "hva heter kurset for ledere",
        "hva gjør jeg neste gang jeg møter barnet",
        "kan det vente til i morgen",
        "hva om foreldrene ikke er gift",
        "er det rom for å snakke med barnet",
        "hvem er barneansvarlig",
        "kan jeg sende e-post om et barn",
        "skal jeg ringe foreldrene først",
        "når skal jeg melde",
        "adresserer dere dette i samtalen",
    ],
)
def test_no_sort_of_answer_is_seen_where_none_is_asked_for(question: str) -> None:
    assert wanted(question) == ()


@pytest.mark.parametrize(
    ("entry", "want"),
    [
        (replace(OFFER, reaches=(Reach("telefon", "940 152 58", ""),)), Want.PHONE),
        (replace(OFFER, text="Ring 116 111."), Want.PHONE),
        (replace(OFFER, reaches=(Reach("epost", "gruppe@example.no", ""),)), Want.EMAIL),
        (replace(OFFER, address="Rådhuset"), Want.ADDRESS),
        (replace(OFFER, people=(ContactPerson("Torild", "leder", "", "", ""),)), Want.NAME),
        (replace(OFFER, facts=(("fakta-kostnad", "gratis"),)), Want.PRICE),
        (replace(ARTICLE, text="Det skal være minst to i hver enhet."), Want.AMOUNT),
        (replace(ARTICLE, points=("38 prosent sjekker aldri.",)), Want.SHARE),
        (replace(ARTICLE, text="Møtet er 12. mars."), Want.DATE),
        (replace(OFFER, text="Gruppa møtes hver tirsdag."), Want.DATE),
        (replace(OFFER, openings=(Opening((1,), 840, 960, False, ""),)), Want.DATE),
        (replace(ARTICLE, text="Svar kommer innen tre uker."), Want.LENGTH),
        (replace(ARTICLE, text="Neste samling er i mars."), Want.NEXT),
        (replace(OFFER, text="Det er ingen ventetid."), Want.WAIT),
        (replace(OFFER, text="Gruppa møtes i 2. etasje."), Want.ROOM),
    ],
)
def test_what_stands_in_an_entry_is_never_denied(entry: Offer | Article, want: Want) -> None:
    assert lacking(entry, (want,)) is None


def test_a_number_in_a_title_answers_nothing() -> None:
    assert lacking(ARTICLE, (Want.AMOUNT,)) is Want.AMOUNT


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("enhetsleder på fagsenteret, navn og tlf", True),
        ("kven er einingsleiar på Fagsenteret", True),
        ("hvem er sammen med enhetslederen på fagsenteret", False),
        ("er enhetslederen gift", False),
        ("epsoten til foredragsholderen", True),
        ("epost barnsbeste", True),
        ("kan jeg poste dette", False),
        ("hva er et fagsenter", False),
    ],
)
def test_a_person_is_somebody_to_contact_and_nothing_more(question: str, wanted: bool) -> None:
    assert somebody(question) is wanted
