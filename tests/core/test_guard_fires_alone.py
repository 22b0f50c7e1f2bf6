"""Sentences that must fire: children without care. How they were made and measured is told in test_guard.py."""

import pytest
from test_guard import GUARD

FIRES = """
barn alene | jenta på fem sitter helt for seg selv hjemme
barn alene | barna er åleine heime, mor er lagt inn
barn alene | ingen voksne der, bare en treåring
barn alene | politiet har pågrepet mor og ungene er igjen i huset uten noen
barn alene | ungene har vært hjemme alene siden i går
barn alene | det ligger en baby i leiligheten uten voksne
barn alene | the kids are home alone and mum is here in the ER
barn alene | no grown-up is with the children
barn alene | six year old at home by himself
barn alene | ungan e aleina heim
barn alene | hvem skal hente femåringen i barnehagen når mor er innlagt nå
barn alene | ingen til å hente ungane i barnehagen i dag
barn alene | mor er full og skal kjøre hjem med ungene
barn alene | faren er tydelig rusa og har henta guten med bil
barn alene | barnet sitter igjen i bilen på parkeringen
barn alene | babyen sover ute i vogna og ingen er hjemme
barn alene | barna sover ute i natt
barn alene | han kom på akutten, to små barn er igjen i leiligheten
barn alene | moren ligger her på operasjonsbordet og hun har en sønn på fire hjemme uten tilsyn
barn alene | åtteåringen passer på to småsøsken alene i natt
barn alene | vi har lagt inn mor og vet ikke hvor barna er
barn alene | ungene har ingen å være hos i natt
barn alene | mor er innlagt og ingen er hos barna
barn alene | niåringen er alene med lillebror, mor har dratt
barn alene | ungane er heime utan vaksne
barn alene | Småjentene er helt for seg sjøl i huset
barn alene | ingen vet hvem som passer barna i kveld
barn alene | toåringen gikk alene langs veien
barn alene | the little girl is all by herself in the apartment
barn alene | mor er på akuttmottaket og ungene er alene heime
barn alene | barnet ble glemt igjen i barnehagen, foreldrene svarer ikke
barn alene | foreldrene møter ikke opp for å hente barnet og barnehagen har stengt
barn alene | Far kom beruset for å hente i barnehagen
barn alene | baby left in the car
barn alene | vi fant en seksåring som vandret rundt alene ute i natt
barn alene | pasienten sier at han har en baby hjemme som ingen passer på
barn alene | guten er einsleg igjen i leilegheita etter at mor vart henta av ambulansen
barn alene | ho har køyrt bil med rus i kroppen og ungane i baksetet
barn alene | barna har ikke noe sted å sove i natt
barn alene | ingen er heime med ungane
barn alene | mor dro på fest og lot tvillingene på to ligge igjen
barn alene | barna er låst ute og det er minus ti
barn alene | children without any adult in the house
barn alene | femaaringen er hjemme alene naa
barn alene | far kjører full med ungene
barn alene | barna er ute på gata midt på natta
barn alene | det er bare en tolvåring som passer på babyen, foreldrene er på byen
barn alene | mor ble tvangsinnlagt, barna kommer hjem til tomt hus
barn alene | barna kommer fra skolen om en time og det er ingen hjemme
barn alene | pappa er død og mamma er her, hvem tar barna i natt
barn alene | ho la frå seg babyen på golvet og gjekk
barn alene | foreldrene har reist til Spania og ungene er igjen
barn alene | Who is going to look after the kids tonight? Mum is being admitted
barn alene | gutane på 4 og 6 har vore åleine sidan i går kveld
barn alene | vi har en innlagt mor, og datteren på fem er alene på hotellrommet
barn alene | barnet sitter i en låst bil i sola
barn alene | mor ravet rundt og satte seg bak rattet med babyen
barn alene | jenta på sju åpnet døra og sa at ingen voksne var hjemme
barn alene | ingen har hentet henne på sfo og klokka er sju
barn alene | de små er for seg selv hjemme
barn alene | barna har sovet i trappeoppgangen
barn alene | he left his toddler in the apartment
barn alene | pas har barn i bilen utenfor, hun skal legges inn
barn alene | ungene har ikke noen til å passe på seg i natt
barn alene | hvem passer ungene mens mor er her i natt? hun har ingen
barn alene | jeg kom på hjemmebesøk og bare en fireåring åpnet døra
barn alene | ungane er att heime og ingen ser til dei
barn alene | barnehagen ringer, ingen kommer og henter jenta
barn alene | mor ligger i narkose og jenta sitter på gangen uten noen
barn alene | hun har latt spedbarnet ligge alene i flere timer
barn alene | den minste på tre er hjemme aleine
barn alene | Far er henta av politiet, borna er att
barn alene | han er full og har barnet i bilen
barn alene | the parents went out and left a 5-year-old in charge of the baby
barn alene | a baby was found outside our clinic
barn alene | ungene sitter i bilen mens mor er inne og drikker
barn alene | elleveåringen har klart seg selv hjemme siden mandag
barn alene | to små barn er alene hjemme og mor er her på legevakta
barn alene | ungen er åleine heime, far er arrestert
barn alene | en fireåring er hjemme uten voksne
barn alene | barna har ingen som passer på dem i natt
barn alene | mor kjørte bil i fylla med barna
barn alene | Two kids alone in the house, mother in hospital
barn alene | vi må legge inn mor nå og det er ingen som kan ta seg av barna
barn alene | jenta står utenfor skolen, ingen kommer
barn alene | baby ligg i vogna ute, ingen vaksne i nærleiken
"""

_ROWS = [tuple(line.split(" | ")) for line in FIRES.strip().splitlines()]


@pytest.mark.parametrize(("group", "sentence"), _ROWS)
def test_an_emergency_fires_and_the_right_group_answers_first(group: str, sentence: str) -> None:
    dangers = GUARD.dangers(sentence)
    assert dangers
    assert dangers[0].group == group
