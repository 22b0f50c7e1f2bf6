"""Readability: sentences that are too long, texts that are too heavy (LIX)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.problems import Problem, Spot, problem

MOST_WORDS = 25
HEAVIEST = 50
ENOUGH_WORDS = 60
"""LIX says nothing about shorter texts."""

_END = re.compile(r"(?<=[.!?:])\s+|\n")
_WORD = re.compile(r"[^\W\d_][\w-]*")


def hard(found: Gathered) -> Iterator[Problem]:
    """Texts that staff read in a hurry and that take too long."""
    for text, spot in _texts(found):
        sentences = [words for part in _END.split(text) if (words := _WORD.findall(part))]
        longest = max((len(words) for words in sentences), default=0)
        if longest > MOST_WORDS:
            yield problem("lang-setning", spot, antall=longest)
            continue
        words = [word for sentence in sentences for word in sentence]
        if len(words) >= ENOUGH_WORDS:
            lix = round(len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words))
            if lix > HEAVIEST:
                yield problem("tung-tekst", spot, lix=lix)


def _texts(found: Gathered) -> Iterator[tuple[str, Spot]]:
    # What has no end of a sentence in it is a list of words that Varde understands.
    yield from ((text, spot) for text, spot in found.texts.values() if re.search("[.!?]", text))
    for offer in found.offers:
        yield offer.value.short, offer.spot("kort")
        yield offer.value.text or "", offer.spot("tekst")
        yield from ((point, offer.spot("punkter", at)) for at, point in enumerate(offer.value.points))
    for article in found.articles:
        yield article.value.text, article.spot("tekst")
        yield from ((point, article.spot("punkter", at)) for at, point in enumerate(article.value.points))
    yield from _of_flows(found)


def _of_flows(found: Gathered) -> Iterator[tuple[str, Spot]]:
    for flow in found.flows:
        for place, step in enumerate(flow.value.steps):
            yield step.question, flow.spot("steg", place, "spør")
            yield step.why, flow.spot("steg", place, "hvorfor")
        for place, outcome in enumerate(flow.value.outcomes):
            yield outcome.journal, flow.spot("utfall", place, "journal")
            for at, action in enumerate(outcome.actions):
                yield action, flow.spot("utfall", place, "gjør", at)
