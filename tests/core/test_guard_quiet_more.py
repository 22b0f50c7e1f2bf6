"""Everyday staff talk that must not fire. How it was made and measured is told in test_guard.py."""

import pytest
from test_guard import GUARD

QUIET = """
mor har fått slag, kven snakkar med borna?
har kommunen tilbod til barn av psykisk sjuke
no har eg fått samtykke, kva gjer eg?
kva om barnet ikkje vil snakke?
trur du det er lurt å seie det til borna no?
pasienten har ikke sagt noe til barna enda
han vil ikke at datteren skal vite at han er syk
hun vil ikke snakke med meg om barna
mannen er i utlandet og jobber offshore
er barn over 18 pårørende
skal jeg skrive i kjernejournalen
telefon til barnevernvakta i bergen
hvor lenge er ungdomsklinikken åpen på torsdag
fins det kurs på nett om barn som pårørende
kan jeg dele brosjyre om å snakke med barn om alvorlig sykdom
barnet er redd for at far skal dø
jenta lurer på om mamma kommer til å dø
pasienten kommer til å dø i løpet av uken, barna er 3 og 5
hva gjør jeg hvis pasienten ikke vil oppgi om hun har barn
moren har ikke krefter til å følge opp lekser
er barneansvarlig på ferie nå
pasienten har fått epilepsi, barna har sett anfall
gutten så faren få et epilepsianfall i fjor
tiltak for gravide som ruser seg
pasienten er edru, men tar buprenorfin
kan foreldre i LAR få hjelp til barna
hva er forskjellen på § 33 og barnevernsloven 13-2
vi trenger rom til å snakke med barnet uten foreldrene til stede
barnet bør få snakke uten foreldre til stede
kan ungdommer komme uten foreldre til HFU
skal barnet være alene med psykologen?
ungdommen kom alene til timen
aleneforelder med kreft trenger avlastning
enslige mindreårige asylsøkere, hvem er ansvarlig
enslig mindreårig flyktning på avdelingen
pasienten er alene med ansvaret for tre barn
hun er alene med barna når han jobber
mannen er alene med ungene mens kona er innlagt
barna trives best når de får være for seg selv
søsken trenger tid alene med foreldrene
gi søsken alenetid
barnet har lett for å lære
hun har mistet et barn
foreldre som har mistet et barn
hvem informerer skolen når et barn dør
far er borte mye på jobb
barnet har vært mye borte fra skolen
gutten er borte fra skolen på grunn av migrene
er barna fortsatt hos besteforeldrene
har noen tatt kontakt med barna
har noen tatt seg av barna
hvem tar seg av barna
hvordan ta vare på søsken
jeg har tatt opp barna med pasienten
legen har tatt blodprøver av barnet
jeg tok på meg oppgaven som barneansvarlig
han tok det på strak arm
kan vi ta bilder av barnet til journalen
jeg slår gjerne av en prat med barnet
barnet falt i søvn
mor har falt ut av arbeidslivet
far er ufør og barna får lite oppfølging
han er sint og kjefter mye på ungene
ungdommen vil drive med bil
pasienten er i full behandling, barna er informert
jeg er full av spørsmål, kjører på: hva er barneansvarlig?
jeg er i bil nå, kan du svare kort?
jeg har 20 pasienter og er alene på vakt
jeg er alene på nattevakt og trenger råd om barna til en pasient
jeg er redd for å gjøre feil når jeg snakker med barn
jeg er ny som barneansvarlig
jeg er mor selv og synes det er vanskelig
mannen min sier at jeg jobber for mye
sønnen min går i samme klasse som pasientens sønn, er jeg inhabil
jeg er 30 år og ny i jobben
jeg er på rom 12 og trenger brosjyre
den lille gutten lurer på om far puster selv på respirator
forklare barn at mor er på respirator og ikke puster selv
Hva er barneansvarliges oppgaver?
Hvilke spørsmål bør jeg stille en pasient om barna?
hvordan får jeg foreldrene til å si ja
må jeg spørre menn også
når mor dør, hvem får omsorgen
finnes det en app for barn som pårørende
pasienten tok livet med ro
barna har fått et nytt liv
pasienten har tatt opp at sønnen ikke sover
datteren min skal begynne på skolen til høsten
hva står SMIL for
kan noen fra kommunen komme hjem til familien
familien bor i en liten leilighet
har barna rett til fri fra skolen
far fikk hjertesvikt, datteren er sytten
mor har lungekreft og røyker fortsatt
sønnen leker mye ute
barnet går til psykolog
hva gjør jeg hvis tolken ikke kommer
jeg har ikke tid til å snakke med barna
hvor mange barn er pårørende i Norge
pasienten er i en vanskelig livssituasjon med to små
kvinne 34 år, tre barn, innlagt med sepsis
mann 41, delirium, to barn hjemme med mor
barn 4 år, bror innlagt med kreft
skal vi involvere besteforeldre
hvordan dokumentere samtalen med tenåringen
mor er sykmeldt og far jobber nattskift
Kan helsesjukepleiaren ta kontakt med barnet på skulen?
Kva skjer etter at eg har sendt e-melding?
korleis får eg tak i koordinator no på kvelden
barnet har mistet matlysten
barna vil ikke besøke mor
far drikker litt for mye kaffe
pasienten går på metadon, datteren bor hos tante
pasienten tar for mye ansvar hjemme
gutten har sluttet på fotball
pasienten har stoma og barna er nysgjerrige
vi mangler barneansvarlig, hvem tar over
hva gjør barneansvarlig når pasienten er utskrevet
are there any books for kids about cancer
is it my job to ask about children in the emergency room
can I talk to the child without the parents' consent
what does the law say about siblings
does the child have a right to be alone with the doctor
hvordan ta imot barn på besøk på intensiv
barn på besøk i fengsel alene eller med følge
pasienten vil at barna skal være hjemme fra skolen
far er på jobb når barna kommer hjem
barna er på skolen og i barnehagen
kan barn bli med i ambulansen
hvordan støtte barn etter brann
barn som har opplevd vold, hvor henviser vi
hva er et krisesenter
jeg har snakket med ungdommen alene og fått samtykke
kan storesøster hente i barnehagen
hvem har lov til å hente barnet i barnehagen
pasienten er redd for å miste barna
mor føler seg alene
hun sliter med å stå opp om morgenen
Når skal barna informeres om mors diagnose?
Skal jeg ta opp barna i første samtale?
Hvem har ansvaret når det er delt omsorg?
Hva gjør jeg hvis barnet begynner å gråte?
Hvordan lager vi en plan for familien
Pasienten har utsatt timen sin
hva er terskelen for å melde bekymring
hva sier paragraf 10 a i helsepersonelloven
kontaktinfo til pårørendesenteret
kan mor nekte far innsyn
barnet vil være med til legen
når kan barnet få hjelp av bup
barna på fire og seks er hos far annenhver uke
mannen har fått als, konen vil ikke si noe til barna
mor er ruspåvirket på poliklinikken, barna bor hos fosterforeldre
hva er kriteriene for å få støttekontakt
kan besteforeldre være pårørende
er det greit at barnet leser journalen
pasienten er flyktning og har tre barn i hjemlandet
barnet er på besøk i avdelingen
mor ammer, kan babyen være på avdelingen
hvordan melder jeg meg på nettverket
er samtykke fra 15-åringen nok
kan vi ha barnet med på samtalen med legen
hun har fått barnet sitt tilbake fra fosterhjem
foreldrene krangler mye foran barna
gutten er sint og vil ikke snakke
kvifor må eg spørje om barn?
kven er barneansvarleg på medisinsk post?
kva seier eg når eit barn spør om mor skal døy?
kan ungdomen samtykke sjølv?
må begge foreldra vite det?
eg skal ha samtale med guten i morgon
how do I document this in the record
do we have an obligation towards siblings of ill children
should the child visit the ICU
what if the parents refuse
which office handles referrals in Alna
who is the contact at Stovner
the patient has no children under 18
jeg er barneansvarlig, hva er mine oppgaver
jeg er vikar og ny her
mor er operert i dag og skal hjem i morgen
pasienten skal skrives ut til tomt kjøleskap? nei, han har hjelp
barna har sett mor full før, kan de få hjelp
barn av alkoholikere, tilbud
barn av foreldre i fengsel, tilbud
hva gjør vi med barn som har opplevd brann
hva er fristen for svar på e-melding
hvordan håndtere at barn tar ansvar for småsøsken
barnet tar seg av lillebror hver dag
datteren på 16 gjør alt husarbeid
mor er trett og sover mye på dagen
far har tatt sykemelding
han har tatt det tungt
skal vi sende barna hjem nå
hvem skal hente papirene
kan barnet få sove på sykehuset
pasienten er pågående mot personalet
er det farlig å vente
"""


@pytest.mark.parametrize("sentence", QUIET.strip().splitlines())
def test_everyday_staff_talk_stays_quiet(sentence: str) -> None:
    assert GUARD.dangers(sentence) == ()
    assert GUARD.audience(sentence) is None
