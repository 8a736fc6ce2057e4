"""SOP 6: the PDF goes to the citizen over WhatsApp; its delivery receipt answers.

What may have been sent is never sent again.
"""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.deliveries import WithDeliveries
from menwa.delivery import delivered, went_elsewhere
from menwa.environment import WithStaging
from menwa.visit import Visit, retried_while_aws_fails
from send_pdf.rules import next_move, pauses_still, waiting
from send_pdf.sending import Sending

logger = Logger()


class Environment(WithDeliveries, WithCitizens, WithStaging):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


def sending() -> Sending:
    here = environment()
    return Sending(
        store=here.store(),
        documents=here.documents(),
        deliveries=here.deliveries(),
        limit=here.limit(),
        switch=here.switch(),
        whatsapp=here.whatsapp(),
        office=here.office(),
    )


def next_of(visit: Visit, file: CaseFile) -> CaseFile:
    """The file with whoever is waited for, or with the answer."""
    store, now = environment().store(), utc_now()
    if visit.already_answered(file):
        return visit.taken_up(file)
    if pauses_still(file, visit, now):
        return store.save(file, visit.taken_up(file))
    move = next_move(file.last_attempt, to_another_phone=went_elsewhere(file))
    logger.info("next", move=move)
    if move == "send":
        return sending().send(visit, file, now)
    waits = waiting(file, visit, now)
    return store.save(file, delivered(waits, now) if move == "answer" else waits)


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit = Visit.model_validate(event)
    logger.append_keys(case_id=visit.case_id)
    carry_on(aws.step_functions(), next_of(visit, visit.load(environment().store())))
    return {}
