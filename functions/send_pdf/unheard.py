"""What WhatsApp accepted and could not deliver, other than a PDF: a person looks to it."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from aws_lambda_powertools import Logger

from menwa import aws
from menwa.answering import carry_on
from menwa.cases import CaseStore
from menwa.counting import count
from menwa.errors import NotFound
from menwa.questions import QuestionStore, question_answered
from menwa.untold import case_told, untold
from menwa.whatsapp_updates import Receipt

logger = Logger(child=True)


def note_unheard(
    receipt: Receipt, store: CaseStore, questions: QuestionStore, now: datetime
) -> None:
    """An officer's answer to a question waits again; of words about a case, the case keeps it."""
    count("WordsNotDelivered")
    if (question := question_answered(receipt.attempt_id)) is not None:
        if questions.reopen(*question, now):
            logger.warning("an answer did not arrive", code=receipt.error_code)
    elif (case_id := case_told(receipt.attempt_id)) is not None:
        with suppress(NotFound):
            _keep(case_id, receipt, store, now)


def _keep(case_id: str, receipt: Receipt, store: CaseStore, now: datetime) -> None:
    before = store.load(case_id)
    carry_on(aws.step_functions(), before)  # the desk may take the place of an answer on its way
    at, occasion = min(receipt.timestamp, now), str(receipt.attempt_id)
    store.change(before, partial(untold, occasion=occasion, at=at, now=now))
    logger.warning("words did not arrive", case_id=case_id, code=receipt.error_code)
