"""What is counted: a closed list, and the few words that go with it where no id of the content does."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class What(StrEnum):
    """Everything of which there can be one more. The comment says what `Count.subject` and `Count.option` hold."""

    FLOW_STARTED = "flyt-startet"  # the step it begins at
    STEP_SHOWN = "steg-vist"  # the step; not when it is only put again
    STEP_ANSWERED = "steg-besvart"  # the step, and the option
    STEP_LEFT = "steg-forlatt"  # the step: gone back from, or another flow begun in the middle of it
    BACK = "tilbake"
    HELP = "hjelp"
    FLOW_ENDED = "flyt-fullfort"  # the outcome
    GIVEN_UP = "gitt-opp"  # the step that was open
    ANSWER_GIVEN = "svar-gitt"  # the entry
    ASKED_BACK = "spurt-tilbake"  # where it was asked: a flow, or one of TOPICS
    NOT_KNOWN = "ikke-kjent"  # where it was asked: a flow, or one of TOPICS
    WRONG_ENTRY = "feil-i-oppforingen"  # the entry
    EMERGENCY_SHOWN = "akutt-vist"  # the outcome
    IDENTITY_STOPPED = "persondata-stoppet"
    IDENTITY_DELETED = "persondata-slettet"
    PING_OPENED = "kollega-spurt"
    PING_TAKEN = "kollega-tok"  # one of BUCKETS: how long after it was opened
    PING_UNANSWERED = "kollega-ubesvart"
    USEFUL_YES = "nyttig-ja"  # the outcome
    USEFUL_NO = "nyttig-nei"  # the outcome
    REMINDER_SET = "paminnelse-satt"
    FOLLOW_UP_YES = "oppfolging-ja"
    FOLLOW_UP_NOT_YET = "oppfolging-ikke-enna"


TOPICS = ("meny", "finn-tilbud", "oppslag", "innstillinger")
"""Where a question came from when it did not come from within a flow."""

_BUCKETS = (("0-5-min", 5), ("5-15-min", 15), ("15-30-min", 30), ("30-60-min", 60), ("1-2-t", 120), ("2-4-t", 240))
_LONGER = "over-4-t"
BUCKETS = (*(name for name, _ in _BUCKETS), _LONGER)
"""How long something took, coarse enough to tell nothing about a single case."""


def bucket(took: timedelta) -> str:
    """The one of BUCKETS that a span belongs to; its upper end is not in it."""
    return next((name for name, minutes in _BUCKETS if took < timedelta(minutes=minutes)), _LONGER)


def topic(about: str) -> str:
    """The one of TOPICS that the newest message with choices belongs to."""
    family = about.partition(":")[0]
    return {"finn": "finn-tilbud", "oppføring": "oppslag", "avklar": "oppslag", "innstilling": "innstillinger"}.get(
        family, "meny"
    )
