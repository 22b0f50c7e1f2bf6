"""Questions about opening hours, from what was typed to what is said: yes and no only where all of it was read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Offer, Opening
from bot.core.language.clock_words import take
from bot.core.language.feasts import holiday
from bot.core.words.openings import opening_answer
from playing import OSLO, shipped

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=OSLO)
"""A Monday."""
OFFERS = {"G": "grorud-hfu", "S": "stovner-hfu", "O": "alna-oslohjelpa", "A": "nasjonalt-116111"}
"""G: Wednesday 14.00–16.30. S: Monday 15–19, Wednesday 14.30–16.30. O: weekdays 11–15. A: always."""


def said(offer: Offer, question: str, now: datetime = NOW) -> str:
    """What stands under the entry's name; empty where no time was asked about."""
    asked = take(question, now).asked
    return opening_answer(shipped(), offer, asked, now.date()) if asked else ""


def lead(text: str) -> str:
    """Ja, Nei, Bare (a part of the time) or -."""
    first = text.replace(".", ",").split(",")[0].split(" ")[0]
    return first if first in ("Ja", "Nei", "Bare") else "-"


CASES = """
G | er hfu åpent onsdag klokka fem | Nei | kl. 17.00; onsdag 2.12.: 14.00–16.30
G | er hfu åpent på onsdag kl 5 | Nei | kl. 17.00
G | er det åpent onsdag klokken tre | Ja | kl. 15.00; onsdag 2.12.
G | er hfu åpent onsdag kl. 14 | Ja | kl. 14.00
G | er hfu åpent onsdag kl. 16.30 | Nei | kl. 16.30
G | er hfu åpent onsdag kl 1630 | Nei | kl. 16.30
G | er hfu åpent onsdag 16:29 | Ja | kl. 16.29
G | er hfu åpent onsdag halv fire | Ja | kl. 15.30
G | er hfu åpent onsdag kvart over tre | Ja | kl. 15.15
G | er hfu åpent onsdag kvart på tre | Ja | kl. 14.45
G | er hfu åpent onsdag fem på halv fem | Ja | kl. 16.25
G | er hfu åpent onsdag ti over halv fem | Nei | kl. 16.40
G | er hfu åpent onsdag klokka tre om natten | Nei | kl. 03.00
G | er hfu åpent onsdag tre om ettermiddagen | Ja | kl. 15.00
G | er hfu åpent onsdag klokka ni om morgenen | Nei | kl. 09.00
S | er hfu åpent mandag klokka åtte om kvelden | Nei | kl. 20.00; mandag 30.11.: 15.00–19.00
S | er hfu åpent i kveld klokka sju | Nei | kl. 19.00
S | er hfu åpent i kveld halv sju | Ja | kl. 18.30
S | åpner hfu før tre på mandager | Nei | før kl. 15.00; mandag 30.11.: 15.00–19.00
S | åpner hfu før halv fire på mandager | Ja | før kl. 15.30
S | åpner hfu klokka tre på mandag | Ja | kl. 15.00
S | åpner hfu klokka tre | - | mandag 30.11.: 15.00–19.00; onsdag 2.12.: 14.30–16.30
S | stenger hfu klokka sju | - | mandag 30.11.: 15.00–19.00; onsdag 2.12.: 14.30–16.30
S | stenger hfu klokka sju i morgen | Nei | stengt tirsdag 1.12.
G | åpner hfu klokka to | Ja | kl. 14.00; onsdag 2.12.: 14.00–16.30
G | åpner hfu klokka fire | Nei | kl. 16.00; onsdag 2.12.: 14.00–16.30
O | åpner oslohjelpa klokka elleve | Ja | kl. 11.00; tirsdag 1.12.; fredag 4.12.
O | when does oslohjelpa close, closes at 3 | - | tirsdag 1.12.
S | åpner hfu etter to på mandag | Ja | etter kl. 14.00
S | stenger hfu før seks på mandag | Nei | før kl. 18.00
S | stenger hfu klokka sju på mandag | Ja | kl. 19.00
G | stenger hfu før fem på onsdag | Ja | før kl. 17.00
G | er hfu åpent etter fire på onsdag | Ja | etter kl. 16.00
G | er hfu åpent etter fem på onsdag | Nei | etter kl. 17.00
G | er hfu åpent før to på onsdag | Nei | før kl. 14.00
S | er hfu åpent til seks på mandag | Ja | til kl. 18.00
G | er hfu åpent til seks på onsdag | Nei | til kl. 18.00
G | er hfu åpent mellom to og fire på onsdag | Ja | mellom kl. 14.00 og 16.00
G | er hfu åpent mellom tre og fem på onsdag | Bare | mellom kl. 15.00 og 17.00
G | er hfu åpent mellom ti og tolv på onsdag | Nei | mellom kl. 10.00 og 12.00
G | er hfu åpent fra kl 14 til kl 16 på onsdag | Ja | mellom kl. 14.00 og 16.00
O | er oslohjelpa åpen fra ni til fire på tirsdag | Bare | mellom kl. 09.00 og 16.00
O | er oslohjelpa åpen mellom elleve og to på tirsdag | Ja | mellom kl. 11.00 og 14.00
O | er oslohjelpa åpen tirsdag klokka elleve | Ja | kl. 11.00
O | er oslohjelpa åpen tirsdag klokka ett | Ja | kl. 13.00
O | er oslohjelpa åpen klokka tolv i morgen | Ja | kl. 12.00; tirsdag 1.12.
O | er oslohjelpa åpen midt på dagen på tirsdag | Ja | kl. 12.00
G | er hfu åpent på onsdag | Ja | onsdag 2.12.
G | er hfu åpent i dag | Nei | mandag 30.11.; onsdag 2.12.
S | er hfu åpent i dag | Ja | mandag 30.11.: 15.00–19.00
S | er hfu åpent nå | Nei | kl. 10.00
O | er oslohjelpa åpen om to timer | Ja | kl. 12.00
O | er oslohjelpa åpen om en halvtime | Nei | kl. 10.30
G | er hfu åpent i overmorgen | Ja | onsdag 2.12.
G | er hfu åpent i morgen | Nei | tirsdag 1.12.
G | er hfu åpent neste uke onsdag | Ja | onsdag 9.12.
G | er hfu åpent onsdag i neste uke | Ja | onsdag 9.12.
G | er hfu åpent onsdag om to uker | Ja | onsdag 16.12.
S | er hfu åpent om to uker | Ja | mandag 14.12.
S | er hfu åpent om to dager | Ja | onsdag 2.12.
G | er hfu åpent onsdag i uke 51 | Ja | onsdag 16.12.
G | er hfu åpent neste onsdag | Ja | Ja, begge dagene.; onsdag 2.12.; onsdag 9.12.
G | er hfu åpent neste onsdag klokka fem | Nei | kl. 17.00; onsdag 2.12.; onsdag 9.12.
G | er hfu åpent neste torsdag | Nei | Nei, ingen av dagene.; torsdag 3.12.; torsdag 10.12.
G | er hfu åpent neste uke | Ja | onsdag 9.12.
G | er hfu åpent i helga | Nei | lørdag 5.12.; søndag 6.12.; onsdag 9.12.
S | er hfu åpent mandag og onsdag | Ja | mandag 30.11.; onsdag 2.12.
S | er hfu åpent mandag og tirsdag | - | åpent mandag 30.11.; stengt tirsdag 1.12.
S | er hfu åpent mandag til fredag | - | mandag 30.11.; onsdag 2.12.
O | er oslohjelpa åpen mandag til fredag | Ja | fredag 4.12.
G | er hfu åpent onsdag 23. desember | Ja | onsdag 23.12.
G | er hfu åpent onsdag 6. januar | Ja | onsdag 6.1.
G | er hfu åpent onsdag 23.12 | Ja | onsdag 23.12.
G | er hfu åpent 23/12 | Ja | onsdag 23.12.
G | er hfu åpent 23.12.2026 | Ja | onsdag 23.12.
G | er hfu åpent onsdag den 9. | Ja | onsdag 9.12.
G | er hfu åpent torsdag 23. desember | - | 23.12. er en onsdag, ikke en torsdag.; onsdag 23.12.: 14.00–16.30
S | er hfu åpent mandag 28. desember | - | mandag 28.12.: 15.00–19.00; romjula
S | er hfu åpent mandag 29.3 | Nei | mandag 29.3. (Andre påskedag)
S | er hfu åpent andre påskedag | Nei | mandag 29.3. (Andre påskedag)
S | er hfu åpent 2. pinsedag | Nei | mandag 17.5.
O | er oslohjelpa åpen kristi himmelfartsdag | Nei | torsdag 6.5. (Kristi himmelfartsdag)
O | er oslohjelpa åpen skjærtorsdag | Nei | torsdag 25.3. (Skjærtorsdag)
O | er oslohjelpa åpen langfredag | Nei | fredag 26.3. (Langfredag)
O | er oslohjelpa åpen 1. juledag | Nei | fredag 25.12. (Første juledag)
O | er oslohjelpa åpen nyttårsaften | Nei | torsdag 31.12.
O | er oslohjelpa åpen julaften | Nei | torsdag 24.12.
O | er oslohjelpa åpen lille julaften | Ja | onsdag 23.12.
O | er oslohjelpa åpen 1. mai | Nei | lørdag 1.5.
A | er alarmtelefonen åpen 1. juledag klokka tre | Ja | fredag 25.12.
G | er hfu åpent julaften | Nei | torsdag 24.12.; Neste gang det er åpent: onsdag 30.12.; romjula
G | er hfu åpent i romjula | - | ferier og høytider. Ring først.
G | er hfu åpent i påskeuka | - | Ring først.
G | har hfu åpent i sommerferien | - | Ring først.
A | er alarmtelefonen åpen i romjula | - | hele døgnet
G | er hfu åpent torsdg | Nei | torsdag 3.12.
G | er hfu åpent onsdg | Ja | onsdag 2.12.
S | er hfu åpent på mandg klokka fire | Ja | kl. 16.00
G | er hfu stengt på onsdag | Nei | onsdag 2.12.: 14.00–16.30
G | er hfu stengt på torsdag | Ja | stengt torsdag 3.12.
G | er hfu stengt klokka fem på onsdag | Ja | kl. 17.00; 14.00–16.30
G | er hfu stengt neste uke | Nei | åpent onsdag 9.12.
S | er hfu stengt på kvelden | Nei | åpent mandag 30.11.: 15.00–19.00
S | har hfu åpent på kvelden | Ja | om kvelden; mandag 30.11.
G | har hfu åpent på kvelden | Nei | om kvelden; onsdag 2.12.
S | er hfu åpent mandagskveld | Ja | om kvelden; mandag 30.11.
S | er hfu åpent etter fire | Ja | mandag 30.11.; onsdag 2.12.
G | er hfu ope klokka fem på onsdag | Nei | kl. 17.00
G | har hfu ope halv fire onsdag | Ja | kl. 15.30
G | er hfu ope måndag | Nei | mandag 30.11.
S | er hfu ope i morgon kveld | Nei | tirsdag 1.12.
O | er oslohjelpa open tysdag klokka eitt | Ja | kl. 13.00
O | er oslohjelpa open fyrste juledag | Nei | fredag 25.12.
G | er hfu stengd på laurdag | Ja | lørdag 5.12.
G | is hfu open at five on Wednesday | Nei | kl. 17.00
G | is hfu open on Wednesday at half past three | Ja | kl. 15.30
G | is hfu open Wednesday at 3pm | Ja | kl. 15.00
G | is hfu open on wednesday before three | Ja | før kl. 15.00
G | is hfu open between two and four on Wednesday | Ja | mellom kl. 14.00 og 16.00
S | is hfu open until six on Monday | Ja | til kl. 18.00
S | is hfu closed on Easter Monday | Ja | mandag 29.3. (Andre påskedag)
G | is hfu open next week | Ja | onsdag 9.12.
G | is hfu open on December 23rd | Ja | onsdag 23.12.
S | is the clinic open this evening | Ja | om kvelden
G | is hfu open wensday | Ja | onsdag 2.12.
G | når er hfu åpent på onsdag | - | onsdag 2.12.: 14.00–16.30
G | hvor lenge er hfu åpent onsdag | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent onsdag fem | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent onsdag rundt fem | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent onsdag etter lunsj | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent hele onsdagen | - | onsdag 2.12.: 14.00–16.30
G | er hfu ikke åpent onsdag | - | onsdag 2.12.: 14.00–16.30
G | er hfu bare åpent onsdag | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent for foreldre onsdag | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent for 25-åringer onsdag | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent første onsdag i mars | - | ikke sikker på hvilken dag
G | er hfu åpent annenhver onsdag | - | ikke sikker på hvilken dag
G | var hfu åpent forrige onsdag | - | ikke sikker på hvilken dag
G | var hfu åpent 6. januar 2021 | - | ikke sikker på hvilken dag
G | kan hun få time på onsdag | - | onsdag 2.12.: 14.00–16.30
S | er hfu åpent i kveld eller i morgen | - | åpent mandag 30.11.; stengt tirsdag 1.12.
S | er hfu åpent i dag og i morgen | - | åpent mandag 30.11.; stengt tirsdag 1.12.
S | er hfu åpent i morgen eller onsdag | - | stengt tirsdag 1.12.; åpent onsdag 2.12.
G | er hfu åpent onsdag klokka tre eller fire | - | onsdag 2.12.: 14.00–16.30
S | er hfu åpent mandag morgen klokka åtte | Nei | kl. 08.00
O | er oslohjelpa åpen julaften og nyttårsaften | Nei | torsdag 24.12.; torsdag 31.12.
O | er oslohjelpa open andre joledag | Nei | lørdag 26.12. (Andre juledag)
G | er hfu apent onsdag kl halv fire | Ja | kl. 15.30
G | er hfu åpent onsdag kl. 14.00–16.30 | Ja | mellom kl. 14.00 og 16.30
G | er hfu åpent onsdag til fem | Nei | til kl. 17.00
G | er hfu åpent onsdag 17 | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent onsdag 17.00 | Nei | kl. 17.00
G | er hfu åpent onsdag lenger enn fire | - | onsdag 2.12.: 14.00–16.30
A | er alarmtelefonen åpen klokka tre i natt | Ja | kl. 03.00; tirsdag 1.12.
A | er 116 111 åpent nå | Ja | kl. 10.00
G | god morgen, er hfu åpent nå | Nei | kl. 10.00
G | is hfu open wed at 3pm | Ja | kl. 15.00; onsdag 2.12.
S | er hfu åpent man? | Ja | mandag 30.11.
G | er hfu åpent onnsdg kl 15 | - | ikke sikker på hvilken dag
G | er hfu åpent på planleggingsdagen | - | ikke sikker på hvilken dag
G | er hfu åpent dagen etter 17. mai | - | ikke sikker på hvilken dag
G | er hfu åpent onsdagen før julaften | - | ikke sikker på hvilken dag
G | er hfu åpent onsdag i partallsuker | - | onsdag 2.12.: 14.00–16.30
G | er hfu åpent lenge på onsdag | - | onsdag 2.12.: 14.00–16.30
S | hfu mandag 29.3. | - | mandag 29.3. (Andre påskedag)
G | åpner eller stenger hfu tre på onsdag | - | onsdag 2.12.: 14.00–16.30
"""


