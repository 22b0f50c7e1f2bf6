"""A line that asks is known from one that only tells, also where nobody typed the question mark."""

import pytest

from bot.core.language.inquiry import asks_more_than_what_now, asks_somewhere, supposes

TOLD = """
pasienten har to barn på 4 og 6
hun har tvillinger på sju
far er lagt inn, har ms og to barn
mor er innlagt, har ingen barn hos seg
mor er syk, er alene med to barn
pas har unge på 3 og er bekymret
hun har en sønn på 9, er utskrevet i går
mor har barn på 4 og 8, må ha hjelp
mor har barn på 4 og 8, skal opereres
hjemme er det to barn
har diabetes og to barn
og har ei datter på ti
a patient has two kids
han har barn fra før, vil ikke snakke om dem
dama har 2 barn. bor alene
hva gjør vi nå, hun har to små
"""
ASKED = """
mor har kreft og barn på 4 og 8, kan jeg informere skolen
far er lagt inn, han har en datter på 9, hvor skal det journalføres
pasienten har to barn, kan hun kjøre bil
pasienten har to barn, hva er taksten for samtalen
hun har to barn, har samboers barn krav på oppfølging
pasienten har to barn kan jeg si fra til skolen
pas har barn på 5 men trenger vi samtykke for å snakke med barnehagen
hun har to ungar, kven skal snakke med dei
han har barn fra før, gjelder det også stebarn
mor har tre barn - må jeg skrive det i journalen
far har ms og to gutter, får barna vite det
pasienten har en sønn på 7 og lurer på om vi kan si noe til helsesykepleier
ho har born på 4 og 8, korleis melder eg
pasienten har barn, er skolen pliktig til å si fra
hun har to barn, har barna krav på informasjon
a patient has two kids, should I write it down
hu har to unger åssen gjør vi det med samtykke
pasienten har to barn. trenger hun å samtykke
pasienten har to barn, skal skolen ha beskjed
pasienten har en sønn på 12 er det lov å snakke med fastlegen
hun har to små trenger vi tolk
far har to barn, skal barneansvarlig kobles på
siden når har samtalegruppene for ungdom eksistert
"""


@pytest.mark.parametrize(("lines", "asking"), [(TOLD, False), (ASKED, True)])
def test_a_question_is_known_from_what_only_tells_of_a_family(lines: str, asking: bool) -> None:
    assert [line for line in lines.strip().splitlines() if asks_somewhere(line) is not asking] == []


SUPPOSED = """
og hvis hun er 12?
men om han ikke vil?
og når ho er 15
hva hvis hun er 17
gjelder det når han er 17
and if she is 12?
"""
NOT_SUPPOSED = """
hun er 12 og vil ikke være mer
og hvis hun ikke vil være her mer?
and if she does not want to be here any more
og hvis han slår henne
han er på henne nå
"""


@pytest.mark.parametrize(("lines", "mere"), [(SUPPOSED, True), (NOT_SUPPOSED, False)])
def test_a_mere_case_to_think_of_is_known_from_what_happens(lines: str, mere: bool) -> None:
    assert [line for line in lines.strip().splitlines() if supposes(line) is not mere] == []


def test_whom_to_call_is_more_than_what_to_do_now() -> None:
    assert asks_more_than_what_now("mor har kreft og to barn, hvem ringer jeg på skolen")
    assert asks_more_than_what_now("gutten går i 2. klasse, skal jeg ringe skolen")
    assert not asks_more_than_what_now("pasienten har to barn, hva gjør jeg")
    assert not asks_more_than_what_now("pasienten har to barn")
