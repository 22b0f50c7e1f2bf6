"""Sentences that must fire: life, fire and suicide. How they were made and measured is told in test_guard.py."""

import pytest
from test_guard import GUARD

FIRES = """
113 | mor ligger på badegulvet og jeg får henne ikke til å våkne
113 | barnet er blått rundt munnen og puster rart
113 | Han har svelga ein heil boks med paracet
113 | jenta har krampe og vi er alene med henne
113 | babyen er slapp og vil ikke våkne
113 | Toddler drank drain cleaner
113 | the mother is not responding and there is blood everywhere
113 | guten fekk noko i halsen og får ikkje luft
113 | pasienten har sluttet å puste, barna ser på
113 | hun reagerer ikke når jeg snakker til henne
113 | treåringen har spist mormors blodtrykksmedisin
113 | far har fått hjertestans foran ungene
113 | han har tatt for mange sovetabletter
113 | mor er psykotisk og sier at babyen er djevelen
113 | pasienten er bevistløs
113 | jeg finner ikke puls på mora
113 | overdosse på toalettet, sønnen står utenfor
113 | barnet falt ut av vinduet i tredje etasje
113 | ho har ete opp alle tablettane sine
113 | småen har fått i seg metadon
113 | dom slåss så blodet spruter, ungan skrik
113 | far har falt om på kjøkkenet og svarer ikke
113 | hu puster itj
113 | Barnet har svelget et knappebatteri
113 | baby pustar ikkje!
113 | gutten ble påkjørt og ligger helt stille
113 | mor har tatt en hel eske med sobril
113 | the baby is turning blue
113 | jeg får ikke kontakt med pasienten, barna sitter i stua
113 | jenta kramper og skummer rundt munnen
113 | eg trur ho har teke overdose
113 | nyfødt som er kald og slapp
113 | mor hører stemmer som sier hun må skade babyen
113 | she has taken too many pills and her son called us
113 | toåringen har drukket lampeolje
113 | ho er medvitslaus på golvet
113 | barnet har falt i vannet og var under lenge
113 | gutten blør masse fra hodet
113 | pasienten svarer ikke på tilsnakk og har små barn
113 | mor er helt borte og lar seg ikke vekke
113 | han fikk hjertestanns
113 | mora biter og klorer barnet så det blør
113 | mamma ligger på gulvet og svarer ikke, sa jenta på telefon
113 | Han fekk hjarteinfarkt no nett og fell i koma
113 | treåringen har slukt mors piller
113 | gutten har slukt et batteri
113 | Baby på 3 uker med feber og vil ikke spise, helt slapp
113 | pas har tatt 40 paracet for en time siden
113 | ho tok ein neve tablettar
113 | jenta har drukket seg sanseløs og er ikke til å få liv i
113 | the child is having a seizure
113 | he's stopped breathing
113 | my patient took an overdose and her kids are in the waiting room
113 | han e heilt vekk, får ikkje kontakt
113 | har ho svelgt noko giftig? ho er to år
113 | det er blod over alt og ho er gravid
113 | mor har skjært opp armen og blodet renner
113 | barn falt fra stellebordet og kaster opp
113 | sønnen fant far livløs i garasjen
113 | babyen puste ikje
113 | hun har injisert for mye heroin
113 | pasienten fikk anfall og rister over hele kroppen
113 | nyfødt i søppelkassa
113 | femåringen har brent seg på kokende vann
113 | jenta fikk strøm i seg og er bevistløs
113 | hun har født på do, babyen er blå
113 | mamma sover og jeg får henne ikke våken
113 | hun vil kaste babyen ut fordi stemmene sier det
113 | hun vil ikke våkne i morgen og har skrevet brev til barna
113 | kona mi har tatt en overdose sovemedisin
113 | har noen tatt for mye insulin kan de dø, sønnen sier mor er vanskelig å vekke
113 | ho får ikkje puste og er blå på leppene
113 | barnet svelget en magnet
113 | Ungen har fått allergisjokk og hovner opp
113 | Eg trur far er død, han er kald
113 | pasienten har kollapsa i heisen, dattera ser på
113 | jenta på to er urkraftig slapp og reagerer nesten ikke
113 | my baby is choking
113 | han har tatt masse oxycodon og sover tungt
113 | fikk beskjed om at en gutt er druknet i bassenget
113 | ho blør kraftig etter fødselen
113 | the boy fell from the third floor
113 | gravid med kraftig blødning og sønnen på tre er med
113 | pasienten har slutta å puste og ungane er i rommet
113 | Barnet har spist mammas hjertemedisin
113 | ei jente på 3 har krampar no
113 | My client is unconscious on the floor and her toddler is here
113 | mor er sovnet av piller og vi får ikke vekt henne
113 | far ligger livlos pa badet
113 | hun tok en overdose foran sønnen
113 | barnet har fått en stor kul i hodet og er vanskelig å få kontakt med
113 | gutten satte en drue i halsen
110 | det brenner på kjøkkenet hos en bruker
110 | huset står i full fyr
110 | Det ryker fra komfyren og barna er inne
110 | eg kjenner gasslukt i leilegheita
110 | there is smoke coming from the flat and kids are inside
110 | det har begynt å brenne i soverommet
110 | bilen har kjørt av veien med barn i
110 | leilegheita brenn
110 | bygningen brenner og det er folk inne
110 | kjøkenet er fullt av røyk
110 | ei bombe eller noko smalt, alt er øydelagt
110 | the house is on fire
110 | brannalarmen går og jeg ser flammer
110 | det lukter gass i hele oppgangen
110 | trafikkulykke med to barn i bilen
110 | sofaen tok fyr
110 | det tar fyr i gardina
110 | komfyren brenner
110 | flammene slår ut av vinduet og ungene er inne
110 | røyklukt i hele huset
110 | kids trapped in a burning house
110 | bussen med skolebarn har veltet
110 | det har tatt fyr i adventsstaken
110 | bygget er evakuert, kraftig røyk
110 | the curtains are burning
110 | har kollidert med elg, to barn i baksetet
110 | leiligheten brenner med to barn inne
110 | det kjem røyk ut av vindauget
110 | fire in the apartment
selvmord | hun skriver at hun ikke orker å leve lenger
selvmord | Guten på 15 seier han vil døy
selvmord | pasienten har planer om å gjøre slutt på livet
selvmord | mor skriver avskjedsbrev til ungene
selvmord | My patient says she wants to kill herself tonight
selvmord | datteren på 13 sa at alle hadde hatt det bedre uten henne, hun vil ikke leve
selvmord | han står på brua og vil hoppe
selvmord | selmordstanker hos mor til to
selvmord | far har sagt at han skal skyte seg
selvmord | ho har tenkt å ta livet sitt i natt
selvmord | pasienten ønsker å dø og har småbarn hjemme
selvmord | mamman truer med å ta sitt eget liv
selvmord | jeg orker ikke mer, vil bare dø
selvmord | he tried to hang himself this morning
selvmord | hun har kuttet seg dypt i håndleddet
selvmord | ungdommen har hengt seg
selvmord | hun vil bare at alt skal ta slutt og har samlet piller
selvmord | ho har freista å ta livet av seg
selvmord | moren sier at barna får det bedre når hun er død
selvmord | eleven skriver at hun ikke vil leve mer
selvmord | pasienten er suisidal og skal hjem til barna
selvmord | the teenager cut her wrists
selvmord | han har skrevet selvmordsbrev
selvmord | guten på 12 seier at han skal hengje seg
selvmord | pappa til jenta prøvde å ta livet sitt i dag
selvmord | sjolvmordsplanar hos far
selvmord | sitter på taket og truer med å hoppe
selvmord | hun har kjøpt tau og sagt farvel
selvmord | she does not want to live anymore
selvmord | han har sluttet å spise og sier han vil dø
selvmord | jeg tror hun kommer til å skade seg selv alvorlig i natt
selvmord | ungjenta har hoppa frå brua
selvmord | pasienten sier livet ikke er verdt å leve
selvmord | 14-åringen kutter seg og snakker om å dø
selvmord | eg ser ingen annan utveg enn å ende livet
selvmord | han har bestemt dato for når han skal dø
selvmord | He says he has a plan to end his life tonight
selvmord | ho tenkjer på å gjere det slutt
selvmord | jenta skrev på snap at hun skulle hoppe foran toget
selvmord | vil ikke være her mer sier han, barna er på skolen
selvmord | far prøvde å gasse seg i bilen
selvmord | selvmors forsøk på gutterommet
selvmord | han sa han ikke ville leve
selvmord | tar sitt eige liv
selvmord | mor har skåret seg i halsen
selvmord | hun sier at verden er bedre uten henne
selvmord | ungdommen på 14 har laget en plan for å ta livet sitt
selvmord | han ligger på skinnegangen
selvmord | eg vil ikkje leva lenger seier ho
selvmord | pasienten nekter å love at han ikke skal ta livet sitt
selvmord | sjølmordsforsøk for ei veke sidan
selvmord | She is suicidal and has two kids at home
selvmord | hun har samlet opp medisiner for å dø
selvmord | broren fant henne hengende i garasjen
selvmord | ho seier ho vil ta livet sitt når ungane har lagt seg
selvmord | tenåringsgutten har sagt at han ikke vil leve lenger
selvmord | mor har lagt igjen et avskjedsbrev
selvmord | pasient med selvmordsplaner vil skrives ut, har to barn
selvmord | he wants to end it all
selvmord | jenta på 12 sier hun skal drepe seg
"""

_ROWS = [tuple(line.split(" | ")) for line in FIRES.strip().splitlines()]


@pytest.mark.parametrize(("group", "sentence"), _ROWS)
def test_an_emergency_fires_and_the_right_group_answers_first(group: str, sentence: str) -> None:
    dangers = GUARD.dangers(sentence)
    assert dangers
    assert dangers[0].group == group
