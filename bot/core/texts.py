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
ikke-akutt-svar ukontrollert ikke-kontrollert ansvar mangler-kontakt mangler-distrikt spor-lederen journal-kopier
journal-blank e-melding-kopier
takk-nyttig-ja takk-nyttig-nei utenfor midlertidig-stengt apningstider drop-in vei-telefon vei-sms vei-epost
vei-nettside vei-skjema vei-oppmøte fakta-alder fakta-hvem fakta-ikke-for fakta-henvisning fakta-timebestilling
fakta-kostnad fakta-samtykke fakta-melding fakta-fagpersoner fakta-språk fakta-tolk takk-feil dag-0 dag-1 dag-2
dag-3 dag-4 dag-5 dag-6 innstillinger innstillinger-lagret ikke-valgt velg-distrikt velg-enhet velg-rolle velg-sprak
helsepersonell-ja helsepersonell-nei sprak-nb sprak-nn sprak-en glemt glemt-i-minnet persondata persondata-kanskje
persondata-adresse slettet ikke-slettet avsender-barn avsender-pasient avsender-parorende terminal-valg
terminal-ikke-skriv ord-tilbake ord-hvorfor ord-avbryt ord-meny ord-hjelp ord-akutt ord-bekymret ord-snakk-med-noen
ord-endre ord-oppsummer ord-start-veiviser ord-innstillinger ord-glem ord-fortsett ord-hilsen ord-takk ord-hoflig
vaer-sa-god ukjent-sted knapp-helsepersonell-ja knapp-helsepersonell-nei
har-ikke-telefon har-ikke-epost har-ikke-adresse har-ikke-navn har-ikke-pris har-ikke-antall har-ikke-andel
har-ikke-dato har-ikke-varighet har-ikke-fjor har-ikke-neste har-ikke-ventetid har-ikke-rom har-ikke-privat
fremmed-sprak gjelder-bare
svar-usikker feil-hos-oss usikkert-svar usikkert-to-svar tider-ukjent tider-ja tider-nei tider-usikker tider-ferie
tider-ja-begge tider-nei-begge tider-uvanlig tider-alltid
tid-rest tid-kveld tid-ettermiddag tid-formiddag tid-morg tid-natt
uleselig-kryptert uleselig-uten-tekst rom-delt
tall-ord gjor-dette ord-ikke-akutt ord-hva-gjor-jeg ord-fyll oppsummering-for engelsk
ord-engelsk ha-det ha-det-svar ord-hade
rom-avslag-ukjent rom-avslag-delt knapp-finn-tilbud knapp-vis-flere finn-sted finn-alder finn-behov finn-funn alder-0-5
alt-jeg-har star-ikke star-ikke-spor svar-forst fortsatt-utenfor
alder-6-12 alder-13-15 alder-16-18 alder-alle-aldre ord-finn-tilbud telegram-meny-nb telegram-meny-nn telegram-meny-en
"""

_FILLED: Mapping[str, frozenset[str]] = {
    "ekko": frozenset({"svar"}),
    "ekko-fylt": frozenset({"nummer", "sporsmal", "svar"}),
    "avklar-distrikt": frozenset({"valg"}),
    "gjelder-bare": frozenset({"sted"}),
    "avklar-etat": frozenset({"valg"}),
    "avklar-etat-i": frozenset({"sted", "valg"}),
    "avklar-tilbud": frozenset({"valg"}),
    "avklar-oppforing": frozenset({"valg"}),
    "mener-du-svar": frozenset({"svar"}),
    "mener-du-det": frozenset({"svar"}),
    "finn-forstatt": frozenset({"valg"}),
    "finn-alder-er": frozenset({"alder"}),
    "antall-aar": frozenset({"antall"}),
    "ikke-der": frozenset({"sted"}),
    "sted-satt": frozenset({"sted"}),
    "sted-numre": frozenset({"sted"}),
    "endrer": frozenset({"nummer"}),
    "sted-uten-tilbud": frozenset({"sted"}),
    "rolle-fra-enhet": frozenset({"rolle"}),
    "tid-at": frozenset({"tid"}),
    "tid-from": frozenset({"tid"}),
    "tid-before": frozenset({"tid"}),
    "tid-after": frozenset({"tid"}),
    "tid-until": frozenset({"tid"}),
    "tid-between": frozenset({"fra", "til"}),
    "tider-ja-tid": frozenset({"tid"}),
    "tider-nei-tid": frozenset({"tid"}),
    "tider-delvis": frozenset({"tid"}),
    "tider-datoen": frozenset({"dag", "dato", "sagt"}),
    "tider-gjelder-til": frozenset({"dato"}),
    "tider-helligdag": frozenset({"naar"}),
    "tider-aapent": frozenset({"naar", "tider"}),
    "tider-stengt": frozenset({"naar"}),
    "tider-neste": frozenset({"naar", "tider"}),
    "kilde-dato": frozenset({"dato"}),
    "sist-kontrollert": frozenset({"dato"}),
    "sist-kontrollert-kopi": frozenset({"dato"}),
    "sist-kontrollert-unntatt": frozenset({"dato"}),
    "ring-forst": frozenset({"dato"}),
    "ring-forst-unntatt": frozenset({"dato"}),
    "kontaktperson": frozenset({"dato", "detaljer", "navn"}),
    "innstilling-distrikt": frozenset({"verdi"}),
    "innstilling-enhet": frozenset({"verdi"}),
    "innstilling-rolle": frozenset({"verdi"}),
    "innstilling-sprak": frozenset({"verdi"}),
    "telegram-ukjent": frozenset({"nummer"}),
}

_ABOUT_CALLS = """
knapp-varsle knapp-bekreft knapp-nummer knapp-ikke-send knapp-trekk knapp-ta knapp-kan-ikke-na knapp-ferdig
knapp-fortsatt knapp-gi-tilbake knapp-rad ping-tilbud varsling-forslag varsling-dette-sendes varsling-skriv-nummer
varsling-ikke-nummer varsling-avbrutt varsling-alt-spurt ping-ovelse ping-tema-uten ping-hast-uten hast-akutt
hast-meldeplikt hast-droft hast-oppfolging hast-ingen-plikt-na ping-ringer-deg ping-nas-chat
ping-nas-telefon ping-ansvar ping-ansvar-hos-spor ping-spor-tar-kontakt ping-sendt-videre ping-ingen
ping-ingen-a-trekke ping-uten-rad glemt-trukket borte-ukjent-dag borte-vikar borte-uten-vikar borte-ikke-mer
knapp-borte knapp-ikke-borte knapp-uten-vikar knapp-paminnelse knapp-om-2-uker knapp-om-4-uker knapp-om-8-uker
knapp-paminnelse-dato knapp-paminnelse-fjern knapp-ja knapp-ikke-enna knapp-trenger-hjelp paminnelse-nar
paminnelse-skriv-dato paminnelse-ukjent-dato paminnelse-fjernet paminnelse-sporsmal paminnelse-ja paminnelse-ikke-enna
paminnelse-trenger-hjelp ord-varsle ord-mine ord-trekk-tilbake ord-paminnelse ord-borte ord-ikke-borte
noen-varsle svar-ja svar-nei svar-ta svar-kan-ikke svar-hva-gjelder
"""

_FILLED_IN_CALLS: Mapping[str, frozenset[str]] = {
    "varsling-etterpa": frozenset({"nar"}),
    "varsling-ingen-naas": frozenset({"enhet"}),
    "varsling-utenfor-tiden": frozenset({"tid"}),
    "ping-spurt": frozenset({"enhet", "hast", "nummer", "svar", "tema"}),
    "ping-reserve": frozenset({"enhet", "nummer"}),
    "ping-reserve-igjen": frozenset({"enhet", "nummer"}),
    "ping-din": frozenset({"nummer"}),
    "ping-ring-spor": frozenset({"kontakt"}),
    "ping-alt-din": frozenset({"nummer"}),
    "ping-din-annet-sted": frozenset({"nummer"}),
    "ping-tatt-av": frozenset({"navn", "nummer"}),
    "ping-alt-tatt": frozenset({"navn", "nummer"}),
    "ping-levert-tilbake": frozenset({"nummer"}),
    "ping-meldt-ferdig": frozenset({"nummer"}),
    "ping-folg-opp": frozenset({"enhet", "nummer"}),
    "ping-beholdt": frozenset({"nummer"}),
    "ping-gikk-videre": frozenset({"nummer"}),
    "ping-trukket": frozenset({"nummer"}),
    "ping-over": frozenset({"nummer"}),
    "ping-sendt": frozenset({"enhet", "nummer"}),
    "ping-holdt": frozenset({"enhet", "nummer", "tid"}),
    "ping-stengt": frozenset({"nummer", "tid"}),
    "ping-venter": frozenset({"nummer"}),
    "ping-neste": frozenset({"nummer"}),
    "ping-uten-nett": frozenset({"nummer"}),
    "ping-tatt": frozenset({"navn", "nummer"}),
    "ping-ta-kontakt": frozenset({"kontakt"}),
    "ping-finn-kontakt": frozenset({"enhet", "navn"}),
    "ping-gitt-tilbake": frozenset({"nummer"}),
    "ping-apnet-igjen": frozenset({"nummer"}),
    "ping-ubesvart": frozenset({"nummer"}),
    "ping-ubesvart-reserve": frozenset({"nummer"}),
    "ping-ingen-spurt": frozenset({"enhet"}),
    "ping-ingen-flere": frozenset({"nummer"}),
    "ping-ingen-flere-reserve": frozenset({"nummer"}),
    "ping-lederen": frozenset({"kontakt", "navn"}),
    "ping-lederen-uten-nummer": frozenset({"navn"}),
    "ping-ferdig": frozenset({"nummer"}),
    "ping-lukket": frozenset({"nummer"}),
    "ping-angret": frozenset({"nummer"}),
    "borte-sikker": frozenset({"dag"}),
    "borte-satt": frozenset({"dag"}),
    "borte-vikar-satt": frozenset({"navn"}),
    "paminnelse-satt": frozenset({"tid"}),
}

TEXTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys((*_PLAIN.split(), *_ABOUT_CALLS.split()), frozenset[str]()),
    **_FILLED,
    **_FILLED_IN_CALLS,
}
"""Text id -> the names of its placeholders; tekster.yaml is held against it when the content is loaded."""
