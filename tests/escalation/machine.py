"""A unit in which anything may happen at any time, held against a model that fits on a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import currently_in_test_context, event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.colleagues.ping import OVER, Ping, Stage
from bot.core.conversation import Conversation
from bot.core.events import Address, ChoiceId, ChoicePressed, EventId, PingNumber
from bot.core.windows import ALWAYS, Window, is_open
from escalation.scene import (
    ALI,
    DAY,
    EVA,
    KARI,
    LISE,
    MESSAGE_IDS,
    MINUTE,
    MONA,
    OSLO,
    Scene,
    days,
    one,
    oslo,
    scene,
)

CALLED = (MONA, ALI, EVA)
PRESSES = ("ta", "kan-ikke-na", "ferdig", "gi-tilbake")
STARTS = ("2026-01-05 10:00", "2026-03-29 01:40", "2026-10-25 02:30", "2026-04-30 15:00", "2026-04-30 21:00")
NIGHTS = {
    "the night that is an hour short": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "the night with an hour twice": datetime(2026, 10, 25, 1, tzinfo=UTC),
}
TRIED: Counter[str] = Counter()
"""How often each thing really happened to a ping."""
WANTED = frozenset(
    (
        *("taken", "given back", "finished", "withdrawn", "passed on", "taken when nobody had answered"),
        *("two presses at once", "a second one who was too late"),
        *("killed before the commit", "killed after the commit"),
        *("the clock an hour back", "asleep for days", *NIGHTS, "a network down", "away in the middle"),
        *("held", "shut for the night", "unanswered", "closed", "reopened", "over a holiday"),
    )
)
MOOD = 7
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
        window=st.sampled_from([None, ALWAYS, ALWAYS, Window((0, 2, 5), 600, 720)]),
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
        self.ask("droft-barnevern")

    @rule(topic=st.sampled_from(["droft-barnevern", "skade", ""]))
    def ask(self, topic: str) -> None:
        if len(self.models) < 3:
            self.models[self.scene.asks(topic)] = Model()

    @precondition(lambda self: self._offers())
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        """Something that stands on somebody's screen, under the newest message that offers it."""
        who, press, _ = data.draw(st.sampled_from(self._offers()))
        self.choose(who, press)

    def choose(self, who: Address, press: str) -> None:
        number = self._offered(who, press)
        assert number is not None, (who, press)
        self._sync()
        model, taken, before = self.models[number], self.scene.taken, self.scene.ping(number).stage
        self.scene.presses(who, press)
        if press == "ta" and not model.over and model.has is None:
            model.has = who
            assert self.scene.taken == taken + 1
            happened("taken")
            happened("taken when nobody had answered", before is Stage.UNANSWERED)
        elif press == "ta":
            happened("a second one who was too late", model.has not in (None, who))
        elif press == "ferdig" and model.has == who:
            model.over, model.has = True, None
            happened("finished")
        elif press == "gi-tilbake" and model.has == who:
            model.has = None
            happened("given back")
        else:
            happened("passed on", press == "kan-ikke-na" and self.scene.ping(number).asked not in who)
        self._compare(number)

    @precondition(lambda self: self.models)
    @rule(first=st.sampled_from((*CALLED, LISE)), second=st.sampled_from((*CALLED, LISE)))
    def press_at_once(self, first: Address, second: Address) -> None:
        """Two in one commit, before anything of it is handed over: one of them has it."""
        numbers = {self._offered(first, "ta"), self._offered(second, "ta")}
        self._sync()
        number = numbers.pop()
        if numbers or number is None or first == second or self.models[number].has or self.models[number].over:
            return
        taken = self.scene.taken
        for who in (first, second):
            press = ChoicePressed(EventId(f"at-once-{next(MESSAGE_IDS)}"), who, ChoiceId("ta"))
            self.scene.act(press, deliver=False)
        assert self.scene.taken == taken + 1
        assert self.scene.ping(number).taker_at == first
        self.scene.deliver()
        happened("two presses at once")

    @precondition(lambda self: self.models)
    @rule(mood=st.integers(0, 9))
    def withdraw(self, mood: int) -> None:
        """Seldom: otherwise hardly any ping would live to be taken."""
        number = self._offered(KARI, "trekk")
        if number is not None and mood == MOOD:
            self.scene.presses(KARI, "trekk")
            self.models[number] = Model(over=True)
            self._compare(number)
            happened("withdrawn")

    @rule(minutes=st.sampled_from([1, 14, 15, 30, 30, 45, 120, 720, 4320]))
    def wait(self, minutes: int) -> None:
        before = self.scene.now
        self.scene.waits(minutes * MINUTE)
        self._note_time(before)

    @rule(hours=st.sampled_from([1, 20, 72]))
    def sleep(self, hours: int) -> None:
        before = self.scene.now
        self.scene.sleeps(timedelta(hours=hours))
        self._note_time(before)
        happened("asleep for days", hours == 72 and self._open())

    @rule()
    def clock_back(self) -> None:
        before = [row.say for row in self.scene.outbox]
        self.scene.now -= timedelta(hours=1)
        self.scene.wake()
        assert [row.say for row in self.scene.outbox] == before
        self.scene.now += timedelta(hours=1)
        happened("the clock an hour back", self._open())

    @rule(who=st.sampled_from(CALLED))
    def away_for_a_day(self, who: Address) -> None:
        asked = [ping for ping in self._open() if f"jsonlines:{ping.asked}" == who]
        self.scene.types(who, "borte til i morgen")
        self.scene.presses(who, "bekreft")
        happened("away in the middle", asked and f"samtale:{who}" in self.scene.states)

    @rule(who=st.sampled_from((*CALLED, LISE)))
    def break_or_mend(self, who: Address) -> None:
        self.broken ^= {who}
        self.scene.deliver()
        happened("a network down", who in self.broken and self._open())

    @rule()
    def crash_after_the_commit(self) -> None:
        """What is decided on is stored and not handed over; then everything is read again."""
        self.scene.wake(deliver=False)
        self.scene.restart()
        happened("killed after the commit", [row for row in self.scene.outbox if row.status == "pending"])
        self.scene.deliver()

    @precondition(lambda self: self.models)
    @rule(who=st.sampled_from(CALLED))
    def crash_before_the_commit(self, who: Address) -> None:
        """Nothing of it happened; it comes again and does the same."""
        if self._offered(who, "kan-ikke-na") is None:
            return
        before = self.scene.stored()
        self.scene.act(press := ChoicePressed(EventId("again"), who, ChoiceId("kan-ikke-na")), deliver=False)
        once = self.scene.stored()
        self.scene.back_to(before)
        self.scene.act(press, deliver=False)
        assert self.scene.stored() == once
        self.scene.deliver()
        happened("killed before the commit", once != before)

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

    def _open(self) -> list[Ping]:
        return [self.scene.ping(n) for n in self.models if self._stored(n) and self.scene.ping(n).stage is Stage.OPEN]

    def _note_time(self, before: datetime) -> None:
        for night, moment in NIGHTS.items():
            happened(night, before < moment <= self.scene.now and self._open())
        happened("over a holiday", before < oslo("2026-05-01 08:00") < self.scene.now and self._open())
        for number in self.models:
            ping = self.scene.ping(number) if self._stored(number) else None
            happened("held", ping and ping.stage is Stage.HELD)
            happened("shut for the night", ping and ping.stage is Stage.OPEN and ping.resumes_at)
            happened("unanswered", ping and ping.stage is Stage.UNANSWERED)
            happened("closed", ping and ping.stage is Stage.CLOSED)
            happened("reopened", ping and ping.stage is Stage.OPEN and ping.reminded)

    def _offers(self) -> list[tuple[Address, str, PingNumber]]:
        pairs = [(who, press) for who in (*CALLED, LISE) for press in PRESSES] if hasattr(self, "scene") else []
        found = [(who, press, self._offered(who, press)) for who, press in pairs]
        return [(who, press, number) for who, press, number in found if number is not None]

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


def happened(what: str, really: object = True) -> None:
    assert what in WANTED
    if really:
        TRIED[what] += 1
        if currently_in_test_context():
            event(what)
