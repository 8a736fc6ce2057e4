"""What the state machine hands to each step."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ConfigDict

from menwa.answering import name_of_run
from menwa.case import CaseFile, Wait
from menwa.cases import CaseStore
from menwa.errors import Unavailable, Withdrawn
from menwa.withdrawal import is_withdrawn

Step = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


class Visit(BaseModel):
    """`visit` is when the state was entered: the same for every retry of one visit. `run` names the
    execution; None: the case's first."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="forbid")

    case_id: str
    visit: str
    token: str
    run: str | None = None

    def load(self, store: CaseStore) -> CaseFile:
        return self.wanted(store.load(self.case_id))

    def wanted(self, file: CaseFile) -> CaseFile:
        """Withdrawn if the citizen has taken the request back, or a later run has begun: nothing is
        to be done for this one any more."""
        of_before = name_of_run(file.case) != (self.run or self.case_id)
        if (is_withdrawn(file.case) or of_before) and not self.already_answered(file):
            raise Withdrawn(self.case_id)
        return file

    def already_answered(self, file: CaseFile) -> bool:
        """This visit's answer was recorded by a run that ended before it could send it."""
        return (
            file.wait is not None and file.wait.visit == self.visit and file.wait.answer is not None
        )

    def taken_up(self, file: CaseFile) -> CaseFile:
        """The recorded answer, to be sent with this run's token."""
        wait: Wait | None = file.wait
        return file.opened(wait.model_copy(update={"token": self.token})) if wait else file


def retried_while_aws_fails(step: Step) -> Step:
    """The state machine retries what it knows by name: an error of AWS becomes Unavailable."""

    @wraps(step)
    def tried(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        try:
            return step(event, context)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable(type(error).__name__) from error

    return tried
