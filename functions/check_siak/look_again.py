"""Every few minutes: cases that wait for people are looked up once more, so that what was signed or
mended meanwhile goes on by itself; and no case is left before a gate that says nothing."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.second_looks import (
    GATE_TAKES,
    OFTEN_ENOUGH,
    due,
    looked_at_again,
    looked_at_in_vain,
    silent_at_the_gate,
)
from check_siak.siak import WithSiak, question_about
from menwa import aws
from menwa.answering import carry_on
from menwa.case import DESK, GATE, CaseFile
from menwa.clock import utc_now
from menwa.counting import count
from menwa.environment import WithCases, WithOffice
from menwa.errors import SiakUnavailable
from menwa.letter_book import LetterBook

logger = Logger()

ENOUGH_SECONDS = 240  # then the next turn is near
ENOUGH_TROUBLES = 3  # in a row: then it is SIAK, not one record that does not fit


class Environment(WithCases, WithOffice, WithSiak):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


def bring_silent_to_desk(now: datetime) -> int:
    silent = list(environment().store().waiting(GATE, now - GATE_TAKES))
    for case_id in silent:
        _decide(case_id, partial(silent_at_the_gate, now=now))
        logger.warning("silent at the gate", case_id=case_id)
    return len(silent)


def look_again(now: datetime) -> int:
    """Stops where SIAK is still down: whoever was not reached is the next turn's."""
    gateway, began, looked, troubles = environment().gateway(), time.monotonic(), 0, 0
    if gateway is None:
        return 0
    office = environment().office()
    posts = LetterBook(aws.dynamodb(), environment().cases_table).all()
    asked = dict.fromkeys([*office.officials, *office.vacant, *posts, DESK])
    for waiting in due(environment().store().waiting_cases(asked, now - OFTEN_ENOUGH), now):
        try:
            document = gateway.find(question_about(waiting.case))
        except SiakUnavailable as trouble:
            logger.error("SIAK is unavailable", trouble=str(trouble))
            count("SiakUnavailable")
            _decide(waiting.case.id, partial(looked_at_in_vain, now=now))
            troubles += 1
        else:
            _decide(waiting.case.id, partial(looked_at_again, document=document, now=now))
            looked, troubles = looked + 1, 0
        if troubles == ENOUGH_TROUBLES or time.monotonic() - began > ENOUGH_SECONDS:
            break
    return looked


def _decide(case_id: str, decide: Callable[[CaseFile], CaseFile]) -> None:
    store = environment().store()
    carry_on(aws.step_functions(), store.change(store.load(case_id), decide))


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    now = utc_now()
    done = {"silent": bring_silent_to_desk(now), "looked": look_again(now)}
    logger.info("looked again", extra=done)
    return done
