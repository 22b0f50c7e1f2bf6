"""The words of opening hours: when an offer is open, and whether it is at the time that was asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.core.knowledge import Offer, Opening
from bot.core.language import feasts
from bot.core.language.hours import Clock, DayHours, TimeQuestion, Verdict, always, next_open, on, settled, verdict
from bot.core.library import World

_FEW = 2
"""Days that are each told of, also when it is closed on them; of more only those with hours."""


def opening_answer(world: World, offer: Offer, asked: TimeQuestion, today: date) -> str:
    """Whether the entry says that it is open then, with the hours of each day; when it is not, the next time it is.

    Yes or no is only said where all that was asked was read, and the entry tells.
    """
    texts = world.library.texts
    if not offer.openings:
        return texts["tider-ukjent"]
    if asked.season:
        return _season(world, offer, today)
    if not asked.days:
        return texts["tider-usikker"]
    if offer.valid_to is not None and asked.days[-1] > offer.valid_to:
        return texts["tider-gjelder-til"].format(dato=_date(offer.valid_to))
    days = tuple(on(offer, day) for day in asked.days)
    clock = _settled(offer, asked, days)
    said = _verdict(asked, days, clock)
    told = _told(asked, days, clock, said)
    lines = [_day(world, hours) for hours in told] or [_closed_throughout(world, days)]
    words = _both(world, said) if len(told) == _FEW and clock is None else _verdict_words(world, said, clock)
    lead = " ".join(part for part in (words, _other_day(world, asked)) if part)
    # What is said of several days stands before them all, not beside the first.
    lines = [f"{lead} {lines[0]}".strip()] if len(lines) == 1 else [*filter(None, (lead,)), *lines]
    open_then = any(hours.openings for hours in told)
    following = _next(world, offer, days, clock) if not open_then or (said == "no" and not asked.each) else None
    lines += [_next_words(world, *following)] if following else []
    named = [hours.day for hours in told if hours.openings] + ([following[0]] if following else [])
    if not always(offer) and any(map(feasts.unusual, named)):
        lines.append(texts["tider-uvanlig"])
    return "\n".join(lines)


def _settled(offer: Offer, asked: TimeQuestion, days: Sequence[DayHours]) -> Clock | None:
    """The time that is asked about; None: none, or one that cannot be told."""
    return settled(asked.clock, [hours.openings for hours in days], offer.openings, asked.asks) if asked.clock else None


def _verdict(asked: TimeQuestion, days: Sequence[DayHours], clock: Clock | None) -> Verdict:
    """Yes or no, where that can be said of all the days alike, or of one of them if any will do.

    What opens or closes at a time does so on the days that it is open on at all.
    """
    unsure = asked.clock is not None and clock is None
    if unsure or not asked.plain or any(hours.openings and feasts.unusual(hours.day) for hours in days):
        return ""
    each = {verdict(hours.openings, clock, asked.asks) for hours in days if hours.openings or not asked.each}
    if asked.some and _settles(asked) in each:
        return _settles(asked)
    return each.pop() if len(each) == 1 else ""


def _settles(asked: TimeQuestion) -> Verdict:
    """What one day of several is enough for: that it is open."""
    return "no" if asked.asks == "shut" else "yes"


def _told(asked: TimeQuestion, days: Sequence[DayHours], clock: Clock | None, said: Verdict) -> tuple[DayHours, ...]:
    """The days that the answer is about."""
    if len(days) <= _FEW:
        return tuple(days)
    if asked.some and said == _settles(asked):
        return tuple(hours for hours in days if verdict(hours.openings, clock, asked.asks) == said)
    return tuple(hours for hours in days if hours.openings or hours.shut)


def _verdict_words(world: World, said: Verdict, clock: Clock | None) -> str:
    texts = world.library.texts
    if not said:
        return ""
    if said == "partly":
        return texts["tider-delvis"].format(tid=_clock_words(world, clock)) if clock else ""
    if clock is None or (clock.relation == "rest" and said == "yes"):
        return texts[f"tider-{'ja' if said == 'yes' else 'nei'}"]
    return texts[f"tider-{'ja' if said == 'yes' else 'nei'}-tid"].format(tid=_clock_words(world, clock))


def _both(world: World, said: Verdict) -> str:
    """Of two days, which may be two that «neste onsdag» can mean."""
    texts = world.library.texts
    return {"yes": texts["tider-ja-begge"], "no": texts["tider-nei-begge"]}.get(said, "")


def _clock_words(world: World, clock: Clock | None) -> str:
    """«kl. 17.00», «før kl. 15.00», «mellom kl. 14.00 og 16.00», «om kvelden»."""
    if clock is None:
        return ""
    texts = world.library.texts
    match clock.relation:
        case "part":
            return texts[f"tid-{clock.part}"]
        case "rest":
            return texts["tid-rest"]
        case "between":
            return texts["tid-between"].format(fra=clock_time(clock.start), til=clock_time(clock.end))
        case "at" | "from" | "before" | "after" | "until":
            return texts[f"tid-{clock.relation}"].format(tid=clock_time(clock.start))


def _other_day(world: World, asked: TimeQuestion) -> str:
    """That the date is another day than the weekday that was said with it."""
    if asked.weekday is None:
        return ""
    texts = world.library.texts
    found, said = texts[f"dag-{asked.days[0].weekday()}"], texts[f"dag-{asked.weekday}"]
    return texts["tider-datoen"].format(dato=_date(asked.days[0]), dag=found, sagt=said)


def _day(world: World, hours: DayHours) -> str:
    texts = world.library.texts
    when = f"{texts[f'dag-{hours.day.weekday()}']} {_date(hours.day)}"
    if hours.openings:
        return texts["tider-aapent"].format(naar=when, tider=_spans(hours.openings))
    reason = f" ({hours.reason})" if hours.reason else ""
    text = "tider-helligdag" if hours.shut in ("holiday", "eve") else "tider-stengt"
    return texts[text].format(naar=f"{when}{reason}".removesuffix("."))


def _closed_throughout(world: World, days: Sequence[DayHours]) -> str:
    span = f"{_date(days[0].day)}–{_date(days[-1].day)}"
    return world.library.texts["tider-stengt"].format(naar=span.removesuffix("."))


def _next(
    world: World, offer: Offer, days: Sequence[DayHours], clock: Clock | None
) -> tuple[date, Opening] | None:
    """When it is open next; None where the days that are told of are the answer."""
    at = clock.start if clock and clock.relation in ("at", "after", "from", "rest") else 0
    begin = datetime.combine(days[-1].day, time(), world.zone) + timedelta(minutes=at)
    found = next_open(offer, begin)
    if found is None or found[0] in [hours.day for hours in days]:
        return None
    return found if offer.valid_to is None or found[0] <= offer.valid_to else None


def _next_words(world: World, day: date, opening: Opening) -> str:
    when = f"{world.library.texts[f'dag-{day.weekday()}']} {_date(day)}"
    return world.library.texts["tider-neste"].format(naar=when, tider=_spans((opening,)))


def _season(world: World, offer: Offer, today: date) -> str:
    """What the entry says of a time of the year: when it is closed, else nothing, and then it is for her to ring."""
    texts = world.library.texts
    if always(offer):
        return texts["tider-alltid"]
    coming = [each for each in offer.closed if each[1] >= today]
    lines = []
    for first, last, reason in coming:
        span = f"{_date(first)}–{_date(last)}" + (f" ({reason})" if reason else "")
        lines.append(texts["tider-stengt"].format(naar=span.removesuffix(".")))
    return "\n".join((*lines, texts["tider-ferie"]))


def opening_words(world: World, opening: Opening) -> str:
    """«mandag og onsdag 14.00–16.30 (drop-in)»."""
    days = [world.library.texts[f"dag-{day}"] for day in opening.days]
    named = days[0] if len(days) == 1 else ", ".join(days[:-1]) + f" og {days[-1]}" if days else ""
    notes = [world.library.texts["drop-in"]] if opening.drop_in else []
    notes += [opening.note] if opening.note else []
    return f"{named} {_span(opening)}" + (f" ({', '.join(notes)})" if notes else "")


def clock_time(minutes: int) -> str:
    """«16.30»."""
    return f"{minutes // 60:02}.{minutes % 60:02}"


def _spans(openings: Sequence[Opening]) -> str:
    return ", ".join(_span(each) + (f" ({each.note})" if each.note else "") for each in openings)


def _span(opening: Opening) -> str:
    return f"{clock_time(opening.start)}–{clock_time(opening.end)}"


def _date(day: date) -> str:
    return f"{day.day}.{day.month}."
