"""What stands in knowledge/faresignaler.yaml: the phrases that the guard listens for, and sentences that prove them."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from bot.content.fields import Ref, Text, Texts, Written, one_of, wrong

Signed = TypeVar("Signed", bound="SignsWritten")


class SamplesWritten(Written):
    """Sentences that must be found, and sentences that must not."""

    fires: Texts = Field((), alias="treffer")
    quiet: Texts = Field((), alias="treffer_ikke")


class SignsWritten(Written):
    """Phrases and patterns; a match wholly inside an exception does not count."""

    phrases: Texts = Field((), alias="fraser")
    patterns: Texts = Field((), alias="mønstre")
    harmless: Texts = Field((), alias="unntak")
    samples: SamplesWritten = Field(SamplesWritten(), alias="prøver")


class DangerGroupWritten(SignsWritten):
    """One kind of emergency; the id is free text (`113`, `barn alene`)."""

    id: Text
    outcome: Ref = Field(alias="utfall")


class AudienceWritten(SignsWritten):
    """Signs that the writer is not staff."""

    id: Annotated[Text, one_of("barn", "pasient", "parorende")]


def _some(items: tuple[Signed, ...]) -> tuple[Signed, ...]:
    if not items:
        raise wrong("tom-liste")
    return items


class DangerSignsWritten(Written):
    """The whole file."""

    vocabulary: dict[str, Texts] = Field(default_factory=dict, alias="ord")
    never_typos: Texts = Field((), alias="aldri_skrivefeil")
    groups: Annotated[tuple[DangerGroupWritten, ...], AfterValidator(_some)] = Field(alias="grupper")
    concern: SignsWritten = Field(alias="bekymring")
    family: SignsWritten = Field(SignsWritten(), alias="familie")
    audiences: tuple[AudienceWritten, ...] = Field((), alias="avsender")