@pytest.mark.parametrize("case", [line for line in CASES.splitlines() if line])
def test_an_answer_about_hours_says_yes_or_no_only_of_what_was_read(case: str) -> None:
    key, question, wanted, facts = (part.strip() for part in case.split("|"))
    text = said(shipped().library.knowledge.offers[OFFERS[key]], question)
    assert lead(text) == wanted, text
    assert all(fact in text for fact in facts.split("; ")), text


def test_nothing_is_said_of_a_day_after_the_last_that_the_entry_holds_for() -> None:
    offer = replace(shipped().library.knowledge.offers["grorud-hfu"], valid_to=date(2026, 12, 4))
    assert said(offer, "er hfu åpent onsdag 9. desember").startswith("Oppføringen gjelder bare til 4.12.")
    assert said(offer, "er hfu åpent onsdag") == "Ja. Ifølge oppføringen er det åpent onsdag 2.12.: 14.00–16.30."
    assert "Neste gang" not in said(offer, "er hfu åpent torsdag")


def test_what_is_said_of_two_days_does_not_stand_beside_the_first() -> None:
    text = said(shipped().library.knowledge.offers["grorud-hfu"], "er hfu åpent neste onsdag klokka tre")
    assert text.splitlines()[0] == "Ja, kl. 15.00."


DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
HOURS = ("ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")
LIMITS = {"before": "før kl. {}", "after": "etter kl. {}", "until": "til kl. {}", "at": "kl. {}"}


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """An offer with at most one opening on each weekday."""
    found = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        start = draw(st.integers(0, 1380))
        found.append(Opening((day,), start, draw(st.integers(start + 30, 1439)), False, ""))
    return replace(shipped().library.knowledge.offers["grorud-hfu"], openings=tuple(found), closed=())


def minutes(offer: Offer, day: date) -> set[int]:
    """The minutes of a day on which it is open."""
    if holiday(day)[0]:
        return set()
    return {m for o in offer.openings if day.weekday() in o.days for m in range(o.start, o.end + (o.end == 1439))}


def held(open_: set[int], relation: str, at: int) -> bool:
    match relation:
        case "before":
            return any(minute < at for minute in open_)
        case "after":
            return any(minute >= at for minute in open_)
        case "until":
            return at - 1 in open_
        case _:
            return at in open_


@given(offers(), st.integers(0, 6), st.sampled_from(sorted(LIMITS)), st.integers(60, 1439), st.booleans())
def test_yes_and_no_agree_with_every_minute_of_the_day(
    offer: Offer, weekday: int, relation: str, at: int, shut: bool
) -> None:
    clock = LIMITS[relation].format(f"{at // 60:02}.{at % 60:02}")
    text = said(offer, f"er hfu {'stengt' if shut else 'åpent'} {DAYS[weekday]} {clock}")
    open_ = held(minutes(offer, NOW.date() + timedelta(days=weekday)), relation, at)
    assert lead(text) == ("Ja" if open_ != shut else "Nei"), text
    assert clock in text


