"""Which of the bot's own sentences the program uses, and which placeholders it fills in them."""

from __future__ import annotations

from collections.abc import Mapping

_PLAIN = """
apning velkommen meny hjelp knapp-start-veiviser knapp-veiviser knapp-akutt knapp-bekymret knapp-snakk-med-noen
knapp-noen knapp-innstillinger knapp-hjelp knapp-fortsett knapp-feil knapp-velg-distrikt knapp-journal
knapp-e-melding knapp-nyttig-ja knapp-nyttig-nei knapp-sett-distrikt knapp-sett-enhet knapp-sett-rolle
knapp-sett-spraak knapp-ferdig-innstillinger ikke-akutt-knapp svarene-star steg-endret innhold-endret endre-hvilket
ingenting-endre ingenting-tilbake forste-sporsmal oppsummering ingen-svar-ennaa hvorfor-utfall hvorfor-ingen
gammel-knapp samtale-slutt ukjent-valg flere-passer forsto-ikke to-bom noen-a-snakke-med bare-helsepersonell
ikke-akutt-videre avslutt ingenting-a-avslutte bekymring-banner nodlinje alvor-akutt alvor-meldeplikt alvor-droft
alvor-oppfolging alvor-ingen-plikt-na overskrift-kontakter overskrift-journal overskrift-kilder ukontrollert-merke
ukontrollert ansvar mangler-kontakt mangler-distrikt spor-lederen journal-kopier journal-blank e-melding-kopier
takk-nyttig-ja takk-nyttig-nei utenfor midlertidig-stengt apningstider drop-in vei-telefon vei-sms vei-epost
vei-nettside vei-skjema vei-oppmøte fakta-alder fakta-hvem fakta-ikke-for fakta-henvisning fakta-timebestilling
fakta-kostnad fakta-samtykke fakta-melding fakta-fagpersoner fakta-språk fakta-tolk takk-feil dag-0 dag-1 dag-2
dag-3 dag-4 dag-5 dag-6 innstillinger innstillinger-lagret ikke-valgt velg-distrikt velg-enhet velg-rolle velg-sprak
helsepersonell-ja helsepersonell-nei sprak-nb sprak-nn sprak-en glemt persondata persondata-kanskje
persondata-adresse slettet ikke-slettet avsender-barn avsender-pasient avsender-parorende terminal-valg
terminal-ikke-skriv ord-tilbake ord-hvorfor ord-avbryt ord-meny ord-hjelp ord-akutt ord-bekymret ord-snakk-med-noen
ord-endre ord-oppsummer ord-start-veiviser ord-innstillinger ord-glem ord-fortsett ord-hilsen ord-takk vaer-sa-god
ukjent-sted knapp-helsepersonell-ja knapp-helsepersonell-nei
svar-usikker feil-hos-oss usikkert-svar tider-ukjent uleselig-kryptert uleselig-uten-tekst rom-delt
rom-avslag-ukjent rom-avslag-delt knapp-finn-tilbud knapp-vis-flere finn-sted finn-alder finn-behov finn-funn alder-0-5
alder-6-12 alder-13-15 alder-16-18 alder-alle-aldre ord-finn-tilbud telegram-meny-nb telegram-meny-nn telegram-meny-en
"""

_FILLED: Mapping[str, frozenset[str]] = {
    "ekko": frozenset({"svar"}),
    "ekko-fylt": frozenset({"nummer", "sporsmal", "svar"}),
    "avklar-distrikt": frozenset({"valg"}),
    "avklar-oppforing": frozenset({"valg"}),
    "endrer": frozenset({"nummer"}),
    "sted-uten-tilbud": frozenset({"sted"}),
    "klokka": frozenset({"tid"}),
    "tider-aapent": frozenset({"naar", "tider"}),
    "tider-stengt": frozenset({"naar"}),
    "tider-neste": frozenset({"naar", "tider"}),
    "kilde-dato": frozenset({"dato"}),
    "sist-kontrollert": frozenset({"dato"}),
    "ring-forst": frozenset({"dato"}),
    "kontaktperson": frozenset({"dato", "detaljer", "navn"}),
    "innstilling-distrikt": frozenset({"verdi"}),
    "innstilling-enhet": frozenset({"verdi"}),
    "innstilling-rolle": frozenset({"verdi"}),
    "innstilling-sprak": frozenset({"verdi"}),
    "telegram-ukjent": frozenset({"nummer"}),
}

TEXTS: Mapping[str, frozenset[str]] = {**dict.fromkeys(_PLAIN.split(), frozenset[str]()), **_FILLED}
"""Text id -> the names of its placeholders; tekster.yaml is held against it when the content is loaded."""
