"""What may be said to whom: such questions have hardly a word that is rare, and the little words carry them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.events import DistrictId
from bot.core.language.norwegian import signs, words
from playing import shipped

NOW = datetime(2026, 1, 7, 10, 0, tzinfo=ZoneInfo("Europe/Oslo"))
TO_CHILDREN = frozenset({"samtykke-til-barnet", "ord-til-barnet", "barnet-informasjon", "samtykke-hvem-kan-vite"})
ASKED = """
hva kan jeg si til barna?
hva kan vi si til ungene
kva kan eg seie til borna
ka kan æ si te ungan
hva får jeg lov å si til barna hennes
pasienten har to barn, hva kan jeg si til barna?
mor har kreft, hva kan jeg si til barna?
hva kan jeg si til ungdommen
hva skal jeg si til ungene
what can I tell the children
what may we say to the kids
hva kan jeg fortelle barna
Hva kan eg seie til ungane hans?
hva kan jeg si til datteren hennes
kva skal vi seie til ungdomen når mor er sjuk
hva skal jeg si til barna når mor er innlagt
kan jeg si til barnet at mor har hjerneslag
kan jeg si til sønnen at mor har hjerneslag
kan jeg si at far har kreft til sønnen
får jeg si at mora har schizofreni til dattera
can I tell the son that his mother has cancer
får vi snakke med ungene uten at mor har sagt ja
"""


@pytest.mark.parametrize("question", ASKED.strip().splitlines())
def test_what_may_be_said_to_children_is_found_however_they_are_called(question: str) -> None:
    found = shipped().library.index.find(question, None, NOW)
    assert found.splits_on in ("", "entry")
    assert found.hits[0].entry in TO_CHILDREN


@pytest.mark.parametrize("question", ["hva sier barna", "kva seier ungane sjølv", "hva sier ungene?"])
def test_what_children_say_is_another_question(question: str) -> None:
    assert shipped().library.index.find(question, None, NOW).hits[0].entry == "barnet-egne-ord"


NO_CHILDREN = """
pasienten har ikke barn
hun har ingen barn, må jeg skrive det
hva gjør jeg når pasienten ikke har barn
hva skriver jeg når pasienten ikke har barn
kva skriv eg når pasienten ikkje har born
pasienten har ingen barn, hva da
what do I do when the patient has no children
"""


@pytest.mark.parametrize("question", NO_CHILDREN.strip().splitlines())
def test_no_children_are_not_children(question: str) -> None:
    assert shipped().library.index.find(question, None, NOW).hits[0].entry == "dilemma-ingen-barn"


def test_children_are_not_no_children() -> None:
    assert shipped().library.index.find("pasienten har barn, hva nå", None, NOW).hits[0].entry == "barnet-hva-gjor-jeg"


@pytest.mark.parametrize("question", ["barna", "barnet?", "hva med barna", "ungene"])
def test_a_word_that_stands_everywhere_is_no_sure_answer(question: str) -> None:
    assert shipped().library.index.find(question, None, NOW).kind != "answer"


def test_little_words_say_that_somebody_is_told_and_what_is_not() -> None:
    told = ("hva sier vi til barna", "seie det til dei", "fortelle barna")
    not_told = ("hva sier barna", "fortelle meg det", "can you tell me who that is")
    assert [signs(words(line)) for line in (*told, *not_told)] == [["?si"]] * len(told) + [[]] * len(not_told)
    assert signs(words("fortelle barna uten samtykke")) == ["?si", "?ikke"]


def test_little_words_say_that_there_are_no_children_and_who_acts_for_herself() -> None:
    childless = ("pasienten har ikke barn", "ikkje har born", "ingen barn", "har ikke noen egne barn")
    others = ("ikke snakke med barna", "han har barn og vil ikke", "barnet har ikke sovet")
    assert all("?barnløs" in signs(words(line)) for line in childless)
    assert not any("?barnløs" in signs(words(line)) for line in others)
    assert signs(words("kan barnet samtykke selv")) == ["?selv"]
    assert not any(signs(words(line)) for line in ("jeg tror på meg selv", "selv om hun vil", "i seg selv"))


def test_what_is_said_to_siblings_has_its_own_answer() -> None:
    found = shipped().library.index.find("kan jeg si til søsknene at broren har kreft", None, NOW)
    assert "dilemma-sosken-taushet" in [hit.entry for hit in found.hits[:2]]


DROP_IN = ("helsesykepleier uten time i grorud", "helsesykepleier uten timebestilling grorud")


@pytest.mark.parametrize("question", DROP_IN)
def test_without_an_appointment_is_drop_in(question: str) -> None:
    assert shipped().library.index.find(question, None, NOW).hits[0].entry == "grorud-hfu"


def test_where_to_write_is_not_what_a_parent_may_read() -> None:
    question = "mor drikker, barna er 3 og 5, hvor skal jeg skrive det i journalen"
    assert shipped().library.index.find(question, None, NOW).hits[0].entry == "journal-hvor"


SELF = """
kan barnet samtykke selv
hvor gammelt må barnet være for å samtykke selv
barn 16 år vil ikke at foreldre skal vite
"""


@pytest.mark.parametrize("question", SELF.strip().splitlines())
def test_who_may_decide_for_herself_is_not_what_a_consent_has_in_it(question: str) -> None:
    assert shipped().library.index.find(question, None, NOW).hits[0].entry == "samtykke-aldersgrenser"


def test_the_name_of_an_entry_answers_nothing_beside_a_word_that_it_lacks() -> None:
    index = shipped().library.index
    assert index.find("hva er Du er ikke alene", DistrictId("bergen"), NOW).kind == "answer"
    assert index.find("er Du er ikke alene fullt nå", DistrictId("bergen"), NOW).kind != "answer"
