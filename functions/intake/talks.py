"""Where talks are kept: with the person, under a condition, so that of two messages at the same
moment each knows what the other was answered."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from intake.talk import HeldCode, Standing, Talk, begun, heard
from menwa.errors import Contended
from menwa.persons import PersonStore
from menwa.questions import QuestionStore
from menwa.recipient import Recipient
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

TURNS = 8
T = TypeVar("T")


class Talks:
    def __init__(self, client: "DynamoDBClient", table: str, persons: PersonStore) -> None:
        self._table = Table(client, table)
        self._questions = QuestionStore(client, table)
        self._persons = persons

    def change(
        self, person: Recipient, at: datetime, decide: Callable[[Standing], tuple[Standing, T]]
    ) -> T:
        """What was decided, with the talk saved; `at` they wrote. Decides once more wherever
        another message was faster."""
        key = self._persons.key_of(person)
        for turn in range(TURNS):
            before = self._load(key, at)
            after, decided = decide(Standing(heard(before.talk, at), before.question))
            try:
                self._table.write(self._writes(key, before, after))
            except Contended:
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  only spreads writers
            else:
                return decided
        raise Contended("talk")

    def held(self, person: Recipient) -> HeldCode | None:
        """What somebody sent while we could not see their phone."""
        key = self._persons.key_of(person)
        found = self._table.get(key, "LAST_INBOUND", consistent=True)
        return Talk.model_validate(found).held if found else None

    def asked_help_at(self, person: Recipient) -> datetime | None:
        """When they were last told that an officer answers, if that is still to come."""
        question = self._questions.load(self._persons.key_of(person))
        return question.told_at if question is not None and question.is_open else None

    def has_answered(self, person: Recipient, by: str) -> bool:
        """The same message, before: its answer may have been lost."""
        found = self._table.get(self._persons.key_of(person), "LAST_INBOUND", consistent=True)
        given = Talk.model_validate(found).given if found else {}
        return any(one.by == by for one in given.values())

    def objected(self, person: Recipient) -> str | None:
        found = self._table.get(self._persons.key_of(person), "LAST_INBOUND", consistent=True)
        return Talk.model_validate(found).objected if found else None

    def _load(self, key: str, at: datetime) -> Standing:
        found = self._table.get(key, "LAST_INBOUND", consistent=True)
        talk = Talk.model_validate(found) if found else begun(at)
        return Standing(talk, self._questions.load(key))

    def _writes(self, key: str, before: Standing, after: Standing) -> list[Item]:
        version = before.talk.version
        unchanged = only_if("version", version) if version else NEW
        saved = after.talk.model_copy(update={"version": version + 1})
        writes = [self._table.putting(key, "LAST_INBOUND", contents_of(saved), **unchanged)]
        if after.question is not None and after.question != before.question:
            writes.append(self._questions.saving(key, before.question, after.question))
        return writes
