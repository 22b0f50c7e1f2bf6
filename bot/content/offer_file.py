"""What stands in a file under knowledge/tilbud/: the offers of a district."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from bot.content.fields import (
    Age,
    Day,
    Id,
    Period,
    Ref,
    SomeRefs,
    Text,
    Texts,
    Time,
    Weekday,
    Written,
    YesNo,
    at_most,
    counting,
    one_of,
    wrong,
)

Long = Annotated[Text, at_most(1200)]
Short = Annotated[Text, at_most(280)]
Point = Annotated[Text, at_most(280)]
Points = Annotated[tuple[Point, ...], counting(0, 12, "antall-gjør")]


class AgesWritten(Written):
    """Whole years, both ends included."""

    start: Age | None = Field(None, alias="fra")
    end: Age | None = Field(None, alias="til")

    @model_validator(mode="after")
    def in_order(self) -> AgesWritten:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise wrong("alder-fra-til", at="til", fra=self.start, til=self.end)
        return self


class ForWritten(Written):
    """Whom the offer is for, only as far as the source says it."""

    who: Texts = Field((), alias="hvem")
    ages: AgesWritten | None = Field(None, alias="alder")
    situations: Texts = Field((), alias="situasjon")
    not_for: Text | None = Field(None, alias="ikke_for")


class ReachWritten(Written):
    """One way to reach the offer."""

    way: Annotated[Text, one_of("telefon", "sms", "epost", "nettside", "skjema", "oppmøte")] = Field(alias="måte")
    value: Annotated[Text, at_most(280)] = Field(alias="verdi")
    note: Short | None = Field(None, alias="merknad")


class PlaceWritten(Written):
    """Where it is."""

    address: Text | None = Field(None, alias="adresse")
    postcode: Text | None = Field(None, alias="postnr")
    town: Text | None = Field(None, alias="poststed")


class OpeningWritten(Written):
    """The same hours on some days of the week."""

    days: Annotated[tuple[Weekday, ...], counting(1, 7, "tom-liste")] = Field(alias="dager")
    start: Time = Field(alias="fra")
    end: Time = Field(alias="til")
    drop_in: YesNo = False
    note: Short | None = Field(None, alias="merknad")

    @model_validator(mode="after")
    def in_order(self) -> OpeningWritten:
        if self.end <= self.start:
            raise wrong("stenger-for-apning", at="til")
        return self


class ClosedWritten(Written):
    """Days on which it is closed, both ends included."""

    start: Day = Field(alias="fra")
    end: Day = Field(alias="til")
    reason: Text | None = Field(None, alias="grunn")

    @model_validator(mode="after")
    def in_order(self) -> ClosedWritten:
        if self.end < self.start:
            raise wrong("fra-etter-til", at="til", fra=self.start, til=self.end)
        return self


class WayInWritten(Written):
    """What it takes to get in."""

    referral: Short | None = Field(None, alias="henvisning")
    appointment: Short | None = Field(None, alias="timebestilling")
    cost: Short | None = Field(None, alias="kostnad")


class ConsentWritten(Written):
    """Whose consent is needed, and why."""

    needed: Short | None = Field(None, alias="krav")
    by: Texts = Field((), alias="av")
    basis: Short | None = Field(None, alias="hjemmel")


class MessageWritten(Written):
    """Who receives an electronic message, and what happens to it."""

    receiver: Short | None = Field(None, alias="mottaker")
    how: Short | None = Field(None, alias="hvordan")
    handled: Short | None = Field(None, alias="behandles")


class LanguagesWritten(Written):
    """Which languages are spoken."""

    spoken: Texts = Field((), alias="snakker")
    interpreter: Short | None = Field(None, alias="tolk")


class ContactPersonWritten(Written):
    """A person whom the source publishes."""

    name: Text = Field(alias="navn")
    role: Text | None = Field(None, alias="rolle")
    phone: Text | None = Field(None, alias="telefon")
    email: Text | None = Field(None, alias="epost")
    note: Short | None = Field(None, alias="merknad")


class CheckedWritten(Written):
    """Who last held it against its source, and when."""

    on: Day = Field(alias="dato")
    by: Text | None = Field(None, alias="av")


class OfferWritten(Written):
    """One offer."""

    id: Id
    name: Annotated[Text, at_most(120)] = Field(alias="navn")
    aliases: Texts = Field((), alias="også")
    service: Text | None = Field(None, alias="tjeneste")
    short: Short = Field(alias="kort")
    text: Long | None = Field(None, alias="tekst")
    points: Points = Field((), alias="punkter")
    status: Annotated[Text, one_of("aktiv", "midlertidig-stengt", "avviklet")] = "aktiv"
    district: Ref = Field(alias="distrikt")
    meant_for: ForWritten | None = Field(None, alias="for")
    reaches: tuple[ReachWritten, ...] = Field((), alias="kontakt")
    place: PlaceWritten | None = Field(None, alias="sted")
    openings: tuple[OpeningWritten, ...] = Field((), alias="åpningstider")
    closed: tuple[ClosedWritten, ...] = Field((), alias="stengt")
    way_in: WayInWritten | None = Field(None, alias="inngang")
    consent: ConsentWritten | None = Field(None, alias="samtykke")
    message: MessageWritten | None = Field(None, alias="melding")
    professions: Texts = Field((), alias="fagpersoner")
    languages: LanguagesWritten | None = Field(None, alias="språk")
    person: ContactPersonWritten | None = Field(None, alias="kontaktperson")
    people: tuple[ContactPersonWritten, ...] = Field((), alias="kontaktpersoner")
    organisation: Text | None = Field(None, alias="orgnr")
    sources: SomeRefs = Field(alias="kilde")
    checked: CheckedWritten = Field(alias="kontrollert")
    review_every: Period = Field(0, alias="kontroll_hver")
    valid_to: Day | None = Field(None, alias="gyldig_til")

    @model_validator(mode="after")
    def hours_apart(self) -> OfferWritten:
        for place, day in _overlapping(self.openings):
            raise wrong("overlapp", at=f"åpningstider.{place}.fra", dag=day)
        return self


def _overlapping(openings: tuple[OpeningWritten, ...]) -> Iterator[tuple[int, str]]:
    """Lines of the same kind (drop-in or not, same note) that cover the same time of the same day."""
    for place, one in enumerate(openings):
        for other in openings[:place]:
            alike = (one.drop_in, one.note) == (other.drop_in, other.note)
            shared = [day for day in one.days if day in other.days]
            if alike and shared and one.start < other.end and other.start < one.end:
                yield place, shared[0]
                return


def persons(offer: OfferWritten) -> Iterator[tuple[tuple[str | int, ...], ContactPersonWritten]]:
    """The contact persons of an offer, and where they stand in it."""
    if offer.person is not None:
        yield ("kontaktperson",), offer.person
    for place, person in enumerate(offer.people):
        yield ("kontaktpersoner", place), person
