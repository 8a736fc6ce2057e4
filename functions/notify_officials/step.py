"""SOP 3 to 5: ask the official of this level; their link answers."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.clock import utc_now
from menwa.visit import retried_while_aws_fails
from notify_officials.asking import Question, ask
from notify_officials.rounds import WithRounds

logger = Logger()


class Environment(WithRounds):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    question = Question.model_validate(event)
    logger.append_keys(case_id=question.case_id)
    file = question.load(environment().store())
    if question.already_answered(file):
        carry_on(aws.step_functions(), question.taken_up(file))
    else:
        ask(environment().round(utc_now()), question, file)
    return {}
