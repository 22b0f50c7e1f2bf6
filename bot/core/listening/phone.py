"""Reads a Norwegian telephone number out of a line that holds nothing else."""

from __future__ import annotations

import re

from bot.core.listening.identity import find_identity

_ONLY_A_NUMBER = re.compile(r"\s*(?:tlf\.?|telefon|mob\.?|mobil)?:?\s*[+()0-9][0-9 ()./\-\u00a0]{3,22}", re.IGNORECASE)
_NORWAY = 47


def work_number(text: str) -> str | None:
    """The number as it is written in Norway («22 33 44 55»); None for all else, above all for an identity number."""
    if not _ONLY_A_NUMBER.fullmatch(text) or find_identity(text) is not None:
        return None
    import phonenumbers  # takes 50 ms, and few ever give a number

    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != _NORWAY or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
