"""What somebody looks for in `finn tilbud` is understood in her own words, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from bot.core.retrieval.needs import SURELY
from bot.core.talking import wishes
from bot.core.talking.wishes import Wish
from playing import shipped

NEEDS = {
    "snakke-med-barnet": """noen å snakke med|nokon jenta kan prate med|someone to talk to|en voksen som lytter|psykolg
        |hun trenger en å prate med|terapi|nån å prata med""",
    "gruppe": "samtalgruppe|aktivteter|leir i sommerferien|andre som har det likt|sorggruppe",
    "foreldre": "noe for foreldra|hjelp til mamma|foreldreveiledning|noko som kan hjelpe mora|nåkka for foreldran",
    "gravid-og-smabarn": "hun er gravid|baby|spedbarn|jordmor",
    "bekymring": "barnevernet|vold hjemme",
    "sykdom-i-familien": "hjemmesykepleie til far|avlastning|hjelp til mor som ruser seg|kreftkordinator",
    "e-melding": "emelding|hvor havner e-meldingen",
}
OTHER = """hva er taushetsplikt|skyss til skolen|barnehageplass|penger til mat|advokat|far i fengsel|skilsmisse
    |leksehjelp|når er hfu åpent|hvem bestemmer når foreldrene er uenige om samtykke til behandling"""


@pytest.mark.parametrize(("line", "need"), [(q.strip(), n) for n, lines in NEEDS.items() for q in lines.split("|")])
def test_own_words_say_what_is_looked_for(line: str, need: str) -> None:
    assert shipped().library.needs.spoken_of(line) == (need,)


@pytest.mark.parametrize("line", OTHER.split("|"))
def test_what_nobody_can_find_there_is_no_need(line: str) -> None:
    assert len(shipped().library.needs.spoken_of(line.strip())) != 1


def test_a_question_must_be_about_the_need_and_little_else() -> None:
    needs = shipped().library.needs
    assert needs.spoken_of("kan hun få noen å snakke med", SURELY) == ("snakke-med-barnet",)
    assert needs.spoken_of("hva heter kontaktpersonen i ressursnettverket", SURELY) == ()


@pytest.mark.parametrize(
    ("line", "place", "age"),
    [
        ("i stovner for 14 år", "stovner", "14"),
        ("til ei jente på åtte på Grorud", "grorud", "8"),
        ("Stovner i Oslo, 14-åring", "stovner", "14"),
        ("8 måneder", None, "0"),
        ("6–12 år i Alna", "alna", "6-12"),
        ("barn på 4 og 8", None, ""),
        ("150 år", None, ""),
        ("åtte", None, "8"),
    ],
)
def test_place_and_age_are_read_out_of_a_line(line: str, place: str | None, age: str) -> None:
    assert wishes.read(shipped(), line) == Wish(place, age)  # type: ignore[arg-type]


def test_a_number_in_words_is_an_age_only_where_it_stands_as_one() -> None:
    assert wishes.read(shipped(), "someone to talk to").age == ""


@pytest.mark.parametrize("line", ["hun er 14 og vil ikke være mer", "gutten er 8 og er borte", "barnet er"])
def test_an_age_with_more_beside_it_is_listened_to_first(line: str) -> None:
    """All of these are little words, and may be a cry for help."""
    assert wishes.age(shipped(), line) == ""


@pytest.mark.parametrize(("line", "age"), [("hun er åtte", "8"), ("ei jente på 3 år gammel", "3"), ("en på to", "2")])
def test_an_age_alone_is_an_age(line: str, age: str) -> None:
    assert wishes.age(shipped(), line) == age


@pytest.mark.parametrize("line", ["nummeret til barnevernvakta", "når melder jeg til barnevernet", "hva er kreft"])
def test_a_question_of_another_sort_is_no_search(line: str) -> None:
    assert wishes.least(line) is None
