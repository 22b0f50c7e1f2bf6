"""Makes the core's danger signs out of knowledge/faresignaler.yaml."""

from __future__ import annotations

from bot.content.guard_file import DangerSignsWritten, SignsWritten
from bot.core.listening.guard import Audience, DangerGroup, DangerSigns, Samples, Signs


def signs_of(written: DangerSignsWritten) -> DangerSigns:
    """Key by key; the notation of phrases is the core's."""
    return DangerSigns(
        vocabulary=dict(written.vocabulary),
        never_typos=written.never_typos,
        groups=tuple(_group(group.id, group.outcome, group) for group in written.groups),
        concern=_signs(written.concern),
        family=_signs(written.family),
        audiences=tuple(_audience(audience.id, audience) for audience in written.audiences),
    )


def _signs(signs: SignsWritten) -> Signs:
    return Signs(phrases=signs.phrases, patterns=signs.patterns, harmless=signs.harmless, samples=_samples(signs))


def _group(name: str, outcome: str, signs: SignsWritten) -> DangerGroup:
    return DangerGroup(
        id=name,
        outcome=outcome,
        phrases=signs.phrases,
        patterns=signs.patterns,
        harmless=signs.harmless,
        samples=_samples(signs),
    )


def _audience(name: str, signs: SignsWritten) -> Audience:
    return Audience(
        id=name, phrases=signs.phrases, patterns=signs.patterns, harmless=signs.harmless, samples=_samples(signs)
    )


def _samples(signs: SignsWritten) -> Samples:
    return Samples(signs.samples.fires, signs.samples.quiet)