@given(offers(), st.integers(60, 1439), st.booleans(), st.booleans())
def test_one_open_day_is_enough_for_a_week_and_none_for_a_week_that_is_shut(
    offer: Offer, at: int, timed: bool, shut: bool
) -> None:
    clock = f" etter kl. {at // 60:02}.{at % 60:02}" if timed else ""
    text = said(offer, f"er hfu {'stengt' if shut else 'åpent'} neste uke{clock}")
    week = [minutes(offer, date(2026, 12, 7) + timedelta(days=n)) for n in range(7)]
    any_ = any(held(day, "after", at if timed else 0) for day in week)
    assert lead(text) == ("Ja" if any_ != shut else "Nei"), text
    assert ("åpent" in text.split("Ifølge")[1]) == any(week), text


@given(offers(), st.integers(0, 6), st.integers(1, 1439), st.integers(1, 1439))
def test_a_stretch_that_is_open_in_part_is_neither_yes_nor_no(offer: Offer, weekday: int, one: int, other: int) -> None:
    first, last = sorted((one, other + (one == other)))
    open_ = minutes(offer, NOW.date() + timedelta(days=weekday))
    times = [f"{at // 60:02}.{at % 60:02}" for at in (first, last)]
    text = said(offer, f"er hfu åpent {DAYS[weekday]} mellom kl. {times[0]} og kl. {times[1]}")
    share = len(open_ & set(range(first, last))) / (last - first)
    assert lead(text) == ("Ja" if share == 1 else "Bare" if share else "Nei"), text


