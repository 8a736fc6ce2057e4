"""What is answered to a message, as the talk with its sender stands: once, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from intake.answer import Answer
from intake.answers import Answers
from intake.conversation import names_a_person
from intake.heard import Heard
from intake.own_requests import OBJECTIONS
from intake.talk import HeldCode, Standing, to_the_desk, unclear, understood, written

Reply = tuple[Standing, Answer | None]


@dataclass(frozen=True)
class Replies:
    answers: Answers

    def to_clear(self, answer: Answer, heard: Heard) -> Callable[[Standing], Reply]:
        def decide(before: Standing) -> Reply:
            standing, told = self._with_phone(before, answer, heard)
            if heard.meaning.detail in OBJECTIONS:
                standing = standing.changed(objected=heard.meaning.case_id)
            after, may = understood(standing, told.kind, heard.by, heard.now)
            return after, told if may else None

        return decide

    def to_hidden(self, held: HeldCode, heard: Heard) -> Callable[[Standing], Reply]:
        """A code from somebody whose phone we can't see: it is kept until they share it."""

        def decide(before: Standing) -> Reply:
            standing, answer = self._asking(before.changed(held=held), heard, with_code=True)
            after, may = understood(standing, answer.kind, heard.by, heard.now)
            return after, answer if may else None

        return decide

    def to_unclear(self, heard: Heard) -> Callable[[Standing], Reply]:
        """To a cry for help too."""
        asked = heard.meaning.what == "help"

        def decide(before: Standing) -> Reply:
            uttered = written if heard.is_written else unclear
            listen = to_the_desk if asked else uttered
            after, verdict = listen(before, heard.words, heard.sender, heard.now)
            if verdict == "quiet":
                return after, None
            if verdict == "form":
                return self._with_phone(after, self._form(heard), heard)
            if verdict == "still" and after.question is not None:
                return after, self.answers.still_at_desk(after.question)
            if verdict == "reopened":
                return after, self.answers.reopened()
            if asked and after.question is not None and len(after.question.words) == 1:
                return after, self.answers.asks_on()
            return after, self.answers.at_desk(asked=asked)

        return decide

    def _form(self, heard: Heard) -> Answer:
        own, named = heard.open, names_a_person(heard.message.text)
        unread = heard.message.kind == "media" and not heard.is_written
        return self.answers.not_understood(own, named_a_person=named, unread=unread)

    def _with_phone(
        self, before: Standing, answer: Answer, heard: Heard
    ) -> tuple[Standing, Answer]:
        """Where the way leads to the form, but we don't see the phone, that is asked for first."""
        if answer.button != "form" or heard.sender.phone is not None:
            return before, answer
        return self._asking(before, heard)

    def _asking(
        self, before: Standing, heard: Heard, *, with_code: bool = False
    ) -> tuple[Standing, Answer]:
        """Once; whoever does not want to share it is helped at the counter."""
        if before.talk.asked_phone not in {None, heard.by}:
            return before, self.answers.only_with_number()
        asking = self.answers.share_phone(with_code=with_code)
        return before.changed(asked_phone=heard.by), asking
