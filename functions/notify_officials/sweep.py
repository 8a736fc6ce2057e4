"""Every few minutes: what was left halfway is carried on, and nothing waits unseen."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa.clock import utc_now
from notify_officials.calendar_watch import watch_calendar
from notify_officials.delays import tell_of_delays
from notify_officials.gauges import measure_queues
from notify_officials.halfway import (
    begin_unstarted,
    carry_on_answered,
    erase_unproven,
    hand_unsettled_to_desk,
    release_held,
    resume_paused,
)
from notify_officials.letter_duty import write_letters
from notify_officials.rounds import Round, WithRounds
from notify_officials.stalls import tell_superiors
from notify_officials.unanswered import pass_on_unanswered

logger = Logger()
Duties = Mapping[str, Callable[[Round], int]]
# What is passed on is passed on before anybody is reminded of it.
OFFICIALS: Duties = {
    "unanswered": pass_on_unanswered,
    "letters": write_letters,
    "stalls": tell_superiors,
    "delays": tell_of_delays,
    "calendar": watch_calendar,
}


class Environment(WithRounds):
    state_machine_arn: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def begin(at: Round) -> int:
    return begin_unstarted(at, environment().state_machine_arn)


def release(at: Round) -> int:
    return release_held(at, held=environment().switch().held() is not None)


DUTIES: Duties = {
    "carried_on": carry_on_answered,
    "begun": begin,
    "unsettled": hand_unsettled_to_desk,
    "released": release,
    "resumed": resume_paused,
    **OFFICIALS,
    "erased": erase_unproven,
}


def done(at: Round, duties: Duties) -> dict[str, int]:
    times = dict.fromkeys(duties, 0)
    for name, duty in duties.items():
        with at.faults.duty(name):
            times[name] = duty(at)
    return times


def officials(at: Round) -> dict[str, int]:
    return done(at, OFFICIALS)


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    at = environment().round(utc_now())
    times = done(at, DUTIES)
    with at.faults.duty("queues"):
        measure_queues(at)
    logger.info("swept", extra=times)
    if at.faults.found:
        raise ExceptionGroup("left for the next sweep", at.faults.found)
    return times
