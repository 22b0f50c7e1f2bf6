"""The words by which a line that leans on the screen is known (leaning.py)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.language.norwegian import STOP, words
from bot.core.retrieval.facets import Facet

SHORTEST_TYPO = 5
"""Letters."""
_WORDS = {
    Facet.HOURS: """åpen åpent åpne åpner åpningstid åpningstider åpningstida åpningstiden åpningstidene stengt stenger
        stenge lukket ope open opne opnar opningstid opningstider opningstida opningstidene stengd stengjer opening
        hours close closes closed tider""",
    Facet.PHONE: """telefon telefonen telefonnummer telefonnummeret nummer nummeret numra tlf tlfnr telefonnr nr ringe
        ring ringer ringje mob mobil mobilnummer sms phone telephone number call""",
    Facet.EMAIL: "epost eposten epostadresse epostadressen mail mailen mailadresse email emailadresse",
    Facet.WEB: "nettside nettsiden nettsida nettsider hjemmeside hjemmesiden heimeside lenke lenka link website web",
    Facet.CONTACT: """kontakt kontakte kontakter kontaktar kontaktinfo kontaktinformasjon tak reach contact
        kontaktperson kontaktpersonen""",
    Facet.ADDRESS: """adresse adressen adressa besøksadresse besøksadressen ligg ligger located location address
        veibeskrivelse vegbeskrivelse directions""",
    Facet.STAFF: """jobber jobbar arbeider arbeidar ansatt ansatte tilsett tilsette fagfolk fagpersoner personalet folka
        leder lederen leiar leiaren navn navnet namn namnet works svarer svarar answers staff""",
    Facet.PRICE: """koster koste kosta kostar pris prisen prisar priser gratis betale betaler betalar betalt egenandel
        eigendel dyrt kr kroner penger pengar cost costs price free pay charge""",
    Facet.AUDIENCE: """alder alderen aldersgrense aldersgrensen aldersgrensa aldersgrenser aldersgruppe gammel gamle
        gamal gammal målgruppe målgruppen målgruppa age ages limit old eligible""",
    Facet.ENTRY: """henvisning henvisningen henvist henvise henviser tilvising tilvist tilvise tilviser fastlege
        fastlegen time timen timebestilling bestille bestiller bestilling bestilla avtale drop dropin droppe referral
        referred refer appointment book booking walk oppmøte""",
    Facet.WAIT: "ventetid ventetida ventetiden venteliste ventelista ventelisten vente kø waiting wait queue",
}
_TO_THEM = {
    Facet.STAFF: """psykolog psykologer psykologar psykologen lege leger legar legen jordmor jordmødre jordmora
        helsesykepleier helsesykepleiere helsesjukepleiar helsesøster sykepleier sykepleiere sosionom sosionomer
        familieterapeut familieveileder yrke yrker yrkesgrupper
        psychologist psychologists doctor doctors midwife nurse nurses work working""",
    Facet.HOURS: "oppe",
    Facet.AUDIENCE: """barn ungdom ungdommer ungdommar unge voksne vaksne foreldre foreldrene
        mor far mamma pappa familie familier gravide gutter
        jenter søsken åring åringer åringar år under over eldre yngre children kids teenagers parents adults year years
        bruke bruker tar ta imot""",
    Facet.ENTRY: "møte møter",
    Facet.LANGUAGE: """snakker snakkar speak språk språket tolk tolken engelsk arabisk somali polsk language languages
        interpreter english""",
    Facet.ALL: "tilbyr tilbyd tilby hjelpe hjelper hjelp offer help provide",
}
"""The same, where the line says that it is about those on the screen."""
POINTING = frozenset(
    words("der dit de dem dei deira deres tilbudet tilbodet stedet tjenesten tenesta they them their there")
)
IT_IS_FOR = frozenset(words("er det for"))
ASKS = {
    "hvem": words("hvem kven kem kæm who"),
    "hvor": words("hvor kor kvar where"),
    "når": words("når when"),
    "hva": words("hva kva ka what hvilke hvilken which"),
    "hvordan": words("hvordan korleis åssen kossen how"),
}
TIMES = frozenset(words("tid tida tiden dag dager dagar dagene lenge"))
"""Words that ask for hours beside a question word only."""
_BESIDE = words("klokka klokken kl henne ham honom need needs trengst trengs kreves krevst kommer tek hen holder held")
LITTLE = STOP | TIMES | POINTING | frozenset(_BESIDE)
"""Words that say nothing of what a line is about."""
TOGETHER = (("moete opp", "oppmoete"), ("what time", "when"))
"""Several words, folded, that are one."""
COMES = frozenset(words("for komme kome kommer kjem gå går få får bruke come go use til"))
"""With «who»: not who is there, but for whom it is."""
FIRST_PERSON = frozenset(words("jeg eg æ vi we"))
ALSO = frozenset(words("og òg også men enn hva kva ka hvis and what about or eller samme same then da heller ved"))
"""Little words that go with a place that is asked about instead."""
OTHER = frozenset(words("andre annet anna flere fleire mange ofte many often"))
"""Little words that ask for something else."""
OTHER_ALONE = frozenset(words("finnes finst finns finn finne finner mye mykje much"))
"""The same, where the line neither asks for a fact nor points, nor says «also»."""
TOO = frozenset(words("også samme same too"))
DOES = frozenset(words("gjør gjer gjere gjøre do does"))
INSTEAD = frozenset(words("med about"))
"""«What» with one of these asks no more than «and»."""


def _listed(facets: Mapping[Facet, str]) -> dict[str, Facet]:
    return {word: facet for facet, listed in facets.items() for word in words(listed)}


ALONE = _listed(_WORDS)
POINTED = _listed(_TO_THEM)
WHOM = frozenset(word for word, facet in POINTED.items() if facet is Facet.AUDIENCE)
"""Words for people that may stand beside a price or a way in."""
PASSED = LITTLE | OTHER_ALONE | WHOM
"""Words that do not by themselves make a line one of its own."""
LONG = tuple(word for word in ALONE if len(word) >= SHORTEST_TYPO)
