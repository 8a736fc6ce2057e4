"""An answer is recorded, once, and carried on."""

from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from notify_officials.rules import Answering

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

logger = Logger(child=True)


def recorded(
    store: CaseStore, procedure: "SFNClient", file: CaseFile, answering: Answering
) -> CaseFile:
    """AlreadyAnswered if somebody was faster. What is recorded stands: if it could not be carried
    on, the sweep does that."""
    after = store.change(file, answering.decided)
    logger.info(
        "answered",
        case_id=file.case.id,
        level=answering.question.level,
        answer=answering.given.answer,
    )
    try:
        carry_on(procedure, after)
    except (BotoCoreError, ClientError):
        logger.exception("not carried on yet", case_id=file.case.id)
    return after
