"""Asks for and keeps what a person tells about her work: district, unit, health personnel or not, language."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bot.core.conversation import MOST_CHOICES, Settings, Telling
from bot.core.effects import Kind, Line, Part, Pick
from bot.core.events import ChoiceId, DistrictId, SettingsChanged, Unchanged, UnitId
from bot.core.flow import ROLE
from bot.core.library import World
from bot.core.people import Unit
from bot.core.talking.matching import fold
from bot.core.words.labels import option_label

LANGUAGES = ("nb", "nn", "en")
LONGEST_PLACE = 6
"""Words; a longer line is not only where somebody works."""
_NAMED = ("distrikt", "enhet", "rolle", "språk")


def ask_which(told: Telling, world: World, *lead: Part) -> Telling:
    """Show the settings as they are and ask which one to change."""
    names = [name for name in _NAMED if name != "enhet" or world.people.units]
    picks = tuple(Pick(ChoiceId(f"sett-{fold(name)}"), "text", f"knapp-sett-{fold(name)}") for name in names)
    picks = (*picks, Pick(ChoiceId("ferdig-innstillinger"), "text", "knapp-ferdig-innstillinger"))
    values = shown(told.conversation.settings, world)
    return told.say(Kind.QUESTION, *lead, *values, Line("innstillinger"), picks=picks, about="innstilling:meny")


def ask_district(told: Telling, world: World) -> Telling:
    """Buttons for the districts with offers of their own; others are found by their name."""
    picks = tuple(Pick(ChoiceId(d), "district", d) for d in asked_districts(world))
    return told.say(Kind.QUESTION, Line("velg-distrikt"), picks=picks, about="innstilling:distrikt")


def asked_districts(world: World) -> tuple[DistrictId, ...]:
    """At most eight with offers of their own, most first; parts of a place with one offer are found by their names."""
    knowledge = world.library.knowledge
    offers = Counter(offer.district for offer in knowledge.offers.values())
    local = [d for d, _ in offers.most_common() if knowledge.districts[d].parent is not None]
    several = [d for d in local if offers[d] > 1]
    return tuple((several or local)[:MOST_CHOICES])


def ask_unit(told: Telling, world: World) -> Telling:
    picks = unit_picks(told.conversation.settings, world)
    return told.say(Kind.QUESTION, Line("velg-enhet"), picks=picks, about="innstilling:enhet")


def unit_picks(settings: Settings, world: World) -> tuple[Pick, ...]:
    """The units of the person's district, else the first of all; others are found by their names."""
    units = list(world.people.units.values())
    near = [u for u in units if settings.district in tuple(world.library.knowledge.upwards(u.district))]
    return tuple(Pick(ChoiceId(unit.id), "unit", unit.id) for unit in (near or units)[:MOST_CHOICES])


def ask_health_personnel(told: Telling) -> Telling:
    picks = tuple(Pick(ChoiceId(f"helsepersonell-{a}"), "text", f"knapp-helsepersonell-{a}") for a in ("ja", "nei"))
    return told.say(Kind.QUESTION, Line("velg-rolle"), picks=picks, about="innstilling:rolle")


def ask_language(told: Telling) -> Telling:
    picks = tuple(Pick(ChoiceId(language), "text", f"sprak-{language}") for language in LANGUAGES)
    return told.say(Kind.QUESTION, Line("velg-sprak"), picks=picks, about="innstilling:sprak")


def named_district(world: World, text: str) -> DistrictId | None:
    """The district whose name or alias the line is; else the only one, or the innermost, that a short line names."""
    line = fold(text)
    knowledge = world.library.knowledge
    names = [(fold(n), d.id) for d in knowledge.districts.values() for n in (d.name, *d.aliases)]
    found = {district for name, district in names if name == line}
    if not found and len(line.split()) <= LONGEST_PLACE:
        found = {district for name, district in names if f" {name} " in f" {line} "}
        found -= {outer for inner in found for outer in knowledge.upwards(inner) if outer != inner}
    return found.pop() if line and len(found) == 1 else None


def named_unit(world: World, text: str) -> UnitId | None:
    """The unit whose name the line is."""
    line = fold(text)
    return next((unit.id for unit in world.people.units.values() if fold(unit.name) == line), None)


def chosen(settings: Settings, name: str, value: str, world: World) -> Settings:
    """The settings with one of them as a choice under `innstilling:NAME` says."""
    match name:
        case "distrikt":
            return replace(settings, district=DistrictId(value))
        case "enhet":
            return _placed(replace(settings, unit=UnitId(value)), world)
        case "rolle":
            return replace(settings, health_personnel=value == "helsepersonell-ja")
        case "sprak":
            return replace(settings, language=value)
    return settings


def changed(settings: Settings, event: SettingsChanged, world: World) -> Settings:
    """The settings as an event sets them; what it does not name stays."""
    new = Settings(
        settings.district if isinstance(event.district, Unchanged) else event.district,
        settings.unit if isinstance(event.unit, Unchanged) else event.unit,
        settings.health_personnel if isinstance(event.health_personnel, Unchanged) else event.health_personnel,
        settings.language if isinstance(event.language, Unchanged) else event.language,
    )
    moved = not isinstance(event.unit, Unchanged) and isinstance(event.district, Unchanged)
    return _placed(new, world) if moved else new


def _placed(settings: Settings, world: World) -> Settings:
    """Whoever names her unit need not name its district too."""
    unit = world.people.units.get(settings.unit) if settings.unit else None
    return replace(settings, district=unit.district) if unit and unit.district else settings


def shown(settings: Settings, world: World) -> tuple[Line, ...]:
    """The settings in words, one line each."""
    district = world.library.knowledge.districts.get(settings.district) if settings.district else None
    unit = world.people.units.get(settings.unit) if settings.unit else None
    texts = world.library.texts
    unset = texts["ikke-valgt"]
    lines = [
        Line("innstilling-distrikt", {"verdi": district.name if district else unset}),
        Line("innstilling-rolle", {"verdi": _role(settings, world, unit)}),
        Line("innstilling-sprak", {"verdi": texts[f"sprak-{settings.language}"]}),
    ]
    if world.people.units:
        lines.insert(1, Line("innstilling-enhet", {"verdi": unit.name if unit else unset}))
    return tuple(lines)


def _role(settings: Settings, world: World, unit: Unit | None) -> str:
    """The role that the flow will be told: the unit's, where there is one."""
    if unit is not None and unit.service:
        named = option_label(world, ROLE, unit.service)
        return world.library.texts["rolle-fra-enhet"].format(rolle=named)
    role = {None: "ikke-valgt", True: "helsepersonell-ja", False: "helsepersonell-nei"}[settings.health_personnel]
    return world.library.texts[role]
