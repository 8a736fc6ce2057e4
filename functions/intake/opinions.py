"""One tap says what somebody thinks of the service: once a request, and kept apart from it."""

from collections.abc import Callable
from dataclasses import dataclass

from intake.answer import Answer
from intake.answers import Answers
from intake.heard import Heard, own_file
from intake.talks import Talks
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.counting import measure
from menwa.errors import Contended
from menwa.surveys import SurveyStore, survey_token

GRADES = {"1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Opinions:
    """`key`: the persons', by which the link to the nine questions is found again."""

    store: CaseStore
    surveys: SurveyStore
    key: str
    talks: Talks
    answers: Answers

    def tapped(self, heard: Heard) -> Answer | None:
        """None if the button is another, or not the sender's to tap."""
        act = TAPS.get(heard.meaning.detail)
        case_id, _, grade = heard.meaning.case_id.partition(":")
        file = own_file(self.store, case_id, heard.sender) if act else None
        if act is None or file is None:
            return None
        if file.case.frozen_at is not None:
            return self.answers.stands(file)
        return (
            self._had(file, grade, heard) if file.case.surveyed else act(self, file, grade, heard)
        )

    def asks(self, file: CaseFile, _grade: str, _heard: Heard) -> Answer:
        return self.answers.rate(file.case)

    def rates(self, file: CaseFile, grade: str, heard: Heard) -> Answer | None:
        """In one transaction, so that neither a crash nor a second tap counts it twice."""
        if grade not in GRADES:
            return None
        token, case = survey_token(file.case.id, self.key), file.case
        day = self.answers.office.day_of(heard.now)
        said = self.surveys.rating(GRADES[grade], case.document_type, token, day, heard.now)
        try:
            after = self.store.save(file, file.updated(surveyed=True), conditions=said)
        except Contended:
            after = self.store.load(case.id)
            if not after.case.surveyed:
                raise
            return self._had(after, grade, heard)
        else:
            measure("Ratings", GRADES[grade])
        return self.answers.rated(after.case, GRADES[grade])

    def _had(self, file: CaseFile, grade: str, heard: Heard) -> Answer:
        """The same tap once more is thanked as the first time."""
        token = survey_token(file.case.id, self.key)
        unused = self.surveys.invitation(token, heard.now) is not None
        if unused and grade in GRADES and self.talks.has_answered(heard.sender, heard.by):
            return self.answers.rated(file.case, GRADES[grade])
        return self.answers.rated_before(file.case, may_say_more=unused)


Tap = Callable[[Opinions, CaseFile, str, Heard], Answer | None]
TAPS: dict[str, Tap] = {"SURVEY": Opinions.asks, "RATED": Opinions.rates}