@given(offers(), st.integers(0, 6), st.sampled_from(HOURS), st.sampled_from(["klokka {}", "halv {}", "kvart over {}"]))
def test_an_hour_without_half_of_the_day_is_said_as_the_one_that_was_taken(
    offer: Offer, weekday: int, hour: str, form: str
) -> None:
    text = said(offer, f"er hfu åpent {DAYS[weekday]} {form.format(hour)}")
    said_ = (HOURS.index(hour) + 1) * 60 + {"k": 0, "h": -30}[form[0]] + (15 if "kvart" in form else 0)
    open_ = minutes(offer, NOW.date() + timedelta(days=weekday))
    meant = {said_ % 720: said_ % 720 in open_, said_ % 720 + 720: said_ % 720 + 720 in open_}
    taken = next((at for at in meant if f"kl. {at // 60:02}.{at % 60:02}. " in text), None)
    assert taken is not None or lead(text) == "-", text
    assert taken is None or lead(text) == ("Ja" if meant[taken] else "Nei")
    fits = [at for at in meant if meant[at] or closes_at(open_, at)]
    assert len(fits) != 1 or taken == fits[0], "the half that fits is taken"


def closes_at(open_: set[int], at: int) -> bool:
    """Whether it closes at that minute: an end fits as well as what lies between."""
    return at - 1 in open_


