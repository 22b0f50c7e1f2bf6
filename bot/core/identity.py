"""Sees that a typed text identifies somebody: a Norwegian identity number, or a name with a street address."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from stdnum.no import fodselsnummer

IdentityKind = Literal["fodselsnummer", "adresse"]


@dataclass(frozen=True, slots=True)
class IdentityFinding:
    """What was found, never the text itself.

    `certain` is true when both check digits of an identity number agree, and chooses only the wording ("er" / "kan
    være"). Synthetic numbers and the numbers of 2032 may fail it and are stopped all the same.
    """

    kind: IdentityKind
    certain: bool


_NUMBER_LENGTH: Final = 11
# A birth date with four year digits, then the five last digits: «27.04.1959 51478».
_LONG_DATE_LENGTH: Final = 13
_CENTURIES: Final = ("18", "19", "20")
# The months of ordinary numbers, and of H-numbers and synthetic ones (+40, +65, +80).
_MONTH_SHIFTS: Final = (0, 40, 65, 80)
_MAX_SEPARATORS: Final = 3
# Possible numbers looked at in one run of digits while only the wording is left to decide; bounds the time.
_ENOUGH: Final = 200

# Written for after `_plain`: "\x00" stands for anything invisible, " " for any space or line break, "-" for any dash.
# Invisible characters do not count towards the three, so that a number cannot be hidden among many of them.
_GROUPS: Final = re.compile(rf"[0-9]+(?:\x00*(?:[ .\-/_]\x00*){{0,{_MAX_SEPARATORS}}}[0-9]+)*")
_GROUP: Final = re.compile(r"[0-9]+")

# «tlf 22 70 55 80 116» is a telephone number followed by a short one, though its digits could be a birth date. It is
# let through only when a telephone word stands right before it AND the check digits fail.
_PHONE_WORD: Final = re.compile(
    r"(?:tlf|telefon\w*|tel|mob|mobil\w*|phone|ring\w*|call|nummer\w*)\.?:?(?: (?:nr|nummer|til|på|no)\.?:?)? ?\Z", re.I
)
_PHONE_SHAPE: Final = re.compile(
    r"(?:\d\d \d\d \d\d \d\d|\d{3} \d\d \d{3}|\d{8})(?: \d{3}| \d{2} \d{3}| \d{3} \d{3})+\Z"
)

_STREET_ENDING: Final = (
    "veien|vegen|vei|veg|gata|gaten|gate|gt|allé|alleen|alléen|allè|alle|plassen|plass|svingen|sving|bakken|bakke|lia|lien|"
    "stien|sti|terrassen|terrasse|tunet|tun|kroken|krok|haugen|ringen|smauet|smuget|kaien|kaia|brygga|bryggen|torget|torg|"
    "løkka|løkken|jordet|enga|marka|moen|myra|toppen|kleiva|kleiven|hagen|faret|leitet|tråkket|grenda|skogen|stranda|"
    "stubben|stranden|bråten|åsen|kollen|berget|hagan|vollen|gårdsvei|flata|flaten|høgda|høyden|lunden|feltet|reina|geilen"
)
# «Einerkroken 22», «Storgata 5B», «Olav Kyrres gate 12»: the words before a bare «gate» belong to the street.
_STREET: Final = re.compile(
    rf"(?:\b[^\W\d_][\w.]{{0,30}}(?:{_STREET_ENDING})|(?:\b[^\W\d_][\w.'-]{{0,30}} ){{1,3}}(?:{_STREET_ENDING}))"
    r",? {0,2}(?:nr\.? ?)?\d{1,3} ?[A-Za-z]?\b",
    re.I,
)
_NAME: Final = re.compile(
    r"\b([A-ZÆØÅÄÖÉÜ][^\W\d_]+(?:-[A-ZÆØÅ][^\W\d_]+)?) (?:[A-ZÆØÅ]\. ?)?(?=([A-ZÆØÅÄÖÉÜ][^\W\d_]+))"
)
_CALLED: Final = re.compile(r"\b(?:heter|heiter|named|navn(?:et)?(?: er)?|namn(?:et)?(?: er)?):? [A-ZÆØÅ][^\W\d_]+")
_NAME_REACH: Final = 120
# Words that make a pair the name of a place or a service, or an ordinary sentence, and not a person.
_NO_NAME: Final = re.compile(
    r"(?:bydel|kommune|oslo|bergen|alna|stovner|grorud|ahus|haukeland|norge|norway|nav|hfu|dps|bup|barne|familie|enhet|"
    r"ungdom|adresse|besøk|pp[ts]|legevakt|er|kor|kva|hva|hvor|where|the|vi|gå|kom|ring|den|det|på|ny|vår|i|ved|til|fra|frå|"
    r"og|ligger|ligg|heter|heiter|hos|for|fra|med|mot|som|har|skal|kan|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)"
    r"\w*\Z|\w*(?:helsestasjon|stasjon|senter|sentre[tn]?|senteret|sentral|sykehus|sykehuset|sjukehus|sjukehuset|klinikk|"
    r"klinikken|tjeneste|tjenesten|teneste|tenesta|skole|skolen|skule|skulen|kontor|kontoret|etat|etaten|avdeling|avdelinga|"
    r"avdelingen|barnehage|barnehagen|bibliotek|sykehjem|sjukeheim|kirke|kirka|rådhus|apotek|apoteket|vakta|vakten|vakt|"
    r"vernet|vern|huset|hospital|clinic|school|office|center|centre)\Z",
    re.I,
)
# «ola nordmann, storgata 5»: without capitals the words before the comma must stand alone and be two or three.
_LOWER_NAME: Final = re.compile(
    r"(?:^|[.!?:;\n(]|  )\s*((?:[a-zæøåäöéü]{2,}(?:-[a-zæøå]+)? ){1,2}[a-zæøåäöéü]{2,}),? {1,2}\Z"
)
_FIRST_NAME: Final = re.compile(
    r"\b(?:anne|kari|ingrid|marit|astrid|berit|randi|solveig|hilde|nina|marianne|elisabeth|kristin|bente|heidi|nora|emma|"
    r"ida|julie|maria|silje|camilla|hanne|ola|per|jan|bjørn|kjell|svein|arne|knut|odd|hans|geir|terje|morten|john|tore|lars|"
    r"olav|erik|trond|anders|thomas|rune|øyvind|magnus|jonas|henrik|kristian|martin|mohammed|muhammad|mohamed|ahmed|ali|"
    r"fatima|amina|aisha|hassan|omar|ibrahim|abdi|sara|lukas|jakob|emil|noah|oliver|filip|sofie|frida|thea|amalie|line|"
    r"siri|tone|gunnar|harald|sigurd|torbjørn|stian|espen|petter|peder|johan|johannes) (?!i\b|på\b|og\b|har\b|er\b)"
    r"([a-zæøåäöéü]{3,})(?: [a-zæøåäöéü]{3,})?,? {1,2}(?:bor |bur )?(?:i |på )?\Z",
    re.I,
)
# «Sigbrita Lauvåsmoen, Haugtussa 4b»: after a name and a comma or «bor» a street need not look like one.
_NAMED_HOUSE: Final = re.compile(
    r"(?:, ?|,? (?:bor|bur|lives) (?:i |på |at )?|,? (?:adresse|address):? )"
    r"(?!(?i:avdeling|post|rom|seksjon|uke|veke|paragraf|kapittel|side|etasje|bygg|blokk|inngang|fase|del|trinn|klasse|tlf|"
    r"telefon|mobil|nr|punkt|gruppe|team|sone|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|"
    r"desember|alder|født|fødd|kl|ca|room|ward|age|page)\b)"
    r"[A-ZÆØÅ][^\W\d_]{2,}(?: [A-ZÆØÅa-zæøå][^\W\d_]+)? \d{1,3} ?[A-Za-z]?\b"
    r"(?! ?(?:år|mnd|måned|uke|veke|barn|time|dag|born|%|[:/]))"
)
_HOUSE_REACH: Final = 90


def find_identity(text: str) -> IdentityFinding | None:
    """The identity number or name with address in `text`, or None; the rule is PRIVACY.md, "Identity numbers"."""
    plain = _plain(text)
    number = _find_number(plain)
    if number is not None:
        return number
    if _names_somebody(plain.replace("\x00", "")):
        return IdentityFinding("adresse", certain=False)
    return None


def _plain(text: str) -> str:
    """NFKC with every digit, space, dash and invisible character brought to one form."""
    normal = unicodedata.normalize("NFKC", text)
    return normal if normal.isascii() and normal.isprintable() else "".join(map(_plain_character, normal))


def _plain_character(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " "
    return _BY_CATEGORY.get(unicodedata.category(character), _LOOKALIKES.get(character, character))


_BY_CATEGORY: Final = {"Pd": "-", "Pc": "_", "Cf": "\x00", "Cc": "\x00", "Mn": "\x00", "Me": "\x00", "Cs": "\x00"}
_LOOKALIKES: Final = {
    "−": "-", "·": ".", "•": ".", "∙": ".", "⋅": ".", "⁄": "/", "∕": "/", "⧸": "/",
    "\u115f": "\x00", "\u1160": "\x00", "\u3164": "\x00", "\u2800": "\x00",
}  # fmt: skip


def _find_number(plain: str) -> IdentityFinding | None:
    """A certain number wins over an uncertain one, so that the wording is right when both stand there."""
    found: IdentityFinding | None = None
    for run in _GROUPS.finditer(plain):
        phone = _is_phone_list(plain, run)
        for number in islice(_candidates(_GROUP.findall(run.group())), _ENOUGH):
            certain = _has_check_digits(number)
            if certain:
                return IdentityFinding("fodselsnummer", certain=True)
            if not phone:
                found = IdentityFinding("fodselsnummer", certain=False)
    return found


def _candidates(groups: list[str]) -> Iterator[str]:
    """The 11-digit readings of adjoining groups that could be an identity number."""
    for start, first in enumerate(groups):
        if len(first) > _NUMBER_LENGTH:
            yield from filter(_is_number, (first[:_NUMBER_LENGTH], first[-_NUMBER_LENGTH:]))
        joined = ""
        for group in groups[start:]:
            joined += group
            if len(joined) > _LONG_DATE_LENGTH:
                break
            if len(joined) == _NUMBER_LENGTH and _is_number(joined):
                yield joined
            if len(joined) == _LONG_DATE_LENGTH and joined[4:6] in _CENTURIES:
                yield from filter(_is_number, (joined[:4] + joined[6:],))


def _is_number(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    if (1 <= day <= 31 or 41 <= day <= 71) and any(1 <= month - shift <= 12 for shift in _MONTH_SHIFTS):
        return True
    return digits[0] in "89" and _has_check_digits(digits)


def _has_check_digits(digits: str) -> bool:
    """Modulus 11 as in fødselsnummer; FH numbers use the same weights. Not `validate`: it reads the clock."""
    first, second = fodselsnummer.calc_check_digit1(digits), fodselsnummer.calc_check_digit2(digits)
    return digits[9:] == f"{first}{second}"


def _is_phone_list(plain: str, run: re.Match[str]) -> bool:
    before = plain[max(0, run.start() - 40) : run.start()]
    return _PHONE_WORD.search(before) is not None and _PHONE_SHAPE.match(run.group()) is not None


def _names_somebody(plain: str) -> bool:
    called = _CALLED.search(plain) is not None
    for street in _STREET.finditer(plain):
        before, after = max(0, street.start() - _NAME_REACH), street.end() + _NAME_REACH
        lead = plain[before : street.start()]
        if called or _has_name(lead) or _has_name(plain[street.end() : after]) or _has_lower_name(lead):
            return True
        # «Kari Nordmann Storgata 5»: the street pattern took words that can be the name.
        if len(_CAPITALISED.findall(street.group())) > _STREET_WORDS:
            return True
    houses = (at.start() for at in _NAMED_HOUSE.finditer(plain))
    return any(_ends_in_name(plain[max(0, place - _HOUSE_REACH) : place]) for place in houses)


def _has_lower_name(lead: str) -> bool:
    """Whether a name without capitals stands right before a street."""
    known = _FIRST_NAME.search(lead)
    if known is not None and not _NO_NAME.match(known.group(1)):
        return True
    alone = _LOWER_NAME.search(lead)
    return alone is not None and "," in lead and not any(_NO_NAME.match(word) for word in alone.group(1).split())


def _ends_in_name(lead: str) -> bool:
    words = lead.split()[-2:]
    return len(words) == 2 and all(_CAPITALISED.fullmatch(word) and not _NO_NAME.match(word) for word in words)


_CAPITALISED: Final = re.compile(r"\b[A-ZÆØÅ][^\W\d_]+")
_STREET_WORDS: Final = 3


def _has_name(part: str) -> bool:
    return any(not any(_NO_NAME.match(word) for word in pair) for pair in _NAME.findall(part))
