"""What an official sees of one question: the question itself, or what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa.case import CaseFile
from menwa.office import Office
from menwa.pages import page
from notify_officials.answer_form import offered
from notify_officials.official_door import SignedInOfficial
from notify_officials.rules import Question, state_of
from notify_officials.told import decided_on, passed_on, still_unsigned
from notify_officials.touch import stamp
from notify_officials.waiting_list import Ahead

LIST = "/pejabat/tunggu"


@dataclass(frozen=True)
class QuestionPages:
    office: Office
    official: SignedInOfficial
    question: Question
    now: datetime

    def as_it_stands(self, file: CaseFile, ahead: Ahead) -> Response[str]:
        state = state_of(self.question, file)
        if state == "open":
            return self.asked(file)
        heading = "Sudah dialihkan" if state == "rerouted" else "Pertanyaan ini sudah dijawab"
        return self.decided(file, heading, ahead)

    def asked(
        self,
        file: CaseFile,
        fields: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response[str]:
        """`errors` by field; what was typed is kept."""
        case, wait, office = file.case, file.wait, self.office
        since = office.local(wait.since if wait else case.created_at)
        put_off = wait.until if wait else None
        return page(
            "notify_officials/question.html",
            422 if errors else 200,
            office=office,
            official=self.official,
            question=office.text(f"question_{self.question.level}"),
            document=office.document(case.document_type),
            number=case.found.number if case.found else case.number,
            case_id=case.id,
            visit=self.question.visit,
            on_card=case.card_length,
            stamp=stamp(self.now, f"{case.id}:{self.question.visit}", self.official.csrf),
            since=since,
            waited=office.hours.office_time(since, self.now),
            promised=office.hours.day_before(put_off) if put_off else None,
            unsigned=still_unsigned(case, wait, self.question.level, office) if wait else None,
            passed=passed_on(self.question.visit, file),
            offer=offered(self.question, file, office, self.now),
            day_before=office.hours.day_before,
            fields={"until": "", "reason": "", "post": "", "words": "", **(fields or {})},
            errors=errors or {},
        )

    def put_off(self, file: CaseFile, ahead: Ahead) -> Response[str]:
        until = file.wait.until if file.wait else None
        return self._told(file, "Terima kasih, kabar Anda sudah dicatat", ahead, promised=until)

    def decided(self, file: CaseFile, heading: str, ahead: Ahead) -> Response[str]:
        """What was decided and by whom, from the card; nothing else about the case."""
        return self._told(file, heading, ahead)

    def expired(self, case_id: str) -> Response[str]:
        return page(
            "notify_officials/expired.html",
            410,
            office=self.office,
            case_id=case_id,
            ahead=f"{LIST}/{case_id}",
        )

    def _told(
        self,
        file: CaseFile,
        heading: str,
        ahead: Ahead,
        promised: datetime | None = None,
    ) -> Response[str]:
        return page(
            "notify_officials/answered.html",
            office=self.office,
            document=self.office.document(file.case.document_type),
            case_id=file.case.id,
            heading=heading,
            decided=None if promised else decided_on(self.question.visit, file, self.office),
            promised=self.office.hours.day_before(promised) if promised else None,
            ahead=ahead,
            looks_again=_looks_again(file),
        )


def _looks_again(file: CaseFile) -> bool:
    """For a signature that an official has just told of."""
    answer = file.wait.answer if file.wait else None
    return answer is not None and answer.get("answer") == "signed"


def unknown_link() -> Response[str]:
    """Reads the same whether the link never was or its case is gone."""
    return page("notify_officials/unknown.html", 404)
