"""The floor: every phrase the domain expert listed fires in its group, with and without an ending.

Source: domain/flow.json (`emergency`, `concern`) and domain/emergency-sentences.json of the project's design pages.
"""

import pytest
from test_guard import GUARD

LIFE = """
puster ikke | får ikke puste | sluttet å puste | slutta å puste | pustar ikkje | får ikkje puste | bevisstløs* |
bevistløs* | medvitslaus* | livløs* | livlaus* | hjertestans* | hjertestopp* | hjartestans* | har kramper | får
kramper | fikk kramper | krampeanfall* | overdose* | tatt for mye | for mye medisin* | for mange tablett* | for
mange pille* | for mange pillar | ikke kontaktbar* | nesten ikke kontaktbar* | ikkje kontaktbar* | får ikke
kontakt med pasient* | får ikke kontakt med barn* | får ikke kontakt med henne | får ikke kontakt med ham |
svarer ikke på tiltale | blør kraftig | blør mye | kveles | kvelning* | settes i halsen | satt i halsen | holder
på å drukne | barnet drukner | druknet | drukningsulykke* | forgiftet | forgiftning* | akutt psykotisk* | barnet
er ondt | barnet er besatt | vil ta barnet med seg ut | ta det med seg ut | no pulse | not breathing |
unconscious | overdosed | overdosing
"""
SUICIDE = """
selvmord* | sjølvmord* | sjølmord* | suicid* | ta livet | tar livet | tek livet | tok livet | tatt livet | teke
livet | tatt sitt eget liv | ta sitt eget liv | tar sitt eget liv | tok sitt eget liv | ønsker å dø | ønskjer å
døy | vil dø | vil døy | vil ikke leve | vil ikkje leve | orker ikke mer | orker ikke leve | orkar ikkje meir |
henge seg | henger seg | hengte seg | hengt seg | kutte pulsåre* | kuttet pulsåre* | kutta pulsåre* | hoppe fra
bru* | hoppe fra tak* | hoppe fra balkong* | hoppe foran* | avskjedsbrev* | kill himself | kill herself | kill
themselves | wants to die
"""
VIOLENCE = """
kniv | med kniv* | knivstakk* | knivstukk* | knivstikk* | knivangrep* | pistol* | våpen* | skytevåpen* | skyter
| skyte* | skutt | skjøt | truer med | truet med | truer henne | truer ham | truar med | trugar | truga med |
trusler om | drapstrussel* | drapstrusl* | drepe | dreper | drept | drepte | drep | slår nå | slår henne | slår
ham | slår han | slår meg | slo henne | slo ham | slo meg | slått henne | slått ham | slått meg | slått ned |
slo ned | dyttet henne | banker opp | banket opp | banka opp | kvelertak* | kvelartak* | stranguler* | gissel |
gisler | holder som gissel | kidnapp* | bortfør* | tvangsgift* | tvangsekteskap* | rømt med barn* | rømme med
barn* | låst meg inne | låser meg inne | låser barn* inne | låst barn* inne | låser henne inne | låser ham inne
| innelåst | knife | with a gun | has a gun | gunshot* | threatens to kill | threatened to kill | beating
"""
ABUSE = """
voldtatt | voldta | voldtar | voldtok | voldtekt* | voldteke* | voldtekne | valdtatt | valdtekt* | seksuelt
misbruk* | seksuelt overgrep* | seksuelle overgrep* | overgrep mot | overgrepet | er misbrukt | ble misbrukt |
blir misbrukt | blitt misbrukt | misbruker barn* | misbrukt barn* | forgrep seg | forgripe* seg | beføl* | tvang
henne | tvang ham | tvang meg | kjønnslemlest* | omskjær* | omskåret | omskoren | slår barn* | slo barn* | slått
barn* | slår ungen* | slo ungen* | slår ungane* | slår sønn* | slår datter* | slo sønn* | slo datter* | pappa
slår | pappa slo | mamma slår | mamma slo | far slår | far slo | mor slår | mor slo | blir banket | banker barn*
| banket barn* | ristet baby* | ristet barn* | rister baby* | rista baby* | ble ristet | filleristing* |
filleristet | fillerista | brent barn* | brannskader som ikke | skader som ikke passer | som ikke passer med det
| merker etter slag | ferske merker | blåmerker på barn* | raped | molested | shaken baby | abuse of a child |
abusing a child | hits the child
"""
FIRE = """
det brenner | det brenn | det brant | huset brenner | leiligheten brenner | rommet brenner | tok fyr | tatt fyr
| brann i | brann på | røyk i | røyk fra | røykutvikling* | røykfylt* | eksplosjon* | eksplodert* |
gasslekkasje* | gasslukt* | on fire | house fire
"""
CHILD = """
barn* | unge* | ungan* | ungar* | baby* | sønn* | datter* | døtre* | gutt* | jent* | smårolling* | ettåring* |
toåring* | treåring* | fireåring* | femåring* | seksåring* | sjuåring* | syvåring* | åtteåring* | niåring* |
tiåring* | elleveåring* | tolvåring*
"""
ALONE = """
er de alene | er dei åleine | alene med en ruset* | alene med ei ruset* | alene i bilen | alene på trappa |
sitter på trappa alene | barn* i bilen | låst i bilen | ingen passer barn* | ingen hos barn* | ingen andre
voksne | ingen voksne | uten voksen* | barn* uten tilsyn | unge* uten tilsyn | barn* er uten tilsyn | barn* utan
tilsyn | ingen henter barn* | ingen kan hente | ikke hentet i barnehage* | ikke hentet på skole* | hentes i
barnehage* | hentes på skole* | noen har vært hos henne | noen har vært hos ham | ingen har vært hos henne |
ingen har vært hos ham | ingen har vært hos barn* | forlatt alene | etterlatt alene | etterlatt barn* | kjøre i
fylla | kjøre full* | kjøre ruset* | fyllekjør* | full og skal kjøre | luktet sterkt av alkohol | lukter sterkt
av alkohol | lukta sterkt av alkohol | kjøre hjem med barn* | child alone | children alone | left alone | kids
are home alone | no adult with
"""
CONCERN = """
bekymret for | uroa for | uroleg for | bekymring* | bekymringsmelding* | omsorgssvikt* | vanskjøtt* |
vanskjøtsel* | vanstell* | alltid sulten | ofte sulten | uten mat | utan mat | ikke mat | ikkje mat | får ikke
mat | skitne klær | skittent hjem | mor er full | far er full | mamma er full | pappa er full | full mor | full
far | er beruset | er ruset | er rusa | beruset | ruser seg | rusar seg | drikker daglig | drikk dagleg | redd
for pappa | redd for mamma | redd for far | redd for mor | redd pappa | redd mamma | tør ikke gå hjem | tør
ikkje gå heim | vil ikke hjem | vil ikkje heim | blåmerke* | lugger | lugget | lugga | klyper | klypt | kløp |
mishandl* | vold hjemme | vold i hjemmet | vald i heimen | vald heime | partnervold* | hard mot unge* | hard mot
barn* | selvskad* | sjølvskad* | menneskehandel* | utnytt* | prostitusjon* | barnevern* | meldeplikt* | neglect*
| maltreat* | child protection | worried about a child
"""
SENTENCES = """
Hun har tatt for mye medisiner og er nesten ikke kontaktbar | brannskader som ikke passer med det far forteller
| veiver med en kniv | skal ta livet sitt i kveld | gutten må hentes i barnehagen om en time | pappa slo ham i
går kveld | bestemt seg for å drepe barna | stefaren tvang henne i natt | Det er røyk i gangen | Så vidt han
vet, er de alene i leiligheten | sier at barnet er ondt | hun luktet sterkt av alkohol og skal kjøre | har
forsøkt å henge seg | ti år gamle datteren er hjemme. Han tror ikke noen har vært hos henne | barnet ble
kidnappet | barna er bortført | jenta skal tvangsgiftes | han har selvmordstanker | selvmordsforsøk i natt |
suicidal | ho vil ikkje leve | omskåret i ferien | jenta er kjønnslemlestet | han tok kvelertak og strangulerte
henne | filleristet babyen | sjuåringen er alene hjemme | sønnen er alene i kveld | barna er alene | ungane er
åleine | livlaus | tok overdosen | voldtektsforsøk | hun ble voldtatt | huset brenner | baby alene | seksuelle
overgrep
"""
HARMLESS = """
Pasienten er alene hjemme og trenger hjelp | gunstig prognose | Gunn kommer i morgen | misbrukt alkohol lenge |
medisinen er ikke hentet | barnevernet er informert | Barnet til en pasient får god hjelp | legen er på vei |
drepende kjedelig | pasienten har slag | fire barn | bor alene i leilighet | hun bor alene i huset | medisinene
er låst inne | pasienten kan ikke være uten tilsyn | jeg har tatt på meg ansvaret | tatt på henne strømper |
brenner ved vannlating
"""


