"""A unit in which anything may happen at any time, held against a model that fits on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.conversation import Conversation
from bot.core.events import Address, PingNumber
from bot.core.ping import OVER, Stage
from bot.core.windows import ALWAYS, Window, is_open
from escalation.scene import ALI, DAY, EVA, KARI, LISE, MINUTE, MONA, OSLO, Scene, days, one, scene

CALLED = (MONA, ALI, EVA)
STARTS = ("2026-01-05 10:00", "2026-03-27 15:40", "2026-10-24 23:10", "2026-04-30 15:00", "2026-12-23 12:00")
ENDINGS = ("ping-ferdig", "ping-lukket", "ping-angret")


@dataclass
class Model:
    """What a person at a white board would say of one ping: who has it, or that it is over."""

    has: Address | None = None
    over: bool = False


class Unit(RuleBasedStateMachine):
    """Askings, presses, time, clocks, networks, absences and restarts, in any order."""

    scene: Scene

    @initialize(
        start=st.sampled_from(STARTS),
        rounds=st.integers(0, 2),
        window=st.sampled_from([None, ALWAYS, Window((0, 2, 5), 600, 720)]),
        away=st.booleans(),
        met=st.sampled_from([(KARI, MONA, ALI, EVA, LISE), (KARI, ALI, LISE), (KARI, MONA), (KARI,)]),
    )
    def begin(self, start: str, rounds: int, window: Window | None, away: bool, met: tuple[Address, ...]) -> None:
        people = (one("mona"), one("ali", *([days("2026-01-05", "2026-12-31", "eva")] if away else [])), one("eva"))
        self.scene = scene(*people, at=start, rounds=rounds, window=window, met=met)
        self.window = window or Window()
        self.models: dict[PingNumber, Model] = {}
        self.broken: set[Address] = set()
        self.scene.working = lambda address: address not in self.broken
        self.checked = 0

    @rule(topic=st.sampled_from(["droft-barnevern", "skade", ""]))
    def ask(self, topic: str) -> None:
        if len(self.models) < 3:
            self.models[self.scene.asks(topic)] = Model()

    @precondition(lambda self: self.models)
    @rule(who=st.sampled_from((*CALLED, LISE)), press=st.sampled_from(["ta", "kan-ikke-na", "ferdig", "gi-tilbake"]))
    def press(self, who: Address, press: str) -> None:
        """Under the newest message that offers it, as on a screen."""
        number = self._offered(who, press)
        if number is None:
            return
        self._sync()
        model, taken = self.models[number], self.scene.taken
        self.scene.presses(who, press)
        if press == "ta" and not model.over and model.has is None:
            model.has = who
            assert self.scene.taken == taken + 1
        elif press == "ferdig" and model.has == who:
            model.over, model.has = True, None
        elif press == "gi-tilbake" and model.has == who:
            model.has = None
        self._compare(number)

    @precondition(lambda self: self.models)
    @rule()
    def withdraw(self) -> None:
        number = self._offered(KARI, "trekk")
        if number is not None:
            self.scene.presses(KARI, "trekk")
            self.models[number] = Model(over=True)
            self._compare(number)

    @rule(minutes=st.sampled_from([1, 14, 15, 30, 45, 240, 720, 1440, 4320]))
    def wait(self, minutes: int) -> None:
        self.scene.waits(minutes * MINUTE)

    @rule(hours=st.sampled_from([1, 20, 72]))
    def sleep(self, hours: int) -> None:
        self.scene.sleeps(timedelta(hours=hours))

    @rule()
    def clock_back(self) -> None:
        before = [row.say for row in self.scene.outbox]
        self.scene.now -= timedelta(hours=1)
        self.scene.wake()
        assert [row.say for row in self.scene.outbox] == before
        self.scene.now += timedelta(hours=1)

    @rule(who=st.sampled_from(CALLED))
    def away_for_a_day(self, who: Address) -> None:
        self.scene.types(who, "borte til i morgen")
        self.scene.presses(who, "bekreft")

    @rule(who=st.sampled_from((*CALLED, LISE)))
    def break_or_mend(self, who: Address) -> None:
        self.broken ^= {who}
        self.scene.deliver()

    @rule()
    def crash_after_the_commit(self) -> None:
        """What is decided on is stored and not handed over; then everything is read again."""
        self.scene.wake(deliver=False)
        self.scene.restart()
        self.scene.deliver()

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "scene"):
            self.scene.audit()
            assert self.scene.taken <= sum(self.scene.ping(p).period + 1 for p in self.models if self._stored(p))

    @invariant()
    def nobody_is_told_at_night_or_while_away(self) -> None:
        for row in self.scene.outbox[self.checked :] if hasattr(self, "scene") else ():
            if row.say.to != KARI and row.say.kind == "ping":
                assert is_open(self.window, row.at, OSLO), (row.say, row.at)
        self.checked = len(self.scene.outbox) if hasattr(self, "scene") else 0

    def teardown(self) -> None:
        """Left alone, every ping ends, and the asker has heard how."""
        if not hasattr(self, "scene"):
            return
        self.broken.clear()
        self.scene.waits(60 * DAY)
        for number in self.models:
            assert not self._stored(number) or self.scene.ping(number).stage in OVER
            mine = [row.say for row in self.scene.outbox if row.say.to == KARI]
            told = [say.parts[0] for say in mine if say.owner == f"ping:{number}"]
            assert any(part.part == "line" and part.text in ENDINGS for part in told), number

    def _offered(self, who: Address, press: str) -> PingNumber | None:
        state = self.scene.states.get(f"samtale:{who}")
        shown = state.shown if isinstance(state, Conversation) else ()
        offered = [s for s in shown if s.about.startswith("ping:") and any(pick.id == press for pick in s.picks)]
        number = PingNumber(int(offered[-1].about.partition(":")[2])) if offered else None
        return number if number in self.models and self._stored(number) else None

    def _stored(self, number: PingNumber) -> bool:
        return f"ping:{number}" in self.scene.states

    def _sync(self) -> None:
        """Time changes who has it in ways that the model does not follow; before a press they are brought together."""
        for number, model in self.models.items():
            ping = self.scene.ping(number) if self._stored(number) else None
            model.over = ping is None or ping.over
            model.has = ping.taker_at if ping and ping.stage is Stage.ACKED else None

    def _compare(self, number: PingNumber) -> None:
        ping = self.scene.ping(number)
        model = self.models[number]
        assert ping.over == model.over
        assert (ping.taker_at if ping.stage is Stage.ACKED else None) == model.has


TestUnit = Unit.TestCase
TestUnit.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
__all__ = ["TestUnit"]
