"""What stands in a file under flows/: the head, the steps, the outcomes and the guarantees."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue, WithJsonSchema, model_validator

from bot.content.fields import (
    Day,
    Id,
    Ids,
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
    wrong,
)
from bot.core.flow import OptionId, OutcomeId, PingLevel, Severity, StepId
from bot.core.guarantee import Chose, EndedAs, EndedIn, InRole, Term

SeverityWord = Annotated[Text, one_of(*(s.value for s in Severity))]
Label = Annotated[Text, at_most(67)]
Question = Annotated[Text, at_most(140)]
Action = Annotated[Text, at_most(220)]
Help = Annotated[Text, at_most(1200)]


def _term(value: object, at: str) -> tuple[Term, ...]:
    """One term of `når`; an alternative of severities or outcomes is as many terms."""
    if isinstance(value, str) and value.count(".") == 1:
        step, option = value.split(".")
        return (Chose(StepId(step), OptionId(option)),)
    if isinstance(value, dict) and len(value) == 1:
        ((kind, said),) = value.items()
        words = [said] if isinstance(said, str) else said
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            if kind == "rolle":
                return (InRole(tuple(OptionId(word) for word in words)),)
            if kind == "utfall":
                return tuple(EndedIn(OutcomeId(word)) for word in words)
            if kind == "alvor" and all(word in set(Severity) for word in words):
                return tuple(EndedAs(Severity(word)) for word in words)
    raise wrong("ugyldig-ledd", at=at, ledd=str(value))


def _when(value: object) -> tuple[tuple[Term, ...], ...]:
    """All groups must hold; a list inside the list is a group of which one must hold."""
    if not isinstance(value, list) or not value:
        raise wrong("ugyldig-ledd", ledd=str(value))
    groups = []
    for place, item in enumerate(value):
        alternatives = item if isinstance(item, list) else [item]
        groups.append(tuple(term for one in alternatives for term in _term(one, str(place))))
    return tuple(groups)


_ANSWER: dict[str, JsonValue] = {"type": "string", "pattern": r"^[^.]+\.[^.]+$"}
_ABOUT: dict[str, JsonValue] = {
    "type": "object",
    "properties": {kind: {"type": ["string", "array"]} for kind in ("rolle", "utfall", "alvor")},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
_ONE: list[JsonValue] = [_ANSWER, _ABOUT]
_TERMS = WithJsonSchema(
    {"type": "array", "minItems": 1, "items": {"anyOf": [*_ONE, {"type": "array", "items": {"anyOf": _ONE}}]}}
)


class EntryWritten(Written):
    """A direct way into the flow."""

    id: Id
    health_only: YesNo = Field(False, alias="bare_helsepersonell")
    words: Texts = Field(alias="ord")
    to: Ref = Field(alias="til")


class OptionWritten(Written):
    """One answer."""

    id: Id
    label: Label = Field(alias="tekst")
    aliases: Texts = Field((), alias="også")
    to: Ref = Field(alias="til")


class StepWritten(Written):
    """One question."""

    id: Id
    former_ids: Ids = Field((), alias="tidligere_id")
    question: Question = Field(alias="spør")
    banner: Annotated[Text, at_most(140)] | None = Field(None, alias="varsel")
    why: Help = Field(alias="hvorfor")
    button: Label | None = Field(None, alias="knapp")
    sources: Refs = Field((), alias="kilde")
    health_only: YesNo = Field(False, alias="bare_helsepersonell")
    options: Annotated[tuple[OptionWritten, ...], counting(2, 8, "antall-svar")] = Field(alias="svar")


class PingWritten(Written):
    """Whether the outcome brings up the barneansvarlig."""

    level: Annotated[Text, one_of(*(p.value for p in PingLevel))] = Field(alias="nivå")
    when: Annotated[Text, at_most(140)] | None = Field(None, alias="når")


class OutcomeWritten(Written):
    """Where a path ends."""

    id: Id
    former_ids: Ids = Field((), alias="tidligere_id")
    severity: SeverityWord = Field(alias="alvor")
    heading: Question = Field(alias="overskrift")
    actions: Annotated[tuple[Action, ...], counting(3, 9, "antall-gjør")] = Field(alias="gjør")
    contacts: SomeRefs = Field(alias="slå_opp")
    ping: PingWritten = Field(alias="varsle")
    journal: Annotated[Text, at_most(600)]
    journal_headings: Texts = Field((), alias="journalmal")
    examples: Refs = Field((), alias="eksempler")
    sources: SomeRefs = Field(alias="kilde")
    continues: Refs = Field((), alias="videre")


class UnlessWritten(Written):
    """Words that may only stand together with others."""

    words: Texts = Field(alias="ord")
    requires: Text = Field(alias="krever")


class DemandWritten(Written):
    """What must hold on every path that a guarantee speaks of."""

    least: SeverityWord | None = Field(None, alias="minst")
    outcomes: Refs = Field((), alias="utfall")
    never_severities: tuple[SeverityWord, ...] = Field((), alias="ikke_alvor")
    never_outcomes: Refs = Field((), alias="ikke_utfall")
    texts: Texts = Field((), alias="tekst")
    never_texts: Texts = Field((), alias="ikke_tekst")
    never_without: UnlessWritten | None = Field(None, alias="ikke_tekst_uten")
    last_action: Text | None = Field(None, alias="siste_steg")
    passes: Refs = Field((), alias="passerer")
    never_steps: Refs = Field((), alias="ikke_steg")

    @model_validator(mode="after")
    def demands_something(self) -> DemandWritten:
        if not self.model_fields_set:
            raise wrong("tomt-krav")
        return self


class GuaranteeWritten(Written):
    """What the domain expert promises of every path."""

    id: Annotated[Text, at_most(67)]
    when: Annotated[tuple[tuple[Term, ...], ...], BeforeValidator(_when), _TERMS] = Field(alias="når")
    except_outcomes: Refs = Field((), alias="unntatt")
    then: DemandWritten = Field(alias="da")


class MessageExampleWritten(Written):
    """An example of an electronic message."""

    id: Id
    title: Label = Field(alias="tittel")
    text: Annotated[Text, at_most(1000)] = Field(alias="tekst")


class FlowWritten(Written):
    """One file under flows/."""

    id: Id
    title: Label = Field(alias="tittel")
    owner: Text = Field(alias="eier")
    approved_by: Text = Field(alias="godkjent_av")
    checked: Day = Field(alias="kontrollert")
    review_every: Period = Field(alias="kontroll_hver")
    start: Ref
    entries: tuple[EntryWritten, ...] = Field((), alias="innganger")
    steps: tuple[StepWritten, ...] = Field(alias="steg")
    outcomes: tuple[OutcomeWritten, ...] = Field((), alias="utfall")
    guarantees: tuple[GuaranteeWritten, ...] = Field((), alias="garantier")
    examples: tuple[MessageExampleWritten, ...] = Field((), alias="meldingseksempler")
