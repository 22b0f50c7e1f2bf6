"""A made-up country for the bench: some 20,000 offers in 350 municipalities, shaped like the shipped ones."""

from __future__ import annotations

import random
from dataclasses import replace

from bot.core.events import DistrictId
from bot.core.knowledge import District, Knowledge, Offer

MUNICIPALITIES = 350
_STARTS = "Nord Sør Øst Vest Inn Ut Stor Lille Gammel Ny Høy Lav Lang Bred Stein Sand Berg Dal Elv Fjord".split()
_ENDS = "vik nes dal berg haug sund strand havn lund moen bygd stad land heim ås fjord vann".split()


def country(shipped: Knowledge, entries: int = 20_000, seed: int = 7) -> Knowledge:
    """The shipped knowledge, and its local offers copied to made-up municipalities with words of their own."""
    dice = random.Random(seed)
    templates = [offer for offer in shipped.offers.values() if offer.district != "norge"]
    words = sorted({word for offer in templates for word in offer.text.split() if len(word) > 5})
    districts = dict(shipped.districts)
    offers = dict(shipped.offers)
    each = (entries - len(offers) - len(shipped.articles)) // MUNICIPALITIES
    for number in range(MUNICIPALITIES):
        name = f"{dice.choice(_STARTS)}{dice.choice(_ENDS)}{chr(97 + number % 26)}{chr(97 + number // 26)}"
        place = DistrictId(f"kommune-{number}")
        districts[place] = District(place, name, (f"{name} kommune",), DistrictId("norge"), "")
        for copy in range(each):
            offer = _copied(templates[copy % len(templates)], place, name, copy, words, dice)
            offers[offer.id] = offer
    return replace(shipped, districts=districts, offers=offers)


def _copied(offer: Offer, place: DistrictId, name: str, copy: int, words: list[str], dice: random.Random) -> Offer:
    extra = " ".join(dice.choices(words, k=12))
    title = f"{offer.name.split(',')[0]}, {name}" + (f" avdeling {copy}" if copy > 60 else "")
    return replace(offer, id=f"{place}-{copy}", name=title, district=place, text=f"{offer.text} {extra}")
