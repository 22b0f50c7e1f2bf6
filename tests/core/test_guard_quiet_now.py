"""Everyday neighbours of the emergencies in test_guard_said_now.py; they must stay quiet."""

import pytest
from test_guard import groups

MUST_NOT_FIRE = """
gutten spiser medisin mot ADHD
barnet tar medisin mot epilepsi
eleven drikker melk til lunsj
pasienten spiser tabletter mot høyt blodtrykk
barnet svelger ikke tabletter
jenta spiser tablettene sine selv
ungene spiser bær i barnehagen
barnet spiser dårlig og drikker lite
far drikker mye kaffe
kan barnet bade i vann med klor
barnet leker med biler som går på batteri
hvordan får jeg barnet til å ta medisin
pasienten drikker alkohol i helgene
babyen spiser godt og sover bra
vi vasker leker med klor
medisinene står låst inne
barnet ristet på hodet da jeg spurte
maten ristes i stekepanna
møtet ristes løs
barna inviteres til møte
ungene følges opp av skolen
barnet hentes av bestemor
foreldrene tilbys samtale
barn skal høres og ses
jenta utredes for angst
skjemaet fylles ut av mor
barna kartlegges ved innleggelse
babyen veies i dag
barnet spørres om hverdagen
gutten vurderes av lege
varslene slås av og på i innstillinger
hvor skal jeg registrere barnet
jeg vet ikke hvor jeg skal sende meldingen
jeg vet ikke hvor jeg finner skjemaet
hvor kan jeg henvise barnet
jeg er alene på vakt, mor er innlagt
jeg er alene om ansvaret på avdelingen
barna sover hos bestemor mens mor er innlagt
pasienten vet ikke hvor han skal bo etter utskrivning
mor kjører barna til skolen
he drives the kids to school
she drinks coffee and drives to work
barna bor hos far når mor er innlagt
hvor skal jeg ringe
kan mamma sove på sykehuset sammen med barnet
vi puster rolig sammen med barnet
barnet svarer gjerne på spørsmål
ho vaknar ofte om natta
hun våkner tidlig og er trøtt
the kids go to school with their dad
he picks up the kids after school
can I drive the kids to the visit
jeg puster ut litt nå som planen er klar
lyset i gangen slås av klokka ti
who do I call about the e-message form
hvem kan jeg ringe for råd om samtykke
hvem ringer jeg på kvelden for å drøfte anonymt
hvem skal jeg ringe når en pasient har barn
"""


@pytest.mark.parametrize("sentence", MUST_NOT_FIRE.strip().splitlines())
def test_everyday_neighbours_stay_quiet(sentence: str) -> None:
    assert groups(sentence) == []
