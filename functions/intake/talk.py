"""How the talk with a person stands: what was answered lately, what was not understood in a row.

Of each kind of answer at most one goes out a minute; whoever is not understood a second time stands
at the desk with their words, and the machine is silent until an officer has answered, or for a day.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from menwa.questions import MOST_WORDS, Question, Words
from menwa.recipient import Recipient
from menwa.stored import Stored

PAUSE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
KEPT = timedelta(days=30)
FORM, DESK, STILL, REOPENED = "form", "desk", "still", "reopened"
Verdict = Literal["form", "desk", "still", "reopened", "quiet"]


class Given(Stored):
    at: datetime
    by: str


class HeldCode(Stored):
    """Sent by somebody whose phone we can't see; by its hash. It may be of no request at all."""

    code_hash: str
    case_ids: tuple[str, ...] = ()


class Talk(Stored):
    """`given`: when each kind of answer was last given, and to which message. `unclear`: what was
    not understood in a row. `asked_phone`: after which message they were asked to share
    it, once. `objected`: the request of which they last said in the chat that its PDF is wrong."""

    version: int = 0
    at: datetime
    given: dict[str, Given] = Field(default_factory=dict)
    unclear: tuple[Words, ...] = ()
    asked_phone: str | None = None
    held: HeldCode | None = None
    objected: str | None = None
    expires_at: int

    def may_answer(self, kind: str, by: str, now: datetime) -> bool:
        """Not twice in a minute; but to the same message again, should the first try be lost."""
        last = self.given.get(kind)
        return last is None or last.by == by or now - last.at >= PAUSE

    def answering(self, kind: str, by: str, now: datetime) -> "Talk":
        recent = {key: one for key, one in self.given.items() if now - one.at < PAUSE}
        return self.model_copy(update={"given": {**recent, kind: Given(at=now, by=by)}})


@dataclass(frozen=True)
class Standing:
    """The talk with a person, and what of theirs waits or has waited at the desk."""

    talk: Talk
    question: Question | None = None

    def changed(self, **changes: object) -> "Standing":
        return replace(self, talk=self.talk.model_copy(update=changes))


def begun(now: datetime) -> Talk:
    return Talk(at=now, expires_at=int((now + KEPT).timestamp()))


def heard(talk: Talk, at: datetime) -> Talk:
    return talk.model_copy(
        update={"at": max(at, talk.at), "expires_at": int((at + KEPT).timestamp())}
    )


def understood(before: Standing, kind: str, by: str, now: datetime) -> tuple[Standing, bool]:
    """Whether it is answered now."""
    clear = before.changed(unclear=())
    if not before.talk.may_answer(kind, by, now):
        return clear, False
    return replace(clear, talk=clear.talk.answering(kind, by, now)), True


def unclear(
    before: Standing, words: Words, sender: Recipient, now: datetime
) -> tuple[Standing, Verdict]:
    """What was written within a minute of our answer was written before it was read: it is kept,
    and counts as one with what was answered."""
    if standing := _standing(before, words, now):
        return standing
    talk = before.talk
    answered = talk.given.get(FORM)
    if answered is not None and answered.by == words.by:
        return before, "form"
    row = tuple(one for one in talk.unclear if one.by != words.by and now - one.at < A_DAY)
    kept = before.changed(unclear=(*row, words)[-MOST_WORDS:])
    if not talk.may_answer(FORM, words.by, now):
        return kept, "quiet"
    if not row:
        return replace(kept, talk=kept.talk.answering(FORM, words.by, now)), "form"
    return to_the_desk(before, words, sender, now)


def to_the_desk(
    before: Standing, words: Words, sender: Recipient, now: datetime
) -> tuple[Standing, Verdict]:
    """With all that was not understood before; whoever cries for help once more is told `still`."""
    if standing := _standing(before, words, now):
        after, verdict = standing
        if verdict != "quiet" or not after.talk.may_answer(STILL, words.by, now):
            return standing
        return replace(after, talk=after.talk.answering(STILL, words.by, now)), "still"
    said = [*(one for one in before.talk.unclear if one.by != words.by), words]
    open_one = before.question if before.question and before.question.is_open else None
    told = {"told_at": now, "told_by": words.by, "person": sender, "reopened": False}
    question = open_one.with_words(said).model_copy(update=told) if open_one else None
    talk = before.talk.model_copy(update={"unclear": ()}).answering(DESK, words.by, now)
    return Standing(talk, question or _asked(said, sender, now)), "desk"


def written(
    before: Standing, words: Words, sender: Recipient, now: datetime
) -> tuple[Standing, Verdict]:
    """As `unclear`; but within a day of an officer's answer it is meant for the officer."""
    question = before.question
    if question is None or question.answered_at is None or now - question.answered_at >= A_DAY:
        return unclear(before, words, sender, now)
    if any(one.by == words.by for one in question.words):
        return before, "quiet"
    talk = before.talk.model_copy(update={"unclear": ()}).answering(REOPENED, words.by, now)
    return Standing(talk, question.after_answer(words, sender, now)), "reopened"


def _standing(before: Standing, words: Words, now: datetime) -> tuple[Standing, Verdict] | None:
    """They wait for an officer already, and were told so within a day."""
    question = before.question
    if question is None or not question.is_open:
        return None
    if question.told_by == words.by:
        return before, "reopened" if question.reopened else "desk"
    if now - question.told_at >= A_DAY:
        return None
    return replace(before, question=question.with_words([words])), "quiet"


def _asked(said: list[Words], sender: Recipient, now: datetime) -> Question:
    by = said[-1].by
    kept = tuple(said[-MOST_WORDS:])
    return Question(person=sender, words=kept, since=now, told_at=now, told_by=by)
