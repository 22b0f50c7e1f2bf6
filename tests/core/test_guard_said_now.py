"""Emergencies told in the present tense, in the passive, run together, or by the child who is alone.

By the author of the patterns, so no measure of them; their quiet neighbours are in test_guard_quiet_now.py.
The weights are not trained on these (hence the name of the file): short as they are, «drikker» would ring everywhere.
"""

import pytest
from test_guard import groups

MUST_FIRE = """
113 | barnet drikker klor
113 | treåringen svelger batteri
113 | ungen har i seg oppvaskmiddel
113 | babyen spiser tabletter
113 | gutten drikker lut
113 | jenta spiser medisinen til mor
113 | barnet et tablettar
113 | guten drikk oppvaskmiddel
113 | pasienten drikker klorin
113 | toåringen tygger på en knappcelle
113 | hun drikker frostvæske
113 | barnet har batteri i munnen
113 | han drikker håndsprit
113 | ho svelgjer eit batteri
113 | the toddler is drinking bleach
113 | barnet svelger magneter
overgrep | babyen ristes
overgrep | barnet ristes
overgrep | spedbarnet ristast
overgrep | ungen mishandles
overgrep | babyen ristes av far
overgrep | barna bankes med belte
overgrep | jenta sparkes av stefaren
overgrep | guten mishandlast heime
overgrep | barnet lugges
overgrep | tvillingene ristes når de gråter
overgrep | barnet slås av mor
overgrep | babyen kastes i sofaen
overgrep | the baby is being shaken
overgrep | ungene dyttes ned trappa
overgrep | datteren misbrukes
113 | pusterikke
113 | pusterikkje
113 | babyen pusterikke
113 | han pusterikkje
113 | pasienten PUSTERIKKE
113 | ungen pustarikkje
113 | hun våknerikke
113 | ho vaknarikkje
113 | pasienten svarerikke
113 | hun pusteikke
113 | barnet pusterikke hjelp
113 | mamma pusterikke
113 | jenta pusterikkje lenger
113 | pusterikke!!
113 | han reagererikke
barn alene | he drinks and drives the kids
barn alene | she drinks and drives with the kids
barn alene | mor drikker og kjører barna
barn alene | faren drikker og køyrer ungane
barn alene | dad drinks and drives us to school
barn alene | mamma er innlagt og jeg vet ikke hvor jeg skal sove
barn alene | mamma er på sykehuset og jeg er alene hjemme
barn alene | eg veit ikkje kvar eg skal sova i natt
barn alene | pappa kommer ikke hjem og jeg er alene
barn alene | jeg er alene, mamma har ikke kommet hjem
barn alene | my mum is in hospital and I don't know where to sleep
barn alene | my dad is gone and I am home alone
barn alene | mamma er arrestert hvor skal jeg bo
barn alene | mamma ble lagt inn og jeg har ingen steder å sove
barn alene | eg er åleine heime og pappa er på sjukehuset
barn alene | mamma har ikkje kome heim
barn alene | who do I call if a child is alone tonight in Bergen
barn alene | hvem ringer jeg hvis et barn er alene i natt
barn alene | kven ringjer eg viss eit barn er åleine i kveld
barn alene | et barn er alene hjemme i kveld, hvem kan jeg ringe
barn alene | kem ringer æ når onga e alene i natt
"""


@pytest.mark.parametrize("row", MUST_FIRE.strip().splitlines())
def test_the_right_card_stands_first(row: str) -> None:
    group, sentence = row.split(" | ")
    assert groups(sentence)[:1] == [group]
