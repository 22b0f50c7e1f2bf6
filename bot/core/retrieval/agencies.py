"""Agencies of a kommune: which ones a question names, and the entries that say how something is in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.events import DistrictId
from bot.core.knowledge import Agency, Article, District, KnowledgeEntry
from bot.core.language.norwegian import fold

SHORT = 4
"""Letters up to which a name stands for itself alone: «NAV» is not the beginning of «navn»."""
_OURS = re.compile(r"\b(?:etate?n|vaar etat|min etat|egen etat|eigen etat|(?:our|my) agency)\b(?! (?:for|med|som)\b)")


def speaks_of_ours(question: str) -> bool:
    """Whether it speaks of the asker's own agency without naming it: «etaten vår»."""
    return bool(_OURS.search(fold(question)))


@dataclass(frozen=True)
class Agencies:
    """Built once from checked knowledge, then only read."""

    names: Mapping[DistrictId, re.Pattern[str]]
    """District that has agencies -> every name of any of them."""
    of: Mapping[DistrictId, tuple[str, ...]]
    """The same districts -> the ids of their agencies, in order."""
    telling: Mapping[tuple[DistrictId | None, str], Sequence[Article]]
    """District and topic -> the articles that say how it is."""
    topics: Mapping[str, tuple[DistrictId | None, str]]
    """Article -> its district and topic."""

    def named(self, question: str) -> bool:
        """Whether it names one, or a place of work in one."""
        plain = fold(question)
        return any(pattern.search(plain) for pattern in self.names.values())

    def called(self, question: str) -> bool:
        """Whether it names one as such: «etat for sykehjem», not «et sykehjem»."""
        plain = fold(question)
        found = (plain[: name.start()] for pattern in self.names.values() for name in pattern.finditer(plain))
        return any(before.endswith(("etat for ", "etaten for ")) for before in found)

    def answers(self, entry: str) -> tuple[tuple[str, str], ...]:
        """(agency, the entry that says how it is there) for what an entry is about; nothing if it is so in all."""
        place, topic = self.topics.get(entry, (None, ""))
        if place is None:
            return ()
        told = self.telling[place, topic]
        return tuple((agency, _best(agency, told)) for agency in self.of[place])


def _best(agency: str, told: Sequence[Article]) -> str:
    """The article about one agency alone, if there is exactly one, or else the one that tells of most of them."""
    own = [each for each in told if each.agencies == (agency,)]
    among = own if len(own) == 1 else [each for each in told if agency in each.agencies]
    return max(among, key=lambda each: len(each.agencies)).id


def build(districts: Mapping[DistrictId, District], known: Iterable[KnowledgeEntry]) -> Agencies:
    """The agencies of all districts with the articles about them."""
    having = {district.id: district.agencies for district in districts.values() if district.agencies}
    telling: dict[tuple[DistrictId | None, str], list[Article]] = {}
    for entry in known:
        if isinstance(entry, Article) and entry.topic and entry.district in having:
            telling.setdefault((entry.district, entry.topic), []).append(entry)
    return Agencies(
        names={place: _pattern(agencies) for place, agencies in having.items()},
        of={place: tuple(agency.id for agency in agencies) for place, agencies in having.items()},
        telling=telling,
        topics={article.id: key for key, articles in telling.items() for article in articles},
    )


def _pattern(agencies: Iterable[Agency]) -> re.Pattern[str]:
    names = {fold(name) for agency in agencies for name in (agency.name, *agency.aliases)}
    endings = ((re.escape(name), r"\b" if len(name) <= SHORT else "") for name in sorted(names))
    return re.compile("|".join(rf"\b{name}{end}" for name, end in endings))
