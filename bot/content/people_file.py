"""What stands in people.yaml: units, the barneansvarlige who are called there, and when they are away."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from bot.content.fields import (
    Allowed,
    Day,
    Id,
    Listed,
    Number,
    Ref,
    Text,
    Time,
    Weekday,
    Written,
    counting,
    one_of,
    wrong,
)

LONGEST_WAIT = 7 * 24 * 60
"""Minutes."""
MOST_ROUNDS = 10
_WAIT = re.compile(r"(\d{1,3}) ?(min|minutt|minutter|t|time|timer)")


def _wait(value: object) -> int:
    """Minutes; a bare number is minutes."""
    text = value.strip() if isinstance(value, str) else ""
    found = _WAIT.fullmatch(text)
    if found:
        minutes = int(found[1]) * (60 if found[2].startswith("t") else 1)
    else:
        minutes = int(text) if text.isdigit() and len(text) < 6 else 0
    if not 1 <= minutes <= LONGEST_WAIT:
        raise wrong("ugyldig-ventetid", ord=text)
    return minutes


def _few(rounds: int) -> int:
    if rounds > MOST_ROUNDS:
        raise wrong("for-mange-runder", antall=rounds, mest=MOST_ROUNDS)
    return rounds


_WAITED = WithJsonSchema({"type": ["string", "integer"], "pattern": f"^({_WAIT.pattern}|[0-9]{{1,4}})$"})
Rounds = Annotated[Number, Allowed(_few, {})]
# What is wrong with one is told by checks/chats: it never stops the service.
Chat = Annotated[Text, WithJsonSchema({"type": "string", "pattern": r"^([a-z]+:\S+)$"})]
Chats = Annotated[tuple[Chat, ...], Listed()]

Service = Annotated[Text, one_of("sykehus", "kommune", "akuttkjeden", "ikke-helse")]


class AwayWritten(Written):
    """Days on which somebody is away, both ends included, and who stands in."""

    start: Day = Field(alias="fra")
    end: Day = Field(alias="til")
    stand_in: Text | None = Field(None, alias="vikar")

    @model_validator(mode="after")
    def in_order(self) -> AwayWritten:
        if self.end < self.start:
            raise wrong("fra-etter-til", at="til", fra=self.start, til=self.end)
        return self


class BarneansvarligWritten(Written):
    """One person who is called."""

    id: Id
    name: Text = Field(alias="navn")
    title: Text | None = Field(None, alias="tittel")
    chat: Chats = ()
    phone: Text | None = Field(None, alias="telefon")
    away: tuple[AwayWritten, ...] = Field((), alias="fravær")


class ReserveWritten(Written):
    """The leader who is told when nobody answers."""

    name: Text = Field(alias="navn")
    chat: Chats = ()
    phone: Text | None = Field(None, alias="telefon")


class AlertWritten(Written):
    """How long one person is waited for, and how many extra rounds there are."""

    wait: Annotated[int, BeforeValidator(_wait), _WAITED] | None = Field(None, alias="vent")
    rounds: Rounds | None = Field(None, alias="runder")


class DutyHoursWritten(Written):
    """When the unit may be called."""

    days: Annotated[tuple[Weekday, ...], counting(1, 7, "tom-liste")] = Field(alias="dager")
    start: Time = Field(alias="fra")
    end: Time = Field(alias="til")

    @model_validator(mode="after")
    def in_order(self) -> DutyHoursWritten:
        if self.end <= self.start:
            raise wrong("stenger-for-apning", at="til")
        return self


class UnitWritten(Written):
    """A place of work."""

    id: Id
    name: Text = Field(alias="navn")
    district: Ref | None = Field(None, alias="distrikt")
    service: Annotated[Text, one_of("sykehus", "kommune", "akuttkjeden", "ikke-helse")] | None = Field(
        None, alias="tjeneste"
    )
    alert: AlertWritten | None = Field(None, alias="varsling")
    barneansvarlige: tuple[BarneansvarligWritten, ...] = ()
    reserve: ReserveWritten | None = None
    duty_hours: DutyHoursWritten | None = Field(None, alias="vaktplan")
