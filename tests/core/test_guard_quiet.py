"""Everyday staff talk that must not fire. How it was made and measured is told in test_guard.py."""

import pytest
from test_guard import GUARD

QUIET = """
hva gjør jeg når samtykke nektes
når er HFU åpent
barnevernvakten nummer
barn som pårørende ved kreft
hvem melder jeg til ved omsorgssvikt
kan jeg snakke med barnet alene
hva gjør jeg hvis far ikke vil at barna skal vite noe
pasienten bor alene med to barn
hun er alenemor til tre
enslig forsørger med MS, hvem kan hjelpe
Pasienten er alene hjemme på dagtid
Hvordan snakker jeg med en femåring om at mamma har kreft?
Hvilke tilbud finnes for barn som har mistet en forelder?
hvor finner jeg skjemaet for kartlegging
Er det barneansvarlig alene som har ansvaret?
Hvem er barneansvarlig på medisinsk avdeling?
pasienten har fått slag og har to barn
fire barn i familien, hvem følger opp
Mor er innlagt, barna er hos mormor
kan barnet besøke far på intensiven
far er innlagt med psykose, ungene er hos farmor, hva sier vi til dem
Korleis snakkar eg med ungane når mor er sjuk?
Kva gjer eg om foreldra ikkje vil samtykke?
Who can I call about children as next of kin?
How do I talk to a child whose mother has cancer?
hva er taushetsplikten overfor skolen
skal jeg journalføre i barnets eller mors journal
er det plikt å spørre alle pasienter om de har barn
hvor gammel må ungdommen være for å samtykke selv
kan 16-åringen komme alene til helsestasjonen
Hva gjør en barnekoordinator?
hvilken prosedyre gjelder for barn under radaren
Må jeg melde til barnevernet hvis foreldrene sier nei?
hvordan lager jeg en e-melding til bydelen
pasienten har angst og datter på ti, finnes det gruppe for henne
når skal jeg kontakte skolen
Mannen hennes er syk og hun er sliten
kurs for barneansvarlige i høst
hvem henter barna i barnehagen til vanlig, skal jeg spørre om det
barna blir hentet i barnehagen av bestemor
han er redd for å fortelle sønnen om kreften
sønnen hans er alene med tankene sine
far er alene om omsorgen
mor tar medisiner mot epilepsi
hva gjør vi når barnet er pårørende til bror med autisme
medisinlista er oppdatert
Pasienten skal opereres i morgen, hvem spør jeg om barna
gutten er på leir
jenta er trygg hos tante
hun slår seg ofte i hodet på skapet
vi slår sammen avdelingene
jeg slo opp i prosedyren
slår det an om jeg ringer?
brannøvelse på torsdag
hvor er brannslokkingsapparatet
branninstruks for avdelingen
brannskadeavdelingen på Haukeland
pasienten røyker
har dere tilbud til unge som skader seg
Kan ein barneansvarleg òg vere leiar?
Hvilke rettigheter har søsken?
må vi ha tolk når barnet er tolv
hva sier loven om barn av innsatte
bruker i hjemmetjenesten har barnebarn på besøk
pasienten skjøt fram timen sin
hun dør snart, hva sier jeg til barna
far døde i natt, hvordan følger vi opp barna
pasienten er døende og har datter på ni
finnes det sorggruppe for barn
barnet vil ikke på skolen
er det farlig for barn å se far på respirator
kvinnen er gravid og røyker
Hvem tar over når jeg har ferie
Kan vi ringe barnevernet og drøfte anonymt?
hva er forskjellen på barneansvarlig og barnekoordinator
unge uføre
barnet skal sove over hos mormor
pasienten har tatt på seg for mye ansvar
for mye å gjøre på avdelingen
jeg har for mange pasienter
Hvordan finner jeg ut om pasienten har barn under 18?
hva sier jeg til en treåring når pappa skal dø
mor har bipolar lidelse og sønnen går i tredje klasse
telefonnummer til kommunepsykologen
jeg er usikker på om jeg må melde
når bør vi ha samtale med barna
ho bur åleine og har vaksne born
Har pasienten ansvar for barn alene eller sammen med noen?
Kan barnet være alene med pasienten på besøk?
Skal barna møte alene eller sammen med foreldrene?
er du alene om å være barneansvarlig på din enhet
barna har det bra, far er hjemme
hvilke bøker kan jeg anbefale for barn når mor er deprimert
pasienten kan ikke kjøre bil, hvem henter barna?
hun kjører barna til trening
hvordan får jeg tak i helsesykepleier på skolen
Pasienten ønsker at barna skal få være med på samtalen
Kor lang tid tek det før kommunen svarar?
eg treng hjelp til å fylle ut skjemaet
kan en far med samværsnekt få informasjon
What is the threshold for reporting to child welfare?
do I need consent before I inform the school?
where can I find the group for young carers
can a 14 year old talk to the nurse alone?
the mother lives alone with her two sons
hvilke fraser bør jeg unngå når jeg snakker med barn
pasienten er operert for hjernesvulst, barna 7 og 9
er det noen som kan passe barna når mor er på poliklinikken
barna trenger noen å snakke med
far er pasient på rus-avdelingen, har samvær annenhver helg
mor vil ikke snakke om barna
barnet har angst og vil ikke være alene
hvor skal jeg ringe utenom arbeidstid
hva er åpningstidene til helsestasjonen
Hvordan registrerer vi barn som pårørende i DIPS?
vi har ingen barneansvarlig på avdelingen
ingen har spurt pasienten om barn
ingen barn under 18
Pasienten er bekymret for økonomien
hun tar tre tabletter om dagen
pasienten går på sterke tabletter og har to gutter
barnet tar medisin for ADHD
mor har fått ny medisin og er trøtt
Hun er innlagt for tvang
pasienten er innlagt på tvang etter paragraf 3-3
barnet bor i fosterhjem
pasienten har knekt kneet
pasienten skal til røntgen med beltet på
Kan jeg sende barnet hjem alene med drosje etter besøket?
Gutten henter søsteren sin på SFO
mormor henter i barnehagen i dag
Barnehagen lurer på hva de skal si
hva kan skolen bidra med
skyt gjerne inn spørsmål underveis
Våre rutiner er gode
hun ble truffet av en ball
treningsgruppe for foreldre med brannskade
familien mistet huset i brann i fjor, finnes det tilbud
røykfri avdeling
han er ruset på livet
hun er rusfri og har fått barna tilbake
mor ruset seg før, nå går det bra
far har vært edru i to år
alkoholproblemer i familien, hvor finner jeg tilbud
hvilket tilbud har dere til barn av foreldre med rusproblemer
trenger jeg samtykke fra begge foreldre
Hva er reglene for barn på besøk i fengsel
vold i nære relasjoner, finnes det kurs
barna er pårørende til bestemor
far er soldat i utlandet
Hvem i bydelen hjelper familier med økonomi
jeg leter etter brosjyren
hun ble borte fra oss i mars, barna sørger
pasienten falt hjemme og brakk hoften, hun har barnebarn
ungdommen er pårørende til mor med demens
kan søsken være med på sykehuset
mannen min og jeg jobber på samme avdeling, er jeg inhabil
pasienten ligger alene på rommet
barneavdelingen har egen barneansvarlig
barnevernet svarer ikke
lege svarer ikke på e-post
Foreldrene svarer ikke på brev om samtykke
barna blir ofte glemt når en forelder er syk
finner ikke barna i journalen
hvor finner jeg barna i DIPS
Er det barnet eller foreldrene som skal samtykke?
vi må slå av alarmen nå
er barnet ute av sykehuset
hva om ingen av foreldrene vil
hvem passer barna mens mor er til behandling?
barna er hjemme hos far
barna er igjen hos mormor mens mor er innlagt
skolen har fått beskjed om at hun er syk
kan lillesøster på fire være med på begravelsen
kan 12-åringen bo hjemme når mor er på sykehjem
hvordan forklare en seksåring hva selvskading er?
hvor mange prosent full stilling har barneansvarlig
skal barn kjøres hjem med taxi etter besøk
moren er ute av fengsel og vil se barna
kan mor kjøre bil etter hjerneslag
far fikk hjerteinfarkt i fjor, har to tenåringer
pasienten får insulin, sønnen hjelper til
barnet hjelper mor med medisinene
sønnen på ti gir moren medisiner hver dag
datteren må minne far på å ta tablettene
hva betyr aktsomhetsplikt
helsepersonelloven § 10a
når skal jeg bruke skjema 3
Does a psychologist have to record the children's names?
are siblings included in the duty
My patient has two teenage boys, what are my duties?
who is responsible for the children when the father is in prison?
is it ok to leave a leaflet with the children?
is there a support group for children of parents with mental illness
How old must a child be to be alone with the nurse in a conversation?
eg er usikker på kva eg skal seie til guten
ungane bur hos far annakvar veke
"""


@pytest.mark.parametrize("sentence", QUIET.strip().splitlines())
def test_everyday_staff_talk_stays_quiet(sentence: str) -> None:
    assert GUARD.dangers(sentence) == ()
    assert GUARD.audience(sentence) is None
