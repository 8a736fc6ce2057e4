"""One answer to many questions: each case for itself, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from aws_lambda_powertools import Logger

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import AlreadyAnswered, NotFound
from menwa.office import Office
from notify_officials.recording import recorded
from notify_officials.rules import Answerer, Answering, Given, Question, question_on
from notify_officials.told import Decided, decided_on

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

logger = Logger(child=True)
AT_ONCE = 10  # as many connections as botocore keeps
PATIENCE = timedelta(seconds=20)  # of API Gateway's 29

Came = Literal["recorded", "decided_before", "not_theirs", "failed"]


@dataclass(frozen=True)
class Picked:
    case_id: str
    post: str
    visit: str


@dataclass(frozen=True)
class Outcome:
    """`number` of the document, if it could be read; `decided`: how it ended, where somebody was
    faster."""

    picked: Picked
    came: Came
    number: str = ""
    decided: Decided | None = None


@dataclass(frozen=True)
class ManyAnswers:
    """`by` for each post for which they may answer: who stands in for it has its title."""

    store: CaseStore
    procedure: "SFNClient"
    office: Office
    by: Mapping[str, Answerer]

    def given(self, picked: Sequence[Picked], given: Given, now: datetime) -> list[Outcome]:
        """In their order; what takes too long counts as failed, which a second look may refute."""
        pool = ThreadPoolExecutor(AT_ONCE)
        asked = [pool.submit(self._one, each, given, now) for each in picked]
        wait(asked, PATIENCE.total_seconds())
        pool.shutdown(wait=False, cancel_futures=True)
        return [_come(future, each) for future, each in zip(asked, picked, strict=True)]

    def _one(self, picked: Picked, given: Given, now: datetime) -> Outcome:
        try:
            return self._answered(picked, given, now)
        except NotFound:
            return Outcome(picked, "decided_before")

    def _answered(self, picked: Picked, given: Given, now: datetime) -> Outcome:
        file = self.store.load(picked.case_id)
        question = _question(picked, file)
        if question is None:
            return self._too_late(picked, file)
        by = self.by.get(question.post)
        if by is None or not _may_give(given, question):
            return Outcome(picked, "not_theirs", _number(file))
        answering = Answering(question, given, by, self.office, now)
        try:
            recorded(self.store, self.procedure, file, answering)
        except AlreadyAnswered:
            return self._too_late(picked, self.store.load(picked.case_id))
        return Outcome(picked, "recorded", _number(file))

    def _too_late(self, picked: Picked, file: CaseFile) -> Outcome:
        decided = decided_on(picked.visit, file, self.office)
        return Outcome(picked, "decided_before", _number(file), decided)


def shared(opened_at: datetime | None, now: datetime, count: int) -> datetime | None:
    """Of the time that many took together, each has its part."""
    return now - (now - opened_at) / count if opened_at and opened_at <= now else None


def picked_in(keys: Iterable[str]) -> list[Picked]:
    """What is ticked, each once; what no page of ours has written is left aside."""
    parts = [key.split("|") for key in dict.fromkeys(keys)]
    return [Picked(*each) for each in parts if len(each) == len(("case", "post", "visit"))]


def _question(picked: Picked, file: CaseFile) -> Question | None:
    """None if it is not what is asked now."""
    question = question_on(file.wait)
    same = question and (question.post, question.visit) == (picked.post, picked.visit)
    return question if same else None


def _may_give(given: Given, question: Question) -> bool:
    return given.answer == "signed" or (given.answer == "submitted" and question.level != "kadis")


def _come(future: "Future[Outcome]", picked: Picked) -> Outcome:
    """Whatever one ended in, a defect too, is its own: what was recorded of the others stands, and
    whoever answered has to read that."""
    if future.cancelled() or not future.done():
        return Outcome(picked, "failed")
    if error := future.exception():
        logger.error("one of many failed", case_id=picked.case_id, exc_info=error)
        return Outcome(picked, "failed")
    return future.result()


def _number(file: CaseFile) -> str:
    return (file.case.found.number if file.case.found else file.case.number) or ""
