"""Agencies: that what differs between them is answered for each, so that nobody is asked for hers in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.knowledge_file import AgencyWritten, ArticleWritten, DistrictWritten
from bot.content.problems import Problem, did_you_mean, problem


def strangers(found: Gathered) -> Iterator[Problem]:
    """Agencies of an article that its own district does not have."""
    if "distrikter.yaml" in found.unreadable:
        return
    places = {district.value.id: district.value for district in found.districts}
    for article in found.articles:
        known = [agency.id for agency in _agencies(places, article.value)]
        named = article.value.per_agency.agencies if article.value.per_agency else ()
        for at, name in enumerate(named):
            if name not in known:
                spot = article.spot("per_etat", "etater", at)
                hint = did_you_mean(name, known)
                yield problem("finnes-ikke", spot, hint, slag="Etat", id=name, hvor="distrikter.yaml")


def unanswered(found: Gathered) -> Iterator[Problem]:
    """Topics with no answer for some of the agencies that would be offered; said once, where the topic first stands."""
    if {"distrikter.yaml", "artikler"} & found.unreadable:
        return
    places = {district.value.id: district.value for district in found.districts}
    told: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for article in found.articles:
        if article.value.per_agency:
            told[article.value.district, article.value.per_agency.topic].update(article.value.per_agency.agencies)
    for article in found.articles:
        if article.value.per_agency is None:
            continue
        topic = article.value.per_agency.topic
        answered = told.pop((article.value.district, topic), None)
        lacking = [a.name for a in _agencies(places, article.value) if answered is not None and a.id not in answered]
        if lacking:
            spot = article.spot("per_etat", "emne")
            yield problem("etat-uten-svar", spot, emne=topic, etater=", ".join(lacking))


def _agencies(places: dict[str, DistrictWritten], article: ArticleWritten) -> tuple[AgencyWritten, ...]:
    place = places.get(article.district or "")
    return place.agencies if place else ()