UNREAD = ("annenhver", "rundt fem", "etter lunsj", "fem", "hverdager", "alltid", "uten time", "25", "senest da")
READ = ("onsdag", "i morgen", "23. desember", "klokka fire", "etter kl 15", "på kvelden", "neste uke", "i helga", "nå")


@given(st.lists(st.sampled_from(READ), max_size=3, unique=True), st.sampled_from(UNREAD), st.booleans())
def test_what_is_left_unread_takes_yes_and_no_away(read: list[str], unread: str, first: bool) -> None:
    listed = [unread, *read] if first else [*read, unread]
    text = said(shipped().library.knowledge.offers["stovner-hfu"], f"er hfu åpent {', '.join(listed)}")
    assert lead(text) == "-", text


ODD = ("julaften", "2. påskedag", "romjula", "torsdg", "neste onsdag", "i dag", "uke 2", "kl 3")


@given(offers(), st.lists(st.sampled_from([*READ, *UNREAD, *ODD]), max_size=4))
def test_whatever_is_asked_the_hours_that_are_said_are_those_of_the_entry(offer: Offer, asked: list[str]) -> None:
    text = said(offer, f"har hfu åpent {' '.join(asked)}")
    for open_, weekday, number, month in re.findall(r"(åpent|stengt) (\w+dag) (\d+)\.(\d+)\.", text):
        day = date(2026 if int(month) >= 11 else 2027, int(month), int(number))
        assert DAYS[day.weekday()] == weekday
        assert bool(minutes(offer, day)) == (open_ == "åpent"), text


@pytest.mark.parametrize("year", range(2024, 2034))
def test_every_public_holiday_is_read_by_its_own_name(year: int) -> None:
    first = datetime(year, 1, 1, 10, tzinfo=OSLO)
    named = [day for n in range(365) if holiday(day := date(year, 1, 1) + timedelta(days=n))[1]]
    assert len(named) >= 11
    for day in named:
        for name in holiday(day)[1].split("; "):
            asked = take(f"er det åpent {name}", first).asked
            assert asked is not None
            assert asked.days == (day,), name
