"""Words that say nothing about what is asked for, and those that tell bokmål, nynorsk and English apart."""

from __future__ import annotations

STOP = """
alle alt altså and andre annen annet anna at av bare berre bli blir ble blei blitt både da dei de deg dem den denne
der dere deres deira det dette di din ditt dine disse desse du dykk dykkar eg ein eit eller en enn er et etter for
fordi fra frå før få får gjør gjer gjøre gjere gjort går gå ha hadde han hans har hun ho hennes hennar her hit hjå hos
hva kva ka hvem kven kem kim hvilken hvilke hvilket hver hvor kor hvordan korleis korsen hvorfor kvifor kvar kvart
hvis i ikke ikkje itj inn ja jeg jo kan kunne kanskje kom komme kjem kome man mange med meg mer meir men mens mi min
mitt mine mot mye mykje må mått måtte nei noe noen noko nokon nokre nokor no nå når nok og også òg om opp oss over på
sa samme se seg si sia siden sin sine sitt sjøl selv sjølv skal skulle skull slik som så sånn sånt til tek tar ta ut
uten utan var vart ved vel vi vil ville vere vera være vår vårt våre å æ e ei bør burde blant via la lar lage finnes
finst finns finne finner finn vet veit trenger treng trengs litt lite gang gi gir heter heiter gjelder gjeld the is
what who whom whose how do does did a an my can could to of are when where with should have has had we you this that
these those there which from his their your it its not if or must may might on be been about they he she our us me am
was were will would into by as than then so just any some please get got in im ive dont hei hallo takk vennligst hello
hi thanks liksom egentlig eigentleg borte hvems åssen slags åkken koss kordan sier seier many much because own also
te heite seie sei nåke nåken noka nokka nåkka nåkon ette mæ dæ sæ dokk dokker dokkers okker okke kæm kæ koffor kafor
kossen hu hain vårres ska itte ente bærre åsså koffer korsn very only such each both other another same here now first
"""
ASKING = {
    "?hvem": "hvem kven kem kæm kim who whom",
    "?hvor": "hvor kor kvar where",
    "?når": "når when",
    "?hvordan": "hvordan korleis korsen åssen koss kossen kordan how",
    "?hvorfor": "hvorfor kvifor koffer koffor kafor why",
    "?antall": "antall antal tallet talet",
    "?alder": "aldersgruppe aldersgruppa aldersgruppen aldersgruppene",
}
"""What a question asks for -> the words that ask for it."""
ASKING_TWO = {
    "?antall": "hvor mange, kor mange, how many, hvor mye, kor mykje, how much, hvor stor, kor stor, number of",
    "?ofte": "hvor ofte, kor ofte, how often",
    "?alder": "hvor gammel, hvor gammelt, hvor gamle, kor gamal, kor gamalt, kor gamle, how old, what age",
    "?lenge": "hvor lenge, kor lenge, how long, hvor lang, kor lang, hvor raskt, hvor fort, kor raskt, how soon",
    "?når": "kva tid, ka tid, hva tid, hvor tid, kor tid, what time",
}
SAYING = "si sier seie seier seia sei say says saying"
TO = "til te to åt"
BETWEEN = 2
"""At most so many words between «si» and «til»: «si det til», «sier jeg til». «Si» alone says nothing of a listener."""
TELLING = "fortelle fortelje fortel tell"
ASKER = "meg oss mæ mej me us"
SELF = "selv sjølv sjøl"
ALTHOUGH = "om når"
REFLEXIVE = "meg deg seg oss dere dykk mæ dæ sæ i"
_CHILDREN = "(?:barn|born|unger|ungar|onga|children|kids)"
_OWN = "(?:(?:noen|nokon|egne|eigne|smaa|any|own) )*"
CHILDLESS = (
    rf"(?:har|hadde|have|has) (?:ikke|ikkje|itj|not) {_OWN}{_CHILDREN}"
    rf"|(?:ikke|ikkje|itj|dont|not) (?:har|hadde|have) {_OWN}{_CHILDREN}"
    rf"|(?:ingen|inga|no) {_OWN}{_CHILDREN}"
)
"""A regular expression for words that are folded."""
NEGATION = "ikke ikkje ikkj itj ittj itte ente ingen inga uten utan without not never dont cant cannot"
ALIKE = """
jeg eg æ jæ vi me man, hva kva ka, hun ho hu, de dei, til te, si seie sei, sier seier, fortelle fortelje,
ikke ikkje itj itte, ingen inga,
noe noko nåke, fra frå, være vere vera, gjør gjer, gjøre gjere, ja jo, mye mykje, hennes hennar
"""
"""Little words that a name may be asked with, the first one standing for all: for the answer «vi» are «jeg»."""
NB = """
jeg ikke hva hvem hvordan hvor hvorfor hvilken hvilke hvilket nå noen noe fra være bare mye mer hos selv dere hennes
hun meg vi gjør får går sier hjem også mange ansatte æ ka kem
"""
NN = """
eg ikkje kva kven korleis kor kvifor kvar kvart nokon noko nokre frå vere vera berre mykje meir hjå sjølv dykk hennar
ho dei ein eit gjer seier heim òg anten kjem kome korkje nokor dykkar deira desse tilsette borna høyrer ligg heiter
treng veit gjeld
"""
EN = """
the what who how does did my can to of and are when where with should have you a an child this that there which from
his their your it not if or must may on has about they he she our does any
"""