def _listed(block: str) -> list[str]:
    return [phrase.strip() for phrase in block.replace("\n", " ").split(" | ")]


_STATES = ("alene", "er alene", "åleine", "er åleine", "hjemme alene", "er hjemme alene")
_CHILDREN = [f"{child} {state}" for child in _listed(CHILD) for state in _STATES]
_GROUPS = {
    "113": _listed(LIFE),
    "selvmord": _listed(SUICIDE),
    "112": _listed(VIOLENCE),
    "overgrep": _listed(ABUSE),
    "110": _listed(FIRE),
    "barn alene": [*_CHILDREN, *_listed(ALONE)],
}
_FLOOR = [(group, phrase) for group, phrases in _GROUPS.items() for phrase in phrases]


@pytest.mark.parametrize(("group", "phrase"), _FLOOR)
def test_every_phrase_of_the_floor_fires(group: str, phrase: str) -> None:
    for sentence in (phrase.replace("*", ""), phrase.replace("*", "en"), f"Vi ser at {phrase.replace('*', '')} i dag."):
        assert group in {danger.group for danger in GUARD.dangers(sentence)}


@pytest.mark.parametrize("phrase", _listed(CONCERN))
def test_every_concern_phrase_is_heard(phrase: str) -> None:
    assert GUARD.concern(phrase.replace("*", ""))


@pytest.mark.parametrize("sentence", _listed(SENTENCES))
def test_every_sentence_of_the_domain_expert_fires(sentence: str) -> None:
    assert GUARD.dangers(sentence)


@pytest.mark.parametrize("sentence", _listed(HARMLESS))
def test_every_harmless_sentence_of_the_domain_expert_stays_quiet(sentence: str) -> None:
    assert GUARD.dangers(sentence) == ()
