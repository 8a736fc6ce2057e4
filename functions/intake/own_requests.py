"""What somebody asks of their own requests: where they stand, and to take one back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from intake.answer import Answer
from intake.answers import Answers
from intake.heard import Heard, own_file, reached_file
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.discretion import over_for_its_citizen
from menwa.errors import AlreadyAnswered
from menwa.objection_words import are_first_words, takes_words, with_words
from menwa.objections import Kind, Objections, Tapped
from menwa.pauses import still_theirs
from menwa.withdrawal import can_withdraw, withdrawn

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

MOST_TOLD = 5


@dataclass(frozen=True)
class OwnRequests:
    store: CaseStore
    procedure: "SFNClient"
    answers: Answers

    def status(self, heard: Heard) -> Answer:
        """Of all that are open; if none is, what the last one became."""
        named = [file for file in heard.own if file.case.id == heard.meaning.case_id]
        told = named or heard.open[:MOST_TOLD] or heard.own[:1]
        return self.answers.all_stand(told) if told else self.answers.no_requests()

    def cancel(self, heard: Heard) -> Answer:
        named = [file for file in heard.own if file.case.id == heard.meaning.case_id]
        asked = named or heard.open
        can = [file for file in asked if can_withdraw(file)]
        if len(can) > 1:
            return self.answers.which_to_cancel(can)
        if can:
            return self.answers.really_cancel(can[0])
        return self._too_late(asked[0]) if asked else self.answers.nothing_to_cancel()

    def tapped(self, heard: Heard) -> Answer | None:
        """None if the button is not known, or not the sender's to tap."""
        act = TAPS.get(heard.meaning.detail)
        case_id = heard.meaning.case_id.partition(":")[0]
        find = reached_file if heard.meaning.detail == "NOT_MINE" else own_file
        file = find(self.store, case_id, heard.sender) if act else None
        return act(self, file, heard) if act and file else None

    def stands(self, file: CaseFile, heard: Heard) -> Answer:  # noqa: ARG002  as all taps
        return self.answers.stands(file)

    def asks(self, file: CaseFile, heard: Heard) -> Answer:  # noqa: ARG002
        return self.answers.really_cancel(file) if can_withdraw(file) else self._too_late(file)

    def withdraws(self, file: CaseFile, heard: Heard) -> Answer:
        try:
            after = self.store.change(file, partial(withdrawn, now=heard.now))
        except AlreadyAnswered:
            return self._too_late(self.store.load(file.case.id))
        carry_on(self.procedure, after)
        return self.answers.cancelled(after.case)

    def keeps(self, file: CaseFile, heard: Heard) -> Answer:  # noqa: ARG002
        return self.answers.stands(file, "" if over_for_its_citizen(file.case) else "not_cancelled")

    def objects(self, file: CaseFile, heard: Heard, kind: Kind) -> Answer:
        objections = Objections(self.store, self.procedure)
        try:
            by = Tapped(heard.sender.phone, heard.message.in_reply_to)
            after = objections.hear(file.case.id, kind, "", heard.now, by)
        except AlreadyAnswered:
            return self.answers.stands(self.store.load(file.case.id))
        return self.answers.objection(after.case, kind)

    def says_more(self, file: CaseFile, heard: Heard) -> tuple[bool, Answer | None]:
        """Whether it is kept; the first words are answered."""
        if not takes_words(file, heard.by):
            return False, None
        words = partial(with_words, words=heard.words.text, by=heard.by, now=heard.now)
        after = self.store.change(file, words)
        first = are_first_words(after, heard.by)
        return True, self.answers.objection_words(after.case) if first else None

    def is_still_theirs(self, file: CaseFile, heard: Heard) -> Answer:
        after = self.store.change(file, partial(still_theirs, now=heard.now))
        carry_on(self.procedure, after)
        return self.answers.stands(after, "still_theirs")

    def _too_late(self, file: CaseFile) -> Answer:
        return self.answers.stands(file, "too_late_to_cancel")


Tap = Callable[[OwnRequests, CaseFile, Heard], Answer]
OBJECTIONS: dict[str, Tap] = {
    "WRONG_DATA": partial(OwnRequests.objects, kind="wrong_data"),
    "NOT_MINE": partial(OwnRequests.objects, kind="not_mine"),
}
TAPS: dict[str, Tap] = {
    "STATUS": OwnRequests.stands,
    "CANCEL": OwnRequests.asks,
    "CANCEL_YES": OwnRequests.withdraws,
    "CANCEL_NO": OwnRequests.keeps,
    **OBJECTIONS,
    "STILL_ME": OwnRequests.is_still_theirs,
}
