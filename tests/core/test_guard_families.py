"""That somebody has children of an age, or looks after somebody, is what staff tell first; it is no emergency.

A stranger found that 208 of 240 sentences like «hun har en sønn på 7» brought a card: an age stood in emergencies far
more often than elsewhere. The sentences here stand in no training file; those put together share words with
tests/bench/alarms/families.txt, the plain ones were written without looking at it.
"""

from itertools import product

import pytest
from test_guard import GUARD, groups

WHO = ("pasienten har", "hun har", "far har", "mor er innlagt og har", "mannen har", "eg har ein pasient som har")
CHILD = ("en datter", "en sønn", "et barn", "ei jente", "en gutt", "barn", "to barn", "tvillinger")
AGE = ("{} på 7", "{} på 12", "{} på 3 år", "{}, 7 år", "{} på 9, kva no", "{} på 6 som bor hos far")
PLAIN = """
jeg jobber på kirurgisk og lurer på rutinene
pasienten skal skrives ut på fredag
vi har hatt samtale med mor i dag
mor vil ikke at vi snakker med barna
hun ble lagt inn i går kveld og er stabil nå
kona hans ringte og spurte om besøkstid
han er nettopp operert for brokk
far sitter i rullestol etter ulykken i fjor
jeg vikarierer på sykehjemmet i dag
dette er første gang jeg møter pårørende barn
eg har nattevakt og ein time til overs
pasienten har sagt ja til at vi kontakter skolen
vi har et barn på besøk på avdelingen nå
ungene sitter i gangen og venter på mor
datteren kommer på besøk etter skolen
sønnen hennes spurte om han kunne arve sykdommen
mor døde på tirsdag, barna er hos tante
begge foreldrene er til behandling hos oss
brukeren min har fått vedtak om hjemmehjelp
æ e ny på jobb og ska ha samtale med en pappa
har en pas med to unger hjemme, hun er i depresjon
han har ruset seg tidligere men er rusfri nå
barnet er med på visitten
she asked me if her son can visit
the kids are with their dad this week
mor er polsk og snakker lite norsk
familien bor i grorud
vi har ikke barneansvarlig på posten
lederen min sier at det ikke er vår oppgave
jeg skal skrive i journalen om barna
hun har barn men jeg har ikke spurt om alder
far har fått kreft med spredning
pappa til en elev i klassen er død
mormor har omsorgen for barnebarnet
en av mine pasienter er gravid i uke 20
jenta er 17 og bor på hybel
han er 15 og vil ha egen samtale
mor har samtykkekompetanse
de er tre søsken, den yngste har kreft
broren til pasienten er 11 og kommer ofte
vi fant ut at pasienten er pappa
barna vet ikke at far er innlagt
far skammer seg og vil ikke fortelle barna det
jeg er redd for å spørre om barna
hun gråter når vi snakker om barna
pasienten er sliten og trist i dag
gutten er lei seg etter at faren døde
jeg tror barna trenger noen å snakke med
skolen har ringt og spurt etter mor
hun har angst og klarer ikke å følge til skolen
"""


def test_a_family_is_no_emergency() -> None:
    told = [age.format(f"{who} {child}") for who, child, age in product(WHO, CHILD, AGE)]
    assert sum(bool(groups(text)) for text in told) / len(told) <= 0.03
    assert sum(map(GUARD.concern, told)) / len(told) <= 0.05


def test_plain_reports_are_no_emergency() -> None:
    lines = PLAIN.split("\n")[1:-1]
    assert sum(bool(groups(line)) for line in lines) / len(lines) <= 0.08
    assert sum(map(GUARD.concern, lines)) / len(lines) <= 0.1


@pytest.mark.parametrize(
    "text",
    [
        "ei jente på 9 tek seg av mor si",
        "mor har kreft og jente på 10 steller henne",
        "eg e i heimetenesta og e bekymra for ei jente på 9 som tek seg av mor si, lagar mat og sånn",
        "skriveren på poliklinikken har hengt seg, hvem ringer jeg?",
        "kan far ta med barna til utlandet i ferien?",
    ],
)
def test_what_a_stranger_was_frightened_by_stays_quiet(text: str) -> None:
    assert groups(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "far vil ta med barna til utlandet",
        "vent nå sier han at han skal ta med seg ungene til utlandet",
        "mor sier hun skal reise med barna ut av landet i morgen",
        "faren drog ut med ongen uten lov, de e på flyplassen",
    ],
)
def test_a_child_who_is_to_be_taken_abroad_has_the_card_of_children(text: str) -> None:
    assert groups(text)[:1] == ["overgrep"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("ungen er låst ute i snøen og ingen åpner", "barn alene"),
        ("jenta stakk seg på en sprøytespiss i parken", "113"),
        ("the mother set fire to the bed, boy still inside", "110"),
    ],
)
def test_what_a_third_stranger_saw_missed_is_heard(text: str, group: str) -> None:
    assert group in groups(text)
