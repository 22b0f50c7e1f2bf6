"""Privacy: numbers and addresses of private people have no place in content that everybody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.offer_file import persons
from bot.content.problems import Problem, Spot, problem
from bot.content.reading import Marks, Tree
from bot.core.listening.identity import find_identity

_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){10}")
_PRIVATE_MAIL = re.compile(r"@(?:gmail|hotmail|outlook|live|icloud|yahoo|online)\.")
_MOBILE = re.compile(r"[49]\d{7}")


def identity_numbers(found: Gathered) -> Iterator[Problem]:
    """Anything that looks like a national identity number, wherever it stands."""
    for _, page in found.pages:
        if page.tree is not None:
            for text, marks in _scalars(page.tree, page.marks):
                if _MANY_DIGITS.search(text):
                    seen = find_identity(text)
                    if seen is not None and seen.kind == "fodselsnummer":
                        yield problem("personnummer", Spot(page.file, marks.line, marks.column))


def private_contacts(found: Gathered) -> Iterator[Problem]:
    """A person's own address or mobile number where a service should stand, and contact persons without a role."""
    people = [(offer.spot(*where), who) for offer in found.offers for where, who in persons(offer.value)]
    own = {_digits(who.phone) for _, who in people if who.phone}
    names = {tuple(who.name.casefold().split()) for _, who in people}
    for offer in found.offers:
        for place, reach in enumerate(offer.value.reaches):
            mobile = reach.way in ("telefon", "sms") and _digits(reach.value)
            if (mobile and mobile in own and _MOBILE.fullmatch(mobile)) or _private_mail(reach.value.casefold(), names):
                yield problem("privat-kontakt", offer.spot("kontakt", place, "verdi"), ord=reach.value)
    for spot, who in people:
        if who.role is None:
            yield problem("person-uten-rolle", spot, navn=who.name)


def _private_mail(address: str, names: set[tuple[str, ...]]) -> bool:
    mailbox, at, _ = address.partition("@")
    named = any(name[0] in mailbox and name[-1] in mailbox for name in names)
    return bool(at) and (named or _PRIVATE_MAIL.search(address) is not None)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())[-8:]


def _scalars(tree: Tree, marks: Marks) -> Iterator[tuple[str, Marks]]:
    if isinstance(tree, str):
        yield tree, marks
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _scalars(value, marks.inside[key])
    else:
        for place, value in enumerate(tree):
            yield from _scalars(value, marks.inside[place])
