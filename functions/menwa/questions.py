"""What people asked that no machine answers: it waits at the desk, with their words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.recipient import Recipient
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

HELP = "help"
ANSWER = "question"
KEPT = timedelta(days=30)
MOST_WORDS = 20
LONGEST = 1000


class Words(Stored):
    """One message; `by` marks it, so that the same one twice is not heard twice."""

    text: str
    at: datetime
    by: str


class Question(Stored):
    """`since` they wait; `told_at` when and `told_by` after which message they were last told so.
    `reopened`: by what they wrote after an officer's answer. `failed_at`: WhatsApp could not
    deliver the answer that they were given.

    Once answered nobody waits any more, and a month later it is gone.
    """

    version: int = 0
    person: Recipient
    words: tuple[Words, ...]
    since: datetime
    told_at: datetime
    told_by: str
    reopened: bool = False
    answered_at: datetime | None = None
    answered_by: str | None = None
    failed_at: datetime | None = None
    expires_at: int | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def heard_at(self) -> datetime:
        return self.words[-1].at

    def with_words(self, words: Sequence[Words]) -> "Question":
        """The newest of them; what was heard already is not heard again."""
        known = {one.by for one in self.words}
        news = [one for one in words if one.by not in known]
        return self.model_copy(update={"words": (*self.words, *news)[-MOST_WORDS:]})

    def after_answer(self, words: Words, person: Recipient, now: datetime) -> "Question":
        """They wrote once more to the officer who had answered."""
        waits = {"answered_at": None, "answered_by": None, "failed_at": None, "expires_at": None}
        told = {"since": now, "told_at": now, "told_by": words.by, "person": person}
        return self.with_words([words]).model_copy(update=waits | told | {"reopened": True})

    def answered(self, officer: str, now: datetime) -> "Question":
        done = {"answered_at": now, "answered_by": officer, "failed_at": None}
        return self.model_copy(update={**done, "expires_at": int((now + KEPT).timestamp())})

    def unheard(self, version: int, now: datetime) -> "Question":
        """The answer to this version did not arrive: they wait as before, unless more has been
        said since."""
        closed_by_it = not self.is_open and self.version == version + 1
        if not closed_by_it and not (self.is_open and self.version == version):
            return self
        waits = {"answered_at": None, "answered_by": None, "expires_at": None}
        return self.model_copy(update={**waits, "failed_at": now})


def question_answered(occasion: str | None) -> tuple[str, int] | None:
    """The person, and the version of their question, if the message was its answer."""
    kind, _, rest = (occasion or "").partition(":")
    person, _, version = rest.rpartition(":")
    return (f"PERSON#{person}", int(version)) if kind == ANSWER and version.isdecimal() else None


class QuestionStore:
    """By the key under which the person stands (`PersonStore.key_of`)."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def load(self, person: str) -> Question | None:
        found = self._table.get(person, "HELP", consistent=True)
        return Question.model_validate(found) if found else None

    def waiting(self, now: datetime) -> list[tuple[str, Question]]:
        """Each with the key of its person, longest first."""
        found = self._table.query(
            "waiting_for = :who AND since <= :now",
            {":who": HELP, ":now": now.isoformat().replace("+00:00", "Z")},
            IndexName="waiting",
        )
        return [(item["pk"], Question.model_validate(item)) for item in found]

    def saving(self, person: str, before: Question | None, after: Question) -> Item:
        """A write: Contended if somebody else wrote it meanwhile."""
        unchanged = only_if("version", before.version) if before else NEW
        saved = after.model_copy(update={"version": (before.version if before else 0) + 1})
        waits = {"waiting_for": HELP} if after.is_open else {}
        return self._table.putting(person, "HELP", contents_of(saved) | waits, **unchanged)

    def reopen(self, person: str, version: int, now: datetime) -> bool:
        """Contended if somebody else wrote it at this moment."""
        before = self.load(person)
        after = before.unheard(version, now) if before else None
        if before is None or after is None or after is before:
            return False
        self.save(person, before, after)
        return True

    def save(self, person: str, before: Question, after: Question) -> None:
        self._table.write([self.saving(person, before, after)])
