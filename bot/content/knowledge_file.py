"""What stands in the other files under knowledge/: articles, districts, sources, contacts and terms."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.content.fields import (
    Day,
    Id,
    OrNo,
    Period,
    Ref,
    Refs,
    SomeRefs,
    Text,
    Texts,
    Written,
    YesNo,
    at_most,
    counting,
    one_of,
)
from bot.content.offer_file import CheckedWritten, Long, Points


class PerAgencyWritten(Written):
    """That this differs between a kommune's agencies, and of which of them the article tells."""

    topic: Id = Field(alias="emne")
    agencies: SomeRefs = Field(alias="etater")


class ArticleWritten(Written):
    """One curated answer, or what Varde must not answer and where to turn."""

    id: Id
    kind: Annotated[Text, one_of("svar", "avvis")] = Field("svar", alias="type")
    title: Annotated[Text, at_most(140)] = Field(alias="tittel")
    aliases: Texts = Field((), alias="også")
    text: Long = Field(alias="tekst")
    points: Points = Field((), alias="punkter")
    offers: Refs = Field((), alias="tilbud")
    flow: Ref | None = Field(None, alias="flyt")
    contacts: Refs = Field((), alias="kontakter")
    district: Ref | None = Field(None, alias="gjelder")
    per_agency: PerAgencyWritten | None = Field(None, alias="per_etat")
    sources: SomeRefs = Field(alias="kilde")
    checked: Annotated[CheckedWritten | None, OrNo()] = Field(alias="kontrollert")
    review_every: Period = Field(0, alias="kontroll_hver")
    valid_to: Day | None = Field(None, alias="gyldig_til")


class AgencyWritten(Written):
    """A part of a kommune's administration."""

    id: Id
    name: Text = Field(alias="navn")
    aliases: Texts = Field((), alias="også")


class DistrictWritten(Written):
    """A bydel, a kommune or the country."""

    id: Id
    name: Text = Field(alias="navn")
    aliases: Texts = Field((), alias="også")
    parent: Ref | None = Field(None, alias="forelder")
    code: Text | None = Field(None, alias="kode")
    agencies: Annotated[tuple[AgencyWritten, ...], counting(2, 8, "antall-etater")] = Field((), alias="etater")


class SourceWritten(Written):
    """Where a sentence comes from."""

    id: Id
    title: Text = Field(alias="tittel")
    url: Text | None = None
    kind: Annotated[Text, one_of("lov", "veileder", "prosedyre", "nettside", "rapport", "annet")] = Field(alias="type")
    checked: Day | None = Field(None, alias="sjekket")
    status: Annotated[Text, one_of("bekreftet", "må-kontrolleres")]
    note: Text | None = Field(None, alias="merknad")
    health_only: YesNo = Field(False, alias="bare_helsepersonell")


class ContactWritten(Written):
    """Somebody whom an outcome tells staff to reach."""

    id: Id
    name: Text = Field(alias="navn")
    kind: Annotated[Text, one_of("nasjonal", "rolle", "tilbud")] = Field(alias="slag")
    service: Text | None = Field(None, alias="tjeneste")
    number: Text | None = Field(None, alias="nummer")
    note: Text | None = Field(None, alias="merknad")
    sources: Refs = Field((), alias="kilde")


class NeedWritten(Written):
    """What people look for in `finn tilbud`, and the kinds of offer that meet it."""

    id: Id
    name: Text = Field(alias="navn")
    aliases: Texts = Field((), alias="også")
    services: Texts = Field(alias="tjenester")


class TermWritten(Written):
    """Words that mean the same."""

    id: Id
    name: Text = Field(alias="navn")
    forms: Texts = Field((), alias="også")
    note: Text = Field("", alias="merknad")
