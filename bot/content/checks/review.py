"""Dates: what must be checked again, what has expired, what was checked on a day that has not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.content.gathering import Gathered
from bot.content.problems import Problem, Spot, problem

SOON = timedelta(days=14)


def reviews(found: Gathered, today: date) -> Iterator[Problem]:
    """Offers, articles and flows whose review is near or overdue."""
    for name, checked, every, spot in _checked(found):
        if not every or checked > today:
            continue
        due = checked + timedelta(days=every)
        if due < today:
            yield problem("kontroll-forfalt", spot, id=name, dato=due)
        elif due - today <= SOON:
            yield problem("kontroll-snart", spot, id=name, dato=due)


def in_the_future(found: Gathered, today: date) -> Iterator[Problem]:
    """Nobody can have checked anything tomorrow."""
    dates = [(checked, spot) for _, checked, _, spot in _checked(found)]
    dates += [(s.value.checked, s.spot("sjekket")) for s in found.sources if s.value.checked is not None]
    for checked, spot in dates:
        if checked > today:
            yield problem("kontrollert-i-framtiden", spot, dato=checked)


def expired(found: Gathered, today: date) -> Iterator[Problem]:
    """What is not shown any more; a district's last offer of a kind does not go unnoticed."""
    left = {(o.value.service, o.value.district) for o in found.offers if _good(o.value.valid_to, today)}
    for offer in found.offers:
        written = offer.value
        if not _good(written.valid_to, today):
            last = written.service is not None and (written.service, written.district) not in left
            name = "siste-utløpt" if last else "utløpt"
            yield problem(
                name, offer.spot("gyldig_til"), id=written.id, dato=written.valid_to, tjeneste=written.service
            )
    for article in found.articles:
        if not _good(article.value.valid_to, today):
            yield problem("utløpt", article.spot("gyldig_til"), id=article.value.id, dato=article.value.valid_to)


def _good(until: date | None, today: date) -> bool:
    return until is None or until >= today


def _checked(found: Gathered) -> Iterator[tuple[str, date, int, Spot]]:
    """(id, checked on, days that is good for, where the date stands)."""
    for offer in found.offers:
        yield offer.value.id, offer.value.checked.on, offer.value.review_every, offer.spot("kontrollert", "dato")
    for article in found.articles:
        written = article.value
        if written.checked is not None:
            yield written.id, written.checked.on, written.review_every, article.spot("kontrollert", "dato")
    for flow in found.flows:
        yield flow.value.id, flow.value.checked, flow.value.review_every, flow.spot("kontrollert")
