"""Who writes: a child, a relative or staff, by sentence; by the author of the patterns, so no measure of them."""

import pytest
from test_guard import GUARD

CHILD = """
mamma er innlagt og jeg vet ikke hvor jeg skal sove
kan du hjelpe meg mamma er lei seg
pappa drikker og jeg er redd
mamma gråter hele tiden og jeg vet ikke hva jeg skal gjøre
eg er redd for at pappa skal døy
pappa er på sjukehuset og eg får ikkje sove
mamman min er syk
mi mor er sjuk og eg er åleine heime
jeg savner mamma hun er på sykehuset
mamma kjefter på meg når hun har drukket
æ trur at mamma e psykisk syk
hvorfor er pappa så sint på meg
mamma har kreft, er det min feil? jeg tør ikke spørre
my mum is in hospital and I miss her
my dad drinks and I'm scared
can you help me, mum is really sad
kan eg snakke med nokon? mamma drikk
legen sier mamma skal dø og jeg klarer ikke å gå på skolen
mamma er full og jeg må passe lillebroren min
hei, jeg går i 6. klasse og pappa har sluttet å snakke
mor mi drikk og eg er redd
faren min slår meg
daddy hits me
hvorfor er pappa sint hele tiden når han er syk
Heter Emma og er ti år. Mamma gråter hver kveld
mine foreldre ruser seg og jeg vet ikke hva jeg skal gjøre, er 14
ungdom her, søstera mi har anoreksi og alt handler om henne
jeg går i 8. og broren min er veldig syk
"""

RELATIVE = """
mannen min er dement, hva sier jeg til barna våre
kona mi fikk kreft
mannen min har fått hjerneslag og vi har to små
kona min er innlagt på psykiatrisk, hvordan forklarer jeg det til ungene
samboeren min ruser seg
min mann er alvorlig syk og vi har barn
kjæresten min er deprimert
mannen min døde i går
eg er pårørande til ein som er innlagd
kona mi er døende, kva seier eg til ungane våre
my husband has cancer and we have two kids
my wife is in hospital
søsteren min har fått MS
broren min er innlagt og har en sønn på fire
faren min har demens
kona mi har prøvd å ta livet sitt, selvmordsforsøk i fjor
my partner had a stroke
jeg er bestemor til to gutter der moren er innlagt
min sønn har leukemi og storesøster har det vanskelig
I'm the dad, my wife has cancer, where can our kids get support
"""

STAFF = """
En gutt på 12 sa til meg: jeg er redd for at mamma skal dø
Mannen hennes sier at kona mi er syk og barna våre lider, hva kan vi tilby
pasienten min sa: jeg er innlagt og ingen passer sønnen min
En ungdom på 16 sier faren min døde i fjor og jeg får ikke sove
Hun på fem sa mamma er i himmelen, kan jeg bekrefte det
som miljøterapeut hører jeg ofte «jeg hater pappa»
min mann er syk, men jeg spør som sykepleier: hva er rutinen hos dere
jeg er redd pasienten dropper behandlingen hvis vi spør om ungene
jeg er helsesykepleier, hun sier jeg er 15 og vil ikke hjem
Kollegaen min er pårørende selv, hun har barn, finnes det noe for henne?
jeg snakket med mor i dag
jeg er bekymret for barnet til pasienten
jeg har en pasient som er mamma
barnet sier mamma slår
jeg har snakket med far om barna
mor er innlagt og jeg lurer på hvem som følger opp barna
jeg har en pasient som nettopp har blitt pappa
hva sier jeg til barn når pappa er i fengsel
hvordan snakker jeg med en femåring om at mamma har kreft
pasienten er mamma til to, hva skal jeg spørre om
eleven sier at pappa drikker, hva gjør jeg
jeg jobber på sengepost og mamma til jenta er dårlig
brukeren er pappa og jeg trenger hjelp til familiesamtale
hun sier at mamma drikker og at jeg ikke skal si det
jeg vil gi en mamma nummeret til krisesenteret
jeg er mamma selv, men dette gjelder en klient
kollegaen min er syk, hvem ringer jeg
eg har ein pasient, mora er sjuk, kva gjer eg
kan jeg snakke med barnet uten at pappa vet det
en jente på 12 år sier mammaen min drikker
faren til gutten ringte meg i går
jeg møtte mor og far på avdelingen
the child says mum drinks, what do I do
I have a patient who is a mum, she is sad
a boy on my ward says his dad hits him
jenta er redd for pappa, skal jeg melde
kan jeg ringe mor uten samtykke fra far
jeg er sykepleier og mamma til pasienten spør meg om råd
mannen min og jeg jobber på samme avdeling
pasienten sier at mannen min er syk
hvordan spør jeg en pappa om rus
pappa jobber offshore og mor er innlagt på dagtid
når skal jeg registrere barn som pårørende
"""


@pytest.mark.parametrize("sentence", CHILD.strip().splitlines())
def test_a_child_who_writes_is_recognised(sentence: str) -> None:
    assert GUARD.audience(sentence) == "barn"


@pytest.mark.parametrize("sentence", RELATIVE.strip().splitlines())
def test_a_relative_who_writes_is_recognised(sentence: str) -> None:
    assert GUARD.audience(sentence) == "parorende"


@pytest.mark.parametrize("sentence", STAFF.strip().splitlines())
def test_staff_who_write_about_a_parent_stay_staff(sentence: str) -> None:
    assert GUARD.audience(sentence) is None
