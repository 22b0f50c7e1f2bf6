"""Sees that a typed text identifies somebody: a Norwegian identity number, or a name with a street address."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from stdnum.no import fodselsnummer

from bot.core.listening.address import names_a_home

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
# A birth date with four year digits, then the five last digits: «27.04.1959 51478», «1959-04-27 51478».
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
# «(270459) 51478», «27.4.59, 51478», «født 270459, personnr 51478»: a birth date, then five digits with other signs or
# the word for them between.
_APART: Final = re.compile(
    r"(?<![0-9])(?:([0-9]{2})([0-9]{2})|([0-9]{1,2})[ .,\-/]([0-9]{1,2})[ .,\-/])(?:1[89]|20)?([0-9]{2})"
    r"(?=(?:[ .\-/]{1,3}|[ .\-/]{0,3}[^\w .\-/][^\w]{0,4}|"
    r"[^0-9]{0,20}(?:pers|fødsels|siste|sifre|og så|[pf]\.?nr)[^0-9]{0,20})([0-9]{5})(?![0-9]))",
    re.I,
)

# «tlf 22 70 55 80 116» is a telephone number followed by a short one, though its digits could be a birth date. It is
# let through only when a telephone word stands right before it AND the check digits fail.
_PHONE_WORD: Final = re.compile(
    r"(?:tlf|telefon\w*|tel|mob|mobil\w*|phone|ring\w*|call|nummer\w*)\.?:?(?: (?:nr|nummer|til|på|no)\.?:?)? ?\Z", re.I
)
_PHONE_SHAPE: Final = re.compile(
    r"(?:\d\d \d\d \d\d \d\d|\d{3} \d\d \d{3}|\d{8})(?: \d{3}| \d{2} \d{3}| \d{3} \d{3})+\Z"
)


def find_identity(text: str) -> IdentityFinding | None:
    """The identity number or name with address in `text`, or None; the rule is PRIVACY.md, "Identity numbers"."""
    plain = _plain(text)
    number = _find_number(plain)
    if number is not None:
        return number
    if names_a_home(plain.replace("\x00", "")):
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
    apart = [number for number in islice(_written_apart(plain), _ENOUGH) if _is_number(number)]
    return IdentityFinding("fodselsnummer", any(map(_has_check_digits, apart))) if apart else found


def _written_apart(plain: str) -> Iterator[str]:
    """Birth dates with the five digits that follow at some distance."""
    for day, month, bare_day, bare_month, year, rest in _APART.findall(plain):
        yield f"{day or bare_day:0>2}{month or bare_month:0>2}{year}{rest}"


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
            if len(joined) == _LONG_DATE_LENGTH:
                yield from filter(_is_number, _with_long_dates(joined))


def _with_long_dates(digits: str) -> Iterator[str]:
    """«27041959 51478» and «1959-04-27 51478» as the number has them."""
    if digits[4:6] in _CENTURIES:
        yield digits[:4] + digits[6:]
    if digits[:2] in _CENTURIES:
        yield digits[6:8] + digits[4:6] + digits[2:4] + digits[8:]


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
