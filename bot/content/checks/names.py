"""Names: words under `også` that lead to two entries, so that a search cannot tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.gathering import Gathered
from bot.content.problems import Problem, Spot, problem

_Entry = tuple[str, str, str, list[tuple[str, Spot]], Spot]
"""(id, district, name, words under `også` with their places, where the name stands)."""


def shared(found: Gathered) -> Iterator[Problem]:
    """A word that stands twice in its list, that another entry is called, or that another one of the district has."""
    entries = list(_entries(found))
    names = {_same(name): (id_, spot) for id_, _, name, _, spot in entries}
    taken: dict[tuple[str, str], tuple[str, Spot]] = {}
    for id_, district, _, words, _ in entries:
        own: set[str] = set()
        for word, spot in words:
            key = _same(word)
            called, at = names.get(key, (id_, spot))
            first, there = taken.setdefault((district, key), (id_, spot))
            if key in own:
                yield problem("ord-to-ganger", spot, ord=word)
            elif called != id_:
                yield problem("ord-er-navn", spot, ord=word, id=called, fil=at.file, linje=at.line)
            elif first != id_:
                yield problem("ord-hos-to", spot, ord=word, id=first, fil=there.file, linje=there.line)
            own.add(key)


def _entries(found: Gathered) -> Iterator[_Entry]:
    for offer in found.offers:
        if (written := offer.value).status != "avviklet":
            words = [(word, offer.spot("også", at)) for at, word in enumerate(written.aliases)]
            yield written.id, written.district, written.name, words, offer.spot("navn")
    for article in found.articles:
        words = [(word, article.spot("også", at)) for at, word in enumerate(article.value.aliases)]
        yield article.value.id, article.value.district or "", article.value.title, words, article.spot("tittel")


def _same(word: str) -> str:
    return " ".join(word.casefold().split())
