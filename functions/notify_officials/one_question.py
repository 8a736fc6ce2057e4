"""An official answers one question, opened by its link or from the page of all that waits."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa import aws
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import AlreadyAnswered
from menwa.office import Office
from notify_officials.answer_form import faults_of, given_in, offered
from notify_officials.official_door import SignedInOfficial, posts_answered
from notify_officials.question_pages import QuestionPages
from notify_officials.recording import recorded
from notify_officials.rules import Answerer, Answering, Question, state_of
from notify_officials.touch import opened_at
from notify_officials.waiting_list import Ahead, Coming, in_turn, put_off

OLD_PAGE = "Halaman ini sudah lama terbuka. Silakan pilih jawaban Anda sekali lagi."


@dataclass(frozen=True)
class OneQuestion:
    store: CaseStore
    office: Office
    official: SignedInOfficial
    question: Question
    now: datetime

    @property
    def pages(self) -> QuestionPages:
        return QuestionPages(self.office, self.official, self.question, self.now)

    def shown(self, file: CaseFile) -> Response[str]:
        is_open = state_of(self.question, file) == "open"
        return self.pages.as_it_stands(file, None if is_open else self._ahead(file))

    def take_answer(self, file: CaseFile, fields: Mapping[str, str]) -> Response[str]:
        if state_of(self.question, file) != "open":
            return self.shown(file)
        offer = offered(self.question, file, self.office, self.now)
        if not is_ours(fields, self.official):
            return self.pages.asked(file, fields, {"answer": OLD_PAGE})
        if faults := faults_of(fields, offer):
            return self.pages.asked(file, fields, faults)
        subject = f"{file.case.id}:{self.question.visit}"
        seen = opened_at(fields.get("stamp", ""), subject, self.official.csrf)
        given = given_in(fields, offer, seen)
        by = answerer(self.official)
        answering = Answering(self.question, given, by, self.office, self.now)
        try:
            after = recorded(self.store, aws.step_functions(), file, answering)
        except AlreadyAnswered:
            return self.shown(self.store.load(file.case.id))
        if given.answer == "not_yet":
            return self.pages.put_off(after, self._ahead(after))
        heading = "Terima kasih, jawaban Anda sudah dicatat"
        return self.pages.decided(after, heading, self._ahead(after))

    def _ahead(self, file: CaseFile) -> Ahead:
        """The index lags: of the case at hand counts what has just been read."""
        posts = posts_answered(self.office, self.official, self.office.day_of(self.now))
        waits = dict(each for post in posts for each in self.store.waits(post, self.now))
        waits.pop(file.case.id, None)
        others = in_turn(waits.items(), self.now)
        for case in self.store.cases(others[:1]).values():
            document = self.office.document(case.document_type).name
            return Coming(case.id, document, len(others) - 1)
        here = [file.wait] if file.wait and file.wait.waiting_for in posts else []
        return put_off([*waits.values(), *here], self.office, self.now)


def answerer(official: SignedInOfficial) -> Answerer:
    return Answerer(official.title, official.on_card, official.paraf)


def is_ours(fields: Mapping[str, str], official: SignedInOfficial) -> bool:
    """The form stands on a page that this very browser was shown."""
    return hmac.compare_digest(fields.get("csrf", "").encode(), official.csrf.encode())
