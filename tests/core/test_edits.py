"""What an edit changes, and what is said to a message that cannot be used; on the pure core."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.core import engine
from bot.core.conversation import Conversation
from bot.core.effects import Kind, Say
from bot.core.events import Address, EventId, Incoming, MessageEdited, MessageNumber, MessageReceived, MessageUnreadable
from bot.core.library import World
from bot.core.typed import Typed

KARI = Address("matrix:@kari:example.test")
NUMBER = "27045951478"


@dataclass
class Chat:
    """One person; what Varde said to the last thing she did."""

    world: World
    state: Conversation | None = None
    now: datetime = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
    numbers: count[int] = field(default_factory=lambda: count(1))
    next: int = 1

    def does(self, event: Incoming) -> list[Say]:
        self.now += timedelta(seconds=5)
        moved = engine.advance(self.state, event, self.now, self.world, MessageNumber(self.next))
        assert moved.state is None or isinstance(moved.state, Conversation)
        self.state = moved.state
        said = [effect for effect in moved.effects if isinstance(effect, Say)]
        self.next += len(said)
        return said

    def types(self, text: str) -> EventId:
        id_ = EventId(f"matrix:!r/${next(self.numbers)}")
        self.does(MessageReceived(id_, KARI, Typed(text)))
        return id_

    def edits(self, event: EventId, text: str, beside: str = "") -> list[Say]:
        id_ = EventId(f"matrix:!r/${next(self.numbers)}")
        return self.does(MessageEdited(id_, KARI, Typed(text), event, Typed(beside) if beside else None))

    @property
    def answers(self) -> list[tuple[str, str]]:
        run = self.state.run if self.state else None
        return [(str(given.step), str(given.option)) for given in run.answers] if run else []


@pytest.fixture
def chat(world: World) -> Chat:
    begun = Chat(world)
    begun.types("start veiviser")
    return begun


def test_the_latest_answer_is_replaced_by_its_edit(chat: Chat) -> None:
    event = chat.types("5")
    assert chat.answers == [("start-trygghet", "nei")]
    chat.edits(event, "4")
    assert chat.answers == [("start-trygghet", "usikker")]


def test_it_can_be_edited_again(chat: Chat) -> None:
    event = chat.types("5")
    chat.edits(event, "4")
    chat.edits(event, "5")
    assert chat.answers == [("start-trygghet", "nei")]


def test_an_older_edit_says_and_changes_nothing(chat: Chat) -> None:
    event = chat.types("5")
    chat.types("hjelp")
    before = chat.answers
    assert chat.edits(event, "4") == []
    assert chat.answers == before


@pytest.mark.parametrize("later", [False, True])
def test_an_identity_number_in_an_edit_is_stopped_however_old(chat: Chat, later: bool) -> None:
    event = chat.types("5")
    if later:
        chat.types("hjelp")
    first = chat.edits(event, f"gjelder {NUMBER}")[0]
    assert first.kind is Kind.PRIVACY
    assert first.deletes is not None
    assert first.deletes != event


def test_an_identity_number_beside_an_edit_is_stopped(chat: Chat) -> None:
    assert chat.edits(chat.types("5"), "4", beside=NUMBER)[0].kind is Kind.PRIVACY


def test_danger_in_an_older_edit_is_answered(chat: Chat) -> None:
    event = chat.types("5")
    chat.types("hjelp")
    assert chat.edits(event, "pasienten sier at hun vil drepe barna i kveld")[0].kind is Kind.URGENT


def test_a_latest_question_is_answered_as_it_reads_now(world: World) -> None:
    chat = Chat(world)
    event = chat.types("hva er BarnsBste?")
    assert [say.kind for say in chat.edits(event, "hva er BarnsBeste?")] == [Kind.ANSWER]


@pytest.mark.parametrize("why", ["kryptert", "uten-tekst"])
def test_what_cannot_be_read_is_answered_and_the_question_put_again(chat: Chat, why: str) -> None:
    event = MessageUnreadable(EventId("matrix:!r/$x"), KARI, why)  # type: ignore[arg-type]
    assert [say.kind for say in chat.does(event)] == [Kind.NOTICE, Kind.QUESTION]


def test_an_identity_number_in_a_file_name_is_stopped(chat: Chat) -> None:
    event = MessageUnreadable(EventId("matrix:!r/$x"), KARI, "uten-tekst", Typed(f"{NUMBER}.jpg"))
    assert chat.does(event)[0].deletes == event.id
