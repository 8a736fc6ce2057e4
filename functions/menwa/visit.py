"""What the state machine hands to each step."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar

from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ConfigDict

from menwa.answering import name_of_run
from menwa.case import CaseFile, Wait
from menwa.cases import CaseStore
from menwa.errors import Restricted, Unavailable, Withdrawn
from menwa.withdrawal import is_withdrawn

Step = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


class Visit(BaseModel):
    """`visit` is when the state was entered: the same for every retry of one visit, of which there
    have been `tries`. `run` names the execution; None: the case's first."""

    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="forbid", defer_build=True
    )

    at_desk: ClassVar[bool] = False

    case_id: str
    visit: str
    token: str
    tries: int = 0
    run: str | None = None

    @property
    def stamp(self) -> dict[str, Any]:
        """On the wait that this try opens, or takes up."""
        return {"visit": self.visit, "token": self.token, "tries": self.tries}

    def load(self, store: CaseStore) -> CaseFile:
        return self.wanted(store.load(self.case_id))

    def wanted(self, file: CaseFile) -> CaseFile:
        """Withdrawn if the citizen has taken the request back, or a later run or visit has begun:
        nothing is to be done for this one any more. Restricted: nothing but by an officer."""
        if self._is_over(file):
            raise Withdrawn(self.case_id)
        if self.already_answered(file):
            return file
        of_before = name_of_run(file.case) != (self.run or self.case_id)
        if is_withdrawn(file.case) or of_before:
            raise Withdrawn(self.case_id)
        if file.case.restricted_at is not None and not self.at_desk:
            raise Restricted(self.case_id)
        return file

    def _is_over(self, file: CaseFile) -> bool:
        """A later try holds the token, where the state machine has given up on this one; a
        repetition of what was answered may run when the next step has put its question."""
        wait = file.wait
        if wait is None or wait.visit == self.visit:
            return wait is not None and wait.tries > self.tries
        asked, own = _entered(wait.visit), _entered(self.visit)
        return asked is not None and own is not None and asked > own

    def already_answered(self, file: CaseFile) -> bool:
        """This visit's answer was recorded by a run that ended before it could send it."""
        return (
            file.wait is not None and file.wait.visit == self.visit and file.wait.answer is not None
        )

    def taken_up(self, file: CaseFile) -> CaseFile:
        """The recorded answer, to be sent with this run's token."""
        wait: Wait | None = file.wait
        return file.opened(wait.model_copy(update=self.stamp)) if wait else file


def _entered(visit: str) -> datetime | None:
    """None where no state was entered: before the procedure began, or after it ended."""
    try:
        return datetime.fromisoformat(visit)
    except ValueError:
        return None


def retried_while_aws_fails(step: Step) -> Step:
    """The state machine retries what it knows by name: an error of AWS becomes Unavailable."""

    @wraps(step)
    def tried(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        try:
            return step(event, context)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable(type(error).__name__) from error

    return tried
