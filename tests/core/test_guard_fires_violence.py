"""Sentences that must fire: violence, abuse, missing children. How they were made: test_guard.py."""

import pytest
from test_guard import GUARD

FIRES = """
112 | han har kniv og kommer mot oss
112 | Far trugar med å drepe mor når ho kjem heim
112 | ektemannen banker henne opp akkurat nå mens barna ser på
112 | pappa slår mamma nå
112 | pasienten truer meg og barnet
112 | there is a man with a gun in the waiting room
112 | far har tatt med seg jenta og nekter å si hvor de er
112 | gutten på seks er borte, vi har lett overalt
112 | barnet har forsvunnet fra avdelingen
112 | han kommer til å drepe oss alle
112 | eg har låst meg inne på kontoret, han hamrar på døra
112 | han tok kvelertak på henne i går
112 | hun sier eksmannen står utenfor døra med øks
112 | far skal ta livet av hele familien
112 | the father says he will kill the children
112 | han sloss med politiet og barna er midt i det
112 | ukjent mann prøvde å ta med seg barnet fra barnehagen
112 | far har rømt med barna til utlandet
112 | en jente på 15 skal giftes bort mot sin vilje
112 | han har ei hagle og truer naboen
112 | faren tok henne i halsen og trua med å skyte alle
112 | det er noen som har nakenbilder av jenta på tolv og truer henne
112 | han slår kona mens vi snakker
112 | Mannen er bevæpnet og barna er i huset
112 | far sier han skal brenne ned huset med alle i
112 | mora blir holdt fanget av kjæresten
112 | my client's husband is beating her right now
112 | han holder henne fast og barna hyler
112 | et barn er blitt borte på sykehuset
112 | far henta gutten i går og har ikke levert han tilbake
112 | he threatened to stab his wife
112 | en dame skriker om hjelp hos naboen, det høres ut som hun får juling
112 | pasienten kaster møbler og truer personalet, datteren er her
112 | han har sagt at han skal gjøre det slutt på både kona og ungene
112 | dei slåst og det er barn der
112 | sønnen på 17 har gått til angrep på mora med saks
112 | noen har tatt jenta
112 | eksen har brutt seg inn og barna gjemmer seg
112 | foreldrene skal sende jenta ut av landet for å gifte henne bort
112 | han har pisttol
112 | far filmer at han sikter på mor med et gevær
112 | he will not let her leave the house and took her phone
112 | treåringen er forsvunnet fra barnehagen
112 | pasienten min sier hun kommer til å drepe ungen sin
112 | faren låser barnet inne i kjelleren om natta
112 | Far er på vei hit med våpen
112 | barnefar raser på gangen og slår rundt seg
112 | hun har blåveis og sier han kommer etter henne nå
112 | han stakk henne med en gaffel
112 | barnet mitt er kidnappet av eksen
112 | gutten kom ikke hjem fra skolen og ingen har sett ham
112 | the mother took the baby and ran from the ward
112 | far dro med ungene i går og svarer ikke, han truet med å ta dem med i døden
112 | hvis hun går fra meg dreper jeg dem alle, sa pasienten
112 | naboen hører skrik og dunking, barn gråter
112 | han har slått henne gul og blå
112 | jenta på 16 skal sendes til Pakistan for å gifte seg
112 | eg er redd for at han skal skyte oss
112 | they are fighting with knives and the kids are watching
112 | pasienten har tatt kollegaen min som gissel
112 | han pressa ho opp mot veggen og tok struptak
112 | han forfølger henne og har brutt besøksforbudet
112 | vi finn ikkje guten, han har stukke frå avdelinga
112 | mannen denger løs på kona
112 | mor sier hun skal kvele ungen hvis den ikke slutter å gråte
112 | mannen står med øks utenfor
112 | han har bundet henne fast
112 | han sier han skal drepe meg hvis jeg ringer barnevernet
112 | jeg blir truet av en pasient
112 | far slår mor i stua og barna er på rommet sitt
112 | the dad just grabbed the child and drove off
112 | vi leter etter en femåring som er gått fra avdelingen
112 | et barn er savnet
112 | datteren på 17 er holdt innesperret av familien
112 | de skal reise til Somalia og jenta vil ikke, hun er redd for å bli giftet bort
112 | han har kjøpt våpen på nettet
112 | ektefellen har vært voldelig i natt, barna så alt
112 | han dytta kona ned trappa
112 | pappa har kniv
112 | mannen hennes truer med å drepe henne og ungene
112 | han slår ho no
112 | far har teke ungane og vil ikkje seie kvar dei er
112 | the husband has a gun and the children are inside
112 | jenta er savnet siden i går
112 | samboeren har låst dem inne
112 | han kom med en øks og knuste døra
112 | far truar med at han skal ta ungane med seg i graven
overgrep | gutten sier at pappa slår ham med belte
overgrep | onkelen har tatt på jenta under trusa
overgrep | ho fortel at stefaren voldtok ho i går
overgrep | femåringen har sår i underlivet og sier at bestefar gjorde det
overgrep | mor har ristet babyen hardt
overgrep | the boy has fresh cigarette burns on his arms
overgrep | A girl told me her stepfather touched her last night
overgrep | barnet blir slått med en ledning hjemme
overgrep | mor innrømmer at hun har slått sønnen med grytelokk
overgrep | valdteken av ein slektning i helga
overgrep | læraren har forgripe seg på eleven
overgrep | jenta skal omskjæres i sommer
overgrep | faren kaster treåringen i veggen
overgrep | han har hatt sex med en trettenåring
overgrep | babyen har blåmerker på halsen som foreldrene ikke kan forklare
overgrep | barnet har brannmerker etter sigaretter
overgrep | jenta på 9 sier at onkel tar på henne der nede
overgrep | Guten seier at mamma slår han når ho er full
overgrep | he says daddy hits him with a belt
overgrep | spedbarn med brudd som ikke kan forklares
overgrep | en mann på nettet tvinger tolvåringen til å sende bilder
overgrep | far riste ungen til han ble stille
overgrep | jenta er gravid med stefaren
overgrep | my stepdaughter was raped by her uncle
overgrep | ho blei misbrukt av trenaren
overgrep | sønnen har håndavtrykk i ansiktet etter far
overgrep | far sparker ungen i magen
overgrep | mor holder babyens hode under vann
overgrep | hun forteller om bestefar som vil at hun skal kle av seg
overgrep | far slår dem med skjerf rundt hendene så det ikke syns
overgrep | jenta har gonoré, hun er ni
overgrep | gutten får juling hjemme
overgrep | barnet forteller at bestefar viste tissen sin
overgrep | jeg ble voldtatt av stefaren min sier hun
overgrep | spedbarnet har to brukne ribbein
overgrep | mor klapset treåringen så hun fikk merke i fjeset
overgrep | han filmer datteren i dusjen
overgrep | a boy of six says dad touches his private parts
overgrep | ungen er blitt dytta ned trappa av stefar
overgrep | læreren har sendt nakenbilder til en elev
overgrep | far har tatt på henne i senga
overgrep | barn med sigarettbrannsår
overgrep | onkel har lagt seg oppå jenta
overgrep | barnet har blåmerker på lårene og halsen
overgrep | sønnen sier mor holder ham under kaldt vann som straff
overgrep | stefar legger seg i senga til jenta om natta
overgrep | the child has bruises that the father can't explain
overgrep | mor lugger og slår femåringen
overgrep | toåring med brukket arm, forklaringen stemmer ikke
overgrep | gutten ble tvunget til sex av noen eldre gutter
overgrep | en 13-åring er blitt voldteken på fest
overgrep | gutten forteller at onkelen har misbrukt ham
overgrep | mamma slår meg sier jenta
overgrep | babyen er blitt ristet
overgrep | barnet har merker etter å ha blitt slått med belte
overgrep | far voldtek dottera si
overgrep | stepfather is sexually abusing the girl
"""

_ROWS = [tuple(line.split(" | ")) for line in FIRES.strip().splitlines()]


@pytest.mark.parametrize(("group", "sentence"), _ROWS)
def test_an_emergency_fires_and_the_right_group_answers_first(group: str, sentence: str) -> None:
    dangers = GUARD.dangers(sentence)
    assert dangers
    assert dangers[0].group == group
